//! Where a community lives in a test: files of a folder, or schemas of the server that the runner named.

use std::{
    path::Path,
    sync::atomic::{AtomicU32, Ordering},
};

use alongside::{config::Config, wiring::Ground};
use db::{Address, Direct};

/// Two databases for a community.
pub(crate) struct Home {
    /// The main one.
    pub(crate) main: String,
    /// The keys.
    pub(crate) keys: String,
    /// The server and its two schemas, gone when dropped.
    schemas: Option<(String, [String; 2])>,
}

/// The server that the runner of the tests named.
pub(crate) fn server() -> Option<String> {
    std::env::var("ALONGSIDE_TEST_POSTGRES").ok()
}

impl Home {
    /// Two files.
    pub(crate) fn files(folder: &Path) -> Self {
        let file = |name: &str| format!("sqlite:{}", folder.join(name).display());
        Self { main: file("main.db"), keys: file("keys.db"), schemas: None }
    }

    /// Two empty schemas of the server.
    pub(crate) fn schemas(server: &str) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("h{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::SeqCst));
        let names = [name.clone(), format!("{name}_keys")];
        let mut direct = Direct::open(&Address::Postgres(server.to_owned())).unwrap();
        direct.write(|tx| names.iter().try_for_each(|it| tx.batch(&format!("CREATE SCHEMA {it}")))).unwrap();
        let mark = if server.contains('?') { '&' } else { '?' };
        let within = |schema: &str| format!("{server}{mark}options=-csearch_path%3D{schema}");
        Self { main: within(&names[0]), keys: within(&names[1]), schemas: Some((server.to_owned(), names)) }
    }

    /// On the server if there is one, and else in files of this folder.
    pub(crate) fn elsewhere(folder: &Path) -> Self {
        server().map_or_else(|| Self::files(folder), |server| Self::schemas(&server))
    }

    /// One main database and another's keys.
    pub(crate) fn mixed(main: &Self, keys: &Self) -> Self {
        Self { main: main.main.clone(), keys: keys.keys.clone(), schemas: None }
    }

    /// The environment that names it.
    pub(crate) fn named(&self) -> [(&'static str, String); 2] {
        [("DATABASE_URL", self.main.clone()), ("KEYS_DATABASE_URL", self.keys.clone())]
    }

    /// A connection to the main database.
    pub(crate) fn main(&self) -> Direct {
        Direct::open(&self.main.parse().unwrap()).unwrap()
    }

    /// Runs statements in the main database.
    pub(crate) fn batch(&self, sql: &str) {
        self.main().write(|tx| tx.batch(sql)).unwrap();
    }

    /// Opens it with the library, with the root key of this data folder.
    pub(crate) fn open(&self, data: &Path) -> Ground {
        let (database_url, keys_url) = (Some(self.main.clone()), Some(self.keys.clone()));
        Ground::open(&Config { data: data.to_owned(), database_url, keys_url, ..Config::default() }).unwrap()
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        if let Some((server, names)) = self.schemas.take() {
            // A thread of its own: tests may drop it inside a runtime, where the driver may not block.
            let dropped = std::thread::spawn(move || {
                let mut direct = Direct::open(&Address::Postgres(server))?;
                direct.write(|tx| names.iter().try_for_each(|it| tx.batch(&format!("DROP SCHEMA {it} CASCADE"))))
            });
            drop(dropped.join());
        }
    }
}
