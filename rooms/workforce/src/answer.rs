//! The one question: may this person take this on now? The answer is a yes, or the reason with the way on. Each noun that
//! knows a reason has a function of the same shape here; the first reason in their order is the one that is told.

use std::collections::HashMap;

use db::{Error, Result, Time, Tx};
use words::{Hat, MemberId};

use crate::{card, certificate, debrief, hours, limit, pause, rest, supervisor};

db::word! {
    /// What somebody does for others here.
    pub enum Work {
        /// Talks with one person.
        Conversation = "conversation",
        /// Looks after a live room.
        Room = "room",
        /// Decides on what people should look at, and is called at night.
        Moderation = "moderation",
    }
}

impl Work {
    /// The work that comes with a hat.
    pub fn of(hat: Hat) -> Option<Self> {
        match hat {
            Hat::Supporter => Some(Self::Conversation),
            Hat::Facilitator => Some(Self::Room),
            Hat::Moderator | Hat::SafeguardingLead => Some(Self::Moderation),
            Hat::Supervisor | Hat::Evaluator | Hat::Administrator | Hat::Auditor => None,
        }
    }
}

db::word! {
    /// How far it goes.
    pub enum Step {
        /// Plans to be there later.
        Plan = "plan",
        /// Begins now: goes on duty, opens a room, is on call.
        Begin = "begin",
        /// Takes the next thing, while being there already: an offer, a case.
        Take = "take",
    }
}

db::word! {
    /// Why not. Named in the catalogue by [`Why::key`], with the way on under the same name and `-way`.
    pub enum Why {
        /// They chose to pause, and need not say why.
        Paused = "paused",
        /// This work asks for a certificate here, and they have none.
        Uncertified = "uncertified",
        /// The certificate has run out.
        Expired = "expired",
        /// The role card as it stands has not been signed.
        Unsigned = "unsigned",
        /// Nobody has talked with them about their work for too long.
        Supervision = "supervision",
        /// After something hard, somebody talks it through with them first.
        Debrief = "debrief",
        /// A short rest, after a conversation or an hour.
        Rest = "rest",
        /// Enough for today.
        Today = "today",
        /// Enough for this week.
        Week = "week",
        /// Hours in which they do not want to be asked.
        Quiet = "quiet",
    }
}

impl Why {
    /// Its name in the catalogue.
    pub fn key(self) -> &'static str {
        match self {
            Self::Paused => "bar-paused",
            Self::Uncertified => "bar-uncertified",
            Self::Expired => "bar-expired",
            Self::Unsigned => "bar-unsigned",
            Self::Supervision => "bar-supervision",
            Self::Debrief => "bar-debrief",
            Self::Rest => "bar-rest",
            Self::Today => "bar-today",
            Self::Week => "bar-week",
            Self::Quiet => "bar-quiet",
        }
    }

    /// The end of the name of the words that say the way on.
    pub fn advice(self) -> String {
        format!("{self}-way")
    }

    /// The page on which something can be done about it.
    pub fn way(self) -> &'static str {
        match self {
            Self::Paused | Self::Debrief | Self::Rest | Self::Today | Self::Week | Self::Quiet => "/workforce/hours",
            Self::Uncertified | Self::Expired => "/workforce/certificates",
            Self::Unsigned => "/workforce/cards",
            Self::Supervision => "/workforce/supervision",
        }
    }
}

/// A no, with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// Why.
    pub why: Why,
    /// Until when, where it ends by itself.
    pub until: Option<Time>,
}

/// Whom the question is about.
#[derive(Clone, Copy, Debug)]
pub enum Among {
    /// This member.
    One(MemberId),
    /// Everybody who is doing this work just now.
    AtWork,
}

/// A noun's part of the answer: those among them who may not, and why.
type Part = fn(&mut Tx<'_>, Work, Step, Among) -> Result<Vec<(MemberId, Bar)>>;

/// In this order: what somebody can do nothing about comes after what they can.
const PARTS: &[Part] = &[
    pause::barred,
    // What they can do something about.
    card::barred,
    certificate::barred,
    debrief::barred,
    supervisor::barred,
    // What passes by itself.
    rest::barred,
    hours::barred,
    limit::barred,
];

/// Refuses, with the reason, when this member may not.
pub fn may(tx: &mut Tx<'_>, member: MemberId, work: Work, step: Step) -> Result<()> {
    match ask(tx, member, work, step)? {
        None => Ok(()),
        Some(bar) => Err(Error::refused(bar.why.key())),
    }
}

/// The same in a circle that members started for each other: whatever the place asks of those who help, no certificate is
/// asked there.
pub fn may_among_equals(tx: &mut Tx<'_>, member: MemberId, work: Work, step: Step) -> Result<()> {
    for part in PARTS {
        let bars = part(tx, work, step, Among::One(member))?;
        if let Some((_, bar)) = bars.iter().find(|(_, bar)| !matches!(bar.why, Why::Uncertified | Why::Expired)) {
            return Err(Error::refused(bar.why.key()));
        }
    }
    Ok(())
}

/// Why this member may not, if so.
pub fn ask(tx: &mut Tx<'_>, member: MemberId, work: Work, step: Step) -> Result<Option<Bar>> {
    Ok(barred(tx, work, step, Among::One(member))?.remove(&member))
}

/// Those among them who may not, each with the first reason.
pub fn barred(tx: &mut Tx<'_>, work: Work, step: Step, among: Among) -> Result<HashMap<MemberId, Bar>> {
    let mut barred = HashMap::new();
    for part in PARTS {
        for (member, bar) in part(tx, work, step, among)? {
            barred.entry(member).or_insert(bar);
        }
    }
    Ok(barred)
}
