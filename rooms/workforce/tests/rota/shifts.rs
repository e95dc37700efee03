use testkit::Ground;
use words::{Actor, AgeBand, Hat};
use workforce::{
    answer::Work,
    gap::Week,
    need::{self, Need, Plan},
    pause,
    shift::{self, Shift, works_of},
    swap,
};

use crate::town::*;

async fn plans(ground: &Ground, who: &Actor, work: Work, after: u32, hours: u32) -> db::Result<shift::ShiftId> {
    let who = who.clone();
    let plan = move |tx: &mut db::Tx<'_>| {
        let begins_at = tx.now() + HOUR * after;
        Shift::plan(tx, &who, work, begins_at, begins_at + HOUR * hours)
    };
    does(ground, plan).await
}

#[test]
fn a_shift_has_bounds_that_fit_its_work() {
    here(|ground| async move {
        let nora = person(&ground, "Nora", &[Hat::Supervisor, Hat::Supporter]).await;
        let (talk, call) = (Work::Conversation, Work::Moderation);
        assert_eq!(refused(plans(&ground, &nora, talk, 1, 7).await), "shift-too-long");
        assert_eq!(refused(plans(&ground, &nora, call, 1, 25).await), "shift-too-long");
        assert_eq!(refused(plans(&ground, &nora, talk, 29 * 24, 1).await), "shift-too-far");
        assert_eq!(refused(plans(&ground, &nora, talk, 1, 0).await), "shift-past");
        assert_eq!(
            refused(plans(&ground, &nora, talk, 1, 5).await),
            "hours-plan-day",
            "four hours are enough for a day"
        );
        plans(&ground, &nora, talk, 1, 3).await.unwrap();
        assert_eq!(refused(plans(&ground, &nora, talk, 3, 2).await), "shift-overlaps");
        plans(&ground, &nora, talk, 4, 1).await.unwrap();
        assert_eq!(refused(plans(&ground, &nora, talk, 6, 1).await), "hours-plan-day");
        plans(&ground, &nora, call, 0, 24).await.expect("whoever talks can be reached too");
        assert!(plans(&ground, &nora, Work::Room, 1, 1).await.is_err(), "she looks after no rooms");
        let own = does(&ground, move |tx| Shift::own(tx, &nora)).await.unwrap();
        let works: Vec<Work> = own.iter().map(|it| it.work).collect();
        assert_eq!(works, [call, talk, talk]);
    });
}

#[test]
fn nobody_is_on_call_for_more_than_a_day_at_a_stretch_in_however_many_shifts() {
    here(|ground| async move {
        let olu = person(&ground, "Olu", &[Hat::Moderator]).await;
        let kofi = person(&ground, "Kofi", &[Hat::Moderator]).await;
        let call = Work::Moderation;
        plans(&ground, &olu, call, 24, 24).await.unwrap();
        assert_eq!(refused(plans(&ground, &olu, call, 48, 24).await), "shift-too-long");
        assert_eq!(refused(plans(&ground, &olu, call, 20, 4).await), "shift-too-long", "whichever was planned first");
        plans(&ground, &olu, call, 49, 24).await.expect("after an hour it is another stretch");

        let his = plans(&ground, &kofi, call, 48, 1).await.unwrap();
        let (kofis, other) = (kofi.clone(), olu.clone());
        let taken = does(&ground, move |tx| {
            swap::offer(tx, &kofis, his)?;
            swap::take(tx, &other, his)
        });
        assert_eq!(refused(taken.await), "shift-too-long", "taken over is as long as planned");

        let until = async |hours: u32| {
            let who = kofi.clone();
            does(&ground, move |tx| Shift::begin_on_call(tx, &who, tx.now() + HOUR * hours)).await
        };
        until(20).await.unwrap();
        pass(&ground, 10 * HOUR).await;
        assert_eq!(refused(until(15).await), "shift-too-long", "what went before counts");
        until(14).await.unwrap();
    });
}

#[test]
fn nobody_who_is_young_is_on_call() {
    here(|ground| async move {
        let hats = [Hat::Moderator, Hat::Supporter];
        let young = somebody(&ground, "Youngster", &hats, AgeBand::Older, "en", "Europe/London").await;
        assert_eq!(works_of(&young), [Work::Conversation]);
        assert!(plans(&ground, &young, Work::Moderation, 1, 1).await.is_err());
    });
}

