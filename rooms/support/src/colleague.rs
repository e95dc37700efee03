//! Whoever helps here, or did, may need somebody to talk to. With whom they work, or worked, they need not share that: who
//! looked after whom is never offered to one another, and on their wish nobody with whom they worked at all.

use std::collections::BTreeSet;

use db::{Result, Tx, args};
use words::MemberId;

use crate::request::Request;

/// Who is not offered what this member asks for, because they worked together.
pub(crate) fn of(tx: &mut Tx<'_>, asker: MemberId) -> Result<BTreeSet<MemberId>> {
    let mut colleagues: BTreeSet<MemberId> =
        workforce::supervisor::looked_after_together(tx, asker)?.into_iter().collect();
    if Request::live_of(tx, asker)?.is_some_and(|it| it.no_colleagues) {
        let worked = workforce::spell::beside(tx, asker)?;
        colleagues.extend(worked);
    }
    Ok(colleagues)
}

/// Whether somebody is asked about it: they help here, or did.
pub(crate) fn is_asked(tx: &mut Tx<'_>, member: MemberId) -> Result<bool> {
    let worked: i64 = tx.value(
        "SELECT (SELECT COUNT(*) FROM people_wearers WHERE member_id = $1)
              + (SELECT COUNT(*) FROM workforce_spells WHERE member_id = $1)",
        args![member],
    )?;
    Ok(worked > 0)
}
