//! Calls: who is told when, and who never is.

use std::time::Duration;

use db::{Result, Tx, args};
use post::Subscription;
use safety::{
    delivery::Outcome,
    kind::CaseId,
    paging::{self, Happened, Page},
    stage::Audience::{self, Everybody, First, Second},
    way::{Way, WayKind},
};
use words::{Actor, AgeBand, MemberId};

use crate::town::{MINUTE, Town, case, in_town};

/// What happened: number, audience, people, and the second at which it did.
async fn happened(town: &Town, case: CaseId) -> Vec<(i64, Audience, i64, u64)> {
    let read = move |tx: &mut Tx<'_>| {
        let (id, begun) = tx.one(
            "SELECT id, begun_at FROM safety_pages WHERE case_id = $1 ORDER BY begun_at DESC LIMIT 1",
            args![case],
            |row| Ok((row.get::<paging::PageId>(0)?, row.get::<db::Time>(1)?)),
        )?;
        tx.all(
            "SELECT stage, audience, people, due_at, happened_at FROM safety_stages WHERE page_id = $1 ORDER BY stage",
            args![id],
            |row| {
                let it = Happened {
                    number: row.get(0)?,
                    audience: row.get(1)?,
                    people: row.get(2)?,
                    due_at: row.get(3)?,
                    at: row.get(4)?,
                };
                assert!(it.at >= it.due_at, "none before its time");
                Ok((it.number, it.audience, it.people, it.at.since(begun).as_secs()))
            },
        )
    };
    town.ground.db.read(read).await.unwrap()
}

async fn calls(town: &Town, about: Option<MemberId>, band: AgeBand) -> CaseId {
    town.write(move |tx| {
        let id = case(tx, about, band)?;
        paging::begin(tx, id, band)?;
        Ok(id)
    })
    .await
}

/// Gives somebody a browser that may be woken.
async fn browser(town: &Town, who: &Actor, number: u8) {
    let who = who.clone();
    town.write(move |tx| {
        let browser = Subscription {
            endpoint: format!("https://push.example.net/{number}"),
            p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
                .to_owned(),
            auth: "BTBZMqHH6r4Tts7J_aSIgg".to_owned(),
        };
        Way::wake(tx, &who, &browser)
    })
    .await;
}

/// Who was sent something, at which stage, over which way.
async fn sent(town: &Town, case: CaseId) -> Vec<(i64, WayKind, Option<MemberId>)> {
    let read = move |tx: &mut Tx<'_>| {
        tx.all(
            "SELECT d.stage, d.kind, d.member_id FROM safety_deliveries d JOIN safety_pages p ON p.id = d.page_id
             WHERE p.case_id = $1 ORDER BY d.stage, d.kind, d.id",
            args![case],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
    };
    town.ground.db.read(read).await.unwrap()
}

#[test]
fn those_on_call_come_first_and_then_everybody_until_somebody_has_it() {
    in_town(|town| async move {
        town.on_call(&town.mo).await;
        town.on_call(&town.sue).await;
        browser(&town, &town.mo, 1).await;
        browser(&town, &town.max, 2).await;
        let id = calls(&town, None, AgeBand::Adult).await;
        assert_eq!(happened(&town, id).await, [], "open desks have a minute for themselves");
        assert_eq!(sent(&town, id).await, []);
        for _ in 0..59 {
            town.pass(Duration::from_secs(1)).await;
        }
        assert_eq!(happened(&town, id).await, []);
        town.pass(Duration::from_secs(1)).await;
        assert_eq!(happened(&town, id).await, [(1, First, 1, 60)]);
        assert_eq!(sent(&town, id).await, [(1, WayKind::Pager, None), (1, WayKind::Push, Some(town.mo.id))]);
        town.pass(MINUTE).await;
        town.pass(MINUTE).await;
        town.pass(5 * MINUTE).await;
        let all = [(1, First, 1, 60), (2, Second, 1, 120), (3, Everybody, 3, 180), (4, Everybody, 3, 480)];
        assert_eq!(happened(&town, id).await, all);
        let told: Vec<_> = sent(&town, id).await.into_iter().filter(|it| it.1 == WayKind::Push).collect();
        let (mo, max) = (Some(town.mo.id), Some(town.max.id));
        assert_eq!(told.len(), 5, "the supervisor gave no way");
        assert_eq!((told[0].2, told.iter().filter(|it| it.2 == max).count()), (mo, 2));

        let open = |who: &Actor| {
            let who = who.clone();
            town.ground.db.read(move |tx| Ok(Page::open_to(tx, &who)?.len()))
        };
        assert_eq!(
            (open(&town.max).await.unwrap(), open(&town.lea).await.unwrap(), open(&town.ann).await.unwrap()),
            (1, 0, 0)
        );
        town.write(move |tx| paging::answered(tx, id)).await;
        town.pass(60 * MINUTE).await;
        assert_eq!(happened(&town, id).await, all, "somebody has it: nobody is told any more");
        assert_eq!(open(&town.max).await.unwrap(), 0);
        let back: i64 = town
            .write(|tx| {
                let sql = "SELECT COUNT(*) FROM safety_deliveries WHERE outcome = $1";
                tx.value(sql, args![Outcome::CalledBack])
            })
            .await;
        assert_eq!(back as usize, sent(&town, id).await.len(), "what had not gone out is called back");
    });
}

