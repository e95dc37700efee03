//! Raising a hand: facilitators see who wants to speak, in order; a member sees their own place and nobody else's.

use circles::kind::CircleId;
use db::{Error, Result, Tx, args};
use words::{Actor, MemberId};

use crate::{kind::EveningId, seat::Seat, topic};

/// A raised hand, as those on duty see it.
#[derive(Clone, Debug)]
pub struct Hand {
    /// Whose.
    pub member: MemberId,
    /// Under which name.
    pub name: String,
    /// Whether they were told that it is their turn.
    pub called: bool,
}

/// Raises one's hand; a raised one stays where it is.
pub fn raise(tx: &mut Tx<'_>, actor: &Actor, circle: CircleId) -> Result<()> {
    let seat = Seat::of(tx, actor, circle)?;
    let evening = seat.open()?.id;
    seat.may_speak()?;
    tx.execute(
        "INSERT INTO live_hands (evening_id, member_id, raised_at) VALUES ($1, $2, $3)
         ON CONFLICT (evening_id, member_id) DO NOTHING",
        args![evening, actor.id, tx.now()],
    )?;
    queue_changed(tx, evening, actor.id)
}

/// Takes one's hand down.
pub fn lower(tx: &mut Tx<'_>, actor: &Actor, circle: CircleId) -> Result<()> {
    let evening = Seat::of(tx, actor, circle)?.open()?.id;
    take_down(tx, evening, actor.id)
}

fn take_down(tx: &mut Tx<'_>, evening: EveningId, member: MemberId) -> Result<()> {
    tx.execute("DELETE FROM live_hands WHERE evening_id = $1 AND member_id = $2", args![evening, member])?;
    queue_changed(tx, evening, member)
}

/// Tells somebody that it is their turn. Only they are told.
pub fn call(tx: &mut Tx<'_>, actor: &Actor, circle: CircleId, member: MemberId) -> Result<()> {
    let evening = Seat::of(tx, actor, circle)?.looked_after()?.id;
    let called = tx.execute(
        "UPDATE live_hands SET called_at = $3 WHERE evening_id = $1 AND member_id = $2",
        args![evening, member, tx.now()],
    )?;
    if called == 0 {
        return Err(Error::refused("room-hand-down"));
    }
    queue_changed(tx, evening, member)
}

/// Whoever was called and has spoken has had their turn.
pub(crate) fn has_spoken(tx: &mut Tx<'_>, evening: EveningId, member: MemberId) -> Result<()> {
    let spoken = tx.execute(
        "DELETE FROM live_hands WHERE evening_id = $1 AND member_id = $2 AND called_at IS NOT NULL",
        args![evening, member],
    )?;
    if spoken > 0 { queue_changed(tx, evening, member) } else { Ok(()) }
}

/// Raised hands in order, the earliest first.
pub fn queue(tx: &mut Tx<'_>, evening: EveningId) -> Result<Vec<Hand>> {
    tx.all(
        "SELECT h.member_id, n.pseudonym, h.called_at FROM live_hands h
         JOIN people_names n ON n.member_id = h.member_id
         WHERE h.evening_id = $1 ORDER BY h.raised_at, h.member_id",
        args![evening],
        |row| {
            let called_at: Option<db::Time> = row.get(2)?;
            Ok(Hand { member: row.get(0)?, name: row.get(1)?, called: called_at.is_some() })
        },
    )
}

/// One's own place among the raised hands, from 1, and whether it is one's turn.
pub fn place(tx: &mut Tx<'_>, evening: EveningId, member: MemberId) -> Result<Option<(usize, bool)>> {
    let queue = queue(tx, evening)?;
    let waiting = |index: usize| queue[..index].iter().filter(|it| !it.called).count();
    Ok(queue.iter().position(|it| it.member == member).map(|index| (waiting(index) + 1, queue[index].called)))
}

/// Those on duty look again, and everybody whose place may have changed: a queue is short.
fn queue_changed(tx: &mut Tx<'_>, evening: EveningId, member: MemberId) -> Result<()> {
    topic::duty_changed(tx, evening)?;
    topic::member_changed(tx, member)?;
    for hand in queue(tx, evening)?.iter().filter(|it| it.member != member) {
        topic::member_changed(tx, hand.member)?;
    }
    Ok(())
}
