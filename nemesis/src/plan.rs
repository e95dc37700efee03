//! What is broken, when and where: decided by the seed alone, before anything starts.

use std::{fmt, time::Duration};

use clap::ValueEnum;

use crate::chance::Chance;

/// Where a run takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum On {
    /// One node with its own SQLite.
    Sqlite,
    /// One node with a PostgreSQL.
    Postgres,
    /// Three nodes with a PostgreSQL and a NATS.
    Nodes,
}

impl On {
    /// How many nodes there are.
    pub fn nodes(self) -> usize {
        if self == Self::Nodes { 3 } else { 1 }
    }
}

/// Something that breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Fault {
    /// SIGKILL, in the middle of whatever a node does.
    Kill,
    /// SIGKILL again and again while nodes start on an empty database and make its tables.
    FirstStart,
    /// A node is frozen, and goes on later.
    Freeze,
    /// A node is asked to end, as for an upgrade.
    End,
    /// PostgreSQL is stopped at once.
    PostgresStop,
    /// PostgreSQL is frozen.
    PostgresFreeze,
    /// One node's line to PostgreSQL is cut.
    PostgresCut,
    /// NATS is killed.
    NatsStop,
    /// One node's line to NATS is cut.
    NatsCut,
    /// One node's line to NATS is silent.
    NatsStall,
    /// One node's line to NATS is slow.
    NatsDelay,
    /// No space is left for the data folder.
    DiskFull,
    /// The clock jumps, forward or back.
    Clock,
    /// Sockets that never read, requests that never end, lines that say nothing.
    Slow,
    /// A node is killed, and everybody with an open page comes back at once.
    Crowd,
}

impl Fault {
    /// Whether it can happen there.
    pub fn possible(self, on: On) -> bool {
        match self {
            Self::DiskFull => on == On::Sqlite,
            Self::PostgresStop | Self::PostgresFreeze | Self::PostgresCut => on != On::Sqlite,
            Self::NatsStop | Self::NatsCut | Self::NatsStall | Self::NatsDelay => on == On::Nodes,
            _ => true,
        }
    }

    /// Whether no log has anything to tell of it: a plug tells nobody, and a full disk does.
    pub(crate) fn is_quiet(self) -> bool {
        matches!(self, Self::Kill | Self::FirstStart | Self::Freeze | Self::End | Self::Slow | Self::Crowd)
    }

    fn ground(self) -> Ground {
        match self {
            Self::FirstStart => Ground::Empty,
            Self::DiskFull => Ground::OwnDisk,
            Self::Clock => Ground::OwnClock,
            _ => Ground::Usual,
        }
    }

    /// When it begins, and how long it lasts.
    fn moments(self, on: On, chance: &mut Chance) -> (Duration, Duration) {
        let one = on != On::Nodes;
        match self {
            // Most often in the middle of the first traffic; now and then after the dispatcher's lease has moved.
            Self::Kill if one && chance.once_in(12) => (chance.millis(400, 4500), Duration::ZERO),
            Self::Kill if one => (chance.millis(20, 300), Duration::ZERO),
            Self::Kill => (chance.millis(100, 900), chance.millis(0, 1200)),
            Self::FirstStart => (Duration::ZERO, Duration::ZERO),
            Self::End => (chance.millis(100, 500), chance.millis(0, 500)),
            Self::Freeze | Self::PostgresStop | Self::PostgresFreeze => {
                (chance.millis(100, 500), chance.millis(300, 4000))
            }
            Self::DiskFull => (chance.millis(300, 800), Duration::from_secs(4)),
            Self::Slow => (chance.millis(50, 100), Duration::from_secs(3)),
            _ => (chance.millis(100, 600), chance.millis(500, 3000)),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Every value has a name: none is skipped.
        f.write_str(self.to_possible_value().as_ref().map_or("", |it| it.get_name()))
    }
}

/// What a community stands on while it is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ground {
    /// The machine's own disk and clock.
    Usual,
    /// Nothing yet: each round has an empty database.
    Empty,
    /// A small disk of its own, which can be filled.
    OwnDisk,
    /// A clock of its own, which can be turned.
    OwnClock,
}

