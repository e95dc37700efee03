//! Pages that are open and quiet: what each of them costs in memory, and what five thousand of them come to.

use std::time::Duration;

use anyhow::Result;

use crate::{Run, machine::sockets_allowed, program::Program, seed, socket::Socket, table::Table};

/// Sockets on which nothing happens, weighed beside those of the bare server.
pub(crate) const IDLE: usize = 1_000;
/// Sockets with which a small machine still has room.
const MANY: usize = 5_000;
/// Sockets opened and closed before anything is weighed.
pub(crate) const WARM: usize = 50;
/// Time for what was opened to come to rest.
pub(crate) const REST: Duration = Duration::from_millis(500);

/// Measures idle sockets.
pub(crate) async fn measure(run: &Run, table: &mut Table) -> Result<()> {
    let (many, idle) = (sockets_allowed(run.some(MANY, 2 * IDLE)), IDLE);
    println!("\nIdle sockets, {idle} and {many}");
    let (data, samples) = (run.folder.join("idle"), run.folder.join("idle-frames"));
    let ground = seed::open(&data)?;
    let talks = seed::talks(&ground, idle / 2).await?;
    drop(ground);
    let program = Program::serve(&data)?;
    Socket::open(program.address, &talks[0].line(), &talks[0].asker).await?.sample(&samples).await?;
    let reference = Program::reference(&samples)?;

    let pages: Vec<_> = talks.iter().flat_map(|talk| talk.tokens().map(|token| (talk, token))).collect();
    let mut open = Vec::with_capacity(many);
    // The first ones make a program fetch much that is not theirs.
    for (talk, token) in &pages[..WARM] {
        drop(Socket::open(program.address, &talk.line(), token).await?);
        drop(Socket::open(reference.address, &format!("/room/{}", talk.id), token).await?);
    }
    tokio::time::sleep(REST).await;
    let before = program.memory()?;
    for (talk, token) in &pages {
        open.push(Socket::open(program.address, &talk.line(), token).await?);
    }
    tokio::time::sleep(REST).await;
    let ours = (program.memory()? - before) / pages.len() as f64;
    let before = reference.memory()?;
    let mut others = Vec::with_capacity(pages.len());
    for (talk, token) in &pages {
        others.push(Socket::open(reference.address, &format!("/room/{}", talk.id), token).await?);
    }
    tokio::time::sleep(REST).await;
    let bare = (reference.memory()? - before) / pages.len() as f64;
    drop(others);
    table.at_most("idle.kib", "KiB a socket", ours, 10.0);
    table.less("idle.kib.bare", "KiB a socket", (ours, bare), None);

    // Each page is open more than once, as on a phone and a computer.
    for (talk, token) in pages.iter().cycle().take(many - pages.len()) {
        open.push(Socket::open(program.address, &talk.line(), token).await?);
    }
    tokio::time::sleep(REST).await;
    let megabytes = program.memory()? * 1024.0 / 1e6;
    // What is missing of five thousand, where the system allows fewer or the run is a quick one, is not guessed.
    match open.len() {
        MANY => table.at_most("rest.idle5000", "MB", megabytes, 100.0),
        fewer => table.alone(format!("rest.idle{fewer}"), "MB", megabytes),
    }
    Ok(())
}
