//! Words: none lost, none twice, in order, and shown to whoever asks.

use std::collections::{BTreeMap, HashMap, HashSet};

use db::Uuid;

use super::{Kind, Message, Violation};
use crate::history::{Event, What};

pub(super) fn check(history: &[Event], talks: &BTreeMap<Uuid, Vec<Message>>) -> Vec<Violation> {
    let mut found = Vec::new();
    for (talk, messages) in talks {
        sound(*talk, messages, &mut found);
    }
    found.extend(saved(history, talks));
    found.extend(shown(history, talks));
    found.extend(read(history, talks));
    found
}

/// What the tables alone must show: numbers without gaps, no id and no words of ours twice.
fn sound(talk: Uuid, messages: &[Message], found: &mut Vec<Violation>) {
    for (index, message) in messages.iter().enumerate() {
        if message.seq != index as i64 + 1 {
            let what = format!("number {} stands at place {} of {talk}", message.seq, index + 1);
            found.push(Violation::new(Kind::OutOfOrder, what));
            break;
        }
    }
    let (mut ids, mut words) = (HashSet::new(), HashSet::new());
    for message in messages {
        if !ids.insert(message.id) || (message.ours && !words.insert(&message.words)) {
            let what = format!("«{}» stands twice in {talk}, the second time as {}", message.words, message.seq);
            found.push(Violation::new(Kind::Twice, what));
        }
    }
}

/// What was acknowledged is there, as it was acknowledged; what is there was said.
fn saved(history: &[Event], talks: &BTreeMap<Uuid, Vec<Message>>) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut by_words: HashMap<(Uuid, &str), &Message> = HashMap::new();
    for (talk, message) in talks.iter().flat_map(|(talk, messages)| messages.iter().map(move |it| (talk, it))) {
        by_words.entry((*talk, message.words.as_str())).or_insert(message);
    }
    let mut said: HashMap<(Uuid, &str), &Event> = HashMap::new();
    for event in history {
        match &event.what {
            What::Says { talk, words } => drop(said.entry((*talk, words)).or_insert(event)),
            What::Saved { talk, words, id, seq } => {
                let first: Vec<&Event> =
                    said.get(&(*talk, words.as_str())).copied().into_iter().chain([event]).collect();
                let Some(kept) = by_words.get(&(*talk, words.as_str())) else {
                    found.push(Violation::with(Kind::Lost, format!("«{words}» of {talk}"), &first));
                    continue;
                };
                if id.is_some_and(|id| id != kept.id) || seq.is_some_and(|seq| seq != kept.seq) {
                    let what = format!("«{words}» is kept as {} {} and was acknowledged otherwise", kept.seq, kept.id);
                    found.push(Violation::with(Kind::OutOfOrder, what, &first));
                }
            }
            _ => (),
        }
    }
    for (talk, messages) in talks {
        for message in messages.iter().filter(|it| it.ours) {
            if !said.contains_key(&(*talk, message.words.as_str())) {
                let what = format!("«{}» is number {} of {}", message.words, message.seq, messages.len());
                found.push(Violation::new(Kind::Invented, what));
            }
        }
    }
    found
}

/// Each reader was shown what is kept, from their first message on, in order, none left out and none twice; and who asked
/// for everything was shown whatever had been acknowledged before.
fn shown(history: &[Event], talks: &BTreeMap<Uuid, Vec<Message>>) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut last: HashMap<(&str, Uuid), (i64, &Event)> = HashMap::new();
    let mut acknowledged: HashMap<Uuid, Vec<(i64, &Event)>> = HashMap::new();
    for event in history {
        match &event.what {
            What::Saved { talk, seq: Some(seq), .. } => acknowledged.entry(*talk).or_default().push((*seq, event)),
            What::Shown { talk, seq, id } => {
                let kept = talks.get(talk).map_or(&[][..], Vec::as_slice);
                let kept = kept.binary_search_by_key(seq, |it| it.seq).ok().map(|at| &kept[at]);
                if kept.is_none_or(|it| it.id != *id) {
                    let what = format!("what was shown as {seq} of {talk} is not what is kept as {seq}");
                    found.push(Violation::with(Kind::OutOfOrder, what, &[event]));
                }
                if let Some((before, earlier)) = last.insert((&event.who, *talk), (*seq, event))
                    && *seq != before + 1
                {
                    let kind = if *seq <= before { Kind::Twice } else { Kind::OutOfOrder };
                    let what = format!("{} was shown {seq} of {talk} after {before}", event.who);
                    found.push(Violation::with(kind, what, &[earlier, event]));
                }
            }
            What::Caught { talk, since } => {
                let seen = last.get(&(event.who.as_str(), *talk)).map_or(0, |it| it.0);
                let before = acknowledged.get(talk).into_iter().flatten().filter(|(_, it)| it.at < *since);
                if let Some((seq, saved)) = before.max_by_key(|(seq, _)| *seq).filter(|(seq, _)| *seq > seen) {
                    let what = format!("{} asked for everything in {talk} and got up to {seen}, not {seq}", event.who);
                    found.push(Violation::with(Kind::NotShown, what, &[saved, event]));
                }
            }
            _ => (),
        }
    }
    found
}

/// A page shows what is kept, in order and without gaps, and everything that was acknowledged before it was asked for.
fn read(history: &[Event], talks: &BTreeMap<Uuid, Vec<Message>>) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut acknowledged: HashMap<Uuid, Vec<(Uuid, &Event)>> = HashMap::new();
    for event in history {
        match &event.what {
            What::Saved { talk, id: Some(id), .. } => acknowledged.entry(*talk).or_default().push((*id, event)),
            What::Read { talk, since, ids } => {
                let kept = talks.get(talk).map_or(&[][..], Vec::as_slice);
                if ids.len() > kept.len() || ids.iter().zip(kept).any(|(id, kept)| *id != kept.id) {
                    let what = format!("a page showed {} posts of {talk} that are not kept so", ids.len());
                    found.push(Violation::with(Kind::OutOfOrder, what, &[event]));
                }
                let shown: HashSet<_> = ids.iter().collect();
                let before = acknowledged.get(talk).into_iter().flatten().filter(|(_, it)| it.at < *since);
                for (_, saved) in before.filter(|(id, _)| !shown.contains(id)) {
                    let what = format!("{} read {talk} after it was acknowledged", event.who);
                    found.push(Violation::with(Kind::NotShown, what, &[saved, event]));
                }
            }
            _ => (),
        }
    }
    found
}
