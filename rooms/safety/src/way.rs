//! Ways to reach somebody outside a page: a browser that may be woken, an address for e-mail. Given for this alone, sealed
//! under the key of whose it is, and gone with it.

use std::time::Duration;

use db::{Error, Result, Time, Tx, args};
use post::{Mail, Post, PushKey, Subscription};
use seal::{KeyId, Place, Sealing};
use sha2::{Digest, Sha256};
use words::{Actor, MemberId};

use crate::{delivery, watch};

/// Devices that one person may have.
const AT_MOST: i64 = 10;
/// Between two trials of a way.
const TRIAL_EVERY: Duration = Duration::from_secs(60);

db::id! {
    /// A way to reach somebody.
    WayId
}

db::word! {
    /// What kind of way.
    pub enum WayKind {
        /// A browser that may be woken.
        Push = "push",
        /// E-mail.
        Mail = "mail",
        /// The operator's pager.
        Pager = "pager",
    }
}

/// A way, as its owner sees it.
#[derive(Clone, Debug)]
pub struct Way {
    /// Its id.
    pub id: WayId,
    /// What kind.
    pub kind: WayKind,
    /// Tells a browser that it is this one.
    pub mark: String,
    /// When it was added.
    pub made_at: Time,
    /// When something got through last.
    pub reached_at: Option<Time>,
    /// What went wrong since.
    pub fault: Option<String>,
}

/// Where something is to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// A browser.
    Push(Subscription),
    /// An address.
    Mail(String),
}

