//! A thread: what somebody began, with what they hope for, and what others answered. It knows whether it was answered,
//! and whether twice: a single reply is lonelier than it looks.

use std::sync::Arc;

use db::{Error, Result, Row, Time, Tx, args};
use seal::Place;
use words::{Actor, MemberId};

use crate::{
    circle::{self, Circle},
    kind::{CircleId, ContentNote, Intent, NOWHERE, Role, Stage, State, ThreadId, VoiceId, listed},
    membership,
    mute::Quiet,
    post::{self, Words},
    reading, reply, topic, voice, written,
};

/// Longest title, in characters.
pub const TITLE_AT_MOST: usize = 120;
/// Longest content note in one's own words, in characters.
pub const OWN_NOTE_AT_MOST: usize = 60;
/// Threads on one page of a circle.
pub const PER_PAGE: i64 = 20;

/// A thread as a reader sees it.
#[derive(Clone, Debug)]
pub struct Thread {
    /// Its id.
    pub id: ThreadId,
    /// In which circle.
    pub circle: CircleId,
    /// Its title; empty when it was taken back.
    pub title: String,
    /// What whoever began it hopes for.
    pub intent: Intent,
    /// What a reader may want to know first.
    pub notes: Vec<ContentNote>,
    /// The same in the author's own words.
    pub own_note: String,
    /// Who began it.
    pub opener: Option<MemberId>,
    /// It was begun as a member of the circle, without a name.
    pub unnamed: bool,
    /// When.
    pub started_at: Time,
    /// When something was last added.
    pub last_at: Time,
    /// How many posts were ever written in it.
    pub last_seq: i64,
    /// When somebody else first answered.
    pub first_reply_at: Option<Time>,
    /// When others had answered twice.
    pub second_reply_at: Option<Time>,
    /// Who sees it.
    pub state: State,
    /// Kept on top.
    pub pinned_at: Option<Time>,
    /// Nobody answers any more.
    pub closed_at: Option<Time>,
}

pub(crate) const COLUMNS: &str = "t.id, t.circle_id, t.title, t.intent, t.notes, t.own_note, t.opener_id,
    t.started_at, t.last_at, t.last_seq, t.first_reply_at, t.second_reply_at, t.state, t.pinned_at, t.closed_at,
    t.voice_id, t.unnamed";

pub(crate) struct Sealed {
    thread: Thread,
    voice: VoiceId,
    title: Vec<u8>,
    own_note: Option<Vec<u8>>,
}

pub(crate) fn from_row(row: &Row<'_>) -> Result<Sealed> {
    let notes: String = row.get(4)?;
    Ok(Sealed {
        thread: Thread {
            id: row.get(0)?,
            circle: row.get(1)?,
            title: String::new(),
            intent: row.get(3)?,
            notes: notes.split(',').filter_map(|it| it.parse().ok()).collect(),
            own_note: String::new(),
            opener: row.get(6)?,
            unnamed: row.get(16)?,
            started_at: row.get(7)?,
            last_at: row.get(8)?,
            last_seq: row.get(9)?,
            first_reply_at: row.get(10)?,
            second_reply_at: row.get(11)?,
            state: row.get(12)?,
            pinned_at: row.get(13)?,
            closed_at: row.get(14)?,
        },
        voice: row.get(15)?,
        title: row.get(2)?,
        own_note: row.get(5)?,
    })
}

pub(crate) fn open(tx: &mut Tx<'_>, sealed: &Sealed) -> Result<Thread> {
    let Sealed { thread, voice, title, own_note } = sealed;
    let title = written::line(tx, Place::new("circles_threads", "title", thread.id.0), *voice, title)?;
    let own_note = match own_note {
        Some(note) => written::line(tx, Place::new("circles_threads", "own_note", thread.id.0), *voice, note)?,
        None => String::new(),
    };
    Ok(Thread { title, own_note, ..thread.clone() })
}

/// What somebody writes to begin a thread.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The title.
    pub title: String,
    /// What they hope for.
    pub intent: Intent,
    /// What a reader may want to know first.
    pub notes: Vec<ContentNote>,
    /// The same in their own words.
    pub own_note: String,
    /// Topics, by number.
    pub topics: Vec<u16>,
    /// The first post.
    pub words: Words,
}

impl Thread {
    /// Whether a reader chooses before the words are shown.
    pub fn is_noted(&self) -> bool {
        !self.notes.is_empty() || !self.own_note.is_empty()
    }

