use std::time::Duration;

use argon2::{Algorithm, Argon2, Params, Version, password_hash::PasswordHasher};
use db::args;
use jobs::Jobs;
use testkit::{Client, on_both_engines};

use crate::town::{PASSPHRASE, browser, filled_in, key_on, migrations, router, sign_in, with_passphrase, write};

const MINUTE: Duration = Duration::from_secs(60);

async fn guess(browser: &mut Client, name: &str) -> testkit::Answer {
    browser.post("/sign-in", &[("pseudonym", name), ("passphrase", "not the right words")]).await
}

/// The page without what was typed and without what differs from request to request.
fn same(page: &testkit::Answer, name: &str) -> String {
    page.body.replace(name, "NAME")
}

#[test]
fn a_page_does_not_tell_whether_a_name_exists() {
    on_both_engines(&migrations(), |ground| async move {
        let mut browser = browser(&ground).await;
        with_passphrase(&ground, "Maya").await;
        // All the way through the budget: the pauses tell nothing either.
        for _ in 0..8 {
            let (known, unknown) = (guess(&mut browser, "Maya").await, guess(&mut browser, "Nobody Here").await);
            assert_eq!(known.status, unknown.status);
            assert_eq!(same(&known, "Maya"), same(&unknown, "Nobody Here"));
        }
    });
}

/// Roughly: the quickest of a few, so that a busy machine does not matter. A look-up without hashing would be a hundred
/// times quicker.
#[test]
fn an_answer_takes_as_long_for_a_name_that_nobody_has() {
    on_both_engines(&migrations(), |ground| async move {
        let mut browser = browser(&ground).await;
        with_passphrase(&ground, "Maya").await;
        let mut quickest = [Duration::MAX; 2];
        for _ in 0..4 {
            for (index, name) in ["Maya", "Nobody Here"].into_iter().enumerate() {
                #[expect(clippy::disallowed_methods, reason = "measures how long an answer took")]
                let begun = std::time::Instant::now();
                guess(&mut browser, name).await.is(422);
                quickest[index] = quickest[index].min(begun.elapsed());
            }
        }
        let [known, unknown] = quickest;
        assert!(known < unknown * 3 && unknown < known * 3, "{known:?} and {unknown:?}");
    });
}

#[test]
fn guessing_is_paused_for_longer_and_longer_and_forgotten_after_a_day() {
    on_both_engines(&migrations(), |ground| async move {
        let mut browser = browser(&ground).await;
        with_passphrase(&ground, "Maya").await;
        for _ in 0..5 {
            guess(&mut browser, "Maya").await.is(422).says("do not go together");
        }
        guess(&mut browser, " mAYA ").await.is(422).says("please wait");
        sign_in(&mut browser, "Maya").await.is(422).says("please wait");
        ground.clock.pass(Duration::from_secs(30));
        guess(&mut browser, "Maya").await.says("do not go together");
        ground.clock.pass(Duration::from_secs(30));
        guess(&mut browser, "Maya").await.says("please wait");
        ground.clock.pass(Duration::from_secs(30));
        assert_eq!(sign_in(&mut browser, "Maya").await.location().as_deref(), Some("/account"));

        let mut other = Client::new(router(&ground));
        for _ in 0..5 {
            guess(&mut other, "Maya").await.says("do not go together");
        }
        guess(&mut other, "Maya").await.says("please wait");
        ground.clock.pass(24 * 60 * MINUTE);
        people::jobs(Jobs::default()).run_due(&ground.db).await.unwrap();
        let kept: i64 = ground.db.read(|tx| tx.value("SELECT COUNT(*) FROM people_tries", db::args![])).await.unwrap();
        assert_eq!(kept, 0);
        guess(&mut other, "Maya").await.says("do not go together");
    });
}

#[test]
fn somebody_elses_guessing_does_not_shut_out_who_is_inside() {
    on_both_engines(&migrations(), |ground| async move {
        let mut maya = browser(&ground).await;
        with_passphrase(&ground, "Maya").await;
        sign_in(&mut maya, "Maya").await;
        let mut stranger = Client::new(router(&ground));
        for _ in 0..6 {
            guess(&mut stranger, "Maya").await;
        }
        maya.get("/account").await.is(200);
        maya.post("/account/recovery-key", &[("passphrase", PASSPHRASE)]).await.is(200).says("Your recovery key");
        let new = [("current", PASSPHRASE), ("passphrase", "nine paper boats drift north")];
        maya.post("/account/passphrase", &new).await.is(303);
    });
}

