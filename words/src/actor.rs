use db::Time;

use crate::Language;

db::id! {
    /// A member: anyone who takes part under a pseudonym.
    MemberId
}
db::id! {
    /// One signed-in browser.
    SessionId
}

db::word! {
    /// A role somebody wears. A hat says what a person does here, never what they are worth.
    pub enum Hat {
        /// Offers support one to one.
        Supporter = "supporter",
        /// Runs circles and gatherings.
        Facilitator = "facilitator",
        /// Keeps the rules on content.
        Moderator = "moderator",
        /// Looks after supporters, and after what happens between them and members.
        Supervisor = "supervisor",
        /// Owns child and adult protection cases.
        SafeguardingLead = "safeguarding-lead",
        /// Measures whether it helps.
        Evaluator = "evaluator",
        /// Keeps the settings of the community.
        Administrator = "administrator",
        /// Looks whether everything was done as it is written: reads the trail and its checks, no content, no settings.
        Auditor = "auditor",
    }
}

db::word! {
    /// People of different bands never meet, on any surface.
    pub enum AgeBand {
        /// 13 to 15 years.
        Younger = "13-15",
        /// 16 and 17 years.
        Older = "16-17",
        /// 18 years and above.
        Adult = "adult",
    }
}

impl AgeBand {
    /// The band of an age in whole years; `None` below every band.
    pub fn of_age(years: i64) -> Option<Self> {
        match years {
            13..=15 => Some(Self::Younger),
            16..=17 => Some(Self::Older),
            18.. => Some(Self::Adult),
            _ => None,
        }
    }
}

/// Whether a member takes part just now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Taking part.
    Active,
    /// Taking a break, by their own choice.
    OnBreak,
    /// Paused by the people who keep the place safe, until then.
    Suspended(Time),
    /// Asked to leave; everything is erased then.
    Leaving(Time),
}

/// Who asks.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The member.
    pub id: MemberId,
    /// The name that others see.
    pub pseudonym: String,
    /// The age band.
    pub band: AgeBand,
    /// Languages that they speak, the first preferred.
    pub languages: Vec<Language>,
    /// Their time zone (IANA name).
    pub zone: String,
    /// The language of pages.
    pub locale: String,
    /// The hats they wear.
    pub hats: Vec<Hat>,
    /// Whether they take part just now.
    pub standing: Standing,
    /// The browser they ask from.
    pub session: SessionId,
    /// The browser is locked: it shows nothing until the passphrase is given again.
    pub locked: bool,
    /// The session has not been noted as used for a while and wants to be.
    pub touch: bool,
}

impl Actor {
    /// Whether they wear this hat.
    pub fn wears(&self, hat: Hat) -> bool {
        self.hats.contains(&hat)
    }
}
