//! People on open lines who speak in turns, in one room or in many, and hear what is said in theirs. Every delivery is
//! counted and timed; one that comes twice ends the run, one that is lost is told.

use std::{
    sync::{Arc, OnceLock},
    time::{Duration, Instant},
};

use anyhow::{Context, Error, Result, ensure};
use db::Uuid;
use tokio::{task::JoinSet, time::sleep_until};

use crate::{
    program,
    socket::{Heard, Socket},
    table::quantile,
};

/// What has not come this long after the last word was said is lost.
const PATIENCE: Duration = Duration::from_secs(5);

/// Everybody on one server, or on several that are one place.
pub(crate) struct Crowd {
    /// The programs that are weighed while they speak.
    programs: Vec<u32>,
    /// Person number N is in room number N modulo `rooms`.
    people: Vec<Socket>,
    rooms: usize,
    /// Runs so far: what is said in each has ids of its own.
    runs: usize,
}

/// What a run came to.
pub(crate) struct Brought {
    /// Milliseconds that each delivery took.
    pub(crate) spans: Vec<f64>,
    /// How many deliveries there should have been.
    pub(crate) due: usize,
    cpu: Duration,
    /// Why somebody did not hear everything.
    lost: Option<Error>,
}

impl Brought {
    /// Processor seconds of a million deliveries.
    pub(crate) fn cost(&self) -> f64 {
        self.cpu.as_secs_f64() * 1e6 / self.spans.len() as f64
    }

    /// How much of what should have come did come.
    pub(crate) fn share(&self) -> f64 {
        self.spans.len() as f64 / self.due as f64
    }

    /// Milliseconds below which nearly all deliveries lie.
    pub(crate) fn worst(&mut self) -> f64 {
        quantile(&mut self.spans, 0.99)
    }

    /// Fails when something was lost.
    pub(crate) fn whole(&self) -> Result<()> {
        let missing = self.due - self.spans.len();
        ensure!(self.lost.is_none(), "{missing} of {} deliveries were lost: {:#}", self.due, self.why());
        Ok(())
    }

    fn why(&self) -> String {
        self.lost.as_ref().map(|why| format!("{why:#}")).unwrap_or_default()
    }
}

/// What is said in a run, and when.
struct Talk {
    run: usize,
    begins: Instant,
    between: Duration,
    people: usize,
    rooms: usize,
    /// When each message was really said.
    said: Vec<OnceLock<Instant>>,
}

impl Talk {
    fn moment(&self, number: usize) -> tokio::time::Instant {
        (self.begins + self.between * number as u32).into()
    }

    fn id(&self, number: usize) -> Uuid {
        Uuid::from_u128((self.run as u128 + 1) << 64 | number as u128)
    }

    /// How many messages are said in the room of the person at this place.
    fn due(&self, place: usize) -> usize {
        (place % self.rooms..self.said.len()).step_by(self.rooms).len()
    }
}

impl Crowd {
    /// These people, as many in each room; what they cost is weighed in these programs.
    pub(crate) fn new(programs: Vec<u32>, people: Vec<Socket>, rooms: usize) -> Result<Self> {
        ensure!(rooms > 0 && people.len().is_multiple_of(rooms), "rooms are equally full");
        Ok(Self { programs, people, rooms, runs: 0 })
    }

    fn cpu(&self) -> Result<Duration> {
        self.programs.iter().map(|it| program::cpu(*it)).sum()
    }

