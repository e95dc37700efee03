//! What facilitators decide about somebody in their circle: a pause, or taking them out. They are decisions of the room
//! that keeps everyone safe: under a rule, with a reason that the person reads, and with a way to ask somebody else.

use db::{Error, Result, Tx};
use safety::{
    kind::DecisionId,
    spot::{self, Grounds},
};
use words::{Actor, MemberId};

use crate::{bar, circle::Circle, membership};

/// How long a pause may last, in days.
pub const PAUSES: &[u32] = &[1, 3, 7, 14];

/// Lets somebody read but not write for some days.
pub fn pause(
    tx: &mut Tx<'_>,
    actor: &Actor,
    circle: &Circle,
    member: MemberId,
    days: u32,
    grounds: &Grounds,
) -> Result<DecisionId> {
    if !PAUSES.contains(&days) {
        return Err(Error::refused("measure-days-missing"));
    }
    membership::role(tx, circle.id, member)?.ok_or(Error::NotFound)?;
    bar::subject(tx, actor, circle, member)?;
    spot::pause(tx, actor, circle.id.0, member, days, grounds)
}

/// Takes somebody out of the circle.
pub fn remove(
    tx: &mut Tx<'_>,
    actor: &Actor,
    circle: &Circle,
    member: MemberId,
    grounds: &Grounds,
) -> Result<DecisionId> {
    membership::role(tx, circle.id, member)?.ok_or(Error::NotFound)?;
    bar::subject(tx, actor, circle, member)?;
    spot::remove(tx, actor, circle.id.0, member, grounds)
}
