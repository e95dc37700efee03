//! The commands of the program.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand};
use db::{Address, Direct};
use tracing_subscriber::EnvFilter;
use words::{Doors, Public};

use crate::{
    config::{self, Config, LogForm},
    demo, doctor,
    metrics::Metrics,
    router,
    server::{self, block_on, listen},
    tend, transfer, triage,
    wiring::{self, Ground},
};

/// Alongside: a self-hosted network for mental-health peer support. Without a command, the demo community.
#[derive(Parser)]
#[command(name = "alongside", version, after_help = AFTER)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

const AFTER: &str = "Settings come from alongside.toml (see `alongside example`) and from the environment:\n  \
    ALONGSIDE_LISTEN, ALONGSIDE_PUBLIC_URL, ALONGSIDE_PROXIES, ALONGSIDE_METRICS, ALONGSIDE_DATA, ALONGSIDE_ROOT_KEY, ALONGSIDE_BALLAST,\n  \
    DATABASE_URL, KEYS_DATABASE_URL, NATS_URL, ALONGSIDE_DRAIN, ALONGSIDE_LOG (such as info or debug)\n\n\
     To PostgreSQL and back: name the new databases in alongside.toml, stop the place, and run\n  \
     alongside move --from sqlite:data/main.db --keys-from sqlite:data/keys.db";

#[derive(Subcommand)]
enum Command {
    /// Serves your community. On an empty data folder it prints a one-time link for setting it up.
    Serve(File),
    /// Shows a made-up community on this machine; everything is gone afterwards.
    Demo(demo::Choices),
    /// Brings the database up to date and says what was done.
    Migrate(File),
    /// Copies the database and the keys into two separate files while people go on using the place.
    Backup {
        /// A folder for the copy of the database.
        #[arg(long)]
        to: PathBuf,
        /// A folder for the copy of the keys: another place, kept for a shorter time.
        #[arg(long)]
        keys_to: PathBuf,
        #[command(flatten)]
        file: File,
    },
    /// Puts a backup into an empty data folder.
    Restore {
        /// The copy of the database.
        #[arg(long)]
        from: PathBuf,
        /// The copy of the keys.
        #[arg(long)]
        keys_from: PathBuf,
        #[command(flatten)]
        file: File,
    },
    /// Moves the community into other databases, such as from SQLite to PostgreSQL, and compares every row.
    Move(transfer::Choices),
    /// Says what is unsafe or missing, and how to mend it.
    Doctor {
        /// After the machine's clock jumped: you looked, and it is right now. What waits to be erased may go on.
        #[arg(long)]
        clock_is_right: bool,
        #[command(flatten)]
        file: File,
    },
    /// Says of each text in a CSV file how soon a person should look at it, and why. Opens no database.
    Triage(triage::Choices),
    /// Prints a configuration file with every setting explained.
    Example,
}

/// Where the configuration is.
#[derive(clap::Args, Clone, Default)]
pub struct File {
    /// The configuration file. Without it: alongside.toml, if there is one.
    #[arg(long)]
    config: Option<PathBuf>,
}

