//! A story: a longer piece that somebody wrote for people who carry something similar. Nobody sees it before a peer has
//! read it for safety, and its author takes it back in one action: what is gone is gone from every list at once, because
//! every list is read from here.

use db::{Error, Result, Row, Time, Tx, args};
use organisation::topics::{self, Topic};
use people::blocks;
use seal::Place;
use words::{Actor, AgeBand, Hat, Language, MemberId};

use crate::{
    kind::{Audience, ContentNote, StoryId, VoiceId, listed},
    mine, shelf, voice,
};

/// Longest title, in characters.
pub const TITLE_AT_MOST: usize = 120;
/// Longest story, in characters.
pub const WORDS_AT_MOST: usize = 20_000;

db::word! {
    /// Something to begin from.
    pub enum Prompt {
        /// A day that was different.
        Day = "day",
        /// What I would tell myself back then.
        BackThen = "back-then",
        /// What helped, and what did not.
        Helped = "helped",
        /// Somebody who stayed.
        Stayed = "stayed",
        /// Where I am now.
        Now = "now",
    }
}

db::word! {
    /// How far a story has come.
    pub enum State {
        /// Being written; for its author alone.
        Draft = "draft",
        /// Waits to be read by somebody who looks after this place.
        Offered = "offered",
        /// Came back with what to change.
        Back = "back",
        /// Seen by everybody it is for.
        Shown = "shown",
    }
}

/// What somebody writes.
#[derive(Clone, Debug)]
pub struct Writing {
    /// The title.
    pub title: String,
    /// The story, as typed.
    pub words: String,
    /// From what it began.
    pub prompt: Option<Prompt>,
    /// What a reader may want to know first.
    pub notes: Vec<ContentNote>,
    /// The same in the author's own words.
    pub own_note: String,
    /// Topics, by number.
    pub topics: Vec<u16>,
    /// In which language it is written.
    pub language: Language,
    /// As a member here: the name is hidden from readers, and known to those who keep the place safe.
    pub unnamed: bool,
}

/// A story as whoever asks sees it.
#[derive(Clone, Debug)]
pub struct Story {
    /// Its id.
    pub id: StoryId,
    /// What was written.
    pub writing: Writing,
    /// Under which name; nothing for a member here, and for somebody who has left.
    pub by: Option<String>,
    /// The author left, and the words stayed.
    pub is_orphan: bool,
    /// Whether whoever asks wrote it.
    pub is_own: bool,
    /// The age band it is for.
    pub band: AgeBand,
    /// The side it is for.
    pub side: Audience,
    /// How far it has come.
    pub state: State,
    /// How often it was to be read.
    pub round: i64,
    /// When its words last changed.
    pub changed_at: Time,
    /// When it was first shown in this form.
    pub shown_at: Option<Time>,
    pub(crate) author: Option<MemberId>,
}

pub(crate) const COLUMNS: &str = "s.id, s.author_id, n.pseudonym, s.voice_id, s.unnamed, s.prompt, s.title, s.words,
    s.notes, s.own_note, s.language, s.band, s.side, s.state, s.round, s.changed_at, s.shown_at";
pub(crate) const FROM: &str = "circles_stories s LEFT JOIN people_names n ON n.member_id = s.author_id";

pub(crate) struct Sealed {
    pub(crate) story: Story,
    voice: VoiceId,
    title: Vec<u8>,
    words: Vec<u8>,
    own_note: Option<Vec<u8>>,
}

/// Reads a row as its author, its reader, or (`knows_names`) as somebody who may know who wrote it.
pub(crate) fn from_row(row: &Row<'_>, asker: MemberId, knows_names: bool) -> Result<Sealed> {
    let (author, unnamed, notes): (Option<MemberId>, bool, String) = (row.get(1)?, row.get(4)?, row.get(8)?);
    let is_own = author == Some(asker);
    Ok(Sealed {
        story: Story {
            id: row.get(0)?,
            writing: Writing {
                title: String::new(),
                words: String::new(),
                prompt: row.get(5)?,
                notes: notes.split(',').filter_map(|it| it.parse().ok()).collect(),
                own_note: String::new(),
                topics: Vec::new(),
                language: row.get(10)?,
                unnamed,
            },
            by: row.get::<Option<String>>(2)?.filter(|_| !unnamed || is_own || knows_names),
            is_orphan: author.is_none(),
            is_own,
            band: row.get(11)?,
            side: row.get(12)?,
            state: row.get(13)?,
            round: row.get(14)?,
            changed_at: row.get(15)?,
            shown_at: row.get(16)?,
            author,
        },
        voice: row.get(3)?,
        title: row.get(6)?,
        words: row.get(7)?,
        own_note: row.get(9)?,
    })
}

