//! A post: somebody's words in a thread, under their name or as a member of the circle, changed and taken back as they
//! like.

use bus::Announce;
use db::{Error, Result, Time, Tx, args};
use people::blocks;
use safety::kind::{Kind, Level, Matter, Source};
use seal::{Place, Seal};
use words::{Actor, MemberId, REFRESH};

use crate::{
    circle::Circle,
    finding,
    kind::{CircleId, Moderation, NOWHERE, Night, PostId, Reaction, State, ThreadId, VoiceId},
    picture,
    thread::{self, Thread},
    topic, voice,
};

/// Longest post, in characters.
pub const WORDS_AT_MOST: usize = 8000;

/// What somebody writes.
#[derive(Clone, Debug)]
pub struct Words {
    /// The words, as typed.
    pub text: String,
    /// As a member of the circle: the name is hidden from members, and known to those who keep the place safe.
    pub unnamed: bool,
}

/// A post as a reader sees it, with everything that decides how it looks. Its words are told apart by their seal.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Post {
    /// Its id.
    pub id: PostId,
    /// Its number in the thread, from 1.
    pub seq: i64,
    /// Under which name; nothing for a member of the circle, and for somebody who has left.
    pub by: Option<String>,
    /// Written as a member of the circle.
    pub unnamed: bool,
    /// Whether its author looks after the circle.
    pub by_facilitator: bool,
    /// Whether the reader wrote it.
    pub is_own: bool,
    /// The author left, and their words stayed.
    pub is_orphan: bool,
    /// When.
    pub posted_at: Time,
    /// When it was changed.
    pub edited_at: Option<Time>,
    /// Who sees it.
    pub state: State,
    /// What the reader said to it without typing.
    pub said: Vec<Reaction>,
    /// What others said to it without typing: for its author alone.
    pub heard: Vec<(Reaction, i64)>,
    /// The picture with it, when the reader sees one.
    pub picture: Option<picture::Shown>,
    /// Which words they are; none when they were taken back.
    pub(crate) seal: Option<Seal>,
}

/// Whether a new post is shown at once.
pub(crate) fn first_state(tx: &mut Tx<'_>, circle: &Circle) -> Result<State> {
    let read_first =
        circle.plan.moderation == Moderation::Before || (circle.plan.night == Night::Hold && circle.is_night(tx)?);
    // Nobody reads the words of whoever reads everybody's first.
    Ok(if read_first && !circle.is_led_by_asker() { State::Held } else { State::Shown })
}

pub(crate) fn place(id: PostId) -> Place {
    Place::new("circles_posts", "words", id.0)
}

/// Adds a post to a thread.
pub(crate) fn append(
    tx: &mut Tx<'_>,
    actor: &Actor,
    circle: &Circle,
    thread: ThreadId,
    words: &Words,
    state: State,
) -> Result<PostId> {
    let (id, voice) = (PostId::fresh(tx), voice::of(tx, actor.id)?);
    let sealed = voice::seal(tx, voice, place(id), &words.text)?;
    let seq: i64 = tx.one(
        "UPDATE circles_threads SET last_seq = last_seq + 1 WHERE id = $1 RETURNING last_seq",
        args![thread],
        |row| row.get(0),
    )?;
    tx.execute(
        "INSERT INTO circles_posts (id, thread_id, circle_id, seq, author_id, voice_id, unnamed, words, posted_at, state)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![id, thread, circle.id, seq, actor.id, voice, words.unnamed, sealed, tx.now(), state],
    )?;
    if state == State::Shown {
        finding::note(tx, id)?;
        shown(tx, thread, actor.id)?;
    } else {
        wait_to_be_read(tx, circle, id, Some(actor.id))?;
    }
    Ok(id)
}

/// Puts a post into the queue of those who read first.
pub(crate) fn wait_to_be_read(tx: &mut Tx<'_>, circle: &Circle, id: PostId, author: Option<MemberId>) -> Result<()> {
    safety::case::raise(
        tx,
        &safety::case::Raised {
            matter: Matter { kind: Kind::Post, id: id.0 },
            about: author,
            place: Some(circle.id.0),
            band: circle.band,
            level: Level::Green,
            source: Source::Held,
        },
    )?;
    topic::desk_changed(tx, circle.id)
}

/// Counts anew, and wakes whoever follows.
pub(crate) fn shown(tx: &mut Tx<'_>, thread: ThreadId, author: MemberId) -> Result<()> {
    thread::recount(tx, thread)?;
    let followers: Vec<MemberId> = tx.all(
        "SELECT member_id FROM circles_follows WHERE thread_id = $1 AND member_id <> $2",
        args![thread, author],
        |row| row.get(0),
    )?;
    for follower in followers {
        topic::member_changed(tx, follower)?;
    }
    Ok(())
}

