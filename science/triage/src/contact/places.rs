//! Where somebody lives, learns and works, and who they are by the register: addresses, postcodes, coordinates, schools,
//! full names, dates of birth, numbers of documents.

use alloc::vec::Vec;

use super::{
    Text, Way,
    words::{ANY_SCHOOL, DOCUMENTS, MAYBE_STREETS, MONTHS, NO_NAMES, NO_PEOPLE, OPENERS, SCHOOLS, STREETS},
};
use crate::lex::Sort;

/// Every place and every paper.
pub(super) fn find(lexed: &Text, original: &str) -> Vec<Way> {
    let mut ways = Vec::new();
    // Most words can be none of these; they are passed over at once. What stands before digits may be a code.
    let listed = STREETS | MAYBE_STREETS | SCHOOLS | DOCUMENTS | OPENERS;
    let begins = |at: &usize| lexed.is(*at, listed) || lexed.number(*at).is_some() || lexed.number(*at + 1).is_some();
    for at in (0..lexed.pieces.len()).filter(begins) {
        let place = street(lexed, at)
            .or_else(|| flat(lexed, at))
            .or_else(|| postcode(lexed, at))
            .or_else(|| coordinates(lexed, at));
        ways.extend(place.or_else(|| school(lexed, at)).or_else(|| workplace(lexed, at)));
        ways.extend(born(lexed, at).or_else(|| document(lexed, at)).or_else(|| full_name(lexed, at, original)));
    }
    ways
}

/// `14 Elmwood Close`, `live on Cedar Road`.
fn street(lexed: &Text, at: usize) -> Option<Way> {
    let sure = lexed.is(at, STREETS);
    if !sure && !lexed.is(at, MAYBE_STREETS) {
        return None;
    }
    let mut first = at;
    while first > 0
        && at - first < 3
        && lexed
            .word(first - 1)
            .is_some_and(|it| !lexed.is(first - 1, NO_NAMES) && !["live", "stay", "staying", "living"].contains(&it))
    {
        first -= 1;
    }
    let letters = |it: usize| lexed.word(it).is_some_and(|word| word.len() == 1);
    let mut number = first.checked_sub(1)?;
    // `9b Birch Road`, `300 E. Oak Street`.
    while number > 0 && (lexed.mark(number) == Some('.') || letters(number)) {
        number -= 1;
    }
    let numbered = lexed.number(number).is_some_and(|it| it.len() < 6)
        && (first < at || lexed.number(number).is_some() && letters(at - 1));
    if numbered && first < at && !lexed.pieces[number].glued {
        return Some(lexed.way(number, at, 900));
    }
    let lived = lexed.before(
        first,
        4,
        &[
            "live", "living", "lives", "staying", "stay", "flat", "based", "corner", "meet", "outside", "house",
            "address", "work", "home",
        ],
    );
    (sure && first < at && lived).then(|| lexed.way(first, at, 800))
}

/// `flat 3b`, `apartment 12`, `room 212` of an inn.
fn flat(lexed: &Text, at: usize) -> Option<Way> {
    let word = lexed.word(at)?;
    let inn = word == "room" && lexed.before(at, 6, &["inn", "hotel", "hostel", "lodge", "travelodge", "motel"]);
    if !matches!(word, "flat" | "apartment" | "apt" | "postcode" | "zip" | "zipcode" | "eircode") && !inn {
        return None;
    }
    let mut next = at + 1;
    while matches!(lexed.word(next), Some("no" | "number" | "is" | "code"))
        || lexed.mark(next).is_some_and(|it| "#.:".contains(it))
    {
        next += 1;
    }
    lexed.number(next).is_some_and(|it| it.len() < 6).then(|| lexed.way(at, next, 850))
}

/// A British postcode. The letters C I K M O V never end one, so `b12 5mg` is a dose.
fn postcode(lexed: &Text, at: usize) -> Option<Way> {
    let area = lexed.word(at).filter(|it| (1..=2).contains(&it.len()) && it.is_ascii())?;
    let _district = lexed.number(at + 1).filter(|it| it.len() <= 2 && lexed.glued(at + 1))?;
    let mut next = at + 2;
    if lexed.word(next).is_some_and(|it| it.len() == 1) && lexed.glued(next) {
        next += 1;
    }
    let digit = lexed.number(next).filter(|it| it.len() == 1)?;
    let unit = lexed.word(next + 1).filter(|it| it.len() == 2 && lexed.glued(next + 1))?;
    let real = unit.is_ascii()
        && !unit.contains(|it| "cikmov".contains(it))
        && !["th", "st", "nd", "rd", "hr", "ft", "lb"].contains(&unit);
    (real && !digit.is_empty() && area != "v" && !lexed.glued(at)).then(|| lexed.way(at, next + 1, 900))
}

