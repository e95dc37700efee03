//! How firm the ground is: whether there is room to save anything, and whether the server is reached. It is told what
//! happens, says each change once in the log, and is asked before anybody has to wait in vain.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use crate::{Ballast, Engine};

/// A server that answered nothing for this long while it was asked is not waited for: people are told at once.
const SILENT_AFTER: Duration = Duration::from_secs(3);
/// A disk that was full is tried again after this long at the earliest.
const FULL_AT_LEAST: Duration = Duration::from_secs(3);

pub(crate) struct Footing {
    engine: Engine,
    threads: usize,
    ballasts: Vec<Ballast>,
    full: AtomicBool,
    full_since: Mutex<Option<Instant>>,
    busy: AtomicUsize,
    /// Since when there was work under way and none of it came to an end.
    unanswered: Mutex<Option<Instant>>,
    away: Mutex<Option<Instant>>,
    closed: AtomicBool,
}

impl Footing {
    pub(crate) fn new(engine: Engine, threads: usize, ballasts: Vec<Ballast>) -> Self {
        Self {
            engine,
            threads,
            ballasts,
            full: AtomicBool::new(false),
            full_since: Mutex::default(),
            busy: AtomicUsize::new(0),
            unanswered: Mutex::default(),
            away: Mutex::default(),
            closed: AtomicBool::new(false),
        }
    }

    // ── room ────────────────────────────────────────────────────────────────────────────────────────────────────

    /// Makes the ballast at start, where there is room for it.
    pub(crate) fn take_ballast(&self) {
        for ballast in self.ballasts.iter().filter(|it| !it.is_there()) {
            match ballast.make() {
                Ok(true) => (),
                Ok(false) if ballast.free().is_ok_and(|it| it < ballast.margin()) => drop(self.fill_up()),
                Ok(false) => tracing::warn!(
                    path = %ballast.path().display(),
                    "there is too little room on this disk for the ballast that is given up when the disk is full; \
                     make room, or set a smaller `ballast_megabytes`"
                ),
                Err(error) => {
                    tracing::warn!(path = %ballast.path().display(), %error, "the ballast could not be made");
                }
            }
        }
    }

    pub(crate) fn is_full(&self) -> bool {
        self.full.load(Ordering::Acquire)
    }

    pub(crate) fn has_ballast(&self) -> bool {
        self.ballasts.iter().all(Ballast::is_there)
    }

    /// The disk has no room. From now on only what frees room is saved. Answers whether there is room again for what is
    /// under way, because ballast was given up.
    pub(crate) fn fill_up(&self) -> bool {
        let released = self.ballasts.iter().filter(|it| it.release()).count() > 0;
        if !self.full.swap(true, Ordering::AcqRel) {
            *lock(&self.full_since) = Some(now());
            tracing::error!(
                "the disk of the database is full: from now on people can read, and nothing new is saved, until there is \
                 room again; delete or move what is not needed on that disk, or make it larger (docs/operator/when-something-breaks.md)"
            );
        }
        released
    }

    /// Whether it is time to try, and there is room for the ballast and more.
    pub(crate) fn has_room(&self) -> bool {
        let waited = lock(&self.full_since).is_some_and(|it| now().duration_since(it) >= FULL_AT_LEAST);
        waited && self.ballasts.iter().all(|it| it.make().unwrap_or(false))
    }

    /// Something was saved again.
    pub(crate) fn has_saved(&self) {
        if self.full.swap(false, Ordering::AcqRel) {
            let seconds = lock(&self.full_since).take().map_or(0, |it| now().duration_since(it).as_secs());
            tracing::warn!(seconds, "there is room on the disk of the database again: everything is saved as usual");
        }
    }

    // ── the server ──────────────────────────────────────────────────────────────────────────────────────────────

    pub(crate) fn begins(&self) {
        if self.engine == Engine::Postgres {
            self.busy.fetch_add(1, Ordering::AcqRel);
            lock(&self.unanswered).get_or_insert_with(now);
        }
    }

    pub(crate) fn ends(&self, answered: bool) {
        if self.engine == Engine::Postgres {
            let others = self.busy.fetch_sub(1, Ordering::AcqRel) > 1;
            if answered {
                self.reached();
                *lock(&self.unanswered) = others.then(now);
            }
        }
    }

    /// Coming back was tried in vain.
    pub(crate) fn missed(&self, cause: &crate::Error) {
        let mut away = lock(&self.away);
        if away.is_none() {
            *away = Some(now());
            tracing::error!(%cause, "PostgreSQL cannot be reached; it is asked again until it answers, and people are told so");
        }
    }

    pub(crate) fn reached(&self) {
        if let Some(since) = lock(&self.away).take() {
            let seconds = now().duration_since(since).as_secs();
            tracing::warn!(seconds, "PostgreSQL is reached again");
            *lock(&self.unanswered) = None;
        }
    }

    /// Whether waiting would be in vain: nothing has been answered for a while, and no line to the server is free.
    pub(crate) fn is_silent(&self) -> bool {
        (self.busy.load(Ordering::Acquire) >= self.threads || lock(&self.away).is_some())
            && lock(&self.unanswered).is_some_and(|it| now().duration_since(it) >= SILENT_AFTER)
    }

    /// Nobody holds the database any more.
    pub(crate) fn close(&self) {
        self.closed.store(true, Ordering::Release);
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(crate) fn now() -> Instant {
    #[expect(clippy::disallowed_methods, reason = "how long something takes is not a moment: no clock may bend it")]
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn long_ago(footing: &Footing) {
        let before = lock(&footing.unanswered).and_then(|it| it.checked_sub(SILENT_AFTER));
        *lock(&footing.unanswered) = before;
    }

    #[test]
    fn one_slow_answer_among_free_lines_is_no_silence() {
        let footing = Footing::new(Engine::Postgres, 2, Vec::new());
        footing.begins();
        long_ago(&footing);
        assert!(!footing.is_silent(), "another line is free");
        footing.begins();
        assert!(footing.is_silent(), "no line is free, and none has answered");
        footing.ends(true);
        assert!(!footing.is_silent());
    }

    #[test]
    fn a_server_that_went_away_is_silent_until_it_is_reached() {
        let footing = Footing::new(Engine::Postgres, 2, Vec::new());
        footing.begins();
        footing.missed(&crate::Error::Busy);
        assert!(!footing.is_silent(), "a short absence goes unnoticed");
        long_ago(&footing);
        assert!(footing.is_silent());
        footing.ends(false);
        assert!(footing.is_silent(), "giving up is no answer");
        footing.reached();
        assert!(!footing.is_silent());
    }

    #[test]
    fn a_file_is_never_silent() {
        let footing = Footing::new(Engine::Sqlite, 1, Vec::new());
        footing.begins();
        assert!(!footing.is_silent());
    }
}
