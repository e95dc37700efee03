//! A clock that goes on evenly. It follows the machine's clock through every small correction, and does not believe a jump:
//! a machine that is suddenly in another day is more often wrong than right, and what would follow from believing it –
//! everybody signed out, rooms closed, words erased before their time – cannot be taken back.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use crate::{Clock, Result, SystemClock, Time, Tx, args};

/// More than any clock is corrected by in good order. A judgement; summer time does not move this clock.
const BELIEVED: Duration = Duration::from_secs(3600);
/// So long the clock goes on as if nothing had happened. A machine that was wrong is usually put right by then; after it
/// people are better served by the time on their wall. What erases waits longer: until somebody has looked.
const GOES_ON: Duration = Duration::from_secs(3600);

/// Tables of the ground itself.
pub const MIGRATIONS: &[crate::Migration] = &[crate::Migration {
    room: "ground",
    number: 1,
    name: "clock",
    sql: "CREATE TABLE ground_clock (
              id BIGINT PRIMARY KEY, seen_at BIGINT NOT NULL, doubted_at BIGINT, confirmed_at BIGINT);",
}];

/// What the database remembers of time, so that a restart does not forget a doubt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// The last moment that was noted.
    pub at: Time,
    /// What the machine's clock said, when it was not believed.
    pub doubted: Option<Time>,
    /// When an operator said that the machine's clock is right, by that clock.
    pub confirmed: Option<Time>,
}

impl Seen {
    /// What was noted last.
    pub fn last(tx: &mut Tx<'_>) -> Result<Option<Self>> {
        tx.first("SELECT seen_at, doubted_at, confirmed_at FROM ground_clock WHERE id = 1", args![], |row| {
            Ok(Self { at: row.get(0)?, doubted: row.get(1)?, confirmed: row.get(2)? })
        })
    }

    /// An operator looked at the machine's clock and says that it is right: every node believes its own at its next look.
    pub fn confirm(tx: &mut Tx<'_>) -> Result<()> {
        tx.execute(
            "INSERT INTO ground_clock (id, seen_at, confirmed_at) VALUES (1, $1, $1)
             ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at, doubted_at = NULL, confirmed_at = excluded.seen_at",
            args![tx.now()],
        )?;
        Ok(())
    }
}

/// Notes the moment.
pub(crate) fn note(tx: &mut Tx<'_>) -> Result<()> {
    let doubted = tx.around.clock.doubted();
    tx.execute(
        "INSERT INTO ground_clock (id, seen_at, doubted_at) VALUES (1, $1, $2)
         ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at, doubted_at = excluded.doubted_at",
        args![tx.now(), doubted],
    )?;
    Ok(())
}

/// The clock of a running node.
pub struct EvenClock {
    machine: Arc<dyn Clock>,
    line: Mutex<Line>,
}

/// What is trusted: it was `time` when the machine had run for `at`.
struct Line {
    time: Time,
    at: Duration,
    /// Since when the machine's clock is not believed.
    doubt: Option<Duration>,
    /// What another node, or this one, noted last.
    noted: Option<Seen>,
}

impl EvenClock {
    /// Follows the machine's clock.
    pub fn new() -> Self {
        Self::following(Arc::new(SystemClock))
    }

    /// Follows this clock.
    pub fn following(machine: Arc<dyn Clock>) -> Self {
        let line = Line { time: machine.now(), at: machine.steady(), doubt: None, noted: None };
        Self { machine, line: Mutex::new(line) }
    }

    /// Compares with what was noted before this start. A clock that went on while nothing ran is as it should be; one that
    /// went back, or is still where it was not believed, is not.
    pub fn resume(&self, seen: Option<Seen>) {
        let mut line = self.line();
        let Some(seen) = seen else { return };
        line.noted = Some(seen);
        let machine = self.machine.now();
        let went_back = machine + BELIEVED < seen.at;
        let still_doubted = seen.doubted.is_some_and(|it| machine >= it - BELIEVED);
        if went_back || still_doubted {
            line.time = seen.at;
            line.at = self.machine.steady();
            self.doubts(&mut line, machine);
        }
    }

    /// Looks at what is noted in the database, and notes the moment there: now and again, on every node.
    pub fn look(&self, tx: &mut Tx<'_>) -> Result<()> {
        let seen = Seen::last(tx)?;
        if self.compare(seen) { note(tx) } else { Ok(()) }
    }

