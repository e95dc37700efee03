//! Applying: a member says that they would like to help, or to come back to it, and sees at every moment how far it has
//! come. What they wrote is read by those who decide while they decide, and by nobody else afterwards.

use std::{collections::BTreeSet, time::Duration};

use db::{Error, Result, Row, Time, Tx, Uuid, args};
use organisation::Settings;
use people::{Profile, hats};
use seal::{KeyId, Place, Sealing};
use words::{Actor, Hat, MemberId};

use crate::{
    answer::Work,
    requirement::Requirement,
    stage::{self, Progress, Stage},
    step_back::StepBack,
};

/// Longest statement, record or reason, in characters.
pub const WORDS_AT_MOST: usize = 4000;
const DAY: Duration = Duration::from_secs(86_400);
/// Hats that somebody applies for.
pub const HATS: [Hat; 3] = hats::PROGRAMME;

db::id! {
    /// An application.
    ApplicationId
}

db::word! {
    /// What for.
    pub enum Kind {
        /// To begin.
        First = "first",
        /// To come back.
        Return = "return",
    }
}

db::word! {
    /// How it ended.
    pub enum Outcome {
        /// Welcome.
        Accepted = "accepted",
        /// Not now, and why.
        Refused = "refused",
        /// They took it back.
        Withdrawn = "withdrawn",
    }
}

db::word! {
    /// What the applicant says about the time. Nobody is talked into it.
    pub enum Ready {
        /// This is a good time.
        Yes = "yes",
        /// Not yet.
        NotYet = "not-yet",
    }
}

/// An application.
#[derive(Clone, Debug)]
pub struct Application {
    /// Its id.
    pub id: ApplicationId,
    /// Whose.
    pub member: MemberId,
    /// What for.
    pub kind: Kind,
    /// Which hats.
    pub hats: Vec<Hat>,
    /// What they say about the time.
    pub ready: Option<Ready>,
    /// When they applied.
    pub made_at: Time,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// When.
    pub decided_at: Option<Time>,
    /// After a refusal: from when they may apply again.
    pub again_at: Option<Time>,
    sealed_statement: Option<Vec<u8>>,
    sealed_reason: Option<Vec<u8>>,
}

/// A stage of an application.
#[derive(Clone, Debug)]
pub struct Reached {
    /// Which.
    pub stage: Stage,
    /// How far.
    pub progress: Progress,
    /// What was said in it. The applicant reads it as it stands.
    pub record: Option<String>,
    /// Since when it is so.
    pub changed_at: Time,
    /// Of training: the courses that this work asks for, by their titles and names, and whether they are finished.
    pub courses: Vec<(String, String, bool)>,
}

const COLUMNS: &str = "a.id, a.member_id, a.kind, a.hats, a.ready, a.made_at, a.outcome, a.decided_at, a.again_at, \
                       a.statement, a.reason";

fn from_row(row: &Row<'_>) -> Result<Application> {
    Ok(Application {
        id: row.get(0)?,
        member: row.get(1)?,
        kind: row.get(2)?,
        hats: listed(&row.get::<String>(3)?),
        ready: row.get(4)?,
        made_at: row.get(5)?,
        outcome: row.get(6)?,
        decided_at: row.get(7)?,
        again_at: row.get(8)?,
        sealed_statement: row.get(9)?,
        sealed_reason: row.get(10)?,
    })
}

/// Hats as a column lists them.
pub(crate) fn listed(text: &str) -> Vec<Hat> {
    text.split(',').filter_map(|it| it.parse().ok()).collect()
}

/// Hats as one text, for a column.
pub(crate) fn list(hats: &[Hat]) -> String {
    hats.iter().map(|it| it.as_str()).collect::<Vec<_>>().join(",")
}

impl Application {
    /// One's own latest application, whatever became of it.
    pub fn own(tx: &mut Tx<'_>, actor: &Actor) -> Result<Option<Self>> {
        tx.first(
            &format!(
                "SELECT {COLUMNS} FROM workforce_applications a WHERE a.member_id = $1
                 ORDER BY CASE WHEN a.outcome IS NULL THEN 0 ELSE 1 END, a.made_at DESC, a.id DESC LIMIT 1"
            ),
            args![actor.id],
            from_row,
        )
    }

