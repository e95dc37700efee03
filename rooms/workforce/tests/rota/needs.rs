use organisation::{Settings, settings::DIALS};
use testkit::Ground;
use words::{Actor, AgeBand, Hat};
use workforce::{
    answer::Work,
    need::{self, Need, Plan, Spot},
    shift::{Room, Shift},
    swap,
};

use crate::town::*;

/// One supporter on Monday evenings. Tests begin on a Sunday at 20:00.
const MONDAYS: Plan = Plan {
    work: Work::Conversation,
    band: AgeBand::Adult,
    days: 1,
    from: 20,
    hours: 3,
    language: None,
    topic: None,
    people: 1,
};

async fn needs(ground: &Ground, by: &Actor, plan: Plan) -> db::Result<need::NeedId> {
    let by = by.clone();
    does(ground, move |tx| Need::add(tx, &by, &plan)).await
}

async fn open_to(ground: &Ground, who: &Actor) -> Vec<Spot> {
    let who = who.clone();
    does(ground, move |tx| {
        let room = Room::of(tx, who.id)?;
        need::open_to(tx, &who, &room)
    })
    .await
    .unwrap()
}

async fn claims(ground: &Ground, who: &Actor, spot: Spot) -> db::Result<()> {
    let who = who.clone();
    does(ground, move |tx| Need::claim(tx, &who, spot.need.id, spot.begins_at)).await
}

#[test]
fn what_is_needed_in_the_night_in_which_clocks_go_back_can_be_taken() {
    here(|ground| async move {
        // Saturday 2026-10-24 08:00 UTC.
        ground.clock.set(db::Time(1_792_828_800_000_000));
        let nora = person(&ground, "Nora", &[Hat::Supervisor]).await;
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        does(&ground, |tx| organisation::open_for_demo(tx, "Harbour")).await.unwrap();
        needs(&ground, &nora, Plan { days: 1 << 5, from: 23, hours: 4, ..MONDAYS }).await.unwrap();
        let spots = open_to(&ground, &theo).await;
        assert_eq!(spots[0].ends_at.since(spots[0].begins_at), 4 * HOUR);
        claims(&ground, &theo, spots[0]).await.unwrap();
    });
}

#[test]
fn what_is_missing_is_shown_to_whoever_fits_and_can_be_claimed() {
    here(|ground| async move {
        let nora = person(&ground, "Nora", &[Hat::Supervisor]).await;
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let kofi = person(&ground, "Kofi", &[Hat::Supporter]).await;
        let young = somebody(&ground, "Youngster", &[Hat::Supporter], AgeBand::Older, "en", "Europe/London").await;
        needs(&ground, &nora, MONDAYS).await.unwrap();
        assert!(open_to(&ground, &nora).await.is_empty(), "she does not talk with people");
        assert!(open_to(&ground, &young).await.is_empty(), "adults are for adults");
        let spots = open_to(&ground, &theo).await;
        let now = ground.db.now();
        assert_eq!((spots.len(), spots[0].missing(), spots[0].begins_at), (1, 1, now + DAY));
        claims(&ground, &theo, spots[0]).await.unwrap();
        let planned = does(&ground, Shift::everybodys).await.unwrap();
        assert_eq!((planned[0].1.begins_at, planned[0].1.ends_at), (now + DAY, now + DAY + 3 * HOUR));
        assert!(open_to(&ground, &kofi).await.is_empty());
        assert_eq!(refused(claims(&ground, &kofi, spots[0]).await), "need-full");
        assert!(claims(&ground, &young, spots[0]).await.is_err());
    });
}

