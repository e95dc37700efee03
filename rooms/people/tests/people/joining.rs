use db::args;
use people::{age, age::Welcome, pseudonym};
use testkit::{Client, on_both_engines};
use words::{AgeBand, Hat};

use crate::town::{browser, filled_in, join, key_on, migrations, new_member, refusal, router, write};

#[test]
fn a_name_is_taken_once_however_it_is_written() {
    on_both_engines(&migrations(), |ground| async move {
        write(&ground, |tx| join(tx, "Quiet River")).await;
        for alike in ["quiet river", "QUIET-RIVER", "Quіet Rіver", "Quiet R1ver"] {
            assert_eq!(refusal(&ground, move |tx| join(tx, alike)).await, "pseudonym-taken", "{alike}");
        }
        write(&ground, |tx| join(tx, "Quiet Rover")).await;
        write(&ground, |tx| organisation::open_for_demo(tx, "Harbour")).await;
        assert_eq!(refusal(&ground, |tx| join(tx, "HARB0UR")).await, "pseudonym-official", "the place is nobody");
    });
}

#[test]
fn suggestions_are_free() {
    on_both_engines(&migrations(), |ground| async move {
        write(&ground, |tx| {
            let names = pseudonym::suggestions(tx, 6)?;
            assert_eq!(names.len(), 6);
            for name in &names {
                join(tx, name)?;
            }
            for name in pseudonym::suggestions(tx, 6)? {
                assert!(!names.contains(&name), "{name} was taken");
            }
            Ok(())
        })
        .await;
    });
}

#[test]
fn nobody_joins_without_a_language_or_in_no_time_zone() {
    on_both_engines(&migrations(), |ground| async move {
        let mut mute = new_member("Maya", AgeBand::Adult);
        mute.languages.clear();
        assert_eq!(refusal(&ground, move |tx| people::join(tx, &mute)).await, "join-languages-missing");
        let mut lost = new_member("Maya", AgeBand::Adult);
        lost.zone = "Middle/Earth".to_owned();
        assert_eq!(refusal(&ground, move |tx| people::join(tx, &lost)).await, "join-zone-unknown");
    });
}

/// The clock stands in November 2026.
#[test]
fn only_an_age_that_was_certainly_reached_counts() {
    on_both_engines(&migrations(), |ground| async move {
        write(&ground, |tx| {
            let adults = [AgeBand::Adult];
            assert_eq!(age::welcome(tx, "2007", &adults)?, Welcome::In(AgeBand::Adult));
            assert_eq!(age::welcome(tx, "2008", &adults)?, Welcome::TooYoung, "may still be 17");
            assert_eq!(age::welcome(tx, "2026", &adults)?, Welcome::TooYoung);
            for nonsense in ["2027", "1850", "", "ninety", "99999999999999999999"] {
                assert_eq!(age::welcome(tx, nonsense, &adults)?, Welcome::NoYear, "{nonsense}");
            }
            Ok(())
        })
        .await;
    });
}

#[test]
fn a_community_that_takes_in_the_young_puts_them_into_their_band() {
    on_both_engines(&migrations(), |ground| async move {
        write(&ground, |tx| {
            organisation::Settings::admit(tx, None, AgeBand::ALL, "")?;
            assert_eq!(age::welcome(tx, "2009", AgeBand::ALL)?, Welcome::In(AgeBand::Older));
            assert_eq!(age::welcome(tx, "2011", AgeBand::ALL)?, Welcome::In(AgeBand::Younger));
            assert_eq!(age::welcome(tx, "2013", AgeBand::ALL)?, Welcome::TooYoung);
            assert_eq!(age::welcome(tx, "2009", &[AgeBand::Adult])?, Welcome::TooYoung);
            Ok(())
        })
        .await;
    });
}

