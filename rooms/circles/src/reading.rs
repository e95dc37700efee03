//! Reading a thread: which of its posts somebody sees, and how. What is the same for all who read there is read once for
//! many of them; what decides who sees it is asked anew of each.

use std::{collections::HashSet, ops::Deref, sync::Arc};

use db::{Result, Time, Tx, args};
use seal::Seal;
use words::{Actor, MemberId};

use crate::{
    circle::Circle,
    draft,
    kind::{CircleId, PostId, Reaction, State, ThreadId, VoiceId},
    membership,
    mute::Quiet,
    picture,
    post::{PER_PAGE, Post},
    written::{self, Written},
};

/// Rows read at a time: a page, and some that not everybody sees.
const ROWS: i64 = PER_PAGE + 10;

/// Posts of a thread, as a reader sees them.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// In their order.
    pub posts: Vec<Seen>,
    /// The number of the last post looked at, whether or not the reader sees it.
    pub last: i64,
    /// There are more after it.
    pub more: bool,
}

/// A post that a reader sees, with its words.
#[derive(Clone, Debug)]
pub struct Seen {
    pub(crate) post: Post,
    written: Arc<Written>,
}

impl Seen {
    /// The words as HTML that may be printed as it is; empty when they were taken back.
    pub fn html(&self) -> &str {
        &self.written.html
    }
}

impl Deref for Seen {
    type Target = Post;
    fn deref(&self) -> &Post {
        &self.post
    }
}

/// A post as it stands in the table, whoever asks.
struct Stored {
    id: PostId,
    seq: i64,
    words: Vec<u8>,
    name: Option<String>,
    unnamed: bool,
    author: Option<MemberId>,
    posted_at: Time,
    edited_at: Option<Time>,
    state: State,
    voice: VoiceId,
    picture: Option<picture::Stored>,
}

/// The rows of a thread after number `after`, whoever sees them. The same for all who read there, so they are read once
/// for many of them.
fn stored(tx: &mut Tx<'_>, thread: ThreadId, after: i64) -> Result<Arc<Vec<Stored>>> {
    tx.kept_exactly((thread, after), |tx| {
        tx.all(
            "SELECT p.id, p.seq, p.words, n.pseudonym, p.unnamed, p.author_id, p.posted_at, p.edited_at, p.state,
                p.voice_id, x.id, x.width, x.height, x.alt
             FROM circles_posts p LEFT JOIN people_names n ON n.member_id = p.author_id
             LEFT JOIN circles_pictures x ON x.post_id = p.id
             WHERE p.thread_id = $1 AND p.seq > $2 ORDER BY p.seq LIMIT $3",
            args![thread, after, ROWS],
            |row| {
                Ok(Stored {
                    id: row.get(0)?,
                    seq: row.get(1)?,
                    words: row.get(2)?,
                    name: row.get(3)?,
                    unnamed: row.get(4)?,
                    author: row.get(5)?,
                    posted_at: row.get(6)?,
                    edited_at: row.get(7)?,
                    state: row.get(8)?,
                    voice: row.get(9)?,
                    picture: picture::Stored::from_row(row, 10)?,
                })
            },
        )
    })
}

/// Somebody who reads in a circle, and what decides what they see there.
struct Reader<'a> {
    id: MemberId,
    leads: bool,
    quiet: &'a Quiet,
    facilitators: &'a [MemberId],
}

impl Reader<'_> {
    /// Whether this row is a post on their page.
    fn is_shown(&self, it: &Stored) -> bool {
        it.state == State::Shown || it.author == Some(self.id) || (self.leads && it.state != State::Withdrawn)
    }

    /// The post as they see it, with its words; nothing when they do not want to.
    fn sees(&self, tx: &mut Tx<'_>, it: &Stored) -> Result<Option<Seen>> {
        let is_own = it.author == Some(self.id);
        let named = it.author.filter(|_| !it.unnamed);
        if !is_own && !self.leads && named.is_some_and(|it| self.quiet.hides_member(it)) {
            return Ok(None);
        }
        let written = written::open(tx, it.id, it.voice, &it.words)?;
        if !is_own && self.quiet.has_words() && self.quiet.hides_folded(&written.folded) {
            return Ok(None);
        }
        let picture = it.picture.as_ref().map(|picture| picture.open(tx, it.voice)).transpose()?;
        let post = Post {
            id: it.id,
            seq: it.seq,
            // Whoever looks after the circle knows who writes as its member.
            by: it.name.clone().filter(|_| !it.unnamed || is_own || self.leads),
            unnamed: it.unnamed,
            by_facilitator: !it.unnamed && it.author.is_some_and(|it| self.facilitators.contains(&it)),
            is_own,
            is_orphan: it.author.is_none(),
            posted_at: it.posted_at,
            edited_at: it.edited_at,
            state: it.state,
            said: Vec::new(),
            heard: Vec::new(),
            picture: picture.filter(|picture| is_own || !self.quiet.hides_words(&picture.alt)),
            seal: if it.words.is_empty() { None } else { Some(Seal::of(&it.words)?) },
        };
        Ok(Some(Seen { post, written }))
    }
}

