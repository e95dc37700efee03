//! Pseudonyms and the names of circles: of two or three plain words each, and no two that a tired eye takes for the same.

use std::collections::HashSet;

use people::pseudonym;

use super::{
    chance::Chance,
    town::{KNOWN, Known},
    words::Theme,
};

const FIRST: &[&str] = &[
    "Amber", "Ashen", "Autumn", "Bare", "Blue", "Borrowed", "Brass", "Bright", "Broken", "Calm", "Careful", "Cedar",
    "Chalk", "Clear", "Cold", "Copper", "Crooked", "Damp", "Distant", "Dusty", "Early", "Eastern", "Even", "Faded",
    "Far", "Fern", "First", "Flint", "Folded", "Found", "Garden", "Glass", "Green", "Grey", "Half", "Hazel", "Heather",
    "Hidden", "High", "Hollow", "Inland", "Iron", "Ivory", "Late", "Lemon", "Linen", "Little", "Lost", "Loud", "Low",
    "Maple", "March", "Mended", "Mild", "Misty", "Moss", "Narrow", "New", "Night", "North", "Odd", "Old", "Olive",
    "Open", "Outer", "Paper", "Patient", "Pine", "Plain", "Quiet", "Rainy", "Red", "Restless", "River", "Rough",
    "Round", "Salt", "Second", "Short", "Shy", "Silver", "Slate", "Slow", "Small", "Soft", "Southern", "Spare",
    "Steady", "Stone", "Stray", "Summer", "Sunday", "Tall", "Third", "Tidal", "Tin", "Warm", "Western", "White",
    "Wild", "Winter", "Wooden", "Woollen", "Yellow",
];
const SECOND: &[&str] = &[
    "Acorn", "Anchor", "Apple", "Attic", "Badger", "Bark", "Basket", "Beetle", "Bell", "Bench", "Boat", "Boot",
    "Bottle", "Bowl", "Branch", "Bread", "Bridge", "Broom", "Bucket", "Button", "Candle", "Cellar", "Chair", "Clock",
    "Cloud", "Coat", "Compass", "Cup", "Curtain", "Door", "Drum", "Dune", "Elder", "Fence", "Ferry", "Field", "Finch",
    "Fiddle", "Fog", "Fox", "Gate", "Ginger", "Glove", "Goose", "Hare", "Harp", "Hedge", "Heron", "Hill", "Jar",
    "Kettle", "Key", "Kite", "Ladder", "Lake", "Lamp", "Lantern", "Leaf", "Ledge", "Letter", "Lichen", "Loaf",
    "Magpie", "Map", "Marsh", "Meadow", "Mitten", "Moon", "Moth", "Needle", "Nettle", "Oak", "Otter", "Oven", "Owl",
    "Path", "Pear", "Pebble", "Pencil", "Pigeon", "Plum", "Pocket", "Pond", "Quilt", "Rail", "Raven", "Reed", "Robin",
    "Roof", "Rope", "Saddle", "Scarf", "Shed", "Shell", "Shore", "Sparrow", "Spoon", "Stairs", "Stove", "Swift",
    "Table", "Tent", "Thimble", "Thread", "Tide", "Tree", "Tulip", "Valley", "Violin", "Wagon", "Wall", "Wave", "Well",
    "Wheel", "Window", "Wren",
];
const GIVEN: &[&str] = &[
    "Abi", "Ade", "Alba", "Ana", "Ari", "Asha", "Bea", "Ben", "Bo", "Cai", "Cleo", "Dai", "Dee", "Edie", "Eli", "Emre",
    "Esi", "Fay", "Finn", "Gwen", "Hana", "Idris", "Ines", "Isa", "Jan", "Jo", "Juno", "Kai", "Kit", "Lea", "Lior",
    "Luz", "Mara", "Mei", "Mina", "Nell", "Niko", "Noor", "Ola", "Oona", "Owen", "Pia", "Quin", "Rafi", "Ravi", "Remi",
    "Rhys", "Rosa", "Sami", "Sana", "Seren", "Sid", "Tam", "Tess", "Una", "Vic", "Wes", "Yara", "Zain", "Zoe",
];

