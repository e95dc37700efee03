//! Suggestions: by what somebody declared, and nothing else.

use circles::{
    circle::Plan,
    kind::{Audience, CircleId, Joining},
    membership, mine, mute,
    suggest::{self, Reason},
};
use testkit::{Ground, on_both_engines};
use words::{Actor, AgeBand};

use crate::town::*;

async fn suggested(ground: &Ground, actor: &Actor) -> Vec<(CircleId, String)> {
    let actor = actor.clone();
    does(ground, move |tx| {
        let circles = suggest::circles(tx, &actor)?.into_iter();
        Ok(circles
            .map(|(circle, reason)| match reason {
                Reason::Topic(topic) => (circle.id, topic.name),
                Reason::Language(language) => (circle.id, language.name().to_owned()),
            })
            .collect())
    })
    .await
}

async fn carries(ground: &Ground, actor: &Actor, topics: &'static [u16]) {
    let actor = actor.clone();
    does(ground, move |tx| mine::carry(tx, &actor, topics)).await;
}

#[test]
fn a_circle_is_suggested_because_of_what_was_said_and_says_so() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = somebody(&ground, "Maya", &[], AgeBand::Adult, "en,cy").await;
        let sleep = circle(&ground, "Nights", &[9], |_| ()).await;
        circle(&ground, "Money", &[8], |_| ()).await;
        let welsh = circle(&ground, "Nos da", &[8], |it| it.language = "cy".parse().unwrap()).await;
        // Spanish, which she does not speak: a facilitator would read it, she would not.
        assert_eq!(suggested(&ground, &maya).await, [(welsh, "Cymraeg".to_owned())]);
        carries(&ground, &maya, &[9]).await;
        let both = suggested(&ground, &maya).await;
        assert_eq!(both, [(sleep, "Sleep".to_owned()), (welsh, "Cymraeg".to_owned())]);
        // Whoever is in it already needs no suggestion.
        joins(&ground, &maya, sleep).await;
        assert_eq!(suggested(&ground, &maya).await, [(welsh, "Cymraeg".to_owned())]);
        let (me, other) = (maya.clone(), maya.clone());
        does(&ground, move |tx| suggest::turn(tx, &me, false)).await;
        assert!(suggested(&ground, &maya).await.is_empty());
        does(&ground, move |tx| suggest::turn(tx, &other, true)).await;
        assert_eq!(suggested(&ground, &maya).await.len(), 1);
    });
}

#[test]
fn nothing_is_suggested_that_does_not_exist_for_them() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let young = somebody(&ground, "Joni", &[], AgeBand::Older, "en").await;
        carries(&ground, &maya, &[9]).await;
        carries(&ground, &young, &[9]).await;
        let hidden = circle(&ground, "Quiet", &[9], |it| {
            it.joining = Joining::Invitation;
            it.hidden = true;
        })
        .await;
        circle(&ground, "Beside", &[9], |it| it.audience = Audience::Carers).await;
        circle(&ground, "Hola", &[9], |it: &mut Plan| it.topics = vec![3]).await;
        assert!(suggested(&ground, &maya).await.is_empty());
        circle(&ground, "Nights", &[9], |_| ()).await;
        assert_eq!(suggested(&ground, &maya).await.len(), 1);
        assert!(suggested(&ground, &young).await.is_empty());
        assert!(suggested(&ground, &maya).await.iter().all(|(id, _)| *id != hidden));
    });
}

#[test]
fn what_was_muted_asked_or_refused_is_not_suggested() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        carries(&ground, &maya, &[9]).await;
        let asked = circle(&ground, "Nights", &[9], |it| it.joining = Joining::Request).await;
        assert_eq!(suggested(&ground, &maya).await.len(), 1);
        type Hide = fn(&mut db::Tx<'_>, &Actor, CircleId) -> db::Result<()>;
        let hides: [Hide; 3] = [
            |tx, me, _| mute::topic(tx, me, 9, None),
            |tx, me, _| mute::word(tx, me, "nights", None),
            |tx, me, circle| mute::circle(tx, me, circle, None),
        ];
        for hide in hides {
            let me = maya.clone();
            does(&ground, move |tx| hide(tx, &me, asked)).await;
            assert!(suggested(&ground, &maya).await.is_empty());
            let me = maya.clone();
            does(&ground, move |tx| mute::list(tx, &me)?.into_iter().try_for_each(|it| mute::lift(tx, &me, it.id)))
                .await;
        }
        let me = maya.clone();
        does(&ground, move |tx| membership::join(tx, &me, asked, "Please.")).await;
        assert!(suggested(&ground, &maya).await.is_empty());
    });
}
