//! Aside: a facilitator and a member step out of the room for a moment. The member may say no, the room is told without
//! a name, both come back when they like. Nobody else ever reads it, other facilitators included; afterwards its words
//! belong to the member, until they go with the evening's.

use circles::{circle::Circle, kind::CircleId};
use db::{Error, Result, Time, Tx, args};
use jobs::Later;
use safety::{
    care::Care,
    place::{Said, Seen},
};
use words::{Actor, MemberId};

use crate::{
    evening::{self, Evening},
    kind::{AsideId, By, EveningId},
    message::{self, Message, Words},
    place,
    presence::HERE,
    seat::Seat,
    topic,
    watch::WATCH,
};

/// An aside.
#[derive(Clone, Debug)]
pub struct Aside {
    /// Its id.
    pub id: AsideId,
    /// From which evening.
    pub evening: EveningId,
    /// The facilitator.
    pub facilitator: MemberId,
    /// Under which name.
    pub facilitator_name: String,
    /// The member.
    pub member: MemberId,
    /// Under which name.
    pub member_name: String,
    /// When both began to talk.
    pub began_at: Option<Time>,
    /// When it ended, or was declined.
    pub ended_at: Option<Time>,
}

const SELECT: &str = "SELECT a.id, a.evening_id, a.facilitator_id, f.pseudonym, a.member_id, m.pseudonym, a.began_at,
    a.ended_at FROM live_asides a LEFT JOIN people_names f ON f.member_id = a.facilitator_id
    LEFT JOIN people_names m ON m.member_id = a.member_id";

fn from_row(row: &db::Row<'_>) -> Result<Aside> {
    let (facilitator_name, member_name): (Option<String>, Option<String>) = (row.get(3)?, row.get(5)?);
    Ok(Aside {
        id: row.get(0)?,
        evening: row.get(1)?,
        facilitator: row.get(2)?,
        facilitator_name: facilitator_name.unwrap_or_default(),
        member: row.get(4)?,
        member_name: member_name.unwrap_or_default(),
        began_at: row.get(6)?,
        ended_at: row.get(7)?,
    })
}

impl Aside {
    /// Whether the two are talking.
    pub fn is_open(&self) -> bool {
        self.began_at.is_some() && self.ended_at.is_none()
    }

    /// The aside as one of the two. For everybody else it does not exist, and for the facilitator only while it lasts.
    pub fn of(tx: &mut Tx<'_>, actor: &Actor, circle: CircleId, id: AsideId) -> Result<Self> {
        Seat::of(tx, actor, circle)?;
        let sql = format!("{SELECT} WHERE a.id = $1 AND a.circle_id = $2 AND a.began_at IS NOT NULL");
        let aside = tx.one(&sql, args![id, circle], from_row)?;
        let reads = aside.member == actor.id || (aside.facilitator == actor.id && aside.is_open());
        if reads { Ok(aside) } else { Err(Error::NotFound) }
    }

    /// Ends it, with words in it. Ending twice is no error.
    fn end(&self, tx: &mut Tx<'_>) -> Result<()> {
        let ended = tx.execute(
            "UPDATE live_asides SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL",
            args![self.id, tx.now()],
        )?;
        if ended == 1 && self.began_at.is_some() {
            message::note(tx, self.id.talk(), "aside-note-ended")?;
            topic::talk_changed(tx, self.id.talk())?;
        }
        topic::member_changed(tx, self.member)?;
        topic::member_changed(tx, self.facilitator)
    }

    /// What was said, in order.
    pub fn messages(&self, tx: &mut Tx<'_>) -> Result<Vec<Message>> {
        message::since(tx, self.id.talk(), 0, i64::MAX)
    }
}

/// The aside that concerns somebody in an evening: one that they were asked to, or are in.
pub(crate) fn current(tx: &mut Tx<'_>, evening: EveningId, member: MemberId) -> Result<Option<Aside>> {
    let sql = format!("{SELECT} WHERE a.evening_id = $1 AND a.member_id = $2 AND a.ended_at IS NULL");
    tx.first(&sql, args![evening, member], from_row)
}

