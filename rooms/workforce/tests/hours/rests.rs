use std::collections::HashMap;

use words::MemberId;
use workforce::{
    answer::{Bar, Step, Why, Work},
    debrief::{self, Cause},
    rest,
};

use crate::town::*;

async fn begins_hour_rest(town: &Town) -> bool {
    let theo = town.theo.id;
    town.write(move |tx| rest::after_hour(tx, theo)).await.unwrap()
}

#[test]
fn after_an_hour_nothing_new_comes_until_ten_minutes_of_rest_are_over() {
    in_town(|town| async move {
        let duty = town.begins(&town.theo, Work::Conversation).await;
        town.pass(59 * MINUTE);
        assert_eq!(town.why(&town.theo, Step::Take).await, None);
        assert!(!begins_hour_rest(&town).await);
        town.pass(MINUTE);
        let due = Bar { why: Why::Rest, until: None };
        assert_eq!(town.ask(&town.theo, Work::Conversation, Step::Take).await, Some(due), "due, whoever looks when");
        town.pass(20 * MINUTE);
        assert_eq!(town.why(&town.theo, Step::Take).await, Some(Why::Rest), "waiting for it does not skip it");
        assert!(begins_hour_rest(&town).await);
        assert!(!begins_hour_rest(&town).await, "it began already");
        let resting = Bar { why: Why::Rest, until: Some(town.now() + 10 * MINUTE) };
        assert_eq!(town.ask(&town.theo, Work::Conversation, Step::Take).await, Some(resting.clone()));
        town.ends(Work::Conversation, duty).await;
        assert_eq!(
            town.ask(&town.theo, Work::Conversation, Step::Begin).await,
            Some(resting),
            "going off does not skip it"
        );
        town.pass(10 * MINUTE);
        assert_eq!(town.why(&town.theo, Step::Begin).await, None);
    });
}

#[test]
fn going_off_for_a_moment_does_not_begin_the_hour_anew() {
    in_town(|town| async move {
        town.works(&town.theo, 55 * MINUTE).await;
        town.pass(3 * MINUTE);
        town.begins(&town.theo, Work::Conversation).await;
        town.pass(MINUTE);
        assert_eq!(town.why(&town.theo, Step::Take).await, None);
        town.pass(MINUTE);
        assert_eq!(town.why(&town.theo, Step::Take).await, Some(Why::Rest));

        let nora = town.nora.clone();
        town.works(&nora, 55 * MINUTE).await;
        town.pass(10 * MINUTE);
        town.begins(&nora, Work::Conversation).await;
        town.pass(59 * MINUTE);
        assert_eq!(town.why(&nora, Step::Take).await, None, "ten minutes away are a rest");
    });
}

#[test]
fn whoever_stops_after_a_full_hour_rests_before_they_begin_anything() {
    in_town(|town| async move {
        let room = town.begins(&town.theo, Work::Room).await;
        town.pass(90 * MINUTE);
        town.ends(Work::Room, room).await;
        let resting = Bar { why: Why::Rest, until: Some(town.now() + 10 * MINUTE) };
        assert_eq!(town.ask(&town.theo, Work::Conversation, Step::Begin).await, Some(resting));
    });
}

#[test]
fn a_rest_after_a_conversation_is_never_shortened_by_another() {
    in_town(|town| async move {
        let theo = town.theo.id;
        town.begins(&town.theo, Work::Conversation).await;
        town.pass(20 * MINUTE);
        town.write(move |tx| rest::begin(tx, theo, tx.now() + 30 * MINUTE)).await.unwrap();
        town.write(move |tx| rest::after_conversation(tx, theo)).await.unwrap();
        let until = town.ground.db.read(move |tx| rest::until(tx, theo)).await.unwrap();
        assert_eq!(until, Some(town.now() + 30 * MINUTE));
        let all = town.ground.db.read(rest::all).await.unwrap();
        assert_eq!(all, HashMap::from([(theo, town.now() + 30 * MINUTE)]));
        town.pass(30 * MINUTE);
        assert_eq!(town.ground.db.read(rest::all).await.unwrap(), HashMap::new());
    });
}

async fn open(town: &Town, member: MemberId, cause: Cause, about: u128) {
    let about = db::Uuid::from_u128(about);
    town.write(move |tx| debrief::open(tx, member, cause, about)).await.unwrap();
}

