//! Named people at the door, and whom they meet.

use matching::*;

const GRIEF: Topic = Topic(1);
const WORK: Topic = Topic(2);
const SLEEP: Topic = Topic(3);
const VOICES: Topic = Topic(4);
const ENGLISH: Language = Language(1);
const WELSH: Language = Language(2);
const ADULT: AgeBand = AgeBand(3);
const YOUTH: AgeBand = AgeBand(1);
const GENDER: Attribute = Attribute(1);
const PARENT: Attribute = Attribute(2);
const WOMAN: Trait = (GENDER, Value(1));
const NON_BINARY: Trait = (GENDER, Value(2));
const MAN: Trait = (GENDER, Value(3));
const IS_PARENT: Trait = (PARENT, Value(1));

const ANA: SeekerId = SeekerId(1);
const BILAL: SeekerId = SeekerId(2);
const CERYS: SeekerId = SeekerId(3);
const MARA: SupporterId = SupporterId(11);
const NOOR: SupporterId = SupporterId(12);
const OWEN: SupporterId = SupporterId(13);

/// An English-speaking adult who wants to be heard, soon, and has just come.
fn asks(id: SeekerId) -> Seeker {
    Seeker {
        id,
        age_band: ADULT,
        languages: vec![ENGLISH],
        topics: vec![],
        kind: SupportKind::Heard,
        pace: Pace::Sooner,
        wishes: vec![],
        minutes_waited: 0,
        declined_by: vec![],
    }
}

/// An English-speaking adult, free, with room for one, who has said nothing more.
fn on_duty(id: SupporterId) -> Supporter {
    Supporter {
        id,
        age_band: ADULT,
        languages: vec![ENGLISH],
        knows: vec![],
        cannot_take: vec![],
        good_at: vec![],
        shown: vec![],
        free: true,
        load: 0,
        capacity: 1,
        conversations_today: 0,
    }
}

fn at_the_door(waiting: impl Into<Vec<Seeker>>, on_duty: impl Into<Vec<Supporter>>) -> Snapshot {
    Snapshot { waiting: waiting.into(), on_duty: on_duty.into(), ..Snapshot::default() }
}

fn pairs(now: &Snapshot) -> Vec<(SeekerId, SupporterId)> {
    assign(now).iter().map(|offer| (offer.seeker, offer.supporter)).collect()
}

#[test]
fn ana_meets_whoever_is_free_when_nothing_else_is_known() {
    let offers = assign(&at_the_door([asks(ANA)], [on_duty(MARA)]));

    assert_eq!(offers.len(), 1);
    assert_eq!((offers[0].seeker, offers[0].supporter), (ANA, MARA));
    assert_eq!(offers[0].because, [Reason::FreeNow]);
    assert_eq!(offers[0].score, Score::default());
}

#[test]
fn an_empty_house_offers_nothing() {
    assert!(assign(&Snapshot::default()).is_empty());
    assert!(assign(&at_the_door([asks(ANA)], [])).is_empty());
    assert!(assign(&at_the_door([], [on_duty(MARA)])).is_empty());
}

#[test]
fn ana_meets_the_one_who_knows_grief() {
    let ana = Seeker { topics: vec![GRIEF], ..asks(ANA) };
    let noor = Supporter { knows: vec![WORK, GRIEF], ..on_duty(NOOR) };

    let offers = assign(&at_the_door([ana], [on_duty(MARA), noor]));

    assert_eq!(offers[0].supporter, NOOR);
    assert_eq!(offers[0].because, [Reason::Topic(GRIEF)]);
}

#[test]
fn a_rare_experience_in_common_counts_for_more_than_a_frequent_one() {
    let ana = Seeker { topics: vec![SLEEP, VOICES], ..asks(ANA) };
    let sleepers = (20..40).map(|id| Supporter { knows: vec![SLEEP], ..on_duty(SupporterId(id)) });
    let owen = Supporter { knows: vec![VOICES], ..on_duty(SupporterId(99)) };

    let offers = assign(&at_the_door([ana], sleepers.chain([owen]).collect::<Vec<_>>()));

    assert_eq!(offers[0].supporter, SupporterId(99));
    // 22 people, of whom all but Owen name sleep and two name voices: .55 × ln(1 + 22/2) / (ln(1 + 22/2) + ln(1 + 22/21)),
    assert_eq!(offers[0].score.topics, 426);
}

#[test]
fn a_supporter_who_cannot_take_grief_today_is_not_asked_however_well_they_fit() {
    let ana = Seeker { topics: vec![GRIEF, WORK], ..asks(ANA) };
    let noor = Supporter { knows: vec![WORK, GRIEF], cannot_take: vec![GRIEF], ..on_duty(NOOR) };

    assert_eq!(barrier(&ana, &noor, &[]), Some(Barrier::CannotTake(GRIEF)));
    assert!(assign(&at_the_door([ana], [noor])).is_empty());
}

