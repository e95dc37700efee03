//! Who could support whom, and why.
//!
//! People wait for somebody to talk to; supporters are on duty. Each time something changes (a person asks, a supporter
//! becomes free, an offer is declined or runs out) the caller takes a [`Snapshot`] of both sides and asks [`assign`]
//! whom to offer to whom.
//!
//! ```
//! use matching::*;
//!
//! let grief = Topic(7);
//! let ana = Seeker {
//!     id: SeekerId(1),
//!     age_band: AgeBand(2),
//!     languages: vec![Language(1)],
//!     topics: vec![grief],
//!     kind: SupportKind::Heard,
//!     pace: Pace::Sooner,
//!     wishes: vec![],
//!     minutes_waited: 4,
//!     declined_by: vec![],
//! };
//! let ben = Supporter {
//!     id: SupporterId(2),
//!     age_band: AgeBand(2),
//!     languages: vec![Language(1)],
//!     knows: vec![grief],
//!     cannot_take: vec![],
//!     good_at: vec![SupportKind::Heard],
//!     shown: vec![],
//!     free: true,
//!     load: 0,
//!     capacity: 1,
//!     conversations_today: 0,
//! };
//!
//! let now = Snapshot { waiting: vec![ana], on_duty: vec![ben], ..Snapshot::default() };
//! let offers = assign(&now);
//!
//! assert_eq!(offers[0].supporter, SupporterId(2));
//! assert_eq!(offers[0].because, [Reason::Topic(grief), Reason::Kind(SupportKind::Heard)]);
//! ```
//!
//! # Three steps
//!
//! 1. **May they meet?** [`barrier`] lists what keeps two people apart. Nothing outweighs a barrier.
//! 2. **How well would they fit?** A [`Score`] with five named parts, balanced by [`Weights`].
//! 3. **Who is offered to whom?** As many people as possible get an offer now; among all ways to do that, the one with
//!    the highest sum of scores. Nobody is held back in the hope that somebody better comes on duty.
//!
//! Serving as many as possible takes nobody's place: whoever can be served at all by some choice of pairs can also be
//! served in a choice that is as large as possible (the people who can be served together form a transversal matroid).
//!
//! # Same input, same answer
//!
//! All arithmetic is in whole numbers, logarithms included, and both sides are put in one order first. So the answer
//! depends neither on the order of the lists nor on the machine, and a [`Decision`] from a log replays bit for bit.
//! Where two choices are equally good, the person who has waited longer is served, then the one with the smaller id;
//! of several supporters who would suit equally, the one with the smallest id is asked.
//!
//! # What the caller must keep private
//!
//! A snapshot says who asked about what, and who wants never to meet whom. Store a [`Decision`] only sealed. Scores and
//! barriers are for supervisors and tests, never for the two people; only [`Offer::because`] is made to be shown.

mod assignment;
mod barrier;
mod decision;
mod people;
mod reason;
mod roster;
mod score;

pub use barrier::{Barrier, barrier};
pub use decision::{Decision, Offer, assign, candidates};
pub use people::{
    AgeBand, Apart, ApartReason, Attribute, Language, Pace, Seeker, SeekerId, Snapshot, SupportKind, Supporter,
    SupporterId, Topic, Trait, Value,
};
pub use reason::Reason;
pub use score::{Score, Weights};