    /// Who began it, when they did so under their name: mutes and blocks reach no further, or they would tell who
    /// writes without one.
    pub fn named_opener(&self) -> Option<MemberId> {
        self.opener.filter(|_| !self.unnamed)
    }

    /// The thread and its circle, when this member may read it.
    pub fn readable_by(tx: &mut Tx<'_>, actor: &Actor, id: ThreadId) -> Result<(Self, Circle)> {
        let found = tx.first(
            &format!(
                "SELECT {COLUMNS}, EXISTS (SELECT 1 FROM people_apart a WHERE a.one = $2 AND a.other = t.opener_id),
                    EXISTS (SELECT 1 FROM circles_posts p WHERE t.state = 'withdrawn' AND p.thread_id = t.id
                            AND p.author_id = $2 AND p.state <> 'withdrawn')
                 FROM circles_threads t WHERE t.id = $1"
            ),
            args![id, actor.id],
            |row| Ok((from_row(row)?, row.get::<bool>(17)?, row.get::<bool>(18)?)),
        )?;
        // What is not there is asked after like what is, so that the time of the answer does not tell them apart.
        let circle = found.as_ref().map_or(CircleId(NOWHERE), |(it, ..)| it.thread.circle);
        let circle = Circle::readable_by(tx, actor, circle)?;
        let (sealed, apart, has_written) = found.ok_or(Error::NotFound)?;
        let own = sealed.thread.opener == Some(actor.id);
        let seen = match sealed.thread.state {
            State::Shown => true,
            State::Held | State::Hidden => own || circle.is_led_by_asker(),
            // Those who answered keep what they wrote, and whoever looks after the circle what waits for them there; for
            // everybody else it is gone.
            State::Withdrawn => circle.is_led_by_asker() || has_written,
        };
        let apart = apart && sealed.thread.named_opener().is_some() && !circle.is_led_by_asker();
        if !seen || apart {
            return Err(Error::NotFound);
        }
        Ok((open(tx, &sealed)?, circle))
    }

    /// A thread for rules that have already settled who may see it.
    pub(crate) fn any(tx: &mut Tx<'_>, id: ThreadId) -> Result<Self> {
        let sealed =
            tx.one(&format!("SELECT {COLUMNS} FROM circles_threads t WHERE t.id = $1"), args![id], from_row)?;
        open(tx, &sealed)
    }

