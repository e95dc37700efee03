//! Whether a page costs the same in a small community and in a large one: a thread, a circle's front page and the others
//! at a hundredth, a tenth and the whole of the made-up community, on SQLite and, when a server is named, on PostgreSQL.
//! Whoever asks has the same things of their own everywhere, so what grows is only what is not theirs.

pub(crate) mod place;

use std::time::Duration;

use anyhow::{Context, Result};
use place::{Kept, Looker};

use crate::{
    client::{self, load},
    program::Program,
    table::{Table, median},
};

const SEED: u64 = 7;
/// Asking at the same time. One: with PostgreSQL the time of an answer stands for the work on both sides.
const CONNECTIONS: usize = 1;
const RUNS: usize = 3;
const WARM: Duration = Duration::from_millis(400);
const SPAN: Duration = Duration::from_millis(800);
/// So much more may a page cost in the whole community than in the smallest of the three.
const AT_MOST: f64 = 1.5;

/// A page, who opens it, and the names of its rows on each engine.
pub(crate) struct Page {
    rows: [&'static str; 2],
    pub(crate) who: Looker,
    pub(crate) path: fn(&Kept) -> String,
}

macro_rules! pages {
    ($($name:literal, $who:ident, $path:expr;)+) => {
        &[$(Page {
            rows: [concat!("scale.", $name), concat!("scale.", $name, ".postgres")],
            who: Looker::$who,
            path: $path,
        }),+]
    };
}

pub(crate) const PAGES: &[Page] = pages! {
    "landing", Nobody, |_| "/".to_owned();
    "thread", Reader, |it| format!("/threads/{}", it.thread);
    "circle", Reader, |it| format!("/circles/{}", it.circle);
    "find", Reader, |_| "/circles/find".to_owned();
    "search", Reader, |_| "/circles/search?q=kitchen+tired".to_owned();
    "search.rare", Reader, |_| "/circles/search?q=occupational+yoga".to_owned();
    "mine", Member, |_| "/circles".to_owned();
    "unanswered", Member, |_| "/circles/waiting".to_owned();
    "ask", Reader, |_| "/support/ask".to_owned();
    "waiting", Waiting, |it| format!("/support/requests/{}", it.request);
    "conversation", Member, |it| format!("/conversations/{}", it.conversation);
    "past", Member, |_| "/support/past".to_owned();
    "gatherings", Member, |_| "/gatherings".to_owned();
    "desk", Facilitator, |_| "/desk".to_owned();
    "duty", Supporter, |_| "/duty".to_owned();
    "supervision", Supervisor, |_| "/supervision".to_owned();
    "feedback", Supervisor, |_| "/supervision/feedback".to_owned();
    "members", Administrator, |_| "/members".to_owned();
    "name", Administrator, |_| "/members?q=copper".to_owned();
};

/// What a page cost: processor milliseconds of the program, and milliseconds until the answer.
#[derive(Clone, Copy)]
struct Cost {
    cpu: f64,
    time: f64,
}

/// Measures every page at every size.
pub(crate) async fn measure(shares: &[f64], server: Option<&str>, table: &mut Table) -> Result<()> {
    for (engine, server) in
        [("SQLite", None), ("PostgreSQL", server)].iter().filter(|it| it.0 == "SQLite" || it.1.is_some())
    {
        println!("\nScale, on {engine}");
        let mut sizes = Vec::new();
        for share in shares {
            sizes.push(at_size(*share, *server).await.with_context(|| format!("at {share}"))?);
        }
        compare(shares, &sizes, server.is_some(), table);
    }
    Ok(())
}

async fn at_size(share: f64, server: Option<&str>) -> Result<Vec<Cost>> {
    let owned = server.map(str::to_owned);
    // PostgreSQL's own client blocks, which it may do on a thread of its own only.
    let kept = tokio::task::spawn_blocking(move || Kept::of(share, SEED, owned.as_deref())).await??;
    let program = Program::serve_at(&kept.config)?;
    println!("    {} % takes {:.0} MB on disk", share * 100.0, kept.bytes as f64 / 1e6);
    let mut costs = Vec::with_capacity(PAGES.len());
    for page in PAGES {
        let request = client::request(program.address, &(page.path)(&kept), kept.token(page.who), false);
        load(program.address, request.clone(), CONNECTIONS, WARM).await.with_context(|| page.rows[0].to_owned())?;
        let mut runs = Vec::with_capacity(RUNS);
        for _ in 0..RUNS {
            let before = program.cpu()?;
            let answered = load(program.address, request.clone(), CONNECTIONS, SPAN).await? as f64;
            let cpu = (program.cpu()? - before).as_secs_f64();
            runs.push(Cost { cpu: cpu * 1000.0 / answered, time: SPAN.as_secs_f64() * 1000.0 / answered });
        }
        costs.push(Cost { cpu: median(runs.iter().map(|it| it.cpu)), time: median(runs.iter().map(|it| it.time)) });
    }
    Ok(costs)
}

/// With SQLite the program's own processor time counts; with PostgreSQL the time of an answer, for a part of the work is
/// done by the server.
fn compare(shares: &[f64], sizes: &[Vec<Cost>], is_server: bool, table: &mut Table) {
    let heads: Vec<String> = shares.iter().map(|it| format!("{:>9} %", it * 100.0)).collect();
    println!("    ms for a page{:<19}{}", "", heads.concat());
    for (at, page) in PAGES.iter().enumerate() {
        let costs: Vec<f64> = sizes.iter().map(|size| if is_server { size[at].time } else { size[at].cpu }).collect();
        let told: Vec<String> = costs.iter().map(|it| format!("{it:>11.3}")).collect();
        println!("    {:<32}{}", page.rows[usize::from(is_server)], told.concat());
        if let (Some(small), Some(large)) = (costs.first(), costs.last()) {
            table.at_most(page.rows[usize::from(is_server)], "times", large / small, AT_MOST);
        }
    }
}
