//! What changed for somebody who comes: shown on their own page until they have read it, and nowhere else.

use db::{Result, Time, Tx, args};
use words::{Actor, MemberId};

use circles::circle::Circle;

use crate::{
    kind::{NewsId, NewsKind, OccurrenceId},
    occurrence::Occurrence,
    topic,
};

/// Something that changed.
#[derive(Clone, Debug)]
pub struct News {
    /// Its id.
    pub id: NewsId,
    /// What.
    pub kind: NewsKind,
    /// For which occurrence.
    pub occurrence: Occurrence,
    /// Since when.
    pub made_at: Time,
}

impl News {
    /// What a member has not read yet. News of a circle that they can no longer read is not theirs any more.
    pub fn unread(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Self>> {
        let found: Vec<(NewsId, NewsKind, OccurrenceId, Time)> = tx.all(
            "SELECT id, kind, occurrence_id, made_at FROM gatherings_news WHERE member_id = $1
             ORDER BY made_at DESC, id LIMIT 10",
            args![actor.id],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
        )?;
        let circles = Circle::mine(tx, actor)?;
        let mut news = Vec::new();
        for (id, kind, occurrence, made_at) in found {
            let occurrence = Occurrence::any(tx, occurrence)?;
            if circles.iter().any(|(circle, _)| circle.id == occurrence.circle) {
                news.push(Self { id, kind, occurrence, made_at });
            }
        }
        Ok(news)
    }

    /// Has read it.
    pub fn read(tx: &mut Tx<'_>, actor: &Actor, id: NewsId) -> Result<()> {
        tx.execute("DELETE FROM gatherings_news WHERE id = $1 AND member_id = $2", args![id, actor.id])?;
        topic::member_changed(tx, actor.id)
    }
}

pub(crate) fn tell(tx: &mut Tx<'_>, member: MemberId, occurrence: OccurrenceId, kind: NewsKind) -> Result<()> {
    let id = NewsId::fresh(tx);
    tx.execute(
        "INSERT INTO gatherings_news (id, member_id, occurrence_id, kind, made_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (member_id, occurrence_id, kind) DO UPDATE SET made_at = excluded.made_at",
        args![id, member, occurrence, kind, tx.now()],
    )?;
    topic::member_changed(tx, member)
}

/// Tells everybody who comes or waits.
pub(crate) fn tell_those_concerned(tx: &mut Tx<'_>, occurrence: OccurrenceId, kind: NewsKind) -> Result<()> {
    let members: Vec<MemberId> = tx.all(
        "SELECT member_id FROM gatherings_comings WHERE occurrence_id = $1 AND answer <> 'not-coming' ORDER BY seq",
        args![occurrence],
        |row| row.get(0),
    )?;
    for member in members {
        tell(tx, member, occurrence, kind)?;
    }
    Ok(())
}

/// Takes back what is no longer so.
pub(crate) fn forget(tx: &mut Tx<'_>, member: MemberId, occurrence: OccurrenceId, kind: NewsKind) -> Result<()> {
    tx.execute(
        "DELETE FROM gatherings_news WHERE member_id = $1 AND occurrence_id = $2 AND kind = $3",
        args![member, occurrence, kind],
    )?;
    Ok(())
}

/// Forgets what was never read and is long past: nobody comes back to a heap.
pub(crate) fn forget_old(tx: &mut Tx<'_>) -> Result<()> {
    let old = tx.now() - std::time::Duration::from_secs(30 * 86_400);
    tx.execute("DELETE FROM gatherings_news WHERE made_at < $1", args![old])?;
    Ok(())
}
