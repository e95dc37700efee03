//! What is said, and who reads it.

use circles::{
    kind::{Joining, Reaction, RoomWhenClosed},
    measure, membership, mute,
};
use db::{Error, Uuid, args};
use live::{duty, hand, kind::Slow, message, reaction, seat::Seat};
use safety::{
    case,
    decision::Decision,
    flag,
    kind::Reason,
    spot::{self, Grounds},
};
use testkit::{on_both_engines, on_both_engines_lending};
use words::{AgeBand, Hat};

use crate::town::*;

#[test]
fn words_are_numbered_without_gaps_and_said_once() {
    on_both_engines(&migrations(), |ground| async move {
        let (town, _) = Evening::open(&ground).await;
        let id = Uuid::from_u128(7);
        let first = town.says_under(&ground, &town.maya, id, "Hello all").await.unwrap();
        let again = town.says_under(&ground, &town.maya, id, "Hello all").await.unwrap();
        assert_eq!((first.seq, again.seq), (2, 2), "after the welcome, and once");
        for number in 0..20 {
            let who = if number % 2 == 0 { &town.maya } else { &town.theo };
            let said = town.says(&ground, who, &format!("number {number}")).await.unwrap();
            assert_eq!(said.seq, number + 3);
        }
        assert_eq!(town.reads(&ground, &town.ada).await.len(), 22);
        // Somebody else's id is nobody else's.
        assert!(matches!(town.says_under(&ground, &town.theo, id, "Mine now").await, Err(Error::NotFound)));
        assert_eq!(town.says(&ground, &town.maya, "  ").await.unwrap_err().refusal(), Some("room-empty"));
        let long = "x".repeat(message::WORDS_AT_MOST + 1);
        assert_eq!(town.says(&ground, &town.maya, &long).await.unwrap_err().refusal(), Some("form-too-long"));
    });
}

#[test]
fn many_at_once_leave_no_gap() {
    on_both_engines(&migrations(), |ground| async move {
        let (town, _) = Evening::open(&ground).await;
        let saying = (0..24u128).map(|number| {
            let who = if number % 2 == 0 { &town.maya } else { &town.theo };
            town.says_under(&ground, who, Uuid::from_u128(number + 1), "at once")
        });
        let mut running = Vec::new();
        for said in saying {
            running.push(said);
        }
        let mut numbers = Vec::new();
        for said in futures(running).await {
            numbers.push(said.unwrap().seq);
        }
        numbers.sort_unstable();
        assert_eq!(numbers, (2..26).collect::<Vec<_>>());
    });
}

/// Lets all of them run at the same time.
async fn futures<T>(all: Vec<impl Future<Output = T>>) -> Vec<T> {
    let mut all: Vec<_> = all.into_iter().map(|it| (Box::pin(it), None)).collect();
    std::future::poll_fn(|context| {
        let mut waits = false;
        for (future, done) in &mut all {
            if done.is_none() {
                match future.as_mut().poll(context) {
                    std::task::Poll::Ready(it) => *done = Some(it),
                    std::task::Poll::Pending => waits = true,
                }
            }
        }
        if waits { std::task::Poll::Pending } else { std::task::Poll::Ready(()) }
    })
    .await;
    all.into_iter().filter_map(|(_, done)| done).collect()
}

#[test]
fn who_comes_late_hears_what_is_said_from_then_on() {
    on_both_engines(&migrations(), |ground| async move {
        let (town, _) = Evening::open(&ground).await;
        let late = person(&ground, "Late").await;
        let (joining, circle) = (late.clone(), town.circle);
        does(&ground, move |tx| membership::join(tx, &joining, circle, "")).await.unwrap();
        town.says(&ground, &town.maya, "before she came").await.unwrap();
        assert!(town.reads(&ground, &late).await.is_empty(), "who has not come in hears nothing");
        town.comes(&ground, &late).await;
        town.says(&ground, &town.maya, "after she came").await.unwrap();
        assert_eq!(town.reads(&ground, &late).await, ["after she came"]);
        assert!(
            town.reads(&ground, &town.ben).await.contains(&"before she came".to_owned()),
            "a facilitator hears all"
        );
    });
}

