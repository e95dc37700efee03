//! People as they come to a place, made up and the same on every machine: what matching is measured and counted on.

use matching::{
    AgeBand, Attribute, Language, Pace, Seeker, SeekerId, Snapshot, SupportKind, Supporter, SupporterId, Topic, Value,
};

const KINDS: [SupportKind; 4] =
    [SupportKind::Heard, SupportKind::Ideas, SupportKind::Practical, SupportKind::Information];

/// People as they come: most in one language, few topics popular, some wishes. The same on every machine.
pub fn snapshot(waiting: usize, on_duty: usize) -> Snapshot {
    let mut chance = Chance(7);
    let mut seekers = Vec::with_capacity(waiting);
    for id in 0..waiting {
        seekers.push(Seeker {
            id: SeekerId(id as u128),
            age_band: AgeBand(3),
            languages: chance.languages(),
            topics: (0..1 + chance.below(3)).map(|_| chance.topic()).collect(),
            kind: KINDS[chance.below(4)],
            pace: if chance.below(4) == 0 { Pace::Closer } else { Pace::Sooner },
            wishes: (0..chance.below(3)).map(|_| chance.quality()).collect(),
            minutes_waited: chance.below(40) as u32,
            declined_by: Vec::new(),
        });
    }
    let mut supporters = Vec::with_capacity(on_duty);
    for id in 0..on_duty {
        supporters.push(Supporter {
            id: SupporterId((waiting + id) as u128),
            age_band: AgeBand(3),
            languages: chance.languages(),
            knows: (0..2 + chance.below(5)).map(|_| chance.topic()).collect(),
            cannot_take: (0..chance.below(2)).map(|_| chance.topic()).collect(),
            good_at: KINDS[..1 + chance.below(4)].to_vec(),
            shown: (0..chance.below(4)).map(|_| chance.quality()).collect(),
            free: true,
            load: 0,
            capacity: 1,
            conversations_today: chance.below(4) as u16,
        });
    }
    Snapshot { waiting: seekers, on_duty: supporters, ..Snapshot::default() }
}

/// Numbers that look like chance and are the same each time (Marsaglia's xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % most
    }

    fn topic(&mut self) -> Topic {
        // The smaller of two: low numbers are popular.
        Topic(self.below(60).min(self.below(60)) as u16)
    }

    fn languages(&mut self) -> Vec<Language> {
        let mut languages = vec![Language(if self.below(8) == 0 { 2 } else { 1 })];
        if self.below(5) == 0 {
            languages.push(Language(3));
        }
        languages
    }

    fn quality(&mut self) -> matching::Trait {
        (Attribute(self.below(4) as u16), Value(self.below(5) as u16))
    }
}
