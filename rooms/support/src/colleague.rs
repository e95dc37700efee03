//! Whoever helps here, or did, may need somebody to talk to. With whom they work, or worked, they need not share that: who
//! looked after whom never meets over it, and on their wish nobody with whom they worked at all. Asked wherever somebody
//! could learn who asks: an offer, a request that is taken by hand, a note, another pair of eyes, feedback.

use std::collections::BTreeSet;

use db::{Result, Tx, args};
use people::hats;
use words::{Hat, MemberId};

use crate::{kind::RequestId, request::Request};

/// Those who work here and of whose hours nothing is counted: whoever helps works with them.
const UNCOUNTED: [Hat; 4] = [Hat::Supervisor, Hat::Moderator, Hat::SafeguardingLead, Hat::Administrator];

/// Who is not offered what this member asks for, because they worked together.
pub(crate) fn of(tx: &mut Tx<'_>, asker: MemberId) -> Result<BTreeSet<MemberId>> {
    let wishes = Request::live_of(tx, asker)?.is_some_and(|it| it.no_colleagues);
    worked_with(tx, asker, wishes)
}

/// Whether this member does not learn of a request, open or over, because they worked with whoever asked.
pub(crate) fn is(tx: &mut Tx<'_>, request: RequestId, other: MemberId) -> Result<bool> {
    let request = Request::any(tx, request)?;
    Ok(worked_with(tx, request.member, request.no_colleagues)?.contains(&other))
}

fn worked_with(tx: &mut Tx<'_>, asker: MemberId, wishes_none: bool) -> Result<BTreeSet<MemberId>> {
    let mut colleagues: BTreeSet<MemberId> =
        workforce::supervisor::looked_after_together(tx, asker)?.into_iter().collect();
    if wishes_none {
        colleagues.extend(workforce::spell::beside(tx, asker)?);
        for hat in UNCOUNTED {
            colleagues.extend(hats::wearers(tx, hat)?);
        }
        colleagues.remove(&asker);
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