    /// Begins a thread. Whether it is shown at once or read first is for the circle to say.
    pub fn begin(tx: &mut Tx<'_>, actor: &Actor, circle: CircleId, opening: &Opening) -> Result<(ThreadId, State)> {
        let circle = writable(tx, actor, circle)?;
        let (id, voice) = (ThreadId::fresh(tx), voice::of(tx, actor.id)?);
        let title = voice::seal(tx, voice, Place::new("circles_threads", "title", id.0), &opening.title)?;
        let own_note = match opening.own_note.as_str() {
            "" => None,
            note => Some(voice::seal(tx, voice, Place::new("circles_threads", "own_note", id.0), note)?),
        };
        let state = post::first_state(tx, &circle)?;
        tx.execute(
            "INSERT INTO circles_threads (id, circle_id, voice_id, title, intent, notes, own_note, opener_id,
                started_at, last_at, last_seq, state, unnamed)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, 0, $10, $11)",
            args![
                id,
                circle.id,
                voice,
                title,
                opening.intent,
                listed(&opening.notes, ContentNote::as_str),
                own_note,
                actor.id,
                tx.now(),
                state,
                opening.words.unnamed,
            ],
        )?;
        for topic in &opening.topics {
            tx.execute(
                "INSERT INTO circles_thread_topics (thread_id, topic) VALUES ($1, $2)
                 ON CONFLICT (thread_id, topic) DO NOTHING",
                args![id, topic],
            )?;
        }
        post::append(tx, actor, &circle, id, &opening.words, state)?;
        reply::expect(tx, &circle, id)?;
        follow(tx, actor.id, id)?;
        Ok((id, state))
    }

    /// Threads of a circle that everybody there sees, pinned ones first, then the latest; after `before`, older ones.
    /// What the reader muted, and whom they must not meet, is left out.
    pub fn latest(
        tx: &mut Tx<'_>,
        quiet: &Quiet,
        circle: CircleId,
        before: Option<Time>,
    ) -> Result<(Vec<Listed>, Option<Time>)> {
        let rows = latest_rows(tx, circle, before)?;
        let more = rows.len() as i64 == PER_PAGE;
        let oldest = rows.last().map(|(it, _)| it.thread.last_at).filter(|_| more);
        let mut threads = list(tx, quiet, &rows)?;
        if before.is_none() {
            let pinned = pinned_rows(tx, circle)?;
            let pinned = list(tx, quiet, &pinned)?;
            threads.retain(|it| pinned.iter().all(|pin| pin.thread.id != it.thread.id));
            threads.splice(0..0, pinned);
        }
        Ok((threads, oldest))
    }

    /// Its topics, by number.
    pub fn topics(&self, tx: &mut Tx<'_>) -> Result<Vec<u16>> {
        tx.all("SELECT topic FROM circles_thread_topics WHERE thread_id = $1 ORDER BY topic", args![self.id], |row| {
            row.get(0)
        })
    }

    /// Changes what a reader may want to know first: its author, and those who look after the circle.
    pub fn note(
        &self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        circle: &Circle,
        notes: &[ContentNote],
        own: &str,
    ) -> Result<()> {
        if self.opener != Some(actor.id) && !circle.is_led_by_asker() {
            return Err(Error::NotFound);
        }
        // A note in one's own words is words: whoever is paused changes none.
        may_write(tx, actor, circle)?;
        let voice: VoiceId =
            tx.one("SELECT voice_id FROM circles_threads WHERE id = $1", args![self.id], |row| row.get(0))?;
        let own = match own {
            "" => None,
            own => Some(voice::seal(tx, voice, Place::new("circles_threads", "own_note", self.id.0), own)?),
        };
        tx.execute(
            "UPDATE circles_threads SET notes = $2, own_note = $3 WHERE id = $1",
            args![self.id, listed(notes, ContentNote::as_str), own],
        )?;
        topic::thread_changed(tx, self.id)
    }

    /// Keeps it on top of its circle, or lets it go.
    pub fn pin(&self, tx: &mut Tx<'_>, pinned: bool) -> Result<()> {
        let at = pinned.then_some(tx.now());
        tx.execute("UPDATE circles_threads SET pinned_at = $2 WHERE id = $1", args![self.id, at])?;
        topic::circle_changed(tx, self.circle)
    }

    /// Lets nobody answer any more, or lets them again.
    pub fn close(&self, tx: &mut Tx<'_>, closed: bool) -> Result<()> {
        let at = closed.then_some(tx.now());
        tx.execute("UPDATE circles_threads SET closed_at = $2 WHERE id = $1", args![self.id, at])?;
        topic::thread_changed(tx, self.id)
    }
}

/// What a thread is called, for rules that have settled who may know.
pub(crate) fn title_of(tx: &mut Tx<'_>, id: ThreadId) -> Result<String> {
    Ok(Thread::any(tx, id)?.title)
}

/// A thread in a list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The thread.
    pub thread: Thread,
    /// Under which name it was begun; nothing when the author is not named.
    pub by: Option<String>,
    /// How many have answered, in words that begin with none, one and more.
    pub answers: Answers,
}

/// How far a thread was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answers {
    /// Nobody has.
    None,
    /// Once.
    One,
    /// Twice or more.
    More,
}

impl Answers {
    /// How far this thread was answered.
    pub fn of(thread: &Thread) -> Self {
        match (thread.first_reply_at, thread.second_reply_at) {
            (None, _) => Self::None,
            (Some(_), None) => Self::One,
            _ => Self::More,
        }
    }

    /// Under which it is named in catalogues.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::One => "one",
            Self::More => "more",
        }
    }
}

pub(crate) type ListedRow = (Sealed, Option<String>);

pub(crate) fn listed_row(row: &Row<'_>) -> Result<ListedRow> {
    let (sealed, name): (Sealed, Option<String>) = (from_row(row)?, row.get(17)?);
    let named = !sealed.thread.unnamed;
    Ok((sealed, name.filter(|_| named)))
}

/// The latest threads of a circle that everybody there sees, whoever asks.
fn latest_rows(tx: &mut Tx<'_>, circle: CircleId, before: Option<Time>) -> Result<Arc<Vec<ListedRow>>> {
    tx.kept_exactly((circle, before), |tx| {
        tx.all(
            &format!(
                "SELECT {COLUMNS}, n.pseudonym FROM circles_threads t
                 LEFT JOIN people_names n ON n.member_id = t.opener_id
                 WHERE t.circle_id = $1 AND t.state = 'shown' AND t.last_at < $2
                 ORDER BY t.last_at DESC, t.id DESC LIMIT $3"
            ),
            args![circle, before.unwrap_or(Time(i64::MAX)), PER_PAGE],
            listed_row,
        )
    })
}

