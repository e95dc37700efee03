use std::time::Duration;

use db::{Error, Time, args};
use support::{
    alert::{self, AlertKind},
    apart, dispatch,
    duty::Duty,
    feedback::Feedback,
    kind::ConversationId,
    pairing::{Pairing, Rhythm, Stage},
    reflection::Reflection,
    request::Request,
    thanks,
};
use testkit::{Ground, on_both_engines};
use words::{Actor, Hat};
use workforce::{answer::Work, shift::Shift};

use crate::town::*;

async fn says(ground: &Ground, who: &Actor, conversation: ConversationId, feedback: Feedback) -> db::Result<()> {
    let who = who.clone();
    does(ground, move |tx| feedback.give(tx, &who, conversation)).await
}

fn again() -> Feedback {
    Feedback { again: true, ..Feedback::default() }
}

async fn pairing_of(ground: &Ground, who: &Actor) -> Option<Pairing> {
    let who = who.clone();
    does(ground, move |tx| Pairing::all_of(tx, &who)).await.unwrap().into_iter().next()
}

#[test]
fn feedback_is_read_by_supervisors_who_had_no_part_in_it() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let theo = person(&ground, "Theo", &[Hat::Supporter, Hat::Supervisor]).await;
        let rosa = person(&ground, "Rosa", &[Hat::Supervisor]).await;
        let conversation = met(&ground, &maya, &theo).await.id;
        let given = Feedback { overall: Some(8), remark: "It was good to talk.".to_owned(), ..Feedback::default() };
        says(&ground, &maya, conversation, given.clone()).await.unwrap();

        let read = does(&ground, move |tx| Feedback::newest(tx, &rosa, 10)).await.unwrap();
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].feedback, given);
        let own = does(&ground, move |tx| Feedback::newest(tx, &theo, 10)).await.unwrap();
        assert!(own.is_empty(), "a supervisor does not read how their own conversation was");
        let refused = does(&ground, move |tx| Feedback::newest(tx, &maya, 10)).await;
        assert!(matches!(refused, Err(Error::NotFound)));
    });
}

#[test]
fn feedback_outlives_the_transcript_and_stays_within_its_scale() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let rosa = person(&ground, "Rosa", &[Hat::Supervisor]).await;
        let conversation = meet(&ground, &maya, &theo).await;
        let id = conversation.id;
        let early = says(&ground, &maya, id, Feedback { overall: Some(8), ..Feedback::default() }).await;
        assert!(matches!(early, Err(Error::NotFound)), "not while they talk");
        does(&ground, move |tx| conversation.end(tx, support::conversation::Ending::Ended, None)).await.unwrap();
        assert!(says(&ground, &maya, id, Feedback { overall: Some(11), ..Feedback::default() }).await.is_err());
        assert!(says(&ground, &rosa, id, Feedback { overall: Some(5), ..Feedback::default() }).await.is_err());
        says(&ground, &maya, id, Feedback { remark: "Kind.".to_owned(), ..Feedback::default() }).await.unwrap();

        pass(&ground, 31 * DAY).await;
        let read = does(&ground, move |tx| Feedback::newest(tx, &rosa, 10)).await.unwrap();
        assert_eq!(read[0].feedback.remark, "Kind.");
    });
}

#[test]
fn leaving_every_question_out_leaves_no_row() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let conversation = met(&ground, &maya, &theo).await.id;
        says(&ground, &maya, conversation, Feedback::default()).await.unwrap();
        let rows: i64 = does(&ground, |tx| tx.value("SELECT COUNT(*) FROM support_feedback", args![])).await.unwrap();
        assert_eq!(rows, 0);
    });
}

#[test]
fn low_feedback_of_a_member_brings_a_person() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let conversation = met(&ground, &maya, &theo).await.id;
        says(&ground, &theo, conversation, Feedback { overall: Some(1), ..Feedback::default() }).await.unwrap();
        assert!(does(&ground, alert::open).await.unwrap().is_empty(), "the supporter's own is for reading");
        says(&ground, &maya, conversation, Feedback { overall: Some(4), ..Feedback::default() }).await.unwrap();
        assert!(does(&ground, alert::open).await.unwrap().is_empty());
        says(&ground, &maya, conversation, Feedback { overall: Some(3), ..Feedback::default() }).await.unwrap();
        let alerts = does(&ground, alert::open).await.unwrap();
        assert_eq!(
            alerts.iter().map(|it| (it.kind, it.about)).collect::<Vec<_>>(),
            [(AlertKind::LowFeedback, maya.id)]
        );
    });
}

