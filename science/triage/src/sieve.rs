//! Which rules of a pack are worth following from a word on, before any is followed.
//!
//! Most rules start with words that are everywhere and go on with words that are rare. So a rule is followed only from a
//! word that it may start with, if the next word may stand second in it, and if the sentence still holds a word of each
//! of its rarest parts. Rules are bits of a few numbers, so all of them are asked at once.

use alloc::collections::BTreeMap;
use alloc::vec;
use alloc::vec::Vec;

use crate::lexicon::{Lexicon, Set, WordId, ones};
use crate::pack::Rule;
use crate::pattern::{guard, seconds, starts};

/// So many parts of a rule are looked for in the sentence: the rarest. A third costs more than it spares; counted.
const PARTS: usize = 2;

/// What is known of the rules, word by word.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sieve {
    /// How many numbers hold a bit for each rule.
    width: usize,
    /// The rules that may start with a word: of its row the numbers that hold a bit, beside their places.
    starts: Vec<Vec<(u8, u64)>>,
    /// The rules in which a word may stand second.
    seconds: Table,
    /// The rules of which a word may be a part: the rarest, the next.
    parts: [Table; PARTS],
    /// The rules that have no such part to look for.
    lacking: [Vec<u64>; PARTS],
}

/// For each word, a row of bits. Words that stand in the same choices share theirs.
#[derive(Clone, Debug, Default)]
struct Table {
    rows: Vec<u64>,
    of_word: Vec<u16>,
}

impl Table {
    /// Builds the rows from the words of each rule; rules without words are in every row.
    fn of(rules: &[Option<Set>], words: usize, width: usize) -> Self {
        let mut always = vec![0; width];
        let mut all = vec![vec![]; words];
        for (rule, set) in rules.iter().enumerate() {
            match set {
                Some(set) => set.iter().for_each(|word| all[usize::from(word)].push(rule)),
                None => mark(&mut always, rule),
            }
        }
        // The first row is that of words that no rule names.
        let mut known: BTreeMap<Vec<usize>, u16> = BTreeMap::from([(vec![], 0)]);
        let mut table = Self { rows: always.clone(), of_word: vec![] };
        for rules in all {
            let next = known.len() as u16; // never more rows than words
            let row = *known.entry(rules).or_insert_with_key(|rules| {
                let mut row = always.clone();
                rules.iter().for_each(|rule| mark(&mut row, *rule));
                table.rows.append(&mut row);
                next
            });
            table.of_word.push(row);
        }
        table
    }

    /// Whether some rule names this word.
    fn names(&self, word: WordId) -> bool {
        self.of_word[usize::from(word)] != 0
    }

    fn row(&self, word: WordId, width: usize) -> &[u64] {
        let at = usize::from(self.of_word[usize::from(word)]) * width;
        &self.rows[at..at + width]
    }
}

fn mark(row: &mut [u64], rule: usize) {
    row[rule / 64] |= 1 << (rule % 64);
}

impl Sieve {
    /// What can be known of these rules.
    pub(crate) fn of(rules: &[Rule], lexicon: &Lexicon) -> Self {
        let (words, width) = (lexicon.len(), rules.len().div_ceil(64));
        let mut common = Set::default();
        COMMON.split_whitespace().for_each(|word| common.insert(lexicon.find(word, false)));
        let cost = |set: &Set| set.iter().map(|word| if common.has(word) { 20 } else { 1 }).sum::<u32>();
        let (mut first, mut second) = (Vec::new(), Vec::new());
        let mut parts: [Vec<Option<Set>>; PARTS] = Default::default();
        for rule in rules {
            let mut words = Some(Set::default());
            starts(&rule.pieces, &mut words);
            first.push(words);
            let mut words = Some(Set::default());
            seconds(&rule.pieces, &[], &mut words);
            second.push(words);
            // What it starts with is asked already.
            let further = rule.pieces.iter().skip(1);
            let mut sets: Vec<Set> = further.filter_map(|piece| guard(core::slice::from_ref(piece))).collect();
            sets.sort_by_key(cost);
            let mut sets = sets.into_iter();
            parts.iter_mut().for_each(|part| part.push(sets.next()));
        }
        let lacking = parts.each_ref().map(|part| {
            let mut row = vec![0; width];
            part.iter().enumerate().filter(|(_, set)| set.is_none()).for_each(|(rule, _)| mark(&mut row, rule));
            row
        });
        let parts = parts.map(|part| {
            // A rule without such a part is held from the end of a sentence on, and in no row.
            let part: Vec<_> = part.into_iter().map(|set| Some(set.unwrap_or_default())).collect();
            Table::of(&part, words, width)
        });
        let starts = Table::of(&first, words, width);
        let some = |row: &[u64]| (0_u8..).zip(row.iter().copied()).filter(|(_, bits)| *bits != 0).collect();
        let starts = (0..words).map(|word| some(starts.row(word as WordId, width))).collect();
        Self { width, starts, seconds: Table::of(&second, words, width), parts, lacking }
    }

    /// A sentence of which nothing was read yet.
    pub(crate) fn ahead(&self) -> Ahead<'_> {
        Ahead { sieve: self, held: self.lacking.clone(), next: 0 }
    }
}

/// What a sentence holds from a word on. It is read from its end.
pub(crate) struct Ahead<'a> {
    sieve: &'a Sieve,
    /// The rules whose part is held.
    held: [Vec<u64>; PARTS],
    /// The word that was read last: it stands behind the one that is read now; 0 at the end.
    next: WordId,
}

impl Ahead<'_> {
    /// Begins a sentence.
    pub(crate) fn end(&mut self) {
        self.held.iter_mut().zip(&self.sieve.lacking).for_each(|(held, lacking)| held.copy_from_slice(lacking));
        self.next = 0;
    }

    /// Reads a word, and calls with every rule that is worth following from it.
    pub(crate) fn read(&mut self, word: WordId, mut each: impl FnMut(usize)) {
        let width = self.sieve.width;
        for (held, part) in self.held.iter_mut().zip(&self.sieve.parts) {
            if part.names(word) {
                held.iter_mut().zip(part.row(word, width)).for_each(|(held, row)| *held |= row);
            }
        }
        let [one, two] = self.held.each_ref().map(|it| &it[..width]);
        let second = self.sieve.seconds.row(self.next, width);
        for (at, first) in &self.sieve.starts[usize::from(word)] {
            let at = usize::from(*at);
            let rules = first & second[at] & one[at] & two[at];
            ones(rules).for_each(|bit| each(at * 64 + bit));
        }
        self.next = word;
    }
}

/// Words that are nearly everywhere.
const COMMON: &str = "i me my not no do is am are was be it that this the a an to of in on for and with have has had he she they \
                      you will would can just so if when what all at going want get got been feel never now day time one out \
                      up about like know think don think any more people life your him her them his their we as or from by";
