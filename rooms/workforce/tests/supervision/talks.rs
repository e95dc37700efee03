use db::{Error, Time, args};
use jobs::Jobs;
use words::{Actor, Hat};
use workforce::{
    debrief::{self, Cause},
    desk::Desk,
    session::{Session, SessionId, Words},
    supervisor::Supervised,
    together,
};

use crate::town::*;

fn words(notes: &str) -> Words {
    Words { agenda: "Evenings.".to_owned(), notes: notes.to_owned(), actions: "Nora asks.".to_owned() }
}

async fn plan(town: &Town, who: &Actor, at: Time) -> db::Result<SessionId> {
    let (who, theo) = (who.clone(), town.theo.id);
    town.does(move |tx| Session::plan(tx, &who, theo, at)).await
}

async fn write(town: &Town, who: &Actor, id: SessionId, words: Words, version: i64) -> db::Result<()> {
    let who = who.clone();
    town.does(move |tx| Session::write(tx, &who, id, &words, version)).await
}

async fn read(town: &Town, who: &Actor, id: SessionId) -> db::Result<Words> {
    let who = who.clone();
    town.does(move |tx| Session::of(tx, &who, id)?.words(tx)).await
}

#[test]
fn notes_belong_to_both_and_to_nobody_else_and_neither_overwrites_the_other() {
    in_town(|town| async move {
        let idris = town.somebody("Idris", &[Hat::Supervisor, Hat::Administrator]).await;
        let at = town.ground.db.now() + 3 * DAY;
        let id = plan(&town, &town.theo, at).await.unwrap();
        write(&town, &town.theo, id, words("He stays too long."), 0).await.unwrap();
        assert_eq!(read(&town, &town.nora, id).await.unwrap(), words("He stays too long."));
        assert!(matches!(read(&town, &idris, id).await, Err(Error::NotFound)));
        assert!(matches!(write(&town, &idris, id, words("x"), 1).await, Err(Error::NotFound)));
        let crossed = write(&town, &town.nora, id, words("Mine."), 0).await;
        assert!(matches!(crossed, Err(Error::Refused(_))), "{crossed:?}");
        assert_eq!(read(&town, &town.theo, id).await.unwrap().notes, "He stays too long.");
        assert!(!town.holds("SELECT notes FROM workforce_sessions", "stays").await, "written as it was said");
    });
}

#[test]
fn either_plans_and_moves_one_next_date_and_only_the_supervisor_says_that_they_talked() {
    in_town(|town| async move {
        let now = town.ground.db.now();
        let first = plan(&town, &town.theo, now + 3 * DAY).await.unwrap();
        let second = plan(&town, &town.nora, now + 4 * DAY).await.unwrap();
        assert_eq!(first, second, "it moved");
        assert!(matches!(plan(&town, &town.nora, now - DAY).await, Err(Error::Refused(_))));
        assert!(matches!(plan(&town, &town.nora, now + 100 * DAY).await, Err(Error::Refused(_))));
        let stranger = town.somebody("Idris", &[Hat::Supervisor]).await;
        assert!(matches!(plan(&town, &stranger, now + DAY).await, Err(Error::NotFound)));
        let theo = town.theo.clone();
        assert!(town.does(move |tx| Session::hold(tx, &theo, first)).await.is_err());
        town.pass(4 * DAY);
        let nora = town.nora.clone();
        town.does(move |tx| Session::hold(tx, &nora, first)).await.unwrap();
        let theo = town.theo.id;
        let talked = town.does(move |tx| Ok(Supervised::of(tx, theo)?.unwrap().talked_at)).await.unwrap();
        assert_eq!(talked, Some(town.ground.db.now()));
        let next = plan(&town, &town.theo, town.ground.db.now() + DAY).await.unwrap();
        assert_ne!(next, first);
        let theo = town.theo.clone();
        town.does(move |tx| Session::call_off(tx, &theo, next)).await.unwrap();
        let theo = town.theo.clone();
        assert!(town.does(move |tx| Session::call_off(tx, &theo, first)).await.is_err(), "what was held stays");
    });
}

#[test]
fn a_new_supervisor_reads_nothing_from_before() {
    in_town(|town| async move {
        let idris = town.somebody("Idris", &[Hat::Supervisor]).await;
        let now = town.ground.db.now();
        let (nora, theo) = (town.nora.clone(), town.theo.id);
        let held = town.does(move |tx| Session::hold_now(tx, &nora, theo)).await.unwrap();
        let planned = plan(&town, &town.theo, now + DAY).await.unwrap();
        let (nora, theo, to) = (town.nora.clone(), town.theo.id, idris.id);
        town.does(move |tx| Supervised::hand_on(tx, &nora, theo, to)).await.unwrap();
        assert!(read(&town, &idris, held).await.is_err());
        assert!(read(&town, &idris, planned).await.is_err());
        assert!(read(&town, &town.theo, planned).await.is_err(), "its agenda was meant for the one before");
        assert!(read(&town, &town.nora, held).await.is_ok(), "notes stay with the two who wrote them");
    });
}