#[test]
fn those_who_do_the_work_no_more_or_take_a_break_are_not_counted() {
    here(|ground| async move {
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let kofi = person(&ground, "Kofi", &[Hat::Supporter]).await;
        plans(&ground, &theo, Work::Conversation, 1, 2).await.unwrap();
        plans(&ground, &kofi, Work::Conversation, 2, 2).await.unwrap();
        let ahead = async || {
            does(&ground, |tx| Shift::ahead(tx, Work::Conversation, AgeBand::Adult, tx.now() + DAY))
                .await
                .unwrap()
                .len()
        };
        assert_eq!(ahead().await, 2);
        let id = theo.id;
        does(&ground, move |tx| tx.execute("DELETE FROM people_hats WHERE member = $1", db::args![id])).await.unwrap();
        assert_eq!(ahead().await, 1);
        does(&ground, move |tx| people::standing::take_break(tx, kofi.id)).await.unwrap();
        assert_eq!(ahead().await, 0);
    });
}

#[test]
fn whoever_pauses_is_counted_on_by_nobody_until_they_are_back() {
    here(|ground| async move {
        let nora = person(&ground, "Nora", &[Hat::Supervisor]).await;
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        does(&ground, |tx| organisation::open_for_demo(tx, "Harbour")).await.unwrap();
        // It is eight in the evening.
        plans(&ground, &theo, Work::Conversation, 1, 2).await.unwrap();
        plans(&ground, &theo, Work::Conversation, 23, 2).await.unwrap();
        let evening = Plan {
            work: Work::Conversation,
            band: AgeBand::Adult,
            days: 0b111_1111,
            from: 21,
            hours: 2,
            language: None,
            topic: None,
            people: 1,
        };
        does(&ground, move |tx| Need::add(tx, &nora, &evening).map(drop)).await.unwrap();
        let now = ground.db.now();
        let counted = async || {
            let who = theo.id;
            let read = move |tx: &mut db::Tx<'_>| {
                let hours = |all: Vec<Shift>| {
                    let hours = |at: db::Time| at.since(now).as_secs() / 3600;
                    all.iter().map(|it| (hours(it.begins_at), hours(it.ends_at))).collect::<Vec<_>>()
                };
                let everybodys = Shift::everybodys(tx)?.into_iter().map(|it| it.1).collect();
                let ahead = hours(Shift::ahead(tx, Work::Conversation, AgeBand::Adult, now + DAY * 2)?);
                assert_eq!(hours(everybodys), ahead, "whoever looks after the rota sees the same");
                assert_eq!(hours(Shift::of(tx, who, Work::Conversation)?), ahead, "and whoever asks for one of them");
                let soon = hours(Shift::ahead(tx, Work::Conversation, AgeBand::Adult, now + DAY)?);
                let planned = Week::of(tx, AgeBand::Adult, "Europe/London")?.days[0].hours[1].planned;
                Ok((ahead, soon, need::spots(tx)?[0].missing(), planned))
            };
            does(&ground, read).await.unwrap()
        };
        assert_eq!(counted().await, (vec![(1, 3), (23, 25)], vec![(1, 3), (23, 25)], 0, 1));
        let his = theo.clone();
        does(&ground, move |tx| pause::take(tx, &his, Some(tx.now() + DAY))).await.unwrap();
        assert_eq!(counted().await, (vec![(24, 25)], vec![], 1, 0), "what comes after the pause");
        let his = theo.clone();
        does(&ground, move |tx| pause::take(tx, &his, None)).await.unwrap();
        assert_eq!(counted().await, (vec![], vec![], 1, 0), "nobody knows when");
        let his = theo.clone();
        assert_eq!(does(&ground, move |tx| Shift::own(tx, &his)).await.unwrap().len(), 2, "they stay his");
        let his = theo.clone();
        does(&ground, move |tx| pause::end(tx, &his)).await.unwrap();
        assert_eq!(counted().await, (vec![(1, 3), (23, 25)], vec![(1, 3), (23, 25)], 0, 1));
    });
}

#[test]
fn giving_up_needs_no_reason_and_farewell_leaves_nothing() {
    here(|ground| async move {
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let kofi = person(&ground, "Kofi", &[Hat::Supporter]).await;
        let first = plans(&ground, &theo, Work::Conversation, 1, 2).await.unwrap();
        plans(&ground, &theo, Work::Conversation, 4, 2).await.unwrap();
        assert!(does(&ground, move |tx| Shift::give_up(tx, &kofi, first)).await.is_err(), "one's own alone");
        let his = theo.clone();
        does(&ground, move |tx| Shift::give_up(tx, &his, first)).await.unwrap();
        assert_eq!(does(&ground, Shift::everybodys).await.unwrap().len(), 1);
        does(&ground, move |tx| {
            workforce::farewell(tx, theo.id)?;
            workforce::farewell(tx, theo.id)
        })
        .await
        .unwrap();
        assert!(does(&ground, Shift::everybodys).await.unwrap().is_empty());
    });
}
