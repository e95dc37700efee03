//! Pages: the first page, and the page of somebody who waits; plain as they are, and pressed as browsers ask for them.

use std::{fs, path::Path, time::Duration};

use anyhow::Result;

use crate::{
    Run,
    client::{self, load},
    program::Program,
    seed,
    table::Table,
    thread,
};

/// Connections that ask at the same time.
const CONNECTIONS: usize = 32;
/// Runs of each server, in turns.
const RUNS: usize = 3;
const WARM: Duration = Duration::from_millis(200);
const SPAN: Duration = Duration::from_millis(1200);

/// A page to be measured.
pub(crate) struct Page {
    /// Under which the bare server keeps its bytes.
    pub(crate) sample: &'static str,
    /// Name of the row of requests a second.
    pub(crate) rate: &'static str,
    /// Name of the row of processor time.
    pub(crate) cost: &'static str,
    /// Where it is.
    pub(crate) path: String,
    /// Who asks.
    pub(crate) token: Option<String>,
    /// Whether it is asked for pressed.
    pub(crate) gzip: bool,
    /// The ratio to reach.
    pub(crate) goal: Option<f64>,
    /// Words of the posts in it, where the bare server shall build the page from a database each time. The rows above then
    /// are beside that; the rows of these names are beside the same bytes from memory.
    pub(crate) posts: Option<(Vec<String>, &'static str, &'static str)>,
}

/// Measures all pages.
pub(crate) async fn measure(run: &Run, table: &mut Table) -> Result<()> {
    println!("\nPages, {CONNECTIONS} kept connections");
    let (data, samples) = (run.folder.join("town"), run.folder.join("pages"));
    let waiting = seed::town(&data).await?;
    let ours = Program::serve(&data)?;
    let page = |sample, rate, cost, signed_in: bool, gzip: bool| Page {
        sample,
        rate,
        cost,
        path: if signed_in { format!("/support/requests/{}", waiting.id) } else { "/".to_owned() },
        token: signed_in.then(|| waiting.token.clone()),
        gzip,
        goal: (!gzip).then_some(0.5),
        posts: None,
    };
    let pages = [
        page("landing", "page.landing", "page.landing.cpu", false, false),
        page("waiting", "page.waiting", "page.waiting.cpu", true, false),
        page("landing-gzip", "page.landing.gzip", "page.landing.gzip.cpu", false, true),
        page("waiting-gzip", "page.waiting.gzip", "page.waiting.gzip.cpu", true, true),
    ];
    compare(run, &ours, &samples, &pages, table).await
}

/// Measures these pages of ours beside the bare server, which sends the same bytes.
pub(crate) async fn compare(
    run: &Run,
    ours: &Program,
    samples: &Path,
    pages: &[Page],
    table: &mut Table,
) -> Result<()> {
    fs::create_dir(samples)?;
    for page in pages {
        let answer = client::fetch(ours.address, &page.request(ours)).await?;
        fs::write(samples.join(page.sample), answer.bytes())?;
        println!("    {} is {} bytes", page.sample, answer.bytes().len());
        if let Some((posts, ..)) = &page.posts {
            thread::write(samples, posts, &answer.body()?)?;
        }
    }
    let reference = Program::reference(samples)?;
    for page in pages {
        let bare = |path: &str| client::request(reference.address, path, None, false);
        let memory = bare(&format!("/page/{}", page.sample));
        let built = bare(&format!("/thread/{}/{}", page.sample, thread::ASKED));
        let (mut own, mut sent, mut read) = (Runs::default(), Runs::default(), Runs::default());
        for _ in 0..run.runs(RUNS) {
            own.add(load_of(run, ours, page.request(ours)).await?);
            sent.add(load_of(run, &reference, memory.clone()).await?);
            if page.posts.is_some() {
                read.add(load_of(run, &reference, built.clone()).await?);
            }
        }
        let rows = |table: &mut Table, rate, cost, bare: Runs, goal| {
            table.more(rate, "requests/s", (own.0.clone(), bare.0), goal);
            table.less(cost, "CPU ms each", (own.1.clone(), bare.1), None);
        };
        match page.posts {
            Some((_, rate, cost)) => {
                rows(table, page.rate, page.cost, read, page.goal);
                rows(table, rate, cost, sent, None);
            }
            None => rows(table, page.rate, page.cost, sent, page.goal),
        }
    }
    Ok(())
}

/// Requests a second and what each of them cost, run by run.
#[derive(Default)]
struct Runs(Vec<f64>, Vec<f64>);

impl Runs {
    fn add(&mut self, (rate, cost): (f64, f64)) {
        self.0.push(rate);
        self.1.push(cost);
    }
}

impl Page {
    fn request(&self, ours: &Program) -> Vec<u8> {
        client::request(ours.address, &self.path, self.token.as_deref(), self.gzip)
    }
}

/// Requests a second, and processor milliseconds for each.
async fn load_of(run: &Run, program: &Program, request: Vec<u8>) -> Result<(f64, f64)> {
    let span = if run.quick { SPAN / 3 } else { SPAN };
    load(program.address, request.clone(), CONNECTIONS, WARM).await?;
    let before = program.cpu()?;
    let answered = load(program.address, request, CONNECTIONS, span).await? as f64;
    let cost = program.cpu()? - before;
    Ok((answered / span.as_secs_f64(), cost.as_secs_f64() * 1000.0 / answered))
}
