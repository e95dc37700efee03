//! Who gets a certificate, what happens without, and how it goes on.

use std::time::Duration;

use db::args;
use training::{
    competency::{self, Behaviour, Evidence, Seen},
    kind::Competency,
};
use words::MemberId;
use workforce::{
    answer::{self, Among, Step, Why, Work},
    certificate::{self, Certificate, Grade},
    learning,
    requirement::Requirement,
    spell,
};

use crate::town::{DAY, Town, asked, in_town};

/// An administrator says what conversations ask.
async fn asks(town: &Town, change: fn(&mut Requirement)) {
    town.ok(town.ada, move |tx, ada| {
        let version = Requirement::of(tx, Work::Conversation)?.version;
        let mut requirement = asked(tx, version);
        change(&mut requirement);
        requirement.write(tx, ada, "We agreed on it.")
    })
    .await;
}

/// Why somebody may not take a conversation now.
async fn why(town: &Town, who: MemberId) -> Option<Why> {
    let bar = town.ok(who, |tx, it| answer::ask(tx, it.id, Work::Conversation, Step::Take)).await;
    bar.map(|it| it.why)
}

/// Somebody asks, and somebody else decides.
async fn certified(town: &Town, who: MemberId, by: MemberId) -> Result<(), Option<&'static str>> {
    town.ok(who, |tx, it| certificate::ask(tx, it, Work::Conversation)).await;
    let issued = town.does(by, move |tx, by| certificate::issue(tx, by, who, Work::Conversation)).await;
    issued.map(|_| ()).map_err(|error| error.refusal())
}

async fn held(town: &Town, who: MemberId) -> Option<Certificate> {
    town.ok(who, |tx, it| Certificate::of(tx, it.id, Work::Conversation)).await
}

#[test]
fn nothing_is_asked_before_somebody_says_so_nor_before_its_day() {
    in_town(|town| async move {
        assert_eq!(why(&town, town.theo).await, None);
        asks(&town, |it| it.needed_from = None).await;
        assert_eq!(why(&town, town.theo).await, None);
        asks(&town, |it| it.needed_from = it.needed_from.map(|from| from + DAY)).await;
        assert_eq!(why(&town, town.theo).await, None);
        town.ground.clock.pass(DAY);
        assert_eq!(why(&town, town.theo).await, Some(Why::Uncertified));
        let other = town.ok(town.theo, |tx, it| answer::ask(tx, it.id, Work::Room, Step::Take)).await;
        assert_eq!(other, None, "it is asked for one kind of work");
    });
}

#[test]
fn nobody_certifies_themselves_nor_anybody_who_did_not_ask() {
    in_town(|town| async move {
        asks(&town, |_| ()).await;
        let theo = town.theo;
        let unasked = town.does(town.sue, move |tx, sue| certificate::issue(tx, sue, theo, Work::Conversation)).await;
        assert_eq!(unasked.unwrap_err().refusal(), Some("certificate-answered"));
        assert_eq!(certified(&town, town.sue, town.sue).await, Err(Some("certificate-not-yourself")));
        assert_eq!(certified(&town, town.theo, town.kit).await, Err(None), "a supporter does not decide");
        assert_eq!(certified(&town, town.theo, town.sue).await, Ok(()));
        assert_eq!(why(&town, town.theo).await, None);
    });
}

#[test]
fn areas_need_two_who_saw_them_and_harm_blocks() {
    in_town(|town| async move {
        asks(&town, |it| it.competencies = vec![Competency::Support]).await;
        let theo = town.theo;
        let rate = |by: MemberId, behaviours: &'static [Behaviour]| {
            town.ok(by, move |tx, by| {
                let seen = Seen { competency: Competency::Support, behaviours: behaviours.to_vec() };
                competency::rate(tx, by, theo, Evidence::RolePlay, &[seen], "What I saw.")
            })
        };
        const ALL: &[Behaviour] = &[Behaviour::BasicOne, Behaviour::BasicTwo, Behaviour::BasicThree];
        assert_eq!(certified(&town, theo, town.sue).await, Err(Some("certificate-not-ready")));
        rate(town.sue, ALL).await;
        assert_eq!(certified(&town, theo, town.sue).await, Err(Some("certificate-not-ready")), "one saw it");
        rate(town.sid, &[Behaviour::HarmOne]).await;
        assert_eq!(certified(&town, theo, town.sue).await, Err(Some("certificate-not-ready")), "harm blocks");
        town.ground.clock.pass(DAY);
        rate(town.sid, ALL).await;
        assert_eq!(certified(&town, theo, town.sue).await, Ok(()));
    });
}