#[test]
fn after_something_hard_nothing_new_comes_until_it_was_talked_through_or_waived() {
    in_town(|town| async move {
        let theo = town.theo.id;
        open(&town, theo, Cause::Danger, 1).await;
        open(&town, theo, Cause::Hard, 1).await;
        let waiting = town.ground.db.read(debrief::waiting).await.unwrap();
        assert_eq!(waiting.len(), 1, "one conversation waits once");
        assert_eq!((waiting[0].member, waiting[0].cause), (theo, Cause::Danger));
        assert_eq!(waiting[0].due_at, town.now() + 3 * DAY);
        for step in [Step::Begin, Step::Take] {
            assert_eq!(town.why(&town.theo, step).await, Some(Why::Debrief));
        }
        assert_eq!(town.ask(&town.theo, Work::Moderation, Step::Take).await, None);
        town.pass(4 * DAY);
        assert_eq!(town.why(&town.theo, Step::Begin).await, Some(Why::Debrief), "time alone does not end it");

        let (id, nora, own) = (waiting[0].id, town.nora.clone(), town.theo.clone());
        let not_theirs = town.write(move |tx| debrief::waive(tx, &nora, id)).await;
        assert!(not_theirs.is_err(), "nobody waives it for another");
        let by_a_supporter = town.write(move |tx| debrief::done(tx, &own, id)).await;
        assert!(by_a_supporter.is_err());
        let nora = town.nora.clone();
        town.write(move |tx| debrief::done(tx, &nora, id)).await.unwrap();
        assert_eq!(town.why(&town.theo, Step::Begin).await, None);
        open(&town, theo, Cause::Danger, 1).await;
        assert_eq!(town.why(&town.theo, Step::Begin).await, None, "the same thing is not opened again");
        open(&town, theo, Cause::Hard, 1).await;
        let own = town.theo.clone();
        town.write(move |tx| {
            let id = debrief::waiting_of(tx, own.id)?[0].id;
            debrief::waive(tx, &own, id)
        })
        .await
        .unwrap();
        assert_eq!(town.why(&town.theo, Step::Begin).await, None);
        // Hard days are not added up over years: what was talked through is gone after its week, what waits is not.
        open(&town, theo, Cause::NotOk, 2).await;
        let kept = async || {
            town.ground
                .db
                .read(|tx| tx.value::<i64>("SELECT COUNT(*) FROM workforce_debriefs", db::args![]))
                .await
                .unwrap()
        };
        assert_eq!(kept().await, 3);
        town.pass(8 * DAY);
        town.write(workforce::schedule).await.unwrap();
        workforce::jobs(jobs::Jobs::default()).run_due(&town.ground.db).await.unwrap();
        assert_eq!(kept().await, 1);
    });
}

#[test]
fn a_supervisor_does_not_talk_it_through_with_herself() {
    in_town(|town| async move {
        open(&town, town.nora.id, Cause::NotOk, 1).await;
        let nora = town.nora.clone();
        let done = town.write(move |tx| {
            let id = debrief::waiting_of(tx, nora.id)?[0].id;
            debrief::done(tx, &nora, id)
        });
        assert!(done.await.is_err());
    });
}

#[test]
fn whoever_had_it_reads_who_said_that_it_was_talked_through_and_may_say_that_it_was_not() {
    in_town(|town| async move {
        open(&town, town.theo.id, Cause::Hard, 1).await;
        let (nora, theo) = (town.nora.clone(), town.theo.clone());
        let settle = async || {
            let nora = nora.clone();
            town.write(move |tx| {
                let id = debrief::waiting(tx)?[0].id;
                debrief::done(tx, &nora, id)?;
                Ok(id)
            })
            .await
            .unwrap()
        };
        let told = async || {
            town.ground
                .db
                .read({
                    let theo = theo.id;
                    move |tx| debrief::told_of(tx, theo)
                })
                .await
                .unwrap()
        };
        let id = settle().await;
        assert_eq!(told().await.into_iter().map(|(it, by)| (it.id, by)).collect::<Vec<_>>(), [(id, nora.id)]);
        assert_eq!(town.why(&theo, Step::Begin).await, None);
        // Nobody else says so for them.
        let other = nora.clone();
        assert!(town.write(move |tx| debrief::reopen(tx, &other, id)).await.is_err());
        let own = theo.clone();
        town.write(move |tx| debrief::reopen(tx, &own, id)).await.unwrap();
        assert_eq!(told().await, []);
        assert_eq!(town.why(&theo, Step::Begin).await, Some(Why::Debrief), "it waits again");
        settle().await;
        let own = theo.clone();
        town.write(move |tx| debrief::read(tx, &own, id)).await.unwrap();
        assert_eq!(told().await, []);
        assert_eq!(town.why(&theo, Step::Begin).await, None);
    });
}
