//! What this room does when a member is erased: their words go, or stay without an author, as they chose.

use db::{Result, Tx, args};
use seal::{KeyId, Sealing};
use words::MemberId;

use crate::{
    kind::{CircleId, PostId, ThreadId, VoiceId},
    post, story, topic, voice,
};

/// Lets a member go. Doing this twice is no error.
pub fn farewell(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    if voice::stays(tx, member)? {
        tx.execute("UPDATE circles_posts SET author_id = NULL WHERE author_id = $1", args![member])?;
        tx.execute("UPDATE circles_threads SET opener_id = NULL WHERE opener_id = $1", args![member])?;
        story::orphan(tx, member)?;
        // The voice forgets whose it was; its key stays, so the words can be read.
        tx.execute("UPDATE circles_voices SET member_id = NULL WHERE member_id = $1", args![member])?;
    } else {
        take_everything_back(tx, member)?;
        story::erase_all(tx, member)?;
        let voice: Option<VoiceId> =
            tx.first("SELECT id FROM circles_voices WHERE member_id = $1", args![member], |row| row.get(0))?;
        if let Some(voice) = voice {
            tx.destroy_key(KeyId(voice.0))?;
            tx.execute("DELETE FROM circles_voices WHERE id = $1", args![voice])?;
        }
    }
    let circles: Vec<CircleId> =
        tx.all("SELECT circle_id FROM circles_memberships WHERE member_id = $1", args![member], |row| row.get(0))?;
    for sql in [
        "DELETE FROM circles_memberships WHERE member_id = $1",
        "DELETE FROM circles_requests WHERE member_id = $1",
        "DELETE FROM circles_invitations WHERE member_id = $1",
        "DELETE FROM circles_bars WHERE member_id = $1",
        "DELETE FROM circles_refusals WHERE member_id = $1",
        "DELETE FROM circles_reactions WHERE member_id = $1",
        "DELETE FROM circles_drafts WHERE member_id = $1",
        "DELETE FROM circles_reads WHERE member_id = $1",
        "DELETE FROM circles_follows WHERE member_id = $1",
        "DELETE FROM circles_sides WHERE member_id = $1",
        "DELETE FROM circles_carried WHERE member_id = $1",
        "DELETE FROM circles_mutes WHERE member_id = $1",
        "DELETE FROM circles_dates WHERE member_id = $1",
        "DELETE FROM circles_digests WHERE member_id = $1",
        "DELETE FROM circles_unsuggested WHERE member_id = $1",
        "DELETE FROM circles_visits WHERE member_id = $1",
        "DELETE FROM circles_picture_days WHERE member_id = $1",
        "DELETE FROM circles_circles WHERE stage = 'proposed' AND id IN (
            SELECT circle_id FROM circles_proposals WHERE (by_id = $1 OR partner_id = $1) AND decided_at IS NULL)",
        "DELETE FROM circles_proposals WHERE (by_id = $1 OR partner_id = $1) AND decided_at IS NULL",
    ] {
        tx.execute(sql, args![member])?;
    }
    for circle in circles {
        topic::circle_changed(tx, circle)?;
    }
    Ok(())
}

/// Takes back everything of a member's that others see or wait to read. Drafts stay: they are for their author alone.
pub fn take_everything_back(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    let posts: Vec<(PostId, ThreadId, i64)> = tx.all(
        "SELECT id, thread_id, seq FROM circles_posts WHERE author_id = $1 AND state <> 'withdrawn'",
        args![member],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    for (post, thread, seq) in posts {
        post::withdraw(tx, post, thread, seq)?;
    }
    story::withdraw_all(tx, member)
}
