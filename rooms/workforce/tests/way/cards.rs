//! Role cards.

use words::Hat;
use workforce::{
    answer::{self, Among, Step, Why, Work},
    card::{self, Card, Says, Signed},
    spell,
};

use crate::town::{Town, in_town};

fn says(does: &str) -> Says {
    Says { does: does.to_owned(), does_not: "Hurry.".to_owned(), calls: "Nora.".to_owned() }
}

async fn must_sign(town: &Town) {
    town.ok(town.ada, |tx, ada| card::need(tx, ada, Hat::Supporter, true, "We agreed.")).await;
}

#[test]
fn a_community_begins_with_a_card_for_every_hat_and_asks_nobody_to_sign() {
    in_town(|town| async move {
        for hat in Hat::ALL {
            let card = town.ok(town.ada, move |tx, _| Card::of(tx, *hat)).await.unwrap();
            let parts = [card.says.does, card.says.does_not, card.says.calls];
            assert!(parts.iter().all(|it| it.lines().count() >= 2 && !it.contains("card-first")), "{hat}: {parts:?}");
        }
        let asked = town.ok(town.theo, |tx, theo| answer::ask(tx, theo.id, Work::Conversation, Step::Begin)).await;
        assert_eq!(asked, None);
    });
}

#[test]
fn where_it_must_be_signed_nobody_begins_before() {
    in_town(|town| async move {
        must_sign(&town).await;
        let ask = |work, step| {
            move |tx: &mut db::Tx<'_>, who: &words::Actor| Ok(answer::ask(tx, who.id, work, step)?.map(|bar| bar.why))
        };
        for step in [Step::Plan, Step::Begin] {
            assert_eq!(town.ok(town.theo, ask(Work::Conversation, step)).await, Some(Why::Unsigned));
        }
        // Whoever has begun already goes on to the end.
        assert_eq!(town.ok(town.theo, ask(Work::Conversation, Step::Take)).await, None);
        assert_eq!(town.ok(town.theo, ask(Work::Room, Step::Begin)).await, None, "another card need not be signed");
        assert_eq!(town.ok(town.mo, ask(Work::Moderation, Step::Begin)).await, None);
        town.ok(town.theo, |tx, theo| card::sign(tx, theo, Hat::Supporter, 1)).await;
        assert_eq!(town.ok(town.theo, ask(Work::Conversation, Step::Begin)).await, None);
        let at_work = town
            .ok(town.ada, |tx, _| {
                let supporters = people::hats::wearers(tx, Hat::Supporter)?;
                for member in &supporters {
                    let about = tx.new_uuid();
                    spell::begin(tx, *member, Work::Conversation, about)?;
                }
                answer::barred(tx, Work::Conversation, Step::Begin, Among::AtWork)
            })
            .await;
        assert_eq!(at_work.into_keys().collect::<Vec<_>>(), [town.kit], "everybody at work is asked at once");
    });
}

#[test]
fn a_card_written_anew_is_signed_anew_and_only_as_it_was_read() {
    in_town(|town| async move {
        must_sign(&town).await;
        town.ok(town.theo, |tx, theo| card::sign(tx, theo, Hat::Supporter, 1)).await;
        let write = |does: &'static str| {
            move |tx: &mut db::Tx<'_>, by: &words::Actor| {
                Card::write(tx, by, Hat::Supporter, &says(does), "We learned something.")
            }
        };
        assert_eq!(town.refused(town.sue, write("Listen.")).await, None, "an administrator's to write");
        town.ok(town.ada, write("Listen.")).await;
        town.ok(town.ada, write("Listen.")).await;
        let card = town.ok(town.theo, |tx, _| Card::of(tx, Hat::Supporter)).await.unwrap();
        assert_eq!(card.version, 2, "what stays the same makes no new version");
        let why = town
            .ok(town.theo, |tx, theo| answer::ask(tx, theo.id, Work::Conversation, Step::Begin))
            .await
            .map(|bar| bar.why);
        assert_eq!(why, Some(Why::Unsigned));
        let old = town.refused(town.theo, |tx, theo| card::sign(tx, theo, Hat::Supporter, 1)).await;
        assert_eq!(old, Some("card-changed-meanwhile"));
        assert_eq!(town.refused(town.ann, |tx, ann| card::sign(tx, ann, Hat::Supporter, 2)).await, None);
        town.ok(town.theo, |tx, theo| card::sign(tx, theo, Hat::Supporter, 2)).await;
    });
}

#[test]
fn a_supervisor_signs_beside_somebody_else() {
    in_town(|town| async move {
        let theo = town.theo;
        town.ok(town.theo, |tx, theo| card::sign(tx, theo, Hat::Supporter, 1)).await;
        town.ok(town.sue, |tx, sue| card::sign(tx, sue, Hat::Supervisor, 1)).await;
        let waiting = town.ok(town.sue, card::unwitnessed).await;
        assert_eq!(waiting.iter().map(|it| (it.member, it.hat)).collect::<Vec<_>>(), [(theo, Hat::Supporter)]);
        let sue = town.sue;
        let own = town.refused(town.sue, move |tx, by| card::countersign(tx, by, sue, Hat::Supervisor, 1)).await;
        assert_eq!(own, Some("card-not-your-own"));
        let beside = move |tx: &mut db::Tx<'_>, by: &words::Actor| card::countersign(tx, by, theo, Hat::Supporter, 1);
        assert_eq!(town.refused(town.kit, beside).await, None);
        town.ok(town.sue, beside).await;
        let signed = town
            .ok(town.theo, |tx, theo| {
                let card = Card::of(tx, Hat::Supporter)?.expect("a card");
                card.signed(tx, theo.id)
            })
            .await;
        assert!(matches!(signed, Signed::Both(_)));
        assert_eq!(town.refused(town.sid, beside).await, None, "once is enough");
    });
}
