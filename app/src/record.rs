//! The record beside the database: the file of checkpoints, the key to check them with, and the command that checks.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, Result, bail};
use db::{Db, Direct, Error};
use organisation::checkpoint::{self, Checkpoint, Fault, Found, Kept, Source};

use crate::config::Config;

/// How often what was signed is written into the file.
const WRITE_EVERY: Duration = Duration::from_secs(5);

/// Writes checkpoints into the file as they are signed, until the future is dropped.
pub(crate) async fn keep(db: Db, path: PathBuf) {
    loop {
        match catch_up(&db, &path).await {
            Ok(()) => (),
            Err(error) if matches!(error.downcast_ref(), Some(Error::Busy | Error::Full | Error::Unsure)) => (),
            Err(error) => tracing::error!("the file of checkpoints could not be written: {error:#}"),
        }
        tokio::time::sleep(WRITE_EVERY).await;
    }
}

/// Adds to the file what it does not have yet.
pub async fn catch_up(db: &Db, path: &Path) -> Result<()> {
    let file = path.to_owned();
    let text = tokio::task::spawn_blocking(move || read_or_empty(&file)).await??;
    let kept = Kept::read(&text);
    if !kept.is_readable() {
        bail!("{} is damaged; run `alongside verify-audit`", path.display());
    }
    let last = kept.last().cloned();
    let from = last.as_ref().map_or(1, |it| it.place);
    let (mut newer, key) = db.read(move |tx| Ok((checkpoint::since(tx, from)?, checkpoint::public_key(tx)?))).await?;
    if let Some(last) = last {
        // Nothing is added behind another community's checkpoints, or behind some that the database lost.
        if newer.first() != Some(&last) {
            bail!(
                "{} ends with a checkpoint that the database does not have; run `alongside verify-audit`. After an older \
                 backup was put back, move the file aside: a new one is begun",
                path.display()
            );
        }
        newer.remove(0);
    }
    let file = path.to_owned();
    tokio::task::spawn_blocking(move || append(&file, &text, &newer, &key)).await?
}

/// Where the key lies: beside the file, with the ending `.key`.
fn key_beside(checkpoints: &Path) -> PathBuf {
    checkpoints.with_extension("key")
}

fn read_or_empty(path: &Path) -> Result<String> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

fn append(path: &Path, before: &str, newer: &[Checkpoint], key: &str) -> Result<()> {
    let key_file = key_beside(path);
    if !key_file.exists() {
        fs::write(&key_file, format!("{key}\n")).with_context(|| format!("cannot write {}", key_file.display()))?;
    }
    if newer.is_empty() {
        return Ok(());
    }
    let mut text = String::new();
    // The machine stopped in the middle of a line: it stays, and is written anew behind it.
    if !before.is_empty() && !before.ends_with('\n') {
        text.push('\n');
    }
    for checkpoint in newer {
        text.push_str(&checkpoint.line());
        text.push('\n');
    }
    let mut file = OpenOptions::new()
        .append(true)
        .create(true)
        .mode(0o600)
        .open(path)
        .with_context(|| format!("cannot open {}", path.display()))?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .with_context(|| format!("cannot write {}", path.display()))
}

/// Checks the trail against everything that was signed; true when it holds.
pub(crate) fn verify(config: &Config, checkpoints: Option<&Path>, key: Option<&Path>) -> Result<bool> {
    let usual = config.checkpoints();
    let (path, named) = checkpoints.map_or((usual.as_path(), false), |it| (it, true));
    let key_path = key.map_or_else(|| key_beside(path), Path::to_owned);
    let key = fs::read_to_string(&key_path).with_context(|| {
        format!(
            "cannot read the key of the checkpoints at {}; name the copy that you keep with --key FILE",
            key_path.display()
        )
    })?;
    let key = checkpoint::key(&key)?;
    let kept = match fs::read_to_string(path) {
        Ok(text) => Some(Kept::read(&text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !named => None,
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
    };
    let found = Direct::open(&config.database()?)?.read(|tx| checkpoint::examine(tx, kept.as_ref(), &key))?;
    let lost = kept.is_none() && found.checkpoints > 0;
    say(&found, path, lost);
    Ok(found.fault.is_none() && !lost)
}

fn say(found: &Found, path: &Path, lost: bool) {
    let file = path.display();
    let Some(fault) = found.fault else {
        if lost {
            println!("The file {file} is gone, and there are {} checkpoints that should be in it.", found.checkpoints);
            println!("Inside the database the trail holds, but an end that was cut off would not be seen.");
        } else {
            println!("The record holds: {} entries, {} checkpoints.", found.entries, found.checkpoints);
        }
        if found.unsigned > 0 {
            println!("The newest {} are not signed yet; that happens within five minutes.", found.unsigned);
        }
        return;
    };
    println!("THE RECORD DOES NOT HOLD.");
    let at = |source| match source {
        Source::Table => "in the database".to_owned(),
        Source::File => format!("in {file}"),
    };
    match fault {
        Fault::Entry(number) => println!(
            "Entry {number} of the trail was changed, moved or taken out: from here on the entries do not belong together."
        ),
        Fault::Cut { place, number } => println!(
            "The trail was cut at its end: checkpoint {place} was signed when there were {number} entries, and now there \
             are {}.",
            found.entries
        ),
        Fault::Rewritten { place, number } => println!(
            "The trail was rewritten: entry {number} is not the one that checkpoint {place} was signed over. What was \
             changed lies at or before it, after the checkpoint before."
        ),
        Fault::Missing(source, place) => {
            println!("Checkpoint {place} is missing {}, or another stands in its place.", at(source));
        }
        Fault::Unsigned(source, place) => println!(
            "Checkpoint {place} {} was changed, or was not signed by the key that was given, or not after the one before \
             it.",
            at(source)
        ),
        Fault::Unreadable(line) => println!("Line {line} of {file} is damaged."),
        Fault::Different(place) => {
            println!("Checkpoint {place} says one thing in the database and another in {file}.");
        }
        Fault::OnlyInFile(place) => println!(
            "Checkpoint {place} stands in {file} and not in the database: the database was cut at its end, or an older \
             backup was put back."
        ),
        Fault::OnlyInTable(place) => println!(
            "Checkpoint {place} stands in the database and not in {file}, where it should have been for long: the file was \
             cut, or could not be written."
        ),
    }
    println!(
        "Keep a copy of the database and of the file before anything else, and tell everyone who answers for the place."
    );
}
