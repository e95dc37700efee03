//! The clock of a page: who is told next, and when. Pure: no tables, no time but what is handed in.
//!
//! At once every open desk shows and sounds it. Then come the stages: first the moderators who are on call, then the
//! supervisors on call, then everybody who may judge the case, and everybody again until somebody has it. When nobody is
//! on call there is nobody to wait for: everybody is told at once.

use std::time::Duration;

use db::{Result, Time, Tx};
use organisation::Settings;

db::word! {
    /// For whom a stage is.
    pub enum Audience {
        /// Moderators on call; for the cases of children, leads on call.
        First = "first",
        /// Supervisors on call.
        Second = "second",
        /// Everybody who may judge the case.
        Everybody = "everybody",
    }
}

/// The stage at which everybody is told.
pub const EVERYBODY: i64 = 3;

/// A stage that is to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stage {
    /// Which: 1, 2, 3, and from then on everybody again.
    pub number: i64,
    /// When.
    pub due: Time,
}

/// How long each stage is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spans {
    /// How long open desks alone know of it. 60 seconds: whoever sits in front of it needs that to see it, read its first
    /// line and take it.
    pub desks: Duration,
    /// How long the moderators on call have. 60 seconds: to find the telephone, unlock it and press.
    pub first: Duration,
    /// How long the supervisors on call have.
    pub second: Duration,
    /// After which everybody is told again. 5 minutes: often enough that nobody sleeps through it, and no storm.
    pub again: Duration,
}

impl Spans {
    /// As the community set them.
    pub fn current(tx: &mut Tx<'_>) -> Result<Self> {
        let settings = Settings::current(tx)?;
        let seconds = |name| Duration::from_secs(u64::from(settings.number(name)));
        Ok(Self {
            desks: seconds("page-desks-seconds"),
            first: seconds("page-first-seconds"),
            second: seconds("page-second-seconds"),
            again: seconds("page-again-seconds"),
        })
    }

    /// The first stage of a page that begins now.
    pub fn first(&self, begun: Time, is_anybody_there: bool) -> Stage {
        if is_anybody_there {
            Stage { number: 1, due: begun + self.desks }
        } else {
            Stage { number: EVERYBODY, due: begun }
        }
    }

    /// The stage after this one. Stages are never left out, however late it is; of the times that everybody should have
    /// been told again while nothing ran, only the latest still comes.
    pub fn after(&self, stage: Stage, now: Time) -> Stage {
        let due = match stage.number {
            ..=1 => stage.due + self.first,
            2 => stage.due + self.second,
            _ => {
                let again = self.again.max(Duration::from_secs(1));
                let missed = now.since(stage.due).as_micros() / again.as_micros();
                stage.due + again * u32::try_from(missed.max(1)).unwrap_or(u32::MAX)
            }
        };
        Stage { number: stage.number + 1, due }
    }
}

impl Stage {
    /// For whom it is.
    pub fn audience(&self) -> Audience {
        match self.number {
            ..=1 => Audience::First,
            2 => Audience::Second,
            _ => Audience::Everybody,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const USUAL: Spans = Spans {
        desks: Duration::from_secs(60),
        first: Duration::from_secs(60),
        second: Duration::from_secs(60),
        again: Duration::from_secs(300),
    };

    /// What happens when somebody looks at these seconds after the beginning: number and second of each stage.
    fn happens(spans: Spans, there: bool, looks: &[u64]) -> Vec<(i64, u64, u64)> {
        let begun = Time(1_795_377_600_000_000);
        let mut next = spans.first(begun, there);
        let mut happened = Vec::new();
        for look in looks {
            let now = begun + Duration::from_secs(*look);
            while next.due <= now {
                happened.push((next.number, next.due.since(begun).as_secs(), *look));
                next = spans.after(next, now);
            }
        }
        happened
    }

    fn due(happened: &[(i64, u64, u64)]) -> Vec<(i64, u64)> {
        happened.iter().map(|(number, due, _)| (*number, *due)).collect()
    }

    #[test]
    fn minute_by_minute_and_then_every_five() {
        let looks: Vec<u64> = (0..=800).collect();
        assert_eq!(due(&happens(USUAL, true, &looks)), [(1, 60), (2, 120), (3, 180), (4, 480), (5, 780)]);
        assert_eq!(due(&happens(USUAL, false, &looks)), [(3, 0), (4, 300), (5, 600)]);
    }

    #[test]
    fn after_an_hour_without_anything_running_nobody_is_told_eleven_times() {
        assert_eq!(due(&happens(USUAL, true, &[3600])), [(1, 60), (2, 120), (3, 180), (4, 3480)]);
        assert_eq!(due(&happens(USUAL, true, &[3600, 3780])), [(1, 60), (2, 120), (3, 180), (4, 3480), (5, 3780)]);
    }

    proptest! {
        #[test]
        fn every_stage_comes_once_in_order_and_never_before_its_time(
            desks in 1u64..300, first in 1u64..300, second in 1u64..300, again in 1u64..900, there: bool,
            mut looks in prop::collection::vec(0u64..5000, 1..60),
        ) {
            looks.sort_unstable();
            let seconds = Duration::from_secs;
            let spans = Spans { desks: seconds(desks), first: seconds(first), second: seconds(second), again: seconds(again) };
            let happened = happens(spans, there, &looks);
            let starts = if there { 1 } else { EVERYBODY };
            let everybody = if there { desks + first + second } else { 0 };
            for (at, (number, due, now)) in happened.iter().enumerate() {
                prop_assert_eq!(*number, starts + at as i64, "none is left out, none comes twice");
                prop_assert!(due <= now, "none before its time");
                // Where it had to be: by its own clock, however late it was looked at.
                match number {
                    1 => prop_assert_eq!(*due, desks),
                    2 => prop_assert_eq!(*due, desks + first),
                    3 => prop_assert_eq!(*due, everybody),
                    _ => prop_assert_eq!((due - everybody) % again, 0),
                }
            }
            // Nothing that was due by the last look is still to come.
            let last = looks[looks.len() - 1];
            let told = happened.last().map_or(0, |it| it.0);
            let begins = if there { desks } else { 0 };
            prop_assert!(told >= starts || last < begins);
            prop_assert!(told >= EVERYBODY || last < everybody);
            if told >= EVERYBODY {
                let latest = happened[happened.len() - 1].1;
                prop_assert!(last < latest + again, "the next one is in the future");
            }
        }

        #[test]
        fn how_often_somebody_looks_changes_nothing_of_the_first_three(
            there: bool, mut looks in prop::collection::vec(0u64..400, 1..40),
        ) {
            looks.push(400);
            looks.sort_unstable();
            let every: Vec<u64> = (0..=400).collect();
            let three = |looks: &[u64]| {
                let mut all = due(&happens(USUAL, there, looks));
                all.retain(|it| it.0 <= EVERYBODY);
                all
            };
            prop_assert_eq!(three(&looks), three(&every));
        }
    }
}
