//! Searching: two words among a hundred thousand posts, as a member finds them. The newest ten thousand are posted by the
//! verbs that people use; of the older ones only the words are put into the index, which takes a fraction of the time. A
//! hit among these costs its reader one look that finds no post. Words are drawn so that a few are everywhere and most
//! are rare, as in any language.

use std::{sync::Arc, time::Instant};

use alongside::{town, wiring::Ground};
use anyhow::{Context, Result, ensure};
use circles::{
    circle::{Circle, Plan},
    finding,
    kind::{Audience, CircleId, Intent, Joining},
    membership,
    post::{self, Words},
    thread::{Opening, Thread},
};
use db::{Tx, Uuid};
use search::{Entry, Query, Search};
use words::{Actor, AgeBand, Language};

use crate::{
    Run,
    seed::{self, FACILITATOR, somebody},
    table::{Table, quantile},
};

const POSTS: usize = 100_000;
/// Of these, the newest that are posted by the verbs themselves.
const POSTED: usize = 10_000;
const CIRCLES: usize = 20;
/// Circles that let people in only when they ask; what is said in each of them stands apart in the index.
const CLOSED: usize = 8;
/// Closed circles to which whoever searches belongs.
const JOINED: usize = 3;
const IN_A_THREAD: usize = 50;
/// People who write, in every circle.
const WRITERS: usize = 6;
const VOCABULARY: f64 = 20_000.0;
const WORDS_IN_A_POST: usize = 40;
const SEARCHES: usize = 500;

/// Measures searches.
pub(crate) async fn measure(run: &Run, table: &mut Table) -> Result<()> {
    println!("\nSearch, {POSTS} posts in {CIRCLES} circles");
    let ground = seed::open(&run.folder.join("search"))?;
    let began = Instant::now();
    let reader = settle(&ground).await?;
    println!("    posted within {:.0} s", began.elapsed().as_secs_f64());
    let (mut spans, mut hits) = (Vec::with_capacity(SEARCHES), 0);
    for number in 0..SEARCHES {
        let words = format!("{} {}", word(u64::MAX - 2 * number as u64), word(u64::MAX - 2 * number as u64 - 1));
        let (reader, began) = (reader.clone(), Instant::now());
        let found = ground.db.read(move |tx| finding::find(tx, &reader, &words, None)).await?;
        spans.push(began.elapsed().as_secs_f64() * 1000.0);
        hits += found.hits.len();
    }
    println!("    {:.1} hits on a page", hits as f64 / SEARCHES as f64);
    ensure!(hits > SEARCHES, "words that people use are found");
    table.alone("search.100k.p50", "ms", quantile(&mut spans, 0.5));
    table.alone("search.100k.p99", "ms", quantile(&mut spans, 0.99));
    Ok(())
}

/// Settles the town, the circles and everything that is posted there; answers who searches.
async fn settle(ground: &Ground) -> Result<Actor> {
    ground.db.write(|tx| town::settle(tx).map(drop)).await?;
    let (circles, writers, reader) = ground.db.write(found_circles).await?;
    let (circles, writers) = (Arc::new(circles), Arc::new(writers));
    for thread in 0..POSTS / IN_A_THREAD {
        let (circles, writers) = (Arc::clone(&circles), Arc::clone(&writers));
        let posted = ground.db.write(move |tx| {
            let circle = thread % CIRCLES;
            let part = part(circles[circle], circle);
            if thread < (POSTS - POSTED) / IN_A_THREAD {
                return fill_index(tx, &part, thread);
            }
            fill_thread(tx, circles[circle], &writers, thread)?;
            is_found_in(tx, part, thread)
        });
        posted.await.context("posts could not be seeded")?;
    }
    Ok(reader)
}

/// The part of the index in which a circle's posts stand.
fn part(circle: CircleId, number: usize) -> String {
    if number < CLOSED { format!("circle:{circle}") } else { format!("open:{}:{}", AgeBand::Adult, Audience::Members) }
}

