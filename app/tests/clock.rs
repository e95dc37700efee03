//! Clocks that jump, and clocks that differ: nobody is signed out, nothing is erased before its time, no lease is held twice.

use std::{
    fs,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use alongside::town;
use db::{Clock, Options, Time, Tx, Uuid, args};
use jobs::{Jobs, Later, Lease};
use testkit::{Ground, StillClock, on_both_engines};

use crate::{
    kill::runtime,
    program::{Folder, Program, http, open, run, said},
    talk::conversations,
};

const SPAN: Duration = Duration::from_secs(4);
const DAY: Duration = Duration::from_secs(86_400);

fn migrations() -> Vec<db::Migration> {
    [db::MIGRATIONS, jobs::MIGRATIONS].concat()
}

#[test]
fn a_lease_stays_with_its_holder_however_clocks_differ_and_moves_when_the_holder_is_gone() {
    on_both_engines(&migrations(), |ground| async move {
        let lease = |number: u128| Lease::new("dispatching", Uuid::from_u128(number), SPAN);
        let (here, early, late) = (lease(1), lease(2), lease(3));
        let hold = async |lease: &Lease, ahead: i64| {
            let lease = lease.clone();
            let work = move |tx: &mut Tx<'_>| {
                let when = Time(tx.now().0 + ahead * 1_000_000);
                tx.as_of(when, |tx| lease.hold(tx))
            };
            ground.db.write(work).await.unwrap()
        };
        assert!(hold(&here, 0).await);
        for _ in 0..20 {
            // One clock is a day ahead, one an hour behind; the holder renews every second.
            assert!(!hold(&early, 86_400).await && !hold(&late, -3_600).await);
            ground.clock.pass(Duration::from_secs(1));
            assert!(hold(&here, 0).await);
        }
        // The machine's clock goes back while it holds: still its own, still moving.
        assert!(hold(&here, -86_400).await && hold(&here, -86_400).await);
        assert!(!hold(&early, 86_400).await);
        ground.clock.pass(SPAN - Duration::from_millis(1));
        assert!(!hold(&early, 86_400).await, "not before it watched for the whole span");
        ground.clock.pass(Duration::from_millis(1));
        assert!(hold(&early, 86_400).await, "and then at once");
        assert!(!hold(&here, 0).await && !hold(&late, -3_600).await, "one at a time");
        let given = early.clone();
        ground.db.write(move |tx| given.release(tx)).await.unwrap();
        assert!(hold(&late, -3_600).await, "what was given up is free at once");
        let fence: i64 = ground.db.read(|tx| tx.value("SELECT fence FROM jobs_leases", args![])).await.unwrap();
        assert_eq!(fence, 3, "it changed hands twice");
    });
}

/// A clock that is believed or not, as the test says.
struct Doubtful {
    clock: Arc<StillClock>,
    doubted: AtomicBool,
}

impl Clock for Doubtful {
    fn now(&self) -> Time {
        self.clock.now()
    }
    fn steady(&self) -> Duration {
        self.clock.steady()
    }
    fn doubted(&self) -> Option<Time> {
        self.doubted.load(Ordering::SeqCst).then(|| self.clock.now())
    }
}

#[test]
fn nothing_is_erased_while_the_clock_is_not_believed() {
    on_both_engines(&migrations(), |ground: Ground| async move {
        let clock = Arc::new(Doubtful { clock: Arc::clone(&ground.clock), doubted: AtomicBool::new(true) });
        let options = Options::new(ground.address.clone())
            .threads(2)
            .clock(clock.clone())
            .random(ground.random.clone())
            .lend(Arc::new(ground.bus.clone()));
        // Opening blocks, which the driver of PostgreSQL may not do inside a runtime.
        let db = tokio::task::spawn_blocking(|| options.open()).await.unwrap().unwrap();
        let (erased, reminded) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let count = |counter: &Arc<AtomicUsize>| {
            let counter = Arc::clone(counter);
            move |tx: &mut Tx<'_>, _: &str| {
                let counter = Arc::clone(&counter);
                tx.after_commit(move || {
                    counter.fetch_add(1, Ordering::SeqCst);
                });
                Ok(())
            }
        };
        let jobs = Jobs::default().erases("erase", count(&erased)).on("remind", count(&reminded));
        db.write(|tx| {
            tx.later("erase", "somebody", tx.now())?;
            tx.later("remind", "somebody", tx.now())
        })
        .await
        .unwrap();
        jobs.run_due(&db).await.unwrap();
        let done = |what: &Arc<AtomicUsize>| what.load(Ordering::SeqCst);
        assert_eq!((done(&erased), done(&reminded)), (0, 1));
        ground.clock.pass(Duration::from_secs(3600));
        jobs.run_due(&db).await.unwrap();
        assert_eq!(done(&erased), 0);
        clock.doubted.store(false, Ordering::SeqCst);
        ground.clock.pass(Duration::from_secs(3600));
        jobs.run_due(&db).await.unwrap();
        assert_eq!(done(&erased), 1);
    });
}

