//! Chat servers that people would otherwise run, with history kept, on the same work in the same minutes: ejabberd and
//! Prosody as Debian has them, over XMPP on WebSockets, because browsers speak that. They run as programs of this run
//! with a configuration of ours, on loopback, in this run's own folder; what Debian started or configured is not touched.

mod programs;
pub(crate) mod xmpp;

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use db::Uuid;
use tokio::task::JoinSet;

use crate::{
    Run,
    crowd::Crowd,
    idle::{IDLE, REST, WARM},
    program::Program,
    room::{self, Evenings},
    seed,
    socket::{Heard, Socket},
    storm::{self, PEOPLE},
    table::{Better, Table},
    talk::{self, TALKS},
};
use programs::{PATH, Peer};

/// What a peer has to reach us by, in costs and in times.
struct Goals {
    room_cpu: f64,
    room_p99: f64,
    talk_cpu: f64,
    idle: f64,
}

/// Goals beside ejabberd; for Prosody, which is slower, there are none.
const EJABBERD: Goals = Goals { room_cpu: 4.0, room_p99: 3.0, talk_cpu: 30.0, idle: 5.0 };

/// Measures all of it beside both peers.
pub(crate) async fn measure(run: &Run, table: &mut Table) -> Result<()> {
    for peer in [Peer::Ejabberd, Peer::Prosody] {
        peer.ensure_here()?;
    }
    let both = [(Peer::Ejabberd, Some(EJABBERD)), (Peer::Prosody, None)];
    rooms(run, &both, table).await?;
    talks(run, &both, table).await?;
    for (peer, goals) in &both {
        idle(run, *peer, goals.as_ref(), table).await?;
        storms(run, *peer, table).await?;
    }
    Ok(())
}

/// The same room, at ours, at ejabberd and at Prosody in turns.
async fn rooms(run: &Run, both: &[(Peer, Option<Goals>)], table: &mut Table) -> Result<()> {
    println!("\nPeers: a room of {}, {} messages a second", room::PEOPLE, room::LIVELY);
    let data = run.folder.join("peers-room");
    let ground = seed::open(&data)?;
    let settled = seed::room(&ground, room::PEOPLE).await?;
    drop(ground);
    let program = Program::serve(&data)?;
    let people = room::come_in(&[&program], &settled).await?;
    let mut ours = Crowd::new(vec![program.id()], people, 1)?;
    let running: Vec<_> = both.iter().map(|(peer, _)| peer.start(&run.folder, "room")).collect::<Result<_>>()?;
    let mut others = Vec::new();
    for program in &running {
        others.push(Crowd::new(vec![program.id()], crowd(program, 1, room::PEOPLE).await?, 1)?);
    }
    let mut own = Evenings::default();
    let mut told = [Evenings::default(), Evenings::default()];
    for _ in 0..run.runs(3) {
        own.add(ours.speak(room::LIVELY, run.span(room::SECONDS)).await?)?;
        for (crowd, told) in others.iter_mut().zip(&mut told) {
            told.take(&mut crowd.speak(room::LIVELY, run.span(room::SECONDS)).await?);
        }
    }
    for ((peer, goals), told) in both.iter().zip(told) {
        let (against, name) = (peer.told(), peer.name());
        let goals = goals.as_ref().map(|it| (it.room_cpu, it.room_p99)).unzip();
        let cpu = (own.costs.clone(), told.costs);
        table.beside(against, format!("room.cpu.{name}"), "CPU s/million", Better::Less, cpu, goals.0);
        let worst = (own.worst.clone(), told.worst);
        table.beside(against, format!("room.p99.{name}"), "ms", Better::Less, worst, goals.1);
        table.alone(format!("room.delivered.{name}"), "share, theirs", told.shares);
    }
    Ok(())
}

/// The same conversations, in turns.
async fn talks(run: &Run, both: &[(Peer, Option<Goals>)], table: &mut Table) -> Result<()> {
    println!("\nPeers: {TALKS} conversations, {} messages a second", talk::CALM);
    let data = run.folder.join("peers-talks");
    let ground = seed::open(&data)?;
    let settled = seed::talks(&ground, TALKS).await?;
    drop(ground);
    let program = Program::serve(&data)?;
    let people =
        talk::everybody(&settled, async |talk, token| Socket::open(program.address, &talk.line(), token).await).await?;
    let mut ours = Crowd::new(vec![program.id()], people, TALKS)?;
    let running: Vec<_> = both.iter().map(|(peer, _)| peer.start(&run.folder, "talks")).collect::<Result<_>>()?;
    let mut others = Vec::new();
    for program in &running {
        others.push(Crowd::new(vec![program.id()], crowd(program, TALKS, 2 * TALKS).await?, TALKS)?);
    }
    let mut own = Evenings::default();
    let mut told = [Evenings::default(), Evenings::default()];
    for _ in 0..run.runs(3) {
        own.add(ours.speak(talk::CALM, run.span(talk::SECONDS)).await?)?;
        for (crowd, told) in others.iter_mut().zip(&mut told) {
            told.take(&mut crowd.speak(talk::CALM, run.span(talk::SECONDS)).await?);
        }
    }
    for ((peer, goals), told) in both.iter().zip(told) {
        let (against, name) = (peer.told(), peer.name());
        let goal = goals.as_ref().map(|it| it.talk_cpu);
        let cpu = (own.costs.clone(), told.costs);
        table.beside(against, format!("talk.cpu.{name}"), "CPU s/million", Better::Less, cpu, goal);
        let worst = (own.worst.clone(), told.worst);
        table.beside(against, format!("talk.p99.{name}"), "ms", Better::Less, worst, None);
        table.alone(format!("talk.delivered.{name}"), "share, theirs", told.shares);
    }
    Ok(())
}

