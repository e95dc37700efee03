//! Rising strain, as somebody's own answers show it. It is told to them and to nobody else, with an offer. The lines are
//! our own judgement: early enough to turn back, and not at every bad day.

use crate::check::{Check, Kind};

/// What shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strain {
    /// More worn out than the month before.
    Worn,
    /// The last three shifts left less than the three before them.
    Tired,
    /// Each of the last three shifts took a lot.
    Drained,
}

impl Strain {
    /// Its name in the catalogue.
    pub fn key(self) -> &'static str {
        match self {
            Self::Worn => "strain-worn",
            Self::Tired => "strain-tired",
            Self::Drained => "strain-drained",
        }
    }
}

/// From here on, of 1 to 5, being worn out is more than a phase of work.
const WORN: u8 = 3;
/// From here on it is told whatever came before.
const VERY_WORN: u8 = 4;
/// So much less energy on average, of ten.
const LESS: u32 = 2;
/// So much energy taken by one shift, of ten.
const TAKEN: u8 = 3;

/// Whether strain rises. The checks come with the latest first, as they are read.
pub fn rising(checks: &[Check]) -> Option<Strain> {
    is_worn(checks)
        .then_some(Strain::Worn)
        .or(is_drained(checks).then_some(Strain::Drained))
        .or(is_tired(checks).then_some(Strain::Tired))
}

fn is_worn(checks: &[Check]) -> bool {
    let mut months = checks.iter().filter_map(|it| it.answers.worn);
    match (months.next(), months.next()) {
        (Some(now), _) if now >= VERY_WORN => true,
        (Some(now), Some(before)) => now >= WORN && now > before,
        _ => false,
    }
}

fn is_tired(checks: &[Check]) -> bool {
    let after = checks.iter().filter(|it| it.kind == Kind::After).filter_map(|it| it.answers.energy);
    let after: Vec<u32> = after.take(6).map(u32::from).collect();
    // Sums of three, so the average is told without fractions.
    after.len() == 6 && after[..3].iter().sum::<u32>() + 3 * LESS <= after[3..].iter().sum::<u32>()
}

fn is_drained(checks: &[Check]) -> bool {
    let mut taken = Vec::new();
    let mut after = None;
    for check in checks {
        match (check.kind, check.answers.energy) {
            (Kind::After, energy) => after = energy,
            (Kind::Before, Some(before)) => taken.extend(after.take().map(|after| before.saturating_sub(after))),
            _ => {}
        }
    }
    taken.len() >= 3 && taken[..3].iter().all(|it| *it >= TAKEN)
}

#[cfg(test)]
mod tests {
    use db::Time;

    use super::*;
    use crate::check::Answers;

    fn check(kind: Kind, number: u8) -> Check {
        let answers = match kind {
            Kind::Month => Answers { worn: Some(number), ..Answers::default() },
            Kind::Before | Kind::After => Answers { energy: Some(number), ..Answers::default() },
        };
        Check { kind, answers, made_at: Time(0) }
    }

    /// In the order in which they were answered.
    fn of(kind: Kind, numbers: &[u8]) -> Option<Strain> {
        rising(&numbers.iter().rev().map(|it| check(kind, *it)).collect::<Vec<_>>())
    }

    #[test]
    fn being_more_worn_out_than_last_month_is_told_and_a_good_month_after_it_is_not() {
        assert_eq!(of(Kind::Month, &[2, 3]), Some(Strain::Worn));
        assert_eq!(of(Kind::Month, &[1, 2]), None, "still little");
        assert_eq!(of(Kind::Month, &[3, 3]), None, "as before");
        assert_eq!(of(Kind::Month, &[5, 4]), Some(Strain::Worn), "better, and still a lot");
        assert_eq!(of(Kind::Month, &[2, 4, 2]), None);
        assert_eq!(of(Kind::Month, &[3]), None, "one answer shows no change");
    }

    #[test]
    fn three_tired_shifts_after_three_better_ones_are_told() {
        assert_eq!(of(Kind::After, &[7, 6, 7, 5, 4, 5]), Some(Strain::Tired));
        assert_eq!(of(Kind::After, &[7, 6, 7, 5, 5, 5]), None, "one less than the line");
        assert_eq!(of(Kind::After, &[7, 6, 7, 2, 2]), None, "too few to say");
    }

    #[test]
    fn three_shifts_in_a_row_that_took_a_lot_are_told() {
        let shifts = |all: &[(u8, u8)]| {
            let in_order =
                all.iter().flat_map(|(before, after)| [check(Kind::Before, *before), check(Kind::After, *after)]);
            let mut checks: Vec<Check> = in_order.collect();
            checks.reverse();
            rising(&checks)
        };
        assert_eq!(shifts(&[(9, 6), (8, 4), (7, 4)]), Some(Strain::Drained));
        assert_eq!(shifts(&[(9, 6), (8, 7), (7, 4)]), None);
        assert_eq!(shifts(&[(9, 6), (7, 4)]), None, "two are not three");
    }
}
