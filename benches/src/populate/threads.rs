//! Which threads there are, who wrote in them and when: most are short, some go on for hundreds of posts.

use circles::kind::{Moderation, State};
use db::{Time, Uuid};

use super::{
    chance::{Chance, Tail},
    rhythm::{DAY, HOUR, MINUTE, Span, next},
    town::{KNOWN, Known, Town},
};

/// Posts in the first thread: one full page.
pub(crate) const FULL_PAGE: usize = 50;
/// Threads in which the known member takes part, whatever the size of the whole.
const OF_THE_MEMBER: u64 = 40;
/// Where posts are read first, those of so long ago may still wait.
const STILL_HELD: i64 = 12 * HOUR;

/// A thread.
pub(super) struct Thread {
    pub(super) id: Uuid,
    pub(super) place: u32,
    pub(super) opener: u32,
    pub(super) unnamed: bool,
    pub(super) started: Time,
    pub(super) last: Time,
    pub(super) last_seq: u16,
    pub(super) first_reply: Option<Time>,
    pub(super) second_reply: Option<Time>,
    pub(super) state: State,
    /// Who wrote in it, since when, and the number of their last post.
    pub(super) writers: Vec<(u32, Time, u16)>,
}

/// A post.
pub(super) struct Post {
    pub(super) at: Time,
    pub(super) thread: u32,
    pub(super) seq: u16,
    pub(super) author: u32,
    pub(super) unnamed: bool,
    pub(super) state: State,
}

impl Post {
    /// Its number among all posts that could be.
    pub(super) fn number(&self) -> u64 {
        u64::from(self.thread) << 12 | u64::from(self.seq)
    }

    pub(super) fn id(&self, town: &Town) -> Uuid {
        Chance::of(town.seed, "post", self.number()).id(self.at)
    }
}

/// Everything that was written, the oldest post first.
pub(super) fn written(town: &Town) -> (Vec<Thread>, Vec<Post>) {
    let (mut threads, mut posts) = (Vec::new(), Vec::with_capacity(town.size.posts + 600));
    let tail = Tail::of(town.places.len(), 1.1);
    let mut tries = 0u64;
    while posts.len() < town.size.posts && tries < town.size.posts as u64 * 4 {
        let mut chance = Chance::of(town.seed, "thread", tries);
        let begun = begin(town, &tail, tries, &mut chance);
        tries += 1;
        let Some((place, opener, started)) = begun else { continue };
        let number = u32::try_from(threads.len()).unwrap_or(u32::MAX);
        let left = town.size.posts - posts.len();
        let (thread, own) = go_on(town, number, (place, opener, started), left, &mut chance);
        threads.push(thread);
        posts.extend(own);
    }
    posts.sort_unstable_by_key(|it| (it.at, it.thread, it.seq));
    (threads, posts)
}

/// Where a thread is begun, by whom and when.
fn begin(town: &Town, tail: &Tail, number: u64, chance: &mut Chance) -> Option<(usize, u32, Time)> {
    let member = Known::Member.number() as u32;
    if number == 0 {
        return Some((0, member, Time(town.until().0 - 9 * DAY)));
    }
    let place = if number <= OF_THE_MEMBER { *chance.pick(&[0, 1, 5]) } else { tail.draw(chance) };
    let opened = town.places[place].opened;
    // The member came early, and their threads are of the last two months.
    let from = if number <= OF_THE_MEMBER { town.until().0 - 60 * DAY } else { opened.0 + DAY };
    let started = Span::new(Time(from.max(opened.0)), town.until()).moment(chance, 1.6);
    let opener = town.places[place].somebody(chance, started)?;
    (started < town.until()).then_some((place, opener, started))
}

/// How many posts a thread comes to.
fn length(number: u32, chance: &mut Chance) -> usize {
    match (number, chance.share()) {
        (0, _) => FULL_PAGE,
        (1..=40, _) => chance.between(5, 14),
        (_, share) if share < 0.1 => 1,
        (_, share) if share < 0.22 => 2,
        (_, share) if share > 0.9985 => chance.between(120, 600),
        _ => ((1.5 + 0.95 * chance.bell()).exp().ceil() as usize).clamp(2, 110),
    }
}

