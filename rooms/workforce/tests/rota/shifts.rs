use testkit::Ground;
use words::{Actor, AgeBand, Hat};
use workforce::{
    answer::Work,
    shift::{self, Shift, works_of},
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
