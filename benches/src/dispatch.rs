//! Finding somebody for those who wait: the decision alone, and a whole look at the queue in the database.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use counted::snapshot;
use db::{Error, Uuid};
use jobs::Lease;
use matching::Language;
use rustix::time::{ClockId, clock_gettime};

use crate::{
    Run,
    program::Folder,
    seed,
    table::{Better, Table, median, quantile},
};

/// People in the queue of the database.
const WAITING: usize = 200;
const ON_DUTY: usize = 500;

/// Measures decisions and rounds.
pub(crate) async fn measure(run: &Run, table: &mut Table) -> Result<()> {
    println!("\nDispatch");
    let crowd = snapshot(1_000, 10_000);
    let mut spans = times(40, || matching::assign(&crowd).len());
    table.alone("dispatch.10k.p50", "CPU ms", quantile(&mut spans, 0.5));
    table.alone("dispatch.10k.p99", "CPU ms", quantile(&mut spans, 0.99));
    let event = snapshot(1, 12_000);
    let seeker = event.waiting[0].id;
    let mut spans = times(300, || matching::candidates(&event, seeker, 16).len());
    table.at_most("match.event", "CPU ms, p99", quantile(&mut spans, 0.99), 1.0);
    // Somebody who names no topic and wishes for nothing, in the language that most speak: nearly everybody could come.
    let mut open = snapshot(1, 12_000);
    let asks = &mut open.waiting[0];
    (asks.topics, asks.wishes, asks.languages) = (Vec::new(), Vec::new(), vec![Language(1)]);
    let seeker = asks.id;
    let mut spans = times(300, || matching::candidates(&open, seeker, 16).len());
    table.at_most("match.event.unfiltered", "CPU ms, p99", quantile(&mut spans, 0.99), 5.0);
    let room = snapshot(WAITING, ON_DUTY);
    let mut spans = times(100, || matching::assign(&room).len());
    table.at_most("match.assign", "CPU ms, p99", quantile(&mut spans, 0.99), 20.0);
    let decision = quantile(&mut spans, 0.5);
    let whole = round(&run.folder).await?;
    table.beside("the decision alone", "dispatch.round", "ms, p50", Better::Less, (whole, decision), None);
    Ok(())
}

/// How long a look at a queue of that size takes in the database, everything included; taken back each time, so that
/// the next finds the same.
async fn round(folder: &Folder) -> Result<f64> {
    let ground = seed::open(&folder.join("queue"))?;
    seed::queue(&ground, WAITING, ON_DUTY).await?;
    let mut spans = Vec::new();
    for _ in 0..9 {
        let (tell, told) = std::sync::mpsc::channel();
        let looked: db::Result<()> = ground
            .db
            .write(move |tx| {
                let began = Instant::now();
                let lease = Lease::new("support.dispatcher", Uuid::from_u128(1), Duration::from_secs(60));
                let next = support::dispatch::round(tx, &lease)?;
                let took = began.elapsed();
                let offers: i64 =
                    tx.value("SELECT COUNT(*) FROM support_offers WHERE settled_at IS NULL", db::args![])?;
                tell.send((took, next.is_some(), offers)).map_err(Error::broken)?;
                Err(Error::Busy)
            })
            .await;
        ensure!(matches!(looked, Err(Error::Busy)), "a look at the queue failed: {looked:?}");
        let (took, held, offers) = told.try_recv().context("the queue was looked at")?;
        ensure!(held && offers >= WAITING as i64, "only {offers} offers were made");
        spans.push(took.as_secs_f64() * 1000.0);
    }
    Ok(median(spans))
}

/// Processor milliseconds of each of so many runs: a decision only computes, so what else the machine does at the time
/// is left out.
pub(crate) fn times(runs: usize, mut work: impl FnMut() -> usize) -> Vec<f64> {
    let timed = |_| {
        let began = computed();
        std::hint::black_box(work());
        (computed() - began) * 1000.0
    };
    (0..runs).map(timed).collect()
}

/// Processor seconds of this thread so far.
fn computed() -> f64 {
    let spent = clock_gettime(ClockId::ThreadCPUTime);
    spent.tv_sec as f64 + spent.tv_nsec as f64 / 1e9
}
