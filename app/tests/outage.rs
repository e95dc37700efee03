//! PostgreSQL that is frozen, that is stopped, and that goes away in the middle of a commit.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::PathBuf,
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    time::{Duration, Instant},
};

use alongside::{config::Config, town, wiring::Ground};
use db::{Address, Direct, Error, Options, args};
use serde_json::json;
use support::message;

use crate::{
    kill::{a_youth_asks, offer_on, runtime},
    program::{Folder, Program, http},
    socket::Socket,
    talk::{conversations, fresh_id},
};

/// A PostgreSQL of a test's own, so that it can be broken. Gone when dropped.
struct Server {
    folder: Folder,
    programs: PathBuf,
    port: u16,
}

impl Server {
    /// Nothing when no PostgreSQL was promised to this run.
    fn start() -> Option<Self> {
        testkit::postgres()?;
        let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
        let programs = versions.map(|it| it.path().join("bin")).filter(|it| it.join("initdb").exists()).max()?;
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let server = Self { folder: Folder::new(), programs, port };
        if is_root() {
            assert!(Command::new("chown").arg("postgres:").arg(&server.folder.0).status().unwrap().success());
        }
        server.run("initdb", &["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]);
        server.again();
        let mut direct = Direct::open(&Address::Postgres(server.url(""))).unwrap();
        direct.write(|tx| tx.batch("CREATE SCHEMA main; CREATE SCHEMA keys")).unwrap();
        Some(server)
    }

    fn run(&self, program: &str, words: &[&str]) {
        let path = self.programs.join(program);
        let mut command = if is_root() { Command::new("runuser") } else { Command::new(&path) };
        if is_root() {
            command.args(["-u", "postgres", "--"]).arg(&path);
        }
        command.arg("-D").arg(self.folder.join("cluster")).args(words).current_dir("/");
        let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
        assert!(status.unwrap().success(), "{program} {words:?}");
    }

    fn again(&self) {
        let settings = format!(
            "-c fsync=off -c max_connections=60 -c listen_addresses=127.0.0.1 -p {} -k {}",
            self.port,
            self.folder.0.display()
        );
        let log = self.folder.join("server.log");
        self.run("pg_ctl", &["-l", &log.display().to_string(), "-o", &settings, "-w", "start"]);
    }

    fn stop(&self) {
        self.run("pg_ctl", &["-m", "immediate", "-w", "stop"]);
    }

    fn url(&self, schema: &str) -> String {
        let within = if schema.is_empty() { String::new() } else { format!("?options=-csearch_path%3D{schema}") };
        format!("postgres://postgres@127.0.0.1:{}/postgres{within}", self.port)
    }

    /// Stops every process of the server where it stands, or lets them all go on.
    fn signal(&self, signal: &str) {
        let pid = std::fs::read_to_string(self.folder.join("cluster").join("postmaster.pid")).unwrap();
        let first = pid.lines().next().unwrap().to_owned();
        let children = Command::new("pgrep").args(["-P", &first]).output().unwrap();
        let children = String::from_utf8_lossy(&children.stdout).into_owned();
        let all = std::iter::once(first.as_str()).chain(children.split_whitespace());
        drop(Command::new("kill").arg(signal).args(all).stderr(Stdio::null()).status());
    }

    fn environment(&self, folder: &Folder) -> Vec<(&'static str, String)> {
        vec![
            ("DATABASE_URL", self.url("main")),
            ("KEYS_DATABASE_URL", self.url("keys")),
            ("ALONGSIDE_ROOT_KEY", folder.join("root.key").display().to_string()),
        ]
    }

    fn ground(&self, folder: &Folder) -> Ground {
        let config = Config {
            data: folder.join("prepared"),
            database_url: Some(self.url("main")),
            keys_url: Some(self.url("keys")),
            root_key: Some(folder.join("root.key")),
            threads: 2,
            ..Config::default()
        };
        Ground::open(&config).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.signal("-CONT");
        if self.folder.join("cluster").join("postmaster.pid").exists() {
            self.stop();
        }
    }
}

/// An id in letters: digits in a row would be taken for somebody's telephone.
fn letters(id: db::Uuid) -> String {
    id.simple().to_string().chars().map(|it| it.to_digit(16).map_or('-', |it| char::from(b'a' + it as u8))).collect()
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|it| it.stdout.starts_with(b"0\n"))
}

#[test]
fn a_server_that_freezes_or_stops_is_said_plainly_and_afterwards_everything_goes_on() {
    let Some(server) = Server::start() else { return };
    let folder = Folder::new();
    let ground = server.ground(&folder);
    let prepared = runtime().block_on(ground.db.write(|tx| {
        town::settle(tx)?;
        let youth = a_youth_asks(tx)?;
        // Nobody waits yet.
        let actor = people::actor(tx, &youth.0)?.unwrap();
        support::request::Request::live_of(tx, actor.id)?.unwrap().withdraw(tx)?;
        Ok((conversations(tx)?, youth))
    }));
    drop(ground);
    let (talks, (asker, one, other)) = prepared.unwrap();
    let (id, member, supporter) = talks[0].clone();
    let log = folder.join("log");
    let mut kept = Vec::new();
    runtime().block_on(async {
        let program = Program::serve_with(&folder.join("data"), &log, &server.environment(&folder)).await;
        let at = program.address;
        let get = async |path: &str| {
            let began = Instant::now();
            let answer = http(at, "GET", path, Some(&member), "").await.expect("an answer");
            (answer, began.elapsed())
        };
        let says = async |message: db::Uuid| {
            let form = format!("id={message}&text=where+are+you+all+{}", letters(message));
            http(at, "POST", &format!("/conversations/{id}/messages"), Some(&member), &form).await.expect("an answer")
        };
        // What is known of help was read by now.
        tokio::time::sleep(Duration::from_secs(1)).await;
        for outage in ["frozen", "stopped"] {
            let mut line = Socket::open(at, &format!("/conversations/{id}/live"), &supporter).await.unwrap();
            let before = fresh_id();
            assert_eq!(says(before).await.status, 303);
            kept.push(before);
            if outage == "frozen" {
                server.signal("-STOP")
            } else {
                server.stop()
            }

            let (page, took) = get(&format!("/conversations/{id}")).await;
            assert_eq!(page.status, 503, "{outage}: {}", page.body);
            assert!(took < Duration::from_secs(7), "{outage}: the first page took {took:?}");
            for expected in ["We cannot reach our own records just now", "tel:", "People who can help now"] {
                assert!(page.body.contains(expected), "{outage}: «{expected}» is not in:\n{}", page.body);
            }
            let unsent = fresh_id();
            let refused = says(unsent).await;
            assert_eq!(refused.status, 503, "{outage}: {}", refused.body);
            assert!(
                refused.body.contains(&format!("where are you all {}", letters(unsent))),
                "what was typed is still there"
            );
            let spoken = fresh_id();
            assert!(line.send(&json!({ "t": "send", "id": spoken, "text": "still here?", "anyway": true })).await);
            let ends = async { while line.next().await.is_some() {} };
            tokio::time::timeout(Duration::from_secs(15), ends).await.expect("the line is let go, to come back");

            let began = Instant::now();
            let mut many = tokio::task::JoinSet::new();
            for _ in 0..200 {
                many.spawn(async move { http(at, "GET", "/circles", None, "").await.map(|it| it.status) });
            }
            while let Some(answered) = many.join_next().await {
                assert_eq!(answered.unwrap(), Some(503), "{outage}");
            }
            let all = began.elapsed();
            assert!(all < Duration::from_secs(6), "{outage}: 200 pages took {all:?}");
            let (alive, took) = get("/healthz").await;
            assert!(alive.status == 200 && took < Duration::from_millis(500), "{outage}: {took:?}");
            let (ready, took) = get("/readyz").await;
            assert!(ready.status == 503 && took < Duration::from_secs(2), "{outage}: {} {took:?}", ready.status);

            if outage == "frozen" {
                server.signal("-CONT")
            } else {
                server.again()
            }
            let began = Instant::now();
            while get("/readyz").await.0.status != 200 {
                assert!(began.elapsed() < Duration::from_secs(15), "{outage}: not ready again");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            println!("{outage}: 200 pages answered within {all:?}; ready again after {:?}", began.elapsed());
            // Both retries are under the same ids.
            assert_eq!(says(unsent).await.status, 303);
            kept.push(unsent);
            let mut line = Socket::open(at, &format!("/conversations/{id}/live"), &supporter).await.unwrap();
            assert!(line.send(&json!({ "t": "send", "id": spoken, "text": "still here?", "anyway": true })).await);
            while line.next().await.expect("it is saved")["t"] != "saved" {}
            kept.push(spoken);
        }
        // The dispatcher, too, goes on.
        let form = "kind=heard&pace=sooner&language=en";
        assert_eq!(http(at, "POST", "/support/requests", Some(&asker), form).await.unwrap().status, 303);
        let began = Instant::now();
        while offer_on(&program, &one).await.is_none() && offer_on(&program, &other).await.is_none() {
            assert!(began.elapsed() < Duration::from_secs(15), "nobody dispatches");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        program.kill();
    });
    let log = std::fs::read_to_string(&log).unwrap();
    let errors: Vec<_> = log.lines().filter(|line| line.contains("ERROR")).collect();
    assert!(errors.len() <= 4, "no storm:\n{}", errors.join("\n"));
    let ground = server.ground(&folder);
    let there = runtime().block_on(ground.db.read(move |tx| message::since(tx, id, 0))).unwrap();
    drop(ground);
    for message in kept {
        assert_eq!(there.iter().filter(|it| it.id == message).count(), 1, "{message} stands there once");
    }
}

const PASS: u8 = 0;
const CUT_BEFORE: u8 = 1;
const CUT_AFTER: u8 = 2;

/// A line to the server that can be cut at a commit: before it arrives, or after it was done and before anybody is told.
fn cutting(port: u16) -> (SocketAddr, Arc<AtomicU8>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (address, when) = (listener.local_addr().unwrap(), Arc::new(AtomicU8::new(PASS)));
    let cuts = Arc::clone(&when);
    std::thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let (cuts, server) = (Arc::clone(&cuts), TcpStream::connect(("127.0.0.1", port)).unwrap());
            let (mut back, mut forth) = (server.try_clone().unwrap(), client.try_clone().unwrap());
            let cut = Arc::new(AtomicU8::new(PASS));
            let is_cut = Arc::clone(&cut);
            std::thread::spawn(move || {
                let mut bytes = [0; 65536];
                while let Ok(some @ 1..) = back.read(&mut bytes) {
                    if is_cut.load(Ordering::SeqCst) != PASS || forth.write_all(&bytes[..some]).is_err() {
                        break;
                    }
                }
                drop(forth.shutdown(std::net::Shutdown::Both));
            });
            let (mut client, mut server) = (client, server);
            std::thread::spawn(move || {
                let mut bytes = [0; 65536];
                while let Ok(some @ 1..) = client.read(&mut bytes) {
                    let commits = bytes[..some].windows(7).any(|it| it == b"COMMIT\0");
                    let how = if commits { cuts.swap(PASS, Ordering::SeqCst) } else { PASS };
                    cut.store(how, Ordering::SeqCst);
                    if how == CUT_BEFORE || server.write_all(&bytes[..some]).is_err() {
                        break;
                    }
                }
                drop(server.shutdown(std::net::Shutdown::Both));
                drop(client.shutdown(std::net::Shutdown::Both));
            });
        }
    });
    (address, when)
}

