//! Configuration: one TOML file, and the environment for what differs between machines. The environment wins.

use std::{
    fs,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use db::{Address, Engine};
use serde::Deserialize;

/// Settings of the operator. Settings of the community live in the database and are changed in the browser.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Where pages are served.
    pub listen: SocketAddr,
    /// How people reach this place, such as `https://peers.example`. With https, cookies are marked secure.
    pub public_url: String,
    /// Where figures for Prometheus are served; nowhere when absent. Never let the public reach it.
    pub metrics: Option<SocketAddr>,
    /// Proxies whose `X-Forwarded-For` is believed when tries are counted.
    pub proxies: Vec<IpAddr>,
    /// The folder with the database, the keys and the root key.
    pub data: PathBuf,
    /// The main database: `sqlite:PATH` or `postgres://…`. Absent: `main.db` in the data folder.
    pub database_url: Option<String>,
    /// The key database. Absent: `keys.db` in the data folder.
    pub keys_url: Option<String>,
    /// What carries live topics between nodes: `nats://…`. Absent: there is one node.
    pub nats_url: Option<String>,
    /// Seconds between being asked to end and closing the door, so that a proxy can send people elsewhere first.
    pub drain: u64,
    /// The file with the root key. Absent: `root.key` in the data folder.
    pub root_key: Option<PathBuf>,
    /// The file into which checkpoints of the trail are written. Absent: `checkpoints.log` in the data folder.
    pub checkpoints: Option<PathBuf>,
    /// Database threads. 0 chooses.
    pub threads: usize,
    /// Room kept back beside the database files, in MiB, to be given up when the disk is full. 0 keeps none.
    pub ballast_megabytes: u64,
    /// The mail server that carries calls to people on call: `smtps://user:password@host`. Absent: no e-mail.
    pub smtp_url: Option<String>,
    /// From whom that mail comes.
    pub mail_from: Option<String>,
    /// Your own pager, which is told when people are called. Absent: none.
    pub pager_url: Option<String>,
    /// The secret that signs what the pager is told.
    pub pager_secret: Option<String>,
    /// Push services that browsers may be woken over. None: no Web Push.
    pub push_services: Vec<String>,
    /// Connections at a time.
    pub connections: usize,
    /// `text` or `json`.
    pub log: LogForm,
}

/// The services of the browsers that people have: Chromium's, Firefox's, Safari's, Edge's.
const PUSH_SERVICES: [&str; 4] =
    ["fcm.googleapis.com", "*.push.services.mozilla.com", "*.push.apple.com", "*.notify.windows.com"];

/// How the log is written.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum LogForm {
    /// For people.
    Text,
    /// For machines.
    Json,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_url: "http://127.0.0.1:8080".to_owned(),
            metrics: None,
            proxies: Vec::new(),
            data: PathBuf::from("data"),
            database_url: None,
            keys_url: None,
            nats_url: None,
            drain: 0,
            root_key: None,
            checkpoints: None,
            threads: 0,
            ballast_megabytes: 64,
            smtp_url: None,
            mail_from: None,
            pager_url: None,
            pager_secret: None,
            push_services: PUSH_SERVICES.map(str::to_owned).to_vec(),
            connections: 10_000,
            log: LogForm::Text,
        }
    }
}

/// The environment, handed in so that tests need not change it.
pub type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

