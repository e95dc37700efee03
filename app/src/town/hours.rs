//! How helping was for some of the town's supporters lately: shifts that are over, and what they said of themselves.

use std::time::Duration;

use db::{Error, Result, Tx};
use serde::Deserialize;
use workforce::{
    answer::Work,
    check::{self, Answers, Kind},
    spell,
};

use super::community::{People, named};

const HOUR: Duration = Duration::from_secs(3600);

/// A shift that is over.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Helped {
    who: String,
    /// How many days ago.
    days: u32,
    minutes: u32,
    before: u8,
    after: u8,
    gained: u8,
    #[serde(default)]
    words: String,
}

/// Lets them have been there.
pub(super) fn settle(tx: &mut Tx<'_>, people: &People, helped: &[Helped]) -> Result<()> {
    let now = tx.now();
    for shift in helped {
        let actor = named(people, &shift.who)?;
        let began = now - 24 * HOUR * shift.days;
        let ended = began + Duration::from_secs(60 * u64::from(shift.minutes));
        if ended >= now {
            return Err(Error::broken("a shift of the town is not over yet"));
        }
        let about = tx.new_uuid();
        let energy = |energy| Answers { energy: Some(energy), ..Answers::default() };
        tx.as_of(began, |tx| {
            check::keep(tx, actor, Kind::Before, &energy(shift.before))?;
            spell::begin(tx, actor.id, Work::Conversation, about)
        })?;
        tx.as_of(ended, |tx| {
            spell::end(tx, Work::Conversation, about)?;
            let after = Answers { gained: Some(shift.gained), words: shift.words.clone(), ..energy(shift.after) };
            check::keep(tx, actor, Kind::After, &after)
        })?;
    }
    Ok(())
}
