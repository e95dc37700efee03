//! Rules that hold whoever waits and whoever is on duty.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use matching::*;
use proptest::prelude::*;

use crate::crowd::crowd;

fn seeker(now: &Snapshot, id: SeekerId) -> &Seeker {
    now.waiting.iter().find(|seeker| seeker.id == id).expect("somebody who waits")
}

fn supporter(now: &Snapshot, id: SupporterId) -> &Supporter {
    now.on_duty.iter().find(|supporter| supporter.id == id).expect("somebody on duty")
}

/// Every pair that may meet, with what it scores.
fn every_pair(now: &Snapshot) -> BTreeMap<SeekerId, Vec<Offer>> {
    now.waiting.iter().map(|seeker| (seeker.id, candidates(now, seeker.id, usize::MAX))).collect()
}

/// How many are served, and what that scores in all.
fn worth(offers: &[Offer]) -> (usize, i64) {
    (offers.len(), offers.iter().map(|offer| offer.score.total()).sum())
}

/// First come, first served: each in turn takes the best who is left.
fn greedy(now: &Snapshot) -> Vec<Offer> {
    let mut pairs = every_pair(now);
    let mut in_turn: Vec<&Seeker> = now.waiting.iter().collect();
    in_turn.sort_by_key(|seeker| (Reverse(seeker.minutes_waited), seeker.id));
    let mut taken = BTreeSet::new();
    let mut offers = Vec::new();
    for seeker in in_turn {
        let left = pairs.remove(&seeker.id).unwrap_or_default();
        if let Some(best) = left.into_iter().find(|offer| !taken.contains(&offer.supporter)) {
            taken.insert(best.supporter);
            offers.push(best);
        }
    }
    offers
}

