//! Ids and words of this room.

use db::{Bind, Cell, Fetch, Uuid, Value};
use words::AgeBand;

db::id! {
    /// A case.
    CaseId
}
db::id! {
    /// A flag: somebody told us.
    FlagId
}
db::id! {
    /// A decision.
    DecisionId
}
db::id! {
    /// An appeal.
    AppealId
}
db::id! {
    /// A rule.
    RuleId
}
db::id! {
    /// Something that is owed to somebody after something hard.
    TaskId
}
db::id! {
    /// Help that was put before somebody.
    CareId
}

db::word! {
    /// What a case may be about.
    pub enum Kind {
        /// A post in a circle.
        Post = "post",
        /// A story.
        Story = "story",
        /// Something said in a live room.
        Message = "message",
        /// A conversation between a member and a supporter.
        Talk = "talk",
        /// What somebody wrote when they asked for support, or left as a note.
        Ask = "ask",
        /// A gathering.
        Gathering = "gathering",
        /// A person.
        Person = "person",
    }
}

/// A thing that was written, or somebody: what a case is about.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Matter {
    /// What kind.
    pub kind: Kind,
    /// Its id.
    pub id: Uuid,
}

db::word! {
    /// How a case came to be.
    pub enum Source {
        /// Somebody told us.
        Flag = "flag",
        /// The program noticed words.
        Noticed = "noticed",
        /// A post waits to be read first.
        Held = "held",
        /// Somebody is worried about somebody.
        Concern = "concern",
        /// A second reader looks at something that seemed fine.
        Sample = "sample",
        /// One who looks after a place began it.
        Opened = "opened",
    }
}

/// How soon a person should look. In the database a number, to be put in order by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Level {
    /// Nothing that worries.
    Green,
    /// Somebody has a hard time, or something may not fit the rules.
    Amber,
    /// Somebody may be at risk, or somebody is being hurt.
    Red,
    /// Somebody may be at risk now.
    Crisis,
}

impl Level {
    /// Every level, the calmest first.
    pub const ALL: [Self; 4] = [Self::Green, Self::Amber, Self::Red, Self::Crisis];

    /// As the catalogue names it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Green => "green",
            Self::Amber => "amber",
            Self::Red => "red",
            Self::Crisis => "crisis",
        }
    }

    /// Whether it is heavy to read.
    pub fn is_hard(self) -> bool {
        self >= Self::Red
    }
}

impl std::fmt::Display for Level {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Bind for Level {
    fn bind(&self) -> Value {
        (*self as i64).bind()
    }
}

impl Fetch for Level {
    fn fetch(cell: Cell<'_>) -> Option<Self> {
        usize::try_from(i64::fetch(cell)?).ok().and_then(|it| Self::ALL.get(it).copied())
    }
}

db::word! {
    /// What somebody who tells us points at, in words that a hurt person can use.
    pub enum Reason {
        /// Worry that somebody is not safe.
        NotSafe = "not-safe",
        /// Unkind, mocking, threatening.
        Unkind = "unkind",
        /// Sexual, or asked for pictures.
        Sexual = "sexual",
        /// Methods, or details or advice that could harm.
        Harmful = "harmful",
        /// Gives away who somebody is.
        Exposes = "exposes",
        /// Wanted to meet, wanted money or contact outside, or sells something.
        Outside = "outside",
        /// Told somebody what to do, or spoke as if they were a clinician.
        Pushed = "pushed",
        /// Something else.
        Other = "other",
    }
}

impl Reason {
    /// How soon a person should look at what was flagged for it.
    pub fn level(self) -> Level {
        match self {
            Self::NotSafe => Level::Red,
            Self::Sexual | Self::Harmful | Self::Exposes => Level::Amber,
            Self::Unkind | Self::Outside | Self::Pushed | Self::Other => Level::Green,
        }
    }
}

db::word! {
    /// What can be done, the gentlest first.
    pub enum Action {
        /// Nothing is wrong.
        Nothing = "nothing",
        /// A kind word, nothing more.
        Note = "note",
        /// Asks the author to change it; it stays where it is.
        AskToEdit = "ask-to-edit",
        /// Hides it until its author has changed it.
        Hide = "hide",
        /// Shows it again.
        Restore = "restore",
        /// Reads and does not write in this circle for a while.
        Pause = "pause",
        /// No longer belongs to this circle.
        Remove = "remove",
        /// A formal warning.
        Warning = "warning",
        /// Does not take part anywhere for a while.
        Suspend = "suspend",
        /// May not come back.
        End = "end",
    }
}

impl Action {
    /// Whether it needs a rule that it rests on: everything that takes something from somebody does.
    pub fn names_rule(self) -> bool {
        !matches!(self, Self::Nothing | Self::Note | Self::Restore)
    }

    /// Whether it holds for a while only.
    pub fn expires(self) -> bool {
        matches!(self, Self::Pause | Self::Warning | Self::Suspend)
    }
}

/// Whether people of this band are children: their cases are for named leads alone.
pub fn is_minor(band: AgeBand) -> bool {
    band != AgeBand::Adult
}
