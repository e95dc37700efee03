//! Reading a story for safety before others see it: by somebody who facilitates or moderates in the same age band, and
//! never by its author. Whoever reads says of each point that it is fine, or what to change; the author reads that.

use db::{Error, Result, Time, Tx, args};
use seal::{KeyId, Place, Sealing};
use words::Actor;

use crate::{
    kind::{StoryId, listed},
    shelf,
    story::{self, COLUMNS, FROM, Story, from_row, open},
    topic,
};

/// Longest remark, in characters.
pub const REMARK_AT_MOST: usize = 1000;

db::id! {
    /// A reading of a story.
    ReviewId
}

db::word! {
    /// What a story is read for.
    pub enum Check {
        /// No methods, no amounts.
        Methods = "methods",
        /// No place where somebody came to harm.
        Places = "places",
        /// No single, simple reason.
        Reasons = "reasons",
        /// Nothing that makes harm look good, or like a way out.
        Shine = "shine",
        /// Something that helped, or where help is.
        Help = "help",
        /// Nobody else can be recognised.
        Others = "others",
    }
}

/// What somebody found who read a story.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// Points that are fine.
    pub fine: Vec<Check>,
    /// What to change, point by point.
    pub remarks: Vec<(Check, String)>,
    /// Anything else to the author.
    pub words: String,
}

/// A reading, as the author reads it.
#[derive(Clone, Debug)]
pub struct Review {
    /// What was found.
    pub verdict: Verdict,
    /// Whether the story was shown.
    pub shown: bool,
    /// When.
    pub made_at: Time,
}

/// Where `$1` reads for safety in the band `$2`.
const WAITS: &str = "s.band = $2 AND s.author_id <> $1 AND s.state = 'offered'";

/// Whoever reads for safety learns the name, so a block either way keeps the two apart.
fn is_apart(tx: &mut Tx<'_>, actor: &Actor, story: &Story) -> Result<bool> {
    story.author.map_or(Ok(false), |author| people::blocks::apart(tx, actor.id, author))
}

