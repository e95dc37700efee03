//! What clients did and what they were told, in the order in which it happened to them: one clock for all of them, which
//! only goes forward.

use std::{
    fmt,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use db::Uuid;

/// Something that happened to a client.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Event {
    /// Since the history began.
    pub(crate) at: Duration,
    /// To whom.
    pub(crate) who: String,
    /// What.
    pub(crate) what: What,
}

/// What a client did, or was told. A client that did something and was told nothing of it does not know whether it
/// happened, and may do it again.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum What {
    /// Sends words. They are different each time somebody says something new, and the same when it is sent again.
    Says { talk: Uuid, words: String },
    /// Was told that words are saved, under this id, where it has been told one, and this number, likewise.
    Saved { talk: Uuid, words: String, id: Option<Uuid>, seq: Option<i64> },
    /// Was shown a message.
    Shown { talk: Uuid, seq: i64, id: Uuid },
    /// Has asked, at the moment `since`, for everything there is, and was shown it before this event.
    Caught { talk: Uuid, since: Duration },
    /// Looked at a whole page, for which it asked at `since`: these posts stood there in this order.
    Read { talk: Uuid, since: Duration, ids: Vec<Uuid> },
    /// Was told that a request waits.
    Waits { member: Uuid, request: Uuid },
    /// Was told that a request was taken back.
    Withdrew { request: Uuid },
    /// Was told that an offer is theirs, and which conversation came of it.
    Won { supporter: Uuid, offer: Uuid, conversation: Uuid },
    /// Asks for the end of a conversation.
    Ends { conversation: Uuid },
    /// Was told that a conversation has ended.
    Ended { conversation: Uuid },
    /// Asks for a place, or gives it back.
    Wants { place: Uuid, member: Uuid, comes: bool },
    /// Was told that this was done.
    Did { place: Uuid, member: Uuid, comes: bool },
    /// Was told that it was not done.
    Refused { place: Uuid, member: Uuid },
    /// Was answered in a way in which nobody is to be answered, whatever is broken.
    Odd { status: u16, path: String },
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>9.3} s  {:<16} {:?}", self.at.as_secs_f64(), self.who, self.what)
    }
}

/// Where clients write down what happens to them.
pub(crate) struct Log {
    began: Instant,
    events: Mutex<Vec<Event>>,
    saved: AtomicU64,
}

impl Default for Log {
    fn default() -> Self {
        Self { began: Instant::now(), events: Mutex::default(), saved: AtomicU64::new(0) }
    }
}

impl Log {
    /// The moment.
    pub(crate) fn now(&self) -> Duration {
        self.began.elapsed()
    }

    /// Writes down what happened. The moment is taken under the lock, so that the order is the order of moments.
    pub(crate) fn note(&self, who: &str, what: What) {
        if matches!(what, What::Saved { .. }) {
            self.saved.fetch_add(1, Ordering::SeqCst);
        }
        let mut events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        events.push(Event { at: self.began.elapsed(), who: who.to_owned(), what });
    }

    /// How often somebody was told that their words are saved.
    pub(crate) fn saved(&self) -> u64 {
        self.saved.load(Ordering::SeqCst)
    }

    /// Everything so far.
    pub(crate) fn events(&self) -> Vec<Event> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