#[test]
fn tries_at_the_same_moment_are_all_counted() {
    on_both_engines(&migrations(), |ground| async move {
        let browser = browser(&ground).await;
        with_passphrase(&ground, "Maya").await;
        let tries: Vec<_> = (0..12)
            .map(|_| {
                let mut browser = browser.clone();
                tokio::spawn(async move { guess(&mut browser, "Maya").await.words() })
            })
            .collect();
        let mut looked_at = 0;
        for one in tries {
            looked_at += usize::from(one.await.unwrap().contains("do not go together"));
        }
        assert_eq!(looked_at, 5);
    });
}

#[test]
fn a_recovery_key_opens_once() {
    on_both_engines(&migrations(), |ground| async move {
        let mut maya = browser(&ground).await;
        let key = key_on(&maya.post("/join", &filled_in(&[])).await);
        let (first, second) = ("nine paper boats drift north", "ten quiet lamps above the pier");
        let mut elsewhere = Client::new(router(&ground));
        let come = |name: &'static str, key: String, new: &'static str| {
            vec![("pseudonym", name.to_owned()), ("key", key), ("passphrase", new.to_owned())]
        };
        async fn send(browser: &mut Client, form: Vec<(&'static str, String)>) -> testkit::Answer {
            let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
            browser.post("/recover", &form).await
        }
        let slip = send(&mut elsewhere, come("Maya", key.replace(&key[..1], "?"), first)).await;
        slip.is(422).says("does not look like a recovery key yet");
        let unknown = send(&mut elsewhere, come("Nobody", key.clone(), first)).await;
        unknown.is(422).says("The name and the key do not go together");

        let back = send(&mut elsewhere, come("MAYA", key.to_lowercase(), first)).await;
        back.is(200).says("Your recovery key");
        let fresh = key_on(&back);
        assert_ne!(fresh, key);
        elsewhere.get("/account").await.is(200).says("Maya");
        maya.get("/account").await.is(303);
        let used = send(&mut maya, come("Maya", key, second)).await;
        used.is(422).says("The name and the key do not go together");
        assert_eq!(same(&unknown, "Nobody"), same(&used, "Maya"), "a used key looks like any wrong one");
        maya.post("/sign-in", &[("pseudonym", "Maya"), ("passphrase", first)]).await.is(303);
        send(&mut maya, come("Maya", fresh, second)).await.is(200);
    });
}

#[test]
fn a_new_key_replaces_the_old_one_and_asks_for_the_passphrase() {
    on_both_engines(&migrations(), |ground| async move {
        let mut maya = browser(&ground).await;
        let old = key_on(&maya.post("/join", &filled_in(&[])).await);
        maya.post("/account/recovery-key", &[("passphrase", "not this one")]).await.is(422);
        let new = key_on(&maya.post("/account/recovery-key", &[("passphrase", PASSPHRASE)]).await);
        let mut elsewhere = Client::new(router(&ground));
        for (key, status) in [(&old, 422), (&new, 200)] {
            let form = [("pseudonym", "Maya"), ("key", key), ("passphrase", "nine paper boats drift north")];
            elsewhere.post("/recover", &form).await.is(status);
        }
    });
}

#[test]
fn a_visitor_who_leaves_sees_nothing_until_they_come_back() {
    on_both_engines(&migrations(), |ground| async move {
        let mut visitor = browser(&ground).await;
        let gone = visitor.get("/exit").await;
        gone.is(303);
        assert_eq!(gone.location().as_deref(), Some("/away"));
        assert_eq!(gone.headers["clear-site-data"], "\"cache\"");
        for path in ["/away", "/sign-in", "/join", "/account"] {
            let page = visitor.get(path).await;
            page.says("Notes");
            assert!(!page.body.contains("Harbour") && !page.body.contains("passphrase"), "{path} gives nothing away");
        }
        assert_eq!(visitor.get("/return").await.location().as_deref(), Some("/"));
        visitor.get("/sign-in").await.is(200).says("Your passphrase");
    });
}

#[test]
fn who_was_signed_in_comes_back_by_the_passphrase_alone() {
    on_both_engines(&migrations(), |ground| async move {
        let mut maya = browser(&ground).await;
        let id = with_passphrase(&ground, "Maya").await;
        sign_in(&mut maya, "Maya").await;
        let session = ground.db.read(move |tx| people::session::of(tx, id)).await.unwrap()[0].id;
        let mut socket = ground.bus.listen(&[format!("session:{session}")]);
        maya.post("/exit", &[]).await.is(303);
        assert_eq!(socket.try_next(), Some(bus::Heard::Frame("".into())), "open sockets are closed");
        let page = maya.get("/account").await;
        page.says("Notes");
        assert!(!page.body.contains("Maya"));
        // Taking the cookie away does not help: the session itself is locked.
        let mut curious = Client::new(router(&ground));
        curious.set_cookie("s", &maya.cookies()["s"]);
        assert!(!curious.get("/account").await.body.contains("Maya"));

        let back = maya.get("/return").await;
        back.is(200);
        assert!(!back.body.contains("Maya") && !back.body.contains("Harbour"), "the way back gives nothing away");
        maya.post("/return", &[("passphrase", "not this one")]).await.is(422).says("That did not match.");
        assert_eq!(maya.post("/return", &[("passphrase", PASSPHRASE)]).await.location().as_deref(), Some("/"));
        maya.get("/account").await.is(200).says("Maya");
    });
}

#[test]
fn too_many_wrong_tries_at_a_locked_browser_end_the_session() {
    on_both_engines(&migrations(), |ground| async move {
        let mut maya = browser(&ground).await;
        with_passphrase(&ground, "Maya").await;
        sign_in(&mut maya, "Maya").await;
        maya.get("/exit").await;
        for _ in 0..5 {
            maya.post("/return", &[("passphrase", "not this one")]).await.is(422);
        }
        assert_eq!(maya.post("/return", &[("passphrase", PASSPHRASE)]).await.location().as_deref(), Some("/away"));
        assert!(!maya.cookies().contains_key("s"));
        assert_eq!(maya.get("/return").await.location().as_deref(), Some("/"), "what is left is a visitor");
        maya.get("/account").await.is(303);
        sign_in(&mut maya, "Maya").await.is(303);
    });
}

#[test]
fn starting_over_ends_the_locked_session() {
    on_both_engines(&migrations(), |ground| async move {
        let mut maya = browser(&ground).await;
        with_passphrase(&ground, "Maya").await;
        sign_in(&mut maya, "Maya").await;
        let token = maya.cookies()["s"].clone();
        maya.get("/exit").await;
        maya.post("/return", &[("over", "yes"), ("passphrase", "")]).await.is(303);
        assert!(maya.cookies().is_empty());
        assert!(ground.db.read(move |tx| people::actor(tx, &token)).await.unwrap().is_none());
    });
}

#[test]
fn a_form_from_elsewhere_changes_nothing() {
    on_both_engines(&migrations(), |ground| async move {
        let mut maya = browser(&ground).await;
        with_passphrase(&ground, "Maya").await;
        sign_in(&mut maya, "Maya").await;
        for path in ["/sign-out", "/account/break", "/account/leave", "/exit"] {
            let forged = axum::http::Request::post(path).header("sec-fetch-site", "cross-site");
            maya.send(forged.body(axum::body::Body::empty()).unwrap()).await.is(409);
        }
        maya.get("/account").await.is(200);
    });
}

#[test]
fn signing_in_raises_the_cost_of_an_old_hash_and_signs_nobody_out() {
    on_both_engines(&migrations(), |ground| async move {
        let mut browser = browser(&ground).await;
        let maya = with_passphrase(&ground, "Maya").await;
        sign_in(&mut browser, "Maya").await.is(303);
        // The same passphrase, as an earlier program would have kept it at a lower cost.
        let earlier = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(19 * 1024, 2, 1, None).unwrap());
        let cheap = earlier.hash_password_with_salt(PASSPHRASE.as_bytes(), &[9; 16]).unwrap().to_string();
        let kept = cheap.clone();
        write(&ground, move |tx| {
            tx.execute("UPDATE people_members SET passphrase = $2 WHERE id = $1", args![maya, kept])
        })
        .await;
        let stored = || {
            ground
                .db
                .read(move |tx| tx.value::<String>("SELECT passphrase FROM people_members WHERE id = $1", args![maya]))
        };
        let mut other = Client::new(router(&ground));
        other.post("/sign-in", &[("pseudonym", "Maya"), ("passphrase", "not the one at all")]).await.is(422);
        assert_eq!(stored().await.unwrap(), cheap);
        sign_in(&mut other, "Maya").await.is(303);
        let raised = stored().await.unwrap();
        assert!(raised.starts_with("$argon2id$v=19$m=32768,t=2,p=1$"), "{raised}");
        browser.get("/account").await.is(200).says("Maya");
        sign_in(&mut other, "Maya").await.is(303);
        assert_eq!(stored().await.unwrap(), raised, "once is enough");
    });
}
