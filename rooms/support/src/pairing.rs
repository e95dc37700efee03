//! A pairing: a member and a supporter who both asked to talk again. It has a purpose, a rhythm and an ending that is
//! planned from the start, so that nobody is left wondering.

use std::time::Duration;

use db::{Error, Result, Time, Tx, args};
use jobs::Later;
use organisation::Settings;
use seal::{KeyId, Place, Sealing};
use words::{Actor, MemberId};
use workforce::answer::{self, Step, Work};

use crate::{
    conversation::Conversation,
    duty::Duty,
    kind::{Kind, Pace},
    offer::{Offer, has_room},
    request::{Ask, Outcome, Request},
    topic,
};

/// Job: a pairing comes to the ending that was planned.
pub const ENDS: &str = "support.pairing-ends";
/// Job: destroys the words of a pairing that is over.
pub const FORGET: &str = "support.pairing-forget";
/// How long a pairing may be planned for, in weeks.
pub const WEEKS: &[u32] = &[4, 8, 12];
/// Longest purpose and longest goodbye, in characters.
pub const WORDS_AT_MOST: usize = 500;
/// From so long before the planned ending, both are reminded to say goodbye.
const GOODBYE_TIME: Duration = Duration::from_secs(14 * 86_400);

db::id! {
    /// A pairing.
    PairingId
}

db::word! {
    /// How often the two mean to talk.
    pub enum Rhythm {
        /// Every week.
        Weekly = "weekly",
        /// Every two weeks.
        Fortnightly = "fortnightly",
        /// Once a month.
        Monthly = "monthly",
        /// When both can.
        WhenBothCan = "when-both-can",
    }
}

/// How far a pairing has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Both asked; nobody has proposed anything yet.
    Begun,
    /// This member proposed; the other has not agreed yet.
    Proposed(MemberId),
    /// Both agreed.
    Agreed,
    /// Over.
    Ended,
}

/// A pairing.
#[derive(Clone, Debug)]
pub struct Pairing {
    /// Its id.
    pub id: PairingId,
    /// Who is supported.
    pub asker: MemberId,
    /// Who supports.
    pub supporter: MemberId,
    /// How often they mean to talk.
    pub rhythm: Option<Rhythm>,
    /// When it ends.
    pub ends_on: Option<Time>,
    /// How far it has come.
    pub stage: Stage,
    sealed_purpose: Option<Vec<u8>>,
    sealed_goodbye: Option<Vec<u8>>,
}

const COLUMNS: &str = "id, asker_id, supporter_id, rhythm, ends_on, proposed_by, agreed_at, ended_at, purpose, goodbye";

fn from_row(row: &db::Row<'_>) -> Result<Pairing> {
    let (proposed_by, agreed_at, ended_at): (Option<MemberId>, Option<Time>, Option<Time>) =
        (row.get(5)?, row.get(6)?, row.get(7)?);
    Ok(Pairing {
        id: row.get(0)?,
        asker: row.get(1)?,
        supporter: row.get(2)?,
        rhythm: row.get(3)?,
        ends_on: row.get(4)?,
        stage: match (proposed_by, agreed_at, ended_at) {
            (_, _, Some(_)) => Stage::Ended,
            (_, Some(_), None) => Stage::Agreed,
            (Some(by), None, None) => Stage::Proposed(by),
            (None, None, None) => Stage::Begun,
        },
        sealed_purpose: row.get(8)?,
        sealed_goodbye: row.get(9)?,
    })
}

impl Pairing {
    /// Begins a pairing when both said after this conversation that they would like to talk again, and nothing keeps
    /// them apart.
    pub(crate) fn begin_if_both_asked(tx: &mut Tx<'_>, conversation: &Conversation) -> Result<()> {
        let wanted: i64 = tx.value(
            "SELECT COUNT(*) FROM support_feedback WHERE conversation_id = $1 AND again = TRUE",
            args![conversation.id],
        )?;
        let (asker, supporter) = (conversation.asker, conversation.supporter);
        if wanted < 2 || people::blocks::apart(tx, asker, supporter)? {
            return Ok(());
        }
        tx.execute(
            "INSERT INTO support_pairings (id, asker_id, supporter_id, made_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (asker_id, supporter_id) WHERE ended_at IS NULL DO NOTHING",
            args![PairingId::fresh(tx), asker, supporter, tx.now()],
        )?;
        topic::refresh_member(tx, asker)?;
        topic::refresh_member(tx, supporter)
    }

    /// A pairing as one of its two. For everybody else it does not exist.
    pub fn of(tx: &mut Tx<'_>, actor: &Actor, id: PairingId) -> Result<Self> {
        tx.one(
            &format!("SELECT {COLUMNS} FROM support_pairings WHERE id = $1 AND (asker_id = $2 OR supporter_id = $2)"),
            args![id, actor.id],
            from_row,
        )
    }

