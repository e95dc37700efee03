//! Five thousand flags at once: nothing is lost, crises stay on top, and their clocks are what they were.

use safety::{
    case::{self, PER_PAGE},
    kind::{Level, Reason},
};

use crate::town::*;

/// Flags that arrive at once.
const FLAGS: usize = 5_000;
/// By so many people, side by side.
const TELLERS: usize = 50;

#[test]
fn five_thousand_flags_at_once_put_no_crisis_behind_and_lose_nothing() {
    in_town(|ground, cast| async move {
        let of = cast.clone();
        let (crises, notes, tellers) = does(&ground, move |tx| {
            let mut crises = Vec::new();
            for _ in 0..3 {
                crises.push(of.case(tx, &of.cat, Level::Crisis)?);
            }
            let mut notes = Vec::new();
            for number in 0..FLAGS / TELLERS {
                notes.push(of.writes(tx, &of.ann, &format!("Note {number}."))?);
            }
            let mut tellers = Vec::new();
            for number in 0..TELLERS {
                tellers.push(joins(tx, &format!("Teller {number}"), words::AgeBand::Adult, &[])?);
            }
            crises.sort();
            Ok((crises, notes, tellers))
        })
        .await;
        let clocks = |who: words::Actor| {
            let db = ground.db.clone();
            async move {
                let (cases, _) = db.read(move |tx| case::queue(tx, &who, Some(Level::Crisis))).await.unwrap();
                cases.into_iter().map(|it| (it.id, it.opened_at, it.due_at)).collect::<Vec<_>>()
            }
        };
        let before = clocks(cast.mo.clone()).await;
        ground.clock.pass(MINUTE);
        let mut telling = tokio::task::JoinSet::new();
        for (number, teller) in tellers.into_iter().enumerate() {
            let (db, notes) = (ground.db.clone(), notes.clone());
            telling.spawn(async move {
                for place in 0..notes.len() {
                    let (teller, note) = (teller.clone(), notes[(place + number) % notes.len()]);
                    // What is red is as loud as noise gets.
                    let reason = if place % 2 == 0 { Reason::NotSafe } else { Reason::Unkind };
                    db.write(move |tx| flags(tx, &teller, note, reason)).await.unwrap();
                }
            });
        }
        while let Some(told) = telling.join_next().await {
            told.unwrap();
        }
        assert_eq!(clocks(cast.mo.clone()).await, before, "the clocks of crises are their own");
        let statements = ground.db.statements();
        let who = cast.mo.clone();
        let (cases, counts) = ground.db.read(move |tx| case::queue(tx, &who, None)).await.unwrap();
        assert!(ground.db.statements() - statements <= 4, "{} statements", ground.db.statements() - statements);
        assert_eq!(cases.iter().take(3).map(|it| it.id).collect::<Vec<_>>(), crises);
        assert_eq!((cases.len() as i64, counts.all()), (PER_PAGE, 3 + (FLAGS / TELLERS) as i64));
        assert_eq!(counts.of(&Level::Crisis), 3);
        let kept: i64 = does(&ground, |tx| tx.value("SELECT COUNT(*) FROM safety_flags", db::args![])).await;
        assert_eq!(kept as usize, FLAGS);
    });
}
