use db::Error;
use organisation::settings::{DIALS, Settings};
use proptest::prelude::*;
use words::Hat;
use workforce::{
    answer::{Step, Why, Work},
    session::Session,
    shift::Shift,
    supervisor::{Due, Rhythm, Supervised},
};

use crate::town::*;

async fn due(town: &Town) -> Due {
    let theo = town.theo.id;
    town.does(move |tx| {
        let (rhythm, now) = (Rhythm::current(tx)?, tx.now());
        Ok(Supervised::of(tx, theo)?.expect("Theo supports").due(&rhythm, now))
    })
    .await
    .unwrap()
}

async fn talk(town: &Town) {
    let (nora, theo) = (town.nora.clone(), town.theo.id);
    town.does(move |tx| Session::hold_now(tx, &nora, theo)).await.unwrap();
}

async fn turn(town: &Town, name: &'static str, value: u32) {
    let by = town.nora.id;
    let dial = DIALS.iter().find(|it| it.name == name).unwrap();
    town.does(move |tx| Settings::turn(tx, by, &[(dial, value)], "For a test.")).await.unwrap();
}

#[test]
fn overdue_shows_first_and_only_then_keeps_from_beginning() {
    in_town(|town| async move {
        assert!(matches!(due(&town).await, Due::By(_)));
        town.pass(15 * DAY);
        assert!(matches!(due(&town).await, Due::Since(_)), "a fortnight for somebody new");
        assert_eq!(town.why(&town.theo, Work::Conversation, Step::Begin).await, None, "softly at first");
        town.pass(14 * DAY);
        assert!(matches!(due(&town).await, Due::TooLong(_)));
        for step in [Step::Plan, Step::Begin] {
            for work in Work::ALL {
                assert_eq!(town.why(&town.theo, *work, step).await, Some(Why::Supervision));
            }
        }
        assert_eq!(town.why(&town.theo, Work::Conversation, Step::Take).await, None, "what they began goes on");
        talk(&town).await;
        assert_eq!(town.why(&town.theo, Work::Conversation, Step::Begin).await, None);
    });
}

#[test]
fn after_three_months_they_talk_once_a_month() {
    in_town(|town| async move {
        town.pass(92 * DAY);
        talk(&town).await;
        town.pass(29 * DAY);
        assert!(matches!(due(&town).await, Due::By(_)));
        town.pass(2 * DAY);
        assert!(matches!(due(&town).await, Due::Since(_)));
    });
}

#[test]
fn whoever_judges_what_is_noticed_is_looked_after_too() {
    in_town(|town| async move {
        let ada = town.somebody("Ada", &[Hat::Moderator]).await;
        let lea = town.somebody("Lea", &[Hat::SafeguardingLead]).await;
        let wren = town.somebody("Wren", &[Hat::Administrator]).await;
        town.settle().await;
        assert_eq!([town.by(&ada).await, town.by(&lea).await], [Some(town.nora.id), Some(town.nora.id)]);
        assert_eq!(town.by(&wren).await, None, "she keeps settings");
        assert_eq!(town.by(&town.nora).await, None, "she only supervises");
        let planned = {
            let ada = ada.clone();
            town.does(move |tx| {
                let at = tx.now() + 27 * DAY;
                Shift::plan(tx, &ada, Work::Moderation, at, at + DAY)
            })
        };
        planned.await.unwrap();
        town.pass(27 * DAY + HOUR);
        assert_eq!(town.why(&ada, Work::Moderation, Step::Plan).await, None, "softly at first");
        town.pass(2 * DAY);
        for step in [Step::Plan, Step::Begin] {
            assert_eq!(town.why(&ada, Work::Moderation, step).await, Some(Why::Supervision));
        }
        assert_eq!(town.why(&ada, Work::Moderation, Step::Take).await, None, "never from what cannot wait");
        let on_call = {
            let ada = ada.clone();
            town.does(move |tx| Shift::begin_on_call(tx, &ada, tx.now() + HOUR)).await
        };
        assert_eq!(on_call.unwrap_err().refusal(), Some("bar-supervision"));
        let (nora, member) = (town.nora.clone(), ada.id);
        town.does(move |tx| Session::hold_now(tx, &nora, member)).await.unwrap();
        town.does(move |tx| Shift::begin_on_call(tx, &ada, tx.now() + HOUR)).await.unwrap();
    });
}

#[test]
fn whoever_is_on_call_already_stays_so() {
    in_town(|town| async move {
        let ada = town.somebody("Ada", &[Hat::Moderator]).await;
        town.settle().await;
        town.pass(28 * DAY - HOUR);
        town.does(move |tx| Shift::begin_on_call(tx, &ada, tx.now() + 6 * HOUR)).await.unwrap();
        town.pass(3 * HOUR);
        let on_call = town.does(workforce::shift::on_call).await.unwrap();
        assert_eq!(on_call.len(), 1, "it became too long in the middle of it");
    });
}

