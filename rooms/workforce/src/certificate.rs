//! Certificates: that somebody was seen to be ready for a kind of work, until when, and how it goes on. One whose hours are
//! still to come has a learner's certificate: it lets them work, and it is no badge yet.

use std::time::Duration;

use db::{Error, Result, Row, Time, Tx, args};
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use organisation::trail;
use seal::{KeyId, Place, Sealing};
use training::{
    agreement::{self, Agreed},
    competency,
};
use words::{Actor, Hat, MemberId};

use crate::{
    answer::{Among, Bar, Step, Why, Work},
    badge, learning,
    requirement::{Reached, Requirement},
};

/// How long a learner's certificate lasts, in months. Our own judgement: an evening a week makes fifty hours in it.
const LEARNER_MONTHS: i64 = 6;
const DAY: Duration = Duration::from_secs(86_400);
/// Longest answer to somebody who asked, and longest reason for taking one back, in characters.
pub const WORDS_AT_MOST: usize = 1000;
/// Days before its end on which its holder is told, each once.
pub const REMINDERS: [u32; 3] = [60, 30, 7];

db::id! {
    /// A certificate.
    CertificateId
}

db::word! {
    /// How much of it is done.
    pub enum Grade {
        /// All but the hours.
        Learner = "learner",
        /// Everything.
        Full = "full",
    }
}

/// A certificate, the last of its kind of its holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// Its id.
    pub id: CertificateId,
    /// Whose.
    pub member: MemberId,
    /// For which work.
    pub work: Work,
    /// In which version of what was asked.
    pub version: i64,
    /// How much of it is done.
    pub grade: Grade,
    /// Since when.
    pub issued_at: Time,
    /// Until when.
    pub expires_at: Time,
    /// Since when it does not count any more, because somebody took it back.
    pub withdrawn_at: Option<Time>,
    /// The last reminder that its holder has read, in days.
    reminded: Option<i64>,
}

/// Somebody who asked, and how far they are.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Who.
    pub member: MemberId,
    /// Their name.
    pub name: String,
    /// For which work.
    pub work: Work,
    /// Since when.
    pub asked_at: Time,
    /// How far.
    pub reached: Reached,
    /// How much two raters agree about them, where areas are asked and whoever decides may see it.
    pub agreement: Option<Agreed>,
    /// What they hold for it now.
    pub held: Option<Certificate>,
    /// Minutes of further learning since then, and how many renewing asks for; nothing where nothing is renewed.
    pub learning: Option<(i64, i64)>,
}

/// A certificate that somebody else holds.
#[derive(Clone, Debug)]
pub struct Held {
    /// It.
    pub certificate: Certificate,
    /// Its holder's name.
    pub name: String,
    /// When something that harms was seen of them since it was given, which has not been seen to be otherwise.
    pub harmed_at: Option<Time>,
}

impl Ask {
    /// Whether it can be given.
    pub fn is_ready(&self) -> bool {
        self.reached.is_ready() && self.learning.is_none_or(|(minutes, asked)| minutes >= asked)
    }
}

const COLUMNS: &str =
    "c.id, c.member_id, c.work, c.version, c.grade, c.issued_at, c.expires_at, c.withdrawn_at, c.reminded";

