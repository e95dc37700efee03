/// Which cells of a table are not shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hidden {
    /// For each cell, in order, whether it is hidden.
    pub cells: Vec<bool>,
    /// Whether the totals are hidden too.
    pub total: bool,
}

/// Decides which cells of a table are hidden so that no number below `least` can be worked out from what is shown, the
/// totals included, not even by somebody who knows this rule. Each cell has `K` counts that are shown or hidden together,
/// such as how many people there are and how many of them waited long.
///
/// A cell with a small count is hidden. The total minus what is shown gives away the sum of what is hidden, so further
/// cells are hidden, in the order of the table, until what is hidden amounts to `least` per hidden cell. The order and the
/// sum alone decide, and both are known anyway: had the next cell been chosen by its size, the choice would tell. In any
/// table then, one can be moved from a hidden cell to another without changing anything that is shown, so none is certain.
/// The tests try exactly that.
///
/// ```
/// use statistics::suppress;
/// // Three were hidden under one rule: forty of another are hidden with them, or 163 - 120 - 40 would tell.
/// let hidden = suppress(&[[120], [3], [40]], 10);
/// assert_eq!(hidden.cells, [false, true, true]);
/// assert!(!hidden.total);
/// ```
pub fn suppress<const K: usize>(cells: &[[u64; K]], least: u64) -> Hidden {
    let mut hidden: Vec<bool> = cells.iter().map(|cell| cell.iter().any(|it| *it < least)).collect();
    let Some(first) = hidden.iter().position(|it| *it) else {
        return Hidden { cells: hidden, total: cells.is_empty() };
    };
    let order: Vec<usize> = (first..cells.len()).chain(0..first).collect();
    for at in order {
        let taken = || cells.iter().zip(&hidden).filter(|(_, it)| **it).map(|(cell, _)| cell);
        let enough = least.saturating_mul(taken().count() as u64);
        if sums(taken()).iter().all(|it| *it >= enough) {
            break;
        }
        hidden[at] = true;
    }
    let total = sums(cells.iter()).iter().any(|it| *it < least);
    Hidden { cells: hidden, total }
}

fn sums<'a, const K: usize>(cells: impl Iterator<Item = &'a [u64; K]>) -> [u64; K] {
    let mut sums = [0_u64; K];
    for cell in cells {
        for (sum, count) in sums.iter_mut().zip(cell) {
            *sum = sum.saturating_add(*count);
        }
    }
    sums
}
