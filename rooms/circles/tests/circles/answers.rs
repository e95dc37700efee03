//! Nobody unanswered: who waits, in which order, and how long it took.

use std::time::Duration;

use circles::{
    circle::Circle,
    kind::CircleId,
    mute::Quiet,
    reply::{self, Answered},
};
use testkit::{Ground, on_both_engines};
use words::{Actor, AgeBand};

use crate::town::*;

const HOUR: Duration = Duration::from_secs(3600);

/// Titles of the threads that wait for this member's words.
async fn waiting(ground: &Ground, who: &Actor, circle: CircleId) -> Vec<String> {
    let who = who.clone();
    does(ground, move |tx| {
        let quiet = Quiet::of(tx, &who)?;
        let circle = Circle::readable_by(tx, &who, circle)?;
        let waiting = reply::waiting(tx, &who, &quiet, &[circle])?;
        Ok(waiting.into_iter().map(|it| it.thread.title).collect())
    })
    .await
}

async fn overdue(ground: &Ground, who: &Actor, circle: CircleId) -> Vec<String> {
    let who = who.clone();
    does(ground, move |tx| {
        let circle = Circle::facilitated_by(tx, &who, circle)?;
        Ok(reply::overdue(tx, &circle)?.into_iter().map(|it| it.thread.title).collect())
    })
    .await
}

#[test]
fn who_has_no_answer_waits_first_and_who_has_one_waits_for_a_second() {
    on_both_engines(&migrations(), |ground| async move {
        let by = pair(&ground, AgeBand::Adult).await;
        let circle = circle(&ground, &by, "Night owls", |plan| plan.reply_hours = 4).await;
        let people = [person(&ground, "Maya").await, person(&ground, "Jonas").await, person(&ground, "Leo").await];
        for who in &people {
            joins(&ground, who, circle).await;
        }
        let [maya, jonas, leo] = people;
        let (old, _) = begins(&ground, &maya, circle, opening("Old", "Words.")).await;
        ground.clock.pass(HOUR);
        let (newer, _) = begins(&ground, &maya, circle, opening("Newer", "Words.")).await;
        ground.clock.pass(HOUR);
        begins(&ground, &jonas, circle, opening("Newest", "Words.")).await;
        assert_eq!(waiting(&ground, &leo, circle).await, ["Old", "Newer", "Newest"], "the longest first");
        assert_eq!(waiting(&ground, &maya, circle).await, ["Newest"], "one's own are left out");
        // Words of whoever began it are no answer.
        replies(&ground, &maya, old, "Still.", false).await;
        assert_eq!(waiting(&ground, &leo, circle).await, ["Old", "Newer", "Newest"]);
        replies(&ground, &jonas, old, "I hear you.", false).await;
        assert_eq!(waiting(&ground, &leo, circle).await, ["Newer", "Newest", "Old"], "answered once comes after");
        assert!(!waiting(&ground, &jonas, circle).await.contains(&"Old".to_owned()), "whoever answered has");
        replies(&ground, &leo, old, "So do I.", false).await;
        assert_eq!(waiting(&ground, &by[0], circle).await, ["Newer", "Newest"]);
        // What nobody has answered within the hours that were promised is raised; one answer is enough for that.
        assert!(overdue(&ground, &by[0], circle).await.is_empty());
        ground.clock.pass(3 * HOUR);
        assert_eq!(overdue(&ground, &by[0], circle).await, ["Newer"]);
        replies(&ground, &by[0], newer, "We are here.", false).await;
        assert!(overdue(&ground, &by[0], circle).await.is_empty());
        ground.clock.pass(15 * 24 * HOUR);
        assert!(waiting(&ground, &leo, circle).await.is_empty(), "an answer after weeks helps the list alone");
    });
}

#[test]
fn the_middle_of_the_waiting_times_is_what_was_waited() {
    on_both_engines(&migrations(), |ground| async move {
        let by = pair(&ground, AgeBand::Adult).await;
        let circle = circle(&ground, &by, "Night owls", |_| ()).await;
        let people = [person(&ground, "Maya").await, person(&ground, "Jonas").await, person(&ground, "Leo").await];
        for who in &people {
            joins(&ground, who, circle).await;
        }
        let [maya, jonas, leo] = people;
        let since = ground.db.now();
        // First answers after 1, 2, 4 and 8 hours, second ones an hour later, but for the last; one without any.
        for hours in [1, 2, 4, 8] {
            let (thread, _) = begins(&ground, &maya, circle, opening("T", "Words.")).await;
            ground.clock.pass(hours * HOUR);
            replies(&ground, &jonas, thread, "One.", false).await;
            ground.clock.pass(HOUR);
            if hours < 8 {
                replies(&ground, &leo, thread, "Two.", false).await;
            }
        }
        begins(&ground, &maya, circle, opening("T", "Words.")).await;
        let answered = does(&ground, move |tx| reply::answered(tx, circle, since)).await;
        let expected =
            Answered { begun: 5, once: 4, twice: 3, first_median: Some(3 * 3600), second_median: Some(3 * 3600) };
        assert_eq!(answered, expected);
        let later = ground.db.now() + HOUR;
        assert_eq!(does(&ground, move |tx| reply::answered(tx, circle, later)).await, Answered::default());
    });
}
