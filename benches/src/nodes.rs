//! The same live room over two nodes, which share a PostgreSQL and hear each other over a broker: what it costs beside one
//! node on SQLite. Everything that serves is weighed: both nodes, the broker and the database.

use std::{fs, net::TcpListener, path::Path, process::Command};

use anyhow::{Context, Result};
use db::{Address, Direct, args};

use crate::{
    Run,
    crowd::Crowd,
    machine,
    program::Program,
    room::{self, Evenings, LIVELY, PEOPLE, SECONDS},
    seed,
    table::{Better, Table},
};

/// The cost of two nodes may be two and a half times that of one.
const GOAL: f64 = 0.4;
/// A word may take so many milliseconds more to the other node.
const LATER: f64 = 5.0;
/// Where Debian and others put the broker.
const BROKERS: [&str; 3] = ["/usr/sbin/nats-server", "/usr/local/bin/nats-server", "/usr/bin/nats-server"];

/// Measures two nodes beside one.
pub(crate) async fn measure(run: &Run, postgres: Option<&str>, table: &mut Table) -> Result<()> {
    println!("\nTwo nodes, a room of {PEOPLE}");
    let (Some(postgres), Some(broker)) = (postgres, BROKERS.into_iter().find(|it| Path::new(it).exists())) else {
        println!(
            "    not measured: it needs PostgreSQL and nats-server, which `cargo xtask packages --install` installs"
        );
        return Ok(());
    };
    let database = process_of(postgres)?;
    let address = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?;
    let broker =
        Program::other(Command::new(broker).args(["-a", "127.0.0.1", "-p", &address.port().to_string()]), address)?;
    let mark = if postgres.contains('?') { '&' } else { '?' };
    let schema = |name: &str| format!("{postgres}{mark}options=-csearch_path%3D{name}");
    Direct::open(&Address::Postgres(postgres.to_owned()))?
        .write(|tx| tx.batch("CREATE SCHEMA nodes; CREATE SCHEMA nodes_keys"))?;
    let shared = [
        ("DATABASE_URL", schema("nodes")),
        ("KEYS_DATABASE_URL", schema("nodes_keys")),
        ("NATS_URL", format!("nats://{address}")),
        ("ALONGSIDE_ROOT_KEY", run.folder.join("nodes.key").display().to_string()),
    ];
    let ground = seed::open_shared(&run.folder.join("nodes"), &shared)?;
    let settled = seed::room(&ground, PEOPLE).await?;
    drop(ground);
    let mut nodes = Vec::new();
    for number in 0..2 {
        let data = run.folder.join(&format!("node-{number}"));
        fs::create_dir(&data)?;
        nodes.push(Program::node(&data, &shared)?);
    }
    let people = room::come_in(&nodes.iter().collect::<Vec<_>>(), &settled).await?;
    let weighed = vec![nodes[0].id(), nodes[1].id(), broker.id(), database];
    let mut two = Crowd::new(weighed, people, 1)?;

    let data = run.folder.join("one-node");
    let ground = seed::open(&data)?;
    let settled = seed::room(&ground, PEOPLE).await?;
    drop(ground);
    let program = Program::serve(&data)?;
    let mut one = Crowd::new(vec![program.id()], room::come_in(&[&program], &settled).await?, 1)?;

    let (mut both, mut alone) = (Evenings::default(), Evenings::default());
    for _ in 0..run.runs(3) {
        both.add(two.speak(LIVELY, run.span(SECONDS)).await?)?;
        alone.add(one.speak(LIVELY, run.span(SECONDS)).await?)?;
    }
    let later: Vec<_> = both.worst.iter().zip(&alone.worst).map(|(two, one)| two - one).collect();
    let costs = (both.costs, alone.costs);
    table.beside("one node, SQLite", "nodes2.cpu", "CPU s/million", Better::Less, costs, Some(GOAL));
    table.at_most("nodes2.p99.later", "ms", later, LATER);
    table.alone("nodes2.p99", "ms", both.worst);
    table.at_least("nodes2.delivered", "share", both.shares, 1.0);
    Ok(())
}

/// The process that all connections of a PostgreSQL on this machine come from, moved to the cores that serve.
fn process_of(postgres: &str) -> Result<u32> {
    let mut direct = Direct::open(&Address::Postgres(postgres.to_owned()))?;
    let own: i64 = direct.read(|tx| tx.value("SELECT CAST(pg_backend_pid() AS BIGINT)", args![]))?;
    let status = fs::read_to_string(format!("/proc/{own}/status")).context("this PostgreSQL is not of this machine")?;
    let parent = status.lines().find_map(|line| line.strip_prefix("PPid:")).context("every process has a parent")?;
    let parent = parent.trim().parse()?;
    machine::move_to_servers(parent)?;
    Ok(parent)
}