/// Puts the words of a thread's posts into the index.
fn fill_index(tx: &mut Tx<'_>, part: &str, thread: usize) -> db::Result<()> {
    for post in 0..IN_A_THREAD {
        let id = Uuid::from_u128(1 << 64 | (thread * IN_A_THREAD + post) as u128);
        tx.index(&Entry { id, kind: "post", scope: part, language: "en", text: &text(thread, post) })?;
    }
    Ok(())
}

/// Makes sure that what was really posted stands in the same part, so that what is searched is not less than it says.
fn is_found_in(tx: &mut Tx<'_>, part: String, thread: usize) -> db::Result<()> {
    let title = format!("\"{}\"", title(thread));
    let query = Query { words: &title, languages: &["en"], kinds: &["post"], scopes: &[part], before: None, most: 1 };
    match tx.find(&query)?.is_empty() {
        true => Err(db::Error::broken("posts stand in another part of the index")),
        false => Ok(()),
    }
}

fn title(thread: usize) -> String {
    format!("What helped on evening {thread}")
}

fn text(thread: usize, post: usize) -> String {
    let first = ((thread * IN_A_THREAD + post) * WORDS_IN_A_POST) as u64;
    (first..first + WORDS_IN_A_POST as u64).map(word).collect::<Vec<_>>().join(" ")
}

fn fill_thread(tx: &mut Tx<'_>, circle: CircleId, writers: &[Actor], number: usize) -> db::Result<()> {
    let words = |post| Words { text: text(number, post), unnamed: false };
    let opening = Opening {
        title: title(number),
        intent: Intent::ALL[number % Intent::ALL.len()],
        notes: Vec::new(),
        own_note: String::new(),
        topics: Vec::new(),
        words: words(0),
    };
    let (thread, _) = Thread::begin(tx, &writers[0], circle, &opening)?;
    for post in 1..IN_A_THREAD {
        post::reply(tx, &writers[post % WRITERS], thread, &words(post))?;
    }
    Ok(())
}

/// The circles, those who write in all of them, and somebody who belongs to a few.
fn found_circles(tx: &mut Tx<'_>) -> db::Result<(Vec<CircleId>, Vec<Actor>, Actor)> {
    let people = |tx: &mut Tx<'_>, numbers: std::ops::Range<usize>, hats| {
        numbers.map(|it| somebody(tx, it, hats).map(|(actor, _)| actor)).collect::<db::Result<Vec<_>>>()
    };
    let leads = people(tx, 0..2, FACILITATOR)?;
    let writers = people(tx, 2..2 + WRITERS, &[])?;
    let (reader, _) = somebody(tx, 2 + WRITERS, &[])?;
    let mut circles = Vec::with_capacity(CIRCLES);
    for number in 0..CIRCLES {
        let joining = if number < CLOSED { Joining::Request } else { Joining::Open };
        let usual =
            Plan::usual(&format!("Evening {number}"), "For who is still up.", "- We listen.", Language::default());
        let plan = Plan { topics: vec![1, 2], joining, ..usual };
        let id = Circle::found(tx, leads[0].id, AgeBand::Adult, &plan, &[leads[0].id, leads[1].id], true)?;
        for actor in writers.iter().chain((number < JOINED).then_some(&reader)) {
            membership::join(tx, actor, id, "")?;
        }
        let circle = Circle::facilitated_by(tx, &leads[0], id)?;
        for waiting in membership::waiting(tx, id)? {
            membership::admit(tx, &circle, waiting.id)?;
        }
        circles.push(id);
    }
    Ok((circles, writers, reader))
}

/// A made-up word for each number. Of the words as a whole, the second most frequent one comes half as often as the most
/// frequent one, the third a third as often, and so on.
fn word(number: u64) -> String {
    let mut bits = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for _ in 0..2 {
        bits = (bits ^ (bits >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    }
    let drawn = (bits >> 11) as f64 / (1u64 << 53) as f64;
    seed::name(VOCABULARY.powf(drawn) as usize)
}
