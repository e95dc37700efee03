//! What nodes need is taken away: PostgreSQL and NATS, and the lines to them.

use std::time::Duration;

use anyhow::{Context, Result};

use super::Strike;
use crate::{
    check::{Kind, Violation},
    net::ask,
    plan::{Fault, Round},
    proxy::Mode,
};

impl Strike<'_> {
    pub(super) async fn stop_postgres(&mut self, round: &Round) -> Result<Vec<Violation>> {
        let cluster = self.world.cluster.as_ref().context("a PostgreSQL")?;
        tokio::task::block_in_place(|| cluster.down())?;
        let mut found = self.is_calm_without_database(round).await;
        tokio::time::sleep(round.lasts).await;
        let cluster = self.world.cluster.as_ref().context("a PostgreSQL")?;
        tokio::task::block_in_place(|| cluster.up())?;
        found.extend(self.goes_on(round).await);
        Ok(found)
    }

    pub(super) async fn freeze_postgres(&mut self, round: &Round) -> Result<Vec<Violation>> {
        self.world.cluster.as_ref().context("a PostgreSQL")?.freeze();
        tokio::time::sleep(round.lasts).await;
        self.world.cluster.as_ref().context("a PostgreSQL")?.thaw();
        Ok(self.goes_on(round).await)
    }

    pub(super) async fn cut_postgres(&mut self, round: &Round) -> Result<Vec<Violation>> {
        self.scene.database_lines[round.node].set(Mode::Cut);
        tokio::time::sleep(round.lasts).await;
        self.scene.database_lines[round.node].set(Mode::Through);
        Ok(self.goes_on(round).await)
    }

    /// A node without its database is alive, says that it is not ready, and answers no page with a fault of ours.
    async fn is_calm_without_database(&mut self, round: &Round) -> Vec<Violation> {
        tokio::time::sleep(Duration::from_millis(300)).await;
        let Some(at) = self.scene.nodes[round.node].address() else { return Vec::new() };
        let mut found = Vec::new();
        for (path, wanted) in [("/healthz", 200), ("/readyz", 503)] {
            let status = ask(at, "GET", path, None, "").await.map_or(0, |it| it.status);
            if status != wanted {
                let what = format!("{path} was answered {status} while PostgreSQL was down, and not {wanted}");
                found.push(Violation::new(Kind::Odd, what));
            }
        }
        found
    }

    pub(super) async fn stop_nats(&mut self, round: &Round) -> Result<Vec<Violation>> {
        self.world.broker.as_mut().context("a NATS")?.down();
        // Truth is in the tables: people go on talking meanwhile.
        let mut found = self.goes_on(round).await;
        tokio::time::sleep(round.lasts).await;
        self.world.broker.as_mut().context("a NATS")?.up()?;
        found.extend(self.goes_on(round).await);
        Ok(found)
    }

    pub(super) async fn cut_nats(&mut self, round: &Round) -> Result<Vec<Violation>> {
        let mode = match round.fault {
            Fault::NatsCut => Mode::Cut,
            Fault::NatsStall => Mode::Stall,
            _ => Mode::Delay(Duration::from_millis(200)),
        };
        self.scene.broker_lines[round.node].set(mode);
        let mut found = self.goes_on(round).await;
        tokio::time::sleep(round.lasts).await;
        self.scene.broker_lines[round.node].set(Mode::Through);
        found.extend(self.goes_on(round).await);
        Ok(found)
    }
}
