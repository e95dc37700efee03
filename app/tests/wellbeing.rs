//! Whoever helps is looked after, as they see it on their pages.

use std::time::Duration;

use db::args;
use support::request::Request;
use workforce::{
    answer::Work,
    certificate::Certificate,
    debrief::{self, Cause},
    requirement::Requirement,
};

use crate::{talk::ask, town::in_town};

const MINUTE: Duration = Duration::from_secs(60);

#[test]
fn words_of_danger_are_hard_on_whoever_reads_them_too() {
    in_town(|town| async move {
        let talk: String =
            town.write(|tx| tx.value("SELECT id FROM support_conversations WHERE ended_at IS NULL", args![])).await;
        let waiting = || {
            let elena = town.id("Elena");
            town.write(move |tx| debrief::waiting_of(tx, elena))
        };
        let mut number = 0;
        for (name, text, expected) in [
            ("Elena", "Do you want to kill yourself? I have a plan and the pills are beside me, some people say.", 0),
            ("Amina", "It was a long day.", 0),
            ("Amina", "I have a plan and the pills are beside me. I am going to do it tonight.", 1),
            ("Amina", "I am going to do it tonight. I have the pills.", 1),
        ] {
            number += 1;
            let id = format!("00000000-0000-7000-8000-00000000000{number}");
            let mut browser = town.as_(name).await;
            let said = browser.post(&format!("/conversations/{talk}/messages"), &[("id", &id), ("text", text)]).await;
            assert_eq!(said.status, 303, "{text}");
            assert_eq!(waiting().await.len(), expected, "{text}");
        }
        assert_eq!(waiting().await[0].cause, Cause::Danger);
        let mut elena = town.as_("Elena").await;
        let page = elena.get("/duty").await.body;
        assert!(page.contains("Something was hard"), "{page}");
        let hours = elena.get("/workforce/hours").await.body;
        assert!(hours.contains("Somebody you talked with may have been in danger"));
        let (_, rest) = hours.split_once("/workforce/debriefs/").unwrap();
        let id = rest.split('/').next().unwrap();
        elena.post(&format!("/workforce/debriefs/{id}/waiver"), &[]).await;
        assert!(!elena.get("/duty").await.body.contains("Something was hard"));
    });
}

#[test]
fn a_shift_begins_and_ends_with_a_question_and_enough_is_told_kindly() {
    in_town(|town| async move {
        let mut theo = town.as_("Theo").await;
        let begin = [("rested", "yes"), ("steady", "yes"), ("energy", "8")];
        assert_eq!(theo.post("/duty", &begin).await.location().as_deref(), Some("/duty"));
        // Four hours without a soul: the work of the place is done late, and what was given is told honestly.
        town.ground.clock.pass(250 * MINUTE);
        alongside::wiring::jobs().run_due(&town.ground.db).await.unwrap();
        let mut theo = town.as_("Theo").await;
        let page = theo.get("/duty").await.body;
        assert!(page.contains("You have given enough for today") || page.contains("You are resting"), "{page}");
        assert!(!page.contains("action=\"/duty\""), "no form that could not be sent");
        let after = theo.get("/workforce/wellbeing").await.body;
        assert!(after.contains("How was your shift?"));
        let answers = [("energy", "4"), ("gained", "9"), ("words", "A good silence.")];
        let kept = theo.post("/workforce/wellbeing/shift", &answers).await;
        assert_eq!(kept.location().as_deref(), Some("/workforce/wellbeing?kept=yes"));
        let picture = theo.get("/workforce/wellbeing").await.body;
        assert!(picture.contains("A good silence.") && picture.contains("<svg class=\"chart\""));
        let missing = theo.post("/workforce/wellbeing/month", &[]).await;
        assert_eq!(missing.status, 422);
        for other in ["Nora", "Elena"] {
            let page = town.as_(other).await.get("/workforce/wellbeing").await.body;
            assert!(!page.contains("A good silence."), "{other} read it");
        }
    });
}

