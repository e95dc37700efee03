//! Things that happen one after the other: work that walks from place to place, waits where others are served, and is
//! written down when it arrives. The same seed gives the same run on every machine.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, VecDeque},
    rc::Rc,
};

use super::chance::Chance;
use crate::table::quantile;

/// What a piece of work does, in order.
#[derive(Clone)]
pub(super) enum Step {
    /// Is served at a place for so many seconds on average. Spans are exponential: nobody measured how they vary, and
    /// this is more uneven than what a processor does, so waits come out longer rather than shorter.
    Serve(usize, f64),
    /// Travels for so many seconds.
    Pass(f64),
    /// Takes one of the things that there are only so many of, such as a connection.
    Take(usize),
    /// Gives it back.
    Give(usize),
    /// Waits for the next common run, such as a commit of many, and goes on when that has ended.
    Join(usize),
    /// Sends a copy on another way.
    Also(Rc<[Step]>),
    /// Writes down, under this number, how long it took until here.
    Note(usize),
    /// Begins again.
    Again,
}

/// The moment in nanoseconds: whole numbers have one order.
type Moment = u64;

fn nanoseconds(seconds: f64) -> Moment {
    (seconds * 1e9) as Moment
}

enum Event {
    Arrives(usize),
    Served(usize, usize),
    Passed(usize),
    RunEnds(usize),
}

struct Job {
    steps: Rc<[Step]>,
    at: usize,
    born: Moment,
}

/// Who serves: so many at a time, first come, first served.
struct Servers {
    free: usize,
    all: usize,
    waiting: VecDeque<(usize, Moment)>,
    worked: Moment,
}

/// Things to be taken.
struct Pool {
    free: usize,
    waiting: VecDeque<usize>,
}

/// A run that takes everybody along who waits when it begins.
struct Runs {
    seconds: f64,
    waiting: Vec<usize>,
    aboard: Vec<usize>,
}

/// Who sends work: what kind, and how often.
struct Source {
    pause: f64,
    make: Box<dyn FnMut(&mut Chance) -> Rc<[Step]>>,
}

/// A world in which things happen.
pub(super) struct World {
    now: Moment,
    events: BinaryHeap<Reverse<(Moment, u64)>>,
    /// What happens at each of them, found by its number.
    due: Vec<Option<Event>>,
    unused: Vec<usize>,
    number: u64,
    jobs: Vec<Option<Job>>,
    gone: Vec<usize>,
    servers: Vec<Servers>,
    pools: Vec<Pool>,
    runs: Vec<Runs>,
    sources: Vec<Source>,
    notes: Vec<Vec<f64>>,
    chance: Chance,
}

