//! Opening, handing over, closing, and what is left.

use circles::{circle::Circle, kind::ContentNote, membership};
use db::{Error, Time, args};
use live::{duty, hand, kind::EveningId, message, parking, seat::Seat};
use seal::{KeyId, Place, Sealing};
use testkit::{Ground, on_both_engines};
use words::{Actor, AgeBand, Hat, Language};

use crate::town::*;

/// How the last evening closed.
async fn closed_how(ground: &Ground, evening: EveningId) -> Option<String> {
    does(ground, move |tx| tx.value("SELECT closed_how FROM live_evenings WHERE id = $1", args![evening]))
        .await
        .unwrap()
}

async fn steps_back(ground: &Ground, town: &Evening, who: &Actor) -> db::Result<()> {
    let (who, circle) = (who.clone(), town.circle);
    does(ground, move |tx| duty::step_back(tx, &who, circle)).await
}

#[test]
fn whoever_opens_reads_the_language() {
    on_both_engines(&migrations(), |ground| async move {
        let town = Evening::usual(&ground).await;
        let (foreign, circle) =
            (somebody(&ground, "Foreign", &[Hat::Facilitator], AgeBand::Adult, "en,fr").await, town.circle);
        let (ada, appointed) = (town.ada.clone(), foreign.id);
        does(&ground, move |tx| {
            let circle = Circle::facilitated_by(tx, &ada, circle)?;
            membership::appoint(tx, &circle, appointed)?;
            people::speak(tx, appointed, &Language::list("fr"), "Europe/London")
        })
        .await
        .unwrap();
        let opened = does(&ground, move |tx| duty::open(tx, &foreign, circle)).await;
        assert_eq!(opened.unwrap_err().refusal(), Some("room-needs-cover"));
        let first = town.opens(&ground, &town.ada).await;
        assert_eq!(town.opens(&ground, &town.ben).await, first, "the second joins the duty");
        assert_eq!(town.opens(&ground, &town.ada).await, first);
    });
}

#[test]
fn two_open_at_once_and_it_is_one_evening() {
    on_both_engines(&migrations(), |ground| async move {
        let town = Evening::usual(&ground).await;
        let (one, other) = tokio::join!(town.opens(&ground, &town.ada), town.opens(&ground, &town.ben));
        assert_eq!(one, other);
    });
}

#[test]
fn a_room_is_closed_with_words() {
    on_both_engines(&migrations(), |ground| async move {
        let (town, evening) = Evening::open(&ground).await;
        let (ada, maya, circle) = (town.ada.clone(), town.maya.clone(), town.circle);
        does(&ground, move |tx| {
            hand::raise(tx, &maya, circle)?;
            assert_eq!(duty::close(tx, &ada, circle, " ").unwrap_err().refusal(), Some("room-goodbye-missing"));
            assert!(matches!(duty::close(tx, &maya, circle, "Bye"), Err(Error::NotFound)));
            duty::close(tx, &ada, circle, "Sleep well, all of you.")
        })
        .await
        .unwrap();
        assert_eq!(closed_how(&ground, evening).await.as_deref(), Some("goodbye"));
        let read = town.reads(&ground, &town.theo).await;
        assert_eq!(read[read.len() - 2..], ["Sleep well, all of you.", "room-note-closed"]);
        assert_eq!(town.says(&ground, &town.maya, "Too late").await.unwrap_err().refusal(), Some("room-closed"));
        // What was said is still answered as saved; what was not, is not said on another evening.
        let next = town.opens(&ground, &town.ben).await;
        assert_ne!(next, evening);
        let (maya, words) = (town.maya.clone(), message::Words { text: "Late".into(), ..Default::default() });
        let late = does(&ground, move |tx| message::say(tx, &maya, circle, evening, &words)).await;
        assert_eq!(late.unwrap_err().refusal(), Some("room-closed"));
    });
}