pub(crate) fn open(tx: &mut Tx<'_>, sealed: Sealed) -> Result<Story> {
    let Sealed { mut story, voice, title, words, own_note } = sealed;
    let id = story.id.0;
    story.writing.title = voice::unseal(tx, voice, Place::new("circles_stories", "title", id), &title)?;
    story.writing.words = voice::unseal(tx, voice, Place::new("circles_stories", "words", id), &words)?;
    if let Some(note) = own_note {
        story.writing.own_note = voice::unseal(tx, voice, Place::new("circles_stories", "own_note", id), &note)?;
    }
    story.writing.topics =
        tx.all("SELECT topic FROM circles_story_topics WHERE story_id = $1 ORDER BY topic", args![story.id], |row| {
            row.get(0)
        })?;
    Ok(story)
}

fn write(tx: &mut Tx<'_>, id: StoryId, voice: VoiceId, writing: &Writing) -> Result<()> {
    let title = voice::seal(tx, voice, Place::new("circles_stories", "title", id.0), &writing.title)?;
    let words = voice::seal(tx, voice, Place::new("circles_stories", "words", id.0), &writing.words)?;
    let own_note = match writing.own_note.as_str() {
        "" => None,
        note => Some(voice::seal(tx, voice, Place::new("circles_stories", "own_note", id.0), note)?),
    };
    tx.execute(
        "UPDATE circles_stories SET title = $2, words = $3, own_note = $4, notes = $5, prompt = $6, language = $7,
            unnamed = $8, changed_at = $9 WHERE id = $1",
        args![
            id,
            title,
            words,
            own_note,
            listed(&writing.notes, ContentNote::as_str),
            writing.prompt,
            writing.language.code(),
            writing.unnamed,
            tx.now()
        ],
    )?;
    tx.execute("DELETE FROM circles_story_topics WHERE story_id = $1", args![id])?;
    for topic in &writing.topics {
        tx.execute(
            "INSERT INTO circles_story_topics (story_id, topic) VALUES ($1, $2) ON CONFLICT (story_id, topic) DO NOTHING",
            args![id, topic],
        )?;
    }
    Ok(())
}

/// Whether an author and whoever asks are to be kept apart. A reader whom the author blocked never reads them, named or
/// not. A reader's own block holds for stories with a name: if it held for the others, blocking somebody and looking
/// which story is gone would tell who wrote it.
pub(crate) fn are_apart(tx: &mut Tx<'_>, actor: &Actor, story: &Story) -> Result<bool> {
    let Some(author) = story.author.filter(|it| *it != actor.id) else { return Ok(false) };
    if !story.writing.unnamed || !blocks::apart(tx, actor.id, author)? {
        return blocks::apart(tx, actor.id, author);
    }
    for kind in [blocks::Kind::Block, blocks::Kind::NeverAgain] {
        if blocks::list(tx, author, kind)?.iter().any(|it| it.whom == actor.id) {
            return Ok(true);
        }
    }
    Ok(false)
}

