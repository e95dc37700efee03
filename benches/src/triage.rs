//! Reading texts for what a person should look at first: how long one takes, by its length, and how many a second.

use std::hint::black_box;

use triage::Triage;

use crate::{
    Run,
    dispatch::times,
    table::{Table, quantile},
};

/// What people write here: ordinary days, hard ones, a supporter's words, a number, a goodbye.
const SENTENCES: [&str; 10] = [
    "I went out for a walk after supper and the street was quieter than I thought it would be.",
    "My sister called, we talked about the garden and about nothing else, which was good.",
    "I haven't slept properly since Tuesday and everything at work feels like walking through sand.",
    "Sometimes I think they would all be better off without me, and then the cat comes in.",
    "You don't have to go through this alone; have you been able to tell your doctor?",
    "he told me i was worthless and that nobody would ever believe me lol",
    "Is there a group for people who look after a parent? I'm 34 and feel about ninety.",
    "I used to cut, but not for two years now, and last night I really wanted to.",
    "You can ring 116 123 any time, they helped me in 2019 when I was at my worst.",
    "sorry for the long post, i just needed to say it somewhere. thank you for reading!!",
];

/// Measures texts of a message's, a post's and a long post's length.
pub(crate) fn measure(run: &Run, table: &mut Table) {
    println!("\nTriage");
    let triage = Triage::shipped();
    for (length, limit) in [(200, None), (500, Some(0.050)), (2_000, None)] {
        let texts: Vec<String> = (0..SENTENCES.len()).map(|first| text(first, length)).collect();
        let mut next = texts.iter().cycle();
        // As many as the figure at 99 of 100 needs to be steady.
        let mut spans = times(run.some(20_000, 2_000), || match next.next() {
            Some(text) => triage.read(black_box(text), &[]).evidence.len(),
            None => 0,
        });
        let [middle, late] = [0.5, 0.99].map(|share| quantile(&mut spans, share));
        let name = |figure: &str| format!("triage.{length}B.{figure}");
        match limit {
            Some(limit) => table.at_most(name("p50"), "CPU ms", middle, limit),
            None => table.alone(name("p50"), "CPU ms", middle),
        }
        table.alone(name("p99"), "CPU ms", late);
        table.alone(name("rate"), "texts/s, one core", 1000.0 * spans.len() as f64 / spans.iter().sum::<f64>());
    }
}

/// A text of about this many bytes that begins with this sentence.
fn text(first: usize, length: usize) -> String {
    let mut text = String::new();
    for sentence in SENTENCES.iter().cycle().skip(first) {
        text.push_str(sentence);
        text.push(' ');
        if text.len() >= length {
            break;
        }
    }
    // All of them are ASCII.
    text.truncate(length);
    text
}
