//! The small words of this room.

use std::time::Duration;

db::id! {
    /// A gathering: what happens once, or again and again.
    GatheringId
}
db::id! {
    /// One time that a gathering happens.
    OccurrenceId
}
db::id! {
    /// A meeting template.
    TemplateId
}
db::id! {
    /// What the group learned.
    LearnedId
}
db::id! {
    /// Something that changed for somebody who comes.
    NewsId
}

db::word! {
    /// How people meet.
    pub enum Mode {
        /// In writing, in the circle's live room.
        Text = "text",
        /// By voice.
        Voice = "voice",
        /// By voice and picture.
        Video = "video",
        /// In one place.
        InPerson = "in-person",
    }
}

impl Mode {
    /// What can be chosen. Voice and video are words of the record already; there is nothing yet to hold them with.
    pub const OFFERED: &'static [Self] = &[Self::Text, Self::InPerson];
}

db::word! {
    /// What somebody said about coming.
    pub enum Answer {
        /// Has a place.
        Coming = "coming",
        /// Waits for a place.
        Waiting = "waiting",
        /// Does not come.
        NotComing = "not-coming",
    }
}

db::word! {
    /// When somebody wants to be reminded, inside this place and nowhere else.
    pub enum Reminder {
        /// Never.
        None = "none",
        /// A day before.
        Day = "day",
        /// An hour before.
        Hour = "hour",
    }
}

impl Reminder {
    /// How long before.
    pub fn before(self) -> Duration {
        match self {
            Self::None => Duration::ZERO,
            Self::Day => Duration::from_secs(86_400),
            Self::Hour => Duration::from_secs(3600),
        }
    }
}

db::word! {
    /// What changed for somebody who comes.
    pub enum NewsKind {
        /// A place became free, and it is theirs.
        MovedUp = "moved-up",
        /// It is at another time.
        Moved = "moved",
        /// It does not take place.
        Cancelled = "cancelled",
        /// They are named in what the group learned.
        Named = "named",
    }
}

db::word! {
    /// Whether somebody came, as the facilitator noted it.
    pub enum Attendance {
        /// Came.
        Came = "came",
        /// Did not come.
        Missed = "missed",
    }
}
