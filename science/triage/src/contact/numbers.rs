//! Telephone numbers and numbers that name a person, in digits, in words, or in both.

use alloc::{string::String, vec::Vec};

use super::{
    Text, Way,
    words::{CALLING, NUMERALS, UNITS},
};
use crate::lex::Sort;

/// Lines that everyone may share. One number on each line of the file, then whose it is.
const HELPLINES: &str = include_str!("../../packs/helplines.txt");

/// A run of digits, however they were written.
#[derive(Debug, Default)]
struct Run {
    digits: String,
    first: usize,
    last: usize,
    /// How many digits each written group had.
    groups: Vec<String>,
    /// Digits that were spelled as words.
    spelled: usize,
    /// Marks between the groups.
    marks: Vec<char>,
    plus: bool,
}

/// Every number that reaches or names somebody.
pub(super) fn find(lexed: &Text) -> Vec<Way> {
    let mut ways = Vec::new();
    let mut at = 0;
    while at < lexed.pieces.len() {
        // Most words begin no number; they are passed over at once.
        let plain = lexed.word(at).is_some() && !lexed.is(at, NUMERALS) && !(lexed.glued(at + 1) || lexed.glued(at));
        let plain = plain || lexed.mark(at).is_some_and(|it| it != '+' && it != '(');
        match if plain { None } else { run(lexed, at) } {
            Some(run) => {
                if let Some(weight) = weigh(lexed, &run) {
                    ways.push(lexed.way(run.first, run.last, weight));
                }
                at = run.last + 1;
            }
            None => at += 1,
        }
    }
    ways
}

/// The run of digits that begins here.
fn run(lexed: &Text, first: usize) -> Option<Run> {
    let mut run = Run { first, ..Run::default() };
    let mut at = first;
    let mut repeat = 1;
    let mut open = false;
    while at < lexed.pieces.len() && at - first < 80 {
        let piece = lexed.pieces[at];
        let text = lexed.text(&piece);
        if piece.line && at > first && run.digits.is_empty() {
            break;
        }
        match piece.sort {
            Sort::Number => {
                // Digits that touch keep together: 07 and seven in 07seven.
                let touches = open && piece.glued && lexed.number(at - 1).is_none() && run.last + 1 == at;
                match run.groups.last_mut().filter(|_| touches) {
                    Some(group) => group.push_str(text),
                    None => run.groups.push(text.into()),
                }
                run.digits.push_str(text);
                (run.last, open, repeat) = (at, true, 1);
            }
            Sort::Word => {
                match spoken(text, open || lexed.number(at + 1).is_some(), piece.glued || lexed.glued(at + 1)) {
                    Some(Spoken::Digits(digits)) => {
                        let digits = digits.repeat(repeat);
                        run.spelled += digits.len();
                        run.digits.push_str(&digits);
                        run.groups.push(digits);
                        (run.last, open, repeat) = (at, true, 1);
                    }
                    Some(Spoken::Repeat(times)) => repeat = times,
                    Some(Spoken::Between) if open => {}
                    _ => break,
                }
            }
            Sort::Mark('+') if !open => run.plus = true,
            Sort::Mark(mark) if "-.()/_*,+~•·|\\".contains(mark) => {
                if open {
                    run.marks.push(mark);
                }
            }
            Sort::Mark(_) => break,
        }
        if !open && at > first + 2 {
            break;
        }
        at += 1;
    }
    (!run.digits.is_empty()).then_some(run)
}

enum Spoken {
    Digits(String),
    Repeat(usize),
    Between,
}

/// What a word is in a spoken number. Letters that look like digits count only beside digits.
fn spoken(word: &str, near: bool, glued: bool) -> Option<Spoken> {
    let digits = match word {
        "zero" | "nought" | "naught" | "oh" | "cero" => "0",
        "o" if near => "0",
        "one" | "uno" | "una" => "1",
        "two" | "dos" => "2",
        "three" | "tres" => "3",
        "four" | "cuatro" => "4",
        "five" | "cinco" => "5",
        "six" | "seis" => "6",
        "seven" | "siete" => "7",
        "eight" | "ocho" => "8",
        "nine" | "nueve" => "9",
        "ten" => "10",
        "eleven" => "11",
        "twelve" => "12",
        "hundred" | "hundert" | "hunnid" if near => "00",
        "thousand" if near => "000",
        "double" | "dbl" | "doble" => return Some(Spoken::Repeat(2)),
        "triple" | "treble" => return Some(Spoken::Repeat(3)),
        "dash" | "hyphen" | "dot" | "then" | "and" | "plus" | "space" | "slash" => return Some(Spoken::Between),
        _ if near && glued && word.chars().all(|it| "oil".contains(it)) => {
            return Some(Spoken::Digits(word.chars().map(|it| if it == 'o' { '0' } else { '1' }).collect()));
        }
        _ => {
            let tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
            let ten = tens.iter().position(|it| *it == word)?;
            return Some(Spoken::Digits(String::from(["20", "30", "40", "50", "60", "70", "80", "90"][ten])));
        }
    };
    Some(Spoken::Digits(digits.into()))
}

