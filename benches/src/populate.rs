//! A large made-up community: a million posts in threads, 200,000 people, 50,000 conversations, all that belongs to them,
//! and everything sealed under keys of its own, as if people had lived there for two years. The same seed gives the same
//! community, on both engines. It is what the benches measure on, and it is there to be looked at.
//!
//! First comes an outline (`town`, `threads`): who is where and who wrote when. From it, rows are made on all cores and put
//! away in order (`load`). Whatever the verbs of the rooms keep (counts, order, answers, what is found) is kept here too;
//! the tests below count it all again.

mod chance;
mod flags;
mod load;
mod meets;
mod names;
mod rhythm;
mod settle;
mod talks;
mod threads;
mod town;
mod words;
mod writing;

#[cfg(test)]
mod tests;

use std::{path::PathBuf, sync::Arc};

use alongside::{
    config::Config,
    wiring::{self, Ground},
};
use anyhow::{Result, bail};
use bus::Bus;
use chance::{Chance, Once};
use db::{Clock, Direct, Filling, OsRandom, Random, SystemClock, Time, args};
use load::{Load, Progress, in_order};
use seal::{Keyring, RootKey};
use search::Press;
use threads::{Post, Thread};
use town::{Size, Town};
use writing::Desk;

pub(crate) use threads::FULL_PAGE;
pub(crate) use town::Known;

/// Things made in one go: enough that a commit costs nothing, and little enough to hold a few in memory.
const AT_ONCE: usize = 2_000;
const TALKS_AT_ONCE: usize = 250;
/// The time that indexes take at the end, beside that of all posts.
const INDEXES: f64 = 0.25;

/// What is asked for.
#[derive(clap::Args)]
pub(crate) struct Choices {
    /// The data folder that is made: database, keys and root key. With PostgreSQL it holds the root key alone.
    #[arg(long, default_value = "target/populate")]
    to: PathBuf,
    /// An empty PostgreSQL database, in place of a file.
    #[arg(long, requires = "keys")]
    database: Option<String>,
    /// An empty PostgreSQL database for the keys.
    #[arg(long, requires = "database")]
    keys: Option<String>,
    /// How much of it: 1 is everything, 0.01 a hundredth.
    #[arg(long, default_value_t = 1.0)]
    share: f64,
    /// The same seed gives the same community.
    #[arg(long, default_value_t = 7)]
    seed: u64,
}

/// A clock that stands at the end of the made-up past.
struct Still(Time);

impl Clock for Still {
    fn now(&self) -> Time {
        self.0
    }
}

/// Makes a community as it was asked for, and says how to look around in it.
pub(crate) fn run(choices: &Choices) -> Result<()> {
    let config = Config {
        data: choices.to.clone(),
        database_url: choices.database.clone(),
        keys_url: choices.keys.clone(),
        ..Config::default()
    };
    println!("Making {} % of a large community, from seed {} …", choices.share * 100.0, choices.seed);
    let passphrase = passphrase();
    let (rows, took) = make(&config, choices.share, choices.seed, SystemClock.now(), &passphrase, false)?;
    println!(
        "\n{rows} rows in {:.0}:{:02.0} minutes, {:.0} a second.",
        (took / 60.0).floor(),
        took % 60.0,
        rows as f64 / took
    );
    println!("\nTo look around, serve it (with ALONGSIDE_DATA={}", choices.to.display());
    println!("and, for PostgreSQL, DATABASE_URL and KEYS_DATABASE_URL) and sign in with the passphrase");
    println!("\n  {passphrase}\n\nas one of these:\n");
    for (_, name, story) in Known::ALL {
        println!("  {name:<16} {story}");
    }
    println!("\nNobody else there can sign in. Everybody is made up: never let real people into this place.");
    Ok(())
}

/// Makes a community whose past ends at `until`. Answers how many rows it has, and how many seconds that took.
pub(crate) fn make(
    config: &Config,
    share: f64,
    seed: u64,
    until: Time,
    passphrase: &str,
    quiet: bool,
) -> Result<(usize, f64)> {
    // Makes the folder, the root key and the tables, as a first start does.
    drop(Ground::open(config)?);
    let (clock, random) = (Arc::new(Still(until)), Arc::new(Once::new(Chance::of(seed, "ground", 0))));
    let root = RootKey::load_or_make(&config.root_key(), [0; 32])?;
    let keyring = Keyring::open(root, Direct::open_with(&config.keys()?, clock.clone(), random.clone())?)?;
    let keyring = Arc::new(keyring);
    let mut direct = Direct::open_with(&config.database()?, clock, random)?;
    direct.lend(Arc::clone(&keyring));
    direct.lend(Arc::new(Bus::default()));
    direct.lend(Arc::new(wiring::catalogue()?));
    direct.lend(Arc::new(organisation::trail::Names(people::Profile::name)));
    let there: i64 = direct.read(|tx| tx.value("SELECT COUNT(*) FROM people_members", args![]))?;
    if there > 0 || keyring.count()?.0 > 0 {
        bail!("somebody lives there already: a made-up community is made in an empty place");
    }
    let town = Town::of(seed, Size::of(share), until);
    let hash = hashed(passphrase)?;
    let (threads, posts) = threads::written(&town);
    // In the time that a post takes.
    let small = 0.3 * town.people.len() as f64 + 0.6 * threads.len() as f64 + 4.0 * talks::count(&town) as f64;
    let progress = Progress::over((small + (1.0 + INDEXES) * posts.len() as f64) as usize, quiet);
    Making { filling: Filling::begin(direct)?, keyring, progress }.everything(&town, &threads, &posts, &hash)
}

