//! A report: something in a circle was not right. The place itself copies what was written, so nobody is asked for
//! proof. It goes to the facilitators of the circle, unless it is about them, and to the supervisors; whoever reported
//! hears what came of it.

use std::time::Duration;

use db::{Error, Result, Time, Tx, Uuid, args};
use jobs::Later;
use seal::{KeyId, Place, Sealing};
use serde::{Deserialize, Serialize};
use words::{Actor, Hat, MemberId};

use crate::{
    circle::Circle,
    kind::{CircleId, NOWHERE, Night, PostId},
    membership, post, topic, watch,
};

/// Longest words with a report, and longest answer, in characters.
pub const WORDS_AT_MOST: usize = 2000;
/// Job: forgets a report that was answered.
pub const FORGET: &str = "circles.report-forget";
/// How long an answered report is kept: as long as those of conversations.
const KEPT: Duration = Duration::from_secs(365 * 86_400);
/// Reports of one post at night after which it waits for a facilitator.
const NIGHT_REPORTS: i64 = 2;

db::id! {
    /// A report.
    ReportId
}

db::word! {
    /// What a report is about.
    pub enum Kind {
        /// A post.
        Post = "post",
        /// A story.
        Story = "story",
        /// Something said in a live room.
        Message = "message",
        /// A gathering, or what happened in it.
        Gathering = "gathering",
        /// A person.
        Person = "person",
    }
}

db::word! {
    /// What was not right, in words that a hurt person can point at.
    pub enum Reason {
        /// Unkind, mocking, threatening.
        Unkind = "unkind",
        /// Sexual, or asked for pictures.
        Sexual = "sexual",
        /// Gives away who somebody is.
        Exposes = "exposes",
        /// Methods, or details that could harm.
        Harmful = "harmful",
        /// Selling, preaching, or contact outside.
        Outside = "outside",
        /// Worry that somebody is not safe.
        NotSafe = "not-safe",
        /// Something else.
        Other = "other",
    }
}

/// A piece of the evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Under which name; nothing for a notice of the place.
    pub by: String,
    /// What was written.
    pub words: String,
    /// When, in microseconds.
    pub at: i64,
    /// Whether this is the piece that was reported; the rest is what stood around it.
    pub reported: bool,
}

/// What a report is about, with the evidence that the place copied.
#[derive(Clone, Debug)]
pub struct About {
    /// In which circle.
    pub circle: CircleId,
    /// What kind of thing.
    pub kind: Kind,
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub about: Option<MemberId>,
    /// What was written.
    pub evidence: Vec<Said>,
}

/// A report, as those who answer it read it.
#[derive(Clone, Debug)]
pub struct Report {
    /// Its id.
    pub id: ReportId,
    /// In which circle.
    pub circle: CircleId,
    /// The circle's name.
    pub circle_name: String,
    /// What kind of thing.
    pub kind: Kind,
    /// Its id.
    pub subject: Uuid,
    /// Who reported.
    pub by: MemberId,
    /// Whose it is.
    pub about: Option<MemberId>,
    /// What was not right.
    pub reason: Reason,
    /// When.
    pub made_at: Time,
    /// When it was answered.
    pub settled_at: Option<Time>,
    sealed_words: Option<Vec<u8>>,
    sealed_evidence: Vec<u8>,
    sealed_answer: Option<Vec<u8>>,
}

const COLUMNS: &str = "r.id, r.circle_id, c.name, r.kind, r.subject_id, r.by_id, r.about_id, r.reason, r.made_at,
    r.settled_at, r.words, r.evidence, r.answer";
const FROM: &str = "circles_reports r JOIN circles_circles c ON c.id = r.circle_id";

fn from_row(row: &db::Row<'_>) -> Result<Report> {
    Ok(Report {
        id: row.get(0)?,
        circle: row.get(1)?,
        circle_name: row.get(2)?,
        kind: row.get(3)?,
        subject: row.get(4)?,
        by: row.get(5)?,
        about: row.get(6)?,
        reason: row.get(7)?,
        made_at: row.get(8)?,
        settled_at: row.get(9)?,
        sealed_words: row.get(10)?,
        sealed_evidence: row.get(11)?,
        sealed_answer: row.get(12)?,
    })
}

