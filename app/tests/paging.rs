//! A call goes on whatever happens to the program: killed before a stage, in the middle of one, while it sends. Nothing is
//! left out, nothing comes before its time, and whoever gets something twice can tell. The real program, with a real
//! receiver at the end of each way.

mod receivers;

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use ::words::{Actor, AgeBand, Hat};
use alongside::{town, wiring::Ground};
use db::{Result, Time, Tx, args};
use safety::{
    kind::CaseId,
    paging, watch,
    way::{Way, push_key},
};
use testkit::postgres;

use crate::{
    homes::Home,
    kill::runtime,
    program::{Folder, Program},
    town::join,
};
use receivers::{Received, Receivers};

/// Seconds of each of the first three stages, and until everybody is told again: the shortest that can be set.
const SPAN: u64 = 5;
const AGAIN: u64 = 30;

/// A community with people on call, somewhere, and receivers for what is sent.
struct Scene {
    folder: Folder,
    home: Home,
    receivers: Receivers,
}

impl Scene {
    async fn prepare(server: Option<&str>) -> Self {
        let folder = Folder::new();
        std::fs::create_dir(folder.join("data")).unwrap();
        let home = tokio::task::block_in_place(|| match server {
            None => Home::files(&folder.join("data")),
            Some(server) => Home::schemas(server),
        });
        let scene = Self { folder, home, receivers: Receivers::listen().await };
        let pushes = scene.receivers.push_address();
        scene.aside(move |tx| people(tx, &pushes)).await;
        scene
    }

    fn environment(&self) -> Vec<(&'static str, String)> {
        let mut all = self.home.named().to_vec();
        all.extend([
            ("ALONGSIDE_SMTP_URL", self.receivers.mail_address()),
            ("ALONGSIDE_MAIL_FROM", "Peers <post@peers.example>".to_owned()),
            ("ALONGSIDE_PAGER_URL", format!("{}/pager", self.receivers.push_address())),
            ("ALONGSIDE_PAGER_SECRET", receivers::SECRET.to_owned()),
            ("ALONGSIDE_PUSH_SERVICES", self.receivers.push_address()),
        ]);
        all
    }

    async fn serve(&self) -> Program {
        Program::serve_with(&self.folder.join("data"), &self.folder.join("log"), &self.environment()).await
    }

    /// Works on the tables while the program is not running.
    async fn aside<T: Send + 'static>(&self, work: impl FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static) -> T {
        let ground: Ground = tokio::task::block_in_place(|| {
            let config = alongside::config::Config {
                push_services: vec![self.receivers.push_address()],
                smtp_url: Some(self.receivers.mail_address()),
                mail_from: Some("Peers <post@peers.example>".to_owned()),
                data: self.folder.join("data"),
                database_url: Some(self.home.main.clone()),
                keys_url: Some(self.home.keys.clone()),
                ..Default::default()
            };
            Ground::open(&config).unwrap()
        });
        let done = ground.db.write(work).await.unwrap();
        tokio::task::block_in_place(|| drop(ground));
        done
    }

    /// A case comes to need somebody.
    async fn call(&self) -> CaseId {
        self.aside(|tx| {
            let id = CaseId::fresh(tx);
            tx.execute(
                "INSERT INTO safety_cases (id, kind, subject_id, band, level, source, opened_at, due_at)
                 VALUES ($1, 'person', $2, 'adult', 3, 'noticed', $3, $3)",
                args![id, tx.new_uuid(), tx.now()],
            )?;
            paging::begin(tx, id, AgeBand::Adult)?;
            Ok(id)
        })
        .await
    }

    /// Waits until something of this stage arrives anywhere.
    async fn until_stage(&self, stage: i64) {
        self.receivers.until(&format!("stage {stage}"), |it| it.iter().any(|it| it.stage() == Some(stage))).await;
    }

    /// Waits until the running program has noted of so many things that they arrived.
    async fn until_noted(&self, count: i64) {
        let began = Instant::now();
        let noted = || {
            let count = "SELECT COUNT(*) FROM safety_deliveries WHERE outcome = 'sent'";
            tokio::task::block_in_place(|| self.home.main().read(|tx| tx.value::<i64>(count, args![])).unwrap())
        };
        while noted() < count {
            assert!(began.elapsed() < receivers::PATIENCE, "{} of {count} were noted", noted());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn record(&self) -> Record {
        let read = |tx: &mut Tx<'_>| {
            let begun = tx.value("SELECT begun_at FROM safety_pages", args![])?;
            let stages = tx.all(
                "SELECT stage, due_at, happened_at, people FROM safety_stages ORDER BY stage",
                args![],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
            )?;
            let deliveries = tx.all(
                "SELECT id, stage, kind, outcome FROM safety_deliveries ORDER BY stage, kind",
                args![],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
            )?;
            Ok(Record { begun, stages, deliveries })
        };
        self.aside(read).await
    }
}

/// What the tables say happened.
struct Record {
    begun: Time,
    /// Number, when it was due, when it happened, how many people.
    stages: Vec<(i64, Time, Time, i64)>,
    /// Id, stage, way, outcome.
    deliveries: Vec<(String, i64, String, Option<String>)>,
}

