//! What is unsafe or missing, and how to mend it.

use std::{
    fs,
    io::Read,
    net::{TcpStream, ToSocketAddrs},
    os::unix::fs::PermissionsExt,
    path::Path,
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use db::{Address, Direct, Seen};
use seal::{Keyring, RootKey};
use url::Url;
use words::Doors;

use crate::{config::Config, wiring};

/// Below this, somebody should look: a picture or two hundred pages of words from being full. A judgement.
const LITTLE_ROOM: u64 = 200 << 20;
/// A clock that went back by more than this since the place last noted the time is not right.
const CLOCK_BACK: Duration = Duration::from_secs(3600);
/// Longest wait for the broker.
const ANSWER_WITHIN: Duration = Duration::from_secs(2);

/// Calls that are looked at.
const LATELY: Duration = Duration::from_secs(7 * 86_400);

struct Examination {
    sound: bool,
}

impl Examination {
    fn good(&self, what: &str) {
        println!("  ok    {what}");
    }

    fn bad(&mut self, what: &str, remedy: &str) {
        self.sound = false;
        println!("  MEND  {what}\n        {remedy}");
    }
}

/// Examines the installation; prints what it finds; true when nothing must be mended.
pub(crate) fn examine(config: &Config) -> Result<bool> {
    let mut it = Examination { sound: true };
    println!("Reached at");
    if config.https() {
        it.good("https: cookies are marked secure");
    } else {
        it.bad(
            &format!("public_url is {}: anybody on the way can read along", config.public_url),
            "put a web server with TLS in front and set public_url to its https:// address",
        );
    }
    if !config.listen.ip().is_loopback() {
        it.bad(
            &format!("pages are served on {} without TLS", config.listen),
            "listen on 127.0.0.1 and let the web server in front be reached instead",
        );
    }
    if config.metrics.is_some_and(|address| !address.ip().is_loopback() && !is_private(address.ip())) {
        it.bad("figures are served on a public address", "set metrics to 127.0.0.1:9464 or to a private address");
    }
    println!("Files");
    folder(&mut it, &config.data);
    key(&mut it, config);
    println!("Room");
    room(&mut it, config)?;
    if let Some(url) = &config.nats_url {
        println!("Other nodes");
        match greeting(url) {
            Ok(()) => it.good("the broker answers"),
            Err(error) => it.bad(
                &format!("the broker does not answer: {error}"),
                "start the NATS server, or mend nats_url; until then nodes hear of each other some seconds late",
            ),
        }
    }
    println!("On call");
    ways(&mut it, config);
    println!("Database");
    let address = config.database()?;
    if matches!(&address, Address::Sqlite(path) if !path.exists()) {
        it.bad("there is no database yet", "start `alongside serve` once; it makes one");
        return Ok(it.sound);
    }
    match Direct::open(&address).and_then(|mut direct| {
        let lacking = db::pending(&mut direct, &wiring::migrations())?;
        if lacking.is_empty() { direct.read(organisation::community).map(Some) } else { Ok(None) }
    }) {
        Ok(Some(community)) => {
            it.good("reached and up to date");
            clock(&mut it, &address)?;
            calls(&mut it, &address)?;
            match community.doors {
                Doors::Open => it.good("the doors are open"),
                Doors::Unfounded => it
                    .bad("nobody has set the community up", "start `alongside serve` and open the link that it prints"),
                Doors::NotReady => it.bad(
                    "the doors are closed",
                    "sign in as an administrator: Settings lists what is missing, such as helplines nobody has checked",
                ),
            }
        }
        Ok(None) => it.bad("the database is older than this program", "make a backup, then run `alongside migrate`"),
        Err(error) => it.bad(
            &format!("the database cannot be used: {error}"),
            "see the cause above; `alongside restore` puts a backup back",
        ),
    }
    Ok(it.sound)
}

/// The ways to people on call: whether what was set answers.
fn ways(it: &mut Examination, config: &Config) {
    if config.smtp_url.is_none() && config.pager_url.is_none() {
        println!(
            "  hint  neither smtp_url nor pager_url is set: with no page open, people on call are reached by Web Push alone."
        );
    }
    for (name, url, usual) in [("the mail server", &config.smtp_url, 465), ("the pager", &config.pager_url, 443)] {
        let Some(url) = url else { continue };
        match reached(url, usual) {
            Ok(()) => it.good(&format!("{name} can be reached")),
            Err(error) => it.bad(
                &format!("{name} cannot be reached: {error:#}"),
                "mend its address in alongside.toml, or see that this machine may reach it",
            ),
        }
    }
    if config.push_services.is_empty() {
        println!("  hint  push_services is empty: browsers cannot be woken.");
    }
}

/// Whether somebody listens there.
fn reached(url: &str, usual: u16) -> Result<()> {
    let url: Url = url.parse()?;
    let usual = match url.scheme() {
        "smtp" => 25,
        "http" => 80,
        _ => usual,
    };
    let place = (url.host_str().context("it names no host")?, url.port().unwrap_or(usual));
    let address = place.to_socket_addrs()?.next().context("the host has no address")?;
    TcpStream::connect_timeout(&address, ANSWER_WITHIN)?;
    Ok(())
}

/// How calls went lately.
fn calls(it: &mut Examination, address: &Address) -> Result<()> {
    let records = Direct::open(address)?.read(|tx| safety::delivery::record(tx, tx.now() - LATELY))?;
    for record in records {
        let (kind, fault) = (record.kind, record.fault.unwrap_or_default());
        if record.failed + record.waiting > 0 {
            it.bad(
                &format!(
                    "calls by {kind}: {} went out, {} did not: {fault}",
                    record.sent,
                    record.failed + record.waiting
                ),
                "see docs/operator/on-call.md; people see under “How we reach you” which of their ways does not work",
            );
        } else if record.sent > 0 {
            it.good(&format!("calls by {kind}: {} went out in the last week", record.sent));
        }
    }
    Ok(())
}

/// Free space beside the databases that are files, and what is kept back there.
fn room(it: &mut Examination, config: &Config) -> Result<()> {
    for ballast in wiring::ballasts(config)? {
        let Ok(free) = ballast.free() else { continue };
        let (folder, free_mb) = (ballast.path().parent().unwrap_or(Path::new(".")).display(), free >> 20);
        if free < LITTLE_ROOM {
            it.bad(
                &format!("only {free_mb} MB are free for {folder}"),
                "delete or move what is not needed on that disk, or make it larger; when it is full, people can only read",
            );
        } else {
            it.good(&format!("{free_mb} MB are free for {folder}"));
        }
        if config.ballast_megabytes == 0 {
            println!(
                "  hint  no ballast is kept: when the disk is full, not even erasing finds room. Set ballast_megabytes."
            );
        } else if ballast.is_there() {
            it.good(&format!("{} MB are kept back for when the disk is full", config.ballast_megabytes));
        } else {
            it.bad(
                &format!("the ballast {} is not there", ballast.path().display()),
                "make room for it; `alongside serve` makes it at start, and again when a full disk has room",
            );
        }
    }
    Ok(())
}

/// Whether the clock that the running place sees agrees with this one.
fn clock(it: &mut Examination, address: &Address) -> Result<()> {
    let (seen, now) = Direct::open(address)?.read(|tx| Ok((Seen::last(tx)?, tx.now())))?;
    match seen {
        Some(seen) if seen.doubted.is_some() || seen.at.since(now) > CLOCK_BACK => {
            it.bad(
                "the clock of this machine jumped, and is not believed: nothing is erased meanwhile",
                "see that `date` says the right time on every node and that it is kept by a time service (chrony, \
                 systemd-timesyncd); then run `alongside doctor --clock-is-right`",
            );
        }
        _ => it.good("the clock agrees with what was noted before"),
    }
    Ok(())
}

/// The operator looked at the clock: it is believed again.
pub(crate) fn trust_clock(config: &Config) -> Result<()> {
    Direct::open(&config.database()?)?.write(Seen::confirm)?;
    println!("Noted. Nodes that are running believe their clock again within half a minute.");
    Ok(())
}

/// A NATS server greets whoever comes.
fn greeting(url: &str) -> Result<()> {
    let url: Url = url.parse()?;
    let place = (url.host_str().context("nats_url names a host")?, url.port().unwrap_or(4222));
    let address = place.to_socket_addrs()?.next().context("the host has no address")?;
    let mut stream = TcpStream::connect_timeout(&address, ANSWER_WITHIN)?;
    stream.set_read_timeout(Some(ANSWER_WITHIN))?;
    let mut word = [0; 4];
    stream.read_exact(&mut word)?;
    ensure!(&word == b"INFO", "what answers there is no NATS server");
    Ok(())
}

fn is_private(address: std::net::IpAddr) -> bool {
    match address {
        std::net::IpAddr::V4(it) => it.is_private(),
        std::net::IpAddr::V6(it) => it.is_unique_local(),
    }
}

fn folder(it: &mut Examination, data: &Path) {
    match fs::metadata(data) {
        Ok(found) if found.permissions().mode() & 0o077 == 0 => it.good("only this account can read the data folder"),
        Ok(_) => it.bad(
            &format!("others on this machine can look into {}", data.display()),
            &format!("chmod 0700 {}", data.display()),
        ),
        Err(_) => it.bad(
            &format!("there is no data folder at {}", data.display()),
            "start `alongside serve` once; it makes one",
        ),
    }
}

fn key(it: &mut Examination, config: &Config) {
    let path = config.root_key();
    if !path.exists() {
        it.bad(
            "there is no root key",
            "start `alongside serve` once, or put back the key file that belongs to this database",
        );
        return;
    }
    let opened = RootKey::load_or_make(&path, [0; 32])
        .map_err(db::Error::from)
        .and_then(|root| Keyring::open(root, Direct::open(&config.keys()?)?));
    match opened.and_then(|keyring| keyring.count()) {
        Ok((keys, destroyed)) => it.good(&format!("the root key opens the keys ({keys} kept, {destroyed} destroyed)")),
        Err(error) => {
            it.bad(&error.to_string(), "put back the file that was made with this key database, with mode 0400")
        }
    }
    if path.starts_with(&config.data) {
        println!(
            "  hint  the root key lies beside the data: a copy of the whole folder opens everything. Keep it elsewhere with root_key."
        );
    }
}
