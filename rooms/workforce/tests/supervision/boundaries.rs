use db::{Error, args};
use words::{Actor, Hat};
use workforce::{
    entry::{self, Entry},
    question::{self, About, Question},
    supervisor::Supervised,
};

use crate::town::*;

async fn shown(town: &Town, supervisor: &Actor) -> db::Result<Vec<Entry>> {
    let (supervisor, theo) = (supervisor.clone(), town.theo.id);
    town.does(move |tx| entry::shown_by(tx, &supervisor, theo)).await
}

async fn waiting(town: &Town, who: &Actor) -> db::Result<Vec<Question>> {
    let who = who.clone();
    town.does(move |tx| question::waiting(tx, &who)).await
}

#[test]
fn one_entry_of_the_log_is_shown_and_taken_back_and_the_others_never() {
    in_town(|town| async move {
        let theo = town.theo.clone();
        let (first, _) = town
            .does(move |tx| Ok((entry::write(tx, &theo, "I waited.")?, entry::write(tx, &theo, "I was cross.")?)))
            .await
            .unwrap();
        assert_eq!(shown(&town, &town.nora).await.unwrap(), []);
        let theo = town.theo.clone();
        town.does(move |tx| entry::share(tx, &theo, first)).await.unwrap();
        let read = shown(&town, &town.nora).await.unwrap();
        assert_eq!(read.iter().map(|it| it.words.as_str()).collect::<Vec<_>>(), ["I waited."]);
        let idris = town.somebody("Idris", &[Hat::Supervisor]).await;
        assert!(matches!(shown(&town, &idris).await, Err(Error::NotFound)));
        let nora = town.nora.clone();
        assert!(town.does(move |tx| entry::remove(tx, &nora, first)).await.is_err());
        // A new supervisor is somebody else: what was shown to the one before is not theirs to read.
        let theo = town.theo.clone();
        town.does(move |tx| Supervised::another(tx, &theo)).await.unwrap();
        assert_eq!(shown(&town, &idris).await.unwrap(), []);
        assert!(shown(&town, &town.nora).await.is_err());
        let theo = town.theo.clone();
        let own = town.does(move |tx| entry::own(tx, &theo)).await.unwrap();
        assert!(own.iter().all(|it| it.shared_with.is_none()), "nobody can read it now, and it says so");
        let theo = town.theo.clone();
        town.does(move |tx| entry::share(tx, &theo, first)).await.unwrap();
        assert_eq!(shown(&town, &idris).await.unwrap().len(), 1);
        let theo = town.theo.clone();
        town.does(move |tx| entry::keep_back(tx, &theo, first)).await.unwrap();
        assert_eq!(shown(&town, &idris).await.unwrap(), []);
        assert!(!town.holds("SELECT words FROM workforce_entries", "cross").await, "written as it was said");
    });
}

#[test]
fn a_boundary_question_is_between_two() {
    in_town(|town| async move {
        let idris = town.somebody("Idris", &[Hat::Supervisor, Hat::Administrator]).await;
        let theo = town.theo.clone();
        let id = town.does(move |tx| question::ask(tx, &theo, About::Gift, "A book?")).await.unwrap();
        assert_eq!(waiting(&town, &town.nora).await.unwrap()[0].words, "A book?");
        assert_eq!(waiting(&town, &idris).await.unwrap(), []);
        assert!(waiting(&town, &town.theo).await.is_err());
        assert!(town.does(move |tx| question::answer(tx, &idris, id, "No.")).await.is_err());
        let nora = town.nora.clone();
        town.does(move |tx| question::answer(tx, &nora, id, "Thank them kindly.")).await.unwrap();
        let theo = town.theo.clone();
        let own = town.does(move |tx| question::own(tx, &theo)).await.unwrap();
        assert_eq!(own[0].answer.as_deref(), Some("Thank them kindly."));
        for sql in ["SELECT words FROM workforce_questions", "SELECT answer FROM workforce_questions"] {
            assert!(!town.holds(sql, "book").await && !town.holds(sql, "kindly").await, "written as it was said");
        }
        let theo = town.theo.clone();
        town.does(move |tx| question::take_back(tx, &theo, id)).await.unwrap();
        let rows: i64 = town.does(|tx| tx.value("SELECT COUNT(*) FROM workforce_questions", args![])).await.unwrap();
        assert_eq!(rows, 0);
    });
}

#[test]
fn whoever_has_no_supervisor_yet_is_told_so() {
    in_town(|town| async move {
        let mina = town.somebody("Mina", &[Hat::Supporter]).await;
        let (asks, shows) = (mina.clone(), mina);
        let refused = town.does(move |tx| question::ask(tx, &asks, About::Secret, "Who?")).await;
        assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
        let refused = town
            .does(move |tx| {
                let id = entry::write(tx, &shows, "A line.")?;
                entry::share(tx, &shows, id)
            })
            .await;
        assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
    });
}
