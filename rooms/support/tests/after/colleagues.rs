//! Whoever helps here and asks for themselves is not put together with those they work with.

use std::time::Duration;

use db::{Error, Uuid, args};
use jobs::Lease;
use support::{
    board::Board,
    conversation::{Conversation, Ending},
    dispatch,
    duty::{Duty, How},
    eyes::Eyes,
    feedback::Feedback,
    note::Note,
    offer::Offer,
    request::Request,
};
use testkit::on_both_engines;
use words::Hat;
use workforce::{
    pause,
    supervisor::{self, Supervised},
};

use crate::town::*;

#[test]
fn who_looked_after_whom_never_meets_and_colleagues_do_not_where_they_wish_it() {
    for spared in [false, true] {
        on_both_engines(&migrations(), |ground| async move {
            let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
            let rosa = person(&ground, "Rosa", &[Hat::Supporter, Hat::Supervisor]).await;
            let kofi = person(&ground, "Kofi", &[Hat::Supporter]).await;
            does(&ground, move |tx| {
                supervisor::settle(tx)?;
                // All three worked here; Rosa looks after Theo.
                for who in [&theo, &rosa, &kofi] {
                    let begun = tx.now() - DAY;
                    tx.as_of(begun, |tx| Duty::begin(tx, who))?;
                    let duty = Duty::of(tx, who.id)?.expect("on duty");
                    tx.as_of(begun + Duration::from_secs(600), |tx| duty.end(tx, How::Done))?;
                }
                tx.execute(
                    "UPDATE workforce_supervised SET supervisor_id = $1 WHERE member_id = $2",
                    args![rosa.id, theo.id],
                )?;
                let minute = tx.now() - Duration::from_secs(60);
                let id = tx.as_of(minute, |tx| Request::ask(tx, &theo, &ask("en")))?;
                let request = Request::own(tx, &theo, id)?;
                request.see(tx)?;
                if spared {
                    request.spare_colleagues(tx)?;
                }
                // A day later they are on duty again.
                for who in [&rosa, &kofi] {
                    Duty::begin(tx, who)?;
                    Duty::of(tx, who.id)?.expect("on duty").see(tx)?;
                }
                let lease = Lease::new("support.dispatcher", Uuid::from_u128(1), Duration::from_secs(4));
                dispatch::round(tx, &lease)?;
                assert!(Offer::open_to(tx, rosa.id)?.is_none(), "she looks after him");
                assert_eq!(Offer::open_to(tx, kofi.id)?.is_some(), !spared, "unless he would rather not");
                Ok(())
            })
            .await
            .unwrap();
        });
    }
}

#[test]
fn nor_do_they_learn_of_it_in_any_other_way() {
    on_both_engines(&migrations(), |ground| async move {
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let rosa = person(&ground, "Rosa", &[Hat::Supporter, Hat::Supervisor]).await;
        let kofi = person(&ground, "Kofi", &[Hat::Supporter]).await;
        does(&ground, move |tx| {
            supervisor::settle(tx)?;
            assert_eq!(
                Supervised::of(tx, theo.id)?.and_then(|it| it.supervisor),
                Some(rosa.id),
                "Rosa looks after Theo"
            );
            // By hand, as a note, with another pair of eyes, and afterwards.
            let id = Request::ask(tx, &theo, &ask("en"))?;
            assert_eq!(Offer::take(tx, &rosa, id).unwrap_err().refusal(), Some("hand-offer-not-possible"));
            let note = Note::leave(tx, &theo, id, "It is me.")?;
            assert!(Note::unanswered(tx, &rosa)?.is_empty());
            assert!(matches!(Note::answerable_by(tx, &rosa, note), Err(Error::NotFound)));
            assert_eq!(Note::unanswered(tx, &kofi)?.len(), 1, "he never worked with him");

            let id = Request::ask(tx, &theo, &ask("en"))?;
            let request = Request::own(tx, &theo, id)?;
            Duty::begin(tx, &kofi)?;
            Duty::of(tx, kofi.id)?.expect("on duty").see(tx)?;
            request.see(tx)?;
            let lease = Lease::new("support.dispatcher", Uuid::from_u128(1), Duration::from_secs(4));
            tx.as_of(tx.now() + Duration::from_secs(60), |tx| dispatch::round(tx, &lease))?;
            let offer = Offer::open_to(tx, kofi.id)?.expect("an offer");
            let talk = Offer::made_to(tx, &kofi, offer.id)?.accept(tx, &kofi)?;
            Eyes::ask(tx, &talk, &kofi)?;
            let call = Eyes::open(tx)?.remove(0);
            assert_eq!(call.join(tx, &rosa).unwrap_err().refusal(), Some("eyes-own-conversation"));
            Conversation::of(tx, &theo, talk.id)?.0.end(tx, Ending::Ended, Some(theo.id))?;
            let told = Feedback { overall: Some(1), ..Feedback::default() };
            told.give(tx, &theo, talk.id)?;
            assert!(Feedback::newest(tx, &rosa, 10)?.is_empty());
            assert!(Board::now(tx, &rosa)?.alerts.is_empty());
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn a_note_is_taken_by_who_may_begin() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        does(&ground, move |tx| {
            let id = Request::ask(tx, &maya, &ask("en"))?;
            let note = Note::leave(tx, &maya, id, "It is late.")?;
            pause::take(tx, &theo, None)?;
            let note = Note::answerable_by(tx, &theo, note)?;
            assert_eq!(note.take(tx, &theo).unwrap_err().refusal(), Some("bar-paused"));
            pause::end(tx, &theo)?;
            note.take(tx, &theo)
        })
        .await
        .unwrap();
    });
}
