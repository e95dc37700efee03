//! Invitations: an administrator lets one person in, with a hat or without. A link is worth what its maker is: it stops
//! working when they give up the hat, are paused, or leave.

use db::{Error, Result, Tx};
use organisation::invitations::{self, Invitation, InvitationId};
use words::{Hat, MemberId, Standing};

use crate::{hats, member::Profile, standing};

/// Makes an invitation and answers the token of its link.
pub fn make(tx: &mut Tx<'_>, by: MemberId, hat: Option<Hat>, reason: &str) -> Result<String> {
    keeper(tx, by)?;
    invitations::make(tx, by, hat, reason)
}

/// The invitation with this token, when somebody may join with it.
pub fn check(tx: &mut Tx<'_>, token: &str) -> Result<Invitation> {
    let invitation = invitations::check(tx, token)?;
    holds(tx, &invitation)?;
    Ok(invitation)
}

/// Uses the invitation up for somebody who has just joined, and gives them its hat in its maker's name.
pub fn accept(tx: &mut Tx<'_>, token: &str, member: MemberId) -> Result<()> {
    let invitation = invitations::redeem(tx, token)?;
    holds(tx, &invitation)?;
    match invitation.hat {
        Some(hat) => hats::give(tx, invitation.made_by, member, hat, &invitation.reason),
        None => Ok(()),
    }
}

/// Takes an invitation back that nobody has used.
pub fn withdraw(tx: &mut Tx<'_>, by: MemberId, id: InvitationId) -> Result<()> {
    keeper(tx, by)?;
    invitations::withdraw(tx, by, id)
}

/// The invitations of the last months with the names of those who made them, for administrators.
pub fn list(tx: &mut Tx<'_>, asker: MemberId) -> Result<Vec<(Invitation, Option<String>)>> {
    keeper(tx, asker)?;
    let all = invitations::all(tx)?;
    all.into_iter().map(|it| Profile::name(tx, it.made_by).map(|name| (it, name))).collect()
}

/// Asked where it is done and not only on the page: a hat may have been taken back since the page was opened.
fn keeper(tx: &mut Tx<'_>, by: MemberId) -> Result<()> {
    if hats::wears(tx, by, Hat::Administrator)? && standing::of(tx, by)? == Standing::Active {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

/// Whoever made it still could, or only takes a break.
fn holds(tx: &mut Tx<'_>, invitation: &Invitation) -> Result<()> {
    let by = invitation.made_by;
    let stands = hats::wears(tx, by, Hat::Administrator)?
        && matches!(standing::of(tx, by)?, Standing::Active | Standing::OnBreak);
    if stands { Ok(()) } else { Err(Error::refused("invitation-wrong")) }
}
