//! Whoever looks after a room gives no more than is enough: they are told before, and their part ends by itself.

use std::time::Duration;

use db::{Result, Tx, args};
use live::{
    aside, duty,
    kind::EveningId,
    message,
    seat::Seat,
    watch::{self, SOON},
};
use organisation::{Settings, settings::DIALS};
use testkit::{Ground, on_both_engines};
use words::{Actor, Hat, MemberId};
use workforce::hours::Given;

use crate::town::*;

/// An hour a day is enough here.
pub(crate) async fn an_hour_is_enough(ground: &Ground) {
    let dial = DIALS.iter().find(|it| it.name == "day-hours").unwrap();
    let by = somebody(ground, "Turner", &[Hat::Administrator], words::AgeBand::Adult, "en").await.id;
    does(ground, move |tx| Settings::turn(tx, by, &[(dial, 1)], "Small steps.")).await.unwrap();
}

/// Minutes pass while the pages of these people are open.
async fn together(ground: &Ground, town: &Evening, who: &[&Actor], minutes: u32) {
    for _ in 0..minutes {
        pass(ground, MINUTE).await;
        for who in who {
            if town.is_open(ground).await {
                town.comes(ground, who).await;
            }
        }
    }
}

/// How often the place said this in the room.
async fn said(ground: &Ground, evening: EveningId, key: &'static str) -> usize {
    let all = does(ground, move |tx| message::since(tx, evening.talk(), 0, 1000)).await.unwrap();
    all.iter().filter(|it| it.words == key).count()
}

async fn closed_how(ground: &Ground, evening: EveningId) -> Option<String> {
    does(ground, move |tx| tx.value("SELECT closed_how FROM live_evenings WHERE id = $1", args![evening]))
        .await
        .unwrap()
}

async fn gave(ground: &Ground, who: &Actor) -> Duration {
    let who = who.id;
    does(ground, move |tx| Given::of(tx, who)).await.unwrap().day
}

async fn is_on_duty(ground: &Ground, town: &Evening, who: &Actor) -> bool {
    let (who, circle) = (who.clone(), town.circle);
    does(ground, move |tx| Ok(Seat::of(tx, &who, circle)?.on_duty)).await.unwrap()
}

async fn tries_to_open(ground: &Ground, town: &Evening, who: &Actor) -> Result<EveningId> {
    let (who, circle) = (who.clone(), town.circle);
    does(ground, move |tx| duty::open(tx, &who, circle)).await
}

#[test]
fn a_room_closes_kindly_when_its_facilitator_gave_enough() {
    on_both_engines(&migrations(), |ground| async move {
        an_hour_is_enough(&ground).await;
        let (town, evening) = Evening::open(&ground).await;
        let there = [&town.ada, &town.maya];
        together(&ground, &town, &there, 44).await;
        assert_eq!(said(&ground, evening, "room-note-closing-soon").await, 0);
        together(&ground, &town, &there, 1).await;
        assert_eq!(said(&ground, evening, "room-note-closing-soon").await, 1);
        together(&ground, &town, &there, 14).await;
        assert!(town.is_open(&ground).await, "until the last minute");
        assert_eq!(said(&ground, evening, "room-note-closing-soon").await, 1, "it is said once");
        together(&ground, &town, &there, 1).await;
        assert_eq!(closed_how(&ground, evening).await.as_deref(), Some("enough"));
        assert_eq!(town.reads(&ground, &town.maya).await.last().unwrap(), "room-note-closed-enough");
        assert_eq!(gave(&ground, &town.ada).await, 60 * MINUTE);
        // She rests; somebody else may open the room again at once.
        let again = tries_to_open(&ground, &town, &town.ada).await;
        assert!(again.unwrap_err().refusal().is_some_and(|it| it.starts_with("bar-")));
        tries_to_open(&ground, &town, &town.ben).await.unwrap();
    });
}

#[test]
fn another_who_has_time_keeps_the_room_open() {
    on_both_engines(&migrations(), |ground| async move {
        an_hour_is_enough(&ground).await;
        let (town, evening) = Evening::open(&ground).await;
        together(&ground, &town, &[&town.ada], 30).await;
        town.opens(&ground, &town.ben).await;
        let both = [&town.ada, &town.ben];
        together(&ground, &town, &both, 30).await;
        assert!(!is_on_duty(&ground, &town, &town.ada).await, "an hour is enough");
        assert!(is_on_duty(&ground, &town, &town.ben).await && town.is_open(&ground).await);
        assert_eq!(said(&ground, evening, "room-note-closing-soon").await, 0, "nobody needs to be told");
        together(&ground, &town, &both, 29).await;
        assert!(town.is_open(&ground).await);
        assert_eq!(said(&ground, evening, "room-note-closing-soon").await, 1);
        together(&ground, &town, &both, 1).await;
        assert_eq!(closed_how(&ground, evening).await.as_deref(), Some("enough"));
        assert_eq!([gave(&ground, &town.ada).await, gave(&ground, &town.ben).await], [60 * MINUTE, 60 * MINUTE]);
    });
}

