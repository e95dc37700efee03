//! What people of the town were seen to do: Theo by two, Elena by one so far.

use std::time::Duration;

use ::training::{
    competency::{self, Behaviour, Evidence, Seen},
    kind::Competency,
};
use db::{Result, Tx};
use support::preference::{self, Learning};
use words::Actor;

use super::community::{People, named};

const DAY: Duration = Duration::from_secs(86_400);
const ALL: &[Behaviour] = &[Behaviour::BasicOne, Behaviour::BasicTwo, Behaviour::BasicThree];
const SOME: &[Behaviour] = &[Behaviour::BasicOne, Behaviour::BasicThree];

/// Lets two of those who look after supporters rate.
pub(super) fn settle(tx: &mut Tx<'_>, people: &People) -> Result<()> {
    let (nora, idris) = (named(people, "Nora")?, named(people, "Idris")?);
    let (theo, elena) = (named(people, "Theo")?, named(people, "Elena")?);
    rates(
        tx,
        (nora, 40),
        theo,
        &[(Competency::Crisis, SOME)],
        "You stayed, and asked plainly. Call us sooner next time.",
    )?;
    rates(tx, (idris, 33), theo, &[(Competency::Growth, SOME)], "You heard what was under the words.")?;
    rates(tx, (nora, 12), elena, &[(Competency::Story, SOME)], "A warm beginning.")?;
    // Learners may ask Elena; Theo looks at his own words.
    preference::set_learning(tx, elena.id, Learning { takes_learners: true, hears_own: false })?;
    preference::set_learning(tx, theo.id, Learning { takes_learners: false, hears_own: true })
}

/// Everything was done as it should be, but for these areas.
fn rates(
    tx: &mut Tx<'_>,
    (rater, days): (&Actor, u32),
    member: &Actor,
    but: &[(Competency, &[Behaviour])],
    words: &str,
) -> Result<()> {
    let of = |it: &Competency| but.iter().find(|(area, _)| area == it).map_or(ALL, |(_, seen)| seen).to_vec();
    let seen: Vec<Seen> = Competency::ALL.iter().map(|it| Seen { competency: *it, behaviours: of(it) }).collect();
    let when = tx.now() - DAY * days;
    tx.as_of(when, |tx| competency::rate(tx, rater, member.id, Evidence::RolePlay, &seen, words))
}
