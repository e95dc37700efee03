//! Reports: of posts and of conversations, mostly answered, a few still open.

use anyhow::Result;
use circles::{
    kind::State,
    report::{Kind, Reason, Said},
};
use db::{Shelf, Time, Value, args};
use seal::{FreshKey, KeyId, Keyring, Place};

use super::{
    chance::Chance,
    load::Load,
    rhythm::{DAY, HOUR, MINUTE},
    talks::{self, Talk},
    threads::Post,
    town::{KNOWN, Known, Town},
    words,
    writing::{Desk, JOBS},
};

const OF_POSTS: Shelf = Shelf {
    table: "circles_reports",
    columns: &[
        "id",
        "circle_id",
        "kind",
        "subject_id",
        "by_id",
        "about_id",
        "reason",
        "words",
        "evidence",
        "made_at",
        "settled_at",
        "settled_by",
        "answer",
    ],
};
const OF_TALKS: Shelf = Shelf {
    table: "support_reports",
    columns: &[
        "id",
        "conversation_id",
        "by_id",
        "about_id",
        "reason",
        "words",
        "evidence",
        "made_at",
        "settled_by",
        "settled_at",
        "answer",
    ],
};

/// Answered reports are forgotten after a year, so none here is older.
const SINCE: i64 = 300 * DAY;
const KEPT: i64 = 365 * DAY;
/// Reports that nobody has answered yet, whatever the size of the whole.
const OPEN: usize = 4;

/// Of every so many posts one is reported, and of conversations.
const POSTS_EACH: usize = 1500;
const TALKS_EACH: usize = 400;

/// What a report is sealed with, and what came of it.
struct Sealed {
    id: db::Uuid,
    words: Vec<u8>,
    evidence: Vec<u8>,
    settled: Value,
    by: Value,
    answer: Value,
}

fn seal(
    load: &mut Load,
    keyring: &Keyring,
    (table, forget): (&'static str, &'static str),
    evidence: &str,
    (at, open, judge): (Time, bool, db::Uuid),
    chance: &mut Chance,
) -> Result<Sealed> {
    let id = chance.id(at);
    let key = FreshKey::new(KeyId(id), chance.bytes());
    let (words, answer) = words::report_words(chance);
    let mut seal = |column, text: &str| key.seal(Place::new(table, column, id), text, chance.bytes());
    let (words, evidence, answer) = (seal("words", &words)?, seal("evidence", evidence)?, seal("answer", &answer)?);
    load.key(keyring, &key)?;
    if open {
        return Ok(Sealed { id, words, evidence, settled: Value::Null, by: Value::Null, answer: Value::Null });
    }
    let settled = Time(at.0 + 5 * HOUR);
    load.add(JOBS, args![forget, id, Time(settled.0 + KEPT), 0i64]);
    let [settled, by, answer] = [&settled as &dyn db::Bind, &judge, &answer].map(|it| it.bind());
    Ok(Sealed { id, words, evidence, settled, by, answer })
}

/// Reports of posts.
pub(super) fn of_posts(desk: &Desk<'_>, posts: &[Post], keyring: &Keyring) -> Result<Load> {
    let (town, mut load) = (desk.town, Load::default());
    let recent = posts.partition_point(|it| it.at.0 < town.until().0 - SINCE);
    let count = (posts.len() / POSTS_EACH).max(OPEN + 2);
    for number in 0..count {
        let mut chance = Chance::of(town.seed, "report", number as u64);
        let open = number < OPEN;
        let from = if open { posts.len() - (posts.len() - recent).min(300) } else { recent };
        let Some(post) = posts.get(from + chance.below(posts.len() - from)) else { continue };
        let place = desk.threads[post.thread as usize].place as usize;
        let by = town.places[place].somebody(&mut chance, post.at).filter(|it| *it != post.author);
        let (Some(by), State::Shown) = (by, post.state) else { continue };
        let said = vec![Said { by: String::new(), words: desk.plain(post), at: post.at.0, reported: true }];
        let at = Time((post.at.0 + 20 * MINUTE).min(town.until().0 - if open { MINUTE } else { 6 * HOUR }));
        let judge = town.people[Known::Supervisor.number()].id;
        let names = ("circles_reports", circles::report::FORGET);
        let evidence = serde_json::to_string(&said)?;
        let sealed = seal(&mut load, keyring, names, &evidence, (at, open, judge), &mut chance)?;
        let (by, about) = (town.people[by as usize].id, town.people[post.author as usize].id);
        let reason = chance.pick(Reason::ALL);
        let circle = desk.circles[place];
        load.add(
            OF_POSTS,
            args![
                sealed.id,
                circle,
                Kind::Post,
                post.id(town),
                by,
                about,
                reason,
                sealed.words,
                sealed.evidence,
                at,
                sealed.settled,
                sealed.by,
                sealed.answer
            ],
        );
    }
    Ok(load)
}

/// Reports of conversations, by those who asked.
pub(super) fn of_talks(town: &Town, keyring: &Keyring) -> Result<Load> {
    let mut load = Load::default();
    let count = (town.size.talks / TALKS_EACH).max(OPEN + 2).min(town.size.talks);
    for number in 0..count {
        let mut chance = Chance::of(town.seed, "talk report", number as u64);
        let each = town.size.talks / count;
        // From the latest backwards, past those of the people who are known by name.
        let talk = Talk::of(town, talks::count(town) - 1 - number * each.max(1));
        if talk.asker < KNOWN || talk.supporter < KNOWN {
            continue;
        }
        let said = talk.said.iter().map(|(at, role, words)| support::report::Said {
            by: role.as_str().to_owned(),
            words: words.clone(),
            at: at.0,
        });
        let evidence = serde_json::to_string(&said.collect::<Vec<_>>())?;
        let open = number >= count - OPEN;
        let judge = town.people[Known::Supervisor.number()].id;
        let at = Time((talk.ended.0 + 10 * MINUTE).min(town.until().0 - if open { MINUTE } else { 6 * HOUR }));
        let names = ("support_reports", support::report::FORGET);
        let sealed = seal(&mut load, keyring, names, &evidence, (at, open, judge), &mut chance)?;
        let (by, about) = (town.people[talk.asker].id, town.people[talk.supporter].id);
        let reason = chance.pick(support::report::Reason::ALL);
        load.add(
            OF_TALKS,
            args![
                sealed.id,
                talk.id,
                by,
                about,
                reason,
                sealed.words,
                sealed.evidence,
                at,
                sealed.by,
                sealed.settled,
                sealed.answer
            ],
        );
    }
    Ok(load)
}
