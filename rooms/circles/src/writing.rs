//! What somebody wrote: the list of it, to find and take back each piece, and a copy of all of it to keep. Both hold
//! their own words and nobody else's: no title of another's thread, no answer, no name.

use db::{Result, Time, Tx, Uuid, args};
use jiff::Timestamp;
use seal::{KeyId, Place, Sealing};
use serde::Serialize;
use words::Actor;

use crate::{
    dates, draft,
    kind::{CircleId, JoinRequestId, PostId, State, ThreadId, VoiceId},
    mute,
    story::Story,
    voice,
};

/// Posts on the page that lists what somebody wrote.
pub const LISTED: i64 = 100;

/// One's own post, wherever it is.
#[derive(Clone, Debug)]
pub struct OwnPost {
    /// Its id.
    pub id: PostId,
    /// Its thread.
    pub thread: ThreadId,
    /// Its circle.
    pub circle: CircleId,
    /// The circle's name.
    pub circle_name: String,
    /// The title, when it began the thread.
    pub title: Option<String>,
    /// A content note in one's own words, when it began the thread.
    pub own_note: Option<String>,
    /// The words, as typed.
    pub words: String,
    /// When.
    pub posted_at: Time,
    /// Who sees it.
    pub state: State,
}

impl OwnPost {
    /// How it is called in a list: its title, or its first words.
    pub fn called(&self) -> String {
        let first = self.title.as_deref().filter(|it| !it.is_empty()).unwrap_or(&self.words);
        let mut called: String = first.split_whitespace().collect::<Vec<_>>().join(" ");
        if called.chars().count() > 80 {
            called = called.chars().take(79).collect();
            called.push('…');
        }
        called
    }
}

/// One's own posts that were not taken back, the latest first.
pub fn posts(tx: &mut Tx<'_>, actor: &Actor, most: i64) -> Result<Vec<OwnPost>> {
    type Found = (OwnPost, VoiceId, Vec<u8>, Option<Vec<u8>>, Option<Vec<u8>>);
    let rows: Vec<Found> = tx.all(
        "SELECT p.id, p.thread_id, p.circle_id, c.name, p.words, p.posted_at, p.state, p.voice_id, t.title, t.own_note
         FROM circles_posts p JOIN circles_circles c ON c.id = p.circle_id
         LEFT JOIN circles_threads t ON t.id = p.thread_id AND p.seq = 1
         WHERE p.author_id = $1 AND p.state <> 'withdrawn' ORDER BY p.posted_at DESC, p.id DESC LIMIT $2",
        args![actor.id, most],
        |row| {
            let post = OwnPost {
                id: row.get(0)?,
                thread: row.get(1)?,
                circle: row.get(2)?,
                circle_name: row.get(3)?,
                title: None,
                own_note: None,
                words: String::new(),
                posted_at: row.get(5)?,
                state: row.get(6)?,
            };
            Ok((post, row.get(7)?, row.get(4)?, row.get(8)?, row.get(9)?))
        },
    )?;
    let mut posts = Vec::with_capacity(rows.len());
    for (mut post, voice, words, title, own_note) in rows {
        let of_thread = |column| Place::new("circles_threads", column, post.thread.0);
        if let Some(title) = title {
            post.title = Some(voice::unseal(tx, voice, of_thread("title"), &title)?);
        }
        if let Some(note) = own_note {
            post.own_note = Some(voice::unseal(tx, voice, of_thread("own_note"), &note)?);
        }
        post.words = voice::unseal(tx, voice, Place::new("circles_posts", "words", post.id.0), &words)?;
        posts.push(post);
    }
    Ok(posts)
}

/// A piece of writing, as it is exported.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// What it is: a key of the catalogue ends in it (`writing-kind-…`).
    pub kind: &'static str,
    /// In which circle, for what was written in one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub circle: Option<String>,
    /// When it was written, in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// A content note in one's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_note: Option<String>,
    /// The words.
    pub words: String,
    /// What they said before they were changed, the oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<String>,
}

