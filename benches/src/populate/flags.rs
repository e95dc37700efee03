//! Flags: of posts and of conversations, each a case of its own, mostly settled, a few still open; and posts that wait.

use ::words::AgeBand;
use anyhow::Result;
use circles::kind::{CircleId, State};
use db::{Shelf, Time, Uuid, args};
use organisation::settings::DIALS;
use safety::{
    case,
    kind::{Action, Kind, Level, Matter, Reason, Source},
    place::Said,
};
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

const CASES: Shelf = Shelf {
    table: "safety_cases",
    columns: &[
        "id",
        "kind",
        "subject_id",
        "about_id",
        "place_id",
        "band",
        "level",
        "source",
        "opened_at",
        "due_at",
        "claimed_by",
        "claimed_at",
        "settled_by",
        "settled_at",
    ],
};
const FLAGS: Shelf = Shelf {
    table: "safety_flags",
    columns: &["id", "case_id", "by_id", "about_id", "reason", "words", "made_at", "answer", "answered_at"],
};
const EVIDENCE: Shelf = Shelf { table: "safety_evidence", columns: &["id", "case_id", "said", "taken_at"] };
const DECISIONS: Shelf = Shelf {
    table: "safety_decisions",
    columns: &["id", "case_id", "kind", "subject_id", "about_id", "place_id", "action", "reason", "by_id", "made_at"],
};

/// Settled cases are forgotten after a year, so none here is older.
const SINCE: i64 = 300 * DAY;
const KEPT: i64 = 365 * DAY;
/// How long it took until somebody settled one.
const TOOK: i64 = 5 * HOUR;
/// Cases that nobody has settled yet, whatever the size of the whole.
const OPEN: usize = 4;

/// Of every so many posts one is flagged, and of conversations.
const POSTS_EACH: usize = 1500;
const TALKS_EACH: usize = 400;

/// What somebody flagged.
struct Flagged<'a> {
    matter: Matter,
    about: Uuid,
    place: Option<CircleId>,
    by: Uuid,
    said: &'a [Said],
    at: Time,
    open: bool,
}

/// By when a person looks at something of this level, in a community that has changed no number.
fn due(level: Level, from: Time) -> Time {
    let (name, each) = match level {
        Level::Crisis | Level::Red => ("look-red-minutes", MINUTE),
        Level::Amber => ("look-amber-hours", HOUR),
        Level::Green => ("look-green-hours", HOUR),
    };
    let usual = DIALS.iter().find(|it| it.name == name).map_or(0, |it| it.usual);
    Time(from.0 + i64::from(usual) * each)
}

fn put(load: &mut Load, keyring: &Keyring, town: &Town, flagged: &Flagged<'_>, chance: &mut Chance) -> Result<()> {
    let (at, open, matter) = (flagged.at, flagged.open, flagged.matter);
    let (id, flag, evidence, decision) = (chance.id(at), chance.id(at), chance.id(at), chance.id(at));
    let key = FreshKey::new(KeyId(id), chance.bytes());
    let (told, answer) = words::flag_words(chance);
    let reason = *chance.pick(Reason::ALL);
    let judge = town.people[Known::Supervisor.number()].id;
    let mut seal = |table, column, row, text: &str| key.seal(Place::new(table, column, row), text, chance.bytes());
    let told = seal("safety_flags", "words", flag, &told)?;
    let said = seal("safety_evidence", "said", evidence, &serde_json::to_string(flagged.said)?)?;
    let why = seal("safety_decisions", "reason", decision, &answer)?;
    let answer = seal("safety_flags", "answer", flag, &answer)?;
    load.key(keyring, &key)?;
    let settled = Time(at.0 + TOOK);
    let (by, when, answer) = if open { (None, None, None) } else { (Some(judge), Some(settled), Some(answer)) };
    load.add(
        CASES,
        args![
            id,
            matter.kind,
            matter.id,
            flagged.about,
            flagged.place,
            AgeBand::Adult,
            reason.level(),
            Source::Flag,
            at,
            due(reason.level(), at),
            by,
            when,
            by,
            when
        ],
    );
    load.add(FLAGS, args![flag, id, flagged.by, flagged.about, reason, told, at, answer, when]);
    load.add(EVIDENCE, args![evidence, id, said, at]);
    if !open {
        let place = flagged.place;
        load.add(
            DECISIONS,
            args![decision, id, matter.kind, matter.id, flagged.about, place, Action::Nothing, why, judge, settled],
        );
        load.add(JOBS, args![case::FORGET, id, Time(settled.0 + KEPT), 0i64]);
    }
    Ok(())
}

