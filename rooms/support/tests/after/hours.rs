//! Whoever helps is looked after: rests, enough, and a hand after something hard.

use std::time::Duration;

use db::args;
use support::{board::Board, conversation::Ending, cover::Cover, duty::Duty, reflection::Reflection};
use testkit::{Ground, on_both_engines};
use words::{Actor, AgeBand, Hat};
use workforce::{
    answer::{self, Step, Why, Work},
    debrief::{self, Cause},
    hours::Given,
    rest,
};

use crate::town::*;

const MINUTE: Duration = Duration::from_secs(60);

async fn why(ground: &Ground, who: &Actor, step: Step) -> Option<Why> {
    let who = who.id;
    let bar = does(ground, move |tx| answer::ask(tx, who, Work::Conversation, step)).await.unwrap();
    bar.map(|it| it.why)
}

async fn on_duty(ground: &Ground, who: &Actor) -> bool {
    let who = who.id;
    does(ground, move |tx| Duty::of(tx, who)).await.unwrap().is_some()
}

/// Goes on duty, and keeps the page open.
async fn begins(ground: &Ground, who: &Actor) -> db::Result<()> {
    let who = who.clone();
    does(ground, move |tx| Duty::begin(tx, &who)).await
}

async fn sees(ground: &Ground, who: &Actor) {
    let who = who.id;
    does(ground, move |tx| Duty::of(tx, who)?.map_or(Ok(()), |it| it.see(tx))).await.unwrap();
}

/// Stays on duty with the page open for so many minutes; the work of every minute is done.
async fn stays(ground: &Ground, who: &Actor, minutes: u32) {
    for _ in 0..minutes {
        sees(ground, who).await;
        pass(ground, MINUTE).await;
    }
}

#[test]
fn a_shift_ends_by_itself_after_four_hours_and_the_board_says_no_more_than_that() {
    on_both_engines(&migrations(), |ground| async move {
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let nora = person(&ground, "Nora", &[Hat::Supervisor]).await;
        begins(&ground, &theo).await.unwrap();
        stays(&ground, &theo, 239).await;
        assert!(on_duty(&ground, &theo).await);
        stays(&ground, &theo, 1).await;
        assert!(!on_duty(&ground, &theo).await);
        let how: String = does(&ground, |tx| tx.value("SELECT ended_how FROM support_duties", args![])).await.unwrap();
        assert_eq!(how, "enough");
        let board = does(&ground, move |tx| Board::now(tx, &nora)).await.unwrap();
        assert!(board.on_duty.is_empty() && board.alerts.is_empty());
        pass(&ground, 10 * MINUTE).await;
        assert_eq!(begins(&ground, &theo).await.unwrap_err().refusal(), Some("bar-today"));
        pass(&ground, DAY).await;
        begins(&ground, &theo).await.unwrap();
    });
}

#[test]
fn a_conversation_that_is_open_goes_on_and_the_shift_ends_with_it() {
    on_both_engines(&migrations(), |ground| async move {
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let maya = person(&ground, "Maya", &[]).await;
        begins(&ground, &theo).await.unwrap();
        // Rests are taken; the last one ends at 3 h 30.
        stays(&ground, &theo, 225).await;
        assert_eq!(why(&ground, &theo, Step::Take).await, None);
        let talk = meet(&ground, &maya, &theo).await;
        ground.clock.pass(30 * MINUTE);
        sees(&ground, &theo).await;
        does(&ground, {
            let (maya, id) = (maya.clone(), talk.id);
            move |tx| {
                tx.execute(
                    "UPDATE support_conversations SET last_word_at = $2 WHERE id = $1 AND asker_id = $3",
                    args![id, tx.now(), maya.id],
                )
            }
        })
        .await
        .unwrap();
        pass(&ground, Duration::ZERO).await;
        assert!(on_duty(&ground, &theo).await, "nobody is dropped");
        let ended = talk.clone();
        does(&ground, move |tx| ended.end(tx, Ending::Ended, None)).await.unwrap();
        assert!(!on_duty(&ground, &theo).await);
        let given = does(&ground, move |tx| Given::of(tx, theo.id)).await.unwrap();
        assert_eq!(given.day, 255 * MINUTE, "what was given in the conversation counts");
    });
}

