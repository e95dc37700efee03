//! One to one: requests, what became of them, conversations and what was said in them, and what came after. Words of long
//! ago are gone, with their keys, as the place promises.

use ::words::AgeBand;
use anyhow::Result;
use db::{Shelf, Time, Uuid, args};
use matching::Reason;
use seal::{FreshKey, KeyId, Keyring, Place};
use support::{
    conversation::{self, Ending},
    kind::{Kind, Pace, Role},
    note,
};

use super::{
    chance::Chance,
    load::Load,
    rhythm::{DAY, HOUR, MINUTE, SECOND, Span},
    settle,
    town::{KNOWN, Known, Town},
    words::{self, THEMES, Theme},
    writing::JOBS,
};

const REQUESTS: Shelf = Shelf {
    table: "support_requests",
    columns: &[
        "id",
        "member_id",
        "band",
        "languages",
        "kind",
        "pace",
        "words",
        "made_at",
        "ended_at",
        "outcome",
        "matched_at",
        "seen_at",
    ],
};
const TOPICS: Shelf = Shelf { table: "support_request_topics", columns: &["request_id", "topic"] };
const OFFERS: Shelf = Shelf {
    table: "support_offers",
    columns: &["id", "request_id", "supporter_id", "made_at", "expires_at", "because", "settled_at", "outcome"],
};
const TALKS: Shelf = Shelf {
    table: "support_conversations",
    columns: &[
        "id",
        "request_id",
        "asker_id",
        "supporter_id",
        "began_at",
        "last_seq",
        "last_word_at",
        "ended_at",
        "ended_by",
        "ended_how",
        "erased_at",
    ],
};
const MESSAGES: Shelf = Shelf {
    table: "support_messages",
    columns: &["conversation_id", "seq", "id", "by_role", "author_id", "words", "said_at"],
};
const FEEDBACK: Shelf = Shelf {
    table: "support_feedback",
    columns: &["conversation_id", "member_id", "role", "heard", "mattered", "overall", "remark", "again", "given_at"],
};
const THANKS: Shelf =
    Shelf { table: "support_thanks", columns: &["id", "conversation_id", "from_id", "to_id", "words", "given_at"] };
const NOTES: Shelf = Shelf {
    table: "support_notes",
    columns: &[
        "id",
        "request_id",
        "member_id",
        "words",
        "left_at",
        "due_at",
        "taken_by",
        "taken_at",
        "answer",
        "answered_at",
        "read_at",
    ],
};

/// Of every so many requests that became a conversation, one more did not.
const WITHOUT: usize = 4;
/// Conversations of the member and of the supporter who are known by name, whatever the size of the whole.
const OF_THE_KNOWN: usize = 12;
/// Notes that wait for an answer.
const OPEN_NOTES: usize = 5;

/// Conversations, by number: those whose words are gone come first.
pub(super) fn count(town: &Town) -> usize {
    town.size.old_talks + town.size.talks
}

/// A conversation in outline.
pub(super) struct Talk {
    pub(super) id: Uuid,
    pub(super) asker: usize,
    pub(super) supporter: usize,
    pub(super) theme: &'static Theme,
    asked: Time,
    began: Time,
    pub(super) ended: Time,
    /// When each was said, by whom, and what.
    pub(super) said: Vec<(Time, Role, String)>,
}

impl Talk {
    /// The conversation with this number.
    pub(super) fn of(town: &Town, number: usize) -> Self {
        let mut chance = Chance::of(town.seed, "talk", number as u64);
        let last = Time(town.until().0 - 4 * HOUR);
        let recent = Span::new(Time(town.until().0 - settle::KEPT + 2 * DAY), last);
        let span = if number < town.size.old_talks { Span::new(town.span.from, recent.from) } else { recent };
        let left = count(town) - number;
        let (mut asker, mut supporter) =
            (somebody(town, &mut chance, |_| true), somebody(town, &mut chance, Town::is_supporter));
        if left <= OF_THE_KNOWN {
            asker = Known::Member.number();
        } else if left <= 2 * OF_THE_KNOWN {
            supporter = Known::Supporter.number();
        }
        if asker == supporter {
            asker = Known::Member.number();
        }
        let drawn = span.moment(&mut chance, 1.3);
        let both = town.people[asker].joined.0.max(town.people[supporter].joined.0) + HOUR;
        let asked = Time(drawn.0.max(both).min(last.0));
        let began = Time(asked.0 + 20 * SECOND + (chance.share().powi(2) * 12.0 * MINUTE as f64) as i64);
        let theme = &THEMES[chance.below(THEMES.len())];
        let lines = ((2.7 + 0.5 * chance.bell()).exp() as usize).clamp(6, 60);
        let mut at = began.0;
        let said = words::said(&mut chance, theme, lines).into_iter().map(|(role, words)| {
            at += 15 * SECOND + (chance.share() * 100.0 * SECOND as f64) as i64;
            (Time(at), role, words)
        });
        let said: Vec<_> = said.collect();
        let id = Chance::of(town.seed, "talk id", number as u64).id(began);
        Self { id, asker, supporter, theme, asked, began, ended: Time(at + MINUTE), said }
    }