/// Those that are kept on top.
fn pinned_rows(tx: &mut Tx<'_>, circle: CircleId) -> Result<Arc<Vec<ListedRow>>> {
    tx.kept_exactly(circle, |tx| {
        tx.all(
            &format!(
                "SELECT {COLUMNS}, n.pseudonym FROM circles_threads t
                 LEFT JOIN people_names n ON n.member_id = t.opener_id
                 WHERE t.circle_id = $1 AND t.state = 'shown' AND t.pinned_at IS NOT NULL
                 ORDER BY t.pinned_at DESC, t.id DESC LIMIT 3"
            ),
            args![circle],
            listed_row,
        )
    })
}

/// Opens rows of threads and leaves out what the reader does not want to see.
pub(crate) fn list(tx: &mut Tx<'_>, quiet: &Quiet, rows: &[ListedRow]) -> Result<Vec<Listed>> {
    let mut threads = Vec::with_capacity(rows.len());
    for (sealed, by) in rows {
        if sealed.thread.named_opener().is_some_and(|it| quiet.hides_member(it)) {
            continue;
        }
        let thread = open(tx, sealed)?;
        if quiet.hides_words(&thread.title) || quiet.hides_words(&thread.own_note) {
            continue;
        }
        if quiet.has_topics() && thread.topics(tx)?.iter().any(|it| quiet.hides_topic(*it)) {
            continue;
        }
        threads.push(Listed { answers: Answers::of(&thread), thread, by: by.clone() });
    }
    Ok(threads)
}

/// The circle, when the member may write in it now.
pub(crate) fn writable(tx: &mut Tx<'_>, actor: &Actor, id: CircleId) -> Result<Circle> {
    let circle = Circle::readable_by(tx, actor, id)?;
    may_write(tx, actor, &circle)?;
    Ok(circle)
}

/// Whether the member for whom this circle was read may write in it now; the refusal says why not.
pub(crate) fn may_write(tx: &mut Tx<'_>, actor: &Actor, circle: &Circle) -> Result<()> {
    let paused = membership::paused_until(tx, circle.id, actor.id)?;
    let has_cover = !circle::cover(tx, circle)?.is_empty();
    may_write_when(circle, paused, has_cover)
}

/// The same for who knows already whether the member is paused, and whether somebody looks after the circle.
pub(crate) fn may_write_when(circle: &Circle, paused: Option<Time>, has_cover: bool) -> Result<()> {
    if circle.role.is_none() {
        return Err(Error::refused("circle-join-first"));
    }
    if circle.stage != Stage::Open {
        return Err(Error::refused("circle-over"));
    }
    if paused.is_some() {
        return Err(Error::refused("circle-paused"));
    }
    // A facilitator may always write: somebody has to say why it is quiet.
    if circle.role != Some(Role::Facilitator) && !has_cover {
        return Err(Error::refused("circle-without-cover"));
    }
    Ok(())
}