#[test]
fn blocked_and_muted_people_and_words_are_not_seen() {
    on_both_engines(&migrations(), |ground| async move {
        let (town, _) = Evening::open(&ground).await;
        let (maya, theo) = (town.maya.clone(), town.theo.clone());
        does(&ground, move |tx| {
            people::blocks::block(tx, maya.id, theo.id)?;
            mute::word(tx, &maya, "bridge", None)
        })
        .await
        .unwrap();
        town.says(&ground, &town.theo, "from Theo").await.unwrap();
        town.says(&ground, &town.maya, "from Maya").await.unwrap();
        town.says(&ground, &town.ada, "the bridge").await.unwrap();
        let (hers, his) = (town.reads(&ground, &town.maya).await, town.reads(&ground, &town.theo).await);
        assert!(!hers.contains(&"from Theo".to_owned()) && !hers.contains(&"the bridge".to_owned()));
        assert!(hers.contains(&"from Maya".to_owned()) && !his.contains(&"from Maya".to_owned()));
        assert!(his.contains(&"the bridge".to_owned()));
        // Blocking those on duty is no way to speak unseen by them.
        let (maya, ada) = (town.maya.id, town.ada.id);
        does(&ground, move |tx| people::blocks::block(tx, maya, ada)).await.unwrap();
        town.says(&ground, &town.maya, "unseen?").await.unwrap();
        assert!(town.reads(&ground, &town.ada).await.contains(&"unseen?".to_owned()));
        assert!(!town.reads(&ground, &town.maya).await.contains(&"the bridge".to_owned()));
    });
}

#[test]
fn who_is_paused_watches() {
    on_both_engines_lending(&migrations(), lending, |ground| async move {
        let (town, _) = Evening::open(&ground).await;
        let (ada, theo, circle) = (town.ada.clone(), town.theo.clone(), town.circle);
        does(&ground, move |tx| {
            let circle = circles::circle::Circle::facilitated_by(tx, &ada, circle)?;
            let grounds = grounds(tx, &ada, "A day to cool down.")?;
            measure::pause(tx, &ada, &circle, theo.id, 1, &grounds)
        })
        .await
        .unwrap();
        assert_eq!(town.says(&ground, &town.theo, "Still me").await.unwrap_err().refusal(), Some("room-paused"));
        let theo = town.theo.clone();
        let raised = does(&ground, move |tx| hand::raise(tx, &theo, circle)).await;
        assert_eq!(raised.unwrap_err().refusal(), Some("room-paused"));
        town.says(&ground, &town.maya, "We wait for you").await.unwrap();
        assert!(town.reads(&ground, &town.theo).await.contains(&"We wait for you".to_owned()));
    });
}

#[test]
fn slowly_says_when_to_write_again() {
    on_both_engines(&migrations(), |ground| async move {
        let (town, _) = Evening::open(&ground).await;
        let (ada, maya, circle) = (town.ada.clone(), town.maya.clone(), town.circle);
        let own = does(&ground, move |tx| duty::slow_down(tx, &maya, circle, Slow::Ten)).await;
        assert!(matches!(own, Err(Error::NotFound)), "only who is on duty slows down");
        does(&ground, move |tx| duty::slow_down(tx, &ada, circle, Slow::Thirty)).await.unwrap();
        town.says(&ground, &town.maya, "one").await.unwrap();
        ground.clock.pass(12 * SECOND);
        let Err(Error::Refused(refusal)) = town.says(&ground, &town.maya, "two").await else { panic!("too soon") };
        assert_eq!((refusal.key, refusal.args[0].1.as_str()), ("room-too-soon", "18"));
        town.says(&ground, &town.theo, "each waits for themselves").await.unwrap();
        town.says(&ground, &town.ada, "who is on duty need not wait").await.unwrap();
        town.says(&ground, &town.ada, "at all").await.unwrap();
        ground.clock.pass(18 * SECOND);
        town.says(&ground, &town.maya, "two").await.unwrap();
    });
}

