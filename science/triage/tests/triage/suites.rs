//! The suites: what is read rightly, kind by kind.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use triage::{Level, Triage};

/// Made once for all tests.
pub(crate) static SHIPPED: LazyLock<Triage> = LazyLock::new(Triage::shipped);

/// A case of a suite.
pub(crate) struct Row {
    pub(crate) functionality: String,
    pub(crate) level: Level,
    pub(crate) flag: bool,
    pub(crate) text: String,
}

/// The cases of `suites/NAME.csv`.
pub(crate) fn rows(name: &str) -> Vec<Row> {
    let file = format!("{}/suites/{name}.csv", env!("CARGO_MANIFEST_DIR"));
    let row = |row: csv::StringRecord| Row {
        functionality: row[1].to_owned(),
        level: row[2].parse().unwrap(),
        flag: &row[3] == "1",
        text: row[4].to_owned(),
    };
    csv::Reader::from_path(file).unwrap().records().map(|it| row(it.unwrap())).collect()
}

/// For each kind: how many are flagged, and how many there are.
fn flagged(rows: &[Row], chosen: impl Fn(&Row) -> bool) -> BTreeMap<&str, (usize, usize)> {
    let mut table: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for row in rows.iter().filter(|row| chosen(row)) {
        let entry = table.entry(&row.functionality).or_default();
        entry.0 += usize::from(SHIPPED.read(&row.text, &[]).score >= SHIPPED.thresholds().flag);
        entry.1 += 1;
    }
    table
}

fn share(table: &BTreeMap<&str, (usize, usize)>) -> f64 {
    let (flagged, all) = table.values().fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
    flagged as f64 / all as f64
}

#[test]
fn every_kind_of_danger_in_the_suite_is_found() {
    let rows = rows("crisis");
    let found = flagged(&rows, |row| row.flag);
    for (kind, (flagged, all)) in &found {
        assert!(flagged * 100 >= all * 75, "{kind}: {flagged} of {all}");
    }
    assert!(share(&found) >= 0.94, "{found:?}");
    assert!(share(&flagged(&rows, |row| row.level == Level::Crisis)) >= 0.94);
}

#[test]
fn few_look_alikes_in_the_suite_are_flagged() {
    let rows = rows("crisis");
    let wrong = flagged(&rows, |row| !row.flag);
    assert!(share(&wrong) <= 0.05, "{wrong:?}");
}

/// Nobody looks at these cases while writing rules.
#[test]
fn the_sealed_suite_reaches_the_bars() {
    let rows = rows("crisis_sealed");
    assert!(share(&flagged(&rows, |row| row.level == Level::Crisis)) >= 0.90);
    assert!(share(&flagged(&rows, |row| row.flag)) >= 0.85);
    assert!(share(&flagged(&rows, |row| !row.flag)) <= 0.10);
}