#[test]
fn what_was_written_goes_with_its_time_and_with_the_one_it_is_about() {
    in_town(|town| async move {
        let (nora, theo) = (town.nora.clone(), town.theo.id);
        let id = town.does(move |tx| Session::hold_now(tx, &nora, theo)).await.unwrap();
        write(&town, &town.nora, id, words("Kept."), 0).await.unwrap();
        town.does(workforce::schedule).await.unwrap();
        let jobs = || workforce::jobs(Jobs::default());
        town.pass(700 * DAY);
        jobs().run_due(&town.ground.db).await.unwrap();
        assert_eq!(read(&town, &town.theo, id).await.unwrap().notes, "Kept.");
        town.pass(40 * DAY);
        jobs().run_due(&town.ground.db).await.unwrap();
        assert!(read(&town, &town.theo, id).await.is_err());
        let (nora, theo) = (town.nora.clone(), town.theo.id);
        let id = town.does(move |tx| Session::hold_now(tx, &nora, theo)).await.unwrap();
        write(&town, &town.nora, id, words("Kept."), 0).await.unwrap();
        town.does(move |tx| workforce::farewell(tx, theo)).await.unwrap();
        assert!(read(&town, &town.nora, id).await.is_err());
        let rows: i64 = town.does(|tx| tx.value("SELECT COUNT(*) FROM workforce_supervised", args![])).await.unwrap();
        assert_eq!(rows, 0);
        let marked: i64 = town.does(|tx| tx.value("SELECT COUNT(*) FROM seal_keys_to_destroy", args![])).await.unwrap();
        assert!(marked > 0, "no key is to be destroyed");
    });
}

#[test]
fn the_desk_shows_dates_and_numbers_and_debriefs_are_settled_from_it() {
    in_town(|town| async move {
        let (theo, nora) = (town.theo.id, town.nora.clone());
        town.does(move |tx| {
            let about = tx.new_uuid();
            debrief::open(tx, theo, Cause::Hard, about)?;
            debrief::open(tx, theo, Cause::Danger, about)
        })
        .await
        .unwrap();
        let desk = || {
            let nora = nora.clone();
            town.does(move |tx| Desk::of(tx, &nora))
        };
        let before = desk().await.unwrap();
        assert_eq!((before.people.len(), before.people[0].hard), (1, 1), "one thing that was hard, however often told");
        assert_eq!(before.debriefs.len() as i64, before.people[0].debriefs);
        assert!(before.debriefs.iter().all(|it| it.it.due_at == town.ground.db.now() + 72 * HOUR));
        for it in before.debriefs {
            let (theo, nora) = (town.theo.clone(), nora.clone());
            assert!(town.does(move |tx| debrief::done(tx, &theo, it.it.id)).await.is_err(), "never with oneself");
            town.does(move |tx| debrief::done(tx, &nora, it.it.id)).await.unwrap();
        }
        let after = desk().await.unwrap();
        assert_eq!((after.debriefs.len(), after.people[0].debriefs, after.people[0].hard), (0, 0, 1));
        town.pass(8 * DAY);
        assert_eq!(desk().await.unwrap().people[0].hard, 0, "this week only");
        let theo = town.theo.clone();
        assert!(town.does(move |tx| Desk::of(tx, &theo)).await.is_err());
    });
}

#[test]
fn looking_back_together_is_for_the_people_of_one_supervisor() {
    in_town(|town| async move {
        let at = town.ground.db.now() + 5 * DAY;
        let (nora, id) = (town.nora.clone(), town.nora.id);
        assert!(town.does(move |tx| together::is_due(tx, id)).await.unwrap());
        town.does(move |tx| together::invite(tx, &nora, at, "The green room.")).await.unwrap();
        assert!(!town.does(move |tx| together::is_due(tx, id)).await.unwrap());
        let theo = town.theo.id;
        let invited = town.does(move |tx| together::ahead_for(tx, theo)).await.unwrap();
        assert_eq!((invited.len(), invited[0].place.as_str()), (1, "The green room."));
        let other = town.somebody("Kofi", &[Hat::Supporter]).await.id;
        assert_eq!(town.does(move |tx| together::ahead_for(tx, other)).await.unwrap(), []);
        let (idris, meeting) = (town.somebody("Idris", &[Hat::Supervisor]).await, invited[0].id);
        assert!(town.does(move |tx| together::call_off(tx, &idris, meeting)).await.is_err());
        let theo = town.theo.clone();
        assert!(town.does(move |tx| together::invite(tx, &theo, at, "Mine.")).await.is_err());
        town.pass(36 * DAY);
        assert!(town.does(move |tx| together::is_due(tx, id)).await.unwrap());
    });
}