impl File {
    pub(crate) fn read(&self) -> Result<Config> {
        Config::read(self.config.as_deref(), &environment)
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place where the environment is read")]
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Runs the command that was asked for. What goes wrong is said in one paragraph, cause and remedy.
pub fn run() -> ExitCode {
    match Arguments::parse().command.unwrap_or(Command::Demo(demo::Choices::default())) {
        Command::Serve(file) => finish(file.read().and_then(|config| {
            start_log(config.log, "info");
            // Opened and closed outside the runtime: PostgreSQL's driver brings one of its own.
            let ground = Ground::open(&config)?;
            block_on(serve(config, &ground))
        })),
        Command::Demo(choices) => {
            start_log(LogForm::Text, "warn");
            finish(demo::run(&choices))
        }
        Command::Migrate(file) => finish(migrate(&file)),
        Command::Backup { to, keys_to, file } => finish(backup(&file, &to, &keys_to)),
        Command::Restore { from, keys_from, file } => finish(restore(&file, &from, &keys_from)),
        Command::Move(choices) => finish(transfer::run(&choices)),
        Command::Doctor { clock_is_right: true, file } => finish(file.read().and_then(|it| doctor::trust_clock(&it))),
        Command::Doctor { file, .. } => match file.read().and_then(|config| doctor::examine(&config)) {
            Ok(true) => ExitCode::SUCCESS,
            Ok(false) => ExitCode::FAILURE,
            Err(error) => finish(Err(error)),
        },
        Command::Triage(choices) => finish(triage::run(&choices)),
        Command::Example => {
            print!("{}", config::EXAMPLE);
            ExitCode::SUCCESS
        }
    }
}

fn finish(outcome: Result<()>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("alongside: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn start_log(form: LogForm, usual: &str) {
    let filter = environment("ALONGSIDE_LOG").unwrap_or_else(|| usual.to_owned());
    // A log that cannot be written, on a full disk, is not worth a page: saying so there would fail as well, and panic.
    let log = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(filter))
        .log_internal_errors(false)
        .with_writer(std::io::stderr);
    match form {
        LogForm::Text => log.with_target(false).init(),
        LogForm::Json => log.json().init(),
    }
}

async fn serve(config: Config, ground: &Ground) -> Result<()> {
    let work = server::start_work(ground, config.nats_url.as_deref()).await?;
    let listener = listen(config.listen).await?;
    let address = listener.local_addr()?;
    let url = if config.public_url == Config::default().public_url {
        format!("http://{address}")
    } else {
        config.public_url.trim_end_matches('/').to_owned()
    };
    let public = Public { url: url.clone(), https: config.https(), demo: false, proxies: config.proxies.clone() };
    let app = wiring::app(ground, public, config.connections);
    tokio::spawn(tend::remember_help(ground.db.clone(), app.kept.clone()));
    let metrics = Metrics::default();
    let end = server::until_asked_to_end()?;
    if let Some(address) = config.metrics {
        let figures = crate::metrics::router(metrics.clone(), Arc::clone(&app));
        let listener = listen(address).await?;
        println!("figures on http://{}/metrics", listener.local_addr()?);
        tokio::spawn(server::serve(listener, figures, 16, end.clone()));
    }
    let (doors, link) = ground
        .db
        .write_from_reserve(|tx| Ok((organisation::community(tx)?.doors, organisation::founding::link_token(tx)?)))
        .await?;
    if let Some(token) = link {
        println!("Nobody has set this community up yet. Open this link once, within a day:\n\n  {url}/setup/{token}\n");
    } else if doors == Doors::NotReady {
        println!("The doors are still closed: an administrator sees under Settings what is missing.");
    }
    println!("listening on http://{address}");
    let router = router::router(&app, router::rooms(), &metrics);
    let end = server::drain(end, app.sockets.clone(), Duration::from_secs(config.drain));
    server::serve(listener, router, config.connections, end).await;
    work.end(ground).await
}

fn migrate(file: &File) -> Result<()> {
    let config = file.read()?;
    let mut done = Vec::new();
    for (address, migrations) in
        [(config.database()?, wiring::migrations()), (config.keys()?, seal::KEY_SCHEMA.to_vec())]
    {
        wiring::only_for_owner(&address)?;
        done.extend(db::migrate(&mut Direct::open(&address)?, &migrations)?);
    }
    for migration in &done {
        println!("{} {} {}", migration.room, migration.number, migration.name);
    }
    println!("{}", if done.is_empty() { "The database was up to date." } else { "The database is up to date." });
    Ok(())
}

const DATABASE_COPY: &str = "alongside.db";
const KEYS_COPY: &str = "alongside-keys.db";

fn backup(file: &File, to: &Path, keys_to: &Path) -> Result<()> {
    let config = file.read()?;
    if to == keys_to {
        bail!("keep the keys apart from the database: give --keys-to another folder, ideally on another machine");
    }
    for (address, folder, name) in [(config.database()?, to, DATABASE_COPY), (config.keys()?, keys_to, KEYS_COPY)] {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let target = folder.join(name);
        if target.exists() {
            bail!("{} is already there; choose an empty folder for each backup", target.display());
        }
        match &address {
            Address::Sqlite(path) if !path.exists() => bail!("there is no database at {}", path.display()),
            Address::Sqlite(_) => Direct::open(&address)?.copy_to(&target)?,
            Address::Postgres(url) => {
                run_tool("pg_dump", &["--format=custom", "--no-owner", "--file", &text(&target), url])?
            }
        }
        only_for_owner(&target)?;
        println!("{}", target.display());
    }
    println!(
        "Checked and complete. The root key is not in a backup: keep {} in a place of its own.",
        config.root_key().display()
    );
    Ok(())
}

fn restore(file: &File, from: &Path, keys_from: &Path) -> Result<()> {
    let config = file.read()?;
    if !config.root_key().exists() {
        bail!(
            "put the root key that belongs to this backup at {} first (mode 0400); without it nothing sealed can be opened",
            config.root_key().display()
        );
    }
    for copy in [from, keys_from] {
        if !copy.is_file() {
            bail!("there is no backup at {}; it is the file that `alongside backup` named", copy.display());
        }
    }
    for (address, copy) in [(config.database()?, from), (config.keys()?, keys_from)] {
        match &address {
            Address::Sqlite(path) if path.exists() => {
                bail!("{} is already there; restoring never overwrites: move it away first", path.display())
            }
            Address::Sqlite(path) => {
                fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
                fs::copy(copy, path)
                    .with_context(|| format!("cannot copy {} to {}", copy.display(), path.display()))?;
                only_for_owner(path)?;
            }
            Address::Postgres(url) => {
                run_tool(
                    "pg_restore",
                    &["--no-owner", "--exit-on-error", "--single-transaction", "--dbname", url, &text(copy)],
                )?;
            }
        }
    }
    // Opening proves that database, keys and root key belong together. Who was erased after the backup was made is
    // erased again: the keys remember.
    let ground = Ground::open(&config)?;
    let (keys, destroyed) = ground.keyring.count()?;
    let gone = ground.keyring.destroyed()?;
    block_on(async {
        let again = ground
            .db
            .write(move |tx| {
                let members = people::replay_erasures(tx, &gone)?;
                let talks = support::conversation::replay_erasures(tx, &gone)?;
                Ok(members + talks + live::evening::replay_erasures(tx, &gone)?)
            })
            .await?;
        wiring::jobs().run_due(&ground.db).await?;
        seal::shred(&ground.db, &ground.keyring).await?;
        println!("Restored. {keys} keys, {destroyed} destroyed for good, {again} erasures done again.");
        Ok(())
    })
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

fn only_for_owner(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600))
        .with_context(|| format!("cannot protect {}", path.display()))
}

fn run_tool(name: &str, arguments: &[&str]) -> Result<()> {
    let status = std::process::Command::new(name)
        .args(arguments)
        .status()
        .with_context(|| format!("{name} could not be started; it comes with Debian's package postgresql-client"))?;
    if !status.success() {
        bail!("{name} failed; what it said is above");
    }
    Ok(())
}
