//! However a shift comes about, also where clocks change, it is held to the same rules: tried with any order of plans,
//! promises, swaps and calls.

use std::time::Duration;

use db::{Error, Result, Time, Tx};
use jobs::Jobs;
use organisation::{Settings, settings::DIALS};
use proptest::{collection::vec, prelude::*, strategy::ValueTree, test_runner::TestRunner};
use words::{Actor, Hat};
use workforce::{
    answer::Work,
    calendar::stretch,
    shift::{LONGEST, LONGEST_ON_CALL, Shift},
    standing::Standing,
    swap,
};

use crate::town::*;

/// When clocks change in Europe: to winter time, and to summer time.
const CHANGES: [Time; 2] = [Time(1_792_890_000_000_000), Time(1_806_195_600_000_000)];

/// What somebody does. Numbers are half hours of the clock, and days from today.
#[derive(Clone, Copy, Debug)]
enum Verb {
    Promise(Work, u8, u8, u8),
    Plan(Work, u8, u8, u8),
    HandOver(usize),
    OnCall(u8),
    Wait(u8),
}

fn verbs() -> impl Strategy<Value = Vec<(usize, Verb)>> {
    let work = || prop_oneof![Just(Work::Conversation), Just(Work::Room), Just(Work::Moderation)];
    let long = || prop_oneof![1..=14_u8, 40..=50_u8];
    let verb = prop_oneof![
        4 => (work(), 0..4_u8, 0..48_u8, long()).prop_map(|(work, day, from, long)| Verb::Promise(work, day, from, long)),
        4 => (work(), 0..4_u8, 0..48_u8, long()).prop_map(|(work, day, from, long)| Verb::Plan(work, day, from, long)),
        3 => (0..9_usize).prop_map(Verb::HandOver),
        2 => (1..50_u8).prop_map(Verb::OnCall),
        1 => (1..80_u8).prop_map(Verb::Wait),
    ];
    vec((0..2_usize, verb), 1..25)
}

/// A day and two clock times, as a form gives them.
fn typed(tx: &Tx<'_>, day: u8, from: u8, long: u8) -> [String; 3] {
    let day = jiff::Timestamp::from_microsecond((tx.now() + DAY * u32::from(day)).0).unwrap();
    let clock = |half: u8| format!("{:02}:{:02}", half % 48 / 2, half % 2 * 30);
    [day.strftime("%Y-%m-%d").to_string(), clock(from), clock(from + long)]
}

fn play(tx: &mut Tx<'_>, cast: &[Actor], who: usize, verb: Verb) -> Result<()> {
    let actor = &cast[who];
    match verb {
        Verb::Promise(work, day, from, long) => {
            let [day, from, to] = typed(tx, day, from, long);
            let [last, ..] = typed(tx, 60, 0, 0);
            Standing::plan(tx, actor, work, [&day, &last], [&from, &to]).map(drop)
        }
        Verb::Plan(work, day, from, long) => {
            let [day, from, to] = typed(tx, day, from, long);
            let (begins_at, ends_at) = stretch(&actor.zone, &day, &from, &to).unwrap();
            Shift::plan(tx, actor, work, begins_at, ends_at).map(drop)
        }
        Verb::HandOver(which) => {
            let Some(shift) = Shift::own(tx, actor)?.get(which).copied() else { return Ok(()) };
            swap::offer(tx, actor, shift.id)?;
            swap::take(tx, &cast[1 - who], shift.id)
        }
        Verb::OnCall(long) => Shift::begin_on_call(tx, actor, tx.now() + 30 * MINUTE * u32::from(long)),
        Verb::Wait(_) => Ok(()),
    }
}

/// The longest stretch without half an hour between two shifts.
fn longest(shifts: &[Shift]) -> Duration {
    let mut all: Vec<(Time, Time)> = shifts.iter().map(|it| (it.begins_at, it.ends_at)).collect();
    all.sort();
    let (mut longest, mut stretch) = (Duration::ZERO, (Time(0), Time(0)));
    for (from, to) in all {
        stretch = if from <= stretch.1 + 30 * MINUTE { (stretch.0, stretch.1.max(to)) } else { (from, to) };
        longest = longest.max(stretch.1.since(stretch.0));
    }
    longest
}

/// Holds all that somebody has planned to the rules.
fn check(shifts: &[Shift]) {
    let (on_call, among_people): (Vec<Shift>, Vec<Shift>) =
        shifts.iter().copied().partition(|it| it.work == Work::Moderation);
    assert!(shifts.iter().all(|it| it.begins_at < it.ends_at), "{shifts:?}");
    assert!(longest(&on_call) <= LONGEST_ON_CALL, "on call for {:?}: {on_call:?}", longest(&on_call));
    assert!(longest(&among_people) <= LONGEST, "for {:?}: {among_people:?}", longest(&among_people));
}

#[test]
fn no_shift_is_longer_than_is_good_however_it_came_about_also_where_clocks_change() {
    in_town(|town| async move {
        let dial = |name| DIALS.iter().find(|it| it.name == name).unwrap();
        let (day, week, nora) = (dial("day-hours"), dial("week-hours"), town.nora.id);
        town.write(move |tx| Settings::turn(tx, nora, &[(day, day.most), (week, week.most)], "A trial."))
            .await
            .unwrap();
        town.write(workforce::schedule).await.unwrap();
        let mut runner = TestRunner::deterministic();
        let (mut number, mut over_the_change) = (0, 0);
        for round in 0..20 {
            let changes = CHANGES[round % 2];
            let zone = ["Europe/London", "Europe/Berlin"][round / 2 % 2];
            town.ground.clock.set(changes - 37 * HOUR);
            let names = [format!("Person {number}"), format!("Person {}", number + 1)];
            number += 2;
            let cast = town.write(move |tx| {
                let hats = [Hat::Supporter, Hat::Facilitator, Hat::Moderator];
                let joined = names.iter().map(|it| Ok(Actor { zone: zone.to_owned(), ..joins(tx, it, &hats)? }));
                joined.collect::<Result<Vec<_>>>()
            });
            let cast = cast.await.unwrap();
            for (who, verb) in verbs().new_tree(&mut runner).unwrap().current() {
                if let Verb::Wait(long) = verb {
                    town.pass(30 * MINUTE * u32::from(long));
                    workforce::jobs(Jobs::default()).run_due(&town.ground.db).await.unwrap();
                }
                let all = cast.clone();
                match town.write(move |tx| play(tx, &all, who, verb)).await {
                    Ok(()) | Err(Error::Refused(_)) | Err(Error::NotFound) => {}
                    Err(error) => panic!("{error:?}"),
                }
                for who in cast.clone() {
                    let own = town.write(move |tx| Shift::own(tx, &who)).await.unwrap();
                    check(&own);
                    over_the_change += own.iter().filter(|it| it.begins_at < changes && it.ends_at > changes).count();
                }
            }
        }
        assert!(over_the_change > 50, "hardly anybody was there when clocks changed: the walk proves nothing");
    });
}
