//! Who listens to what in this process. Built so that an open page costs next to nothing while nobody speaks: one queue
//! for all its topics, which holds no memory while it is empty.

use std::{
    collections::{HashMap, VecDeque},
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use tokio::sync::Notify;

/// Frames that may wait for one listener, and how many bytes they may have together. Whoever falls further behind is told
/// so, and reads from the tables again.
const WAITING_AT_MOST: usize = 1024;
const BYTES_AT_MOST: usize = 128 * 1024;

/// What a listener hears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// A topic was told this.
    Frame(Bytes),
    /// Something may have been told on another node that did not arrive here.
    Missed,
    /// The listener fell too far behind; what waited for it is gone.
    Behind,
}

#[derive(Default)]
struct Waiting {
    frames: VecDeque<Bytes>,
    bytes: usize,
    missed: bool,
    behind: bool,
}

#[derive(Default)]
struct Ear {
    waiting: Mutex<Waiting>,
    woken: Notify,
}

impl Ear {
    fn hear(&self, frame: &Bytes) {
        let mut waiting = lock(&self.waiting);
        if waiting.behind {
            return;
        }
        if waiting.frames.len() == WAITING_AT_MOST || waiting.bytes + frame.len() > BYTES_AT_MOST {
            *waiting = Waiting { behind: true, ..Waiting::default() };
        } else {
            waiting.bytes += frame.len();
            waiting.frames.push_back(frame.clone());
        }
        drop(waiting);
        self.woken.notify_one();
    }

    fn take(&self) -> Option<Heard> {
        let mut waiting = lock(&self.waiting);
        if mem::take(&mut waiting.behind) {
            return Some(Heard::Behind);
        }
        if let Some(frame) = waiting.frames.pop_front() {
            waiting.bytes -= frame.len();
            if waiting.frames.is_empty() {
                // A busy moment must not be paid for by every quiet hour after it.
                waiting.frames = VecDeque::new();
            }
            return Some(Heard::Frame(frame));
        }
        mem::take(&mut waiting.missed).then_some(Heard::Missed)
    }
}

type Topics = HashMap<Arc<str>, Vec<Arc<Ear>>>;

/// Every topic that somebody listens to. Cloning shares it.
#[derive(Clone, Default)]
pub(crate) struct Hub(Arc<Mutex<Topics>>);

impl Hub {
    pub(crate) fn listen<T: AsRef<str>>(&self, names: &[T]) -> Listener {
        let ear = Arc::<Ear>::default();
        let mut topics = lock(&self.0);
        let names = names.iter().map(|name| {
            let name =
                topics.get_key_value(name.as_ref()).map_or_else(|| name.as_ref().into(), |(it, _)| Arc::clone(it));
            topics.entry(Arc::clone(&name)).or_default().push(Arc::clone(&ear));
            name
        });
        let names = names.collect();
        drop(topics);
        Listener { ear, names, hub: self.clone() }
    }

    pub(crate) fn tell(&self, topic: &str, frame: &Bytes) {
        let topics = lock(&self.0);
        topics.get(topic).into_iter().flatten().for_each(|ear| ear.hear(frame));
    }

    /// Lets every listener know that something may have passed it by.
    pub(crate) fn miss(&self) {
        let topics = lock(&self.0);
        for ear in topics.values().flatten() {
            lock(&ear.waiting).missed = true;
            ear.woken.notify_one();
        }
    }
}

/// Somebody who listens. Dropping it ends that.
pub struct Listener {
    ear: Arc<Ear>,
    names: Box<[Arc<str>]>,
    hub: Hub,
}

impl Listener {
    /// What is heard next. Nothing is lost when the future is dropped.
    pub async fn next(&mut self) -> Heard {
        loop {
            if let Some(heard) = self.ear.take() {
                return heard;
            }
            self.ear.woken.notified().await;
        }
    }

    /// What was heard already, if anything was.
    pub fn try_next(&mut self) -> Option<Heard> {
        self.ear.take()
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let mut topics = lock(&self.hub.0);
        for name in &self.names {
            let Some(ears) = topics.get_mut(name) else { continue };
            if let Some(place) = ears.iter().position(|ear| Arc::ptr_eq(ear, &self.ear)) {
                ears.swap_remove(place);
            }
            if ears.is_empty() {
                topics.remove(name);
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_listener_hears_its_topics_in_order_and_no_others() {
        let hub = Hub::default();
        let mut maya = hub.listen(&["conversation:1", "session:9"]);
        for (topic, frame) in [("conversation:2", "not hers"), ("conversation:1", "a"), ("session:9", "b")] {
            hub.tell(topic, &Bytes::from(frame));
        }
        assert_eq!(maya.next().await, Heard::Frame("a".into()));
        assert_eq!(maya.next().await, Heard::Frame("b".into()));
        assert_eq!(maya.try_next(), None);
    }

    #[tokio::test]
    async fn whoever_sleeps_is_woken() {
        let hub = Hub::default();
        let mut maya = hub.listen(&["a"]);
        let heard = tokio::spawn(async move { maya.next().await });
        tokio::task::yield_now().await;
        hub.miss();
        assert_eq!(heard.await.unwrap(), Heard::Missed);
    }

    #[test]
    fn whoever_falls_behind_is_told_once_and_hears_again() {
        let hub = Hub::default();
        let (mut slow, mut quick) = (hub.listen(&["a"]), hub.listen(&["a"]));
        for number in 0..=WAITING_AT_MOST {
            hub.tell("a", &Bytes::from(number.to_string()));
            assert_eq!(quick.try_next(), Some(Heard::Frame(number.to_string().into())));
        }
        assert_eq!(slow.try_next(), Some(Heard::Behind));
        assert_eq!(slow.try_next(), None);
        hub.tell("a", &Bytes::from("again"));
        assert_eq!(slow.try_next(), Some(Heard::Frame("again".into())));
        hub.tell("a", &vec![0; BYTES_AT_MOST + 1].into());
        assert_eq!(slow.try_next(), Some(Heard::Behind));
    }

    #[test]
    fn topics_without_listeners_are_forgotten() {
        let hub = Hub::default();
        let stays = hub.listen(&["1", "of all"]);
        for number in 0..1000 {
            drop(hub.listen(&[number.to_string().as_str(), "of all"]));
        }
        assert_eq!(lock(&hub.0).len(), 2);
        drop(stays);
        assert_eq!(lock(&hub.0).len(), 0);
    }
}
