//! The people on both sides, as far as matching needs to know them.

use crate::Weights;

macro_rules! code {
    ($(#[$doc:meta])* $name:ident($inner:ty)) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
        pub struct $name(pub $inner);
    };
}

code! {
    /// The member who asks. Seekers and supporters are numbered alike: the same number on both sides is one person,
    /// who is never offered to themselves.
    SeekerId(u128)
}
code! {
    /// The member who supports; numbered like [`SeekerId`].
    SupporterId(u128)
}
code! {
    /// A band of ages. People of different bands never meet.
    AgeBand(u8)
}
code! {
    /// A language, by the caller's numbering.
    Language(u16)
}
code! {
    /// A topic from the community's list, by the caller's numbering.
    Topic(u16)
}
code! {
    /// Something a supporter may choose to show about themselves, such as gender or being a parent.
    Attribute(u16)
}
code! {
    /// One answer to an [`Attribute`].
    Value(u16)
}

/// An attribute with its value: what a supporter shows, or what a seeker wishes for.
pub type Trait = (Attribute, Value);

/// What would help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum SupportKind {
    /// To be heard.
    Heard,
    /// Ideas of what to try.
    Ideas,
    /// Practical help.
    Practical,
    /// Information.
    Information,
}

/// What the seeker would rather have when both are not to be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Pace {
    /// Somebody soon.
    Sooner,
    /// Somebody who fits well, even if others who wait are served first.
    Closer,
}

/// Somebody who waits to talk.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Seeker {
    /// Who asks.
    pub id: SeekerId,
    /// Only supporters of the same band are considered.
    pub age_band: AgeBand,
    /// Languages they would talk in, best first. One must be shared.
    pub languages: Vec<Language>,
    /// What it is about; may be empty. A supporter who cannot take any one of these is not considered.
    pub topics: Vec<Topic>,
    /// What would help.
    pub kind: SupportKind,
    /// Sooner or closer.
    pub pace: Pace,
    /// What they would like in a supporter, never a must. Several values of one attribute mean "any of these".
    pub wishes: Vec<Trait>,
    /// Whole minutes since they asked.
    pub minutes_waited: u32,
    /// Who has declined this request or let its offer run out. They are not asked again.
    pub declined_by: Vec<SupporterId>,
}

/// Somebody who has come to support others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Supporter {
    /// Who they are.
    pub id: SupporterId,
    /// Only seekers of the same band are considered.
    pub age_band: AgeBand,
    /// Languages they support in.
    pub languages: Vec<Language>,
    /// Topics they know and say so to members.
    pub knows: Vec<Topic>,
    /// Topics they cannot take today. Private: never shown, and never weighed, only obeyed.
    pub cannot_take: Vec<Topic>,
    /// Kinds of support they say they are good at.
    pub good_at: Vec<SupportKind>,
    /// What they chose to show about themselves. Leave out whatever they did not.
    pub shown: Vec<Trait>,
    /// On duty, not in a break, and with no offer open.
    pub free: bool,
    /// Conversations they are in, plus offers that are open.
    pub load: u16,
    /// How many conversations they may be in at once.
    pub capacity: u16,
    /// Conversations begun today.
    pub conversations_today: u16,
}

impl Supporter {
    /// Whether another conversation would be within what they agreed to.
    pub fn has_room(&self) -> bool {
        self.load < self.capacity
    }
}

/// Two people who must not be brought together now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Apart {
    /// The one who asks.
    pub seeker: SeekerId,
    /// The one who supports.
    pub supporter: SupporterId,
    /// Why.
    pub why: ApartReason,
}

/// Why two people must not be brought together. Private to whoever decided it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum ApartReason {
    /// The seeker blocked the supporter.
    SeekerBlocked,
    /// The supporter blocked the seeker.
    SupporterBlocked,
    /// One of them chose "never again" after a conversation.
    NeverAgain,
    /// One reported the other, and the time to let things settle has not passed.
    CoolOff,
    /// They have talked before, and not both asked to talk again.
    MetBefore,
    /// They worked together, and one of them asks as a member.
    Colleague,
}

/// Everything a decision rests on. Times are already durations; there is no clock in here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Snapshot {
    /// Who waits without an open offer; each person once.
    pub waiting: Vec<Seeker>,
    /// Who is on duty; each person once. Those who are not free now belong here too: they tell how rare a topic is.
    pub on_duty: Vec<Supporter>,
    /// Who must not meet.
    pub apart: Vec<Apart>,
    /// How the parts of a score are balanced.
    pub weights: Weights,
}
