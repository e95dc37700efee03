//! The accessibility engine axe-core, run in the page as it stands.

use std::fmt;

use serde_json::Value;

/// The levels that we promise: WCAG 2.2 AA, with all that it builds on.
const RUN: &str = "
    const done = arguments[arguments.length - 1];
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'], preload: false })
       .then(result => done(result.violations), error => done('axe failed: ' + error));
";

/// Something on a page that keeps people out.
#[derive(Debug)]
pub struct Violation {
    /// axe's name of the rule, as `image-alt`.
    pub rule: String,
    /// How much it matters: minor, moderate, serious, critical.
    pub impact: String,
    /// What the rule asks.
    pub help: String,
    /// Where it is broken: selectors, each with what to mend.
    pub places: Vec<String>,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): {}", self.rule, self.impact, self.help)?;
        self.places.iter().try_for_each(|place| write!(f, "\n    {place}"))
    }
}

impl Violation {
    fn read(found: &Value) -> Violation {
        let text = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
        let nodes = found["nodes"].as_array().map(Vec::as_slice).unwrap_or_default();
        let place = |node: &Value| {
            let summary = text(node, "failureSummary").split_whitespace().collect::<Vec<_>>().join(" ");
            format!("{}: {summary}", node["target"])
        };
        Violation {
            rule: text(found, "id"),
            impact: text(found, "impact"),
            help: text(found, "help"),
            places: nodes.iter().map(place).collect(),
        }
    }
}

/// The engine's own source, where `cargo xtask` put it.
pub(crate) fn source() -> String {
    let path = std::env::var_os("ALONGSIDE_AXE");
    let path = path.expect("ALONGSIDE_AXE is not set: `cargo xtask test --only journeys` fetches axe-core and sets it");
    let shown = path.to_string_lossy();
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{shown}: {error}"))
}

/// The script that runs the engine once it is loaded.
pub(crate) const fn run() -> &'static str {
    RUN
}

/// Reads what the engine answered.
pub(crate) fn read(answer: &Value) -> Vec<Violation> {
    let violations = answer.as_array().unwrap_or_else(|| panic!("axe did not answer with a list: {answer}"));
    violations.iter().map(Violation::read).collect()
}
