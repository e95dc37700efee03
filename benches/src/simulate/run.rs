//! A place in its busiest hour, run: what waits for what, and how long words and pages take because of it.

use std::rc::Rc;

use super::{
    chance::Chance,
    engine::{Step, World},
    load::Load,
    place::{Engine, FLUSH, PAGE_TRIPS, Place, Prices, TRIP},
};

/// So many messages are enough for a 99th percentile that does not jump.
const MESSAGES: f64 = 20_000.0;
const SEED: u64 = 20_26;
/// What is written down.
const SAID: usize = 0;
const PAGE: usize = 1;
const FIRST_PAGE: usize = 2;
const OFFER: usize = 3;

/// What people notice of a place, in milliseconds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Felt {
    /// From the press of the key at the server to the other's socket: middle, 99th percentile.
    pub(super) said: (f64, f64),
    pub(super) page: (f64, f64),
    pub(super) first_page: (f64, f64),
    /// From asking until somebody is offered, when somebody is free.
    pub(super) offer: (f64, f64),
    /// How much of all nodes' and all databases' processors was used.
    pub(super) busy: (f64, f64),
}

/// Runs a place. Nothing, when a part of it takes more than it has: then the longer one looks, the longer people wait.
pub(super) fn run(place: &Place, load: &Load, prices: &Prices) -> Option<Felt> {
    if place.tightest(load, prices).share >= 0.98 {
        return None;
    }
    let span = (MESSAGES / load.messages).clamp(2.0, 40_000.0);
    let mut world = World::new(SEED);
    let (nodes, databases) = match place.engine {
        Engine::Sqlite => embedded(&mut world, place, load, prices),
        Engine::Postgres => Shared::build(&mut world, place, load, prices),
    };
    world.warm(span / 10.0);
    world.run(span);
    let felt = |note| (world.quantile(note, 0.5) * 1e3, world.quantile(note, 0.99) * 1e3);
    let busy = |all: &[usize]| all.iter().map(|it| world.busy(*it, span)).sum::<f64>() / all.len().max(1) as f64;
    Some(Felt {
        said: felt(SAID),
        page: felt(PAGE),
        first_page: felt(FIRST_PAGE),
        offer: felt(OFFER),
        busy: (busy(&nodes), busy(&databases)),
    })
}

/// One node with everything in it.
fn embedded(world: &mut World, place: &Place, load: &Load, prices: &Prices) -> (Vec<usize>, Vec<usize>) {
    let cores = world.servers(place.cores);
    let (writer, flush) = (world.pool(1), world.runs(FLUSH));
    let [page, first] = prices.sqlite_pages;
    let counted = prices.sqlite_round.1 * load.on_duty;
    let (cover, board) = (counted * prices.cover[0] / prices.round[0], counted * prices.board[0] / prices.round[0]);
    let round = (prices.sqlite_round.0 + counted) / place.speed;
    let work = |seconds: f64| Step::Serve(cores, seconds / place.speed);
    let write = |seconds: f64| vec![Step::Take(writer), work(seconds), Step::Give(writer), Step::Join(flush)];
    let mut add = |rate: f64, steps: Vec<Step>| {
        let steps: Rc<[Step]> = steps.into();
        world.source(rate, move |_| Rc::clone(&steps));
    };
    let delivery = work(prices.delivery);
    let said = [write(prices.sqlite_message), vec![delivery.clone(), Step::Note(SAID), delivery.clone(), delivery]];
    add(load.messages, said.concat());
    let others = load.commits() - load.messages - load.room_messages;
    add(others, write(prices.sqlite_message));
    let room = [write(prices.sqlite_message), vec![work(prices.delivery * (load.room_people + 1.0))]];
    add(load.room_messages, room.concat());
    add(load.typing, vec![work(prices.delivery * 2.0)]);
    add(load.pages, vec![work(page), Step::Note(PAGE)]);
    add(load.first_pages + load.cover_asked_again, vec![work(first + cover), Step::Note(FIRST_PAGE)]);
    add(load.boards, vec![work(first + board)]);
    add(place.rounds(load, round), vec![Step::Take(writer), work(round * place.speed), Step::Give(writer)]);
    let dispatcher = world.runs(round);
    world.source(load.begun, move |_| [Step::Join(dispatcher), Step::Note(OFFER)].into());
    (vec![cores], Vec::new())
}

