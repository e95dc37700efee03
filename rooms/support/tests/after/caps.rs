//! Whatever supporters do, in whatever order and at the same time, and however late the work of the place is done: nobody
//! gives more than is enough, nobody skips a rest, and nothing new comes after something hard. The rules are looked at from
//! the rows alone, minute by minute, not by asking the rules themselves.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
    time::Duration,
};

use db::{Error, Result, Time, Tx, Uuid, args};
use jobs::{Jobs, Lease};
use organisation::{Settings, settings::DIALS};
use proptest::{collection::vec, prelude::*, strategy::ValueTree, test_runner::TestRunner};
use support::{
    conversation::{Conversation, Ending},
    dispatch,
    duty::{Duty, How},
    offer::Offer,
    request::Request,
};
use testkit::{Ground, on_both_engines};
use words::{Actor, Hat, MemberId};
use workforce::{
    debrief::{self, Cause},
    limit::Limits,
    pause,
};

use crate::town::*;

const MINUTE: Duration = Duration::from_secs(60);
const MICROS: i64 = 60_000_000;
/// What is enough here: soon reached.
const DAY_HOURS: u32 = 2;
const WEEK_HOURS: u32 = 5;
const OWN_HOURS: u32 = 3;
const BREAK: i64 = 10;
const ASKERS: usize = 4;

#[derive(Clone, Copy, Debug)]
enum Verb {
    Begin(usize),
    End(usize),
    NotOk(usize),
    Pause(usize, u64),
    Back(usize),
    Waive(usize),
    Hard(usize),
    /// Somebody asks, the dispatcher looks, and whoever is offered something accepts.
    Meet(usize),
    Accept(usize),
    Goodbye(usize),
}

/// What happens next: minutes pass, the work of the place is done, or one or two do something, at once.
#[derive(Clone, Copy, Debug)]
enum Turn {
    Wait(u64),
    Late(u64),
    One(Verb),
    Both(Verb, Verb),
}

fn verb() -> impl Strategy<Value = Verb> {
    let who = || 0..2_usize;
    prop_oneof![
        6 => who().prop_map(Verb::Begin),
        1 => who().prop_map(Verb::End),
        1 => who().prop_map(Verb::NotOk),
        1 => (who(), 1..200_u64).prop_map(|(who, minutes)| Verb::Pause(who, minutes)),
        2 => who().prop_map(Verb::Back),
        3 => who().prop_map(Verb::Waive),
        1 => who().prop_map(Verb::Hard),
        8 => (0..ASKERS).prop_map(Verb::Meet),
        4 => who().prop_map(Verb::Accept),
        6 => who().prop_map(Verb::Goodbye),
    ]
}

fn turns() -> impl Strategy<Value = Vec<Turn>> {
    let turn = prop_oneof![
        5 => (1..25_u64).prop_map(Turn::Wait),
        1 => (25..900_u64).prop_map(Turn::Wait),
        2 => (1..300_u64).prop_map(Turn::Late),
        8 => verb().prop_map(Turn::One),
        5 => (verb(), verb()).prop_map(|(one, other)| Turn::Both(one, other)),
    ];
    vec(turn, 10..60)
}

struct Cast {
    supporters: Vec<Actor>,
    askers: Vec<Actor>,
    /// Until when each rest was, as far as one was ever seen: the place keeps the last alone.
    rests: Arc<Mutex<BTreeSet<(MemberId, Time)>>>,
}

/// What somebody may do, from the rows alone.
struct Seen {
    /// Minutes worked, by minute before now, the last minute first; a week and no more.
    worked: Vec<bool>,
    week_hours: u32,
    held_back: bool,
    rested: bool,
    hour_rested: bool,
}

