//! The plug is pulled while a node makes its tables: again and again, at another moment each time.

use std::time::Duration;

use anyhow::Result;

use crate::{
    chance::Chance,
    check::{Kind, Violation},
    figures::Figures,
    plan::{Ground, Round},
    scene::{Scene, World},
};

/// Starts that are cut short, before the one that is not.
const TRIES: usize = 5;

/// Empty databases, and nodes that are killed while they start on them: on several nodes, all start at once.
pub(crate) async fn first_start(world: &World, round: &Round, figures: &mut Figures) -> Result<Vec<Violation>> {
    let mut chance = Chance::of(world.seed, &format!("first start {}", round.number));
    let mut scene = Scene::empty(world, &format!("first-{}", round.number), Ground::Empty).await?;
    for _ in 0..TRIES {
        scene.nodes.iter_mut().try_for_each(|node| node.begin())?;
        tokio::time::sleep(chance.millis(1, 120)).await;
        scene.end();
    }
    let mut found = Vec::new();
    match scene.start().await {
        Ok(after) => figures.ready(after),
        Err(error) => found.push(Violation::new(Kind::Unsound, format!("{round}: {error:#}"))),
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    scene.end();
    found.extend(scene.sound()?);
    if found.is_empty() {
        scene.remove();
    }
    Ok(found)
}
