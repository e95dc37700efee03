//! Each fault, as it is done.

mod around;
mod crowd;
mod disk;
mod first;
mod nodes;

use std::sync::Arc;

use anyhow::Result;

use crate::{
    check::Violation,
    clients::Clients,
    figures::Figures,
    history::Log,
    plan::{Fault, Round},
    scene::{Scene, World},
    stage::Stage,
};

pub(crate) use crowd::Held;
pub(crate) use first::first_start;

/// Everything that a fault may need to get at.
pub(crate) struct Strike<'a> {
    /// What everything stands on.
    pub(crate) world: &'a mut World,
    /// The community.
    pub(crate) scene: &'a mut Scene,
    /// Who lives in it.
    pub(crate) stage: &'a Stage,
    /// Their browsers.
    pub(crate) clients: &'a Clients,
    /// What they write down.
    pub(crate) log: &'a Arc<Log>,
    /// What the run comes to.
    pub(crate) figures: &'a mut Figures,
    /// Lines that are held open and say nothing.
    pub(crate) held: &'a mut Held,
}

impl Strike<'_> {
    /// Does it, and undoes it. What is seen on the way that must not be is answered.
    pub(crate) async fn does(&mut self, round: &Round) -> Result<Vec<Violation>> {
        tokio::time::sleep(round.after).await;
        match round.fault {
            // A first start has no community yet, and so its own way.
            Fault::FirstStart => Ok(Vec::new()),
            Fault::Kill => self.kill(round).await,
            Fault::Freeze => self.freeze(round).await,
            Fault::End => self.end(round).await,
            Fault::Clock => self.turn_clock(round).await,
            Fault::PostgresStop => self.stop_postgres(round).await,
            Fault::PostgresFreeze => self.freeze_postgres(round).await,
            Fault::PostgresCut => self.cut_postgres(round).await,
            Fault::NatsStop => self.stop_nats(round).await,
            Fault::NatsCut | Fault::NatsStall | Fault::NatsDelay => self.cut_nats(round).await,
            Fault::DiskFull => self.fill_disk(round).await,
            Fault::Slow => self.be_slow(round).await,
            Fault::Crowd => self.crowd(round).await,
        }
    }
}
