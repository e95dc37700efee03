//! The dispatcher asks about everybody at work at once, a page about one: both hear the same, whatever everybody did.

use std::time::Duration;

use db::{Result, Tx, args};
use proptest::{collection::vec, prelude::*, strategy::ValueTree, test_runner::TestRunner};
use words::{Actor, MemberId};
use workforce::{
    answer::{self, Among, Step, Work},
    debrief::{self, Cause},
    limit::{Limits, Quiet},
    pause, rest, spell,
};

use crate::town::*;

/// What somebody does. Numbers are minutes.
#[derive(Clone, Copy, Debug)]
enum Verb {
    Begin(Work),
    End(Work),
    Rest(u64),
    Pause(u64),
    Hard,
    Less(u32),
    Quiet(u8, u8),
    Wait(u64),
}

fn verbs() -> impl Strategy<Value = Vec<(usize, Verb)>> {
    let work = || prop_oneof![3 => Just(Work::Conversation), 1 => Just(Work::Room)];
    let verb = prop_oneof![
        6 => work().prop_map(Verb::Begin),
        3 => work().prop_map(Verb::End),
        1 => (1..40_u64).prop_map(Verb::Rest),
        1 => (1..400_u64).prop_map(Verb::Pause),
        1 => Just(Verb::Hard),
        1 => (1..14_u32).prop_map(Verb::Less),
        1 => (0..24_u8, 0..24_u8).prop_map(|(from, to)| Verb::Quiet(from, to)),
        6 => (1..300_u64).prop_map(Verb::Wait),
    ];
    vec((0..4_usize, verb), 1..40)
}

/// What the room knows somebody's work by.
fn about(who: &Actor, work: Work) -> db::Uuid {
    db::Uuid::from_u128(who.id.0.as_u128() ^ if work == Work::Room { 1 } else { 2 })
}

fn play(tx: &mut Tx<'_>, who: &Actor, verb: Verb) -> Result<()> {
    let until = |tx: &Tx<'_>, minutes| tx.now() + MINUTE * u32::try_from(minutes).unwrap();
    match verb {
        Verb::Begin(work) => spell::begin(tx, who.id, work, about(who, work)),
        Verb::End(work) => spell::end(tx, work, about(who, work)),
        Verb::Rest(minutes) => rest::begin(tx, who.id, until(tx, minutes)),
        Verb::Pause(minutes) => pause::take(tx, who, Some(until(tx, minutes))),
        Verb::Hard => debrief::open(tx, who.id, Cause::Hard, tx.new_uuid()),
        Verb::Less(hours) => Limits { week_hours: Some(hours), ..Limits::of(tx, who.id)? }.keep(tx, who),
        Verb::Quiet(from, to) => {
            let quiet = Quiet::parse(&format!("{from:02}:30"), &format!("{to:02}:30"));
            Limits { quiet, ..Limits::of(tx, who.id)? }.keep(tx, who)
        }
        Verb::Wait(_) => Ok(()),
    }
}

/// Everybody at this work, each with the answer of each kind of question.
fn answers(tx: &mut Tx<'_>, work: Work) -> Result<usize> {
    let at_work: Vec<MemberId> = tx.all(
        "SELECT DISTINCT member_id FROM workforce_spells WHERE ended_at IS NULL AND work = $1",
        args![work],
        |row| row.get(0),
    )?;
    let mut barred = 0;
    for step in [Step::Plan, Step::Begin, Step::Take] {
        let all = answer::barred(tx, work, step, Among::AtWork)?;
        barred += all.len();
        for member in &at_work {
            assert_eq!(all.get(member), answer::ask(tx, *member, work, step)?.as_ref(), "{work} {step}");
        }
        assert!(all.keys().all(|it| at_work.contains(it)), "somebody who is not at work");
    }
    Ok(barred)
}

#[test]
fn what_is_heard_about_all_at_work_is_what_is_heard_about_each() {
    in_town(|town| async move {
        let mut runner = TestRunner::deterministic();
        let (mut barred, mut number) = (0, 0);
        for _ in 0..6 {
            let names: Vec<String> = (0..4).map(|it| format!("Person {number} {it}")).collect();
            number += 1;
            let joined = move |tx: &mut Tx<'_>| names.iter().map(|it| joins(tx, it, &[])).collect::<Result<Vec<_>>>();
            let cast = town.write(joined).await.unwrap();
            for (who, verb) in verbs().new_tree(&mut runner).unwrap().current() {
                if let Verb::Wait(minutes) = verb {
                    town.pass(Duration::from_secs(60 * minutes));
                }
                let who = cast[who].clone();
                barred += town
                    .write(move |tx| {
                        play(tx, &who, verb)?;
                        Ok(answers(tx, Work::Conversation)? + answers(tx, Work::Room)?)
                    })
                    .await
                    .unwrap();
            }
        }
        assert!(barred > 50, "hardly anybody was kept from anything: the walk proves nothing");
    });
}
