//! Somebody is worried about somebody. Whoever is signed in may say so in two taps; the place asks for no proof and no
//! diagnosis. A trained person looks, asks what needs asking, and goes on with the least that helps. Whoever was worried
//! hears that somebody looked, and never what was found.

use std::time::Duration;

use db::{Error, Result, Time, Tx, Uuid, args};
use jobs::Later;
use organisation::trail;
use seal::{KeyId, Place as Sealed, Sealing};
use serde::{Deserialize, Serialize};
use words::{Actor, AgeBand, Hat, MemberId};

use crate::{
    aftercare,
    case::{self, Case, Raised},
    keeper::{self, For},
    kind::{CaseId, Kind, Level, Matter, Source},
    place::Places,
    topic,
};

/// Longest words with a concern, a step or an answer, in characters.
pub const WORDS_AT_MOST: usize = 2000;
/// Job: forgets a concern that was closed.
pub(crate) const FORGET: &str = "safety.concern-forget";
/// How long a closed concern is kept: as long as a settled case.
pub(crate) const KEPT: Duration = Duration::from_secs(365 * 86_400);

db::id! {
    /// A concern.
    ConcernId
}
db::word! {
    /// What was done about a concern.
    pub enum Step {
        /// A private talk was begun.
        Talk = "talk",
        /// Helplines were offered, and the person chose whether to use them.
        Helplines = "helplines",
        /// A plan for staying safe was made or looked at together.
        Plan = "plan",
        /// Somebody of whom the member had said so was told.
        Told = "told",
        /// It was said whom the concern is about.
        Named = "named",
        /// It was handed to a named lead.
        Handed = "handed",
        /// Something else.
        Other = "other",
        /// It was closed.
        Closed = "closed",
    }
}

/// A concern, as those who keep people safe see it.
#[derive(Clone, Debug)]
pub struct Concern {
    /// Its id.
    pub id: ConcernId,
    /// The case in the queue.
    pub case: CaseId,
    /// About whom, when that is known.
    pub about: Option<MemberId>,
    /// Their age band; of whoever is worried, while it is not known whom it is about.
    pub band: AgeBand,
    /// Since when.
    pub begun_at: Time,
    /// Who began it, when it was somebody who keeps people safe.
    pub begun_by: Option<MemberId>,
    /// Since when it is for named leads alone.
    pub handed_at: Option<Time>,
    /// When it was closed.
    pub closed_at: Option<Time>,
}

/// A step that was taken.
#[derive(Clone, Debug)]
pub struct Taken {
    /// What.
    pub kind: Step,
    /// By whom.
    pub by: MemberId,
    /// When.
    pub made_at: Time,
    /// What came of it.
    pub words: String,
}

const COLUMNS: &str = "c.id, c.case_id, c.about_id, c.band, c.begun_at, c.begun_by, c.handed_at, c.closed_at";

fn from_row(row: &db::Row<'_>) -> Result<Concern> {
    Ok(Concern {
        id: row.get(0)?,
        case: row.get(1)?,
        about: row.get(2)?,
        band: row.get(3)?,
        begun_at: row.get(4)?,
        begun_by: row.get(5)?,
        handed_at: row.get(6)?,
        closed_at: row.get(7)?,
    })
}

/// The open concern about this member, or a new one; and the case in the queue.
pub(crate) fn begin(
    tx: &mut Tx<'_>,
    about: Option<MemberId>,
    band: AgeBand,
    level: Level,
    by: Option<MemberId>,
) -> Result<ConcernId> {
    let open: Option<Concern> = tx.first(
        &format!("SELECT {COLUMNS} FROM safety_concerns c WHERE c.about_id = $1 AND c.closed_at IS NULL"),
        args![about],
        from_row,
    )?;
    let id = open.as_ref().map_or_else(|| ConcernId::fresh(tx), |it| it.id);
    let case = raise_case(tx, id, about, band, level)?;
    if open.is_none() {
        tx.execute(
            "INSERT INTO safety_concerns (id, case_id, about_id, band, begun_at, begun_by)
             VALUES ($1, $2, $3, $4, $5, $6)",
            args![id, case, about, band, tx.now(), by],
        )?;
    } else {
        // The case of before may have been settled while the concern stayed open.
        tx.execute("UPDATE safety_concerns SET case_id = $2 WHERE id = $1", args![id, case])?;
    }
    Ok(id)
}

pub(crate) fn raise_case(
    tx: &mut Tx<'_>,
    id: ConcernId,
    about: Option<MemberId>,
    band: AgeBand,
    level: Level,
) -> Result<CaseId> {
    // While it is not known whom it is about, the case is about the concern itself.
    let matter = Matter { kind: Kind::Person, id: about.map_or(id.0, |it| it.0) };
    case::raise(tx, &Raised { matter, about, place: None, band, level, source: Source::Concern })
}