impl Way {
    /// One's own ways.
    pub fn own(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Self>> {
        tx.all(
            "SELECT id, kind, mark, made_at, reached_at, fault FROM safety_ways
             WHERE member_id = $1 ORDER BY kind, made_at, id",
            args![actor.id],
            |row| {
                Ok(Self {
                    id: row.get(0)?,
                    kind: row.get(1)?,
                    mark: row.get(2)?,
                    made_at: row.get(3)?,
                    reached_at: row.get(4)?,
                    fault: row.get(5)?,
                })
            },
        )
    }

    /// A browser may be woken. A browser that somebody else used before is theirs no more.
    pub fn wake(tx: &mut Tx<'_>, actor: &Actor, browser: &Subscription) -> Result<()> {
        if !browser.is_sound() {
            return Err(Error::refused("way-browser-unsound"));
        }
        if !tx.lent::<Post>()?.may_push_to(&browser.endpoint) {
            return Err(Error::refused("way-service-unknown"));
        }
        let mark = mark(&browser.endpoint);
        tx.execute("DELETE FROM safety_ways WHERE mark = $1", args![mark])?;
        let count: i64 = tx.value("SELECT COUNT(*) FROM safety_ways WHERE member_id = $1", args![actor.id])?;
        if count >= AT_MOST {
            return Err(Error::refused("way-too-many"));
        }
        let address = serde_json::to_string(browser).map_err(Error::broken)?;
        add(tx, actor, WayKind::Push, &mark, &address)
    }

    /// An address for e-mail, instead of the one before.
    pub fn write_to(tx: &mut Tx<'_>, actor: &Actor, address: &str) -> Result<()> {
        if !tx.lent::<Post>()?.has_mail() {
            return Err(Error::NotFound);
        }
        if !Mail::is_address(address) {
            return Err(Error::refused("way-no-address"));
        }
        tx.execute("DELETE FROM safety_ways WHERE member_id = $1 AND kind = $2", args![actor.id, WayKind::Mail])?;
        add(tx, actor, WayKind::Mail, "", address)
    }

    /// Gives up a way of one's own.
    pub fn give_up(tx: &mut Tx<'_>, actor: &Actor, id: WayId) -> Result<()> {
        let gone = tx.execute("DELETE FROM safety_ways WHERE id = $1 AND member_id = $2", args![id, actor.id])?;
        if gone == 0 { Err(Error::NotFound) } else { Ok(()) }
    }

    /// Sends the same words as a page would, to see whether they arrive; nothing, and the operator's pager is tried.
    pub fn try_out(tx: &mut Tx<'_>, actor: &Actor, id: Option<WayId>) -> Result<()> {
        let kind = match id {
            Some(id) => {
                tx.one("SELECT kind FROM safety_ways WHERE id = $1 AND member_id = $2", args![id, actor.id], |row| {
                    row.get(0)
                })?
            }
            None if tx.lent::<Post>()?.has_pager() => WayKind::Pager,
            None => return Err(Error::NotFound),
        };
        if delivery::last_trial(tx, kind, id)?.is_some_and(|it| tx.now().since(it) < TRIAL_EVERY) {
            return Err(Error::refused("way-tried-just-now"));
        }
        delivery::trial(tx, actor.id, kind, id)
    }

    /// The address of a way, opened; nothing when the way or its key is gone.
    pub(crate) fn address(tx: &mut Tx<'_>, id: WayId) -> Result<Option<Address>> {
        let row: Option<(MemberId, WayKind, Vec<u8>)> =
            tx.first("SELECT member_id, kind, address FROM safety_ways WHERE id = $1", args![id], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?;
        let Some((member, kind, sealed)) = row else { return Ok(None) };
        let Some(text) = tx.unseal(KeyId(member.0), place(id), &sealed)? else { return Ok(None) };
        Ok(match kind {
            WayKind::Push => Some(Address::Push(serde_json::from_str(&text).map_err(Error::broken)?)),
            WayKind::Mail => Some(Address::Mail(text)),
            WayKind::Pager => None,
        })
    }

    /// The address for e-mail that somebody gave, for themselves to read.
    pub fn mail_of(tx: &mut Tx<'_>, actor: &Actor) -> Result<Option<String>> {
        let id = tx.first(
            "SELECT id FROM safety_ways WHERE member_id = $1 AND kind = $2",
            args![actor.id, WayKind::Mail],
            |row| row.get(0),
        )?;
        Ok(match id.map(|it| Self::address(tx, it)).transpose()?.flatten() {
            Some(Address::Mail(address)) => Some(address),
            _ => None,
        })
    }
}

/// What tells a browser again, in a table that cannot say where it is: its address is long and made of chance.
fn mark(endpoint: &str) -> String {
    Sha256::digest(endpoint).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn place(id: WayId) -> Place {
    Place::new("safety_ways", "address", id.0)
}

fn add(tx: &mut Tx<'_>, actor: &Actor, kind: WayKind, mark: &str, address: &str) -> Result<()> {
    if !watch::may(actor) {
        return Err(Error::NotFound);
    }
    let id = WayId::fresh(tx);
    let sealed = tx.seal(KeyId(actor.id.0), place(id), address)?;
    tx.execute(
        "INSERT INTO safety_ways (id, member_id, kind, mark, address, made_at) VALUES ($1, $2, $3, $4, $5, $6)",
        args![id, actor.id, kind, mark, sealed, tx.now()],
    )?;
    Ok(())
}

/// The key by which browsers know this place: derived from a key of its own in the key database, made at first use and the
/// same on every node.
pub fn push_key(tx: &mut Tx<'_>) -> Result<PushKey> {
    // "paging" in front, so that it can be no member's and no conversation's id.
    let id = KeyId(db::Uuid::from_u128(0x7061_6769_6e67_u128 << 80));
    for number in 1..=8 {
        let bytes = tx.derive_key(id, &format!("web push key v1, {number}"))?;
        if let Some(key) = PushKey::from_bytes(&bytes) {
            return Ok(key);
        }
    }
    Err(Error::broken("no key for Web Push came out of eight; nobody has ever seen this"))
}

/// A member is erased: how they were reached goes with them.
pub(crate) fn farewell_on_call(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    tx.execute("DELETE FROM safety_ways WHERE member_id = $1", args![member])?;
    tx.execute("DELETE FROM safety_deliveries WHERE member_id = $1", args![member])?;
    Ok(())
}
