//! The words that packs know, each with a number, found quickly and despite common slips of the finger.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

/// The number of a word; 0 is any word that no pack knows.
pub(crate) type WordId = u16;

/// Numbers for words.
#[derive(Clone, Debug)]
pub(crate) struct Lexicon {
    words: usize,
    /// Spellings beside their numbers: the words themselves, then their misspellings.
    spellings: Vec<(String, WordId)>,
    /// Open addressing: the hash of a spelling beside its position in `spellings`, one more; 0 is free. A power of two
    /// long, at most half full. Most words of a text are in no pack, and the hash says so without a look at the spelling.
    slots: Vec<(u32, u32)>,
}

impl Default for Lexicon {
    fn default() -> Self {
        Self { words: 2, spellings: vec![], slots: vec![(0, 0); 64] }
    }
}

/// What the slips of long words may look like: words shorter than this are too much like others.
const LONG: usize = 6;

impl Lexicon {
    /// Every word made of digits.
    pub(crate) const NUMBER: WordId = 1;

    /// How many numbers were given.
    pub(crate) fn len(&self) -> usize {
        self.words
    }

    pub(crate) fn add(&mut self, word: &str) -> Result<WordId, String> {
        match self.exact(word) {
            0 => {
                let id = WordId::try_from(self.words).map_err(|_| "there are too many words")?;
                self.words += 1;
                self.put(word.to_owned(), id);
                Ok(id)
            }
            id => Ok(id),
        }
    }

    /// Learns the slips of the words it holds: a letter left out, two swapped, doubled letters made single. No slip takes
    /// the place of a word.
    pub(crate) fn settle(&mut self) {
        let words: Vec<(String, WordId)> = self.spellings.clone();
        for (word, id) in &words {
            if !word.is_ascii() || word.len() < 4 {
                continue;
            }
            let single = single(word);
            let mut slips = vec![single];
            if word.len() >= LONG {
                // The first letter is nearly always right.
                for at in 1..word.len() {
                    slips.push([&word[..at], &word[at + 1..]].concat());
                    if at + 1 < word.len() {
                        slips.push([&word[..at], &word[at + 1..at + 2], &word[at..at + 1], &word[at + 2..]].concat());
                    }
                }
            }
            for slip in slips {
                if self.exact(&slip) == 0 && slip.len() > 3 && !ORDINARY.contains(&slip.as_str()) {
                    self.put(slip, *id);
                }
            }
        }
    }

    /// The number of a word as somebody wrote it. `odd` words are tried with letters in the place of signs.
    pub(crate) fn find(&self, word: &str, odd: bool) -> WordId {
        self.find_hashed(word, hash(word), odd)
    }

    /// The same for a word whose hash is known: a text is looked for in several packs, and hashed once.
    pub(crate) fn find_hashed(&self, word: &str, hash: u32, odd: bool) -> WordId {
        let found = self.exact_hashed(word, hash);
        if found != 0 {
            return found;
        }
        if word.as_bytes().iter().all(u8::is_ascii_digit) {
            return Self::NUMBER;
        }
        if !word.is_ascii() {
            return 0;
        }
        if odd {
            return ['i', 'l']
                .into_iter()
                .map(|one| self.exact_or_single(&read_as(word, one)))
                .find(|id| *id != 0)
                .unwrap_or(0);
        }
        if has_double(word) { self.exact_single(word) } else { 0 }
    }

    fn exact_or_single(&self, word: &str) -> WordId {
        if word.contains('*') {
            let hidden = "aeiou".chars().map(|vowel| self.exact(&word.replace('*', vowel.encode_utf8(&mut [0; 4]))));
            // A star for a vowel, as in `k*ll`, or between all letters.
            return hidden.into_iter().find(|id| *id != 0).unwrap_or_else(|| self.exact(&word.replace('*', "")));
        }
        match self.exact(word) {
            0 => self.exact_single(word),
            found => found,
        }
    }

    fn exact_single(&self, word: &str) -> WordId {
        let single = single(word);
        if single.len() > 2 { self.exact(&single) } else { 0 }
    }

    fn exact(&self, word: &str) -> WordId {
        self.exact_hashed(word, hash(word))
    }