/// Answers in a thread.
pub fn reply(tx: &mut Tx<'_>, actor: &Actor, thread: ThreadId, words: &Words) -> Result<(PostId, State)> {
    let (thread, circle) = Thread::readable_by(tx, actor, thread)?;
    let circle = thread::writable(tx, actor, circle.id)?;
    if thread.closed_at.is_some() || thread.state != State::Shown {
        return Err(Error::refused("thread-closed"));
    }
    let state = first_state(tx, &circle)?;
    let id = append(tx, actor, &circle, thread.id, words, state)?;
    thread::follow(tx, actor.id, thread.id)?;
    Ok((id, state))
}

/// The post with which a thread begins.
pub(crate) fn first_of(tx: &mut Tx<'_>, thread: ThreadId) -> Result<PostId> {
    tx.one("SELECT id FROM circles_posts WHERE thread_id = $1 AND seq = 1", args![thread], |row| row.get(0))
}

/// Posts on one page of a thread.
pub const PER_PAGE: i64 = 50;

/// A post whose author asks for it.
#[derive(Clone, Debug)]
pub struct Own {
    /// Its id.
    pub id: PostId,
    /// In which circle.
    pub circle: CircleId,
    /// In which thread.
    pub thread: ThreadId,
    /// Its number in the thread.
    pub seq: i64,
    /// The words as typed.
    pub words: String,
    /// Who sees it.
    pub state: State,
    voice: VoiceId,
}

/// One's own post, as long as it was not taken back.
pub fn own(tx: &mut Tx<'_>, actor: &Actor, id: PostId) -> Result<Own> {
    let (own, sealed) = tx.one(
        "SELECT id, thread_id, seq, state, circle_id, voice_id, words FROM circles_posts
         WHERE id = $1 AND author_id = $2 AND state <> 'withdrawn'",
        args![id, actor.id],
        |row| {
            let own = Own {
                id: row.get(0)?,
                thread: row.get(1)?,
                seq: row.get(2)?,
                words: String::new(),
                state: row.get(3)?,
                circle: row.get(4)?,
                voice: row.get(5)?,
            };
            Ok((own, row.get::<Vec<u8>>(6)?))
        },
    )?;
    Ok(Own { words: voice::unseal(tx, own.voice, place(own.id), &sealed)?, ..own })
}

impl Own {
    /// Changes the words: for whoever may write there now. What they were is kept for the facilitators. A hidden post
    /// that was changed is read again, and so is any other where new posts are read first.
    pub fn edit(&self, tx: &mut Tx<'_>, actor: &Actor, words: &str) -> Result<()> {
        let circle = thread::writable(tx, actor, self.circle)?;
        if words == self.words {
            return Ok(());
        }
        let edit = tx.new_uuid();
        let before = voice::seal(tx, self.voice, Place::new("circles_edits", "words", edit), &self.words)?;
        tx.execute(
            "INSERT INTO circles_edits (id, post_id, words, until) VALUES ($1, $2, $3, $4)",
            args![edit, self.id, before, tx.now()],
        )?;
        let sealed = voice::seal(tx, self.voice, place(self.id), words)?;
        let state = if self.state == State::Shown { first_state(tx, &circle)? } else { State::Held };
        tx.execute(
            "UPDATE circles_posts SET words = $2, edited_at = $3, state = $4 WHERE id = $1",
            args![self.id, sealed, tx.now(), state],
        )?;
        finding::note(tx, self.id)?;
        if state == State::Held {
            wait_to_be_read(tx, &circle, self.id, Some(actor.id))?;
        }
        thread::recount(tx, self.thread)
    }

    /// Takes it back: at once, from everywhere, with everything it said before.
    pub fn withdraw(&self, tx: &mut Tx<'_>) -> Result<()> {
        withdraw(tx, self.id, self.thread, self.seq)
    }
}

pub(crate) fn withdraw(tx: &mut Tx<'_>, id: PostId, thread: ThreadId, seq: i64) -> Result<()> {
    let nothing: Vec<u8> = Vec::new();
    tx.execute("UPDATE circles_posts SET words = $2, state = 'withdrawn' WHERE id = $1", args![id, nothing])?;
    tx.execute("DELETE FROM circles_edits WHERE post_id = $1", args![id])?;
    tx.execute("DELETE FROM circles_reactions WHERE post_id = $1", args![id])?;
    tx.execute("DELETE FROM circles_pictures WHERE post_id = $1", args![id])?;
    finding::note(tx, id)?;
    if seq == 1 {
        tx.execute("UPDATE circles_threads SET title = $2, own_note = NULL WHERE id = $1", args![thread, nothing])?;
    }
    thread::recount(tx, thread)
}