/// The best there is, found by trying everything.
fn best_of_all(pairs: &[Vec<Offer>], taken: &mut Vec<SupporterId>) -> (usize, i64) {
    let Some((first, rest)) = pairs.split_first() else { return (0, 0) };
    let mut best = best_of_all(rest, taken);
    for offer in first {
        if !taken.contains(&offer.supporter) {
            taken.push(offer.supporter);
            let (served, total) = best_of_all(rest, taken);
            best = best.max((served + 1, total + offer.score.total()));
            taken.pop();
        }
    }
    best
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn bands_never_meet(now in crowd(24)) {
        for offer in assign(&now) {
            prop_assert_eq!(seeker(&now, offer.seeker).age_band, supporter(&now, offer.supporter).age_band);
        }
    }

    #[test]
    fn capacity_is_never_exceeded(now in crowd(24)) {
        let mut load: BTreeMap<SupporterId, u16> = now.on_duty.iter().map(|who| (who.id, who.load)).collect();
        for offer in assign(&now) {
            let load = load.get_mut(&offer.supporter).expect("somebody on duty");
            *load += 1;
            prop_assert!(*load <= supporter(&now, offer.supporter).capacity);
            prop_assert!(supporter(&now, offer.supporter).free);
        }
    }

    #[test]
    fn nobody_is_in_two_offers(now in crowd(24)) {
        let offers = assign(&now);
        prop_assert_eq!(offers.iter().map(|offer| offer.seeker).collect::<BTreeSet<_>>().len(), offers.len());
        prop_assert_eq!(offers.iter().map(|offer| offer.supporter).collect::<BTreeSet<_>>().len(), offers.len());
    }

    #[test]
    fn those_who_must_not_meet_are_never_offered(now in crowd(24)) {
        for offer in assign(&now) {
            let apart = now.apart.iter().any(|pair| (pair.seeker, pair.supporter) == (offer.seeker, offer.supporter));
            prop_assert!(!apart);
            prop_assert_ne!(offer.seeker.0, offer.supporter.0);
        }
    }

    #[test]
    fn nobody_is_offered_what_they_cannot_take(now in crowd(24)) {
        for offer in assign(&now) {
            let cannot_take = &supporter(&now, offer.supporter).cannot_take;
            prop_assert!(!seeker(&now, offer.seeker).topics.iter().any(|topic| cannot_take.contains(topic)));
        }
    }

    #[test]
    fn who_declined_is_not_asked_again(now in crowd(24)) {
        for offer in assign(&now) {
            prop_assert!(!seeker(&now, offer.seeker).declined_by.contains(&offer.supporter));
        }
    }

    #[test]
    fn they_share_a_language(now in crowd(24)) {
        for offer in assign(&now) {
            let spoken = &supporter(&now, offer.supporter).languages;
            prop_assert!(seeker(&now, offer.seeker).languages.iter().any(|language| spoken.contains(language)));
        }
    }

    #[test]
    fn candidates_are_exactly_those_without_a_barrier(now in crowd(80)) {
        for seeker in &now.waiting {
            let found: BTreeSet<_> =
                candidates(&now, seeker.id, usize::MAX).iter().map(|offer| offer.supporter).collect();
            let allowed = now.on_duty.iter().filter(|supporter| barrier(seeker, supporter, &now.apart).is_none());
            prop_assert_eq!(found, allowed.map(|supporter| supporter.id).collect());
        }
    }

    /// Looking through thousands at once and going through the rules pair by pair come to the same: as one supporter
    /// after the other declines, the offer goes down the list of candidates, for the same reasons.
    #[test]
    fn offers_that_are_declined_go_down_the_list_of_candidates(mut now in crowd(100)) {
        now.waiting.truncate(1);
        let Some(seeker) = now.waiting.first().cloned() else { return Ok(()) };
        // Somebody else is there, so that this is not the short way for a queue of one; nobody can talk with them.
        now.waiting.push(Seeker { id: SeekerId(1_000), age_band: AgeBand(9), topics: vec![], ..seeker.clone() });
        for expected in candidates(&now, seeker.id, usize::MAX) {
            let offers = assign(&now);
            prop_assert_eq!(offers.len(), 1);
            prop_assert_eq!(&offers[0], &expected);
            now.waiting[0].declined_by.push(expected.supporter);
        }
        prop_assert!(assign(&now).is_empty());
    }

    #[test]
    fn the_only_one_waiting_gets_the_first_candidate(mut now in crowd(24)) {
        now.waiting.truncate(1);
        let first = now.waiting.first().and_then(|seeker| candidates(&now, seeker.id, 1).pop());
        prop_assert_eq!(assign(&now), Vec::from_iter(first));
    }

    #[test]
    fn candidates_come_best_first_and_a_short_list_is_the_start_of_the_long_one(now in crowd(80), top in 0..12_usize) {
        for seeker in &now.waiting {
            let all = candidates(&now, seeker.id, usize::MAX);
            prop_assert!(all.is_sorted_by_key(|offer| (Reverse(offer.score.total()), offer.supporter)));
            let short = candidates(&now, seeker.id, top);
            prop_assert_eq!(&short[..], &all[..top.min(all.len())]);
        }
    }

    #[test]
    fn reasons_are_one_to_three_and_true_on_both_sides(now in crowd(24)) {
        for offer in assign(&now) {
            let (asks, helps) = (seeker(&now, offer.seeker), supporter(&now, offer.supporter));
            prop_assert!((1..=3).contains(&offer.because.len()));
            for reason in &offer.because {
                let is_true = match reason {
                    Reason::Topic(topic) => asks.topics.contains(topic) && helps.knows.contains(topic),
                    Reason::Wish(wish) => asks.wishes.contains(wish) && helps.shown.contains(wish),
                    Reason::Kind(kind) => asks.kind == *kind && helps.good_at.contains(kind),
                    Reason::Language(language) =>
                        asks.languages.contains(language) && helps.languages.contains(language),
                    Reason::FreeNow => offer.because.len() == 1,
                };
                prop_assert!(is_true, "{:?}", reason);
            }
        }
    }

    /// Even when the very people in the lists are written down in another order.
    #[test]
    fn the_order_of_the_lists_changes_nothing(now in crowd(24), shuffled in any::<prop::sample::Index>()) {
        let mut again = now.clone();
        for list in again.waiting.iter_mut().map(|seeker| &mut seeker.topics) {
            list.reverse();
        }
        let (waiting, on_duty, apart) = (again.waiting.len(), again.on_duty.len(), again.apart.len());
        again.waiting.rotate_left(shuffled.index(waiting + 1));
        again.waiting[..waiting / 2].reverse();
        again.on_duty.rotate_left(shuffled.index(on_duty + 1));
        again.on_duty[on_duty / 2..].reverse();
        again.apart.rotate_left(shuffled.index(apart + 1));
        prop_assert_eq!(assign(&now), assign(&again));
    }

    #[test]
    fn a_decision_replays_bit_for_bit_from_its_log(now in crowd(24)) {
        let decision = Decision::on(now);
        let line = serde_json::to_string(&decision).expect("a decision is plain data");
        let read: Decision = serde_json::from_str(&line).expect("what was written can be read");
        prop_assert_eq!(&read, &decision);
        prop_assert!(read.replays());
        prop_assert_eq!(serde_json::to_string(&Decision::on(read.snapshot)).expect("plain data"), line);
    }

    #[test]
    fn it_serves_as_many_as_greedy_and_of_as_many_scores_no_less(now in crowd(40)) {
        prop_assert!(worth(&assign(&now)) >= worth(&greedy(&now)));
    }

    #[test]
    fn nothing_that_one_could_try_is_better(now in crowd(6)) {
        let pairs: Vec<Vec<Offer>> = every_pair(&now).into_values().collect();
        prop_assert_eq!(worth(&assign(&now)), best_of_all(&pairs, &mut Vec::new()));
    }
}
