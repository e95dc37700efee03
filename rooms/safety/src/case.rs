//! A case: something that a person should look at, and everything known about it. All cases are one queue: by level,
//! then by how soon each is due. One person claims a case, so that two never work on the same; whoever cannot go on hands
//! it back, and nobody asks why.

use std::time::Duration;

use db::{Error, Result, Time, Tx, Uuid, args};
use jobs::Later;
use organisation::{Settings, trail};
use seal::{KeyId, Place as Sealed, Sealing};
use words::{Actor, AgeBand, Hat, MemberId};
use workforce::{
    answer::{self, Step, Work},
    spell,
};

use crate::{
    contagion, exposure, flag,
    kind::{CaseId, Kind, Level, Matter, Source, is_minor},
    paging,
    place::{Places, Said, Seen},
    topic,
};

/// Cases on one page of the queue.
pub const PER_PAGE: i64 = 50;
/// Job: forgets a case that was settled.
pub const FORGET: &str = "safety.case-forget";
/// How long a settled case is kept. Our own judgement: long enough to see a pattern, and for a complaint about it.
pub(crate) const KEPT: Duration = Duration::from_secs(365 * 86_400);
/// A claim on which nothing happened for so long may be taken over: people fall asleep, and lines break.
const CLAIM_HOLDS: Duration = Duration::from_secs(30 * 60);
/// A case at crisis level is due at once; the clock of paging begins with it.
const CRISIS_DUE: Duration = Duration::from_secs(60);

/// A case, without what was written.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// What it is about.
    pub matter: Matter,
    /// Whose that is.
    pub about: Option<MemberId>,
    /// In which circle, if in one.
    pub place: Option<Uuid>,
    /// The band of the people there.
    pub band: AgeBand,
    /// How soon a person should look.
    pub level: Level,
    /// How it began.
    pub source: Source,
    /// When it began.
    pub opened_at: Time,
    /// By when a person looks.
    pub due_at: Time,
    /// Who looks at it.
    pub claimed_by: Option<MemberId>,
    /// Since when.
    pub claimed_at: Option<Time>,
    /// When it was settled.
    pub settled_at: Option<Time>,
}

/// What is needed to begin a case.
#[derive(Clone, Copy, Debug)]
pub struct Raised {
    /// What it is about.
    pub matter: Matter,
    /// Whose that is.
    pub about: Option<MemberId>,
    /// In which circle, if in one.
    pub place: Option<Uuid>,
    /// The band of the people there.
    pub band: AgeBand,
    /// How soon a person should look.
    pub level: Level,
    /// How it begins.
    pub source: Source,
}

const COLUMNS: &str =
    "c.id, c.kind, c.subject_id, c.about_id, c.place_id, c.band, c.level, c.source, c.opened_at, c.due_at,
    c.claimed_by, c.claimed_at, c.settled_at";

fn from_row(row: &db::Row<'_>) -> Result<Case> {
    Ok(Case {
        id: row.get(0)?,
        matter: Matter { kind: row.get(1)?, id: row.get(2)? },
        about: row.get(3)?,
        place: row.get(4)?,
        band: row.get(5)?,
        level: row.get(6)?,
        source: row.get(7)?,
        opened_at: row.get(8)?,
        due_at: row.get(9)?,
        claimed_by: row.get(10)?,
        claimed_at: row.get(11)?,
        settled_at: row.get(12)?,
    })
}

/// By when a person looks at something of this level that came up now.
pub fn due(tx: &mut Tx<'_>, level: Level) -> Result<Time> {
    let settings = Settings::current(tx)?;
    let minutes = |name, each: u64| Duration::from_secs(60 * each * u64::from(settings.number(name)));
    Ok(tx.now()
        + match level {
            Level::Crisis => CRISIS_DUE,
            Level::Red => minutes("look-red-minutes", 1),
            Level::Amber => minutes("look-amber-hours", 60),
            Level::Green => minutes("look-green-hours", 60),
        })
}

