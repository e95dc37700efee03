//! Five hundred conversations of two: what it costs to bring a word to both, how long it takes, and how many messages a
//! second are held.

use anyhow::{Context, Result};

use crate::{
    Run,
    crowd::Crowd,
    program::Program,
    room::Evenings,
    seed::{self, Talk},
    socket::Socket,
    table::Table,
};

/// Conversations, each of two people with a page that is open.
pub(crate) const TALKS: usize = 500;
/// Messages a second: many people who write at their ease, and many in haste.
pub(crate) const CALM: u32 = 200;
const HASTE: u32 = 1_000;
/// Seconds of a run.
pub(crate) const SECONDS: u64 = 5;
/// What is held at most; a socket may bring eight messages a second, so these people never say more than that.
const MORE: [u32; 5] = [1_000, 2_000, 3_000, 4_500, 6_000];
const STEP: u64 = 3;
/// Nearly every word is with the other within so many milliseconds.
const WITHIN: f64 = 25.0;

/// Measures conversations.
pub(crate) async fn measure(run: &Run, table: &mut Table) -> Result<()> {
    println!("\n{TALKS} conversations, {CALM} and {HASTE} messages a second");
    let (data, samples) = (run.folder.join("talks"), run.folder.join("frames"));
    let ground = seed::open(&data)?;
    let talks = seed::talks(&ground, TALKS + 1).await?;
    drop(ground);
    let (last, talks) = talks.split_last().context("there are conversations")?;
    let program = Program::serve(&data)?;
    Socket::open(program.address, &last.line(), &last.asker).await?.sample(&samples).await?;
    let reference = Program::reference(&samples)?;
    let people = everybody(talks, async |talk, token| Socket::open(program.address, &talk.line(), token).await).await?;
    let mut ours = Crowd::new(vec![program.id()], people, TALKS)?;
    let room = |talk: &Talk| format!("/room/{}", talk.id);
    let people =
        everybody(talks, async |talk, token| Socket::open(reference.address, &room(talk), token).await).await?;
    let mut bare = Crowd::new(vec![reference.id()], people, TALKS)?;

    for (rate, name, goal) in [(CALM, "talk.200", None), (HASTE, "talk.1000", Some(WITHIN))] {
        let (mut own, mut other) = (Evenings::default(), Evenings::default());
        for _ in 0..run.runs(3) {
            own.add(ours.speak(rate, run.span(SECONDS)).await?)?;
            other.add(bare.speak(rate, run.span(SECONDS)).await?)?;
        }
        table.less(format!("{name}.cpu"), "CPU s/million", (own.costs, other.costs), None);
        table.less(format!("{name}.p99.bare"), "ms", (own.worst.clone(), other.worst), None);
        match goal {
            Some(most) => table.at_most(format!("{name}.p99"), "ms", own.worst, most),
            None => table.alone(format!("{name}.p99"), "ms", own.worst),
        }
        table.at_least(format!("{name}.delivered"), "share", own.shares, 1.0);
    }
    let more = if run.quick { &MORE[..2] } else { &MORE[..] };
    let (most, bare) = (ours.most(more, run.span(STEP), WITHIN).await?, bare.most(more, run.span(STEP), WITHIN).await?);
    table.at_least("talk.max", "messages/s", most, f64::from(HASTE));
    table.more("talk.max.bare", "messages/s", (most, bare), None);
    Ok(())
}

/// Opens everybody's line: all who asked, and then all supporters in the same order.
pub(crate) async fn everybody(
    talks: &[Talk],
    open: impl AsyncFn(&Talk, &str) -> Result<Socket>,
) -> Result<Vec<Socket>> {
    let mut people = Vec::with_capacity(2 * talks.len());
    for who in 0..2 {
        for talk in talks {
            people.push(open(talk, talk.tokens()[who]).await?);
        }
    }
    Ok(people)
}
