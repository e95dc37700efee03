//! What takes two people never happens with one.

use std::collections::BTreeMap;

use db::{Clock, args};
use proptest::{
    prelude::*,
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};
use safety::{
    card::{self, Card},
    concern::{Concern, ConcernId},
    joint::{self, Asking, Decided, Delay, Joint, JointId, State},
    kind::Level,
};
use testkit::Ground;
use words::{Actor, Hat};

use crate::town::*;

fn a_card() -> Card {
    Card { name: "Ann".to_owned(), phone: "01632 960001".to_owned(), ..Card::default() }
}

fn because() -> Asking {
    Asking { reason: "She does not answer.".to_owned(), tried: "We wrote to her.".to_owned(), delay: None }
}

/// A member with a card about whom somebody is worried, and a keeper each for what follows.
async fn scene(ground: &Ground) -> (Actor, ConcernId, [Actor; 3]) {
    let (maya, leo) = (person(ground, "Maya", &[]).await, person(ground, "Leo", &[]).await);
    let keepers = [
        person(ground, "Olu", &[Hat::Moderator]).await,
        person(ground, "Nora", &[Hat::Supervisor]).await,
        person(ground, "Idris", &[Hat::SafeguardingLead]).await,
    ];
    let member = maya.clone();
    does(ground, move |tx| card::save(tx, &member, &a_card())).await;
    let id = worries(ground, &leo, &maya, false).await;
    (maya, id, keepers)
}

async fn asks(ground: &Ground, by: &Actor, id: ConcernId, kind: Joint, asking: Asking) -> db::Result<JointId> {
    let by = by.clone();
    ground
        .db
        .write(move |tx| {
            let concern = Concern::for_keeper(tx, &by, id)?;
            joint::ask(tx, &by, &concern, kind, &asking)
        })
        .await
}

async fn confirms(ground: &Ground, by: &Actor, id: JointId) -> db::Result<()> {
    let by = by.clone();
    ground.db.write(move |tx| Decided::for_keeper(tx, &by, id)?.confirm(tx, &by)).await
}

async fn reads(ground: &Ground, by: &Actor, id: JointId) -> db::Result<Card> {
    let by = by.clone();
    ground.db.write(move |tx| Decided::for_keeper(tx, &by, id)?.read(tx, &by)).await
}

async fn told(ground: &Ground, member: &Actor) -> Vec<Decided> {
    let member = member.id;
    does(ground, move |tx| joint::told(tx, member)).await
}

#[test]
fn two_people_open_a_card_for_half_an_hour_and_the_member_sees_who_when_and_why() {
    here(|ground| async move {
        let (maya, id, [olu, nora, idris]) = scene(&ground).await;
        let joint = asks(&ground, &olu, id, Joint::Card, because()).await.unwrap();
        assert_eq!(confirms(&ground, &olu, joint).await.unwrap_err().refusal(), Some("joint-not-alone"));
        assert_eq!(reads(&ground, &olu, joint).await.unwrap_err().refusal(), Some("joint-not-alone"));
        assert!(told(&ground, &maya).await.is_empty(), "nothing has been opened");
        pass(&ground, 29 * MINUTE).await;
        confirms(&ground, &nora, joint).await.unwrap();
        for reader in [&olu, &nora] {
            assert_eq!(reads(&ground, reader, joint).await.unwrap(), a_card());
        }
        assert_eq!(reads(&ground, &idris, joint).await.unwrap_err().refusal(), Some("joint-not-alone"));
        let seen = told(&ground, &maya).await;
        assert_eq!((seen[0].asked_by, seen[0].confirmed_by), (olu.id, Some(nora.id)));
        assert_eq!(seen[0].words.reason, "She does not answer.");
        let member = maya.id;
        assert!(does(&ground, move |tx| joint::unread(tx, member)).await);
        pass(&ground, 31 * MINUTE).await;
        assert_eq!(reads(&ground, &olu, joint).await.unwrap_err().refusal(), Some("joint-over"));
        let readings: i64 = does(&ground, |tx| {
            tx.value("SELECT COUNT(*) FROM organisation_trail WHERE deed = 'trail-card-read'", args![])
        })
        .await;
        assert_eq!(readings, 2, "every reading is recorded");
    });
}