/// Works out anew whether a thread was answered and when something was last added, from what is shown in it now.
pub(crate) fn recount(tx: &mut Tx<'_>, id: ThreadId) -> Result<()> {
    let (opener, circle): (Option<MemberId>, CircleId) =
        tx.one("SELECT opener_id, circle_id FROM circles_threads WHERE id = $1", args![id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let replies: Vec<Time> = tx.all(
        "SELECT posted_at FROM circles_posts
         WHERE thread_id = $1 AND seq > 1 AND state = 'shown' AND (author_id IS NULL OR $2 = '' OR author_id <> $2)
         ORDER BY posted_at, seq LIMIT 2",
        args![id, opener.map_or(String::new(), |it| it.to_string())],
        |row| row.get(0),
    )?;
    tx.execute(
        "UPDATE circles_threads SET first_reply_at = $2, second_reply_at = $3,
            last_at = COALESCE((SELECT MAX(p.posted_at) FROM circles_posts p
                                WHERE p.thread_id = $1 AND p.state = 'shown'), started_at),
            state = (SELECT p.state FROM circles_posts p WHERE p.thread_id = $1 AND p.seq = 1)
         WHERE id = $1",
        args![id, replies.first(), replies.get(1)],
    )?;
    topic::thread_changed(tx, id)?;
    topic::circle_changed(tx, circle)
}

/// Hears of answers to a thread.
pub fn follow(tx: &mut Tx<'_>, member: MemberId, thread: ThreadId) -> Result<()> {
    tx.execute(
        "INSERT INTO circles_follows (member_id, thread_id, since) VALUES ($1, $2, $3)
         ON CONFLICT (member_id, thread_id) DO NOTHING",
        args![member, thread, tx.now()],
    )?;
    Ok(())
}

/// Hears of them no more.
pub fn unfollow(tx: &mut Tx<'_>, member: MemberId, thread: ThreadId) -> Result<()> {
    tx.execute("DELETE FROM circles_follows WHERE member_id = $1 AND thread_id = $2", args![member, thread])?;
    Ok(())
}

/// Whether somebody hears of answers.
pub fn follows(tx: &mut Tx<'_>, member: MemberId, thread: ThreadId) -> Result<bool> {
    let rows: i64 = tx
        .value("SELECT COUNT(*) FROM circles_follows WHERE member_id = $1 AND thread_id = $2", args![member, thread])?;
    Ok(rows > 0)
}

/// Threads that a member follows with something new since they last looked, the latest first.
pub fn news(tx: &mut Tx<'_>, actor: &Actor, quiet: &Quiet) -> Result<Vec<Listed>> {
    let rows = tx.all(
        &format!(
            "SELECT {COLUMNS}, n.pseudonym FROM circles_follows f
             JOIN circles_threads t ON t.id = f.thread_id
             JOIN circles_memberships m ON m.circle_id = t.circle_id AND m.member_id = f.member_id
             LEFT JOIN people_names n ON n.member_id = t.opener_id
             LEFT JOIN circles_reads r ON r.thread_id = t.id AND r.member_id = f.member_id
             WHERE f.member_id = $1 AND t.state = 'shown'
               AND EXISTS (SELECT 1 FROM circles_posts q WHERE q.thread_id = t.id AND q.state = 'shown'
                           AND q.seq > COALESCE(r.seq, 0) AND (q.author_id IS NULL OR q.author_id <> $1))
             ORDER BY t.last_at DESC, t.id DESC LIMIT 20"
        ),
        args![actor.id],
        listed_row,
    )?;
    let rows: Vec<_> = rows.into_iter().filter(|(it, _)| !quiet.hides_circle(it.thread.circle)).collect();
    let mut news = Vec::new();
    for listed in list(tx, quiet, &rows)? {
        let read = read_seq(tx, actor.id, listed.thread.id)?;
        if leads_to(tx, actor, quiet, listed.thread.id, read, |it| !it.is_own)? {
            news.push(listed);
        }
    }
    Ok(news)
}

/// Whether among the posts after `seq` there is one that this reader sees and that fits. A list must not lead to words
/// that are hidden from whoever follows it.
pub(crate) fn leads_to(
    tx: &mut Tx<'_>,
    actor: &Actor,
    quiet: &Quiet,
    thread: ThreadId,
    seq: i64,
    fits: fn(&post::Post) -> bool,
) -> Result<bool> {
    if quiet.is_empty() {
        return Ok(true);
    }
    let circle = match Thread::readable_by(tx, actor, thread) {
        Ok((_, circle)) => circle,
        Err(Error::NotFound) => return Ok(false),
        Err(other) => return Err(other),
    };
    Ok(reading::in_thread(tx, actor, &circle, quiet, thread, seq)?.posts.iter().any(|it| fits(it)))
}

/// Notes until where somebody has read: known to them alone.
pub fn read_until(tx: &mut Tx<'_>, member: MemberId, thread: ThreadId, seq: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO circles_reads (member_id, thread_id, seq) VALUES ($1, $2, $3)
         ON CONFLICT (member_id, thread_id) DO UPDATE SET seq = $3 WHERE circles_reads.seq < $3",
        args![member, thread, seq],
    )?;
    Ok(())
}

/// Until where somebody has read a thread.
pub(crate) fn read_seq(tx: &mut Tx<'_>, member: MemberId, thread: ThreadId) -> Result<i64> {
    let seq = tx.first(
        "SELECT seq FROM circles_reads WHERE member_id = $1 AND thread_id = $2",
        args![member, thread],
        |row| row.get(0),
    )?;
    Ok(seq.unwrap_or(0))
}
