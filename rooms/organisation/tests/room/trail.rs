use std::str::FromStr;

use db::{Error, args};
use organisation::trail;
use seal::{KeyId, Sealing};
use testkit::on_both_engines;
use words::MemberId;

use crate::{maya, migrations, write};

#[test]
fn the_trail_tells_when_it_was_edited_reordered_or_cut() {
    on_both_engines(&migrations(), |ground| async move {
        let db = &ground.db;
        let theo = MemberId::from_str("01900000-0000-7000-8000-00000000bbbb").unwrap();
        write(db, move |tx| {
            for reason in ["one", "two", "three", "four"] {
                trail::record(tx, Some(maya()), "trail-founded", Some(theo), reason)?;
            }
            Ok(())
        })
        .await;
        let whole = db.read(trail::verify).await.unwrap();
        assert_eq!((whole.entries, whole.broken_at), (4, None));

        for (sql, place) in [
            ("UPDATE organisation_trail SET reason = 'kinder' WHERE number = 2", 2),
            ("UPDATE organisation_trail SET by_member = about_member, about_member = by_member WHERE number = 3", 3),
            ("UPDATE organisation_trail SET at = at + 1 WHERE number = 1", 1),
            ("UPDATE organisation_trail SET detail = reason, reason = detail WHERE number = 4", 4),
            ("DELETE FROM organisation_trail WHERE number = 2", 2),
            ("DELETE FROM organisation_trail WHERE number = 4", 4),
            ("DELETE FROM organisation_trail", 1),
            ("UPDATE organisation_trail SET number = 9 WHERE number = 3", 3),
        ] {
            let verdict = db
                .write(move |tx| {
                    tx.execute(sql, args![])?;
                    let verdict = trail::verify(tx)?;
                    // Carried out by a refusal, so that the next case begins with a whole trail.
                    Err::<(), _>(Error::refused_with("tried", vec![("at", format!("{:?}", verdict.broken_at))]))
                })
                .await;
            let Err(Error::Refused(refusal)) = verdict else { panic!("{verdict:?}") };
            assert_eq!(refusal.args[0].1, format!("{:?}", Some(place)), "{sql}");
        }
        assert_eq!(db.read(trail::verify).await.unwrap(), whole);
    });
}

#[test]
fn entries_written_at_once_all_find_a_place() {
    on_both_engines(&migrations(), |ground| async move {
        let mut writers = Vec::new();
        for _ in 0..12 {
            let db = ground.db.clone();
            writers.push(tokio::spawn(async move {
                db.write(|tx| trail::record(tx, None, "trail-founded", None, "at once")).await.unwrap();
            }));
        }
        for writer in writers {
            writer.await.unwrap();
        }
        let verdict = ground.db.read(trail::verify).await.unwrap();
        assert_eq!((verdict.entries, verdict.broken_at), (12, None));
    });
}

#[test]
fn the_trail_is_paged_newest_first() {
    on_both_engines(&migrations(), |ground| async move {
        write(&ground.db, |tx| {
            for _ in 0..60 {
                trail::record(tx, None, "trail-founded", None, "")?;
            }
            Ok(())
        })
        .await;
        let first = ground.db.read(|tx| trail::newest(tx, None)).await.unwrap();
        let last = first.last().unwrap().number;
        let second = ground.db.read(move |tx| trail::newest(tx, Some(last))).await.unwrap();
        assert_eq!((first[0].number, first.len(), second[0].number, second.len()), (60, 50, 10, 10));
    });
}

#[test]
fn a_reason_about_a_member_goes_with_their_key_and_the_chain_holds() {
    on_both_engines(&migrations(), |ground| async move {
        let db = &ground.db;
        let theo = MemberId::from_str("01900000-0000-7000-8000-00000000bbbb").unwrap();
        write(db, move |tx| {
            trail::record(tx, Some(maya()), "trail-founded", None, "for the place")?;
            trail::record(tx, Some(maya()), "trail-founded", Some(theo), "Theo shouted at Amina.")
        })
        .await;
        let reasons = || async {
            let entries = db.read(|tx| trail::newest(tx, None)).await.unwrap();
            entries.into_iter().map(|it| it.reason).collect::<Vec<_>>()
        };
        assert_eq!(reasons().await, ["Theo shouted at Amina.", "for the place"]);
        let kept: String =
            db.read(|tx| tx.value("SELECT reason FROM organisation_trail WHERE number = 2", args![])).await.unwrap();
        assert!(!kept.contains("shouted"), "{kept}");
        write(db, move |tx| tx.destroy_key(KeyId(theo.0))).await;
        seal::shred(db, &ground.keyring).await.unwrap();
        ground.clock.pass(std::time::Duration::from_secs(120));
        assert_eq!(reasons().await, ["", "for the place"]);
        // Nothing more can be said of them, and saying something is no error.
        write(db, move |tx| trail::record(tx, Some(maya()), "trail-founded", Some(theo), "And again.")).await;
        assert_eq!(reasons().await, ["", "", "for the place"]);
        let verdict = db.read(trail::verify).await.unwrap();
        assert_eq!((verdict.entries, verdict.broken_at), (3, None));
    });
}
