use std::time::Duration;

use db::{Error, Result, Tx, args};
use jobs::Jobs;
use people::{Profile, blocks, hats, standing};
use seal::{KeyId, Place, Sealing, shred};
use testkit::on_both_engines;
use words::{Hat, MemberId, Standing};

use crate::town::{PASSPHRASE, arrive, browser, join, migrations, refusal, sign_in, with_passphrase, write};

const DAY: Duration = Duration::from_secs(24 * 3600);

#[test]
fn a_break_begins_and_ends_with_one_press() {
    on_both_engines(&migrations(), |ground| async move {
        let mut browser = browser(&ground).await;
        with_passphrase(&ground, "Maya").await;
        sign_in(&mut browser, "Maya").await;
        browser.post_and_follow("/account/break", &[]).await.is(200).says("Take all the time you need.");
        browser.get("/account").await.says("I am back");
        browser.post_and_follow("/account/break/end", &[]).await.is(200);
        assert!(!browser.get("/account").await.words().contains("I am back"));
    });
}

#[test]
fn leaving_can_be_undone_for_seven_days() {
    on_both_engines(&migrations(), |ground| async move {
        let jobs = people::jobs(Jobs::default());
        let mut browser = browser(&ground).await;
        let maya = with_passphrase(&ground, "Maya").await;
        sign_in(&mut browser, "Maya").await;
        browser.post("/account/leave", &[("passphrase", "not this one")]).await.is(422);
        browser.post_and_follow("/account/leave", &[("passphrase", PASSPHRASE)]).await.is(200).says("I want to stay");
        ground.clock.pass(6 * DAY + DAY / 2);
        jobs.run_due(&ground.db).await.unwrap();
        let standing = ground.db.read(move |tx| standing::of(tx, maya)).await.unwrap();
        assert!(matches!(standing, Standing::Leaving(_)));
        sign_in(&mut browser, "Maya").await;
        browser.post("/account/leave/undo", &[]).await.is(303);
        ground.clock.pass(7 * DAY);
        jobs.run_due(&ground.db).await.unwrap();
        sign_in(&mut browser, "Maya").await.is(303);
        browser.get("/account").await.says("Maya");
    });
}

#[test]
fn asking_again_after_staying_gives_seven_days_again() {
    on_both_engines(&migrations(), |ground| async move {
        let jobs = people::jobs(Jobs::default());
        let maya = write(&ground, |tx| {
            let maya = join(tx, "Maya")?;
            people::ask_to_leave(tx, maya).map(|_| maya)
        })
        .await;
        ground.clock.pass(5 * DAY);
        write(&ground, move |tx| people::undo_leaving(tx, maya)).await;
        write(&ground, move |tx| people::ask_to_leave(tx, maya)).await;
        ground.clock.pass(5 * DAY);
        jobs.run_due(&ground.db).await.unwrap();
        assert!(ground.db.read(move |tx| Profile::of(tx, maya)).await.is_ok());
    });
}

fn say_farewell(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    // Other rooms can still read whom they say farewell to.
    let name = Profile::of(tx, member)?.pseudonym;
    tx.execute("INSERT INTO farewells (name) VALUES ($1)", args![name])?;
    Ok(())
}

#[test]
fn erasure_destroys_what_was_sealed_and_leaves_an_empty_row() {
    on_both_engines(&migrations(), |ground| async move {
        let jobs = people::on_erasure(people::jobs(Jobs::default()), &[say_farewell]);
        let (maya, rosa, sealed) = write(&ground, |tx| {
            tx.batch("CREATE TABLE farewells (name TEXT NOT NULL)")?;
            let (maya, rosa) = (join(tx, "Maya")?, join(tx, "Rosa")?);
            hats::grant_first(tx, rosa, Hat::Administrator)?;
            hats::grant_first(tx, maya, Hat::Supporter)?;
            blocks::block(tx, maya, rosa)?;
            blocks::never_again(tx, rosa, maya)?;
            standing::suspend(tx, rosa, maya, tx.now() + DAY, "canary of a reason")?;
            standing::take_break(tx, maya)?;
            arrive(tx, maya)?;
            let sealed = tx.seal(KeyId(maya.0), Place::new("elsewhere", "words", maya.0), "what she wrote")?;
            people::ask_to_leave(tx, maya)?;
            Ok((maya, rosa, sealed))
        })
        .await;
        let reason: Vec<u8> = ground
            .db
            .read(|tx| tx.one("SELECT reason FROM people_suspensions", args![], |row| row.get(0)))
            .await
            .unwrap();
        assert!(!String::from_utf8_lossy(&reason).contains("canary"), "reasons are sealed");
        ground.clock.pass(7 * DAY);
        jobs.run_due(&ground.db).await.unwrap();
        shred(&ground.db, &ground.keyring).await.unwrap();

        write(&ground, move |tx| {
            let place = Place::new("elsewhere", "words", maya.0);
            assert_eq!(tx.unseal(KeyId(maya.0), place, &sealed)?, None, "nobody reads it again");
            assert_eq!(Profile::name(tx, maya)?, None);
            assert!(matches!(Profile::of(tx, maya), Err(Error::NotFound)));
            let said: Vec<String> = tx.all("SELECT name FROM farewells", args![], |row| row.get(0))?;
            assert_eq!(said, ["Maya"], "once, and before the name was gone");
            for table in ["people_sessions", "people_hats", "people_breaks", "people_departures", "people_suspensions"]
            {
                let left: i64 = tx.value(&format!("SELECT COUNT(*) FROM {table} WHERE member = $1"), args![maya])?;
                assert_eq!(left, 0, "{table}");
            }
            assert_eq!(tx.value::<i64>("SELECT COUNT(*) FROM people_blocks", args![])?, 0);
            let rest = tx.one(
                "SELECT pseudonym, folded, languages, zone, passphrase, recovery FROM people_members WHERE id = $1",
                args![maya],
                |row| {
                    let texts =
                        [row.get::<String>(0)?, row.get::<String>(1)?, row.get::<String>(2)?, row.get::<String>(3)?];
                    Ok((texts, row.get::<Option<String>>(4)?, row.get::<Option<Vec<u8>>>(5)?))
                },
            )?;
            assert!(rest.0.iter().all(|it| !it.to_lowercase().contains("rnaya") && !it.contains("Maya")));
            assert_eq!((rest.0[0].as_str(), rest.1, rest.2), ("", None, None));
            // Nobody can take the name and be held for her.
            assert_eq!(join(tx, "mAya").unwrap_err().refusal(), Some("pseudonym-taken"));
            let asker = arrive(tx, rosa)?;
            assert_eq!(Profile::search(tx, &asker, "")?.len(), 1);
            Ok(())
        })
        .await;
    });
}

#[test]
fn the_last_administrator_hands_the_hat_over_first() {
    on_both_engines(&migrations(), |ground| async move {
        let (rosa, idris) = write(&ground, |tx| {
            let (rosa, idris) = (join(tx, "Rosa")?, join(tx, "Idris")?);
            hats::grant_first(tx, rosa, Hat::Administrator)?;
            Ok((rosa, idris))
        })
        .await;
        assert_eq!(refusal(&ground, move |tx| people::ask_to_leave(tx, rosa)).await, "departure-last-administrator");
        write(&ground, move |tx| hats::grant(tx, rosa, idris, Hat::Administrator, "Takes over")).await;
        write(&ground, move |tx| people::ask_to_leave(tx, rosa)).await;
    });
}
