//! After a death: the account, the circles, the people, those who did the work.

use db::args;
use safety::{
    case::{self, Raised},
    kind::{Kind, Level, Matter, Source},
    notice,
    postvention::{self, Postvention, PostventionId, Step},
};
use testkit::Ground;
use words::{Actor, AgeBand, Hat};

use crate::town::*;

async fn starts(ground: &Ground, by: &Actor, name: &'static str) -> PostventionId {
    let by = by.clone();
    does(ground, move |tx| postvention::start(tx, &by, name, "")).await
}

/// Does something as somebody who may lead it.
async fn leads<T: Send + 'static>(
    ground: &Ground,
    by: &Actor,
    id: PostventionId,
    mut work: impl FnMut(&mut db::Tx<'_>, &Actor, &Postvention) -> db::Result<T> + Send + 'static,
) -> db::Result<T> {
    let by = by.clone();
    ground
        .db
        .write(move |tx| {
            let it = Postvention::led_by(tx, &by, id)?;
            work(tx, &by, &it)
        })
        .await
}

fn key<T: std::fmt::Debug>(outcome: db::Result<T>) -> Option<&'static str> {
    outcome.unwrap_err().refusal()
}

#[test]
fn the_account_rests_nobody_signs_in_the_name_stays_and_a_mistake_is_put_right() {
    here(|ground| async move {
        let (maya, nora) =
            (person(&ground, "Maya", &[Hat::Supporter]).await, person(&ground, "Nora", &[Hat::Supervisor]).await);
        let member = maya.id;
        let token = does(&ground, move |tx| people::session::open(tx, member, false)).await;
        let id = starts(&ground, &nora, "Maya").await;
        assert_eq!(starts(&ground, &nora, "maya").await, id, "one at a time");
        assert_eq!(
            key(leads(&ground, &nora, id, |tx, by, it| it.let_rest(tx, by)).await),
            Some("postvention-sure-first")
        );
        leads(&ground, &nora, id, |tx, by, it| it.tick(tx, by, Step::Sure, "Her brother called.")).await.unwrap();
        leads(&ground, &nora, id, |tx, by, it| it.let_rest(tx, by)).await.unwrap();
        let (sessions, supporters, name) = does(&ground, move |tx| {
            let name = people::Profile::name(tx, member)?;
            Ok((people::actor(tx, &token)?, people::hats::wearers(tx, Hat::Supporter)?, name))
        })
        .await;
        assert!(sessions.is_none() && supporters.is_empty(), "nothing is asked of them any more");
        assert_eq!(name.as_deref(), Some("Maya"));
        let signs_in = move |tx: &mut db::Tx<'_>| people::session::open(tx, member, false);
        assert_eq!(refusal(&ground, signs_in).await, "rest-no-sign-in");
        assert_eq!(key(leads(&ground, &nora, id, |tx, by, it| it.wake(tx, by, " ")).await), Some("reason-missing"));
        leads(&ground, &nora, id, |tx, by, it| it.wake(tx, by, "She is well.")).await.unwrap();
        does(&ground, signs_in).await;
        assert_eq!(does(&ground, |tx| people::hats::wearers(tx, Hat::Supporter)).await, [maya.id]);
    });
}

