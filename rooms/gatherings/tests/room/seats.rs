use std::collections::BTreeSet;

use circles::membership;
use db::{Result, Tx, args};
use gatherings::{
    gathering::{Gathering, Plan},
    kind::{Answer, Attendance, NewsKind, OccurrenceId},
    news::News,
    occurrence::Occurrence,
    rule::End,
    seats::{self, Count},
};
use proptest::{
    collection::vec,
    prelude::{Just, Strategy, prop_oneof},
    strategy::ValueTree,
    test_runner::TestRunner,
};
use testkit::{Ground, on_both_engines};
use words::{Actor, MemberId};

use crate::town::*;

fn for_so_many(capacity: i64) -> Plan {
    Plan { capacity: Some(capacity), ..once() }
}

/// Those with a place, in the order in which they came to it, and those who wait, in theirs.
async fn lists(ground: &Ground, rosa: &Actor, id: OccurrenceId) -> (Vec<MemberId>, Vec<MemberId>) {
    let rosa = rosa.clone();
    let seats = does(ground, move |tx| seats::list(tx, &rosa, id)).await.unwrap();
    let of = |answer| seats.iter().filter(|it| it.answer == answer).map(|it| it.member).collect();
    (of(Answer::Coming), of(Answer::Waiting))
}

#[test]
fn the_first_in_line_moves_up_and_is_told_and_can_step_back() {
    on_both_engines(&migrations(), |ground| async move {
        let people = crowd(&ground, 4).await;
        let place = place(&ground, &people).await;
        let (_, times) = planned(&ground, &place, for_so_many(2)).await;
        let id = times[0].id;
        let [one, two, three, four] = <[Actor; 4]>::try_from(people).unwrap();
        does(&ground, move |tx| {
            assert_eq!(seats::come(tx, &one, id)?, Answer::Coming);
            assert_eq!(seats::come(tx, &two, id)?, Answer::Coming);
            assert_eq!(seats::come(tx, &three, id)?, Answer::Waiting);
            assert_eq!(seats::come(tx, &four, id)?, Answer::Waiting);
            assert_eq!(seats::come(tx, &three, id)?, Answer::Waiting, "asking again keeps one's place in the line");
            assert_eq!((seats::before(tx, id, three.id)?, seats::before(tx, id, four.id)?), (0, 1));
            seats::step_back(tx, &one, id)?;
            assert_eq!(seats::of(tx, id, three.id)?.unwrap().answer, Answer::Coming);
            assert_eq!(News::unread(tx, &three)?[0].kind, NewsKind::MovedUp);
            assert_eq!(seats::before(tx, id, four.id)?, 0);

            seats::step_back(tx, &three, id)?;
            assert!(News::unread(tx, &three)?.is_empty(), "it is theirs no more");
            assert_eq!(seats::of(tx, id, four.id)?.unwrap().answer, Answer::Coming);
            assert_eq!(seats::come(tx, &one, id)?, Answer::Waiting, "who stepped back is last in line");
            assert_eq!(seats::count(tx, id)?, Count { coming: 2, waiting: 1 });
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn more_places_are_for_those_who_waited_and_fewer_send_nobody_away() {
    on_both_engines(&migrations(), |ground| async move {
        let people = crowd(&ground, 5).await;
        let place = place(&ground, &people).await;
        let (gathering, times) = planned(&ground, &place, for_so_many(1)).await;
        let (id, rosa) = (times[0].id, place.rosa.clone());
        does(&ground, move |tx| {
            for person in &people {
                seats::come(tx, person, id)?;
            }
            Gathering::facilitated_by(tx, &rosa, gathering)?.change(tx, &rosa, &for_so_many(3), "")?;
            assert_eq!(seats::count(tx, id)?, Count { coming: 3, waiting: 2 });
            assert_eq!(seats::of(tx, id, people[2].id)?.unwrap().answer, Answer::Coming);
            Gathering::facilitated_by(tx, &rosa, gathering)?.change(tx, &rosa, &for_so_many(1), "")?;
            assert_eq!(seats::count(tx, id)?, Count { coming: 3, waiting: 2 });
            seats::step_back(tx, &people[0], id)?;
            assert_eq!(seats::count(tx, id)?, Count { coming: 2, waiting: 2 }, "there is still no place");
            Gathering::facilitated_by(tx, &rosa, gathering)?.change(tx, &rosa, &once(), "")?;
            assert_eq!(seats::count(tx, id)?, Count { coming: 4, waiting: 0 }, "room for everybody");
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn forty_at_once_for_ten_places() {
    on_both_engines(&migrations(), |ground| async move {
        let people = crowd(&ground, 40).await;
        let place = place(&ground, &people).await;
        let (_, times) = planned(&ground, &place, for_so_many(10)).await;
        let id = times[0].id;
        let mut tasks = Vec::new();
        for person in people.clone() {
            let db = ground.db.clone();
            tasks.push(tokio::spawn(async move { db.write(move |tx| seats::come(tx, &person, id)).await }));
        }
        let mut answers = Vec::new();
        for task in tasks {
            answers.push(task.await.unwrap().unwrap());
        }
        assert_eq!(answers.iter().filter(|it| **it == Answer::Coming).count(), 10);
        let (coming, waiting) = lists(&ground, &place.rosa, id).await;
        assert_eq!((coming.len(), waiting.len()), (10, 30));
        assert_eq!(coming.iter().chain(&waiting).collect::<BTreeSet<_>>().len(), 40, "nobody is in both lists");
        let numbers: Vec<i64> = does(&ground, move |tx| {
            tx.all("SELECT seq FROM gatherings_comings WHERE occurrence_id = $1", args![id], |row| row.get(0))
        })
        .await
        .unwrap();
        assert_eq!(numbers.into_iter().collect::<BTreeSet<_>>(), (1..=40).collect(), "each a number of its own");

        // Ten leave at once while the others change their minds.
        let mut tasks = Vec::new();
        for person in people.into_iter().filter(|it| coming.contains(&it.id)) {
            let db = ground.db.clone();
            tasks.push(tokio::spawn(async move { db.write(move |tx| seats::step_back(tx, &person, id)).await }));
        }
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        let (now, still) = lists(&ground, &place.rosa, id).await;
        assert_eq!(now, waiting[..10], "the first ten of the line, in order");
        assert_eq!(still, waiting[10..], "the rest keep their order");
    });
}

/// What can happen to a gathering, for a sequence of them.
#[derive(Clone, Copy, Debug)]
enum Happens {
    Comes(usize),
    StepsBack(usize),
    Capacity(i64),
}

fn what_happens() -> impl Strategy<Value = Vec<Happens>> {
    let one = prop_oneof![
        6 => (0usize..7).prop_map(Happens::Comes),
        4 => (0usize..7).prop_map(Happens::StepsBack),
        1 => (1i64..6).prop_map(Happens::Capacity),
        1 => Just(Happens::Capacity(2)),
    ];
    vec(one, 1..40)
}

/// The rule in a few lines: what the tables must say after the same sequence.
#[derive(Default)]
struct Model {
    capacity: usize,
    coming: Vec<usize>,
    waiting: Vec<usize>,
}

impl Model {
    fn then(&mut self, what: Happens) {
        match what {
            Happens::Comes(who) if !self.coming.contains(&who) && !self.waiting.contains(&who) => {
                self.waiting.push(who);
            }
            Happens::Comes(_) => (),
            Happens::StepsBack(who) => {
                self.coming.retain(|it| *it != who);
                self.waiting.retain(|it| *it != who);
            }
            Happens::Capacity(places) => self.capacity = places as usize,
        }
        while self.coming.len() < self.capacity && !self.waiting.is_empty() {
            self.coming.push(self.waiting.remove(0));
        }
    }
}

fn then(tx: &mut Tx<'_>, rosa: &Actor, people: &[Actor], of: &Occurrence, what: Happens) -> Result<()> {
    match what {
        Happens::Comes(who) => seats::come(tx, &people[who], of.id).map(drop),
        Happens::StepsBack(who) => seats::step_back(tx, &people[who], of.id),
        Happens::Capacity(places) => {
            Gathering::facilitated_by(tx, rosa, of.gathering)?.change(tx, rosa, &for_so_many(places), "")
        }
    }
}

#[test]
fn whatever_happens_places_are_given_in_order() {
    on_both_engines(&migrations(), |ground| async move {
        let people = crowd(&ground, 7).await;
        let place = place(&ground, &people).await;
        let mut runner = TestRunner::deterministic();
        for _ in 0..60 {
            let sequence = what_happens().new_tree(&mut runner).unwrap().current();
            let (gathering, _) = planned(&ground, &place, for_so_many(3)).await;
            let (rosa, members, steps) = (place.rosa.clone(), people.clone(), sequence.clone());
            let found: Vec<(Vec<MemberId>, Vec<MemberId>)> = does(&ground, move |tx| {
                let id: OccurrenceId =
                    tx.one("SELECT id FROM gatherings_occurrences WHERE series_id = $1", args![gathering], |row| {
                        row.get(0)
                    })?;
                let of = Occurrence::facilitated_by(tx, &rosa, id)?;
                let mut found = Vec::new();
                for step in &steps {
                    then(tx, &rosa, &members, &of, *step)?;
                    let list = seats::list(tx, &rosa, id)?;
                    let those = |answer| list.iter().filter(|it| it.answer == answer).map(|it| it.member).collect();
                    found.push((those(Answer::Coming), those(Answer::Waiting)));
                }
                Ok(found)
            })
            .await
            .unwrap();
            let mut model = Model { capacity: 3, ..Model::default() };
            for (step, (coming, waiting)) in sequence.iter().zip(found) {
                model.then(*step);
                let ids = |of: &[usize]| of.iter().map(|it| people[*it].id).collect::<Vec<_>>();
                assert_eq!(
                    (coming.iter().collect::<BTreeSet<_>>(), waiting),
                    (ids(&model.coming).iter().collect(), ids(&model.waiting)),
                    "after {step:?} in {sequence:?}"
                );
                assert!(coming.len() == model.coming.len(), "nobody twice");
            }
        }
    });
}

#[test]
fn who_does_not_belong_or_is_paused_does_not_say_yes() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let kim = person(&ground, "Kim", &[]).await;
        let place = place(&ground, std::slice::from_ref(&maya)).await;
        let (_, times) = planned(&ground, &place, once()).await;
        let (id, circle, rosa) = (times[0].id, place.circle, place.rosa.clone());
        does(&ground, move |tx| {
            assert!(Occurrence::readable_by(tx, &kim, id).is_ok(), "an open circle is read before joining");
            assert_eq!(seats::come(tx, &kim, id).unwrap_err().refusal(), Some("gathering-join-first"));
            let tomorrow = tx.now() + std::time::Duration::from_secs(86_400);
            circles::place::pause(tx, &rosa, circle.0, maya.id, tomorrow)?;
            assert_eq!(seats::come(tx, &maya, id).unwrap_err().refusal(), Some("gathering-paused"));
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn who_leaves_the_circle_leaves_their_place_to_the_next() {
    on_both_engines(&migrations(), |ground| async move {
        let people = crowd(&ground, 2).await;
        let place = place(&ground, &people).await;
        let (_, times) = planned(&ground, &place, for_so_many(1)).await;
        let (id, circle) = (times[0].id, place.circle);
        let (gone, next) = (people[0].clone(), people[1].clone());
        does(&ground, move |tx| {
            seats::come(tx, &gone, id)?;
            seats::come(tx, &next, id)?;
            membership::leave(tx, &gone, circle)?;
            gatherings::schedule(tx)
        })
        .await
        .unwrap();
        until(&ground, ground.db.now()).await;
        let (coming, waiting) = lists(&ground, &place.rosa, id).await;
        assert_eq!((coming, waiting), (vec![people[1].id], vec![]));
    });
}

#[test]
fn whoever_begins_a_course_has_a_place_in_every_session() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let place = place(&ground, std::slice::from_ref(&maya)).await;
        let mut course = weekly(End::Count(6));
        course.course = true;
        let (_, sessions) = planned(&ground, &place, course).await;
        let (first, third) = (sessions[0].id, sessions[2].id);
        let rosa = place.rosa.clone();
        does(&ground, move |tx| {
            seats::come_to_all(tx, &maya, first)?;
            assert_eq!(Occurrence::mine(tx, &maya)?.len(), 6);
            let session = Occurrence::facilitated_by(tx, &rosa, third)?;
            session.set_step(tx, "Go outside once, for five minutes.")?;
            let step = Occurrence::readable_by(tx, &maya, third)?.step(tx)?;
            assert_eq!(step.as_deref(), Some("Go outside once, for five minutes."));
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn attendance_is_what_the_facilitator_noted_or_else_what_one_said() {
    on_both_engines(&migrations(), |ground| async move {
        let people = crowd(&ground, 3).await;
        let place = place(&ground, &people).await;
        let mut course = weekly(End::Count(2));
        course.course = true;
        let (_, sessions) = planned(&ground, &place, course).await;
        let (id, starts_at) = (sessions[0].id, sessions[0].starts_at);
        let rosa = place.rosa.clone();
        let [one, two, three] = <[Actor; 3]>::try_from(people).unwrap();
        let ids = [one.id, two.id, three.id];
        let (early, rosa2) = (one.clone(), rosa.clone());
        does(&ground, move |tx| {
            for person in [&one, &two, &three] {
                seats::come(tx, person, id)?;
            }
            assert_eq!(seats::arrive(tx, &early, id).unwrap_err().refusal(), Some("gathering-not-yet"));
            let noted = seats::note(tx, &rosa2, id, &[(one.id, Some(Attendance::Came))]);
            assert_eq!(noted.unwrap_err().refusal(), Some("gathering-not-yet"));
            Ok(())
        })
        .await
        .unwrap();
        ground.clock.set(starts_at + HOUR / 4);
        let (rosa, people) = (rosa.clone(), ids);
        let events: Vec<(MemberId, String, i64)> = does(&ground, move |tx| {
            tx.execute(
                "UPDATE gatherings_comings SET here_at = $2 WHERE occurrence_id = $1 AND member_id <> $3",
                args![id, tx.now(), people[0]],
            )?;
            seats::note(tx, &rosa, id, &[(people[0], Some(Attendance::Came)), (people[1], Some(Attendance::Missed))])?;
            tx.all("SELECT member_id, mode, minutes FROM gatherings_events ORDER BY minutes DESC", args![], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
        })
        .await
        .unwrap();
        assert_eq!(events, [(ids[0], "text".to_owned(), 60), (ids[2], "text".to_owned(), 45)]);
    });
}
