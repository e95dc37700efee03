//! The table: ours, the reference, and how they compare.

use std::{fs, path::Path};

use anyhow::Result;
use serde::Serialize;

/// What most figures are beside: a server without rules that sends the same bytes.
const BARE: &str = "bare server, same bytes";
/// What a figure is beside when there is nothing to be measured beside.
const LIMIT: &str = "limit";

/// One figure of ours beside its reference.
#[derive(Clone, Serialize)]
pub(crate) struct Row {
    name: String,
    unit: String,
    ours: f64,
    /// What the reference did in the same run; where only a limit is set, that limit; nothing where there is neither.
    reference: Option<f64>,
    /// What the reference is.
    against: &'static str,
    /// Above 1 where ours is better than the reference, whatever the unit.
    ratio: Option<f64>,
    /// The figure to reach: a ratio beside a reference; where only a limit is set, that limit, in this unit.
    goal: Option<f64>,
    reached: Option<bool>,
    /// Every run of ours and of the reference, in turns.
    runs: [Runs; 2],
}

/// The same figure, run by run.
#[derive(Clone, Default, Serialize)]
#[serde(transparent)]
pub(crate) struct Runs(Vec<f64>);

impl Runs {
    fn middle(&self) -> f64 {
        median(self.0.iter().copied())
    }
}

impl From<f64> for Runs {
    fn from(one: f64) -> Self {
        Self(vec![one])
    }
}

impl From<Vec<f64>> for Runs {
    fn from(runs: Vec<f64>) -> Self {
        Self(runs)
    }
}

/// Whether more of something is better, or less.
#[derive(Clone, Copy)]
pub(crate) enum Better {
    More,
    Less,
}

/// Rows on their way.
#[derive(Default)]
pub(crate) struct Table(Vec<Row>);

impl Table {
    /// Something of which more is better, beside the bare server; the goal is a ratio.
    pub(crate) fn more(
        &mut self,
        name: impl Into<String>,
        unit: &str,
        (ours, bare): (impl Into<Runs>, impl Into<Runs>),
        goal: Option<f64>,
    ) {
        self.beside(BARE, name, unit, Better::More, (ours, bare), goal);
    }

    /// A time or a cost, beside the bare server; the goal is a ratio.
    pub(crate) fn less(
        &mut self,
        name: impl Into<String>,
        unit: &str,
        (ours, bare): (impl Into<Runs>, impl Into<Runs>),
        goal: Option<f64>,
    ) {
        self.beside(BARE, name, unit, Better::Less, (ours, bare), goal);
    }

    /// Something beside what is named; the goal is a ratio.
    pub(crate) fn beside(
        &mut self,
        against: &'static str,
        name: impl Into<String>,
        unit: &str,
        better: Better,
        (ours, reference): (impl Into<Runs>, impl Into<Runs>),
        goal: Option<f64>,
    ) {
        let runs = [ours.into(), reference.into()];
        let (ours, reference) = (runs[0].middle(), runs[1].middle());
        let ratio = match better {
            Better::More => ours / reference,
            Better::Less => reference / ours,
        };
        // Nothing beside nothing is no ratio.
        let ratio = Some(ratio).filter(|it| it.is_finite());
        self.push(Row {
            name: name.into(),
            unit: unit.to_owned(),
            ours,
            reference: Some(reference),
            against,
            ratio,
            goal,
            reached: goal.map(|goal| ratio.is_some_and(|ratio| ratio >= goal)),
            runs,
        });
    }

    /// A figure to be followed over time, with nothing beside it.
    pub(crate) fn alone(&mut self, name: impl Into<String>, unit: &str, ours: impl Into<Runs>) {
        self.push_limit(name.into(), unit, ours.into(), None);
    }

    /// A time or a cost that may be this much and has nothing to be measured beside: the limit stands as the reference.
    pub(crate) fn at_most(&mut self, name: impl Into<String>, unit: &str, ours: impl Into<Runs>, limit: f64) {
        self.push_limit(name.into(), unit, ours.into(), Some((limit, Better::Less)));
    }

