//! Meeting templates: the phases that a meeting goes through, each with its time and a prompt for whoever leads. They
//! belong to the community: everybody who facilitates, and whoever keeps the settings, may change them. A meeting takes
//! the phases over when it begins, so that a change never reaches into one that runs.

use db::{Error, Result, Tx, Uuid, args};
use organisation::trail;
use words::{Actor, Hat, Standing};

use crate::{gathering::MINUTES, kind::TemplateId};

/// Longest name of a template and longest title of a phase, in characters.
pub const NAME_AT_MOST: usize = 60;
/// Longest prompt, in characters.
pub const PROMPT_AT_MOST: usize = 600;
/// Most phases.
pub const PHASES_AT_MOST: usize = 12;

/// A template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its id.
    pub id: TemplateId,
    /// Its name.
    pub name: String,
    /// Its phases, in order.
    pub phases: Vec<Phase>,
}

/// A part of a meeting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phase {
    /// What it is called.
    pub title: String,
    /// How long it takes.
    pub minutes: i64,
    /// What may help whoever leads.
    pub prompt: String,
}

/// Templates to begin with: catalogue keys of the name, and of each phase with its minutes and prompt.
type Starting = (&'static str, &'static [(&'static str, i64, &'static str)]);
const STARTING: &[Starting] = &[
    (
        "meeting-sharing",
        &[
            ("meeting-welcome", 10, "meeting-welcome-prompt"),
            ("meeting-round", 25, "meeting-round-prompt"),
            ("meeting-themes", 20, "meeting-themes-prompt"),
            ("meeting-problem", 25, "meeting-problem-prompt"),
            ("meeting-closing", 10, "meeting-closing-prompt"),
        ],
    ),
    (
        "meeting-quiet",
        &[
            ("meeting-arrive", 5, "meeting-arrive-prompt"),
            ("meeting-still", 45, "meeting-still-prompt"),
            ("meeting-one-word", 10, "meeting-one-word-prompt"),
        ],
    ),
    (
        "meeting-skills",
        &[
            ("meeting-welcome", 10, "meeting-welcome-prompt"),
            ("meeting-show", 20, "meeting-show-prompt"),
            ("meeting-try", 20, "meeting-try-prompt"),
            ("meeting-swap", 15, "meeting-swap-prompt"),
            ("meeting-closing", 10, "meeting-closing-prompt"),
        ],
    ),
    (
        "meeting-first",
        &[
            ("meeting-welcome", 10, "meeting-welcome-prompt"),
            ("meeting-names", 15, "meeting-names-prompt"),
            ("meeting-hopes", 20, "meeting-hopes-prompt"),
            ("meeting-agree", 10, "meeting-agree-prompt"),
            ("meeting-closing", 5, "meeting-closing-prompt"),
        ],
    ),
];

