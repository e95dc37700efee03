//! Blocks: who does not want to meet whom. Silent and private: the other is never told, and no reason is asked.

use std::collections::{BTreeSet, HashSet};

use db::{Error, Result, Time, Tx, args};
use words::MemberId;

db::word! {
    /// Two lists with the same effect, kept apart because they mean different things to the person who keeps them.
    pub enum Kind {
        /// Somebody who did harm, or might.
        Block = "block",
        /// A supporter or a member with whom it did not work.
        NeverAgain = "never-again",
    }
}

/// An entry of a member's own lists.
pub struct Blocked {
    /// Whom.
    pub whom: MemberId,
    /// Under which name they are here; nothing once they have been erased.
    pub pseudonym: Option<String>,
    /// Since when.
    pub since: Time,
}

/// Blocks somebody.
pub fn block(tx: &mut Tx<'_>, by: MemberId, whom: MemberId) -> Result<()> {
    add(tx, by, whom, Kind::Block)
}

/// Takes a block back.
pub fn unblock(tx: &mut Tx<'_>, by: MemberId, whom: MemberId) -> Result<()> {
    remove(tx, by, whom, Kind::Block)
}

/// Puts somebody on the list of those never to be brought together with again.
pub fn never_again(tx: &mut Tx<'_>, by: MemberId, whom: MemberId) -> Result<()> {
    add(tx, by, whom, Kind::NeverAgain)
}

fn add(tx: &mut Tx<'_>, by: MemberId, whom: MemberId, kind: Kind) -> Result<()> {
    if by == whom {
        return Err(Error::refused("blocked-not-yourself"));
    }
    tx.execute(
        "INSERT INTO people_blocks (by_member, whom, kind, since) VALUES ($1, $2, $3, $4)
         ON CONFLICT (by_member, whom, kind) DO NOTHING",
        args![by, whom, kind, tx.now()],
    )?;
    Ok(())
}

/// Takes an entry off one's own list.
pub fn remove(tx: &mut Tx<'_>, by: MemberId, whom: MemberId, kind: Kind) -> Result<()> {
    tx.execute("DELETE FROM people_blocks WHERE by_member = $1 AND whom = $2 AND kind = $3", args![by, whom, kind])?;
    Ok(())
}

/// One of a member's own lists, the latest first.
pub fn list(tx: &mut Tx<'_>, by: MemberId, kind: Kind) -> Result<Vec<Blocked>> {
    tx.all(
        "SELECT b.whom, m.pseudonym, b.since FROM people_blocks b
         LEFT JOIN people_members m ON m.id = b.whom AND m.erased_at IS NULL
         WHERE b.by_member = $1 AND b.kind = $2 ORDER BY b.since DESC, b.whom",
        args![by, kind],
        |row| Ok(Blocked { whom: row.get(0)?, pseudonym: row.get(1)?, since: row.get(2)? }),
    )
}

/// Whether these two must not meet: either has the other on either list.
pub fn apart(tx: &mut Tx<'_>, one: MemberId, other: MemberId) -> Result<bool> {
    let entries: i64 = tx.value(
        "SELECT COUNT(*) FROM people_blocks WHERE (by_member = $1 AND whom = $2) OR (by_member = $2 AND whom = $1)",
        args![one, other],
    )?;
    Ok(entries > 0)
}

/// Everybody whom this member must not meet.
pub fn apart_from(tx: &mut Tx<'_>, member: MemberId) -> Result<BTreeSet<MemberId>> {
    let all: Vec<MemberId> = tx.all(
        "SELECT whom FROM people_blocks WHERE by_member = $1 UNION SELECT by_member FROM people_blocks WHERE whom = $1",
        args![member],
        |row| row.get(0),
    )?;
    Ok(all.into_iter().collect())
}

/// Every pair among these members that must not meet, each once, the smaller id first. One statement however many are
/// asked about: blocks are few beside the pairs that could be.
pub fn all_pairs(tx: &mut Tx<'_>, members: &[MemberId]) -> Result<Vec<(MemberId, MemberId)>> {
    let among: HashSet<MemberId> = members.iter().copied().collect();
    let mut pairs = BTreeSet::new();
    if among.len() > 1 {
        let all: Vec<(MemberId, MemberId)> =
            tx.all("SELECT by_member, whom FROM people_blocks", args![], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let concerned = all.into_iter().filter(|(by, whom)| among.contains(by) && among.contains(whom));
        pairs.extend(concerned.map(|(by, whom)| (by.min(whom), by.max(whom))));
    }
    Ok(pairs.into_iter().collect())
}
