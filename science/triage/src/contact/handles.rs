//! E-mail addresses, links, and names on services elsewhere.

use alloc::vec::Vec;

use super::{
    Text, Way,
    words::{CARRIERS, ENDS, LINKS, PUBLIC, SERVICES, SIGNS, TALK},
};
use crate::lex::Sort;

/// Every address, link and handle.
pub(super) fn find(lexed: &Text) -> Vec<Way> {
    let mut ways = Vec::new();
    // Most words can be none of these; they are passed over at once.
    let begins = |at: &usize| lexed.mark(*at).is_some() || lexed.is(*at, SERVICES | CARRIERS | SIGNS | LINKS);
    for at in (0..lexed.pieces.len()).filter(begins) {
        let way = address(lexed, at).or_else(|| carrier(lexed, at)).or_else(|| link(lexed, at));
        ways.extend(way.or_else(|| handle(lexed, at)).or_else(|| mention(lexed, at)).or_else(|| tag(lexed, at)));
    }
    ways
}

/// The end of a name made of words, numbers and the marks that join them, from this piece on.
fn name_end(lexed: &Text, first: usize) -> usize {
    let mut last = first;
    while lexed.glued(last + 1) {
        let joins = lexed.mark(last + 1).is_some_and(|it| "._-+".contains(it)) && lexed.glued(last + 2);
        let part = lexed.mark(last + 1).is_none();
        if !joins && !part {
            break;
        }
        last += 1;
    }
    last
}

/// The start of a name that ends with this piece.
fn name_start(lexed: &Text, last: usize) -> usize {
    let mut first = last;
    while first > 0 && lexed.glued(first) && lexed.mark(first - 1).is_none_or(|it| "._-+".contains(it)) {
        first -= 1;
    }
    first
}

fn is_named(lexed: &Text, at: usize) -> bool {
    lexed.pieces.get(at).is_some_and(|it| !matches!(it.sort, Sort::Mark(_)))
}

/// How many pieces an "at" takes here, plain or disguised: `@`, `at`, `(at)`, `[a]`, `at sign`, `arroba`.
fn at_sign(lexed: &Text, at: usize) -> Option<usize> {
    if lexed.mark(at) == Some('@') {
        return Some(1);
    }
    let closed = lexed.mark(at).filter(|it| "([{<".contains(*it)).is_some();
    if closed {
        let inside = lexed.word(at + 1).is_some_and(|it| matches!(it, "at" | "a")) || lexed.mark(at + 1) == Some('@');
        return (inside && lexed.mark(at + 2).is_some_and(|it| ")]}>".contains(it))).then_some(3);
    }
    match lexed.word(at)? {
        "at" if lexed.word(at + 1) == Some("sign") => Some(2),
        "at" | "arroba" => Some(1),
        "the" if lexed.word(at + 1) == Some("at") && lexed.word(at + 2) == Some("sign") => {
            Some(if lexed.word(at + 3) == Some("then") { 4 } else { 3 })
        }
        _ => None,
    }
}

/// How many pieces a "dot" takes here.
fn dot(lexed: &Text, at: usize) -> Option<usize> {
    match lexed.pieces.get(at)?.sort {
        Sort::Mark('.') => Some(1),
        Sort::Word if matches!(lexed.word(at), Some("dot" | "punto" | "period")) => Some(1),
        Sort::Mark('(' | '[' | '{') if lexed.word(at + 1) == Some("dot") || lexed.mark(at + 1) == Some('.') => Some(3),
        Sort::Mark('_') if lexed.word(at + 1) == Some("dot") => Some(3),
        _ => None,
    }
}