#[test]
fn a_pause_and_limits_are_kept_and_shown() {
    in_town(|town| async move {
        let mut theo = town.as_("Theo").await;
        theo.post("/workforce/pause", &[("for", "open")]).await;
        let page = theo.get("/duty").await.body;
        assert!(page.contains("You are taking a pause"), "{page}");
        assert!(theo.get("/workforce/hours").await.body.contains("until you come back"));
        theo.post("/workforce/pause/ending", &[]).await;
        assert!(!theo.get("/duty").await.body.contains("You are taking a pause"));
        let limits = [("week", "6"), ("from", "22:00"), ("to", "07:30")];
        theo.post("/workforce/hours/limits", &limits).await;
        let page = theo.get("/workforce/hours").await.body;
        for value in ["value=\"6\"", "value=\"22:00\"", "value=\"07:30\""] {
            assert!(page.contains(value), "{value}: {page}");
        }
        let wrong = theo.post("/workforce/hours/limits", &[("week", "0"), ("from", "22:00"), ("to", "")]).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.body.contains("take a pause") && wrong.body.contains("both times"), "{}", wrong.body);
    });
}

#[test]
fn when_a_certificate_runs_out_on_duty_nothing_is_offered_and_the_page_says_what_to_do() {
    in_town(|town| async move {
        let (wren, theo) = (town.actor("Wren").await, town.id("Theo"));
        let ends = town
            .write(move |tx| {
                let needed = Requirement { needed_from: Some(tx.now()), ..Requirement::of(tx, Work::Conversation)? };
                needed.write(tx, &wren, "We agreed on it.")?;
                Ok(Certificate::of(tx, theo, Work::Conversation)?.expect("Theo holds one").expires_at)
            })
            .await;
        let browser = async |to: db::Time| {
            town.ground.clock.set(to);
            town.as_("Theo").await
        };
        let mut theo = browser(ends - MINUTE).await;
        let begin = [("rested", "yes"), ("steady", "yes"), ("energy", "8")];
        assert_eq!(theo.post("/duty", &begin).await.status, 303);
        let before = theo.get("/duty").await.body;
        assert!(!before.contains("certificate has run out"), "a minute before it counts: {before}");
        let mut theo = browser(ends).await;
        let rhys = town.actor("Rhys").await;
        town.write(move |tx| {
            let asked = tx.as_of(tx.now() - MINUTE, |tx| Request::ask(tx, &rhys, &ask()))?;
            Request::own(tx, &rhys, asked)?.see(tx)
        })
        .await;
        town.dispatch().await;
        let after = theo.get("/duty").await.body;
        assert!(after.contains("Your certificate has run out."), "{after}");
        assert!(after.contains("href=\"/workforce/certificates\"") && !after.contains("/offers/"), "{after}");
        let way = theo.get("/workforce/certificates").await.body;
        assert!(way.contains("action=\"/workforce/certificates/asks\""), "the way to renew it: {way}");
    });
}

#[test]
fn what_somebody_wrote_stays_theirs_when_they_do_not_help_any_more() {
    in_town(|town| async move {
        let mut theo = town.as_("Theo").await;
        theo.post("/workforce/supervision/log", &[("words", "I was slower today, and it helped.")]).await.is(303);
        theo.post("/workforce/step-back", &[("span", "while")]).await.is(303);
        let mut theo = town.as_("Theo").await;
        assert!(theo.get("/workforce").await.body.contains("What you wrote"));
        let picture = theo.get("/workforce/wellbeing").await;
        assert!(picture.status == 200 && !picture.body.contains("action=\"/workforce/wellbeing/month\""));
        let log = theo.get("/workforce/supervision/log").await.body;
        assert!(log.contains("I was slower today") && !log.contains("action=\"/workforce/supervision/log\""), "{log}");
        assert_eq!(theo.get("/workforce/supervision").await.status, 404);
        let gone = theo.post("/workforce/wellbeing/forgetting", &[]).await;
        assert_eq!(gone.location().as_deref(), Some("/workforce"));
        assert_eq!(theo.get("/workforce/wellbeing").await.status, 404, "nothing is left");
        assert_eq!(theo.post("/workforce/wellbeing/forgetting", &[]).await.status, 404);
        let mut maya = town.as_("Maya").await;
        assert_eq!(maya.get("/workforce/supervision/log").await.status, 404, "who never wrote has no such page");
    });
}
