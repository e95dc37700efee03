//! A made-up community that is kept from run to run, and the people who look at its pages.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use alongside::{
    config::Config,
    wiring::{self, Ground},
};
use anyhow::{Context, Result};
use db::{Address, Clock, Direct, Error, SystemClock, Time, Tx, args};
use people::{Profile, session};
use support::{
    kind::{Kind, Pace},
    request::{Ask, Request},
};
use words::{AgeBand, Language, MemberId};

use crate::populate::{self, FULL_PAGE, Known};

/// A community older than this is made anew: its conversations would be forgotten while they are measured.
const FRESH: Duration = Duration::from_secs(5 * 86_400);

/// Who opens a page.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Looker {
    Nobody,
    Administrator,
    Supervisor,
    Facilitator,
    Supporter,
    Member,
    Reader,
    Waiting,
}

/// A community, and what its pages are asked for.
pub(crate) struct Kept {
    pub(crate) config: Config,
    pub(super) circle: String,
    pub(super) thread: String,
    pub(super) conversation: String,
    pub(super) request: String,
    tokens: HashMap<Looker, String>,
    /// What it takes on disk.
    pub(super) bytes: i64,
}

impl Kept {
    /// The community of this size, kept from run to run and made when it is not there yet.
    pub(super) fn of(share: f64, seed: u64, server: Option<&str>) -> Result<Self> {
        let target = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("target").join("bench");
        let engine = if server.is_some() { "-postgres" } else { "" };
        let schema = wiring::migrations().len();
        let folder = target.join(format!("populate-{share}-{seed}-{schema}{engine}"));
        Self::within(&folder, share, seed, server, SystemClock.now())
    }

    /// The community in this folder, and on the server in schemas of the same name.
    pub(crate) fn within(folder: &Path, share: f64, seed: u64, server: Option<&str>, until: Time) -> Result<Self> {
        let place = server.map(|server| Schemas::of(server, folder));
        let config = config(folder, place.as_ref());
        if !is_fresh(folder) || !is_there(&config) {
            drop(fs::remove_dir_all(folder));
            if let Some(place) = &place {
                place.make()?;
            }
            make(share, seed, folder, place.as_ref(), until)?;
        }
        Self::entered(config)
    }

    /// Signs everybody in who looks at pages, and finds what they look at.
    fn entered(config: Config) -> Result<Self> {
        let mut bytes = 0;
        for address in [config.database()?, config.keys()?] {
            bytes += Direct::open(&address)?.bytes()?;
        }
        let ground = Ground::open(&config)?;
        let runtime = tokio::runtime::Builder::new_current_thread().build()?;
        let (tokens, [circle, thread, conversation, request]) = runtime.block_on(ground.db.write(enter))?;
        Ok(Self { config, circle, thread, conversation, request, tokens, bytes })
    }

    /// The token of whoever looks.
    pub(crate) fn token(&self, who: Looker) -> Option<&str> {
        self.tokens.get(&who).map(String::as_str)
    }
}

fn enter(tx: &mut Tx<'_>) -> db::Result<(HashMap<Looker, String>, [String; 4])> {
    let mut tokens = HashMap::new();
    let mut somebody = |tx: &mut Tx<'_>, who, id: MemberId| {
        let token = session::open(tx, id, false)?;
        let actor = people::actor(tx, &token)?.ok_or_else(|| Error::broken("nobody can sign in"))?;
        tokens.insert(who, token);
        Ok::<_, Error>(actor)
    };
    let lookers = [
        (Known::Administrator, Looker::Administrator),
        (Known::Supervisor, Looker::Supervisor),
        (Known::Facilitator, Looker::Facilitator),
        (Known::Supporter, Looker::Supporter),
        (Known::Member, Looker::Member),
        (Known::Reader, Looker::Reader),
    ];
    for (known, who) in lookers {
        let name = Known::ALL[known as usize].1;
        let id = Profile::called(tx, name, AgeBand::Adult)?.ok_or(Error::NotFound)?;
        somebody(tx, who, id)?;
    }
    let waits: MemberId =
        tx.one("SELECT MIN(id) FROM people_members WHERE passphrase IS NULL", args![], |row| row.get(0))?;
    let waits = somebody(tx, Looker::Waiting, waits)?;
    let ask = Ask {
        kind: Kind::Heard,
        pace: Pace::Sooner,
        topics: vec![1, 2],
        languages: Language::list("en"),
        wishes: Vec::new(),
        words: "It has been a long week.".to_owned(),
    };
    let request = Request::ask(tx, &waits, &ask)?;
    Request::own(tx, &waits, request)?.see(tx)?;
    let member = Profile::called(tx, Known::ALL[Known::Member as usize].1, AgeBand::Adult)?.ok_or(Error::NotFound)?;
    let (thread, circle) = tx.one(
        "SELECT id, circle_id FROM circles_threads WHERE opener_id = $1 AND last_seq = $2",
        args![member, FULL_PAGE],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let conversation = tx.one(
        "SELECT id FROM support_conversations WHERE asker_id = $1 ORDER BY began_at DESC LIMIT 1",
        args![member],
        |row| row.get(0),
    )?;
    Ok((tokens, [circle, thread, conversation, request.to_string()]))
}

fn config(folder: &Path, place: Option<&Schemas>) -> Config {
    Config {
        data: folder.to_owned(),
        database_url: place.map(|it| it.within(&it.main)),
        keys_url: place.map(|it| it.within(&it.keys)),
        ..Config::default()
    }
}

fn make(share: f64, seed: u64, folder: &Path, place: Option<&Schemas>, until: Time) -> Result<()> {
    // Under another name until it is whole.
    let half: PathBuf = folder.with_extension("half");
    drop(fs::remove_dir_all(&half));
    fs::create_dir_all(&half)?;
    println!("    making {} % of a large community …", share * 100.0);
    let passphrase = "nobody signs in here with it";
    let (rows, took) = populate::make(&config(&half, place), share, seed, until, passphrase, false)?;
    println!("    {rows} rows in {took:.0} s");
    fs::rename(&half, folder).context("the community that was made cannot be kept")
}

fn is_fresh(folder: &Path) -> bool {
    let made = fs::metadata(folder.join("root.key")).and_then(|it| it.modified());
    made.is_ok_and(|it| it.elapsed().is_ok_and(|age| age < FRESH))
}

/// Whether the server still has it: its folder may be of another server.
fn is_there(config: &Config) -> bool {
    let count = || -> Result<i64> {
        let mut direct = Direct::open(&config.database()?)?;
        Ok(direct.read(|tx| tx.value("SELECT COUNT(*) FROM people_hats", args![]))?)
    };
    count().is_ok_and(|it| it > 0)
}

/// Two schemas of a PostgreSQL database, one for the keys.
struct Schemas {
    server: String,
    main: String,
    keys: String,
}

impl Schemas {
    fn of(server: &str, folder: &Path) -> Self {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let main = name.replace(|letter: char| !letter.is_ascii_alphanumeric(), "_").to_lowercase();
        Self { server: server.to_owned(), keys: format!("{main}_keys"), main }
    }

    fn within(&self, schema: &str) -> String {
        let mark = if self.server.contains('?') { '&' } else { '?' };
        format!("{}{mark}options=-csearch_path%3D{schema}", self.server)
    }

    fn make(&self) -> Result<()> {
        let mut direct = Direct::open(&Address::Postgres(self.server.clone()))?;
        for schema in [&self.main, &self.keys] {
            direct.write(|tx| tx.batch(&format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}")))?;
        }
        Ok(())
    }
}
