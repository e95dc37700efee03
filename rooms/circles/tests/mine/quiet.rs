//! Hard dates, coming back, and whom somebody may hide.

use circles::{
    acquaintance,
    dates::{self, Marked},
    mine,
    post::Words,
    suggest, visit,
};
use testkit::{Ground, on_both_engines};
use words::Actor;

use crate::town::*;

/// A date so many days from now, with a day around it.
async fn marks_in(ground: &Ground, actor: &Actor, days: i64, label: &'static str) {
    let (actor, now) = (actor.clone(), ground.db.now());
    let day = jiff::Timestamp::from_microsecond(now.0).unwrap().in_tz("Europe/London").unwrap().date();
    let day = day.checked_add(jiff::ToSpan::days(days)).unwrap();
    let marked = Marked { month: day.month(), day: day.day(), around: 1, label: label.to_owned() };
    does(ground, move |tx| dates::mark(tx, &actor, &marked)).await;
}

async fn is_quiet(ground: &Ground, actor: &Actor) -> bool {
    let actor = actor.clone();
    does(ground, move |tx| dates::is_quiet(tx, &actor)).await
}

#[test]
fn prompts_keep_quiet_around_a_hard_date_and_only_its_owner_knows() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let theo = person(&ground, "Theo", &[]).await;
        circle(&ground, "Nights", &[9], |_| ()).await;
        let me = maya.clone();
        does(&ground, move |tx| mine::carry(tx, &me, &[9])).await;
        marks_in(&ground, &maya, 3, "Mum").await;
        assert!(!is_quiet(&ground, &maya).await);
        pass(&ground, DAY * 2).await;
        assert!(is_quiet(&ground, &maya).await && !is_quiet(&ground, &theo).await);
        let (me, other) = (maya.clone(), theo);
        let suggested = does(&ground, move |tx| {
            assert!(dates::all(tx, &other)?.is_empty());
            let id = dates::all(tx, &me)?[0].0;
            dates::forget(tx, &other, id)?;
            suggest::circles(tx, &me)
        });
        assert!(suggested.await.is_empty());
        pass(&ground, DAY * 3).await;
        assert!(!is_quiet(&ground, &maya).await, "two days after");
        pass(&ground, DAY * 362).await;
        assert!(is_quiet(&ground, &maya).await, "and every year");
    });
}

#[test]
fn a_date_that_does_not_exist_is_not_marked_and_one_is_marked_once() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let never = Marked { month: 2, day: 30, around: 0, label: String::new() };
        let me = maya.clone();
        assert_eq!(refusal(&ground, move |tx| dates::mark(tx, &me, &never)).await, "dates-no-such-day");
        let leap = Marked { month: 2, day: 29, around: 0, label: String::new() };
        does(&ground, move |tx| {
            dates::mark(tx, &maya, &leap)?;
            dates::mark(tx, &maya, &leap)?;
            assert_eq!(dates::all(tx, &maya)?.len(), 1);
            Ok(())
        })
        .await;
    });
}

#[test]
fn whoever_comes_back_after_a_month_is_welcomed_once() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let comes = || {
            let me = maya.clone();
            does(&ground, move |tx| {
                let welcome = visit::note(tx, &me)?;
                assert!(visit::is_noted(tx, &me)?);
                Ok(welcome)
            })
        };
        assert!(!comes().await, "the first time is no return");
        pass(&ground, DAY * 29).await;
        assert!(!comes().await);
        pass(&ground, DAY * 30).await;
        assert!(comes().await);
        assert!(!comes().await, "once");
        pass(&ground, DAY).await;
        let me = maya.clone();
        assert!(!does(&ground, move |tx| visit::is_noted(tx, &me)).await);
    });
}

#[test]
fn a_name_finds_only_whom_one_reads_under_it() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let theo = person(&ground, "Theo", &[]).await;
        person(&ground, "Absent", &[]).await;
        let nights = circle(&ground, "Nights", &[9], |_| ()).await;
        joins(&ground, &maya, nights).await;
        joins(&ground, &theo, nights).await;
        let called = |name: &'static str| {
            let me = maya.clone();
            does(&ground, move |tx| match acquaintance::called(tx, &me, name) {
                Ok(member) => Ok(Ok(member)),
                Err(error) => Ok(Err(error.refusal())),
            })
        };
        let nobody = Err(Some("mute-nobody"));
        begins(&ground, &theo, nights, "A title", Words { text: "Words.".to_owned(), unnamed: true }).await;
        // In the same circle, but nothing of his has his name on it; somebody elsewhere; and nobody: all the same.
        assert_eq!(called("Theo").await, nobody);
        assert_eq!(called("Absent").await, nobody);
        assert_eq!(called("No Such").await, nobody);
        assert_eq!(called("Maya").await, nobody);
        begins(&ground, &theo, nights, "Another", said("More words.")).await;
        assert_eq!(called("theo").await, Ok(theo.id));
    });
}
