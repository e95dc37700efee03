//! Coming in: places that are not there are given to nobody, however many come at once; sides stay apart.

use circles::{
    circle::Circle,
    kind::{Audience, Joining},
    measure, membership, mine,
};
use db::Error;
use safety::{decision::Decision, spot};
use testkit::{on_both_engines, on_both_engines_lending};
use words::AgeBand;

use crate::town::*;

pub(crate) fn is_refused<T: std::fmt::Debug>(outcome: Result<T, Error>, key: &str) {
    match outcome {
        Err(Error::Refused(refusal)) => assert_eq!(refusal.key, key),
        other => panic!("expected to be refused with {key}, was {other:?}"),
    }
}

#[test]
fn of_forty_who_join_at_once_five_find_the_five_places() {
    on_both_engines(&migrations(), |ground| async move {
        let by = pair(&ground, AgeBand::Adult).await;
        // The two who look after it take a place each.
        let circle = circle(&ground, &by, "Small table", |plan| plan.size = Some(7)).await;
        let mut people = Vec::new();
        for number in 0..40 {
            let name =
                format!("{}{}", (b'a' + number / 8) as char, "bcdefghi".chars().nth(number as usize % 8).unwrap());
            people.push(person(&ground, &format!("Guest {name}")).await);
        }
        let mut at_once = tokio::task::JoinSet::new();
        for who in people {
            let db = ground.db.clone();
            at_once.spawn(async move { db.write(move |tx| membership::join(tx, &who, circle, "")).await });
        }
        let (mut inside, mut outside) = (0, 0);
        while let Some(joined) = at_once.join_next().await {
            match joined.unwrap() {
                Ok(true) => inside += 1,
                full => {
                    is_refused(full, "circle-full");
                    outside += 1;
                }
            }
        }
        assert_eq!((inside, outside), (5, 35));
        assert_eq!(does(&ground, move |tx| membership::count(tx, circle)).await, 7);
    });
}

