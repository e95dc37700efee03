//! Finding again what was written in circles, within what one may read. What everybody of a band and a side may read
//! stands in one part of the index, what only the members of a circle may read in a part of its own; whoever searches asks
//! only the parts that are theirs, and every hit is read once more as them.

use std::collections::{HashMap, HashSet};

use db::{Error, Result, Time, Tx, args};
use jobs::Later;
use search::{Entry, Query, Search};
use text::{Piece, Stem};
use words::{Actor, AgeBand};

use crate::{
    circle::Circle,
    kind::{Audience, CircleId, ContentNote, PostId, State, ThreadId, VoiceId},
    mine,
    mute::Quiet,
    post::{self, Found},
    thread::{TITLE_AT_MOST, Thread},
    voice,
};

/// Longest question, in characters.
pub const WORDS_AT_MOST: usize = 200;
/// Hits on one page.
pub const PER_PAGE: usize = 20;
/// Job: puts the posts of a circle into the part of the index where they belong now.
pub const MOVE: &str = "circles.index-move";
/// Under which kind posts stand in the index.
const KIND: &str = "post";
/// Entries asked of the index at a time.
const ASKED_AT_ONCE: usize = 40;
/// Entries looked at for one page. Only who mutes nearly everything gets fewer hits than there are.
const LOOKED_AT_AT_MOST: usize = 320;
/// Characters around a hit, on both sides.
const AROUND: usize = 90;
/// Posts moved in one transaction, so that nobody who writes waits for it.
const MOVED_AT_ONCE: i64 = 100;

/// The part of the index that everybody of a band and a side may read.
fn shared(band: AgeBand, audience: Audience) -> String {
    format!("open:{band}:{audience}")
}

/// The part of the index in which a circle's posts stand.
fn part_of(circle: &Circle) -> String {
    if circle.is_read_by_everybody() {
        shared(circle.band, circle.plan.audience)
    } else {
        format!("circle:{}", circle.id)
    }
}

/// Makes the index hold of a post what everybody who may read it sees now: its words when it is shown, nothing otherwise.
/// The title of a thread is found with its first post.
pub(crate) fn note(tx: &mut Tx<'_>, id: PostId) -> Result<()> {
    let (circle, thread, seq, state, voice, sealed): (CircleId, ThreadId, i64, State, VoiceId, Vec<u8>) = tx.one(
        "SELECT circle_id, thread_id, seq, state, voice_id, words FROM circles_posts WHERE id = $1",
        args![id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?)),
    )?;
    if state != State::Shown {
        return tx.unindex(id.0);
    }
    let circle = Circle::any(tx, circle)?;
    let mut words = text::plain(&voice::unseal(tx, voice, post::place(id), &sealed)?);
    if seq == 1 {
        words = format!("{}\n{words}", Thread::any(tx, thread)?.title);
    }
    let (scope, language) = (part_of(&circle), circle.plan.language.code());
    tx.index(&Entry { id: id.0, kind: KIND, scope: &scope, language, text: &words })
}

/// What was decided about a circle changed. Its posts change their part of the index when it is another one now; until
/// then nobody finds more than before, because every hit is read as whoever asks.
pub(crate) fn moved(tx: &mut Tx<'_>, before: &Circle) -> Result<()> {
    if part_of(before) == part_of(&Circle::any(tx, before.id)?) {
        return Ok(());
    }
    tx.later(MOVE, before.id, tx.now())
}

/// The job: a circle's posts, a batch at a time. The subject is the circle, and the post at which the next batch begins.
pub(crate) fn carry_over(tx: &mut Tx<'_>, subject: &str) -> Result<()> {
    let (circle, after) = subject.split_once('/').unwrap_or((subject, ""));
    let posts: Vec<PostId> = tx.all(
        "SELECT id FROM circles_posts WHERE circle_id = $1 AND id > $2 AND state = 'shown' ORDER BY id LIMIT $3",
        args![circle, after, MOVED_AT_ONCE],
        |row| row.get(0),
    )?;
    for post in &posts {
        note(tx, *post)?;
    }
    match posts.last() {
        Some(last) if posts.len() as i64 == MOVED_AT_ONCE => tx.later(MOVE, format!("{circle}/{last}"), tx.now()),
        _ => Ok(()),
    }
}

/// A post that was found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// The post.
    pub id: PostId,
    /// Its thread.
    pub thread: ThreadId,
    /// Its number there.
    pub seq: i64,
    /// The thread's title.
    pub title: Vec<Piece>,
    /// The words around what was looked for; none where a reader chooses first whether to read.
    pub words: Vec<Piece>,
    /// What a reader may want to know first.
    pub notes: Vec<ContentNote>,
    /// The same in the author's own words.
    pub own_note: String,
    /// The circle.
    pub circle: CircleId,
    /// Its name.
    pub circle_name: String,
    /// Under which name it was written; nothing for a member of the circle, and for somebody who has left.
    pub by: Option<String>,
    /// When.
    pub posted_at: Time,
}

/// A page of hits.
#[derive(Clone, Debug, Default)]
pub struct Hits {
    /// The hits, the newest first.
    pub hits: Vec<Hit>,
    /// The post before which the next page begins, when there is one.
    pub older: Option<PostId>,
}

/// Where somebody may look, and in which languages it is written there.
struct Reach {
    parts: Vec<String>,
    languages: Vec<String>,
}

