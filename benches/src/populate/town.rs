//! Who lives there, where they meet and when they wrote, before a single word of it: the outline from which everything
//! else is made, on any thread. It holds numbers only, so that a million posts fit into memory.

use std::collections::HashSet;

use circles::kind::{Joining, Moderation};
use db::{Time, Uuid};

use super::{
    chance::{Chance, Tail},
    rhythm::{DAY, HOUR, Span},
    words::{CARERS, THEMES, Theme},
};

/// How much of everything.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    pub(super) people: usize,
    pub(super) posts: usize,
    pub(super) circles: usize,
    /// Conversations whose words are still there, and older ones whose words are gone as promised.
    pub(super) talks: usize,
    pub(super) old_talks: usize,
}

impl Size {
    /// The size of this share of the whole.
    pub(super) fn of(share: f64) -> Self {
        let part = |whole: f64, least: usize| ((whole * share).round() as usize).max(least);
        Self {
            people: part(200_000.0, 200),
            posts: part(1_000_000.0, 500),
            circles: part(3_000.0, 6),
            talks: part(50_000.0, 50),
            old_talks: part(20_000.0, 20),
        }
    }
}

/// The people as whom somebody can look around: the first of all, in this order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Known {
    Administrator,
    Supervisor,
    Facilitator,
    Supporter,
    Member,
    Reader,
}

impl Known {
    pub(crate) const ALL: [(Self, &'static str, &'static str); 6] = [
        (Self::Administrator, "Harbour Light", "keeps the settings"),
        (Self::Supervisor, "Slow Tide", "looks after supporters and reports"),
        (Self::Facilitator, "Tall Grass", "looks after the two largest circles"),
        (Self::Supporter, "Night Kettle", "supports one to one"),
        (Self::Member, "Paper Boat", "writes in three circles and has talked with supporters"),
        (Self::Reader, "Second Cup", "reads in the largest circle, and has not written yet"),
    ];

    pub(super) fn number(self) -> usize {
        self as usize
    }
}

/// How many people are known by name.
pub(super) const KNOWN: usize = Known::ALL.len();

/// Somebody.
pub(super) struct Person {
    pub(super) id: Uuid,
    pub(super) joined: Time,
    /// What they write for others is sealed under this.
    pub(super) voice: Uuid,
    /// They care for somebody, and see other circles.
    pub(super) carer: bool,
}

/// A circle.
pub(super) struct Place {
    pub(super) theme: &'static Theme,
    pub(super) opened: Time,
    pub(super) joining: Joining,
    pub(super) moderation: Moderation,
    pub(super) carers: bool,
    /// Those who look after it.
    pub(super) facilitators: Vec<u32>,
    /// Everybody, the longest there first.
    pub(super) members: Vec<(Time, u32)>,
}

impl Place {
    /// Somebody who was there then; those who have been there longest write most.
    pub(super) fn somebody(&self, chance: &mut Chance, then: Time) -> Option<u32> {
        let there = self.members.partition_point(|(since, _)| *since <= then);
        if there == 0 {
            return None;
        }
        // Those who are known by name do what is planned for them, whatever the size of the whole.
        let drawn = (0..8).map(|_| self.members.get((chance.share().powf(1.6) * there as f64) as usize));
        drawn.flatten().map(|(_, person)| *person).find(|it| *it as usize >= KNOWN)
    }
}

/// The outline.
pub(super) struct Town {
    pub(super) seed: u64,
    /// The two years of its past.
    pub(super) span: Span,
    pub(super) size: Size,
    pub(super) people: Vec<Person>,
    pub(super) places: Vec<Place>,
}

impl Town {
    /// The outline of everything but what was written.
    pub(super) fn of(seed: u64, size: Size, until: Time) -> Self {
        let span = Span::new(Time(until.0 - 730 * DAY), until);
        let people = (0..size.people).map(|number| person(seed, size, span, number)).collect();
        let mut town = Self { seed, span, size, people, places: Vec::new() };
        town.places = (0..size.circles).map(|number| town.place(number)).collect();
        town.let_in();
        town
    }

    pub(super) fn until(&self) -> Time {
        self.span.until
    }

    pub(super) fn is_facilitator(person: usize) -> bool {
        person == Known::Facilitator.number() || (person >= KNOWN && person % 67 == 20)
    }

    pub(super) fn is_supporter(person: usize) -> bool {
        person == Known::Supporter.number() || (person >= KNOWN && person % 50 == 30)
    }