fn moment(time: Time) -> Option<String> {
    Timestamp::from_microsecond(time.0).ok().map(|it| it.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

/// Everything that somebody wrote here and did not take back.
pub fn export(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Piece>> {
    let mut pieces = Vec::new();
    for post in posts(tx, actor, i64::MAX)? {
        let before = before(tx, post.id)?;
        let (title, content_note) = (post.title.filter(|it| !it.is_empty()), post.own_note);
        let (circle, at) = (Some(post.circle_name), moment(post.posted_at));
        pieces.push(Piece { kind: "post", circle, at, title, content_note, words: post.words, before });
    }
    for story in Story::all_own(tx, actor)? {
        let at = moment(story.changed_at);
        let content_note = Some(story.writing.own_note).filter(|it| !it.is_empty());
        let (title, words) = (Some(story.writing.title), story.writing.words);
        pieces.push(Piece { kind: "story", at, title, content_note, words, ..Piece::default() });
    }
    for (spot, at) in draft::all(tx, actor)? {
        let fields = draft::kept(tx, actor, spot)?.unwrap_or_default();
        let written = |name: &str| fields.iter().find(|(it, _)| it == name).map(|(_, value)| value.clone());
        let (title, content_note) =
            (written("title").filter(|it| !it.is_empty()), written("own-note").filter(|it| !it.is_empty()));
        let words = written("words").unwrap_or_default();
        pieces.push(Piece { kind: "draft", at: moment(at), title, content_note, words, ..Piece::default() });
    }
    notes_to_others(tx, actor, &mut pieces)?;
    for (_, date) in dates::all(tx, actor)?.into_iter().filter(|(_, it)| !it.label.is_empty()) {
        let title = Some(format!("--{:02}-{:02}", date.month, date.day));
        pieces.push(Piece { kind: "date", title, words: date.label, ..Piece::default() });
    }
    for muted in mute::list(tx, actor)?.into_iter().filter(|it| !it.word.is_empty()) {
        pieces.push(Piece { kind: "muted", words: muted.word, ..Piece::default() });
    }
    Ok(pieces)
}

/// What a post said before it was changed, for its author.
fn before(tx: &mut Tx<'_>, post: PostId) -> Result<Vec<String>> {
    let rows: Vec<(Uuid, Vec<u8>, VoiceId)> = tx.all(
        "SELECT e.id, e.words, p.voice_id FROM circles_edits e JOIN circles_posts p ON p.id = e.post_id
         WHERE e.post_id = $1 ORDER BY e.until, e.id",
        args![post],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    rows.into_iter()
        .map(|(id, words, voice)| voice::unseal(tx, voice, Place::new("circles_edits", "words", id), &words))
        .collect()
}

/// What was written to those who look after the place: asking to come in, telling that something is wrong.
fn notes_to_others(tx: &mut Tx<'_>, actor: &Actor, pieces: &mut Vec<Piece>) -> Result<()> {
    let requests: Vec<(JoinRequestId, Vec<u8>, Time)> = tx.all(
        "SELECT id, words, made_at FROM circles_requests WHERE member_id = $1 AND words IS NOT NULL
         ORDER BY made_at DESC, id",
        args![actor.id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    for (id, sealed, at) in requests {
        let words = tx.unseal(KeyId(actor.id.0), Place::new("circles_requests", "words", id.0), &sealed)?;
        let words = words.unwrap_or_default();
        pieces.push(Piece { kind: "request", at: moment(at), words, ..Piece::default() });
    }
    for flag in safety::flag::all_own(tx, actor)?.into_iter().filter(|it| !it.words.is_empty()) {
        pieces.push(Piece { kind: "report", at: moment(flag.made_at), words: flag.words, ..Piece::default() });
    }
    Ok(())
}
