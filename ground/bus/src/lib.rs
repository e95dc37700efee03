//! Live topics: who is listening now is told now. Nothing is kept; the truth is in the tables, and a listener that
//! missed a frame reads it there.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use db::{Result, Tx};
use tokio::sync::broadcast;

/// Frames that may wait for one listener. A slower one is told that it lagged and reads from the tables again. Their
/// places are set aside for each topic from the start, so more would make every open page dearer.
const WAITING_AT_MOST: usize = 64;

/// The hub. Cloning shares it.
#[derive(Clone, Default)]
pub struct Bus {
    topics: Arc<Mutex<HashMap<String, broadcast::Sender<Bytes>>>>,
}

impl Bus {
    /// Listens to a topic from now on.
    pub fn listen(&self, topic: &str) -> broadcast::Receiver<Bytes> {
        let mut topics = self.topics.lock().unwrap_or_else(PoisonError::into_inner);
        // Topics nobody listens to any more go when somebody comes, so the map cannot grow without listeners.
        if topics.len() >= 64 && topics.len().is_power_of_two() {
            topics.retain(|_, sender| sender.receiver_count() > 0);
        }
        topics.entry(topic.to_owned()).or_insert_with(|| broadcast::channel(WAITING_AT_MOST).0).subscribe()
    }

    /// Tells everyone who listens to the topic. The bytes are shared, not copied.
    pub fn tell(&self, topic: &str, frame: impl Into<Bytes>) {
        let mut topics = self.topics.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = topics.get(topic)
            && sender.send(frame.into()).is_err()
        {
            topics.remove(topic);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_listener_hears_its_topic_and_no_other() {
        let bus = Bus::default();
        let mut maya = bus.listen("conversation:1");
        bus.tell("conversation:2", "not for her");
        bus.tell("conversation:1", "for her");
        assert_eq!(maya.recv().await.unwrap(), "for her");
        assert!(maya.try_recv().is_err());
    }

    #[test]
    fn topics_without_listeners_are_forgotten() {
        let bus = Bus::default();
        for number in 0..10_000 {
            drop(bus.listen(&number.to_string()));
        }
        assert!(bus.topics.lock().unwrap().len() < 200);
    }
}