#[test]
fn whoever_has_planned_enough_of_that_day_is_not_asked_for_more() {
    here(|ground| async move {
        let nora = person(&ground, "Nora", &[Hat::Supervisor]).await;
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let kofi = person(&ground, "Kofi", &[Hat::Supporter]).await;
        needs(&ground, &nora, MONDAYS).await.unwrap();
        // Two hours on Monday afternoon, of four in a day: three more would be too much.
        let (his, now) = (theo.clone(), ground.db.now());
        does(&ground, move |tx| {
            let from = tx.now() + DAY - 5 * HOUR;
            Shift::plan(tx, &his, Work::Conversation, from, from + 2 * HOUR).map(drop)
        })
        .await
        .unwrap();
        assert!(open_to(&ground, &theo).await.is_empty());
        assert_eq!(open_to(&ground, &kofi).await.len(), 1);
        let offered = {
            let kofi = kofi.clone();
            does(&ground, move |tx| {
                let id = Shift::plan(tx, &kofi, Work::Conversation, now + DAY, now + DAY + 3 * HOUR)?;
                swap::offer(tx, &kofi, id)?;
                Ok(id)
            })
        };
        let id = offered.await.unwrap();
        let swaps = async |who: &Actor| {
            let who = who.clone();
            does(&ground, move |tx| {
                let room = Room::of(tx, who.id)?;
                swap::open_to(tx, &who, &room)
            })
            .await
            .unwrap()
            .len()
        };
        let elena = person(&ground, "Elena", &[Hat::Supporter]).await;
        assert_eq!((swaps(&theo).await, swaps(&elena).await), (0, 1));
        let taken = does(&ground, move |tx| swap::take(tx, &theo, id)).await;
        assert_eq!(taken.unwrap_err().refusal(), Some("hours-plan-day"), "and why is said, if they ask all the same");
    });
}

#[test]
fn somebody_who_leaves_early_leaves_somebody_missing() {
    here(|ground| async move {
        let nora = person(&ground, "Nora", &[Hat::Supervisor]).await;
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let kofi = person(&ground, "Kofi", &[Hat::Supporter]).await;
        needs(&ground, &nora, Plan { people: 2, ..MONDAYS }).await.unwrap();
        does(&ground, move |tx| {
            let at = tx.now() + DAY;
            Shift::plan(tx, &theo, Work::Conversation, at, at + 3 * HOUR)?;
            Shift::plan(tx, &kofi, Work::Conversation, at, at + 2 * HOUR)
        })
        .await
        .unwrap();
        let spots = does(&ground, need::spots).await.unwrap();
        assert_eq!((spots[0].there, spots[0].missing()), (1, 1), "in the last hour only one is there");
    });
}

#[test]
fn a_need_may_ask_for_a_language_and_for_what_somebody_knows() {
    here(|ground| async move {
        let nora = person(&ground, "Nora", &[Hat::Supervisor]).await;
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let ruth = somebody(&ground, "Ruth", &[Hat::Supporter], AgeBand::Adult, "en,cy", "Europe/London").await;
        let rosa = person(&ground, "Rosa", &[Hat::Supporter]).await;
        needs(&ground, &nora, Plan { language: "cy".parse().ok(), ..MONDAYS }).await.unwrap();
        needs(&ground, &nora, Plan { topic: Some(1), from: 9, ..MONDAYS }).await.unwrap();
        let hours =
            async |who: &Actor| open_to(&ground, who).await.iter().map(|it| it.need.plan.from).collect::<Vec<_>>();
        assert_eq!(hours(&theo).await, [] as [u16; 0]);
        assert_eq!(hours(&ruth).await, [20]);
        assert_eq!(hours(&rosa).await, [9]);
        does(&ground, move |tx| {
            let at = tx.now() + DAY;
            Shift::plan(tx, &theo, Work::Conversation, at, at + 3 * HOUR)
        })
        .await
        .unwrap();
        assert_eq!(hours(&ruth).await, [20], "somebody who speaks no Welsh is there, and that does not help");
    });
}

#[test]
fn a_need_has_bounds_and_goes_when_it_is_not_needed() {
    here(|ground| async move {
        let nora = person(&ground, "Nora", &[Hat::Supervisor]).await;
        let wrong = async |plan| refused(needs(&ground, &nora, plan).await);
        assert_eq!(wrong(Plan { days: 0, ..MONDAYS }).await, "need-days-missing");
        assert_eq!(wrong(Plan { days: 1 << 7, ..MONDAYS }).await, "need-days-missing");
        assert_eq!(wrong(Plan { hours: 7, ..MONDAYS }).await, "need-too-long");
        assert_eq!(wrong(Plan { people: 0, ..MONDAYS }).await, "need-people-missing");
        needs(&ground, &nora, Plan { work: Work::Moderation, hours: 24, ..MONDAYS }).await.expect("a day on call");
        let id = needs(&ground, &nora, MONDAYS).await.unwrap();
        does(&ground, move |tx| Need::end(tx, id)).await.unwrap();
        assert!(does(&ground, move |tx| Need::end(tx, id)).await.is_err());
        assert_eq!(does(&ground, Need::all).await.unwrap().len(), 1);
    });
}

