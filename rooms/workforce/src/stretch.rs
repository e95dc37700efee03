//! Stretches of time, and how much of them lies in any day or week. The day and the week roll: they are the last 24 hours
//! and the last seven times that, so that midnight, a change of clocks or a journey never doubles what somebody may give.

use std::time::Duration;

use db::Time;

/// From when until when.
pub(crate) type Stretch = (Time, Time);

/// In order, with what overlaps or touches put together: whoever does two things at once gives their time once.
pub(crate) fn together(mut all: Vec<Stretch>) -> Vec<Stretch> {
    all.retain(|(from, to)| from < to);
    all.sort();
    let mut merged: Vec<Stretch> = Vec::with_capacity(all.len());
    for (from, to) in all {
        match merged.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => merged.push((from, to)),
        }
    }
    merged
}

/// How much of it lies between these two.
pub(crate) fn within(all: &[Stretch], from: Time, to: Time) -> Duration {
    all.iter().map(|(begins, ends)| (*ends).min(to).since((*begins).max(from))).sum()
}

/// The moment at which somebody who works on from `at` without stopping has reached this much in the span before it.
/// Everything in `all` ended by `at`.
pub(crate) fn reached(all: &[Stretch], at: Time, span: Duration, cap: Duration) -> Time {
    let Some(mut left) = cap.checked_sub(within(all, at - span, at)).filter(|it| !it.is_zero()) else { return at };
    let mut at = at;
    // While as much falls out of the span as is added to it, nothing is gained.
    for (begins, ends) in all {
        let (begins, ends) = (*begins + span, *ends + span);
        if ends <= at {
            continue;
        }
        let gap = begins.since(at);
        if left <= gap {
            break;
        }
        left -= gap;
        at = ends;
    }
    at + left
}

/// The first moment from `at` on at which no more than this much lies in the span before it, when nothing is added.
pub(crate) fn free_again(all: &[Stretch], at: Time, span: Duration, most: Duration) -> Time {
    let mut counted = Duration::ZERO;
    for (begins, ends) in all.iter().rev() {
        let here = ends.since(*begins);
        if counted + here > most {
            return at.max(*ends - (most - counted) + span);
        }
        counted += here;
    }
    at
}

/// The most of it that lies in any span which has a part of `new` in it.
pub(crate) fn most_around(all: &[Stretch], new: Stretch, span: Duration) -> Duration {
    let begins = all.iter().flat_map(|(from, to)| [*from, *to - span]);
    let around = begins.filter(|from| *from < new.1 && *from + span > new.0);
    around.map(|from| within(all, from, from + span)).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);
    const DAY: Duration = Duration::from_secs(86_400);

    fn at(minutes: u64) -> Time {
        Time(0) + Duration::from_secs(60 * minutes)
    }

    fn stretches() -> impl Strategy<Value = Vec<Stretch>> {
        prop::collection::vec((0_u64..6000, 1_u64..300), 0..12)
            .prop_map(|all| together(all.into_iter().map(|(from, long)| (at(from), at(from + long))).collect()))
    }

    #[test]
    fn two_things_at_once_take_their_time_once() {
        let all = together(vec![(at(30), at(90)), (at(0), at(60)), (at(90), at(120)), (at(200), at(200))]);
        assert_eq!(all, [(at(0), at(120))]);
        assert_eq!(within(&all, at(60), at(600)), HOUR);
    }

    proptest! {
        /// By trying every minute.
        #[test]
        fn enough_is_reached_exactly_then_and_work_is_free_again_exactly_then(all in stretches(), hours in 1_u32..8) {
            let now = all.last().map_or(at(0), |it| it.1).max(at(1440));
            let cap = HOUR * hours;
            let with = |until: Time| together([all.clone(), vec![(now, until)]].concat());
            let minute = |it: u32| now + Duration::from_secs(60) * it;
            let tried = (0..=1440).map(minute).find(|it| within(&with(*it), *it - DAY, *it) >= cap);
            prop_assert_eq!(Some(reached(&all, now, DAY, cap)), tried);
            let tried = (0..=1440).map(minute).find(|it| within(&all, *it - DAY, *it) <= cap);
            prop_assert_eq!(Some(free_again(&all, now, DAY, cap)), tried);
        }

        #[test]
        fn no_day_around_a_plan_holds_more_than_what_was_found(all in stretches(), from in 0_u64..6000, long in 1_u64..300) {
            let new = (at(from), at(from + long));
            let all = together([all, vec![new]].concat());
            let found = most_around(&all, new, DAY);
            let days = (0..=9000_u64).step_by(1).map(|it| Time(at(it).0 - 86_400_000_000));
            let around = days.filter(|it| *it < new.1 && *it + DAY > new.0);
            let tried = around.map(|it| within(&all, it, it + DAY)).max().unwrap_or_default();
            prop_assert_eq!(found, tried);
        }
    }
}
