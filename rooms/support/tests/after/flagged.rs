//! What comes of something that was not right in a conversation: it is flagged, the two are kept apart, the board shows
//! what is left to do; and nothing of it is left when somebody goes.

use std::time::Duration;

use bus::Bus;
use db::{Error, Result, Tx, Uuid, args};
use jobs::Lease;
use safety::{
    case::{self, Case},
    decision::{self, Verdict},
    flag,
    kind::{Action, CaseId, Reason},
};
use seal::{KeyId, Place, Sealing};
use support::{
    apart,
    board::Board,
    conversation::{Conversation, Ending},
    dispatch,
    duty::Duty,
    feedback::Feedback,
    message,
    note::Note,
    pairing::Pairing,
    request::Request,
    thanks,
};
use testkit::{Ground, on_both_engines, on_both_engines_lending};
use words::{Actor, Hat};

use crate::town::*;

async fn speak(ground: &Ground, who: &Actor, conversation: &Conversation, words: &'static str) {
    let (who, id) = (who.clone(), conversation.id);
    does(ground, move |tx| {
        let message = tx.new_uuid();
        message::say(tx, &who, id, message, words)
    })
    .await
    .unwrap();
}

#[test]
fn evidence_outlives_the_transcript() {
    on_both_engines_lending(&migrations(), lending, |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let rosa = person(&ground, "Rosa", &[Hat::Supervisor]).await;
        let conversation = meet(&ground, &maya, &theo).await;
        speak(&ground, &maya, &conversation, "I feel low.").await;
        speak(&ground, &theo, &conversation, "Pull yourself together.").await;
        let (by, id) = (maya.clone(), conversation.id);
        does(&ground, move |tx| flags(tx, &by, id, Reason::Unkind, "It hurt.")).await.unwrap();

        does(&ground, move |tx| conversation.end(tx, Ending::Ended, None)).await.unwrap();
        pass(&ground, 31 * DAY).await;
        let kept: i64 = does(&ground, |tx| tx.value("SELECT COUNT(*) FROM support_messages", args![])).await.unwrap();
        assert_eq!(kept, 0, "the transcript is gone");
        does(&ground, move |tx| {
            let case = case::queue(tx, &rosa, None)?.0.remove(0);
            let case = Case::for_judge(tx, &rosa, case.id)?;
            assert_eq!(case.about, Some(theo.id));
            let told = flag::of_case(tx, case.id)?;
            assert_eq!((told.len(), told[0].by, told[0].words.as_str()), (1, maya.id, "It hurt."));
            let (_, said) = case.evidence(tx)?.remove(0);
            let said: Vec<_> = said.into_iter().map(|it| (it.by, it.words, it.reported)).collect();
            assert!(said.contains(&("Maya".to_owned(), "I feel low.".to_owned(), false)));
            assert!(said.contains(&("Theo".to_owned(), "Pull yourself together.".to_owned(), true)));
            let late = flags(tx, &maya, id, Reason::Other, "");
            assert_eq!(late.unwrap_err().refusal(), Some("report-erased"));
            Ok(())
        })
        .await
        .unwrap();
    });
}

/// Takes on a case and settles it: nothing was wrong.
fn settles(tx: &mut Tx<'_>, who: &Actor, id: CaseId, answer: String) -> Result<()> {
    Case::for_judge(tx, who, id)?.claim(tx, who)?;
    let verdict = Verdict {
        action: Action::Nothing,
        rule: None,
        part: String::new(),
        reason: "It was a misunderstanding.".to_owned(),
        fit: String::new(),
        days: 0,
        answer,
        next_day: false,
    };
    let held = Case::for_judge(tx, who, id)?;
    decision::decide(tx, who, &held, &verdict).map(drop)
}