#[test]
fn how_much_two_agree_is_told_to_whoever_has_looked_or_when_nothing_is_left_to_look_at() {
    in_town(|town| async move {
        let areas = [Competency::Support, Competency::Communication];
        asks(&town, |it| it.competencies = vec![Competency::Support, Competency::Communication]).await;
        let rate = |by: MemberId, first: &'static [Behaviour], second: &'static [Behaviour]| {
            let theo = town.theo;
            town.ok(by, move |tx, by| {
                let seen = |(competency, it): (Competency, &[Behaviour])| Seen { competency, behaviours: it.to_vec() };
                let seen: Vec<Seen> = areas.into_iter().zip([first, second]).map(seen).collect();
                competency::rate(tx, by, theo, Evidence::RolePlay, &seen, "")
            })
        };
        const ALL: &[Behaviour] = &[Behaviour::BasicOne, Behaviour::BasicTwo, Behaviour::BasicThree];
        const SOME: &[Behaviour] = &[Behaviour::BasicOne];
        const MORE: &[Behaviour] =
            &[Behaviour::BasicOne, Behaviour::BasicTwo, Behaviour::BasicThree, Behaviour::Advanced];
        town.ok(town.theo, |tx, it| certificate::ask(tx, it, Work::Conversation)).await;
        let told = async |by: MemberId| {
            let waiting = town.ok(by, certificate::waiting).await;
            waiting.into_iter().find(|it| it.member == town.theo).unwrap().agreement
        };
        rate(town.sue, ALL, SOME).await;
        rate(town.sid, ALL, MORE).await;
        assert!(told(town.sue).await.is_some(), "she has looked");
        assert_eq!(told(town.ada).await, None, "she could still look herself, and sees it with fresh eyes");
        town.ground.clock.pass(DAY);
        rate(town.sue, ALL, MORE).await;
        let whole = told(town.ada).await.expect("nothing is left to look at");
        assert_eq!((whole.same, whole.count), (2, 2));
    });
}

#[test]
fn one_person_is_never_two_raters_and_nobody_rates_themselves() {
    in_town(|town| async move {
        asks(&town, |it| it.competencies = vec![Competency::Support]).await;
        let rate = |by: MemberId, whom: MemberId| {
            town.does(by, move |tx, by| {
                let behaviours = vec![Behaviour::BasicOne, Behaviour::BasicTwo, Behaviour::BasicThree];
                let seen = Seen { competency: Competency::Support, behaviours };
                competency::rate(tx, by, whom, Evidence::RolePlay, &[seen], "")
            })
        };
        rate(town.sue, town.theo).await.unwrap();
        town.ground.clock.pass(DAY);
        rate(town.sue, town.theo).await.unwrap();
        let twice = certified(&town, town.theo, town.sid).await;
        assert_eq!(twice, Err(Some("certificate-not-ready")), "the same person saw it twice");
        assert!(rate(town.theo, town.theo).await.is_err(), "a supporter does not rate");
        assert!(rate(town.sid, town.sid).await.is_err(), "nor does a supervisor rate herself");
        rate(town.sid, town.theo).await.unwrap();
        assert_eq!(certified(&town, town.theo, town.sue).await, Ok(()));
    });
}

