//! A circle: a place with a theme and a charter, for people of one age band and one side, in one language. What may be
//! seen of it depends on who asks, and every read here asks as somebody.

use std::{sync::Arc, time::Duration};

use db::{Error, Result, Row, Time, Tx, args};
use words::{Actor, AgeBand, Hat, Language, MemberId};

use crate::{
    finding,
    kind::{Audience, CircleId, Joining, Moderation, Night, Role, RoomWhenClosed, Stage},
    membership, topic,
};

/// Longest name, in characters.
pub const NAME_AT_MOST: usize = 60;
/// Longest text about it, in characters.
pub const ABOUT_AT_MOST: usize = 400;
/// Longest charter, in characters.
pub const CHARTER_AT_MOST: usize = 4000;
/// Hours within which somebody answers, unless a circle says otherwise. 12: a post of the night is answered before noon.
pub const REPLY_HOURS: i64 = 12;
/// Facilitators without whom a circle does not open.
pub const FACILITATORS: usize = 2;

/// What is decided about a circle when it is made, and may be changed later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Its name.
    pub name: String,
    /// What it is about, in a sentence or two.
    pub about: String,
    /// How people are with one another there.
    pub charter: String,
    /// The language people write there.
    pub language: Language,
    /// Topics by number, so that it is found.
    pub topics: Vec<u16>,
    /// For whom.
    pub audience: Audience,
    /// How somebody comes in.
    pub joining: Joining,
    /// People begin and end it together, rather than dropping in.
    pub course: bool,
    /// Those who begin it together join until then; later nobody comes in.
    pub join_until: Option<Time>,
    /// Outsiders learn neither who belongs to it nor how many.
    pub hidden: bool,
    /// At most so many.
    pub size: Option<i64>,
    /// When facilitators read.
    pub moderation: Moderation,
    /// What is different at night.
    pub night: Night,
    /// The night's first minute of the day, in the community's zone.
    pub night_from: i64,
    /// The night's end, as a minute of the day.
    pub night_to: i64,
    /// After so many hours without an answer, facilitators are told.
    pub reply_hours: i64,
    /// Whether posts may carry a picture.
    pub pictures: bool,
    /// What the live room is when no facilitator is there.
    pub room_when_closed: RoomWhenClosed,
    /// Days that the live room's words are kept.
    pub room_keep_days: i64,
}

impl Plan {
    /// A plan with the usual answers: what is left unsaid is on the careful side.
    pub fn usual(name: &str, about: &str, charter: &str, language: Language) -> Self {
        Self {
            name: name.to_owned(),
            about: about.to_owned(),
            charter: charter.to_owned(),
            language,
            topics: Vec::new(),
            audience: Audience::Members,
            joining: Joining::Open,
            course: false,
            join_until: None,
            hidden: false,
            size: None,
            moderation: Moderation::After,
            night: Night::Same,
            night_from: 23 * 60,
            night_to: 7 * 60,
            reply_hours: REPLY_HOURS,
            pictures: false,
            room_when_closed: RoomWhenClosed::Readable,
            room_keep_days: 30,
        }
    }
}

/// A circle, as whoever asks sees it.
#[derive(Clone, Debug)]
pub struct Circle {
    /// Its id.
    pub id: CircleId,
    /// What was decided about it. Topics are read apart: [`Circle::topics`].
    pub plan: Plan,
    /// The age band.
    pub band: AgeBand,
    /// How far it has come.
    pub stage: Stage,
    /// When it opened.
    pub opened_at: Option<Time>,
    /// The asker's part in it.
    pub role: Option<Role>,
}

const COLUMNS: &str = "c.id, c.name, c.about, c.charter, c.language, c.band, c.audience, c.joining, c.course, c.hidden,
    c.size, c.moderation, c.night, c.night_from, c.night_to, c.reply_hours, c.pictures, c.room_when_closed,
    c.room_keep_days, c.stage, c.opened_at, m.role, c.join_until";

