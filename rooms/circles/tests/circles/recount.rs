//! Whatever happens to posts, in whatever order: what a thread says about its answers is what its posts say.

use circles::{
    circle::Circle,
    farewell,
    kind::{PostId, State, ThreadId},
    post::{self, Words},
    voice, watch,
};
use db::{Error, Random, Result, Time, Tx, args};
use safety::spot;
use testkit::{SeededRandom, on_both_engines_lending};
use words::{Actor, AgeBand, MemberId};

use crate::town::*;

const SEQUENCES: [&str; 12] =
    ["amber", "birch", "cedar", "dune", "ember", "fern", "grove", "heath", "iris", "juniper", "kelp", "larch"];
const VERBS: usize = 40;

/// What the row of a thread says.
type Told = (Option<Time>, Option<Time>, Time, State);

fn told(tx: &mut Tx<'_>, thread: ThreadId) -> Result<Told> {
    tx.one(
        "SELECT first_reply_at, second_reply_at, last_at, state FROM circles_threads WHERE id = $1",
        args![thread],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )
}

/// The same worked out from every post, without the help of SQL.
fn truth(tx: &mut Tx<'_>, thread: ThreadId) -> Result<Told> {
    let (opener, started): (Option<MemberId>, Time) =
        tx.one("SELECT opener_id, started_at FROM circles_threads WHERE id = $1", args![thread], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    type Stored = (i64, Option<MemberId>, Time, State, Vec<u8>);
    let mut posts: Vec<Stored> = tx.all(
        "SELECT seq, author_id, posted_at, state, words FROM circles_posts WHERE thread_id = $1",
        args![thread],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)),
    )?;
    posts.sort_by_key(|it| (it.2, it.0));
    for (.., state, words) in &posts {
        assert_eq!(words.is_empty(), *state == State::Withdrawn, "words stay exactly as long as the post");
    }
    let shown: Vec<_> = posts.iter().filter(|it| it.3 == State::Shown).collect();
    let answers: Vec<Time> =
        shown.iter().filter(|it| it.0 > 1 && !(it.1.is_some() && it.1 == opener)).map(|it| it.2).collect();
    let first = posts.iter().find(|it| it.0 == 1).expect("a thread has a first post");
    let last = shown.iter().map(|it| it.2).max().unwrap_or(started);
    Ok((answers.first().copied(), answers.get(1).copied(), last, first.3))
}

/// Does something by chance; what is refused changes nothing.
fn act(
    tx: &mut Tx<'_>,
    chance: &mut impl FnMut(usize) -> usize,
    people: &[Actor],
    by: &Actor,
    thread: ThreadId,
) -> Result<()> {
    let who = &people[chance(people.len())];
    let posts: Vec<(PostId, Option<MemberId>)> =
        tx.all("SELECT id, author_id FROM circles_posts WHERE thread_id = $1 ORDER BY seq", args![thread], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let (post, author) = posts[chance(posts.len())];
    let author = people.iter().find(|it| Some(it.id) == author);
    let circle: circles::kind::CircleId =
        tx.value("SELECT circle_id FROM circles_threads WHERE id = $1", args![thread])?;
    let circle = Circle::facilitated_by(tx, by, circle)?;
    let words = |number: usize| Words { text: format!("Words {number}."), unnamed: number.is_multiple_of(2) };
    match chance(16) {
        0..=5 => post::reply(tx, who, thread, &words(chance(1000))).map(drop),
        6..=7 => match author {
            Some(author) => post::own(tx, author, post)?.withdraw(tx),
            None => Ok(()),
        },
        8..=9 => {
            let grounds = grounds(tx, by, "A reason.")?;
            watch::hide(tx, by, &circle, post, &grounds)
        }
        10 => match author {
            Some(author) => post::own(tx, author, post)?.edit(tx, author, &words(chance(1000)).text),
            None => Ok(()),
        },
        11..=12 => watch::let_through(tx, by, &circle, post),
        13..=14 => {
            let all = spot::in_place(tx, by, circle.id.0)?;
            if all.is_empty() { Ok(()) } else { spot::undo(tx, by, circle.id.0, all[chance(all.len())].id) }
        }
        // Rarely: somebody leaves for good, with their words or without.
        _ if chance(4) == 0 => {
            voice::choose(tx, who.id, chance(2) == 0)?;
            farewell(tx, who.id)
        }
        _ => Ok(()),
    }
}

#[test]
fn a_thread_tells_what_its_posts_tell() {
    on_both_engines_lending(&migrations(), lending, |ground| async move {
        let by = pair(&ground, AgeBand::Adult).await;
        let mut done = 0;
        for (seed, called) in SEQUENCES.into_iter().enumerate() {
            let circle = circle(&ground, &by, called, |_| ()).await;
            let mut people = Vec::new();
            for name in ["Maya", "Jonas", "Leo", "Priya"] {
                let who = person(&ground, &format!("{name} {called}")).await;
                joins(&ground, &who, circle).await;
                people.push(who);
            }
            let (thread, _) = begins(&ground, &people[0], circle, opening("T", "Words.")).await;
            let random = std::sync::Arc::new(SeededRandom::new(seed as u64 + 1));
            for number in 0..VERBS {
                ground.clock.pass(std::time::Duration::from_secs(60));
                let (random, people, lead) = (random.clone(), people.clone(), by[0].clone());
                let outcome = ground
                    .db
                    .write(move |tx| {
                        let mut chance = |below: usize| {
                            let mut bytes = [0; 8];
                            random.fill(&mut bytes);
                            (u64::from_le_bytes(bytes) % below as u64) as usize
                        };
                        act(tx, &mut chance, &people, &lead, thread)
                    })
                    .await;
                match outcome {
                    Ok(()) => done += 1,
                    Err(Error::Refused(_) | Error::NotFound) => (),
                    Err(other) => panic!("sequence {seed}, verb {number}: {other:?}"),
                }
                let (told, truth) = does(&ground, move |tx| Ok((told(tx, thread)?, truth(tx, thread)?))).await;
                assert_eq!(told, truth, "sequence {seed}, verb {number}");
            }
        }
        assert!(done > 200, "only {done} verbs did anything");
        println!("{:?}: {done} verbs in {} sequences", ground.engine, SEQUENCES.len());
    });
}