#[test]
fn a_reflection_is_for_its_writer_and_that_it_was_hard_is_told() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let conversation = met(&ground, &maya, &theo).await.id;
        let kept = Reflection { words: "I held my breath.".to_owned(), was_hard: true };
        let (writer, words, asker) = (theo.clone(), kept.clone(), maya.clone());
        does(&ground, move |tx| words.keep(tx, &writer, conversation)).await.unwrap();
        let refused = does(&ground, {
            let words = kept.clone();
            move |tx| words.keep(tx, &asker, conversation)
        })
        .await;
        assert!(matches!(refused, Err(Error::NotFound)));
        assert_eq!(does(&ground, move |tx| Reflection::own(tx, &maya, conversation)).await.unwrap(), None);
        let own = theo.clone();
        assert_eq!(does(&ground, move |tx| Reflection::own(tx, &own, conversation)).await.unwrap(), Some(kept));
        let alerts = does(&ground, alert::open).await.unwrap();
        assert_eq!(alerts.iter().map(|it| (it.kind, it.about)).collect::<Vec<_>>(), [(AlertKind::WasHard, theo.id)]);
    });
}

#[test]
fn thanks_are_given_once_reach_the_supporter_alone_and_not_from_somebody_blocked() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let conversation = met(&ground, &maya, &theo).await.id;
        for words in ["Thank you.", "Thank you again."] {
            let maya = maya.clone();
            does(&ground, move |tx| thanks::give(tx, &maya, conversation, words)).await.unwrap();
        }
        let backwards = theo.clone();
        assert!(does(&ground, move |tx| thanks::give(tx, &backwards, conversation, "You too.")).await.is_err());

        pass(&ground, 31 * DAY).await;
        let reader = theo.clone();
        let received = does(&ground, move |tx| thanks::received(tx, &reader)).await.unwrap();
        assert_eq!(received.iter().map(|it| it.words.as_str()).collect::<Vec<_>>(), ["Thank you."]);
        let asker = maya.clone();
        assert!(does(&ground, move |tx| thanks::received(tx, &asker)).await.unwrap().is_empty());
        does(&ground, move |tx| {
            people::blocks::block(tx, theo.id, maya.id)?;
            assert!(thanks::received(tx, &theo)?.is_empty());
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn never_again_is_obeyed_and_not_told() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let conversation = met(&ground, &maya, &theo).await.id;
        ground.clock.pass(HOUR);
        // A pairing would let them meet again; the wish not to outweighs it.
        says(&ground, &maya, conversation, again()).await.unwrap();
        says(&ground, &theo, conversation, again()).await.unwrap();
        let candidates = async || {
            let (maya, theo) = (maya.clone(), theo.clone());
            does(&ground, move |tx| {
                Duty::of(tx, theo.id)?.expect("on duty").see(tx)?;
                let id = Request::ask(tx, &maya, &ask("en"))?;
                let request = Request::own(tx, &maya, id)?;
                Ok(dispatch::candidates(tx, &request)?.len())
            })
            .await
            .unwrap()
        };
        assert_eq!(candidates().await, 1);
        let by = theo.clone();
        does(&ground, move |tx| apart::never_again(tx, &by, conversation)).await.unwrap();
        assert_eq!(candidates().await, 0);
        let (by, other) = (theo.id, maya.id);
        assert!(does(&ground, move |tx| apart::keeps_away(tx, by, other)).await.unwrap());
        assert!(!does(&ground, move |tx| apart::keeps_away(tx, other, by)).await.unwrap(), "she cannot tell");
    });
}

