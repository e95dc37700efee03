//! Who is on call, and until when.

use safety::watch;
use words::{AgeBand, Hat};
use workforce::{answer::Work, shift::Shift};

use crate::town::{MINUTE, in_town, joins};

#[test]
fn being_on_call_is_said_by_oneself_and_ends_by_itself() {
    in_town(|town| async move {
        let there = || town.ground.db.read(|tx| watch::is_anybody_there(tx, AgeBand::Adult));
        assert!(!there().await.unwrap());
        town.on_call(&town.mo).await;
        let (mo, sue) = (town.mo.clone(), town.sue.clone());
        assert!(there().await.unwrap());
        let on_call = |hat| town.ground.db.read(move |tx| watch::on_call(tx, hat, AgeBand::Adult));
        assert_eq!(on_call(Hat::Moderator).await.unwrap(), [mo.id]);
        assert_eq!(on_call(Hat::Supervisor).await.unwrap(), []);
        town.pass(119 * MINUTE).await;
        assert!(there().await.unwrap());
        town.pass(MINUTE).await;
        assert!(!there().await.unwrap(), "it ends by itself");

        town.on_call(&sue).await;
        town.write({
            let sue = sue.clone();
            move |tx| watch::begin(tx, &sue, tx.now() + 5 * MINUTE)
        })
        .await;
        let own = town.ground.db.read(move |tx| Shift::own(tx, &sue)).await.unwrap();
        assert_eq!(own.len(), 1, "saying until when again moves the end");
        town.pass(5 * MINUTE).await;
        assert!(!there().await.unwrap());
    });
}

#[test]
fn what_is_planned_says_when_a_person_will_look() {
    in_town(|town| async move {
        let next = |band| town.ground.db.read(move |tx| watch::next(tx, band));
        let now = town.ground.db.now();
        assert_eq!(next(AgeBand::Adult).await.unwrap(), None);
        let (mo, lea) = (town.mo.clone(), town.lea.clone());
        let planned = move |tx: &mut db::Tx<'_>| {
            Shift::plan(tx, &mo, Work::Moderation, now + 60 * MINUTE, now + 120 * MINUTE)?;
            Shift::plan(tx, &lea, Work::Moderation, now + 30 * MINUTE, now + 90 * MINUTE)?;
            let overlapping = Shift::plan(tx, &mo, Work::Moderation, now + 119 * MINUTE, now + 180 * MINUTE);
            assert_eq!(overlapping.unwrap_err().refusal(), Some("shift-overlaps"));
            Ok(())
        };
        town.write(planned).await;
        assert_eq!(next(AgeBand::Adult).await.unwrap(), Some(now + 60 * MINUTE), "the lead keeps children alone");
        assert_eq!(next(AgeBand::Older).await.unwrap(), Some(now + 30 * MINUTE));
        assert_eq!(next(AgeBand::Younger).await.unwrap(), Some(now + 30 * MINUTE));
        town.pass(60 * MINUTE).await;
        assert_eq!(next(AgeBand::Adult).await.unwrap(), Some(town.ground.db.now()), "somebody is there");

        let mo = town.mo.clone();
        let own = town.ground.db.read(move |tx| Shift::own(tx, &mo)).await.unwrap();
        let (mo, max) = (town.mo.clone(), town.max.clone());
        let given_up = own[0].id;
        assert!(
            town.ground.db.write(move |tx| watch::give_up(tx, &max, given_up)).await.is_err(),
            "one's own times alone"
        );
        town.write(move |tx| watch::give_up(tx, &mo, given_up)).await;
        assert_eq!(next(AgeBand::Adult).await.unwrap(), None);
    });
}

#[test]
fn only_those_who_judge_are_on_call_and_only_while_they_do() {
    in_town(|town| async move {
        let until = town.ground.db.now() + 60 * MINUTE;
        let ann = town.ann.clone();
        assert!(town.ground.db.write(move |tx| watch::begin(tx, &ann, until)).await.is_err());
        let young = town.write(|tx| joins(tx, "Youngster", AgeBand::Older, &[Hat::Moderator])).await;
        assert!(town.ground.db.write(move |tx| watch::begin(tx, &young, until)).await.is_err(), "no child is on call");
        let mo = town.mo.clone();
        let long = town.ground.db.write(move |tx| watch::begin(tx, &mo, tx.now() + 25 * 60 * MINUTE)).await;
        assert_eq!(long.unwrap_err().refusal(), Some("shift-too-long"));
        town.on_call(&town.mo).await;
        let mo = town.mo.id;
        town.write(move |tx| tx.execute("DELETE FROM people_hats WHERE member = $1", db::args![mo])).await;
        let there = town.ground.db.read(|tx| watch::is_anybody_there(tx, AgeBand::Adult)).await.unwrap();
        assert!(!there, "without the hat nobody is on call");
    });
}