    /// People speak one after the other, so many messages a second together, and everybody hears what is said in their
    /// room.
    pub(crate) async fn speak(&mut self, rate: u32, span: Duration) -> Result<Brought> {
        let between = Duration::from_secs(1) / rate;
        let count = (span.as_secs_f64() * f64::from(rate)) as usize;
        let begins = Instant::now() + Duration::from_millis(300);
        let said = (0..count).map(|_| OnceLock::new()).collect();
        let (run, people, rooms) = (self.runs, self.people.len(), self.rooms);
        self.runs += 1;
        let talk = Arc::new(Talk { run, begins, between, people, rooms, said });
        let (mut tasks, before) = (JoinSet::new(), self.cpu()?);
        for (place, socket) in self.people.drain(..).enumerate() {
            tasks.spawn(be_there(socket, place, Arc::clone(&talk)));
        }
        let due = (0..people).map(|place| talk.due(place)).sum();
        let (mut spans, mut lost) = (Vec::with_capacity(due), None);
        let mut back: Vec<Option<Socket>> = (0..people).map(|_| None).collect();
        while let Some(ended) = tasks.join_next().await {
            let (place, socket, heard, missed) = ended??;
            back[place] = Some(socket);
            spans.extend(heard);
            lost = lost.or(missed);
        }
        self.people = back.into_iter().flatten().collect();
        Ok(Brought { spans, due, cpu: self.cpu()? - before, lost })
    }

    /// The most messages a second, of these, with which everything is brought and nearly all of it within so many
    /// milliseconds; 0 where not even the first is.
    pub(crate) async fn most(&mut self, rates: &[u32], step: Duration, within: f64) -> Result<f64> {
        let mut most = 0.0;
        for rate in rates {
            let mut brought = self.speak(*rate, step).await?;
            let worst = brought.worst();
            println!("    {rate} messages/s: p99 {worst:.1} ms, {:.2} CPU s/million", brought.cost());
            if let Err(why) = brought.whole() {
                println!("    {why}");
                break;
            }
            if worst >= within {
                break;
            }
            most = f64::from(*rate);
        }
        Ok(most)
    }
}

/// Somebody speaks when it is their turn, and hears until they have heard everything. Answers how long each message took
/// to them in milliseconds, and why some never came.
async fn be_there(
    mut socket: Socket,
    place: usize,
    talk: Arc<Talk>,
) -> Result<(usize, Socket, Vec<f64>, Option<Error>)> {
    let (count, due) = (talk.said.len(), talk.due(place));
    let mut mine = (place..count).step_by(talk.people);
    let own = if socket.tells_saved() { mine.len() } else { 0 };
    let mut next = mine.next();
    let (mut heard, mut saved, mut spans) = (vec![false; count], 0, Vec::with_capacity(due));
    let turn = sleep_until(talk.moment(next.unwrap_or(count)));
    let end = sleep_until(talk.moment(count) + PATIENCE);
    tokio::pin!(turn, end);
    while spans.len() < due || saved < own {
        tokio::select! {
            () = &mut turn, if next.is_some() => {
                let number = next.take().context("it is somebody's turn")?;
                ensure!(talk.said[number].set(Instant::now()).is_ok(), "nobody else says this");
                socket.say(talk.id(number)).await?;
                next = mine.next();
                turn.as_mut().reset(talk.moment(next.unwrap_or(count)));
            }
            frame = socket.hear() => {
                let now = Instant::now();
                let id = match frame {
                    Ok(Heard::Words(id)) => id,
                    Ok(Heard::Saved) => {
                        saved += 1;
                        continue;
                    }
                    Err(why) => return Ok((place, socket, spans, Some(why))),
                };
                let number = id.as_u128() as u64 as usize;
                // Said before this run.
                if id != talk.id(number) {
                    continue;
                }
                let was_heard = heard.get_mut(number).context("nobody said this")?;
                ensure!(number % talk.rooms == place % talk.rooms, "message {number} came to another room");
                ensure!(!std::mem::replace(was_heard, true), "message {number} came twice");
                let said = talk.said[number].get().context("heard before it was said")?;
                spans.push((now - *said).as_secs_f64() * 1000.0);
            }
            () = &mut end => {
                let missed = due - spans.len();
                let why = Error::msg(format!("{missed} messages never came, {saved} of {own} saved"));
                return Ok((place, socket, spans, Some(why)));
            }
        }
    }
    Ok((place, socket, spans, None))
}
