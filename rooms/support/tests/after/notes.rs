use db::Error;
use support::{
    alert::{self, AlertKind},
    note::{Note, NoteId},
    request::Request,
};
use testkit::{Ground, on_both_engines};
use words::{Actor, AgeBand, Hat};

use crate::town::*;

/// Maya asks, does not want to wait, and leaves a note.
async fn leaves_a_note(ground: &Ground, member: &Actor) -> NoteId {
    let member = member.clone();
    does(ground, move |tx| {
        let request = Request::ask(tx, &member, &ask("en"))?;
        Note::leave(tx, &member, request, "The evenings are long.")
    })
    .await
    .unwrap()
}

async fn sees(ground: &Ground, answerer: &Actor) -> usize {
    let answerer = answerer.clone();
    does(ground, move |tx| Note::unanswered(tx, &answerer)).await.unwrap().len()
}

#[test]
fn a_note_is_left_instead_of_waiting_and_its_answer_comes_back() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let id = leaves_a_note(&ground, &maya).await;

        does(&ground, move |tx| {
            assert!(Request::live_of(tx, maya.id)?.is_none(), "nobody waits and has left a note");
            let note = Note::answerable_by(tx, &theo, id)?;
            note.take(tx, &theo)?;
            note.answer(tx, &theo, "Thank you for writing.")?;

            let own = Note::own(tx, &maya, id)?;
            assert_eq!(own.words(tx)?, "The evenings are long.");
            assert_eq!(own.answer_words(tx)?.as_deref(), Some("Thank you for writing."));
            assert_eq!(own.due_at.since(own.left_at), DAY);
            own.note_read(tx)?;
            assert!(Note::own(tx, &maya, id)?.read_at.is_some());
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn a_note_sent_twice_is_left_once() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        does(&ground, move |tx| {
            let request = Request::ask(tx, &maya, &ask("en"))?;
            let first = Note::leave(tx, &maya, request, "Hello.")?;
            assert_eq!(Note::leave(tx, &maya, request, "Hello.")?, first);
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn only_those_who_could_have_met_her_see_the_note() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[Hat::Supporter]).await;
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let rosa = person(&ground, "Rosa", &[Hat::Supervisor]).await;
        let kim = person(&ground, "Kim", &[]).await;
        let ines = somebody(&ground, "Ines", &[Hat::Supporter], AgeBand::Adult, "es").await;
        let jo = somebody(&ground, "Joni", &[Hat::Supporter], AgeBand::Older, "en").await;
        let sam = person(&ground, "Sam", &[Hat::Supporter]).await;
        let (sam_id, maya_id) = (sam.id, maya.id);
        does(&ground, move |tx| people::blocks::block(tx, maya_id, sam_id)).await.unwrap();
        let id = leaves_a_note(&ground, &maya).await;

        assert_eq!(sees(&ground, &theo).await, 1);
        assert_eq!(sees(&ground, &rosa).await, 1, "a supervisor may answer too");
        for (who, why) in [
            (&maya, "nobody answers herself"),
            (&kim, "no hat"),
            (&ines, "no language in common"),
            (&jo, "another age band"),
            (&sam, "blocked"),
        ] {
            assert_eq!(sees(&ground, who).await, 0, "{why}");
            let who = who.clone();
            let asked = does(&ground, move |tx| Note::answerable_by(tx, &who, id)).await;
            assert!(matches!(asked, Err(Error::NotFound)), "{why}");
        }
        let other = theo.clone();
        assert!(matches!(does(&ground, move |tx| Note::own(tx, &other, id)).await, Err(Error::NotFound)));
    });
}

#[test]
fn of_many_who_take_a_note_at_once_exactly_one_answers() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let mut supporters = Vec::new();
        for name in ["Theo", "Ana", "Ben", "Cleo", "Dan", "Eva"] {
            supporters.push(person(&ground, name, &[Hat::Supporter]).await);
        }
        let id = leaves_a_note(&ground, &maya).await;

        let answers: Vec<_> = supporters
            .into_iter()
            .map(|supporter| {
                let db = ground.db.clone();
                tokio::spawn(async move {
                    let words = format!("From {}.", supporter.pseudonym);
                    let answerer = supporter.clone();
                    let taken = db.write(move |tx| Note::answerable_by(tx, &answerer, id)?.take(tx, &answerer)).await;
                    // Even one who did not get it tries to answer.
                    let answered = db
                        .write(move |tx| Note::answerable_by(tx, &supporter, id)?.answer(tx, &supporter, &words))
                        .await;
                    (taken.is_ok(), answered.is_ok())
                })
            })
            .collect();
        let (mut takers, mut answerers) = (0, 0);
        for answer in answers {
            let (taken, answered) = answer.await.unwrap();
            takers += u32::from(taken);
            answerers += u32::from(answered);
            assert!(taken || !answered);
        }
        assert_eq!((takers, answerers), (1, 1));
    });
}

#[test]
fn a_note_that_was_taken_and_forgotten_goes_back_after_two_hours() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let ana = person(&ground, "Ana", &[Hat::Supporter]).await;
        let id = leaves_a_note(&ground, &maya).await;
        let taker = theo.clone();
        does(&ground, move |tx| Note::answerable_by(tx, &taker, id)?.take(tx, &taker)).await.unwrap();
        assert_eq!(sees(&ground, &ana).await, 0);
        assert_eq!(sees(&ground, &theo).await, 1, "whoever holds it still sees it");

        pass(&ground, 2 * HOUR).await;
        assert_eq!(sees(&ground, &ana).await, 1);
        does(&ground, move |tx| Note::answerable_by(tx, &ana, id)?.take(tx, &ana)).await.unwrap();
        let late = does(&ground, move |tx| Note::answerable_by(tx, &theo, id)?.answer(tx, &theo, "Sorry.")).await;
        assert_eq!(late.unwrap_err().refusal(), Some("note-taken"));
    });
}

#[test]
fn a_promise_that_was_not_kept_goes_to_the_supervisors_until_it_is() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let rosa = person(&ground, "Rosa", &[Hat::Supervisor]).await;
        let id = leaves_a_note(&ground, &maya).await;
        pass(&ground, DAY - HOUR).await;
        assert!(does(&ground, alert::open).await.unwrap().is_empty());

        pass(&ground, HOUR).await;
        let alerts = does(&ground, alert::open).await.unwrap();
        assert_eq!(
            alerts.iter().map(|it| (it.kind, it.about)).collect::<Vec<_>>(),
            [(AlertKind::NoteOverdue, maya.id)]
        );
        does(&ground, move |tx| {
            let note = Note::answerable_by(tx, &rosa, id)?;
            note.take(tx, &rosa)?;
            note.answer(tx, &rosa, "I am sorry that this took so long.")
        })
        .await
        .unwrap();
        assert!(does(&ground, alert::open).await.unwrap().is_empty());
    });
}
