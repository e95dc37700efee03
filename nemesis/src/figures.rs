//! What a run came to.

use std::{collections::BTreeMap, time::Duration};

use crate::{
    check::{Kind, Violation},
    history::{Event, What},
    plan::Fault,
};

/// Counts and spans of a run.
#[derive(Default)]
pub(crate) struct Figures {
    /// How often each fault happened.
    pub(crate) faults: BTreeMap<Fault, usize>,
    /// Faults that this machine does not allow, and why.
    pub(crate) skipped: Vec<String>,
    violations: BTreeMap<Kind, usize>,
    /// Words said, acknowledged words, shown messages, requests, conversations won, places given.
    said: usize,
    saved: usize,
    shown: usize,
    waited: usize,
    won: usize,
    places: usize,
    slowest_ready: Duration,
    slowest_back: BTreeMap<Fault, Duration>,
    /// Anything else that is worth a line.
    pub(crate) notes: Vec<String>,
}

impl Figures {
    /// A node was ready after this long.
    pub(crate) fn ready(&mut self, after: Duration) {
        self.slowest_ready = self.slowest_ready.max(after);
    }

    /// Words were acknowledged again, so long after a fault had ended.
    pub(crate) fn back(&mut self, fault: Fault, after: Duration) {
        let slowest = self.slowest_back.entry(fault).or_default();
        *slowest = after.max(*slowest);
    }

    /// Counts what a history holds.
    pub(crate) fn count(&mut self, history: &[Event]) {
        for event in history {
            match event.what {
                What::Says { .. } => self.said += 1,
                What::Saved { .. } => self.saved += 1,
                What::Shown { .. } => self.shown += 1,
                What::Waits { .. } => self.waited += 1,
                What::Won { .. } => self.won += 1,
                What::Did { .. } => self.places += 1,
                _ => (),
            }
        }
    }

    /// Counts what was found. Answers how many of its kind there are by now.
    pub(crate) fn found(&mut self, violation: &Violation) -> usize {
        let counted = self.violations.entry(violation.kind).or_default();
        *counted += 1;
        *counted
    }

    /// Whether nothing was found.
    pub(crate) fn is_clean(&self) -> bool {
        self.violations.is_empty()
    }

    /// The table.
    pub(crate) fn table(&self) -> String {
        let mut lines = Vec::new();
        let mut line = |name: &str, value: String| lines.push(format!("  {name:<34} {value:>10}"));
        for (fault, times) in &self.faults {
            let back = self.slowest_back.get(fault);
            let back = back.map_or(String::new(), |it| format!("   back after {:.2} s at most", it.as_secs_f64()));
            line(&fault.to_string(), format!("{times:>10}{back}"));
        }
        line("slowest ready", format!("{:.2} s", self.slowest_ready.as_secs_f64()));
        line("words sent", self.said.to_string());
        line("words acknowledged", self.saved.to_string());
        line("messages shown", self.shown.to_string());
        line("requests acknowledged", self.waited.to_string());
        line("conversations won", self.won.to_string());
        line("places taken or given back", self.places.to_string());
        for kind in Kind::ALL {
            line(kind.words(), self.violations.get(&kind).copied().unwrap_or(0).to_string());
        }
        lines.extend(self.notes.iter().map(|it| format!("  {it}")));
        lines.extend(self.skipped.iter().map(|it| format!("  SKIPPED  {it}")));
        lines.join("\n")
    }
}
