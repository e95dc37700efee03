//! The table: ours, the reference, and how they compare.

use std::{fs, path::Path};

use anyhow::Result;
use serde::Serialize;

/// One figure of ours beside its reference.
#[derive(Serialize)]
pub(crate) struct Row {
    name: &'static str,
    ours: f64,
    /// What the reference did in the same run; where only a limit is set, that limit; nothing where there is neither.
    reference: Option<f64>,
    /// Above 1 where ours is better than the reference, whatever the unit.
    ratio: Option<f64>,
    /// The figure to reach: a ratio beside the bare server; where only a limit is set, that limit, in this unit.
    goal: Option<f64>,
    unit: &'static str,
    #[serde(skip)]
    reached: Option<bool>,
    #[serde(skip)]
    beside: &'static str,
}

/// Rows on their way.
#[derive(Default)]
pub(crate) struct Table(Vec<Row>);

impl Table {
    /// Something of which more is better, beside the bare server; the goal is a ratio.
    pub(crate) fn more(&mut self, name: &'static str, unit: &'static str, both: (f64, f64), goal: Option<f64>) {
        self.beside(name, unit, both, both.0 / both.1, goal);
    }

    /// A time or a cost, beside the bare server; the goal is a ratio.
    pub(crate) fn less(&mut self, name: &'static str, unit: &'static str, both: (f64, f64), goal: Option<f64>) {
        self.beside(name, unit, both, both.1 / both.0, goal);
    }

    /// A time with everything around a decision, beside the decision alone.
    pub(crate) fn beside_decision(&mut self, name: &'static str, unit: &'static str, ours: f64, decision: f64) {
        let (reference, ratio) = (Some(decision), Some(decision / ours));
        self.push(Row { name, ours, reference, ratio, goal: None, unit, reached: None, beside: "decision" });
    }

    /// A figure to be followed over time, with nothing beside it.
    pub(crate) fn alone(&mut self, name: &'static str, unit: &'static str, ours: f64) {
        self.push(Row { name, ours, reference: None, ratio: None, goal: None, unit, reached: None, beside: "" });
    }

    fn beside(
        &mut self,
        name: &'static str,
        unit: &'static str,
        (ours, reference): (f64, f64),
        ratio: f64,
        goal: Option<f64>,
    ) {
        let reached = goal.map(|goal| ratio >= goal);
        self.push(Row {
            name,
            ours,
            reference: Some(reference),
            ratio: Some(ratio),
            goal,
            unit,
            reached,
            beside: "bare",
        });
    }

    /// A time or a cost that may be this much and has nothing to be measured beside: the limit stands as the reference.
    pub(crate) fn at_most(&mut self, name: &'static str, unit: &'static str, ours: f64, limit: f64) {
        let (limit, ratio, reached) = (Some(limit), Some(limit / ours), Some(ours <= limit));
        self.push(Row { name, ours, reference: limit, ratio, goal: limit, unit, reached, beside: "limit" });
    }

    /// Something of which there should be this much and more, with nothing to be measured beside: the limit stands as the
    /// reference.
    pub(crate) fn at_least(&mut self, name: &'static str, unit: &'static str, ours: f64, limit: f64) {
        let (limit, ratio, reached) = (Some(limit), Some(ours / limit), Some(ours >= limit));
        self.push(Row { name, ours, reference: limit, ratio, goal: limit, unit, reached, beside: "limit" });
    }

    fn push(&mut self, row: Row) {
        // Told as they come, so that a long run is not a silent one.
        println!("    {}", row.line());
        self.0.push(row);
    }

    /// Prints everything once more, together.
    pub(crate) fn print(&self) {
        println!("\n    {:<24}{:>10}{:>20}  {:<14}{:>8}{:>8}", "", "ours", "reference", "", "ratio", "goal");
        for row in &self.0 {
            println!("    {}", row.line());
        }
    }

    /// Writes the rows where programs find them.
    pub(crate) fn write(&self, path: &Path) -> Result<()> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, serde_json::to_string_pretty(&self.0)? + "\n")?;
        Ok(())
    }
}

impl Row {
    fn line(&self) -> String {
        let told = |value: Option<f64>| value.map(figure).unwrap_or_default();
        let reference = format!("{} {:<8}", told(self.reference), self.beside);
        let verdict = match self.reached {
            Some(true) => "reached",
            Some(false) => "MISSED",
            None => "",
        };
        let (name, ours, unit, ratio, goal) =
            (self.name, figure(self.ours), self.unit, told(self.ratio), told(self.goal));
        format!("{name:<24}{ours:>10}{reference:>20}  {unit:<14}{ratio:>8}{goal:>8}  {verdict}").trim_end().to_owned()
    }
}

/// Three digits that matter.
fn figure(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        size if size >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

/// The middle of several runs: one that was disturbed does not count.
pub(crate) fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    quantile(&mut values.into_iter().collect::<Vec<_>>(), 0.5)
}

/// The value below which this share lies.
pub(crate) fn quantile(values: &mut [f64], share: f64) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let place = (values.len() as f64 * share) as usize;
    values.get(place.min(values.len().saturating_sub(1))).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_is_better_whatever_the_unit() {
        let mut table = Table::default();
        table.more("requests", "/s", (50.0, 100.0), Some(0.5));
        table.less("cost", "ms", (2.0, 1.0), Some(0.6));
        table.at_most("start", "s", 0.1, 0.2);
        table.at_least("deliveries", "/s", 50.0, 100.0);
        let found: Vec<_> = table.0.iter().map(|row| (row.ratio, row.reached)).collect();
        let half = (Some(0.5), Some(false));
        assert_eq!(found, [(Some(0.5), Some(true)), half, (Some(2.0), Some(true)), half]);
    }

    #[test]
    fn the_middle_is_not_moved_by_one_bad_run() {
        assert_eq!(median([1.0, 900.0, 2.0]), 2.0);
        assert_eq!(quantile(&mut (1..=100).map(f64::from).collect::<Vec<_>>(), 0.99), 100.0);
    }
}