fn from_row(row: &Row<'_>) -> Result<Circle> {
    let language: String = row.get(4)?;
    Ok(Circle {
        id: row.get(0)?,
        plan: Plan {
            name: row.get(1)?,
            about: row.get(2)?,
            charter: row.get(3)?,
            language: language.parse().map_err(|()| Error::broken("a circle's language is not known"))?,
            topics: Vec::new(),
            audience: row.get(6)?,
            joining: row.get(7)?,
            course: row.get(8)?,
            join_until: row.get(22)?,
            hidden: row.get(9)?,
            size: row.get(10)?,
            moderation: row.get(11)?,
            night: row.get(12)?,
            night_from: row.get(13)?,
            night_to: row.get(14)?,
            reply_hours: row.get(15)?,
            pictures: row.get(16)?,
            room_when_closed: row.get(17)?,
            room_keep_days: row.get(18)?,
        },
        band: row.get(5)?,
        stage: row.get(19)?,
        opened_at: row.get(20)?,
        role: row.get(21)?,
    })
}

/// A circle as this member sees it. Who no longer wears the hat takes part like any member: the role alone opens nothing.
fn seen_by(actor: &Actor) -> impl Fn(&Row<'_>) -> Result<Circle> + use<> {
    let wears = actor.wears(Hat::Facilitator);
    move |row| {
        let circle = from_row(row)?;
        let role = circle.role.map(|role| if wears { role } else { Role::Member });
        Ok(Circle { role, ..circle })
    }
}

/// Where the asker is `$1` of band `$2`: circles that exist for them. An invitation-only circle exists
/// for those in it and those asked into it; a closed one for those who were in it.
const VISIBLE: &str = "c.band = $2 AND (
        (c.stage = 'open' AND (m.role IS NOT NULL OR (c.audience = COALESCE((SELECT s.side FROM circles_sides s
            WHERE s.member_id = $1), 'members') AND (c.joining <> 'invitation'
            OR EXISTS (SELECT 1 FROM circles_invitations i WHERE i.circle_id = c.id AND i.member_id = $1)))))
        OR (c.stage IN ('closed', 'preparing') AND m.role IS NOT NULL))";

const FROM: &str = "circles_circles c LEFT JOIN circles_memberships m ON m.circle_id = c.id AND m.member_id = $1";

impl Circle {
    /// The circle, when its front page exists for this member.
    pub fn visible_to(tx: &mut Tx<'_>, actor: &Actor, id: CircleId) -> Result<Self> {
        // Everything about the asker that the answer depends on.
        let asker = (actor.id, actor.band, actor.wears(Hat::Facilitator));
        let circle = tx.once((asker, id), |tx| {
            tx.one(
                &format!("SELECT {COLUMNS} FROM {FROM} WHERE c.id = $3 AND {VISIBLE}"),
                args![actor.id, actor.band, id],
                seen_by(actor),
            )
        })?;
        Ok(Self::clone(&circle))
    }

    /// The circle, when this member may read what is written in it.
    pub fn readable_by(tx: &mut Tx<'_>, actor: &Actor, id: CircleId) -> Result<Self> {
        let circle = Self::visible_to(tx, actor, id)?;
        if circle.is_read_by_asker() { Ok(circle) } else { Err(Error::NotFound) }
    }

    /// The circle and the member's part in it, when they have one.
    pub fn joined_by(tx: &mut Tx<'_>, actor: &Actor, id: CircleId) -> Result<(Self, Role)> {
        let circle = Self::visible_to(tx, actor, id)?;
        let role = circle.role.ok_or(Error::NotFound)?;
        Ok((circle, role))
    }

    /// The circle, when this member looks after it.
    pub fn facilitated_by(tx: &mut Tx<'_>, actor: &Actor, id: CircleId) -> Result<Self> {
        let (circle, role) = Self::joined_by(tx, actor, id)?;
        if role == Role::Facilitator { Ok(circle) } else { Err(Error::NotFound) }
    }

