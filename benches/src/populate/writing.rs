//! What was written in circles: threads and posts, sealed under the voices of those who wrote them, and in the index.

use ::words::AgeBand;
use anyhow::Result;
use circles::{
    kind::{Audience, CircleId, Joining, Moderation, Reaction, State},
    reply,
};
use db::{Shelf, Time, args};
use seal::{FreshKey, Place};
use search::{Entry, Press};

use super::{
    chance::Chance,
    load::Load,
    rhythm::{DAY, HOUR, MINUTE},
    settle,
    threads::{Post, Thread},
    town::Town,
    words,
};

const THREADS: Shelf = Shelf {
    table: "circles_threads",
    columns: &[
        "id",
        "circle_id",
        "voice_id",
        "title",
        "intent",
        "notes",
        "own_note",
        "opener_id",
        "unnamed",
        "started_at",
        "last_at",
        "last_seq",
        "first_reply_at",
        "second_reply_at",
        "state",
        "closed_at",
    ],
};
const POSTS: Shelf = Shelf {
    table: "circles_posts",
    columns: &[
        "id",
        "thread_id",
        "circle_id",
        "seq",
        "author_id",
        "voice_id",
        "unnamed",
        "words",
        "posted_at",
        "state",
    ],
};
const TOPICS: Shelf = Shelf { table: "circles_thread_topics", columns: &["thread_id", "topic"] };
const FOLLOWS: Shelf = Shelf { table: "circles_follows", columns: &["member_id", "thread_id", "since"] };
const READS: Shelf = Shelf { table: "circles_reads", columns: &["member_id", "thread_id", "seq"] };
const REACTIONS: Shelf = Shelf { table: "circles_reactions", columns: &["post_id", "member_id", "kind", "made_at"] };
const READ_ALONG: Shelf = Shelf { table: "circles_read_along", columns: &["circle_id", "until", "by_id"] };
/// Work for later, as `ground/jobs` keeps it.
pub(super) const JOBS: Shelf = Shelf { table: "jobs", columns: &["kind", "subject", "run_at", "attempts"] };

/// Posts that nobody has marked as read yet, in a circle where facilitators read along.
const UNREAD: usize = 12;

/// What all threads and posts need.
pub(super) struct Desk<'a> {
    pub(super) town: &'a Town,
    pub(super) circles: &'a [CircleId],
    pub(super) threads: &'a [Thread],
    pub(super) press: &'a Press,
}