    /// One's own pairings, open ones first, then the newest.
    pub fn all_of(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Self>> {
        tx.all(
            &format!(
                "SELECT {COLUMNS} FROM support_pairings WHERE asker_id = $1 OR supporter_id = $1
                 ORDER BY CASE WHEN ended_at IS NULL THEN 0 ELSE 1 END, made_at DESC LIMIT 50"
            ),
            args![actor.id],
            from_row,
        )
    }

    /// The open pairing of these two.
    pub fn between(tx: &mut Tx<'_>, asker: MemberId, supporter: MemberId) -> Result<Option<Self>> {
        tx.first(
            &format!(
                "SELECT {COLUMNS} FROM support_pairings WHERE asker_id = $1 AND supporter_id = $2 AND ended_at IS NULL"
            ),
            args![asker, supporter],
            from_row,
        )
    }

    /// The other one of the two.
    pub fn other(&self, member: MemberId) -> MemberId {
        if member == self.asker { self.supporter } else { self.asker }
    }

    /// Whether this is the time to begin saying goodbye.
    pub fn is_goodbye_time(&self, now: Time) -> bool {
        self.stage == Stage::Agreed && self.ends_on.is_some_and(|at| at <= now + GOODBYE_TIME)
    }

    /// Proposes what it is for, how often, and for how long. Whoever does not agree with a proposal makes another.
    pub fn propose(&self, tx: &mut Tx<'_>, actor: &Actor, purpose: &str, rhythm: Rhythm, weeks: u32) -> Result<()> {
        if !WEEKS.contains(&weeks) {
            return Err(Error::refused("pairing-weeks-missing"));
        }
        let place = Place::new("support_pairings", "purpose", self.id.0);
        let sealed = tx.seal(KeyId(self.id.0), place, purpose)?;
        let ends_on = tx.now() + Duration::from_secs(u64::from(weeks) * 7 * 86_400);
        let proposed = tx.execute(
            "UPDATE support_pairings SET purpose = $2, rhythm = $3, ends_on = $4, proposed_by = $5
             WHERE id = $1 AND agreed_at IS NULL AND ended_at IS NULL",
            args![self.id, sealed, rhythm, ends_on, actor.id],
        )?;
        if proposed == 0 {
            return Err(Error::refused("pairing-not-now"));
        }
        topic::refresh_member(tx, self.other(actor.id))
    }

    /// Agrees to what the other proposed, as it stood when it was read: `ends_on` is the date that was on the page, so
    /// that nobody agrees to a proposal that has been exchanged in the meantime.
    pub fn agree(&self, tx: &mut Tx<'_>, actor: &Actor, ends_on: Time) -> Result<()> {
        let agreed = tx.execute(
            "UPDATE support_pairings SET agreed_at = $3 WHERE id = $1 AND proposed_by <> $2 AND ends_on = $4 AND ends_on > $3
             AND agreed_at IS NULL AND ended_at IS NULL",
            args![self.id, actor.id, tx.now(), ends_on],
        )?;
        if agreed == 0 {
            return Err(Error::refused("pairing-not-now"));
        }
        tx.later(ENDS, self.id, ends_on)?;
        topic::refresh_member(tx, self.other(actor.id))
    }

    /// Ends it, on any day and without a reason; a goodbye may be left for the other.
    pub fn end(&self, tx: &mut Tx<'_>, actor: &Actor, goodbye: &str) -> Result<()> {
        let sealed = match goodbye.trim() {
            "" => None,
            words => Some(tx.seal(KeyId(self.id.0), Place::new("support_pairings", "goodbye", self.id.0), words)?),
        };
        let ended = tx.execute(
            "UPDATE support_pairings SET ended_at = $2, ended_by = $3, goodbye = $4 WHERE id = $1 AND ended_at IS NULL",
            args![self.id, tx.now(), actor.id, sealed],
        )?;
        if ended > 0 {
            forget_later(tx, self.id)?;
        }
        topic::refresh_member(tx, self.other(actor.id))
    }

    /// What it is for.
    pub fn purpose(&self, tx: &mut Tx<'_>) -> Result<String> {
        self.unseal(tx, "purpose", self.sealed_purpose.as_deref())
    }

    /// The goodbye that was left; empty when none was.
    pub fn goodbye(&self, tx: &mut Tx<'_>) -> Result<String> {
        self.unseal(tx, "goodbye", self.sealed_goodbye.as_deref())
    }

    fn unseal(&self, tx: &mut Tx<'_>, column: &'static str, sealed: Option<&[u8]>) -> Result<String> {
        match sealed {
            Some(sealed) => {
                let place = Place::new("support_pairings", column, self.id.0);
                Ok(tx.unseal(KeyId(self.id.0), place, sealed)?.unwrap_or_default())
            }
            None => Ok(String::new()),
        }
    }

    /// Whether the supporter could begin a conversation with this member now: on duty, here, rested, with room, and not
    /// looking at somebody else's request.
    pub fn is_supporter_free(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let now = tx.now();
        let Some(duty) = Duty::of(tx, self.supporter)? else { return Ok(false) };
        Ok(duty.is_here(now)
            && has_room(tx, self.supporter)?
            && answer::ask(tx, self.supporter, Work::Conversation, Step::Take)?.is_none()
            && Offer::open_to(tx, self.supporter)?.is_none())
    }

    /// Begins a conversation in an agreed pairing. Only the member may: nobody is called to account by their supporter.
    pub fn talk(&self, tx: &mut Tx<'_>, actor: &Actor) -> Result<Conversation> {
        if actor.id != self.asker || self.stage != Stage::Agreed {
            return Err(Error::NotFound);
        }
        if let Some(open) = Conversation::open_of_asker(tx, actor.id)? {
            return Ok(open);
        }
        let supporter = people::Profile::of(tx, self.supporter)?;
        let may_meet = supporter.band == actor.band && !people::blocks::apart(tx, self.asker, self.supporter)?;
        if !may_meet || !self.is_supporter_free(tx)? {
            return Err(Error::refused("pairing-not-free"));
        }
        let ask = Ask {
            kind: Kind::Heard,
            pace: Pace::Sooner,
            topics: Vec::new(),
            languages: actor.languages.clone(),
            wishes: Vec::new(),
            words: String::new(),
        };
        let request = Request::ask(tx, actor, &ask)?;
        let request = Request::any(tx, request)?;
        if !request.end(tx, Outcome::Accepted)? {
            return Err(Error::refused("pairing-not-free"));
        }
        // Nobody waited for a match here: counted as a wait, it would make the queue look shorter than it is.
        tx.execute("UPDATE support_requests SET matched_at = NULL WHERE id = $1", args![request.id])?;
        Conversation::begin(tx, &request, self.supporter)
    }
}

/// Ends every open pairing between these two, without a word to either: one of them has blocked the other.
pub(crate) fn part(tx: &mut Tx<'_>, by: MemberId, other: MemberId) -> Result<()> {
    let ended: Vec<PairingId> = tx.all(
        "UPDATE support_pairings SET ended_at = $3, ended_by = $1 WHERE ended_at IS NULL
         AND ((asker_id = $1 AND supporter_id = $2) OR (asker_id = $2 AND supporter_id = $1)) RETURNING id",
        args![by, other, tx.now()],
        |row| row.get(0),
    )?;
    for id in ended {
        forget_later(tx, id)?;
    }
    topic::refresh_member(tx, other)
}

/// Ends every open pairing of a member who is erased.
pub(crate) fn leave_all(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    let others: Vec<MemberId> = tx.all(
        "SELECT CASE WHEN asker_id = $1 THEN supporter_id ELSE asker_id END FROM support_pairings
         WHERE (asker_id = $1 OR supporter_id = $1) AND ended_at IS NULL",
        args![member],
        |row| row.get(0),
    )?;
    others.into_iter().try_for_each(|other| part(tx, member, other))
}

/// Ends the open pairings in which a member supports, and not those in which they are supported.
pub(crate) fn leave_as_supporter(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    let supported: Vec<MemberId> = tx.all(
        "SELECT asker_id FROM support_pairings WHERE supporter_id = $1 AND ended_at IS NULL",
        args![member],
        |row| row.get(0),
    )?;
    for asker in supported {
        let ended: Option<PairingId> = tx.first(
            "UPDATE support_pairings SET ended_at = $3, ended_by = $2
             WHERE asker_id = $1 AND supporter_id = $2 AND ended_at IS NULL RETURNING id",
            args![asker, member, tx.now()],
            |row| row.get(0),
        )?;
        if let Some(id) = ended {
            forget_later(tx, id)?;
        }
        topic::refresh_member(tx, asker)?;
    }
    Ok(())
}

/// The planned ending has come.
pub(crate) fn end_as_planned(tx: &mut Tx<'_>, id: &str) -> Result<()> {
    let ended: Option<(PairingId, MemberId, MemberId)> = tx.first(
        "UPDATE support_pairings SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL AND ends_on <= $2
         RETURNING id, asker_id, supporter_id",
        args![id, tx.now()],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    if let Some((id, asker, supporter)) = ended {
        forget_later(tx, id)?;
        topic::refresh_member(tx, asker)?;
        topic::refresh_member(tx, supporter)?;
    }
    Ok(())
}

/// What was agreed and the goodbye are kept as long as a transcript is.
fn forget_later(tx: &mut Tx<'_>, id: PairingId) -> Result<()> {
    let days = Settings::current(tx)?.retention_days;
    tx.later(FORGET, id, tx.now() + Duration::from_secs(86_400 * u64::from(days)))
}

/// Destroys the words of a pairing; that there was one stays.
pub(crate) fn forget(tx: &mut Tx<'_>, id: &str) -> Result<()> {
    let id: PairingId = id.parse()?;
    tx.execute("UPDATE support_pairings SET purpose = NULL, goodbye = NULL WHERE id = $1", args![id])?;
    tx.destroy_key(KeyId(id.0))
}
