//! A draft: what somebody began to write and did not send yet. Sealed under their own key; nobody else reads it.

use db::{Result, Row, Time, Tx, Uuid, args};
use seal::{KeyId, Place, Sealing};
use words::Actor;

use crate::kind::{CircleId, ThreadId};

/// For which place a draft is: a new thread in a circle, or an answer.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    /// The circle.
    pub circle: CircleId,
    /// The thread; nothing for a new one.
    pub thread: Option<ThreadId>,
}

fn thread_of(spot: Spot) -> String {
    spot.thread.map_or(String::new(), |it| it.to_string())
}

/// Keeps the fields of a form. Nothing in them keeps nothing.
pub fn keep(tx: &mut Tx<'_>, actor: &Actor, spot: Spot, fields: &[(String, String)]) -> Result<()> {
    discard(tx, actor, spot)?;
    if fields.iter().all(|(_, value)| value.trim().is_empty()) {
        return Ok(());
    }
    let id = tx.new_uuid();
    let text = serde_json::to_string(fields).map_err(db::Error::broken)?;
    let sealed = tx.seal(KeyId(actor.id.0), Place::new("circles_drafts", "fields", id), &text)?;
    tx.execute(
        "INSERT INTO circles_drafts (id, member_id, circle_id, thread_id, fields, kept_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        args![id, actor.id, spot.circle, thread_of(spot), sealed, tx.now()],
    )?;
    Ok(())
}

/// A draft as it lies there.
pub(crate) struct Sealed {
    id: Uuid,
    fields: Vec<u8>,
}

impl Sealed {
    /// Two columns from this one on: id, fields. There may be no draft.
    pub(crate) fn from_row(row: &Row<'_>, first: usize) -> Result<Option<Self>> {
        let Some(id) = row.get(first)? else { return Ok(None) };
        Ok(Some(Self { id, fields: row.get(first + 1)? }))
    }

    /// The fields, for whose draft it is.
    pub(crate) fn open(&self, tx: &mut Tx<'_>, actor: &Actor) -> Result<Option<Vec<(String, String)>>> {
        let text = tx.unseal(KeyId(actor.id.0), Place::new("circles_drafts", "fields", self.id), &self.fields)?;
        Ok(text.and_then(|it| serde_json::from_str(&it).ok()))
    }
}

/// What was kept for a place.
pub fn kept(tx: &mut Tx<'_>, actor: &Actor, spot: Spot) -> Result<Option<Vec<(String, String)>>> {
    let found = tx.first(
        "SELECT id, fields FROM circles_drafts WHERE member_id = $1 AND circle_id = $2 AND thread_id = $3",
        args![actor.id, spot.circle, thread_of(spot)],
        |row| Sealed::from_row(row, 0),
    )?;
    found.flatten().map_or(Ok(None), |it| it.open(tx, actor))
}

/// Throws a draft away.
pub fn discard(tx: &mut Tx<'_>, actor: &Actor, spot: Spot) -> Result<()> {
    tx.execute(
        "DELETE FROM circles_drafts WHERE member_id = $1 AND circle_id = $2 AND thread_id = $3",
        args![actor.id, spot.circle, thread_of(spot)],
    )?;
    Ok(())
}

/// Where a member's drafts lie, the latest first.
pub fn all(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<(Spot, Time)>> {
    tx.all(
        "SELECT circle_id, thread_id, kept_at FROM circles_drafts WHERE member_id = $1 ORDER BY kept_at DESC LIMIT 50",
        args![actor.id],
        |row| {
            let thread: String = row.get(1)?;
            Ok((Spot { circle: row.get(0)?, thread: thread.parse().ok() }, row.get(2)?))
        },
    )
}