#[test]
fn a_young_person_waits_rather_than_meet_an_adult() {
    let ana = Seeker { age_band: YOUTH, minutes_waited: 500, ..asks(ANA) };

    assert_eq!(barrier(&ana, &on_duty(MARA), &[]), Some(Barrier::AgeBand));
    assert!(assign(&at_the_door([ana], [on_duty(MARA)])).is_empty());
}

#[test]
fn every_reason_to_stay_apart_holds() {
    use ApartReason::{CoolOff, MetBefore, NeverAgain, SeekerBlocked, SupporterBlocked};
    for why in [SeekerBlocked, SupporterBlocked, NeverAgain, CoolOff, MetBefore] {
        let apart = vec![Apart { seeker: ANA, supporter: MARA, why }];
        assert_eq!(barrier(&asks(ANA), &on_duty(MARA), &apart), Some(Barrier::Apart(why)));

        let now = Snapshot { apart, ..at_the_door([asks(ANA), asks(BILAL)], [on_duty(MARA)]) };
        assert_eq!(pairs(&now), [(BILAL, MARA)], "{why:?} keeps Ana and Mara apart, and nobody else");
    }
}

#[test]
fn a_supporter_who_asks_for_support_is_not_offered_to_herself() {
    let mara_asks = asks(SeekerId(MARA.0));

    assert_eq!(barrier(&mara_asks, &on_duty(MARA), &[]), Some(Barrier::Themselves));
    assert_eq!(pairs(&at_the_door([mara_asks], [on_duty(MARA), on_duty(NOOR)])), [(SeekerId(MARA.0), NOOR)]);
}

#[test]
fn when_mara_declines_the_offer_moves_on_to_noor() {
    let ana = Seeker { topics: vec![GRIEF], declined_by: vec![MARA], ..asks(ANA) };
    let mara = Supporter { knows: vec![GRIEF], ..on_duty(MARA) };

    assert_eq!(pairs(&at_the_door([ana], [mara, on_duty(NOOR)])), [(ANA, NOOR)]);
}

#[test]
fn those_in_a_break_or_full_are_left_in_peace() {
    let in_a_break = Supporter { free: false, ..on_duty(MARA) };
    let full = Supporter { load: 2, capacity: 2, ..on_duty(NOOR) };

    assert_eq!(barrier(&asks(ANA), &in_a_break, &[]), Some(Barrier::NotFree));
    assert_eq!(barrier(&asks(ANA), &full, &[]), Some(Barrier::NoRoom));
    assert!(assign(&at_the_door([asks(ANA)], [in_a_break, full])).is_empty());
}

#[test]
fn a_supporter_with_room_for_three_still_gets_one_offer_at_a_time() {
    let mara = Supporter { capacity: 3, ..on_duty(MARA) };

    assert_eq!(pairs(&at_the_door([asks(ANA), asks(BILAL)], [mara])), [(ANA, MARA)]);
}

#[test]
fn with_one_supporter_free_the_longest_waiting_goes_first() {
    let bilal = Seeker { minutes_waited: 9, ..asks(BILAL) };
    let ana = Seeker { minutes_waited: 8, ..asks(ANA) };

    assert_eq!(pairs(&at_the_door([ana, bilal], [on_duty(MARA)])), [(BILAL, MARA)]);
}

#[test]
fn a_tie_goes_to_the_longer_wait_and_then_to_the_smaller_id() {
    // A minute is worth 50 thousandths, so Bilal's four minutes equal Ana's kind of support.
    let ana = Seeker { kind: SupportKind::Ideas, ..asks(ANA) };
    let bilal = Seeker { minutes_waited: 4, ..asks(BILAL) };
    let mara = Supporter { good_at: vec![SupportKind::Ideas], ..on_duty(MARA) };
    let now = at_the_door([ana, bilal], [mara]);
    let worth = |id| candidates(&now, id, 1)[0].score.total();
    assert_eq!(worth(ANA), worth(BILAL));
    assert_eq!(pairs(&now), [(BILAL, MARA)]);

    assert_eq!(
        pairs(&at_the_door([asks(BILAL), asks(ANA)], [on_duty(NOOR), on_duty(MARA)])),
        [(ANA, MARA), (BILAL, NOOR)]
    );
}

#[test]
fn twenty_minutes_of_waiting_outweigh_a_perfect_fit() {
    let fits = Seeker { topics: vec![GRIEF], wishes: vec![WOMAN], ..asks(ANA) };
    let mara = Supporter { knows: vec![GRIEF], good_at: vec![SupportKind::Heard], shown: vec![WOMAN], ..on_duty(MARA) };
    let waits = |minutes_waited| Seeker { kind: SupportKind::Ideas, minutes_waited, ..asks(BILAL) };

    assert_eq!(pairs(&at_the_door([fits.clone(), waits(19)], [mara.clone()])), [(ANA, MARA)]);
    assert_eq!(pairs(&at_the_door([fits, waits(20)], [mara])), [(BILAL, MARA)]);
}

