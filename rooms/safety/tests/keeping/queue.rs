//! One queue: what comes first, who holds what, and that nobody is put behind by noise.

use std::time::Duration;

use db::{Error, Result};
use safety::{
    case::{self, Case},
    kind::{Level, Reason},
};

use testkit::Ground;
use workforce::hours::Given;

use crate::town::*;

#[test]
fn the_most_urgent_comes_first_and_then_what_is_due_sooner() {
    in_town(|ground, cast| async move {
        let mut made = Vec::new();
        for (level, minutes) in [
            (Level::Green, 0),
            (Level::Crisis, 1),
            (Level::Amber, 2),
            (Level::Red, 3),
            (Level::Crisis, 4),
            (Level::Green, 5),
            (Level::Red, 6),
        ] {
            ground.clock.pass(MINUTE * minutes);
            let of = cast.clone();
            made.push(does(&ground, move |tx| of.case(tx, &of.ann, level)).await);
        }
        let order: Vec<_> = [1, 4, 3, 6, 2, 0, 5].map(|it: usize| made[it]).into();
        let of = cast.clone();
        does(&ground, move |tx| {
            assert_eq!(queue(tx, &of.mo)?, order);
            let (_, counts) = case::queue(tx, &of.mo, None)?;
            assert_eq!((counts.by_level, counts.unclaimed, counts.all()), ([2, 1, 2, 2], 7, 7));
            assert_eq!(counts.late, 2, "both crises are past their minute, and nothing else is");
            let (reds, _) = case::queue(tx, &of.mo, Some(Level::Red))?;
            assert_eq!(reds.iter().map(|it| it.id).collect::<Vec<_>>(), order[2..4]);
            // Said to be more urgent than it seemed, it goes up; its clock begins with that.
            let last = Case::for_judge(tx, &of.mo, order[6])?;
            is_refused(last.regrade(tx, &of.mo, Level::Red), "case-claim-first");
            last.claim(tx, &of.mo)?;
            Case::for_judge(tx, &of.mo, order[6])?.regrade(tx, &of.mo, Level::Red)?;
            // Its clock and that of the latest end together.
            assert!(queue(tx, &of.mo)?[3..5].contains(&order[6]));
            Ok(())
        })
        .await;
    });
}

#[test]
fn the_same_thing_is_one_case_whose_level_only_rises_and_whose_clock_only_shortens() {
    in_town(|ground, cast| async move {
        does(&ground, move |tx| {
            let note = cast.writes(tx, &cast.ann, "A note.")?;
            let (_, id) = flags(tx, &cast.ben, note, Reason::Unkind)?;
            let green = Case::for_judge(tx, &cast.mo, id)?;
            assert_eq!(green.level, Level::Green);
            assert_eq!(flags(tx, &cast.cat, note, Reason::NotSafe)?.1, id);
            let red = Case::for_judge(tx, &cast.mo, id)?;
            assert!(red.level == Level::Red && red.due_at < green.due_at && red.opened_at == green.opened_at);
            for (level, reason) in [(Level::Green, Reason::Other), (Level::Amber, Reason::Sexual)] {
                assert_eq!(cast.raises(tx, note, &cast.ann, level)?, id);
                assert_eq!(flags(tx, &cast.sue, note, reason)?.1, id);
                let after = Case::for_judge(tx, &cast.mo, id)?;
                assert_eq!((after.level, after.due_at), (red.level, red.due_at));
            }
            // Once it is settled, the same thing is a case of its own again.
            cast.decides(tx, &cast.mo, id, &cast.verdict(safety::kind::Action::Nothing))?;
            assert!(flags(tx, &cast.ben, note, Reason::Unkind)?.1 != id);
            Ok(())
        })
        .await;
    });
}

#[test]
fn the_time_with_a_case_counts_among_the_hours_as_far_as_anything_happened() {
    in_town(|ground, cast| async move {
        let given = |ground: &Ground, cast: &Cast| {
            let (db, mo) = (ground.db.clone(), cast.mo.id);
            async move { db.read(move |tx| Given::of(tx, mo)).await.unwrap().day }
        };
        let of = cast.clone();
        let (first, second) = does(&ground, move |tx| {
            let both = (of.case(tx, &of.ann, Level::Amber)?, of.case(tx, &of.ben, Level::Amber)?);
            Case::for_judge(tx, &of.mo, both.0)?.claim(tx, &of.mo)?;
            Ok(both)
        })
        .await;
        ground.clock.pass(MINUTE * 12);
        let of = cast.clone();
        does(&ground, move |tx| {
            of.decides(tx, &of.mo, first, &of.verdict(safety::kind::Action::Nothing))?;
            Case::for_judge(tx, &of.mo, second)?.claim(tx, &of.mo)
        })
        .await;
        assert_eq!(given(&ground, &cast).await, MINUTE * 12);
        // Fallen asleep over the second: a claim on which nothing happens counts no longer than it holds.
        ground.clock.pass(MINUTE * 300);
        let of = cast.clone();
        does(&ground, move |tx| Case::for_judge(tx, &of.mo, second)?.release(tx, &of.mo)).await;
        assert_eq!(given(&ground, &cast).await, MINUTE * 42);
    });
}