/// A facilitator's asides of an evening that are asked for, going on, or were declined: the latest first.
pub(crate) fn of_facilitator(tx: &mut Tx<'_>, evening: EveningId, member: MemberId) -> Result<Vec<Aside>> {
    let sql = format!(
        "{SELECT} WHERE a.evening_id = $1 AND a.facilitator_id = $2 AND (a.ended_at IS NULL OR a.began_at IS NULL)
         ORDER BY a.offered_at DESC, a.id LIMIT 5"
    );
    tx.all(&sql, args![evening, member], from_row)
}

/// Asks somebody who is in the room to step aside. Whether they are there and whether they would rather not meet is the
/// same refusal, so that nobody finds out about a block.
pub fn offer(tx: &mut Tx<'_>, actor: &Actor, circle: CircleId, member: MemberId) -> Result<AsideId> {
    let seat = Seat::of(tx, actor, circle)?;
    let evening = seat.looked_after()?;
    let here: i64 = tx.value(
        "SELECT COUNT(*) FROM live_presences WHERE evening_id = $1 AND member_id = $2 AND seen_at > $3",
        args![evening.id, member, tx.now() - HERE],
    )?;
    let may_meet = here > 0 && member != actor.id && !people::blocks::apart(tx, actor.id, member)?;
    if !may_meet {
        return Err(Error::refused("aside-not-here"));
    }
    let id = AsideId::fresh(tx);
    let asked = tx.execute(
        "INSERT INTO live_asides (id, evening_id, circle_id, facilitator_id, member_id, offered_at)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (evening_id, member_id) WHERE ended_at IS NULL DO NOTHING",
        args![id, evening.id, circle, actor.id, member, tx.now()],
    )?;
    if asked == 0 {
        return Err(Error::refused("aside-already"));
    }
    topic::member_changed(tx, member)?;
    topic::member_changed(tx, actor.id)?;
    Ok(id)
}

/// Says yes or no to stepping aside. Nobody asks why.
pub fn answer(tx: &mut Tx<'_>, actor: &Actor, circle: CircleId, id: AsideId, yes: bool) -> Result<()> {
    let seat = Seat::of(tx, actor, circle)?;
    let sql = format!("{SELECT} WHERE a.id = $1 AND a.member_id = $2 AND a.circle_id = $3 AND a.began_at IS NULL");
    let aside = tx.one(&sql, args![id, actor.id, circle], from_row)?;
    if aside.ended_at.is_some() {
        return Err(Error::refused("aside-over"));
    }
    if !yes {
        return aside.end(tx);
    }
    let evening = seat.open_as(aside.evening)?;
    tx.execute("UPDATE live_asides SET began_at = $2 WHERE id = $1", args![id, tx.now()])?;
    evening::start_talk(tx, id.talk(), &seat.circle, true)?;
    message::note(tx, id.talk(), "aside-note-began")?;
    message::note(tx, evening.id.talk(), "room-note-aside")?;
    topic::member_changed(tx, aside.member)?;
    topic::member_changed(tx, aside.facilitator)
}

/// Says something aside, and lets it be read for signs that somebody needs help.
pub fn say_and_hear(
    tx: &mut Tx<'_>,
    actor: &Actor,
    circle: CircleId,
    id: AsideId,
    words: &Words,
) -> Result<(Message, Option<Care>)> {
    let message = say(tx, actor, circle, id, words)?;
    let aside = Aside::of(tx, actor, circle, id)?;
    let care = place::hear(tx, actor, circle, id.talk(), Some(&aside), &message)?;
    Ok((message, care))
}

/// Says something to the other. Who is paused in the circle may speak here: this is where it is talked about.
pub fn say(tx: &mut Tx<'_>, actor: &Actor, circle: CircleId, id: AsideId, words: &Words) -> Result<Message> {
    let aside = Aside::of(tx, actor, circle, id)?;
    if let Some(said) = message::said_before(tx, actor, id.talk(), words.id)? {
        return Ok(said);
    }
    if !aside.is_open() {
        return Err(Error::refused("aside-over"));
    }
    let by = if aside.facilitator == actor.id { By::Facilitator } else { By::Member };
    message::append(tx, id.talk(), by, Some(actor), words)
}