impl Template {
    /// The templates in use, by name, for those who use them.
    pub fn all(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Self>> {
        may_change(actor)?;
        let found: Vec<(TemplateId, String)> = tx.all(
            "SELECT id, name FROM gatherings_templates WHERE withdrawn_at IS NULL ORDER BY name, id",
            args![],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        found.into_iter().map(|(id, name)| Ok(Self { id, name, phases: phases(tx, id.0)? })).collect()
    }

    /// One of them.
    pub fn one(tx: &mut Tx<'_>, actor: &Actor, id: TemplateId) -> Result<Self> {
        may_change(actor)?;
        let name =
            tx.one("SELECT name FROM gatherings_templates WHERE id = $1 AND withdrawn_at IS NULL", args![id], |row| {
                row.get(0)
            })?;
        Ok(Self { id, name, phases: phases(tx, id.0)? })
    }

    /// Minutes of all phases together.
    pub fn minutes(&self) -> i64 {
        self.phases.iter().map(|it| it.minutes).sum()
    }

    /// Makes a template.
    pub fn make(tx: &mut Tx<'_>, actor: &Actor, name: &str, phases: &[Phase]) -> Result<TemplateId> {
        may_change(actor)?;
        check(phases)?;
        let id = TemplateId::fresh(tx);
        store(tx, id, Some(actor), name, phases)?;
        trail::record_detail(tx, Some(actor.id), "trail-meeting-template", None, name, "")?;
        Ok(id)
    }

    /// Changes it.
    pub fn change(&self, tx: &mut Tx<'_>, actor: &Actor, name: &str, phases: &[Phase]) -> Result<()> {
        may_change(actor)?;
        check(phases)?;
        store(tx, self.id, Some(actor), name, phases)?;
        trail::record_detail(tx, Some(actor.id), "trail-meeting-template", None, name, "")
    }

    /// Takes it out of use. Gatherings that follow it go on without one.
    pub fn withdraw(&self, tx: &mut Tx<'_>, actor: &Actor) -> Result<()> {
        may_change(actor)?;
        tx.execute(
            "UPDATE gatherings_templates SET withdrawn_at = $2, changed_by = $3 WHERE id = $1",
            args![self.id, tx.now(), actor.id],
        )?;
        tx.execute("UPDATE gatherings_series SET template_id = NULL WHERE template_id = $1", args![self.id])?;
        trail::record_detail(tx, Some(actor.id), "trail-meeting-template-withdrawn", None, &self.name, "")
    }
}

/// Stores the templates to begin with, in the words of `say`, when there has never been any.
pub fn begin(tx: &mut Tx<'_>, say: impl Fn(&str) -> String) -> Result<()> {
    let there: i64 = tx.value("SELECT COUNT(*) FROM gatherings_templates", args![])?;
    if there > 0 {
        return Ok(());
    }
    for (name, phases) in STARTING {
        let phases: Vec<Phase> = phases
            .iter()
            .map(|(title, minutes, prompt)| Phase { title: say(title), minutes: *minutes, prompt: say(prompt) })
            .collect();
        let id = TemplateId::fresh(tx);
        store(tx, id, None, &say(name), &phases)?;
    }
    Ok(())
}

/// Whoever facilitates, and whoever keeps the settings.
pub(crate) fn may_change(actor: &Actor) -> Result<()> {
    let may = actor.wears(Hat::Facilitator) || actor.wears(Hat::Administrator);
    if may && actor.standing == Standing::Active { Ok(()) } else { Err(Error::NotFound) }
}

fn check(phases: &[Phase]) -> Result<()> {
    if phases.is_empty() || phases.len() > PHASES_AT_MOST {
        return Err(Error::refused("meeting-phases-missing"));
    }
    if phases.iter().any(|it| it.title.trim().is_empty() || !(1..=*MINUTES.end()).contains(&it.minutes)) {
        return Err(Error::refused("meeting-phase-wrong"));
    }
    if phases.iter().map(|it| it.minutes).sum::<i64>() > *MINUTES.end() {
        return Err(Error::refused("meeting-too-long"));
    }
    Ok(())
}

/// The phases of a template or of a meeting.
pub(crate) fn phases(tx: &mut Tx<'_>, owner: Uuid) -> Result<Vec<Phase>> {
    tx.all(
        "SELECT title, minutes, prompt FROM gatherings_phases WHERE owner_id = $1 ORDER BY position",
        args![owner],
        |row| Ok(Phase { title: row.get(0)?, minutes: row.get(1)?, prompt: row.get(2)? }),
    )
}

fn store(tx: &mut Tx<'_>, id: TemplateId, actor: Option<&Actor>, name: &str, phases: &[Phase]) -> Result<()> {
    tx.execute(
        "INSERT INTO gatherings_templates (id, name, changed_by, changed_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (id) DO UPDATE SET
            name = excluded.name, changed_by = excluded.changed_by, changed_at = excluded.changed_at",
        args![id, name, actor.map(|it| it.id), tx.now()],
    )?;
    tx.execute("DELETE FROM gatherings_phases WHERE owner_id = $1", args![id])?;
    for (position, phase) in phases.iter().enumerate() {
        tx.execute(
            "INSERT INTO gatherings_phases (owner_id, position, title, minutes, prompt) VALUES ($1, $2, $3, $4, $5)",
            args![id, position, phase.title, phase.minutes, phase.prompt],
        )?;
    }
    Ok(())
}