    /// Something of which there should be this much and more, with nothing to be measured beside: the limit stands as the
    /// reference.
    pub(crate) fn at_least(&mut self, name: impl Into<String>, unit: &str, ours: impl Into<Runs>, limit: f64) {
        self.push_limit(name.into(), unit, ours.into(), Some((limit, Better::More)));
    }

    fn push_limit(&mut self, name: String, unit: &str, runs: Runs, limit: Option<(f64, Better)>) {
        let ours = runs.middle();
        let ratio = limit.map(|(limit, better)| match better {
            Better::More => ours / limit,
            Better::Less => limit / ours,
        });
        let limit = limit.map(|it| it.0);
        self.push(Row {
            name,
            unit: unit.to_owned(),
            ours,
            reference: limit,
            against: if limit.is_some() { LIMIT } else { "" },
            ratio,
            goal: limit,
            reached: ratio.map(|ratio| ratio >= 1.0),
            runs: [runs, Runs::default()],
        });
    }

    fn push(&mut self, row: Row) {
        // Told as they come, so that a long run is not a silent one.
        println!("    {}", row.line());
        self.0.push(row);
    }

    /// Prints everything once more, together.
    pub(crate) fn print(&self) {
        println!("\n    {:<28}{:>10}{:>12}  {:<18}{:>8}{:>8}", "", "ours", "reference", "", "ratio", "goal");
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

    /// The table as Markdown, for people.
    pub(crate) fn markdown(&self) -> String {
        let mut text = String::from("| what | ours | reference | what that is | unit | ratio | goal | |\n");
        text.push_str("|---|---:|---:|---|---|---:|---:|---|\n");
        for row in &self.0 {
            let [ours, reference, ratio, goal] = row.figures();
            let verdict = row.verdict();
            let (name, unit, against) = (&row.name, &row.unit, row.against);
            text.push_str(&format!(
                "| {name} | {ours} | {reference} | {against} | {unit} | {ratio} | {goal} | {verdict} |\n"
            ));
        }
        text
    }
}

impl Row {
    fn figures(&self) -> [String; 4] {
        let told = |value: Option<f64>| value.map(figure).unwrap_or_default();
        [figure(self.ours), told(self.reference), told(self.ratio), told(self.goal)]
    }

    fn verdict(&self) -> &'static str {
        match self.reached {
            Some(true) => "reached",
            Some(false) => "MISSED",
            None => "",
        }
    }

    fn line(&self) -> String {
        let [ours, reference, ratio, goal] = self.figures();
        let (name, unit, against, verdict) = (&self.name, &self.unit, self.against, self.verdict());
        format!("{name:<28}{ours:>10}{reference:>12}  {unit:<18}{ratio:>8}{goal:>8}  {verdict:<8}{against}")
            .trim_end()
            .to_owned()
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

    fn some() -> Table {
        let mut table = Table::default();
        table.more("requests", "/s", (50.0, 100.0), Some(0.5));
        table.less("cost", "ms", (vec![2.0, 9.0, 1.0], 1.0), Some(0.6));
        table.at_most("start", "s", 0.1, 0.2);
        table.at_least("deliveries", "/s", 50.0, 100.0);
        table
    }

    #[test]
    fn more_is_better_whatever_the_unit() {
        let found: Vec<_> = some().0.iter().map(|row| (row.ratio, row.reached)).collect();
        let half = (Some(0.5), Some(false));
        assert_eq!(found, [(Some(0.5), Some(true)), half, (Some(2.0), Some(true)), half]);
    }

    #[test]
    fn people_read_the_middle_and_programs_every_run() {
        let table = some();
        assert!(
            table.markdown().contains("| cost | 2.00 | 1.00 | bare server, same bytes | ms | 0.500 | 0.600 | MISSED |")
        );
        assert_eq!(table.0[1].runs[0].0, [2.0, 9.0, 1.0]);
    }

    #[test]
    fn the_middle_is_not_moved_by_one_bad_run() {
        assert_eq!(median([1.0, 900.0, 2.0]), 2.0);
        assert_eq!(quantile(&mut (1..=100).map(f64::from).collect::<Vec<_>>(), 0.99), 100.0);
    }
}