/// Nodes, databases and a broker.
#[derive(Clone)]
struct Shared {
    cores: Vec<usize>,
    connections: Vec<usize>,
    databases: Vec<usize>,
    flushes: Vec<usize>,
    broker: usize,
    /// What each node does with a frame of another that nobody there listens to.
    drops: Vec<Rc<[Step]>>,
    ears: Vec<usize>,
    place: Place,
    prices: Prices,
}

impl Shared {
    fn build(world: &mut World, place: &Place, load: &Load, prices: &Prices) -> (Vec<usize>, Vec<usize>) {
        let nodes = 0..place.nodes;
        let cores: Vec<usize> = nodes.clone().map(|_| world.servers(place.cores)).collect();
        let ears: Vec<usize> = nodes.clone().map(|_| world.pool(1)).collect();
        let drops = nodes.clone().map(|node| hear(&cores, &ears, node, place, prices).into()).collect();
        let databases: Vec<usize> =
            (0..place.design.databases as usize).map(|_| world.servers(place.database_cores)).collect();
        let shared = Self {
            connections: nodes.map(|_| world.pool(8)).collect(),
            flushes: databases.iter().map(|_| world.runs(FLUSH)).collect(),
            broker: world.servers(place.broker_cores),
            drops,
            ears,
            cores,
            databases,
            place: *place,
            prices: *prices,
        };
        shared.people_talk(world, load);
        shared.people_look(world, load);
        (shared.cores, shared.databases)
    }

    fn people_talk(&self, world: &mut World, load: &Load) {
        let (it, prices) = (self.clone(), self.prices);
        world.source(load.messages, move |chance| {
            let (from, to) = (it.node(chance), it.node(chance));
            let mut steps = vec![it.work(from, prices.delivery)];
            it.write(chance, from, prices.message.1, prices.trips, &mut steps);
            steps.push(Step::Also([it.work(from, prices.delivery)].into()));
            it.tell(from, (to != from).then_some(to), &mut steps);
            steps.extend([it.work(to, prices.delivery), Step::Note(SAID)]);
            steps.into()
        });
        let it = self.clone();
        world.source(load.typing, move |chance| {
            let (from, to) = (it.node(chance), it.node(chance));
            let mut steps = vec![it.work(from, prices.delivery)];
            it.tell(from, (to != from).then_some(to), &mut steps);
            steps.push(it.work(to, prices.delivery));
            steps.into()
        });
        let (it, each) = (self.clone(), load.room_people / self.cores.len() as f64 * prices.delivery);
        world.source(load.room_messages, move |chance| {
            let from = it.node(chance);
            let mut steps = vec![it.work(from, prices.delivery)];
            it.write(chance, from, prices.message.1, prices.trips, &mut steps);
            it.tell(from, None, &mut steps);
            steps.extend((0..it.cores.len()).map(|node| Step::Also([it.work(node, each)].into())));
            steps.into()
        });
        let others = load.frames() - load.messages - load.typing - load.room_messages;
        let it = self.clone();
        world.source(others, move |chance| {
            let mut steps = Vec::new();
            let node = it.node(chance);
            it.tell(node, None, &mut steps);
            steps.into()
        });
        let others = load.commits() - load.messages - load.room_messages;
        let it = self.clone();
        world.source(others, move |chance| {
            let mut steps = Vec::new();
            let node = it.node(chance);
            it.write(chance, node, prices.presence, 5.0, &mut steps);
            steps.into()
        });
    }

