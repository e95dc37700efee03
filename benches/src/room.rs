//! A live room with two hundred people in it: what it costs to bring each word to everybody, how long that takes, and how
//! much one room holds.

use anyhow::{Context, Result};
use serde_json::json;

use crate::{
    Run, client,
    crowd::{Brought, Crowd},
    program::Program,
    seed,
    socket::Socket,
    table::Table,
};

/// People in the room, each with a page that is open.
pub(crate) const PEOPLE: usize = 200;
/// Messages a second on a lively evening. People speak in turns, so nobody comes near what one socket may bring.
pub(crate) const LIVELY: u32 = 20;
/// Seconds of a run.
pub(crate) const SECONDS: u64 = 8;
/// Messages a second, more and more, until the room no longer keeps up. A socket may bring eight a second, so two
/// hundred people never say more than the last of these.
const MORE: [u32; 7] = [200, 400, 600, 800, 1000, 1200, 1400];
const STEP: u64 = 3;
/// A room keeps up while nearly every word is displayed within this many milliseconds.
const KEEPS_UP: f64 = 50.0;
/// Deliveries a second that a room should hold.
const HOLD: f64 = 100_000.0;

/// Measures a room.
pub(crate) async fn measure(run: &Run, table: &mut Table) -> Result<()> {
    println!("\nA live room of {PEOPLE}, {LIVELY} messages a second");
    let (data, samples) = (run.folder.join("room"), run.folder.join("room-frames"));
    let ground = seed::open(&data)?;
    let room = seed::room(&ground, PEOPLE).await?;
    drop(ground);
    let program = Program::serve(&data)?;
    let people = come_in(&[&program], &room).await?;
    let line = room.line();
    let first = room.tokens.first().context("somebody is there")?;
    Socket::open(program.address, &line, first).await?.sample(&samples).await?;
    let reference = Program::reference(&samples)?;
    let mut others = Vec::with_capacity(PEOPLE);
    for token in &room.tokens {
        others.push(Socket::open(reference.address, "/room/evening", token).await?);
    }
    let mut ours = Crowd::new(vec![program.id()], people, 1)?;
    let mut bare = Crowd::new(vec![reference.id()], others, 1)?;

    let (mut own, mut other) = (Evenings::default(), Evenings::default());
    for _ in 0..run.runs(3) {
        own.add(ours.speak(LIVELY, run.span(SECONDS)).await?)?;
        other.add(bare.speak(LIVELY, run.span(SECONDS)).await?)?;
    }
    table.less("room.cpu", "CPU s/million", (own.costs.clone(), other.costs), Some(0.62));
    table.less("room.p99", "ms", (own.worst, other.worst), None);
    table.at_least("room.delivered", "share", own.shares, 1.0);

    let more = if run.quick { &MORE[2..4] } else { &MORE[..] };
    let (most, bare) =
        (ours.most(more, run.span(STEP), KEEPS_UP).await?, bare.most(more, run.span(STEP), KEEPS_UP).await?);
    let people = PEOPLE as f64;
    table.at_least("room.max", "deliveries/s", most * people, HOLD);
    table.more("room.max.bare", "deliveries/s", (most * people, bare * people), None);
    Ok(())
}

/// Everybody comes to the page and opens its line, in turns at these nodes.
pub(crate) async fn come_in(nodes: &[&Program], room: &seed::Room) -> Result<Vec<Socket>> {
    let mut people = Vec::with_capacity(room.tokens.len());
    for (token, node) in room.tokens.iter().zip(nodes.iter().cycle()) {
        // Coming to the page is what makes somebody be there; the line alone hears nothing.
        client::fetch(node.address, &client::request(node.address, &room.page(), Some(token), false)).await?;
        let mut socket = Socket::open(node.address, &room.line(), token).await?;
        socket.send(&json!({ "t": "resume", "after": 0 })).await?;
        people.push(socket);
    }
    Ok(people)
}

/// The same evening, run by run.
#[derive(Default)]
pub(crate) struct Evenings {
    pub(crate) costs: Vec<f64>,
    pub(crate) worst: Vec<f64>,
    pub(crate) shares: Vec<f64>,
}

impl Evenings {
    /// Takes a run into account, in which nothing may be lost.
    pub(crate) fn add(&mut self, mut brought: Brought) -> Result<()> {
        brought.whole()?;
        self.take(&mut brought);
        Ok(())
    }

    /// Takes a run into account, whatever was lost: somebody else's losses are a figure, not a mistake of ours.
    pub(crate) fn take(&mut self, brought: &mut Brought) {
        self.costs.push(brought.cost());
        self.worst.push(brought.worst());
        self.shares.push(brought.share());
    }
}