/// `51.5007, -0.1246`
fn coordinates(lexed: &Text, at: usize) -> Option<Way> {
    let decimal = |at: usize| {
        lexed.number(at).is_some_and(|it| it.len() <= 3)
            && lexed.mark(at + 1) == Some('.')
            && lexed.glued(at + 1)
            && lexed.number(at + 2).is_some_and(|it| it.len() >= 3)
    };
    let mut next = at + 3;
    while lexed.mark(next).is_some_and(|it| ",-/".contains(it)) {
        next += 1;
    }
    (decimal(at) && next > at + 3 && decimal(next)).then(|| lexed.way(at, next + 2, 850))
}

/// `I go to Westfield High`
fn school(lexed: &Text, at: usize) -> Option<Way> {
    let word = lexed.word(at).filter(|_| lexed.is(at, SCHOOLS))?;
    let mut first = at;
    while first > 0 && at - first < 4 {
        let before = first - 1;
        let joins = lexed.mark(before) == Some('.') && before > 0;
        let named = lexed
            .word(before)
            .is_some_and(|it| !lexed.is(before, ANY_SCHOOL) && !["go", "attend", "study", "university"].contains(&it));
        if !joins && !named {
            break;
        }
        first = before;
    }
    let named = (first..at).any(|it| lexed.word(it).is_some_and(|word| word.len() > 2));
    let going = lexed.before(
        first,
        4,
        &[
            "go", "attend", "study", "studying", "pupil", "student", "year", "teach", "goes", "is", "nurse", "work",
            "sixth", "grade", "school", "am", "im",
        ],
    );
    let mine =
        lexed.before(first, 6, &["i", "im", "ive", "my", "we"]) && !lexed.before(first, 5, &["went", "used", "was"]);
    let hospital = word == "hospital" && !lexed.before(first, 5, &["work", "nurse", "ward"]);
    let capital = lexed.pieces[first].capital
        || going && !hospital && first < at && lexed.before(first, 2, &["to", "at", "attend"]);
    (named && going && mine && capital && !hospital).then(|| lexed.way(first, at, 800))
}

/// `I work at the Tesco on Mill Road`: a name with a capital, and where.
fn workplace(lexed: &Text, at: usize) -> Option<Way> {
    if lexed.word(at) != Some("at")
        || !lexed.before(at, 3, &["work", "working", "shift"])
        || !lexed.before(at, 4, &["i", "im"])
    {
        return None;
    }
    let name = (at + 1..at + 4)
        .find(|it| lexed.pieces.get(*it).is_some_and(|piece| piece.capital && piece.sort == Sort::Word))?;
    let on = (name + 1..name + 4).find(|it| matches!(lexed.word(*it), Some("on" | "in" | "near" | "by")))?;
    let street = (on + 1..on + 4).find(|it| lexed.pieces.get(*it).is_some_and(|piece| piece.capital))?;
    Some(lexed.way(name, street, 700))
}

/// The end of a date that begins here: `12/09/1988`, `14th march 1992`, `3rd of June`, `May 4, 1990`.
fn date(lexed: &Text, at: usize) -> Option<usize> {
    let month = |it: usize| lexed.is(it, MONTHS);
    let year = |it: usize| {
        lexed
            .number(it)
            .is_some_and(|number| number.len() == 4 && (number.starts_with("19") || number.starts_with("20")))
    };
    let skip = |it: usize| it + usize::from(lexed.mark(it) == Some(','));
    if month(at) && lexed.number(at + 1).is_some() {
        let ordinal = at + 2 + usize::from(matches!(lexed.word(at + 2), Some("st" | "nd" | "rd" | "th")));
        return Some(if year(skip(ordinal)) { skip(ordinal) } else { ordinal - 1 });
    }
    lexed.number(at).filter(|it| it.len() <= 4)?;
    let mut next = at + 1;
    if lexed.mark(next).is_some_and(|it| "/-.".contains(it)) {
        let numeric = lexed.number(next + 1).is_some()
            && lexed.mark(next + 2).is_some_and(|it| "/-.".contains(it))
            && lexed.number(next + 3).is_some();
        return numeric.then_some(next + 3);
    }
    while matches!(lexed.word(next), Some("st" | "nd" | "rd" | "th" | "of")) {
        next += 1;
    }
    month(next).then(|| if year(skip(next + 1)) { skip(next + 1) } else { next })
}

/// A day of birth: `DOB 12/09/1988`, `born on 23 August 2001`, or one behind a name.
fn born(lexed: &Text, at: usize) -> Option<Way> {
    let word = lexed.word(at)?;
    let mut next = at + 1;
    let said = match word {
        "dob" | "born" | "birthday" | "birthdate" => true,
        "birth" => lexed.word(at.checked_sub(1)?) == Some("of"),
        _ => return None,
    };
    while lexed.word(next).is_some_and(|it| ["is", "on", "the", "date"].contains(&it))
        || lexed.mark(next).is_some_and(|it| ":-=".contains(it))
    {
        next += 1;
    }
    let end = date(lexed, next).filter(|_| said)?;
    // A friend's day of birth is no way to reach the author, and a dead brother's still less.
    let other = lexed.before(at, 4, &["son", "daughter", "baby", "he", "she", "kids", "was", "were"])
        && !lexed.before(at, 4, &["i"]);
    let short = word == "birthday"
        && !(next..=end)
            .any(|it| lexed.number(it).is_some_and(|number| number.len() == 4 || lexed.mark(it + 1) == Some('/')));
    (!other && !short).then(|| lexed.way(at, end, 800))
}

