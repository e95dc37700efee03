//! Every line is cut at the same moment, as when a proxy restarts: how long it takes until everybody is back and has read
//! what was said meanwhile, and how long others wait for pages while it lasts.

use std::{
    net::SocketAddr,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use db::Uuid;
use serde_json::json;
use tokio::task::JoinSet;

use crate::{
    Run, client,
    program::Program,
    seed::{self, Talk},
    socket::{Heard, Socket},
    table::{Table, quantile},
};

/// People whose lines are cut, two in each conversation.
pub(crate) const PEOPLE: usize = 2_000;
/// Who reads a page meanwhile, one after the other without a pause.
const READERS: usize = 2;
/// Everybody should be back within so many seconds.
const BACK: f64 = 2.0;
/// Nearly every page should come within so many milliseconds.
const PAGES: f64 = 50.0;

/// A place with conversations in which everybody's page is open.
pub(crate) struct Place {
    program: Program,
    talks: Vec<Arc<Talk>>,
}

/// Measures storms.
pub(crate) async fn measure(run: &Run, table: &mut Table) -> Result<()> {
    let people = run.some(PEOPLE, PEOPLE / 4);
    println!("\nA storm: {people} lines cut at once");
    let place = settle(&run.folder.join("storm"), people).await?;
    let (mut back, mut pages) = (Vec::new(), Vec::new());
    for turn in 0..run.runs(3) {
        let (took, worst) = once(&place, turn).await?;
        back.push(took);
        pages.push(worst);
    }
    if run.quick {
        table.alone(format!("storm.{people}"), "s", back);
    } else {
        table.at_most("storm", "s", back, BACK);
    }
    table.at_most("storm.pages.p99", "ms", pages, PAGES);
    Ok(())
}

/// Settles a place with so many people who talk.
pub(crate) async fn settle(data: &Path, people: usize) -> Result<Place> {
    let ground = seed::open(data)?;
    let talks = seed::talks(&ground, people / 2).await?.into_iter().map(Arc::new).collect();
    drop(ground);
    Ok(Place { program: Program::serve(data)?, talks })
}

/// A storm: seconds until everybody is back, and milliseconds within which nearly every page came meanwhile.
pub(crate) async fn once(place: &Place, turn: usize) -> Result<(f64, f64)> {
    let (address, talks) = (place.program.address, &place.talks);
    let missed = cut(address, talks, turn).await?;
    let over = Arc::new(AtomicBool::new(false));
    let mut readers = JoinSet::new();
    for talk in talks.iter().take(READERS) {
        readers.spawn(read(address, Arc::clone(talk), Arc::clone(&over)));
    }
    let began = Instant::now();
    let mut returning = JoinSet::new();
    for talk in talks {
        for who in 0..2 {
            returning.spawn(come_back(address, Arc::clone(talk), who, missed));
        }
    }
    let mut open = Vec::with_capacity(2 * talks.len());
    while let Some(ended) = returning.join_next().await {
        open.push(ended??);
    }
    let took = began.elapsed().as_secs_f64();
    ensure!(open.len() == 2 * talks.len(), "everybody came back");
    over.store(true, Ordering::Relaxed);
    let mut spans = Vec::new();
    while let Some(ended) = readers.join_next().await {
        spans.extend(ended??);
    }
    Ok((took, quantile(&mut spans, 0.99)))
}

/// All lines are open; those of the first half are cut, the others say something that is missed, and then are cut too.
/// Answers the id under which it was said.
async fn cut(address: SocketAddr, talks: &[Arc<Talk>], turn: usize) -> Result<Uuid> {
    let missed = Uuid::from_u128((turn as u128 + 1) << 64);
    let mut open = Vec::with_capacity(talks.len());
    for talk in talks {
        drop(Socket::open(address, &talk.line(), &talk.asker).await?);
        open.push(Socket::open(address, &talk.line(), &talk.supporter).await?);
    }
    for socket in &mut open {
        socket.say(missed).await?;
    }
    for socket in &mut open {
        while socket.hear().await? != Heard::Saved {}
    }
    drop(open);
    // The server has seen that they are gone.
    tokio::time::sleep(Duration::from_millis(300)).await;
    Ok(missed)
}

/// Somebody opens their line again, says what they have, and is back when they have read what they missed.
async fn come_back(address: SocketAddr, talk: Arc<Talk>, who: usize, missed: Uuid) -> Result<Socket> {
    let mut socket = Socket::open(address, &talk.line(), talk.tokens()[who]).await?;
    socket.send(&json!({ "t": "resume", "after": 0 })).await?;
    while socket.hear().await? != Heard::Words(missed) {}
    Ok(socket)
}

/// Somebody reads the page of their conversation until the storm is over; answers how many milliseconds each took.
async fn read(address: SocketAddr, talk: Arc<Talk>, over: Arc<AtomicBool>) -> Result<Vec<f64>> {
    let request = client::request(address, &format!("/conversations/{}", talk.id), Some(&talk.asker), false);
    let mut spans = Vec::new();
    while !over.load(Ordering::Relaxed) {
        let began = Instant::now();
        client::fetch(address, &request).await.context("a page during the storm")?;
        spans.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(spans)
}