#[test]
fn what_was_taken_back_is_gone_from_the_tables() {
    on_both_engines(&migrations(), |ground| async move {
        let (town, evening) = Evening::open(&ground).await;
        let said = town.says(&ground, &town.maya, "too much").await.unwrap();
        let (theo, maya, circle, id) = (town.theo.clone(), town.maya.clone(), town.circle, said.id);
        let by_another = does(&ground, move |tx| message::withdraw(tx, &theo, circle, id)).await;
        assert!(matches!(by_another, Err(Error::NotFound)));
        does(&ground, move |tx| message::withdraw(tx, &maya, circle, id)).await.unwrap();
        assert!(!town.reads(&ground, &town.ada).await.contains(&"too much".to_owned()));
        let kept: Vec<u8> = does(&ground, move |tx| {
            tx.value("SELECT words FROM live_messages WHERE talk_id = $1 AND id = $2", args![evening, id])
        })
        .await
        .unwrap();
        assert!(kept.is_empty());
    });
}

#[test]
fn the_author_of_a_hidden_message_reads_why() {
    on_both_engines_lending(&migrations(), lending, |ground| async move {
        let (town, evening) = Evening::open(&ground).await;
        let id = town.says(&ground, &town.theo, "unkind words").await.unwrap().id;
        let (maya, ada, theo, circle) = (town.maya.clone(), town.ada.clone(), town.theo.clone(), town.circle);
        let first = ada.clone();
        let grounds = does(&ground, move |tx| grounds(tx, &first, "It named somebody.")).await.unwrap();
        let why = grounds.clone();
        let by_a_member = does(&ground, move |tx| message::hide(tx, &maya, circle, id, &why)).await;
        assert!(matches!(by_a_member, Err(Error::NotFound)));
        let hiding = ada.clone();
        let why = Grounds { reason: " ".to_owned(), ..grounds.clone() };
        let without = does(&ground, move |tx| message::hide(tx, &hiding, circle, id, &why)).await;
        assert_eq!(without.unwrap_err().refusal(), Some("decision-reason-missing"));
        let told = does(&ground, move |tx| {
            for _ in 0..2 {
                message::hide(tx, &ada, circle, id, &grounds)?;
            }
            let opened = tx.value("SELECT opened_at FROM live_evenings WHERE id = $1", args![evening])?;
            let hers = spot::unread_in(tx, &ada, circle.0, opened)?.len();
            let his = spot::unread_in(tx, &theo, circle.0, opened)?;
            assert_eq!((hers, his.len(), his[0].rule), (0, 1, Some(grounds.rule)), "decided once");
            message::show_again(tx, &ada, circle, id)?;
            assert!(spot::unread_in(tx, &theo, circle.0, opened)?.is_empty());
            assert!(Decision::own(tx, &theo)?[0].undone_at.is_some());
            Ok(his[0].reason.clone())
        });
        assert_eq!(told.await.unwrap(), "It named somebody.");
    });
}