    fn people_look(&self, world: &mut World, load: &Load) {
        let prices = self.prices;
        let [cover, board, round] = self.place.looks(load, &prices);
        let it = self.clone();
        world.source(load.pages, move |chance| {
            let node = it.node(chance);
            let mut steps = vec![Step::Take(it.connections[node])];
            let database = it.databases[chance.below(it.databases.len())];
            for _ in 0..PAGE_TRIPS as usize {
                steps.extend([Step::Pass(TRIP), Step::Serve(database, prices.page.1 / PAGE_TRIPS)]);
            }
            steps.extend([Step::Give(it.connections[node]), it.work(node, prices.page.0), Step::Note(PAGE)]);
            steps.into()
        });
        for (rate, look, note) in
            [(load.first_pages + load.cover_asked_again, cover, Some(FIRST_PAGE)), (load.boards, board, None)]
        {
            let it = self.clone();
            world.source(rate, move |chance| {
                let node = it.node(chance);
                let database = it.databases[chance.below(it.databases.len())];
                let mut steps = vec![
                    Step::Take(it.connections[node]),
                    Step::Pass(PAGE_TRIPS * TRIP + look.way),
                    Step::Serve(database, prices.first_page.1 + look.database),
                    it.work(node, look.node),
                    Step::Give(it.connections[node]),
                    it.work(node, prices.first_page.0),
                ];
                steps.extend(note.map(Step::Note));
                steps.into()
            });
        }
        let dispatchers: Vec<usize> =
            (0..self.place.design.dispatchers as usize).map(|_| world.runs(round.seconds())).collect();
        world.source(load.begun, move |chance| {
            [Step::Join(dispatchers[chance.below(dispatchers.len())]), Step::Note(OFFER)].into()
        });
        // What looks take of nodes and databases, beside the time that they take.
        let it = self.clone();
        world.source(self.place.rounds(load, round.seconds()), move |chance| {
            let database = it.databases[chance.below(it.databases.len())];
            [it.work(0, round.node), Step::Serve(database, round.database)].into()
        });
        for (rate, seconds) in [(load.begun, prices.begun), (load.conversations * 2.0 / 60.0, prices.key.1)] {
            let it = self.clone();
            world.source(rate, move |chance| {
                [Step::Serve(it.databases[chance.below(it.databases.len())], seconds)].into()
            });
        }
    }

    fn node(&self, chance: &mut Chance) -> usize {
        chance.below(self.cores.len())
    }

    fn work(&self, node: usize, seconds: f64) -> Step {
        Step::Serve(self.cores[node], seconds / self.place.speed)
    }

    /// A transaction that writes: statement after statement over one connection, and then the common flush. Now and then
    /// it runs again, because another was faster.
    fn write(&self, chance: &mut Chance, node: usize, database: f64, trips: f64, steps: &mut Vec<Step>) {
        let place = chance.below(self.databases.len());
        steps.push(Step::Take(self.connections[node]));
        let mut more = self.prices.retries;
        loop {
            for _ in 0..trips as usize {
                steps.extend([
                    self.work(node, self.prices.message.0 / trips),
                    Step::Pass(TRIP),
                    Step::Serve(self.databases[place], database / trips),
                ]);
            }
            if !chance.happens(more.min(1.0)) {
                break;
            }
            more -= 1.0;
        }
        steps.extend([Step::Join(self.flushes[place]), Step::Give(self.connections[node])]);
    }

    /// A frame for the other nodes. With somebody to go on to, the work itself goes there; the others drop it.
    fn tell(&self, from: usize, to: Option<usize>, steps: &mut Vec<Step>) {
        let prices = &self.prices;
        let hearers = self.place.hearers();
        let mut on = vec![
            self.work(from, prices.tell),
            Step::Pass(TRIP / 2.0),
            Step::Serve(self.broker, prices.publish + prices.deliver * hearers),
        ];
        let nodes = self.cores.len();
        if self.place.design.interest {
            // Its own node hears it too; whoever else does is named by `to`.
            on.push(Step::Also(Rc::clone(&self.drops[from])));
        } else {
            let others = (0..nodes).filter(|node| Some(*node) != to);
            on.extend(others.map(|node| Step::Also(Rc::clone(&self.drops[node]))));
        }
        match to {
            Some(to) => {
                steps.extend(on);
                steps.push(Step::Pass(TRIP / 2.0));
                steps.extend(hear(&self.cores, &self.ears, to, &self.place, prices));
            }
            None => steps.push(Step::Also(on.into())),
        }
    }
}

/// One task of a node hears, one frame after the other.
fn hear(cores: &[usize], ears: &[usize], node: usize, place: &Place, prices: &Prices) -> Vec<Step> {
    let work = Step::Serve(cores[node], prices.hear / place.speed);
    vec![Step::Take(ears[node]), work, Step::Give(ears[node])]
}

