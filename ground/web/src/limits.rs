//! How often one network may try something. An address is never kept: it is cut to its prefix and hashed with a key that
//! lives in memory and changes every day.

use std::{
    net::IpAddr,
    num::NonZeroU32,
    sync::{Mutex, PoisonError},
};

use db::{Random, Time};
use governor::{Quota, RateLimiter, clock::DefaultClock, state::keyed::DefaultKeyedStateStore};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// A keyed hash of a network prefix (/24 or /48), good for one day and for nothing but counting.
pub type Network = [u8; 16];

/// What is limited.
#[derive(Clone, Copy, Debug)]
pub enum Limit {
    /// Trying a passphrase or a recovery key.
    SignIn,
    /// Making an account.
    Join,
}

type Keyed = RateLimiter<Network, DefaultKeyedStateStore<Network>, DefaultClock>;

/// The counters of one node.
pub struct Limits {
    day: Mutex<(i64, [u8; 32])>,
    sign_in: Keyed,
    join: Keyed,
}

impl Limits {
    /// A whole school or hospital may share one prefix, so these are wide: they stop machines, and the limit of each
    /// account stops guessing. Tries per minute and prefix.
    pub fn new(sign_in: NonZeroU32, join: NonZeroU32) -> Self {
        Self {
            day: Mutex::new((i64::MIN, [0; 32])),
            sign_in: RateLimiter::keyed(Quota::per_minute(sign_in)),
            join: RateLimiter::keyed(Quota::per_minute(join)),
        }
    }

    /// The network of an address, under today's key.
    pub fn network(&self, address: IpAddr, now: Time, random: &dyn Random) -> Network {
        let today = now.seconds().div_euclid(86_400);
        let mut day = self.day.lock().unwrap_or_else(PoisonError::into_inner);
        if day.0 != today {
            day.0 = today;
            random.fill(&mut day.1);
        }
        // HMAC takes a key of any length.
        let mut mac = Hmac::<Sha256>::new_from_slice(&day.1).expect("HMAC takes any key");
        match address.to_canonical() {
            IpAddr::V4(it) => mac.update(&it.octets()[..3]),
            IpAddr::V6(it) => mac.update(&it.octets()[..6]),
        }
        let mut network = [0; 16];
        network.copy_from_slice(&mac.finalize().into_bytes()[..16]);
        network
    }

    /// Counts a try; refuses in plain words when there were too many.
    pub fn count(&self, what: Limit, network: &Network) -> db::Result<()> {
        let limiter = match what {
            Limit::SignIn => &self.sign_in,
            Limit::Join => &self.join,
        };
        // Prefixes that have been quiet are forgotten, so the table cannot grow without bound.
        if limiter.len() > 10_000 {
            limiter.retain_recent();
        }
        limiter.check_key(network).map_err(|_| db::Error::refused("too-many-tries"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed(u8);
    impl Random for Fixed {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    #[test]
    fn neighbours_share_a_network_and_tomorrow_it_has_another_name() {
        let limits = Limits::new(NonZeroU32::MIN, NonZeroU32::MIN);
        let at = |address: &str, now| limits.network(address.parse().unwrap(), now, &Fixed(1));
        let today = at("192.0.2.7", Time(0));
        assert_eq!(today, at("192.0.2.200", Time(0)));
        assert_ne!(today, at("192.0.3.7", Time(0)));
        assert_eq!(today, at("::ffff:192.0.2.9", Time(0)));
        let limits = Limits::new(NonZeroU32::MIN, NonZeroU32::MIN);
        let tomorrow = limits.network("192.0.2.7".parse().unwrap(), Time(86_400_000_000), &Fixed(2));
        assert_ne!(today, tomorrow);
    }

    #[test]
    fn a_machine_is_stopped_and_another_network_is_not() {
        let limits = Limits::new(NonZeroU32::new(3).unwrap(), NonZeroU32::MIN);
        let (one, other) = ([1; 16], [2; 16]);
        assert!((0..3).all(|_| limits.count(Limit::SignIn, &one).is_ok()));
        assert_eq!(limits.count(Limit::SignIn, &one).unwrap_err().refusal(), Some("too-many-tries"));
        assert!(limits.count(Limit::SignIn, &other).is_ok());
    }
}
