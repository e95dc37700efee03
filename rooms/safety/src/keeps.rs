//! Whose cases somebody keeps: those of adults, or those of children, which are for named leads alone. And the live topics
//! of either: that something happened among the ones is nothing that those who keep the others should hear.

use bus::Announce;
use db::{Result, Tx};
use words::{Actor, AgeBand, Hat, REFRESH};

use crate::kind::is_minor;

/// Whose cases.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Keeps {
    /// Those of adults: moderators and supervisors.
    Adults,
    /// Those of children: safeguarding leads.
    Children,
}

impl Keeps {
    /// Whose cases people of this band are.
    pub fn of_band(band: AgeBand) -> Self {
        if is_minor(band) { Self::Children } else { Self::Adults }
    }

    /// Whose cases this member may judge. Nobody who is a child judges.
    pub fn of(actor: &Actor) -> Vec<Self> {
        let mut keeps = Vec::new();
        if !is_minor(actor.band) {
            if actor.wears(Hat::Moderator) || actor.wears(Hat::Supervisor) {
                keeps.push(Self::Adults);
            }
            if actor.wears(Hat::SafeguardingLead) {
                keeps.push(Self::Children);
            }
        }
        keeps
    }

    /// A band of theirs.
    pub fn band(self) -> AgeBand {
        match self {
            Self::Adults => AgeBand::Adult,
            Self::Children => AgeBand::Older,
        }
    }

    /// As the catalogue names it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Adults => "adults",
            Self::Children => "children",
        }
    }

    /// What their open pages listen to.
    pub(crate) fn topic(self) -> String {
        format!("safety:on-call:{}", self.as_str())
    }

    /// Wakes their open pages.
    pub(crate) fn changed(self, tx: &mut Tx<'_>) -> Result<()> {
        tx.announce(self.topic(), REFRESH)
    }
}

/// Somebody is on call, or is not any more.
pub(crate) fn watches_changed(tx: &mut Tx<'_>, actor: &Actor) -> Result<()> {
    Keeps::of(actor).into_iter().try_for_each(|it| it.changed(tx))
}
