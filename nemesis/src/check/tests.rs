//! A checker that finds nothing proves nothing: each broken history here must be seen, and the whole one must not.

use std::{collections::BTreeMap, time::Duration};

use super::*;
use crate::history::What;

const TALK: Uuid = Uuid::from_u128(1);
const PLACE: Uuid = Uuid::from_u128(2);

fn id(number: u128) -> Uuid {
    Uuid::from_u128(100 + number)
}

fn history(events: Vec<(&str, What)>) -> Vec<Event> {
    let stamped = events.into_iter().enumerate();
    stamped.map(|(at, (who, what))| Event { at: Duration::from_millis(at as u64), who: who.to_owned(), what }).collect()
}

fn says(words: &str) -> (&str, What) {
    ("Ada", What::Says { talk: TALK, words: words.to_owned() })
}

fn saved(words: &str, seq: i64) -> (&str, What) {
    ("Ada", What::Saved { talk: TALK, words: words.to_owned(), id: Some(id(seq as u128)), seq: Some(seq) })
}

fn shown(seq: i64) -> (&'static str, What) {
    ("Ben", What::Shown { talk: TALK, seq, id: id(seq as u128) })
}

fn caught(since: u64) -> (&'static str, What) {
    ("Ben", What::Caught { talk: TALK, since: Duration::from_millis(since) })
}

fn read(since: u64, ids: &[u128]) -> (&'static str, What) {
    let ids = ids.iter().map(|it| id(*it)).collect();
    ("Ben", What::Read { talk: TALK, since: Duration::from_millis(since), ids })
}

fn keeps(words: &[&str]) -> Kept {
    let message = |(at, words): (usize, &&str)| Message {
        seq: at as i64 + 1,
        id: id(at as u128 + 1),
        words: (*words).to_owned(),
        ours: true,
    };
    Kept { talks: BTreeMap::from([(TALK, words.iter().enumerate().map(message).collect())]), ..Kept::default() }
}

