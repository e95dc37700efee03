//! Where a certificate is asked for, nobody without one that counts takes a conversation.

use std::time::Duration;

use db::Uuid;
use jobs::Lease;
use support::{
    dispatch,
    duty::{Duty, How},
    offer::Offer,
    request::Request,
};
use testkit::{Ground, on_both_engines};
use words::{Actor, Hat};
use workforce::{
    answer::Work,
    certificate::{self, Certificate},
    requirement::Requirement,
};

use crate::town::*;

struct Cast {
    theo: Actor,
    kofi: Actor,
    maya: Actor,
    nora: Actor,
}

/// Theo holds a certificate, Kofi never had one, and from now on it is asked for.
async fn cast(ground: &Ground) -> Cast {
    let [theo, kofi] =
        [person(ground, "Theo", &[Hat::Supporter]).await, person(ground, "Kofi", &[Hat::Supporter]).await];
    let (nora, ada) =
        (person(ground, "Nora", &[Hat::Supervisor]).await, person(ground, "Ada", &[Hat::Administrator]).await);
    does(ground, move |tx| {
        let asked = Requirement {
            work: Work::Conversation,
            version: 0,
            courses: Vec::new(),
            competencies: Vec::new(),
            hours: 0,
            months: 1,
            learning_hours: 0,
            needed_from: Some(tx.now()),
        };
        asked.write(tx, &ada, "We agreed on it.")
    })
    .await
    .unwrap();
    let cast = Cast { theo, kofi, maya: person(ground, "Maya", &[]).await, nora };
    cast.certifies(ground).await;
    cast
}

impl Cast {
    /// Nora gives Theo what he asks for.
    async fn certifies(&self, ground: &Ground) {
        let (theo, nora) = (self.theo.clone(), self.nora.clone());
        does(ground, move |tx| {
            certificate::ask(tx, &theo, Work::Conversation)?;
            certificate::issue(tx, &nora, theo.id, Work::Conversation)
        })
        .await
        .unwrap();
    }

    async fn ends(&self, ground: &Ground) -> db::Time {
        let theo = self.theo.id;
        let held = does(ground, move |tx| Certificate::of(tx, theo, Work::Conversation)).await.unwrap();
        held.unwrap().expires_at
    }
}

async fn begins(ground: &Ground, who: &Actor) -> Result<(), Option<&'static str>> {
    let who = who.clone();
    let begun = does(ground, move |tx| {
        Duty::begin(tx, &who)?;
        Duty::of(tx, who.id)?.expect("a duty that was just begun").see(tx)
    });
    begun.await.map_err(|it| it.refusal())
}

/// Maya has waited a minute, and the dispatcher looks.
async fn asks(ground: &Ground, maya: &Actor) {
    let maya = maya.clone();
    does(ground, move |tx| {
        let id = tx.as_of(tx.now() - Duration::from_secs(60), |tx| Request::ask(tx, &maya, &ask("en")))?;
        Request::own(tx, &maya, id)?.see(tx)
    })
    .await
    .unwrap();
    look(ground).await;
}

async fn look(ground: &Ground) {
    let lease = Lease::new("support.dispatcher", Uuid::from_u128(1), Duration::from_secs(4));
    does(ground, move |tx| dispatch::round(tx, &lease)).await.unwrap();
}

async fn offered(ground: &Ground, who: &Actor) -> Option<Offer> {
    let who = who.id;
    does(ground, move |tx| Offer::open_to(tx, who)).await.unwrap()
}

#[test]
fn whoever_never_had_one_does_not_begin_and_hears_why() {
    on_both_engines(&migrations(), |ground| async move {
        let cast = cast(&ground).await;
        assert_eq!(begins(&ground, &cast.kofi).await, Err(Some("bar-uncertified")));
        assert_eq!(begins(&ground, &cast.theo).await, Ok(()));
        asks(&ground, &cast.maya).await;
        assert!(offered(&ground, &cast.theo).await.is_some());
    });
}

#[test]
fn one_that_runs_out_on_duty_ends_the_offers_that_second() {
    on_both_engines(&migrations(), |ground| async move {
        let cast = cast(&ground).await;
        let end = cast.ends(&ground).await;
        ground.clock.set(end - Duration::from_secs(30));
        assert_eq!(begins(&ground, &cast.theo).await, Ok(()));
        asks(&ground, &cast.maya).await;
        let offer = offered(&ground, &cast.theo).await.expect("it still counts");
        ground.clock.set(end);
        let (theo, late) = (cast.theo.clone(), offer.id);
        let taken = does(&ground, move |tx| Offer::made_to(tx, &theo, late)?.accept(tx, &theo)).await;
        assert_eq!(taken.unwrap_err().refusal(), Some("bar-expired"));
        // The offer goes back when its time is over, and comes to nobody.
        ground.clock.pass(Duration::from_secs(120));
        does(&ground, {
            let theo = cast.theo.id;
            move |tx| Duty::of(tx, theo)?.map_or(Ok(()), |it| it.see(tx))
        })
        .await
        .unwrap();
        look(&ground).await;
        assert!(offered(&ground, &cast.theo).await.is_none(), "nothing comes without it");
        let theo = cast.theo.id;
        does(&ground, move |tx| Duty::of(tx, theo)?.map_or(Ok(()), |it| it.end(tx, How::Done))).await.unwrap();
        assert_eq!(begins(&ground, &cast.theo).await, Err(Some("bar-expired")));
        cast.certifies(&ground).await;
        assert_eq!(begins(&ground, &cast.theo).await, Ok(()), "renewed, it counts at once");
    });
}
