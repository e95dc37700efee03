//! The people and the circles. The place is set up, hats are given and circles are founded by the verbs that people use;
//! what there is very much of goes in as rows.

use std::collections::HashSet;

use anyhow::Result;
use circles::{
    circle::{Circle, Plan},
    kind::{CircleId, Joining},
};
use db::{Filling, Shelf, Time, Tx, args};
use organisation::{Settings, settings::DIALS};
use people::{hats, pseudonym};
use seal::{FreshKey, KeyId, Keyring};
use words::{AgeBand, Hat, Language, MemberId};

use super::{
    chance::Chance,
    load::Load,
    names,
    rhythm::DAY,
    town::{KNOWN, Known, Person, Place, Town},
};

/// Conversations are kept as long as may be, so that there are many.
pub(super) const KEPT: i64 = 90 * DAY;
const CHARTER: &str = "- We listen first, and give advice only when somebody asks for it.\n- What is said here stays here.\n- \
                       We speak of hard things without saying how somebody could do harm.\n- Everybody may be silent, \
                       and everybody may leave.";

const MEMBERS: Shelf = Shelf {
    table: "people_members",
    columns: &["id", "pseudonym", "folded", "band", "languages", "zone", "locale", "passphrase", "joined_at"],
};
const SIDES: Shelf = Shelf { table: "circles_sides", columns: &["member_id", "side", "since"] };
const VOICES: Shelf = Shelf { table: "circles_voices", columns: &["id", "member_id", "keep"] };
const CARRIED: Shelf = Shelf { table: "circles_carried", columns: &["member_id", "topic"] };
const MEMBERSHIPS: Shelf =
    Shelf { table: "circles_memberships", columns: &["circle_id", "member_id", "role", "joined_at"] };
const PROFILES: Shelf =
    Shelf { table: "support_profiles", columns: &["member_id", "knows", "cannot_take", "good_at", "capacity"] };
const SHOWN: Shelf = Shelf { table: "support_shown", columns: &["member_id", "attribute", "value"] };
const SHIFTS: Shelf =
    Shelf { table: "workforce_shifts", columns: &["id", "member_id", "work", "begins_at", "ends_at", "made_at"] };

/// The key under which somebody's own words are sealed.
pub(super) fn own_key(town: &Town, person: usize) -> FreshKey {
    FreshKey::new(KeyId(town.people[person].id), Chance::of(town.seed, "own key", person as u64).bytes())
}

/// The key under which somebody's words for others are sealed.
pub(super) fn voice_key(town: &Town, person: usize) -> FreshKey {
    FreshKey::new(KeyId(town.people[person].voice), Chance::of(town.seed, "voice key", person as u64).bytes())
}

/// Sets the place up, as its people would have on the first day.
pub(super) fn open(filling: &mut Filling, town: &Town) -> Result<()> {
    let retention = DIALS.iter().filter(|it| it.name == "retention-days").map(|it| (it, it.most)).collect::<Vec<_>>();
    filling.write(|tx| {
        tx.as_of(town.span.from, |tx| organisation::open_for_demo(tx, "The Long Shore"))?;
        let first = MemberId(town.people[Known::Administrator.number()].id);
        tx.as_of(Time(town.span.from.0 + DAY), |tx| Settings::turn(tx, first, &retention, "People asked for it."))
    })?;
    Ok(())
}

/// Some people, numbered so. Those who are known by name can sign in with the same passphrase.
pub(super) fn people(
    town: &Town,
    names: &[String],
    some: std::ops::Range<usize>,
    passphrase: &str,
    keyring: &Keyring,
) -> Result<Load> {
    let mut load = Load::default();
    for number in some {
        let (person, name) = (&town.people[number], &names[number]);
        let hash = (number < KNOWN).then_some(passphrase);
        let (id, folded) = (person.id, pseudonym::fold(name));
        load.add(MEMBERS, args![id, name, folded, AgeBand::Adult, "en", "Europe/London", "en", hash, person.joined]);
        load.key(keyring, &own_key(town, number))?;
        if person.carer {
            load.add(SIDES, args![id, circles::kind::Audience::Carers, person.joined]);
        }
        let mut chance = Chance::of(town.seed, "carried", number as u64);
        if number >= KNOWN && chance.falls(0.3) {
            load.add(CARRIED, args![id, super::words::THEMES[chance.below(10)].topic]);
        }
        if Town::is_supporter(number) {
            supporter(&mut load, town, person, number);
        }
        load.things += 1;
    }
    Ok(load)
}