/// One fault.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Round {
    /// Its number in the run, from 1.
    pub(crate) number: usize,
    /// What breaks.
    pub(crate) fault: Fault,
    /// Which node.
    pub(crate) node: usize,
    /// After so long.
    pub(crate) after: Duration,
    /// For so long.
    pub(crate) lasts: Duration,
}

impl fmt::Display for Round {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = |span: Duration| format!("{:.2} s", span.as_secs_f64());
        write!(f, "{:<15} node {}  after {}", self.fault.to_string(), self.node + 1, millis(self.after))?;
        if self.lasts.is_zero() { Ok(()) } else { write!(f, " for {}", millis(self.lasts)) }
    }
}

/// Rounds of one community, which is made before them and checked after them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Chapter {
    /// What it stands on.
    pub(crate) ground: Ground,
    /// What happens.
    pub(crate) rounds: Vec<Round>,
}

/// Rounds of a community at most: a history that ends now and then is checked now and then.
const CHAPTER: usize = 50;
/// Of so many rounds, one is each fault other than the plug: those take longer.
const SELDOM: usize = 60;

/// Decides everything.
pub(crate) fn plan(on: On, rounds: usize, seed: u64, only: &[Fault]) -> Vec<Chapter> {
    let mut chance = Chance::of(seed, "plan");
    let possible: Vec<Fault> = Fault::value_variants().iter().copied().filter(|it| it.possible(on)).collect();
    let mut faults: Vec<Fault> = if only.is_empty() {
        let others = possible.iter().copied().filter(|it| *it != Fault::Kill);
        let times = rounds.div_ceil(SELDOM);
        let mut faults: Vec<Fault> = others.flat_map(|fault| std::iter::repeat_n(fault, times)).collect();
        faults.resize(rounds.max(faults.len()), Fault::Kill);
        faults
    } else {
        only.iter().copied().filter(|it| it.possible(on)).cycle().take(rounds).collect()
    };
    chance.shuffle(&mut faults);
    let mut chapters: Vec<Chapter> = Vec::new();
    for ground in [Ground::Empty, Ground::Usual, Ground::OwnDisk, Ground::OwnClock] {
        let these: Vec<Fault> = faults.iter().copied().filter(|it| it.ground() == ground).collect();
        for some in these.chunks(CHAPTER) {
            let mut round = |fault: &Fault| {
                let (after, lasts) = fault.moments(on, &mut chance);
                Round { number: 0, fault: *fault, node: chance.below(on.nodes()), after, lasts }
            };
            chapters.push(Chapter { ground, rounds: some.iter().map(&mut round).collect() });
        }
    }
    for (number, round) in chapters.iter_mut().flat_map(|it| &mut it.rounds).enumerate() {
        round.number = number + 1;
    }
    chapters
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(on: On, rounds: usize, seed: u64, only: &[Fault]) -> Vec<Fault> {
        plan(on, rounds, seed, only).iter().flat_map(|it| &it.rounds).map(|it| it.fault).collect()
    }

    #[test]
    fn the_same_seed_plans_the_same() {
        assert_eq!(plan(On::Nodes, 90, 7, &[]), plan(On::Nodes, 90, 7, &[]));
        assert_ne!(plan(On::Nodes, 90, 7, &[]), plan(On::Nodes, 90, 8, &[]));
    }

    #[test]
    fn every_fault_happens_and_the_plug_most_often() {
        for on in [On::Sqlite, On::Postgres, On::Nodes] {
            let planned = faults(on, 120, 1, &[]);
            assert_eq!(planned.len(), 120);
            for fault in Fault::value_variants() {
                let times = planned.iter().filter(|it| *it == fault).count();
                assert_eq!(times > 0, fault.possible(on), "{fault} on {on:?}");
                assert!(times <= planned.iter().filter(|it| **it == Fault::Kill).count());
            }
        }
    }

    #[test]
    fn only_what_was_asked_for_happens() {
        assert!(faults(On::Sqlite, 1000, 1, &[Fault::Kill]).iter().all(|it| *it == Fault::Kill));
        assert_eq!(faults(On::Sqlite, 1000, 1, &[Fault::Kill]).len(), 1000);
        assert_eq!(faults(On::Sqlite, 10, 1, &[Fault::NatsCut]), []);
    }
}
