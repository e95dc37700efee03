//! A community and what it stands on: nodes, databases, lines that can be cut, and the people in it.

use std::{
    fs,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use alongside::{config::Config, wiring};
use anyhow::{Context, Result, ensure};
use db::{Address, Direct};

use crate::{
    check::{self, Kind, Leases, Violation},
    clients::{Clients, Doors},
    clock::Clock,
    disk::Disk,
    history::Log,
    nats::Broker,
    plan::{Ground, On},
    postgres::Cluster,
    program::Node,
    proxy::Proxy,
    stage::{Size, Stage},
    tables,
};

/// Time until somebody's words are saved again, once nothing is broken any more.
const BACK_WITHIN: Duration = Duration::from_secs(40);

/// What a whole run stands on.
pub(crate) struct World {
    /// Where.
    pub(crate) on: On,
    /// The program.
    pub(crate) program: PathBuf,
    /// Everything of this run lies here.
    pub(crate) folder: PathBuf,
    /// PostgreSQL, where there is one.
    pub(crate) cluster: Option<Cluster>,
    /// NATS, where there is one.
    pub(crate) broker: Option<Broker>,
    /// The seed.
    pub(crate) seed: u64,
    /// How many open pages come back at once.
    pub(crate) crowd: usize,
}

impl World {
    /// Starts what everything else stands on.
    pub(crate) fn begin(on: On, program: PathBuf, folder: PathBuf, seed: u64, crowd: usize) -> Result<Self> {
        ensure!(program.is_file(), "{} is not built: `cargo xtask nemesis` builds it", program.display());
        let cluster = if on == On::Sqlite { None } else { Some(Cluster::start()?) };
        let broker = if on == On::Nodes { Some(Broker::start()?) } else { None };
        Ok(Self { on, program, folder, cluster, broker, seed, crowd })
    }
}

/// One community.
pub(crate) struct Scene {
    /// Its folder.
    pub(crate) folder: PathBuf,
    /// Its nodes.
    pub(crate) nodes: Vec<Node>,
    /// Each node's line to PostgreSQL.
    pub(crate) database_lines: Vec<Proxy>,
    /// Each node's line to NATS.
    pub(crate) broker_lines: Vec<Proxy>,
    /// A disk of its own.
    pub(crate) disk: Option<Disk>,
    /// Clocks of the nodes' own.
    pub(crate) clocks: Vec<Clock>,
    /// How it is reached without a node.
    config: Config,
    leases: Leases,
}

impl Scene {
    /// Makes folders, databases and lines; nothing is in it and nothing runs.
    pub(crate) async fn empty(world: &World, name: &str, ground: Ground) -> Result<Self> {
        let folder = world.folder.join(name);
        fs::DirBuilder::new().mode(0o700).create(&folder).with_context(|| folder.display().to_string())?;
        let disk = if ground == Ground::OwnDisk { Some(Disk::mount(&folder.join("disk"))?) } else { None };
        let home = disk.as_ref().map_or(&folder, |it| &it.folder).clone();
        let root_key = home.join("root.key");
        let mut config = Config { data: home.join("node-1"), ..Config::default() };
        let (mut nodes, mut database_lines, mut broker_lines, mut clocks) = (vec![], vec![], vec![], vec![]);
        let keys = format!("{name}_keys").replace('-', "_");
        let main = name.replace('-', "_");
        if let Some(cluster) = &world.cluster {
            cluster.database(&main)?;
            cluster.database(&keys)?;
            config.database_url = Some(Cluster::url(cluster.port, &main));
            config.keys_url = Some(Cluster::url(cluster.port, &keys));
            config.root_key = Some(root_key.clone());
        }
        for number in 1..=world.on.nodes() {
            // Space to give up is held where the disk is filled; elsewhere it would only be written again and again.
            let ballast = if disk.is_some() { "16" } else { "0" };
            let mut environment = vec![("ALONGSIDE_BALLAST".to_owned(), ballast.to_owned())];
            if ground == Ground::OwnClock {
                let clock = Clock::at(&folder.join(format!("clock-{number}")))?;
                environment.extend(clock.environment());
                clocks.push(clock);
            }
            let mut set = |name: &str, value: String| environment.push((name.to_owned(), value));
            if let Some(cluster) = &world.cluster {
                let line = Proxy::to(cluster.port).await?;
                set("DATABASE_URL", Cluster::url(line.port, &main));
                set("KEYS_DATABASE_URL", Cluster::url(line.port, &keys));
                set("ALONGSIDE_ROOT_KEY", root_key.display().to_string());
                database_lines.push(line);
            }
            if let Some(broker) = &world.broker {
                let line = Proxy::to(broker.port).await?;
                set("NATS_URL", format!("nats://127.0.0.1:{}", line.port));
                broker_lines.push(line);
            }
            let name = format!("node-{number}");
            nodes.push(Node::new(&name, &world.program, home.join(&name), environment));
        }
        Ok(Self { folder, nodes, database_lines, broker_lines, disk, clocks, config, leases: Leases::default() })
    }

    /// Puts everybody into it, by way of the library.
    pub(crate) async fn set(&self, size: Size) -> Result<Stage> {
        let config = self.config.clone();
        // PostgreSQL's driver brings a runtime of its own: it is opened and dropped on a thread that has none.
        let ground = plainly(move || wiring::Ground::open(&config))?;
        let stage = Stage::set(&ground, size).await;
        plainly(move || drop(ground));
        stage
    }

    /// Starts every node. Answers how long the slowest took.
    pub(crate) async fn start(&mut self) -> Result<Duration> {
        let mut slowest = Duration::ZERO;
        for node in &mut self.nodes {
            slowest = slowest.max(node.start().await?);
        }
        Ok(slowest)
    }

    /// Tells everybody where the nodes are.
    pub(crate) fn tell(&self, clients: &Clients) {
        clients.doors.send_replace(Doors::new(self.nodes.iter().map(Node::address).collect()));
    }

    /// Looks at the tables while everything goes on.
    pub(crate) fn look(&mut self, stage: &Stage) -> Result<Vec<Violation>> {
        let (address, stage) = (self.config.database()?, stage.clone());
        let (moment, places, leases) = plainly(move || {
            let mut direct = Direct::open(&address)?;
            direct.read(|tx| Ok((tables::moment(tx)?, tables::places(tx, &stage)?, tables::leases(tx)?)))
        })?;
        let mut found = check::look(&moment, &places);
        found.extend(self.leases.look(&leases));
        Ok(found)
    }

    /// What the tables hold in the end. On SQLite, once no node runs any more.
    pub(crate) async fn kept(&self, stage: &Stage) -> Result<check::Kept> {
        let config = self.config.clone();
        let ground = plainly(move || wiring::Ground::open(&config)).context("the community could not be opened")?;
        let kept = tables::kept(&ground.db, stage).await;
        plainly(move || drop(ground));
        Ok(kept?)
    }

    /// Whether the databases are whole and up to date, and the logs without a panic.
    pub(crate) fn sound(&self) -> Result<Vec<Violation>> {
        let mut found = Vec::new();
        for address in [self.config.database()?, self.config.keys()?] {
            if let Address::Sqlite(file) = address {
                let verdict = tables::verdict(&file)?;
                if verdict != "ok" {
                    found.push(Violation::new(Kind::Unsound, format!("{}: {verdict}", file.display())));
                }
            }
        }
        let address = self.config.database()?;
        let pending = plainly(move || db::pending(&mut Direct::open(&address)?, &wiring::migrations()))?;
        if !pending.is_empty() {
            found.push(Violation::new(Kind::Unsound, format!("{} migrations were not made", pending.len())));
        }
        for node in &self.nodes {
            let log = fs::read_to_string(node.log()).unwrap_or_default();
            for line in log.lines().filter(|line| line.contains("panicked")) {
                found.push(Violation::new(Kind::Unsound, format!("{}: {line}", node.log().display())));
            }
        }
        Ok(found)
    }

    /// Lines of the logs that tell of an error: there are some when a database is taken away, and none when a plug is.
    pub(crate) fn errors(&self) -> Vec<String> {
        let logs = self.nodes.iter().map(|node| fs::read_to_string(node.log()).unwrap_or_default());
        let errors = |log: String| log.lines().filter(|it| it.contains("ERROR")).map(str::to_owned).collect::<Vec<_>>();
        logs.flat_map(errors).collect()
    }

    /// Kills what still runs.
    pub(crate) fn end(&mut self) {
        self.nodes.iter_mut().for_each(Node::kill);
    }

    /// Removes everything of it.
    pub(crate) fn remove(mut self) {
        self.end();
        let folder = self.folder.clone();
        drop(self);
        drop(fs::remove_dir_all(folder));
    }
}

/// Waits until more words are acknowledged than there were. Answers after how long, or nothing when it took too long.
pub(crate) async fn back(log: &Arc<Log>) -> Option<Duration> {
    let (began, before) = (Instant::now(), log.saved());
    while log.saved() == before {
        if began.elapsed() > BACK_WITHIN {
            return None;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    Some(began.elapsed())
}

/// Runs work on a thread that knows no runtime.
pub(crate) fn plainly<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let done = tokio::task::block_in_place(|| std::thread::spawn(work).join());
    done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// A fresh folder for a run, which nobody else can look into.
pub(crate) fn folder(wanted: Option<&Path>) -> Result<PathBuf> {
    let usual = || std::env::temp_dir().join(format!("alongside-nemesis-{}", std::process::id()));
    let folder = wanted.map_or_else(usual, Path::to_owned);
    fs::DirBuilder::new().mode(0o700).create(&folder).with_context(|| format!("{}", folder.display()))?;
    Ok(folder)
}
