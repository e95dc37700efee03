use std::{net::IpAddr, sync::Arc};

use bus::Bus;
use db::{Db, Random, Result, Tx};
use seal::Keyring;
use web::{Assets, Catalogue, Limits, Sockets};

use crate::{Actor, Community, Ctx, SessionId};

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
}

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
    pub community: fn(&mut Tx<'_>) -> Result<Community>,
    /// Who holds this session token (unhashed, as the cookie carries it), from `people`.
    pub actor: fn(&mut Tx<'_>, token: &str) -> Result<Option<Actor>>,
    /// Notes that a session is in use, from `people`.
    pub touch: fn(&mut Tx<'_>, SessionId) -> Result<()>,
}

/// A door in the navigation.
pub struct Door {
    /// Where it leads.
    pub href: &'static str,
    /// Catalogue key of what is written on it.
    pub key: &'static str,
    /// Something waits behind it.
    pub waiting: bool,
}