#[test]
fn a_commit_of_which_nobody_heard_is_neither_refused_nor_done_twice() {
    let Some(server) = Server::start() else { return };
    let (at, cut) = cutting(server.port);
    let address = Address::Postgres(format!("postgres://postgres@{at}/postgres"));
    let mut direct = Direct::open(&Address::Postgres(server.url(""))).unwrap();
    direct.write(|tx| tx.batch("CREATE TABLE said (id BIGINT NOT NULL)")).unwrap();
    // Opened and closed outside the runtime: PostgreSQL's driver brings one of its own.
    let db = Options::new(address).threads(1).open().unwrap();
    runtime().block_on(async {
        let say = async |id: i64| db.write(move |tx| tx.execute("INSERT INTO said (id) VALUES ($1)", args![id])).await;
        assert!(say(1).await.is_ok());
        for (id, how) in [(2, CUT_BEFORE), (3, CUT_AFTER)] {
            cut.store(how, Ordering::SeqCst);
            let told = say(id).await;
            assert!(matches!(told, Err(Error::Unsure)), "{id}: {told:?}");
            assert!(say(id + 10).await.is_ok(), "the next one has a line again");
        }
    });
    let mut there =
        |id: i64| -> i64 { direct.read(|tx| tx.value("SELECT COUNT(*) FROM said WHERE id = $1", args![id])).unwrap() };
    assert_eq!([1, 2, 3, 12, 13].map(&mut there), [1, 0, 1, 1, 1], "never twice");
}
