use std::time::Duration;

use workforce::{
    answer::{Bar, Step, Why, Work},
    hours::{self, Given},
    limit::{Limits, Quiet},
    pause,
};

use crate::town::*;

#[test]
fn after_four_hours_it_is_enough_for_today_wherever_midnight_lies() {
    in_town(|town| async move {
        // It is eight in the evening: midnight lies between.
        let begun = town.now();
        let duty = town.begins(&town.theo, Work::Conversation).await;
        town.pass(239 * MINUTE);
        assert_eq!(town.ask(&town.theo, Work::Conversation, Step::Take).await.map(|it| it.why), Some(Why::Rest));
        let theo = town.theo.id;
        let enough = town.ground.db.read(move |tx| hours::enough_at(tx, theo)).await.unwrap();
        assert_eq!(enough, begun + 4 * HOUR);
        town.pass(MINUTE);
        town.ends(Work::Conversation, duty).await;
        town.pass(10 * MINUTE);
        let again = begun + DAY + 30 * MINUTE;
        let bar = Bar { why: Why::Today, until: Some(again) };
        assert_eq!(town.ask(&town.theo, Work::Conversation, Step::Begin).await, Some(bar.clone()));
        assert_eq!(town.ask(&town.theo, Work::Room, Step::Begin).await, Some(bar), "all work is one");
        assert_eq!(town.ask(&town.theo, Work::Moderation, Step::Begin).await, None, "being reachable is not counted");
        assert_eq!(town.ask(&town.theo, Work::Conversation, Step::Plan).await, None, "another day may be planned");
        town.pass(again.since(town.now()) - MINUTE);
        assert_eq!(town.why(&town.theo, Step::Begin).await, Some(Why::Today), "not for half an hour");
        town.pass(MINUTE);
        assert_eq!(town.why(&town.theo, Step::Begin).await, None);
    });
}

#[test]
fn two_kinds_of_work_at_once_take_their_time_once() {
    in_town(|town| async move {
        let room = town.begins(&town.theo, Work::Room).await;
        town.works(&town.theo, HOUR).await;
        town.ends(Work::Room, room).await;
        let theo = town.theo.id;
        let given = town.ground.db.read(move |tx| Given::of(tx, theo)).await.unwrap();
        assert_eq!((given.day, given.week), (HOUR, HOUR));
        town.pass(DAY);
        let given = town.ground.db.read(move |tx| Given::of(tx, theo)).await.unwrap();
        assert_eq!((given.day, given.week), (Duration::ZERO, HOUR));
    });
}

#[test]
fn whoever_asks_less_of_themselves_is_held_to_it_and_nobody_may_ask_more() {
    in_town(|town| async move {
        let theo = town.theo.clone();
        let limit = |hours| {
            let theo = theo.clone();
            town.write(move |tx| Limits { week_hours: hours, quiet: None }.keep(tx, &theo))
        };
        limit(Some(3)).await.unwrap();
        town.works(&town.theo, 2 * HOUR).await;
        town.pass(HOUR);
        assert_eq!(town.why(&town.theo, Step::Begin).await, None);
        town.works(&town.theo, HOUR).await;
        town.pass(10 * MINUTE);
        assert_eq!(town.why(&town.theo, Step::Begin).await, Some(Why::Week));
        assert_eq!(town.why(&town.theo, Step::Take).await, Some(Why::Week));
        assert_eq!(
            limit(Some(48)).await.unwrap_err().refusal(),
            Some("hours-own-too-many"),
            "twelve are the most here"
        );
        limit(None).await.unwrap();
        assert_eq!(town.why(&town.theo, Step::Begin).await, None, "the community's own line is further on");
        for _ in 0..3 {
            town.pass(DAY);
            town.works(&town.theo, 3 * HOUR).await;
        }
        town.pass(DAY);
        assert_eq!(town.why(&town.theo, Step::Begin).await, Some(Why::Week), "twelve hours");
        assert_eq!(limit(Some(0)).await.unwrap_err().refusal(), Some("hours-own-none"));
    });
}

#[test]
fn a_pause_needs_no_reason_begins_at_once_and_ends_as_it_was_said() {
    in_town(|town| async move {
        let theo = town.theo.clone();
        town.write(move |tx| pause::take(tx, &theo, Some(tx.now() + DAY))).await.unwrap();
        for work in [Work::Conversation, Work::Room, Work::Moderation] {
            for step in [Step::Begin, Step::Take] {
                let bar = Bar { why: Why::Paused, until: Some(town.now() + DAY) };
                assert_eq!(town.ask(&town.theo, work, step).await, Some(bar));
            }
            assert_eq!(town.ask(&town.theo, work, Step::Plan).await, None, "what comes after it may be planned");
        }
        town.pass(DAY);
        assert_eq!(town.why(&town.theo, Step::Begin).await, None);
        let theo = town.theo.clone();
        town.write(move |tx| pause::take(tx, &theo, None)).await.unwrap();
        town.pass(30 * DAY);
        assert_eq!(town.why(&town.theo, Step::Plan).await, Some(Why::Paused));
        let theo = town.theo.clone();
        town.write(move |tx| pause::end(tx, &theo)).await.unwrap();
        assert_eq!(town.why(&town.theo, Step::Begin).await, None);
        let theo = town.theo.clone();
        let past = town.write(move |tx| pause::take(tx, &theo, Some(tx.now()))).await;
        assert_eq!(past.unwrap_err().refusal(), Some("pause-past"));
    });
}

#[test]
fn nobody_is_asked_in_their_quiet_hours() {
    in_town(|town| async move {
        // It is eight in the evening in London.
        let theo = town.theo.clone();
        let quiet = Quiet::parse("21:00", "07:00");
        town.write(move |tx| Limits { week_hours: None, quiet }.keep(tx, &theo)).await.unwrap();
        assert_eq!(town.why(&town.theo, Step::Take).await, None);
        town.pass(HOUR);
        let bar = Bar { why: Why::Quiet, until: Some(town.now() + 10 * HOUR) };
        assert_eq!(town.ask(&town.theo, Work::Conversation, Step::Take).await, Some(bar));
        assert_eq!(town.ask(&town.theo, Work::Moderation, Step::Begin).await, None, "being on call is to be asked");
        town.pass(10 * HOUR);
        assert_eq!(town.why(&town.theo, Step::Take).await, None);
    });
}