    /// The circles in which the member has a part, by name.
    pub fn mine(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<(Self, Role)>> {
        let mine = tx.all(
            &format!(
                "SELECT {COLUMNS} FROM circles_memberships m JOIN circles_circles c ON c.id = m.circle_id
                 WHERE m.member_id = $1 AND c.band = $2 AND c.stage IN ('open', 'preparing', 'closed')
                 ORDER BY c.stage DESC, c.name, c.id"
            ),
            args![actor.id, actor.band],
            seen_by(actor),
        )?;
        Ok(mine.into_iter().filter_map(|it| it.role.map(|role| (it, role))).collect())
    }

    /// The circles that the member looks after.
    pub fn facilitated(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Self>> {
        let mine = Self::mine(tx, actor)?.into_iter();
        Ok(mine.filter(|(_, role)| *role == Role::Facilitator).map(|(circle, _)| circle).collect())
    }

    /// Open circles that the member may find, by topic and language; empty lists ask for all. Those that one is in
    /// already are left out.
    pub fn find(tx: &mut Tx<'_>, actor: &Actor, topic: Option<u16>, language: Option<Language>) -> Result<Vec<Self>> {
        tx.all(
            &format!(
                "SELECT {COLUMNS} FROM {FROM}
                 WHERE {VISIBLE} AND c.stage = 'open' AND m.role IS NULL
                   AND ($3 = '' OR c.language = $3)
                   AND ($4 < 0 OR EXISTS (SELECT 1 FROM circles_topics t WHERE t.circle_id = c.id AND t.topic = $4))
                 ORDER BY c.name, c.id LIMIT 200"
            ),
            args![actor.id, actor.band, language.map_or("", Language::code), topic.map_or(-1, i64::from)],
            seen_by(actor),
        )
    }

    /// A circle for rules that have already settled who may see it.
    pub fn any(tx: &mut Tx<'_>, id: CircleId) -> Result<Self> {
        tx.one(
            &format!(
                "SELECT {COLUMNS} FROM circles_circles c LEFT JOIN circles_memberships m
                 ON m.circle_id = c.id AND m.member_id = '' WHERE c.id = $1"
            ),
            args![id],
            from_row,
        )
    }

    /// Every circle, for those who keep the place.
    pub(crate) fn every(tx: &mut Tx<'_>) -> Result<Vec<Self>> {
        tx.all(
            &format!(
                "SELECT {COLUMNS} FROM circles_circles c LEFT JOIN circles_memberships m
                 ON m.circle_id = c.id AND m.member_id = '' WHERE c.stage <> 'refused' ORDER BY c.name, c.id"
            ),
            args![],
            from_row,
        )
    }

    /// Whether whoever asked for it may read what is written in it.
    pub fn is_read_by_asker(&self) -> bool {
        self.role.is_some() || self.is_read_by_everybody()
    }

    /// Whether everybody for whom it is may read what is written in it, before they join.
    pub fn is_read_by_everybody(&self) -> bool {
        self.plan.joining == Joining::Open && !self.plan.hidden && self.stage == Stage::Open
    }

    /// Whether whoever asked for it looks after it.
    pub fn is_led_by_asker(&self) -> bool {
        self.role == Some(Role::Facilitator)
    }

    /// Whether whoever asked may learn how many belong to it and who looks after it.
    pub fn shows_people(&self) -> bool {
        self.role.is_some() || !self.plan.hidden
    }

    /// Whether those who begin together have begun, so that nobody comes in any more.
    pub fn has_begun(&self, now: Time) -> bool {
        self.plan.course && self.plan.join_until.is_some_and(|until| until < now)
    }

    /// Its topics.
    pub fn topics(&self, tx: &mut Tx<'_>) -> Result<Vec<organisation::topics::Topic>> {
        let numbers: Vec<u16> =
            tx.all("SELECT topic FROM circles_topics WHERE circle_id = $1 ORDER BY topic", args![self.id], |row| {
                row.get(0)
            })?;
        organisation::topics::named(tx, &numbers)
    }

    /// Makes a circle that waits for its facilitators.
    pub(crate) fn make(tx: &mut Tx<'_>, by: MemberId, band: AgeBand, plan: &Plan, stage: Stage) -> Result<CircleId> {
        let id = CircleId::fresh(tx);
        tx.execute(
            "INSERT INTO circles_circles (id, name, about, charter, language, band, audience, joining, course, hidden,
                size, moderation, night, night_from, night_to, reply_hours, pictures, room_when_closed, room_keep_days,
                stage, made_by, made_at, join_until)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
                $22, $23)",
            args![
                id,
                plan.name,
                plan.about,
                plan.charter,
                plan.language.code(),
                band,
                plan.audience,
                plan.joining,
                plan.course,
                plan.hidden,
                plan.size,
                plan.moderation,
                plan.night,
                plan.night_from,
                plan.night_to,
                plan.reply_hours,
                plan.pictures,
                plan.room_when_closed,
                plan.room_keep_days,
                stage,
                by,
                tx.now(),
                plan.join_until,
            ],
        )?;
        write_topics(tx, id, &plan.topics)?;
        Ok(id)
    }

