//! A live room with two hundred people in it: what it costs to bring each word to everybody, how long that takes, and
//! how much one room holds. Every delivery is counted; one that is lost, or that comes twice, ends the run.

use std::{
    sync::{Arc, OnceLock},
    time::{Duration, Instant},
};

use anyhow::{Context, Error, Result, bail, ensure};
use db::Uuid;
use serde_json::json;
use tokio::{task::JoinSet, time::sleep_until};

use crate::{
    client,
    program::{Folder, Program},
    reference::id_in,
    seed,
    table::{Table, median, quantile},
    talk::{Socket, is_message, sample},
};

/// People in the room, each with a page that is open.
const PEOPLE: usize = 200;
/// Messages a second on a lively evening. People speak in turns, so nobody comes near what one socket may bring.
const LIVELY: u32 = 20;
const RUNS: usize = 3;
const SPAN: Duration = Duration::from_secs(8);
/// Messages a second, more and more, until the room no longer keeps up. A socket may bring eight a second, so two
/// hundred people never say more than the last of these.
const MORE: [u32; 7] = [200, 400, 600, 800, 1000, 1200, 1400];
const STEP: Duration = Duration::from_secs(3);
/// A room keeps up while nearly every word is displayed within this many milliseconds.
const KEEPS_UP: f64 = 50.0;
/// What has not come this long after the last word was said is lost.
const PATIENCE: Duration = Duration::from_secs(5);

/// Everybody's sockets to one of the two servers.
struct Side<'a> {
    program: &'a Program,
    people: Vec<Socket>,
}

/// What a run came to.
struct Heard {
    /// Milliseconds that each delivery took.
    spans: Vec<f64>,
    /// How many deliveries there should have been.
    due: usize,
    cpu: Duration,
    /// Why somebody did not hear everything.
    lost: Option<Error>,
}

impl Heard {
    /// Processor seconds of a million deliveries.
    fn cost(&self) -> f64 {
        self.cpu.as_secs_f64() * 1e6 / self.spans.len() as f64
    }

    fn share(&self) -> f64 {
        self.spans.len() as f64 / self.due as f64
    }
}

/// Measures a room.
pub(crate) async fn measure(folder: &Folder, table: &mut Table) -> Result<()> {
    println!("\nA live room of {PEOPLE}, {LIVELY} messages a second");
    let (data, samples) = (folder.join("room"), folder.join("room-frames"));
    let ground = seed::open(&data)?;
    let room = seed::room(&ground, PEOPLE).await?;
    drop(ground);
    let program = Program::serve(&data)?;
    let mut ours = Side { program: &program, people: Vec::with_capacity(PEOPLE) };
    let page = format!("/circles/{}/room", room.circle);
    let line = format!("{page}/evenings/{}/live", room.evening);
    for token in &room.tokens {
        // Coming to the page is what makes somebody be there; the line alone hears nothing.
        client::fetch(program.address, &client::request(program.address, &page, Some(token), false)).await?;
        let mut socket = Socket::open(program.address, &line, token).await?;
        socket.send(&json!({ "t": "resume", "after": 0 })).await?;
        ours.people.push(socket);
    }
    let first = room.tokens.first().context("somebody is there")?;
    sample(Socket::open(program.address, &line, first).await?, &samples).await?;
    let reference = Program::reference(&samples)?;
    let mut bare = Side { program: &reference, people: Vec::with_capacity(PEOPLE) };
    for token in &room.tokens {
        bare.people.push(Socket::open(reference.address, "/room/evening", token).await?);
    }

    lively(&mut ours, &mut bare, table).await?;
    let most = (most(&mut ours).await?, most(&mut bare).await?);
    table.at_least("room.max", "deliveries/s", most.0, 100_000.0);
    table.more("room.max.bare", "deliveries/s", most, None);
    Ok(())
}

/// Both in turns, at a rate that both hold.
async fn lively(ours: &mut Side<'_>, bare: &mut Side<'_>, table: &mut Table) -> Result<()> {
    let mut runs = (Vec::new(), Vec::new());
    for turn in 0..RUNS {
        runs.0.push(speak(ours, turn, LIVELY, SPAN).await?);
        runs.1.push(speak(bare, turn, LIVELY, SPAN).await?);
    }
    let mut middle =
        |of: &dyn Fn(&mut Heard) -> f64| (median(runs.0.iter_mut().map(of)), median(runs.1.iter_mut().map(of)));
    table.less("room.cpu", "CPU s/million", middle(&|it| it.cost()), Some(0.62));
    table.less("room.p50", "ms", middle(&|it| quantile(&mut it.spans, 0.5)), None);
    table.less("room.p99", "ms", middle(&|it| quantile(&mut it.spans, 0.99)), None);
    let worst = |runs: &[Heard]| runs.iter().map(Heard::share).fold(1.0, f64::min);
    table.at_least("room.delivered", "share", worst(&runs.0), 1.0);
    for run in runs.0.into_iter().chain(runs.1) {
        if let Some(why) = run.lost {
            bail!("{} of {} deliveries were lost: {why:#}", run.due - run.spans.len(), run.due);
        }
    }
    Ok(())
}

