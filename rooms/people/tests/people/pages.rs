use db::args;
use people::{blocks, hats, standing};
use testkit::{Client, on_both_engines};
use words::Hat;

use crate::town::{browser, join, migrations, router, sign_in, with_passphrase, write};

const FOR_MEMBERS: &[&str] = &[
    "/account",
    "/account/languages",
    "/account/passphrase",
    "/account/recovery-key",
    "/account/sessions",
    "/account/break",
    "/account/leave",
    "/account/blocked",
];

#[test]
fn account_pages_ask_a_visitor_to_sign_in_and_answer_in_every_standing() {
    on_both_engines(&migrations(), |ground| async move {
        let mut browser = browser(&ground).await;
        let maya = with_passphrase(&ground, "Maya").await;
        let rosa = write(&ground, |tx| {
            join(tx, "Rosa").and_then(|rosa| hats::grant_first(tx, rosa, Hat::Administrator).map(|()| rosa))
        })
        .await;
        for path in FOR_MEMBERS {
            let page = browser.get(path).await;
            assert_eq!(page.location(), Some(format!("/sign-in?next={path}")));
        }
        sign_in(&mut browser, "Maya").await;
        for step in 0..4 {
            for path in FOR_MEMBERS {
                let page = browser.get(path).await;
                page.is(200);
                assert!(
                    page.body.contains("<title>Account</title>")
                        || page.body.contains("<title>Your recovery key</title>")
                );
            }
            write(&ground, move |tx| match step {
                0 => standing::take_break(tx, maya),
                1 => standing::suspend(tx, rosa, maya, tx.now() + std::time::Duration::from_secs(3600), "x").map(drop),
                _ => people::ask_to_leave(tx, maya).map(drop),
            })
            .await;
        }
    });
}

#[test]
fn names_in_any_script_and_hostile_ones_are_shown_as_text() {
    on_both_engines(&migrations(), |ground| async move {
        let mut browser = browser(&ground).await;
        let rosa = with_passphrase(&ground, "Rosa").await;
        write(&ground, move |tx| {
            hats::grant_first(tx, rosa, Hat::Administrator)?;
            for name in ["سلمى النهر", "நீல பறவை", "O'Neill"] {
                let other = join(tx, name)?;
                blocks::block(tx, rosa, other)?;
            }
            Ok(())
        })
        .await;
        sign_in(&mut browser, "Rosa").await;
        for path in ["/members", "/account/blocked"] {
            browser.get(path).await.is(200).says("سلمى النهر").says("நீல பறவை").says("O'Neill");
        }
        let page = browser.get("/members?q=%3Cscript%3Ealert(1)%3C/script%3E%25_").await;
        assert!(page.status == 200 && !page.body.contains("<script>alert"));
        let mut visitor = Client::new(router(&ground));
        let page = visitor.post("/sign-in", &[("pseudonym", "\"><script>x</script>"), ("passphrase", "x")]).await;
        assert!(page.status == 422 && !page.body.contains("<script>x"));
    });
}

#[test]
fn languages_and_zone_can_be_changed_to_what_the_community_has() {
    on_both_engines(&migrations(), |ground| async move {
        let mut browser = browser(&ground).await;
        let maya = with_passphrase(&ground, "Maya").await;
        sign_in(&mut browser, "Maya").await;
        browser.post("/account/languages", &[("language", "xx"), ("zone", "Asia/Kolkata")]).await.is(422);
        browser
            .post("/account/languages", &[("language", "ar"), ("language", "ja"), ("zone", "Asia/Kolkata")])
            .await
            .is(303);
        let (languages, zone): (String, String) = ground
            .db
            .read(move |tx| {
                tx.one("SELECT languages, zone FROM people_members WHERE id = $1", args![maya], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
            })
            .await
            .unwrap();
        assert_eq!(
            (languages.as_str(), zone.as_str()),
            ("ar", "Asia/Kolkata"),
            "support is not given in Japanese here"
        );
    });
}

#[test]
fn cookies_of_ones_own_device_last_and_the_others_do_not() {
    on_both_engines(&migrations(), |ground| async move {
        let mut browser = browser(&ground).await;
        with_passphrase(&ground, "Maya").await;
        let form = [("pseudonym", "Maya"), ("passphrase", crate::town::PASSPHRASE), ("next", "//elsewhere.example")];
        let shared = browser.post("/sign-in", &form).await;
        assert_eq!(shared.location().as_deref(), Some("/"), "and nobody is led elsewhere");
        let cookie = |page: &testkit::Answer| page.headers["set-cookie"].to_str().unwrap().to_owned();
        assert!(!cookie(&shared).contains("Max-Age"));
        let own = browser.post("/sign-in", &[form.as_slice(), &[("own", "yes")]].concat()).await;
        for part in ["Max-Age=15552000", "HttpOnly", "SameSite=Strict", "Path=/"] {
            assert!(cookie(&own).contains(part), "{}", cookie(&own));
        }
    });
}
