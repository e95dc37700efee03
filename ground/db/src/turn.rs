//! One closure's turn, as two sides see it: the thread that runs it, and the caller who may grow tired of waiting.

use std::sync::atomic::{AtomicU8, Ordering};

const WAITS: u8 = 0;
const RUNS: u8 = 1;
const COMMITS: u8 = 2;
const GIVEN_UP: u8 = 3;

/// Between the two there is never doubt whether a closure that was given up may still be committed: it may not.
#[derive(Default)]
pub(crate) struct Turn(AtomicU8);

impl Turn {
    /// The thread begins, or begins again; false when nobody wants it any more.
    pub(crate) fn begin(&self) -> bool {
        self.0.fetch_update(Ordering::AcqRel, Ordering::Acquire, |it| (it != GIVEN_UP).then_some(RUNS)).is_ok()
    }

    /// The thread is about to commit; false when the caller has been told that it did not happen.
    pub(crate) fn commit(&self) -> bool {
        self.0.fetch_update(Ordering::AcqRel, Ordering::Acquire, |it| (it != GIVEN_UP).then_some(COMMITS)).is_ok()
    }

    /// The caller goes; true when it is sure that nothing will be kept.
    pub(crate) fn give_up(&self) -> bool {
        let left = |it| matches!(it, WAITS | RUNS).then_some(GIVEN_UP);
        self.0.fetch_update(Ordering::AcqRel, Ordering::Acquire, left).is_ok()
    }

    pub(crate) fn is_given_up(&self) -> bool {
        self.0.load(Ordering::Acquire) == GIVEN_UP
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_given_up_is_never_committed_and_what_is_being_committed_never_given_up() {
        let turn = Turn::default();
        assert!(turn.begin() && turn.give_up() && !turn.commit() && !turn.begin());
        let turn = Turn::default();
        assert!(turn.begin() && turn.commit() && !turn.give_up());
        assert!(turn.begin() && turn.give_up(), "a commit that failed is run again, and may be given up again");
    }
}
