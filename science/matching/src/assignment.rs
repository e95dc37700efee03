//! The best way to give each of many people one of the supporters they may have.
//!
//! Successive shortest paths with prices, as in Jonker and Volgenant, "A shortest augmenting path algorithm for dense
//! and sparse linear assignment problems" (Computing 38, 1987), on a sparse graph. Each row also has a place of its own
//! to keep waiting in, so costly that it is used only when no column is left.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A column that a row may have, and what the pair would score.
pub(crate) type Choice = (usize, i64);

/// For each row the column it gets, if any: as many rows as possible, then the highest sum of scores.
///
/// Where that leaves several sets of rows, the earlier rows are served.
pub(crate) fn assign(choices: &[Vec<Choice>], columns: usize) -> Vec<Option<usize>> {
    let rows = choices.len();
    let mut search = Search::over(choices, columns);
    for row in 0..rows {
        search.place(row);
    }
    search.has.into_iter().map(|has| has.map(|(column, _)| column).filter(|column| *column < columns)).collect()
}

const UNREACHED: i64 = i64::MAX;

struct Search<'a> {
    choices: &'a [Vec<Choice>],
    columns: usize,
    highest: i64,
    keep_waiting: i64,
    /// The column of each row, and its cost.
    has: Vec<Option<(usize, i64)>>,
    taken_by: Vec<Option<usize>>,
    /// Zero for a column nobody has; otherwise at or below zero, so that no swap within the current choice pays.
    price: Vec<i64>,

    // The rest is one search; kept to spare allocations.
    distance: Vec<i64>,
    /// The row from which a column is reached, and what the column costs that row.
    reached_from: Vec<(usize, i64)>,
    touched: Vec<usize>,
    frontier: BinaryHeap<Reverse<(i64, u8, usize)>>,
}

impl<'a> Search<'a> {
    fn over(choices: &'a [Vec<Choice>], columns: usize) -> Self {
        let scores = || choices.iter().flatten().map(|(_, score)| *score);
        let highest = scores().max().unwrap_or(0);
        let lowest = scores().min().unwrap_or(0);
        let rows = choices.len();
        Self {
            choices,
            columns,
            highest,
            // One more row served outweighs whatever all the others could gain.
            keep_waiting: (highest - lowest + 1) * (rows as i64 + 1),
            has: vec![None; rows],
            taken_by: vec![None; columns + rows],
            price: vec![0; columns + rows],
            distance: vec![UNREACHED; columns + rows],
            reached_from: vec![(0, 0); columns + rows],
            touched: Vec::new(),
            frontier: BinaryHeap::new(),
        }
    }

    /// Finds the cheapest chain of swaps that gives `newcomer` a column and ends at one that nobody has.
    fn place(&mut self, newcomer: usize) {
        self.reach_from(newcomer, 0);
        while let Some(Reverse((distance, _, column))) = self.frontier.pop() {
            if distance > self.distance[column] {
                continue;
            }
            // A taken column is always somebody's, with the cost at which they have it.
            let owner = self.taken_by[column].and_then(|owner| Some((owner, self.has[owner]?.1)));
            match owner {
                Some((owner, cost)) => self.reach_from(owner, distance + self.price[column] - cost),
                None => {
                    self.settle(distance);
                    self.swap_back_from(column);
                    break;
                }
            }
        }
        for column in self.touched.drain(..) {
            self.distance[column] = UNREACHED;
        }
        self.frontier.clear();
    }

    fn reach_from(&mut self, row: usize, base: i64) {
        let choices = self.choices;
        for (column, score) in &choices[row] {
            self.reach(*column, row, self.highest - score, base);
        }
        // Places to wait in come after the real columns, the last row's first: among equals, the last row waits.
        let waiting_place = self.columns + choices.len() - 1 - row;
        self.reach(waiting_place, row, self.keep_waiting, base);
    }

    fn reach(&mut self, column: usize, row: usize, cost: i64, base: i64) {
        let distance = base + cost - self.price[column];
        if distance >= self.distance[column] {
            return;
        }
        if self.distance[column] == UNREACHED {
            self.touched.push(column);
        }
        self.distance[column] = distance;
        self.reached_from[column] = (row, cost);
        // Among equals: a free column ends the search; then look behind taken ones; only then let somebody wait.
        let turn = match self.taken_by[column] {
            _ if column >= self.columns => 2,
            Some(_) => 1,
            None => 0,
        };
        self.frontier.push(Reverse((distance, turn, column)));
    }

    fn settle(&mut self, end: i64) {
        for column in &self.touched {
            self.price[*column] += (self.distance[*column] - end).min(0);
        }
    }

    fn swap_back_from(&mut self, end: usize) {
        let mut column = end;
        loop {
            let (row, cost) = self.reached_from[column];
            self.taken_by[column] = Some(row);
            match self.has[row].replace((column, cost)) {
                Some((given_up, _)) => column = given_up,
                None => break,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Choice, assign};
    use proptest::prelude::*;

    /// How good a result is: how many rows are served, what they score together, and who (earlier rows first).
    type Worth = (usize, i64, Vec<bool>);

    fn worth(choices: &[Vec<Choice>], result: &[Option<usize>]) -> Worth {
        let mut sum = 0;
        for (row, column) in result.iter().enumerate() {
            if let Some(column) = column {
                sum += choices[row].iter().find(|(other, _)| other == column).expect("an allowed column").1;
            }
        }
        let served: Vec<bool> = result.iter().map(Option::is_some).collect();
        (served.iter().filter(|served| **served).count(), sum, served)
    }

    fn try_everything(choices: &[Vec<Choice>], so_far: &mut Vec<Option<usize>>, best: &mut Worth) {
        let row = so_far.len();
        if row == choices.len() {
            *best = worth(choices, so_far).max(best.clone());
            return;
        }
        let open = choices[row].iter().map(|(column, _)| *column).filter(|column| !so_far.contains(&Some(*column)));
        for next in open.map(Some).chain([None]).collect::<Vec<_>>() {
            so_far.push(next);
            try_everything(choices, so_far, best);
            so_far.pop();
        }
    }

    /// Up to six rows and six columns, some pairs not allowed; few different scores make ties common.
    fn small_tables(scores: std::ops::Range<i64>) -> impl Strategy<Value = Vec<Vec<Choice>>> {
        let row = prop::collection::vec(prop::option::weighted(0.6, scores), 1..=6);
        let row = row.prop_map(|row| {
            row.into_iter().enumerate().filter_map(|(column, score)| Some((column, score?))).collect::<Vec<_>>()
        });
        prop::collection::vec(row, 0..=6)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn nothing_that_one_could_try_is_better(
            choices in prop_oneof![small_tables(-2..2), small_tables(-5_000..5_000)]
        ) {
            let result = assign(&choices, 6);
            let mut taken: Vec<usize> = result.iter().flatten().copied().collect();
            taken.sort_unstable();
            prop_assert!(taken.windows(2).all(|pair| pair[0] != pair[1]), "no column is given twice");

            let mut best = (0, 0, vec![false; choices.len()]);
            try_everything(&choices, &mut Vec::new(), &mut best);
            prop_assert_eq!(worth(&choices, &result), best);
        }
    }

    #[test]
    fn with_nobody_waiting_nothing_is_assigned() {
        assert!(assign(&[], 3).is_empty());
    }
}
