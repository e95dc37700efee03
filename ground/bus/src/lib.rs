//! Live topics: who is listening now is told now. Nothing is kept; the truth is in the tables, and a listener that
//! missed something reads it there.
//!
//! One process needs nothing else. Several nodes of one community hear each other over a broker: [`Bus::share`].

mod hub;
mod nodes;
mod roll;

use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use db::{Result, Tx};

use crate::{hub::Hub, nodes::Wire};
pub use crate::{
    hub::{Heard, Listener},
    nodes::{Broker, MIGRATIONS},
};

/// The hub of this process, and the way to the other nodes. Cloning shares it.
#[derive(Clone, Default)]
pub struct Bus {
    hub: Hub,
    wire: Arc<OnceLock<Wire>>,
}

impl Bus {
    /// Listens to these topics from now on.
    pub fn listen<T: AsRef<str>>(&self, topics: &[T]) -> Listener {
        self.hub.listen(topics)
    }

    /// Tells everyone who listens to the topic, on every node. The bytes are shared, not copied.
    pub fn tell(&self, topic: &str, frame: impl Into<Bytes>) {
        let frame = frame.into();
        self.hub.tell(topic, &frame);
        if let Some(wire) = self.wire.get() {
            wire.tell(topic, frame);
        }
    }
}

/// Telling a topic from inside a transaction.
pub trait Announce {
    /// Tells the topic after, and only after, the commit.
    fn announce(&mut self, topic: impl Into<String>, frame: impl Into<Bytes>) -> Result<()>;
}

impl Announce for Tx<'_> {
    fn announce(&mut self, topic: impl Into<String>, frame: impl Into<Bytes>) -> Result<()> {
        let (bus, topic, frame) = (self.lent::<Bus>()?, topic.into(), frame.into());
        self.after_commit(move || bus.tell(&topic, frame));
        Ok(())
    }
}