    /// Answers whether this node may note its own time.
    fn compare(&self, seen: Option<Seen>) -> bool {
        let ours = self.now();
        let mut line = self.line();
        let (machine, steady) = (self.machine.now(), self.machine.steady());
        let before = std::mem::replace(&mut line.noted, seen);
        let Some(seen) = seen else { return true };
        let confirmed = seen.confirmed.is_some_and(|it| apart(it, machine) <= BELIEVED || machine > it);
        if confirmed && seen.confirmed != before.and_then(|it| it.confirmed) {
            if line.doubt.take().is_some() {
                tracing::warn!("the machine's clock was confirmed: it is believed again");
            }
            line.time = machine;
            line.at = steady;
            return true;
        }
        if apart(seen.at, ours) <= BELIEVED {
            return true;
        }
        // Another node notes a time far from ours. Only one that is alive counts: it notes again and again.
        if before.is_some_and(|it| it.at != seen.at) && line.doubt.is_none() {
            line.time = seen.at;
            line.at = steady;
            self.doubts(&mut line, machine);
        }
        before.is_some_and(|it| it.at == seen.at)
    }

    fn doubts(&self, line: &mut Line, machine: Time) {
        line.doubt = Some(self.machine.steady());
        tracing::error!(
            machine = %iso(machine), expected = %iso(line.time),
            "the machine's clock jumped, and is not believed: nothing is erased until it agrees again; see that it is right, \
             then say so with `alongside doctor --clock-is-right` (docs/operator/when-something-breaks.md)"
        );
    }

