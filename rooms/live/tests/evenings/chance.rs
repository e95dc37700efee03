//! Whatever facilitators do, in whatever order and at the same time, and however often their pages go: nobody looks after a
//! room for longer than is enough, and no room is open with nobody to look after it. Looked at from the rows alone.

use std::{sync::Arc, time::Duration};

use db::{Error, Result, Time, Tx, args};
use live::{aside, duty, kind::AsideId, watch::SOON};
use proptest::{collection::vec, prelude::*, strategy::ValueTree, test_runner::TestRunner};
use testkit::{Ground, on_both_engines};
use words::{Actor, MemberId};

use crate::{enough::an_hour_is_enough, town::*};

/// What is enough in a day here, in minutes.
const ENOUGH: i64 = 60;
const MICROS: i64 = 60_000_000;

#[derive(Clone, Copy, Debug)]
enum Verb {
    Open(usize),
    StepBack(usize),
    Close(usize),
    HandOver(usize),
    Answer(usize, bool),
    Aside(usize),
    EndAside,
}

/// What happens next: minutes pass, with the pages open that are; a page comes or goes; one or two do something, at once.
#[derive(Clone, Copy, Debug)]
enum Turn {
    Wait(u32),
    /// The machine was off: nothing was done, and nobody's page was there.
    Off(u32),
    Page(usize, bool),
    One(Verb),
    Both(Verb, Verb),
}

fn verb() -> impl Strategy<Value = Verb> {
    let who = || 0..2_usize;
    prop_oneof![
        6 => who().prop_map(Verb::Open),
        1 => who().prop_map(Verb::StepBack),
        1 => who().prop_map(Verb::Close),
        2 => who().prop_map(Verb::HandOver),
        3 => (who(), any::<bool>()).prop_map(|(who, yes)| Verb::Answer(who, yes)),
        4 => who().prop_map(Verb::Aside),
        1 => Just(Verb::EndAside),
    ]
}

fn turns() -> impl Strategy<Value = Vec<Turn>> {
    let turn = prop_oneof![
        6 => (1..25_u32).prop_map(Turn::Wait),
        1 => (60..1_500_u32).prop_map(Turn::Off),
        2 => (0..2_usize, prop::bool::weighted(0.8)).prop_map(|(who, there)| Turn::Page(who, there)),
        8 => verb().prop_map(Turn::One),
        5 => (verb(), verb()).prop_map(|(one, other)| Turn::Both(one, other)),
    ];
    vec(turn, 15..40)
}

/// Minutes of this member's spells in the day before now; those of a talk aside that goes on beside them are told apart.
fn minutes(tx: &mut Tx<'_>, who: MemberId) -> Result<(i64, i64)> {
    let now = tx.now();
    let of = |tx: &mut Tx<'_>, sql: &'static str| -> Result<Vec<(Time, Option<Time>)>> {
        tx.all(sql, args![who], |row| Ok((row.get(0)?, row.get(1)?)))
    };
    let spells = of(tx, "SELECT began_at, ended_at FROM workforce_spells WHERE member_id = $1")?;
    let asides =
        of(tx, "SELECT began_at, ended_at FROM live_asides WHERE facilitator_id = $1 AND began_at IS NOT NULL")?;
    let is_in = |all: &[(Time, Option<Time>)], at: i64| {
        all.iter().any(|(began, ended)| began.0 <= at && ended.is_none_or(|it| it.0 > at))
    };
    let worked = (0..24 * 60).map(|ago| now.0 - (ago + 1) * MICROS).filter(|at| is_in(&spells, *at));
    let (aside, alone): (Vec<_>, Vec<_>) = worked.partition(|at| is_in(&asides, *at));
    Ok(((aside.len() + alone.len()) as i64, alone.len() as i64))
}

/// One does something; whether somebody's duty began with it. A refusal, and a page that is not there, are answers too.
fn play(tx: &mut Tx<'_>, cast: &Evening, verb: Verb) -> Result<bool> {
    let [first, second] = [&cast.ada, &cast.ben];
    let one = |who: usize| if who == 0 { first } else { second };
    let open_aside = |tx: &mut Tx<'_>| -> Result<Option<AsideId>> {
        tx.first("SELECT id FROM live_asides WHERE ended_at IS NULL", args![], |row| row.get(0))
    };
    let on = |tx: &mut Tx<'_>, who: &Actor| -> Result<i64> {
        tx.value("SELECT COUNT(*) FROM live_duties WHERE member_id = $1 AND ended_at IS NULL", args![who.id])
    };
    match verb {
        Verb::Open(who) => {
            let (before, given) = (on(tx, one(who))?, minutes(tx, one(who).id)?);
            duty::open(tx, one(who), cast.circle)?;
            assert!(before > 0 || given.0 < ENOUGH, "{given:?} minutes were given, and it began again");
            return Ok(before == 0);
        }
        Verb::StepBack(who) => duty::step_back(tx, one(who), cast.circle)?,
        Verb::Close(who) => duty::close(tx, one(who), cast.circle, "Goodbye, and sleep well.")?,
        Verb::HandOver(who) => drop(duty::hand_over(tx, one(who), cast.circle, one(1 - who).id)?),
        Verb::Answer(who, yes) => {
            let asked = tx.first(
                "SELECT id FROM live_handovers WHERE to_id = $1 AND answered_at IS NULL",
                args![one(who).id],
                |row| row.get(0),
            )?;
            let Some(asked) = asked else { return Ok(false) };
            let (before, given) = (on(tx, one(who))?, minutes(tx, one(who).id)?);
            duty::answer(tx, one(who), cast.circle, asked, yes)?;
            assert!(!yes || before > 0 || given.0 < ENOUGH, "{given:?} minutes were given, and it was handed over");
            return Ok(yes && before == 0);
        }
        Verb::Aside(who) => {
            let id = aside::offer(tx, one(who), cast.circle, cast.maya.id)?;
            aside::answer(tx, &cast.maya, cast.circle, id, true)?;
        }
        Verb::EndAside => match open_aside(tx)? {
            Some(id) => aside::end(tx, &cast.maya, cast.circle, id)?,
            None => return Ok(false),
        },
    }
    Ok(false)
}