impl Config {
    /// Reads the file, if one was named or `alongside.toml` is there, and then the environment.
    pub fn read(file: Option<&Path>, environment: Environment<'_>) -> Result<Self> {
        let usual = Path::new("alongside.toml");
        let mut config = match file.or_else(|| usual.exists().then_some(usual)) {
            Some(path) => {
                let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
                toml::from_str(&text)
                    .with_context(|| format!("{} says something that is not understood", path.display()))?
            }
            None => Self::default(),
        };
        let parsed = |name: &str| environment(name).filter(|it| !it.is_empty());
        if let Some(listen) = parsed("ALONGSIDE_LISTEN") {
            config.listen =
                listen.parse().context("ALONGSIDE_LISTEN is an address and a port, such as 127.0.0.1:8080")?;
        }
        if let Some(metrics) = parsed("ALONGSIDE_METRICS") {
            config.metrics = Some(metrics.parse().context("ALONGSIDE_METRICS is an address and a port")?);
        }
        if let Some(proxies) = parsed("ALONGSIDE_PROXIES") {
            let each = proxies.split(',').map(|it| it.trim().parse());
            config.proxies =
                each.collect::<Result<_, _>>().context("ALONGSIDE_PROXIES are addresses, with commas between")?;
        }
        if let Some(url) = parsed("ALONGSIDE_PUBLIC_URL") {
            config.public_url = url;
        }
        if let Some(data) = parsed("ALONGSIDE_DATA") {
            config.data = data.into();
        }
        if let Some(ballast) = parsed("ALONGSIDE_BALLAST") {
            config.ballast_megabytes = ballast.parse().context("ALONGSIDE_BALLAST is a number of megabytes")?;
        }
        config.database_url = parsed("DATABASE_URL").or(config.database_url);
        config.keys_url = parsed("KEYS_DATABASE_URL").or(config.keys_url);
        config.nats_url = parsed("NATS_URL").or(config.nats_url);
        if let Some(drain) = parsed("ALONGSIDE_DRAIN") {
            config.drain = drain.parse().context("ALONGSIDE_DRAIN is a number of seconds")?;
        }
        config.smtp_url = parsed("ALONGSIDE_SMTP_URL").or(config.smtp_url);
        config.mail_from = parsed("ALONGSIDE_MAIL_FROM").or(config.mail_from);
        config.pager_url = parsed("ALONGSIDE_PAGER_URL").or(config.pager_url);
        config.pager_secret = parsed("ALONGSIDE_PAGER_SECRET").or(config.pager_secret);
        if let Some(services) = environment("ALONGSIDE_PUSH_SERVICES") {
            let each = services.split(',').map(str::trim).filter(|it| !it.is_empty());
            config.push_services = each.map(str::to_owned).collect();
        }
        config.root_key = parsed("ALONGSIDE_ROOT_KEY").map(PathBuf::from).or(config.root_key);
        config.checkpoints = parsed("ALONGSIDE_CHECKPOINTS").map(PathBuf::from).or(config.checkpoints);
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> Result<()> {
        if !self.public_url.starts_with("https://") && !self.public_url.starts_with("http://") {
            bail!(
                "public_url begins with https:// (or http:// for a trial on this machine); it is {:?}",
                self.public_url
            );
        }
        let database = self.database()?;
        self.keys()?;
        self.post()?;
        match &self.nats_url {
            Some(url) if !url.starts_with("nats://") && !url.starts_with("tls://") => {
                bail!("nats_url begins with nats:// (or tls://)")
            }
            Some(_) if database.engine() == Engine::Sqlite => bail!(
                "several nodes share a PostgreSQL database; with SQLite there is one node, which needs no nats_url"
            ),
            _ => Ok(()),
        }
    }

    /// Whether people reach this place by https.
    pub fn https(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// Where the main database lives.
    pub fn database(&self) -> Result<Address> {
        match &self.database_url {
            Some(url) => url.parse().context("database_url"),
            None => Ok(Address::Sqlite(self.data.join("main.db"))),
        }
    }

    /// Where the keys live. Beside a PostgreSQL database they need a place that is named: it has a backup life of its own.
    pub fn keys(&self) -> Result<Address> {
        match (&self.keys_url, self.database()?) {
            (Some(url), _) => url.parse().context("keys_url"),
            (None, Address::Sqlite(_)) => Ok(Address::Sqlite(self.data.join("keys.db"))),
            (None, Address::Postgres(_)) => bail!(
                "with PostgreSQL, name a second database for the keys: keys_url in the file or KEYS_DATABASE_URL. It must be \
                 backed up apart from the first, and for a shorter time, or what was erased comes back with a backup"
            ),
        }
    }

    /// The ways to reach people outside.
    pub fn post(&self) -> Result<post::Options> {
        let pager = match (&self.pager_url, &self.pager_secret) {
            (Some(url), Some(secret)) => Some((url.clone(), secret.clone())),
            (None, None) => None,
            (Some(_), None) => bail!("with pager_url, set pager_secret, so that the pager can tell who calls"),
            (None, Some(_)) => bail!("with pager_secret, say in pager_url where the pager is"),
        };
        Ok(post::Options {
            smtp_url: self.smtp_url.clone(),
            mail_from: self.mail_from.clone(),
            pager,
            push_services: self.push_services.clone(),
            contact: self.public_url.clone(),
        })
    }

    /// The file with the root key.
    pub fn root_key(&self) -> PathBuf {
        self.root_key.clone().unwrap_or_else(|| self.data.join("root.key"))
    }

    /// The file of checkpoints.
    pub fn checkpoints(&self) -> PathBuf {
        self.checkpoints.clone().unwrap_or_else(|| self.data.join("checkpoints.log"))
    }
}

/// An example with every setting, each explained.
pub const EXAMPLE: &str = include_str!("../alongside.example.toml");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_is_what_applies_without_a_file() {
        let example: Config = toml::from_str(EXAMPLE).unwrap();
        assert_eq!(format!("{example:?}"), format!("{:?}", Config::default()));
    }

    #[test]
    fn the_environment_wins_and_a_mistake_says_what_is_meant() {
        let config =
            Config::read(None, &|name| (name == "ALONGSIDE_LISTEN").then(|| "127.0.0.1:9".to_owned())).unwrap();
        assert_eq!(config.listen.port(), 9);
        let wrong = Config::read(None, &|name| (name == "DATABASE_URL").then(|| "mysql://x".to_owned())).unwrap_err();
        assert!(format!("{wrong:#}").contains("postgres://"), "{wrong:#}");
        let keyless =
            Config::read(None, &|name| (name == "DATABASE_URL").then(|| "postgres://x/y".to_owned())).unwrap_err();
        assert!(keyless.to_string().contains("KEYS_DATABASE_URL"));
        let half = |name: &str| (name == "ALONGSIDE_PAGER_URL").then(|| "https://pager.example".to_owned());
        assert!(Config::read(None, &half).unwrap_err().to_string().contains("pager_secret"));
        let none = |name: &str| (name == "ALONGSIDE_PUSH_SERVICES").then(String::new);
        assert!(Config::read(None, &none).unwrap().push_services.is_empty());
    }
}