/// A pseudonym for everybody, the known ones first.
pub(super) fn people(seed: u64, count: usize) -> Vec<String> {
    let mut taken: HashSet<String> = HashSet::with_capacity(count);
    let mut names = Vec::with_capacity(count);
    for (_, name, _) in Known::ALL.iter().take(KNOWN) {
        taken.insert(pseudonym::fold(name));
        names.push((*name).to_owned());
    }
    let mut chance = Chance::of(seed, "names", 0);
    while names.len() < count {
        let name = name(&mut chance);
        if pseudonym::LENGTH.contains(&name.len()) && taken.insert(pseudonym::fold(&name)) {
            names.push(name);
        }
    }
    names
}

fn name(chance: &mut Chance) -> String {
    let (first, second, given) = (*chance.pick(FIRST), *chance.pick(SECOND), *chance.pick(GIVEN));
    // Numbers of up to three digits, as people add them when a name is gone; not what looks like a year of birth.
    let number = chance.between(2, 99);
    match chance.below(12) {
        0 => format!("{first} {second}"),
        1 => format!("{given} {second}"),
        2 => format!("{first} {given}"),
        3 => format!("{given}_{number}"),
        4 => format!("{}{}", first.to_lowercase(), second.to_lowercase()),
        5 => format!("{given} of the {second}"),
        6 | 7 => format!("{second} {number}"),
        8 => format!("{first}{second}{}", number % 10),
        9 => format!("{given} {first} {second}"),
        _ => format!("{first} {second} {number}"),
    }
}

const WHERE: &[&str] = &[
    "by the river",
    "up north",
    "on the coast",
    "in the hills",
    "in the city",
    "on the islands",
    "down south",
    "out west",
    "in the valleys",
    "in the fens",
];
const WHEN: &[&str] = &[
    "Mondays",
    "Tuesdays",
    "Wednesdays",
    "Thursdays",
    "Fridays",
    "Saturdays",
    "Sundays",
    "mornings",
    "lunch hours",
    "evenings",
    "late",
    "the first year",
    "under thirty",
    "over forty",
    "over sixty",
    "with a cup of tea",
    "in writing only",
    "slowly",
    "for beginners",
    "again",
];

/// A name for a circle that no other has.
pub(super) fn circle(seed: u64, number: u64, theme: &Theme, taken: &mut HashSet<String>) -> String {
    let mut chance = Chance::of(seed, "circle name", number);
    let mut plain = *chance.pick(theme.circles);
    for round in 1.. {
        let name = match round {
            1 => plain.to_owned(),
            2..=6 => format!("{plain} {}", chance.pick(WHERE)),
            7..=16 => format!("{plain}, {}", chance.pick(WHEN)),
            17..=40 => format!("{plain} {}, {}", chance.pick(WHERE), chance.pick(WHEN)),
            _ => format!("{plain} {round}"),
        };
        if taken.insert(name.clone()) {
            return name;
        }
        plain = *chance.pick(theme.circles);
    }
    plain.to_owned()
}

/// What a circle says about itself.
pub(super) fn about(theme: &Theme, carers: bool) -> &'static str {
    match theme.name {
        _ if carers => "For people who look after somebody, and want to be asked how they are themselves.",
        "low" => "For days on which everything takes long. Nobody here has to be cheerful.",
        "worry" => "For heads that do not stop. We know about checking the door twice.",
        "alone" => "For evenings without company, and for people who are new somewhere.",
        "sleep" => "For everybody who is up when the street is dark.",
        "family" => "For knots that are older than we are.",
        "grief" => "For everybody who misses somebody, however long ago.",
        "work" => "For going back, staying away, and the fog in between.",
        "apart" => "For the time after, and for trying again.",
        "money" => "For envelopes, forms and a roof.",
        "body" => "For bodies that have plans of their own.",
        _ => "For finding a way to help, and for waiting on the way.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pseudonym_is_a_good_one_and_nobody_elses() {
        let names = people(7, 20_000);
        let folded: HashSet<String> = names.iter().map(|it| pseudonym::fold(it)).collect();
        assert_eq!(folded.len(), names.len());
        for name in &names {
            assert_eq!(pseudonym::check(name).unwrap(), *name);
        }
    }

    #[test]
    fn no_two_circles_are_called_alike() {
        let mut taken = HashSet::new();
        let names: Vec<String> =
            (0..3_000).map(|it| circle(7, it, &super::super::words::THEMES[it as usize % 12], &mut taken)).collect();
        assert!(names.iter().all(|it| it.chars().count() <= circles::circle::NAME_AT_MOST));
        let plain = names.iter().filter(|it| it.ends_with(|letter: char| letter.is_ascii_digit())).count();
        assert!(plain < 30, "{plain} had to be numbered");
    }
}