impl Story {
    /// Begins a story that its author alone sees.
    pub fn begin(tx: &mut Tx<'_>, actor: &Actor, writing: &Writing) -> Result<StoryId> {
        let (id, voice, nothing) = (StoryId::fresh(tx), voice::of(tx, actor.id)?, Vec::<u8>::new());
        let side = mine::side(tx, actor.id)?;
        tx.execute(
            "INSERT INTO circles_stories (id, author_id, voice_id, unnamed, title, words, notes, language, band, side,
                state, round, changed_at)
             VALUES ($1, $2, $3, $4, $5, $5, '', $6, $7, $8, 'draft', 0, $9)",
            args![id, actor.id, voice, writing.unnamed, nothing, writing.language.code(), actor.band, side, tx.now()],
        )?;
        write(tx, id, voice, writing)?;
        Ok(id)
    }

    /// One's own story.
    pub fn own(tx: &mut Tx<'_>, actor: &Actor, id: StoryId) -> Result<Self> {
        let sealed = tx.one(
            &format!("SELECT {COLUMNS} FROM {FROM} WHERE s.id = $1 AND s.author_id = $2"),
            args![id, actor.id],
            |row| from_row(row, actor.id, false),
        )?;
        open(tx, sealed)
    }

    /// All of one's own stories, the last changed first.
    pub fn all_own(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Self>> {
        let sealed = tx.all(
            &format!("SELECT {COLUMNS} FROM {FROM} WHERE s.author_id = $1 ORDER BY s.changed_at DESC, s.id"),
            args![actor.id],
            |row| from_row(row, actor.id, false),
        )?;
        sealed.into_iter().map(|it| open(tx, it)).collect()
    }

    /// The story, when this member may read it: it is shown to their band and side, or it is their own. Whoever reads
    /// stories for safety may also see one that waits, through [`crate::review`].
    pub fn readable_by(tx: &mut Tx<'_>, actor: &Actor, id: StoryId) -> Result<Self> {
        let side = mine::side(tx, actor.id)?;
        let sealed = tx.one(
            &format!(
                "SELECT {COLUMNS} FROM {FROM}
                 WHERE s.id = $1 AND (s.author_id = $2 OR (s.state = 'shown' AND s.band = $3 AND s.side = $4))"
            ),
            args![id, actor.id, actor.band, side],
            |row| from_row(row, actor.id, false),
        )?;
        let story = open(tx, sealed)?;
        if are_apart(tx, actor, &story)? { Err(Error::NotFound) } else { Ok(story) }
    }

    /// The same for whoever wants to report it: whom they blocked does not hide it from them.
    pub(crate) fn reportable_by(tx: &mut Tx<'_>, actor: &Actor, id: StoryId) -> Result<Self> {
        let side = mine::side(tx, actor.id)?;
        let sealed = tx.one(
            &format!(
                "SELECT {COLUMNS} FROM {FROM} WHERE s.id = $1 AND s.state = 'shown' AND s.band = $2 AND s.side = $3"
            ),
            args![id, actor.band, side],
            |row| from_row(row, actor.id, true),
        )?;
        open(tx, sealed)
    }

    /// Its topics, by name.
    pub fn topics(&self, tx: &mut Tx<'_>) -> Result<Vec<Topic>> {
        topics::named(tx, &self.writing.topics)
    }

    /// Whether a reader chooses before the words are shown.
    pub fn is_noted(&self) -> bool {
        !self.writing.notes.is_empty() || !self.writing.own_note.is_empty()
    }

    /// Whether its author may change it as it is.
    pub fn is_open(&self) -> bool {
        matches!(self.state, State::Draft | State::Back)
    }

    /// Changes a story that nobody else sees.
    pub fn change(&self, tx: &mut Tx<'_>, writing: &Writing) -> Result<()> {
        let voice: Option<VoiceId> = tx.first(
            "SELECT voice_id FROM circles_stories WHERE id = $1 AND state IN ('draft', 'back')",
            args![self.id],
            |row| row.get(0),
        )?;
        let Some(voice) = voice else { return Err(Error::refused("story-reopen-first")) };
        write(tx, self.id, voice, writing)
    }

    /// Offers it to be read, and then shown to the author's band and side. A title and words are needed.
    pub fn offer(&self, tx: &mut Tx<'_>, actor: &Actor) -> Result<()> {
        if self.writing.title.trim().is_empty() || self.writing.words.trim().is_empty() {
            return Err(Error::refused("story-empty"));
        }
        let side = mine::side(tx, actor.id)?;
        tx.execute(
            "UPDATE circles_stories SET state = 'offered', round = round + 1, offered_at = $2, band = $3, side = $4
             WHERE id = $1 AND state IN ('draft', 'back')",
            args![self.id, tx.now(), actor.band, side],
        )?;
        Ok(())
    }

    /// Takes it out of sight to be changed. What was read for safety is read again before it is shown again.
    pub fn reopen(&self, tx: &mut Tx<'_>) -> Result<()> {
        if matches!(self.state, State::Offered | State::Shown) {
            out_of_sight(tx, self.id, State::Draft)?;
        }
        Ok(())
    }

    /// Takes it back: at once, from everywhere, with everything that was said about it.
    pub fn withdraw(&self, tx: &mut Tx<'_>) -> Result<()> {
        erase(tx, self.id)
    }
}

