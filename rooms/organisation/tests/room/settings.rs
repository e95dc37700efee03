use std::time::Duration;

use db::{Tx, args};
use organisation::{
    Settings, charter, confidentiality, hours,
    settings::DIALS,
    topics::{self, Topic},
    trail,
};
use testkit::on_both_engines;

use crate::{DAY, maya, migrations, refused, write};

#[test]
fn numbers_have_bounds_and_leave_a_trace() {
    on_both_engines(&migrations(), |ground| async move {
        let db = &ground.db;
        let before = db.read(Settings::current).await.unwrap();
        assert_eq!((before.offer_seconds, before.break_minutes, before.note_hours), (40, 10, 24));
        assert_eq!((before.fallback_minutes, before.idle_minutes, before.retention_days), (10, 10, 30));
        assert_eq!(before.minimum_age, 18);
        for dial in DIALS {
            assert!(dial.holds(dial.usual));
            for value in [dial.least.checked_sub(1), Some(dial.most + 1)].into_iter().flatten() {
                let key = refused(db, move |tx| Settings::turn(tx, maya(), &[(dial, value)], "because")).await;
                assert_eq!(key, "settings-out-of-bounds", "{} = {value}", dial.name);
            }
        }
        assert_eq!(db.read(Settings::current).await.unwrap(), before);

        let offer = &DIALS[0];
        assert_eq!(refused(db, move |tx| Settings::turn(tx, maya(), &[(offer, 60)], "")).await, "reason-missing");
        write(db, move |tx| Settings::turn(tx, maya(), &[(offer, 60)], "More time with a screen reader.")).await;
        assert_eq!(db.read(Settings::current).await.unwrap().offer_seconds, 60);
        let entries = db.read(|tx| trail::newest(tx, None)).await.unwrap();
        assert_eq!((entries.len(), entries[0].detail.as_str()), (1, "offer-seconds: 40 → 60"));
        write(db, move |tx| Settings::turn(tx, maya(), &[(offer, 60)], "Again.")).await;
        assert_eq!(
            db.read(|tx| trail::newest(tx, None)).await.unwrap().len(),
            1,
            "what stays the same leaves no trace"
        );
    });
}

#[test]
fn a_stored_number_outside_the_bounds_is_brought_back_inside() {
    on_both_engines(&migrations(), |ground| async move {
        write(&ground.db, |tx| {
            tx.execute("INSERT INTO organisation_settings (name, value) VALUES ('break-minutes', '0')", args![])
        })
        .await;
        assert_eq!(ground.db.read(Settings::current).await.unwrap().break_minutes, 5);
    });
}

#[test]
fn topics_keep_their_numbers() {
    on_both_engines(&migrations(), |ground| async move {
        let db = &ground.db;
        let start = db.read(topics::all).await.unwrap();
        let (mut kept, gone) = (start.clone(), start[1].clone());
        kept.remove(1);
        kept[0].name = "Feeling down".into();
        write(db, move |tx| topics::write(tx, Some(maya()), &kept, &["Floods".into()], "")).await;
        let now = db.read(topics::all).await.unwrap();
        assert_eq!(now[0], Topic { number: start[0].number, name: "Feeling down".into() });
        assert!(!now.contains(&gone));
        assert_eq!(now.last().unwrap(), &Topic { number: start.last().unwrap().number + 1, name: "Floods".into() });
        let (old, number) = (gone.clone(), gone.number);
        assert_eq!(db.read(move |tx| topics::named(tx, &[number, 999])).await.unwrap(), [old], "requests remember it");
        assert_eq!(refused(db, |tx| topics::write(tx, Some(maya()), &[], &[], "")).await, "setup-topics-missing");
    });
}

#[test]
fn charters_have_versions() {
    on_both_engines(&migrations(), |ground| async move {
        let db = &ground.db;
        let start = db.read(charter::current).await.unwrap();
        assert!(start.version == 0 && start.promises.len() >= 5);
        let save = |text: &'static str| {
            move |tx: &mut Tx<'_>| charter::write(tx, Some(maya()), "I listen.\n\n I am kind. ", text, "")
        };
        write(db, save("We are peers.")).await;
        write(db, save("We are peers.")).await;
        let first = db.read(charter::current).await.unwrap();
        assert_eq!((first.version, first.promises), (1, vec!["I listen.".to_owned(), "I am kind.".to_owned()]));
        ground.clock.pass(DAY);
        write(db, save("We are all peers.")).await;
        let second = db.read(charter::current).await.unwrap();
        assert_eq!((second.version, second.since), (2, db.now()));
        let long = "I listen. ".repeat(30);
        assert_eq!(refused(db, move |tx| charter::write(tx, None, &long, "", "")).await, "setup-charter-long");
        assert_eq!(refused(db, |tx| charter::write(tx, None, "\n", "", "")).await, "setup-charter-missing");
    });
}

#[test]
fn hours_reach_past_midnight_and_over_the_week() {
    // It is Sunday 2026-11-22, 20:00 in London.
    on_both_engines(&migrations(), |ground| async move {
        let db = &ground.db;
        let hour = |it: u64| Duration::from_secs(it * 3600);
        write(db, |tx| Settings::rename(tx, None, "Riverside", "River", "Europe/London", "")).await;
        assert_eq!(db.read(hours::next).await.unwrap(), None);
        // Saturday, 22:00 to 02:00.
        let late = hours::Day { weekday: 5, opens: 22 * 60, closes: 2 * 60 };
        write(db, move |tx| hours::promise(tx, None, &[late], "")).await;
        assert_eq!(db.read(hours::today).await.unwrap(), None);
        let next = db.read(hours::next).await.unwrap().unwrap();
        assert_eq!((next.from, next.until), (db.now() + hour(6 * 24 + 2), db.now() + hour(6 * 24 + 6)));
        // Next Sunday at one in the morning, Saturday's stretch is still running.
        ground.clock.set(next.from + hour(3));
        assert_eq!(db.read(hours::next).await.unwrap(), Some(next));
        ground.clock.set(next.until);
        assert_eq!(db.read(hours::next).await.unwrap().unwrap().from, next.from + hour(7 * 24));
        let wrong = hours::Day { weekday: 7, ..late };
        assert_eq!(refused(db, move |tx| hours::promise(tx, None, &[wrong], "")).await, "setup-hours-wrong");
    });
}

#[test]
fn clocks_are_read_as_browsers_send_them() {
    assert_eq!(hours::minutes("18:30"), Some(1110));
    assert_eq!(hours::minutes("18:30:00"), Some(1110));
    for wrong in ["", "24:00", "18:60", "18", "18:3", "noon", "18:é0"] {
        assert_eq!(hours::minutes(wrong), None, "{wrong}");
    }
    assert_eq!(hours::clock(65), "01:05");
}

#[test]
fn one_answer_shows_that_the_limits_were_understood() {
    let question = confidentiality::question();
    assert_eq!(question.answers.len(), 3);
    assert_eq!(question.answers.iter().filter(|it| question.is_understood(it.value)).count(), 1);
    assert!(!question.is_understood(""));
}