/// Goes back to the room. Either may, at any time.
pub fn end(tx: &mut Tx<'_>, actor: &Actor, circle: CircleId, id: AsideId) -> Result<()> {
    let aside = Aside::of(tx, actor, circle, id)?;
    aside.end(tx)?;
    // A duty may have waited for it.
    tx.later(WATCH, aside.evening, tx.now())
}

/// Whether somebody who looks after the room is talking aside just now.
pub(crate) fn is_talking(tx: &mut Tx<'_>, evening: EveningId, facilitator: MemberId) -> Result<bool> {
    let talking: i64 = tx.value(
        "SELECT COUNT(*) FROM live_asides
         WHERE evening_id = $1 AND facilitator_id = $2 AND began_at IS NOT NULL AND ended_at IS NULL",
        args![evening, facilitator],
    )?;
    Ok(talking > 0)
}

/// A talk aside as one of the two reports it: the other, with what both said.
pub(crate) fn seen_by(tx: &mut Tx<'_>, actor: &Actor, id: AsideId) -> Result<Seen> {
    let circle = tx.one("SELECT circle_id FROM live_asides WHERE id = $1", args![id], |row| row.get(0))?;
    let aside = Aside::of(tx, actor, circle, id)?;
    let other = if aside.member == actor.id { aside.facilitator } else { aside.member };
    let circle = Circle::any(tx, circle)?;
    let said = aside.messages(tx)?.into_iter().filter(|it| it.by != By::Place).map(|it| Said {
        reported: it.author == Some(other),
        by: it.name,
        words: it.words,
        at: it.said_at.0,
    });
    Ok(Seen {
        author: Some(other),
        band: circle.band,
        place: Some(circle.id.0),
        place_name: circle.plan.name,
        address: None,
        unnamed: false,
        shown: false,
        said: said.collect(),
    })
}

fn end_each(tx: &mut Tx<'_>, asides: Vec<Aside>) -> Result<()> {
    asides.into_iter().try_for_each(|it| it.end(tx))
}

/// The room closes.
pub(crate) fn end_all(tx: &mut Tx<'_>, evening: EveningId) -> Result<()> {
    let open = tx.all(&format!("{SELECT} WHERE a.ended_at IS NULL AND a.evening_id = $1"), args![evening], from_row)?;
    end_each(tx, open)
}

/// The facilitator is no longer on duty.
pub(crate) fn end_of_facilitator(tx: &mut Tx<'_>, evening: EveningId, member: MemberId) -> Result<()> {
    let sql = format!("{SELECT} WHERE a.ended_at IS NULL AND a.evening_id = $1 AND a.facilitator_id = $2");
    let open = tx.all(&sql, args![evening, member], from_row)?;
    end_each(tx, open)
}

/// A member is erased: what they said aside goes, and its key with it.
pub(crate) fn forget(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    let sql = format!("{SELECT} WHERE a.ended_at IS NULL AND (a.member_id = $1 OR a.facilitator_id = $1)");
    let open = tx.all(&sql, args![member], from_row)?;
    end_each(tx, open)?;
    let own: Vec<AsideId> =
        tx.all("SELECT id FROM live_asides WHERE member_id = $1", args![member], |row| row.get(0))?;
    for aside in own {
        evening::erase_talk(tx, aside.talk())?;
        tx.execute("DELETE FROM live_asides WHERE id = $1", args![aside])?;
    }
    Ok(())
}

impl Evening {
    /// Whether somebody is aside with a facilitator just now. Never who.
    pub(crate) fn has_aside(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let aside: i64 = tx.value(
            "SELECT COUNT(*) FROM live_asides WHERE evening_id = $1 AND began_at IS NOT NULL AND ended_at IS NULL",
            args![self.id],
        )?;
        Ok(aside > 0)
    }
}