    /// Makes a circle with those who look after it; whether it opens now is for the caller to say.
    pub fn found(
        tx: &mut Tx<'_>,
        by: MemberId,
        band: AgeBand,
        plan: &Plan,
        facilitators: &[MemberId],
        opens: bool,
    ) -> Result<CircleId> {
        let id = Self::make(tx, by, band, plan, Stage::Preparing)?;
        let circle = Self::any(tx, id)?;
        for member in facilitators {
            membership::appoint(tx, &circle, *member)?;
        }
        organisation::trail::record(tx, Some(by), "trail-circle-made", None, &plan.name)?;
        if opens {
            circle.open(tx)?;
        }
        Ok(id)
    }

    /// Changes what was decided. The language and the side stay: people joined to write in it.
    pub fn change(&self, tx: &mut Tx<'_>, plan: &Plan) -> Result<()> {
        // What was written behind a door stays behind it, and who came in unseen stays unseen.
        let is_open = |it: &Plan| it.joining == Joining::Open && !it.hidden;
        if (!is_open(&self.plan) && is_open(plan)) || (self.plan.hidden && !plan.hidden) {
            return Err(Error::refused("circle-stays-closed"));
        }
        tx.execute(
            "UPDATE circles_circles SET name = $2, about = $3, charter = $4, audience = $5, joining = $6, course = $7,
                hidden = $8, size = $9, moderation = $10, night = $11, night_from = $12, night_to = $13,
                reply_hours = $14, pictures = $15, room_when_closed = $16, room_keep_days = $17,
                join_until = $18 WHERE id = $1",
            args![
                self.id,
                plan.name,
                plan.about,
                plan.charter,
                plan.audience,
                plan.joining,
                plan.course,
                plan.hidden,
                plan.size,
                plan.moderation,
                plan.night,
                plan.night_from,
                plan.night_to,
                plan.reply_hours,
                plan.pictures,
                plan.room_when_closed,
                plan.room_keep_days,
                plan.join_until,
            ],
        )?;
        write_topics(tx, self.id, &plan.topics)?;
        finding::moved(tx, self)?;
        topic::circle_changed(tx, self.id)
    }

    /// Opens it: with cover, or not at all.
    pub fn open(&self, tx: &mut Tx<'_>) -> Result<()> {
        if cover(tx, self)?.len() < FACILITATORS {
            return Err(Error::refused("circle-needs-cover"));
        }
        tx.execute(
            "UPDATE circles_circles SET stage = 'open', opened_at = COALESCE(opened_at, $2), closed_at = NULL
             WHERE id = $1 AND stage IN ('preparing', 'closed')",
            args![self.id, tx.now()],
        )?;
        finding::moved(tx, self)?;
        topic::circle_changed(tx, self.id)
    }

