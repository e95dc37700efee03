//! Requests, offers and conversations: one winner, one live request each, one offer at a time, no more conversations
//! than there is room for; and leases, each held by one.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    hash::Hash,
};

use db::Uuid;

use super::{Kind, Violation};
use crate::history::{Event, What};

/// A request as the tables hold it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Request {
    /// Its id.
    pub(crate) id: Uuid,
    /// Whose.
    pub(crate) member: Uuid,
    /// It still waits.
    pub(crate) live: bool,
}

/// An offer as the tables hold it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Offer {
    /// Its id.
    pub(crate) id: Uuid,
    /// Of which request.
    pub(crate) request: Uuid,
    /// To whom.
    pub(crate) supporter: Uuid,
    /// It is not settled.
    pub(crate) open: bool,
    /// It was accepted.
    pub(crate) accepted: bool,
}

/// A conversation as the tables hold it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Talking {
    /// Its id.
    pub(crate) id: Uuid,
    /// Of which request.
    pub(crate) request: Uuid,
    /// Who asked.
    pub(crate) asker: Uuid,
    /// Who supports.
    pub(crate) supporter: Uuid,
    /// It goes on.
    pub(crate) open: bool,
}

/// Support, at one moment.
#[derive(Clone, Debug, Default)]
pub(crate) struct Moment {
    /// All requests.
    pub(crate) requests: Vec<Request>,
    /// All offers.
    pub(crate) offers: Vec<Offer>,
    /// All conversations.
    pub(crate) conversations: Vec<Talking>,
    /// For how many conversations somebody has room, when it is not one.
    pub(crate) room: BTreeMap<Uuid, usize>,
}

/// What must hold at every moment.
pub(super) fn look(moment: &Moment) -> Vec<Violation> {
    let mut found = Vec::new();
    let live = moment.requests.iter().filter(|it| it.live);
    let open = || moment.offers.iter().filter(|it| it.open);
    let talking = || moment.conversations.iter().filter(|it| it.open);
    let mut once = |kind, what: &str, all: Vec<Uuid>| {
        for (who, times) in counted(all).into_iter().filter(|(_, times)| *times > 1) {
            found.push(Violation::new(kind, format!("{who} {what} {times} times")));
        }
    };
    once(Kind::TwoAtOnce, "waits", live.clone().map(|it| it.member).collect());
    once(Kind::TwoAtOnce, "(a request) is offered", open().map(|it| it.request).collect());
    once(Kind::TwoAtOnce, "(a supporter) is offered something", open().map(|it| it.supporter).collect());
    once(Kind::TwoAtOnce, "is supported", talking().map(|it| it.asker).collect());
    once(Kind::TwoWinners, "(a request) was won", moment.conversations.iter().map(|it| it.request).collect());
    let accepted = moment.offers.iter().filter(|it| it.accepted);
    once(Kind::TwoWinners, "(a request) has accepted offers", accepted.map(|it| it.request).collect());
    for (supporter, times) in counted(talking().map(|it| it.supporter)) {
        let room = moment.room.get(&supporter).copied().unwrap_or(1);
        if times > room {
            let what = format!("{supporter} has {times} conversations and room for {room}");
            found.push(Violation::new(Kind::TooMany, what));
        }
    }
    let talked: HashSet<Uuid> = talking().map(|it| it.asker).collect();
    for request in live.filter(|it| talked.contains(&it.member)) {
        found.push(Violation::new(Kind::TwoAtOnce, format!("{} waits and talks", request.member)));
    }
    found
}

