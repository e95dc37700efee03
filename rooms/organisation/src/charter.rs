//! The charter: what people here promise each other. Every version is kept, so that it can be said which one somebody
//! agreed to.

use db::{Error, Result, Time, Tx, args};
use words::MemberId;

use crate::setup::{self, Step};

/// The charter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charter {
    /// Its number; 0 is the text that every community begins with.
    pub version: i64,
    /// Short plain sentences that one says yes to.
    pub promises: Vec<String>,
    /// The rest, in paragraphs.
    pub text: String,
    /// Since when it holds.
    pub since: Time,
}

/// Most promises that people can be asked to remember.
pub const PROMISES_AT_MOST: usize = 10;
/// Longest promise, in letters.
pub const PROMISE_AT_MOST: usize = 200;
/// Longest text, in letters.
pub const TEXT_AT_MOST: usize = 10_000;

const STARTING_PROMISES: &[&str] = &[
    "I listen first. I do not judge, and I do not try to fix anyone.",
    "I speak for myself. What helped me may not help somebody else.",
    "What people tell me here stays here, except when somebody may come to serious harm.",
    "I do not ask for names, addresses, numbers, pictures, money or favours, and I do not give mine.",
    "I do not share ways of hurting oneself or others.",
    "I respect who people are: their body, their past, their faith, whom they love, what they call what they live with.",
    "I may stop at any time, and so may everyone else. Nobody owes a reason.",
    "When something feels wrong, I tell the people who keep this place safe.",
];

const STARTING_TEXT: &str = "We are people who know hard times from the inside. Some of us have had training to support \
others; none of us is here as a doctor, a therapist or an emergency service.

Nobody here is above anybody else. Whoever gives support today may need it tomorrow, and the other way round.

Everyone here decides for themselves. We do not tell each other what to take, what to stop taking, or what to believe. \
We may say what we have lived and what we have learned from it.

If someone's life may be in danger, we say so plainly, we stay kind, and we bring in more people. We would rather ask \
once too often.

Sometimes things go wrong between people. Tell us, and somebody who was not part of it will look at it with care. Nobody \
is sent away for saying that they think about dying.";

/// The charter that holds now.
pub fn current(tx: &mut Tx<'_>) -> Result<Charter> {
    let written = tx.first(
        "SELECT version, promises, body, written_at FROM organisation_charters ORDER BY version DESC LIMIT 1",
        args![],
        |row| {
            Ok(Charter {
                version: row.get(0)?,
                promises: lines(&row.get::<String>(1)?),
                text: row.get(2)?,
                since: row.get(3)?,
            })
        },
    )?;
    Ok(written.unwrap_or_else(|| Charter {
        version: 0,
        promises: STARTING_PROMISES.iter().map(|it| (*it).to_owned()).collect(),
        text: STARTING_TEXT.to_owned(),
        since: Time::default(),
    }))
}

/// Writes a new version. The same words again are not a new version.
pub fn write(tx: &mut Tx<'_>, by: Option<MemberId>, promises: &str, text: &str, reason: &str) -> Result<()> {
    let promises = lines(promises);
    if promises.is_empty() {
        return Err(Error::refused("setup-charter-missing"));
    }
    if promises.len() > PROMISES_AT_MOST || promises.iter().any(|it| it.chars().count() > PROMISE_AT_MOST) {
        let bounds = vec![("lines", PROMISES_AT_MOST.to_string()), ("letters", PROMISE_AT_MOST.to_string())];
        return Err(Error::refused_with("setup-charter-long", bounds));
    }
    let before = current(tx)?;
    if before.version > 0 && before.promises == promises && before.text == text {
        return Ok(());
    }
    let version = before.version + 1;
    tx.execute(
        "INSERT INTO organisation_charters (version, promises, body, written_by, written_at) VALUES ($1, $2, $3, $4, $5)",
        args![version, promises.join("\n"), text, by, tx.now()],
    )?;
    setup::note(tx, by, Step::Charter, &version.to_string(), reason)
}

/// The lines of a text that say something.
pub(crate) fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect()
}
