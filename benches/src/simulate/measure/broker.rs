//! Nodes that hear each other: what a frame costs the broker, and a node where nobody listens to it.

use std::time::Duration;

use anyhow::{Result, ensure};
use bus::{Broker, Bus};
use db::Uuid;
use seal::Wire;
use tokio::time::{MissedTickBehavior, interval};

use crate::{program::Folder, simulate::costs::Costs};

use super::servers::{Nats, Postgres, own_cpu};

/// So many nodes in this program, one of which speaks. Two sizes: what grows with the nodes is what a node costs.
const FEW: u32 = 2;
const MANY: u32 = 10;
/// Frames a second: enough to weigh, few enough that nothing waits.
const RATE: u32 = 4_000;
const SECONDS: u32 = 5;
/// As long as a frame with a message of the usual length.
const FRAME: usize = 600;

pub(super) async fn measure(postgres: &Postgres, folder: &Folder, costs: &mut Costs) -> Result<()> {
    println!("    frames between {FEW} and {MANY} nodes, {RATE} a second");
    let few = run(postgres, folder, FEW).await?;
    let many = run(postgres, folder, MANY).await?;
    let frames = f64::from(RATE * SECONDS);
    let each = |one: f64, other: f64| (other - one) / f64::from(MANY - FEW) / frames * 1e6;
    let (hear, deliver) = (each(few.0, many.0), each(few.1, many.1));
    ensure!(hear > 0.0 && deliver > 0.0, "the machine was too busy to weigh frames: {few:?} {many:?}");
    costs.measured("node.hear", hear)?;
    costs.measured("node.tell", (few.0 / frames * 1e6 - f64::from(FEW) * hear).max(0.0))?;
    costs.measured("broker.deliver", deliver)?;
    costs.measured("broker.publish", (few.1 / frames * 1e6 - f64::from(FEW) * deliver).max(0.0))
}

/// Processor seconds of all nodes together, and of the broker.
async fn run(postgres: &Postgres, folder: &Folder, nodes: u32) -> Result<(f64, f64)> {
    let ground = super::database::ground(postgres, folder, &format!("nodes{nodes}"))?;
    let broker = Nats::start()?;
    let mut all = Vec::new();
    for node in 0..nodes {
        let bus = Bus::default();
        let seal = Wire::new([7; 32]);
        let subject = "simulate".to_owned();
        let node = Uuid::from_u128(u128::from(node) + 1);
        bus.share(Broker { url: broker.url.clone(), subject, seal, node }, ground.db.clone()).await?;
        all.push(bus);
    }
    let mut listener = all[1].listen(&["heard"]);
    // Until every node has seen the others.
    tokio::time::sleep(Duration::from_secs(5)).await;
    let before = (own_cpu()?, broker.cpu()?);
    let mut tick = interval(Duration::from_millis(1));
    tick.set_missed_tick_behavior(MissedTickBehavior::Burst);
    for _ in 0..SECONDS * 1000 {
        tick.tick().await;
        for _ in 0..RATE / 1000 {
            all[0].tell("nobody listens", vec![7; FRAME]);
        }
    }
    all[0].tell("heard", "the last one");
    // It comes after all others: so they were all carried.
    while listener.next().await != bus::Heard::Frame("the last one".into()) {}
    let spent = (own_cpu()? - before.0, broker.cpu()? - before.1);
    for bus in &all {
        bus.leave(&ground.db).await?;
    }
    Ok(spent)
}
