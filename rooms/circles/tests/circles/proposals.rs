//! Members who start a circle: two of them, long enough here, decided once.

use std::time::Duration;

use circles::{
    circle::{Circle, Plan},
    kind::{CircleId, Role},
    proposal,
};
use db::Error;
use testkit::{Ground, on_both_engines};
use words::{Actor, AgeBand, Hat};

use crate::{joining::is_refused, town::*};

const DAY: Duration = Duration::from_secs(86_400);

fn plan() -> Plan {
    Plan::usual("First year", "For newcomers.", "We listen.", "en".parse().unwrap())
}

async fn proposes(ground: &Ground, who: &Actor, partner: &'static str) -> db::Result<CircleId> {
    let who = who.clone();
    ground.db.write(move |tx| proposal::make(tx, &who, &plan(), partner)).await
}

#[test]
fn two_who_are_here_long_enough_start_a_circle_that_is_decided_once() {
    on_both_engines(&migrations(), |ground| async move {
        let people = [person(&ground, "Maya").await, person(&ground, "Leo").await];
        let keepers = [
            somebody(&ground, "Wren", &[Hat::Administrator], AgeBand::Adult, "en").await,
            somebody(&ground, "Ffion", &[Hat::Administrator], AgeBand::Adult, "en").await,
        ];
        let [maya, leo] = people;
        is_refused(proposes(&ground, &maya, "Leo").await, "proposal-too-new");
        ground.clock.pass(15 * DAY);
        is_refused(proposes(&ground, &maya, "Maya").await, "proposal-not-alone");
        let id = proposes(&ground, &maya, "Leo").await.unwrap();
        // Not decided before the second one agreed, nor by anybody who was not asked.
        let keeper = keepers[0].clone();
        is_refused(
            ground.db.write(move |tx| proposal::decide(tx, &keeper, id, true, "Yes.")).await,
            "proposal-decided",
        );
        for who in [&maya, &keepers[0]] {
            let who = who.clone();
            assert!(matches!(ground.db.write(move |tx| proposal::agree(tx, &who, id)).await, Err(Error::NotFound)));
        }
        // Pressed twice at the same moment, agreed once.
        let mut at_once = tokio::task::JoinSet::new();
        for _ in 0..6 {
            let (db, who) = (ground.db.clone(), leo.clone());
            at_once.spawn(async move { db.write(move |tx| proposal::agree(tx, &who, id)).await });
        }
        let mut agreed = 0;
        while let Some(done) = at_once.join_next().await {
            match done.unwrap() {
                Ok(()) => agreed += 1,
                other => assert!(matches!(other, Err(Error::NotFound))),
            }
        }
        assert_eq!(agreed, 1);
        let keeper = keepers[0].clone();
        let due = does(&ground, move |tx| Ok(proposal::waiting(tx, &keeper)?[0].due_at)).await;
        assert_eq!(due, Some(ground.db.now() + 7 * DAY));
        // Two who decide at the same moment, one yes and one no: one counts, and the circle is what that one said.
        let mut at_once = tokio::task::JoinSet::new();
        for (keeper, approved) in keepers.iter().zip([true, false]) {
            let (db, keeper) = (ground.db.clone(), keeper.clone());
            at_once.spawn(async move {
                let done = db.write(move |tx| proposal::decide(tx, &keeper, id, approved, "Because.")).await;
                (approved, done)
            });
        }
        let mut decided = Vec::new();
        while let Some(done) = at_once.join_next().await {
            match done.unwrap() {
                (approved, Ok(())) => decided.push(approved),
                (_, refused) => is_refused(refused, "proposal-decided"),
            }
        }
        assert_eq!(decided.len(), 1);
        let who = maya.clone();
        let (told, roles) = does(&ground, move |tx| {
            let told = proposal::of_member(tx, &who)?.remove(0);
            let roles: Vec<_> = Circle::mine(tx, &who)?.into_iter().map(|(_, role)| role).collect();
            Ok((told, roles))
        })
        .await;
        assert_eq!((told.approved, told.reason.as_str()), (Some(decided[0]), "Because."));
        // The hat counts from the next page on: the actor of this test was made before.
        assert_eq!(roles.is_empty(), !decided[0]);
        assert!(roles.iter().all(|it| *it == Role::Member));
    });
}

#[test]
fn a_yes_gives_both_the_hat_and_opens_the_circle() {
    on_both_engines(&migrations(), |ground| async move {
        let [maya, leo] = [person(&ground, "Maya").await, person(&ground, "Leo").await];
        let wren = somebody(&ground, "Wren", &[Hat::Administrator], AgeBand::Adult, "en").await;
        ground.clock.pass(15 * DAY);
        // A yes needs no words.
        for reason in ["", "Good."] {
            let id = proposes(&ground, &maya, "Leo").await.unwrap();
            let (keeper, second) = (wren.clone(), leo.clone());
            does(&ground, move |tx| proposal::agree(tx, &second, id)).await;
            does(&ground, move |tx| proposal::decide(tx, &keeper, id, true, reason)).await;
            for who in [&maya, &leo] {
                let who = Actor { hats: vec![Hat::Facilitator], ..who.clone() };
                let circle = does(&ground, move |tx| Circle::facilitated_by(tx, &who, id)).await;
                assert_eq!(circle.stage, circles::kind::Stage::Open);
            }
        }
    });
}