/// Makes a report. The caller has settled that the member may see what it is about. The same thing reported twice for
/// the same reason, while nobody has answered, is one report.
pub fn make(tx: &mut Tx<'_>, actor: &Actor, about: &About, reason: Reason, words: &str) -> Result<ReportId> {
    if about.about == Some(actor.id) {
        return Err(Error::refused("report-not-yourself"));
    }
    let open = tx.first(
        "SELECT id FROM circles_reports
         WHERE kind = $1 AND subject_id = $2 AND by_id = $3 AND reason = $4 AND settled_at IS NULL",
        args![about.kind, about.id, actor.id, reason],
        |row| row.get(0),
    )?;
    if let Some(open) = open {
        return Ok(open);
    }
    let report = ReportId::fresh(tx);
    let evidence = serde_json::to_string(&about.evidence).map_err(Error::broken)?;
    let evidence = tx.seal(KeyId(report.0), Place::new("circles_reports", "evidence", report.0), &evidence)?;
    let words = match words.trim() {
        "" => None,
        words => Some(tx.seal(KeyId(report.0), Place::new("circles_reports", "words", report.0), words)?),
    };
    tx.execute(
        "INSERT INTO circles_reports (id, circle_id, kind, subject_id, by_id, about_id, reason, words, evidence, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![
            report, about.circle, about.kind, about.id, actor.id, about.about, reason, words, evidence, tx.now()
        ],
    )?;
    if about.kind == Kind::Post {
        set_aside_at_night(tx, about)?;
    }
    topic::desk_changed(tx, about.circle)?;
    topic::supervisors_called(tx)?;
    Ok(report)
}

/// At night, where the circle says so, a post that several people reported waits until somebody has read it.
fn set_aside_at_night(tx: &mut Tx<'_>, about: &About) -> Result<()> {
    let circle = Circle::any(tx, about.circle)?;
    if circle.plan.night != Night::TwoReports || !circle.is_night(tx)? {
        return Ok(());
    }
    let people: i64 = tx.value(
        "SELECT COUNT(DISTINCT by_id) FROM circles_reports WHERE kind = 'post' AND subject_id = $1
           AND settled_at IS NULL",
        args![about.id],
    )?;
    if people >= NIGHT_REPORTS { watch::set_aside(tx, PostId(about.id)) } else { Ok(()) }
}

