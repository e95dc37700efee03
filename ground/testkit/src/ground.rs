use std::{
    future::Future,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use bus::Bus;
use db::{Address, Db, Direct, Engine, Migration, Options};
use seal::{Keyring, RootKey};

use crate::{SeededRandom, StillClock};

/// An empty community's ground: a migrated database, its keys, a still clock. Gone when dropped.
pub struct Ground {
    /// The database.
    pub db: Db,
    /// The hub.
    pub bus: Bus,
    /// Data keys.
    pub keyring: Arc<Keyring>,
    /// The clock that tests move.
    pub clock: Arc<StillClock>,
    /// Chance from a seed.
    pub random: Arc<SeededRandom>,
    /// Which engine this is.
    pub engine: Engine,
    /// A folder of this test's own.
    pub dir: PathBuf,
    /// Where the main database lives.
    pub address: Address,
    schema: Option<(String, String)>,
}

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// Runs a test on SQLite, and on PostgreSQL when `ALONGSIDE_TEST_POSTGRES` names a server. A run that was promised both
/// (`ALONGSIDE_TEST_ENGINES`) and lacks one fails.
pub fn on_both_engines<F: Future<Output = ()>>(migrations: &[Migration], test: impl Fn(Ground) -> F) {
    on_both_engines_lending(migrations, |options| options, test);
}

/// The same with more than keyring and bus lent to every transaction, as the application does.
pub fn on_both_engines_lending<F: Future<Output = ()>>(
    migrations: &[Migration],
    lend: impl Fn(Options) -> Options,
    test: impl Fn(Ground) -> F,
) {
    for server in [None, postgres()].into_iter().take_while({
        let mut first = true;
        move |it| std::mem::take(&mut first) || it.is_some()
    }) {
        let ground = Ground::lending(migrations, server.as_deref(), &lend);
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().unwrap();
        // Held until the runtime has stopped: closing its connection blocks, which the driver may not do inside one.
        let keyring = Arc::clone(&ground.keyring);
        runtime.block_on(test(ground));
        drop(runtime);
        drop(keyring);
    }
}

/// The PostgreSQL server of this run, if there is one.
#[expect(
    clippy::disallowed_methods,
    reason = "the runner of the tests says which engines to use, and which it promised"
)]
pub fn postgres() -> Option<String> {
    let server = std::env::var("ALONGSIDE_TEST_POSTGRES").ok();
    let promised = std::env::var("ALONGSIDE_TEST_ENGINES").unwrap_or_default();
    assert!(server.is_some() || !promised.contains("postgres"), "PostgreSQL was promised and is not there");
    server
}

impl Ground {
    /// A ground on SQLite, or in a schema of its own on this PostgreSQL server.
    pub fn new(migrations: &[Migration], server: Option<&str>) -> Self {
        Self::lending(migrations, server, &|options| options)
    }

    /// The same with more lent to every transaction.
    pub fn lending(migrations: &[Migration], server: Option<&str>, lend: &dyn Fn(Options) -> Options) -> Self {
        let number = NUMBER.fetch_add(1, Ordering::SeqCst);
        let name = format!("t{}_{number}", std::process::id());
        let dir = std::env::temp_dir().join(format!("alongside-test-{name}"));
        std::fs::create_dir_all(&dir).unwrap();
        let (address, keys, schema) = match server {
            None => (Address::Sqlite(dir.join("main.db")), Address::Sqlite(dir.join("keys.db")), None),
            Some(server) => {
                let mut direct = Direct::open(&Address::Postgres(server.to_owned())).unwrap();
                direct.write(|tx| tx.batch(&format!("CREATE SCHEMA {name}; CREATE SCHEMA {name}_keys"))).unwrap();
                let within = |schema: &str| {
                    let mark = if server.contains('?') { '&' } else { '?' };
                    Address::Postgres(format!("{server}{mark}options=-csearch_path%3D{schema}"))
                };
                (within(&name), within(&format!("{name}_keys")), Some((server.to_owned(), name)))
            }
        };
        let (clock, random) = (Arc::new(StillClock::new()), Arc::new(SeededRandom::new(u64::from(number) + 1)));
        let mut direct = Direct::open_with(&address, clock.clone(), random.clone()).unwrap();
        db::migrate(&mut direct, migrations).unwrap();
        let keys = Direct::open_with(&keys, clock.clone(), random.clone()).unwrap();
        let keyring = Arc::new(Keyring::open(RootKey::from_bytes([42; 32]), keys).unwrap());
        let bus = Bus::default();
        let options = Options::new(address.clone())
            .threads(4)
            .clock(clock.clone())
            .random(random.clone())
            .lend(keyring.clone())
            .lend(Arc::new(bus.clone()));
        let db = lend(options).open().unwrap();
        Self { db, bus, keyring, clock, random, engine: address.engine(), dir, address, schema }
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.dir));
        if let Some((server, name)) = self.schema.take() {
            // A thread of its own: tests drop their ground inside a runtime, where the driver may not block.
            let dropped = std::thread::spawn(move || {
                let mut direct = Direct::open(&Address::Postgres(server))?;
                direct.write(|tx| tx.batch(&format!("DROP SCHEMA {name} CASCADE; DROP SCHEMA {name}_keys CASCADE")))
            });
            drop(dropped.join());
        }
    }
}
