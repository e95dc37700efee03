//! After a death. A guided way through the days that follow, with one person who owns it: the account comes to rest,
//! those who were close hear it from somebody, the circles are told in calm words, people are watched over, and those
//! who did the work are looked after. Nothing here asks how it happened, and no words that others read say it.

use db::{Error, Result, Time, Tx, Uuid, args};
use organisation::trail;
use people::{Profile, rest};
use seal::{KeyId, Place as Sealed, Sealing};
use words::{Actor, AgeBand, Hat, MemberId};

use crate::{
    case::{self, Raised},
    contagion, keeper,
    kind::{CaseId, Kind, Level, Matter, Source, is_minor},
    place::Places,
    topic,
};

/// Who may start and lead it, unless it is about a child.
const LEADING: &[Hat] = &[Hat::Supervisor, Hat::Administrator, Hat::SafeguardingLead];

db::id! {
    /// What is done after a death.
    PostventionId
}

db::word! {
    /// What is done, in the order in which most people need it.
    pub enum Step {
        /// We are sure that it is true.
        Sure = "sure",
        /// The account is at rest.
        Account = "account",
        /// Those who were close heard it from somebody.
        Close = "close",
        /// The circles were told.
        Notice = "notice",
        /// Whether there is a place to remember them.
        Memorial = "memorial",
        /// The circles are watched over.
        Watch = "watch",
        /// There are meetings to talk about it.
        Sessions = "sessions",
        /// Those who did the work are looked after.
        Debriefs = "debriefs",
        /// What we learned.
        Review = "review",
    }
}

impl Step {
    /// Whether ticking it off with a few words is all there is to it.
    pub fn is_told(self) -> bool {
        matches!(self, Self::Sure | Self::Close | Self::Sessions)
    }
}

/// A circle and its name.
pub type Named = (Uuid, String);

