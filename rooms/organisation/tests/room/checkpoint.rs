use std::time::Duration;

use db::{Db, Error, Result, Tx, args};
use organisation::{
    checkpoint::{self, Checkpoint, Fault, Kept, Source, examine},
    trail,
};
use testkit::{Ground, on_both_engines};

use crate::{migrations, write};

const LATER: Duration = Duration::from_secs(3600);

/// Twelve entries, signed after every fourth; an hour passes. The file as the program would have written it, and the key.
async fn signed(ground: &Ground) -> (String, String) {
    for _ in 0..3 {
        write(&ground.db, |tx| {
            for _ in 0..4 {
                trail::record(tx, None, "trail-founded", None, "as it was")?;
            }
            checkpoint::sign(tx)
        })
        .await;
    }
    ground.clock.pass(LATER);
    write(&ground.db, |tx| {
        let lines: Vec<String> = checkpoint::since(tx, 1)?.iter().map(Checkpoint::line).collect();
        Ok((lines.join("\n") + "\n", checkpoint::public_key(tx)?))
    })
    .await
}

/// What would be found after these statements; none of them stays.
async fn found_after(db: &Db, sql: &'static str, file: Option<String>, key: &str) -> Option<Fault> {
    let key = checkpoint::key(key).unwrap();
    let told = std::sync::Arc::new(std::sync::Mutex::new(None));
    let tell = told.clone();
    let refused: Result<()> = db
        .write(move |tx| {
            for statement in sql.split(';').filter(|it| !it.trim().is_empty()) {
                tx.execute(statement, args![])?;
            }
            let kept = file.as_deref().map(Kept::read);
            *tell.lock().unwrap() = Some(examine(tx, kept.as_ref(), &key)?.fault);
            Err(Error::refused("tried"))
        })
        .await;
    assert!(matches!(refused, Err(Error::Refused(_))), "{sql}: {refused:?}");
    let fault = told.lock().unwrap().take();
    fault.expect("it was looked at")
}

/// Writes the trail anew from its second entry on, so that it holds in itself: what somebody does who knows the program.
fn rewrite(tx: &mut Tx<'_>, entries: usize) -> Result<()> {
    tx.execute("DELETE FROM organisation_trail", args![])?;
    tx.execute("UPDATE organisation_trail_end SET number = 0, hash = NULL", args![])?;
    for number in 0..entries {
        trail::record(tx, None, "trail-founded", None, if number == 1 { "as it suits" } else { "as it was" })?;
    }
    Ok(())
}

#[test]
fn a_whole_record_holds_and_says_what_is_not_signed_yet() {
    on_both_engines(&migrations(), |ground| async move {
        let (file, key) = signed(&ground).await;
        write(&ground.db, |tx| trail::record(tx, None, "trail-founded", None, "since then")).await;
        let key = checkpoint::key(&key).unwrap();
        let found = ground.db.read(move |tx| examine(tx, Some(&Kept::read(&file)), &key)).await.unwrap();
        assert_eq!((found.entries, found.checkpoints, found.unsigned, found.fault), (13, 3, 1, None));
        // Nothing new, nothing signed.
        write(&ground.db, checkpoint::sign).await;
        write(&ground.db, checkpoint::sign).await;
        assert_eq!(ground.db.read(checkpoint::newest).await.unwrap().unwrap().place, 4);
    });
}