/// What a supporter brings, and when they are next there.
fn supporter(load: &mut Load, town: &Town, person: &Person, number: usize) {
    let mut chance = Chance::of(town.seed, "supporter", number as u64);
    let mut knows: Vec<u16> = (0..3).map(|_| super::words::THEMES[chance.below(12)].topic).collect();
    knows.sort_unstable();
    knows.dedup();
    let knows = knows.iter().map(u16::to_string).collect::<Vec<_>>().join(",");
    let good_at = *chance.pick(&["heard", "heard,ideas", "practical", "heard,information"]);
    load.add(PROFILES, args![person.id, knows, "", good_at, 1i64]);
    if chance.falls(0.5) {
        load.add(SHOWN, args![person.id, 1i64, chance.below(4)]);
    }
    if number < KNOWN || chance.falls(0.3) {
        let begins = Time(town.until().0 + (chance.below(7) as i64 + 1) * DAY);
        let ends = Time(begins.0 + 2 * 3_600_000_000);
        load.add(SHIFTS, args![chance.id(town.until()), person.id, "conversation", begins, ends, town.until()]);
    }
}

/// Gives hats, through the verb: every one of them stands in the trail.
pub(super) fn hats(filling: &mut Filling, town: &Town) -> Result<()> {
    let known = [
        (Known::Administrator, Hat::Administrator),
        (Known::Supervisor, Hat::Supervisor),
        (Known::Facilitator, Hat::Facilitator),
        (Known::Supporter, Hat::Supporter),
    ];
    let mut worn: Vec<(usize, Hat)> = known.iter().map(|(who, hat)| (who.number(), *hat)).collect();
    for number in KNOWN..town.people.len() {
        if Town::is_facilitator(number) {
            worn.push((number, Hat::Facilitator));
        }
        if Town::is_supporter(number) {
            worn.push((number, Hat::Supporter));
        }
    }
    for some in worn.chunks(500) {
        filling.write(|tx| {
            some.iter().try_for_each(|(number, hat)| {
                let person = &town.people[*number];
                tx.as_of(person.joined, |tx| hats::grant_first(tx, MemberId(person.id), *hat))
            })
        })?;
    }
    Ok(())
}

/// Founds every circle; answers their ids, in order.
pub(super) fn found(filling: &mut Filling, town: &Town) -> Result<Vec<CircleId>> {
    let mut taken = HashSet::new();
    let mut ids = Vec::with_capacity(town.places.len());
    let named: Vec<(String, &Place)> = (0..)
        .zip(&town.places)
        .map(|(number, place)| (names::circle(town.seed, number, place.theme, &mut taken), place))
        .collect();
    for some in named.chunks(200) {
        let made = filling.write(|tx| some.iter().map(|(name, place)| one(tx, town, name, place)).collect());
        let made: Vec<CircleId> = made?;
        ids.extend(made);
    }
    Ok(ids)
}

fn one(tx: &mut Tx<'_>, town: &Town, name: &str, place: &Place) -> db::Result<CircleId> {
    let about = names::about(place.theme, place.carers);
    let plan = Plan {
        topics: vec![place.theme.topic],
        audience: if place.carers { circles::kind::Audience::Carers } else { circles::kind::Audience::Members },
        joining: place.joining,
        hidden: place.joining == Joining::Invitation,
        moderation: place.moderation,
        ..Plan::usual(name, about, CHARTER, Language::default())
    };
    let leads: Vec<MemberId> = place.facilitators.iter().map(|it| MemberId(town.people[*it as usize].id)).collect();
    tx.as_of(place.opened, |tx| Circle::found(tx, leads[0], AgeBand::Adult, &plan, &leads, true))
}

/// Everybody of a circle but those who look after it, who came with its founding.
pub(super) fn memberships(town: &Town, ids: &[CircleId], number: usize) -> Load {
    let place = &town.places[number];
    let mut load = Load::default();
    for (since, person) in place.members.iter().filter(|(_, it)| !place.facilitators.contains(it)) {
        load.add(MEMBERSHIPS, args![ids[number], town.people[*person as usize].id, "member", since]);
        load.things += 1;
    }
    load
}

/// The voices of some who wrote.
pub(super) fn voices(town: &Town, writers: &[u32], keyring: &Keyring) -> Result<Load> {
    let mut load = Load::default();
    for writer in writers {
        let person = &town.people[*writer as usize];
        load.add(VOICES, args![person.voice, person.id, false]);
        load.key(keyring, &voice_key(town, *writer as usize))?;
        load.things += 1;
    }
    Ok(load)
}
