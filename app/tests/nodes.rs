//! Several nodes of one community: real processes, a real PostgreSQL, a real broker, and what happens when one of them dies.

use std::{
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use ::words::{AgeBand, Hat};
use alongside::{config::Config, wiring::Ground};
use db::{Address, Direct, args};
use serde_json::json;
use support::kind::ConversationId;

use crate::{
    kill::{a_youth_asks, offer_on},
    program::{self, Folder, Program, http},
    socket::Socket,
    talk::{conversations, fresh_id},
    town::join,
};

/// A community on PostgreSQL, with a broker, and as many nodes as are started.
struct Community {
    folder: Folder,
    server: String,
    name: String,
    broker: Broker,
}

impl Community {
    /// Nothing when no PostgreSQL was promised to this run.
    fn found() -> Option<Self> {
        let server = testkit::postgres()?;
        let name = format!("nodes_{}", fresh_id().simple());
        let mut direct = Direct::open(&Address::Postgres(server.clone())).unwrap();
        direct.write(|tx| tx.batch(&format!("CREATE SCHEMA {name}; CREATE SCHEMA {name}_keys"))).unwrap();
        Some(Self { folder: Folder::new(), server, name, broker: Broker::start() })
    }

    fn url(&self, schema: &str) -> String {
        let mark = if self.server.contains('?') { '&' } else { '?' };
        format!("{}{mark}options=-csearch_path%3D{schema}", self.server)
    }

    fn environment(&self) -> Vec<(&'static str, String)> {
        vec![
            ("DATABASE_URL", self.url(&self.name)),
            ("KEYS_DATABASE_URL", self.url(&format!("{}_keys", self.name))),
            ("NATS_URL", self.broker.url()),
            ("ALONGSIDE_ROOT_KEY", self.folder.join("root.key").display().to_string()),
        ]
    }

    /// The same community, as the program would open it.
    fn ground(&self) -> Ground {
        let environment = self.environment();
        let find = |name: &str| environment.iter().find(|(it, _)| *it == name).map(|(_, value)| value.clone());
        let config = Config {
            data: self.folder.join("prepared"),
            database_url: find("DATABASE_URL"),
            keys_url: find("KEYS_DATABASE_URL"),
            root_key: find("ALONGSIDE_ROOT_KEY").map(PathBuf::from),
            threads: 2,
            ..Config::default()
        };
        Ground::open(&config).unwrap()
    }

    /// Does something to the community before any node runs.
    fn settle<T: Send + 'static>(&self, mut work: impl FnMut(&mut db::Tx<'_>) -> db::Result<T> + Send + 'static) -> T {
        let ground = self.ground();
        let done = runtime().block_on(ground.db.write(move |tx| {
            alongside::town::settle(tx)?;
            work(tx)
        }));
        done.unwrap()
    }

    async fn node(&self, number: usize) -> Node {
        let (data, log) = (self.folder.join(&format!("node-{number}")), self.folder.join(&format!("log-{number}")));
        let program = Program::serve_with(&data, &log, &self.environment()).await;
        Node { program, log }
    }

    /// Who dispatches, as the lease says.
    async fn dispatcher(&self) -> String {
        let url = self.url(&self.name);
        let holder = tokio::task::spawn_blocking(move || {
            let mut direct = Direct::open(&Address::Postgres(url))?;
            direct.read(|tx| {
                tx.value::<String>("SELECT holder FROM jobs_leases WHERE name = $1", args!["support.dispatcher"])
            })
        });
        holder.await.unwrap().unwrap()
    }
}

impl Drop for Community {
    fn drop(&mut self) {
        let name = &self.name;
        let dropped = Direct::open(&Address::Postgres(self.server.clone())).and_then(|mut direct| {
            direct.write(|tx| tx.batch(&format!("DROP SCHEMA {name} CASCADE; DROP SCHEMA {name}_keys CASCADE")))
        });
        if let Err(error) = dropped {
            eprintln!("{name} stays: {error}");
        }
    }
}

struct Node {
    program: Program,
    log: PathBuf,
}

impl Node {
    fn address(&self) -> SocketAddr {
        self.program.address
    }

    fn said(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }
}

/// A real broker on a port of its own. Dropping it ends it.
struct Broker {
    port: u16,
    child: Child,
}

impl Broker {
    fn start() -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        Self { port, child: Self::run(port) }
    }

    fn run(port: u16) -> Child {
        // Debian puts it where only administrators look for programs.
        let program =
            ["/usr/sbin/nats-server", "/usr/local/bin/nats-server"].into_iter().find(|it| Path::new(it).exists());
        let mut command = Command::new(program.unwrap_or("nats-server"));
        command.args(["-a", "127.0.0.1", "-p", &port.to_string()]).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().expect("nats-server is installed: `cargo xtask packages` says how")
    }

    fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    fn again(&mut self) {
        self.child = Self::run(self.port);
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(3).enable_all().build().unwrap()
}

