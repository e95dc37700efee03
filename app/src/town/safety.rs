//! What those who keep the town safe have before them: who is on call, what was noticed and told, and a decision that
//! somebody would like to have looked at again.

use std::time::Duration;

use ::safety::{
    appeal,
    card::{self, Card},
    case::{self, Case},
    decision::{self, Verdict},
    flag,
    kind::{Action, Kind, Matter, Reason},
    rule, watch,
};
use circles::{
    circle::Circle,
    kind::Intent,
    post::Words,
    thread::{Opening, Thread},
};
use db::{Error, Result, Tx, args};
use serde::Deserialize;
use workforce::{answer::Work, shift::Shift};

use super::{
    community::{People, named},
    moment, whole_hour,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Safety {
    on_call: Vec<(String, i64, i64)>,
    card: [String; 7],
    written: Vec<Written>,
    told: Vec<Told>,
    decided: Decided,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    circle: String,
    who: String,
    title: String,
    intent: String,
    hours: i64,
    words: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    by: String,
    title: String,
    reason: String,
    words: String,
    hours: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decided {
    title: String,
    by: String,
    rule: i64,
    reason: String,
    part: String,
    fit: String,
    hours: i64,
    appeal: String,
}

/// Puts all of it before them.
pub(super) fn settle(tx: &mut Tx<'_>, people: &People, safety: &Safety) -> Result<()> {
    let now = tx.now();
    for (who, from, to) in &safety.on_call {
        let actor = named(people, who)?;
        match from {
            0 => watch::begin(tx, actor, now + Duration::from_secs(3600 * to.unsigned_abs()))?,
            _ => Shift::plan(tx, actor, Work::Moderation, whole_hour(now, *from), whole_hour(now, *to)).map(drop)?,
        }
    }
    let [who, name, relationship, phone, place, say, leave_out] = safety.card.clone();
    card::save(tx, named(people, &who)?, &Card { name, relationship, phone, place, say, leave_out })?;
    let mut posts = Vec::new();
    for written in &safety.written {
        let post = tx.as_of(moment(now, written.hours * 60), |tx| write(tx, people, written))?;
        posts.push((written, post));
    }
    let find = |title: &str| {
        let found = posts.iter().find(|(written, _)| written.title == title);
        found.copied().ok_or_else(|| Error::broken(format_args!("nobody in the town wrote {title}")))
    };
    for told in &safety.told {
        let (_, matter) = find(&told.title)?;
        let reason: Reason = told.reason.parse().map_err(|()| Error::broken("a reason of the town is none"))?;
        let by = named(people, &told.by)?;
        tx.as_of(moment(now, told.hours * 60), |tx| flag::make(tx, by, matter, reason, &told.words).map(drop))?;
    }
    decide(tx, people, &safety.decided, find(&safety.decided.title)?)
}

fn write(tx: &mut Tx<'_>, people: &People, written: &Written) -> Result<Matter> {
    let actor = named(people, &written.who)?;
    let mine = Circle::mine(tx, actor)?.into_iter().find(|(circle, _)| circle.plan.name == written.circle);
    let (circle, _) = mine.ok_or_else(|| Error::broken("a circle of the town is not there"))?;
    let intent: Intent = written.intent.parse().map_err(|()| Error::broken("an intent of the town is none"))?;
    let opening = Opening {
        title: written.title.clone(),
        intent,
        notes: Vec::new(),
        own_note: String::new(),
        topics: Vec::new(),
        words: Words { text: written.words.clone(), unnamed: false },
    };
    let (thread, _) = Thread::begin(tx, actor, circle.id, &opening)?;
    let post = tx.value("SELECT id FROM circles_posts WHERE thread_id = $1 AND seq = 1", args![thread])?;
    circles::place::hear_post(tx, actor, post)?;
    Ok(Matter { kind: Kind::Post, id: post.0 })
}

fn decide(tx: &mut Tx<'_>, people: &People, decided: &Decided, about: (&Written, Matter)) -> Result<()> {
    let (now, (written, matter)) = (tx.now(), about);
    let by = named(people, &decided.by)?;
    let rule = rule::all(tx)?.into_iter().find(|it| it.position == decided.rule).map(|it| it.id);
    let made = tx.as_of(moment(now, decided.hours * 60), |tx| {
        let (cases, _) = case::queue(tx, by, None)?;
        let found = cases.into_iter().find(|it| it.matter == matter);
        let id = found.ok_or_else(|| Error::broken("a case of the town is not there"))?.id;
        Case::for_judge(tx, by, id)?.claim(tx, by)?;
        let case = Case::for_judge(tx, by, id)?;
        let verdict = Verdict {
            action: Action::Hide,
            rule,
            part: decided.part.clone(),
            reason: decided.reason.clone(),
            fit: decided.fit.clone(),
            days: 0,
            answer: "Thank you for telling us. It is hidden now.".to_owned(),
            next_day: false,
        };
        decision::decide(tx, by, &case, &verdict)
    })?;
    appeal::make(tx, named(people, &written.who)?, made, &decided.appeal).map(drop)
}
