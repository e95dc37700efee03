//! Hours: how much somebody gave in the last day and the last week, and how much is enough. Enough is enough whatever
//! they say themselves; whoever wants to give less says so and is held to it.

use std::time::Duration;

use db::{Error, Result, Time, Tx, args};
use organisation::Settings;
use words::MemberId;

use crate::{
    answer::{Among, Bar, Step, Why, Work},
    limit::{Limits, Quiet},
    pause::{self, Pause},
    spell::{self, Spell},
    stretch::{self, Stretch},
};

/// A day, which rolls.
pub const DAY: Duration = Duration::from_secs(86_400);
/// A week, which rolls.
pub const WEEK: Duration = Duration::from_secs(7 * 86_400);
const HOUR: Duration = Duration::from_secs(3600);
/// Nobody begins for less than this: a conversation needs about as long. Our own judgement.
const WORTHWHILE: Duration = Duration::from_secs(30 * 60);

/// How much is enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caps {
    /// In any 24 hours.
    pub day: Duration,
    /// In any seven times that.
    pub week: Duration,
}

impl Caps {
    /// What the community allows everybody.
    pub fn current(tx: &mut Tx<'_>) -> Result<Self> {
        let settings = Settings::current(tx)?;
        Ok(Self { day: HOUR * settings.number("day-hours"), week: HOUR * settings.number("week-hours") })
    }

    /// The longest that anybody may plan of such work at a stretch.
    pub fn at_once(&self) -> Duration {
        self.day.min(self.week)
    }

    /// The same for somebody who may want to give less.
    fn of(tx: &mut Tx<'_>, limits: &Limits) -> Result<Self> {
        let all = Self::current(tx)?;
        Ok(Self { week: limits.week_hours.map_or(all.week, |own| all.week.min(HOUR * own)), ..all })
    }

    fn windows(&self) -> [(Duration, Duration, Why); 2] {
        [(DAY, self.day, Why::Today), (WEEK, self.week, Why::Week)]
    }
}

/// What somebody gave lately. It says nothing of with whom or how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Given {
    /// In the last 24 hours.
    pub day: Duration,
    /// In the last seven times that.
    pub week: Duration,
}

impl Given {
    /// What this member gave.
    pub fn of(tx: &mut Tx<'_>, member: MemberId) -> Result<Self> {
        let (now, all) = (tx.now(), worked(tx, member)?);
        Ok(Self { day: stretch::within(&all, now - DAY, now), week: stretch::within(&all, now - WEEK, now) })
    }
}

/// The time that somebody gave to this work in these spells, each moment once: whoever looks after two rooms at a time
/// gives it once.
pub(crate) fn given(spells: &[Spell], work: Work, now: Time) -> Duration {
    let all = stretches(spells.iter().filter(|it| it.work == work), now);
    all.into_iter().map(|(from, to)| to.since(from)).sum()
}

/// When what somebody may give is used up, if they go on from now without stopping; a moment that has passed, when it was
/// used up then.
pub fn enough_at(tx: &mut Tx<'_>, member: MemberId) -> Result<Time> {
    let limits = Limits::of(tx, member)?;
    let caps = Caps::of(tx, &limits)?;
    let now = tx.now();
    let mut all = worked(tx, member)?;
    // Counted from the beginning of what goes on now.
    let from = all.pop_if(|it| it.1 == now).map_or(now, |it| it.0);
    Ok(caps.windows().map(|(span, cap, _)| stretch::reached(&all, from, span, cap)).into_iter().min().unwrap_or(now))
}

/// What somebody could still plan beside what they have given and planned: looked up once, asked of many plans.
pub struct Free {
    pause: Option<Pause>,
    quiet: Option<(Quiet, String)>,
    caps: Caps,
    taken: Vec<Stretch>,
}

impl Free {
    /// Of this member, who has planned this already.
    pub fn of(tx: &mut Tx<'_>, member: MemberId, planned: &[(Time, Time)]) -> Result<Self> {
        let limits = Limits::of(tx, member)?;
        let quiet = match limits.quiet {
            Some(quiet) => Some((quiet, people::Profile::of(tx, member)?.zone)),
            None => None,
        };
        let taken = [worked(tx, member)?, planned.to_vec()].concat();
        Ok(Self { pause: pause::of(tx, member)?, quiet, caps: Caps::of(tx, &limits)?, taken })
    }

    /// The pause that they take.
    pub(crate) fn pause(&self) -> Option<Pause> {
        self.pause
    }