    /// Whether an application of this member waits for its end.
    pub fn is_open_of(tx: &mut Tx<'_>, member: MemberId) -> Result<bool> {
        tx.value(
            "SELECT COUNT(*) > 0 FROM workforce_applications WHERE member_id = $1 AND outcome IS NULL",
            args![member],
        )
    }

    /// Open applications that this member may decide on, the longest waiting first, with what the applicants are called.
    /// Not one's own, and not those of people with whom one is kept apart.
    pub fn waiting(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<(Self, String)>> {
        decides(actor)?;
        tx.all(
            &format!(
                "SELECT {COLUMNS}, n.pseudonym FROM workforce_applications a
                 JOIN people_names n ON n.member_id = a.member_id
                 WHERE a.outcome IS NULL AND a.member_id <> $1
                   AND NOT EXISTS (SELECT 1 FROM people_apart p WHERE p.one = $1 AND p.other = a.member_id)
                 ORDER BY a.made_at, a.id"
            ),
            args![actor.id],
            |row| Ok((from_row(row)?, row.get(11)?)),
        )
    }

    /// An open application, for somebody who may decide on it. Once it is decided it is the applicant's alone.
    pub fn for_decider(tx: &mut Tx<'_>, actor: &Actor, id: ApplicationId) -> Result<(Self, String)> {
        let waiting = Self::waiting(tx, actor)?;
        waiting.into_iter().find(|(it, _)| it.id == id).ok_or(Error::NotFound)
    }

    /// Applies for a hat. Writing again while it is open replaces the words; another hat begins its way anew.
    pub fn apply(tx: &mut Tx<'_>, actor: &Actor, hat: Hat, statement: &str) -> Result<()> {
        if !HATS.contains(&hat) {
            return Err(Error::NotFound);
        }
        if actor.wears(hat) {
            return Err(Error::refused("application-wears-it"));
        }
        if StepBack::open_of(tx, actor.id)?.is_some_and(|it| it.hats.contains(&hat)) {
            return Err(Error::refused("application-come-back-instead"));
        }
        if Self::again_at(tx, actor.id, hat)?.is_some() {
            return Err(Error::refused("application-too-soon"));
        }
        let asks = stage::used(tx)?.contains(&Stage::Statement);
        if asks && statement.trim().is_empty() {
            return Err(Error::refused("application-statement-missing"));
        }
        let id = match Self::open_of(tx, actor.id)? {
            Some(open) if open.kind == Kind::First => {
                if open.hats != [hat] {
                    // What others said was said for another role: the way begins anew.
                    tx.execute("UPDATE workforce_applications SET hats = $2 WHERE id = $1", args![open.id, hat])?;
                    tx.execute(
                        "UPDATE workforce_application_stages
                         SET progress = $2, record = NULL, by_id = NULL, changed_at = $3 WHERE application_id = $1",
                        args![open.id, Progress::Open, tx.now()],
                    )?;
                }
                open.id
            }
            Some(_) => return Err(Error::refused("application-open-still")),
            None if Self::first_at(tx, actor)?.is_some() => return Err(Error::refused("application-not-yet")),
            None => {
                let stages = stage::used(tx)?;
                Self::insert(tx, actor.id, Kind::First, &[hat], &stages)?
            }
        };
        let sealed = match statement.trim() {
            "" => None,
            words => Some(tx.seal(KeyId(actor.id.0), place("statement", id), words)?),
        };
        tx.execute("UPDATE workforce_applications SET statement = $2 WHERE id = $1", args![id, sealed])?;
        if asks {
            tx.execute(
                "UPDATE workforce_application_stages SET progress = $3, changed_at = $4
                 WHERE application_id = $1 AND stage = $2",
                args![id, Stage::Statement, Progress::Done, tx.now()],
            )?;
        }
        Ok(())
    }

    /// Asks to come back to what one did before one stepped back. It takes a talk with somebody, and nothing else.
    pub fn come_back(tx: &mut Tx<'_>, actor: &Actor) -> Result<()> {
        let stepped = StepBack::open_of(tx, actor.id)?.ok_or(Error::NotFound)?;
        match Self::open_of(tx, actor.id)? {
            Some(open) if open.kind == Kind::Return => return Ok(()),
            Some(_) => return Err(Error::refused("application-open-still")),
            None => {}
        }
        for hat in &stepped.hats {
            if Self::again_at(tx, actor.id, *hat)?.is_some() {
                return Err(Error::refused("application-too-soon"));
            }
        }
        Self::insert(tx, actor.id, Kind::Return, &stepped.hats, &[Stage::Readiness]).map(drop)
    }

    fn insert(tx: &mut Tx<'_>, member: MemberId, kind: Kind, hats: &[Hat], stages: &[Stage]) -> Result<ApplicationId> {
        let id = ApplicationId::fresh(tx);
        tx.execute(
            "INSERT INTO workforce_applications (id, member_id, kind, hats, made_at, seen_at)
             VALUES ($1, $2, $3, $4, $5, $5)",
            args![id, member, kind, list(hats), tx.now()],
        )?;
        for stage in stages {
            tx.execute(
                "INSERT INTO workforce_application_stages (id, application_id, stage, progress, changed_at)
                 VALUES ($1, $2, $3, $4, $5)",
                args![tx.new_uuid(), id, stage, Progress::Open, tx.now()],
            )?;
        }
        Ok(id)
    }

    /// The open application of a member.
    pub(crate) fn open_of(tx: &mut Tx<'_>, member: MemberId) -> Result<Option<Self>> {
        tx.first(
            &format!("SELECT {COLUMNS} FROM workforce_applications a WHERE a.member_id = $1 AND a.outcome IS NULL"),
            args![member],
            from_row,
        )
    }

    /// From when somebody who has no role yet may apply for one, if not yet: they are here for themselves first, for as long
    /// as the community decided.
    pub fn first_at(tx: &mut Tx<'_>, actor: &Actor) -> Result<Option<Time>> {
        if !actor.hats.is_empty() {
            return Ok(None);
        }
        let days = Settings::current(tx)?.number("apply-after-days");
        let from = Profile::of(tx, actor.id)?.joined_at + DAY * days;
        Ok(Some(from).filter(|it| *it > tx.now()))
    }

    /// From when a member who was refused may apply for this hat again, if not yet.
    pub fn again_at(tx: &mut Tx<'_>, member: MemberId, hat: Hat) -> Result<Option<Time>> {
        let refused: Vec<(String, Time)> = tx.all(
            "SELECT hats, again_at FROM workforce_applications WHERE member_id = $1 AND outcome = $2 AND again_at > $3",
            args![member, Outcome::Refused, tx.now()],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        Ok(refused.into_iter().filter(|(hats, _)| listed(hats).contains(&hat)).map(|(_, at)| at).max())
    }

    /// Takes it back. No reason is asked.
    pub fn withdraw(tx: &mut Tx<'_>, actor: &Actor) -> Result<()> {
        let open = Self::open_of(tx, actor.id)?.ok_or(Error::NotFound)?;
        tx.execute(
            "UPDATE workforce_applications SET outcome = $2, decided_at = $3, statement = NULL WHERE id = $1",
            args![open.id, Outcome::Withdrawn, tx.now()],
        )?;
        tx.execute("DELETE FROM workforce_application_stages WHERE application_id = $1", args![open.id])?;
        Ok(())
    }

    /// Says what one thinks about the time oneself.
    pub fn say_ready(tx: &mut Tx<'_>, actor: &Actor, ready: Ready) -> Result<()> {
        let said = tx.execute(
            "UPDATE workforce_applications SET ready = $2 WHERE member_id = $1 AND outcome IS NULL",
            args![actor.id, ready],
        )?;
        if said == 0 { Err(Error::NotFound) } else { Ok(()) }
    }

    /// The stages, in order.
    pub fn stages(&self, tx: &mut Tx<'_>) -> Result<Vec<Reached>> {
        let rows: Vec<(Uuid, Option<Vec<u8>>, Reached)> = tx.all(
            "SELECT id, record, stage, progress, changed_at FROM workforce_application_stages WHERE application_id = $1",
            args![self.id],
            |row| {
                let reached = Reached {
                    stage: row.get(2)?,
                    progress: row.get(3)?,
                    record: None,
                    changed_at: row.get(4)?,
                    courses: Vec::new(),
                };
                Ok((row.get(0)?, row.get(1)?, reached))
            },
        )?;
        let mut stages = Vec::new();
        for (id, sealed, mut reached) in rows {
            if let Some(sealed) = sealed {
                reached.record = tx.unseal(KeyId(self.member.0), record_place(id), &sealed)?;
            }
            if reached.stage == Stage::Training {
                reached.courses = self.courses(tx)?;
                // Whoever has learned what is asked need not be ticked off; for what was learned elsewhere somebody says so.
                let learned = !reached.courses.is_empty() && reached.courses.iter().all(|(.., finished)| *finished);
                if learned && !reached.progress.is_over() {
                    reached.progress = Progress::Done;
                }
            }
            stages.push(reached);
        }
        stages.sort_by_key(|it| it.stage);
        Ok(stages)
    }

    /// The courses that a certificate for this work asks for, each once.
    fn courses(&self, tx: &mut Tx<'_>) -> Result<Vec<(String, String, bool)>> {
        let works: BTreeSet<Work> = self.hats.iter().filter_map(|it| Work::of(*it)).collect();
        let mut courses: Vec<(String, String, bool)> = Vec::new();
        for work in works {
            for it in Requirement::of(tx, work)?.courses_of(tx, self.member)? {
                if courses.iter().all(|had| had.1 != it.1) {
                    courses.push(it);
                }
            }
        }
        Ok(courses)
    }

    /// What the applicant wrote.
    pub fn statement(&self, tx: &mut Tx<'_>) -> Result<Option<String>> {
        self.unseal(tx, "statement", self.sealed_statement.as_deref())
    }

    /// Why it was refused.
    pub fn reason(&self, tx: &mut Tx<'_>) -> Result<Option<String>> {
        self.unseal(tx, "reason", self.sealed_reason.as_deref())
    }

    fn unseal(&self, tx: &mut Tx<'_>, column: &'static str, sealed: Option<&[u8]>) -> Result<Option<String>> {
        match sealed {
            Some(sealed) => tx.unseal(KeyId(self.member.0), place(column, self.id), sealed),
            None => Ok(None),
        }
    }

    /// Notes that the applicant has read how far it is.
    pub fn see(tx: &mut Tx<'_>, actor: &Actor) -> Result<()> {
        tx.execute(
            "UPDATE workforce_applications SET seen_at = news_at WHERE member_id = $1 AND news_at > seen_at",
            args![actor.id],
        )?;
        Ok(())
    }

    /// Whether something happened that the applicant has not read.
    pub fn has_news(tx: &mut Tx<'_>, actor: &Actor) -> Result<bool> {
        let news: i64 = tx.value(
            "SELECT COUNT(*) FROM workforce_applications WHERE member_id = $1 AND news_at > seen_at",
            args![actor.id],
        )?;
        Ok(news > 0)
    }
}

/// Who decides on applications: those who look after supporters, and those who keep the place.
pub fn decides(actor: &Actor) -> Result<()> {
    let decides = actor.wears(Hat::Supervisor) || actor.wears(Hat::Administrator);
    if decides { Ok(()) } else { Err(Error::NotFound) }
}

/// Somebody stays a member for good: what was written when they applied goes. Only from when they may ask again stays, as
/// long as that is to come.
pub(crate) fn forget_for_good(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    tx.execute(
        "UPDATE workforce_applications SET statement = NULL, reason = NULL
         WHERE member_id = $1 AND outcome = $2 AND again_at > $3",
        args![member, Outcome::Refused, tx.now()],
    )?;
    tx.execute(
        "DELETE FROM workforce_application_stages
         WHERE application_id IN (SELECT id FROM workforce_applications WHERE member_id = $1)",
        args![member],
    )?;
    tx.execute(
        "DELETE FROM workforce_applications
         WHERE member_id = $1 AND (outcome IS NULL OR outcome <> $2 OR again_at IS NULL OR again_at <= $3)",
        args![member, Outcome::Refused, tx.now()],
    )?;
    Ok(())
}

/// Forgets everything that somebody wrote, and what was written down, when they applied.
pub(crate) fn forget(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    tx.execute(
        "DELETE FROM workforce_application_stages
         WHERE application_id IN (SELECT id FROM workforce_applications WHERE member_id = $1)",
        args![member],
    )?;
    tx.execute("DELETE FROM workforce_applications WHERE member_id = $1", args![member])?;
    Ok(())
}

pub(crate) fn place(column: &'static str, id: ApplicationId) -> Place {
    Place::new("workforce_applications", column, id.0)
}

pub(crate) fn record_place(id: Uuid) -> Place {
    Place::new("workforce_application_stages", "record", id)
}
