//! The shelf: which stories somebody finds. By topic, by language, and "like mine": by what they declared that they
//! carry, with the reason beside it, and never by anything that was guessed.

use db::{Result, Row, Time, Tx, args};
use organisation::topics::{self, Topic};
use search::{Entry, Query, Search};
use words::{Actor, AgeBand, Language};

use crate::{
    kind::{Audience, StoryId},
    mine,
    mute::Quiet,
    story::{COLUMNS, FROM, Sealed, Story, are_apart, from_row, open},
};

/// Stories on one page.
pub const PER_PAGE: i64 = 20;
/// Rows that are looked at for a handful of stories like mine: some are muted, or in a language one does not read.
const LOOKED_AT: i64 = 60;

/// What somebody looks for; nothing asks for all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
    let side = mine::side(tx, actor.id)?;
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
            side,
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

/// Under which kind stories stand in the index.
pub const KIND: &str = "story";
/// Stories that a search shows.
const FOUND_AT_MOST: usize = 50;

/// Where a story may be read, in the words of the index.
pub fn scope(band: AgeBand, side: Audience) -> String {
    format!("stories:{band}:{side}")
}

/// Makes a story findable for the band and the side that it is shown to.
pub(crate) fn put(tx: &mut Tx<'_>, story: &Story) -> Result<()> {
    let words = format!("{}\n{}", story.writing.title, text::plain(&story.writing.words));
    tx.index(&Entry {
        id: story.id.0,
        kind: KIND,
        scope: &scope(story.band, story.side),
        language: story.writing.language.code(),
        text: &words,
    })
}

/// Makes it unfindable.
pub(crate) fn take_off(tx: &mut Tx<'_>, id: StoryId) -> Result<()> {
    tx.unindex(id.0)
}

/// Stories that hold these words, the last shown first: only those that this member may read, and without what they do
/// not want to see.
pub fn search(tx: &mut Tx<'_>, actor: &Actor, quiet: &Quiet, wanted: Wanted, words: &str) -> Result<Vec<Story>> {
    let languages: Vec<&str> = actor.languages.iter().map(|it| it.code()).collect();
    let scopes = [scope(actor.band, mine::side(tx, actor.id)?)];
    let found = tx.find(&Query {
        words,
        languages: &languages,
        kinds: &[KIND],
        scopes: &scopes,
        before: None,
        most: FOUND_AT_MOST,
    })?;
    let mut stories = Vec::new();
    for it in found {
        let story = match Story::readable_by(tx, actor, StoryId(it.id)) {
            Ok(story) => story,
            Err(db::Error::NotFound) => continue,
            Err(other) => return Err(other),
        };
        let fits = wanted.topic.is_none_or(|it| story.writing.topics.contains(&it))
            && wanted.language.is_none_or(|it| story.writing.language == it);
        if fits && !is_kept_from(tx, actor, quiet, &story)? {
            stories.push(story);
        }
    }
    Ok(stories)
}

/// The latest stories by others about something that the asker declared, in a language that they speak.
pub fn like_mine(tx: &mut Tx<'_>, actor: &Actor, quiet: &Quiet, since: Time, most: usize) -> Result<Vec<Like>> {
    let carried = mine::carried(tx, actor.id)?;
    if carried.is_empty() {
        return Ok(Vec::new());
    }
    let side = mine::side(tx, actor.id)?;
    let rows = tx.all(
        &format!(
            "SELECT {COLUMNS} FROM {FROM}
             WHERE s.band = $1 AND s.side = $2 AND s.state = 'shown' AND s.shown_at > $3
               AND (s.author_id IS NULL OR s.author_id <> $4)
               AND EXISTS (SELECT 1 FROM circles_story_topics t JOIN circles_carried k ON k.topic = t.topic
                           WHERE t.story_id = s.id AND k.member_id = $4)
             ORDER BY s.shown_at DESC, s.id DESC LIMIT $5"
        ),
        args![actor.band, side, since, actor.id, LOOKED_AT],
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