/// Flags of posts.
pub(super) fn of_posts(desk: &Desk<'_>, posts: &[Post], keyring: &Keyring) -> Result<Load> {
    let (town, mut load) = (desk.town, Load::default());
    let recent = posts.partition_point(|it| it.at.0 < town.until().0 - SINCE);
    let count = (posts.len() / POSTS_EACH).max(OPEN + 2);
    let mut seen = std::collections::BTreeSet::new();
    for number in 0..count {
        let mut chance = Chance::of(town.seed, "report", number as u64);
        let open = number < OPEN;
        let from = if open { posts.len() - (posts.len() - recent).min(300) } else { recent };
        let Some(post) = posts.get(from + chance.below(posts.len() - from)) else { continue };
        let place = desk.threads[post.thread as usize].place as usize;
        let by = town.places[place].somebody(&mut chance, post.at).filter(|it| *it != post.author);
        let (Some(by), State::Shown) = (by, post.state) else { continue };
        // One case is open about the same thing at a time.
        if !seen.insert(post.id(town)) {
            continue;
        }
        let said = [Said { by: String::new(), words: desk.plain(post), at: post.at.0, reported: true }];
        let flagged = Flagged {
            matter: Matter { kind: Kind::Post, id: post.id(town) },
            about: town.people[post.author as usize].id,
            place: Some(desk.circles[place]),
            by: town.people[by as usize].id,
            said: &said,
            at: Time((post.at.0 + 20 * MINUTE).min(town.until().0 - if open { MINUTE } else { TOOK + HOUR })),
            open,
        };
        put(&mut load, keyring, town, &flagged, &mut chance)?;
    }
    Ok(load)
}

/// Posts that wait to be read first.
pub(super) fn of_held(desk: &Desk<'_>, posts: &[Post]) -> Load {
    let (town, mut load) = (desk.town, Load::default());
    for (number, post) in posts.iter().filter(|it| it.state == State::Held).enumerate() {
        let mut chance = Chance::of(town.seed, "held", number as u64);
        let place = desk.threads[post.thread as usize].place as usize;
        load.add(
            CASES,
            args![
                chance.id(post.at),
                Kind::Post,
                post.id(town),
                town.people[post.author as usize].id,
                desk.circles[place],
                AgeBand::Adult,
                Level::Green,
                Source::Held,
                post.at,
                due(Level::Green, post.at),
                None::<Uuid>,
                None::<Time>,
                None::<Uuid>,
                None::<Time>
            ],
        );
    }
    load
}

/// Flags of conversations, by those who asked.
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
        let said: Vec<_> = talk
            .said
            .iter()
            .map(|(at, role, words)| Said {
                by: String::new(),
                words: words.clone(),
                at: at.0,
                reported: *role == support::kind::Role::Supporter,
            })
            .collect();
        let open = number >= count - OPEN;
        let flagged = Flagged {
            matter: Matter { kind: Kind::Talk, id: talk.id },
            about: town.people[talk.supporter].id,
            place: None,
            by: town.people[talk.asker].id,
            said: &said,
            at: Time((talk.ended.0 + 10 * MINUTE).min(town.until().0 - if open { MINUTE } else { TOOK + HOUR })),
            open,
        };
        put(&mut load, keyring, town, &flagged, &mut chance)?;
    }
    Ok(load)
}