#[test]
fn whoever_lacks_the_hours_works_with_a_learners_certificate_and_then_gets_the_full_one() {
    in_town(|town| async move {
        asks(&town, |it| it.hours = 3).await;
        assert_eq!(certified(&town, town.theo, town.sue).await, Ok(()));
        let first = held(&town, town.theo).await.unwrap();
        assert_eq!((first.grade, why(&town, town.theo).await), (Grade::Learner, None));
        let early = town.does(town.theo, |tx, it| certificate::ask(tx, it, Work::Conversation)).await;
        assert_eq!(early.unwrap_err().refusal(), Some("certificate-nothing-to-ask"));
        let about = town
            .ok(town.theo, |tx, it| {
                let about = tx.new_uuid();
                spell::begin(tx, it.id, Work::Conversation, about)?;
                Ok(about)
            })
            .await;
        town.ground.clock.pass(Duration::from_secs(3 * 3600));
        town.ok(town.theo, move |tx, _| spell::end(tx, Work::Conversation, about)).await;
        assert_eq!(certified(&town, town.theo, town.sid).await, Ok(()));
        let full = held(&town, town.theo).await.unwrap();
        assert_eq!(full.grade, Grade::Full);
        assert!(full.expires_at > first.expires_at && full.id != first.id);
    });
}

#[test]
fn a_certificate_runs_out_to_the_second_and_is_renewed_with_learning_and_without_losing_time() {
    in_town(|town| async move {
        asks(&town, |_| ()).await;
        certified(&town, town.theo, town.sue).await.unwrap();
        let first = held(&town, town.theo).await.unwrap();
        let too_early = town.does(town.theo, |tx, it| certificate::ask(tx, it, Work::Conversation)).await;
        assert_eq!(too_early.unwrap_err().refusal(), Some("certificate-nothing-to-ask"));
        town.ground.clock.set(first.renewable_from());
        assert_eq!(certified(&town, town.theo, town.sue).await, Err(Some("certificate-not-ready")), "no learning yet");
        for _ in 0..2 {
            town.ok(town.theo, |tx, it| learning::write(tx, it, tx.now(), 60, "A day on grief.")).await;
        }
        assert_eq!(certified(&town, town.theo, town.sue).await, Ok(()));
        let second = held(&town, town.theo).await.unwrap();
        assert!(second.expires_at > first.expires_at + DAY * 360, "the rest of the first is not lost");
        town.ground.clock.set(db::Time(second.expires_at.0 - 1));
        assert_eq!(why(&town, town.theo).await, None);
        town.ground.clock.set(second.expires_at);
        assert_eq!(why(&town, town.theo).await, Some(Why::Expired));
    });
}

#[test]
fn everybody_at_work_is_answered_as_each_alone() {
    in_town(|town| async move {
        asks(&town, |_| ()).await;
        certified(&town, town.theo, town.sue).await.unwrap();
        for who in [town.theo, town.kit, town.sid] {
            town.ok(who, |tx, it| spell::begin(tx, it.id, Work::Conversation, tx.new_uuid())).await;
        }
        let end = held(&town, town.theo).await.unwrap().expires_at;
        for (at, expected) in
            [(None, [None, Some(Why::Uncertified)]), (Some(end), [Some(Why::Expired), Some(Why::Uncertified)])]
        {
            if let Some(at) = at {
                town.ground.clock.set(at);
            }
            let all =
                town.ok(town.ada, |tx, _| answer::barred(tx, Work::Conversation, Step::Take, Among::AtWork)).await;
            let found = [town.theo, town.kit].map(|it| all.get(&it).map(|bar| bar.why));
            assert_eq!(found, expected);
            assert_eq!([why(&town, town.theo).await, why(&town, town.kit).await], expected);
        }
    });
}

#[test]
fn one_that_was_taken_back_does_not_count_and_circles_of_members_ask_for_none() {
    in_town(|town| async move {
        asks(&town, |_| ()).await;
        certified(&town, town.theo, town.sue).await.unwrap();
        let id = held(&town, town.theo).await.unwrap().id;
        let own = town.does(town.theo, move |tx, it| Certificate::withdraw(tx, it, id, "No.")).await;
        assert!(matches!(own, Err(db::Error::NotFound)), "a supporter does not decide");
        town.ok(town.sid, move |tx, sid| Certificate::withdraw(tx, sid, id, "We talked about it.")).await;
        assert_eq!(why(&town, town.theo).await, Some(Why::Uncertified));
        let equals = |tx: &mut db::Tx<'_>, it: &words::Actor| {
            answer::may_among_equals(tx, it.id, Work::Conversation, Step::Begin)
        };
        town.ok(town.theo, equals).await;
        assert_eq!(certified(&town, town.theo, town.sue).await, Ok(()), "they may ask anew");
    });
}