/// Turns the dial of the hours that anybody may help in a day.
async fn day_hours(ground: &Ground, by: &Actor, hours: u32) {
    let (by, dial) = (by.id, DIALS.iter().find(|it| it.name == "day-hours").unwrap());
    does(ground, move |tx| Settings::turn(tx, by, &[(dial, hours)], "Less is more.")).await.unwrap();
}

#[test]
fn what_nobody_could_take_is_not_asked_and_what_nobody_can_take_any_more_is_said() {
    here(|ground| async move {
        let nora = person(&ground, "Nora", &[Hat::Supervisor]).await;
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let long = Plan { hours: 5, ..MONDAYS };
        assert_eq!(refused(needs(&ground, &nora, long).await), "need-too-long", "four hours a day are enough");
        needs(&ground, &nora, Plan { work: Work::Moderation, ..long }).await.expect("being on call is being reachable");
        needs(&ground, &nora, Plan { hours: 4, ..MONDAYS }).await.expect("as long as may be");
        assert_eq!(open_to(&ground, &theo).await.len(), 1);
        assert_eq!(does(&ground, need::too_long).await.unwrap(), 0);
        day_hours(&ground, &nora, 3).await;
        assert!(open_to(&ground, &theo).await.is_empty(), "nothing is shown that would be refused");
        assert_eq!(does(&ground, need::too_long).await.unwrap(), 1);
        // An hour into it, what is left can be taken.
        ground.clock.pass(DAY + HOUR);
        assert_eq!(open_to(&ground, &theo).await.len(), 1);
        let spot = open_to(&ground, &theo).await[0];
        claims(&ground, &theo, spot).await.unwrap();
    });
}

#[test]
fn however_much_is_needed_and_planned_it_is_asked_for_at_once() {
    here(|ground| async move {
        let nora = person(&ground, "Nora", &[Hat::Supervisor]).await;
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let rosa = person(&ground, "Rosa", &[Hat::Supporter]).await;
        let asks = async |who: &Actor| {
            let before = ground.db.statements();
            open_to(&ground, who).await;
            ground.db.statements() - before
        };
        for days in 1..4 {
            let plan = Plan { days, language: "en".parse().ok(), topic: Some(1), ..MONDAYS };
            needs(&ground, &nora, plan).await.unwrap();
        }
        let few = asks(&theo).await;
        for from in 0..20 {
            needs(&ground, &nora, Plan { from, days: 127, ..MONDAYS }).await.unwrap();
        }
        for day in 1..20 {
            let rosa = rosa.clone();
            does(&ground, move |tx| {
                let at = tx.now() + DAY * day;
                Shift::plan(tx, &rosa, Work::Conversation, at, at + HOUR / 2)
            })
            .await
            .unwrap();
        }
        assert_eq!(asks(&theo).await, few);
    });
}

#[test]
fn of_many_who_claim_the_last_place_at_once_one_has_it() {
    here(|ground| async move {
        let nora = person(&ground, "Nora", &[Hat::Supervisor]).await;
        let mut colleagues = Vec::new();
        for name in ["Kofi", "Elena", "Ruth", "Hassan", "Nadia", "Tomas"] {
            colleagues.push(person(&ground, name, &[Hat::Supporter]).await);
        }
        needs(&ground, &nora, MONDAYS).await.unwrap();
        let spot = open_to(&ground, &colleagues[0]).await[0];
        let mut racing = tokio::task::JoinSet::new();
        for who in colleagues {
            let db = ground.db.clone();
            racing.spawn(async move { db.write(move |tx| Need::claim(tx, &who, spot.need.id, spot.begins_at)).await });
        }
        let done = racing.join_all().await;
        assert_eq!(done.iter().filter(|it| it.is_ok()).count(), 1);
        for lost in done.into_iter().filter(db::Result::is_err) {
            assert_eq!(refused(lost), "need-full");
        }
    });
}