/// Somebody is aside with a facilitator.
fn steps_aside(tx: &mut Tx<'_>, town: &(Actor, Actor, circles::kind::CircleId)) -> Result<live::kind::AsideId> {
    let (ada, maya, circle) = town;
    let id = aside::offer(tx, ada, *circle, maya.id)?;
    aside::answer(tx, maya, *circle, id, true)?;
    Ok(id)
}

async fn ends_soon(ground: &Ground, evening: EveningId, who: MemberId) -> Option<db::Time> {
    does(ground, move |tx| watch::ends_soon(tx, evening, who)).await.unwrap()
}

#[test]
fn a_talk_aside_is_brought_to_its_end_first() {
    on_both_engines(&migrations(), |ground| async move {
        an_hour_is_enough(&ground).await;
        let (town, evening) = Evening::open(&ground).await;
        let there = [&town.ada, &town.maya];
        assert_eq!(ends_soon(&ground, evening, town.ada.id).await, None);
        together(&ground, &town, &there, 50).await;
        assert_eq!(ends_soon(&ground, evening, town.ada.id).await, Some(ground.db.now() + 10 * MINUTE), "she is told");
        let cast = (town.ada.clone(), town.maya.clone(), town.circle);
        let id = does(&ground, move |tx| steps_aside(tx, &cast)).await.unwrap();
        together(&ground, &town, &there, 15).await;
        assert!(town.is_open(&ground).await, "nobody is left in the middle of a sentence");
        let (maya, circle) = (town.maya.clone(), town.circle);
        does(&ground, move |tx| aside::end(tx, &maya, circle, id)).await.unwrap();
        pass(&ground, SECOND).await;
        assert_eq!(closed_how(&ground, evening).await.as_deref(), Some("enough"));
        assert_eq!(gave(&ground, &town.ada).await, 65 * MINUTE + SECOND);
    });
}

#[test]
fn a_talk_aside_never_makes_it_more_than_a_little_more() {
    on_both_engines(&migrations(), |ground| async move {
        an_hour_is_enough(&ground).await;
        let (town, evening) = Evening::open(&ground).await;
        let cast = (town.ada.clone(), town.maya.clone(), town.circle);
        does(&ground, move |tx| steps_aside(tx, &cast)).await.unwrap();
        together(&ground, &town, &[&town.ada, &town.maya], 90).await;
        assert_eq!(closed_how(&ground, evening).await.as_deref(), Some("enough"));
        assert_eq!(gave(&ground, &town.ada).await, 60 * MINUTE + SOON);
    });
}

#[test]
fn whoever_was_not_there_any_more_did_not_work() {
    on_both_engines(&migrations(), |ground| async move {
        let (town, evening) = Evening::open(&ground).await;
        together(&ground, &town, &[&town.ada], 10).await;
        // The place was away for a night; her page was, too.
        pass(&ground, 600 * MINUTE).await;
        assert_eq!(closed_how(&ground, evening).await.as_deref(), Some("gone"));
        assert_eq!(gave(&ground, &town.ada).await, 10 * MINUTE);
    });
}

#[test]
fn after_an_hour_there_is_a_break_as_soon_as_somebody_else_is_there() {
    on_both_engines(&migrations(), |ground| async move {
        let (town, evening) = Evening::open(&ground).await;
        together(&ground, &town, &[&town.ada], 70).await;
        assert!(is_on_duty(&ground, &town, &town.ada).await, "nobody is left alone for a break");
        let ada = town.ada.id;
        assert!(does(&ground, move |tx| watch::is_rest_due(tx, ada)).await.unwrap(), "but it is said that it is due");
        tries_to_open(&ground, &town, &town.ben).await.unwrap();
        together(&ground, &town, &[&town.ada, &town.ben], 3).await;
        assert!(!is_on_duty(&ground, &town, &town.ada).await);
        assert!(is_on_duty(&ground, &town, &town.ben).await);
        assert_eq!(said(&ground, evening, "room-note-break").await, 1);
        assert_eq!(tries_to_open(&ground, &town, &town.ada).await.unwrap_err().refusal(), Some("bar-rest"));
        together(&ground, &town, &[&town.ada, &town.ben], 10).await;
        tries_to_open(&ground, &town, &town.ada).await.unwrap();
        // Ben's hour is full, and Ada is there: to the minute.
        together(&ground, &town, &[&town.ada, &town.ben], 60 - 13 - 1).await;
        assert!(is_on_duty(&ground, &town, &town.ben).await);
        together(&ground, &town, &[&town.ada, &town.ben], 1).await;
        assert!(!is_on_duty(&ground, &town, &town.ben).await && is_on_duty(&ground, &town, &town.ada).await);
        assert_eq!(said(&ground, evening, "room-note-break").await, 2);
        assert!(town.is_open(&ground).await);
    });
}