/// What the room above lends: which circles somebody is in. The circles' own room knows.
#[derive(Clone, Copy)]
pub struct Circles {
    /// The circles of a member, with their names.
    pub of: fn(&mut Tx<'_>, MemberId) -> Result<Vec<Named>>,
    /// Whether a member is in this circle.
    pub holds: fn(&mut Tx<'_>, Uuid, MemberId) -> Result<bool>,
}

/// What is done after a death.
#[derive(Clone, Debug)]
pub struct Postvention {
    /// Its id.
    pub id: PostventionId,
    /// The case to which what is owed to people belongs.
    pub case: CaseId,
    /// Who died.
    pub member: MemberId,
    /// Their age band.
    pub band: AgeBand,
    /// When it was started.
    pub started_at: Time,
    /// Who owns it.
    pub owner: MemberId,
    /// Until when the notice stands.
    pub notice_until: Option<Time>,
    /// Whether there is a place to remember them.
    pub memorial: Option<bool>,
    /// Until when the circles are watched over.
    pub watch_until: Option<Time>,
    /// When it was closed.
    pub closed_at: Option<Time>,
    pub(crate) notice: Option<Vec<u8>>,
}

/// A step that was taken.
#[derive(Clone, Debug)]
pub struct Done {
    /// What.
    pub step: Step,
    /// By whom.
    pub by: MemberId,
    /// When.
    pub at: Time,
    /// What they wrote about it.
    pub words: String,
}

pub(crate) const COLUMNS: &str =
    "p.id, p.case_id, p.member_id, p.band, p.started_at, p.owner_id, p.notice_until, p.memorial,
    p.watch_until, p.closed_at, p.notice";

pub(crate) fn from_row(row: &db::Row<'_>) -> Result<Postvention> {
    Ok(Postvention {
        id: row.get(0)?,
        case: row.get(1)?,
        member: row.get(2)?,
        band: row.get(3)?,
        started_at: row.get(4)?,
        owner: row.get(5)?,
        notice_until: row.get(6)?,
        memorial: row.get(7)?,
        watch_until: row.get(8)?,
        closed_at: row.get(9)?,
        notice: row.get(10)?,
    })
}

/// Whether this member may begin what is done after a death.
pub fn may_begin(tx: &mut Tx<'_>, actor: &Actor) -> Result<bool> {
    keeper::wears_any(tx, actor.id, LEADING)
}

/// Refuses whoever may not lead it: a child's is for named leads alone.
fn must_lead(tx: &mut Tx<'_>, actor: &Actor, band: AgeBand) -> Result<()> {
    let hats = if is_minor(band) { &[Hat::SafeguardingLead] } else { LEADING };
    if keeper::wears_any(tx, actor.id, hats)? { Ok(()) } else { Err(Error::NotFound) }
}

/// Starts it for whoever went by this name. Another who may lead it can be named as its owner.
pub fn start(tx: &mut Tx<'_>, actor: &Actor, name: &str, owner: &str) -> Result<PostventionId> {
    if !keeper::wears_any(tx, actor.id, LEADING)? {
        return Err(Error::NotFound);
    }
    let mut found = None;
    for band in AgeBand::ALL {
        found = found.or(Profile::called(tx, name, *band)?.map(|it| (it, *band)));
    }
    let (member, band) =
        found.filter(|(it, _)| *it != actor.id).ok_or_else(|| Error::refused("postvention-nobody-called"))?;
    if must_lead(tx, actor, band).is_err() {
        // A child's name tells nothing to somebody who may not lead.
        return Err(Error::refused("postvention-nobody-called"));
    }
    let owner = owner_called(tx, actor, owner, band)?;
    let open = tx.first(
        "SELECT id FROM safety_postventions WHERE member_id = $1 AND closed_at IS NULL",
        args![member],
        |row| row.get(0),
    )?;
    if let Some(open) = open {
        return Ok(open);
    }
    let id = PostventionId::fresh(tx);
    // A case of its own, about the protocol and not about the person: what is owed to people hangs on it.
    let raised = Raised {
        matter: Matter { kind: Kind::Person, id: id.0 },
        about: None,
        place: None,
        band,
        level: Level::Green,
        source: Source::Opened,
    };
    let case = case::raise(tx, &raised)?;
    // Nobody needs to look at it in the queue: this page is where it is looked at.
    case::Case::any(tx, case)?.settle(tx, actor)?;
    tx.execute(
        "INSERT INTO safety_postventions (id, case_id, member_id, band, started_by, started_at, owner_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![id, case, member, band, actor.id, tx.now(), owner],
    )?;
    trail::record(tx, Some(actor.id), "trail-postvention-started", Some(member), "")?;
    Ok(id)
}

fn owner_called(tx: &mut Tx<'_>, actor: &Actor, name: &str, band: AgeBand) -> Result<MemberId> {
    if name.trim().is_empty() {
        return Ok(actor.id);
    }
    let hats = if is_minor(band) { &[Hat::SafeguardingLead] } else { LEADING };
    let owner = Profile::called(tx, name, AgeBand::Adult)?;
    match owner {
        Some(owner) if keeper::wears_any(tx, owner, hats)? => Ok(owner),
        _ => Err(Error::refused("postvention-owner-unknown")),
    }
}

/// All that this member may lead, open ones first, the latest first.
pub fn all(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Postvention>> {
    let lead = keeper::wears_any(tx, actor.id, &[Hat::SafeguardingLead])?;
    if !keeper::wears_any(tx, actor.id, LEADING)? {
        return Err(Error::NotFound);
    }
    let all = tx.all(
        &format!(
            "SELECT {COLUMNS} FROM safety_postventions p ORDER BY p.closed_at IS NOT NULL, p.started_at DESC, p.id"
        ),
        args![],
        from_row,
    )?;
    Ok(all.into_iter().filter(|it| lead || !is_minor(it.band)).collect())
}

impl Postvention {
    /// One, for somebody who may lead it.
    pub fn led_by(tx: &mut Tx<'_>, actor: &Actor, id: PostventionId) -> Result<Self> {
        let found: Self =
            tx.one(&format!("SELECT {COLUMNS} FROM safety_postventions p WHERE p.id = $1"), args![id], from_row)?;
        must_lead(tx, actor, found.band)?;
        Ok(found)
    }

    /// What was done so far.
    pub fn done(&self, tx: &mut Tx<'_>) -> Result<Vec<Done>> {
        let rows: Vec<(Done, Option<Vec<u8>>)> = tx.all(
            "SELECT step, by_id, done_at, words FROM safety_postvention_steps WHERE postvention_id = $1 ORDER BY done_at",
            args![self.id],
            |row| {
                let done = Done { step: row.get(0)?, by: row.get(1)?, at: row.get(2)?, words: String::new() };
                Ok((done, row.get(3)?))
            },
        )?;
        let mut all = Vec::new();
        for (mut done, sealed) in rows {
            if let Some(sealed) = sealed {
                done.words = self.unseal(tx, done.step, &sealed)?;
            }
            all.push(done);
        }
        Ok(all)
    }

    /// Ticks off a step that people do outside the program.
    pub fn tick(&self, tx: &mut Tx<'_>, actor: &Actor, step: Step, words: &str) -> Result<()> {
        if !step.is_told() {
            return Err(Error::NotFound);
        }
        self.note(tx, actor, step, words)
    }

    /// Hands it to another owner.
    pub fn hand_on(&self, tx: &mut Tx<'_>, actor: &Actor, name: &str) -> Result<()> {
        self.must_be_open()?;
        let owner = owner_called(tx, actor, name, self.band)?;
        tx.execute("UPDATE safety_postventions SET owner_id = $2 WHERE id = $1", args![self.id, owner])?;
        trail::record(tx, Some(actor.id), "trail-postvention-owner", Some(owner), "")
    }

    /// Sets the account to rest: nobody signs in, nothing is sent, the name stays.
    pub fn let_rest(&self, tx: &mut Tx<'_>, actor: &Actor) -> Result<()> {
        self.must_be_open()?;
        if !self.is_done(tx, Step::Sure)? {
            return Err(Error::refused("postvention-sure-first"));
        }
        rest::begin(tx, actor.id, self.member)?;
        self.note(tx, actor, Step::Account, "")
    }

    /// It was a mistake: the account opens again, and what was told to the circles goes.
    pub fn wake(&self, tx: &mut Tx<'_>, actor: &Actor, reason: &str) -> Result<()> {
        if reason.trim().is_empty() {
            return Err(Error::refused("reason-missing"));
        }
        rest::end(tx, actor.id, self.member, reason.trim())?;
        tx.execute(
            "UPDATE safety_postventions SET notice = NULL, notice_until = NULL, watch_until = NULL,
                 closed_by = COALESCE(closed_by, $2), closed_at = COALESCE(closed_at, $3) WHERE id = $1",
            args![self.id, actor.id, tx.now()],
        )?;
        Ok(())
    }

    /// Looks after those who did the work: the owner, whoever took a step, and those who look after the circles.
    pub fn owe_debriefs(&self, tx: &mut Tx<'_>, actor: &Actor) -> Result<usize> {
        self.must_be_open()?;
        let mut workers = vec![self.owner];
        workers.extend(self.done(tx)?.iter().map(|it| it.by));
        let lent = tx.lent::<Places>()?;
        for place in self.places(tx)? {
            workers.extend((lent.keepers)(tx, place)?);
        }
        workers.sort_unstable();
        workers.dedup();
        workers.retain(|it| *it != self.member);
        for worker in &workers {
            contagion::owe_debrief(tx, self.case, *worker)?;
        }
        self.note(tx, actor, Step::Debriefs, "")?;
        Ok(workers.len())
    }

    /// Closes it with what was learned. The account stays at rest.
    pub fn close(&self, tx: &mut Tx<'_>, actor: &Actor, learned: &str) -> Result<()> {
        if learned.trim().is_empty() {
            return Err(Error::refused("concern-words-missing"));
        }
        self.note(tx, actor, Step::Review, learned)?;
        tx.execute(
            "UPDATE safety_postventions SET closed_by = $2, closed_at = $3 WHERE id = $1 AND closed_at IS NULL",
            args![self.id, actor.id, tx.now()],
        )?;
        trail::record(tx, Some(actor.id), "trail-postvention-closed", Some(self.member), "")
    }

    pub(crate) fn note(&self, tx: &mut Tx<'_>, actor: &Actor, step: Step, words: &str) -> Result<()> {
        self.must_be_open()?;
        let sealed = match words.trim() {
            "" => None,
            words => Some(tx.seal(KeyId(self.id.0), Sealed::new(TABLE, step.as_str(), self.id.0), words)?),
        };
        tx.execute(
            "INSERT INTO safety_postvention_steps (postvention_id, step, by_id, done_at, words)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (postvention_id, step) DO UPDATE
             SET by_id = excluded.by_id, done_at = excluded.done_at, words = excluded.words",
            args![self.id, step, actor.id, tx.now(), sealed],
        )?;
        trail::record_detail(tx, Some(actor.id), "trail-postvention-step", Some(self.member), step.as_str(), "")?;
        topic::queue_changed(tx)
    }

    pub(crate) fn is_done(&self, tx: &mut Tx<'_>, step: Step) -> Result<bool> {
        let done: i64 = tx.value(
            "SELECT COUNT(*) FROM safety_postvention_steps WHERE postvention_id = $1 AND step = $2",
            args![self.id, step],
        )?;
        Ok(done > 0)
    }

    fn unseal(&self, tx: &mut Tx<'_>, step: Step, sealed: &[u8]) -> Result<String> {
        let place = Sealed::new(TABLE, step.as_str(), self.id.0);
        Ok(tx.unseal(KeyId(self.id.0), place, sealed)?.unwrap_or_default())
    }

    pub(crate) fn must_be_open(&self) -> Result<()> {
        if self.closed_at.is_some() { Err(Error::refused("postvention-closed")) } else { Ok(()) }
    }
}

/// Each step has its words in one row of its own; the step says which.
const TABLE: &str = "safety_postvention_steps";