#[test]
fn joining_takes_two_pages_and_shows_the_key_once() {
    on_both_engines(&migrations(), |ground| async move {
        let mut maya = browser(&ground).await;
        maya.get("/join").await.is(200).says("The year you were born");
        maya.post("/join", &[("year", "1990")]).await.is(200).says("What should people call you here?");
        let welcome = maya.post("/join", &filled_in(&[])).await;
        welcome.is(200).says("Welcome. You are in.");
        assert_eq!(key_on(&welcome).len(), 34);
        maya.get("/account").await.is(200).says("Maya");
        assert_eq!(
            maya.post("/join", &filled_in(&[])).await.location().as_deref(),
            Some("/"),
            "a reload joins nobody twice"
        );
        let mut found: Vec<(String, String)> = ground
            .db
            .read(|tx| {
                tx.all("SELECT pseudonym, band FROM people_members", args![], |row| Ok((row.get(0)?, row.get(1)?)))
            })
            .await
            .unwrap();
        assert_eq!(found.remove(0), ("Maya".to_owned(), "adult".to_owned()));
        assert!(found.is_empty());
    });
}

#[test]
fn a_suggested_name_is_chosen_without_typing() {
    on_both_engines(&migrations(), |ground| async move {
        let mut browser = browser(&ground).await;
        browser
            .post("/join", &filled_in(&[("pick", "Quiet Otter"), ("pseudonym", "")]))
            .await
            .is(200)
            .says("You are in.");
        browser.get("/account").await.says("Quiet Otter");
    });
}

#[test]
fn who_is_too_young_finds_help_and_leaves_no_trace() {
    on_both_engines(&migrations(), |ground| async move {
        let mut child = browser(&ground).await;
        for form in [vec![("year", "2014")], filled_in(&[("year", "2014")])] {
            let page = child.post("/join", &form).await;
            page.is(200).says("We are glad you looked for help").says("We have kept nothing");
            assert!(page.headers.get("set-cookie").is_none() && child.cookies().is_empty());
            assert!(page.body.contains("class=\"helpline\""), "there are lines to call: {}", page.words());
        }
        let members: i64 = ground.db.read(|tx| tx.value("SELECT COUNT(*) FROM people_members", args![])).await.unwrap();
        assert_eq!(members, 0);
    });
}

#[test]
fn what_is_wrong_is_said_by_its_field_and_only_the_passphrase_is_lost() {
    on_both_engines(&migrations(), |ground| async move {
        let mut browser = browser(&ground).await;
        for (change, sentence) in [
            (("pseudonym", "maya@example.org"), "That looks like an address."),
            (("pseudonym", ""), "Please choose one of the names"),
            (("passphrase", "password12345"), "Others could guess this one."),
            (("passphrase", "maya maya maya maya"), "Your name here, or the name of this place, is in it."),
            (("language", ""), "Please choose at least one language."),
            (("language", "xx"), "Please choose at least one language."),
            (("zone", "Middle/Earth"), "Please choose a time zone"),
            (("limits", ""), "Please answer this question"),
            (("agree", ""), "If you can say yes to them"),
        ] {
            let page = browser.post("/join", &filled_in(&[change])).await;
            page.is(422).says(sentence);
            assert!(!page.body.contains(crate::town::PASSPHRASE), "a passphrase never comes back");
        }
        let wrong = browser.post("/join", &filled_in(&[("limits", "everyone")])).await;
        wrong.is(422);
        assert!(wrong.body.contains("value=\"Maya\""), "what was typed is kept");
        assert!(browser.cookies().is_empty());
    });
}

#[test]
fn the_first_administrator_comes_in_by_the_link_and_nobody_else() {
    on_both_engines(&migrations(), |ground| async move {
        let mut stranger = Client::new(router(&ground));
        stranger.get("/join").await.is(409).says("not open yet");
        stranger.post("/join", &filled_in(&[])).await.is(409);
        stranger.post("/join?setup=wrong", &filled_in(&[])).await.is(409);

        let token = write(&ground, organisation::founding::link_token).await.unwrap();
        let path = format!("/join?setup={token}");
        let mut rosa = Client::new(router(&ground));
        rosa.get(&path).await.is(200);
        let welcome = rosa.post(&path, &filled_in(&[("pseudonym", "Rosa")])).await;
        welcome.is(200);
        assert!(welcome.body.contains("href=\"/setup\""));
        let keepers = ground.db.read(|tx| people::hats::wearers(tx, Hat::Administrator)).await.unwrap();
        assert_eq!(keepers.len(), 1);
        stranger.post(&path, &filled_in(&[("pseudonym", "Sam")])).await.is(409);
    });
}