#[test]
fn what_harmed_after_a_certificate_is_shown_to_those_who_decide_until_it_went_well_again() {
    in_town(|town| async move {
        asks(&town, |_| ()).await;
        let rate = async |by, seen: &[Behaviour]| {
            let (theo, behaviours) = (town.theo, seen.to_vec());
            town.ok(by, move |tx, by| {
                let seen = Seen { competency: Competency::Support, behaviours: behaviours.clone() };
                competency::rate(tx, by, theo, Evidence::RolePlay, &[seen], "She took over.")
            })
            .await;
            town.ground.clock.pass(DAY);
        };
        let harmed = async |who| town.ok(who, certificate::count_harmed).await;
        let well = [Behaviour::BasicOne, Behaviour::BasicTwo, Behaviour::BasicThree];
        rate(town.sue, &[Behaviour::HarmOne]).await;
        certified(&town, town.theo, town.sue).await.unwrap();
        assert_eq!(harmed(town.sue).await, 0, "whoever gave it knew of that");
        town.ground.clock.pass(DAY);
        rate(town.sid, &[Behaviour::HarmTwo]).await;
        assert_eq!(harmed(town.sue).await, 1);
        assert!(town.does(town.theo, certificate::count_harmed).await.is_err(), "it is not for everybody");
        assert_eq!(why(&town, town.theo).await, None, "people decide, not a rating");
        rate(town.sue, &well).await;
        assert_eq!(harmed(town.sue).await, 1, "it was not she who saw it");
        rate(town.sid, &well).await;
        assert_eq!(harmed(town.sue).await, 0);
        rate(town.sid, &[Behaviour::HarmOne]).await;
        let mut sue = town.browser(Some(town.sue)).await;
        sue.get("/workforce").await.says("1 certificate to look at again");
        sue.get("/workforce/certificates/waiting").await.says("Something that harms was seen on");
        let id = held(&town, town.theo).await.unwrap().id;
        town.ok(town.sue, move |tx, sue| Certificate::withdraw(tx, sue, id, "We talked about it.")).await;
        assert_eq!(harmed(town.sue).await, 0);
    });
}

#[test]
fn each_reminder_comes_once() {
    in_town(|town| async move {
        asks(&town, |_| ()).await;
        certified(&town, town.theo, town.sue).await.unwrap();
        let it = held(&town, town.theo).await.unwrap();
        let due = async |town: &Town| held(town, town.theo).await.unwrap().reminder(town.now());
        assert_eq!(due(&town).await, None);
        for days in [60, 30, 7, 0] {
            town.ground.clock.set(it.expires_at - DAY * days);
            assert_eq!(due(&town).await, Some(i64::from(days)));
            town.ok(town.theo, move |tx, theo| Certificate::read_reminder(tx, theo, it.id)).await;
            assert_eq!(due(&town).await, None);
        }
    });
}

#[test]
fn what_somebody_learned_is_sealed_and_theirs() {
    in_town(|town| async move {
        town.ok(town.theo, |tx, it| learning::write(tx, it, tx.now(), 30, "A book on grief.")).await;
        let id = town.ok(town.theo, |tx, it| Ok(learning::own(tx, it)?.remove(0).id)).await;
        let rows: Vec<Vec<u8>> =
            town.ok(town.theo, |tx, _| tx.all("SELECT words FROM workforce_learning", args![], |row| row.get(0))).await;
        assert!(!rows[0].windows(5).any(|it| it == b"grief"));
        assert!(town.does(town.kit, move |tx, it| learning::remove(tx, it, id)).await.is_err());
        let ahead = town.does(town.theo, |tx, it| learning::write(tx, it, tx.now() + DAY, 30, "Later.")).await;
        assert_eq!(ahead.unwrap_err().refusal(), Some("learning-day-ahead"));
        let more = town.does(town.theo, |tx, it| learning::write(tx, it, tx.now(), 691, "Too much.")).await;
        assert_eq!(more.unwrap_err().refusal(), Some("learning-day-full"), "with what was written for that day");
        for minutes in [0, 721] {
            let wrong = town.does(town.theo, move |tx, it| learning::write(tx, it, tx.now(), minutes, "Much.")).await;
            assert_eq!(wrong.unwrap_err().refusal(), Some("learning-minutes-wrong"));
        }
    });
}