#[test]
fn of_two_who_claim_at_once_one_holds_it_and_who_fell_asleep_is_taken_over() {
    in_town(|ground, cast| async move {
        let of = cast.clone();
        let id = does(&ground, move |tx| of.case(tx, &of.ann, Level::Amber)).await;
        let claims = [cast.mo.clone(), cast.max.clone(), cast.sue.clone()].map(|who| {
            let db = ground.db.clone();
            tokio::spawn(async move { db.write(move |tx| Case::for_judge(tx, &who, id)?.claim(tx, &who)).await })
        });
        let mut held = 0;
        for claim in claims {
            match claim.await.unwrap() {
                Ok(()) => held += 1,
                refused => is_refused(refused, "case-taken"),
            }
        }
        assert_eq!(held, 1);
        let of = cast.clone();
        let (holder, other) = does(&ground, move |tx| {
            let case = Case::for_judge(tx, &of.mo, id)?;
            let all = [&of.mo, &of.max, &of.sue];
            let holder = all.iter().find(|it| case.claimed_by == Some(it.id)).expect("one holds it");
            let other = all.iter().find(|it| case.claimed_by != Some(it.id)).expect("another does not");
            assert!(matches!(case.release(tx, other), Err(Error::NotFound)), "nobody hands back what is not theirs");
            Ok(((*holder).clone(), (*other).clone()))
        })
        .await;
        ground.clock.pass(MINUTE * 29);
        let (ground, second) = (&ground, other.clone());
        let claims = move || {
            let who = second.clone();
            async move { ground.db.write(move |tx| Case::for_judge(tx, &who, id)?.claim(tx, &who)).await }
        };
        is_refused(claims().await, "case-taken");
        ground.clock.pass(MINUTE * 2);
        claims().await.unwrap();
        // Whoever lost it decides nothing any more.
        let late = ground.db.write(move |tx| {
            let case = Case::for_judge(tx, &holder, id)?;
            safety::decision::decide(tx, &holder, &case, &cast.verdict(safety::kind::Action::Note)).map(drop)
        });
        is_refused(late.await, "case-claim-first");
        // Handed back, it is anybody's.
        does(ground, move |tx| {
            Case::for_judge(tx, &other, id)?.release(tx, &other)?;
            assert_eq!(Case::for_judge(tx, &other, id)?.claimed_by, None);
            Ok(())
        })
        .await;
    });
}

#[test]
fn after_so_many_hard_ones_comes_a_rest_and_a_crisis_is_open_all_the_same() {
    in_town(|ground, cast| async move {
        let of = cast.clone();
        let settles = move |tx: &mut db::Tx<'_>, level| -> Result<()> {
            let id = of.case(tx, &of.ann, level)?;
            of.decides(tx, &of.mo, id, &of.verdict(safety::kind::Action::Nothing)).map(drop)
        };
        let settles_three = settles.clone();
        does(&ground, move |tx| {
            // What is light makes nobody tired.
            for level in [Level::Amber, Level::Green, Level::Amber, Level::Red, Level::Crisis, Level::Red] {
                settles_three(tx, level)?;
            }
            Ok(())
        })
        .await;
        let again = settles.clone();
        is_refused(ground.db.write(move |tx| again(tx, Level::Red)).await, "case-rest-first");
        let again = settles.clone();
        does(&ground, move |tx| again(tx, Level::Amber)).await;
        let again = settles.clone();
        does(&ground, move |tx| again(tx, Level::Crisis)).await;
        let of = cast.clone();
        assert!(does(&ground, move |tx| safety::exposure::resting_until(tx, of.mo.id)).await.is_some());
        let of = cast.clone();
        assert!(does(&ground, move |tx| safety::exposure::resting_until(tx, of.max.id)).await.is_none());
        ground.clock.pass(Duration::from_secs(31 * 60));
        does(&ground, move |tx| settles(tx, Level::Red)).await;
    });
}
