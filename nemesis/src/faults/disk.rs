//! No space is left. Pages still answer, writing is refused in calm words, and it works again by itself.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::Strike;
use crate::{
    check::{Kind, Violation},
    net::ask,
    plan::Round,
    scene::back,
};

/// Time until a node says that nothing can be written now.
const SAYS_WITHIN: Duration = Duration::from_secs(8);
/// Time until writing works again once there is space.
const AGAIN_WITHIN: Duration = Duration::from_secs(15);

impl Strike<'_> {
    pub(super) async fn fill_disk(&mut self, round: &Round) -> Result<Vec<Violation>> {
        let mut found = Vec::new();
        let began = Instant::now();
        let mut refused = None;
        while began.elapsed() < round.lasts.max(SAYS_WITHIN) {
            // What the program gives up meanwhile is taken as well.
            let disk = self.scene.disk.as_ref().context("a disk of its own")?;
            tokio::task::block_in_place(|| disk.fill());
            refused = refused.or(self.writing_is_refused().await);
            if refused.is_some() && began.elapsed() > round.lasts {
                break;
            }
            tokio::time::sleep(Duration::from_millis(150)).await;
        }
        if refused != Some(503) {
            let what = format!("writing on a full disk was answered {} and not 503", refused.unwrap_or(0));
            found.push(Violation::new(Kind::Odd, what));
        }
        found.extend(self.pages_answer(round).await);
        self.scene.disk.as_ref().context("a disk of its own")?.clear();
        match back(self.log).await {
            Some(after) if after <= AGAIN_WITHIN => self.figures.back(round.fault, after),
            after => {
                let what = format!("with space again, words were saved only after {after:?}");
                found.push(Violation::new(Kind::Unsound, what));
            }
        }
        Ok(found)
    }

    /// How a form was answered, once it is no longer "saved".
    async fn writing_is_refused(&self) -> Option<u16> {
        let (at, place) = (self.scene.nodes[0].address()?, &self.stage.gathering);
        let answer = ask(at, "POST", "/gatherings/reminders", Some(&place.wanting[0].token), "reminder=day").await?;
        (answer.status >= 500).then_some(answer.status)
    }

    /// Help and one's own conversation are there.
    async fn pages_answer(&self, round: &Round) -> Vec<Violation> {
        let Some(at) = self.scene.nodes[round.node].address() else { return Vec::new() };
        let (id, asker, _) = &self.stage.talks[0];
        let own = format!("/conversations/{id}");
        let mut found = Vec::new();
        let paths = [("/healthz", None), ("/readyz", None), ("/help-now", None), (own.as_str(), Some(&*asker.token))];
        for (path, token) in paths {
            let status = ask(at, "GET", path, token, "").await.map_or(0, |it| it.status);
            if status != 200 {
                found.push(Violation::new(Kind::Odd, format!("{path} was answered {status} on a full disk")));
            }
        }
        found
    }
}