#[test]
fn circles_are_told_in_words_that_were_read_again_and_only_their_members_read_them() {
    here(|ground| async move {
        let (maya, leo) = (person(&ground, "Maya", &[]).await, person(&ground, "Leo", &[]).await);
        let (solo, nora) = (person(&ground, "Solo", &[]).await, person(&ground, "Nora", &[Hat::Supervisor]).await);
        let id = starts(&ground, &nora, "Maya").await;
        let tell = |places: Vec<db::Uuid>, read: bool| {
            move |tx: &mut db::Tx<'_>, by: &Actor, it: &Postvention| it.tell(tx, by, &places, "Maya has died.", read)
        };
        assert_eq!(key(leads(&ground, &nora, id, tell(vec![CIRCLE], true)).await), Some("postvention-sure-first"));
        leads(&ground, &nora, id, |tx, by, it| it.tick(tx, by, Step::Sure, "Her brother called.")).await.unwrap();
        assert_eq!(key(leads(&ground, &nora, id, tell(vec![CIRCLE], false)).await), Some("postvention-read-again"));
        let elsewhere = leads(&ground, &nora, id, tell(vec![ELSEWHERE], true)).await;
        assert_eq!(key(elsewhere), Some("postvention-circles-missing"), "only where she was");
        leads(&ground, &nora, id, tell(vec![CIRCLE], true)).await.unwrap();
        for (reader, place, reads) in [(&leo, CIRCLE, true), (&solo, CIRCLE, false), (&leo, ELSEWHERE, false)] {
            let reader = reader.id;
            let notices = does(&ground, move |tx| notice::notices(tx, place, reader)).await;
            assert_eq!(!notices.is_empty(), reads);
        }
        let plain: Vec<Vec<u8>> =
            does(&ground, |tx| tx.all("SELECT notice FROM safety_postventions", args![], |row| row.get(0))).await;
        assert!(!String::from_utf8_lossy(&plain[0]).contains("died"), "sealed");
        pass(&ground, 31 * DAY).await;
        let reader = leo.id;
        assert!(does(&ground, move |tx| notice::notices(tx, CIRCLE, reader)).await.is_empty());
        assert_eq!(maya.pseudonym, "Maya");
    });
}

#[test]
fn while_circles_are_watched_over_what_comes_up_there_counts_one_level_higher() {
    here(|ground| async move {
        let (maya, leo) = (person(&ground, "Maya", &[]).await, person(&ground, "Leo", &[]).await);
        let nora = person(&ground, "Nora", &[Hat::Supervisor]).await;
        let about = leo.id;
        let comes_up = move |number: u128, place, level| {
            move |tx: &mut db::Tx<'_>| {
                let matter = Matter { kind: Kind::Post, id: db::Uuid::from_u128(number) };
                let about = Some(about);
                let source = Source::Flag;
                let raised = Raised { matter, about, place: Some(place), band: AgeBand::Adult, level, source };
                let id = case::raise(tx, &raised)?;
                tx.value::<Level>("SELECT level FROM safety_cases WHERE id = $1", args![id])
            }
        };
        assert_eq!(does(&ground, comes_up(1, CIRCLE, Level::Amber)).await, Level::Amber);
        let id = starts(&ground, &nora, "Maya").await;
        for days in [6, 91] {
            let refused = leads(&ground, &nora, id, move |tx, by, it| it.watch(tx, by, &[CIRCLE], days)).await;
            assert_eq!(key(refused), Some("postvention-days"));
        }
        leads(&ground, &nora, id, |tx, by, it| it.watch(tx, by, &[CIRCLE], 30)).await.unwrap();
        let waiting: Vec<Level> =
            does(&ground, |tx| tx.all("SELECT level FROM safety_cases WHERE kind = 'post'", args![], |row| row.get(0)))
                .await;
        assert_eq!(waiting, [Level::Red], "what waited rises too");
        leads(&ground, &nora, id, |tx, by, it| it.watch(tx, by, &[CIRCLE], 40)).await.unwrap();
        for (number, place, level, counts) in [
            (2, CIRCLE, Level::Green, Level::Green),
            (3, CIRCLE, Level::Amber, Level::Red),
            (4, CIRCLE, Level::Red, Level::Crisis),
            (5, ELSEWHERE, Level::Amber, Level::Amber),
            (1, CIRCLE, Level::Amber, Level::Red),
        ] {
            assert_eq!(does(&ground, comes_up(number, place, level)).await, counts, "{number}");
        }
        pass(&ground, 41 * DAY).await;
        assert_eq!(does(&ground, comes_up(6, CIRCLE, Level::Amber)).await, Level::Amber, "it ends by itself");
        assert_ne!(maya.id, leo.id);
    });
}