/// The report of a post, with what stood around it.
pub fn of_post(tx: &mut Tx<'_>, actor: &Actor, id: PostId) -> Result<About> {
    let found = post::readable_by(tx, actor, id)?;
    let around: Vec<(PostId, Option<String>, bool, Time)> = tx.all(
        "SELECT p.id, n.pseudonym, p.unnamed, p.posted_at FROM circles_posts p
         LEFT JOIN people_names n ON n.member_id = p.author_id
         WHERE p.thread_id = $1 AND (p.seq = 1 OR (p.seq >= $2 AND p.seq <= $3)) AND p.state <> 'withdrawn'
         ORDER BY p.seq",
        args![found.thread, found.seq - 5, found.seq + 5],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    let mut evidence = Vec::new();
    for (post, name, _, at) in around {
        let said = post::words_of(tx, post)?;
        evidence.push(Said { by: name.unwrap_or_default(), words: said, at: at.0, reported: post == id });
    }
    Ok(About { circle: found.circle.id, kind: Kind::Post, id: id.0, about: found.author, evidence })
}

impl Report {
    /// One's own reports, the latest first.
    pub fn own(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Self>> {
        tx.all(
            &format!("SELECT {COLUMNS} FROM {FROM} WHERE r.by_id = $1 ORDER BY r.made_at DESC, r.id LIMIT 50"),
            args![actor.id],
            from_row,
        )
    }

    /// Reports that wait for an answer by this member, the oldest first: those of the circles that they look after, and
    /// for supervisors all. Nobody judges a report that they made, or that is about them.
    pub fn open(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Self>> {
        let all = tx.all(
            &format!(
                "SELECT {COLUMNS} FROM {FROM} WHERE r.settled_at IS NULL AND r.by_id <> $1
                   AND (r.about_id IS NULL OR r.about_id <> $1) ORDER BY r.made_at, r.id LIMIT 200"
            ),
            args![actor.id],
            from_row,
        )?;
        let mut open = Vec::new();
        for report in all {
            let facilitators = membership::facilitators(tx, report.circle)?;
            if report.is_for(actor, &facilitators) {
                open.push(report);
            }
        }
        Ok(open)
    }

    /// A report, when this member may answer it.
    pub fn readable_by(tx: &mut Tx<'_>, actor: &Actor, id: ReportId) -> Result<Self> {
        let report: Option<Self> = tx.first(
            &format!(
                "SELECT {COLUMNS} FROM {FROM} WHERE r.id = $1 AND r.by_id <> $2
                   AND (r.about_id IS NULL OR r.about_id <> $2)"
            ),
            args![id, actor.id],
            from_row,
        )?;
        // Asked whether it is there or not, so that the time of the answer does not tell.
        let circle = report.as_ref().map_or(CircleId(NOWHERE), |it| it.circle);
        let facilitators = membership::facilitators(tx, circle)?;
        report.filter(|it| it.is_for(actor, &facilitators)).ok_or(Error::NotFound)
    }

    /// A report about a facilitator of the circle is not for the others who look after it with them.
    fn is_for(&self, actor: &Actor, facilitators: &[MemberId]) -> bool {
        let about_one = self.about.is_some_and(|it| facilitators.contains(&it));
        let leads = actor.wears(Hat::Facilitator) && facilitators.contains(&actor.id);
        actor.wears(Hat::Supervisor) || (leads && !about_one)
    }

    /// What was written, as it was when the report was made.
    pub fn evidence(&self, tx: &mut Tx<'_>) -> Result<Vec<Said>> {
        let text = self.unseal(tx, "evidence", Some(&self.sealed_evidence))?;
        serde_json::from_str(&text).map_err(Error::broken)
    }

    /// The words that went with it.
    pub fn words(&self, tx: &mut Tx<'_>) -> Result<String> {
        self.unseal(tx, "words", self.sealed_words.as_deref())
    }

    /// What came of it.
    pub fn answer_words(&self, tx: &mut Tx<'_>) -> Result<String> {
        self.unseal(tx, "answer", self.sealed_answer.as_deref())
    }

    fn unseal(&self, tx: &mut Tx<'_>, column: &'static str, sealed: Option<&[u8]>) -> Result<String> {
        let Some(sealed) = sealed else { return Ok(String::new()) };
        let place = Place::new("circles_reports", column, self.id.0);
        Ok(tx.unseal(KeyId(self.id.0), place, sealed)?.unwrap_or_default())
    }

    /// Answers it: the reporter reads these words. Of two who answer, one does.
    pub fn answer(&self, tx: &mut Tx<'_>, actor: &Actor, words: &str) -> Result<()> {
        let sealed = tx.seal(KeyId(self.id.0), Place::new("circles_reports", "answer", self.id.0), words)?;
        let answered = tx.execute(
            "UPDATE circles_reports SET answer = $2, settled_by = $3, settled_at = $4
             WHERE id = $1 AND settled_at IS NULL",
            args![self.id, sealed, actor.id, tx.now()],
        )?;
        if answered == 0 {
            return Err(Error::refused("circle-report-taken"));
        }
        organisation::trail::record(tx, Some(actor.id), "trail-circle-report-answered", self.about, "")?;
        tx.later(FORGET, self.id, tx.now() + KEPT)?;
        topic::member_changed(tx, self.by)?;
        topic::desk_changed(tx, self.circle)
    }

    /// Notes in the trail that somebody looked at the evidence.
    pub fn note_opened(&self, tx: &mut Tx<'_>, actor: &Actor) -> Result<()> {
        organisation::trail::record(tx, Some(actor.id), "trail-circle-report-opened", self.about, "")
    }
}

/// Forgets a report that was answered long ago: the row goes, and the key that sealed the evidence.
pub(crate) fn forget(tx: &mut Tx<'_>, id: &str) -> Result<()> {
    let id: ReportId = id.parse()?;
    tx.execute("DELETE FROM circles_reports WHERE id = $1 AND settled_at IS NOT NULL", args![id])?;
    tx.destroy_key(KeyId(id.0))
}
