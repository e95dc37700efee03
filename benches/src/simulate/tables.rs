//! Figures for people, and the parts of docs/scale.md that this program writes.

use anyhow::{Context, Result};

/// Three digits that matter.
pub(super) fn figure(value: f64) -> String {
    match value.abs() {
        0.0 => "0".to_owned(),
        size if size >= 1000.0 => whole(value),
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        size if size >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

/// A whole number with its thousands apart; above a thousand, two digits that matter are enough.
pub(super) fn whole(value: f64) -> String {
    let coarse = match value.abs() {
        size if size >= 1000.0 => {
            let step = 10f64.powi(size.log10().floor() as i32 - 1);
            (value / step).round() * step
        }
        _ => value.round(),
    };
    let digits = format!("{coarse:.0}");
    let mut told = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            told.push(',');
        }
        told.push(digit);
    }
    told
}

/// How much is taken, in hundredths.
pub(super) fn share(value: f64) -> String {
    match value {
        it if it >= 10.0 => format!("{} times", whole(it)),
        it if it >= 1.0 => format!("**{:.0} %**", it * 100.0),
        it if it >= 0.01 => format!("{:.0} %", it * 100.0),
        _ => "< 1 %".to_owned(),
    }
}

/// Rows of a table of a paper.
pub(super) fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: Vec<&str>| format!("| {} |\n", cells.join(" | "));
    let mut text = line(head.to_vec());
    text.push_str(&format!("|{}\n", "---|".repeat(head.len())));
    for row in rows {
        text.push_str(&line(row.iter().map(String::as_str).collect()));
    }
    text
}

/// The paper with what stands between the two marks of this name replaced.
pub(super) fn put(paper: &str, name: &str, new: &str) -> Result<String> {
    let (begin, end) =
        (format!("<!-- {name}: written by `cargo xtask simulate --write-docs` -->"), format!("<!-- end of {name} -->"));
    let missing = || format!("docs/scale.md has no place for {name}");
    let (before, rest) = paper.split_once(&begin).with_context(missing)?;
    let (_, after) = rest.split_once(&end).with_context(missing)?;
    Ok(format!("{before}{begin}\n\n{}\n\n{end}{after}", new.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_told_as_people_read_them() {
        assert_eq!([figure(0.1234), figure(12.34), figure(123_456.0)], ["0.123", "12.3", "120,000"]);
        assert_eq!([whole(999.6), whole(10e6)], ["1000", "10,000,000"].map(|it| it.replace("1000", "1,000")));
        assert_eq!([share(0.001), share(0.5), share(1.2), share(25.0)], ["< 1 %", "50 %", "**120 %**", "25 times"]);
    }

    #[test]
    fn only_what_is_between_the_marks_is_replaced() {
        let paper = "a\n<!-- x: written by `cargo xtask simulate --write-docs` -->\nold\n<!-- end of x -->\nb\n";
        let once = put(paper, "x", "new\n").unwrap();
        assert!(once.starts_with("a\n") && once.ends_with("b\n") && !once.contains("old"));
        assert_eq!(put(&once, "x", "new").unwrap(), once);
        assert!(put(paper, "y", "new").is_err());
    }
}