#[test]
fn nobody_judges_what_was_flagged_about_themselves_and_one_supervisor_answers() {
    on_both_engines_lending(&migrations(), lending, |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let theo = person(&ground, "Theo", &[Hat::Supporter, Hat::Supervisor]).await;
        let rosa = person(&ground, "Rosa", &[Hat::Supervisor]).await;
        let omar = person(&ground, "Omar", &[Hat::Supervisor]).await;
        let conversation = met(&ground, &maya, &theo).await.id;
        let by = maya.clone();
        does(&ground, move |tx| {
            let first = flags(tx, &by, conversation, Reason::Pushed, "")?;
            assert_eq!(flags(tx, &by, conversation, Reason::Pushed, "")?, first, "twice is once");
            Ok(())
        })
        .await
        .unwrap();
        let id = does(&ground, {
            let (maya, theo, rosa) = (maya.clone(), theo.clone(), rosa.clone());
            move |tx| {
                let case = case::queue(tx, &rosa, None)?.0.remove(0).id;
                assert!(matches!(Case::for_judge(tx, &theo, case), Err(Error::NotFound)));
                assert!(matches!(Case::for_judge(tx, &maya, case), Err(Error::NotFound)), "no hat");
                assert_eq!((Board::now(tx, &theo)?.cases, Board::now(tx, &rosa)?.cases), (0, 1));
                assert!(flag::own(tx, &theo)?.is_empty());
                Ok(case)
            }
        })
        .await
        .unwrap();

        let answers = [rosa, omar].map(|supervisor| {
            let db = ground.db.clone();
            tokio::spawn(async move {
                let words = format!("{} looked at it.", supervisor.pseudonym);
                db.write(move |tx| settles(tx, &supervisor, id, words.clone())).await
            })
        });
        let mut won = 0;
        for answer in answers {
            match answer.await.unwrap() {
                Ok(()) => won += 1,
                Err(error) => assert_eq!(error.refusal(), Some("case-taken")),
            }
        }
        assert_eq!(won, 1);
        let told = does(&ground, move |tx| flag::own(tx, &maya)).await.unwrap();
        assert!(told[0].answer.as_ref().is_some_and(|it| it.ends_with("looked at it.")), "{told:?}");
    });
}

#[test]
fn a_block_ends_the_conversation_with_the_words_of_any_goodbye() {
    on_both_engines(&migrations(), |ground| async move {
        let last_note = async |blocked: bool| {
            let names = if blocked { ("Maya", "Theo") } else { ("Ana", "Ben") };
            let asker = person(&ground, names.0, &[]).await;
            let supporter = person(&ground, names.1, &[Hat::Supporter]).await;
            let conversation = meet(&ground, &asker, &supporter).await;
            does(&ground, move |tx| {
                if blocked {
                    apart::block(tx, &supporter, conversation.id)?;
                    assert!(people::blocks::apart(tx, asker.id, supporter.id)?);
                } else {
                    conversation.end(tx, Ending::Ended, Some(supporter.id))?;
                }
                Duty::of(tx, supporter.id)?.expect("on duty").end(tx, support::duty::How::Done)?;
                let (over, _) = Conversation::of(tx, &asker, conversation.id)?;
                assert!(!over.is_open());
                Ok(message::since(tx, over.id, over.last_seq - 1)?[0].words.clone())
            })
            .await
            .unwrap()
        };
        assert_eq!(last_note(true).await, last_note(false).await);
    });
}

