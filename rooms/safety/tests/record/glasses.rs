use std::sync::Arc;

use proptest::{prelude::*, strategy::ValueTree};
use safety::{
    break_glass::{self, Behind, Glass, Stand},
    opening,
};
use testkit::on_both_engines;
use words::{
    Actor,
    AgeBand::{Adult, Older},
    Hat::{Administrator, Auditor, Moderator, SafeguardingLead, Supervisor},
};

use crate::{MINUTE, case, joins, migrations, refused, write};

#[test]
fn one_person_opens_nothing_and_two_open_it_for_a_while() {
    on_both_engines(&migrations(), |ground| async move {
        let db = &ground.db;
        let (leo, nora, olu, theo) = write(db, |tx| {
            Ok((
                joins(tx, "Leo", Adult, &[])?,
                joins(tx, "Nora", Adult, &[Supervisor])?,
                joins(tx, "Olu", Adult, &[Moderator])?,
                joins(tx, "Theo", Adult, &[Auditor])?,
            ))
        })
        .await;
        let about = leo.id;
        let (asker, member) = (nora.clone(), leo.clone());
        let id = write(db, move |tx| {
            let case = case(tx, about, Adult)?;
            break_glass::ask(tx, &asker, Behind::Evidence, case.0, 20, "She may be in danger.")
        })
        .await;
        // Who may not, finds nothing: the one it is about, and whoever wears another hat.
        for other in [leo.clone(), theo.clone()] {
            assert_eq!(refused(db, move |tx| Glass::for_staff(tx, &other, id)).await, "nowhere");
        }
        for (who, behind, minutes, expected) in [
            (theo, Behind::Account, 10, "nowhere"),
            (nora.clone(), Behind::Account, 31, "glass-minutes-missing"),
            (nora.clone(), Behind::Evidence, 10, "nowhere"),
        ] {
            let ask = move |tx: &mut db::Tx<'_>| break_glass::ask(tx, &who, behind, about.0, minutes, "Because.");
            assert_eq!(refused(db, ask).await, expected);
        }
        let own = nora.clone();
        let ask = move |tx: &mut db::Tx<'_>| break_glass::ask(tx, &own, Behind::Account, own.id.0, 10, "Because.");
        assert_eq!(refused(db, ask).await, "nowhere", "nobody opens what is kept about themselves");

        let alone = nora.clone();
        let agree = move |tx: &mut db::Tx<'_>| Glass::for_staff(tx, &alone, id)?.answer(tx, &alone, true);
        assert_eq!(refused(db, agree).await, "opening-second-person");
        let second = olu.clone();
        write(db, move |tx| Glass::for_staff(tx, &second, id)?.answer(tx, &second, true)).await;
        let look = |who: Actor| async move {
            db.read(move |tx| {
                let glass = Glass::for_staff(tx, &who, id)?;
                Ok((glass.is_open_to(&who, tx.now()), glass.stand(tx.now())))
            })
            .await
            .unwrap()
        };
        assert!(look(nora.clone()).await.0, "the one who asked looks");
        assert!(!look(olu.clone()).await.0, "the one who agreed does not");
        let openings = db.read(move |tx| opening::of_member(tx, &member)).await.unwrap();
        assert_eq!((openings.len(), openings[0].reason.as_str()), (1, "She may be in danger."));
        ground.clock.pass(MINUTE * 20);
        assert_eq!(look(nora.clone()).await, (false, Stand::Shut));
    });
}

#[test]
fn who_agrees_too_late_or_twice_is_told_and_what_is_about_a_child_needs_a_lead() {
    on_both_engines(&migrations(), |ground| async move {
        let db = &ground.db;
        let (robin, nora, olu, wren, idris) = write(db, |tx| {
            Ok((
                joins(tx, "Robin", Older, &[])?.id,
                joins(tx, "Nora", Adult, &[Supervisor])?,
                joins(tx, "Olu", Adult, &[Moderator])?,
                joins(tx, "Wren", Adult, &[Administrator])?,
                joins(tx, "Idris", Adult, &[SafeguardingLead])?,
            ))
        })
        .await;
        let ask = |who: Actor| async move {
            write(db, move |tx| break_glass::ask(tx, &who, Behind::Account, robin.0, 10, "Because.")).await
        };
        let answer = |who: Actor, id, agreed| {
            move |tx: &mut db::Tx<'_>| Glass::for_staff(tx, &who, id)?.answer(tx, &who, agreed)
        };
        let late = ask(nora.clone()).await;
        ground.clock.pass(MINUTE * 31);
        assert_eq!(refused(db, answer(idris.clone(), late, true)).await, "glass-answered");

        let id = ask(nora.clone()).await;
        assert_eq!(refused(db, answer(olu.clone(), id, true)).await, "glass-lead-missing");
        write(db, answer(idris.clone(), id, true)).await;
        assert_eq!(refused(db, answer(wren.clone(), id, false)).await, "glass-answered");

        // A lead who asks is one of the two as well; and whoever agreed may shut it.
        let id = ask(idris).await;
        write(db, answer(wren.clone(), id, true)).await;
        let other = olu.clone();
        assert_eq!(refused(db, move |tx| Glass::for_staff(tx, &other, id)?.shut(tx, &other)).await, "nowhere");
        let shuts = wren.clone();
        write(db, move |tx| Glass::for_staff(tx, &shuts, id)?.shut(tx, &shuts)).await;
        let stand = db.read(move |tx| Ok(Glass::for_staff(tx, &wren, id)?.stand(tx.now()))).await.unwrap();
        assert_eq!(stand, Stand::Shut);
    });
}

