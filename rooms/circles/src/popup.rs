//! A circle in a hurry: something happened in the world, and people want a place for it today. A template says most of
//! it; who opens it adds the name of what happened and two facilitators.

use words::{Ctx, Language};

use crate::{
    circle::Plan,
    kind::{Moderation, Night},
};

/// A template.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Popup {
    /// Under which it is named in catalogues and addresses.
    pub(crate) name: &'static str,
    /// Topics of the starting list that it is found by.
    topics: &'static [u16],
}

/// Every template.
pub(crate) const POPUPS: &[Popup] = &[
    Popup { name: "happened-near", topics: &[2, 12] },
    Popup { name: "loss", topics: &[6] },
    Popup { name: "exams", topics: &[2, 7] },
    Popup { name: "alone-days", topics: &[3] },
];

/// The template of this name.
pub(crate) fn called(name: &str) -> Option<&'static Popup> {
    POPUPS.iter().find(|it| it.name == name)
}

impl Popup {
    /// The plan that it begins with: watched closely, because whoever comes is raw and few know one another.
    pub(crate) fn plan(&self, c: &Ctx, language: Language) -> Plan {
        let words = |what: &str| c.t(&format!("popup-{what}-{}", self.name)).into_owned();
        Plan {
            topics: self.topics.to_vec(),
            moderation: Moderation::After,
            night: Night::Hold,
            reply_hours: 4,
            ..Plan::usual(&words("name"), &words("about"), &c.t("popup-charter"), language)
        }
    }
}