impl World {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            now: 0,
            events: BinaryHeap::new(),
            due: Vec::new(),
            unused: Vec::new(),
            number: 0,
            jobs: Vec::new(),
            gone: Vec::new(),
            servers: Vec::new(),
            pools: Vec::new(),
            runs: Vec::new(),
            sources: Vec::new(),
            notes: Vec::new(),
            chance: Chance::new(seed),
        }
    }

    /// A place where so many are served at a time.
    pub(super) fn servers(&mut self, count: usize) -> usize {
        self.servers.push(Servers { free: count, all: count, waiting: VecDeque::new(), worked: 0 });
        self.servers.len() - 1
    }

    /// So many things to be taken.
    pub(super) fn pool(&mut self, count: usize) -> usize {
        self.pools.push(Pool { free: count, waiting: VecDeque::new() });
        self.pools.len() - 1
    }

    /// A common run that takes so long.
    pub(super) fn runs(&mut self, seconds: f64) -> usize {
        self.runs.push(Runs { seconds, waiting: Vec::new(), aboard: Vec::new() });
        self.runs.len() - 1
    }

    /// Work that comes so many times a second, at moments that know nothing of each other.
    pub(super) fn source(&mut self, rate: f64, make: impl FnMut(&mut Chance) -> Rc<[Step]> + 'static) {
        if rate > 0.0 {
            self.sources.push(Source { pause: 1.0 / rate, make: Box::new(make) });
            let source = self.sources.len() - 1;
            let first = nanoseconds(self.chance.span(1.0 / rate));
            self.at(first, Event::Arrives(source));
        }
    }

    /// Work that is there from the beginning.
    pub(super) fn begin(&mut self, steps: Rc<[Step]>) {
        let job = self.job(steps);
        self.at(self.now, Event::Passed(job));
    }

    /// Lets so many seconds pass, and forgets what they brought: a place that just opened is not a busy place.
    pub(super) fn warm(&mut self, seconds: f64) {
        self.run(seconds);
        self.notes.iter_mut().for_each(Vec::clear);
        self.servers.iter_mut().for_each(|it| it.worked = 0);
    }

    /// Lets so many seconds pass.
    pub(super) fn run(&mut self, seconds: f64) {
        let end = self.now + nanoseconds(seconds);
        while let Some(Reverse((moment, key))) = self.events.peek().copied() {
            if moment > end {
                break;
            }
            self.events.pop();
            self.now = moment;
            let place = (key & 0xffff_ffff) as usize;
            self.unused.push(place);
            if let Some(event) = self.due[place].take() {
                self.happen(event);
            }
        }
        self.now = end;
    }

    /// How much of the time of all who serve here was work, over so many seconds.
    pub(super) fn busy(&self, servers: usize, seconds: f64) -> f64 {
        self.servers[servers].worked as f64 / 1e9 / seconds / self.servers[servers].all as f64
    }

    /// What was written down under this number, in seconds.
    pub(super) fn noted(&self, note: usize) -> &[f64] {
        self.notes.get(note).map_or(&[], Vec::as_slice)
    }

    /// The span below which this share of what was written down lies, in seconds.
    pub(super) fn quantile(&self, note: usize, share: f64) -> f64 {
        quantile(&mut self.noted(note).to_vec(), share)
    }

    fn at(&mut self, moment: Moment, event: Event) {
        let place = self.unused.pop().unwrap_or_else(|| {
            self.due.push(None);
            self.due.len() - 1
        });
        self.due[place] = Some(event);
        self.number += 1;
        // First by moment, then in the order in which they were planned; the lower half finds the event.
        self.events.push(Reverse((moment, self.number << 32 | place as u64)));
    }

    fn job(&mut self, steps: Rc<[Step]>) -> usize {
        let job = Some(Job { steps, at: 0, born: self.now });
        match self.gone.pop() {
            Some(place) => {
                self.jobs[place] = job;
                place
            }
            None => {
                self.jobs.push(job);
                self.jobs.len() - 1
            }
        }
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Arrives(source) => {
                let Source { pause, make } = &mut self.sources[source];
                let (steps, pause) = (make(&mut self.chance), *pause);
                let next = self.now + nanoseconds(self.chance.span(pause));
                self.at(next, Event::Arrives(source));
                let job = self.job(steps);
                self.walk(job);
            }
            Event::Served(place, job) => {
                match self.servers[place].waiting.pop_front() {
                    Some((next, span)) => self.serve(place, next, span),
                    None => self.servers[place].free += 1,
                }
                self.walk(job);
            }
            Event::Passed(job) => self.walk(job),
            Event::RunEnds(run) => {
                let ended = std::mem::take(&mut self.runs[run].aboard);
                if !self.runs[run].waiting.is_empty() {
                    self.depart(run);
                }
                for job in ended {
                    self.walk(job);
                }
            }
        }
    }

    fn serve(&mut self, place: usize, job: usize, span: Moment) {
        self.servers[place].worked += span;
        self.at(self.now + span, Event::Served(place, job));
    }

    fn depart(&mut self, run: usize) {
        let runs = &mut self.runs[run];
        runs.aboard = std::mem::take(&mut runs.waiting);
        let end = self.now + nanoseconds(runs.seconds);
        self.at(end, Event::RunEnds(run));
    }

    /// Takes a piece of work as far as it comes without waiting.
    fn walk(&mut self, number: usize) {
        // Whoever gave something back may let others go on; they walk after this one.
        let mut walkers = VecDeque::from([number]);
        while let Some(number) = walkers.pop_front() {
            while let Some(job) = self.jobs[number].as_mut() {
                let step = job.steps.get(job.at).cloned();
                job.at += 1;
                let born = job.born;
                match step {
                    None => {
                        self.jobs[number] = None;
                        self.gone.push(number);
                    }
                    Some(Step::Serve(place, seconds)) => {
                        let span = nanoseconds(self.chance.span(seconds));
                        if self.servers[place].free > 0 {
                            self.servers[place].free -= 1;
                            self.serve(place, number, span);
                        } else {
                            self.servers[place].waiting.push_back((number, span));
                        }
                        break;
                    }
                    Some(Step::Pass(seconds)) => {
                        self.at(self.now + nanoseconds(seconds), Event::Passed(number));
                        break;
                    }
                    Some(Step::Take(pool)) => {
                        let pool = &mut self.pools[pool];
                        if pool.free == 0 {
                            pool.waiting.push_back(number);
                            break;
                        }
                        pool.free -= 1;
                    }
                    Some(Step::Give(pool)) => match self.pools[pool].waiting.pop_front() {
                        Some(next) => walkers.push_back(next),
                        None => self.pools[pool].free += 1,
                    },
                    Some(Step::Join(run)) => {
                        self.runs[run].waiting.push(number);
                        if self.runs[run].aboard.is_empty() {
                            self.depart(run);
                        }
                        break;
                    }
                    Some(Step::Also(steps)) => walkers.push_back(self.job(steps)),
                    Some(Step::Note(note)) => {
                        if self.notes.len() <= note {
                            self.notes.resize_with(note + 1, Vec::new);
                        }
                        self.notes[note].push((self.now - born) as f64 / 1e9);
                    }
                    Some(Step::Again) => {
                        if let Some(job) = self.jobs[number].as_mut() {
                            (job.at, job.born) = (0, self.now);
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(spans: &[f64]) -> f64 {
        spans.iter().sum::<f64>() / spans.len() as f64
    }

    /// One queue with Poisson arrivals and exponential service, whose answers have been known for a century.
    fn queue(servers: usize, rate: f64, service: f64) -> World {
        let mut world = World::new(1);
        let place = world.servers(servers);
        let steps: Rc<[Step]> = [Step::Serve(place, service), Step::Note(0)].into();
        world.source(rate, move |_| Rc::clone(&steps));
        world.warm(2_000.0);
        world.run(200_000.0);
        assert!((world.busy(place, 200_000.0) - rate * service / servers as f64).abs() < 0.01);
        world
    }

    #[test]
    fn one_server_makes_people_wait_as_long_as_the_formula_says() {
        let world = queue(1, 0.8, 1.0);
        // M/M/1: 1 / (µ - λ) = 5, and the 99th percentile of an exponential of that mean.
        assert!((mean(world.noted(0)) - 5.0).abs() < 0.25, "{}", mean(world.noted(0)));
        let worst = world.quantile(0, 0.99);
        assert!((worst - 5.0 * 100.0_f64.ln()).abs() < 1.5, "{worst}");
    }

    #[test]
    fn three_servers_make_people_wait_as_long_as_erlang_says() {
        // M/M/3 with two erlang: C = 4/9, so 4/9 in the queue and one in service.
        let waited = mean(queue(3, 2.0, 1.0).noted(0));
        assert!((waited - 1.0 - 4.0 / 9.0).abs() < 0.02, "{waited}");
    }

    #[test]
    fn who_joins_a_run_waits_for_half_of_one_and_for_a_whole_one() {
        let mut world = World::new(2);
        let run = world.runs(1.0);
        let steps: Rc<[Step]> = [Step::Join(run), Step::Note(0)].into();
        world.source(50.0, move |_| Rc::clone(&steps));
        world.warm(10.0);
        world.run(2_000.0);
        assert!((mean(world.noted(0)) - 1.5).abs() < 0.01, "{}", mean(world.noted(0)));
        assert!((world.noted(0).len() as f64 / 100_000.0 - 1.0).abs() < 0.02);
    }

    #[test]
    fn those_who_begin_again_come_round_as_often_as_there_is_room() {
        let mut world = World::new(3);
        let (pool, place) = (world.pool(2), world.servers(5));
        // Five people, two tickets, half a second of travel and half of service: two a second.
        let steps: Rc<[Step]> =
            [Step::Take(pool), Step::Pass(0.5), Step::Serve(place, 0.5), Step::Give(pool), Step::Note(0), Step::Again]
                .into();
        (0..5).for_each(|_| world.begin(Rc::clone(&steps)));
        world.warm(10.0);
        world.run(10_000.0);
        assert!((world.noted(0).len() as f64 / 10_000.0 - 2.0).abs() < 0.05, "{}", world.noted(0).len());
    }

    #[test]
    fn a_copy_walks_its_own_way() {
        let mut world = World::new(4);
        let copy: Rc<[Step]> = [Step::Pass(2.0), Step::Note(1)].into();
        world.begin([Step::Pass(1.0), Step::Also(copy), Step::Note(0)].into());
        world.run(10.0);
        // The copy is born when it is sent.
        assert_eq!((world.noted(0), world.noted(1)), (&[1.0][..], &[2.0][..]));
    }

    #[test]
    fn the_same_seed_is_the_same_run() {
        let run = || queue(2, 1.5, 1.0).noted(0).iter().sum::<f64>();
        assert_eq!(run().to_bits(), run().to_bits());
    }
}