#[test]
fn people_are_asked_how_they_are_and_those_who_did_the_work_are_owed_a_talk() {
    here(|ground| async move {
        for name in ["Maya", "Leo"] {
            person(&ground, name, &[]).await;
        }
        let nora = person(&ground, "Nora", &[Hat::Supervisor]).await;
        let wren = person(&ground, "Wren", &[Hat::Administrator]).await;
        let olu = person(&ground, "Olu", &[Hat::Facilitator]).await;
        let id = starts(&ground, &nora, "Maya").await;
        let unknown = leads(&ground, &nora, id, |tx, by, it| it.list(tx, by, "Nobody")).await;
        assert_eq!(key(unknown), Some("postvention-nobody-called"));
        leads(&ground, &nora, id, |tx, by, it| it.list(tx, by, "leo")).await.unwrap();
        let listed = leads(&ground, &wren, id, |tx, by, it| {
            let leo = it.listed(tx)?[0].member;
            it.check_on(tx, by, leo, "He sleeps badly.")?;
            it.listed(tx)
        })
        .await
        .unwrap();
        assert_eq!((listed[0].checked_by, listed[0].words.as_str()), (Some(wren.id), "He sleeps badly."));
        leads(&ground, &wren, id, |tx, by, it| it.tick(tx, by, Step::Sure, "A letter.")).await.unwrap();
        leads(&ground, &nora, id, |tx, by, it| it.tell(tx, by, &[CIRCLE], "Maya has died.", true)).await.unwrap();
        let owed = leads(&ground, &nora, id, |tx, by, it| it.owe_debriefs(tx, by)).await.unwrap();
        assert_eq!(owed, 3, "the owner, whoever took a step, and whoever looks after the circle");
        let tasks: Vec<String> =
            does(&ground, |tx| tx.all("SELECT for_id FROM safety_tasks", args![], |row| row.get(0))).await;
        for worker in [&nora, &wren, &olu] {
            assert!(tasks.contains(&worker.id.to_string()), "{}", worker.pseudonym);
        }
        assert_eq!(
            key(leads(&ground, &nora, id, |tx, by, it| it.close(tx, by, "")).await),
            Some("concern-words-missing")
        );
        leads(&ground, &nora, id, |tx, by, it| it.close(tx, by, "Tell the night team earlier.")).await.unwrap();
        let late = leads(&ground, &nora, id, |tx, by, it| it.tick(tx, by, Step::Close, "x")).await;
        assert_eq!(key(late), Some("postvention-closed"));
        let done = leads(&ground, &nora, id, |tx, _, it| it.done(tx)).await.unwrap();
        assert!(done.iter().any(|it| it.step == Step::Review && it.words == "Tell the night team earlier."));
    });
}

#[test]
fn it_is_led_by_supervisors_administrators_and_leads_and_a_childs_by_leads_alone() {
    here(|ground| async move {
        person(&ground, "Maya", &[]).await;
        somebody(&ground, "Robin", &[], AgeBand::Older).await;
        let nora = person(&ground, "Nora", &[Hat::Supervisor]).await;
        let olu = person(&ground, "Olu", &[Hat::Moderator]).await;
        let idris = person(&ground, "Idris", &[Hat::SafeguardingLead]).await;
        let by = olu.clone();
        assert!(is_hidden(&ground, move |tx| postvention::start(tx, &by, "Maya", "")).await);
        let by = nora.clone();
        let refused = refusal(&ground, move |tx| postvention::start(tx, &by, "Robin", "")).await;
        assert_eq!(refused, "postvention-nobody-called", "as if there were nobody of that name");
        let by = nora.clone();
        let refused = refusal(&ground, move |tx| postvention::start(tx, &by, "Maya", "Olu")).await;
        assert_eq!(refused, "postvention-owner-unknown");
        let child = starts(&ground, &idris, "Robin").await;
        assert!(matches!(leads(&ground, &nora, child, |_, _, _| Ok(())).await, Err(db::Error::NotFound)));
        starts(&ground, &nora, "Maya").await;
        for (reader, count) in [(&idris, 2), (&nora, 1)] {
            let by = reader.clone();
            assert_eq!(does(&ground, move |tx| postvention::all(tx, &by)).await.len(), count);
        }
    });
}
