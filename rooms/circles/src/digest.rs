//! A summary at an hour that the member chose; nobody gets one who did not ask. The job only notes that it is time. What
//! it holds is put together when it is read, as whoever reads, from what they may read then: so nothing that was taken
//! back, muted or hidden in between is in it, and no copy of anybody's words lies about.

use db::{Result, Time, Tx, args};
use jiff::{Timestamp, ToSpan, Zoned, tz::TimeZone};
use jobs::Later;
use people::Profile;
use words::{Actor, MemberId, Standing};

use crate::{
    circle::Circle,
    dates,
    kind::Stage,
    mute::Quiet,
    reply,
    shelf::{self, Like},
    thread::{self, Listed},
};

/// Job: a member's summary is due.
pub const DUE: &str = "circles.digest-due";
/// Most threads of each kind.
const THREADS: usize = 5;
/// Most stories.
const STORIES: usize = 3;

db::word! {
    /// How often.
    pub enum Rhythm {
        /// Every day.
        Daily = "daily",
        /// Once a week.
        Weekly = "weekly",
    }
}

/// When a member wants a summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// How often.
    pub rhythm: Rhythm,
    /// The hour of the day, 0 to 23, in the member's zone.
    pub hour: i8,
    /// The day of the week, 1 for Monday; for a weekly one.
    pub weekday: i8,
}

/// A summary, put together for whoever reads it.
#[derive(Clone, Debug, Default)]
pub struct Digest {
    /// Threads that they follow with new answers.
    pub news: Vec<Listed>,
    /// Threads of their circles that wait for words.
    pub waiting: Vec<Listed>,
    /// New stories about what they carry.
    pub stories: Vec<Like>,
}

impl Digest {
    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.news.is_empty() && self.waiting.is_empty() && self.stories.is_empty()
    }
}

/// What a member chose.
pub fn chosen(tx: &mut Tx<'_>, member: MemberId) -> Result<Option<Choice>> {
    tx.first("SELECT rhythm, hour, weekday FROM circles_digests WHERE member_id = $1", args![member], |row| {
        let (hour, weekday): (i64, i64) = (row.get(1)?, row.get(2)?);
        Ok(Choice {
            rhythm: row.get(0)?,
            hour: i8::try_from(hour).unwrap_or_default(),
            weekday: i8::try_from(weekday).unwrap_or(1),
        })
    })
}

/// Chooses a summary, or none.
pub fn choose(tx: &mut Tx<'_>, actor: &Actor, choice: Option<Choice>) -> Result<()> {
    let Some(choice) = choice else {
        // The job finds nothing and plans nothing.
        tx.execute("DELETE FROM circles_digests WHERE member_id = $1", args![actor.id])?;
        return Ok(());
    };
    let choice = Choice { hour: choice.hour.clamp(0, 23), weekday: choice.weekday.clamp(1, 7), ..choice };
    tx.execute(
        "INSERT INTO circles_digests (member_id, rhythm, hour, weekday, since) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (member_id) DO UPDATE SET rhythm = $2, hour = $3, weekday = $4",
        args![actor.id, choice.rhythm, i64::from(choice.hour), i64::from(choice.weekday), tx.now()],
    )?;
    tx.later(DUE, actor.id, next(choice, tx.now(), &actor.zone))
}

/// When the next one is due after `now`. An hour that a change of clocks skips is taken as the one after it.
pub fn next(choice: Choice, now: Time, zone: &str) -> Time {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let now = Timestamp::from_microsecond(now.0).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(zone.clone());
    let fits = |it: &Zoned| choice.rhythm == Rhythm::Daily || it.weekday().to_monday_one_offset() == choice.weekday;
    // Within eight days there is every weekday once after today's hour has passed.
    let mut coming = (0..=8).filter_map(|ahead| {
        let day = now.date().checked_add(i64::from(ahead).days()).ok()?;
        day.at(choice.hour, 0, 0, 0).to_zoned(zone.clone()).ok()
    });
    let next = coming.find(|it| *it > now && fits(it));
    Time(next.map_or(i64::MAX, |it| it.timestamp().as_microsecond()))
}