    fn is_erased(&self, town: &Town) -> bool {
        self.ended.0 + settle::KEPT <= town.until().0
    }
}

/// Somebody, neither of those who are known by name.
fn somebody(town: &Town, chance: &mut Chance, fits: impl Fn(usize) -> bool) -> usize {
    let from = KNOWN + chance.below(town.people.len() - KNOWN);
    let round = (from..town.people.len()).chain(KNOWN..from);
    round.into_iter().find(|it| fits(*it)).unwrap_or(Known::Supporter.number())
}

/// Some conversations with everything around them.
pub(super) fn talks(town: &Town, some: std::ops::Range<usize>, keyring: &Keyring) -> Result<Load> {
    let mut load = Load::default();
    for number in some {
        let mut chance = Chance::of(town.seed, "talk row", number as u64);
        let talk = Talk::of(town, number);
        one(&mut load, town, &talk, &mut chance, keyring)?;
        load.things += 1;
        if number % WITHOUT == 0 {
            without(&mut load, town, number, &talk, &mut chance)?;
        }
    }
    Ok(load)
}

/// A request, and how it ended.
struct Asked<'a> {
    member: usize,
    theme: &'a Theme,
    at: Time,
    ended: Time,
    outcome: &'static str,
}

fn request(load: &mut Load, town: &Town, asked: &Asked<'_>, chance: &mut Chance) -> Result<Uuid> {
    let (id, member) = (chance.id(asked.at), town.people[asked.member].id);
    let words = match chance.falls(0.6) {
        true => {
            let place = Place::new("support_requests", "words", id);
            let words = words::ask_words(chance, asked.theme);
            Some(settle::own_key(town, asked.member).seal(place, &words, chance.bytes())?)
        }
        false => None,
    };
    let matched = (asked.outcome == "accepted").then_some(asked.ended);
    let (kind, pace) = (chance.pick(Kind::ALL), chance.pick(Pace::ALL));
    load.add(
        REQUESTS,
        args![
            id,
            member,
            AgeBand::Adult,
            "en",
            kind,
            pace,
            words,
            asked.at,
            asked.ended,
            asked.outcome,
            matched,
            asked.ended
        ],
    );
    load.add(TOPICS, args![id, asked.theme.topic]);
    Ok(id)
}

fn one(load: &mut Load, town: &Town, talk: &Talk, chance: &mut Chance, keyring: &Keyring) -> Result<()> {
    let (asker, supporter) = (town.people[talk.asker].id, town.people[talk.supporter].id);
    let asked = Asked { member: talk.asker, theme: talk.theme, at: talk.asked, ended: talk.began, outcome: "accepted" };
    let request = request(load, town, &asked, chance)?;
    let offered = Time(talk.began.0 - 12 * SECOND);
    let because = serde_json::to_string(&[Reason::FreeNow])?;
    load.add(
        OFFERS,
        args![
            chance.id(offered),
            request,
            supporter,
            offered,
            Time(offered.0 + 40 * SECOND),
            because,
            talk.began,
            "accepted"
        ],
    );
    let erased = talk.is_erased(town).then_some(Time(talk.ended.0 + settle::KEPT));
    // The place says that it began and that it ended.
    let last_seq = talk.said.len() as i64 + 2;
    let last_word = talk.said.last().map_or(talk.began, |it| it.0);
    load.add(
        TALKS,
        args![
            talk.id,
            request,
            asker,
            supporter,
            talk.began,
            last_seq,
            last_word,
            talk.ended,
            asker,
            Ending::Ended,
            erased
        ],
    );
    match erased {
        Some(_) => load.destroyed(KeyId(talk.id)),
        None => {
            let key = FreshKey::new(KeyId(talk.id), chance.bytes());
            load.key(keyring, &key)?;
            messages(load, town, talk, &key, chance)?;
            load.add(JOBS, args![conversation::ERASE, talk.id, Time(talk.ended.0 + settle::KEPT), 0i64]);
        }
    }
    afterwards(load, town, talk, chance)
}