#[test]
fn a_pairing_needs_both() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let rosa = person(&ground, "Rosa", &[Hat::Supervisor]).await;
        let conversation = met(&ground, &maya, &theo).await.id;
        says(&ground, &maya, conversation, again()).await.unwrap();
        assert!(pairing_of(&ground, &maya).await.is_none(), "one alone is no pairing");
        says(&ground, &theo, conversation, again()).await.unwrap();
        let pairing = pairing_of(&ground, &maya).await.unwrap();
        assert_eq!(pairing.stage, Stage::Begun);
        let id = pairing.id;
        assert!(matches!(does(&ground, move |tx| Pairing::of(tx, &rosa, id)).await, Err(Error::NotFound)));

        let by = maya.clone();
        does(&ground, move |tx| pairing.propose(tx, &by, "To get through the winter.", Rhythm::Weekly, 8))
            .await
            .unwrap();
        let proposed = pairing_of(&ground, &theo).await.unwrap();
        assert_eq!(proposed.stage, Stage::Proposed(maya.id));
        let ends_on = proposed.ends_on.unwrap();
        assert_eq!(ends_on, ground.db.now() + 56 * DAY);

        let agree = async |who: &Actor, ends_on: Time| {
            let (who, pairing) = (who.clone(), proposed.clone());
            does(&ground, move |tx| pairing.agree(tx, &who, ends_on)).await
        };
        assert!(agree(&maya, ends_on).await.is_err(), "nobody agrees to their own proposal");
        assert!(agree(&theo, ends_on + DAY).await.is_err(), "nor to one that was exchanged meanwhile");
        agree(&theo, ends_on).await.unwrap();
        let agreed = pairing_of(&ground, &maya).await.unwrap();
        assert_eq!(agreed.stage, Stage::Agreed);
        let read = agreed.clone();
        assert_eq!(does(&ground, move |tx| read.purpose(tx)).await.unwrap(), "To get through the winter.");

        assert!(!agreed.is_goodbye_time(ground.db.now()));
        pass(&ground, 56 * DAY).await;
        assert!(agreed.is_goodbye_time(ground.db.now()));
        let over = pairing_of(&ground, &theo).await.unwrap();
        assert_eq!(over.stage, Stage::Ended);
        let read = over.clone();
        assert_eq!(does(&ground, move |tx| read.purpose(tx)).await.unwrap(), "To get through the winter.");
        pass(&ground, 30 * DAY).await;
        assert_eq!(does(&ground, move |tx| over.purpose(tx)).await.unwrap(), "", "its key has been destroyed");
    });
}

#[test]
fn who_is_kept_apart_is_not_paired() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let conversation = met(&ground, &maya, &theo).await.id;
        says(&ground, &maya, conversation, again()).await.unwrap();
        let by = theo.clone();
        does(&ground, move |tx| apart::never_again(tx, &by, conversation)).await.unwrap();
        says(&ground, &theo, conversation, again()).await.unwrap();
        assert!(pairing_of(&ground, &maya).await.is_none());
    });
}

#[test]
fn a_pair_talks_when_the_supporter_is_here_and_free() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let conversation = met(&ground, &maya, &theo).await.id;
        says(&ground, &maya, conversation, again()).await.unwrap();
        says(&ground, &theo, conversation, again()).await.unwrap();
        let pairing = pairing_of(&ground, &maya).await.unwrap();
        let (one, other) = (maya.clone(), theo.clone());
        does(&ground, move |tx| {
            pairing.propose(tx, &one, "To go on.", Rhythm::WhenBothCan, 4)?;
            let ends_on = tx.now() + 28 * DAY;
            pairing.agree(tx, &other, ends_on)?;
            Shift::plan(tx, &other, Work::Conversation, tx.now() + HOUR, tx.now() + 2 * HOUR).map(drop)
        })
        .await
        .unwrap();
        let pairing = pairing_of(&ground, &maya).await.unwrap();
        let talk = async |who: &Actor| {
            let (who, pairing) = (who.clone(), pairing.clone());
            does(&ground, move |tx| pairing.talk(tx, &who)).await
        };
        assert_eq!(talk(&maya).await.unwrap_err().refusal(), Some("pairing-not-free"), "he is in his break");

        ground.clock.pass(Duration::from_secs(15 * 60));
        let back = theo.clone();
        does(&ground, move |tx| Duty::of(tx, back.id)?.expect("on duty").see(tx)).await.unwrap();
        assert!(talk(&theo).await.is_err(), "a supporter does not call");
        let begun = talk(&maya).await.unwrap();
        assert_eq!((begun.asker, begun.supporter), (maya.id, theo.id));
        assert_eq!(talk(&maya).await.unwrap().id, begun.id, "twice is once");
        let waits: i64 =
            does(&ground, |tx| tx.value("SELECT COUNT(*) FROM support_requests WHERE matched_at IS NOT NULL", args![]))
                .await
                .unwrap();
        assert_eq!(waits, 1, "a conversation of a pair is no wait that others could hope for");
    });
}
