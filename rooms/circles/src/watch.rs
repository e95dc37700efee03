//! What those who look after a circle do with posts: read along, read first, let through, hide and show again.

use db::{Result, Time, Tx, args};
use safety::{
    kind::{Kind, Matter},
    spot::{self, Grounds},
};
use words::{Actor, MemberId};

use crate::{
    circle::Circle,
    finding,
    kind::{Moderation, PostId, ThreadId},
    post::{self, Found},
    thread, topic,
};

/// Posts that wait to be read, the oldest first: for the facilitators.
pub fn held(tx: &mut Tx<'_>, actor: &Actor, circle: &Circle) -> Result<Vec<Found>> {
    let ids: Vec<PostId> = tx.all(
        "SELECT id FROM circles_posts WHERE circle_id = $1 AND state = 'held' ORDER BY posted_at, id LIMIT 50",
        args![circle.id],
        |row| row.get(0),
    )?;
    ids.into_iter().map(|id| post::readable_by(tx, actor, id)).collect()
}

/// Posts that appeared at once and that no facilitator has marked as read, the oldest first.
pub fn to_read_along(tx: &mut Tx<'_>, actor: &Actor, circle: &Circle) -> Result<Vec<Found>> {
    let ids: Vec<PostId> = tx.all(
        "SELECT p.id FROM circles_posts p
         WHERE p.circle_id = $1 AND p.state = 'shown'
           AND p.posted_at > COALESCE((SELECT r.until FROM circles_read_along r WHERE r.circle_id = $1), 0)
           AND NOT EXISTS (SELECT 1 FROM circles_memberships m WHERE m.circle_id = p.circle_id
                           AND m.member_id = p.author_id AND m.role = 'facilitator')
         ORDER BY p.posted_at, p.id LIMIT 50",
        args![circle.id],
        |row| row.get(0),
    )?;
    ids.into_iter().map(|id| post::readable_by(tx, actor, id)).collect()
}

/// How many of them there are.
pub fn count_to_read_along(tx: &mut Tx<'_>, circle: &Circle) -> Result<i64> {
    if circle.plan.moderation != Moderation::After {
        return Ok(0);
    }
    tx.value(
        "SELECT COUNT(*) FROM circles_posts p
         WHERE p.circle_id = $1 AND p.state = 'shown'
           AND p.posted_at > COALESCE((SELECT r.until FROM circles_read_along r WHERE r.circle_id = $1), 0)
           AND NOT EXISTS (SELECT 1 FROM circles_memberships m WHERE m.circle_id = p.circle_id
                           AND m.member_id = p.author_id AND m.role = 'facilitator')",
        args![circle.id],
    )
}

/// Marks everything up to this moment as read.
pub fn read_along(tx: &mut Tx<'_>, actor: &Actor, circle: &Circle, until: Time) -> Result<()> {
    let until = until.min(tx.now());
    tx.execute(
        "INSERT INTO circles_read_along (circle_id, until, by_id) VALUES ($1, $2, $3)
         ON CONFLICT (circle_id) DO UPDATE SET until = $2, by_id = $3 WHERE circles_read_along.until < $2",
        args![circle.id, until, actor.id],
    )?;
    topic::desk_changed(tx, circle.id)
}

/// Lets everybody see a post that waited.
pub fn let_through(tx: &mut Tx<'_>, actor: &Actor, circle: &Circle, id: PostId) -> Result<()> {
    let through: Option<(ThreadId, Option<MemberId>)> = tx.first(
        "UPDATE circles_posts SET state = 'shown' WHERE id = $1 AND circle_id = $2 AND state = 'held'
         RETURNING thread_id, author_id",
        args![id, circle.id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let Some((thread, author)) = through else { return Ok(()) };
    safety::case::was_read(tx, actor, Matter { kind: Kind::Post, id: id.0 })?;
    finding::note(tx, id)?;
    match author {
        Some(author) => {
            post::shown(tx, thread, author)?;
            topic::member_changed(tx, author)
        }
        None => thread::recount(tx, thread),
    }
}

/// Hides a post until its author changes it. They read why, and can ask somebody else to look. What is hidden already
/// stays as it was decided.
pub fn hide(tx: &mut Tx<'_>, actor: &Actor, circle: &Circle, id: PostId, grounds: &Grounds) -> Result<()> {
    let seen: i64 = tx.value(
        "SELECT COUNT(*) FROM circles_posts WHERE id = $1 AND circle_id = $2 AND state IN ('shown', 'held')",
        args![id, circle.id],
    )?;
    if seen == 0 {
        return Ok(());
    }
    spot::hide(tx, actor, circle.id.0, Matter { kind: Kind::Post, id: id.0 }, grounds).map(drop)
}

/// Takes a post from everybody but its author and those who look after it, until it has been changed and read again.
pub(crate) fn put_out_of_sight(tx: &mut Tx<'_>, id: PostId) -> Result<()> {
    let hidden: Option<ThreadId> = tx.first(
        "UPDATE circles_posts SET state = 'hidden' WHERE id = $1 AND state IN ('shown', 'held') RETURNING thread_id",
        args![id],
        |row| row.get(0),
    )?;
    let Some(thread) = hidden else { return Ok(()) };
    finding::note(tx, id)?;
    thread::recount(tx, thread)
}

/// Sets a post aside until somebody has read it, because several people flagged it while nobody was there.
pub(crate) fn set_aside(tx: &mut Tx<'_>, id: PostId) -> Result<()> {
    let aside: Option<ThreadId> = tx.first(
        "UPDATE circles_posts SET state = 'held' WHERE id = $1 AND state = 'shown' RETURNING thread_id",
        args![id],
        |row| row.get(0),
    )?;
    let Some(thread) = aside else { return Ok(()) };
    finding::note(tx, id)?;
    thread::recount(tx, thread)
}

/// Shows a post again whose hiding was undone.
pub(crate) fn show_again(tx: &mut Tx<'_>, id: PostId) -> Result<()> {
    let again: Option<ThreadId> = tx.first(
        "UPDATE circles_posts SET state = 'shown' WHERE id = $1 AND state IN ('hidden', 'held') RETURNING thread_id",
        args![id],
        |row| row.get(0),
    )?;
    let Some(thread) = again else { return Ok(()) };
    finding::note(tx, id)?;
    thread::recount(tx, thread)
}