#[test]
fn what_nobody_confirms_in_time_is_over_and_the_member_learns_that_it_was_asked_for() {
    here(|ground| async move {
        let (maya, id, [olu, nora, _]) = scene(&ground).await;
        let joint = asks(&ground, &olu, id, Joint::Card, because()).await.unwrap();
        pass(&ground, 31 * MINUTE).await;
        assert_eq!(confirms(&ground, &nora, joint).await.unwrap_err().refusal(), Some("joint-gone"));
        let seen = told(&ground, &maya).await;
        assert_eq!(seen[0].state(ground.clock.now()), State::Lapsed);
        let refused = asks(&ground, &olu, id, Joint::Card, Asking::default()).await.unwrap_err();
        assert_eq!(refused.refusal(), Some("joint-reason-missing"));
    });
}

#[test]
fn a_delay_has_a_date_and_a_reason_and_then_the_member_reads_both() {
    here(|ground| async move {
        let (maya, id, [olu, nora, _]) = scene(&ground).await;
        let now = ground.clock.now();
        let late = |days, reason: &str| Asking {
            delay: Some(Delay { until: now + days * DAY, reason: reason.to_owned() }),
            ..because()
        };
        for (asking, key) in [
            (late(3, ""), "joint-delay-reason-missing"),
            (late(15, "He reads her phone."), "joint-delay-date"),
            (late(0, "He reads her phone."), "joint-delay-date"),
        ] {
            assert_eq!(asks(&ground, &olu, id, Joint::Card, asking).await.unwrap_err().refusal(), Some(key));
        }
        let joint = asks(&ground, &olu, id, Joint::Card, late(3, "He reads her phone.")).await.unwrap();
        confirms(&ground, &nora, joint).await.unwrap();
        pass(&ground, MINUTE).await;
        let unanswered = asks(&ground, &nora, id, Joint::Card, late(3, "He reads her phone.")).await.unwrap();
        pass(&ground, 2 * DAY).await;
        assert!(told(&ground, &maya).await.is_empty());
        pass(&ground, DAY + MINUTE).await;
        let seen = told(&ground, &maya).await;
        assert_eq!(seen.iter().map(|it| it.id).collect::<Vec<_>>(), [unanswered, joint]);
        assert_eq!(seen[1].words.delay, "He reads her phone.");
    });
}

#[test]
fn telling_somebody_without_consent_takes_a_danger_that_is_now_and_two_people() {
    here(|ground| async move {
        let (maya, id, [olu, nora, _]) = scene(&ground).await;
        let refused = asks(&ground, &olu, id, Joint::Contact, because()).await.unwrap_err();
        assert_eq!(refused.refusal(), Some("contact-not-imminent"));
        finds(&ground, &olu, id, Level::Crisis).await;
        let hasty = Asking { tried: String::new(), ..because() };
        let refused = asks(&ground, &olu, id, Joint::Contact, hasty).await.unwrap_err();
        assert_eq!(refused.refusal(), Some("contact-tried-missing"));
        let joint = asks(&ground, &olu, id, Joint::Contact, because()).await.unwrap();
        let by = olu.clone();
        let note = move |tx: &mut db::Tx<'_>| {
            Decided::for_keeper(tx, &by, joint)?.note_outcome(tx, &by, "An ambulance comes.")
        };
        assert_eq!(refusal(&ground, note.clone()).await, "joint-gone", "nobody is told before the second agrees");
        confirms(&ground, &nora, joint).await.unwrap();
        assert_eq!(
            reads(&ground, &olu, joint).await.unwrap_err().refusal(),
            Some("joint-not-alone"),
            "no card opens by it"
        );
        does(&ground, note).await;
        let seen = told(&ground, &maya).await;
        assert_eq!(seen[0].words.outcome, "An ambulance comes.");
        assert_eq!(seen[0].done_by, Some(olu.id));
    });
}

