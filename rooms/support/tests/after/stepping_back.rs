//! A supporter steps back to being a member.

use std::sync::Arc;

use db::args;
use support::{
    conversation::{Conversation, Ending},
    duty::Duty,
    feedback::Feedback,
    pairing::{Pairing, Stage},
    request::Request,
};
use testkit::on_both_engines_lending;
use words::Hat;
use workforce::step_back::{self, HandsOn, Span};

use crate::town::{does, meet, met, migrations, person};

/// What this room lends for it.
const HANDS_ON: HandsOn = HandsOn(&[support::step_back]);

#[test]
fn whoever_they_talk_with_is_handed_on_kindly_and_keeps_their_place() {
    on_both_engines_lending(
        &migrations(),
        |options| options.lend(Arc::new(HANDS_ON)),
        |ground| async move {
            let maya = person(&ground, "Maya", &[]).await;
            let theo = person(&ground, "Theodor", &[Hat::Supporter]).await;
            let talk = meet(&ground, &maya, &theo).await;
            let (stepping, supporter) = (theo.clone(), theo.id);
            // She had waited a minute: what was accepted in the moment it was asked is a talk that a keeper began.
            let minute = "UPDATE support_requests SET made_at = made_at - 60000000";
            does(&ground, move |tx| tx.execute(minute, args![])).await.unwrap();
            does(&ground, move |tx| step_back::step_back(tx, &stepping, Span::While)).await.unwrap();
            let (asker, id) = (maya.clone(), talk.id);
            let (ended, live, duty, words) = does(&ground, move |tx| {
                let ended = Conversation::of(tx, &asker, id)?.0.ended_how;
                let live = Request::live_of(tx, asker.id)?;
                let last = "SELECT COUNT(*) FROM support_messages WHERE conversation_id = $1";
                let words: i64 = tx.value(last, args![id])?;
                Ok((ended, live, Duty::of(tx, supporter)?, words))
            })
            .await
            .unwrap();
            assert_eq!(ended, Some(Ending::HandedOn));
            let live = live.expect("she waits for somebody else");
            assert!(live.handed_on && live.made_at < talk.began_at, "with the place that she had");
            assert!(duty.is_none());
            assert_eq!(words, 2, "kind words stand under what was said");
        },
    );
}

#[test]
fn what_they_ask_for_themselves_goes_on() {
    on_both_engines_lending(
        &migrations(),
        |options| options.lend(Arc::new(HANDS_ON)),
        |ground| async move {
            let theo = person(&ground, "Theodor", &[Hat::Supporter]).await;
            let elena = person(&ground, "Elena", &[Hat::Supporter]).await;
            let maya = person(&ground, "Maya", &[]).await;
            // Theo is supported by Elena, and supports Maya; both pairs would like to talk again.
            for (asker, supporter) in [(&theo, &elena), (&maya, &theo)] {
                let past = met(&ground, asker, supporter).await;
                for who in [asker, supporter] {
                    let (who, id) = (who.clone(), past.id);
                    does(&ground, move |tx| {
                        Feedback { overall: Some(8), again: true, ..Feedback::default() }.give(tx, &who, id)
                    })
                    .await
                    .unwrap();
                }
                let resting = supporter.id;
                does(&ground, move |tx| {
                    Duty::of(tx, resting)?.map_or(Ok(()), |it| it.end(tx, support::duty::How::Done))
                })
                .await
                .unwrap();
            }
            let stepping = theo.clone();
            does(&ground, move |tx| step_back::step_back(tx, &stepping, Span::Good)).await.unwrap();
            let (own, supported) = (theo.clone(), maya.clone());
            let (own, supported) = does(&ground, move |tx| {
                let own = Pairing::between(tx, own.id, elena.id)?;
                Ok((own, Pairing::all_of(tx, &supported)?))
            })
            .await
            .unwrap();
            assert!(own.is_some(), "the pairing in which he is supported stays");
            assert_eq!(supported.iter().map(|it| it.stage).collect::<Vec<_>>(), [Stage::Ended]);
        },
    );
}