/// The most deliveries a second with which a room keeps up.
async fn most(side: &mut Side<'_>) -> Result<f64> {
    let mut most = 0.0;
    for (step, rate) in MORE.into_iter().enumerate() {
        let mut heard = speak(side, RUNS + step, rate, STEP).await?;
        let worst = quantile(&mut heard.spans, 0.99);
        println!("    {rate} messages/s: p99 {worst:.1} ms, {:.2} CPU s/million", heard.cost());
        if let Some(why) = heard.lost {
            println!("    {} of {} deliveries were lost: {why:#}", heard.due - heard.spans.len(), heard.due);
            break;
        }
        if worst >= KEEPS_UP {
            break;
        }
        most = heard.due as f64 / STEP.as_secs_f64();
    }
    Ok(most)
}

/// What is said in a run, and when.
struct Evening {
    turn: usize,
    begins: Instant,
    between: Duration,
    /// When each message was really said.
    said: Vec<OnceLock<Instant>>,
}

impl Evening {
    fn moment(&self, number: usize) -> tokio::time::Instant {
        (self.begins + self.between * number as u32).into()
    }

    fn id(&self, number: usize) -> Uuid {
        Uuid::from_u128((self.turn as u128 + 1) << 64 | number as u128)
    }
}

/// People speak one after the other, so many messages a second together, and everybody hears everything.
async fn speak(side: &mut Side<'_>, turn: usize, rate: u32, span: Duration) -> Result<Heard> {
    let between = Duration::from_secs(1) / rate;
    let count = (span.as_secs_f64() * f64::from(rate)) as usize;
    let begins = Instant::now() + Duration::from_millis(300);
    let said = (0..count).map(|_| OnceLock::new()).collect();
    let evening = Arc::new(Evening { turn, begins, between, said });
    let (mut people, before) = (JoinSet::new(), side.program.cpu()?);
    for (place, socket) in side.people.drain(..).enumerate() {
        people.spawn(be_there(socket, place, Arc::clone(&evening)));
    }
    let (mut spans, mut lost) = (Vec::with_capacity(PEOPLE * count), None);
    while let Some(ended) = people.join_next().await {
        let (socket, heard, missed) = ended??;
        side.people.push(socket);
        spans.extend(heard);
        lost = lost.or(missed);
    }
    Ok(Heard { spans, due: PEOPLE * count, cpu: side.program.cpu()? - before, lost })
}

/// Somebody speaks when it is their turn, and hears until they have heard everything. Answers how long each message took
/// to them in milliseconds, and why some never came.
async fn be_there(
    mut socket: Socket,
    place: usize,
    evening: Arc<Evening>,
) -> Result<(Socket, Vec<f64>, Option<Error>)> {
    let count = evening.said.len();
    let mut mine = (place..count).step_by(PEOPLE);
    let (own, mut next) = (mine.len(), mine.next());
    let (mut heard, mut saved, mut spans) = (vec![false; count], 0, Vec::with_capacity(count));
    let turn = sleep_until(evening.moment(next.unwrap_or(count)));
    let end = sleep_until(evening.moment(count) + PATIENCE);
    tokio::pin!(turn, end);
    while spans.len() < count || saved < own {
        tokio::select! {
            () = &mut turn, if next.is_some() => {
                let number = next.take().context("it is somebody's turn")?;
                ensure!(evening.said[number].set(Instant::now()).is_ok(), "nobody else says this");
                socket.say(evening.id(number)).await?;
                next = mine.next();
                turn.as_mut().reset(evening.moment(next.unwrap_or(count)));
            }
            frame = socket.hear() => {
                let now = Instant::now();
                let frame = match frame {
                    Ok(frame) => frame,
                    Err(why) => return Ok((socket, spans, Some(why))),
                };
                if !is_message(&frame) {
                    saved += 1;
                    continue;
                }
                let id: Uuid = id_in(&frame).context("a message has an id")?.parse()?;
                let number = id.as_u128() as u64 as usize;
                // The sample that was said before this run.
                if id != evening.id(number) {
                    continue;
                }
                let was_heard = heard.get_mut(number).context("nobody said this")?;
                ensure!(!std::mem::replace(was_heard, true), "message {number} came twice");
                let said = evening.said[number].get().context("heard before it was said")?;
                spans.push((now - *said).as_secs_f64() * 1000.0);
            }
            () = &mut end => {
                let missed = count - spans.len();
                return Ok((socket, spans, Some(Error::msg(format!("{missed} messages never came, {saved} of {own} saved")))));
            }
        }
    }
    Ok((socket, spans, None))
}