async fn does_verb(ground: &Ground, cast: &Arc<Evening>, verb: Verb) -> usize {
    let of = Arc::clone(cast);
    match ground.db.write(move |tx| play(tx, &of, verb)).await {
        Ok(began) => usize::from(began),
        Err(Error::Refused(_) | Error::NotFound) => 0,
        Err(other) => panic!("{verb:?}: {other}"),
    }
}

async fn holds(ground: &Ground, cast: &Arc<Evening>, after: Turn) {
    let of = Arc::clone(cast);
    let read = ground.db.read(move |tx| {
        for who in [&of.ada, &of.ben] {
            let (all, alone) = minutes(tx, who.id)?;
            assert!(alone <= ENOUGH, "{after:?}: {alone} minutes with nobody aside");
            assert!(all <= ENOUGH + SOON.as_secs() as i64 / 60, "{after:?}: {all} minutes, a talk aside among them");
        }
        let unwatched: i64 = tx.value(
            "SELECT COUNT(*) FROM live_evenings e WHERE e.closed_at IS NULL
               AND NOT EXISTS (SELECT 1 FROM live_duties d WHERE d.evening_id = e.id AND d.ended_at IS NULL)",
            args![],
        )?;
        assert_eq!(unwatched, 0, "{after:?}: a room is open with nobody to look after it");
        let apart: i64 = tx.value(
            "SELECT (SELECT COUNT(*) FROM live_duties WHERE ended_at IS NULL)
                  - (SELECT COUNT(*) FROM workforce_spells WHERE ended_at IS NULL)",
            args![],
        )?;
        assert_eq!(apart, 0, "{after:?}: who is on duty is whose hours are counted");
        Ok(())
    });
    read.await.unwrap();
}

#[test]
fn nobody_looks_after_a_room_for_longer_than_is_enough_whatever_happens() {
    on_both_engines(&migrations(), |ground| async move {
        an_hour_is_enough(&ground).await;
        let cast = Arc::new(Evening::usual(&ground).await);
        let mut runner = TestRunner::deterministic();
        let mut began = 0;
        for _ in 0..12 {
            let mut pages = [true, true];
            pass(&ground, 8 * DAY).await;
            for turn in turns().new_tree(&mut runner).unwrap().current() {
                match turn {
                    Turn::Wait(minutes) => {
                        for _ in 0..minutes {
                            pass(&ground, MINUTE).await;
                            come(&ground, &cast, pages).await;
                        }
                    }
                    Turn::Off(minutes) => pass(&ground, MINUTE * minutes).await,
                    Turn::Page(who, there) => pages[who] = there,
                    Turn::One(verb) => began += does_verb(&ground, &cast, verb).await,
                    Turn::Both(one, other) => {
                        let (one, other) =
                            tokio::join!(does_verb(&ground, &cast, one), does_verb(&ground, &cast, other));
                        began += one + other;
                    }
                }
                pass(&ground, Duration::ZERO).await;
                holds(&ground, &cast, turn).await;
            }
        }
        let enough: i64 =
            does(&ground, |tx| tx.value("SELECT COUNT(*) FROM live_evenings WHERE closed_how = 'enough'", args![]))
                .await
                .unwrap();
        assert!(
            began > 20 && enough > 0,
            "hardly anything happened: {began} duties, {enough} rooms closed with the hour"
        );
    });
}

/// Those whose pages are open are seen, while the room is; Maya is always there.
async fn come(ground: &Ground, cast: &Evening, pages: [bool; 2]) {
    let there = [(&cast.ada, pages[0]), (&cast.ben, pages[1]), (&cast.maya, true)];
    for (who, _) in there.into_iter().filter(|it| it.1) {
        if cast.is_open(ground).await {
            cast.comes(ground, who).await;
        }
    }
}
