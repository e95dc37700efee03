//! What is hidden stays hidden, and bounds are where the literature puts them.

use proptest::prelude::*;
use statistics::{difference, median, suppress};

const LEAST: u64 = 10;

/// All that anybody sees: the cells and the total, or that they are not shown.
fn shown(cells: &[u64]) -> (Vec<Option<u64>>, Option<u64>) {
    let rows: Vec<[u64; 1]> = cells.iter().map(|it| [*it]).collect();
    let hidden = suppress(&rows, LEAST);
    let each = cells.iter().zip(&hidden.cells).map(|(it, hide)| (!hide).then_some(*it)).collect();
    (each, (!hidden.total).then(|| cells.iter().sum()))
}

/// Whether another table, in which this cell has another value, looks the same to everybody. Tried by moving from one
/// cell to another, and, where the total is hidden, by adding and taking.
fn has_a_twin(cells: &[u64], at: usize) -> bool {
    let seen = shown(cells);
    let looks_alike = |other: &[u64]| other[at] != cells[at] && shown(other) == seen;
    (0..cells.len()).filter(|it| *it != at).any(|other| {
        (1..=20).any(|many| {
            let moved = |from: usize, to: usize| {
                let mut table = cells.to_vec();
                table[from] = table[from].checked_sub(many)?;
                table[to] += many;
                Some(table)
            };
            moved(at, other).is_some_and(|it| looks_alike(&it)) || moved(other, at).is_some_and(|it| looks_alike(&it))
        })
    }) || [cells[at].checked_sub(1), Some(cells[at] + 1)].into_iter().flatten().any(|value| {
        let mut table = cells.to_vec();
        table[at] = value;
        looks_alike(&table)
    })
}

fn tables() -> impl Strategy<Value = Vec<u64>> {
    // Small counts, counts near the line, and large ones.
    prop::collection::vec(prop_oneof![0..=12_u64, 8..=11_u64, 10..=200_u64, Just(0), Just(9), Just(10)], 1..8)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn no_small_number_is_shown_or_can_be_worked_out(cells in tables()) {
        let (each, total) = shown(&cells);
        for it in each.iter().flatten() {
            prop_assert!(*it >= LEAST);
        }
        prop_assert!(total.is_none_or(|it| it >= LEAST));
        let hidden: Vec<usize> = (0..cells.len()).filter(|it| each[*it].is_none()).collect();
        if let (Some(total), false) = (total, hidden.is_empty()) {
            let rest = total - each.iter().flatten().sum::<u64>();
            prop_assert!(rest >= LEAST, "the hidden ones are {} together", rest);
        }
        if total.is_none() {
            prop_assert_eq!(hidden.len(), cells.len());
        }
        for at in hidden {
            prop_assert!(has_a_twin(&cells, at), "cell {} of {:?} is certain", at, cells);
        }
    }

    #[test]
    fn counts_that_belong_together_are_shown_or_hidden_together(
        cells in prop::collection::vec((0..60_u64, 0..60_u64), 1..8)
    ) {
        let rows: Vec<[u64; 2]> = cells.iter().map(|(one, two)| [*one, *two]).collect();
        let hidden = suppress(&rows, LEAST);
        let count = hidden.cells.iter().filter(|it| **it).count();
        for measure in 0..2 {
            let sum = |wanted: bool| -> u64 {
                rows.iter().zip(&hidden.cells).filter(|(_, it)| **it == wanted).map(|(row, _)| row[measure]).sum()
            };
            for (row, hide) in rows.iter().zip(&hidden.cells) {
                prop_assert!(*hide || row[measure] >= LEAST);
            }
            let enough = sum(true) >= LEAST * count as u64 || count == rows.len();
            prop_assert!(count == 0 || enough);
            prop_assert!(hidden.total || sum(true) + sum(false) >= LEAST);
        }
    }

    #[test]
    fn a_difference_lies_within_its_bounds(a in 0..300_u64, more in 0..300_u64, b in 0..300_u64, others in 0..300_u64) {
        prop_assume!(a + more > 0 && b + others > 0);
        let it = difference((a, a + more), (b, b + others)).unwrap();
        prop_assert!(it.low <= it.points + 1e-9 && it.points <= it.high + 1e-9);
        prop_assert!(it.low >= -100.0 - 1e-9 && it.high <= 100.0 + 1e-9);
        let back = difference((b, b + others), (a, a + more)).unwrap();
        prop_assert!((back.low + it.high).abs() < 1e-9, "the other way round it is the mirror image");
    }
}

#[test]
fn the_examples_of_the_literature_come_out() {
    // Newcombe 1998, table II, method 10: 56/70 and 48/80; 9/10 and 3/10; 6/7 and 2/7; 5/56 and 0/29.
    for (here, there, low, high) in [
        ((56, 70), (48, 80), 5.24, 33.39),
        ((9, 10), (3, 10), 17.05, 80.90),
        ((6, 7), (2, 7), 5.82, 80.62),
        ((5, 56), (0, 29), -3.81, 19.26),
    ] {
        let it = difference(here, there).unwrap();
        assert!((it.low - low).abs() < 0.006 && (it.high - high).abs() < 0.006, "{here:?} {there:?}: {it:?}");
    }
    assert_eq!(difference((0, 0), (1, 2)), None);
}

#[test]
fn a_table_without_small_numbers_is_shown_as_it_is() {
    assert_eq!(shown(&[10, 11, 500]), (vec![Some(10), Some(11), Some(500)], Some(521)));
    assert_eq!(shown(&[3, 4]), (vec![None, None], None));
    assert_eq!(shown(&[120, 3, 40]), (vec![Some(120), None, None], Some(163)));
}

#[test]
fn the_middle_is_the_middle() {
    assert_eq!(median(&mut []), None);
    assert_eq!(median(&mut [5]), Some(5));
    assert_eq!(median(&mut [9, 1, 4, 3]), Some(3));
}
