//! A place that serves a load: what it is made of, and how much of each part the load takes. Worked out by multiplying;
//! what waits for what is worked out by running it (`run.rs`).

use anyhow::Result;

use super::{costs::Costs, load::Load};

/// One way between two machines of a data centre and back, in seconds. An assumption: 0.2 ms is usual inside one zone;
/// between zones of a region it is about 1 ms, between regions 20 to 150 ms.
pub(super) const TRIP: f64 = 0.2e-3;
/// A flush that truly waits for a disk or for a second machine, in seconds. An assumption: the disk that was measured
/// answers sooner than a medium could, so it may not wait for one.
pub(super) const FLUSH: f64 = 1e-3;
/// Connections of a node to the database, as `ground/db` opens them, and the one to the keys.
const CONNECTIONS: f64 = 8.0;
/// Connections that one PostgreSQL is given before a pooler has to stand between; a usual setting.
const CONNECTIONS_AT_MOST: f64 = 500.0;
/// Bytes of log a second that a database server writes and sends to its second machine; an assumption about its disk.
const LOG_AT_MOST: f64 = 200e6;
/// Bytes a second that the broker's line carries: 10 Gbit, of which eight tenths.
const LINE: f64 = 1e9;
/// A frame on that line: a message of the usual length as HTML, sealed, with its headers; added up from the sources.
const FRAME_BYTES: f64 = 800.0;
/// How long the dispatcher holds its lease: a look that takes longer is not a look any more.
const LEASE: f64 = 4.0;
/// How long a node remembers a key (`REMEMBERED` in ground/seal), in seconds.
const REMEMBERED: f64 = 60.0;
/// Statements of a page, each a way there and back. An assumption, from reading what the page of a thread asks.
pub(super) const PAGE_TRIPS: f64 = 6.0;

/// What is underneath.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Engine {
    Sqlite,
    Postgres,
}

/// How the work is shared out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Design {
    pub(super) name: &'static str,
    /// Who is on duty is kept in memory and changed by events, not counted again for every page and every look.
    pub(super) kept: bool,
    /// A node hears what somebody there listens to, and nothing else.
    pub(super) interest: bool,
    /// The queue is split by age band and language, each with a dispatcher.
    pub(super) dispatchers: f64,
    /// The database is split by conversation and by circle.
    pub(super) databases: f64,
}

/// The program as it is.
pub(super) const TODAY: Design =
    Design { name: "as it is", kept: false, interest: false, dispatchers: 1.0, databases: 1.0 };
/// One change after the other.
pub(super) const DESIGNS: [Design; 5] = [
    TODAY,
    Design { name: "duty kept, not counted", kept: true, ..TODAY },
    Design { name: "and nodes hear what they need", kept: true, interest: true, ..TODAY },
    Design { name: "and four dispatchers", kept: true, interest: true, dispatchers: 4.0, databases: 1.0 },
    Design { name: "and four databases", kept: true, interest: true, dispatchers: 4.0, databases: 4.0 },
];

/// Machines.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) engine: Engine,
    pub(super) nodes: usize,
    /// Cores of a node, how fast beside one of the machine that was measured, and gigabytes.
    pub(super) cores: usize,
    pub(super) speed: f64,
    pub(super) memory: f64,
    /// Cores of each database server, and of the broker.
    pub(super) database_cores: usize,
    pub(super) broker_cores: usize,
    pub(super) design: Design,
}

/// A part of the place, and how much of it the load takes: at 1 nothing is left.
#[derive(Clone, Debug)]
pub(super) struct Need {
    pub(super) name: &'static str,
    pub(super) share: f64,
}

/// What things cost, in seconds unless it says otherwise.
#[derive(Clone, Copy)]
pub(super) struct Prices {
    pub(super) delivery: f64,
    pub(super) socket: f64,
    pub(super) program: f64,
    pub(super) decision: f64,
    pub(super) sqlite_message: f64,
    pub(super) sqlite_pages: [f64; 2],
    pub(super) sqlite_round: (f64, f64),
    pub(super) trips: f64,
    pub(super) message: (f64, f64),
    pub(super) retries: f64,
    pub(super) log: f64,
    pub(super) disk: f64,
    pub(super) begun: f64,
    pub(super) presence: f64,
    /// For each supporter on duty: seconds, of them in the database, statements; and seconds without any.
    pub(super) round: [f64; 4],
    pub(super) cover: [f64; 4],
    pub(super) board: [f64; 4],
    pub(super) key: (f64, f64),
    /// Node and database: a page of a circle, half threads and half lists; and the first page.
    pub(super) page: (f64, f64),
    pub(super) first_page: (f64, f64),
    pub(super) tell: f64,
    pub(super) hear: f64,
    pub(super) publish: f64,
    pub(super) deliver: f64,
}

