//! The small words of this room.

/// The id of nothing.
pub(crate) const NOWHERE: db::Uuid = db::Uuid::nil();

db::id! {
    /// A circle.
    CircleId
}
db::id! {
    /// A thread in a circle.
    ThreadId
}
db::id! {
    /// A post in a thread.
    PostId
}
db::id! {
    /// A story.
    StoryId
}
db::id! {
    /// A picture with a post.
    PictureId
}
db::id! {
    /// What somebody writes for others is sealed under their voice.
    VoiceId
}
db::id! {
    /// Somebody asks to come in.
    JoinRequestId
}
db::id! {
    /// That somebody was not let in.
    RefusalId
}

db::word! {
    /// In what part somebody belongs to a circle.
    pub enum Role {
        /// Takes part.
        Member = "member",
        /// Takes part, and looks after it.
        Facilitator = "facilitator",
    }
}

db::word! {
    /// For whom a circle is. The two sides never see each other's circles.
    pub enum Audience {
        /// People with their own experience of distress.
        Members = "members",
        /// People who care for somebody.
        Carers = "carers",
    }
}

db::word! {
    /// How somebody comes in.
    pub enum Joining {
        /// By one press; everybody it is meant for may read before that.
        Open = "open",
        /// A facilitator says yes.
        Request = "request",
        /// Only who was invited knows that it exists.
        Invitation = "invitation",
    }
}

db::word! {
    /// When facilitators read what is posted.
    pub enum Moderation {
        /// Before others can see it.
        Before = "before",
        /// Soon after it appeared.
        After = "after",
        /// When somebody reports it.
        Reports = "reports",
    }
}

db::word! {
    /// What is different at night.
    pub enum Night {
        /// Nothing.
        Same = "same",
        /// Posts wait until a facilitator has read them.
        Hold = "hold",
    }
}

db::word! {
    /// What a live room is when no facilitator is there.
    pub enum RoomWhenClosed {
        /// What was said can be read.
        Readable = "readable",
        /// Nothing can be seen.
        Closed = "closed",
    }
}

db::word! {
    /// How far a circle has come.
    pub enum Stage {
        /// Asked for, not decided.
        Proposed = "proposed",
        /// Decided, and waiting for its facilitators.
        Preparing = "preparing",
        /// Open.
        Open = "open",
        /// Over: what was written can be read by those who were in it.
        Closed = "closed",
        /// Not opened; whoever asked was told why.
        Refused = "refused",
    }
}

db::word! {
    /// What somebody hopes for when they post.
    pub enum Intent {
        /// I need support.
        Support = "support",
        /// Ideas are welcome.
        Ideas = "ideas",
        /// Just listen, please.
        Listen = "listen",
        /// A small win.
        Win = "win",
        /// Saying hello.
        Hello = "hello",
    }
}

db::word! {
    /// What a reader may want to know before reading.
    pub enum ContentNote {
        /// Thoughts of suicide.
        Suicide = "suicide",
        /// Harming oneself.
        SelfHarm = "self-harm",
        /// Violence or abuse.
        Abuse = "abuse",
        /// Sexual violence.
        SexualViolence = "sexual-violence",
        /// Death and loss.
        Death = "death",
        /// Eating, weight, bodies.
        Eating = "eating",
        /// Alcohol and drugs.
        Substances = "substances",
        /// Illness and hospitals.
        Illness = "illness",
        /// Hate and discrimination.
        Hate = "hate",
    }
}

db::word! {
    /// Who sees a post or a thread.
    pub enum State {
        /// Everybody who may read.
        Shown = "shown",
        /// Its author and the facilitators, until one of them has read it.
        Held = "held",
        /// Its author and the facilitators; the author was told why.
        Hidden = "hidden",
        /// Nobody: its author took it back.
        Withdrawn = "withdrawn",
    }
}

db::word! {
    /// A word that takes no typing.
    pub enum Reaction {
        /// I hear you.
        Hear = "hear",
        /// With you.
        With = "with",
        /// Same here.
        Same = "same",
        /// This helped me.
        Helped = "helped",
    }
}

/// Words that are kept as a list: `suicide,death`.
pub(crate) fn listed<T: Copy>(words: &[T], name: impl Fn(T) -> &'static str) -> String {
    words.iter().map(|it| name(*it)).collect::<Vec<_>>().join(",")
}