impl Certificate {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            member: row.get(1)?,
            work: row.get(2)?,
            version: row.get(3)?,
            grade: row.get(4)?,
            issued_at: row.get(5)?,
            expires_at: row.get(6)?,
            withdrawn_at: row.get(7)?,
            reminded: row.get(8)?,
        })
    }

    /// The last one of a member for a kind of work.
    pub fn of(tx: &mut Tx<'_>, member: MemberId, work: Work) -> Result<Option<Self>> {
        tx.first(
            &format!(
                "SELECT {COLUMNS} FROM workforce_certificates c
                 WHERE c.member_id = $1 AND c.work = $2 AND c.followed_by IS NULL"
            ),
            args![member, work],
            Self::from_row,
        )
    }

    /// The last ones of a member, of each kind of work.
    pub fn all_of(tx: &mut Tx<'_>, member: MemberId) -> Result<Vec<Self>> {
        let mut all = tx.all(
            &format!("SELECT {COLUMNS} FROM workforce_certificates c WHERE c.member_id = $1 AND c.followed_by IS NULL"),
            args![member],
            Self::from_row,
        )?;
        all.sort_by_key(|it| it.work);
        Ok(all)
    }

    /// One's own.
    pub fn own(tx: &mut Tx<'_>, actor: &Actor, id: CertificateId) -> Result<Self> {
        tx.one(
            &format!("SELECT {COLUMNS} FROM workforce_certificates c WHERE c.id = $1 AND c.member_id = $2"),
            args![id, actor.id],
            Self::from_row,
        )
    }

    pub(crate) fn by_id(tx: &mut Tx<'_>, id: CertificateId) -> Result<Self> {
        tx.one(&format!("SELECT {COLUMNS} FROM workforce_certificates c WHERE c.id = $1"), args![id], Self::from_row)
    }

    /// Whether it counts.
    pub fn counts(&self, now: Time) -> bool {
        self.withdrawn_at.is_none() && self.expires_at > now
    }

    /// Whether a badge can be made of it: only of a full one that still stands.
    pub fn can_be_shown(&self) -> bool {
        self.grade == Grade::Full && self.withdrawn_at.is_none()
    }

    /// From when on it may be renewed.
    pub fn renewable_from(&self) -> Time {
        self.expires_at - DAY * REMINDERS[0]
    }

    /// The reminder that its holder has not read yet, in days; nought once it has run out.
    pub fn reminder(&self, now: Time) -> Option<i64> {
        if self.withdrawn_at.is_some() {
            return None;
        }
        let passed = REMINDERS.iter().rev().find(|days| self.expires_at <= now + DAY * **days);
        let due = if self.expires_at <= now { Some(0) } else { passed.map(|it| i64::from(*it)) };
        due.filter(|due| self.reminded.is_none_or(|read| *due < read))
    }

    /// Its holder has read the reminder.
    pub fn read_reminder(tx: &mut Tx<'_>, actor: &Actor, id: CertificateId) -> Result<()> {
        let certificate = Self::own(tx, actor, id)?;
        if let Some(due) = certificate.reminder(tx.now()) {
            tx.execute("UPDATE workforce_certificates SET reminded = $2 WHERE id = $1", args![id, due])?;
        }
        Ok(())
    }

    /// Those of one's own with a reminder that was not read.
    pub fn reminding(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Self>> {
        let now = tx.now();
        let soon = tx.all(
            &format!(
                "SELECT {COLUMNS} FROM workforce_certificates c
                 WHERE c.member_id = $1 AND c.followed_by IS NULL AND c.withdrawn_at IS NULL AND c.expires_at <= $2
                 ORDER BY c.expires_at"
            ),
            args![actor.id, now + DAY * REMINDERS[0]],
            Self::from_row,
        )?;
        Ok(soon.into_iter().filter(|it| it.reminder(now).is_some()).collect())
    }

    /// Why it was taken back, for its holder.
    pub fn because(&self, tx: &mut Tx<'_>) -> Result<Option<String>> {
        let sealed: Option<Vec<u8>> =
            tx.value("SELECT withdrawn_because FROM workforce_certificates WHERE id = $1", args![self.id])?;
        match sealed {
            Some(sealed) => tx.unseal(KeyId(self.member.0), because_place(self.id), &sealed),
            None => Ok(None),
        }
    }

    /// Takes a certificate back, and says why: its holder reads it. Its badge counts no more, wherever a copy of it lies.
    pub fn withdraw(tx: &mut Tx<'_>, by: &Actor, id: CertificateId, reason: &str) -> Result<()> {
        decides(by)?;
        let certificate = Self::by_id(tx, id)?;
        not_oneself(by, certificate.member)?;
        people::Profile::visible_to(tx, by, certificate.member)?;
        let sealed = tx.seal(KeyId(certificate.member.0), because_place(id), reason)?;
        let withdrawn = tx.execute(
            "UPDATE workforce_certificates SET withdrawn_at = $2, withdrawn_by = $3, withdrawn_because = $4
             WHERE id = $1 AND withdrawn_at IS NULL AND followed_by IS NULL",
            args![id, tx.now(), by.id, sealed],
        )?;
        if withdrawn == 0 {
            return Err(Error::NotFound);
        }
        badge::revoke(tx, certificate.member, certificate.work)?;
        let (about, work) = (Some(certificate.member), certificate.work.as_str());
        trail::record_detail(tx, Some(by.id), "trail-certificate-withdrawn", about, work, reason)
    }
}

