use std::time::Duration;

use db::Error;
use support::{
    closing::{Closing, Shut},
    cover::Cover,
    duty::Duty,
    request::Request,
};
use testkit::{Ground, on_both_engines};
use words::{Actor, AgeBand, Hat};
use workforce::{answer::Work, pause, shift::Shift};

use crate::town::*;

async fn cover(ground: &Ground) -> std::sync::Arc<Cover> {
    does(ground, |tx| Cover::now(tx, AgeBand::Adult)).await.unwrap()
}

async fn plans(ground: &Ground, supporter: &Actor, after: Duration, span: Duration) -> db::Result<()> {
    let supporter = supporter.clone();
    let plan = move |tx: &mut db::Tx<'_>| {
        let begins_at = tx.now() + after;
        Shift::plan(tx, &supporter, Work::Conversation, begins_at, begins_at + span).map(drop)
    };
    does(ground, plan).await
}

#[test]
fn an_empty_place_says_that_nobody_is_here_and_nobody_is_planned() {
    on_both_engines(&migrations(), |ground| async move {
        let cover = cover(&ground).await;
        assert_eq!((cover.here, cover.free, cover.next, cover.planned_now), (0, 0, None, false));
        assert_eq!(cover.hours.len(), 24);
        assert!(cover.hours.iter().all(|it| it.planned == 0));
    });
}

#[test]
fn nobody_is_promised_somebody_who_pauses() {
    on_both_engines(&migrations(), |ground| async move {
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        plans(&ground, &theo, Duration::ZERO, 2 * HOUR).await.unwrap();
        let told = async || {
            let cover = cover(&ground).await;
            (cover.planned_now, cover.next, cover.hours.iter().filter(|it| it.planned > 0).count())
        };
        assert_eq!(told().await, (true, None, 2));
        let (who, back) = (theo.clone(), ground.db.now() + HOUR);
        does(&ground, move |tx| pause::take(tx, &who, Some(back))).await.unwrap();
        assert_eq!(told().await, (false, Some(back), 1), "from the end of the pause on");
        does(&ground, move |tx| pause::take(tx, &theo, None)).await.unwrap();
        assert_eq!(told().await, (false, None, 0));
    });
}

#[test]
fn a_plan_is_not_presence() {
    on_both_engines(&migrations(), |ground| async move {
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        plans(&ground, &theo, 2 * HOUR, 3 * HOUR).await.unwrap();
        let before = cover(&ground).await;
        assert_eq!(before.here, 0);
        assert_eq!(before.next, Some(ground.db.now() + 2 * HOUR));
        let planned: Vec<usize> = before.hours.iter().take(6).map(|it| it.planned).collect();
        assert_eq!(planned, [0, 0, 1, 1, 1, 0]);

        pass(&ground, 2 * HOUR).await;
        let during = cover(&ground).await;
        assert!(during.planned_now);
        assert_eq!((during.here, during.next), (0, None), "a shift that has begun brings nobody by itself");
    });
}

#[test]
fn here_means_on_duty_with_the_page_open_and_not_in_a_break() {
    on_both_engines(&migrations(), |ground| async move {
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let maya = person(&ground, "Maya", &[]).await;
        let jo = somebody(&ground, "Joni", &[Hat::Supporter], AgeBand::Older, "en").await;
        does(&ground, move |tx| Duty::begin(tx, &jo)).await.unwrap();
        assert_eq!(cover(&ground).await.here, 0, "supporters of another band are nobody's cover");

        let conversation = meet(&ground, &maya, &theo).await;
        let talking = cover(&ground).await;
        assert_eq!((talking.here, talking.free), (1, 0));

        does(&ground, move |tx| conversation.end(tx, support::conversation::Ending::Ended, None)).await.unwrap();
        assert_eq!(cover(&ground).await.here, 0, "in a break");

        ground.clock.pass(Duration::from_secs(10 * 60));
        assert_eq!(cover(&ground).await.here, 0, "the page was closed meanwhile");
        let back = theo.clone();
        does(&ground, move |tx| Duty::of(tx, back.id)?.expect("on duty").see(tx)).await.unwrap();
        let rested = cover(&ground).await;
        assert_eq!((rested.here, rested.free), (1, 1));
        assert_eq!(does(&ground, |tx| Cover::here(tx, AgeBand::Adult)).await.unwrap(), 1);

        let ana = person(&ground, "Ana", &[]).await;
        does(&ground, move |tx| Request::ask(tx, &ana, &ask("en"))).await.unwrap();
        let asked = cover(&ground).await;
        assert_eq!((asked.here, asked.free), (1, 0), "she comes first; nothing is promised to the next one");
    });
}

#[test]
fn closed_doors_are_told_with_their_notice() {
    on_both_engines(&migrations(), |ground| async move {
        let rosa = person(&ground, "Rosa", &[Hat::Supervisor]).await;
        does(&ground, move |tx| Closing::close(tx, &rosa, "Back at eight.")).await.unwrap();
        let cover = cover(&ground).await;
        let Some(Shut::Closed(closing)) = &cover.shut else { panic!("the doors are closed: {:?}", cover.shut) };
        assert_eq!(closing.notice, "Back at eight.");
    });
}

#[test]
fn a_shift_is_bounded_and_ones_own() {
    on_both_engines(&migrations(), |ground| async move {
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let ana = person(&ground, "Ana", &[Hat::Supporter]).await;
        plans(&ground, &theo, 2 * HOUR, 2 * HOUR).await.unwrap();
        plans(&ground, &theo, 4 * HOUR, HOUR).await.unwrap();
        plans(&ground, &ana, 3 * HOUR, HOUR).await.unwrap();
        let refusal = async |after, span| plans(&ground, &theo, after, span).await.unwrap_err().refusal();
        assert_eq!(refusal(3 * HOUR, HOUR).await, Some("shift-overlaps"));
        assert_eq!(refusal(10 * HOUR, 7 * HOUR).await, Some("shift-too-long"));
        assert_eq!(refusal(29 * DAY, HOUR).await, Some("shift-too-far"));
        assert_eq!(refusal(Duration::ZERO, Duration::ZERO).await, Some("shift-past"));

        let own = does(&ground, {
            let theo = theo.clone();
            move |tx| Shift::own(tx, &theo)
        })
        .await
        .unwrap();
        assert_eq!(own.len(), 2);
        let first = own[0].id;
        assert!(matches!(does(&ground, move |tx| Shift::give_up(tx, &ana, first)).await, Err(Error::NotFound)));
        does(&ground, move |tx| Shift::give_up(tx, &theo, first)).await.unwrap();
        assert_eq!(does(&ground, Shift::everybodys).await.unwrap().len(), 2);
    });
}
