//! The demo: a temporary community of made-up people, on this machine only. `serve` cannot reach any of this: the pages
//! here are added by this command alone, to a community that this command made and removes.

use std::{
    fs,
    io::IsTerminal,
    net::SocketAddr,
    path::PathBuf,
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::Result;
use askama::Template;
use axum::{
    http::header,
    routing::{get, post},
};
use db::{Error, OsRandom, Random};
use web::{Form, Page};
use words::{Ctx, MemberId, Public, cookie, session_cookie_name};

use crate::{
    config::Config,
    metrics::Metrics,
    router,
    server::{self, listen},
    town::{self, Townsperson},
    wiring::{self, Ground},
};

/// How the demo is shown.
#[derive(clap::Args, Clone, Default)]
pub struct Choices {
    /// The port, on this machine only. 0 chooses a free one.
    #[arg(long)]
    port: Option<u16>,
    /// Does not open a browser.
    #[arg(long)]
    no_browser: bool,
}

/// The folder of a demo, removed at its end.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// Runs the demo until it is asked to end.
pub fn run(choices: &Choices) -> Result<()> {
    let mut name = [0; 6];
    OsRandom.fill(&mut name);
    let name: String = name.iter().map(|byte| format!("{byte:02x}")).collect();
    let folder = Folder(std::env::temp_dir().join(format!("alongside-demo-{name}")));
    let config = Config { data: folder.0.clone(), ballast_megabytes: 0, ..Config::default() };
    println!("Preparing a community of made-up people …");
    let ground = Ground::open(&config)?;
    let served = server::block_on(show(choices, &config, &ground));
    // The database is let go before its folder.
    drop(ground);
    drop(folder);
    println!("The made-up community is gone.");
    served
}

async fn show(choices: &Choices, config: &Config, ground: &Ground) -> Result<()> {
    let end = server::until_asked_to_end()?;
    let people = ground.db.write(town::settle).await?;
    println!("  {} people, with shifts, conversations and requests", people.len());
    let work = server::start_work(ground, None).await?;
    tokio::spawn(town::keep_pages_open(ground.db.clone()));
    let listener = match choices.port {
        Some(port) => listen(SocketAddr::from(([127, 0, 0, 1], port))).await?,
        None => match listen(config.listen).await {
            Ok(listener) => listener,
            Err(_) => listen(SocketAddr::from(([127, 0, 0, 1], 0))).await?,
        },
    };
    let address = listener.local_addr()?;
    let public = Public { url: format!("http://{address}"), demo: true, ..Public::default() };
    let app = wiring::app(ground, public, config.connections);
    let pages = router::rooms().route("/demo", get(choose)).route("/demo/person", post(become_somebody));
    println!("listening on http://{address}");
    println!("Open http://{address}/demo – and stop with Ctrl-C.");
    if !choices.no_browser && std::io::stdout().is_terminal() {
        open_browser(&format!("http://{address}/demo"));
    }
    let end = server::drain(end, app.sockets.clone(), Duration::ZERO);
    server::serve(listener, router::router(&app, pages, &Metrics::default()), config.connections, end).await;
    work.end(ground).await
}

/// Opens a browser where there is one; where there is none, the printed address is enough.
fn open_browser(address: &str) {
    for program in ["xdg-open", "open"] {
        let started =
            Command::new(program).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        if started.is_ok() {
            return;
        }
    }
}

#[derive(Template)]
#[template(path = "demo.html")]
struct Choose<'a> {
    c: &'a Ctx,
    groups: Vec<(&'static str, Vec<Townsperson>)>,
}

async fn choose(c: Ctx) -> Page {
    let mut people = c.read(town::people).await?;
    let mut groups = Vec::new();
    for (key, staff, supporter) in [
        ("demo-people-members", false, false),
        ("demo-people-supporters", false, true),
        ("demo-people-staff", true, false),
    ] {
        let (these, others) = people
            .into_iter()
            .partition(|it: &Townsperson| it.is_staff() == staff && (staff || it.is_supporter() == supporter));
        groups.push((key, these));
        people = others;
    }
    c.page(&Choose { c: &c, groups })
}

async fn become_somebody(c: Ctx, form: Form) -> Page {
    let id: MemberId = form.text("person").parse()?;
    let token = c
        .write(move |tx| {
            town::people(tx)?.into_iter().find(|it| it.id == id).ok_or(Error::NotFound)?;
            people::session::open(tx, id, false)
        })
        .await?;
    let mut response = c.go("/")?;
    let value = cookie(c.app(), session_cookie_name(c.app()), token);
    response.headers_mut().append(header::SET_COOKIE, value);
    Ok(response)
}
