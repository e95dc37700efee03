//! Nodes that are killed, frozen and ended, and clocks that jump.

use anyhow::Result;

use super::Strike;
use crate::{
    check::{Kind, Violation},
    net::ask,
    plan::Round,
    scene::back,
};

/// How far a clock jumps, in seconds: a day forward, a day back, an hour forward.
const JUMPS: [i64; 3] = [86_400, -86_400, 3_600];

impl Strike<'_> {
    /// SIGKILL, and after a while a start, from which it must be ready soon.
    pub(super) async fn kill(&mut self, round: &Round) -> Result<Vec<Violation>> {
        self.scene.nodes[round.node].kill();
        self.scene.tell(self.clients);
        tokio::time::sleep(round.lasts).await;
        self.starts_again(round).await
    }

    /// SIGTERM: it must finish what it does and end by itself.
    pub(super) async fn end(&mut self, round: &Round) -> Result<Vec<Violation>> {
        let mut found = Vec::new();
        if let Err(error) = self.scene.nodes[round.node].end().await {
            found.push(Violation::new(Kind::Unsound, error.to_string()));
        }
        self.scene.tell(self.clients);
        tokio::time::sleep(round.lasts).await;
        found.extend(self.starts_again(round).await?);
        Ok(found)
    }

    pub(super) async fn starts_again(&mut self, round: &Round) -> Result<Vec<Violation>> {
        match self.scene.nodes[round.node].start().await {
            Ok(after) => self.figures.ready(after),
            Err(error) => return Ok(vec![Violation::new(Kind::Unsound, error.to_string())]),
        }
        self.scene.tell(self.clients);
        Ok(self.goes_on(round).await)
    }

    /// SIGSTOP, and after a while SIGCONT. A proxy before the nodes would notice; those who are there cannot.
    pub(super) async fn freeze(&mut self, round: &Round) -> Result<Vec<Violation>> {
        self.scene.nodes[round.node].freeze();
        tokio::time::sleep(round.lasts).await;
        self.scene.nodes[round.node].thaw();
        Ok(self.goes_on(round).await)
    }

    /// A node's clock jumps, and later back to where it was. The others' are right meanwhile.
    pub(super) async fn turn_clock(&mut self, round: &Round) -> Result<Vec<Violation>> {
        self.scene.clocks[round.node].turn(JUMPS[round.number % JUMPS.len()])?;
        let mut found = self.goes_on(round).await;
        tokio::time::sleep(round.lasts).await;
        if let (Some(at), (id, asker, _)) = (self.scene.nodes[round.node].address(), &self.stage.talks[0]) {
            let page = ask(at, "GET", &format!("/conversations/{id}"), Some(&asker.token), "").await;
            if page.as_ref().is_none_or(|it| it.status != 200) {
                let status = page.map_or(0, |it| it.status);
                let what = format!("after a jump of the clock, somebody's own conversation was answered {status}");
                found.push(Violation::new(Kind::Unsound, what));
            }
        }
        self.scene.clocks[round.node].turn(0)?;
        found.extend(self.goes_on(round).await);
        Ok(found)
    }

    /// Words are saved again.
    pub(super) async fn goes_on(&mut self, round: &Round) -> Vec<Violation> {
        match back(self.log).await {
            Some(after) => {
                self.figures.back(round.fault, after);
                Vec::new()
            }
            None => vec![Violation::new(Kind::Unsound, format!("nobody's words were saved any more after: {round}"))],
        }
    }
}
