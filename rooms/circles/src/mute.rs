//! What somebody does not want to see: a topic, a word, a person, a circle, for good or for today. It holds everywhere
//! that words are shown, and nobody else learns of it.

use std::collections::HashSet;

use db::{Result, Time, Tx, args};
use seal::{KeyId, Place, Sealing};
use words::{Actor, MemberId};

use crate::kind::CircleId;

/// Longest word that can be muted, in characters.
pub const WORD_AT_MOST: usize = 60;

db::id! {
    /// Something muted.
    MuteId
}

db::word! {
    /// What kind of thing is muted.
    pub enum Kind {
        /// A topic, by number.
        Topic = "topic",
        /// A word.
        Word = "word",
        /// A person.
        Person = "person",
        /// A circle.
        Circle = "circle",
    }
}

/// Something muted, as the member reads it.
#[derive(Clone, Debug)]
pub struct Mute {
    /// Its id.
    pub id: MuteId,
    /// What kind of thing.
    pub kind: Kind,
    /// Its number or id; for a word nothing that says which.
    pub subject: String,
    /// The word.
    pub word: String,
    /// Until when; nothing means until it is taken back.
    pub until: Option<Time>,
}

/// What a member has muted.
pub fn list(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Mute>> {
    type Row = (MuteId, Kind, String, Option<Vec<u8>>, Option<Time>);
    let rows: Vec<Row> = tx.all(
        "SELECT id, kind, subject, word, until FROM circles_mutes
         WHERE member_id = $1 AND (until IS NULL OR until > $2) ORDER BY kind, id",
        args![actor.id, tx.now()],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)),
    )?;
    rows.into_iter()
        .map(|(id, kind, subject, sealed, until)| {
            let word = match sealed {
                Some(sealed) => unsealed(tx, actor, id, &sealed)?,
                None => String::new(),
            };
            Ok(Mute { id, kind, subject, word, until })
        })
        .collect()
}

fn unsealed(tx: &mut Tx<'_>, actor: &Actor, id: MuteId, sealed: &[u8]) -> Result<String> {
    Ok(tx.unseal(KeyId(actor.id.0), Place::new("circles_mutes", "word", id.0), sealed)?.unwrap_or_default())
}

fn put(tx: &mut Tx<'_>, actor: &Actor, kind: Kind, subject: &str, until: Option<Time>) -> Result<MuteId> {
    let id = MuteId::fresh(tx);
    tx.one(
        "INSERT INTO circles_mutes (id, member_id, kind, subject, until) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (member_id, kind, subject) DO UPDATE SET until = $5 RETURNING id",
        args![id, actor.id, kind, subject, until],
        |row| row.get(0),
    )
}

/// Mutes a topic.
pub fn topic(tx: &mut Tx<'_>, actor: &Actor, topic: u16, until: Option<Time>) -> Result<()> {
    put(tx, actor, Kind::Topic, &topic.to_string(), until).map(drop)
}

/// Mutes a person. They are never told.
pub fn person(tx: &mut Tx<'_>, actor: &Actor, member: MemberId, until: Option<Time>) -> Result<()> {
    if member == actor.id {
        return Ok(());
    }
    put(tx, actor, Kind::Person, &member.to_string(), until).map(drop)
}

/// Mutes a circle: one stays in it, and it keeps quiet.
pub fn circle(tx: &mut Tx<'_>, actor: &Actor, circle: CircleId, until: Option<Time>) -> Result<()> {
    put(tx, actor, Kind::Circle, &circle.to_string(), until).map(drop)
}

/// Mutes a word. It is sealed: a list of what somebody cannot bear to read says a great deal about them.
pub fn word(tx: &mut Tx<'_>, actor: &Actor, word: &str, until: Option<Time>) -> Result<()> {
    let word = fold(word);
    if word.is_empty() || list(tx, actor)?.iter().any(|it| it.word == word && it.until == until) {
        return Ok(());
    }
    let id = MuteId::fresh(tx);
    let sealed = tx.seal(KeyId(actor.id.0), Place::new("circles_mutes", "word", id.0), &word)?;
    tx.execute(
        "INSERT INTO circles_mutes (id, member_id, kind, subject, word, until) VALUES ($1, $2, 'word', $3, $4, $5)",
        args![id, actor.id, id.to_string(), sealed, until],
    )?;
    Ok(())
}