/// Leaves nothing of a story.
pub(crate) fn erase(tx: &mut Tx<'_>, id: StoryId) -> Result<()> {
    for sql in [
        "DELETE FROM circles_story_topics WHERE story_id = $1",
        "DELETE FROM circles_story_reviews WHERE story_id = $1",
        "DELETE FROM circles_stories WHERE id = $1",
    ] {
        tx.execute(sql, args![id])?;
    }
    shelf::take_off(tx, id)
}

/// Takes a story from everybody but its author.
fn out_of_sight(tx: &mut Tx<'_>, id: StoryId, state: State) -> Result<()> {
    tx.execute("UPDATE circles_stories SET state = $2, shown_at = NULL WHERE id = $1", args![id, state])?;
    shelf::take_off(tx, id)
}

/// Any story, for those who keep everybody safe.
pub(crate) fn any(tx: &mut Tx<'_>, id: StoryId) -> Result<Story> {
    let nobody = MemberId(crate::kind::NOWHERE);
    let sealed =
        tx.one(&format!("SELECT {COLUMNS} FROM {FROM} WHERE s.id = $1"), args![id], |row| from_row(row, nobody, true))?;
    open(tx, sealed)
}

/// Shows a story again that was given back to its author.
pub(crate) fn show_again(tx: &mut Tx<'_>, id: StoryId) -> Result<()> {
    let story = any(tx, id)?;
    if story.state != State::Back {
        return Ok(());
    }
    tx.execute(
        "UPDATE circles_stories SET state = 'shown', shown_at = COALESCE(shown_at, $2) WHERE id = $1",
        args![id, tx.now()],
    )?;
    shelf::put(tx, &story)
}

/// Gives a story back to its author to change.
pub(crate) fn set_back(tx: &mut Tx<'_>, id: StoryId) -> Result<()> {
    out_of_sight(tx, id, State::Back)
}

/// Takes back every story of a member that others see or wait to read.
pub(crate) fn withdraw_all(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    erase_where(tx, member, |state| matches!(state, State::Offered | State::Shown))
}

/// Erases every story of a member.
pub(crate) fn erase_all(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    erase_where(tx, member, |_| true)
}

fn erase_where(tx: &mut Tx<'_>, member: MemberId, which: fn(State) -> bool) -> Result<()> {
    let own: Vec<(StoryId, State)> =
        tx.all("SELECT id, state FROM circles_stories WHERE author_id = $1", args![member], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    own.into_iter().filter(|(_, state)| which(*state)).try_for_each(|(id, _)| erase(tx, id))
}

/// Lets a member's stories stay without an author: those that others can see. What they never showed goes.
pub(crate) fn orphan(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    erase_where(tx, member, |state| state != State::Shown)?;
    // The remarks were for the author, under a key that is destroyed with them.
    tx.execute(
        "DELETE FROM circles_story_reviews WHERE story_id IN (SELECT id FROM circles_stories WHERE author_id = $1)",
        args![member],
    )?;
    tx.execute("UPDATE circles_stories SET author_id = NULL WHERE author_id = $1", args![member])?;
    Ok(())
}

/// Whether somebody reads stories for safety.
pub fn is_reviewer(actor: &Actor) -> bool {
    actor.wears(Hat::Facilitator) || actor.wears(Hat::Moderator)
}
