use std::time::Duration;

use jobs::Jobs;
use people::session;
use testkit::{Client, on_both_engines};

use crate::town::{PASSPHRASE, arrive, browser, join, migrations, router, sign_in, with_passphrase, write};

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 3600);

#[test]
fn a_shared_device_forgets_after_half_an_hour_and_ones_own_after_two_weeks() {
    on_both_engines(&migrations(), |ground| async move {
        let (shared, own) = write(&ground, |tx| {
            let maya = join(tx, "Maya")?;
            Ok((session::open(tx, maya, true)?, session::open(tx, maya, false)?))
        })
        .await;
        let known = |token: String| {
            let db = ground.db.clone();
            async move { db.read(move |tx| people::actor(tx, &token)).await.unwrap() }
        };
        ground.clock.pass(29 * MINUTE);
        let actor = known(shared.clone()).await.expect("still here");
        assert!(actor.touch, "use is noted");
        write(&ground, move |tx| people::touch(tx, actor.session)).await;
        ground.clock.pass(29 * MINUTE);
        assert!(known(shared.clone()).await.is_some(), "use kept it open");
        ground.clock.pass(MINUTE);
        assert!(known(shared).await.is_none());
        ground.clock.pass(13 * DAY);
        assert!(known(own.clone()).await.is_some());
        ground.clock.pass(DAY);
        assert!(known(own).await.is_none());
        assert!(known("0".repeat(64)).await.is_none());
    });
}

#[test]
fn an_idle_session_is_deleted_and_its_sockets_close() {
    on_both_engines(&migrations(), |ground| async move {
        let (maya, actor) = write(&ground, |tx| {
            let maya = join(tx, "Maya")?;
            Ok((maya, arrive(tx, maya)?))
        })
        .await;
        let mut socket = ground.bus.listen(&[format!("session:{}", actor.session)]);
        let jobs = people::jobs(Jobs::default());
        ground.clock.pass(20 * MINUTE);
        write(&ground, move |tx| people::touch(tx, actor.session)).await;
        ground.clock.pass(15 * MINUTE);
        jobs.run_due(&ground.db).await.unwrap();
        assert!(socket.try_next().is_none(), "it was used in between");
        ground.clock.pass(16 * MINUTE);
        jobs.run_due(&ground.db).await.unwrap();
        assert_eq!(socket.try_next(), Some(bus::Heard::Frame("".into())));
        assert!(ground.db.read(move |tx| session::of(tx, maya)).await.unwrap().is_empty());
    });
}

#[test]
fn a_token_is_not_in_the_database() {
    on_both_engines(&migrations(), |ground| async move {
        let token = write(&ground, |tx| {
            let maya = join(tx, "Maya")?;
            session::open(tx, maya, true)
        })
        .await;
        assert_eq!(token.len(), 64, "256 bits");
        let kept: Vec<Vec<u8>> = ground
            .db
            .read(|tx| tx.all("SELECT token FROM people_sessions", db::args![], |row| row.get(0)))
            .await
            .unwrap();
        assert!(kept.iter().all(|it| it.as_slice() != token.as_bytes() && it.len() == 32));
    });
}

#[test]
fn a_session_can_be_ended_from_elsewhere_by_its_owner_only() {
    on_both_engines(&migrations(), |ground| async move {
        let mut phone = browser(&ground).await;
        let maya = with_passphrase(&ground, "Maya").await;
        with_passphrase(&ground, "Theo").await;
        let (mut library, mut theo) = (Client::new(router(&ground)), Client::new(router(&ground)));
        sign_in(&mut phone, "Maya").await;
        ground.clock.pass(MINUTE);
        sign_in(&mut library, "Maya").await;
        sign_in(&mut theo, "Theo").await;
        phone.get("/account/sessions").await.says("This browser").says("Another browser");
        let sessions = ground.db.read(move |tx| session::of(tx, maya)).await.unwrap();
        let at_the_library = sessions[0].id;
        let path = format!("/account/sessions/{at_the_library}/revocation");
        let mut socket = ground.bus.listen(&[format!("session:{at_the_library}")]);

        theo.post(&path, &[]).await.is(404);
        library.get("/account").await.is(200);
        phone.post(&path, &[]).await.is(303);
        assert_eq!(socket.try_next(), Some(bus::Heard::Frame("".into())), "open sockets are closed");
        assert_eq!(library.get("/account").await.location().as_deref(), Some("/sign-in?next=/account"));
        phone.get("/account").await.is(200);

        sign_in(&mut library, "Maya").await;
        phone.post("/account/sessions/others/revocation", &[]).await.is(303);
        library.get("/account").await.is(303);
        phone.get("/account").await.is(200);
    });
}

#[test]
fn a_new_passphrase_ends_every_session_and_goes_on_here() {
    on_both_engines(&migrations(), |ground| async move {
        let mut phone = browser(&ground).await;
        with_passphrase(&ground, "Maya").await;
        let mut library = Client::new(router(&ground));
        sign_in(&mut phone, "Maya").await;
        sign_in(&mut library, "Maya").await;
        let before = phone.cookies()["s"].clone();
        let new = "nine paper boats drift north";

        let wrong = phone.post("/account/passphrase", &[("current", "not this one"), ("passphrase", new)]).await;
        wrong.is(422).says("That is not your passphrase.");
        let weak = phone.post("/account/passphrase", &[("current", PASSPHRASE), ("passphrase", "password12345")]).await;
        weak.is(422).says("Others could guess this one.");
        let changed = phone.post("/account/passphrase", &[("current", PASSPHRASE), ("passphrase", new)]).await;
        assert_eq!(changed.location().as_deref(), Some("/account/recovery-key?done=passphrase"));

        assert_ne!(phone.cookies()["s"], before, "the old token is worth nothing");
        phone.get("/account").await.is(200);
        library.get("/account").await.is(303);
        sign_in(&mut library, "Maya").await.is(422);
        library.post("/sign-in", &[("pseudonym", "Maya"), ("passphrase", new)]).await.is(303);
    });
}

#[test]
fn signing_out_ends_the_session_and_not_only_the_cookie() {
    on_both_engines(&migrations(), |ground| async move {
        let mut maya = browser(&ground).await;
        with_passphrase(&ground, "Maya").await;
        sign_in(&mut maya, "Maya").await;
        let token = maya.cookies()["s"].clone();
        maya.post("/sign-out", &[]).await.is(303);
        assert!(!maya.cookies().contains_key("s"));
        assert!(ground.db.read(move |tx| people::actor(tx, &token)).await.unwrap().is_none());
    });
}
