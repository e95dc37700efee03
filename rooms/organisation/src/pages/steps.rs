//! The steps of the set-up. The same pages change things later; then they ask for a reason.

pub(crate) mod ages;
pub(crate) mod charter;
pub(crate) mod helplines;
pub(crate) mod hours;
pub(crate) mod languages;
pub(crate) mod name;
pub(crate) mod people;
pub(crate) mod topics;

use db::{Result, Tx};
use web::Page;
use words::Ctx;

use crate::setup::{self, Step};

/// What surrounds the form of a step.
pub(crate) struct Frame {
    pub(crate) step: Step,
    saved: Vec<Step>,
    pub(crate) opened: bool,
}

impl Frame {
    pub(crate) fn load(tx: &mut Tx<'_>, step: Step) -> Result<Self> {
        let saved = setup::saved(tx)?;
        Ok(Self { step, opened: saved.contains(&Step::Opening), saved })
    }

    /// All steps, for the list of them.
    pub(crate) fn steps(&self) -> &'static [Step] {
        Step::ALL
    }

    pub(crate) fn is_saved(&self, step: &Step) -> bool {
        self.saved.contains(step)
    }

    pub(crate) fn is_here(&self, step: &Step) -> bool {
        self.step == *step
    }

    /// The step after this one.
    pub(crate) fn next(&self) -> Step {
        self.step.next().unwrap_or(Step::Opening)
    }

    /// Where one goes when the step is saved.
    fn onward(&self, c: &Ctx) -> Page {
        if self.opened { c.go("/settings") } else { c.go(self.next().path()) }
    }
}
