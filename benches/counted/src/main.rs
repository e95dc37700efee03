//! Does one kind of work so many times, for valgrind to count its instructions: `cargo xtask counted` runs it twice and
//! takes the difference, so that starting and preparing count for nothing.

#![expect(clippy::disallowed_methods, reason = "a program of its own for builders, which reads its arguments")]

use std::{env, hint::black_box, str::FromStr};

use anyhow::{Context, Result, bail};
use db::{Address, Direct, Uuid};
use matching::SeekerId;
use seal::{KeyId, Keyring, Place, RootKey};

/// A post of the usual length, with what people do in one: some words set apart, a list, a quoted line, a link.
const POST: &str = "I went out for a walk after supper, and the street was quieter than I thought it would be.\n\n\
     Some days it helps to *say* it, and some days it helps that **nobody** asks.\n\n\
     - tea, slowly\n- the window open\n- one song, twice\n\n\
     > You can write here whenever you like.\n\n\
     My sister called. We talked about the garden (https://example.org/tomatoes) and about nothing else. It is not \
     better yet. It is different, and that is something.";
/// Words of a usual message.
const MESSAGE: &str =
    "I have been where you are, and it does get easier. What helped me was a walk before the evening.";

fn main() -> Result<()> {
    let words: Vec<String> = env::args().collect();
    let [_, work, times] = words.as_slice() else { bail!("counted WORK TIMES") };
    let times = usize::from_str(times)?;
    match work.as_str() {
        "candidates" => {
            let event = counted::snapshot(1, 12_000);
            let seeker: SeekerId = event.waiting[0].id;
            repeat(times, || matching::candidates(&event, seeker, 16));
        }
        "assign" => {
            let room = counted::snapshot(200, 500);
            repeat(times, || matching::assign(&room));
        }
        "render" => repeat(times, || text::Html::render(black_box(POST))),
        "seal" => {
            let keyring = keyring()?;
            repeat(times, || sealed(&keyring));
        }
        "triage" => {
            let triage = triage::Triage::shipped();
            repeat(times, || triage.read(black_box(POST), &[]));
        }
        "open" => {
            let keyring = keyring()?;
            let sealed = sealed(&keyring)?;
            repeat(times, || keyring.open_sealed(key(), place(), black_box(&sealed)));
        }
        other => bail!("nobody knows the work {other}"),
    }
    Ok(())
}

fn repeat<T>(times: usize, mut work: impl FnMut() -> T) {
    for _ in 0..times {
        black_box(work());
    }
}

/// A ring of keys in a database that is gone with the program.
fn keyring() -> Result<Keyring> {
    let folder = env::temp_dir().join(format!("alongside-counted-{}", std::process::id()));
    std::fs::create_dir(&folder)?;
    let keyring = Direct::open(&Address::Sqlite(folder.join("keys.db")))
        .and_then(|store| Keyring::open(RootKey::from_bytes([7; 32]), store));
    // Open files outlive their names.
    std::fs::remove_dir_all(&folder)?;
    let keyring = keyring.context("a ring of keys opens")?;
    keyring.seal(key(), place(), b"so that the key is made", [0; 24], [9; 32])?;
    Ok(keyring)
}

fn sealed(keyring: &Keyring) -> Result<Vec<u8>> {
    Ok(keyring.seal(key(), place(), black_box(MESSAGE.as_bytes()), [3; 24], [9; 32])?)
}

fn key() -> KeyId {
    KeyId(Uuid::from_u128(1))
}

fn place() -> Place {
    Place::new("support_messages", "words", Uuid::from_u128(2))
}