#[test]
fn two_look_after_each_other_only_until_a_third_has_room() {
    in_town(|town| async move {
        let both: &[Hat] = &[Hat::Supporter, Hat::Supervisor];
        let rosa = town.somebody("Rosa", both).await;
        let idris = town.somebody("Idris", both).await;
        let nora = town.nora.id;
        town.does(move |tx| tx.execute("DELETE FROM people_hats WHERE member = $1", db::args![nora])).await.unwrap();
        town.settle().await;
        assert_eq!(town.by(&rosa).await, Some(idris.id), "better each other than nobody");
        assert_eq!(town.by(&idris).await, Some(rosa.id));
        town.settle().await;
        assert_eq!(town.by(&rosa).await, Some(idris.id), "and nothing changes from one hour to the next");
        let mina = town.somebody("Mina", both).await;
        town.settle().await;
        let hands = [(&rosa, town.by(&rosa).await), (&idris, town.by(&idris).await), (&mina, town.by(&mina).await)];
        for (who, by) in &hands {
            let by = by.expect("everybody has somebody");
            assert_ne!(by, who.id, "nobody looks after themselves");
            let back = hands.iter().find(|(it, _)| it.id == by).and_then(|(_, by)| *by);
            assert_ne!(back, Some(who.id), "a circle of three, no two who only have each other");
        }
    });
}

#[test]
fn where_nobody_else_could_talk_with_them_nothing_is_kept_from_them() {
    in_town(|town| async move {
        let alone = town.somebody("Mina", &[Hat::Supporter]).await;
        town.settle().await;
        let nora = town.nora.id;
        town.does(move |tx| tx.execute("DELETE FROM people_hats WHERE member = $1", db::args![nora])).await.unwrap();
        town.settle().await;
        assert_eq!(town.by(&alone).await, None);
        town.pass(60 * DAY);
        assert_eq!(town.why(&alone, Work::Conversation, Step::Begin).await, None);
        let both = town.somebody("Rosa", &[Hat::Supporter, Hat::Supervisor]).await;
        town.settle().await;
        assert_eq!(town.by(&alone).await, Some(both.id));
        assert_eq!(town.why(&alone, Work::Conversation, Step::Begin).await, Some(Why::Supervision));
        assert_eq!(town.by(&both).await, None, "nobody looks after themselves");
        town.pass(60 * DAY);
        assert_eq!(town.why(&both, Work::Conversation, Step::Begin).await, None);
    });
}

#[test]
fn nobody_looks_after_more_people_than_one_may() {
    in_town(|town| async move {
        turn(&town, "supervision-people", 2).await;
        let kofi = town.somebody("Kofi", &[Hat::Supporter]).await;
        town.settle().await;
        town.pass(HOUR);
        let elena = town.somebody("Elena", &[Hat::Facilitator]).await;
        town.settle().await;
        assert_eq!(town.by(&kofi).await, Some(town.nora.id));
        assert_eq!(town.by(&elena).await, None, "Nora has two");
        let (nora, elena_id) = (town.nora.clone(), elena.id);
        let full = town.does(move |tx| Supervised::take_on(tx, &nora, elena_id)).await;
        assert!(matches!(full, Err(Error::Refused(_))), "{full:?}");
        let idris = town.somebody("Idris", &[Hat::Supervisor]).await;
        town.settle().await;
        assert_eq!(town.by(&elena).await, Some(idris.id));
        // Somebody else, please: from a full hand into one with room, never the other way round.
        let theo = town.theo.clone();
        town.does(move |tx| Supervised::another(tx, &theo)).await.unwrap();
        assert_eq!(town.by(&town.theo).await, Some(idris.id));
        let (nora, kofi_id, to) = (town.nora.clone(), kofi.id, idris.id);
        let full = town.does(move |tx| Supervised::hand_on(tx, &nora, kofi_id, to)).await;
        assert!(matches!(full, Err(Error::Refused(_))), "Idris has two");
    });
}

