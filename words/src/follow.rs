use axum::{extract::ws::WebSocketUpgrade, response::Response};
use bytes::Bytes;
use web::{Frames, Inbound};

use crate::Ctx;

/// Tells a page that what it shows has changed. The page then asks again, as itself: nothing about the change travels
/// with the wake-up, so it can tell nobody what they may not see.
pub const REFRESH: &str = r#"{"t":"refresh"}"#;

/// A page that listens and says nothing.
pub struct Follow;

impl Inbound for Follow {
    async fn frame(&mut self, _: String) -> Frames {
        Frames::NONE
    }
    fn outgoing(&mut self, frame: &Bytes) -> Frames {
        // An empty frame is how a session's own topic says that the session has ended.
        if frame.is_empty() { Frames::Close } else { Frames::Send(vec![frame.clone()]) }
    }
}

impl Ctx {
    /// Takes over a socket that tells the page when one of the topics changed, and closes when the session ends.
    /// Whether the asker may listen is for the page to have settled, by the same read that shows it.
    pub fn follow(&self, upgrade: WebSocketUpgrade, topics: &[String]) -> Response {
        self.carry(upgrade, topics, Follow)
    }

    /// The same with somebody who answers what the browser sends.
    pub fn carry<I: Inbound>(&self, upgrade: WebSocketUpgrade, topics: &[String], inbound: I) -> Response {
        let mut listening: Vec<_> = topics.iter().map(|topic| self.app().bus.listen(topic)).collect();
        if let Some(actor) = self.actor() {
            listening.push(self.app().bus.listen(&format!("session:{}", actor.session)));
        }
        self.app().sockets.carry(upgrade, listening, inbound)
    }
}