    /// Refuses a plan that would be too much, or that lies in a pause or in hours in which they do not want to be asked.
    /// Being on call is being reachable: it counts as no hours.
    pub fn takes(&self, work: Work, from: Time, to: Time) -> Result<()> {
        if self.pause.as_ref().is_some_and(|it| it.covers(from)) {
            return Err(Error::refused("hours-plan-paused"));
        }
        if work == Work::Moderation {
            return Ok(());
        }
        if self.quiet.as_ref().is_some_and(|(quiet, zone)| quiet.is_within(zone, from, to)) {
            return Err(Error::refused("hours-plan-quiet"));
        }
        let all = stretch::together([self.taken.as_slice(), &[(from, to)]].concat());
        for (span, cap, why) in self.caps.windows() {
            if stretch::most_around(&all, (from, to), span) > cap {
                let key = if why == Why::Today { "hours-plan-day" } else { "hours-plan-week" };
                return Err(Error::refused_with(key, vec![("hours", (cap.as_secs() / 3600).to_string())]));
            }
        }
        Ok(())
    }
}

/// What somebody worked in the last week, until now.
fn worked(tx: &mut Tx<'_>, member: MemberId) -> Result<Vec<Stretch>> {
    let now = tx.now();
    let spells = spell::since(tx, member, now - WEEK)?;
    Ok(stretches(spells.iter(), now))
}

fn stretches<'a>(spells: impl Iterator<Item = &'a Spell>, now: Time) -> Vec<Stretch> {
    stretch::together(spells.map(|it| (it.began_at, it.ended_at.unwrap_or(now))).collect())
}

/// Whoever gave enough. Being reachable at night is not counted in hours. Time with cases is, and leaves less for people; it
/// bars from no case, as somebody in danger does not wait until tomorrow.
pub(crate) fn barred(tx: &mut Tx<'_>, work: Work, step: Step, among: Among) -> Result<Vec<(MemberId, Bar)>> {
    if work == Work::Moderation || step == Step::Plan {
        return Ok(Vec::new());
    }
    let perhaps = match among {
        Among::One(member) => vec![member],
        Among::AtWork => close_to_enough(tx, work)?,
    };
    let mut barred = Vec::new();
    for member in perhaps {
        barred.extend(bar(tx, member, step)?.map(|it| (member, it)));
    }
    Ok(barred)
}

fn bar(tx: &mut Tx<'_>, member: MemberId, step: Step) -> Result<Option<Bar>> {
    let limits = Limits::of(tx, member)?;
    let caps = Caps::of(tx, &limits)?;
    let (now, all) = (tx.now(), worked(tx, member)?);
    let bars = caps.windows().into_iter().filter_map(|(span, cap, why)| {
        let begins = cap.saturating_sub(WORTHWHILE);
        let (given, again) = (stretch::within(&all, now - span, now), stretch::free_again(&all, now, span, begins));
        let enough = if step == Step::Begin { given > begins } else { given >= cap };
        enough.then_some(Bar { why, until: Some(again) })
    });
    // What lasts longer is the truer answer.
    Ok(bars.max_by_key(|it| it.until))
}

/// Those at work who have nearly given enough, without looking at each: what somebody did twice at a time counts twice
/// here, so nobody is left out, and who is named is looked at closely.
fn close_to_enough(tx: &mut Tx<'_>, work: Work) -> Result<Vec<MemberId>> {
    let (now, caps) = (tx.now(), Caps::current(tx)?);
    tx.all(
        "SELECT t.member_id FROM (
            SELECT s.member_id AS member_id, s.began_at AS began_at, s.ended_at AS ended_at
            FROM workforce_spells o JOIN workforce_spells s ON s.member_id = o.member_id
            WHERE o.ended_at IS NULL AND o.work = $1 AND s.ended_at > $3
            UNION ALL
            SELECT s.member_id AS member_id, s.began_at AS began_at, CAST($2 AS BIGINT) AS ended_at
            FROM workforce_spells o JOIN workforce_spells s ON s.member_id = o.member_id
            WHERE o.ended_at IS NULL AND o.work = $1 AND s.ended_at IS NULL
         ) AS t LEFT JOIN workforce_limits l ON l.member_id = t.member_id
         GROUP BY t.member_id
         HAVING SUM(t.ended_at - CASE WHEN t.began_at > $3 THEN t.began_at ELSE $3 END) + CAST($7 AS BIGINT)
                >= MIN(CASE WHEN l.week_hours * 3600000000 < $6 THEN l.week_hours * 3600000000 ELSE $6 END)
             OR SUM(CASE WHEN t.ended_at <= $4 THEN 0 WHEN t.began_at > $4 THEN t.ended_at - t.began_at
                         ELSE t.ended_at - $4 END) + CAST($7 AS BIGINT) >= CAST($5 AS BIGINT)
         ORDER BY t.member_id",
        args![work, now, now - WEEK, now - DAY, micros(caps.day), micros(caps.week), micros(WORTHWHILE)],
        |row| row.get(0),
    )
}

fn micros(span: Duration) -> i64 {
    i64::try_from(span.as_micros()).unwrap_or(i64::MAX)
}