/// What clients were told, against what the tables hold in the end.
pub(super) fn check(history: &[Event], kept: &Moment) -> Vec<Violation> {
    let mut found = look(kept);
    let requests: HashMap<Uuid, &Request> = kept.requests.iter().map(|it| (it.id, it)).collect();
    let conversations: HashMap<Uuid, &Talking> = kept.conversations.iter().map(|it| (it.id, it)).collect();
    let offers: HashMap<Uuid, &Offer> = kept.offers.iter().map(|it| (it.id, it)).collect();
    let (mut won, mut winners) = (HashMap::new(), HashMap::new());
    let mut lost = |what: String, event: &Event| found.push(Violation::with(Kind::Lost, what, &[event]));
    for event in history {
        match &event.what {
            What::Waits { member, request } => match requests.get(request) {
                Some(kept) if kept.member == *member => (),
                _ => lost(format!("the request {request} of {member}"), event),
            },
            What::Withdrew { request } if requests.get(request).is_none_or(|it| it.live) => {
                lost(format!("that {request} was taken back"), event);
            }
            What::Won { supporter, offer, conversation } => {
                let told = conversations.get(conversation).is_some_and(|it| it.supporter == *supporter);
                if !told || !offers.get(offer).is_some_and(|it| it.accepted && it.supporter == *supporter) {
                    lost(format!("that {supporter} accepted {offer}, which led to {conversation}"), event);
                }
                winners.entry(*conversation).or_insert_with(Vec::new).push((*supporter, event));
                won.entry(*offer).or_insert_with(Vec::new).push(event);
            }
            What::Ended { conversation } if conversations.get(conversation).is_none_or(|it| it.open) => {
                lost(format!("that {conversation} has ended"), event);
            }
            _ => (),
        }
    }
    for (conversation, told) in winners {
        if told.iter().map(|(supporter, _)| supporter).collect::<HashSet<_>>().len() > 1 {
            let piece: Vec<&Event> = told.iter().map(|(_, event)| *event).collect();
            found.push(Violation::with(Kind::TwoWinners, format!("{conversation} was won by several"), &piece));
        }
    }
    for (offer, told) in won.into_iter().filter(|(_, told)| told.len() > 1) {
        found.push(Violation::with(Kind::TwoWinners, format!("the offer {offer} was won twice"), &told));
    }
    found.extend(overfull(history, kept));
    found
}

/// A supporter who was told "yours" more often than they have room for, while nobody had asked for an end.
fn overfull(history: &[Event], kept: &Moment) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut held: HashMap<Uuid, Vec<(Uuid, &Event)>> = HashMap::new();
    for event in history {
        match &event.what {
            What::Won { supporter, conversation, .. } => {
                let mine = held.entry(*supporter).or_default();
                mine.push((*conversation, event));
                let room = kept.room.get(supporter).copied().unwrap_or(1);
                if mine.len() > room {
                    let piece: Vec<&Event> = mine.iter().map(|(_, event)| *event).collect();
                    let what = format!("{supporter} was given {} and has room for {room}", mine.len());
                    found.push(Violation::with(Kind::TooMany, what, &piece));
                }
            }
            // From the moment at which somebody asks for it, it may have ended.
            What::Ends { conversation } => {
                held.values_mut().for_each(|mine| mine.retain(|(it, _)| it != conversation));
            }
            _ => (),
        }
    }
    found
}

/// Who held what, as it was looked at again and again. A lease that changes hands carries a higher number, so two holders
/// under one number held it at the same time.
#[derive(Clone, Debug, Default)]
pub(crate) struct Leases(HashMap<String, (i64, String)>);

impl Leases {
    /// Looks once more: name, number and holder of each lease.
    pub(crate) fn look(&mut self, now: &[(String, i64, String)]) -> Vec<Violation> {
        let mut found = Vec::new();
        for (name, fence, holder) in now {
            if let Some((before, earlier)) = self.0.get(name) {
                if fence < before {
                    found.push(Violation::new(Kind::LeaseTwice, format!("{name} went from {before} back to {fence}")));
                } else if fence == before && holder != earlier {
                    let what = format!("{name} number {fence} was held by {earlier} and by {holder}");
                    found.push(Violation::new(Kind::LeaseTwice, what));
                }
            }
            self.0.insert(name.clone(), (*fence, holder.clone()));
        }
        found
    }
}

fn counted<T: Eq + Hash + Ord>(all: impl IntoIterator<Item = T>) -> BTreeMap<T, usize> {
    all.into_iter().fold(BTreeMap::new(), |mut counted, it| {
        *counted.entry(it).or_default() += 1;
        counted
    })
}
