//! A written role-play: somebody made up writes, the learner answers in her own words and says what she wants them to do;
//! that decides how it goes on. Afterwards she is told line by line. Nobody else ever reads it: there is no page for that.

use db::{Error, Result, Time, Tx, args};
use listening::{Heard, Line, listen};
use seal::{KeyId, Place, Sealing};
use serde::{Deserialize, Serialize};
use words::MemberId;

use crate::{
    course::{self, Published},
    format::{self, Body, Next},
    progress,
};

/// Longest answer, in characters: a long message.
pub const WORDS_AT_MOST: usize = 1000;

db::id! {
    /// A written role-play of somebody.
    PlayId
}

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// Which of the choices she wanted her words to be.
    pub choice: usize,
    /// Her own words.
    pub words: String,
}

/// A role-play of somebody, as far as it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Play {
    id: PlayId,
    /// In which version of the course.
    pub version: i64,
    /// Her answers.
    pub turns: Vec<Turn>,
    /// When it came to its end.
    pub ended_at: Option<Time>,
}

impl Play {
    /// The way that was taken.
    pub fn path(&self) -> Vec<usize> {
        self.turns.iter().map(|it| it.choice).collect()
    }

    /// What her words did, between those of the other.
    pub fn heard(&self, story: &format::Play) -> Heard {
        let path = self.path();
        let mut lines = Vec::new();
        for ((step, _), turn) in story.along(&path).zip(&self.turns) {
            lines.extend(step.says.iter().map(|it| Line::other(it)));
            lines.push(Line::own(&turn.words));
        }
        listen(&lines)
    }
}

/// The story of this activity.
pub fn story<'a>(published: &'a Published, activity: &str) -> Result<&'a format::Play> {
    match &published.activity(activity)?.body {
        Body::RolePlay { play, .. } => Ok(play),
        _ => Err(Error::NotFound),
    }
}

/// Where a learner stands with a role-play, and the version of the course in which she took it. One that she never ended and
/// that has changed since is not there any more: she begins again.
pub fn standing(
    tx: &mut Tx<'_>,
    member: MemberId,
    published: &Published,
    activity: &str,
) -> Result<Option<(Play, Published)>> {
    story(published, activity)?;
    let Some(play) = own(tx, member, &published.course.id, activity)? else { return Ok(None) };
    if play.version == published.course.version {
        return Ok(Some((play, published.clone())));
    }
    if play.ended_at.is_none() {
        return Ok(None);
    }
    let then = course::version(tx, &published.course.id, play.version)?;
    Ok(Some((play, then)))
}

fn own(tx: &mut Tx<'_>, member: MemberId, course: &str, activity: &str) -> Result<Option<Play>> {
    let found: Option<(Play, Vec<u8>)> = tx.first(
        "SELECT id, version, turns, ended_at FROM training_plays
         WHERE member_id = $1 AND course_id = $2 AND activity_id = $3",
        args![member, course, activity],
        |row| {
            let play = Play { id: row.get(0)?, version: row.get(1)?, turns: Vec::new(), ended_at: row.get(3)? };
            Ok((play, row.get(2)?))
        },
    )?;
    let Some((mut play, sealed)) = found else { return Ok(None) };
    let turns = tx.unseal(KeyId(member.0), place(play.id), &sealed)?.unwrap_or_default();
    play.turns = serde_json::from_str(&turns).unwrap_or_default();
    Ok(Some(play))
}

/// Begins it. What was written before is erased: it was for learning, not for keeping.
pub fn begin(tx: &mut Tx<'_>, member: MemberId, published: &Published, activity: &str) -> Result<()> {
    story(published, activity)?;
    progress::open(tx, member, published, activity)?;
    let course = &published.course;
    forget(tx, member, &course.id, activity)?;
    let id = PlayId::fresh(tx);
    let turns = seal(tx, member, id, &[])?;
    tx.execute(
        "INSERT INTO training_plays (id, member_id, course_id, activity_id, version, turns, began_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![id, member, course.id, activity, course.version, turns, tx.now()],
    )?;
    Ok(())
}

/// Erases what was written. That it was done stays.
pub fn forget(tx: &mut Tx<'_>, member: MemberId, course: &str, activity: &str) -> Result<()> {
    tx.execute(
        "DELETE FROM training_plays WHERE member_id = $1 AND course_id = $2 AND activity_id = $3",
        args![member, course, activity],
    )?;
    Ok(())
}

/// Answers what was said at this step, counted from nought. Sent twice, it counts once; other words for a step that was
/// answered already are refused.
pub fn answer(
    tx: &mut Tx<'_>,
    member: MemberId,
    published: &Published,
    activity: &str,
    step: usize,
    turn: &Turn,
) -> Result<()> {
    let Some((mut play, _)) = standing(tx, member, published, activity)? else {
        return Err(Error::refused("play-changed"));
    };
    if play.turns.get(step) == Some(turn) {
        return Ok(());
    }
    if play.ended_at.is_some() || play.turns.len() != step {
        return Err(Error::refused("play-elsewhere"));
    }
    let story = story(published, activity)?;
    let Next::Step(at) = story.at(&play.path()) else { return Ok(()) };
    if turn.choice >= story.steps[at].choices.len() {
        return Err(Error::refused("play-choose"));
    }
    play.turns.push(turn.clone());
    let ended = (story.at(&play.path()) == Next::End).then(|| tx.now());
    let turns = seal(tx, member, play.id, &play.turns)?;
    tx.execute("UPDATE training_plays SET turns = $2, ended_at = $3 WHERE id = $1", args![play.id, turns, ended])?;
    if ended.is_some() {
        // However it went: it is done when it was looked at to the end.
        progress::done(tx, member, published, activity)?;
    }
    Ok(())
}

fn place(id: PlayId) -> Place {
    Place::new("training_plays", "turns", id.0)
}

fn seal(tx: &mut Tx<'_>, member: MemberId, id: PlayId, turns: &[Turn]) -> Result<Vec<u8>> {
    let turns = serde_json::to_string(turns).map_err(Error::broken)?;
    tx.seal(KeyId(member.0), place(id), &turns)
}
