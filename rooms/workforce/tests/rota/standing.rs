use std::time::Duration;

use db::Time;
use testkit::Ground;
use words::{Actor, AgeBand, Hat};
use workforce::{
    answer::Work,
    calendar::stretch,
    shift::Shift,
    standing::{Standing, StandingId},
    swap,
};

use crate::town::*;

async fn promises(ground: &Ground, who: &Actor, days: [&'static str; 2]) -> db::Result<StandingId> {
    let who = who.clone();
    does(ground, move |tx| Standing::plan(tx, &who, Work::Conversation, days, ["20:00", "22:00"])).await
}

async fn own(ground: &Ground, who: &Actor) -> Vec<Shift> {
    let who = who.clone();
    does(ground, move |tx| Shift::own(tx, &who)).await.unwrap()
}

#[test]
fn the_same_time_on_the_wall_every_week_also_where_clocks_change() {
    here(|ground| async move {
        // Monday 2026-10-12 08:00 UTC. The clocks of London go back on the 25th, those of New York a week later.
        ground.clock.set(Time(1_791_792_000_000_000));
        for (name, zone) in [("Theo", "Europe/London"), ("Nadia", "America/New_York"), ("Arjun", "Asia/Kolkata")] {
            let who = somebody(&ground, name, &[Hat::Supporter], AgeBand::Adult, "en", zone).await;
            promises(&ground, &who, ["2026-10-13", "2026-11-03"]).await.unwrap();
            let days = ["2026-10-13", "2026-10-20", "2026-10-27", "2026-11-03"];
            let expected: Vec<_> = days.iter().filter_map(|day| stretch(zone, day, "20:00", "22:00")).collect();
            let laid: Vec<_> = own(&ground, &who).await.iter().map(|it| (it.begins_at, it.ends_at)).collect();
            assert_eq!(laid, expected, "{zone}");
            assert!(laid.iter().all(|(from, to)| to.since(*from) == 2 * HOUR));
        }
    });
}

#[test]
fn weeks_come_into_reach_and_what_was_given_up_does_not_come_back() {
    here(|ground| async move {
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        does(&ground, workforce::schedule).await.unwrap();
        promises(&ground, &theo, ["2026-11-24", "2027-01-05"]).await.unwrap();
        let first = own(&ground, &theo).await;
        assert_eq!(first.len(), 4, "as far ahead as plans go");
        let (his, given_up) = (theo.clone(), first[1].id);
        does(&ground, move |tx| Shift::give_up(tx, &his, given_up)).await.unwrap();
        for _ in 0..10 {
            pass(&ground, DAY).await;
        }
        let later = own(&ground, &theo).await;
        assert_eq!(later.len(), 4, "two are over or given up, two more have come into reach");
        assert!(later.iter().all(|it| it.begins_at != first[1].begins_at));
        for _ in 0..40 {
            pass(&ground, DAY).await;
        }
        assert!(own(&ground, &theo).await.is_empty(), "it ends by itself");
        assert!(does(&ground, move |tx| Standing::own(tx, &theo)).await.unwrap().is_empty());
    });
}

#[test]
fn what_a_colleague_took_over_stays_theirs_when_the_promise_ends() {
    here(|ground| async move {
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let kofi = person(&ground, "Kofi", &[Hat::Supporter]).await;
        let id = promises(&ground, &theo, ["2026-11-24", "2027-01-05"]).await.unwrap();
        let taken = own(&ground, &theo).await[0].id;
        let (his, other) = (theo.clone(), kofi.clone());
        does(&ground, move |tx| {
            swap::offer(tx, &his, taken)?;
            swap::take(tx, &other, taken)
        })
        .await
        .unwrap();
        let his = theo.clone();
        does(&ground, move |tx| Standing::end(tx, &his, id)).await.unwrap();
        assert!(own(&ground, &theo).await.is_empty());
        assert_eq!(own(&ground, &kofi).await.len(), 1);
        assert!(does(&ground, move |tx| Standing::end(tx, &kofi, id)).await.is_err());
    });
}

#[test]
fn a_promise_has_bounds_and_leaves_out_what_is_planned_already() {
    here(|ground| async move {
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        assert_eq!(refused(promises(&ground, &theo, ["2026-11-24", "2027-11-23"]).await), "standing-too-far");
        assert_eq!(refused(promises(&ground, &theo, ["2026-11-24", "2026-11-20"]).await), "shift-past");
        assert_eq!(refused(promises(&ground, &theo, ["2026-11-24", ""]).await), "shift-day-missing");
        assert_eq!(refused(promises(&ground, &theo, ["2027-01-05", "2027-02-02"]).await), "standing-too-far");
        let (from, _) = stretch("Europe/London", "2026-12-01", "21:00", "22:00").unwrap();
        let his = theo.clone();
        does(&ground, move |tx| Shift::plan(tx, &his, Work::Conversation, from, from + HOUR)).await.unwrap();
        promises(&ground, &theo, ["2026-11-24", "2026-12-08"]).await.unwrap();
        let lengths: Vec<Duration> =
            own(&ground, &theo).await.iter().map(|it| it.ends_at.since(it.begins_at)).collect();
        assert_eq!(lengths, [2 * HOUR, HOUR, 2 * HOUR]);
    });
}
