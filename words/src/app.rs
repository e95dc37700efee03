use std::{net::IpAddr, sync::Arc};

use bus::Bus;
use db::{Db, Random, Result, Tx, Uuid};
use seal::Keyring;
use web::{Assets, Catalogue, Limits, Sockets};

use crate::{Actor, Community, Ctx, Kept, SessionId};

/// What the application hands to every request. Wired once, in `app`.
pub struct App {
    /// The database.
    pub db: Db,
    /// Live topics.
    pub bus: Bus,
    /// Data keys.
    pub keyring: Arc<Keyring>,
    /// Words in every locale.
    pub catalogue: Arc<Catalogue>,
    /// Static files.
    pub assets: Assets,
    /// Sockets and their bound.
    pub sockets: Sockets,
    /// Tries and their bound.
    pub limits: Limits,
    /// Chance for request ids and for the daily network key.
    pub random: Arc<dyn Random>,
    /// How the program is reached.
    pub public: Public,
    /// How a request finds out who asks.
    pub lookup: Lookup,
    /// The doors in the navigation for whoever asks.
    pub doors: fn(&Ctx) -> Vec<Door>,
    /// Where help is, for when the tables that say so cannot be reached.
    pub kept: Kept,
    /// What rooms show on the pages of other rooms.
    pub panels: &'static [Panel],
}

/// A place on a page where other rooms may show something: what a room above knows, on the page of a room below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// A member's own page of circles.
    Today,
    /// The front page of a circle that the asker may see.
    Circle(Uuid),
    /// The page on which a member asks to leave for good.
    Leaving,
    /// The desk of those who look after circles.
    Desk,
    /// The live room of a circle that the asker may read.
    Room(Uuid),
    /// The queue of those who keep people safe.
    Safety,
    /// Where a supporter and their supervisor prepare their talks: this supporter's.
    Supervised(Uuid),
}

/// What a room shows at a spot to whoever asks: HTML of its own templates, or nothing. It asks its own tables as
/// somebody, like every page.
pub type Panel = fn(&Ctx, &mut Tx<'_>, Spot) -> Result<Option<String>>;

/// How the program is reached from outside.
#[derive(Clone, Debug, Default)]
pub struct Public {
    /// The address that people type, without a slash at its end: for links that are sent to somebody.
    pub url: String,
    /// Served over https: cookies are `Secure` and carry the `__Host-` prefix.
    pub https: bool,
    /// The demo community: everyone may be anyone, and pages say so.
    pub demo: bool,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub proxies: Vec<IpAddr>,
}

/// Rooms that know who asks. Function pointers, because `words` stands below the rooms.
#[derive(Clone, Copy)]
pub struct Lookup {
    /// The community, from `organisation`.
    pub community: fn(&mut Tx<'_>) -> Result<Arc<Community>>,
    /// Who holds this session token (unhashed, as the cookie carries it), from `people`.
    pub actor: fn(&mut Tx<'_>, token: &str) -> Result<Option<Actor>>,
    /// Who holds this session, from `people`.
    pub session: fn(&mut Tx<'_>, SessionId) -> Result<Option<Actor>>,
    /// Notes that a session is in use, from `people`.
    pub touch: fn(&mut Tx<'_>, SessionId) -> Result<()>,
}

/// A door in the navigation.
pub struct Door {
    /// Where it leads.
    pub href: &'static str,
    /// Catalogue key of what is written on it.
    pub key: &'static str,
    /// Other addresses that lie behind it.
    pub also: &'static [&'static str],
    /// Something waits behind it.
    pub waiting: bool,
}