/// Hashing is slow on purpose, so it is done once for all who are known by name.
fn hashed(passphrase: &str) -> Result<String> {
    let mut salt = [0; 16];
    OsRandom.fill(&mut salt);
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    Ok(runtime.block_on(people::passphrase::hash(passphrase, salt))?)
}

/// A passphrase that nobody can know beforehand, although everything else follows from the seed.
fn passphrase() -> String {
    let mut bytes = [0; 8];
    OsRandom.fill(&mut bytes);
    let words = names::people(u64::from_le_bytes(bytes), town::KNOWN + 3);
    words[town::KNOWN..].join(" ")
}

struct Making {
    filling: Filling,
    keyring: Arc<Keyring>,
    progress: Progress,
}

impl Making {
    fn everything(mut self, town: &Town, threads: &[Thread], posts: &[Post], passphrase: &str) -> Result<(usize, f64)> {
        self.people(town, passphrase)?;
        let circles = settle::found(&mut self.filling, town)?;
        self.each("memberships", town.places.len(), 0.0, |it| Ok(settle::memberships(town, &circles, it)))?;
        let mut writers: Vec<u32> = threads.iter().flat_map(|it| it.writers.iter().map(|(it, ..)| *it)).collect();
        writers.sort_unstable();
        writers.dedup();
        let keyring = Arc::clone(&self.keyring);
        self.chunks("voices", &writers, 0.0, |some| settle::voices(town, some, &keyring))?;

        let press = self.filling.write(Press::of)?;
        let desk = Desk { town, circles: &circles, threads, press: &press };
        self.ranges("threads", threads.len(), AT_ONCE, 0.6, |some| desk.threads(some))?;
        self.chunks("posts", posts, 1.0, |some| desk.posts(some))?;
        self.ranges("conversations", talks::count(town), TALKS_AT_ONCE, 4.0, |some| {
            talks::talks(town, some, &keyring)
        })?;
        self.each("gatherings", meets::count(town), 0.0, |it| meets::gathering(town, &circles, it))?;
        for load in [
            desk.read_along(posts),
            flags::of_posts(&desk, posts, &keyring)?,
            flags::of_held(&desk, posts),
            flags::of_talks(town, &keyring)?,
        ] {
            self.put("flags", load, 0.0)?;
        }
        let mut progress = self.progress;
        let mut last = 0;
        self.filling.finish(|done, of| {
            progress.done("indexes", INDEXES * posts.len() as f64 * (done - last) as f64 / of as f64, 0);
            last = done;
        })?;
        Ok(progress.sum())
    }

    fn people(&mut self, town: &Town, passphrase: &str) -> Result<()> {
        settle::open(&mut self.filling, town)?;
        let (names, keyring) = (names::people(town.seed, town.people.len()), Arc::clone(&self.keyring));
        self.ranges("people", town.people.len(), AT_ONCE, 0.3, |some| {
            settle::people(town, &names, some, passphrase, &keyring)
        })?;
        settle::hats(&mut self.filling, town)
    }

    fn put(&mut self, what: &str, load: Load, weight: f64) -> Result<()> {
        let things = load.things as f64 * weight;
        let rows = load.put(&mut self.filling, &self.keyring)?;
        self.progress.done(what, things, rows);
        Ok(())
    }

    fn each(
        &mut self,
        what: &str,
        count: usize,
        weight: f64,
        make: impl Fn(usize) -> Result<Load> + Sync,
    ) -> Result<()> {
        in_order(count, make, |load| self.put(what, load, weight))
    }

    fn ranges(
        &mut self,
        what: &str,
        count: usize,
        at_once: usize,
        weight: f64,
        make: impl Fn(std::ops::Range<usize>) -> Result<Load> + Sync,
    ) -> Result<()> {
        self.each(what, count.div_ceil(at_once), weight, |it| make(it * at_once..((it + 1) * at_once).min(count)))
    }

    fn chunks<T: Sync>(
        &mut self,
        what: &str,
        things: &[T],
        weight: f64,
        make: impl Fn(&[T]) -> Result<Load> + Sync,
    ) -> Result<()> {
        self.ranges(what, things.len(), AT_ONCE, weight, |some| make(&things[some]))
    }
}