fn go_on(
    town: &Town,
    number: u32,
    (place_number, opener, started): (usize, u32, Time),
    left: usize,
    chance: &mut Chance,
) -> (Thread, Vec<Post>) {
    let place = &town.places[place_number];
    let unnamed = opener as usize >= KNOWN && chance.falls(0.05);
    let length = length(number, chance).min(left).max(1);
    let usual = if length > 20 { 50 * MINUTE } else { 2 * HOUR };
    let post = |at, seq, author, unnamed, state| Post { at, thread: number, seq, author, unnamed, state };
    let mut posts = vec![post(started, 1, opener, unnamed, State::Shown)];
    while posts.len() < length {
        let last = posts[posts.len() - 1].at;
        // The one full page lies in the last week, whatever the rhythm.
        let at = if number == 0 {
            Time(last.0 + 3 * HOUR + chance.below(HOUR as usize) as i64)
        } else {
            next(chance, last, usual)
        };
        if at >= town.until() {
            break;
        }
        let seq = posts.len() as u16 + 1;
        let author = match chance.share() {
            _ if number > 0 && u64::from(number) <= OF_THE_MEMBER && seq == 3 => Some(Known::Member.number() as u32),
            share if share < 0.22 => Some(opener),
            share if share < 0.4 => Some(posts[chance.below(posts.len())].author),
            _ => place.somebody(chance, at),
        };
        let author = author.unwrap_or(opener);
        let hidden_name = if author == opener { unnamed } else { author as usize >= KNOWN && chance.falls(0.02) };
        let state = if chance.falls(0.005) { State::Withdrawn } else { State::Shown };
        posts.push(post(at, seq, author, hidden_name, state));
    }
    hold_last(town, place_number, &mut posts);
    let id = Chance::of(town.seed, "thread id", u64::from(number)).id(started);
    (counted(id, place_number, &posts), posts)
}

/// Where posts are read first, the newest one may still wait; nobody answers what they do not see.
fn hold_last(town: &Town, place: usize, posts: &mut [Post]) {
    let place = &town.places[place];
    let Some(last) = posts.last_mut() else { return };
    if place.moderation == Moderation::Before
        && last.at.0 > town.until().0 - STILL_HELD
        && !place.facilitators.contains(&last.author)
    {
        last.state = State::Held;
    }
}

/// A thread as its posts make it: the same counts that the circles' own verbs keep.
fn counted(id: Uuid, place: usize, posts: &[Post]) -> Thread {
    let first = &posts[0];
    let shown = || posts.iter().filter(|it| it.state == State::Shown);
    let mut replies = shown().filter(|it| it.seq > 1 && it.author != first.author).map(|it| it.at);
    let mut writers: Vec<(u32, Time, u16)> = Vec::new();
    for post in posts {
        match writers.iter_mut().find(|(author, ..)| *author == post.author) {
            Some((_, _, seq)) => *seq = post.seq,
            None => writers.push((post.author, post.at, post.seq)),
        }
    }
    Thread {
        id,
        place: place as u32,
        opener: first.author,
        unnamed: first.unnamed,
        started: first.at,
        last: shown().map(|it| it.at).max().unwrap_or(first.at),
        last_seq: posts.len() as u16,
        first_reply: replies.next(),
        second_reply: replies.next(),
        state: first.state,
        writers,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::populate::town::Size;

    #[test]
    fn most_threads_are_short_some_are_long_and_none_is_in_the_future() {
        let town = Town::of(7, Size::of(0.03), Time(1_795_377_600_000_000));
        let (threads, posts) = written(&town);
        assert_eq!(posts.len(), town.size.posts);
        assert_eq!(usize::from(threads[0].last_seq), FULL_PAGE);
        let mut lengths: Vec<u16> = threads.iter().map(|it| it.last_seq).collect();
        lengths.sort_unstable();
        assert!(lengths[lengths.len() / 2] <= 6 && lengths[lengths.len() - 1] > 100, "{lengths:?}");
        assert!(posts.iter().all(|it| it.at < town.until()));
        assert!(posts.is_sorted_by_key(|it| it.at));
        assert!(threads.iter().any(|it| it.first_reply.is_none()));
    }
}
