//! The shelf: which stories somebody finds. By topic, by language, and "like mine": by what they declared that they
//! carry, with the reason beside it, and never by anything that was guessed.

use db::{Result, Row, Time, Tx, args};
use organisation::topics::{self, Topic};
use words::{Actor, Language};

use crate::{
    mine,
    mute::Quiet,
    story::{COLUMNS, FROM, Sealed, Story, are_apart, from_row, open},
};

/// Stories on one page.
pub const PER_PAGE: i64 = 20;
/// Rows that are looked at for a handful of stories like mine: some are muted, or in a language one does not read.
const LOOKED_AT: i64 = 60;

/// What somebody looks for; nothing asks for all.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// About this topic.
    pub topic: Option<u16>,
    /// In this language.
    pub language: Option<Language>,
}

/// A story that somebody is shown because of what they declared.
#[derive(Clone, Debug)]
pub struct Like {
    /// The story.
    pub story: Story,
    /// What both chose.
    pub both: Vec<Topic>,
}

fn as_reader(actor: &Actor) -> impl FnMut(&Row<'_>) -> Result<Sealed> + use<> {
    let asker = actor.id;
    move |row| from_row(row, asker, false)
}

/// Whether a reader does not want to see a story, or must not. A story without a name is not hidden by muting its
/// author: what is gone after that would tell who wrote it.
fn is_kept_from(tx: &mut Tx<'_>, actor: &Actor, quiet: &Quiet, story: &Story) -> Result<bool> {
    let writing = &story.writing;
    let muted = story.author.filter(|_| !writing.unnamed && !story.is_own).is_some_and(|it| quiet.hides_member(it));
    let hidden = muted
        || writing.topics.iter().any(|it| quiet.hides_topic(*it))
        || [&writing.title, &writing.own_note, &writing.words].into_iter().any(|it| quiet.hides_words(it));
    Ok(hidden || are_apart(tx, actor, story)?)
}

fn sift(tx: &mut Tx<'_>, actor: &Actor, quiet: &Quiet, rows: Vec<Sealed>) -> Result<Vec<Story>> {
    let mut stories = Vec::with_capacity(rows.len());
    for sealed in rows {
        let story = open(tx, sealed)?;
        if !is_kept_from(tx, actor, quiet, &story)? {
            stories.push(story);
        }
    }
    Ok(stories)
}

/// Stories for the asker's band and side, the latest first; after `before`, older ones. The second answer says where
/// the next page begins.
pub fn latest(
    tx: &mut Tx<'_>,
    actor: &Actor,
    quiet: &Quiet,
    wanted: Wanted,
    before: Option<Time>,
) -> Result<(Vec<Story>, Option<Time>)> {
    let rows = tx.all(
        &format!(
            "SELECT {COLUMNS} FROM {FROM}
             WHERE s.band = $1 AND s.side = $2 AND s.state = 'shown' AND s.shown_at < $3
               AND ($4 = '' OR s.language = $4)
               AND ($5 < 0 OR EXISTS (SELECT 1 FROM circles_story_topics t WHERE t.story_id = s.id AND t.topic = $5))
             ORDER BY s.shown_at DESC, s.id DESC LIMIT $6"
        ),
        args![
            actor.band,
            mine::side(tx, actor.id)?,
            before.unwrap_or(Time(i64::MAX)),
            wanted.language.map_or("", Language::code),
            wanted.topic.map_or(-1, i64::from),
            PER_PAGE
        ],
        as_reader(actor),
    )?;
    let more = rows.len() as i64 == PER_PAGE;
    let next = rows.last().and_then(|it| it.story.shown_at).filter(|_| more);
    Ok((sift(tx, actor, quiet, rows)?, next))
}

/// The latest stories by others about something that the asker declared, in a language that they speak.
pub fn like_mine(tx: &mut Tx<'_>, actor: &Actor, quiet: &Quiet, since: Time, most: usize) -> Result<Vec<Like>> {
    let carried = mine::carried(tx, actor.id)?;
    if carried.is_empty() {
        return Ok(Vec::new());
    }
    let rows = tx.all(
        &format!(
            "SELECT {COLUMNS} FROM {FROM}
             WHERE s.band = $1 AND s.side = $2 AND s.state = 'shown' AND s.shown_at > $3
               AND (s.author_id IS NULL OR s.author_id <> $4)
               AND EXISTS (SELECT 1 FROM circles_story_topics t JOIN circles_carried k ON k.topic = t.topic
                           WHERE t.story_id = s.id AND k.member_id = $4)
             ORDER BY s.shown_at DESC, s.id DESC LIMIT $5"
        ),
        args![actor.band, mine::side(tx, actor.id)?, since, actor.id, LOOKED_AT],
        as_reader(actor),
    )?;
    let rows = rows.into_iter().filter(|it| actor.languages.contains(&it.story.writing.language)).collect();
    let mut stories = sift(tx, actor, quiet, rows)?;
    stories.truncate(most);
    stories
        .into_iter()
        .map(|story| {
            let both: Vec<u16> = story.writing.topics.iter().copied().filter(|it| carried.contains(it)).collect();
            Ok(Like { both: topics::named(tx, &both)?, story })
        })
        .collect()
}