/// Hears what was said under this id, and how long that took. Does what a page does when it is told that it may have missed
/// something.
async fn hears(socket: &mut Socket, id: db::Uuid, last: &mut i64) -> Duration {
    let began = Instant::now();
    loop {
        let frame = socket.next().await.expect("the line stays");
        match frame["t"].as_str() {
            Some("missed") => assert!(socket.send(&json!({ "t": "resume", "after": *last })).await),
            Some("message") => {
                let seq = frame["seq"].as_i64().unwrap();
                assert!(seq <= *last + 1, "{seq} came after {last}");
                *last = (*last).max(seq);
                if frame["id"] == json!(id) {
                    return began.elapsed();
                }
            }
            _ => (),
        }
    }
}

/// Says something at one end and hears it at the other; answers how long that took.
async fn across(from: &mut Socket, to: &mut Socket, last: &mut i64) -> Duration {
    let id = fresh_id();
    assert!(from.send(&json!({ "t": "send", "id": id, "text": format!("are you there? {id}"), "anyway": true })).await);
    hears(to, id, last).await
}

async fn ends(conversation: ConversationId, from: (&Node, &str), to: (&Node, &str)) -> (Socket, Socket) {
    let path = format!("/conversations/{conversation}/live");
    let open = async |(node, token): (&Node, &str)| {
        let mut socket = Socket::open(node.address(), &path, token).await.unwrap();
        assert!(socket.send(&json!({ "t": "resume", "after": 0 })).await);
        socket
    };
    (open(from).await, open(to).await)
}

#[test]
fn two_who_are_on_different_nodes_talk_with_and_without_the_broker() {
    let Some(mut community) = Community::found() else { return };
    let talks = community.settle(conversations);
    let (id, asker, supporter) = &talks[0];
    runtime().block_on(async {
        let (one, two) = tokio::join!(community.node(1), community.node(2));
        let (mut hers, mut theirs) = ends(*id, (&one, asker), (&two, supporter)).await;
        let mut last = 0;
        across(&mut hers, &mut theirs, &mut last).await;
        let whole = across(&mut hers, &mut theirs, &mut last).await;

        community.broker.kill();
        let without = across(&mut hers, &mut theirs, &mut last).await;
        assert!(without < Duration::from_secs(10), "without the broker it took {without:?}");
        community.broker.again();
        let healed = tokio::time::timeout(Duration::from_secs(20), async {
            while across(&mut hers, &mut theirs, &mut last).await > Duration::from_millis(500) {}
        });
        healed.await.expect("with the broker it is quick again");
        println!("between nodes {whole:?}; while the broker was away {without:?}");
        assert!(!one.said().contains("ERROR") && !two.said().contains("ERROR"), "{}{}", one.said(), two.said());
    });
}

#[test]
fn hard_words_on_one_node_reach_an_open_desk_on_another() {
    let Some(community) = Community::found() else { return };
    let (talks, keeper) = community.settle(|tx| {
        let keeper = join(tx, "Isaura", AgeBand::Adult, &[Hat::Moderator])?;
        Ok((conversations(tx)?, people::session::open(tx, keeper, true)?))
    });
    let (id, asker, supporter) = &talks[0];
    runtime().block_on(async {
        let (one, two) = tokio::join!(community.node(1), community.node(2));
        let (mut hers, mut theirs) = ends(*id, (&one, asker), (&one, supporter)).await;
        let mut desk = Socket::open(two.address(), "/safety/live", &keeper).await.unwrap();
        // Ordinary words call nobody, and whatever the beginning brings is over after them.
        across(&mut hers, &mut theirs, &mut 0).await;
        while desk.next_within(Duration::from_millis(500)).await.is_some() {}
        let queue = http(two.address(), "GET", "/safety", Some(&keeper), "").await.unwrap();
        assert!(queue.status == 200 && !queue.body.contains("case crisis"), "{}", queue.body);

        let hard = "I have a plan and the pills are beside me. I am going to do it tonight.";
        let began = Instant::now();
        assert!(hers.send(&json!({ "t": "send", "id": fresh_id(), "text": hard, "anyway": true })).await);
        let frame = desk.next_within(Duration::from_secs(5)).await.expect("the desk hears of it");
        let heard = began.elapsed();
        // Either makes an open desk ask for its page again; on a busy machine a node may be unsure that it heard all.
        assert!(frame["t"] == "refresh" || frame["t"] == "missed", "{frame}");
        let queue = http(two.address(), "GET", "/safety", Some(&keeper), "").await.unwrap();
        let shown = began.elapsed();
        assert!(queue.body.contains("case crisis"), "{}", queue.body);
        println!("hard words on one node: a desk on another heard after {heard:?}, and had the queue after {shown:?}");
    });
}

