//! What is looked at now and again while the place is open: whether a full disk has room again, whether the clock is to be
//! believed, and where help is, for the day on which the tables cannot say so.

use std::{sync::Arc, time::Duration};

use db::{Db, Error, EvenClock};
use tokio::time::{MissedTickBehavior, interval};
use words::{Kept, KnownHelp, KnownLine};

const LOOK_EVERY: Duration = Duration::from_secs(3);
const NOTE_EVERY: Duration = Duration::from_secs(10);
const READ_HELP_EVERY: Duration = Duration::from_secs(60);
/// Until it was read once, it is asked for more often.
const ASK_AGAIN: Duration = Duration::from_secs(5);

/// Looks after room and time, until the future is dropped.
pub(crate) async fn tend(db: Db, clock: Arc<EvenClock>) {
    let (mut look, mut note) = (interval(LOOK_EVERY), interval(NOTE_EVERY));
    note.set_missed_tick_behavior(MissedTickBehavior::Delay);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let looked = tokio::select! {
            _ = look.tick() => db.look_for_room().await.map(drop),
            _ = note.tick() => {
                let clock = Arc::clone(&clock);
                db.write_from_reserve(move |tx| clock.look(tx)).await
            }
        };
        if let Err(Error::Broken(cause)) = looked {
            tracing::error!("room and time could not be looked at: {cause:#}");
        }
    }
}

/// Reads where help is, and keeps it, until the future is dropped.
pub(crate) async fn remember_help(db: Db, kept: Kept) {
    loop {
        let pause = match db.read(help).await {
            Ok(help) => {
                kept.keep(help);
                READ_HELP_EVERY
            }
            Err(_) => ASK_AGAIN,
        };
        tokio::time::sleep(pause).await;
    }
}

fn help(tx: &mut db::Tx<'_>) -> db::Result<KnownHelp> {
    let community = organisation::community(tx)?.name.clone();
    let country = organisation::Settings::current(tx)?.country;
    let emergency = organisation::emergency::of(&country).map_or(&[][..], |it| it.numbers);
    let lines = organisation::helplines::known(tx, &country)?;
    Ok(KnownHelp {
        community,
        emergency: emergency.iter().map(|it| (*it).to_owned()).collect(),
        lines: lines
            .into_iter()
            .map(|it| KnownLine { tel: it.says.tel(), name: it.says.name, phone: it.says.phone, hours: it.says.hours })
            .collect(),
    })
}