/// Everybody signs in at a peer and enters their room.
async fn crowd(program: &Program, rooms: usize, people: usize) -> Result<Vec<Socket>> {
    let mut open = Vec::with_capacity(people);
    for place in 0..people {
        let mut socket = Socket::xmpp(program.address, PATH).await?;
        socket.enter(&address(place % rooms), &format!("person-{place}"), 0).await?;
        open.push(socket);
    }
    Ok(open)
}

fn address(room: usize) -> String {
    format!("room-{room}@conference.localhost")
}

/// What a line of a peer costs on which somebody is signed in; beside a page of ours.
async fn idle(run: &Run, peer: Peer, goals: Option<&Goals>, table: &mut Table) -> Result<()> {
    let count = run.some(IDLE, IDLE / 4);
    println!("\nPeers: {count} idle lines");
    let data = run.folder.join(&format!("peers-idle-{}", peer.name()));
    let ground = seed::open(&data)?;
    let talks = seed::talks(&ground, count / 2).await?;
    drop(ground);
    let program = Program::serve(&data)?;
    for talk in &talks[..WARM] {
        drop(Socket::open(program.address, &talk.line(), &talk.asker).await?);
    }
    tokio::time::sleep(REST).await;
    let before = program.memory()?;
    let people =
        talk::everybody(&talks, async |talk, token| Socket::open(program.address, &talk.line(), token).await).await?;
    tokio::time::sleep(REST).await;
    let ours = (program.memory()? - before) / count as f64;
    drop(people);
    let theirs = peer.start(&run.folder, "idle")?;
    drop(crowd(&theirs, 1, WARM).await?);
    tokio::time::sleep(4 * REST).await;
    let before = theirs.memory()?;
    let mut people = Vec::with_capacity(count);
    for _ in 0..count {
        people.push(Socket::xmpp(theirs.address, PATH).await?);
    }
    tokio::time::sleep(4 * REST).await;
    let cost = (theirs.memory()? - before) / count as f64;
    let name = format!("idle.{}", peer.name());
    table.beside(peer.told(), name, "KiB a socket", Better::Less, (ours, cost), goals.map(|it| it.idle));
    Ok(())
}

/// The same storm: everybody signs in again, enters their room, and reads the last word said there.
async fn storms(run: &Run, peer: Peer, table: &mut Table) -> Result<()> {
    let people = run.some(PEOPLE, PEOPLE / 4);
    println!("\nPeers: a storm of {people}");
    let data = run.folder.join(&format!("peers-storm-{}", peer.name()));
    let ours = storm::settle(&data, people).await?;
    let mut own = Vec::new();
    for turn in 0..run.runs(3) {
        own.push(storm::once(&ours, turn).await?.0);
    }
    let theirs = peer.start(&run.folder, "storm")?;
    let missed = Uuid::from_u128(1 << 64);
    let mut open = crowd(&theirs, people / 2, people).await?;
    for socket in open.iter_mut().skip(people / 2) {
        socket.say(missed).await?;
        while socket.hear().await? != Heard::Words(missed) {}
    }
    // One stays in each room: an empty one would be gone, and its words with it.
    open.truncate(people / 2);
    let stays = open;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let began = Instant::now();
    let mut returning = JoinSet::new();
    for place in 0..people {
        let at = theirs.address;
        returning.spawn(async move {
            let mut socket = Socket::xmpp(at, PATH).await?;
            socket.enter(&address(place % (people / 2)), &format!("back-{place}"), 20).await?;
            while socket.hear().await? != Heard::Words(missed) {}
            anyhow::Ok(socket)
        });
    }
    let mut back = Vec::with_capacity(people);
    while let Some(ended) = returning.join_next().await {
        back.push(ended?.with_context(|| format!("somebody did not come back to {}", peer.name()))?);
    }
    let took = began.elapsed().as_secs_f64();
    ensure!(back.len() == people && stays.len() == people / 2, "everybody came back");
    let name = if run.quick { format!("storm.{people}.{}", peer.name()) } else { format!("storm.{}", peer.name()) };
    table.beside(peer.told(), name, "s", Better::Less, (own, took), None);
    Ok(())
}
