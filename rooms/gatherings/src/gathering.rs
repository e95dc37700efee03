//! A gathering: what a circle's facilitators plan, once or again and again. From its rule come the occurrences that
//! people say yes or no to.

use db::{Error, Result, Time, Tx, args};
use jiff::civil::{DateTime, Time as Clock};
use seal::{KeyId, Place, Sealing};
use words::{Actor, MemberId};

use circles::{
    circle::Circle,
    kind::{CircleId, Stage},
};

use crate::{
    kind::{GatheringId, Mode, TemplateId},
    occurrence::{self, Occurrence},
    plan,
    rule::{End, Rule, moment},
};

/// Longest title, in characters.
pub const TITLE_AT_MOST: usize = 80;
/// Longest text about it, in characters.
pub const ABOUT_AT_MOST: usize = 1000;
/// Longest description of a place, in characters.
pub const PLACE_AT_MOST: usize = 500;
/// Longest words about a change, in characters.
pub const WORDS_AT_MOST: usize = 500;
/// Shortest and longest meeting, in minutes. Our own judgement: beyond three hours nobody listens well.
pub const MINUTES: std::ops::RangeInclusive<i64> = 10..=180;
/// Most people who may come to one meeting.
pub const CAPACITY_AT_MOST: i64 = 500;
/// Most sessions of a course, and most times that a rule with a count repeats.
pub const SESSIONS_AT_MOST: u32 = 100;

/// What is decided about a gathering when it is planned.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// What it is called in the circle.
    pub title: String,
    /// What it is about.
    pub about: String,
    /// How people meet.
    pub mode: Mode,
    /// A course: a fixed number of sessions, one after the other.
    pub course: bool,
    /// How long, in minutes.
    pub minutes: i64,
    /// For how many; nothing for everybody.
    pub capacity: Option<i64>,
    /// When it first begins, on the wall's clock.
    pub starts: DateTime,
    /// In which zone that clock hangs (IANA name).
    pub zone: String,
    /// When it happens again.
    pub rule: Option<Rule>,
    /// The template that its meetings follow.
    pub template: Option<TemplateId>,
    /// Where it is, when people meet in one place.
    pub place: String,
}

/// A gathering.
#[derive(Clone, Debug)]
pub struct Gathering {
    /// Its id.
    pub id: GatheringId,
    /// Whose it is.
    pub circle: CircleId,
    /// What was decided. The place is empty here: [`Gathering::place`].
    pub plan: Plan,
    /// The number of the first session that the rule gives.
    pub first_session: i64,
    /// When it was ended by hand.
    pub ended_at: Option<Time>,
    place: Option<Vec<u8>>,
}

const COLUMNS: &str = "id, circle_id, title, about, mode, course, minutes, capacity, starts, zone, rule, template_id, \
                       first_session, ended_at, place";

fn from_row(row: &db::Row<'_>) -> Result<Gathering> {
    Ok(Gathering {
        id: row.get(0)?,
        circle: row.get(1)?,
        plan: Plan {
            title: row.get(2)?,
            about: row.get(3)?,
            mode: row.get(4)?,
            course: row.get(5)?,
            minutes: row.get(6)?,
            capacity: row.get(7)?,
            starts: row.get::<String>(8)?.parse().map_err(Error::broken)?,
            zone: row.get(9)?,
            rule: row.get::<Option<String>>(10)?.as_deref().and_then(Rule::read),
            template: row.get(11)?,
            place: String::new(),
        },
        first_session: row.get(12)?,
        ended_at: row.get(13)?,
        place: row.get(14)?,
    })
}

impl Plan {
    /// Refuses what could not take place.
    fn check(&self, tx: &Tx<'_>) -> Result<()> {
        if !MINUTES.contains(&self.minutes) {
            return Err(Error::refused("gathering-minutes-wrong"));
        }
        if self.capacity.is_some_and(|it| !(1..=CAPACITY_AT_MOST).contains(&it)) {
            return Err(Error::refused("gathering-capacity-wrong"));
        }
        if !Mode::OFFERED.contains(&self.mode) {
            return Err(Error::NotFound);
        }
        let end = self.rule.as_ref().map(|it| it.end);
        if self.course && !matches!(end, Some(End::Count(2..=SESSIONS_AT_MOST))) {
            return Err(Error::refused("gathering-sessions-missing"));
        }
        if matches!(end, Some(End::Count(times)) if !(1..=SESSIONS_AT_MOST).contains(&times)) {
            return Err(Error::refused("gathering-count-wrong"));
        }
        // A first time that is over already is more often a slip of the finger than a wish.
        if moment(self.starts, &self.zone)? <= tx.now() {
            return Err(Error::refused("gathering-when-past"));
        }
        Ok(())
    }

    /// The wall's time with seconds cut, as it is stored and compared.
    pub(crate) fn slot(at: DateTime) -> String {
        let clock = Clock::new(at.hour(), at.minute(), 0, 0).unwrap_or_default();
        at.date().to_datetime(clock).strftime("%Y-%m-%dT%H:%M").to_string()
    }
}