    /// Closes it. Those who were in it can go on reading.
    pub fn close(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.execute(
            "UPDATE circles_circles SET stage = 'closed', closed_at = $2 WHERE id = $1 AND stage = 'open'",
            args![self.id, tx.now()],
        )?;
        finding::moved(tx, self)?;
        topic::circle_changed(tx, self.id)
    }

    /// Whether it is night there now, in the community's zone.
    pub fn is_night(&self, tx: &mut Tx<'_>) -> Result<bool> {
        if self.plan.night == Night::Same {
            return Ok(false);
        }
        let zone = organisation::Settings::current(tx)?.zone;
        let minute = minute_of_day(tx.now(), &zone);
        let (from, to) = (self.plan.night_from, self.plan.night_to);
        Ok(if from <= to { (from..to).contains(&minute) } else { minute >= from || minute < to })
    }

    /// Until when an unanswered thread that began then may wait before facilitators are told.
    pub fn answer_due(&self, began: Time) -> Time {
        began + Duration::from_secs(3600 * self.plan.reply_hours.unsigned_abs())
    }
}

fn minute_of_day(now: Time, zone: &str) -> i64 {
    let zoned = jiff::Timestamp::from_microsecond(now.0)
        .ok()
        .and_then(|it| it.in_tz(zone).ok())
        .map(|it| i64::from(it.hour()) * 60 + i64::from(it.minute()));
    zoned.unwrap_or_else(|| now.seconds().rem_euclid(86_400) / 60)
}

fn write_topics(tx: &mut Tx<'_>, circle: CircleId, topics: &[u16]) -> Result<()> {
    tx.execute("DELETE FROM circles_topics WHERE circle_id = $1", args![circle])?;
    for topic in topics {
        tx.execute(
            "INSERT INTO circles_topics (circle_id, topic) VALUES ($1, $2) ON CONFLICT (circle_id, topic) DO NOTHING",
            args![circle, topic],
        )?;
    }
    Ok(())
}

/// Somebody who looks after a circle.
#[derive(Clone, Debug)]
pub struct Facilitator {
    /// The member.
    pub id: MemberId,
    /// Under which name.
    pub name: String,
    /// They take part just now and read the language of the circle.
    pub is_here: bool,
}

/// Who looks after a circle, the longest there first.
pub fn facilitators(tx: &mut Tx<'_>, circle: &Circle) -> Result<Arc<Vec<Facilitator>>> {
    tx.kept_exactly(circle.id, |tx| read_facilitators(tx, circle))
}

fn read_facilitators(tx: &mut Tx<'_>, circle: &Circle) -> Result<Vec<Facilitator>> {
    let language = circle.plan.language;
    tx.all(
        "SELECT m.member_id, n.pseudonym, n.languages, w.member_id IS NOT NULL
         FROM circles_memberships m JOIN people_names n ON n.member_id = m.member_id
         LEFT JOIN people_wearers w ON w.member_id = m.member_id AND w.hat = 'facilitator' AND w.band = $2
            AND w.suspended_until <= $3
         WHERE m.circle_id = $1 AND m.role = 'facilitator' ORDER BY m.joined_at, m.member_id",
        args![circle.id, circle.band, tx.now()],
        |row| {
            let (languages, takes_part): (String, bool) = (row.get(2)?, row.get(3)?);
            let is_here = takes_part && Language::list(&languages).contains(&language);
            Ok(Facilitator { id: row.get(0)?, name: row.get(1)?, is_here })
        },
    )
}

/// Facilitators of a circle who take part just now and read its language. Without any, nobody writes there.
pub fn cover(tx: &mut Tx<'_>, circle: &Circle) -> Result<Vec<MemberId>> {
    Ok(facilitators(tx, circle)?.iter().filter(|it| it.is_here).map(|it| it.id).collect())
}