#[test]
fn two_people_who_suit_the_same_supporter_are_shared_out_so_that_both_do_well() {
    // Mara suits both best; only Bilal has a good second.
    let ana = Seeker { topics: vec![GRIEF], minutes_waited: 1, ..asks(ANA) };
    let bilal = Seeker { topics: vec![GRIEF, WORK], minutes_waited: 2, ..asks(BILAL) };
    let mara = Supporter { knows: vec![GRIEF, WORK], ..on_duty(MARA) };
    let noor = Supporter { knows: vec![WORK], ..on_duty(NOOR) };

    assert_eq!(pairs(&at_the_door([ana, bilal], [mara, noor])), [(BILAL, NOOR), (ANA, MARA)]);
}

#[test]
fn nobody_is_left_waiting_for_the_sake_of_a_better_fit() {
    // Only Noor can talk with Cerys, though Noor and Ana would suit each other perfectly.
    let ana = Seeker { topics: vec![GRIEF], ..asks(ANA) };
    let cerys = Seeker { languages: vec![WELSH], ..asks(CERYS) };
    let noor = Supporter { knows: vec![GRIEF], languages: vec![ENGLISH, WELSH], ..on_duty(NOOR) };

    assert_eq!(pairs(&at_the_door([ana, cerys], [on_duty(MARA), noor])), [(ANA, MARA), (CERYS, NOOR)]);
}

#[test]
fn the_work_of_the_day_is_shared() {
    let busy = Supporter { conversations_today: 3, ..on_duty(MARA) };

    let offers = assign(&at_the_door([asks(ANA)], [busy.clone(), on_duty(NOOR)]));
    assert_eq!(offers[0].supporter, NOOR);

    let offers = assign(&at_the_door([asks(ANA)], [busy]));
    // -.35 × ln(1 + 3)
    assert_eq!(offers[0].score.load, -485);
    assert_eq!(offers[0].because, [Reason::FreeNow], "load is nobody's reason");
}

#[test]
fn a_closer_match_weighs_fit_more_and_waiting_less() {
    let sooner = Seeker { topics: vec![GRIEF], wishes: vec![WOMAN], minutes_waited: 10, ..asks(ANA) };
    let closer = Seeker { id: BILAL, pace: Pace::Closer, ..sooner.clone() };
    let mara = Supporter { knows: vec![GRIEF], good_at: vec![SupportKind::Heard], shown: vec![WOMAN], ..on_duty(MARA) };
    let now = at_the_door([sooner, closer], [mara]);

    let score = |id| candidates(&now, id, 1)[0].score;
    assert_eq!(score(ANA), Score { topics: 550, style: 200, wishes: 250, wait: 500, load: 0 });
    assert_eq!(score(BILAL), Score { topics: 825, style: 300, wishes: 375, wait: 250, load: 0 });
}

#[test]
fn who_asked_for_a_closer_match_gets_the_closer_one_of_two() {
    let ana = Seeker { topics: vec![GRIEF], minutes_waited: 3, ..asks(ANA) };
    let bilal = Seeker { topics: vec![GRIEF], pace: Pace::Closer, ..asks(BILAL) };
    let noor = Supporter { knows: vec![GRIEF], ..on_duty(NOOR) };

    assert_eq!(pairs(&at_the_door([ana, bilal], [on_duty(MARA), noor])), [(ANA, MARA), (BILAL, NOOR)]);
}

#[test]
fn several_values_of_one_wish_mean_any_of_them() {
    let ana = Seeker { wishes: vec![WOMAN, NON_BINARY, IS_PARENT], ..asks(ANA) };
    let mara = Supporter { shown: vec![NON_BINARY], ..on_duty(MARA) };
    let noor = Supporter { shown: vec![MAN], ..on_duty(NOOR) };

    let list = candidates(&at_the_door([ana], [mara, noor]), ANA, 5);

    assert_eq!(list[0].supporter, MARA);
    assert_eq!(list[0].score.wishes, 125, "one wish of two is met");
    assert_eq!(list[0].because, [Reason::Wish(NON_BINARY)]);
    assert_eq!((list[1].supporter, list[1].score.wishes), (NOOR, 0), "a wish that is not met shuts nobody out");
}

