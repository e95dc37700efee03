//! What people come here for, and what they say about it.

mod around;
mod inside;

use around::{APART, CARING, FAMILY, MONEY, SERVICES, WORK};
use circles::kind::ContentNote;
use inside::{ALONE, BODY, GRIEF, LOW, SLEEP, WORRY};

/// Something that people talk about.
pub(in crate::populate) struct Theme {
    /// What it is called here.
    pub(in crate::populate) name: &'static str,
    /// Its number in the list of topics that a community begins with.
    pub(in crate::populate) topic: u16,
    /// What circles about it are called.
    pub(in crate::populate) circles: &'static [&'static str],
    /// What threads about it are called.
    pub(super) titles: &'static [&'static str],
    /// What is happening.
    pub(super) now: &'static [&'static str],
    /// How it feels.
    pub(super) feels: &'static [&'static str],
    /// What helped somebody.
    pub(super) helped: &'static [&'static str],
    /// What went well.
    pub(super) wins: &'static [&'static str],
    /// What is asked.
    pub(super) asks: &'static [&'static str],
    /// What a reader may want to know first.
    pub(super) note: Option<ContentNote>,
}

/// The place in [`THEMES`] of what people who care for somebody talk about.
pub(in crate::populate) const CARERS: usize = 10;

/// All of them, those that most people come for first.
pub(in crate::populate) const THEMES: &[Theme] =
    &[LOW, WORRY, ALONE, SLEEP, FAMILY, GRIEF, WORK, APART, MONEY, BODY, CARING, SERVICES];