#[test]
fn a_shift_that_is_looked_at_late_ended_when_it_was_enough() {
    on_both_engines(&migrations(), |ground| async move {
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        begins(&ground, &theo).await.unwrap();
        pass(&ground, 5 * HOUR).await;
        let given = does(&ground, move |tx| Given::of(tx, theo.id)).await.unwrap();
        assert!(given.day <= 4 * HOUR, "{given:?}");
    });
}

#[test]
fn after_each_hour_without_a_conversation_a_rest_begins_and_nobody_counts_as_here() {
    on_both_engines(&migrations(), |ground| async move {
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let nora = person(&ground, "Nora", &[Hat::Supervisor]).await;
        begins(&ground, &theo).await.unwrap();
        stays(&ground, &theo, 60).await;
        sees(&ground, &theo).await;
        let until = does(&ground, move |tx| rest::until(tx, theo.id)).await.unwrap();
        assert_eq!(until, Some(ground.db.now() + 10 * MINUTE));
        let here = does(&ground, |tx| Cover::here(tx, AgeBand::Adult)).await.unwrap();
        assert_eq!(here, 0);
        let board = does(&ground, move |tx| Board::now(tx, &nora)).await.unwrap();
        assert_eq!((board.here(), board.on_duty[0].break_until), (0, until));
        ground.clock.pass(10 * MINUTE);
        sees(&ground, &theo).await;
        assert_eq!(does(&ground, |tx| Cover::here(tx, AgeBand::Adult)).await.unwrap(), 1);
    });
}

#[test]
fn not_being_ok_opens_a_debrief_that_only_they_may_waive() {
    on_both_engines(&migrations(), |ground| async move {
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        begins(&ground, &theo).await.unwrap();
        does(&ground, {
            let theo = theo.clone();
            move |tx| Duty::not_ok(tx, &theo)
        })
        .await
        .unwrap();
        assert_eq!(begins(&ground, &theo).await.unwrap_err().refusal(), Some("bar-debrief"));
        let own = theo.clone();
        let cause = does(&ground, move |tx| {
            let waiting = debrief::waiting_of(tx, own.id)?.remove(0);
            debrief::waive(tx, &own, waiting.id)?;
            Ok(waiting.cause)
        });
        assert_eq!(cause.await.unwrap(), Cause::NotOk);
        begins(&ground, &theo).await.unwrap();
    });
}

#[test]
fn after_a_hard_conversation_no_offer_comes_until_it_was_talked_through() {
    on_both_engines(&migrations(), |ground| async move {
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let nora = person(&ground, "Nora", &[Hat::Supervisor]).await;
        let maya = person(&ground, "Maya", &[]).await;
        let talk = met(&ground, &maya, &theo).await;
        does(&ground, {
            let theo = theo.clone();
            move |tx| Reflection { words: String::new(), was_hard: true }.keep(tx, &theo, talk.id)
        })
        .await
        .unwrap();
        pass(&ground, 10 * MINUTE).await;
        assert_eq!(why(&ground, &theo, Step::Take).await, Some(Why::Debrief));
        does(&ground, move |tx| {
            let waiting = debrief::waiting(tx)?.remove(0);
            debrief::done(tx, &nora, waiting.id)
        })
        .await
        .unwrap();
        assert_eq!(why(&ground, &theo, Step::Take).await, None);
    });
}

#[test]
fn time_given_without_being_on_duty_is_given_all_the_same() {
    on_both_engines(&migrations(), |ground| async move {
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let maya = person(&ground, "Maya", &[]).await;
        let talk = meet(&ground, &maya, &theo).await;
        let who = theo.clone();
        does(&ground, move |tx| Duty::of(tx, who.id)?.expect("on duty").end(tx, support::duty::How::Done))
            .await
            .unwrap();
        ground.clock.pass(40 * MINUTE);
        does(&ground, move |tx| talk.end(tx, Ending::Ended, None)).await.unwrap();
        ground.clock.pass(40 * MINUTE);
        let given = does(&ground, move |tx| Given::of(tx, theo.id)).await.unwrap();
        assert_eq!(given.day, 40 * MINUTE);
    });
}