/// Somebody who keeps people safe begins a concern themselves, about somebody whose name they know.
pub fn open(tx: &mut Tx<'_>, actor: &Actor, name: &str, words: &str) -> Result<ConcernId> {
    let mut found = None;
    for band in AgeBand::ALL {
        found = found.or(people::Profile::called(tx, name, *band)?.map(|it| (it, *band)));
    }
    let (about, band) =
        found.filter(|(about, _)| *about != actor.id).ok_or_else(|| Error::refused("concern-nobody-called"))?;
    keeper::must_keep(tx, actor, For::of(band, false))?;
    let id = begin(tx, Some(about), band, Level::Red, Some(actor.id))?;
    let concern = Concern::for_keeper(tx, actor, id)?;
    concern.note(tx, actor, Step::Other, words)?;
    Ok(id)
}

/// Open concerns that this member may look into, the oldest first. With `leads`, only those for named leads alone.
pub fn open_for(tx: &mut Tx<'_>, actor: &Actor, leads: bool) -> Result<Vec<Concern>> {
    keeper::must_keep(tx, actor, if leads { For::Leads } else { For::Keepers })?;
    let all = tx.all(
        &format!(
            "SELECT {COLUMNS} FROM safety_concerns c WHERE c.closed_at IS NULL AND (c.about_id IS NULL OR c.about_id <> $1)
               AND NOT EXISTS (SELECT 1 FROM safety_worries w WHERE w.concern_id = c.id AND w.by_id = $1)
             ORDER BY c.begun_at, c.id LIMIT 200"
        ),
        args![actor.id],
        from_row,
    )?;
    let is_lead = keeper::is_keeper(tx, actor.id, For::Leads)?;
    Ok(all
        .into_iter()
        .filter(|it| match it.is_for() {
            For::Leads => is_lead,
            For::Keepers => !leads,
        })
        .collect())
}

impl Concern {
    /// A concern, when this member may look into it: never the one it is about, nor one who was worried.
    pub fn for_keeper(tx: &mut Tx<'_>, actor: &Actor, id: ConcernId) -> Result<Self> {
        let concern: Self =
            tx.one(&format!("SELECT {COLUMNS} FROM safety_concerns c WHERE c.id = $1"), args![id], from_row)?;
        keeper::must_keep(tx, actor, concern.is_for())?;
        let part: i64 =
            tx.value("SELECT COUNT(*) FROM safety_worries WHERE concern_id = $1 AND by_id = $2", args![id, actor.id])?;
        if concern.about == Some(actor.id) || part > 0 { Err(Error::NotFound) } else { Ok(concern) }
    }

    /// Whom it is for.
    pub(crate) fn is_for(&self) -> For {
        For::of(self.band, self.handed_at.is_some())
    }

    /// Says whom it is about, when nobody knew.
    pub fn name(&self, tx: &mut Tx<'_>, actor: &Actor, name: &str) -> Result<()> {
        self.must_be_open()?;
        let about = people::Profile::called(tx, name, self.band)?
            .filter(|it| *it != actor.id && self.about.is_none())
            .ok_or_else(|| Error::refused("concern-nobody-called"))?;
        let taken: i64 =
            tx.value("SELECT COUNT(*) FROM safety_concerns WHERE about_id = $1 AND closed_at IS NULL", args![about])?;
        if taken > 0 {
            return Err(Error::refused("concern-already-open"));
        }
        let level = self.latest(tx)?.map_or(Level::Red, |it| it.level);
        let case = raise_case(tx, self.id, Some(about), self.band, level)?;
        tx.execute(
            "UPDATE safety_concerns SET about_id = $2, case_id = $3 WHERE id = $1 AND about_id IS NULL",
            args![self.id, about, case],
        )?;
        self.note(tx, actor, Step::Named, "")
    }

    /// Writes down a step.
    pub fn note(&self, tx: &mut Tx<'_>, actor: &Actor, kind: Step, words: &str) -> Result<()> {
        self.must_be_open()?;
        let id = tx.new_uuid();
        let sealed = match words.trim() {
            "" => None,
            words => Some(tx.seal(KeyId(self.id.0), Sealed::new("safety_steps", "words", id), words)?),
        };
        tx.execute(
            "INSERT INTO safety_steps (id, concern_id, kind, by_id, made_at, words) VALUES ($1, $2, $3, $4, $5, $6)",
            args![id, self.id, kind, actor.id, tx.now(), sealed],
        )?;
        trail::record_detail(tx, Some(actor.id), "trail-concern-step", self.about, kind.as_str(), "")
    }

    /// What was done, the earliest first.
    pub fn steps(&self, tx: &mut Tx<'_>) -> Result<Vec<Taken>> {
        let rows: Vec<(Uuid, Option<Vec<u8>>, Taken)> = tx.all(
            "SELECT id, words, kind, by_id, made_at FROM safety_steps WHERE concern_id = $1 ORDER BY made_at, id",
            args![self.id],
            |row| {
                let taken = Taken { kind: row.get(2)?, by: row.get(3)?, made_at: row.get(4)?, words: String::new() };
                Ok((row.get(0)?, row.get(1)?, taken))
            },
        )?;
        let mut steps = Vec::new();
        for (id, sealed, mut taken) in rows {
            if let Some(sealed) = sealed {
                let place = Sealed::new("safety_steps", "words", id);
                taken.words = tx.unseal(KeyId(self.id.0), place, &sealed)?.unwrap_or_default();
            }
            steps.push(taken);
        }
        Ok(steps)
    }