#[test]
fn a_flag_brings_what_stood_around_and_skips_who_it_is_about() {
    on_both_engines_lending(&migrations(), lending, |ground| async move {
        let (town, _) = Evening::open(&ground).await;
        for number in 0..8 {
            town.says(&ground, &town.maya, &format!("before {number}")).await.unwrap();
        }
        let id = town.says(&ground, &town.ada, "a facilitator's words").await.unwrap().id;
        town.says(&ground, &town.maya, "after").await.unwrap();
        let (maya, ben) = (town.maya.clone(), town.ben.clone());
        let keeper = somebody(&ground, "Sofia", &[Hat::Supervisor], AgeBand::Adult, "en").await;
        does(&ground, move |tx| {
            flag::make(tx, &maya, matter(id), Reason::Unkind, "")?;
            let (cases, _) = case::queue(tx, &keeper, None)?;
            assert_eq!(cases.len(), 1);
            let (_, said) = cases[0].evidence(tx)?.remove(0);
            let words: Vec<_> = said.iter().map(|it| it.words.as_str()).collect();
            assert_eq!(
                words,
                ["before 3", "before 4", "before 5", "before 6", "before 7", "a facilitator's words", "after"]
            );
            let told: Vec<_> = said.iter().filter(|it| it.reported).map(|it| it.words.as_str()).collect();
            assert_eq!(told, ["a facilitator's words"]);
            assert_eq!(case::queue(tx, &ben, None)?.0.len(), 0, "not for her co-facilitator");
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn a_reaction_is_for_the_author_alone() {
    on_both_engines(&migrations(), |ground| async move {
        let (town, evening) = Evening::open(&ground).await;
        let said = town.says(&ground, &town.maya, "a hard day").await.unwrap();
        let (maya, theo, circle) = (town.maya.clone(), town.theo.clone(), town.circle);
        let (mut hers, mut his) = (
            ground.bus.listen(&[format!("live:member:{}", maya.id)]),
            ground.bus.listen(&[format!("live:talk:{evening}")]),
        );
        does(&ground, move |tx| {
            reaction::toggle(tx, &theo, circle, said.id, Reaction::With)?;
            let own = reaction::toggle(tx, &maya, circle, said.id, Reaction::With);
            assert_eq!(own.unwrap_err().refusal(), Some("room-react-not-own"));
            Ok(())
        })
        .await
        .unwrap();
        assert!(hers.try_next().is_some(), "the author's page looks again");
        assert!(his.try_next().is_none(), "nobody else's does");
    });
}

#[test]
fn the_room_does_not_exist_for_others() {
    on_both_engines(&migrations(), |ground| async move {
        let (town, _) = Evening::open(&ground).await;
        let circle = town.circle;
        let outside = person(&ground, "Outside").await;
        let young = somebody(&ground, "Young", &[], AgeBand::Younger, "en").await;
        let hatted = somebody(&ground, "Hatted", &[Hat::Facilitator, Hat::Supervisor], AgeBand::Adult, "en").await;
        for who in [outside, young, hatted] {
            for verb in 0..3 {
                let who = who.clone();
                let tried = does(&ground, move |tx| match verb {
                    0 => Seat::of(tx, &who, circle).map(drop),
                    1 => duty::open(tx, &who, circle).map(drop),
                    _ => hand::raise(tx, &who, circle),
                });
                assert!(matches!(tried.await, Err(Error::NotFound)));
            }
        }
        // A member does not open it.
        let maya = town.maya.clone();
        assert!(matches!(does(&ground, move |tx| duty::open(tx, &maya, circle)).await, Err(Error::NotFound)));
    });
    on_both_engines(&migrations(), |ground| async move {
        let hidden = Evening::plan(&ground, |plan| (plan.hidden, plan.joining) = (true, Joining::Invitation)).await;
        let (outside, circle) = (person(&ground, "Outside").await, hidden.circle);
        assert!(matches!(
            does(&ground, move |tx| Seat::of(tx, &outside, circle).map(drop)).await,
            Err(Error::NotFound)
        ));
    });
}

#[test]
fn a_closed_room_is_read_as_the_circle_chose() {
    for (chosen, read) in [(RoomWhenClosed::Readable, true), (RoomWhenClosed::Closed, false)] {
        on_both_engines(&migrations(), move |ground| async move {
            let town = Evening::plan(&ground, |plan| plan.room_when_closed = chosen).await;
            town.opens(&ground, &town.ada).await;
            town.comes(&ground, &town.maya).await;
            town.comes(&ground, &town.theo).await;
            town.says(&ground, &town.maya, "words of the evening").await.unwrap();
            let (ada, circle) = (town.ada.clone(), town.circle);
            does(&ground, move |tx| duty::close(tx, &ada, circle, "Sleep well.")).await.unwrap();
            let words = "words of the evening".to_owned();
            assert_eq!(town.reads(&ground, &town.theo).await.contains(&words), read);
            assert!(town.reads(&ground, &town.maya).await.contains(&words), "one's own, to take back");
            assert!(town.reads(&ground, &town.ben).await.contains(&words), "who looks after the circle");
        });
    }
}