#[test]
fn a_room_that_nobody_watches_closes() {
    on_both_engines(&migrations(), |ground| async move {
        let (town, evening) = Evening::open(&ground).await;
        for _ in 0..4 {
            pass(&ground, MINUTE).await;
            town.comes(&ground, &town.ada).await;
            town.comes(&ground, &town.maya).await;
        }
        assert!(town.is_open(&ground).await, "her page is there");
        for _ in 0..2 {
            pass(&ground, MINUTE).await;
            town.comes(&ground, &town.maya).await;
        }
        assert!(town.is_open(&ground).await, "for three minutes it waits");
        pass(&ground, MINUTE).await;
        assert!(!town.is_open(&ground).await);
        assert_eq!(closed_how(&ground, evening).await.as_deref(), Some("gone"));
        assert!(town.reads(&ground, &town.maya).await.contains(&"room-note-closed-gone".to_owned()));
    });
}

#[test]
fn another_on_duty_keeps_it_open() {
    on_both_engines(&migrations(), |ground| async move {
        let (town, evening) = Evening::open(&ground).await;
        town.opens(&ground, &town.ben).await;
        for _ in 0..5 {
            pass(&ground, MINUTE).await;
            town.comes(&ground, &town.ben).await;
        }
        assert!(town.is_open(&ground).await);
        let on: i64 = does(&ground, move |tx| {
            tx.value("SELECT COUNT(*) FROM live_duties WHERE evening_id = $1 AND ended_at IS NULL", args![evening])
        })
        .await
        .unwrap();
        assert_eq!(on, 1, "Ada's duty ended with her page");
        steps_back(&ground, &town, &town.ben).await.unwrap();
        assert_eq!(closed_how(&ground, evening).await.as_deref(), Some("left"));
    });
}

#[test]
fn both_leave_at_once_and_the_room_closes() {
    on_both_engines(&migrations(), |ground| async move {
        let town = Evening::usual(&ground).await;
        for _ in 0..10 {
            let evening = town.opens(&ground, &town.ada).await;
            town.opens(&ground, &town.ben).await;
            let (one, other) =
                tokio::join!(steps_back(&ground, &town, &town.ada), steps_back(&ground, &town, &town.ben));
            one.unwrap();
            other.unwrap();
            assert!(!town.is_open(&ground).await);
            assert_eq!(closed_how(&ground, evening).await.as_deref(), Some("left"));
            let open: i64 =
                does(&ground, |tx| tx.value("SELECT COUNT(*) FROM live_duties WHERE ended_at IS NULL", args![]))
                    .await
                    .unwrap();
            assert_eq!(open, 0);
        }
    });
}

#[test]
fn handing_over_needs_a_yes() {
    on_both_engines(&migrations(), |ground| async move {
        let (town, evening) = Evening::open(&ground).await;
        let (ada, ben, maya, circle) = (town.ada.clone(), town.ben.clone(), town.maya.clone(), town.circle);
        let (asking, asked) = (ada.clone(), ben.id);
        let absent = does(&ground, move |tx| duty::hand_over(tx, &asking, circle, asked)).await;
        assert_eq!(absent.unwrap_err().refusal(), Some("room-nobody-to-hand-over"), "Ben is not in the room");
        town.comes(&ground, &ben).await;
        does(&ground, move |tx| {
            let to_a_member = duty::hand_over(tx, &ada, circle, maya.id);
            assert_eq!(to_a_member.unwrap_err().refusal(), Some("room-nobody-to-hand-over"));
            let id = duty::hand_over(tx, &ada, circle, ben.id)?;
            duty::answer(tx, &ben, circle, id, false)?;
            assert!(Seat::of(tx, &ada, circle)?.on_duty, "he said no: she stays");
            let id = duty::hand_over(tx, &ada, circle, ben.id)?;
            assert_eq!(duty::answer(tx, &maya, circle, id, true).unwrap_err().refusal(), Some("room-handover-over"));
            duty::answer(tx, &ben, circle, id, true)?;
            assert!(!Seat::of(tx, &ada, circle)?.on_duty && Seat::of(tx, &ben, circle)?.on_duty);
            let said = message::since(tx, evening.talk(), 0, 100)?;
            assert!(said.iter().any(|it| it.words == "room-note-handed-over"));
            Ok(())
        })
        .await
        .unwrap();
        assert!(town.is_open(&ground).await);
    });
}