impl Record {
    /// Stages one to this one happened, each at its time or after it; everything that they sent arrived, nothing of it
    /// before its time, and nothing else did.
    fn agrees_with(&self, received: &[Received], last: i64) {
        let due: Vec<_> = self.stages.iter().map(|it| (it.0, it.1.since(self.begun).as_secs())).collect();
        let planned = [(1, SPAN), (2, 2 * SPAN), (3, 3 * SPAN), (4, 3 * SPAN + AGAIN)];
        assert_eq!(due, planned[..last as usize]);
        for (stage, due, happened, people) in &self.stages {
            assert!(happened >= due, "stage {stage} came before its time");
            assert_eq!(*people, if *stage >= 3 { 3 } else { 1 }, "stage {stage}");
        }
        let ids: BTreeSet<_> = self.deliveries.iter().map(|it| it.0.as_str()).collect();
        for it in received {
            assert!(ids.contains(it.id.as_str()), "nobody sent {it:?}");
        }
        for (id, stage, kind, outcome) in &self.deliveries {
            assert_eq!(outcome.as_deref(), Some("sent"), "{kind} of stage {stage}");
            let arrived: Vec<_> = received.iter().filter(|it| it.id == *id).collect();
            assert!(!arrived.is_empty(), "{kind} of stage {stage} did not arrive");
            let due = self.begun + Duration::from_secs(planned[*stage as usize - 1].1);
            for it in arrived {
                assert!(it.at >= due, "{kind} of stage {stage} arrived before its time");
                assert!(it.stage().is_none_or(|it| it == *stage));
            }
        }
        let ways: Vec<_> = self.deliveries.iter().map(|it| (it.1, it.2.as_str())).collect();
        let told =
            [(1, "pager"), (1, "push"), (2, "mail"), (2, "pager"), (3, "mail"), (3, "pager"), (3, "push"), (3, "push")];
        let again = [(4, "mail"), (4, "pager"), (4, "push"), (4, "push")];
        let all = [&told[..], &again[..]].concat();
        let expected: Vec<_> = all.into_iter().filter(|it| it.0 <= last).collect();
        assert_eq!(ways, expected);
    }
}

/// A moderator and a supervisor who are on call, and a moderator who sleeps: with a browser, an address, a browser.
fn people(tx: &mut Tx<'_>, pushes: &str) -> Result<()> {
    town::settle(tx)?;
    // Nobody of the town itself is called.
    tx.execute("DELETE FROM people_hats WHERE hat IN ('moderator', 'supervisor')", args![])?;
    for (name, value) in [
        ("page-desks-seconds", SPAN),
        ("page-first-seconds", SPAN),
        ("page-second-seconds", SPAN),
        ("page-again-seconds", AGAIN),
    ] {
        tx.execute("INSERT INTO organisation_settings (name, value) VALUES ($1, $2)", args![name, value.to_string()])?;
    }
    let somebody = |tx: &mut Tx<'_>, name: &str, hat: Hat| -> Result<Actor> {
        let id = join(tx, name, AgeBand::Adult, &[hat])?;
        let token = people::session::open(tx, id, false)?;
        Ok(people::actor(tx, &token)?.unwrap())
    };
    let first = somebody(tx, "Asarel", Hat::Moderator)?;
    let second = somebody(tx, "Beatha", Hat::Supervisor)?;
    let asleep = somebody(tx, "Cemile", Hat::Moderator)?;
    for who in [&first, &second] {
        watch::begin(tx, who, tx.now() + Duration::from_secs(3600))?;
    }
    Way::wake(tx, &first, &receivers::browser(pushes, 1))?;
    Way::write_to(tx, &second, receivers::SOMEBODY)?;
    Way::wake(tx, &asleep, &receivers::browser(pushes, 2))
}

/// On every engine that the runner named.
fn everywhere(test: impl AsyncFn(Scene)) {
    let servers = [None, postgres()].into_iter().enumerate().filter(|(index, it)| *index == 0 || it.is_some());
    for (_, server) in servers {
        runtime().block_on(async { test(Scene::prepare(server.as_deref()).await).await });
    }
}

#[test]
fn a_call_outlives_the_program_at_every_step() {
    everywhere(async |scene| {
        scene.call().await;
        let program = scene.serve().await;
        // Before anything is due.
        tokio::time::sleep(Duration::from_secs(1)).await;
        program.kill();
        assert!(scene.receivers.received().is_empty(), "open desks have some seconds for themselves");
        let mut program = scene.serve().await;
        // In the middle of sending, each time: the first that arrives pulls the plug.
        for stage in 1..=3 {
            scene.until_stage(stage).await;
            program.kill();
            program = scene.serve().await;
        }
        // All three stages have gone out whole, and everybody is told again.
        scene.until_stage(4).await;
        program.kill();
        let program = scene.serve().await;
        // Eight of the first three stages, four of the fourth.
        scene.receivers.until_different(12).await;
        scene.until_noted(12).await;
        program.ask_to_end();
        assert!(program.wait().success());
        let (record, received) = (scene.record().await, scene.receivers.received());
        record.agrees_with(&received, 4);
        receivers::is_neutral(&received, &scene.aside(|tx| Ok(push_key(tx)?.public())).await);
    });
}

#[test]
fn once_somebody_has_the_case_nobody_else_is_told() {
    everywhere(async |scene| {
        let case = scene.call().await;
        let program = scene.serve().await;
        scene.until_stage(1).await;
        scene.receivers.until("the first browser", |it| it.iter().any(|it| it.stage().is_none())).await;
        scene.until_noted(2).await;
        program.kill();
        // As somebody who claims it does.
        scene
            .aside(move |tx| {
                tx.execute(
                    "UPDATE safety_cases SET claimed_by = $2, claimed_at = $3 WHERE id = $1",
                    args![case, tx.new_uuid(), tx.now()],
                )?;
                paging::follow(tx, case)
            })
            .await;
        // The second and the third stage fall due while the program is away, and while it is back.
        tokio::time::sleep(Duration::from_secs(SPAN)).await;
        let program = scene.serve().await;
        tokio::time::sleep(Duration::from_secs(SPAN + 5)).await;
        program.kill();
        let (record, received) = (scene.record().await, scene.receivers.received());
        record.agrees_with(&received, 1);
    });
}