fn messages(load: &mut Load, town: &Town, talk: &Talk, key: &FreshKey, chance: &mut Chance) -> Result<()> {
    let began = std::iter::once((talk.began, Role::Place, "talk-note-began"));
    let said = talk.said.iter().map(|(at, role, words)| (*at, *role, words.as_str()));
    let ended = std::iter::once((talk.ended, Role::Place, "talk-note-ended"));
    for (seq, (at, role, words)) in (1i64..).zip(began.chain(said).chain(ended)) {
        let id = chance.id(at);
        let author = match role {
            Role::Asker => Some(town.people[talk.asker].id),
            Role::Supporter => Some(town.people[talk.supporter].id),
            Role::Supervisor | Role::Place => None,
        };
        let sealed = key.seal(Place::new("support_messages", "words", id), words, chance.bytes())?;
        load.add(MESSAGES, args![talk.id, seq, id, role, author, sealed, at]);
    }
    Ok(())
}

/// How it was, and a thank-you.
fn afterwards(load: &mut Load, town: &Town, talk: &Talk, chance: &mut Chance) -> Result<()> {
    let (asker, supporter) = (town.people[talk.asker].id, town.people[talk.supporter].id);
    let at = Time(talk.ended.0 + 2 * MINUTE);
    if chance.falls(0.6) {
        let answers = [0; 3].map(|_| (8.0 + 1.6 * chance.bell()).clamp(4.0, 10.0) as i64);
        let remark = match chance.falls(0.3) {
            true => {
                let place = Place::new("support_feedback", "remark", talk.id);
                let words = words::feedback_remark(chance);
                Some(settle::own_key(town, talk.asker).seal(place, &words, chance.bytes())?)
            }
            false => None,
        };
        let [heard, mattered, overall] = answers;
        load.add(FEEDBACK, args![talk.id, asker, Role::Asker, heard, mattered, overall, remark, false, at]);
    }
    if chance.falls(0.2) {
        let id = chance.id(at);
        let words = words::thanks(chance);
        let key = settle::own_key(town, talk.supporter);
        let sealed = key.seal(Place::new("support_thanks", "words", id), &words, chance.bytes())?;
        load.add(THANKS, args![id, talk.id, asker, supporter, sealed, at]);
    }
    Ok(())
}

/// A request that no conversation came of: somebody did not want to wait, went away, or left a note.
fn without(load: &mut Load, town: &Town, number: usize, near: &Talk, chance: &mut Chance) -> Result<()> {
    let member = somebody(town, chance, |_| true);
    let last = count(town) - number <= OPEN_NOTES * WITHOUT;
    let joined = Time(town.people[member].joined.0 + HOUR);
    let at = match last {
        true => Time(town.until().0 - HOUR - chance.below(9) as i64 * HOUR),
        false => near.asked.max(joined),
    };
    let ended = Time(at.0 + 3 * MINUTE + chance.below(20) as i64 * MINUTE);
    let outcome = if last {
        "note-left"
    } else {
        *chance.pick(&["withdrawn", "withdrawn", "went-away", "note-left", "note-left"])
    };
    let request = request(load, town, &Asked { member, theme: near.theme, at, ended, outcome }, chance)?;
    if outcome != "note-left" {
        return Ok(());
    }
    let (id, key) = (chance.id(ended), settle::own_key(town, member));
    let (words, answer) = (words::note(chance, near.theme), words::answer(chance, near.theme));
    let sealed = key.seal(Place::new("support_notes", "words", id), &words, chance.bytes())?;
    let due = Time(ended.0 + DAY);
    let answered = Time(ended.0 + HOUR + chance.below(16) as i64 * HOUR);
    if last || answered >= town.until() {
        load.add(
            NOTES,
            args![
                id,
                request,
                town.people[member].id,
                sealed,
                ended,
                due,
                db::Value::Null,
                db::Value::Null,
                db::Value::Null,
                db::Value::Null,
                db::Value::Null
            ],
        );
        load.add(JOBS, args![note::DUE, id, due, 0i64]);
        return Ok(());
    }
    let answer = key.seal(Place::new("support_notes", "answer", id), &answer, chance.bytes())?;
    let by = if near.supporter == member { Known::Supporter.number() } else { near.supporter };
    let (by, taken, read) = (town.people[by].id, Time(answered.0 - 20 * MINUTE), Time(answered.0 + HOUR));
    let read = (read < town.until()).then_some(read);
    load.add(NOTES, args![id, request, town.people[member].id, sealed, ended, due, by, taken, answer, answered, read]);
    Ok(())
}