/// The run that was really made on one machine, made again here: so many people who write as fast as they are answered,
/// over eight connections, program and database on so many cores each. Messages a second.
pub(super) fn rate_on_one_machine(people: usize, cores: usize, alone: f64, flush: f64, prices: &Prices) -> f64 {
    let (node, database) = prices.message;
    let trip = ((alone - node - database - flush) / prices.trips).max(0.0);
    let mut world = World::new(SEED);
    let (own, server) = (world.servers(cores), world.servers(cores));
    let (connections, disk) = (world.pool(8), world.runs(flush));
    let mut steps = vec![Step::Take(connections)];
    let each = (1.0 + prices.retries) / prices.trips;
    for _ in 0..prices.trips as usize {
        steps.extend([Step::Serve(own, node * each), Step::Pass(trip), Step::Serve(server, database * each)]);
    }
    steps.extend([Step::Join(disk), Step::Give(connections), Step::Note(SAID), Step::Again]);
    let steps: Rc<[Step]> = steps.into();
    (0..people).for_each(|_| world.begin(Rc::clone(&steps)));
    world.warm(1.0);
    world.run(20.0);
    world.noted(SAID).len() as f64 / 20.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::place::{DESIGNS, TODAY};

    /// Round figures, so that the test knows nothing of any machine.
    fn prices() -> Prices {
        Prices {
            delivery: 5e-6,
            socket: 8_192.0,
            program: 30e6,
            decision: 2e-6,
            sqlite_message: 0.1e-3,
            sqlite_pages: [0.1e-3, 0.05e-3],
            sqlite_round: (1e-3, 0.05e-3),
            trips: 8.0,
            message: (0.2e-3, 0.4e-3),
            retries: 0.25,
            log: 1500.0,
            disk: 600.0,
            begun: 5e-3,
            presence: 0.2e-3,
            round: [1e-3, 0.5e-3, 5.0, 2e-3],
            cover: [0.5e-3, 0.3e-3, 2.0, 1e-3],
            board: [0.8e-3, 0.4e-3, 3.0, 1e-3],
            key: (0.3e-3, 0.1e-3),
            page: (0.5e-3, 0.8e-3),
            first_page: (0.3e-3, 0.3e-3),
            tell: 5e-6,
            hear: 5e-6,
            publish: 2e-6,
            deliver: 2e-6,
        }
    }

    fn place(nodes: usize, design: usize) -> Place {
        Place {
            engine: Engine::Postgres,
            nodes,
            cores: 8,
            speed: 1.0,
            memory: 16.0,
            database_cores: 32,
            broker_cores: 4,
            design: DESIGNS[design],
        }
    }

    #[test]
    fn what_is_run_uses_as_much_as_was_multiplied() {
        for (members, nodes, design) in [(50_000.0, 2, 0), (1e6, 4, 2), (5e6, 12, 1), (5e6, 12, 4)] {
            let (place, load, prices) = (place(nodes, design), Load::of(members), prices());
            let felt = run(&place, &load, &prices).unwrap_or_else(|| panic!("{:?}", place.tightest(&load, &prices)));
            let nodes = place.node_work(&load, &prices) / (place.nodes * place.cores) as f64;
            let databases =
                place.database_work(&load, &prices) / (place.design.databases * place.database_cores as f64);
            for (ran, multiplied) in [(felt.busy.0, nodes), (felt.busy.1, databases)] {
                assert!((ran / multiplied - 1.0).abs() < 0.1, "{members}: {ran} is not {multiplied}");
            }
        }
    }

    #[test]
    fn a_quiet_place_is_as_quick_as_its_ways() {
        let (place, load, prices) = (place(2, 2), Load::of(20_000.0), prices());
        let felt = run(&place, &load, &prices).unwrap();
        // Eight ways to the database, a flush, sometimes one half of another, and on average half a way to the other node.
        let least = (8.0 * TRIP + FLUSH + 0.6e-3) * 1e3;
        assert!(felt.said.0 > least && felt.said.0 < least * 1.6, "{felt:?}");
    }

    #[test]
    fn a_place_that_is_full_is_not_run() {
        assert!(run(&place(2, 0), &Load::of(1e8), &prices()).is_none());
    }

    #[test]
    fn what_a_place_holds_grows_with_what_it_is_given() {
        let members = |nodes, design| place(nodes, design).first(&prices()).1;
        assert!(members(8, 1) > members(8, 0));
        assert!(members(64, 4) > members(8, 4));
        assert_eq!(place(8, 0).design.name, TODAY.name);
    }

    #[test]
    fn people_who_wait_for_each_other_go_round_as_fast_as_the_slowest_part() {
        // Far more people than connections, no processor time worth the name: eight connections, a millisecond each.
        let quick = Prices { trips: 1.0, message: (0.0, 0.0), retries: 0.0, ..prices() };
        let rate = rate_on_one_machine(64, 4, 1e-3, 0.0, &quick);
        assert!((rate / 8_000.0 - 1.0).abs() < 0.02, "{rate}");
    }
}