#[test]
fn whoever_no_longer_keeps_people_safe_is_not_the_first_of_two() {
    here(|ground| async move {
        let (_, id, [olu, nora, _]) = scene(&ground).await;
        let wren = person(&ground, "Wren", &[Hat::Administrator]).await;
        let joint = asks(&ground, &olu, id, Joint::Card, because()).await.unwrap();
        let (by, from) = (wren.id, olu.id);
        does(&ground, move |tx| people::hats::withdraw(tx, by, from, Hat::Moderator, "Has left the team.")).await;
        assert_eq!(confirms(&ground, &nora, joint).await.unwrap_err().refusal(), Some("joint-first-gone"));
        let joint = asks(&ground, &nora, id, Joint::Card, because()).await.unwrap();
        assert!(matches!(confirms(&ground, &olu, joint).await, Err(db::Error::NotFound)), "nor the second");
        assert!(matches!(confirms(&ground, &wren, joint).await, Err(db::Error::NotFound)));
    });
}

#[test]
fn a_deleted_card_is_gone_for_whoever_was_reading_it() {
    here(|ground| async move {
        let (maya, id, [olu, nora, _]) = scene(&ground).await;
        let joint = asks(&ground, &olu, id, Joint::Card, because()).await.unwrap();
        confirms(&ground, &nora, joint).await.unwrap();
        let member = maya.clone();
        does(&ground, move |tx| card::delete(tx, &member)).await;
        assert_eq!(reads(&ground, &olu, joint).await.unwrap_err().refusal(), Some("card-none"));
        assert_eq!(asks(&ground, &olu, id, Joint::Card, because()).await.unwrap_err().refusal(), Some("card-none"));
    });
}

#[test]
fn of_many_who_answer_at_once_one_is_the_second_person_and_never_the_first() {
    here(|ground| async move {
        let (_, id, [olu, nora, idris]) = scene(&ground).await;
        for _ in 0..10 {
            let joint = asks(&ground, &olu, id, Joint::Card, because()).await.unwrap();
            let tries = [&olu, &nora, &idris, &olu, &nora, &idris].map(|by| confirms(&ground, by, joint));
            let [a, b, c, d, e, f] = tries;
            let answers: [db::Result<()>; 6] = tokio::join!(a, b, c, d, e, f).into();
            assert_eq!(answers.iter().filter(|it| it.is_ok()).count(), 1);
            assert!(answers[0].is_err() && answers[3].is_err(), "the first is never the second");
        }
    });
}

#[test]
fn the_table_itself_refuses_one_person_twice() {
    here(|ground| async move {
        let (_, id, [olu, ..]) = scene(&ground).await;
        let joint = asks(&ground, &olu, id, Joint::Card, because()).await.unwrap();
        let forced = ground
            .db
            .write(move |tx| tx.execute("UPDATE safety_joints SET confirmed_by = asked_by WHERE id = $1", args![joint]))
            .await;
        assert!(forced.is_err());
    });
}

/// What somebody may try.
#[derive(Clone, Copy, Debug)]
enum Try {
    Ask(usize),
    Confirm(usize, usize),
    Refuse(usize, usize),
    Read(usize, usize),
    Wait(u64),
}