#[test]
fn kept_days_end_with_the_key() {
    on_both_engines(&migrations(), |ground| async move {
        let (town, evening) = Evening::open(&ground).await;
        let said = town.says(&ground, &town.maya, "for a while").await.unwrap();
        assert_eq!(said.notes, [ContentNote::Death]);
        let sealed: Vec<u8> = does(&ground, move |tx| {
            tx.value("SELECT words FROM live_messages WHERE talk_id = $1 AND seq = $2", args![evening, said.seq])
        })
        .await
        .unwrap();
        assert!(!sealed.windows(11).any(|it| it == b"for a while"));
        let (ada, maya, circle) = (town.ada.clone(), town.maya.clone(), town.circle);
        does(&ground, move |tx| {
            parking::add(tx, &maya, circle, "a topic")?;
            duty::close(tx, &ada, circle, "Good night.")
        })
        .await
        .unwrap();
        pass(&ground, 29 * DAY).await;
        assert!(town.reads(&ground, &town.maya).await.contains(&"for a while".to_owned()));
        pass(&ground, 2 * DAY).await;
        assert!(town.reads(&ground, &town.ada).await.is_empty());
        does(&ground, move |tx| {
            let place = Place::new("live_messages", "words", said.id);
            assert_eq!(tx.unseal(KeyId(evening.0), place, &sealed)?, None, "a backup cannot be read either");
            for sql in [
                "SELECT COUNT(*) FROM live_messages",
                "SELECT COUNT(*) FROM live_presences",
                "SELECT COUNT(*) FROM live_parked",
                "SELECT COUNT(*) FROM live_duties",
            ] {
                assert_eq!(tx.value::<i64>(sql, args![])?, 0, "{sql}");
            }
            assert_eq!(
                tx.value::<i64>("SELECT COUNT(*) FROM live_events", args![])?,
                3,
                "that people were there stays"
            );
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn a_restored_backup_is_erased_again() {
    on_both_engines(&migrations(), |ground| async move {
        let (town, evening) = Evening::open(&ground).await;
        town.says(&ground, &town.maya, "from the backup").await.unwrap();
        let again = does(&ground, move |tx| live::evening::replay_erasures(tx, &[KeyId(evening.0)])).await.unwrap();
        assert_eq!(again, 1);
        assert!(!town.is_open(&ground).await && town.reads(&ground, &town.ada).await.is_empty());
    });
}

#[test]
fn who_is_erased_takes_their_words_along() {
    on_both_engines(&migrations(), |ground| async move {
        let (town, evening) = Evening::open(&ground).await;
        town.says(&ground, &town.ada, "a facilitator's words").await.unwrap();
        town.says(&ground, &town.maya, "hers").await.unwrap();
        let (ada, maya) = (town.ada.id, town.maya.id);
        does(&ground, move |tx| {
            live::farewell(tx, maya)?;
            live::farewell(tx, maya)
        })
        .await
        .unwrap();
        assert!(!town.reads(&ground, &town.theo).await.contains(&"hers".to_owned()));
        assert!(town.is_open(&ground).await);
        does(&ground, move |tx| live::farewell(tx, ada)).await.unwrap();
        assert!(!town.is_open(&ground).await, "with the last facilitator the room closes");
        does(&ground, move |tx| {
            for member in [ada, maya] {
                let left: i64 = tx.value(
                    "SELECT (SELECT COUNT(*) FROM live_messages WHERE author_id = $1)
                        + (SELECT COUNT(*) FROM live_presences WHERE member_id = $1)
                        + (SELECT COUNT(*) FROM live_duties WHERE member_id = $1)
                        + (SELECT COUNT(*) FROM live_evenings WHERE opened_by = $1)",
                    args![member],
                )?;
                assert_eq!(left, 0);
            }
            let began: Vec<Time> =
                tx.all("SELECT began_at FROM live_events WHERE evening_id = $1", args![evening], |row| row.get(0))?;
            assert_eq!(began.len(), 3, "how long they were there stays");
            Ok(())
        })
        .await
        .unwrap();
    });
}