#[test]
fn of_many_who_agree_at_once_one_did_and_the_member_is_told_once() {
    on_both_engines(&migrations(), |ground| async move {
        let (leo, staff) = write(&ground.db, |tx| {
            let leo = joins(tx, "Leo", Adult, &[])?;
            let staff: Result<Vec<_>, _> =
                ["Ash", "Birch", "Cedar", "Elm", "Fir"].iter().map(|it| joins(tx, it, Adult, &[Moderator])).collect();
            Ok((leo, staff?))
        })
        .await;
        let (about, asker) = (leo.id, staff[0].clone());
        let id =
            write(&ground.db, move |tx| break_glass::ask(tx, &asker, Behind::Account, about.0, 10, "Because.")).await;
        let tries: Vec<_> = staff
            .into_iter()
            .map(|who| {
                let db = ground.db.clone();
                tokio::spawn(async move {
                    db.write(move |tx| Glass::for_staff(tx, &who, id)?.answer(tx, &who, true)).await.is_ok()
                })
            })
            .collect();
        let mut agreed = 0;
        for it in tries {
            agreed += usize::from(it.await.unwrap());
        }
        assert_eq!(agreed, 1);
        assert_eq!(ground.db.read(move |tx| opening::of_member(tx, &leo)).await.unwrap().len(), 1);
    });
}

/// What may happen, by one of three.
#[derive(Clone, Copy, Debug)]
enum Step {
    Ask(usize),
    Agree(usize),
    Refuse(usize),
    Shut(usize),
    Pass(u32),
}

fn steps(people: usize) -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        (0..people).prop_map(Step::Ask),
        (0..people).prop_map(Step::Agree),
        (0..people).prop_map(Step::Refuse),
        (0..people).prop_map(Step::Shut),
        (1..40_u32).prop_map(Step::Pass),
    ];
    prop::collection::vec(step, 1..14)
}

/// Goes through the steps, each about the newest glass; whether it ever stood open, and what its two people were.
async fn walk(ground: &testkit::Ground, staff: &Arc<Vec<Actor>>, about: words::MemberId, steps: &[Step]) -> bool {
    let db = &ground.db;
    let (mut newest, mut opened) = (None, false);
    for step in steps {
        let team = Arc::clone(staff);
        match *step {
            Step::Ask(who) => {
                let ask = move |tx: &mut db::Tx<'_>| {
                    break_glass::ask(tx, &team[who], Behind::Account, about.0, 10, "Because.")
                };
                newest = Some(write(db, ask).await);
            }
            Step::Pass(minutes) => ground.clock.pass(MINUTE * minutes),
            Step::Agree(who) | Step::Refuse(who) | Step::Shut(who) => {
                let (Some(id), step) = (newest, *step) else { continue };
                // What is refused changes nothing.
                drop(
                    db.write(move |tx| {
                        let glass = Glass::for_staff(tx, &team[who], id)?;
                        match step {
                            Step::Shut(_) => glass.shut(tx, &team[who]),
                            _ => glass.answer(tx, &team[who], matches!(step, Step::Agree(_))),
                        }
                    })
                    .await,
                );
            }
        }
        let Some(id) = newest else { continue };
        let team = Arc::clone(staff);
        opened |= db
            .read(move |tx| {
                let glass = Glass::for_staff(tx, &team[0], id)?;
                let open = team.iter().any(|it| glass.is_open_to(it, tx.now()));
                if open {
                    assert!(glass.answered_by.is_some_and(|it| it != glass.asked_by), "two people are two");
                    assert!(tx.now().since(glass.asked_at) <= MINUTE * 60);
                }
                Ok(open)
            })
            .await
            .unwrap();
    }
    opened
}

#[test]
fn no_sequence_of_steps_by_one_person_ever_opens_anything() {
    on_both_engines(&migrations(), |ground| async move {
        let (about, staff) = write(&ground.db, |tx| {
            let about = joins(tx, "Leo", Adult, &[])?.id;
            let hats = [Moderator, Supervisor, SafeguardingLead, Administrator];
            let staff: db::Result<Vec<_>> =
                ["Ash", "Birch", "Cedar"].iter().map(|it| joins(tx, it, Adult, &hats)).collect();
            Ok((about, Arc::new(staff?)))
        })
        .await;
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        let mut ever = false;
        for _ in 0..60 {
            let alone = steps(1).new_tree(&mut runner).unwrap().current();
            assert!(!walk(&ground, &staff, about, &alone).await, "{alone:?}");
            let together = steps(3).new_tree(&mut runner).unwrap().current();
            ever |= walk(&ground, &staff, about, &together).await;
        }
        assert!(ever, "three people never opened anything: the walk proves nothing");
    });
}