/// `name at host dot end`, in any disguise.
fn address(lexed: &Text, at: usize) -> Option<Way> {
    let open = if lexed.mark(at) == Some('_') && lexed.word(at + 1) == Some("at") { 1 } else { 0 };
    let sign = if open == 1 { 3 } else { at_sign(lexed, at)? };
    let host = at + sign;
    let before = at.checked_sub(1).filter(|it| is_named(lexed, *it))?;
    if !is_named(lexed, host) {
        return None;
    }
    let mut last = host;
    let mut ends = 0;
    loop {
        while lexed.glued(last + 1) && (is_named(lexed, last + 1) || lexed.mark(last + 1) == Some('-')) {
            last += 1;
        }
        // A full stop that ends the sentence is no dot of an address.
        let Some(step) = dot(lexed, last + 1) else { break };
        let plain = lexed.mark(last + 1) == Some('.') && lexed.glued(last + 1) && !lexed.glued(last + 2);
        if plain || lexed.word(last + 1 + step).is_none_or(|it| it.len() < 2) {
            break;
        }
        last += 1 + step;
        ends += 1;
    }
    let known = ends > 0 && lexed.is(last, ENDS);
    let plain = lexed.mark(at) == Some('@') && lexed.glued(at) && lexed.glued(host) && ends > 0;
    let public = (host..=last).any(|it| lexed.is(it, PUBLIC));
    ((known || plain) && !public).then(|| lexed.way(name_start(lexed, before), last, 950))
}

/// `name at gmail`, `gmail me`, `jowells99 gmail`.
fn carrier(lexed: &Text, at: usize) -> Option<Way> {
    const JOBS: &[&str] = &[
        "work", "works", "worked", "working", "job", "look", "looking", "looked", "angry", "mad", "shouting", "stare",
        "i", "him",
    ];
    let word = lexed.word(at).filter(|_| lexed.is(at, CARRIERS))?;
    let before = at.checked_sub(1)?;
    let sign = (1..=3).find(|length| at > *length && at_sign(lexed, at - length) == Some(*length));
    if let Some(length) = sign {
        let name = at - length - 1;
        let talk = lexed.word(name).is_some_and(|it| JOBS.contains(&it));
        return (is_named(lexed, name) && !talk).then(|| lexed.way(name_start(lexed, name), at, 900));
    }
    // `jowells99 gmail`: a name with a number in it, and no "at" at all.
    let numbered = lexed.number(before).is_some() && lexed.glued(before) && is_named(lexed, before.saturating_sub(1));
    (numbered && word != "live" && word != "web").then(|| lexed.way(name_start(lexed, before), at, 800))
}

/// A link, but for places that help or inform.
fn link(lexed: &Text, at: usize) -> Option<Way> {
    let scheme = lexed.word(at).filter(|it| matches!(*it, "http" | "https" | "hxxps" | "www")).is_some()
        && lexed.mark(at + 1).is_some_and(|it| it == ':' || it == '.')
        && lexed.glued(at + 1);
    let bare = lexed.is(at, LINKS) && !(at > 0 && lexed.glued(at) && lexed.mark(at - 1) == Some('.')) && {
        let path = name_end(lexed, at);
        path > at && lexed.mark(path + 1) == Some('/') && lexed.glued(path + 1) && lexed.glued(path + 2)
    };
    // `quietriver.bsky.social`: a name that is an address.
    let named = lexed
        .word(at)
        .is_some_and(|it| matches!(it, "bsky" | "tumblr" | "carrd" | "wordpress" | "substack" | "bandcamp"))
        && at > 1
        && lexed.glued(at)
        && lexed.mark(at - 1) == Some('.')
        && lexed.mark(at + 1) == Some('.')
        && lexed.glued(at + 2);
    if !scheme && !bare && !named {
        return None;
    }
    let mut last = at;
    while lexed.glued(last + 1) {
        last += 1;
    }
    let public = (at..=last).any(|it| lexed.is(it, PUBLIC));
    let watched =
        bare && (at..=last).any(|it| matches!(lexed.word(it), Some("watch" | "playlist" | "shorts" | "wiki" | "r")));
    let first = if named { name_start(lexed, at) } else { at };
    (!public && !watched).then(|| lexed.way(first, last, 850))
}