    fn line(&self) -> std::sync::MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for EvenClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for EvenClock {
    fn now(&self) -> Time {
        let mut line = self.line();
        let (machine, steady) = (self.machine.now(), self.machine.steady());
        let expected = line.time + steady.saturating_sub(line.at);
        if apart(machine, expected) <= BELIEVED {
            if line.doubt.take().is_some() {
                tracing::warn!("the machine's clock agrees again");
            }
            line.time = machine;
            line.at = steady;
            return machine;
        }
        if line.doubt.is_none() {
            line.time = expected;
            line.at = steady;
            self.doubts(&mut line, machine);
        }
        let for_long = line.doubt.is_some_and(|since| steady.saturating_sub(since) > GOES_ON);
        if for_long { machine } else { expected }
    }

    fn steady(&self) -> Duration {
        self.machine.steady()
    }

    fn doubted(&self) -> Option<Time> {
        // Asking for the moment is what notices a jump.
        self.now();
        self.line().doubt.map(|_| self.machine.now())
    }
}

fn apart(one: Time, other: Time) -> Duration {
    one.since(other).max(other.since(one))
}

/// For the log: seconds since 1970 mean nothing to a tired operator.
fn iso(time: Time) -> String {
    let days = time.seconds().div_euclid(86_400);
    let second = time.seconds().rem_euclid(86_400);
    // Days to a date (Howard Hinnant, "chrono-compatible low-level date algorithms").
    let shifted = days + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", second / 3600, second / 60 % 60, second % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);
    const DAY: Duration = Duration::from_secs(86_400);

    /// A machine whose clock jumps when it is told to.
    struct Machine(Mutex<(Time, Duration)>);

    impl Machine {
        fn at(time: i64) -> Arc<Self> {
            Arc::new(Self(Mutex::new((Time(time), Duration::from_secs(500)))))
        }
        fn runs(&self, span: Duration) {
            let mut it = self.0.lock().unwrap();
            *it = (it.0 + span, it.1 + span);
        }
        fn jumps(&self, to: Time) {
            self.0.lock().unwrap().0 = to;
        }
    }

    impl Clock for Machine {
        fn now(&self) -> Time {
            self.0.lock().unwrap().0
        }
        fn steady(&self) -> Duration {
            self.0.lock().unwrap().1
        }
    }

    const START: i64 = 1_795_377_600_000_000;

    #[test]
    fn it_follows_corrections_and_does_not_believe_a_jump() {
        for (jump, back) in [(DAY, false), (DAY, true), (HOUR * 2, false), (HOUR * 2, true)] {
            let machine = Machine::at(START);
            let clock = EvenClock::following(machine.clone());
            machine.runs(DAY * 30);
            assert_eq!(clock.now(), machine.now(), "a long time without asking is no jump");
            machine.jumps(machine.now() + Duration::from_secs(90));
            assert_eq!((clock.now(), clock.doubted()), (machine.now(), None), "a correction is followed");
            let before = clock.now();
            machine.jumps(if back { before - jump } else { before + jump });
            machine.runs(Duration::from_secs(5));
            assert_eq!(clock.now(), before + Duration::from_secs(5));
            assert_eq!(clock.doubted(), Some(machine.now()));
            // Put right: as if nothing had happened.
            machine.jumps(before + Duration::from_secs(7));
            assert_eq!((clock.now(), clock.doubted()), (machine.now(), None));
        }
    }

    #[test]
    fn after_an_hour_people_see_the_machines_time_and_the_doubt_stays() {
        let machine = Machine::at(START);
        let clock = EvenClock::following(machine.clone());
        machine.jumps(Time(START) + DAY);
        assert_eq!(clock.now(), Time(START));
        machine.runs(HOUR + Duration::from_secs(1));
        assert_eq!(clock.now(), machine.now());
        assert!(clock.doubted().is_some());
        machine.runs(DAY * 3);
        assert!(clock.doubted().is_some(), "time alone does not make a wrong clock right");
    }

    #[test]
    fn a_restart_forgives_time_that_passed_and_no_time_that_went_back() {
        let seen = |at: Time, doubted: Option<Time>| Some(Seen { at, doubted, confirmed: None });
        let start = |machine: Time, seen: Option<Seen>| {
            let clock = EvenClock::following(Machine::at(machine.0));
            clock.resume(seen);
            (clock.now(), clock.doubted().is_some())
        };
        let noted = Time(START);
        assert_eq!(start(noted + DAY * 9, None), (noted + DAY * 9, false));
        assert_eq!(
            start(noted + DAY * 9, seen(noted, None)),
            (noted + DAY * 9, false),
            "it was switched off for a while"
        );
        assert_eq!(start(noted - DAY, seen(noted, None)), (noted, true), "time does not go back");
        // It jumped by a day while it ran; the restart a little later does not make that right.
        let doubted = Some(noted + DAY);
        assert_eq!(start(noted + DAY + HOUR, seen(noted, doubted)), (noted, true));
        assert_eq!(start(noted + HOUR * 3, seen(noted, doubted)), (noted + HOUR * 3, false), "somebody put it right");
    }

    #[test]
    fn what_another_living_node_notes_is_believed_rather_than_ones_own_clock() {
        let seen = |at: Time| Some(Seen { at, ..Seen::default() });
        let clock = EvenClock::following(Machine::at(START + 86_400_000_000));
        clock.resume(seen(Time(START)));
        assert!(clock.doubted().is_none(), "the others may have been switched off, too");
        assert!(!clock.compare(seen(Time(START + 10_000_000))), "they have not");
        assert_eq!(clock.now(), Time(START + 10_000_000));
        assert!(clock.doubted().is_some());
        let alone = EvenClock::following(Machine::at(START + 86_400_000_000));
        alone.resume(seen(Time(START)));
        assert!(alone.compare(seen(Time(START))), "nobody else notes anything");
        assert!(alone.doubted().is_none());
    }

    #[test]
    fn an_operator_who_looked_is_believed() {
        let machine = Machine::at(START);
        let clock = EvenClock::following(machine.clone());
        clock.compare(Some(Seen { at: Time(START), ..Seen::default() }));
        machine.jumps(Time(START) + DAY);
        assert!(clock.doubted().is_some());
        let confirmed = Some(Seen { at: machine.now(), doubted: None, confirmed: Some(machine.now()) });
        machine.runs(Duration::from_secs(8));
        assert!(clock.compare(confirmed));
        assert_eq!((clock.now(), clock.doubted()), (machine.now(), None));
        // The same word does not cover the next jump.
        machine.jumps(machine.now() + DAY);
        assert!(clock.doubted().is_some());
        clock.compare(confirmed);
        assert!(clock.doubted().is_some());
    }

    #[test]
    fn the_log_names_days() {
        assert_eq!(iso(Time(START)), "2026-11-22T20:00:00Z");
        assert_eq!(iso(Time(951_782_400_000_000)), "2000-02-29T00:00:00Z");
        assert_eq!(iso(Time(0)), "1970-01-01T00:00:00Z");
    }
}