fn kinds(events: Vec<(&str, What)>, kept: &Kept) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = check(&history(events), kept).into_iter().map(|it| it.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

fn whole() -> Vec<(&'static str, What)> {
    vec![says("one"), saved("one", 1), says("two"), says("two"), saved("two", 2), shown(1), shown(2), caught(5)]
}

#[test]
fn a_whole_history_passes() {
    assert_eq!(kinds(whole(), &keeps(&["one", "two"])), []);
    // Said, never acknowledged, and kept or not: both may be.
    let mut unknown = whole();
    unknown.push(says("three"));
    assert_eq!(kinds(unknown.clone(), &keeps(&["one", "two"])), []);
    assert_eq!(kinds(unknown, &keeps(&["one", "two", "three"])), []);
}

#[test]
fn what_was_acknowledged_and_is_gone_is_lost() {
    let found = check(&history(whole()), &keeps(&["one"]));
    assert!(found.iter().any(|it| it.kind == Kind::Lost && it.piece.len() == 2), "{found:?}");
}

#[test]
fn what_stands_twice_is_seen() {
    assert_eq!(kinds(whole(), &keeps(&["one", "two", "two"])), [Kind::Twice]);
}

#[test]
fn a_gap_is_seen() {
    let mut kept = keeps(&["one", "two"]);
    kept.talks.get_mut(&TALK).unwrap()[1].seq = 3;
    assert!(kinds(whole(), &kept).contains(&Kind::OutOfOrder));
}

#[test]
fn another_number_than_acknowledged_is_seen() {
    assert!(kinds(whole(), &keeps(&["two", "one"])).contains(&Kind::OutOfOrder));
}

#[test]
fn words_that_nobody_said_are_seen() {
    assert_eq!(kinds(whole(), &keeps(&["one", "two", "three"])), [Kind::Invented]);
}

#[test]
fn a_reader_who_was_shown_something_twice_or_not_at_all_is_seen() {
    let kept = keeps(&["one", "two", "three"]);
    let said = || vec![says("one"), says("two"), says("three"), saved("three", 3)];
    let with = |shown: &[(&'static str, What)]| kinds([said(), shown.to_vec()].concat(), &kept);
    assert_eq!(with(&[shown(1), shown(1)]), [Kind::Twice]);
    assert_eq!(with(&[shown(1), shown(3)]), [Kind::OutOfOrder]);
    assert_eq!(with(&[shown(1), shown(2), caught(5)]), [Kind::NotShown]);
    // What was acknowledged only after the question need not be in the answer.
    assert_eq!(with(&[shown(1), shown(2), caught(3)]), []);
    let other = ("Ben", What::Shown { talk: TALK, seq: 1, id: id(9) });
    assert_eq!(with(&[other]), [Kind::OutOfOrder]);
}

#[test]
fn a_page_that_leaves_out_or_turns_round_is_seen() {
    let kept = keeps(&["one", "two"]);
    assert_eq!(kinds([whole(), vec![read(6, &[1, 2])]].concat(), &kept), []);
    assert_eq!(kinds([whole(), vec![read(6, &[1])]].concat(), &kept), [Kind::NotShown]);
    assert_eq!(kinds([whole(), vec![read(1, &[])]].concat(), &kept), []);
    assert!(kinds([whole(), vec![read(6, &[2, 1])]].concat(), &kept).contains(&Kind::OutOfOrder));
}

fn moment() -> Moment {
    let request = |number, live| Request { id: id(number), member: id(number + 10), live };
    let talking = Talking { id: id(30), request: id(1), asker: id(11), supporter: id(20), open: true };
    let offer = Offer { id: id(40), request: id(1), supporter: id(20), open: false, accepted: true };
    Moment {
        requests: vec![request(1, false), request(2, true)],
        offers: vec![offer],
        conversations: vec![talking],
        room: BTreeMap::new(),
    }
}

fn won(supporter: u128, offer: u128, conversation: u128) -> (&'static str, What) {
    ("Cy", What::Won { supporter: id(supporter), offer: id(offer), conversation: id(conversation) })
}

fn supports(events: Vec<(&str, What)>, support: Moment) -> Vec<Kind> {
    kinds(events, &Kept { support, ..Kept::default() })
}

#[test]
fn what_was_won_is_kept_and_won_by_one() {
    assert_eq!(supports(vec![won(20, 40, 30)], moment()), []);
    assert_eq!(supports(vec![won(20, 40, 31)], moment()), [Kind::Lost]);
    assert_eq!(supports(vec![won(20, 40, 30), won(20, 40, 30)], moment()), [Kind::TwoWinners, Kind::TooMany]);
    assert!(supports(vec![won(20, 40, 30), won(21, 41, 30)], moment()).contains(&Kind::TwoWinners));
    let mut twice = moment();
    twice.conversations.push(Talking { id: id(31), open: false, ..twice.conversations[0].clone() });
    assert_eq!(supports(vec![], twice), [Kind::TwoWinners]);
    let mut accepted = moment();
    accepted.offers.push(Offer { id: id(41), supporter: id(21), ..accepted.offers[0].clone() });
    assert_eq!(supports(vec![], accepted), [Kind::TwoWinners]);
}

#[test]
fn who_waits_is_kept_and_who_took_it_back_waits_no_more() {
    let waits = |request| ("Di", What::Waits { member: id(12), request: id(request) });
    let withdrew = |request| ("Di", What::Withdrew { request: id(request) });
    let ended = ("Di", What::Ended { conversation: id(30) });
    assert_eq!(supports(vec![waits(2)], moment()), []);
    assert_eq!(supports(vec![waits(3)], moment()), [Kind::Lost]);
    assert_eq!(supports(vec![withdrew(1)], moment()), []);
    assert_eq!(supports(vec![withdrew(2)], moment()), [Kind::Lost]);
    assert_eq!(supports(vec![ended], moment()), [Kind::Lost]);
}

#[test]
fn nobody_waits_or_is_offered_twice_at_a_time() {
    let mut waits = moment();
    waits.requests.push(Request { id: id(3), ..waits.requests[1].clone() });
    assert_eq!(supports(vec![], waits), [Kind::TwoAtOnce]);
    let mut talks = moment();
    talks.requests[0].live = true;
    assert_eq!(supports(vec![], talks), [Kind::TwoAtOnce]);
    let open = |number, request, supporter| Offer {
        id: id(number),
        request: id(request),
        supporter: id(supporter),
        open: true,
        accepted: false,
    };
    for two in [[open(50, 2, 21), open(51, 2, 22)], [open(50, 2, 21), open(51, 3, 21)]] {
        let mut offered = moment();
        offered.offers.extend(two);
        assert_eq!(supports(vec![], offered), [Kind::TwoAtOnce]);
    }
}

#[test]
fn more_conversations_than_room_are_seen_in_the_tables_and_in_what_was_told() {
    let mut many = moment();
    many.conversations.push(Talking { id: id(31), request: id(5), asker: id(15), ..many.conversations[0].clone() });
    assert_eq!(supports(vec![], many.clone()), [Kind::TooMany]);
    many.room.insert(id(20), 2);
    assert_eq!(supports(vec![], many.clone()), []);
    // Told, one after the other, without an end in between: the tables have forgotten it, the history has not.
    many.room.clear();
    many.conversations.iter_mut().for_each(|it| it.open = false);
    many.offers.push(Offer { id: id(41), request: id(5), ..many.offers[0].clone() });
    let ends = ("Ed", What::Ends { conversation: id(30) });
    assert_eq!(supports(vec![won(20, 40, 30), won(20, 41, 31)], many.clone()), [Kind::TooMany]);
    assert_eq!(supports(vec![won(20, 40, 30), ends, won(20, 41, 31)], many), []);
}

#[test]
fn a_lease_under_one_number_has_one_holder() {
    let look = |looks: &[(i64, &str)]| {
        let mut leases = Leases::default();
        let seen = looks.iter().flat_map(|(fence, holder)| leases.look(&[("a".into(), *fence, (*holder).into())]));
        seen.map(|it| it.kind).collect::<Vec<_>>()
    };
    assert_eq!(look(&[(1, "x"), (1, "x"), (2, "y"), (4, "x")]), []);
    assert_eq!(look(&[(1, "x"), (1, "y")]), [Kind::LeaseTwice]);
    assert_eq!(look(&[(2, "x"), (1, "x")]), [Kind::LeaseTwice]);
}

fn seats(events: Vec<(&str, What)>, there: &[u128], waiting: &[u128]) -> Vec<Kind> {
    let all = |of: &[u128]| of.iter().map(|it| id(*it)).collect();
    let place = Place { room: 2, there: all(there), waiting: all(waiting) };
    kinds(events, &Kept { places: BTreeMap::from([(PLACE, place)]), ..Kept::default() })
}

#[test]
fn places_are_not_given_twice_and_not_lost() {
    let wants = |comes| ("Flo", What::Wants { place: PLACE, member: id(1), comes });
    let did = |comes| ("Flo", What::Did { place: PLACE, member: id(1), comes });
    let refused = ("Flo", What::Refused { place: PLACE, member: id(1) });
    assert_eq!(seats(vec![wants(true), did(true)], &[1, 2], &[3]), []);
    assert_eq!(seats(vec![], &[1, 2, 3], &[]), [Kind::TooMany]);
    assert_eq!(seats(vec![], &[1], &[3]), [Kind::Lost]);
    assert_eq!(seats(vec![], &[1, 1], &[]), [Kind::Twice]);
    assert_eq!(seats(vec![wants(true), did(true)], &[2], &[]), [Kind::Lost]);
    assert_eq!(seats(vec![wants(true), did(true), wants(false)], &[2], &[]), []);
    assert_eq!(seats(vec![wants(true), did(true), wants(false), refused.clone()], &[2], &[]), [Kind::Lost]);
    assert_eq!(seats(vec![wants(true), refused], &[2], &[]), []);
    assert_eq!(seats(vec![wants(false), did(false)], &[1], &[]), [Kind::Lost]);
}

#[test]
fn an_answer_that_is_not_calm_is_seen() {
    let odd = ("Gus", What::Odd { status: 500, path: "/".to_owned() });
    assert_eq!(kinds(vec![odd], &Kept::default()), [Kind::Odd]);
}
