//! Helplines: where people find help at once. The table belongs to the community. A line counts only when a person has
//! checked it; after 90 days it wants checking again, and a task says so. An unchecked line is shown to people only
//! while its country has no checked one, and says that nobody has checked it.

mod draft;
mod starting;

use std::time::Duration;

use db::{Result, Time, Tx, args};
use jobs::Later;
use words::{AgeBand, MemberId};

use crate::{Settings, setup, tasks, trail};
pub use draft::Draft;

db::id! {
    /// A helpline.
    HelplineId
}

db::word! {
    /// Whom a line is for.
    pub enum Audience {
        /// Anyone.
        Everyone = "everyone",
        /// Children and young people.
        Youth = "youth",
    }
}

db::word! {
    /// What a country's lines lack.
    pub enum Lack {
        /// No line at all.
        Lines = "lines",
        /// No line for everyone that somebody has checked.
        Checked = "checked",
        /// No checked line for young people, though they may join.
        Youth = "youth",
        /// A line was checked more than 90 days ago.
        Fresh = "fresh",
    }
}

/// After this long, a check is no longer trusted.
pub const STALE_AFTER: Duration = Duration::from_secs(90 * 24 * 3600);
/// The task that a stale line raises; its subject is the line.
pub const STALE_TASK: &str = "helpline-stale";
/// The daily look for stale lines.
pub(crate) const JOB: &str = "organisation.helplines";

/// A helpline.
#[derive(Clone, Debug)]
pub struct Helpline {
    /// Its id.
    pub id: HelplineId,
    /// What people are told.
    pub says: Draft,
    /// When somebody last checked it.
    pub checked_at: Option<Time>,
    /// The name of whoever checked it.
    pub checked_name: Option<String>,
}

/// Why a country's lines are not ready.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Which country.
    pub country: String,
    /// What is lacking.
    pub lacks: Lack,
}

impl Lack {
    /// The sentence that says so.
    pub fn key(self) -> &'static str {
        match self {
            Self::Lines => "helplines-lack-lines",
            Self::Checked => "helplines-lack-checked",
            Self::Youth => "helplines-lack-youth",
            Self::Fresh => "helplines-lack-fresh",
        }
    }
}

impl Reason {
    /// Whether the doors stay closed for it. A stale check does not close them: nobody is sent away because a date passed.
    pub fn keeps_closed(&self) -> bool {
        self.lacks != Lack::Fresh
    }
}

/// The lines that a person in this country is shown. Young people see the lines for them first, then those for everyone.
pub fn for_country(tx: &mut Tx<'_>, country: &str, audience: Audience) -> Result<Vec<Helpline>> {
    let all = of_country(tx, country)?;
    let mut shown = Vec::new();
    if audience == Audience::Youth {
        shown.extend(trusted(&all, Audience::Youth));
    }
    shown.extend(trusted(&all, Audience::Everyone));
    Ok(shown)
}

/// The lines that somebody of whom nothing is known is shown: everyone's first, then those for young people.
pub fn known(tx: &mut Tx<'_>, country: &str) -> Result<Vec<Helpline>> {
    let all = of_country(tx, country)?;
    Ok([trusted(&all, Audience::Everyone), trusted(&all, Audience::Youth)].concat())
}

/// Lines for exactly this audience: the checked ones, or all while nobody has checked any.
pub fn trusted(all: &[Helpline], audience: Audience) -> Vec<Helpline> {
    let mut lines: Vec<_> = all.iter().filter(|it| it.says.audience == audience).cloned().collect();
    if lines.iter().any(|it| it.checked_at.is_some()) {
        lines.retain(|it| it.checked_at.is_some());
    }
    lines
}

/// Every line of a country, in the order in which they were added.
pub fn of_country(tx: &mut Tx<'_>, country: &str) -> Result<Vec<Helpline>> {
    tx.all(
        "SELECT id, country, audience, name, purpose, phone, text_to, text_word, chat, hours, languages, cost, source,
                checked_at, checked_name
         FROM organisation_helplines WHERE country = $1 AND removed_at IS NULL ORDER BY added_at, id",
        args![country],
        Helpline::from_row,
    )
}

