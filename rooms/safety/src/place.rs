//! What the rooms above lend, so that this room can show and act on what was written there without knowing them.

use std::collections::BTreeMap;

use db::{Error, Result, Time, Tx, Uuid};
use serde::{Deserialize, Serialize};
use words::{Actor, AgeBand, MemberId};

use crate::kind::{Kind, Matter};

/// A piece of what was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Under which name; nothing for the place itself and for whoever has left.
    pub by: String,
    /// What was written.
    pub words: String,
    /// When, in microseconds.
    pub at: i64,
    /// Whether this is what the case is about; the rest is what stood around it.
    pub reported: bool,
}

/// What a case is about, as its room sees it now.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Whose it is, when they are still here.
    pub author: Option<MemberId>,
    /// The band of the people there.
    pub band: AgeBand,
    /// In which circle, if in one.
    pub place: Option<Uuid>,
    /// What the place is called; nothing when it has no name.
    pub place_name: String,
    /// Where it can be read by those who keep people safe; nothing when it stays between two.
    pub address: Option<String>,
    /// Written without a name: its author is not told to those who report it.
    pub unnamed: bool,
    /// Whether others see it.
    pub shown: bool,
    /// What was written, with what stood around it, in order.
    pub said: Vec<Said>,
}

/// A room, as this one needs it.
pub struct Place {
    /// The kinds of things that are written there.
    pub kinds: &'static [Kind],
    /// The thing, for those who keep people safe; `NotFound` when it is gone.
    pub look: fn(&mut Tx<'_>, Matter) -> Result<Seen>,
    /// The same for somebody who wants to report it: `NotFound` when they may not see it. Whom they blocked does not
    /// hide it from them here.
    pub seen_by: fn(&mut Tx<'_>, &Actor, Matter) -> Result<Seen>,
    /// Hides it until its author has changed it; `held` says that it only waits to be read.
    pub hide: fn(&mut Tx<'_>, Matter, held: bool) -> Result<()>,
    /// Shows it again.
    pub restore: fn(&mut Tx<'_>, Matter) -> Result<()>,
    /// Where its author changes it.
    pub edit: fn(Matter) -> Option<String>,
}

/// What places are called.
pub type PlaceNames = BTreeMap<Uuid, String>;

/// Every place, and what else this room needs from above. Lent to the database in `app`.
#[derive(Clone, Copy)]
pub struct Places {
    /// The rooms.
    pub rooms: &'static [&'static Place],
    /// The places that somebody looks after.
    pub kept_by: fn(&mut Tx<'_>, &Actor) -> Result<Vec<Uuid>>,
    /// Who looks after a place besides those who keep everybody safe.
    pub keepers: fn(&mut Tx<'_>, place: Uuid) -> Result<Vec<MemberId>>,
    /// What these places are called; those that are gone are left out.
    pub names_of: fn(&mut Tx<'_>, &[Uuid]) -> Result<PlaceNames>,
    /// A member reads and does not write in a place until then.
    pub pause: fn(&mut Tx<'_>, by: &Actor, place: Uuid, member: MemberId, until: Time) -> Result<()>,
    /// Ends such a pause.
    pub resume: fn(&mut Tx<'_>, place: Uuid, member: MemberId) -> Result<()>,
    /// A member no longer belongs to a place.
    pub remove: fn(&mut Tx<'_>, by: &Actor, place: Uuid, member: MemberId) -> Result<()>,
    /// Lets them belong to it again.
    pub readmit: fn(&mut Tx<'_>, place: Uuid, member: MemberId) -> Result<()>,
    /// Begins a private talk between one who keeps people safe and a member; its address.
    pub talk: fn(&mut Tx<'_>, by: &Actor, with: MemberId) -> Result<String>,
}

impl Places {
    /// The room in which this kind of thing is written.
    pub fn of(tx: &Tx<'_>, kind: Kind) -> Result<&'static Place> {
        let places = tx.lent::<Self>()?;
        places.rooms.iter().copied().find(|it| it.kinds.contains(&kind)).ok_or(Error::NotFound)
    }
}

/// People themselves: about somebody as a whole, not about one text.
pub static PERSON: Place = Place {
    kinds: &[Kind::Person],
    look: |tx, matter| person(tx, MemberId(matter.id)),
    seen_by: |tx, actor, matter| {
        // Whoever blocked them may still say what they did; whom the asker may not see does not exist.
        let seen = person(tx, MemberId(matter.id))?;
        if seen.band == actor.band { Ok(seen) } else { Err(Error::NotFound) }
    },
    hide: |_, _, _| Err(Error::NotFound),
    restore: |_, _| Err(Error::NotFound),
    edit: |_| None,
};

fn person(tx: &mut Tx<'_>, member: MemberId) -> Result<Seen> {
    let profile = people::Profile::of(tx, member)?;
    Ok(Seen {
        author: Some(member),
        band: profile.band,
        place: None,
        place_name: String::new(),
        address: None,
        unnamed: false,
        shown: false,
        said: Vec::new(),
    })
}