impl Gathering {
    /// Plans a gathering of a circle that the asker looks after.
    pub fn make(tx: &mut Tx<'_>, actor: &Actor, circle: CircleId, new: &Plan) -> Result<GatheringId> {
        if Circle::facilitated_by(tx, actor, circle)?.stage == Stage::Closed {
            return Err(Error::refused("gathering-circle-closed"));
        }
        new.check(tx)?;
        let id = GatheringId::fresh(tx);
        let place = seal_place(tx, id, new)?;
        tx.execute(
            "INSERT INTO gatherings_series (id, circle_id, title, about, mode, course, minutes, capacity, starts, zone,
                 rule, first_session, template_id, place, made_by, made_at, planned_until)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12, $13, $14, $15, 0)",
            args![
                id,
                circle,
                new.title,
                new.about,
                new.mode,
                new.course,
                new.minutes,
                new.capacity,
                Plan::slot(new.starts),
                new.zone,
                new.rule.as_ref().map(Rule::text),
                new.template,
                place,
                actor.id,
                tx.now()
            ],
        )?;
        let made = Self::any(tx, id)?;
        plan::ahead(tx, &made)?;
        Ok(id)
    }

    /// A gathering of a circle that the asker looks after.
    pub fn facilitated_by(tx: &mut Tx<'_>, actor: &Actor, id: GatheringId) -> Result<Self> {
        let gathering = Self::any(tx, id)?;
        Circle::facilitated_by(tx, actor, gathering.circle)?;
        Ok(gathering)
    }

    /// A gathering, for rules that have already settled who may see it.
    pub(crate) fn any(tx: &mut Tx<'_>, id: GatheringId) -> Result<Self> {
        tx.one(&format!("SELECT {COLUMNS} FROM gatherings_series WHERE id = $1"), args![id], from_row)
    }

    /// The gatherings of a circle that were not ended.
    pub(crate) fn of_circle(tx: &mut Tx<'_>, circle: CircleId) -> Result<Vec<Self>> {
        tx.all(
            &format!("SELECT {COLUMNS} FROM gatherings_series WHERE circle_id = $1 AND ended_at IS NULL ORDER BY id"),
            args![circle],
            from_row,
        )
    }

    /// Gatherings whose occurrences are not planned up to this time.
    pub(crate) fn to_plan(tx: &mut Tx<'_>, until: Time) -> Result<Vec<Self>> {
        tx.all(
            &format!(
                "SELECT {COLUMNS} FROM gatherings_series WHERE ended_at IS NULL AND planned_until < $1 ORDER BY id"
            ),
            args![until],
            from_row,
        )
    }

    /// Changes what was decided, from now on. What has begun stays as it was. Times that are no longer planned are
    /// cancelled, in these words, for those who come; the same times keep everybody who said yes.
    pub fn change(&self, tx: &mut Tx<'_>, actor: &Actor, new: &Plan, words: &str) -> Result<()> {
        if self.ended_at.is_some() {
            return Err(Error::refused("gathering-over"));
        }
        let same_times = (&new.starts, &new.zone, &new.rule) == (&self.plan.starts, &self.plan.zone, &self.plan.rule);
        if !same_times {
            new.check(tx)?;
        } else if let Err(error) = new.check(tx)
            && error.refusal() != Some("gathering-when-past")
        {
            return Err(error);
        }
        let first_session = if same_times { self.first_session } else { occurrence::held(tx, self.id)? + 1 };
        let place = seal_place(tx, self.id, new)?;
        tx.execute(
            "UPDATE gatherings_series SET title = $2, about = $3, mode = $4, course = $5, minutes = $6, capacity = $7,
                 starts = $8, zone = $9, rule = $10, template_id = $11, place = $12, first_session = $13,
                 planned_until = 0
             WHERE id = $1",
            args![
                self.id,
                new.title,
                new.about,
                new.mode,
                new.course,
                new.minutes,
                new.capacity,
                Plan::slot(new.starts),
                new.zone,
                new.rule.as_ref().map(Rule::text),
                new.template,
                place,
                first_session
            ],
        )?;
        let changed = Self::any(tx, self.id)?;
        plan::again(tx, actor, &changed, words)
    }

    /// Ends a gathering: what is still to come is cancelled, in these words.
    pub fn end(&self, tx: &mut Tx<'_>, actor: &Actor, words: &str) -> Result<()> {
        self.stop(tx, Some(actor.id), words)
    }

    /// The same when nobody does it: its circle has closed.
    pub(crate) fn stop(&self, tx: &mut Tx<'_>, by: Option<MemberId>, words: &str) -> Result<()> {
        let ended = tx.execute(
            "UPDATE gatherings_series SET ended_at = $2, ended_by = $3 WHERE id = $1 AND ended_at IS NULL",
            args![self.id, tx.now(), by],
        )?;
        if ended == 0 {
            return Ok(());
        }
        for occurrence in Occurrence::to_come(tx, self.id)? {
            occurrence.call_off(tx, by, words)?;
        }
        Ok(())
    }

    /// Where it is. For those who come and those who look after it: whoever calls this has settled that.
    pub(crate) fn place(&self, tx: &mut Tx<'_>) -> Result<Option<String>> {
        match &self.place {
            Some(sealed) => tx.unseal(KeyId(self.id.0), place_of(self.id), sealed),
            None => Ok(None),
        }
    }
}

fn place_of(id: GatheringId) -> Place {
    Place::new("gatherings_series", "place", id.0)
}

fn seal_place(tx: &mut Tx<'_>, id: GatheringId, plan: &Plan) -> Result<Option<Vec<u8>>> {
    let words = plan.place.trim();
    if plan.mode != Mode::InPerson {
        return Ok(None);
    }
    if words.is_empty() {
        return Err(Error::refused("gathering-place-missing"));
    }
    tx.seal(KeyId(id.0), place_of(id), words).map(Some)
}
