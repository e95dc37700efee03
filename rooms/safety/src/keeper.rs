//! Who keeps people safe, asked again inside the transaction: a hat that was taken a moment ago opens nothing any more.

use db::{Error, Result, Tx};
use words::{Actor, AgeBand, Hat, MemberId, Standing};

use crate::kind::is_minor;

/// Whom something is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum For {
    /// Moderators, supervisors and named leads.
    Keepers,
    /// Named leads alone.
    Leads,
}

impl For {
    /// What concerns children, and what was handed to a lead, is for leads alone.
    pub(crate) fn of(band: AgeBand, handed: bool) -> Self {
        if handed || is_minor(band) { Self::Leads } else { Self::Keepers }
    }

    fn hats(self) -> &'static [Hat] {
        match self {
            Self::Keepers => &[Hat::Moderator, Hat::Supervisor, Hat::SafeguardingLead],
            Self::Leads => &[Hat::SafeguardingLead],
        }
    }
}

/// Whether this member keeps people safe just now: an adult who takes part and wears one of the hats.
pub(crate) fn is_keeper(tx: &mut Tx<'_>, member: MemberId, of: For) -> Result<bool> {
    wears_any(tx, member, of.hats())
}

/// Refuses whoever does not: for them it does not exist.
pub(crate) fn must_keep(tx: &mut Tx<'_>, actor: &Actor, of: For) -> Result<()> {
    if is_keeper(tx, actor.id, of)? { Ok(()) } else { Err(Error::NotFound) }
}

/// Whether they are an adult who takes part and wears one of these hats, as the tables say now.
pub(crate) fn wears_any(tx: &mut Tx<'_>, member: MemberId, hats: &[Hat]) -> Result<bool> {
    let worn = people::hats::of(tx, member)?;
    if !worn.iter().any(|it| hats.contains(it)) || people::standing::of(tx, member)? != Standing::Active {
        return Ok(false);
    }
    Ok(!is_minor(people::Profile::of(tx, member)?.band))
}
