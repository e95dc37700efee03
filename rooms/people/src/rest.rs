//! An account at rest: after somebody has died nobody signs in to it, nothing is asked of it or sent to it, and the name
//! stays theirs. To everything else it looks like a break, so that whatever leaves people on a break alone leaves them
//! alone too.

use db::{Error, Result, Tx, args};
use organisation::trail;
use words::MemberId;

use crate::{session, standing};

/// Lets an account rest. Whoever may decide so is settled by the room that asks.
pub fn begin(tx: &mut Tx<'_>, by: MemberId, member: MemberId) -> Result<()> {
    let there: i64 =
        tx.value("SELECT COUNT(*) FROM people_members WHERE id = $1 AND erased_at IS NULL", args![member])?;
    if there == 0 {
        return Err(Error::NotFound);
    }
    if by == member {
        return Err(Error::refused("members-not-yourself"));
    }
    let begun = tx.execute(
        "INSERT INTO people_rests (member, by_member, began_at) VALUES ($1, $2, $3) ON CONFLICT (member) DO NOTHING",
        args![member, by, tx.now()],
    )?;
    if begun == 1 {
        standing::take_break(tx, member)?;
        session::revoke_all(tx, member)?;
        trail::record(tx, Some(by), "trail-rest-begun", Some(member), "")?;
    }
    Ok(())
}

/// Ends it: it was a mistake, and the person is here.
pub fn end(tx: &mut Tx<'_>, by: MemberId, member: MemberId, reason: &str) -> Result<()> {
    if tx.execute("DELETE FROM people_rests WHERE member = $1", args![member])? == 1 {
        standing::come_back(tx, member)?;
        trail::record(tx, Some(by), "trail-rest-ended", Some(member), reason)?;
    }
    Ok(())
}

/// Whether an account is at rest.
pub fn is_at_rest(tx: &mut Tx<'_>, member: MemberId) -> Result<bool> {
    Ok(tx.value::<i64>("SELECT COUNT(*) FROM people_rests WHERE member = $1", args![member])? > 0)
}