#[test]
fn when_nobody_is_on_call_everybody_is_told_at_once() {
    in_town(|town| async move {
        let id = calls(&town, None, AgeBand::Adult).await;
        assert_eq!(happened(&town, id).await, [(3, Everybody, 3, 0)]);
        town.pass(5 * MINUTE).await;
        assert_eq!(happened(&town, id).await, [(3, Everybody, 3, 0), (4, Everybody, 3, 300)]);
    });
}

#[test]
fn a_stage_without_anybody_is_no_minute_lost() {
    in_town(|town| async move {
        town.on_call(&town.sue).await;
        let id = calls(&town, None, AgeBand::Adult).await;
        town.pass(MINUTE).await;
        assert_eq!(happened(&town, id).await, [(1, Second, 1, 60)], "no moderator is on call: the supervisor is told");
    });
}

#[test]
fn the_cases_of_children_call_leads_alone() {
    in_town(|town| async move {
        for who in [&town.mo, &town.sue] {
            town.on_call(who).await;
        }
        let id = calls(&town, None, AgeBand::Younger).await;
        assert_eq!(happened(&town, id).await, [(3, Everybody, 1, 0)]);
        let open = |who: &Actor| {
            let who = who.clone();
            town.ground.db.read(move |tx| Ok(Page::open_to(tx, &who)?.len()))
        };
        assert_eq!((open(&town.lea).await.unwrap(), open(&town.mo).await.unwrap()), (1, 0));
        town.on_call(&town.lea).await;
        let id = calls(&town, None, AgeBand::Older).await;
        town.pass(MINUTE).await;
        assert_eq!(happened(&town, id).await, [(1, First, 1, 60)]);
    });
}

#[test]
fn nobody_is_called_to_a_case_in_which_they_have_a_part() {
    in_town(|town| async move {
        town.on_call(&town.mo).await;
        let flag = |tx: &mut Tx<'_>, id: CaseId, by: MemberId| -> Result<u64> {
            tx.execute(
                "INSERT INTO safety_flags (id, case_id, by_id, reason, made_at) VALUES ($1, $2, $3, 'not-safe', $4)",
                args![tx.new_uuid(), id, by, tx.now()],
            )
        };
        let (mo, sue) = (town.mo.id, town.sue.id);
        let id = town
            .write(move |tx| {
                let id = case(tx, Some(mo), AgeBand::Adult)?;
                flag(tx, id, sue)?;
                paging::begin(tx, id, AgeBand::Adult)?;
                Ok(id)
            })
            .await;
        assert_eq!(happened(&town, id).await, [(3, Everybody, 1, 0)], "the one on call is whom it is about");
        let theirs = town.mo.clone();
        assert_eq!(town.ground.db.read(move |tx| Page::open_to(tx, &theirs)).await.unwrap(), []);
    });
}

#[test]
fn a_call_begins_once_and_what_was_done_is_not_done_again() {
    in_town(|town| async move {
        town.on_call(&town.mo).await;
        let id = calls(&town, None, AgeBand::Adult).await;
        town.write(move |tx| paging::begin(tx, id, AgeBand::Adult)).await;
        town.ground.clock.pass(200 * Duration::from_secs(1));
        let page = town.ground.db.read(|tx| tx.value("SELECT id FROM safety_pages", args![])).await.unwrap();
        for _ in 0..3 {
            town.write(move |tx| paging::advance(tx, page)).await;
        }
        let happened = happened(&town, id).await;
        assert_eq!(happened.iter().map(|it| (it.0, it.3)).collect::<Vec<_>>(), [(1, 200), (2, 200), (3, 200)]);
        let pagers = sent(&town, id).await;
        assert_eq!(pagers.iter().map(|it| it.0).collect::<Vec<_>>(), [1, 2, 3], "each once");
    });
}

#[test]
fn a_case_that_somebody_has_calls_nobody_even_if_that_was_not_said() {
    in_town(|town| async move {
        town.on_call(&town.mo).await;
        let id = calls(&town, None, AgeBand::Adult).await;
        let mo = town.mo.id;
        town.write(move |tx| {
            tx.execute(
                "UPDATE safety_cases SET claimed_by = $2, claimed_at = $3 WHERE id = $1",
                args![id, mo, tx.now()],
            )
        })
        .await;
        town.pass(60 * MINUTE).await;
        assert_eq!(happened(&town, id).await, []);
        // Handed back: it may call again.
        town.write(move |tx| {
            tx.execute("UPDATE safety_cases SET claimed_by = NULL, claimed_at = NULL WHERE id = $1", args![id])?;
            paging::follow(tx, id)
        })
        .await;
        town.pass(MINUTE).await;
        assert_eq!(happened(&town, id).await, [(1, First, 1, 60)]);
        town.write(move |tx| {
            tx.execute("UPDATE safety_cases SET level = 2 WHERE id = $1", args![id])?;
            paging::follow(tx, id)
        })
        .await;
        town.pass(60 * MINUTE).await;
        assert_eq!(happened(&town, id).await, [(1, First, 1, 60)], "it is calmer than it seemed");
    });
}
