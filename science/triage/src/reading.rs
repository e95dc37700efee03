//! What a reading of a text says.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

/// How soon a person should look at a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
pub enum Level {
    /// Nothing that needs anybody.
    #[default]
    Green,
    /// Somebody is having a hard time: a gentle card with help.
    Amber,
    /// Thoughts of dying or harm: help at once, and a person soon.
    Red,
    /// A plan, the means, an attempt, or a threat: help at once, and a person now.
    Crisis,
}

/// What a piece of evidence is evidence of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
pub enum Kind {
    /// Wanting to die, or not to be.
    Ideation,
    /// How, where or when.
    Plan,
    /// Something to do it with.
    Means,
    /// Notes, things given away, affairs put in order.
    Preparation,
    /// Done, or being done.
    Attempt,
    /// Harming oneself without a word of dying.
    SelfHarm,
    /// A goodbye.
    Farewell,
    /// Being a burden, seeing no way on.
    Burden,
    /// Being harmed by somebody.
    AbuseSuffered,
    /// Wanting to harm somebody.
    HarmToOthers,
    /// Worry about somebody else.
    ThirdParty,
    /// Danger to the body without a wish to die: too much taken by accident, purging, drink.
    Acute,
    /// Advice that harms.
    HarmfulAdvice,
    /// Advice that is a doctor's to give.
    MedicalAdvice,
    /// Insults and threats.
    Harassment,
    /// Making little of what somebody feels.
    Invalidation,
    /// A sexual approach.
    Sexual,
    /// Winning a young person's trust to use it.
    Grooming,
    /// A way to be reached outside.
    Contact,
    /// Advertising and fraud.
    Spam,
}

/// A word that is none of the names of levels or kinds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown(pub String);

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is no level and no kind", self.0)
    }
}

impl core::error::Error for Unknown {}

macro_rules! named {
    ($kind:ty: $($variant:ident $name:literal),+ $(,)?) => {
        impl $kind {
            /// All of them, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Its name in files and tables.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name),+
                }
            }
        }

        impl FromStr for $kind {
            type Err = Unknown;

            fn from_str(name: &str) -> Result<Self, Unknown> {
                Self::ALL.iter().copied().find(|it| it.as_str() == name).ok_or_else(|| Unknown(name.into()))
            }
        }

        impl fmt::Display for $kind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

named!(Level: Green "green", Amber "amber", Red "red", Crisis "crisis");
named!(Kind:
    Ideation "ideation", Plan "plan", Means "means", Preparation "preparation", Attempt "attempt", SelfHarm "self-harm",
    Farewell "farewell", Burden "burden", AbuseSuffered "abuse-suffered", HarmToOthers "harm-to-others",
    ThirdParty "third-party", Acute "acute", HarmfulAdvice "harmful-advice", MedicalAdvice "medical-advice",
    Harassment "harassment", Invalidation "invalidation", Sexual "sexual", Grooming "grooming", Contact "contact", Spam "spam",
);

/// A part of a text, and what it is evidence of.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Evidence {
    /// What it is evidence of.
    pub kind: Kind,
    /// Its first byte in the text as it was written.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
    /// In which earlier text it stands, the newest being 0; nothing if it stands in the text itself.
    pub earlier: Option<usize>,
    /// How much it weighs, in permille.
    pub weight: i32,
}

/// What a text says to somebody who has to choose what to read first. Numbers are in permille; from 500 on, a person
/// should look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Reading {
    /// How soon.
    pub level: Level,
    /// How surely.
    pub score: u16,
    /// How surely it holds a way to be reached outside.
    pub contact: u16,
    /// How surely somebody is treated in a way they should not be.
    pub conduct: u16,
    /// What it rests on, in the order of the text.
    pub evidence: Vec<Evidence>,
}
