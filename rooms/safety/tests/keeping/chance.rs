//! Whatever several people do with cases, in whatever order: a case has one holder at most, and it never becomes less
//! urgent because somebody else said something lesser.

use std::{collections::BTreeMap, time::Duration};

use db::{Error, Result, Tx};
use proptest::{collection::vec, prelude::*, test_runner::TestRunner};
use safety::{
    case::Case,
    kind::{Action, CaseId, Kind, Level, Matter},
};
use words::MemberId;

use crate::town::*;

/// Something that somebody does.
#[derive(Clone, Debug)]
enum Verb {
    Raise(usize, usize),
    Claim(usize, usize),
    Release(usize, usize),
    Settle(usize, usize),
    Wait(u64),
}

fn verbs() -> impl Strategy<Value = Vec<Verb>> {
    let verb = prop_oneof![
        3 => (0..3_usize, 0..4_usize).prop_map(|(thing, level)| Verb::Raise(thing, level)),
        4 => (0..3_usize, 0..3_usize).prop_map(|(who, thing)| Verb::Claim(who, thing)),
        2 => (0..3_usize, 0..3_usize).prop_map(|(who, thing)| Verb::Release(who, thing)),
        2 => (0..3_usize, 0..3_usize).prop_map(|(who, thing)| Verb::Settle(who, thing)),
        2 => (1..40_u64).prop_map(Verb::Wait),
    ];
    vec(verb, 1..40)
}

/// What a reader of the rules would expect of one case.
#[derive(Clone, Copy, Debug)]
struct Model {
    id: CaseId,
    level: Level,
    held: Option<(MemberId, db::Time)>,
}

const CLAIM_HOLDS: Duration = Duration::from_secs(30 * 60);

fn play(tx: &mut Tx<'_>, cast: &Cast, things: &[Matter], open: &mut BTreeMap<usize, Model>, verb: &Verb) -> Result<()> {
    let judges = [&cast.mo, &cast.max, &cast.sue];
    let now = tx.now();
    match *verb {
        Verb::Raise(thing, level) => {
            let level = Level::ALL[level];
            let id = cast.raises(tx, things[thing], &cast.ann, level)?;
            let case = open.entry(thing).or_insert(Model { id, level, held: None });
            assert_eq!(case.id, id, "one case is open about one thing");
            case.level = case.level.max(level);
        }
        Verb::Claim(who, thing) => {
            let Some(model) = open.get_mut(&thing) else { return Ok(()) };
            let who = judges[who];
            let may = model.held.is_none_or(|(by, at)| by == who.id || at + CLAIM_HOLDS < now);
            let claimed = Case::for_judge(tx, who, model.id)?.claim(tx, who);
            match claimed {
                Ok(()) => {
                    assert!(may, "two hold it");
                    model.held = Some((who.id, now));
                }
                Err(Error::Refused(refusal)) if refusal.key == "case-rest-first" => assert!(model.level == Level::Red),
                refused => {
                    is_refused(refused, "case-taken");
                    assert!(!may, "nobody holds it");
                }
            }
        }
        Verb::Release(who, thing) => {
            let Some(model) = open.get_mut(&thing) else { return Ok(()) };
            let holds = model.held.is_some_and(|(by, _)| by == judges[who].id);
            let released = Case::for_judge(tx, judges[who], model.id)?.release(tx, judges[who]);
            assert_eq!(released.is_ok(), holds);
            if holds {
                model.held = None;
            }
        }
        Verb::Settle(who, thing) => {
            let Some(model) = open.get(&thing).copied() else { return Ok(()) };
            let holds = model.held.is_some_and(|(by, _)| by == judges[who].id);
            let case = Case::for_judge(tx, judges[who], model.id)?;
            let settled = safety::decision::decide(tx, judges[who], &case, &cast.verdict(Action::Nothing));
            assert_eq!(settled.is_ok(), holds, "{settled:?}");
            if holds {
                open.remove(&thing);
            }
        }
        Verb::Wait(_) => (),
    }
    for model in open.values() {
        let case = Case::for_judge(tx, &cast.mo, model.id)?;
        assert_eq!((case.level, case.claimed_by), (model.level, model.held.map(|it| it.0)));
    }
    let mut queued = queue(tx, &cast.mo)?;
    let mut expected: Vec<_> = open.values().map(|it| it.id).collect();
    queued.sort();
    expected.sort();
    assert_eq!(queued, expected);
    Ok(())
}

#[test]
fn a_case_has_one_holder_at_most_and_its_level_never_falls_by_what_is_said() {
    in_town(|ground, cast| async move {
        let handle = tokio::runtime::Handle::current();
        let mut runner =
            TestRunner::new(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() });
        let ran = runner.run(&verbs(), |verbs| {
            let things: Vec<_> = (0..3)
                .map(|_| Matter { kind: Kind::Person, id: db::new_uuid(ground.db.now(), &*ground.random) })
                .collect();
            let mut open = BTreeMap::new();
            for verb in verbs {
                if let Verb::Wait(minutes) = verb {
                    ground.clock.pass(Duration::from_secs(60 * minutes));
                }
                let (of, things, before) = (cast.clone(), things.clone(), open.clone());
                open = tokio::task::block_in_place(|| {
                    handle.block_on(ground.db.write(move |tx| {
                        // What is asked again begins where it began.
                        let mut open = before.clone();
                        play(tx, &of, &things, &mut open, &verb)?;
                        Ok(open)
                    }))
                })
                .unwrap();
            }
            // The next sequence begins with an empty queue.
            let of = cast.clone();
            tokio::task::block_in_place(|| {
                handle.block_on(ground.db.write(move |tx| {
                    tx.execute(
                        "UPDATE safety_cases SET settled_at = $1, settled_by = $2 WHERE settled_at IS NULL",
                        db::args![tx.now(), of.mo.id],
                    )?;
                    tx.execute("DELETE FROM safety_rests", db::args![])
                }))
            })
            .unwrap();
            Ok(())
        });
        ran.unwrap();
    });
}
