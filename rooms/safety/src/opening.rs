//! An opening: something sealed of a member was read by somebody whose work it is. The member sees who it was, who
//! agreed to it, when and why: at once, unless waiting was justified, and then by a day that was fixed beforehand.

use db::{Error, Result, Time, Tx, args};
use organisation::trail;
use seal::{KeyId, Place, Sealing};
use words::{Actor, MemberId};

db::id! {
    /// An opening.
    OpeningId
}

db::word! {
    /// What was opened.
    pub enum What {
        /// The sealed contact card.
        Card = "card",
        /// What is kept with a case that somebody else looks after.
        Evidence = "evidence",
        /// What this room keeps about a member.
        Account = "account",
    }
}

impl What {
    fn deed(self) -> &'static str {
        match self {
            Self::Card => "trail-opened-card",
            Self::Evidence => "trail-opened-evidence",
            Self::Account => "trail-opened-account",
        }
    }
}

/// What is noted when something is opened.
#[derive(Clone, Copy, Debug)]
pub struct Note<'a> {
    /// Whose it is.
    pub about: MemberId,
    /// What it is.
    pub what: What,
    /// Who asked.
    pub by: MemberId,
    /// Who agreed.
    pub confirmed_by: Option<MemberId>,
    /// Why, in their words: the member reads them.
    pub reason: &'a str,
    /// When it shuts again.
    pub until: Option<Time>,
    /// When the member is told, when not at once.
    pub tell_after: Option<Time>,
}

/// An opening, as the member sees it.
#[derive(Clone, Debug)]
pub struct Opening {
    /// Its id.
    pub id: OpeningId,
    /// What was opened.
    pub what: What,
    /// Who asked, by the name that others see; nothing when they have left.
    pub by: Option<String>,
    /// Who agreed.
    pub confirmed_by: Option<String>,
    /// Why.
    pub reason: String,
    /// When.
    pub made_at: Time,
    /// When it shut.
    pub until: Option<Time>,
    /// Told later than it was done.
    pub was_delayed: bool,
    /// When the member first saw this.
    pub seen_at: Option<Time>,
}

fn place(id: OpeningId) -> Place {
    Place::new("safety_openings", "reason", id.0)
}

/// Notes an opening, for the member and in the trail. The reason stays out of the trail: it may name people, and it is
/// sealed under the member's own key, so that it goes when they go.
pub fn record(tx: &mut Tx<'_>, note: &Note<'_>) -> Result<OpeningId> {
    let reason = note.reason.trim();
    if reason.is_empty() {
        return Err(Error::refused("opening-reason-missing"));
    }
    // Nobody agrees with themselves.
    if note.confirmed_by == Some(note.by) {
        return Err(Error::refused("opening-second-person"));
    }
    let id = OpeningId::fresh(tx);
    let sealed = tx.seal(KeyId(note.about.0), place(id), reason)?;
    let now = tx.now();
    tx.execute(
        "INSERT INTO safety_openings (id, member_id, what, by_id, confirmed_by, reason, made_at, until, tell_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            id,
            note.about,
            note.what,
            note.by,
            note.confirmed_by,
            sealed,
            now,
            note.until,
            note.tell_after.map_or(now, |it| it.max(now))
        ],
    )?;
    let second = note.confirmed_by.map(|it| it.to_string()).unwrap_or_default();
    trail::record_detail(tx, Some(note.by), note.what.deed(), Some(note.about), &second, "")?;
    Ok(id)
}

/// Every opening of anything of a member that they are to be told of by now, the newest first.
pub fn of_member(tx: &mut Tx<'_>, member: &Actor) -> Result<Vec<Opening>> {
    type Row = (Opening, MemberId, Option<MemberId>, Vec<u8>);
    let rows: Vec<Row> = tx.all(
        "SELECT id, what, by_id, confirmed_by, reason, made_at, until, tell_at, seen_at FROM safety_openings
         WHERE member_id = $1 AND tell_at <= $2 ORDER BY made_at DESC, id DESC",
        args![member.id, tx.now()],
        |row| {
            let (made_at, tell_at): (Time, Time) = (row.get(5)?, row.get(7)?);
            let opening = Opening {
                id: row.get(0)?,
                what: row.get(1)?,
                by: None,
                confirmed_by: None,
                reason: String::new(),
                made_at,
                until: row.get(6)?,
                was_delayed: tell_at > made_at,
                seen_at: row.get(8)?,
            };
            Ok((opening, row.get(2)?, row.get(3)?, row.get(4)?))
        },
    )?;
    let mut openings = Vec::new();
    for (mut opening, by, second, reason) in rows {
        opening.by = people::Profile::name(tx, by)?;
        opening.confirmed_by = match second {
            Some(second) => people::Profile::name(tx, second)?,
            None => None,
        };
        opening.reason = tx.unseal(KeyId(member.id.0), place(opening.id), &reason)?.unwrap_or_default();
        openings.push(opening);
    }
    Ok(openings)
}

/// Whether there is one that the member has not seen.
pub fn has_unseen(tx: &mut Tx<'_>, member: MemberId) -> Result<bool> {
    let unseen: i64 = tx.value(
        "SELECT COUNT(*) FROM safety_openings WHERE member_id = $1 AND tell_at <= $2 AND seen_at IS NULL",
        args![member, tx.now()],
    )?;
    Ok(unseen > 0)
}

/// The member has seen what they were told.
pub fn seen(tx: &mut Tx<'_>, member: &Actor) -> Result<()> {
    tx.execute(
        "UPDATE safety_openings SET seen_at = $2 WHERE member_id = $1 AND tell_at <= $2 AND seen_at IS NULL",
        args![member.id, tx.now()],
    )?;
    Ok(())
}
