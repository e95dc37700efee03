//! Whatever is asked, seen, given, taken back and learned in whatever order, and however the clock runs: whoever works holds
//! a certificate that counts, two people saw what it says, and nobody gave it to themselves.

use std::collections::BTreeMap;

use db::Time;
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use training::{
    competency::{self, Behaviour, Evidence, Seen},
    kind::Competency,
};
use words::MemberId;
use workforce::{
    answer::{self, Step, Why, Work},
    certificate::{self, Certificate},
    learning,
    requirement::Requirement,
};

use crate::town::{DAY, Town, asked, in_town};

/// Minutes of learning that renewing asks for here.
const LEARNING: i64 = 120;

/// What happens next; people are told by their place among `everybody`.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Require { needed: bool, area: bool },
    Ask,
    Unask,
    Rate { by: usize, harm: bool },
    Issue { by: usize },
    TakeBack { by: usize },
    Learn,
    Wait { days: u32 },
}

fn deeds() -> impl Strategy<Value = Vec<(bool, Deed)>> {
    use proptest::prelude::*;
    let by = 0..5_usize;
    let deed = prop_oneof![
        2 => (prop::bool::weighted(0.8), any::<bool>()).prop_map(|(needed, area)| Deed::Require { needed, area }),
        5 => Just(Deed::Ask),
        1 => Just(Deed::Unask),
        5 => (by.clone(), prop::bool::weighted(0.15)).prop_map(|(by, harm)| Deed::Rate { by, harm }),
        6 => by.clone().prop_map(|by| Deed::Issue { by }),
        1 => by.prop_map(|by| Deed::TakeBack { by }),
        3 => Just(Deed::Learn),
        3 => prop_oneof![3 => Just(1), 2 => Just(100), 1 => Just(330)].prop_map(|days| Deed::Wait { days }),
    ];
    prop::collection::vec((any::<bool>(), deed), 60)
}

/// What is held, as the model has it.
#[derive(Clone, Copy)]
struct Held {
    since: Time,
    until: Time,
}

/// What is known of one of the two supporters, kept beside the program.
#[derive(Default)]
struct Known {
    asked: bool,
    /// What each rater saw last: harm or all of it.
    seen: BTreeMap<MemberId, bool>,
    held: Option<Held>,
    learned: Vec<(Time, i64)>,
}

impl Known {
    fn may_ask(&self, now: Time) -> bool {
        self.held.is_none_or(|it| it.until <= now + DAY * 60)
    }

    fn is_ready(&self, area: bool) -> bool {
        let seen = !area || (self.seen.len() >= 2 && self.seen.values().all(|harm| !harm));
        let learned = self.held.is_none_or(|held| {
            self.learned.iter().filter(|(at, _)| *at >= held.since).map(|(_, minutes)| minutes).sum::<i64>() >= LEARNING
        });
        seen && learned
    }

    fn bar(&self, needed: bool, now: Time) -> Option<Why> {
        match self.held {
            _ if !needed => None,
            None => Some(Why::Uncertified),
            Some(it) => (it.until <= now).then_some(Why::Expired),
        }
    }
}

/// What the place asks for.
#[derive(Default)]
struct Place {
    written: bool,
    needed: bool,
    area: bool,
}