#[test]
fn a_session_that_ends_on_one_node_ends_on_all() {
    let Some(community) = Community::found() else { return };
    let talks = community.settle(conversations);
    let (id, asker, supporter) = &talks[0];
    runtime().block_on(async {
        let (one, two) = tokio::join!(community.node(1), community.node(2));
        let (mut hers, mut theirs) = ends(*id, (&one, asker), (&two, supporter)).await;
        across(&mut theirs, &mut hers, &mut 0).await;
        let began = Instant::now();
        let left = http(two.address(), "POST", "/sign-out", Some(asker), "").await.unwrap();
        assert_eq!(left.status, 303, "{}", left.body);
        while hers.next().await.is_some() {}
        let took = began.elapsed();
        assert!(took < Duration::from_secs(1), "the socket stayed open for {took:?}");
        let page = http(one.address(), "GET", "/account", Some(asker), "").await.unwrap();
        assert_eq!(page.status, 303, "signed out here too");
        println!("a session that ended elsewhere: its socket closed after {took:?}");
    });
}

#[test]
fn a_node_without_the_root_key_of_the_others_does_not_start() {
    let Some(community) = Community::found() else { return };
    drop(community.ground());
    let mine = community.folder.join("my-own.key");
    let mut command = program::command(&community.folder.join("node-1"), &["serve"]);
    command.envs(community.environment()).env("ALONGSIDE_ROOT_KEY", &mine);
    let output = command.output().unwrap();
    assert!(!output.status.success());
    assert!(program::said(&output).contains("copy the one of the first node"), "{}", program::said(&output));
    assert!(!mine.exists(), "a root key that opens nothing is not left behind");
}

#[test]
fn when_the_dispatcher_dies_another_takes_over() {
    let Some(community) = Community::found() else { return };
    let (asker, one, other) = community.settle(|tx| {
        let (asker, one, other) = a_youth_asks(tx)?;
        // Nobody waits yet.
        let actor = people::actor(tx, &asker)?.unwrap();
        let request = support::request::Request::live_of(tx, actor.id)?.unwrap();
        request.withdraw(tx)?;
        Ok((asker, one, other))
    });
    runtime().block_on(async {
        let (a, b, c) = tokio::join!(community.node(1), community.node(2), community.node(3));
        let mut nodes = vec![a, b, c];
        let holder = community.dispatcher().await;
        let place = nodes.iter().position(|node| node.said().contains(&holder)).expect("one of them dispatches");
        nodes.remove(place).program.kill();
        let began = Instant::now();
        let form = "kind=heard&pace=sooner&language=en";
        let asked = http(nodes[0].address(), "POST", "/support/requests", Some(&asker), form).await.unwrap();
        assert_eq!(asked.status, 303, "{}", asked.body);
        let offered = loop {
            let on_one = offer_on(&nodes[1].program, &one).await;
            let on_other = offer_on(&nodes[1].program, &other).await;
            assert!(on_one.is_none() || on_other.is_none(), "one request, two offers");
            if on_one.is_some() || on_other.is_some() {
                break began.elapsed();
            }
            assert!(began.elapsed() < Duration::from_secs(15), "nobody dispatches");
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        assert_ne!(community.dispatcher().await, holder);
        assert!(offered < Duration::from_secs(5), "the lease moved only after {offered:?}");
        println!("the dispatcher died; another made the offer after {offered:?}");
    });
}

#[test]
fn a_node_that_ends_sends_its_pages_elsewhere_first() {
    let Some(community) = Community::found() else { return };
    let talks = community.settle(conversations);
    let (id, asker, supporter) = &talks[0];
    runtime().block_on(async {
        let (one, two) = tokio::join!(community.node(1), community.node(2));
        let (mut hers, mut theirs) = ends(*id, (&one, asker), (&two, supporter)).await;
        let mut last = 0;
        across(&mut hers, &mut theirs, &mut last).await;
        let began = Instant::now();
        one.program.ask_to_end();
        let mut refused = None;
        while let Some(frame) = hers.next().await {
            drop(frame);
            refused = http(one.address(), "GET", "/readyz", None, "").await;
        }
        assert!(refused.is_none_or(|answer| answer.status == 503));
        let (status, two) = (one.program.wait(), two);
        assert!(status.success(), "{status}");
        assert!(began.elapsed() < Duration::from_secs(8), "it took {:?} to end", began.elapsed());
        // What her page does next: the same line, at another node.
        let (mut hers, _) = ends(*id, (&two, asker), (&two, supporter)).await;
        across(&mut hers, &mut theirs, &mut last).await;
        println!("a node ended in {:?}", began.elapsed());
    });
}
