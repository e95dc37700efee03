//! Looking after the room: opening it, joining another who does, handing over, and closing it with words.

use circles::{circle, kind::CircleId, proposal};
use db::{Error, Result, Tx, Uuid, args};
use words::{Actor, MemberId};
use workforce::{answer::Work, spell};

use crate::{
    aside,
    evening::Evening,
    kind::{By, Closing, EveningId, HandoverId, Slow},
    message::{self, Words},
    presence::{self, HERE},
    seat::Seat,
    topic,
};

/// Whether somebody is on duty in an evening.
pub(crate) fn is_on(tx: &mut Tx<'_>, evening: EveningId, member: MemberId) -> Result<bool> {
    let on: i64 = tx.value(
        "SELECT COUNT(*) FROM live_duties WHERE evening_id = $1 AND member_id = $2 AND ended_at IS NULL",
        args![evening, member],
    )?;
    Ok(on > 0)
}

/// Who is on duty, by name, the longest first.
pub(crate) fn named(tx: &mut Tx<'_>, evening: EveningId) -> Result<Vec<(MemberId, String)>> {
    tx.all(
        "SELECT d.member_id, n.pseudonym FROM live_duties d JOIN people_names n ON n.member_id = d.member_id
         WHERE d.evening_id = $1 AND d.ended_at IS NULL ORDER BY d.began_at, d.id",
        args![evening],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Opens the room, or joins those who look after it.
pub fn open(tx: &mut Tx<'_>, actor: &Actor, circle: CircleId) -> Result<EveningId> {
    let seat = Seat::of(tx, actor, circle)?;
    if !seat.leads {
        return Err(Error::NotFound);
    }
    if !seat.may_open(tx, actor)? {
        return Err(Error::refused("room-needs-cover"));
    }
    proposal::may_look_after(tx, actor.id, seat.circle.id)?;
    let evening = Evening::begin(tx, &seat.circle, actor)?;
    begin(tx, &evening, actor.id)?;
    Ok(evening.id)
}

fn begin(tx: &mut Tx<'_>, evening: &Evening, member: MemberId) -> Result<()> {
    let id = tx.new_uuid();
    let begun = tx.execute(
        "INSERT INTO live_duties (id, evening_id, member_id, began_at, seen_at) VALUES ($1, $2, $3, $4, $4)
         ON CONFLICT (evening_id, member_id) WHERE ended_at IS NULL DO NOTHING",
        args![id, evening.id, member, tx.now()],
    )?;
    if begun == 1 {
        spell::begin(tx, member, Work::Room, id)?;
    }
    presence::see(tx, evening.id, member)?;
    topic::talk_changed(tx, evening.id.talk())
}

/// Ends somebody's duty; a room without anybody on duty who is really there closes.
pub(crate) fn end(tx: &mut Tx<'_>, evening: &Evening, member: MemberId) -> Result<()> {
    leave(tx, evening, member)?;
    let there: i64 = tx.value(
        "SELECT COUNT(*) FROM live_duties WHERE evening_id = $1 AND ended_at IS NULL AND seen_at > $2",
        args![evening.id, tx.now() - HERE],
    )?;
    if there == 0 { evening.shut(tx, Closing::Left) } else { topic::talk_changed(tx, evening.id.talk()) }
}

/// Ends somebody's duty, whatever becomes of the room.
pub(crate) fn leave(tx: &mut Tx<'_>, evening: &Evening, member: MemberId) -> Result<()> {
    let ended: Option<Uuid> = tx.first(
        "UPDATE live_duties SET ended_at = $3 WHERE evening_id = $1 AND member_id = $2 AND ended_at IS NULL RETURNING id",
        args![evening.id, member, tx.now()],
        |row| row.get(0),
    )?;
    if let Some(id) = ended {
        spell::end(tx, Work::Room, id)?;
    }
    tx.execute(
        "UPDATE live_handovers SET answered_at = $3 WHERE evening_id = $1 AND from_id = $2 AND answered_at IS NULL",
        args![evening.id, member, tx.now()],
    )?;
    aside::end_of_facilitator(tx, evening.id, member)
}

/// Goes, while another stays. Whoever turns out to be the last closes the room by going: of two who go at the same time
/// one is the last, and nobody is left unwatched.
pub fn step_back(tx: &mut Tx<'_>, actor: &Actor, circle: CircleId) -> Result<()> {
    let seat = Seat::of(tx, actor, circle)?;
    end(tx, seat.looked_after()?, actor.id)
}

/// Says goodbye to everybody, and closes the room.
pub fn close(tx: &mut Tx<'_>, actor: &Actor, circle: CircleId, words: &str) -> Result<()> {
    let seat = Seat::of(tx, actor, circle)?;
    let evening = seat.looked_after()?;
    if words.trim().is_empty() {
        return Err(Error::refused("room-goodbye-missing"));
    }
    let words = Words { id: tx.new_uuid(), text: words.to_owned(), ..Words::default() };
    message::append(tx, evening.id.talk(), By::Facilitator, Some(actor), &words)?;
    evening.shut(tx, Closing::Goodbye)
}

/// Makes members wait between two messages, or no longer.
pub fn slow_down(tx: &mut Tx<'_>, actor: &Actor, circle: CircleId, slow: Slow) -> Result<()> {
    Seat::of(tx, actor, circle)?.looked_after()?.slow_down(tx, slow)
}

/// Facilitators who are in the room, could look after it and do not: to whom somebody on duty can hand over.
pub(crate) fn others_present(tx: &mut Tx<'_>, seat: &Seat, evening: EveningId) -> Result<Vec<(MemberId, String)>> {
    let mut others = Vec::new();
    for member in circle::cover(tx, &seat.circle)? {
        let name: Option<String> = tx.first(
            "SELECT n.pseudonym FROM live_presences p JOIN people_names n ON n.member_id = p.member_id
             WHERE p.evening_id = $1 AND p.member_id = $2 AND p.seen_at > $3",
            args![evening, member, tx.now() - HERE],
            |row| row.get(0),
        )?;
        if let Some(name) = name
            && !is_on(tx, evening, member)?
        {
            others.push((member, name));
        }
    }
    Ok(others)
}

/// A facilitator asks another to look after the room.
#[derive(Clone, Debug)]
pub struct Handover {
    /// Its id.
    pub id: HandoverId,
    /// Who asks.
    pub from: MemberId,
    /// Under which name.
    pub from_name: String,
    /// Who is asked.
    pub to: MemberId,
    /// Under which name.
    pub to_name: String,
}

/// Handovers that wait for an answer.
pub(crate) fn handovers(tx: &mut Tx<'_>, evening: EveningId) -> Result<Vec<Handover>> {
    tx.all(
        "SELECT h.id, h.from_id, f.pseudonym, h.to_id, t.pseudonym FROM live_handovers h
         JOIN people_names f ON f.member_id = h.from_id JOIN people_names t ON t.member_id = h.to_id
         WHERE h.evening_id = $1 AND h.answered_at IS NULL ORDER BY h.offered_at, h.id",
        args![evening],
        |row| {
            Ok(Handover {
                id: row.get(0)?,
                from: row.get(1)?,
                from_name: row.get(2)?,
                to: row.get(3)?,
                to_name: row.get(4)?,
            })
        },
    )
}

/// Asks a facilitator who is in the room to look after it. Asking again asks the one named last.
pub fn hand_over(tx: &mut Tx<'_>, actor: &Actor, circle: CircleId, to: MemberId) -> Result<HandoverId> {
    let seat = Seat::of(tx, actor, circle)?;
    let evening = seat.looked_after()?;
    if !others_present(tx, &seat, evening.id)?.iter().any(|(member, _)| *member == to) {
        return Err(Error::refused("room-nobody-to-hand-over"));
    }
    let id = tx.one(
        "INSERT INTO live_handovers (id, evening_id, from_id, to_id, offered_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (evening_id, from_id) WHERE answered_at IS NULL DO UPDATE SET to_id = $4, offered_at = $5
         RETURNING id",
        args![HandoverId::fresh(tx), evening.id, actor.id, to, tx.now()],
        |row| row.get(0),
    )?;
    topic::duty_changed(tx, evening.id)?;
    topic::member_changed(tx, to)?;
    Ok(id)
}

/// Answers: with a yes one is on duty from now on, and whoever asked no longer is.
pub fn answer(tx: &mut Tx<'_>, actor: &Actor, circle: CircleId, id: HandoverId, yes: bool) -> Result<()> {
    let seat = Seat::of(tx, actor, circle)?;
    let evening = seat.open()?;
    let from: Option<MemberId> = tx.first(
        "UPDATE live_handovers SET answered_at = $3
         WHERE id = $1 AND to_id = $2 AND evening_id = $4 AND answered_at IS NULL RETURNING from_id",
        args![id, actor.id, tx.now(), evening.id],
        |row| row.get(0),
    )?;
    let from = from.ok_or_else(|| Error::refused("room-handover-over"))?;
    if yes {
        if !seat.may_open(tx, actor)? {
            return Err(Error::refused("room-needs-cover"));
        }
        proposal::may_look_after(tx, actor.id, seat.circle.id)?;
        begin(tx, evening, actor.id)?;
        message::note(tx, evening.id.talk(), "room-note-handed-over")?;
        end(tx, evening, from)?;
    }
    topic::member_changed(tx, from)?;
    topic::duty_changed(tx, evening.id)
}
