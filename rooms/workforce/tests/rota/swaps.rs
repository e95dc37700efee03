use testkit::Ground;
use words::{Actor, AgeBand, Hat};
use workforce::{
    answer::Work,
    shift::{Room, Shift, ShiftId},
    swap,
};

use crate::town::*;

async fn offers(ground: &Ground, who: &Actor, work: Work) -> ShiftId {
    let who = who.clone();
    let offer = move |tx: &mut db::Tx<'_>| {
        let id = Shift::plan(tx, &who, work, tx.now() + HOUR, tx.now() + 3 * HOUR)?;
        swap::offer(tx, &who, id)?;
        Ok(id)
    };
    does(ground, offer).await.unwrap()
}

async fn takes(ground: &Ground, who: &Actor, id: ShiftId) -> db::Result<()> {
    let who = who.clone();
    does(ground, move |tx| swap::take(tx, &who, id)).await
}

#[test]
fn a_shift_stays_whose_it_was_until_a_colleague_has_taken_it() {
    here(|ground| async move {
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let kofi = person(&ground, "Kofi", &[Hat::Supporter]).await;
        let elena = person(&ground, "Elena", &[Hat::Supporter]).await;
        let young = somebody(&ground, "Youngster", &[Hat::Supporter], AgeBand::Older, "en", "Europe/London").await;
        let id = offers(&ground, &theo, Work::Conversation).await;
        let whose = async || does(&ground, Shift::everybodys).await.unwrap()[0].1.member;
        assert_eq!(whose().await, theo.id);
        assert!(takes(&ground, &young, id).await.is_err(), "people of other bands never meet, not on the rota either");
        assert!(takes(&ground, &theo, id).await.is_err(), "one's own needs no taking");
        takes(&ground, &kofi, id).await.unwrap();
        assert_eq!(whose().await, kofi.id);
        assert_eq!(refused(takes(&ground, &elena, id).await), "swap-gone");
        let handed = async |who: &Actor| {
            let who = who.clone();
            does(&ground, move |tx| swap::handed_over(tx, &who)).await.unwrap().len()
        };
        assert_eq!(
            (handed(&theo).await, handed(&kofi).await, handed(&elena).await),
            (1, 0, 0),
            "he knows that he is free"
        );
        let his = theo.clone();
        assert!(does(&ground, move |tx| Shift::give_up(tx, &his, id)).await.is_err(), "it is his no more");

        let kept = {
            let kofi = kofi.clone();
            does(&ground, move |tx| {
                swap::offer(tx, &kofi, id)?;
                swap::keep(tx, &kofi, id)
            })
            .await
        };
        kept.unwrap();
        assert_eq!(refused(takes(&ground, &elena, id).await), "swap-gone", "he can come after all");
    });
}

#[test]
fn whoever_planned_something_else_then_cannot_take_it() {
    here(|ground| async move {
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let kofi = person(&ground, "Kofi", &[Hat::Supporter]).await;
        let id = offers(&ground, &theo, Work::Conversation).await;
        offers(&ground, &kofi, Work::Conversation).await;
        assert_eq!(refused(takes(&ground, &kofi, id).await), "shift-overlaps");
    });
}

#[test]
fn on_call_a_moderator_is_not_replaced_by_a_supervisor() {
    here(|ground| async move {
        let olu = person(&ground, "Olu", &[Hat::Moderator]).await;
        let nora = person(&ground, "Nora", &[Hat::Supervisor]).await;
        let max = person(&ground, "Maxine", &[Hat::Moderator, Hat::Facilitator]).await;
        let id = offers(&ground, &olu, Work::Moderation).await;
        let asks = nora.clone();
        assert!(
            does(&ground, move |tx| {
                let room = Room::of(tx, asks.id)?;
                swap::open_to(tx, &asks, &room)
            })
            .await
            .unwrap()
            .is_empty()
        );
        assert!(takes(&ground, &nora, id).await.is_err());
        takes(&ground, &max, id).await.unwrap();
    });
}

#[test]
fn of_many_who_take_it_at_once_one_has_it() {
    here(|ground| async move {
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let mut colleagues = Vec::new();
        for name in ["Kofi", "Elena", "Ruth", "Hassan", "Nadia", "Tomas"] {
            colleagues.push(person(&ground, name, &[Hat::Supporter]).await);
        }
        let id = offers(&ground, &theo, Work::Conversation).await;
        let mut racing = tokio::task::JoinSet::new();
        for who in colleagues {
            let db = ground.db.clone();
            racing.spawn(async move { db.write(move |tx| swap::take(tx, &who, id)).await });
        }
        let done = racing.join_all().await;
        assert_eq!(done.iter().filter(|it| it.is_ok()).count(), 1);
        for lost in done.into_iter().filter(db::Result::is_err) {
            assert_eq!(refused(lost), "swap-gone");
        }
    });
}
