//! A picture of numbers over time: bars, drawn on the server, coloured by the style sheet. Beside it stands a table with
//! the same numbers; the picture is for those to whom it says more.

/// Width of a bar and of the gap after it.
const BAR: u32 = 20;
const GAP: u32 = 8;
/// Height of the tallest bar.
const TALL: u64 = 96;
/// Height of the mark that stands for a number that is not told.
const MARK: u32 = 4;

/// Bars from left to right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// Width of the drawing.
    pub width: u32,
    /// Height of the drawing.
    pub height: u32,
    /// The bars.
    pub bars: Vec<Bar>,
}

/// A bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    /// From the left.
    pub x: u32,
    /// From the top.
    pub y: u32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
    /// Stands for a number that is not told: all of these look the same.
    pub untold: bool,
}

impl Chart {
    /// Bars for these numbers, the tallest as tall as the drawing.
    pub fn of(numbers: &[Option<u64>]) -> Self {
        Self::within(numbers, numbers.iter().flatten().max().copied().unwrap_or_default().max(1))
    }

    /// Bars for numbers of a scale that ends at `most`: the drawing is as tall as the whole scale.
    pub fn within(numbers: &[Option<u64>], most: u64) -> Self {
        let bars: Vec<Bar> = numbers
            .iter()
            .zip(0_u32..)
            .map(|(number, at)| {
                // No more than `TALL`, so it fits.
                let height = number.map_or(MARK, |it| (it.min(most).saturating_mul(TALL) / most.max(1)) as u32);
                let x = at * (BAR + GAP);
                Bar { x, y: TALL as u32 - height, width: BAR, height, untold: number.is_none() }
            })
            .collect();
        let width = (bars.len() as u32 * (BAR + GAP)).max(BAR + GAP) - GAP;
        Self { width, height: TALL as u32, bars }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tallest_fills_the_drawing_and_what_is_untold_looks_alike() {
        let chart = Chart::of(&[Some(50), None, Some(100), Some(0), None]);
        let heights: Vec<u32> = chart.bars.iter().map(|it| it.height).collect();
        assert_eq!(heights, [48, 4, 96, 0, 4]);
        assert_eq!((chart.bars[1].y, chart.bars[2].y), (92, 0));
        assert_eq!(chart.width, 5 * 28 - 8);
        let scaled = Chart::within(&[Some(5), Some(10), Some(12)], 10);
        assert_eq!(
            scaled.bars.iter().map(|it| it.height).collect::<Vec<_>>(),
            [48, 96, 96],
            "nothing leaves the scale"
        );
        assert_eq!(Chart::of(&[]).bars, []);
        assert_eq!(Chart::of(&[Some(u64::MAX)]).bars[0].height, 1, "numbers nobody has do not overflow");
    }
}