#[test]
fn two_who_let_people_in_at_once_give_no_place_twice() {
    on_both_engines(&migrations(), |ground| async move {
        let by = pair(&ground, AgeBand::Adult).await;
        let circle = circle(&ground, &by, "By request", |plan| {
            (plan.size, plan.joining) = (Some(5), Joining::Request);
        })
        .await;
        for letter in "abcdefghij".chars() {
            let who = person(&ground, &format!("Guest {letter}{letter}")).await;
            assert!(!does(&ground, move |tx| membership::join(tx, &who, circle, "Please.")).await);
        }
        let waiting = does(&ground, move |tx| membership::waiting(tx, circle)).await;
        assert_eq!(waiting.len(), 10);
        assert!(waiting.iter().all(|it| it.words == "Please."));
        let mut at_once = tokio::task::JoinSet::new();
        for (number, waits) in waiting.iter().flat_map(|it| [it, it]).enumerate() {
            let (db, who, id) = (ground.db.clone(), by[number % 2].clone(), waits.id);
            at_once.spawn(async move {
                db.write(move |tx| {
                    let circle = Circle::facilitated_by(tx, &who, circle)?;
                    membership::admit(tx, &circle, id)
                })
                .await
            });
        }
        let mut admitted = 0;
        while let Some(done) = at_once.join_next().await {
            match done.unwrap() {
                Ok(()) => admitted += 1,
                Err(Error::Refused(it)) => {
                    assert!(["circle-full", "join-request-settled"].contains(&it.key), "{}", it.key)
                }
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!(admitted, 3);
        assert_eq!(does(&ground, move |tx| membership::count(tx, circle)).await, 5);
        assert_eq!(does(&ground, move |tx| membership::waiting(tx, circle)).await.len(), 7);
    });
}

#[test]
fn a_circle_opens_with_two_and_goes_quiet_without_them() {
    on_both_engines(&migrations(), |ground| async move {
        let by = pair(&ground, AgeBand::Adult).await;
        let maya = person(&ground, "Maya").await;
        let plan = circles::circle::Plan::usual("Alone", "About.", "Be kind.", "en".parse().unwrap());
        let one = by[0].id;
        let alone = plan.clone();
        is_refused(
            ground.db.write(move |tx| Circle::found(tx, one, AgeBand::Adult, &alone, &[one], true)).await,
            "circle-needs-cover",
        );
        // Whoever does not read its language is no cover.
        let arabic = circles::circle::Plan { language: "ar".parse().unwrap(), ..plan };
        let two = [by[0].id, by[1].id];
        is_refused(
            ground.db.write(move |tx| Circle::found(tx, one, AgeBand::Adult, &arabic, &two, true)).await,
            "facilitator-does-not-fit",
        );
        let circle = circle(&ground, &by, "Night owls", |_| ()).await;
        joins(&ground, &maya, circle).await;
        let (thread, _) = begins(&ground, &maya, circle, opening("Up", "Awake.")).await;
        for who in &by {
            let who = who.id;
            does(&ground, move |tx| people::standing::take_break(tx, who)).await;
        }
        let words = circles::post::Words { text: "Hello?".to_owned(), unnamed: false };
        let (writer, said) = (maya.clone(), words.clone());
        is_refused(
            ground.db.write(move |tx| circles::post::reply(tx, &writer, thread, &said)).await,
            "circle-without-cover",
        );
        let first = by[0].id;
        does(&ground, move |tx| people::standing::come_back(tx, first)).await;
        does(&ground, move |tx| circles::post::reply(tx, &maya, thread, &words)).await;
    });
}

#[test]
fn the_two_sides_never_meet() {
    on_both_engines(&migrations(), |ground| async move {
        let by = pair(&ground, AgeBand::Adult).await;
        let carers = circle(&ground, &by, "Side by side", |plan| {
            (plan.audience, plan.joining) = (Audience::Carers, Joining::Request);
        })
        .await;
        let secret = circle(&ground, &by, "Back room", |plan| plan.joining = Joining::Invitation).await;
        let amina = person(&ground, "Amina").await;
        let lead = by[0].clone();
        // A member is not invited over, and nothing tells whoever tries.
        let who = amina.clone();
        does(&ground, move |tx| {
            let carers = Circle::facilitated_by(tx, &lead, carers)?;
            membership::invite(tx, &lead, &carers, "Amina")?;
            assert!(membership::invitations(tx, &who)?.is_empty());
            let secret = Circle::facilitated_by(tx, &lead, secret)?;
            membership::invite(tx, &lead, &secret, "Amina")?;
            assert_eq!(membership::invitations(tx, &who)?.len(), 1);
            // Whoever changes sides leaves behind what was offered and asked, and does not come back by turns.
            mine::take_side(tx, &who, Audience::Carers)?;
            assert!(membership::invitations(tx, &who)?.is_empty());
            assert!(Circle::visible_to(tx, &who, secret.id).is_err());
            assert!(!membership::join(tx, &who, carers.id, "")?);
            Ok(())
        })
        .await;
        let who = amina.clone();
        is_refused(ground.db.write(move |tx| mine::take_side(tx, &who, Audience::Members)).await, "mine-side-stays");
        ground.clock.pass(std::time::Duration::from_secs(31 * 86_400));
        does(&ground, move |tx| mine::take_side(tx, &amina, Audience::Members)).await;
        let waiting = does(&ground, move |tx| membership::waiting(tx, carers)).await;
        assert!(waiting.is_empty(), "a request of whoever changed sides is still open");
    });
}

#[test]
fn who_was_taken_out_comes_back_only_when_that_is_undone() {
    on_both_engines_lending(&migrations(), lending, |ground| async move {
        let by = pair(&ground, AgeBand::Adult).await;
        let circle = circle(&ground, &by, "Night owls", |_| ()).await;
        let maya = person(&ground, "Maya").await;
        joins(&ground, &maya, circle).await;
        let (lead, whom) = (by[0].clone(), maya.id);
        let decision = does(&ground, move |tx| {
            let circle = Circle::facilitated_by(tx, &lead, circle)?;
            let grounds = grounds(tx, &lead, "Unkind words.")?;
            let decision = measure::remove(tx, &lead, &circle, whom, &grounds)?;
            assert_eq!(spot::in_place(tx, &lead, circle.id.0)?[0].id, decision);
            Ok(decision)
        })
        .await;
        let who = maya.clone();
        is_refused(ground.db.write(move |tx| membership::join(tx, &who, circle, "")).await, "circle-removed");
        let (lead, who) = (by[1].clone(), maya.clone());
        does(&ground, move |tx| {
            let told = Decision::own(tx, &who)?;
            assert_eq!((told.len(), told[0].reason.as_str()), (1, "Unkind words."));
            assert!(matches!(spot::undo(tx, &who, circle.0, decision), Err(Error::NotFound)), "not by oneself");
            spot::undo(tx, &lead, circle.0, decision)?;
            spot::undo(tx, &lead, circle.0, decision)?;
            assert!(Circle::joined_by(tx, &who, circle).is_ok());
            Ok(())
        })
        .await;
    });
}