/// Begins a case, or joins the open one about the same thing: its level rises and never falls, its clock only shortens.
pub fn raise(tx: &mut Tx<'_>, raised: &Raised) -> Result<CaseId> {
    // After a death in a circle what comes up there is looked at sooner.
    let raised = &Raised { level: contagion::level_in(tx, raised.place, raised.level)?, ..*raised };
    let due = due(tx, raised.level)?;
    let open = tx.first(
        &format!(
            "SELECT {COLUMNS} FROM safety_cases c WHERE c.kind = $1 AND c.subject_id = $2
               AND COALESCE(c.about_id, '') = $3 AND c.settled_at IS NULL"
        ),
        args![raised.matter.kind, raised.matter.id, raised.about.map_or(String::new(), |it| it.to_string())],
        from_row,
    )?;
    let id = match &open {
        Some(open) => {
            if raised.level > open.level {
                tx.execute(
                    "UPDATE safety_cases SET level = $2, due_at = $3, source = $4 WHERE id = $1",
                    args![open.id, raised.level, due.min(open.due_at), raised.source],
                )?;
            }
            open.id
        }
        None => {
            let id = CaseId::fresh(tx);
            tx.execute(
                "INSERT INTO safety_cases
                    (id, kind, subject_id, about_id, place_id, band, level, source, opened_at, due_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                args![
                    id,
                    raised.matter.kind,
                    raised.matter.id,
                    raised.about,
                    raised.place,
                    raised.band,
                    raised.level,
                    raised.source,
                    tx.now(),
                    due
                ],
            )?;
            id
        }
    };
    paging::follow(tx, id)?;
    topic::queue_changed(tx)?;
    Ok(id)
}

/// How many cases wait, by level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// By level, the calmest first.
    pub by_level: [i64; 4],
    /// Of them, nobody looks at so many yet.
    pub unclaimed: i64,
    /// Of them, so many are past their time.
    pub late: i64,
}

impl Counts {
    /// All that wait.
    pub fn all(&self) -> i64 {
        self.by_level.iter().sum()
    }

    /// Those of one level.
    pub fn of(&self, level: &Level) -> i64 {
        self.by_level[*level as usize]
    }
}

/// Which cases somebody may judge: said once, for the queue and for a single case.
struct Eyes {
    adults: bool,
    minors: bool,
    kept: Vec<Kept>,
}

/// A place that somebody looks after, and who does so with them: nobody judges one of these.
struct Kept {
    place: Uuid,
    with: Vec<MemberId>,
}

impl Eyes {
    fn of(tx: &mut Tx<'_>, actor: &Actor) -> Result<Self> {
        let keeps_rules = actor.wears(Hat::Moderator) || actor.wears(Hat::Supervisor);
        let mut kept = Vec::new();
        if actor.wears(Hat::Facilitator) {
            let places = tx.lent::<Places>()?;
            for place in (places.kept_by)(tx, actor)? {
                kept.push(Kept { place, with: (places.keepers)(tx, place)? });
            }
        }
        Ok(Self {
            adults: keeps_rules && !is_minor(actor.band),
            minors: actor.wears(Hat::SafeguardingLead) && !is_minor(actor.band),
            kept,
        })
    }

    fn none(&self) -> bool {
        !self.adults && !self.minors && self.kept.is_empty()
    }

    /// Whether this case is theirs to judge, apart from having a part in it.
    fn reach(&self, case: &Case) -> bool {
        let whole = if is_minor(case.band) { self.minors } else { self.adults };
        // An adult at risk may need somebody who owns protection cases.
        let handed = self.minors && case.source == Source::Concern;
        let own_place = case.level < Level::Red
            && self
                .kept
                .iter()
                .any(|it| case.place == Some(it.place) && case.about.is_none_or(|id| !it.with.contains(&id)));
        whole || handed || own_place
    }

    /// The places, and who looks after them with the asker, as [`WITHIN`] reads them.
    fn lists(&self) -> (String, String) {
        let places = self.kept.iter().map(|it| it.place.to_string()).collect::<Vec<_>>().join(" ");
        let beside = |it: &Kept| it.with.iter().map(|who| format!("{}:{who}", it.place)).collect::<Vec<_>>();
        (places, self.kept.iter().flat_map(beside).collect::<Vec<_>>().join(" "))
    }
}