#[test]
fn a_third_person_can_neither_flag_nor_block() {
    on_both_engines_lending(&migrations(), lending, |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let kim = person(&ground, "Kim", &[Hat::Supervisor]).await;
        let conversation = met(&ground, &maya, &theo).await.id;
        does(&ground, move |tx| {
            assert!(matches!(flags(tx, &kim, conversation, Reason::Other, ""), Err(Error::NotFound)));
            assert!(matches!(apart::block(tx, &kim, conversation), Err(Error::NotFound)));
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn the_board_hides_from_a_supervisor_how_their_own_conversation_was() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let theo = person(&ground, "Theo", &[Hat::Supporter, Hat::Supervisor]).await;
        let rosa = person(&ground, "Rosa", &[Hat::Supervisor]).await;
        let conversation = met(&ground, &maya, &theo).await.id;
        does(&ground, move |tx| {
            assert!(Board::now(tx, &rosa)?.is_calm());
            let low = Feedback { overall: Some(0), ..Feedback::default() };
            low.give(tx, &maya, conversation)?;
            assert_eq!(Board::now(tx, &rosa)?.alerts.len(), 1);
            assert!(Board::now(tx, &theo)?.alerts.is_empty());
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn the_board_shows_who_waits_and_who_works() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let ana = person(&ground, "Ana", &[]).await;
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let rosa = person(&ground, "Rosa", &[Hat::Supervisor]).await;
        meet(&ground, &maya, &theo).await;
        does(&ground, move |tx| {
            Request::ask(tx, &ana, &ask("en"))?;
            let board = Board::now(tx, &rosa)?;
            assert_eq!((board.waiting.len(), board.talking.len(), board.on_duty.len(), board.here()), (1, 1, 1, 1));
            assert_eq!((board.talking[0].supporter.as_str(), board.on_duty[0].load), ("Theo", 1));
            assert!(!board.is_calm());
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn an_alert_about_a_long_wait_goes_when_the_wait_ends() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let rosa = person(&ground, "Rosa", &[Hat::Supervisor]).await;
        let asker = maya.clone();
        does(&ground, move |tx| Request::ask(tx, &asker, &ask("en"))).await.unwrap();
        ground.clock.pass(Duration::from_secs(6 * 60));
        does(&ground, move |tx| {
            let request = Request::live_of(tx, maya.id)?.expect("she waits");
            request.see(tx)?;
            dispatch::round(tx, &Lease::new("support.dispatcher", Uuid::from_u128(1), Duration::from_secs(4)))?;
            assert_eq!(Board::now(tx, &rosa)?.alerts.len(), 1);
            request.withdraw(tx)?;
            assert!(Board::now(tx, &rosa)?.is_calm());
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn farewell_leaves_nobody_without_words_and_nothing_of_theirs_to_read() {
    on_both_engines_lending(&migrations(), lending, |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let rosa = person(&ground, "Rosa", &[Hat::Supporter]).await;
        let first = met(&ground, &maya, &theo).await.id;
        does(&ground, {
            let (maya, theo) = (maya.clone(), theo.clone());
            move |tx| {
                let said =
                    Feedback { remark: "Kind.".to_owned(), again: true, overall: Some(9), ..Feedback::default() };
                said.give(tx, &maya, first)?;
                Feedback { again: true, ..Feedback::default() }.give(tx, &theo, first)?;
                thanks::give(tx, &maya, first, "Thank you.")?;
                flags(tx, &maya, first, Reason::Other, "")?;
                Duty::of(tx, theo.id)?.expect("on duty").end(tx, support::duty::How::Done)
            }
        })
        .await
        .unwrap();
        let open = meet(&ground, &maya, &rosa).await;
        speak(&ground, &maya, &open, "Are you there?").await;

        does(&ground, {
            let rosa = rosa.id;
            move |tx| support::farewell(tx, rosa)
        })
        .await
        .unwrap();
        let waiting = does(&ground, move |tx| Request::live_of(tx, maya.id)).await.unwrap();
        assert!(waiting.unwrap().handed_on, "whoever was being supported is handed on");

        does(&ground, {
            let (maya, theo) = (maya.id, theo.clone());
            move |tx| {
                support::farewell(tx, maya)?;
                support::farewell(tx, maya)?;
                support::farewell(tx, theo.id)?;
                tx.destroy_key(KeyId(maya.0))?;
                assert!(Request::live_of(tx, maya)?.is_none());
                assert!(Pairing::all_of(tx, &theo)?.iter().all(|it| it.stage == support::pairing::Stage::Ended));
                Ok(())
            }
        })
        .await
        .unwrap();
        seal::shred(&ground.db, &ground.keyring).await.unwrap();
        let counts: (i64, i64, i64, i64) = does(&ground, |tx| {
            Ok((
                tx.value("SELECT COUNT(*) FROM support_messages", args![])?,
                tx.value("SELECT COUNT(*) FROM support_thanks", args![])?,
                tx.value("SELECT COUNT(*) FROM support_feedback WHERE remark IS NOT NULL", args![])?,
                tx.value("SELECT COUNT(*) FROM support_feedback WHERE overall = 9", args![])?,
            ))
        })
        .await
        .unwrap();
        assert_eq!(counts, (0, 0, 0, 1), "words go, counts stay");
        pass(&ground, 40 * DAY).await;
    });
}

#[test]
fn what_people_write_is_not_stored_as_they_wrote_it() {
    on_both_engines_lending(&migrations(), lending, |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let talk = meet(&ground, &maya, &theo).await;
        speak(&ground, &theo, &talk, "canary-said").await;
        let conversation = talk.id;
        does(&ground, move |tx| talk.end(tx, Ending::Ended, None)).await.unwrap();
        ground.clock.pass(HOUR);
        let note = does(&ground, {
            let (maya, theo) = (maya.clone(), theo.clone());
            move |tx| {
                flags(tx, &maya, conversation, Reason::Other, "canary-flag")?;
                thanks::give(tx, &maya, conversation, "canary-thanks")?;
                Feedback { remark: "canary-remark".to_owned(), ..Feedback::default() }.give(tx, &theo, conversation)?;
                let request = Request::ask(tx, &maya, &ask("en"))?;
                Note::leave(tx, &maya, request, "canary-note")
            }
        })
        .await
        .unwrap();
        let sealed: Vec<Vec<u8>> = does(&ground, |tx| {
            tx.all(
                "SELECT words FROM safety_flags UNION ALL SELECT said FROM safety_evidence
                 UNION ALL SELECT words FROM support_thanks UNION ALL SELECT remark FROM support_feedback
                 UNION ALL SELECT words FROM support_notes",
                args![],
                |row| row.get(0),
            )
        })
        .await
        .unwrap();
        assert_eq!(sealed.len(), 5);
        assert!(sealed.iter().all(|it| !it.windows(6).any(|part| part == b"canary")));
        // And each opens in its own place only.
        let moved = does(&ground, move |tx| {
            let stolen: Vec<u8> = tx.value("SELECT words FROM support_notes", args![])?;
            tx.unseal(KeyId(maya.id.0), Place::new("support_notes", "answer", note.0), &stolen)
        })
        .await;
        assert!(moved.is_err());
    });
}

#[tokio::test]
async fn a_change_of_cover_wakes_the_first_page() {
    let ground = Ground::new(&migrations(), None);
    let bus: &Bus = &ground.bus;
    let mut page = bus.listen(&["support:cover"]);
    let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
    does(&ground, move |tx| Duty::begin(tx, &theo)).await.unwrap();
    assert_eq!(page.next().await, bus::Heard::Frame(words::REFRESH.into()));
}

#[test]
fn whoever_was_spoken_to_unasked_is_never_made_to_wait() {
    on_both_engines_lending(&migrations(), lending, |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let nora = person(&ground, "Nora", &[Hat::Moderator, Hat::Supporter]).await;
        let (by, with) = (nora.clone(), maya.id);
        does(&ground, move |tx| support::place::talk(tx, &by, with)).await.unwrap();
        // "I'm not OK" ends what she is in; her conversations with people who asked are handed on.
        let by = nora.clone();
        does(&ground, move |tx| Duty::not_ok(tx, &by)).await.unwrap();
        let (who, by) = (maya.id, nora.id);
        let (waiting, open) = does(&ground, move |tx| {
            Ok((Request::live_of(tx, who)?.is_some(), Conversation::open_of_supporter(tx, by)?.len()))
        })
        .await
        .unwrap();
        assert_eq!((waiting, open), (false, 0));
    });
}