/// Lets something be seen again.
pub fn lift(tx: &mut Tx<'_>, actor: &Actor, id: MuteId) -> Result<()> {
    tx.execute("DELETE FROM circles_mutes WHERE id = $1 AND member_id = $2", args![id, actor.id])?;
    Ok(())
}

/// Words as they are looked through: in small letters, with single spaces.
pub(crate) fn fold(words: &str) -> String {
    words.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What whoever reads does not want to see, and whom they must not meet.
#[derive(Clone, Debug, Default)]
pub struct Quiet {
    topics: HashSet<u16>,
    people: HashSet<MemberId>,
    circles: HashSet<CircleId>,
    words: Vec<String>,
}

impl Quiet {
    /// What this member does not want to see at this moment.
    pub fn of(tx: &mut Tx<'_>, actor: &Actor) -> Result<Self> {
        Ok(Self::clone(&*tx.once(actor.id, |tx| Self::read(tx, actor))?))
    }

    fn read(tx: &mut Tx<'_>, actor: &Actor) -> Result<Self> {
        let mut quiet = Self::default();
        // One statement, because every page of a circle asks it: who must not be met comes as a muted person.
        let rows: Vec<(Kind, String, Option<Vec<u8>>)> = tx.all(
            "SELECT kind, subject, word FROM circles_mutes WHERE member_id = $1 AND (until IS NULL OR until > $2)
             UNION ALL SELECT 'person', other, NULL FROM people_apart WHERE one = $1",
            args![actor.id, tx.now()],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        for (kind, subject, sealed) in rows {
            match kind {
                Kind::Topic => quiet.topics.extend(subject.parse::<u16>().ok()),
                Kind::Person => quiet.people.extend(subject.parse::<MemberId>().ok()),
                Kind::Circle => quiet.circles.extend(subject.parse::<CircleId>().ok()),
                // The subject of a word is the id of its row: the word itself is sealed.
                Kind::Word => {
                    if let Some(sealed) = sealed {
                        quiet.words.push(unsealed(tx, actor, subject.parse()?, &sealed)?);
                    }
                }
            }
        }
        Ok(quiet)
    }

    /// Whether nothing at all is left out.
    pub fn is_empty(&self) -> bool {
        self.topics.is_empty() && self.people.is_empty() && self.circles.is_empty() && self.words.is_empty()
    }

    /// Whether this person is not to be seen.
    pub fn hides_member(&self, member: MemberId) -> bool {
        self.people.contains(&member)
    }

    /// Whether this circle is to keep quiet.
    pub fn hides_circle(&self, circle: CircleId) -> bool {
        self.circles.contains(&circle)
    }

    /// Whether any topic is not to be seen.
    pub fn has_topics(&self) -> bool {
        !self.topics.is_empty()
    }

    /// Whether this topic is not to be seen.
    pub fn hides_topic(&self, topic: u16) -> bool {
        self.topics.contains(&topic)
    }

    /// Whether these words hold one that is not to be seen, as a word of its own.
    pub fn hides_words(&self, words: &str) -> bool {
        !self.words.is_empty() && self.hides_folded(&fold(words))
    }

    /// Whether any word is not to be seen.
    pub(crate) fn has_words(&self) -> bool {
        !self.words.is_empty()
    }

    /// The same of words that were folded before.
    pub(crate) fn hides_folded(&self, folded: &str) -> bool {
        self.words.iter().any(|word| holds(folded, word))
    }
}

/// Whether `words` hold `word` with no letter or number right before or after it. Scripts without spaces between words
/// have letters on both sides of everything, so there any occurrence counts.
fn holds(words: &str, word: &str) -> bool {
    let spaced = word.chars().all(|it| it.is_ascii() || it < '\u{2e80}');
    words.match_indices(word).any(|(at, _)| {
        let before = words[..at].chars().next_back();
        let after = words[at + word.len()..].chars().next();
        !spaced || !(before.is_some_and(char::is_alphanumeric) || after.is_some_and(char::is_alphanumeric))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_muted_as_a_word() {
        for (words, word, hidden) in [
            ("my mother died in may", "died", true),
            ("undiedifferent", "died", false),
            ("Died.", "died", true),
            ("the knife drawer", "knife", true),
            ("knives", "knife", false),
            ("a car crash", "car crash", true),
            ("我很累了", "累", true),
        ] {
            assert_eq!(holds(&fold(words), word), hidden, "{words}: {word}");
        }
    }
}