impl Seen {
    fn of(tx: &mut Tx<'_>, cast: &Cast, who: MemberId) -> Result<Self> {
        let now = tx.now();
        cast.note_rests(tx)?;
        let spells: Vec<(Time, Option<Time>)> =
            tx.all("SELECT began_at, ended_at FROM workforce_spells WHERE member_id = $1", args![who], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        let ago = |at: Time| usize::try_from((now.0 - at.0).max(0) / MICROS).unwrap();
        let mut worked = vec![false; 7 * 24 * 60];
        for (began, ended) in &spells {
            let (last, first) = (ended.map_or(0, ago), ago(*began));
            for minute in last..first.min(worked.len()) {
                worked[minute] = true;
            }
        }
        let open: i64 = tx.value(
            "SELECT (SELECT COUNT(*) FROM workforce_debriefs WHERE member_id = $1 AND done_at IS NULL AND waived_at IS NULL)
                  + (SELECT COUNT(*) FROM workforce_pauses WHERE member_id = $1 AND (until IS NULL OR until > $2))",
            args![who, now],
        )?;
        let ended: Option<Time> =
            tx.value("SELECT MAX(ended_at) FROM support_conversations WHERE supporter_id = $1", args![who])?;
        let rests = cast.rests.lock().unwrap();
        let last = rests.iter().filter(|it| it.0 == who && it.1 <= now).map(|it| ago(it.1)).min();
        Ok(Self {
            hour_rested: last.unwrap_or(usize::MAX).min(since_away(&worked)) < 60,
            worked,
            week_hours: Limits::of(tx, who)?.week_hours.unwrap_or(WEEK_HOURS).min(WEEK_HOURS),
            held_back: open > 0,
            rested: ended.is_none_or(|it| now.0 - it.0 >= BREAK * MICROS),
        })
    }

    fn minutes(&self, span: usize) -> usize {
        self.worked[..span].iter().filter(|it| **it).count()
    }

    fn is_enough(&self) -> bool {
        self.minutes(24 * 60) >= (DAY_HOURS * 60) as usize
            || self.minutes(7 * 24 * 60) >= (self.week_hours * 60) as usize
    }
}

/// Minutes since somebody came who had not worked for ten minutes.
fn since_away(worked: &[bool]) -> usize {
    let (mut since, mut away) = (0, 0);
    for (minute, worked) in worked.iter().enumerate() {
        if *worked {
            (since, away) = (minute + 1, 0);
        } else {
            away += 1;
            if away >= 10 {
                break;
            }
        }
    }
    since
}

impl Cast {
    fn note_rests(&self, tx: &mut Tx<'_>) -> Result<()> {
        let rests: Vec<(MemberId, Time)> =
            tx.all("SELECT member_id, until FROM workforce_rests", args![], |row| Ok((row.get(0)?, row.get(1)?)))?;
        self.rests.lock().unwrap().extend(rests);
        Ok(())
    }
}

/// Accepts what is offered. What the rows said just before is answered with it.
fn accepts(tx: &mut Tx<'_>, cast: &Cast, who: &Actor) -> Result<Option<Seen>> {
    let Some(offer) = Offer::open_to(tx, who.id)? else { return Ok(None) };
    let seen = Seen::of(tx, cast, who.id)?;
    offer.accept(tx, who)?;
    Ok(Some(seen))
}

fn meets(tx: &mut Tx<'_>, cast: &Cast, asker: &Actor) -> Result<()> {
    for supporter in &cast.supporters {
        if let Some(duty) = Duty::of(tx, supporter.id)? {
            duty.see(tx)?;
        }
    }
    if Conversation::open_of_asker(tx, asker.id)?.is_none() && Request::live_of(tx, asker.id)?.is_none() {
        Request::ask(tx, asker, &ask("en"))?;
    }
    for asker in &cast.askers {
        if let Some(request) = Request::live_of(tx, asker.id)? {
            request.see(tx)?;
        }
    }
    dispatch::round(tx, &Lease::new("support.dispatcher", Uuid::from_u128(1), Duration::from_secs(4)))?;
    Ok(())
}

/// Answers what was seen before a conversation began.
fn play(tx: &mut Tx<'_>, cast: &Cast, verb: Verb) -> Result<Vec<Seen>> {
    match verb {
        Verb::Begin(who) => {
            let who = &cast.supporters[who];
            let (before, seen) = (Duty::of(tx, who.id)?.is_some(), Seen::of(tx, cast, who.id)?);
            Duty::begin(tx, who)?;
            assert!(
                before || !(seen.is_enough() || seen.held_back || !seen.rested),
                "went on duty and should not have"
            );
        }
        Verb::End(who) => {
            if let Some(duty) = Duty::of(tx, cast.supporters[who].id)? {
                duty.end(tx, How::Done)?;
            }
        }
        Verb::NotOk(who) => Duty::not_ok(tx, &cast.supporters[who])?,
        Verb::Pause(who, minutes) => {
            let until = tx.now() + MINUTE * u32::try_from(minutes).unwrap();
            pause::take(tx, &cast.supporters[who], Some(until))?;
        }
        Verb::Back(who) => pause::end(tx, &cast.supporters[who])?,
        Verb::Waive(who) => {
            let who = &cast.supporters[who];
            for waiting in debrief::waiting_of(tx, who.id)? {
                debrief::waive(tx, who, waiting.id)?;
            }
        }
        Verb::Hard(who) => debrief::open(tx, cast.supporters[who].id, Cause::Hard, tx.new_uuid())?,
        Verb::Meet(asker) => meets(tx, cast, &cast.askers[asker])?,
        Verb::Accept(who) => return Ok(accepts(tx, cast, &cast.supporters[who])?.into_iter().collect()),
        Verb::Goodbye(who) => {
            for open in Conversation::open_of_supporter(tx, cast.supporters[who].id)? {
                open.end(tx, Ending::Ended, None)?;
            }
        }
    }
    Ok(Vec::new())
}

/// Does it, and answers how many conversations began.
async fn does_verb(ground: &Ground, cast: &Arc<Cast>, verb: Verb) -> usize {
    let mut began = does_one(ground, cast, verb).await;
    if let Verb::Meet(_) = verb {
        for who in 0..cast.supporters.len() {
            began += does_one(ground, cast, Verb::Accept(who)).await;
        }
    }
    began
}

/// A refusal is an answer too.
async fn does_one(ground: &Ground, cast: &Arc<Cast>, verb: Verb) -> usize {
    let of = Arc::clone(cast);
    let began = match ground.db.write(move |tx| play(tx, &of, verb)).await {
        Ok(began) => began,
        Err(Error::Refused(_)) => return 0,
        Err(other) => panic!("{verb:?}: {other}"),
    };
    for seen in &began {
        assert!(!seen.is_enough(), "{verb:?}: enough was given already");
        assert!(!seen.held_back, "{verb:?}: in a pause, or something hard waits");
        assert!(seen.rested, "{verb:?}: the break after the last conversation was not over");
        assert!(seen.hour_rested, "{verb:?}: an hour was full, and no rest followed it");
    }
    began.len()
}

/// Nobody worked longer than is enough, apart from a conversation that was open already; and nobody has two at a time.
async fn holds(ground: &Ground, cast: &Arc<Cast>) {
    let of = Arc::clone(cast);
    let read = ground.db.read(move |tx| {
        for who in &of.supporters {
            let seen = Seen::of(tx, &of, who.id)?;
            let now = tx.now();
            let talks: Vec<(Time, Option<Time>)> = tx.all(
                "SELECT began_at, ended_at FROM support_conversations WHERE supporter_id = $1",
                args![who.id],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )?;
            assert!(talks.iter().filter(|it| it.1.is_none()).count() <= 1, "two at a time");
            let talking = |minute: usize| {
                let at = now.0 - (minute as i64 + 1) * MICROS;
                talks.iter().any(|(began, ended)| began.0 <= at && ended.is_none_or(|it| it.0 > at))
            };
            let alone = |span: usize| (0..span).filter(|it| seen.worked[*it] && !talking(*it)).count();
            assert!(alone(24 * 60) <= (DAY_HOURS * 60) as usize, "more than enough in a day");
            assert!(alone(7 * 24 * 60) <= (seen.week_hours * 60) as usize, "more than enough in a week");
        }
        Ok(())
    });
    read.await.unwrap();
}

async fn works_off(ground: &Ground) {
    support::jobs(Jobs::default()).run_due(&ground.db).await.unwrap();
}

async fn cast(ground: &Ground) -> Arc<Cast> {
    let mut supporters = Vec::new();
    for name in ["Theo", "Elena"] {
        supporters.push(person(ground, name, &[Hat::Supporter]).await);
    }
    let elena = supporters[1].clone();
    does(ground, move |tx| {
        let values: Vec<_> = DIALS
            .iter()
            .filter_map(|dial| match dial.name {
                "day-hours" => Some((dial, DAY_HOURS)),
                "week-hours" => Some((dial, WEEK_HOURS)),
                _ => None,
            })
            .collect();
        Settings::turn(tx, elena.id, &values, "Soon reached.")?;
        Limits { week_hours: Some(OWN_HOURS), quiet: None }.keep(tx, &elena)
    })
    .await
    .unwrap();
    Arc::new(Cast { supporters, askers: Vec::new(), rests: Arc::default() })
}

/// The same supporters, and people whom they have not met yet.
async fn newcomers(ground: &Ground, cast: &Cast, walk: usize) -> Arc<Cast> {
    let mut askers = Vec::new();
    for number in 0..ASKERS {
        askers.push(person(ground, &format!("Asker {walk} {number}"), &[]).await);
    }
    Arc::new(Cast { supporters: cast.supporters.clone(), askers, rests: Arc::clone(&cast.rests) })
}

#[test]
fn no_cap_is_ever_exceeded_whatever_happens_in_whatever_order_and_at_once() {
    on_both_engines(&migrations(), |ground| async move {
        let cast = cast(&ground).await;
        let mut runner = TestRunner::deterministic();
        let (mut began, mut ended) = (0, 0);
        for walk in 0..30 {
            let cast = newcomers(&ground, &cast, walk).await;
            // Nobody carries a full week over into the next walk; what is open and what waits goes on.
            ground.clock.pass(8 * DAY);
            works_off(&ground).await;
            for turn in turns().new_tree(&mut runner).unwrap().current() {
                match turn {
                    Turn::Wait(minutes) => {
                        for _ in 0..minutes {
                            ground.clock.pass(MINUTE);
                        }
                        works_off(&ground).await;
                    }
                    // The work of the place is not done meanwhile.
                    Turn::Late(minutes) => ground.clock.pass(MINUTE * u32::try_from(minutes).unwrap()),
                    Turn::One(verb) => began += does_verb(&ground, &cast, verb).await,
                    Turn::Both(one, other) => {
                        let (one, other) =
                            tokio::join!(does_verb(&ground, &cast, one), does_verb(&ground, &cast, other));
                        began += one + other;
                    }
                }
                if !matches!(turn, Turn::Late(_)) {
                    works_off(&ground).await;
                    holds(&ground, &cast).await;
                }
            }
            ended += does(&ground, |tx| {
                tx.value::<i64>("SELECT COUNT(*) FROM support_duties WHERE ended_how = 'enough'", args![])
            })
            .await
            .unwrap();
        }
        assert!(began > 20, "hardly anybody met: the walk proves nothing ({began})");
        assert!(ended > 0, "nobody ever gave enough: the walk proves nothing");
    });
}
