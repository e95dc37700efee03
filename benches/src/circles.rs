//! Circles: the page of a thread with fifty posts, and the front page of a circle with ten thousand threads; signed in,
//! with things muted and said.

use anyhow::Result;

use crate::{
    Run,
    pages::{Page, compare},
    program::Program,
    seed,
    table::Table,
};

/// Threads in the circle.
const THREADS: usize = 10_000;
/// Posts in the thread.
const POSTS: usize = 50;

/// Measures the pages of circles.
pub(crate) async fn measure(run: &Run, table: &mut Table) -> Result<()> {
    let threads = run.some(THREADS, THREADS / 10);
    println!("\nCircles, {threads} threads");
    let (data, samples) = (run.folder.join("circle"), run.folder.join("circle-pages"));
    let ground = seed::open(&data)?;
    let circle = seed::circle(&ground, threads, POSTS).await?;
    drop(ground);
    let ours = Program::serve(&data)?;
    let page = |sample, rate, cost, path, gzip| Page {
        sample,
        rate,
        cost,
        path,
        token: Some(circle.token.clone()),
        gzip,
        goal: (!gzip).then_some(0.5),
        posts: None,
    };
    let (thread, front) = (format!("/threads/{}", circle.thread), format!("/circles/{}", circle.id));
    let words = (0..POSTS).map(|number| seed::words(number).text).collect();
    let pages = [
        Page {
            posts: Some((words, "page.thread50.memory", "page.thread50.memory.cpu")),
            ..page("thread50", "page.thread50", "page.thread50.cpu", thread.clone(), false)
        },
        page("circle", "page.circle", "page.circle.cpu", front, false),
        page("thread50-gzip", "page.thread50.gzip", "page.thread50.gzip.cpu", thread, true),
    ];
    compare(run, &ours, &samples, &pages, table).await
}