    fn place(&self, number: usize) -> Place {
        let mut chance = Chance::of(self.seed, "circle", number as u64);
        let leads: Vec<usize> = (0..self.people.len()).filter(|it| Self::is_facilitator(*it)).take(400).collect();
        let planned = self.span.at(0.03 + 0.6 * chance.share() * number as f64 / self.size.circles as f64);
        let there = leads.partition_point(|it| self.people[*it].joined <= planned).max(2);
        let first = if number < 2 { 0 } else { chance.below(there) };
        let second = (first + 1 + chance.below(there - 1)) % there;
        let facilitators = vec![leads[first] as u32, leads[second] as u32];
        let ready = facilitators.iter().map(|it| self.people[*it as usize].joined.0 + DAY).max();
        let carers = number % 10 == 9;
        let among: Vec<usize> = (0..THEMES.len()).filter(|it| (*it == CARERS) == carers).collect();
        let theme = if carers { CARERS } else { among[Tail::of(among.len(), 0.7).draw(&mut chance)] };
        Place {
            theme: &THEMES[theme],
            opened: Time(planned.0.max(ready.unwrap_or_default())),
            joining: match number {
                _ if number % 13 == 12 => Joining::Invitation,
                _ if number % 6 == 4 => Joining::Request,
                _ => Joining::Open,
            },
            moderation: if number % 5 == 3 { Moderation::Before } else { Moderation::After },
            carers,
            facilitators,
            members: Vec::new(),
        }
    }

    /// Lets people into circles: a few into most, most into a few.
    fn let_in(&mut self) {
        let sides = [false, true].map(|carers| {
            let theirs: Vec<usize> = (0..self.places.len()).filter(|it| self.places[*it].carers == carers).collect();
            let tail = Tail::of(theirs.len(), 1.05);
            (theirs, tail)
        });
        let mut members: Vec<Vec<(Time, u32)>> = self.places.iter().map(|_| Vec::new()).collect();
        for (number, person) in self.people.iter().enumerate() {
            let mut chance = Chance::of(self.seed, "joining", number as u64);
            let (theirs, tail) = &sides[usize::from(person.carer)];
            let wanted: Vec<usize> = match number {
                _ if number == Known::Member.number() => vec![0, 1, 5],
                _ if number == Known::Reader.number() => vec![0],
                _ if number < KNOWN || theirs.is_empty() => Vec::new(),
                _ => {
                    (0..*chance.pick(&[0, 0, 1, 1, 1, 2, 2, 3, 4, 6])).map(|_| theirs[tail.draw(&mut chance)]).collect()
                }
            };
            let mut seen = HashSet::new();
            for place in wanted.into_iter().filter(|it| seen.insert(*it)) {
                let from = person.joined.0.max(self.places[place].opened.0);
                let at = Time(from + HOUR + (chance.share().powi(3) * 90.0 * DAY as f64) as i64);
                let leads = self.places[place].facilitators.contains(&(number as u32));
                if at < self.span.until && !leads {
                    members[place].push((at, number as u32));
                }
            }
        }
        for (place, mut members) in self.places.iter_mut().zip(members) {
            members.extend(place.facilitators.iter().map(|it| (place.opened, *it)));
            members.sort_unstable();
            place.members = members;
        }
    }
}

fn person(seed: u64, size: Size, span: Span, number: usize) -> Person {
    let mut chance = Chance::of(seed, "person", number as u64);
    // More came in the second year than in the first.
    let joined = span.at((number as f64 / size.people as f64).powf(0.7) * 0.9995);
    Person { id: chance.id(joined), joined, voice: chance.id(joined), carer: number >= KNOWN && number % 12 == 11 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn town(seed: u64) -> Town {
        Town::of(seed, Size::of(0.01), Time(1_795_377_600_000_000))
    }

    #[test]
    fn the_same_seed_gives_the_same_town() {
        let ids = |town: &Town| town.people.iter().map(|it| it.id).collect::<Vec<_>>();
        let members = |town: &Town| town.places.iter().map(|it| it.members.clone()).collect::<Vec<_>>();
        assert_eq!(ids(&town(7)), ids(&town(7)));
        assert_eq!(members(&town(7)), members(&town(7)));
        assert_ne!(ids(&town(7)), ids(&town(8)));
    }

    #[test]
    fn circles_are_of_long_tailed_size_and_nobody_is_there_before_they_came() {
        let town = town(7);
        let mut sizes: Vec<usize> = town.places.iter().map(|it| it.members.len()).collect();
        sizes.sort_unstable();
        assert!(sizes[sizes.len() - 1] > 4 * sizes[sizes.len() / 2], "{sizes:?}");
        for place in &town.places {
            assert_eq!(place.facilitators.iter().collect::<HashSet<_>>().len(), 2);
            for (since, person) in &place.members {
                assert!(*since >= town.people[*person as usize].joined && *since >= place.opened);
            }
        }
    }
}