/// `NHS number 943 476 5919`, `QQ123456C`, a bank card, an IBAN.
fn document(lexed: &Text, at: usize) -> Option<Way> {
    let digits = |from: usize, to: usize| (from..to).filter_map(|it| lexed.number(it)).map(str::len).sum::<usize>();
    if let Some(word) = lexed.word(at) {
        let letters = word.len() == 2 && word.is_ascii();
        let glued = letters && lexed.number(at + 1).is_some_and(|it| it.len() >= 6) && lexed.glued(at + 1);
        let insured = glued && lexed.word(at + 2).is_some_and(|it| it.len() == 1) && lexed.glued(at + 2);
        let bank = glued && digits(at + 1, at + 8) >= 10
            || letters
                && lexed.glued(at + 1)
                && digits(at + 1, at + 2) == 2
                && lexed.word(at + 2).is_some_and(|it| it.len() == 4)
                && lexed.glued(at + 2);
        if insured || bank {
            // The digits may be the last of the text.
            return Some(lexed.way(at, (at + 2).min(lexed.pieces.len() - 1), 900));
        }
        if lexed.is(at, DOCUMENTS) {
            let mut next = at + 1;
            while matches!(lexed.word(next), Some("number" | "no" | "num" | "is" | "id" | "code" | "numbers"))
                || lexed.mark(next).is_some_and(|it| ":#=".contains(it))
            {
                next += 1;
            }
            // `MARSH 801128 JP9XX`, `D1234567`
            let lettered = lexed.pieces.get(next).is_some_and(|it| it.sort == Sort::Word && it.capital)
                && lexed.number(next + 1).is_some();
            let from = next + usize::from(lettered);
            let mut last = from;
            lexed.number(from)?;
            while lexed.number(last + 1).is_some()
                || lexed.mark(last + 1) == Some('-') && lexed.number(last + 2).is_some()
            {
                last += 1;
            }
            let mine = lexed.before(at, 5, &["my", "mine", "his", "her"]) || next > at + 1 || word == "ssn";
            let weak = matches!(
                word,
                "case" | "card" | "account" | "acc" | "id" | "pan" | "security" | "patient" | "student" | "visa" | "ni"
            );
            return (digits(from, last + 1) >= 5 && (mine || !weak)).then(|| lexed.way(at, last, 850));
        }
    }
    // Sixteen digits in fours: a card. 123-45-6789: an American number.
    let card = (0..4).all(|it| lexed.number(at + it).is_some_and(|number| number.len() == 4));
    let american = lexed.number(at).is_some_and(|it| it.len() == 3)
        && lexed.mark(at + 1) == Some('-')
        && lexed.number(at + 2).is_some_and(|it| it.len() == 2)
        && lexed.mark(at + 3) == Some('-')
        && lexed.number(at + 4).is_some_and(|it| it.len() == 4);
    match (card, american) {
        (true, _) => Some(lexed.way(at, at + 3, 900)),
        (_, true) => Some(lexed.way(at, at + 4, 900)),
        _ => None,
    }
}

/// `my name is Rebecca Holloway`, `I'm Jonathan Peter Marsh`.
fn full_name(lexed: &Text, at: usize, original: &str) -> Option<Way> {
    let word = lexed.word(at)?;
    let start = match word {
        "im" | "names" => at + 1,
        "am" if at > 0 && lexed.word(at - 1) == Some("i") => at + 1,
        "name" => at + 1 + usize::from(matches!(lexed.word(at + 1), Some("is")) || lexed.mark(at + 1) == Some(':')),
        _ => return None,
    };
    // My own name, not a brother's or a song's.
    let mine = word != "name" && word != "names"
        || at == 0
        || lexed.before(at, 3, &["my", "real", "full", "legal"])
        || lexed.mark(at - 1).is_some();
    let is_name = |it: usize| {
        lexed.pieces.get(it).is_some_and(|piece| piece.capital && piece.sort == Sort::Word && !piece.line)
            && lexed.word(it).is_some_and(|word| word.len() > 1 && !lexed.is(it, NO_PEOPLE))
            && original[lexed.pieces[it].start..lexed.pieces[it].end].chars().skip(1).any(char::is_lowercase)
    };
    let count = (start..start + 4).take_while(|it| is_name(*it)).count();
    let own = word.starts_with("name") && lexed.before(at, 2, &["real", "full", "legal"]);
    (mine && (count > 1 || own && count > 0)).then(|| lexed.way(start, start + count - 1, 750))
}