fn because_place(id: CertificateId) -> Place {
    Place::new("workforce_certificates", "withdrawn_because", id.0)
}

/// One row for each member and work: the work stands for the column, so that no answer can stand in for another.
fn answer_place(member: MemberId, work: Work) -> Place {
    Place::new("workforce_certificate_asks", work.as_str(), member.0)
}

/// Asks to be certified, or for it to be renewed. From then on those who decide see how far one is, and nothing more.
pub fn ask(tx: &mut Tx<'_>, actor: &Actor, work: Work) -> Result<()> {
    let requirement = Requirement::of(tx, work)?;
    if requirement.version == 0 {
        return Err(Error::NotFound);
    }
    if !may_ask(tx, actor, &requirement)? {
        return Err(Error::refused("certificate-nothing-to-ask"));
    }
    tx.execute(
        "INSERT INTO workforce_certificate_asks (member_id, work, asked_at) VALUES ($1, $2, $3)
         ON CONFLICT (member_id, work) DO UPDATE SET asked_at = excluded.asked_at, answered_at = NULL, answer = NULL
         WHERE workforce_certificate_asks.answered_at IS NOT NULL",
        args![actor.id, work, tx.now()],
    )?;
    Ok(())
}

/// Whether there is something to ask for: none is held, or its hours have come together, or it runs out soon.
pub fn may_ask(tx: &mut Tx<'_>, actor: &Actor, requirement: &Requirement) -> Result<bool> {
    let Some(held) = Certificate::of(tx, actor.id, requirement.work)?.filter(|it| it.withdrawn_at.is_none()) else {
        return Ok(true);
    };
    Ok(match held.grade {
        Grade::Learner => requirement.reached(tx, actor.id)?.has_hours || held.renewable_from() <= tx.now(),
        Grade::Full => held.renewable_from() <= tx.now(),
    })
}

/// Since when one's asking waits.
pub fn asked_at(tx: &mut Tx<'_>, member: MemberId, work: Work) -> Result<Option<Time>> {
    tx.first(
        "SELECT asked_at FROM workforce_certificate_asks WHERE member_id = $1 AND work = $2 AND answered_at IS NULL",
        args![member, work],
        |row| row.get(0),
    )
}

/// Answers somebody who asked: not yet, and what is still to come. They read the words, and may ask again on any day.
pub fn not_yet(tx: &mut Tx<'_>, by: &Actor, member: MemberId, work: Work, words: &str) -> Result<()> {
    decides(by)?;
    not_oneself(by, member)?;
    people::Profile::visible_to(tx, by, member)?;
    let sealed = tx.seal(KeyId(member.0), answer_place(member, work), words)?;
    let answered = tx.execute(
        "UPDATE workforce_certificate_asks SET answered_at = $3, answer = $4
         WHERE member_id = $1 AND work = $2 AND answered_at IS NULL",
        args![member, work, tx.now(), sealed],
    )?;
    if answered == 0 {
        return Err(Error::refused("certificate-answered"));
    }
    trail::record_detail(tx, Some(by.id), "trail-certificate-not-yet", Some(member), work.as_str(), "")
}

/// For which work one's asking was answered with "not yet".
pub fn not_yet_of(tx: &mut Tx<'_>, member: MemberId) -> Result<Vec<Work>> {
    tx.all(
        "SELECT work FROM workforce_certificate_asks WHERE member_id = $1 AND answered_at IS NOT NULL ORDER BY work",
        args![member],
        |row| row.get(0),
    )
}