fn tries(people: usize) -> impl Strategy<Value = Vec<Try>> {
    let who = 0..people;
    let one = prop_oneof![
        who.clone().prop_map(Try::Ask),
        (who.clone(), 0..4usize).prop_map(|(who, which)| Try::Confirm(who, which)),
        (who.clone(), 0..4usize).prop_map(|(who, which)| Try::Confirm(who, which)),
        (who.clone(), 0..4usize).prop_map(|(who, which)| Try::Refuse(who, which)),
        (who.clone(), 0..4usize).prop_map(|(who, which)| Try::Read(who, which)),
        (who, 0..4usize).prop_map(|(who, which)| Try::Read(who, which)),
        (1..40u64).prop_map(Try::Wait),
    ];
    prop::collection::vec(one, 1..14)
}

/// What must be true of one, said once more in the plainest way.
#[derive(Clone, Copy)]
struct Model {
    asked: (usize, u64),
    confirmed: Option<(usize, u64)>,
    refused: bool,
}

#[test]
fn no_sequence_by_one_person_ever_opens_a_card_and_two_open_it_exactly_as_the_rule_says() {
    here(|ground| async move {
        let (_, id, [olu, nora, _]) = scene(&ground).await;
        let leo = does(&ground, |tx| people::Profile::called(tx, "Leo", words::AgeBand::Adult)).await.unwrap();
        // The third was worried, keeps people safe too, and has no say in it.
        does(&ground, move |tx| people::hats::grant_first(tx, leo, Hat::Moderator)).await;
        let part = Actor { id: leo, hats: vec![Hat::Moderator], ..nora.clone() };
        let people = [olu, nora, part];
        let mut runner = TestRunner::deterministic();
        let mut opened = BTreeMap::from([(1, 0), (3, 0)]);
        for round in 0..60 {
            let alone = round % 2 == 0;
            let plan = tries(if alone { 1 } else { 3 }).new_tree(&mut runner).unwrap().current();
            let mut now = 0;
            let mut made: Vec<(JointId, Model)> = Vec::new();
            for step in &plan {
                match *step {
                    Try::Wait(minutes) => {
                        now += minutes;
                        ground.clock.pass(u32::try_from(minutes).unwrap() * MINUTE);
                    }
                    Try::Ask(who) => {
                        let asked = asks(&ground, &people[who], id, Joint::Card, because()).await;
                        assert_eq!(asked.is_ok(), who < 2, "{plan:?}");
                        if let Ok(joint) = asked {
                            made.push((joint, Model { asked: (who, now), confirmed: None, refused: false }));
                        }
                    }
                    Try::Confirm(who, which) => {
                        let Some((joint, model)) = made.get_mut(which) else { continue };
                        let (first, at) = model.asked;
                        let may =
                            who < 2 && who != first && model.confirmed.is_none() && !model.refused && now <= at + 30;
                        assert_eq!(confirms(&ground, &people[who], *joint).await.is_ok(), may, "{plan:?}");
                        if may {
                            model.confirmed = Some((who, now));
                        }
                    }
                    Try::Refuse(who, which) => {
                        let Some((joint, model)) = made.get_mut(which) else { continue };
                        let (by, joint) = (people[who].clone(), *joint);
                        let refused =
                            ground.db.write(move |tx| Decided::for_keeper(tx, &by, joint)?.refuse(tx, &by)).await;
                        model.refused |= refused.is_ok();
                        assert!(refused.is_err() || model.confirmed.is_none(), "{plan:?}");
                    }
                    Try::Read(who, which) => {
                        let Some((joint, model)) = made.get(which) else { continue };
                        let may = who < 2
                            && model.confirmed.is_some_and(|(second, at)| {
                                second != model.asked.0 && [second, model.asked.0].contains(&who) && now <= at + 30
                            });
                        let read = reads(&ground, &people[who], *joint).await.is_ok();
                        assert_eq!(read, may, "{plan:?}");
                        assert!(!(alone && read), "{plan:?}");
                        *opened.get_mut(if alone { &1 } else { &3 }).unwrap() += i32::from(read);
                    }
                }
            }
        }
        assert_eq!(opened[&1], 0);
        assert!(opened[&3] > 0, "the rule was tried where it opens too");
    });
}