/// Notes that a summary is ready and plans the next. On a break nothing is noted.
pub(crate) fn look(tx: &mut Tx<'_>, member: &str) -> Result<()> {
    let member: MemberId = member.parse()?;
    let Some(choice) = chosen(tx, member)? else { return Ok(()) };
    let zone = Profile::of(tx, member)?.zone;
    if people::standing::of(tx, member)? == Standing::Active {
        tx.execute("UPDATE circles_digests SET ready_at = $2 WHERE member_id = $1", args![member, tx.now()])?;
    }
    tx.later(DUE, member, next(choice, tx.now(), &zone))
}

/// Whether a summary waits to be read: for a line on the page, not for a number. On a hard date and on a break nothing
/// does.
pub fn is_ready(tx: &mut Tx<'_>, actor: &Actor) -> Result<bool> {
    let ready: Option<Option<Time>> =
        tx.first("SELECT ready_at FROM circles_digests WHERE member_id = $1", args![actor.id], |row| row.get(0))?;
    Ok(ready.flatten().is_some() && actor.standing == Standing::Active && !dates::is_quiet(tx, actor)?)
}

/// Puts the summary away: the next one begins here.
pub fn put_away(tx: &mut Tx<'_>, actor: &Actor) -> Result<()> {
    tx.execute(
        "UPDATE circles_digests SET ready_at = NULL, since = $2 WHERE member_id = $1 AND ready_at IS NOT NULL",
        args![actor.id, tx.now()],
    )?;
    Ok(())
}

/// What the summary holds now; nothing when none is ready.
pub fn read(tx: &mut Tx<'_>, actor: &Actor) -> Result<Option<Digest>> {
    if !is_ready(tx, actor)? {
        return Ok(None);
    }
    let since: Time =
        tx.one("SELECT since FROM circles_digests WHERE member_id = $1", args![actor.id], |row| row.get(0))?;
    let quiet = Quiet::of(tx, actor)?;
    let mut digest = Digest { stories: shelf::like_mine(tx, actor, &quiet, since, STORIES)?, ..Digest::default() };
    digest.news = thread::news(tx, actor, &quiet)?;
    digest.news.truncate(THREADS);
    let mine = Circle::mine(tx, actor)?.into_iter().map(|(circle, _)| circle);
    let circles: Vec<Circle> = mine.filter(|it| it.stage == Stage::Open).collect();
    digest.waiting = reply::waiting(tx, actor, &quiet, &circles)?;
    digest.waiting.truncate(THREADS);
    Ok(Some(digest))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn at(year: i16, month: i8, day: i8, hour: i8, zone: &str) -> Time {
        Time(date(year, month, day).at(hour, 0, 0, 0).in_tz(zone).unwrap().timestamp().as_microsecond())
    }

    #[test]
    fn a_summary_comes_at_its_hour_whatever_the_clocks_do() {
        let zone = "Europe/London";
        let daily = Choice { rhythm: Rhythm::Daily, hour: 9, weekday: 1 };
        assert_eq!(next(daily, at(2026, 3, 28, 8, zone), zone), at(2026, 3, 28, 9, zone));
        assert_eq!(next(daily, at(2026, 3, 28, 9, zone), zone), at(2026, 3, 29, 9, zone));
        assert_eq!(at(2026, 3, 29, 9, zone).since(at(2026, 3, 28, 9, zone)).as_secs(), 23 * 3600);
        let weekly = Choice { rhythm: Rhythm::Weekly, hour: 9, weekday: 7 };
        assert_eq!(next(weekly, at(2026, 3, 24, 8, zone), zone), at(2026, 3, 29, 9, zone));
        assert_eq!(next(weekly, at(2026, 3, 29, 9, zone), zone), at(2026, 4, 5, 9, zone));
        // 01:00 does not exist on that day.
        let early = Choice { rhythm: Rhythm::Daily, hour: 1, weekday: 1 };
        assert_eq!(next(early, at(2026, 3, 29, 0, zone), zone), at(2026, 3, 29, 2, zone));
    }
}