    /// Begins a private talk with the member; its address. Talking comes first, and needs nobody's leave.
    pub fn talk(&self, tx: &mut Tx<'_>, actor: &Actor) -> Result<String> {
        let about = self.about.ok_or_else(|| Error::refused("concern-name-first"))?;
        self.note(tx, actor, Step::Talk, "")?;
        (tx.lent::<Places>()?.talk)(tx, actor, about)
    }

    /// Hands it to the named leads: an adult who needs protection. From here on it is for them alone.
    pub fn hand_to_lead(&self, tx: &mut Tx<'_>, actor: &Actor, words: &str) -> Result<()> {
        if self.is_for() == For::Leads {
            return Ok(());
        }
        if people::hats::wearers_of(tx, Hat::SafeguardingLead, AgeBand::Adult)?.is_empty() {
            return Err(Error::refused("safeguarding-no-lead"));
        }
        if words.trim().is_empty() {
            return Err(Error::refused("concern-words-missing"));
        }
        self.note(tx, actor, Step::Handed, words)?;
        tx.execute(
            "UPDATE safety_concerns SET handed_by = $2, handed_at = $3 WHERE id = $1 AND handed_at IS NULL",
            args![self.id, actor.id, tx.now()],
        )?;
        topic::queue_changed(tx)
    }

    /// Closes it, saying in a few words why that is right. It is forgotten a year later.
    pub fn close(&self, tx: &mut Tx<'_>, actor: &Actor, words: &str) -> Result<()> {
        if words.trim().is_empty() {
            return Err(Error::refused("concern-words-missing"));
        }
        self.note(tx, actor, Step::Closed, words)?;
        tx.execute(
            "UPDATE safety_concerns SET closed_by = $2, closed_at = $3 WHERE id = $1 AND closed_at IS NULL",
            args![self.id, actor.id, tx.now()],
        )?;
        tx.later(FORGET, self.id, tx.now() + KEPT)?;
        let case = Case::any(tx, self.case)?;
        let whose = case.claimed_by.is_none_or(|it| it == actor.id);
        if case.settled_at.is_none() && case.source == Source::Concern && whose {
            aftercare::after_decision(tx, actor, &case)?;
            for worried in self.worried(tx)? {
                aftercare::owe_witness(tx, &case, worried)?;
            }
            case.settle(tx, actor)?;
        }
        topic::queue_changed(tx)
    }

    fn worried(&self, tx: &mut Tx<'_>) -> Result<Vec<MemberId>> {
        tx.all("SELECT DISTINCT by_id FROM safety_worries WHERE concern_id = $1", args![self.id], |row| row.get(0))
    }

    pub(crate) fn must_be_open(&self) -> Result<()> {
        if self.closed_at.is_some() { Err(Error::refused("concern-closed")) } else { Ok(()) }
    }
}

/// Forgets a concern that was closed long ago, with the key that sealed its words. What takes two people stays in the
/// member's own record.
pub(crate) fn forget(tx: &mut Tx<'_>, id: &str) -> Result<()> {
    let id: ConcernId = id.parse()?;
    let closed: i64 =
        tx.value("SELECT COUNT(*) FROM safety_concerns WHERE id = $1 AND closed_at IS NOT NULL", args![id])?;
    if closed == 0 {
        return Ok(());
    }
    let referrals: Vec<Uuid> =
        tx.all("SELECT id FROM safety_referrals WHERE concern_id = $1", args![id], |row| row.get(0))?;
    for referral in referrals {
        tx.destroy_key(KeyId(referral))?;
    }
    for sql in [
        "DELETE FROM safety_worries WHERE concern_id = $1",
        "DELETE FROM safety_assessments WHERE concern_id = $1",
        "DELETE FROM safety_steps WHERE concern_id = $1",
        "DELETE FROM safety_referrals WHERE concern_id = $1",
        "DELETE FROM safety_concerns WHERE id = $1",
    ] {
        tx.execute(sql, args![id])?;
    }
    tx.destroy_key(KeyId(id.0))
}

pub(crate) fn seal_as<T: Serialize>(tx: &mut Tx<'_>, id: ConcernId, place: Sealed, it: &T) -> Result<Vec<u8>> {
    tx.seal(KeyId(id.0), place, &serde_json::to_string(it).map_err(Error::broken)?)
}

pub(crate) fn unseal_as<T: for<'a> Deserialize<'a>>(
    tx: &mut Tx<'_>,
    id: ConcernId,
    place: Sealed,
    sealed: &[u8],
) -> Result<Option<T>> {
    let text = tx.unseal(KeyId(id.0), place, sealed)?;
    text.map(|it| serde_json::from_str(&it).map_err(Error::broken)).transpose()
}