/// What a post said before it was changed, the oldest first: for the facilitators.
pub fn history(tx: &mut Tx<'_>, circle: &Circle, id: PostId) -> Result<Vec<(String, Time)>> {
    let rows: Vec<(db::Uuid, Vec<u8>, Time, VoiceId)> = tx.all(
        "SELECT e.id, e.words, e.until, p.voice_id FROM circles_edits e JOIN circles_posts p ON p.id = e.post_id
         WHERE e.post_id = $1 AND p.circle_id = $2 ORDER BY e.until, e.id",
        args![id, circle.id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    rows.into_iter()
        .map(|(edit, sealed, until, voice)| {
            Ok((voice::unseal(tx, voice, Place::new("circles_edits", "words", edit), &sealed)?, until))
        })
        .collect()
}

/// A post that somebody may read, wherever it is: for answering it without typing, and for reporting it.
#[derive(Clone, Debug)]
pub struct Found {
    /// The post.
    pub id: PostId,
    /// Its thread.
    pub thread: ThreadId,
    /// Its number there.
    pub seq: i64,
    /// Who wrote it, when they are still here.
    pub author: Option<MemberId>,
    /// Written as a member of the circle.
    pub unnamed: bool,
    /// The words.
    pub words: String,
    /// When.
    pub posted_at: Time,
    /// Who sees it.
    pub state: State,
    /// The circle.
    pub circle: Circle,
}

impl Found {
    /// Who wrote it, when they did so under their name.
    pub fn named_author(&self) -> Option<MemberId> {
        self.author.filter(|_| !self.unnamed)
    }
}

/// The post, when this member may read it.
pub fn readable_by(tx: &mut Tx<'_>, actor: &Actor, id: PostId) -> Result<Found> {
    found(tx, actor, id, false)
}

/// The same for whoever wants to report it: whom they blocked does not hide it from them.
pub(crate) fn reportable_by(tx: &mut Tx<'_>, actor: &Actor, id: PostId) -> Result<Found> {
    found(tx, actor, id, true)
}

type Stored = (ThreadId, i64, Option<MemberId>, bool, Vec<u8>, State, VoiceId, Time);

fn stored(tx: &mut Tx<'_>, id: PostId) -> Result<Option<Stored>> {
    tx.first(
        "SELECT thread_id, seq, author_id, unnamed, words, state, voice_id, posted_at FROM circles_posts WHERE id = $1",
        args![id],
        |row| {
            let (thread, seq, author, unnamed) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
            Ok((thread, seq, author, unnamed, row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?))
        },
    )
}

fn found(tx: &mut Tx<'_>, actor: &Actor, id: PostId, despite_block: bool) -> Result<Found> {
    let stored = stored(tx, id)?;
    // As with threads: what is not there is asked after like what is.
    let (_, circle) = Thread::readable_by(tx, actor, stored.as_ref().map_or(ThreadId(NOWHERE), |it| it.0))?;
    let (thread, seq, author, unnamed, sealed, state, voice, posted_at) = stored.ok_or(Error::NotFound)?;
    let own = author == Some(actor.id);
    let seen = match state {
        State::Shown => true,
        State::Held | State::Hidden => own || circle.is_led_by_asker(),
        State::Withdrawn => false,
    };
    // A block reaches no post without a name: it would tell whose it is.
    let apart = match author.filter(|_| !unnamed && !despite_block) {
        Some(author) if !own && !circle.is_led_by_asker() => blocks::apart(tx, actor.id, author)?,
        _ => false,
    };
    if !seen || apart {
        return Err(Error::NotFound);
    }
    let words = voice::unseal(tx, voice, place(id), &sealed)?;
    Ok(Found { id, thread, seq, author, unnamed, words, posted_at, state, circle })
}

/// Any post, for those who keep everybody safe.
pub(crate) fn any(tx: &mut Tx<'_>, id: PostId) -> Result<Found> {
    let (thread, seq, author, unnamed, sealed, state, voice, posted_at) = stored(tx, id)?.ok_or(Error::NotFound)?;
    let circle = tx.one("SELECT circle_id FROM circles_posts WHERE id = $1", args![id], |row| row.get(0))?;
    let circle = Circle::any(tx, circle)?;
    let words = voice::unseal(tx, voice, place(id), &sealed)?;
    Ok(Found { id, thread, seq, author, unnamed, words, posted_at, state, circle })
}

/// The words of a post, for evidence: the caller has settled who may read it.
pub(crate) fn words_of(tx: &mut Tx<'_>, id: PostId) -> Result<String> {
    let (voice, sealed): (VoiceId, Vec<u8>) =
        tx.one("SELECT voice_id, words FROM circles_posts WHERE id = $1", args![id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    voice::unseal(tx, voice, place(id), &sealed)
}

/// Says something to a post without typing, or takes it back. Only its author learns of it.
pub fn react(tx: &mut Tx<'_>, actor: &Actor, id: PostId, kind: Reaction, says: bool) -> Result<Found> {
    let found = readable_by(tx, actor, id)?;
    if found.circle.role.is_none() {
        return Err(Error::refused("circle-join-first"));
    }
    if found.author == Some(actor.id) {
        return Err(Error::refused("reaction-own"));
    }
    if says {
        tx.execute(
            "INSERT INTO circles_reactions (post_id, member_id, kind, made_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (post_id, member_id, kind) DO NOTHING",
            args![id, actor.id, kind, tx.now()],
        )?;
    } else {
        tx.execute(
            "DELETE FROM circles_reactions WHERE post_id = $1 AND member_id = $2 AND kind = $3",
            args![id, actor.id, kind],
        )?;
    }
    // Woken alone: the timing tells nobody else that somebody is here.
    if let Some(author) = found.author {
        tx.announce(topic::of_member(author), REFRESH)?;
    }
    Ok(found)
}