/// What is lacking in the countries that the community serves.
pub fn unready(tx: &mut Tx<'_>, now: Time) -> Result<Vec<Reason>> {
    let settings = Settings::current(tx)?;
    let mut reasons = Vec::new();
    for country in &settings.countries {
        let lines = of_country(tx, country)?;
        let checked = |audience| lines.iter().any(|it| it.says.audience == audience && it.checked_at.is_some());
        let mut lack = |lacks| reasons.push(Reason { country: country.clone(), lacks });
        for audience in wanted(&settings).iter().filter(|it| !checked(**it)) {
            lack(match audience {
                Audience::Everyone if lines.is_empty() => Lack::Lines,
                Audience::Everyone => Lack::Checked,
                Audience::Youth => Lack::Youth,
            });
        }
        if lines.iter().any(|it| it.is_stale(now)) {
            lack(Lack::Fresh);
        }
    }
    Ok(reasons)
}

/// Whether the doors may be open: every country has a checked line for everybody who may join. `is_checked` knows which
/// countries have one for which audience.
pub(crate) fn are_enough(settings: &Settings, is_checked: impl Fn(&str, Audience) -> bool) -> bool {
    settings.countries.iter().all(|country| wanted(settings).iter().all(|audience| is_checked(country, *audience)))
}

/// Whom there must be lines for.
fn wanted(settings: &Settings) -> &'static [Audience] {
    let youth_may_join = settings.bands.iter().any(|it| *it != AgeBand::Adult);
    if youth_may_join { Audience::ALL } else { &[Audience::Everyone] }
}

/// Whether a check of that moment is no longer trusted.
pub fn is_stale(checked_at: Time, now: Time) -> bool {
    now.since(checked_at) > STALE_AFTER
}

impl Helpline {
    /// The line with this id.
    pub fn find(tx: &mut Tx<'_>, id: HelplineId) -> Result<Self> {
        tx.one(
            "SELECT id, country, audience, name, purpose, phone, text_to, text_word, chat, hours, languages, cost, source,
                    checked_at, checked_name
             FROM organisation_helplines WHERE id = $1 AND removed_at IS NULL",
            args![id],
            Self::from_row,
        )
    }

    /// Adds a line that nobody has checked yet.
    pub fn add(tx: &mut Tx<'_>, by: MemberId, says: &Draft, reason: &str) -> Result<HelplineId> {
        says.sound()?;
        setup::ask_reason(tx, reason)?;
        let id = insert(tx, says, tx.now())?;
        trail::record_detail(tx, Some(by), "trail-helpline-added", None, &says.to_string(), reason)?;
        Ok(id)
    }

    /// Changes what a line says. An earlier check is void: it was of what the line said before. Whoever has checked the
    /// new words gives their name.
    pub fn edit(
        &self,
        tx: &mut Tx<'_>,
        by: MemberId,
        says: &Draft,
        checked_as: Option<&str>,
        reason: &str,
    ) -> Result<()> {
        says.sound()?;
        if *says != self.says {
            setup::ask_reason(tx, reason)?;
            self.rewrite(tx, says)?;
            let detail = format!("{} → {says}", self.says);
            trail::record_detail(tx, Some(by), "trail-helpline-edited", None, &detail, reason)?;
        }
        if let Some(name) = checked_as {
            Self::find(tx, self.id)?.check(tx, by, name)?;
        }
        setup::keep_open(tx, "helplines-keep-one")
    }

    fn rewrite(&self, tx: &mut Tx<'_>, says: &Draft) -> Result<()> {
        tx.execute(
            "UPDATE organisation_helplines
             SET country = $2, audience = $3, name = $4, purpose = $5, phone = $6, text_to = $7, text_word = $8, chat = $9,
                 hours = $10, languages = $11, cost = $12, source = $13,
                 checked_at = NULL, checked_by = NULL, checked_name = NULL
             WHERE id = $1",
            args![
                self.id, says.country, says.audience, says.name, says.purpose, says.phone, says.text_to, says.text_word,
                says.chat, says.hours, says.languages, says.cost, says.source
            ],
        )?;
        tasks::settle(tx, STALE_TASK, self.id)
    }