/// When one's asking was answered with "not yet", and why.
pub fn answered(tx: &mut Tx<'_>, member: MemberId, work: Work) -> Result<Option<(Time, String)>> {
    let row: Option<(Time, Vec<u8>)> = tx.first(
        "SELECT answered_at, answer FROM workforce_certificate_asks
         WHERE member_id = $1 AND work = $2 AND answered_at IS NOT NULL",
        args![member, work],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let Some((at, sealed)) = row else { return Ok(None) };
    Ok(tx.unseal(KeyId(member.0), answer_place(member, work), &sealed)?.map(|words| (at, words)))
}

/// Takes the asking back.
pub fn take_back(tx: &mut Tx<'_>, actor: &Actor, work: Work) -> Result<()> {
    tx.execute("DELETE FROM workforce_certificate_asks WHERE member_id = $1 AND work = $2", args![actor.id, work])?;
    Ok(())
}

/// Who decides on certificates.
pub fn decides(actor: &Actor) -> Result<()> {
    if actor.wears(Hat::Supervisor) || actor.wears(Hat::Administrator) { Ok(()) } else { Err(Error::NotFound) }
}

fn not_oneself(by: &Actor, member: MemberId) -> Result<()> {
    if by.id == member { Err(Error::refused("certificate-not-yourself")) } else { Ok(()) }
}

/// Those who asked, the longest waiting first. Not oneself.
pub fn waiting(tx: &mut Tx<'_>, by: &Actor) -> Result<Vec<Ask>> {
    decides(by)?;
    let asks: Vec<(MemberId, String, Work, Time)> = tx.all(
        "SELECT a.member_id, n.pseudonym, a.work, a.asked_at FROM workforce_certificate_asks a
         JOIN people_names n ON n.member_id = a.member_id
         WHERE a.member_id <> $1 AND a.answered_at IS NULL ORDER BY a.asked_at, a.member_id",
        args![by.id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    let mut waiting = Vec::with_capacity(asks.len());
    for (member, name, work, asked_at) in asks {
        match people::Profile::visible_to(tx, by, member) {
            Ok(_) => waiting.push(ask_of(tx, by, member, name, work, asked_at)?),
            Err(Error::NotFound) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(waiting)
}

/// Every certificate that others hold: what has to be looked at again before the rest, and then the first to run out.
pub fn held(tx: &mut Tx<'_>, by: &Actor) -> Result<Vec<Held>> {
    decides(by)?;
    let harmed = competency::harmed(tx)?;
    let mut held = tx.all(
        &format!(
            "SELECT {COLUMNS}, n.pseudonym FROM workforce_certificates c JOIN people_names n ON n.member_id = c.member_id
             WHERE c.followed_by IS NULL AND c.withdrawn_at IS NULL AND c.member_id <> $1
             ORDER BY c.expires_at, c.id"
        ),
        args![by.id],
        |row| {
            let certificate = Certificate::from_row(row)?;
            let harmed_at = harmed.get(&certificate.member).copied().filter(|at| *at > certificate.issued_at);
            Ok(Held { certificate, name: row.get(9)?, harmed_at })
        },
    )?;
    held.sort_by_key(|it| it.harmed_at.is_none());
    Ok(held)
}

/// How many certificates of others still count although something that harms was seen since they were given. What becomes of
/// them people decide: a rating alone takes nothing away.
pub fn count_harmed(tx: &mut Tx<'_>, by: &Actor) -> Result<usize> {
    let now = tx.now();
    Ok(held(tx, by)?.iter().filter(|it| it.harmed_at.is_some() && it.certificate.counts(now)).count())
}

/// How many have asked and wait for an answer. Not oneself.
pub fn count_waiting(tx: &mut Tx<'_>, by: &Actor) -> Result<i64> {
    decides(by)?;
    tx.value(
        "SELECT COUNT(*) FROM workforce_certificate_asks a JOIN people_names n ON n.member_id = a.member_id
         WHERE a.member_id <> $1 AND a.answered_at IS NULL",
        args![by.id],
    )
}

fn ask_of(tx: &mut Tx<'_>, by: &Actor, member: MemberId, name: String, work: Work, asked_at: Time) -> Result<Ask> {
    let requirement = Requirement::of(tx, work)?;
    let agreement = match requirement.competencies.as_slice() {
        [] => None,
        asked => agreement::told_to(tx, by, member, asked)?,
    };
    let reached = requirement.reached(tx, member)?;
    let held = Certificate::of(tx, member, work)?.filter(|it| it.withdrawn_at.is_none());
    let learning = match &held {
        Some(held) if held.grade == Grade::Full => {
            Some((learning::minutes_since(tx, member, held.issued_at)?, requirement.learning_hours * 60))
        }
        _ => None,
    };
    Ok(Ask { member, name, work, asked_at, reached, agreement, held, learning })
}

/// Gives the certificate that somebody asked for. Everything that is asked is there; two raters have said so where areas
/// are asked, and nobody certifies themselves.
pub fn issue(tx: &mut Tx<'_>, by: &Actor, member: MemberId, work: Work) -> Result<CertificateId> {
    decides(by)?;
    not_oneself(by, member)?;
    let name = people::Profile::visible_to(tx, by, member)?.pseudonym;
    let asked_at = asked_at(tx, member, work)?.ok_or_else(|| Error::refused("certificate-answered"))?;
    let ask = ask_of(tx, by, member, name, work, asked_at)?;
    if !ask.is_ready() {
        return Err(Error::refused("certificate-not-ready"));
    }
    let requirement = Requirement::of(tx, work)?;
    let (id, now) = (CertificateId::fresh(tx), tx.now());
    let grade = if ask.reached.has_hours { Grade::Full } else { Grade::Learner };
    let months = if grade == Grade::Full { requirement.months } else { LEARNER_MONTHS.min(requirement.months) };
    // Renewed before its end, nothing of the time is lost.
    let from = match &ask.held {
        Some(held) if held.grade == grade && held.counts(now) => held.expires_at,
        _ => now,
    };
    tx.execute(
        "UPDATE workforce_certificates SET followed_by = $3 WHERE member_id = $1 AND work = $2 AND followed_by IS NULL",
        args![member, work, id],
    )?;
    tx.execute(
        "INSERT INTO workforce_certificates (id, member_id, work, version, grade, issued_by, issued_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![id, member, work, requirement.version, grade, by.id, now, later(from, months)?],
    )?;
    tx.execute("DELETE FROM workforce_certificate_asks WHERE member_id = $1 AND work = $2", args![member, work])?;
    trail::record_detail(tx, Some(by.id), "trail-certificate-issued", Some(member), work.as_str(), "")?;
    Ok(id)
}

/// So many months later, as a calendar counts them.
fn later(from: Time, months: i64) -> Result<Time> {
    let at = Timestamp::from_microsecond(from.0).map_err(Error::broken)?.to_zoned(TimeZone::UTC);
    let later = at.checked_add(months.months()).map_err(Error::broken)?;
    Ok(Time(later.timestamp().as_microsecond()))
}

/// Who has no certificate that counts, where this work asks for one.
pub(crate) fn barred(tx: &mut Tx<'_>, work: Work, _: Step, among: Among) -> Result<Vec<(MemberId, Bar)>> {
    let now = tx.now();
    if !Requirement::of(tx, work)?.is_needed(now) {
        return Ok(Vec::new());
    }
    let bar = |ran_out: Option<bool>| match ran_out {
        Some(false) => None,
        Some(true) => Some(Bar { why: Why::Expired, until: None }),
        None => Some(Bar { why: Why::Uncertified, until: None }),
    };
    // Of one that was taken back nothing is held.
    let found: Vec<(MemberId, Option<Time>)> = match among {
        Among::One(member) => {
            let held = Certificate::of(tx, member, work)?.filter(|it| it.withdrawn_at.is_none());
            vec![(member, held.map(|it| it.expires_at))]
        }
        Among::AtWork => tx.all(
            "SELECT DISTINCT s.member_id, c.expires_at FROM workforce_spells s
             LEFT JOIN workforce_certificates c ON c.member_id = s.member_id AND c.work = s.work
                  AND c.followed_by IS NULL AND c.withdrawn_at IS NULL
             WHERE s.work = $1 AND s.ended_at IS NULL",
            args![work],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?,
    };
    Ok(found.into_iter().filter_map(|(it, until)| Some((it, bar(until.map(|until| until <= now))?))).collect())
}

/// A member is erased, and with them what was certified. Places in the status list say nothing about anybody and stay.
pub(crate) fn forget(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    badge::forget(tx, member)?;
    tx.execute("DELETE FROM workforce_certificate_asks WHERE member_id = $1", args![member])?;
    tx.execute("DELETE FROM workforce_learning WHERE member_id = $1", args![member])?;
    tx.execute("DELETE FROM workforce_certificates WHERE member_id = $1", args![member])?;
    Ok(())
}