impl Desk<'_> {
    fn words_of(&self, number: u32) -> words::Thread {
        let place = &self.town.places[self.threads[number as usize].place as usize];
        words::Thread::of(self.town.seed, u64::from(number), place.theme)
    }

    /// Some threads, by number, with who follows them and how far they have read.
    pub(super) fn threads(&self, some: std::ops::Range<usize>) -> Result<Load> {
        let mut load = Load::default();
        for number in some {
            self.thread(&mut load, number)?;
            load.things += 1;
        }
        Ok(load)
    }

    fn thread(&self, load: &mut Load, number: usize) -> Result<()> {
        let (town, thread) = (self.town, &self.threads[number]);
        let (words, mut chance) = (self.words_of(number as u32), Chance::of(town.seed, "thread row", number as u64));
        let opener = &town.people[thread.opener as usize];
        let key = settle::voice_key(town, thread.opener as usize);
        let title = key.seal(Place::new("circles_threads", "title", thread.id), &words.title, chance.bytes())?;
        let own_note = match chance.falls(0.01) {
            true => {
                let place = Place::new("circles_threads", "own_note", thread.id);
                Some(key.seal(place, &words::own_note(&mut chance), chance.bytes())?)
            }
            false => None,
        };
        let over = thread.last.0 < town.until().0 - 200 * DAY && chance.falls(0.02);
        load.add(
            THREADS,
            args![
                thread.id,
                self.circles[thread.place as usize],
                opener.voice,
                title,
                words.intent,
                words.note.map_or("", circles::kind::ContentNote::as_str),
                own_note,
                opener.id,
                thread.unnamed,
                thread.started,
                thread.last,
                i64::from(thread.last_seq),
                thread.first_reply,
                thread.second_reply,
                thread.state,
                over.then_some(Time(thread.last.0 + 90 * DAY)),
            ],
        );
        if chance.falls(0.7) {
            load.add(TOPICS, args![thread.id, words.theme.topic]);
        }
        for (writer, since, seq) in &thread.writers {
            let person = &town.people[*writer as usize];
            load.add(FOLLOWS, args![person.id, thread.id, since]);
            let seen = if chance.falls(0.6) { i64::from(thread.last_seq) } else { i64::from(*seq) };
            load.add(READS, args![person.id, thread.id, seen]);
        }
        let due = Time(thread.started.0 + circles::circle::REPLY_HOURS * HOUR);
        if due > town.until() {
            load.add(JOBS, args![reply::DUE, thread.id, due, 0i64]);
        }
        Ok(())
    }

    /// Some posts, the oldest first.
    pub(super) fn posts(&self, some: &[Post]) -> Result<Load> {
        let mut load = Load::default();
        for post in some {
            self.post(&mut load, post)?;
            load.things += 1;
        }
        Ok(load)
    }

    fn post(&self, load: &mut Load, post: &Post) -> Result<()> {
        let town = self.town;
        let thread = &self.threads[post.thread as usize];
        let (place, id, author) = (thread.place as usize, post.id(town), &town.people[post.author as usize]);
        let mut chance = Chance::of(town.seed, "post row", post.number());
        let words = self.plain(post);
        let sealed = match post.state {
            State::Withdrawn => Vec::new(),
            _ => self.key(post).seal(Place::new("circles_posts", "words", id), &words, chance.bytes())?,
        };
        load.add(
            POSTS,
            args![
                id,
                thread.id,
                self.circles[place],
                i64::from(post.seq),
                author.id,
                author.voice,
                post.unnamed,
                sealed,
                post.at,
                post.state
            ],
        );
        if post.state != State::Shown {
            return Ok(());
        }
        let mut text = text::plain(&words);
        if post.seq == 1 {
            text = format!("{}\n{text}", self.words_of(post.thread).title);
        }
        let scope = self.scope(place);
        load.find(self.press, &Entry { id, kind: "post", scope: &scope, language: "en", text: &text });
        self.react(load, post, &mut chance);
        Ok(())
    }

    /// The words of a post.
    pub(super) fn plain(&self, post: &Post) -> String {
        let by_another = post.author != self.threads[post.thread as usize].opener;
        self.words_of(post.thread).words(self.town.seed, u64::from(post.thread), u64::from(post.seq), by_another)
    }

    fn key(&self, post: &Post) -> FreshKey {
        settle::voice_key(self.town, post.author as usize)
    }

    /// The part of the index in which a circle's posts stand: as `circles::finding` chooses it.
    fn scope(&self, place: usize) -> String {
        let planned = &self.town.places[place];
        let audience = if planned.carers { Audience::Carers } else { Audience::Members };
        match planned.joining {
            Joining::Open => format!("open:{}:{audience}", AgeBand::Adult),
            _ => format!("circle:{}", self.circles[place]),
        }
    }

    /// What others said to a post without typing.
    fn react(&self, load: &mut Load, post: &Post, chance: &mut Chance) {
        let town = self.town;
        let place = &town.places[self.threads[post.thread as usize].place as usize];
        let mut said: Vec<u32> = Vec::new();
        for _ in 0..*chance.pick(&[0, 0, 0, 0, 1, 1, 1, 2, 3]) {
            let Some(person) = place.somebody(chance, post.at) else { continue };
            let at = Time(post.at.0 + (chance.share() * 20.0 * HOUR as f64) as i64 + MINUTE);
            let kind = chance.pick(Reaction::ALL);
            if person != post.author && !said.contains(&person) && at < town.until() {
                said.push(person);
                load.add(REACTIONS, args![post.id(town), town.people[person as usize].id, kind, at]);
            }
        }
    }

    /// How far facilitators have read along: to within a few posts, in every circle.
    pub(super) fn read_along(&self, posts: &[Post]) -> Load {
        let mut load = Load::default();
        let mut unread = vec![0; self.circles.len()];
        let mut until: Vec<Option<Time>> = vec![None; self.circles.len()];
        for post in posts.iter().rev().filter(|it| it.state == State::Shown) {
            let place = self.threads[post.thread as usize].place as usize;
            unread[place] += 1;
            if unread[place] > UNREAD && until[place].is_none() {
                until[place] = Some(post.at);
            }
        }
        for (place, until) in until.into_iter().enumerate() {
            let planned = &self.town.places[place];
            if let (Some(until), Moderation::After) = (until, planned.moderation) {
                let lead = self.town.people[planned.facilitators[0] as usize].id;
                load.add(READ_ALONG, args![self.circles[place], until, lead]);
            }
        }
        load
    }
}
