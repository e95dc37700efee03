//! Places of gatherings and of circles: never more people than places, nobody lost, nobody waiting beside a free place.

use std::collections::{BTreeMap, HashMap, HashSet};

use db::Uuid;

use super::{Kind, Place, Violation};
use crate::history::{Event, What};

/// What must hold at every moment.
pub(super) fn look(places: &BTreeMap<Uuid, Place>) -> Vec<Violation> {
    let mut found = Vec::new();
    for (id, place) in places {
        let (there, room) = (place.there.len(), place.room);
        if there > room {
            found.push(Violation::new(Kind::TooMany, format!("{there} have a place in {id}, which has {room}")));
        }
        if there < room && !place.waiting.is_empty() {
            let what = format!("{} wait for {id}, where {there} of {room} places are taken", place.waiting.len());
            found.push(Violation::new(Kind::Lost, what));
        }
        let mut once = HashSet::new();
        for member in place.there.iter().chain(&place.waiting).filter(|it| !once.insert(**it)) {
            found.push(Violation::new(Kind::Twice, format!("{member} stands twice for {id}")));
        }
    }
    found
}

/// The last that somebody was told holds, unless they asked for something else since.
pub(super) fn check(history: &[Event], places: &BTreeMap<Uuid, Place>) -> Vec<Violation> {
    let mut found = look(places);
    let mut told: HashMap<(Uuid, Uuid), Option<(bool, &Event)>> = HashMap::new();
    let mut before: HashMap<(Uuid, Uuid), Option<(bool, &Event)>> = HashMap::new();
    for event in history {
        match &event.what {
            What::Wants { place, member, .. } => {
                let last = told.insert((*place, *member), None).flatten();
                before.insert((*place, *member), last);
            }
            What::Did { place, member, comes } => drop(told.insert((*place, *member), Some((*comes, event)))),
            // Nothing was done, so what was told before still holds.
            What::Refused { place, member } => {
                let last = before.remove(&(*place, *member)).flatten();
                told.insert((*place, *member), last);
            }
            _ => (),
        }
    }
    for ((id, member), told) in told {
        let Some((comes, event)) = told else { continue };
        let stands = places.get(&id).is_some_and(|it| it.there.contains(&member) || it.waiting.contains(&member));
        if stands != comes {
            let what = format!("{member} was told {comes} for {id}, and it holds {stands}");
            found.push(Violation::with(Kind::Lost, what, &[event]));
        }
    }
    found
}