impl Reach {
    fn of(tx: &mut Tx<'_>, actor: &Actor) -> Result<Self> {
        let side = mine::side(tx, actor.id)?;
        let (mut parts, mut languages) = (vec![shared(actor.band, side)], Vec::new());
        for (circle, _) in Circle::mine(tx, actor)? {
            parts.push(part_of(&circle));
            languages.push(circle.plan.language.code().to_owned());
        }
        let open: Vec<String> = tx.all(
            "SELECT DISTINCT language FROM circles_circles
             WHERE band = $1 AND audience = $2 AND stage = 'open' AND joining = 'open' AND hidden = FALSE
             ORDER BY language",
            args![actor.band, side],
            |row| row.get(0),
        )?;
        languages.extend(open);
        let mut seen = HashSet::new();
        parts.retain(|it| seen.insert(it.clone()));
        languages.retain(|it| seen.insert(it.clone()));
        Ok(Self { parts, languages })
    }
}

/// Posts that hold these words, the newest first, as this member may read them and without what they do not want to see.
pub fn find(tx: &mut Tx<'_>, actor: &Actor, words: &str, before: Option<PostId>) -> Result<Hits> {
    let (reach, quiet) = (Reach::of(tx, actor)?, Quiet::of(tx, actor)?);
    let languages: Vec<&str> = reach.languages.iter().map(String::as_str).collect();
    let mut from = match before {
        // A post that the asker may not read is no place in their hits.
        Some(post) if post::readable_by(tx, actor, post).is_ok() => tx.number_of(post.0)?,
        _ => None,
    };
    let mut sieve = Sieve { actor, quiet, words, stems: HashMap::new(), topics: HashMap::new() };
    let mut hits: Vec<Hit> = Vec::new();
    let (mut older, mut looked_at) = (None, 0);
    'page: while looked_at < LOOKED_AT_AT_MOST {
        let found = tx.find(&Query {
            words,
            languages: &languages,
            kinds: &[KIND],
            scopes: &reach.parts,
            before: from,
            most: ASKED_AT_ONCE,
        })?;
        for entry in &found {
            let Some(hit) = sieve.read(tx, PostId(entry.id))? else { continue };
            if hits.len() == PER_PAGE {
                older = hits.last().map(|it| it.id);
                break 'page;
            }
            hits.push(hit);
        }
        looked_at += found.len();
        from = found.last().map(|it| it.number);
        if found.len() < ASKED_AT_ONCE {
            break;
        }
    }
    // A post that was read before it was shown stands in the index where it was let through.
    hits.sort_by_key(|it| std::cmp::Reverse(it.posted_at));
    Ok(Hits { hits, older })
}

/// What an entry of the index becomes for one reader: a hit, or nothing.
struct Sieve<'a> {
    actor: &'a Actor,
    quiet: Quiet,
    words: &'a str,
    stems: HashMap<&'static str, Vec<Stem>>,
    topics: HashMap<CircleId, bool>,
}

impl Sieve<'_> {
    fn read(&mut self, tx: &mut Tx<'_>, id: PostId) -> Result<Option<Hit>> {
        let found = match post::readable_by(tx, self.actor, id) {
            Ok(found) => found,
            Err(Error::NotFound) => return Ok(None),
            Err(other) => return Err(other),
        };
        let is_own = found.author == Some(self.actor.id);
        if self.quiet.hides_circle(found.circle.id)
            || found.named_author().is_some_and(|it| self.quiet.hides_member(it))
            || (!is_own && self.quiet.hides_words(&found.words))
        {
            return Ok(None);
        }
        let (thread, _) = Thread::readable_by(tx, self.actor, found.thread)?;
        if self.hides(tx, &thread, &found.circle)? {
            return Ok(None);
        }
        self.hit(tx, found, thread).map(Some)
    }

    fn hides(&mut self, tx: &mut Tx<'_>, thread: &Thread, circle: &Circle) -> Result<bool> {
        if thread.named_opener().is_some_and(|it| self.quiet.hides_member(it))
            || self.quiet.hides_words(&thread.title)
            || self.quiet.hides_words(&thread.own_note)
        {
            return Ok(true);
        }
        if !self.quiet.has_topics() {
            return Ok(false);
        }
        if thread.topics(tx)?.iter().any(|it| self.quiet.hides_topic(*it)) {
            return Ok(true);
        }
        if let Some(hides) = self.topics.get(&circle.id) {
            return Ok(*hides);
        }
        let hides = circle.topics(tx)?.iter().any(|it| self.quiet.hides_topic(it.number));
        self.topics.insert(circle.id, hides);
        Ok(hides)
    }

    fn hit(&mut self, tx: &mut Tx<'_>, found: Found, thread: Thread) -> Result<Hit> {
        let language = found.circle.plan.language.code();
        let stems = self.stems.entry(language).or_insert_with(|| text::words(self.words, language));
        let (by, posted_at): (Option<String>, Time) = tx.one(
            "SELECT CASE WHEN p.unnamed = TRUE THEN NULL ELSE n.pseudonym END, p.posted_at FROM circles_posts p
             LEFT JOIN people_names n ON n.member_id = p.author_id WHERE p.id = $1",
            args![found.id],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let words = if thread.is_noted() {
            Vec::new()
        } else {
            text::excerpt(&text::plain(&found.words), stems, language, AROUND)
        };
        Ok(Hit {
            id: found.id,
            thread: found.thread,
            seq: found.seq,
            title: text::excerpt(&thread.title, stems, language, TITLE_AT_MOST),
            words,
            notes: thread.notes,
            own_note: thread.own_note,
            circle: found.circle.id,
            circle_name: found.circle.plan.name,
            by,
            posted_at,
        })
    }
}