#[test]
fn what_was_deleted_edited_reordered_or_cut_is_found_each_time() {
    on_both_engines(&migrations(), |ground| async move {
        let (file, key) = signed(&ground).await;
        let whole = || Some(file.clone());
        let without = |places: &[usize]| {
            let kept = file.lines().enumerate().filter(|(at, _)| !places.contains(&(at + 1)));
            Some(kept.map(|(_, line)| format!("{line}\n")).collect::<String>())
        };
        let swapped = {
            let lines: Vec<&str> = file.lines().collect();
            Some([lines[1], lines[0], lines[2], ""].join("\n"))
        };
        let cut_trail = "DELETE FROM organisation_trail WHERE number > 8;
             UPDATE organisation_trail_end SET number = 8, hash = (SELECT hash FROM organisation_trail WHERE number = 8)";
        let cut_both = "DELETE FROM organisation_trail WHERE number > 8;
             UPDATE organisation_trail_end SET number = 8, hash = (SELECT hash FROM organisation_trail WHERE number = 8);
             DELETE FROM organisation_checkpoints WHERE place = 3";
        use Fault::{Cut, Entry, Missing, OnlyInFile, OnlyInTable, Unreadable, Unsigned};
        use Source::{File, Table};
        for (sql, file, expected) in [
            ("", whole(), None),
            ("", None, None),
            // The trail.
            ("DELETE FROM organisation_trail WHERE number = 5", whole(), Some(Entry(5))),
            ("UPDATE organisation_trail SET reason = 'kinder' WHERE number = 7", whole(), Some(Entry(7))),
            (
                "UPDATE organisation_trail SET number = 99 WHERE number = 2; UPDATE organisation_trail SET number = 2 WHERE number = 3; UPDATE organisation_trail SET number = 3 WHERE number = 99",
                whole(),
                Some(Entry(2)),
            ),
            ("DELETE FROM organisation_trail WHERE number = 12", whole(), Some(Entry(12))),
            (cut_trail, whole(), Some(Cut { place: 3, number: 12 })),
            (cut_trail, None, Some(Cut { place: 3, number: 12 })),
            // The table of checkpoints.
            ("DELETE FROM organisation_checkpoints WHERE place = 1", None, Some(Missing(Table, 1))),
            ("DELETE FROM organisation_checkpoints WHERE place = 2", None, Some(Missing(Table, 2))),
            (
                "UPDATE organisation_checkpoints SET place = place - 1 WHERE place = 1; UPDATE organisation_checkpoints SET place = 1 WHERE place = 2; UPDATE organisation_checkpoints SET place = 2 WHERE place = 0",
                None,
                Some(Unsigned(Table, 1)),
            ),
            ("UPDATE organisation_checkpoints SET at = at + 1 WHERE place = 2", None, Some(Unsigned(Table, 2))),
            ("UPDATE organisation_checkpoints SET number = 11 WHERE place = 3", None, Some(Unsigned(Table, 3))),
            ("DELETE FROM organisation_checkpoints WHERE place = 3", whole(), Some(OnlyInFile(3))),
            ("DELETE FROM organisation_checkpoints", whole(), Some(OnlyInFile(1))),
            // Trail and table together.
            (cut_both, whole(), Some(Cut { place: 3, number: 12 })),
            // The file.
            ("", without(&[2]), Some(Missing(File, 2))),
            ("", without(&[3]), Some(OnlyInTable(3))),
            ("", without(&[1, 2, 3]), Some(OnlyInTable(1))),
            ("", swapped, Some(Missing(File, 1))),
            ("", Some(file.replacen(' ', "", 1)), Some(Unreadable(1))),
            ("", Some(file.replacen("1 4 ", "1 5 ", 1)), Some(Unsigned(File, 1))),
            // A line that was begun when the machine stopped, and written anew.
            ("", Some(format!("{}\n{file}", &file[..40])), None),
        ] {
            assert_eq!(found_after(&ground.db, sql, file, &key).await, expected, "{sql}");
        }
        // Another key, as somebody would make who signs a trail of their own.
        let other = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
        assert_eq!(found_after(&ground.db, "", whole(), other).await, Some(Unsigned(Table, 1)));
        // A checkpoint that was taken out and made again later is not the one in the file.
        write(&ground.db, |tx| {
            tx.execute("DELETE FROM organisation_checkpoints WHERE place = 3", args![])?;
            trail::record(tx, None, "trail-founded", None, "")?;
            checkpoint::sign(tx)
        })
        .await;
        assert_eq!(found_after(&ground.db, "", whole(), &key).await, Some(Fault::Different(3)));
    });
}

#[test]
fn a_trail_that_was_written_anew_is_found_by_what_was_signed() {
    on_both_engines(&migrations(), |ground| async move {
        let (file, key) = signed(&ground).await;
        write(&ground.db, |tx| rewrite(tx, 12)).await;
        assert_eq!(ground.db.read(trail::verify).await.unwrap().broken_at, None, "it holds in itself");
        let rewritten = Some(Fault::Rewritten { place: 1, number: 4 });
        assert_eq!(found_after(&ground.db, "", None, &key).await, rewritten);
        assert_eq!(found_after(&ground.db, "", Some(file.clone()), &key).await, rewritten);
        // The program, which holds the key, signs what it finds: the checkpoints from before are still against it, and
        // when they are taken out, the file is.
        write(&ground.db, |tx| {
            tx.execute("DELETE FROM organisation_checkpoints", args![])?;
            checkpoint::sign(tx)
        })
        .await;
        assert_eq!(found_after(&ground.db, "", None, &key).await, None, "without the file nobody could know");
        assert_eq!(found_after(&ground.db, "", Some(file), &key).await, rewritten);
    });
}

#[test]
fn the_thousandth_entry_is_signed_at_once() {
    on_both_engines(&migrations(), |ground| async move {
        write(&ground.db, |tx| {
            for _ in 0..1000 {
                trail::record(tx, None, "trail-founded", None, "")?;
            }
            Ok(())
        })
        .await;
        let jobs = organisation::jobs(jobs::Jobs::default());
        assert_eq!(jobs.run_due(&ground.db).await.unwrap(), 1);
        assert_eq!(ground.db.read(checkpoint::newest).await.unwrap().unwrap().number, 1000);
        // And every five minutes from then on.
        write(&ground.db, |tx| trail::record(tx, None, "trail-founded", None, "")).await;
        assert_eq!(jobs.run_due(&ground.db).await.unwrap(), 0);
        ground.clock.pass(Duration::from_secs(300));
        assert_eq!(jobs.run_due(&ground.db).await.unwrap(), 1);
        assert_eq!(ground.db.read(checkpoint::newest).await.unwrap().unwrap().number, 1001);
    });
}