    fn exact_hashed(&self, word: &str, hash: u32) -> WordId {
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            match self.slots[slot] {
                (_, 0) => return 0,
                (same, place) if same == hash => {
                    let (spelling, id) = &self.spellings[place as usize - 1];
                    if spelling == word {
                        return *id;
                    }
                }
                _ => {}
            }
            slot = (slot + 1) & mask;
        }
    }

    fn put(&mut self, word: String, id: WordId) {
        self.spellings.push((word, id));
        if self.spellings.len() * 2 > self.slots.len() {
            self.slots = vec![(0, 0); self.slots.len() * 2];
            for at in 0..self.spellings.len() {
                self.seat(at);
            }
        } else {
            self.seat(self.spellings.len() - 1);
        }
    }

    fn seat(&mut self, at: usize) {
        let mask = self.slots.len() - 1;
        let hash = hash(&self.spellings[at].0);
        let mut slot = hash as usize & mask;
        while self.slots[slot].1 != 0 {
            slot = (slot + 1) & mask;
        }
        self.slots[slot] = (hash, at as u32 + 1);
    }
}

/// FNV-1a over the bytes, stirred once: the same on every machine.
pub(crate) fn hash(word: &str) -> u32 {
    let hash = word.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash ^ (hash >> 15)
}

/// Ordinary words that are a slip away from words of the packs; they mean themselves.
const ORDINARY: &[&str] = &[
    "tried", "tired", "form", "from", "trial", "being", "begin", "bring", "angle", "angel", "quiet", "quite", "live",
    "life", "pils", "costal", "posion", "pain", "pains", "plan", "plans", "hang", "hangs", "dead", "deal", "scar",
    "scared", "cared", "cars", "hose", "husbands", "bride", "ridge", "pies", "rods", "parent", "friends", "fiend",
    "mother", "moter", "hurting", "hunting", "cuting", "bridges", "reason", "season", "bother", "brother", "other",
    "sister", "burned", "burnt", "planed", "planned", "hopping", "hoping", "staring", "starting", "starring",
    "shoting", "sooting",
];

fn has_double(word: &str) -> bool {
    word.as_bytes().windows(2).any(|pair| pair[0] == pair[1])
}

/// A word with doubled letters made single.
fn single(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for sign in word.chars() {
        if !out.ends_with(sign) {
            out.push(sign);
        }
    }
    out
}

/// A word with letters in the place of digits and signs; `1`, `!` and `|` are this letter.
fn read_as(word: &str, one: char) -> String {
    let letter = |sign| match sign {
        '1' | '!' | '|' => one,
        '0' => 'o',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        '8' => 'b',
        '9' => 'g',
        other => other,
    };
    word.chars().map(letter).collect()
}

/// A set of words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Set(Vec<u64>);

impl Set {
    pub(crate) fn insert(&mut self, word: WordId) {
        let place = usize::from(word) / 64;
        if self.0.len() <= place {
            self.0.resize(place + 1, 0);
        }
        self.0[place] |= 1 << (word % 64);
    }

    /// Takes in every word of another set.
    pub(crate) fn join(&mut self, other: &Self) {
        self.0.resize(self.0.len().max(other.0.len()), 0);
        self.0.iter_mut().zip(&other.0).for_each(|(mine, theirs)| *mine |= theirs);
    }

    #[inline]
    pub(crate) fn has(&self, word: WordId) -> bool {
        self.0.get(usize::from(word) / 64).is_some_and(|bits| bits >> (word % 64) & 1 == 1)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = WordId> {
        let some = self.0.iter().enumerate().filter(|(_, bits)| **bits != 0);
        some.flat_map(|(place, bits)| ones(*bits).map(move |bit| (place * 64 + bit) as WordId))
    }
}

/// The places of the bits of a number that are set, the lowest first.
#[inline]
pub(crate) fn ones(mut bits: u64) -> impl Iterator<Item = usize> {
    core::iter::from_fn(move || {
        let lowest = (bits != 0).then(|| bits.trailing_zeros() as usize);
        bits &= bits.wrapping_sub(1);
        lowest
    })
}
