//! Whom somebody may mute: people whose names they read anyway. A name that is not among these finds nobody, whether
//! somebody goes by it or not; and words without a name lead to nobody, because hiding their author and looking what is
//! gone would tell who it was.

use db::{Error, Result, Tx, args};
use people::{Profile, blocks};
use words::{Actor, MemberId};

use crate::{
    kind::{PostId, StoryId},
    mine, post,
    story::Story,
};

/// Whoever goes by this name, when the asker has read something under it: in a circle of theirs, or a story.
pub fn called(tx: &mut Tx<'_>, actor: &Actor, name: &str) -> Result<MemberId> {
    let found = Profile::called(tx, name, actor.band)?.filter(|it| *it != actor.id);
    let Some(member) = found else { return Err(Error::refused("mute-nobody")) };
    let side = mine::side(tx, actor.id)?;
    let read: i64 = tx.value(
        "SELECT (SELECT COUNT(*) FROM circles_posts p
                 JOIN circles_memberships m ON m.circle_id = p.circle_id AND m.member_id = $1
                 WHERE p.author_id = $2 AND p.state = 'shown' AND p.unnamed = FALSE)
              + (SELECT COUNT(*) FROM circles_stories s
                 WHERE s.author_id = $2 AND s.state = 'shown' AND s.unnamed = FALSE AND s.band = $3 AND s.side = $4)",
        args![actor.id, member, actor.band, side],
    )?;
    if read == 0 || blocks::apart(tx, actor.id, member)? {
        return Err(Error::refused("mute-nobody"));
    }
    Ok(member)
}

/// Whoever wrote a post that the asker reads, under their name.
pub fn who_posted(tx: &mut Tx<'_>, actor: &Actor, id: PostId) -> Result<MemberId> {
    let author = post::readable_by(tx, actor, id)?.author;
    let unnamed: bool = tx.one("SELECT unnamed FROM circles_posts WHERE id = $1", args![id], |row| row.get(0))?;
    named(author.filter(|_| !unnamed))
}

/// Whoever wrote a story that the asker reads, under their name.
pub fn who_told(tx: &mut Tx<'_>, actor: &Actor, id: StoryId) -> Result<MemberId> {
    let story = Story::readable_by(tx, actor, id)?;
    named(story.author.filter(|_| !story.writing.unnamed))
}

fn named(author: Option<MemberId>) -> Result<MemberId> {
    author.ok_or_else(|| Error::refused("mute-unnamed"))
}