/// The same as [`Eyes::reach`] in a statement: adults, children, places and who looks after them, from `$2` on.
const WITHIN: &str = "(($2 = TRUE AND c.band = 'adult') OR ($3 = TRUE AND (c.band <> 'adult' OR c.source = 'concern'))
    OR (c.level < 2 AND $4 LIKE '%' || c.place_id || '%'
        AND $5 NOT LIKE '%' || c.place_id || ':' || COALESCE(c.about_id, '-') || '%'))";

/// Not about them, and not flagged by them: nobody judges what they have a part in.
const NO_PART: &str = "c.settled_at IS NULL AND (c.about_id IS NULL OR c.about_id <> $1)
    AND NOT EXISTS (SELECT 1 FROM safety_flags f WHERE f.case_id = c.id AND f.by_id = $1)";

/// Whether this member keeps people safe in any way, so that the queue exists for them.
pub fn has_queue(tx: &mut Tx<'_>, actor: &Actor) -> Result<bool> {
    Ok(!Eyes::of(tx, actor)?.none())
}

/// A case with what its row in the queue says beside it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The case.
    pub case: Case,
    /// What whoever it is about is called, while they are here.
    pub about: Option<String>,
    /// What whoever looks at it is called.
    pub claimed_by: Option<String>,
    /// How many told us.
    pub flags: i64,
}

/// The queue of this member, the most urgent first, and how much there is.
pub fn queue(tx: &mut Tx<'_>, actor: &Actor, level: Option<Level>) -> Result<(Vec<Case>, Counts)> {
    let (listed, counts) = listed(tx, actor, level)?;
    Ok((listed.into_iter().map(|it| it.case).collect(), counts))
}

