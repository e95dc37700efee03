//! Pages: the first page, and the page of somebody who waits; plain as they are, and pressed as browsers ask for them.

use std::{fs, path::Path, time::Duration};

use anyhow::Result;

use crate::{
    client::{self, load},
    program::{Folder, Program},
    seed,
    table::{Table, median},
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
}

/// Measures all pages.
pub(crate) async fn measure(folder: &Folder, table: &mut Table) -> Result<()> {
    println!("\nPages, {CONNECTIONS} kept connections");
    let (data, samples) = (folder.join("town"), folder.join("pages"));
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
    };
    let pages = [
        page("landing", "page.landing", "page.landing.cpu", false, false),
        page("waiting", "page.waiting", "page.waiting.cpu", true, false),
        page("landing-gzip", "page.landing.gzip", "page.landing.gzip.cpu", false, true),
        page("waiting-gzip", "page.waiting.gzip", "page.waiting.gzip.cpu", true, true),
    ];
    compare(&ours, &samples, &pages, table).await
}

/// Measures these pages of ours beside the bare server, which sends the same bytes.
pub(crate) async fn compare(ours: &Program, samples: &Path, pages: &[Page], table: &mut Table) -> Result<()> {
    fs::create_dir(samples)?;
    for page in pages {
        let answer = client::fetch(ours.address, &page.request(ours)).await?;
        fs::write(samples.join(page.sample), answer.bytes())?;
        println!("    {} is {} bytes", page.sample, answer.bytes().len());
    }
    let reference = Program::reference(samples)?;
    for page in pages {
        let bare = client::request(reference.address, &format!("/page/{}", page.sample), None, false);
        let (mut rates, mut costs) = ((Vec::new(), Vec::new()), (Vec::new(), Vec::new()));
        for _ in 0..RUNS {
            let (rate, cost) = run(ours, page.request(ours)).await?;
            rates.0.push(rate);
            costs.0.push(cost);
            let (rate, cost) = run(&reference, bare.clone()).await?;
            rates.1.push(rate);
            costs.1.push(cost);
        }
        table.more(page.rate, "requests/s", (median(rates.0), median(rates.1)), page.goal);
        table.less(page.cost, "CPU ms each", (median(costs.0), median(costs.1)), None);
    }
    Ok(())
}

impl Page {
    fn request(&self, ours: &Program) -> Vec<u8> {
        client::request(ours.address, &self.path, self.token.as_deref(), self.gzip)
    }
}

/// Requests a second, and processor milliseconds for each.
async fn run(program: &Program, request: Vec<u8>) -> Result<(f64, f64)> {
    load(program.address, request.clone(), CONNECTIONS, WARM).await?;
    let before = program.cpu()?;
    let answered = load(program.address, request, CONNECTIONS, SPAN).await? as f64;
    let cost = program.cpu()? - before;
    Ok((answered / SPAN.as_secs_f64(), cost.as_secs_f64() * 1000.0 / answered))
}
