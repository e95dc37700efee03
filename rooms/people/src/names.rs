//! Kind names of two words, for whoever would rather not think of one.

const FIRST: &[&str] = &[
    "Amber",
    "Autumn",
    "Birch",
    "Blue",
    "Brave",
    "Bright",
    "Calm",
    "Cedar",
    "Clear",
    "Clever",
    "Cloudy",
    "Coral",
    "Cosy",
    "Copper",
    "Curious",
    "Dappled",
    "Drifting",
    "Early",
    "Easy",
    "Evening",
    "Fair",
    "Fern",
    "Free",
    "Gentle",
    "Golden",
    "Green",
    "Hazel",
    "Hidden",
    "Honest",
    "Humming",
    "Indigo",
    "Ivory",
    "Jade",
    "Kind",
    "Lantern",
    "Late",
    "Little",
    "Lively",
    "Maple",
    "Mellow",
    "Misty",
    "Morning",
    "Mossy",
    "Olive",
    "Open",
    "Patient",
    "Pearl",
    "Plum",
    "Quiet",
    "Rainy",
    "Ready",
    "Roaming",
    "Rosy",
    "Sandy",
    "Silver",
    "Slow",
    "Snowy",
    "Soft",
    "Spring",
    "Steady",
    "Still",
    "Summer",
    "Sunny",
    "Teal",
    "True",
    "Velvet",
    "Warm",
    "Wandering",
    "Willow",
    "Winter",
];

const SECOND: &[&str] = &[
    "Acorn",
    "Badger",
    "Beacon",
    "Bee",
    "Bird",
    "Boat",
    "Bridge",
    "Brook",
    "Canyon",
    "Cloud",
    "Comet",
    "Cove",
    "Crane",
    "Creek",
    "Deer",
    "Dove",
    "Dune",
    "Ember",
    "Falcon",
    "Field",
    "Finch",
    "Fjord",
    "Forest",
    "Fox",
    "Garden",
    "Glade",
    "Grove",
    "Harbour",
    "Hare",
    "Heron",
    "Hill",
    "Island",
    "Kite",
    "Lake",
    "Lark",
    "Leaf",
    "Lighthouse",
    "Lynx",
    "Marsh",
    "Meadow",
    "Moon",
    "Moth",
    "Mountain",
    "Oak",
    "Orchard",
    "Otter",
    "Owl",
    "Path",
    "Pebble",
    "Pine",
    "Pond",
    "Puffin",
    "Reed",
    "River",
    "Robin",
    "Shell",
    "Shore",
    "Sparrow",
    "Star",
    "Stone",
    "Stream",
    "Swift",
    "Thrush",
    "Tide",
    "Tree",
    "Turtle",
    "Valley",
    "Wave",
    "Wren",
    "Yew",
];

/// Two words that this chance points to.
pub(crate) fn two_words(chance: [u8; 8]) -> String {
    let pick = |half: &[u8], words: &'static [&'static str]| {
        let number = half.iter().fold(0usize, |sum, byte| (sum << 8) | usize::from(*byte));
        words[number % words.len()]
    };
    format!("{} {}", pick(&chance[..4], FIRST), pick(&chance[4..], SECOND))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::pseudonym;

    #[test]
    fn every_suggestion_is_a_good_pseudonym_and_they_are_many() {
        let mut folded = HashSet::new();
        for first in FIRST {
            for second in SECOND {
                let name = format!("{first} {second}");
                assert_eq!(pseudonym::check(&name).unwrap(), name);
                folded.insert(pseudonym::fold(&name));
            }
        }
        assert!(FIRST.len() >= 60 && SECOND.len() >= 60);
        assert_eq!(folded.len(), FIRST.len() * SECOND.len(), "no two look alike");
    }
}
