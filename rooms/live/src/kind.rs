//! The small words of this room.

use db::Uuid;

db::id! {
    /// A place where something is said: an evening, or a talk aside.
    TalkId
}
db::id! {
    /// A live room that is open, or was.
    EveningId
}
db::id! {
    /// A facilitator and a member by themselves.
    AsideId
}
db::id! {
    /// A topic for later.
    ParkedId
}
db::id! {
    /// A facilitator asks another to look after the room.
    HandoverId
}
impl EveningId {
    /// Where its words are.
    pub fn talk(self) -> TalkId {
        TalkId(self.0)
    }
}

impl AsideId {
    /// Where its words are.
    pub fn talk(self) -> TalkId {
        TalkId(self.0)
    }
}

/// The id that a writer's browser gave a message.
pub type MessageId = Uuid;

db::word! {
    /// In what part something was said.
    pub enum By {
        /// Somebody who takes part.
        Member = "member",
        /// Somebody who looks after the circle.
        Facilitator = "facilitator",
        /// The place itself.
        Place = "place",
    }
}

db::word! {
    /// What became of a message.
    pub enum State {
        /// It stands.
        Said = "said",
        /// A facilitator hid it; its author was told why.
        Hidden = "hidden",
        /// Its author took it back: the words are gone.
        Withdrawn = "withdrawn",
    }
}

db::word! {
    /// How long a member waits between two messages.
    pub enum Slow {
        /// Not at all.
        Off = "off",
        /// Ten seconds.
        Ten = "10",
        /// Thirty seconds.
        Thirty = "30",
        /// A minute.
        Sixty = "60",
    }
}

impl Slow {
    /// The wait in seconds.
    pub fn seconds(self) -> u64 {
        match self {
            Self::Off => 0,
            Self::Ten => 10,
            Self::Thirty => 30,
            Self::Sixty => 60,
        }
    }
}

db::word! {
    /// How a room closed.
    pub enum Closing {
        /// A facilitator said goodbye.
        Goodbye = "goodbye",
        /// The last facilitator had to go.
        Left = "left",
        /// The last facilitator's page was gone.
        Gone = "gone",
        /// The last facilitator gave enough for today, or for this week.
        Enough = "enough",
    }
}