impl Prices {
    pub(super) fn of(costs: &Costs) -> Result<Self> {
        let ms = |name: &str| costs.get(name).map(|it| it / 1e3);
        let us = |name: &str| costs.get(name).map(|it| it / 1e6);
        let look = |name: &str| -> Result<[f64; 4]> {
            Ok([
                ms(&format!("{name}.supporter"))?,
                ms(&format!("{name}.supporter.db"))?,
                costs.get(&format!("{name}.supporter.trips"))?,
                ms(&format!("{name}.base"))?,
            ])
        };
        let half = |one: f64, other: f64| (one + other) / 2.0;
        Ok(Self {
            delivery: us("delivery")?,
            socket: costs.get("socket.memory")? * 1024.0,
            program: costs.get("program.memory")? * 1e6,
            // The row is a decision about 10,000 on duty.
            decision: ms("decision")? / 10_000.0,
            sqlite_message: ms("sqlite.message")?,
            sqlite_pages: [half(ms("sqlite.page.thread")?, ms("sqlite.page.circle")?), ms("sqlite.page.landing")?],
            sqlite_round: (ms("sqlite.round.base")?, ms("sqlite.round.supporter")?),
            trips: costs.get("message.trips")?,
            message: (ms("message.node")?, ms("message.db")?),
            retries: costs.get("message.retries")?,
            log: costs.get("message.log")?,
            disk: costs.get("message.disk")?,
            begun: ms("conversation.db")?,
            presence: ms("presence.db")?,
            round: look("round")?,
            cover: look("cover")?,
            board: look("board")?,
            key: (ms("key.read")?, ms("key.read.db")?),
            page: (
                half(ms("page.thread.node")?, ms("page.circle.node")?),
                half(ms("page.thread.db")?, ms("page.circle.db")?),
            ),
            first_page: (ms("page.landing.node")?, ms("page.landing.db")?),
            tell: us("node.tell")?,
            hear: us("node.hear")?,
            publish: us("broker.publish")?,
            deliver: us("broker.deliver")?,
        })
    }
}

/// A page or a look whose cost grows with who is on duty: seconds of the node, of the database, and on the way.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub(super) node: f64,
    pub(super) database: f64,
    pub(super) way: f64,
}

impl Look {
    fn of([each, database, trips, base]: [f64; 4], on_duty: f64) -> Self {
        // What the look took beside the database's own time went into asking: taken for the node's time, which is more
        // rather than less than it was.
        Self {
            node: base + (each - database).max(0.0) * on_duty,
            database: database * on_duty,
            way: trips * TRIP * on_duty,
        }
    }

    pub(super) fn seconds(&self) -> f64 {
        self.node + self.database + self.way
    }
}

impl Place {
    /// How the first page, the board and the dispatcher look at who is on duty.
    pub(super) fn looks(&self, load: &Load, prices: &Prices) -> [Look; 3] {
        let counted = if self.design.kept { 0.0 } else { load.on_duty };
        let round = match self.design.kept {
            // The decision is still about everybody, and the offers are still written.
            true => {
                let node = prices.round[3] + prices.decision * load.on_duty / self.design.dispatchers;
                Look { node, database: 0.0, way: 20.0 * TRIP }
            }
            false => Look::of(prices.round, counted / self.design.dispatchers),
        };
        [Look::of(prices.cover, counted), Look::of(prices.board, counted), round]
    }

    /// Nodes that hear a frame, on average: where nodes hear what they need, the two who talk are on two nodes.
    pub(super) fn hearers(&self) -> f64 {
        let nodes = self.nodes as f64;
        if self.design.interest { nodes.min(2.0) } else { nodes }
    }

    /// How often the dispatchers look, a second, all together.
    pub(super) fn rounds(&self, load: &Load, round: f64) -> f64 {
        let wakes = load.begun * 3.0 + load.on_duty / 2700.0;
        wakes.min(self.design.dispatchers / round)
    }

    /// How much of each part the load takes.
    pub(super) fn needs(&self, load: &Load, prices: &Prices) -> Vec<Need> {
        match self.engine {
            Engine::Sqlite => self.embedded(load, prices),
            Engine::Postgres => self.shared(load, prices),
        }
    }

    fn embedded(&self, load: &Load, prices: &Prices) -> Vec<Need> {
        let [page, first] = prices.sqlite_pages;
        // What counting one supporter costs for a page, beside what it costs the dispatcher: as on PostgreSQL.
        let counted = prices.sqlite_round.1 * load.on_duty;
        let cover = counted * prices.cover[0] / prices.round[0];
        let board = counted * prices.board[0] / prices.round[0];
        let round = prices.sqlite_round.0 + counted;
        let work = load.commits() * prices.sqlite_message
            + self.deliveries(load) * prices.delivery
            + load.pages * page
            + (load.first_pages + load.cover_asked_again) * (first + cover)
            + load.boards * (first + board)
            + self.rounds(load, round / self.speed) * round;
        let work = work / self.speed;
        let writer =
            (load.commits() * prices.sqlite_message + self.rounds(load, round / self.speed) * round) / self.speed;
        vec![
            Need { name: "node: processor", share: work / self.cores as f64 },
            Need { name: "node: the one writer", share: writer },
            Need { name: "node: memory", share: self.memory_share(load, prices) },
            Need { name: "dispatcher: one look", share: round / self.speed / LEASE },
        ]
    }