async fn happens(town: &Town, everybody: [MemberId; 5], who: MemberId, deed: Deed) -> db::Result<()> {
    const WORK: Work = Work::Conversation;
    match deed {
        Deed::Require { needed, area } => {
            town.does(town.ada, move |tx, ada| {
                let version = Requirement::of(tx, WORK)?.version;
                let mut requirement = asked(tx, version);
                requirement.needed_from = requirement.needed_from.filter(|_| needed);
                requirement.competencies = if area { vec![Competency::Support] } else { Vec::new() };
                requirement.write(tx, ada, "We agreed on it.")
            })
            .await
        }
        Deed::Ask => town.does(who, |tx, it| certificate::ask(tx, it, WORK)).await,
        Deed::Unask => town.does(who, |tx, it| certificate::take_back(tx, it, WORK)).await,
        Deed::Rate { by, harm } => {
            town.does(everybody[by], move |tx, by| {
                let all = [Behaviour::BasicOne, Behaviour::BasicTwo, Behaviour::BasicThree];
                let behaviours = if harm { vec![Behaviour::HarmOne] } else { all.to_vec() };
                let seen = Seen { competency: Competency::Support, behaviours };
                competency::rate(tx, by, who, Evidence::RolePlay, &[seen], "What I saw.")
            })
            .await
        }
        Deed::Issue { by } => {
            let issued = town.does(everybody[by], move |tx, by| certificate::issue(tx, by, who, WORK)).await;
            issued.map(|_| ())
        }
        Deed::TakeBack { by } => {
            town.does(everybody[by], move |tx, by| {
                let held = Certificate::of(tx, who, WORK)?.ok_or(db::Error::NotFound)?;
                Certificate::withdraw(tx, by, held.id, "We talked.")
            })
            .await
        }
        Deed::Learn => town.does(who, |tx, it| learning::write(tx, it, tx.now(), 60, "A book.")).await,
        Deed::Wait { days } => {
            town.ground.clock.pass(DAY * days);
            Ok(())
        }
    }
}

/// Whether the deed must have gone well, and what of the model it changed.
fn expect(place: &mut Place, known: &mut Known, deed: Deed, now: Time, everybody: [MemberId; 5]) -> bool {
    // The first three look after others; the last two are the supporters.
    let decides = |by: usize| by < 3;
    match deed {
        Deed::Require { needed, area } => {
            *place = Place { written: true, needed, area };
            true
        }
        Deed::Ask => {
            let may = place.written && known.may_ask(now);
            known.asked |= may;
            may
        }
        Deed::Unask => {
            known.asked = false;
            true
        }
        Deed::Rate { by, harm } => {
            if decides(by) {
                known.seen.insert(everybody[by], harm);
            }
            decides(by)
        }
        Deed::Issue { by } => {
            let may = decides(by) && known.asked && known.is_ready(place.area);
            if may {
                let from = known.held.map(|it| it.until).filter(|until| *until > now).unwrap_or(now);
                known.held = Some(Held { since: now, until: from + DAY * 365 });
                known.asked = false;
            }
            may
        }
        Deed::TakeBack { by } => {
            let may = decides(by) && known.held.is_some();
            if may {
                known.held = None;
            }
            may
        }
        Deed::Learn => {
            known.learned.push((now, 60));
            true
        }
        Deed::Wait { .. } => true,
    }
}

#[test]
fn whoever_works_holds_what_two_saw_and_another_gave() {
    in_town(|town| async move {
        let mut runner =
            TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &[11; 32]));
        let everybody = [town.sue, town.sid, town.ada, town.theo, town.kit];
        let (mut place, mut known) = (Place::default(), [Known::default(), Known::default()]);
        let mut given = 0;
        for _ in 0..6 {
            for (first, deed) in deeds().new_tree(&mut runner).unwrap().current() {
                let (who, at) = if first { (town.theo, 0) } else { (town.kit, 1) };
                let (done, now) = (happens(&town, everybody, who, deed).await, town.now());
                assert!(!matches!(done, Err(db::Error::Broken(_))), "{deed:?}: {done:?}");
                let expected = expect(&mut place, &mut known[at], deed, now, everybody);
                assert_eq!(done.is_ok(), expected, "{deed:?} of {at}: {done:?}");
                if let (Deed::Issue { .. }, true) = (deed, expected) {
                    given += 1;
                    // Years are as long as the calendar says: the model learns the day, and that it is about a year.
                    let held = town.ok(who, |tx, it| Certificate::of(tx, it.id, Work::Conversation)).await.unwrap();
                    let about = known[at].held.unwrap().until;
                    assert!((about..=about + DAY).contains(&held.expires_at), "a year, or a leap year");
                    known[at].held = Some(Held { since: now, until: held.expires_at });
                }
                for (it, known) in [town.theo, town.kit].into_iter().zip(&known) {
                    let bar = town.ok(it, |tx, it| answer::ask(tx, it.id, Work::Conversation, Step::Take)).await;
                    assert_eq!(bar.map(|bar| bar.why), known.bar(place.needed, now), "after {deed:?}");
                }
            }
        }
        assert!(given > 5, "only {given} were given: these sequences show little");
    });
}
