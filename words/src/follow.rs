use std::future::Future;

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
        let session = self.actor().map(|it| format!("session:{}", it.session));
        let listener = self.app().bus.listen(&topics.iter().chain(&session).collect::<Vec<_>>());
        self.app().sockets.carry(upgrade, listener, Held { c: self.clone(), inbound })
    }
}

/// Somebody's end of a socket, for as long as they are who they were when it was opened.
struct Held<I> {
    c: Ctx,
    inbound: I,
}

impl<I: Inbound> Inbound for Held<I> {
    fn frame(&mut self, text: String) -> impl Future<Output = Frames> + Send {
        self.inbound.frame(text)
    }

    fn beat(&mut self) -> impl Future<Output = ()> + Send {
        self.inbound.beat()
    }

    fn outgoing(&mut self, frame: &Bytes) -> Frames {
        self.inbound.outgoing(frame)
    }

    /// That their session ended, or that they are somebody else to this place now, may be just what did not arrive.
    async fn missed(&mut self) -> bool {
        let Some(was) = self.c.actor() else { return true };
        let (session, find) = (was.session, self.c.app().lookup.session);
        match self.c.read(move |tx| find(tx, session)).await {
            Ok(is) => {
                is.is_some_and(|is| (is.locked, is.standing, is.hats) == (was.locked, was.standing, was.hats.clone()))
            }
            // Nobody can look now: they will be asked again.
            Err(_) => true,
        }
    }
}