    /// Notes that somebody called or looked today and found that all of it is true.
    pub fn check(&self, tx: &mut Tx<'_>, by: MemberId, name: &str) -> Result<()> {
        mark_checked(tx, self.id, Some(by), name)?;
        tasks::settle(tx, STALE_TASK, self.id)?;
        trail::record_detail(tx, Some(by), "trail-helpline-checked", None, &self.says.to_string(), "")
    }

    /// Takes a line away.
    pub fn remove(&self, tx: &mut Tx<'_>, by: MemberId, reason: &str) -> Result<()> {
        setup::ask_reason(tx, reason)?;
        tx.execute("UPDATE organisation_helplines SET removed_at = $2 WHERE id = $1", args![self.id, tx.now()])?;
        tasks::settle(tx, STALE_TASK, self.id)?;
        trail::record_detail(tx, Some(by), "trail-helpline-removed", None, &self.says.to_string(), reason)?;
        setup::keep_open(tx, "helplines-keep-one")
    }

    /// Whether it was checked too long ago.
    pub fn is_stale(&self, now: Time) -> bool {
        self.checked_at.is_some_and(|at| is_stale(at, now))
    }

    fn from_row(row: &db::Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            says: Draft {
                country: row.get(1)?,
                audience: row.get(2)?,
                name: row.get(3)?,
                purpose: row.get(4)?,
                phone: row.get(5)?,
                text_to: row.get(6)?,
                text_word: row.get(7)?,
                chat: row.get(8)?,
                hours: row.get(9)?,
                languages: row.get(10)?,
                cost: row.get(11)?,
                source: row.get(12)?,
            },
            checked_at: row.get(13)?,
            checked_name: row.get(14)?,
        })
    }
}

/// Writes the lines to begin with, once in the life of a community.
pub(crate) fn begin(tx: &mut Tx<'_>) -> Result<()> {
    let any: i64 = tx.value("SELECT COUNT(*) FROM organisation_helplines", args![])?;
    if any == 0 {
        for (place, says) in (0..).zip(starting::lines()) {
            insert(tx, &says, tx.now() + Duration::from_micros(place))?;
        }
    }
    Ok(())
}

/// The daily look: a stale line of a served country raises a task.
pub(crate) fn look(tx: &mut Tx<'_>, subject: &str) -> Result<()> {
    let now = tx.now();
    for country in Settings::current(tx)?.countries {
        for line in of_country(tx, &country)? {
            if line.is_stale(now) {
                tasks::raise(tx, STALE_TASK, line.id)?;
            }
        }
    }
    tx.later(JOB, subject, now + Duration::from_secs(24 * 3600))
}

/// Marks every line of these countries as checked: what the demo's people have done before it begins.
pub(crate) fn check_all_for_demo(tx: &mut Tx<'_>, country: &str, name: &str) -> Result<()> {
    for line in of_country(tx, country)? {
        mark_checked(tx, line.id, None, name)?;
    }
    Ok(())
}

fn mark_checked(tx: &mut Tx<'_>, id: HelplineId, by: Option<MemberId>, name: &str) -> Result<()> {
    tx.execute(
        "UPDATE organisation_helplines SET checked_at = $2, checked_by = $3, checked_name = $4 WHERE id = $1",
        args![id, tx.now(), by, name],
    )?;
    Ok(())
}

fn insert(tx: &mut Tx<'_>, says: &Draft, added_at: Time) -> Result<HelplineId> {
    let id = HelplineId::fresh(tx);
    tx.execute(
        "INSERT INTO organisation_helplines (id, country, audience, name, purpose, phone, text_to, text_word, chat, hours,
                                             languages, cost, source, added_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        args![
            id, says.country, says.audience, says.name, says.purpose, says.phone, says.text_to, says.text_word, says.chat,
            says.hours, says.languages, says.cost, says.source, added_at
        ],
    )?;
    Ok(id)
}
