//! Small choices about talking.

use db::{Result, Tx, args};
use words::MemberId;

use crate::conversation::Conversation;

/// Whether this member lets others see that they are writing. Yes, unless they chose otherwise.
pub fn shows_typing(tx: &mut Tx<'_>, member: MemberId) -> Result<bool> {
    let chosen =
        tx.first("SELECT shows_typing FROM support_preferences WHERE member_id = $1", args![member], |row| row.get(0))?;
    Ok(chosen.unwrap_or(true))
}

/// Keeps the choice.
pub fn set_shows_typing(tx: &mut Tx<'_>, member: MemberId, shows: bool) -> Result<()> {
    tx.execute(
        "INSERT INTO support_preferences (member_id, shows_typing) VALUES ($1, $2)
         ON CONFLICT (member_id) DO UPDATE SET shows_typing = excluded.shows_typing",
        args![member, shows],
    )?;
    Ok(())
}

/// What a supporter chose about learning; both are off until they say so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Learning {
    /// Looks at their own words after a conversation.
    pub hears_own: bool,
    /// Lets learners ask whether they may sit in.
    pub takes_learners: bool,
}

/// What this supporter chose.
pub fn learning(tx: &mut Tx<'_>, member: MemberId) -> Result<Learning> {
    let chosen = tx.first(
        "SELECT hears_own, takes_learners FROM support_preferences WHERE member_id = $1",
        args![member],
        |row| Ok(Learning { hears_own: row.get(0)?, takes_learners: row.get(1)? }),
    )?;
    Ok(chosen.unwrap_or_default())
}

/// Keeps the choice.
pub fn set_learning(tx: &mut Tx<'_>, member: MemberId, chosen: Learning) -> Result<()> {
    tx.execute(
        "INSERT INTO support_preferences (member_id, shows_typing, hears_own, takes_learners) VALUES ($1, $2, $3, $4)
         ON CONFLICT (member_id) DO UPDATE SET
            hears_own = excluded.hears_own, takes_learners = excluded.takes_learners",
        args![member, true, chosen.hears_own, chosen.takes_learners],
    )?;
    Ok(())
}

/// Typing is shown in a conversation only when both allow it.
pub(crate) fn both_show_typing(tx: &mut Tx<'_>, conversation: &Conversation) -> Result<bool> {
    Ok(shows_typing(tx, conversation.asker)? && shows_typing(tx, conversation.supporter)?)
}