const FAKE: &str = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

#[test]
fn a_machine_in_another_day_signs_nobody_out_and_erases_nobody() {
    if !Path::new(FAKE).exists() {
        println!("skipped: libfaketime is not installed");
        return;
    }
    runtime().block_on(async {
        let folder = Folder::new();
        let (data, log, shift) = (folder.join("data"), folder.join("log"), folder.join("shift"));
        let (stays, leaves) = {
            let ground = open(&data);
            ground.db.write(|tx| town::settle(tx).map(drop)).await.unwrap();
            let talks = ground.db.write(conversations).await.unwrap();
            let (token, leaving) = (talks[0].1.clone(), talks[1].1.clone());
            ground
                .db
                .write(move |tx| {
                    // On a device that others use too: half an hour without use ends it.
                    let stays = people::actor(tx, &token)?.unwrap().id;
                    let shared = people::session::open(tx, stays, true)?;
                    let leaves = people::actor(tx, &leaving)?.unwrap().id;
                    let due = tx.now() + DAY / 2;
                    tx.execute(
                        "INSERT INTO people_departures (member, asked_at, due_at) VALUES ($1, $2, $3)",
                        args![leaves, tx.now(), due],
                    )?;
                    tx.later("people.erasure", leaves, due)?;
                    Ok((shared, leaves))
                })
                .await
                .unwrap()
        };
        let jump = |to: &str| fs::write(&shift, format!("{to}\n")).unwrap();
        jump("+0");
        let fake = [
            ("LD_PRELOAD", FAKE.to_owned()),
            ("FAKETIME_TIMESTAMP_FILE", shift.display().to_string()),
            ("FAKETIME_NO_CACHE", "1".to_owned()),
            ("DONT_FAKE_MONOTONIC", "1".to_owned()),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1".to_owned()),
        ];
        let program = Program::serve_with(&data, &log, &fake).await;
        let signed_in = async || http(program.address, "GET", "/account", Some(&stays), "").await.unwrap().status;
        let told = || fs::read_to_string(&log).unwrap();
        assert_eq!(signed_in().await, 200);
        for to in ["+1d", "-1d"] {
            jump(to);
            tokio::time::sleep(Duration::from_millis(100)).await;
            assert_eq!(signed_in().await, 200, "after {to}");
            // Long enough for jobs to be looked at, and for the doubt to be noted.
            tokio::time::sleep(Duration::from_secs(17)).await;
            assert_eq!(signed_in().await, 200, "after {to}");
            let examined = said(&run(&data, &["doctor"]));
            assert!(examined.contains("--clock-is-right"), "{examined}");
            jump("+0");
            assert_eq!(signed_in().await, 200);
        }
        let told = told();
        let lines = |what: &str| told.lines().filter(|line| line.contains(what)).count();
        assert_eq!((lines("clock jumped"), lines("clock agrees again")), (2, 2), "{told}");
        program.kill();
        let ground = open(&data);
        let erased: Option<Time> = ground
            .db
            .read(move |tx| {
                tx.one("SELECT erased_at FROM people_members WHERE id = $1", args![leaves], |row| row.get(0))
            })
            .await
            .unwrap();
        assert_eq!(erased, None, "twelve hours are twelve hours");
    });
}
