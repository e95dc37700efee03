//! The rules of the room on both engines, and its pages.

mod checkpoint;
mod founding;
mod helplines;
mod invitations;
mod pages;
mod settings;
mod setup;
mod trail;

use std::{str::FromStr, time::Duration};

use db::{Db, Error, Migration, Result, Tx};
use organisation::{
    Settings, charter, community,
    helplines::{Audience, Helpline, for_country},
    hours, topics,
};
use testkit::Ground;
use words::{AgeBand, Doors, Language, MemberId};

const DAY: Duration = Duration::from_secs(24 * 3600);

fn migrations() -> Vec<Migration> {
    [jobs::MIGRATIONS, seal::MIGRATIONS, organisation::MIGRATIONS].concat()
}

fn maya() -> MemberId {
    MemberId::from_str("01900000-0000-7000-8000-00000000aaaa").unwrap()
}

async fn write<T: Send + 'static>(db: &Db, work: impl FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static) -> T {
    db.write(work).await.unwrap()
}

async fn refused(db: &Db, work: impl FnMut(&mut Tx<'_>) -> Result<()> + Send + 'static) -> &'static str {
    match db.write(work).await {
        Err(Error::Refused(refusal)) => refusal.key,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

async fn doors(ground: &Ground) -> Doors {
    ground.db.read(community).await.unwrap().doors
}

/// Every step but the last, and the starting helplines, of which none is checked.
fn every_step(tx: &mut Tx<'_>) -> Result<()> {
    organisation::schedule(tx)?;
    let by = Some(maya());
    Settings::rename(tx, by, "Riverside Peers", "River", "Europe/London", "")?;
    let start = charter::current(tx)?;
    charter::write(tx, by, &start.promises.join("\n"), &start.text, "")?;
    Settings::speak(tx, by, &Language::list("en,cy"), "")?;
    let list = topics::all(tx)?;
    topics::write(tx, by, &list, &[], "")?;
    hours::promise(tx, by, &[], "")?;
    Settings::admit(tx, by, &[AgeBand::Adult], "")?;
    Settings::serve(tx, by, &["GB"], "")
}

fn first_line(tx: &mut Tx<'_>, country: &str) -> Result<Helpline> {
    Ok(for_country(tx, country, Audience::Everyone)?.remove(0))
}