#[test]
fn reasons_come_weightiest_first_and_no_more_than_three() {
    let ana = Seeker { topics: vec![GRIEF, WORK], wishes: vec![WOMAN], ..asks(ANA) };
    let mara =
        Supporter { knows: vec![GRIEF, WORK], good_at: vec![SupportKind::Heard], shown: vec![WOMAN], ..on_duty(MARA) };
    // Noor makes work the more frequent topic of the two.
    let noor = Supporter { knows: vec![WORK], free: false, ..on_duty(NOOR) };

    let offers = assign(&at_the_door([ana], [mara, noor]));

    // 550 for both topics, shared out as ln(1 + 3/2) to ln(1 + 3/3); 250 for the wish; 200 for the kind.
    assert_eq!(offers[0].because, [Reason::Topic(GRIEF), Reason::Wish(WOMAN), Reason::Topic(WORK)]);
}

#[test]
fn a_language_is_a_reason_only_where_it_decided() {
    let cerys = Seeker { languages: vec![WELSH, ENGLISH], ..asks(CERYS) };
    let owen = Supporter { languages: vec![ENGLISH, WELSH], ..on_duty(OWEN) };
    let only_spanish = Supporter { languages: vec![Language(9)], ..on_duty(NOOR) };

    let offers = assign(&at_the_door([cerys.clone()], [owen.clone(), only_spanish]));
    assert_eq!(offers[0].because, [Reason::Language(WELSH)], "Noor was free but shares no language");

    let offers = assign(&at_the_door([cerys], [owen]));
    assert_eq!(offers[0].because, [Reason::FreeNow]);
}

#[test]
fn a_weight_of_zero_takes_a_reason_away() {
    let ana = Seeker { topics: vec![GRIEF], ..asks(ANA) };
    let mara = Supporter { knows: vec![GRIEF], ..on_duty(MARA) };
    let weights = Weights { topics: 0, ..Weights::default() };

    let offers = assign(&Snapshot { weights, ..at_the_door([ana], [mara]) });

    assert_eq!(offers[0].because, [Reason::FreeNow]);
}

#[test]
fn people_nobody_can_talk_with_do_not_hold_up_those_behind_them() {
    let stranded = (1_000..1_300).map(|id| Seeker { languages: vec![WELSH], minutes_waited: 60, ..asks(SeekerId(id)) });

    let now = at_the_door(stranded.chain([asks(ANA)]).collect::<Vec<_>>(), [on_duty(MARA)]);

    assert_eq!(pairs(&now), [(ANA, MARA)]);
}

#[test]
fn the_supervisors_list_is_best_first_and_as_long_as_asked_for() {
    let ana = Seeker { topics: vec![GRIEF], ..asks(ANA) };
    let noor = Supporter { knows: vec![GRIEF], ..on_duty(NOOR) };
    let owen = Supporter { conversations_today: 1, ..on_duty(OWEN) };
    let now = at_the_door([ana], [owen, on_duty(MARA), noor]);

    let list = |top| candidates(&now, ANA, top).iter().map(|offer| offer.supporter).collect::<Vec<_>>();

    assert_eq!(list(9), [NOOR, MARA, OWEN]);
    assert_eq!(list(2), [NOOR, MARA]);
    assert!(list(0).is_empty());
    assert!(candidates(&now, BILAL, 9).is_empty(), "Bilal is not waiting");
}

#[test]
fn the_greatest_weights_and_the_longest_wait_do_not_overflow() {
    let most = u16::MAX;
    let weights = Weights {
        topics: most,
        style: most,
        wishes: most,
        wait_per_minute: most,
        load: most,
        closer_fit_percent: most,
        closer_wait_percent: most,
    };
    let waiting = (1..=200).map(|id| Seeker {
        topics: vec![GRIEF],
        pace: if id % 2 == 0 { Pace::Closer } else { Pace::Sooner },
        minutes_waited: if id % 3 == 0 { u32::MAX } else { 0 },
        ..asks(SeekerId(id))
    });
    let on_duty = (1_001..=1_150).map(|id| Supporter {
        knows: if id % 2 == 0 { vec![GRIEF] } else { vec![] },
        conversations_today: most,
        ..on_duty(SupporterId(id))
    });
    let now = Snapshot { weights, ..at_the_door(waiting.collect::<Vec<_>>(), on_duty.collect::<Vec<_>>()) };

    let offers = assign(&now);

    assert_eq!(offers.len(), 150);
    let longest = now.waiting.iter().filter(|seeker| seeker.minutes_waited == u32::MAX);
    assert!(longest.into_iter().all(|seeker| offers.iter().any(|offer| offer.seeker == seeker.id)));
}

#[test]
fn a_decision_that_was_tampered_with_does_not_replay() {
    let mut decision = Decision::on(at_the_door([asks(ANA)], [on_duty(MARA), on_duty(NOOR)]));
    assert!(decision.replays());

    decision.offers[0].supporter = NOOR;
    assert!(!decision.replays());
}