/// The posts of a thread after number `after`, in order, as this reader sees them.
pub fn in_thread(
    tx: &mut Tx<'_>,
    actor: &Actor,
    circle: &Circle,
    quiet: &Quiet,
    thread: ThreadId,
    after: i64,
) -> Result<Page> {
    let facilitators = membership::facilitators(tx, circle.id)?;
    page(tx, actor, circle, &facilitators, quiet, thread, after)
}

/// The same for who knows already who looks after the circle.
pub(crate) fn page(
    tx: &mut Tx<'_>,
    actor: &Actor,
    circle: &Circle,
    facilitators: &[MemberId],
    quiet: &Quiet,
    thread: ThreadId,
    after: i64,
) -> Result<Page> {
    let reader = Reader { id: actor.id, leads: circle.is_led_by_asker(), quiet, facilitators };
    let mut page = Page { last: after, ..Page::default() };
    let mut looked_at = 0;
    loop {
        let rows = stored(tx, thread, page.last)?;
        for row in rows.iter() {
            page.more = looked_at == PER_PAGE;
            if page.more {
                break;
            }
            page.last = row.seq;
            if reader.is_shown(row) {
                looked_at += 1;
                page.posts.extend(reader.sees(tx, row)?);
            }
        }
        if page.more || (rows.len() as i64) < ROWS {
            break;
        }
    }
    reactions(tx, actor, thread, &mut page.posts)?;
    Ok(page)
}

/// What the reader said to these posts; and for their own, what others said.
fn reactions(tx: &mut Tx<'_>, actor: &Actor, thread: ThreadId, posts: &mut [Seen]) -> Result<()> {
    // Ids are in the order of time, so what the reader said between the first and the last is little beside all they said.
    let (Some(first), Some(last)) = (posts.iter().map(|it| it.id).min(), posts.iter().map(|it| it.id).max()) else {
        return Ok(());
    };
    let said: HashSet<(PostId, Reaction)> = tx
        .all(
            "SELECT post_id, kind FROM circles_reactions WHERE member_id = $1 AND post_id BETWEEN $2 AND $3",
            args![actor.id, first, last],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?
        .into_iter()
        .collect();
    let heard: Vec<(PostId, Reaction, i64)> = if posts.iter().any(|it| it.is_own) {
        tx.all(
            "SELECT r.post_id, r.kind, COUNT(*) FROM circles_posts p JOIN circles_reactions r ON r.post_id = p.id
             WHERE p.thread_id = $1 AND p.author_id = $2 GROUP BY r.post_id, r.kind ORDER BY r.kind",
            args![thread, actor.id],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?
    } else {
        Vec::new()
    };
    for Seen { post, .. } in posts {
        post.said = Reaction::ALL.iter().copied().filter(|kind| said.contains(&(post.id, *kind))).collect();
        post.heard = heard.iter().filter(|(id, ..)| *id == post.id).map(|(_, kind, n)| (*kind, *n)).collect();
    }
    Ok(())
}

/// Where a reader stands with a thread: known to them alone.
pub(crate) struct Marks {
    /// They hear of answers.
    pub(crate) follows: bool,
    /// Until where they have read.
    pub(crate) read: i64,
    /// Until when they read and do not write in its circle.
    pub(crate) paused: Option<Time>,
    /// What they have begun to write.
    pub(crate) draft: Option<draft::Sealed>,
}

/// Where a reader stands with a thread. One statement, because every page of a thread asks it.
pub(crate) fn marks(tx: &mut Tx<'_>, actor: &Actor, circle: CircleId, thread: ThreadId) -> Result<Marks> {
    tx.one(
        "SELECT EXISTS (SELECT 1 FROM circles_follows f WHERE f.member_id = $1 AND f.thread_id = $3),
                COALESCE((SELECT r.seq FROM circles_reads r WHERE r.member_id = $1 AND r.thread_id = $3), 0),
                (SELECT MAX(x.until) FROM circles_bars x WHERE x.circle_id = $2 AND x.member_id = $1
                    AND x.kind = 'pause' AND x.until > $4),
                d.id, d.fields
         FROM (SELECT 1 AS once) o
         LEFT JOIN circles_drafts d ON d.member_id = $1 AND d.circle_id = $2 AND d.thread_id = $3",
        args![actor.id, circle, thread, tx.now()],
        |row| {
            Ok(Marks {
                follows: row.get(0)?,
                read: row.get(1)?,
                paused: row.get(2)?,
                draft: draft::Sealed::from_row(row, 3)?,
            })
        },
    )
}
