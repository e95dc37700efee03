//! People at their browsers. Each writes down what they do and what they are told, comes back when the line is cut, and
//! does again what they do not know the end of – where the page would.

mod places;
mod support;
mod talks;

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{sync::watch, task::JoinSet};

use crate::{
    chance::Chance,
    history::{Log, What},
    net::{Answer, Socket, ask},
    stage::{Size, Stage},
};

/// Where the nodes listen; nothing for one that is down.
pub(crate) type Doors = Arc<Vec<Option<SocketAddr>>>;

/// Time to finish, once nothing is broken any more.
const FINISH_WITHIN: Duration = Duration::from_secs(40);

/// Everybody's end of the line.
pub(crate) struct Clients {
    /// Tells everybody where the nodes are.
    pub(crate) doors: watch::Sender<Doors>,
    finish: watch::Sender<bool>,
    people: JoinSet<()>,
    log: Arc<Log>,
}

impl Clients {
    /// Everybody of the stage begins.
    pub(crate) fn begin(stage: &Stage, size: Size, log: &Arc<Log>, seed: u64) -> Self {
        let (doors, at) = watch::channel(Doors::default());
        let (finish, finished) = watch::channel(false);
        let mut people = JoinSet::new();
        let mut homes = 0;
        let mut line = |name: String| {
            homes += 1;
            Line {
                chance: Mutex::new(Chance::of(seed, &name)),
                name,
                home: homes,
                doors: at.clone(),
                finished: finished.clone(),
                log: Arc::clone(log),
            }
        };
        for (number, (id, asker, supporter)) in stage.talks.iter().enumerate() {
            for (role, person) in [("asker", asker), ("supporter", supporter)] {
                let path = format!("/conversations/{id}/live");
                people.spawn(talks::Talker::new(line(format!("{role} {number}")), id.0, path, person).talks());
            }
            people.spawn(talks::writes_forms(line(format!("form {number}")), *id, asker.clone()));
        }
        let live = format!("/circles/{}/room/evenings/{}/live", stage.circle, stage.evening);
        for (number, person) in stage.room.iter().enumerate().take(size.room) {
            let talker = talks::Talker::new(line(format!("room {number}")), stage.evening.0, live.clone(), person);
            people.spawn(talker.talks());
            if number % 2 == 1 {
                people.spawn(talks::posts(line(format!("poster {number}")), stage.threads.clone(), person.clone()));
            }
        }
        people.spawn(talks::keeps_room(line("facilitator".to_owned()), stage.circle, stage.room[0].clone()));
        let ways = [(&stage.gathering, places::Way::Gathering), (&stage.small_circle, places::Way::Circle)];
        for (place, way) in ways {
            for (number, person) in place.wanting.iter().enumerate() {
                let line = line(format!("{way:?} {number}"));
                people.spawn(places::comes_and_goes(line, way, place.id, person.clone()));
            }
        }
        for (number, person) in stage.askers.iter().enumerate() {
            people.spawn(support::asks(line(format!("asking {number}")), person.clone()));
        }
        let rota = Arc::new(Mutex::new(stage.supporters.clone()));
        for number in 0..stage.askers.len().div_ceil(2) {
            people.spawn(support::supports(line(format!("on duty {number}")), Arc::clone(&rota)));
        }
        Self { doors, finish, people, log: Arc::clone(log) }
    }

    /// Everybody finishes what they do not know the end of, looks at everything once more, and goes.
    pub(crate) async fn finish(mut self) {
        self.finish.send_replace(true);
        let all = async {
            while let Some(ended) = self.people.join_next().await {
                if let Err(error) = ended {
                    self.log
                        .note("a client", What::Odd { status: 0, path: format!("a client of ours ended: {error}") });
                }
            }
        };
        if tokio::time::timeout(FINISH_WITHIN, all).await.is_err() {
            self.log.note("everybody", What::Odd { status: 0, path: format!("not finished in {FINISH_WITHIN:?}") });
        }
    }
}

/// Somebody's line to the place.
struct Line {
    name: String,
    /// Which node they go to, when it is up.
    home: usize,
    doors: watch::Receiver<Doors>,
    finished: watch::Receiver<bool>,
    log: Arc<Log>,
    chance: Mutex<Chance>,
}

impl Line {
    fn note(&self, what: What) {
        self.log.note(&self.name, what);
    }

    fn is_over(&self) -> bool {
        *self.finished.borrow()
    }

    /// The node that is theirs or, when it is down, the next one: as a proxy before the nodes does it.
    fn door(&self) -> Option<SocketAddr> {
        let doors = self.doors.borrow();
        let count = doors.len().max(1);
        (0..count).find_map(|next| doors.get((self.home + next) % count).copied().flatten())
    }

    /// Asks for a page, or sends a form. Nothing when there was no answer, or one that says "later".
    async fn ask(&self, method: &str, path: &str, token: &str, form: &str) -> Option<Answer> {
        let Some(at) = self.door() else {
            self.rest(20, 40).await;
            return None;
        };
        match ask(at, method, path, Some(token), form).await {
            // "Not now", or "we are not sure": both in calm words.
            Some(answer) if [503, 504].contains(&answer.status) => {
                self.rest(100, 300).await;
                None
            }
            Some(answer) if answer.status >= 500 || [401, 403, 413].contains(&answer.status) => {
                self.note(What::Odd { status: answer.status, path: format!("{method} {path}") });
                self.rest(50, 100).await;
                None
            }
            None => {
                self.rest(10, 30).await;
                None
            }
            answer => answer,
        }
    }

    async fn socket(&self, path: &str, token: &str) -> Option<Socket> {
        let socket = match self.door() {
            Some(at) => Socket::open(at, path, token).await,
            None => None,
        };
        if socket.is_none() {
            self.rest(20, 60).await;
        }
        socket
    }

    async fn rest(&self, from: u64, to: u64) {
        let span = self.chance(|it| it.millis(from, to));
        tokio::time::sleep(span).await;
    }

    fn once_in(&self, times: usize) -> bool {
        self.chance(|it| it.once_in(times))
    }

    fn chance<T>(&self, take: impl FnOnce(&mut Chance) -> T) -> T {
        take(&mut self.chance.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
