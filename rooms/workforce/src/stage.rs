//! The stages of the way in. A community chooses which of them it has; whoever applies sees each of them, and how far it
//! has come.

use db::{Error, Result, Tx, args};
use organisation::trail;
use words::{Actor, Hat};

db::word! {
    /// A stage, in the order in which they are usually gone.
    pub enum Stage {
        /// Some words about one's own experience, in whatever form; never a diagnosis.
        Statement = "statement",
        /// A conversation, and what was said in it, which the applicant reads.
        Conversation = "conversation",
        /// References: whether they have come. What they say is kept nowhere here.
        References = "references",
        /// Checks that the law or the community asks for: whether they are done. No paper is kept here.
        Checks = "checks",
        /// Training.
        Training = "training",
        /// A talk about whether this is the right time. Both say so, and either may say: not yet.
        Readiness = "readiness",
    }
}

db::word! {
    /// How far a stage has come.
    pub enum Progress {
        /// Not begun.
        Open = "open",
        /// On its way: asked for, or arranged.
        Asked = "asked",
        /// Done.
        Done = "done",
        /// Not needed this time.
        Waived = "waived",
    }
}

impl Stage {
    /// Whether words are kept of it. Of the others it is kept that they are done, and nothing else.
    pub fn has_record(self) -> bool {
        matches!(self, Self::Conversation | Self::Readiness)
    }
}

impl Progress {
    /// Whether nothing more is asked.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Waived)
    }
}

/// The stages that the way in has here.
pub fn used(tx: &mut Tx<'_>) -> Result<Vec<Stage>> {
    let used: Vec<Stage> = tx.all("SELECT stage FROM workforce_stages", args![], |row| row.get(0))?;
    Ok(Stage::ALL.iter().copied().filter(|it| used.contains(it)).collect())
}

/// Chooses the stages. Who has applied already goes the way that they were told of.
pub fn choose(tx: &mut Tx<'_>, by: &Actor, stages: &[Stage], reason: &str) -> Result<()> {
    if !by.wears(Hat::Administrator) {
        return Err(Error::NotFound);
    }
    // Somebody always talks with them: nobody becomes a supporter by a form alone.
    if !stages.contains(&Stage::Readiness) {
        return Err(Error::refused("stages-readiness-stays"));
    }
    let before = used(tx)?;
    let after: Vec<Stage> = Stage::ALL.iter().copied().filter(|it| stages.contains(it)).collect();
    if before == after {
        return Ok(());
    }
    tx.execute("DELETE FROM workforce_stages", args![])?;
    for stage in &after {
        tx.execute("INSERT INTO workforce_stages (stage) VALUES ($1)", args![stage])?;
    }
    let names: Vec<&str> = after.iter().map(|it| it.as_str()).collect();
    trail::record_detail(tx, Some(by.id), "trail-stages-chosen", None, &names.join(", "), reason)
}