#[test]
fn whoever_steps_back_is_not_held_and_begins_anew_when_they_return() {
    in_town(|town| async move {
        let theo = town.theo.id;
        town.pass(40 * DAY);
        town.does(move |tx| tx.execute("DELETE FROM people_hats WHERE member = $1", db::args![theo])).await.unwrap();
        town.settle().await;
        assert_eq!(town.by(&town.theo).await, None);
        town.does(move |tx| people::hats::grant_first(tx, theo, Hat::Supporter)).await.unwrap();
        town.settle().await;
        assert!(matches!(due(&town).await, Due::By(_)));
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// However people come, go and ask for somebody else: nobody looks after themselves or after too many, nobody waits
    /// while there is room, and two look after each other only where no third has room.
    #[test]
    fn every_supporter_has_somebody_as_far_as_there_is_room(
        most in 1_u32..4,
        steps in prop::collection::vec((0_u8..4, 0_usize..8), 1..24),
    ) {
        in_town(move |town| {
            let steps = steps.clone();
            async move {
                turn(&town, "supervision-people", most).await;
                let mut people = vec![town.theo.clone(), town.nora.clone()];
                for (step, which) in steps {
                    let who = people[which % people.len()].clone();
                    let (name, count) = (format!("Helper {}", people.len()), people.len());
                    match step {
                        0 => {
                            let hats: &[Hat] = if count.is_multiple_of(3) { &[Hat::Supporter, Hat::Supervisor] } else { &[Hat::Supporter] };
                            people.push(town.does(move |tx| joins(tx, &name, hats)).await.unwrap());
                        }
                        1 => drop(town.does(move |tx| Supervised::another(tx, &who)).await),
                        2 => {
                            let taken = "DELETE FROM people_hats WHERE member = $1 AND hat = 'supervisor'";
                            town.does(move |tx| tx.execute(taken, db::args![who.id])).await.unwrap();
                        }
                        _ => town.pass(DAY),
                    }
                    town.settle().await;
                    let all: Vec<Supervised> = town.does({
                        let people = people.clone();
                        move |tx| {
                            let all = people.iter().map(|it| Supervised::of(tx, it.id));
                            Ok(all.collect::<db::Result<Vec<_>>>()?.into_iter().flatten().collect())
                        }
                    }).await.unwrap();
                    for it in &all {
                        assert_ne!(it.supervisor, Some(it.member), "after oneself");
                        let by = all.iter().find(|other| Some(other.member) == it.supervisor);
                        if by.is_some_and(|by| by.supervisor == Some(it.member)) {
                            let member = it.member;
                            let free = town.does(move |tx| workforce::supervisor::with_room(tx, member)).await.unwrap();
                            let back = |id| all.iter().any(|it| it.member == id && it.supervisor == Some(member));
                            assert!(free.into_iter().all(back), "each after the other, and a third has room");
                        }
                        let of_same = all.iter().filter(|other| it.supervisor.is_some() && other.supervisor == it.supervisor).count();
                        assert!(of_same <= most as usize, "{of_same} of at most {most}");
                        if it.supervisor.is_none() {
                            let member = it.member;
                            let free = town.does(move |tx| workforce::supervisor::with_room(tx, member)).await.unwrap();
                            assert_eq!(free, [], "somebody waits while there is room");
                        }
                    }
                }
            }
        });
    }
}

#[test]
fn nobody_is_looked_after_by_somebody_with_whom_they_are_kept_apart() {
    in_town(|town| async move {
        let idris = town.somebody("Idris", &[Hat::Supervisor]).await;
        let (theo, nora) = (town.theo.id, town.nora.id);
        assert_eq!(town.by(&town.theo).await, Some(nora));
        town.does(move |tx| people::blocks::block(tx, theo, nora)).await.unwrap();
        town.settle().await;
        assert_eq!(town.by(&town.theo).await, Some(idris.id), "it is looked for again within the hour");
        let idris = idris.id;
        town.does(move |tx| people::blocks::block(tx, idris, theo)).await.unwrap();
        town.settle().await;
        assert_eq!(town.by(&town.theo).await, None);
        town.pass(60 * DAY);
        assert_eq!(town.why(&town.theo, Work::Conversation, Step::Begin).await, None, "nobody could talk with him");
    });
}

#[test]
fn whoever_looks_after_both_others_has_one_of_them_and_it_stays_so() {
    in_town(|town| async move {
        let both: &[Hat] = &[Hat::Supporter, Hat::Supervisor];
        let [rosa, idris, mina] =
            [town.somebody("Rosa", both).await, town.somebody("Idris", both).await, town.somebody("Mina", both).await];
        let nora = town.nora.id;
        town.does(move |tx| tx.execute("DELETE FROM people_hats WHERE member = $1", db::args![nora])).await.unwrap();
        let hands = [(rosa.id, idris.id), (idris.id, rosa.id), (mina.id, rosa.id)];
        town.does(move |tx| {
            hands.into_iter().try_for_each(|(member, by)| {
                let give = "UPDATE workforce_supervised SET supervisor_id = $2 WHERE member_id = $1";
                tx.execute(give, db::args![member, by]).map(drop)
            })
        })
        .await
        .unwrap();
        town.settle().await;
        let by = town.by(&rosa).await;
        town.settle().await;
        assert!(by.is_some() && town.by(&rosa).await == by, "nobody changes hands every hour");
    });
}
