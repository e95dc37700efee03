//! A whole run: the plan, chapter by chapter, told line by line, and a table at the end.

use std::{
    fs,
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Result;

use crate::{
    check::{self, Kind, Violation},
    clients::Clients,
    clock::Clock,
    disk::Disk,
    faults::{Held, Strike, first_start},
    figures::Figures,
    history::Log,
    plan::{Chapter, Fault, Ground, On, plan},
    scene::{self, Scene, World},
    stage::Size,
};

/// What is asked of a run.
pub struct Choices {
    /// How many faults.
    pub rounds: usize,
    /// What decides all of them.
    pub seed: u64,
    /// Where.
    pub on: On,
    /// Only these; all that are possible there, when empty.
    pub only: Vec<Fault>,
    /// How many open pages come back at once.
    pub crowd: usize,
    /// The program.
    pub program: PathBuf,
    /// Where everything of the run is put, and left when something was found. A temporary folder, when absent.
    pub folder: Option<PathBuf>,
}

/// Violations of each kind that are printed whole; the others are only counted.
const TOLD: usize = 3;

/// Runs. Answers whether nothing was found.
pub async fn run(choices: Choices) -> Result<bool> {
    let began = Instant::now();
    let folder = scene::folder(choices.folder.as_deref())?;
    let mut chapters = plan(choices.on, choices.rounds, choices.seed, &choices.only);
    let mut figures = Figures::default();
    skip_what_is_not_allowed(&mut chapters, &folder, &mut figures);
    let rounds: usize = chapters.iter().map(|it| it.rounds.len()).sum();
    println!("nemesis on {:?}, seed {}: {rounds} rounds in {} communities", choices.on, choices.seed, chapters.len());
    for skipped in &figures.skipped {
        println!("SKIPPED: {skipped}");
    }
    let mut world = World::begin(choices.on, choices.program, folder.clone(), choices.seed, choices.crowd)?;
    for (number, chapter) in chapters.iter().enumerate() {
        let new = match chapter.ground {
            Ground::Empty => first_starts(&world, chapter, &mut figures).await?,
            _ => community(&mut world, chapter, number + 1, rounds, &mut figures).await?,
        };
        for violation in &new {
            if figures.found(violation) <= TOLD {
                println!("\nVIOLATION  {violation}");
            }
        }
    }
    drop(world);
    println!("\nnemesis on {:?}, seed {}, in {:.0} s:", choices.on, choices.seed, began.elapsed().as_secs_f64());
    println!("{}", figures.table());
    if figures.is_clean() {
        drop(fs::remove_dir_all(&folder));
        println!("\nNothing was lost.");
    } else {
        println!("\nDatabases, logs and histories of what went wrong are left in {}", folder.display());
    }
    Ok(figures.is_clean())
}

/// A fault that this machine does not allow is left out, and that is said aloud.
fn skip_what_is_not_allowed(chapters: &mut Vec<Chapter>, folder: &std::path::Path, figures: &mut Figures) {
    for (ground, why) in [(Ground::OwnDisk, Disk::refused(folder)), (Ground::OwnClock, Clock::refused())] {
        if let Some(why) = why.filter(|_| chapters.iter().any(|it| it.ground == ground)) {
            figures.skipped.push(why);
            chapters.retain(|it| it.ground != ground);
        }
    }
}

async fn first_starts(world: &World, chapter: &Chapter, figures: &mut Figures) -> Result<Vec<Violation>> {
    let mut found = Vec::new();
    for round in &chapter.rounds {
        println!("[{:>4}] {round}", round.number);
        found.extend(first_start(world, round, figures).await?);
        *figures.faults.entry(round.fault).or_default() += 1;
    }
    Ok(found)
}

async fn community(
    world: &mut World,
    chapter: &Chapter,
    number: usize,
    rounds: usize,
    figures: &mut Figures,
) -> Result<Vec<Violation>> {
    let mut scene = Scene::empty(world, &format!("community-{number}"), chapter.ground).await?;
    let size = match (chapter.ground, chapter.rounds.len()) {
        // A live room closes when nobody who looks after it was seen for a while: on a clock that jumps, that is right.
        (Ground::OwnClock, _) => Size { room: 0, ..Size::SMALL },
        (_, 0..=15) => Size::SMALL,
        _ => Size::USUAL,
    };
    let stage = scene.set(size).await?;
    figures.ready(scene.start().await?);
    let (log, mut held) = (Arc::new(Log::default()), Held::default());
    let clients = Clients::begin(&stage, size, &log, world.seed ^ number as u64);
    scene.tell(&clients);
    let mut found = Vec::new();
    for round in &chapter.rounds {
        let (began, before) = (Instant::now(), log.saved());
        let mut strike = Strike {
            world: &mut *world,
            scene: &mut scene,
            stage: &stage,
            clients: &clients,
            log: &log,
            figures: &mut *figures,
            held: &mut held,
        };
        found.extend(strike.does(round).await?);
        *figures.faults.entry(round.fault).or_default() += 1;
        found.extend(scene.look(&stage)?);
        let (took, saved) = (began.elapsed().as_secs_f64(), log.saved() - before);
        println!("[{:>4}/{rounds}] {round:<60} {took:>6.2} s, {saved} words saved", round.number);
        if found.iter().any(|it| it.kind == Kind::Unsound) {
            // Nothing that follows would tell more.
            break;
        }
    }
    // A calm second, in which the dispatcher's lease may move as well.
    tokio::time::sleep(Duration::from_secs(1)).await;
    drop(held);
    clients.finish().await;
    scene.end();
    let (history, kept) = (log.events(), scene.kept(&stage).await?);
    found.extend(check::check(&history, &kept));
    found.extend(scene.sound()?);
    if chapter.rounds.iter().all(|it| it.fault.is_quiet()) {
        found.extend(scene.errors().into_iter().map(|line| Violation::new(Kind::Odd, format!("in a log: {line}"))));
    }
    figures.count(&history);
    println!("       community {number}: {} things happened, {} violations", history.len(), found.len());
    if found.is_empty() {
        scene.remove();
    } else {
        let lines: Vec<String> = history.iter().map(ToString::to_string).collect();
        fs::write(scene.folder.join("history.txt"), lines.join("\n"))?;
    }
    Ok(found)
}
