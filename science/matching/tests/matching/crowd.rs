//! Any number of people with anything between them: small numbers of bands, languages and topics, so that they collide.

use matching::*;
use proptest::collection::vec;
use proptest::prelude::*;

fn topics() -> impl Strategy<Value = Vec<Topic>> {
    vec((0..8_u16).prop_map(Topic), 0..4)
}

fn languages() -> impl Strategy<Value = Vec<Language>> {
    vec((0..3_u16).prop_map(Language), 0..3)
}

fn traits() -> impl Strategy<Value = Vec<Trait>> {
    vec((0..2_u16, 0..3_u16).prop_map(|(attribute, value)| (Attribute(attribute), Value(value))), 0..4)
}

fn kind() -> impl Strategy<Value = SupportKind> {
    use SupportKind::{Heard, Ideas, Information, Practical};
    prop_oneof![Just(Heard), Just(Ideas), Just(Practical), Just(Information)]
}

fn apart_reason() -> impl Strategy<Value = ApartReason> {
    use ApartReason::{CoolOff, MetBefore, NeverAgain, SeekerBlocked, SupporterBlocked};
    prop_oneof![Just(SeekerBlocked), Just(SupporterBlocked), Just(NeverAgain), Just(CoolOff), Just(MetBefore)]
}

/// Seekers are numbered from 0; supporters from 5, so that some people are on both sides.
const FIRST_SUPPORTER: u128 = 5;

fn seeker() -> impl Strategy<Value = Seeker> {
    let declined_by = vec((0..20_u128).prop_map(|id| SupporterId(FIRST_SUPPORTER + id)), 0..3);
    let pace = prop_oneof![Just(Pace::Sooner), Just(Pace::Closer)];
    let who = (0..2_u8, languages(), topics(), kind(), pace, traits(), 0..40_u32, declined_by);
    who.prop_map(|(band, languages, topics, kind, pace, wishes, minutes_waited, declined_by)| Seeker {
        id: SeekerId(0),
        age_band: AgeBand(band),
        languages,
        topics,
        kind,
        pace,
        wishes,
        minutes_waited,
        declined_by,
    })
}

fn supporter() -> impl Strategy<Value = Supporter> {
    let room = (prop::bool::weighted(0.8), 0..3_u16, 1..4_u16, 0..6_u16);
    let who = (0..2_u8, languages(), topics(), topics(), vec(kind(), 0..3), traits(), room);
    who.prop_map(|(band, languages, knows, cannot_take, good_at, shown, room)| Supporter {
        id: SupporterId(0),
        age_band: AgeBand(band),
        languages,
        knows,
        cannot_take,
        good_at,
        shown,
        free: room.0,
        load: room.1,
        capacity: room.2,
        conversations_today: room.3,
    })
}

/// Up to `size` people on each side.
pub(crate) fn crowd(size: usize) -> impl Strategy<Value = Snapshot> {
    let pair = (0..size as u128, 0..size as u128, apart_reason()).prop_map(|(seeker, supporter, why)| Apart {
        seeker: SeekerId(seeker),
        supporter: SupporterId(FIRST_SUPPORTER + supporter),
        why,
    });
    let everybody = (vec(seeker(), 0..=size), vec(supporter(), 0..=size), vec(pair, 0..size));
    everybody.prop_map(|(mut waiting, mut on_duty, apart)| {
        for (id, seeker) in (0..).zip(&mut waiting) {
            seeker.id = SeekerId(id);
        }
        for (id, supporter) in (FIRST_SUPPORTER..).zip(&mut on_duty) {
            supporter.id = SupporterId(id);
        }
        Snapshot { waiting, on_duty, apart, weights: Weights::default() }
    })
}