/// The name of a service, and a handle behind it.
fn handle(lexed: &Text, at: usize) -> Option<Way> {
    let word = lexed.word(at)?;
    // `my insta's leafandlamp`
    let possessive = word.ends_with('s') && matches!(word, "instas" | "snaps" | "discords");
    let own = possessive || lexed.before(at, 2, &["my", "me", "our"]);
    let service = lexed.is(at, SERVICES);
    if !service || lexed.glued(at) && at > 0 && lexed.mark(at - 1).is_some_and(|it| "./@_".contains(it)) {
        return None;
    }
    let mut next = at + 1;
    while lexed.word(next).is_some_and(|it| {
        matches!(it, "name" | "id" | "tag" | "handle" | "username" | "account" | "user" | "code" | "me" | "gamertag")
    }) {
        next += 1;
    }
    let told = lexed.mark(next).is_some_and(|it| ":=->".contains(it)) || matches!(lexed.word(next), Some("is" | "as"));
    if told {
        next += 1;
    }
    while lexed.mark(next).is_some_and(|it| ",:@('\">".contains(it)) {
        next += 1;
    }
    let named = lexed.mark(next.saturating_sub(1)) == Some('@');
    let first = next;
    if !is_named(lexed, first) {
        return None;
    }
    let last = name_end(lexed, first);
    let odd = last > first;
    let plain = lexed.word(first).is_some_and(|it| it.len() > 2 && !lexed.is(first, TALK));
    let lonely = at == 0 && last + 1 == lexed.pieces.len();
    let ambiguous =
        matches!(word, "line" | "snap" | "signal" | "user" | "zoom" | "threads" | "epic" | "handle" | "steam" | "sc");
    let strong = named || (odd && (plain || lexed.number(first).is_none())) && !is_time(lexed, first);
    let meant = strong && !(ambiguous && !told && !own && !odd)
        || told && plain && (own || !ambiguous) && (lexed.mark(at + 1).is_some() || own || next - at > 2)
        || plain && lonely && !ambiguous && last == first
        || own
            && plain
            && matches!(word, "snap" | "insta" | "ig" | "discord" | "kik")
            && last + 1 >= lexed.pieces.len()
            && !told;
    meant.then(|| lexed.way(at, last, 850))
}

/// `6:30`, `3.30`: digits alone are no handle.
fn is_time(lexed: &Text, first: usize) -> bool {
    lexed.number(first).is_some()
}

/// `@name`, unless a member of the circle is spoken to.
fn mention(lexed: &Text, at: usize) -> Option<Way> {
    const THERE: &[&str] = &[
        "follow",
        "add",
        "there",
        "find",
        "dm",
        "my",
        "me",
        "everywhere",
        "insta",
        "ig",
        "twitter",
        "tiktok",
        "snap",
        "discord",
    ];
    if lexed.mark(at) != Some('@') || lexed.glued(at) || !is_named(lexed, at + 1) || !lexed.glued(at + 1) {
        return None;
    }
    let last = name_end(lexed, at + 1);
    let whole = at == 0 && last + 1 == lexed.pieces.len();
    let near = lexed.before(at, 4, THERE)
        || (last + 1..last + 5)
            .any(|it| lexed.word(it).is_some_and(|word| THERE.contains(&word) || lexed.is(it, SERVICES)));
    let spoken = lexed.before(at, 1, &["thanks", "thank", "hi", "hey", "love", "to", "for"]) && !near;
    ((whole || near) && !spoken).then(|| lexed.way(at, last, 800))
}

/// `name#1234`, `$cashtag`, `u/name`, and `name on snap` where the name is no word.
fn tag(lexed: &Text, at: usize) -> Option<Way> {
    if lexed.mark(at) == Some('#')
        && lexed.glued(at)
        && lexed.glued(at + 1)
        && lexed.number(at + 1).is_some_and(|it| it.len() == 4)
    {
        return Some(lexed.way(name_start(lexed, at.checked_sub(1)?), at + 1, 900));
    }
    if lexed.mark(at) == Some('$') && lexed.glued(at + 1) && lexed.word(at + 1).is_some_and(|it| it.len() > 3) {
        return Some(lexed.way(at, name_end(lexed, at + 1), 850));
    }
    if lexed.word(at) == Some("u")
        && lexed.mark(at + 1) == Some('/')
        && lexed.glued(at + 1)
        && lexed.glued(at + 2)
        && is_named(lexed, at + 2)
    {
        return Some(lexed.way(at, name_end(lexed, at + 2), 850));
    }
    let on = lexed.word(at) == Some("on") && at > 0 && lexed.is(at + 1, SERVICES);
    let last = at.checked_sub(1).filter(|_| on)?;
    let first = name_start(lexed, last);
    let made = last > first && (first..=last).any(|it| lexed.number(it).is_some() || lexed.mark(it).is_some());
    made.then(|| lexed.way(first, at + 1, 850))
}