/// Stories that wait for this reader, the longest first.
pub fn waiting(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Story>> {
    if !story::is_reviewer(actor) {
        return Ok(Vec::new());
    }
    let rows = tx.all(
        &format!("SELECT {COLUMNS} FROM {FROM} WHERE {WAITS} ORDER BY s.offered_at, s.id LIMIT 50"),
        args![actor.id, actor.band],
        |row| from_row(row, actor.id, true),
    )?;
    let mut waiting = Vec::with_capacity(rows.len());
    for sealed in rows {
        let story = open(tx, sealed)?;
        if !is_apart(tx, actor, &story)? {
            waiting.push(story);
        }
    }
    Ok(waiting)
}

/// A story that waits for this reader. For everybody else it does not exist.
pub fn reviewable_by(tx: &mut Tx<'_>, actor: &Actor, id: StoryId) -> Result<Story> {
    if !story::is_reviewer(actor) {
        return Err(Error::NotFound);
    }
    let sealed = tx.one(
        &format!("SELECT {COLUMNS} FROM {FROM} WHERE s.id = $3 AND {WAITS}"),
        args![actor.id, actor.band, id],
        |row| from_row(row, actor.id, true),
    )?;
    let story = open(tx, sealed)?;
    if is_apart(tx, actor, &story)? { Err(Error::NotFound) } else { Ok(story) }
}

/// Shows a story to those it is for. Every point is fine, or it is not shown.
pub fn show(tx: &mut Tx<'_>, actor: &Actor, id: StoryId, round: i64, verdict: &Verdict) -> Result<()> {
    if Check::ALL.iter().any(|it| !verdict.fine.contains(it)) {
        return Err(Error::refused("story-check-missing"));
    }
    settle(tx, actor, id, round, verdict, true)
}

/// Sends a story back to its author with what to change. One that was shown is seen by nobody until it was read again.
pub fn send_back(tx: &mut Tx<'_>, actor: &Actor, id: StoryId, round: i64, verdict: &Verdict) -> Result<()> {
    if verdict.words.trim().is_empty() && verdict.remarks.iter().all(|(_, it)| it.trim().is_empty()) {
        return Err(Error::refused("story-remark-missing"));
    }
    settle(tx, actor, id, round, verdict, false)
}

fn settle(tx: &mut Tx<'_>, actor: &Actor, id: StoryId, round: i64, verdict: &Verdict, shown: bool) -> Result<()> {
    let story = match reviewable_by(tx, actor, id) {
        Ok(story) => story,
        // Somebody was faster: the reader is told that, not that it never was.
        Err(Error::NotFound) if was_for(tx, actor, id)? => return Err(Error::refused("story-read-already")),
        Err(other) => return Err(other),
    };
    if story.round != round {
        return Err(Error::refused("story-changed-since"));
    }
    // The trail says that somebody decided, not whose story it was: its author may have written without a name.
    organisation::trail::record(tx, Some(actor.id), trail_key(shown), None, "")?;
    let author = story.author.ok_or(Error::NotFound)?;
    let review = ReviewId::fresh(tx);
    let remarks: Vec<(&str, &str)> =
        verdict.remarks.iter().filter(|(_, it)| !it.trim().is_empty()).map(|(it, say)| (it.as_str(), &**say)).collect();
    let remarks = serde_json::to_string(&(remarks, &verdict.words)).map_err(Error::broken)?;
    let sealed = tx.seal(KeyId(author.0), Place::new("circles_story_reviews", "remarks", review.0), &remarks)?;
    tx.execute(
        "INSERT INTO circles_story_reviews (id, story_id, round, by_id, made_at, shown, fine, remarks)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![review, id, round, actor.id, tx.now(), shown, listed(&verdict.fine, Check::as_str), sealed],
    )?;
    topic::member_changed(tx, author)?;
    if shown { keep(tx, &story) } else { story::set_back(tx, id) }
}

/// Whether a story is one that this reader could have read for safety.
fn was_for(tx: &mut Tx<'_>, actor: &Actor, id: StoryId) -> Result<bool> {
    let stories: i64 = tx.value(
        "SELECT COUNT(*) FROM circles_stories WHERE id = $1 AND band = $2 AND author_id <> $3 AND round > 0",
        args![id, actor.band, actor.id],
    )?;
    Ok(stories > 0 && story::is_reviewer(actor))
}

/// Shows a story, or goes on showing it.
fn keep(tx: &mut Tx<'_>, story: &Story) -> Result<()> {
    tx.execute(
        "UPDATE circles_stories SET state = 'shown', shown_at = COALESCE(shown_at, $2) WHERE id = $1",
        args![story.id, tx.now()],
    )?;
    shelf::put(tx, story)
}

fn trail_key(shown: bool) -> &'static str {
    if shown { "trail-story-shown" } else { "trail-story-sent-back" }
}

/// The last reading of one's own story.
pub fn last_of(tx: &mut Tx<'_>, actor: &Actor, story: &Story) -> Result<Option<Review>> {
    let found: Option<(ReviewId, Time, bool, String, Vec<u8>)> = tx.first(
        "SELECT v.id, v.made_at, v.shown, v.fine, v.remarks FROM circles_story_reviews v
         JOIN circles_stories s ON s.id = v.story_id
         WHERE v.story_id = $1 AND s.author_id = $2 ORDER BY v.round DESC LIMIT 1",
        args![story.id, actor.id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)),
    )?;
    let Some((id, made_at, shown, fine, sealed)) = found else { return Ok(None) };
    let text = tx.unseal(KeyId(actor.id.0), Place::new("circles_story_reviews", "remarks", id.0), &sealed)?;
    let (remarks, words): (Vec<(String, String)>, String) =
        text.map_or(Ok(Default::default()), |it| serde_json::from_str(&it).map_err(Error::broken))?;
    let remarks = remarks.into_iter().filter_map(|(check, say)| Some((check.parse().ok()?, say))).collect();
    let fine = fine.split(',').filter_map(|it| it.parse().ok()).collect();
    Ok(Some(Review { verdict: Verdict { fine, remarks, words }, shown, made_at }))
}
