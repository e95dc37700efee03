//! The record of hours and roles.

use std::time::Duration;

use words::Hat;
use workforce::{
    answer::Work,
    record::{self, Record, Verdict},
    spell,
    step_back::{self, Span},
};

use crate::town::{DAY, in_town};

const HOUR: Duration = Duration::from_secs(3600);

#[test]
fn hours_and_roles_are_kept_also_after_stepping_back() {
    in_town(|town| async move {
        let about = town
            .ok(town.theo, |tx, theo| {
                let about = tx.new_uuid();
                spell::begin(tx, theo.id, Work::Conversation, about)?;
                Ok(about)
            })
            .await;
        town.ground.clock.pass(2 * HOUR);
        town.ok(town.theo, move |tx, _| spell::end(tx, Work::Conversation, about)).await;
        town.ground.clock.pass(DAY);
        town.ok(town.theo, |tx, theo| step_back::step_back(tx, theo, Span::Good)).await;
        let record = town.ok(town.theo, |tx, theo| Record::of(tx, theo.id)).await;
        assert_eq!(record.hours.len(), 1);
        assert_eq!((record.hours[0].times, record.hours[0].hours()), (1, "2.0".to_owned()));
        let roles: Vec<_> = record.roles.iter().map(|it| (it.hat, it.until.is_some())).collect();
        assert_eq!(roles, [(Hat::Supporter, true), (Hat::Facilitator, true)]);
        assert!(town.ok(town.ann, |tx, ann| Record::of(tx, ann.id)).await.is_empty());
    });
}

#[test]
fn what_was_done_at_the_same_time_is_counted_once() {
    in_town(|town| async move {
        let rooms = town
            .ok(town.theo, |tx, theo| {
                let rooms = [tx.new_uuid(), tx.new_uuid()];
                rooms.iter().try_for_each(|room| spell::begin(tx, theo.id, Work::Room, *room))?;
                spell::begin(tx, theo.id, Work::Conversation, rooms[0])?;
                Ok(rooms)
            })
            .await;
        town.ground.clock.pass(HOUR);
        town.ok(town.theo, move |tx, _| spell::end(tx, Work::Room, rooms[0])).await;
        town.ground.clock.pass(HOUR / 2);
        let record = town.ok(town.theo, |tx, theo| Record::of(tx, theo.id)).await;
        let told: Vec<_> = record.hours.iter().map(|it| (it.work, it.times, it.hours())).collect();
        let time = || "1.5".to_owned();
        assert_eq!(told, [(Work::Conversation, 1, time()), (Work::Room, 2, time())]);
    });
}

#[test]
fn a_record_is_known_again_and_a_changed_one_is_found_out() {
    in_town(|town| async move {
        let signed = town.ok(town.theo, |tx, _| record::sign(tx, "Hours\n- Conversations: 2.0 hours")).await;
        let check = |text: String| town.ok(town.ann, move |tx, _| record::check(tx, &text));
        assert_eq!(check(signed.clone()).await, Verdict::Ours);
        assert_eq!(check(signed.replace('\n', "\r\n")).await, Verdict::Ours, "as it comes out of a mail");
        assert_eq!(check(format!("\n{signed}\n\n")).await, Verdict::Ours);
        assert_eq!(check(signed.replace("2.0", "200.0")).await, Verdict::Changed);
        assert_eq!(check(signed.replacen("Ed25519 signature: ", "Ed25519 signature: 0", 1)).await, Verdict::Changed);
        assert_eq!(check("Hours".to_owned()).await, Verdict::Unknown);
        let key = town.ok(town.ann, |tx, _| record::public_key(tx)).await;
        let other = signed.replace(&key, &"0".repeat(64));
        assert_eq!(check(other).await, Verdict::Unknown);
    });
}
