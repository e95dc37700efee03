//! A word that takes no typing. The author alone learns of it.

use std::collections::HashMap;

use circles::kind::{CircleId, Reaction};
use db::{Error, Result, Tx, args};
use words::{Actor, MemberId};

use crate::{
    kind::{EveningId, MessageId, State},
    message,
    seat::Seat,
    topic,
};

/// Says it, or takes it back when it was said already.
pub fn toggle(tx: &mut Tx<'_>, actor: &Actor, circle: CircleId, id: MessageId, kind: Reaction) -> Result<()> {
    let seat = Seat::of(tx, actor, circle)?;
    let message = message::visible_to(tx, actor, &seat, id)?;
    let (Some(author), State::Said) = (message.author, message.state) else { return Err(Error::NotFound) };
    if author == actor.id {
        return Err(Error::refused("room-react-not-own"));
    }
    seat.may_speak()?;
    let evening = seat.evening.as_ref().ok_or(Error::NotFound)?;
    let taken_back = tx.execute(
        "DELETE FROM live_reactions WHERE talk_id = $1 AND seq = $2 AND member_id = $3 AND kind = $4",
        args![evening.id, message.seq, actor.id, kind],
    )?;
    if taken_back == 0 {
        tx.execute(
            "INSERT INTO live_reactions (talk_id, seq, member_id, kind) VALUES ($1, $2, $3, $4)
             ON CONFLICT (talk_id, seq, member_id, kind) DO NOTHING",
            args![evening.id, message.seq, actor.id, kind],
        )?;
    }
    topic::member_changed(tx, author)
}

/// One's own reactions to a message.
pub(crate) fn own(tx: &mut Tx<'_>, actor: &Actor, evening: EveningId, seq: i64) -> Result<Vec<Reaction>> {
    tx.all(
        "SELECT kind FROM live_reactions WHERE talk_id = $1 AND seq = $2 AND member_id = $3",
        args![evening, seq, actor.id],
        |row| row.get(0),
    )
}

/// What was said in this way to a member's own messages, by number of the message: each kind once, without who or how
/// many. From people whom the author does not want to see, nothing.
pub(crate) fn heard(
    tx: &mut Tx<'_>,
    actor: &Actor,
    seat: &Seat,
    evening: EveningId,
) -> Result<HashMap<i64, Vec<Reaction>>> {
    let all: Vec<(i64, Reaction, MemberId)> = tx.all(
        "SELECT r.seq, r.kind, r.member_id FROM live_reactions r
         JOIN live_messages m ON m.talk_id = r.talk_id AND m.seq = r.seq
         WHERE m.author_id = $1 AND m.talk_id = $2 ORDER BY r.seq, r.kind",
        args![actor.id, evening],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let mut heard: HashMap<i64, Vec<Reaction>> = HashMap::new();
    for (seq, kind, by) in all {
        let kinds = heard.entry(seq).or_default();
        if !seat.quiet.hides_member(by) && !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    heard.retain(|_, kinds| !kinds.is_empty());
    Ok(heard)
}
