//! What this room lends to those who keep everybody safe: a gathering, as one who may read of it tells of it. It cannot be
//! hidden; those who look after the circle call it off.

use circles::circle::Circle;
use db::{Error, Result, Tx};
use safety::{
    kind::{Kind, Matter},
    place::{Place, Said, Seen},
};
use words::Actor;

use crate::{kind::OccurrenceId, occurrence::Occurrence};

/// Gatherings.
pub static PLACE: Place = Place {
    kinds: &[Kind::Gathering],
    look: |tx, matter| {
        let found = Occurrence::any(tx, OccurrenceId(matter.id))?;
        seen(tx, found)
    },
    seen_by,
    hide: |_, _, _| Err(Error::NotFound),
    restore: |_, _| Err(Error::NotFound),
    edit: |_| None,
};

fn seen_by(tx: &mut Tx<'_>, actor: &Actor, matter: Matter) -> Result<Seen> {
    let found = Occurrence::readable_by(tx, actor, OccurrenceId(matter.id))?;
    seen(tx, found)
}

/// What happened there is nobody's alone: the case is about the gathering and about no one person.
fn seen(tx: &mut Tx<'_>, found: Occurrence) -> Result<Seen> {
    let circle = Circle::any(tx, found.circle)?;
    let words = format!("{}\n\n{}", found.title, found.about);
    Ok(Seen {
        author: None,
        band: circle.band,
        place: Some(circle.id.0),
        place_name: circle.plan.name,
        address: Some(format!("/gatherings/{}", found.id)),
        unnamed: false,
        shown: !found.is_cancelled(),
        said: vec![Said { by: String::new(), words, at: found.starts_at.0, reported: true }],
    })
}
