//! Hands, topics, asides, presence.

use std::time::Duration;

use db::{Error, args};
use live::{
    aside::{self, Aside},
    hand,
    message::Words,
    parking, presence,
    seat::Seat,
};
use testkit::on_both_engines;

use crate::town::*;

#[test]
fn hands_are_seen_in_order_and_each_sees_their_own_place() {
    on_both_engines(&migrations(), |ground| async move {
        let (town, evening) = Evening::open(&ground).await;
        for who in [&town.theo, &town.maya] {
            let (who, circle) = (who.clone(), town.circle);
            does(&ground, move |tx| {
                hand::raise(tx, &who, circle)?;
                hand::raise(tx, &who, circle)
            })
            .await
            .unwrap();
            ground.clock.pass(SECOND);
        }
        let (ada, maya, theo, circle) = (town.ada.clone(), town.maya.clone(), town.theo.clone(), town.circle);
        does(&ground, move |tx| {
            let names: Vec<_> = hand::queue(tx, evening)?.into_iter().map(|it| it.name).collect();
            assert_eq!(names, ["Theo", "Maya"]);
            assert_eq!(hand::place(tx, evening, theo.id)?, Some((1, false)));
            assert_eq!(hand::place(tx, evening, maya.id)?, Some((2, false)));
            assert!(matches!(hand::call(tx, &maya, circle, theo.id), Err(Error::NotFound)));
            hand::call(tx, &ada, circle, theo.id)?;
            assert_eq!(hand::place(tx, evening, theo.id)?, Some((1, true)));
            assert_eq!(hand::place(tx, evening, maya.id)?, Some((1, false)), "next");
            Ok(())
        })
        .await
        .unwrap();
        town.says(&ground, &town.theo, "Thank you").await.unwrap();
        town.says(&ground, &town.maya, "I only add a word").await.unwrap();
        let maya = town.maya.clone();
        does(&ground, move |tx| {
            assert_eq!(hand::queue(tx, evening)?.len(), 1, "who was called and spoke has had their turn; Maya waits");
            hand::lower(tx, &maya, circle)?;
            assert!(hand::queue(tx, evening)?.is_empty());
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn nothing_anywhere_says_who_parked_a_topic() {
    on_both_engines(&migrations(), |ground| async move {
        let (town, evening) = Evening::open(&ground).await;
        let (ada, maya, theo, circle) = (town.ada.clone(), town.maya.clone(), town.theo.clone(), town.circle);
        let adding = maya.clone();
        does(&ground, move |tx| {
            for number in 0..parking::AT_MOST {
                parking::add(tx, &adding, circle, &format!("topic {number}"))?;
            }
            Ok(())
        })
        .await
        .unwrap();
        let adding = maya.clone();
        let sixth = does(&ground, move |tx| parking::add(tx, &adding, circle, "one more")).await;
        assert_eq!(sixth.unwrap_err().refusal(), Some("parking-enough"));
        does(&ground, move |tx| {
            // Every column of the row: ids, numbers and sealed words, and in none of them the member.
            let rows: Vec<(String, String, Vec<u8>)> =
                tx.all("SELECT id, evening_id, words FROM live_parked", args![], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
                })?;
            let member = maya.id.to_string();
            assert_eq!(rows.len(), 5);
            for (id, of, words) in rows {
                assert!(id != member && of != member && !words.windows(16).any(|it| it == maya.id.0.as_bytes()));
            }
            let seat = Seat::of(tx, &theo, circle)?;
            let last = parking::list(tx, &theo, &seat, evening)?[4].id;
            parking::support(tx, &theo, circle, last)?;
            parking::support(tx, &maya, circle, last)?;
            let shown = parking::list(tx, &theo, &seat, evening)?;
            assert_eq!((shown[0].id, shown[0].support, shown[0].me_too), (last, 2, true), "what most share is first");
            parking::support(tx, &theo, circle, last)?;
            assert_eq!(parking::list(tx, &theo, &seat, evening)?[0].support, 1, "taken back");
            assert!(matches!(parking::remove(tx, &theo, circle, last), Err(Error::NotFound)));
            parking::take(tx, &ada, circle, last)?;
            assert!(parking::list(tx, &theo, &seat, evening)?[0].taken);
            parking::remove(tx, &ada, circle, last)?;
            assert_eq!(parking::list(tx, &theo, &seat, evening)?.len(), 4);
            live::duty::close(tx, &ada, circle, "Good night.")?;
            let counted: i64 = tx.value("SELECT CAST(SUM(parked) AS BIGINT) FROM live_presences", args![])?;
            let supporting: i64 = tx.value("SELECT COUNT(*) FROM live_parked_support", args![])?;
            assert_eq!((counted, supporting), (0, 0), "what linked members to topics is forgotten with the evening");
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn an_aside_is_between_two() {
    on_both_engines(&migrations(), |ground| async move {
        let (town, evening) = Evening::open(&ground).await;
        town.opens(&ground, &town.ben).await;
        let (ada, ben, maya, theo, circle) =
            (town.ada.clone(), town.ben.clone(), town.maya.clone(), town.theo.clone(), town.circle);
        does(&ground, move |tx| {
            let id = aside::offer(tx, &ada, circle, maya.id)?;
            assert_eq!(aside::offer(tx, &ben, circle, maya.id).unwrap_err().refusal(), Some("aside-already"));
            assert!(matches!(aside::answer(tx, &theo, circle, id, true), Err(Error::NotFound)));
            assert!(matches!(Aside::of(tx, &maya, circle, id), Err(Error::NotFound)), "not before she said yes");
            aside::answer(tx, &maya, circle, id, true)?;
            let words = |text: &str, number| Words {
                id: db::Uuid::from_u128(number),
                text: text.to_owned(),
                ..Words::default()
            };
            aside::say(tx, &ada, circle, id, &words("How are you really?", 1))?;
            aside::say(tx, &maya, circle, id, &words("Not so well.", 2))?;
            aside::say(tx, &maya, circle, id, &words("Not so well.", 2))?;
            assert_eq!(Aside::of(tx, &maya, circle, id)?.messages(tx)?.len(), 3, "a notice and two messages");
            for other in [&ben, &theo] {
                assert!(matches!(Aside::of(tx, other, circle, id), Err(Error::NotFound)));
                assert!(matches!(aside::say(tx, other, circle, id, &words("Hello?", 3)), Err(Error::NotFound)));
            }
            let shown = (live::place::PLACE.seen_by)(tx, &maya, matter(id.0))?;
            assert_eq!(shown.author, Some(ada.id));
            assert!(shown.said.iter().any(|it| it.reported && it.words == "How are you really?"));
            aside::end(tx, &maya, circle, id)?;
            assert!(matches!(Aside::of(tx, &ada, circle, id), Err(Error::NotFound)), "over for the facilitator");
            assert_eq!(Aside::of(tx, &maya, circle, id)?.messages(tx)?.len(), 4, "hers to read again");
            let told = live::message::since(tx, evening.talk(), 0, 100)?;
            assert!(told.iter().any(|it| it.words == "room-note-aside"));
            assert!(!told.iter().any(|it| it.words.contains("Maya")), "the room learns no name");
            // Said no to: nothing begins, and the room is told nothing.
            let second = aside::offer(tx, &ada, circle, theo.id)?;
            aside::answer(tx, &theo, circle, second, false)?;
            assert_eq!(live::message::since(tx, evening.talk(), 0, 100)?.len(), told.len());
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn nobody_learns_of_a_block_by_asking_aside() {
    on_both_engines(&migrations(), |ground| async move {
        let (town, _) = Evening::open(&ground).await;
        let (ada, ben, maya, circle) = (town.ada.clone(), town.ben.clone(), town.maya.clone(), town.circle);
        does(&ground, move |tx| {
            people::blocks::block(tx, maya.id, ada.id)?;
            let blocked = aside::offer(tx, &ada, circle, maya.id).unwrap_err();
            let away = aside::offer(tx, &ada, circle, ben.id).unwrap_err();
            assert_eq!((blocked.refusal(), away.refusal()), (Some("aside-not-here"), Some("aside-not-here")));
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn presence_is_a_rough_number_and_names_are_a_choice() {
    on_both_engines(&migrations(), |ground| async move {
        let (town, evening) = Evening::open(&ground).await;
        let (maya, theo, circle) = (town.maya.clone(), town.theo.clone(), town.circle);
        let (hers, his) = (maya.clone(), theo.clone());
        does(&ground, move |tx| {
            assert_eq!(presence::about(tx, evening)?, None, "three are a few");
            presence::show(tx, evening, hers.id, true)?;
            let seat = Seat::of(tx, &his, circle)?;
            assert_eq!(presence::shown(tx, evening, &seat.quiet)?, ["Maya"]);
            people::blocks::block(tx, hers.id, his.id)?;
            let seat = Seat::of(tx, &his, circle)?;
            assert!(presence::shown(tx, evening, &seat.quiet)?.is_empty());
            Ok(())
        })
        .await
        .unwrap();
        // Ten minutes at the page, an hour away, ten minutes at the page again: twenty minutes, in steps of five.
        for gap in std::iter::repeat_n(60, 10).chain([3600]).chain(std::iter::repeat_n(60, 10)) {
            ground.clock.pass(Duration::from_secs(gap));
            town.comes(&ground, &town.maya).await;
            town.comes(&ground, &town.ada).await;
        }
        let minutes: Vec<i64> = does(&ground, move |tx| {
            tx.all("SELECT minutes FROM live_events ORDER BY minutes DESC", args![], |row| row.get(0))
        })
        .await
        .unwrap();
        assert_eq!(minutes, [20, 20, 0]);
    });
}