    /// Frames that go out to sockets, a second.
    fn deliveries(&self, load: &Load) -> f64 {
        load.messages * 3.0 + load.typing * 2.0 + load.room_messages * (load.room_people + 1.0)
    }

    fn memory_share(&self, load: &Load, prices: &Prices) -> f64 {
        (prices.program + load.sockets / self.nodes as f64 * prices.socket) / (self.memory * 1e9)
    }

    /// Work of all nodes together, in seconds a second.
    pub(super) fn node_work(&self, load: &Load, prices: &Prices) -> f64 {
        let [cover, board, round] = self.looks(load, prices);
        load.commits() * prices.message.0 * (1.0 + prices.retries)
            + self.deliveries(load) * prices.delivery
            + load.frames() * (prices.tell + prices.hear * self.hearers())
            + load.pages * prices.page.0
            + (load.first_pages + load.cover_asked_again) * (prices.first_page.0 + cover.node)
            + load.boards * (prices.first_page.0 + board.node)
            + self.rounds(load, round.seconds()) * round.node
    }

    /// Work of all databases together.
    pub(super) fn database_work(&self, load: &Load, prices: &Prices) -> f64 {
        let [cover, board, round] = self.looks(load, prices);
        let others = load.commits() - load.messages - load.room_messages;
        (load.messages + load.room_messages) * prices.message.1 * (1.0 + prices.retries)
            + others * prices.presence
            + load.begun * prices.begun
            + self.keys_read(load) * prices.key.1
            + load.pages * prices.page.1
            + (load.first_pages + load.cover_asked_again) * (prices.first_page.1 + cover.database)
            + load.boards * (prices.first_page.1 + board.database)
            + self.rounds(load, round.seconds()) * round.database
    }

    /// Keys that all nodes read, a second: each conversation's on each of two nodes, once a minute.
    fn keys_read(&self, load: &Load) -> f64 {
        load.conversations * (self.nodes as f64).min(2.0) / REMEMBERED
    }

    /// How long all connections together are held in a second.
    fn held(&self, load: &Load, prices: &Prices) -> f64 {
        let [cover, board, round] = self.looks(load, prices);
        let write = (prices.trips * TRIP + prices.message.0 + prices.message.1) * (1.0 + prices.retries) + FLUSH;
        let read = |node: f64, database: f64| PAGE_TRIPS * TRIP + node / 2.0 + database;
        load.commits() * write
            + load.pages * read(prices.page.0, prices.page.1)
            + (load.first_pages + load.cover_asked_again)
                * (read(prices.first_page.0, prices.first_page.1) + cover.seconds())
            + load.boards * (read(prices.first_page.0, prices.first_page.1) + board.seconds())
            + self.rounds(load, round.seconds()) * round.seconds()
    }

    fn shared(&self, load: &Load, prices: &Prices) -> Vec<Need> {
        let (nodes, databases) = (self.nodes as f64, self.design.databases);
        let round = self.looks(load, prices)[2];
        let frames = load.frames();
        let heard = frames * self.hearers() / nodes;
        let carried = frames * (prices.publish + prices.deliver * self.hearers());
        let keys = self.keys_read(load) / nodes * (prices.key.0 + 2.0 * TRIP);
        vec![
            Need {
                name: "nodes: processor",
                share: self.node_work(load, prices) / nodes / self.cores as f64 / self.speed,
            },
            Need { name: "nodes: the task that hears others", share: heard * prices.hear },
            Need { name: "nodes: database connections", share: self.held(load, prices) / (CONNECTIONS * nodes) },
            Need { name: "nodes: the line to the keys", share: keys },
            Need { name: "nodes: memory", share: self.memory_share(load, prices) },
            Need {
                name: "database: processor",
                share: self.database_work(load, prices) / databases / self.database_cores as f64,
            },
            Need { name: "database: log", share: load.commits() * prices.log / databases / LOG_AT_MOST },
            Need { name: "database: connections", share: (CONNECTIONS + 1.0) * nodes / CONNECTIONS_AT_MOST },
            Need { name: "broker: processor", share: carried / self.broker_cores as f64 },
            Need { name: "broker: line", share: frames * (1.0 + self.hearers()) * FRAME_BYTES / LINE },
            Need { name: "dispatcher: one look", share: round.seconds() / LEASE },
        ]
    }

    /// The part of which most is taken.
    pub(super) fn tightest(&self, load: &Load, prices: &Prices) -> Need {
        let needs = self.needs(load, prices);
        let most = needs.into_iter().max_by(|one, other| one.share.total_cmp(&other.share));
        most.unwrap_or(Need { name: "nothing", share: 0.0 })
    }

    /// The first part of which nothing is left when the place grows, and the members that it has by then.
    pub(super) fn first(&self, prices: &Prices) -> (Need, f64) {
        let (mut low, mut high) = (1.0_f64, 1e9_f64);
        for _ in 0..60 {
            let members = (low * high).sqrt();
            match self.tightest(&Load::of(members), prices).share < 1.0 {
                true => low = members,
                false => high = members,
            }
        }
        (self.tightest(&Load::of(high), prices), high)
    }
}
