//! Invitations: one-time links with which somebody joins, before the doors open too, and may be given a hat as they come
//! in. Who may make one, and what a hat is worth, is known to the room of people; this one keeps the links.

use std::time::Duration;

use db::{Error, Result, Row, Time, Tx, args};
use words::{Hat, MemberId};

use crate::{
    founding::{fresh_token, hashed},
    trail,
};

/// How long a link works.
pub const GOOD_FOR: Duration = Duration::from_secs(7 * 24 * 3600);

/// How long an invitation that nobody can use any more stays on the list. The trail remembers it for good.
const LISTED_FOR: Duration = Duration::from_secs(90 * 24 * 3600);

db::id! {
    /// An invitation.
    InvitationId
}

db::word! {
    /// What became of an invitation.
    pub enum State {
        /// It can be used.
        Waiting = "waiting",
        /// Somebody joined with it.
        Used = "used",
        /// An administrator took it back.
        Withdrawn = "withdrawn",
        /// Its time was over before anybody used it.
        Old = "old",
    }
}

/// An invitation.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// Its id; the link carries a token instead.
    pub id: InvitationId,
    /// The hat that comes with it.
    pub hat: Option<Hat>,
    /// Why it was made.
    pub reason: String,
    /// Who made it.
    pub made_by: MemberId,
    /// When.
    pub made_at: Time,
    /// Until when it works.
    pub expires_at: Time,
    /// What became of it.
    pub state: State,
}

impl Invitation {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            hat: row.get(1)?,
            reason: row.get(2)?,
            made_by: row.get(3)?,
            made_at: row.get(4)?,
            expires_at: row.get(5)?,
            state: row.get(6)?,
        })
    }
}

/// Makes an invitation and answers its token, which cannot be read out of the database again.
pub fn make(tx: &mut Tx<'_>, by: MemberId, hat: Option<Hat>, reason: &str) -> Result<String> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Error::refused("invitation-reason-missing"));
    }
    let now = tx.now();
    tx.execute("DELETE FROM organisation_invitations WHERE expires_at < $1", args![now - LISTED_FOR])?;
    let (id, token) = (InvitationId::fresh(tx), fresh_token(tx));
    tx.execute(
        "INSERT INTO organisation_invitations (id, token_hash, hat, reason, made_by, made_at, expires_at, state)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![id, hashed(&token), hat, reason, by, now, now + GOOD_FOR, State::Waiting],
    )?;
    trail::record_detail(tx, Some(by), "trail-invitation-made", None, named(hat), reason)?;
    Ok(token)
}

/// The invitation with this token, when it can be used.
pub fn check(tx: &mut Tx<'_>, token: &str) -> Result<Invitation> {
    let found = tx.first(
        "SELECT id, hat, reason, made_by, made_at, expires_at, state FROM organisation_invitations
         WHERE token_hash = $1 AND expires_at > $2",
        args![hashed(token), tx.now()],
        Invitation::from_row,
    )?;
    found.ok_or_else(|| Error::refused("invitation-wrong"))
}

/// Uses the invitation up.
pub fn redeem(tx: &mut Tx<'_>, token: &str) -> Result<Invitation> {
    let found = tx.first(
        "UPDATE organisation_invitations SET state = $3, token_hash = NULL
         WHERE token_hash = $1 AND expires_at > $2
         RETURNING id, hat, reason, made_by, made_at, expires_at, state",
        args![hashed(token), tx.now(), State::Used],
        Invitation::from_row,
    )?;
    found.ok_or_else(|| Error::refused("invitation-wrong"))
}

/// Takes an invitation back. One that somebody has used meanwhile stays used.
pub fn withdraw(tx: &mut Tx<'_>, by: MemberId, id: InvitationId) -> Result<()> {
    let hat: Option<Option<Hat>> = tx.first(
        "UPDATE organisation_invitations SET state = $2, token_hash = NULL WHERE id = $1 AND state = $3 RETURNING hat",
        args![id, State::Withdrawn, State::Waiting],
        |row| row.get(0),
    )?;
    match hat {
        Some(hat) => trail::record_detail(tx, Some(by), "trail-invitation-withdrawn", None, named(hat), ""),
        None => Ok(()),
    }
}

/// The invitations of the last months, the newest first.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Invitation>> {
    let now = tx.now();
    let mut all = tx.all(
        "SELECT id, hat, reason, made_by, made_at, expires_at, state FROM organisation_invitations
         ORDER BY made_at DESC, id DESC",
        args![],
        Invitation::from_row,
    )?;
    for it in &mut all {
        if it.state == State::Waiting && it.expires_at <= now {
            it.state = State::Old;
        }
    }
    Ok(all)
}

fn named(hat: Option<Hat>) -> &'static str {
    hat.map_or("", Hat::as_str)
}
