//! How those who support in the town are looked after: who talks with whom, and what was written for it.

use std::time::Duration;

use db::{Error, Result, Tx};
use serde::Deserialize;
use support::{conversation::Conversation, review};
use words::Actor;
use workforce::{
    debrief::{self, Cause},
    entry, question,
    session::{Session, Words},
    supervisor::{self, Supervised},
    together,
};

use super::{
    HERE_SINCE,
    community::{People, named},
    moment, whole_hour,
};

const DAY: Duration = Duration::from_secs(86_400);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Supervision {
    talked: Vec<(String, String, u32)>,
    pub(super) reviewed: String,
    pub(super) hard: Hard,
    planned: Planned,
    shown: Shown,
    asked: Asked,
    together: Together,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Hard {
    who: String,
    minutes: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Planned {
    who: String,
    days: i64,
    agenda: String,
    notes: String,
    actions: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shown {
    who: String,
    words: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    who: String,
    about: String,
    hours: i64,
    words: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Together {
    by: String,
    days: i64,
    place: String,
}

/// Finds everybody a supervisor when they came, and lets them talk.
pub(super) fn settle(tx: &mut Tx<'_>, people: &People, supervision: &Supervision) -> Result<()> {
    let now = tx.now();
    tx.as_of(now - HERE_SINCE, supervisor::settle)?;
    let mut last = None;
    for (who, by, days) in &supervision.talked {
        let (member, by) = (named(people, who)?.id, named(people, by)?);
        let found = Supervised::of(tx, member)?.and_then(|it| it.supervisor);
        let found = people.values().find(|it| Some(it.id) == found);
        let found = found.ok_or_else(|| Error::broken(format_args!("nobody looks after {who}")))?;
        if found.id != by.id {
            Supervised::hand_on(tx, found, member, by.id)?;
        }
        let held = tx.as_of(now - DAY * *days, |tx| Session::hold_now(tx, by, member))?;
        if *who == supervision.planned.who {
            last = Some((by, held));
        }
    }
    let planned = &supervision.planned;
    if let Some((by, held)) = last {
        let words = Words { agenda: String::new(), notes: planned.notes.clone(), actions: planned.actions.clone() };
        Session::write(tx, by, held, &words, 0)?;
        let member = named(people, &planned.who)?;
        let next = Session::plan(tx, by, member.id, whole_hour(now, planned.days * 24))?;
        Session::write(tx, member, next, &Words { agenda: planned.agenda.clone(), ..Words::default() }, 0)?;
    }
    let shown = named(people, &supervision.shown.who)?;
    let entry = tx.as_of(now - 2 * DAY, |tx| entry::write(tx, shown, &supervision.shown.words))?;
    entry::share(tx, shown, entry)?;
    let asked = &supervision.asked;
    let about = asked.about.parse().map_err(|()| Error::broken(format_args!("nobody asks about {}", asked.about)))?;
    let asks = named(people, &asked.who)?;
    tx.as_of(moment(now, -60 * asked.hours), |tx| question::ask(tx, asks, about, &asked.words).map(drop))?;
    let meets = &supervision.together;
    together::invite(tx, named(people, &meets.by)?, whole_hour(now, meets.days * 24), &meets.place)
}

/// Somebody on duty just had a hard conversation: no new one reaches her before she has talked about it.
pub(super) fn have_hard_talk(tx: &mut Tx<'_>, people: &People, hard: &Hard) -> Result<()> {
    let who = named(people, &hard.who)?.id;
    tx.as_of(moment(tx.now(), hard.minutes), |tx| {
        let about = tx.new_uuid();
        debrief::open(tx, who, Cause::Hard, about)
    })
}

/// The last conversation of this member may be gone through.
pub(super) fn allow_review(tx: &mut Tx<'_>, member: &Actor) -> Result<()> {
    for it in Conversation::past_of_asker(tx, member.id, 1)? {
        review::allow(tx, member, it.id)?;
    }
    Ok(())
}
