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
fn in_the_night_in_which_clocks_go_back_nobody_leaves_early_or_gives_too_much() {
    here(|ground| async move {
        // Monday 2026-10-12 08:00 UTC. The clocks of London go back in the night to the 25th.
        ground.clock.set(Time(1_791_792_000_000_000));
        let olu = person(&ground, "Olu", &[Hat::Moderator, Hat::Supporter]).await;
        let ines = person(&ground, "Ines", &[Hat::Supporter]).await;
        let laid_for = async |who: &Actor, work, days: [&'static str; 2], clocks: [&'static str; 2]| {
            let (actor, who) = (who.clone(), who.id);
            let promised = does(&ground, move |tx| Standing::plan(tx, &actor, work, days, clocks)).await;
            promised.map(|_| ())?;
            let laid = does(&ground, move |tx| Shift::of(tx, who, work)).await?;
            Ok(laid.iter().map(|it| it.ends_at.since(it.begins_at).as_secs() / 3600).collect::<Vec<_>>())
        };
        let laid = async |work, days, clocks| laid_for(&olu, work, days, clocks).await;
        let call = laid(Work::Moderation, ["2026-10-17", "2026-10-31"], ["20:00", "20:00"]).await;
        assert_eq!(call.unwrap(), [24, 24, 24]);
        let talk = laid(Work::Conversation, ["2026-10-17", "2026-10-31"], ["23:00", "03:00"]).await;
        assert_eq!(talk.unwrap(), [4, 4, 4], "four hours are enough for a day");
        let evening = laid_for(&ines, Work::Conversation, ["2026-10-17", "2026-10-31"], ["23:00", "02:00"]).await;
        assert_eq!(evening.unwrap(), [3, 4, 3], "it ends by the clock, when the next one comes");
        let long = laid(Work::Conversation, ["2026-10-14", "2026-10-28"], ["18:00", "23:00"]).await;
        assert_eq!(refused(long), "shift-too-long", "four hours are enough for a day, so it would never be laid down");
        // Saturday 2026-03-28, 08:00 UTC: tonight the clocks go on.
        ground.clock.set(Time(1_774_684_800_000_000));
        let short = laid(Work::Conversation, ["2026-03-28", "2026-04-11"], ["23:00", "04:00"]).await;
        assert_eq!(refused(short), "shift-too-long", "other nights are longer than the first");
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
        assert_eq!(refused(promises(&ground, &theo, ["2026-11-24", "2026-11-20"]).await), "standing-ends-first");
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