/// The same as its page shows it. However long it is, it takes the same few statements.
pub fn listed(tx: &mut Tx<'_>, actor: &Actor, level: Option<Level>) -> Result<(Vec<Listed>, Counts)> {
    let eyes = Eyes::of(tx, actor)?;
    if eyes.none() {
        return Err(Error::NotFound);
    }
    let (places, beside) = eyes.lists();
    let mut counts = Counts::default();
    let rows: Vec<(Level, i64, i64, i64)> = tx.all(
        &format!(
            "SELECT c.level, COUNT(*), COALESCE(CAST(SUM(CASE WHEN c.claimed_by IS NULL THEN 1 ELSE 0 END) AS BIGINT), 0),
                COALESCE(CAST(SUM(CASE WHEN c.due_at < $6 THEN 1 ELSE 0 END) AS BIGINT), 0)
             FROM safety_cases c WHERE {WITHIN} AND {NO_PART} GROUP BY c.level"
        ),
        args![actor.id, eyes.adults, eyes.minors, places, beside, tx.now()],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    for (level, all, unclaimed, late) in rows {
        counts.by_level[level as usize] = all;
        counts.unclaimed += unclaimed;
        counts.late += late;
    }
    let listed = tx.all(
        &format!(
            "SELECT {COLUMNS}, a.pseudonym, k.pseudonym, (SELECT COUNT(*) FROM safety_flags f WHERE f.case_id = c.id)
             FROM safety_cases c LEFT JOIN people_names a ON a.member_id = c.about_id
             LEFT JOIN people_names k ON k.member_id = c.claimed_by
             WHERE {WITHIN} AND {NO_PART} AND ($6 < 0 OR c.level = $6)
             ORDER BY c.level DESC, c.due_at, c.id LIMIT $7"
        ),
        args![actor.id, eyes.adults, eyes.minors, places, beside, level.map_or(-1, |it| it as i64), PER_PAGE],
        |row| Ok(Listed { case: from_row(row)?, about: row.get(13)?, claimed_by: row.get(14)?, flags: row.get(15)? }),
    )?;
    Ok((listed, counts))
}

/// How many cases wait for this member; none for who has no queue.
pub fn waiting_for(tx: &mut Tx<'_>, actor: &Actor) -> Result<i64> {
    match queue(tx, actor, None) {
        Ok((_, counts)) => Ok(counts.all()),
        Err(Error::NotFound) => Ok(0),
        Err(other) => Err(other),
    }
}

/// The bands whose cases this member may judge, asked once for a list of whatever length.
pub(crate) fn bands_kept(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<AgeBand>> {
    let mut kept = Vec::new();
    for band in AgeBand::ALL.iter().copied() {
        if keepers(tx, band)?.contains(&actor.id) {
            kept.push(band);
        }
    }
    Ok(kept)
}

/// Who may judge cases of this band: those who keep people safe and take part just now.
pub fn keepers(tx: &mut Tx<'_>, band: AgeBand) -> Result<Vec<MemberId>> {
    if is_minor(band) {
        return people::hats::wearers_of(tx, Hat::SafeguardingLead, AgeBand::Adult);
    }
    let mut keepers = people::hats::wearers_of(tx, Hat::Moderator, band)?;
    for supervisor in people::hats::wearers_of(tx, Hat::Supervisor, band)? {
        if !keepers.contains(&supervisor) {
            keepers.push(supervisor);
        }
    }
    Ok(keepers)
}

impl Case {
    /// Any case, for this room's own rules. Never hand it to a page without asking for whom.
    pub(crate) fn any(tx: &mut Tx<'_>, id: CaseId) -> Result<Self> {
        tx.one(&format!("SELECT {COLUMNS} FROM safety_cases c WHERE c.id = $1"), args![id], from_row)
    }

    /// A case, when this member may judge it.
    pub fn for_judge(tx: &mut Tx<'_>, actor: &Actor, id: CaseId) -> Result<Self> {
        let eyes = Eyes::of(tx, actor)?;
        let case = Self::any(tx, id)?;
        if case.about == Some(actor.id) || !eyes.reach(&case) || flag::is_by(tx, case.id, actor.id)? {
            return Err(Error::NotFound);
        }
        Ok(case)
    }

    /// Other cases about the same person, the latest first; those that the reader may not judge are left out, and so is
    /// what only waited to be read.
    pub fn earlier(&self, tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Self>> {
        let Some(about) = self.about else { return Ok(Vec::new()) };
        let eyes = Eyes::of(tx, actor)?;
        let all = tx.all(
            &format!(
                "SELECT {COLUMNS} FROM safety_cases c WHERE c.about_id = $1 AND c.id <> $2
                   AND (c.source NOT IN ('held', 'sample') OR c.settled_at IS NULL)
                   AND NOT EXISTS (SELECT 1 FROM safety_flags f WHERE f.case_id = c.id AND f.by_id = $3)
                 ORDER BY c.opened_at DESC, c.id LIMIT 20"
            ),
            args![about, self.id, actor.id],
            from_row,
        )?;
        Ok(all.into_iter().filter(|it| eyes.reach(it)).collect())
    }

    /// Takes it on. Of two who press at once one does; a claim on which nothing happened for half an hour may be taken
    /// over. Whoever has read much that was hard rests first, unless it is a crisis.
    pub fn claim(&self, tx: &mut Tx<'_>, actor: &Actor) -> Result<()> {
        // Nobody who is at their worst waits for a certificate.
        if self.level != Level::Crisis && self.claimed_by != Some(actor.id) {
            answer::may(tx, actor.id, Work::Moderation, Step::Take)?;
        }
        if self.level.is_hard() && self.level != Level::Crisis && self.claimed_by != Some(actor.id) {
            exposure::may_take(tx, actor.id)?;
        }
        self.count_time(tx, actor)?;
        let claimed = tx.execute(
            "UPDATE safety_cases SET claimed_by = $2, claimed_at = $3
             WHERE id = $1 AND settled_at IS NULL AND (claimed_by IS NULL OR claimed_by = $2 OR claimed_at < $4)",
            args![self.id, actor.id, tx.now(), tx.now() - CLAIM_HOLDS],
        )?;
        if claimed == 0 {
            return Err(Error::refused("case-taken"));
        }
        if self.level.is_hard() {
            exposure::note(tx, actor.id, self.id)?;
        }
        trail::record(tx, Some(actor.id), "trail-case-claimed", self.about, "")?;
        paging::follow(tx, self.id)?;
        topic::queue_changed(tx)
    }

    /// The time that its holder gave to it counts among their hours, as far as anything happened.
    fn count_time(&self, tx: &mut Tx<'_>, actor: &Actor) -> Result<()> {
        let since: Option<Time> = tx.first(
            "SELECT claimed_at FROM safety_cases WHERE id = $1 AND claimed_by = $2 AND settled_at IS NULL",
            args![self.id, actor.id],
            |row| row.get(0),
        )?;
        let Some(since) = since else { return Ok(()) };
        let until = tx.now().min(since + CLAIM_HOLDS);
        spell::record(tx, actor.id, Work::Moderation, since, until)
    }

    /// Hands it back. Nobody asks why.
    pub fn release(&self, tx: &mut Tx<'_>, actor: &Actor) -> Result<()> {
        self.count_time(tx, actor)?;
        let released = tx.execute(
            "UPDATE safety_cases SET claimed_by = NULL, claimed_at = NULL
             WHERE id = $1 AND claimed_by = $2 AND settled_at IS NULL",
            args![self.id, actor.id],
        )?;
        if released == 0 {
            return Err(Error::NotFound);
        }
        paging::follow(tx, self.id)?;
        topic::queue_changed(tx)
    }

    /// Refuses whoever does not hold it just now.
    pub(crate) fn held_by(&self, actor: &Actor) -> Result<()> {
        if self.settled_at.is_some() {
            return Err(Error::refused("case-settled"));
        }
        if self.claimed_by == Some(actor.id) { Ok(()) } else { Err(Error::refused("case-claim-first")) }
    }

    /// Settles it. It is forgotten a year later, with the key that sealed its words.
    pub fn settle(&self, tx: &mut Tx<'_>, actor: &Actor) -> Result<()> {
        self.count_time(tx, actor)?;
        let settled = tx.execute(
            "UPDATE safety_cases SET settled_by = $2, settled_at = $3 WHERE id = $1 AND settled_at IS NULL",
            args![self.id, actor.id, tx.now()],
        )?;
        if settled == 0 {
            return Err(Error::refused("case-settled"));
        }
        if self.level.is_hard() {
            exposure::rest_if_due(tx, actor.id)?;
        }
        tx.later(FORGET, self.id, tx.now() + KEPT)?;
        paging::follow(tx, self.id)?;
        topic::queue_changed(tx)
    }

    /// Says that it is more or less urgent than it seemed.
    pub fn regrade(&self, tx: &mut Tx<'_>, actor: &Actor, level: Level) -> Result<()> {
        self.held_by(actor)?;
        let due = due(tx, level)?;
        tx.execute("UPDATE safety_cases SET level = $2, due_at = $3 WHERE id = $1", args![self.id, level, due])?;
        trail::record_detail(
            tx,
            Some(actor.id),
            "trail-case-regraded",
            self.about,
            &format!("{} → {level}", self.level),
            "",
        )?;
        paging::follow(tx, self.id)?;
        topic::queue_changed(tx)
    }

    /// What it is about, as its room sees it now; nothing when it is gone.
    pub fn seen(&self, tx: &mut Tx<'_>) -> Result<Option<Seen>> {
        match (Places::of(tx, self.matter.kind)?.look)(tx, self.matter) {
            Ok(seen) => Ok(Some(seen)),
            Err(Error::NotFound) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// Copies what was written, unless the last copy says the same.
    pub(crate) fn keep_evidence(tx: &mut Tx<'_>, case: CaseId, said: &[Said]) -> Result<()> {
        if said.is_empty() || Self::evidence_of(tx, case)?.last().is_some_and(|(_, last)| last == said) {
            return Ok(());
        }
        let id = tx.new_uuid();
        let text = serde_json::to_string(said).map_err(Error::broken)?;
        let sealed = tx.seal(KeyId(case.0), Sealed::new("safety_evidence", "said", id), &text)?;
        tx.execute(
            "INSERT INTO safety_evidence (id, case_id, said, taken_at) VALUES ($1, $2, $3, $4)",
            args![id, case, sealed, tx.now()],
        )?;
        Ok(())
    }

    /// What was written when it was flagged, the oldest copy first.
    pub fn evidence(&self, tx: &mut Tx<'_>) -> Result<Vec<(Time, Vec<Said>)>> {
        Self::evidence_of(tx, self.id)
    }

    pub(crate) fn evidence_of(tx: &mut Tx<'_>, case: CaseId) -> Result<Vec<(Time, Vec<Said>)>> {
        let rows: Vec<(Uuid, Vec<u8>, Time)> = tx.all(
            "SELECT id, said, taken_at FROM safety_evidence WHERE case_id = $1 ORDER BY taken_at, id",
            args![case],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        let mut copies = Vec::with_capacity(rows.len());
        for (id, sealed, at) in rows {
            let text = tx.unseal(KeyId(case.0), Sealed::new("safety_evidence", "said", id), &sealed)?;
            if let Some(text) = text {
                copies.push((at, serde_json::from_str(&text).map_err(Error::broken)?));
            }
        }
        Ok(copies)
    }
}

/// What only waited to be read has been read where it was written: nothing is left to do. What was flagged or noticed
/// as well still waits for a decision.
pub fn was_read(tx: &mut Tx<'_>, actor: &Actor, matter: Matter) -> Result<()> {
    let waiting: Option<CaseId> = tx.first(
        "SELECT c.id FROM safety_cases c WHERE c.kind = $1 AND c.subject_id = $2 AND c.settled_at IS NULL
           AND c.source = 'held' AND c.level = 0
           AND NOT EXISTS (SELECT 1 FROM safety_flags f WHERE f.case_id = c.id)",
        args![matter.kind, matter.id],
        |row| row.get(0),
    )?;
    match waiting {
        Some(id) => Case::any(tx, id)?.settle(tx, actor),
        None => Ok(()),
    }
}

/// Whether somebody may open a case themselves about something in a place that they look after.
pub fn open(tx: &mut Tx<'_>, actor: &Actor, matter: Matter) -> Result<CaseId> {
    if matter.kind == Kind::Talk {
        return Err(Error::NotFound);
    }
    let seen = (Places::of(tx, matter.kind)?.seen_by)(tx, actor, matter)?;
    let raised = Raised {
        matter,
        about: seen.author,
        place: seen.place,
        band: seen.band,
        level: Level::Green,
        source: Source::Opened,
    };
    let id = raise(tx, &raised)?;
    let case = Case::for_judge(tx, actor, id)?;
    Case::keep_evidence(tx, id, &seen.said)?;
    case.claim(tx, actor)?;
    Ok(id)
}

/// Forgets a case that was settled long ago: its rows go, and the key that sealed them.
pub(crate) fn forget(tx: &mut Tx<'_>, id: &str) -> Result<()> {
    let id: CaseId = id.parse()?;
    let settled: i64 =
        tx.value("SELECT COUNT(*) FROM safety_cases WHERE id = $1 AND settled_at IS NOT NULL", args![id])?;
    if settled == 0 {
        return Ok(());
    }
    tx.execute(
        "DELETE FROM safety_appeals WHERE decision_id IN (SELECT d.id FROM safety_decisions d WHERE d.case_id = $1)",
        args![id],
    )?;
    tx.execute("DELETE FROM safety_decisions WHERE case_id = $1", args![id])?;
    tx.execute("DELETE FROM safety_flags WHERE case_id = $1", args![id])?;
    tx.execute("DELETE FROM safety_evidence WHERE case_id = $1", args![id])?;
    tx.execute("DELETE FROM safety_readings WHERE case_id = $1", args![id])?;
    tx.execute("DELETE FROM safety_exposures WHERE case_id = $1", args![id])?;
    tx.execute("DELETE FROM safety_tasks WHERE case_id = $1", args![id])?;
    tx.execute("DELETE FROM safety_cases WHERE id = $1", args![id])?;
    tx.destroy_key(KeyId(id.0))
}