/// How surely a run is a number that reaches or names somebody.
fn weigh(lexed: &Text, run: &Run) -> Option<i32> {
    let length = run.digits.len();
    let called = lexed.near(run.first, 6, CALLING) || lexed.is(run.last + 1, CALLING);
    if !(7..=16).contains(&length) || is_helpline(&run.digits) || is_counting(run) {
        return None;
    }
    if !run.plus && run.spelled < 5 && (is_measure(lexed, run) || is_dates(run) || is_decimal(run)) {
        return None;
    }
    let even = run.groups.len() > 1 && run.groups.iter().all(|it| *it == run.groups[0]);
    if even && run.groups[0].len() > 1 && run.spelled == 0 {
        return None;
    }
    let commas = run.marks.iter().filter(|it| **it == ',').count();
    if commas > 2 && run.spelled == 0 && !called {
        return None;
    }
    let international = run.plus || run.digits.starts_with("00");
    let national = run.digits.starts_with('0') && (9..=12).contains(&length);
    let american = length == 10 && shape(run) == [3, 3, 4] || length == 11 && run.digits.starts_with('1');
    let local = length == 7 && shape(run) == [3, 4];
    let long = (10..=13).contains(&length) && run.groups.iter().any(|it| it.len() > 2);
    let spelled = run.spelled >= 4 || run.groups.len() >= 7 && run.groups.iter().all(|it| it.len() <= 2);
    (called || international || national || american || local || long || spelled).then_some(900)
}

fn shape(run: &Run) -> Vec<usize> {
    run.groups.iter().map(String::len).collect()
}

/// The digits of a known line, with or without what is dialled before them; or a line that costs the caller nothing.
fn is_helpline(digits: &str) -> bool {
    const FREE: &[&str] =
        &["0800", "0808", "0300", "0345", "1800", "1888", "1877", "1866", "1855", "1844", "1833", "1300", "44800"];
    let known = HELPLINES.lines().filter_map(|line| line.split_whitespace().next()).filter(|it| *it != "#");
    FREE.iter().any(|it| digits.starts_with(it))
        || known.filter(|it| digits.len() >= it.len() && digits.len() - it.len() <= 4).any(|it| digits.ends_with(it))
}

/// 1 2 3 4 5, or 5 4 3 2 1: somebody counts, or breathes.
fn is_counting(run: &Run) -> bool {
    let numbers: Vec<i64> = run.groups.iter().filter_map(|it| it.parse().ok()).collect();
    let steps = numbers.windows(2).filter(|pair| (pair[1] - pair[0]).abs() == 1).count();
    numbers.len() > 3 && steps * 3 >= (numbers.len() - 1) * 2
}

/// A sum, a dose, a count: something before or behind says what the digits measure.
fn is_measure(lexed: &Text, run: &Run) -> bool {
    let behind = lexed.is(run.last + 1, UNITS) || lexed.mark(run.last + 1) == Some('%');
    let before = run.first.checked_sub(1).and_then(|it| lexed.mark(it)).is_some_and(|it| "£$€₹#".contains(it));
    let thousands = run.marks.iter().all(|it| *it == ',')
        && !run.marks.is_empty()
        && run.groups.iter().skip(1).all(|it| it.len() == 3);
    let counted = [
        "order",
        "score",
        "scored",
        "points",
        "steps",
        "population",
        "level",
        "episode",
        "chapter",
        "page",
        "version",
        "pi",
    ];
    // The word that stands nearest says what follows: "page 3120045", but "my page, ring 3120045".
    let told = (run.first.saturating_sub(3)..run.first)
        .rev()
        .take_while(|it| !lexed.is(*it, CALLING))
        .any(|it| lexed.word(it).is_some_and(|word| counted.contains(&word)));
    behind || before || thousands || told
}

/// Days and years, one or several.
fn is_dates(run: &Run) -> bool {
    let parts: Vec<u32> = run.groups.iter().filter_map(|it| it.parse().ok()).collect();
    let year = |it: u32| (1900..2100).contains(&it);
    if parts.len() == run.groups.len() && parts.iter().all(|it| year(*it)) {
        return true;
    }
    let number =
        |range: core::ops::Range<usize>| run.digits.get(range).and_then(|it| it.parse::<u32>().ok()).unwrap_or(0);
    let whole = run.digits.len() == 8
        && (year(number(0..4)) && number(4..6) <= 12 && number(6..8) <= 31
            || year(number(4..8)) && number(0..2) <= 31 && number(2..4) <= 31);
    let months =
        parts.len() >= 3 && parts.chunks(3).all(|it| it.len() < 3 || it.iter().all(|one| *one <= 31 || year(*one)));
    whole || months && parts.iter().any(|it| year(*it)) && run.groups.iter().all(|it| it.len() <= 4)
}

fn is_decimal(run: &Run) -> bool {
    run.groups.len() == 2 && run.marks == ['.'] && run.groups[0].len() < 3
}
