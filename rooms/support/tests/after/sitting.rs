//! A learner reads along: only where all agreed, only from there on, and never again when it is over.

use std::time::Duration;

use db::{Error, Result, Tx};
use people::{blocks, standing};
use support::{
    conversation::{Conversation, Ending},
    message,
    preference::{self, Learning},
    shadow::Shadow,
    sitting::{self, Sitting},
};
use testkit::{Ground, on_both_engines};
use training::{
    competency::{self, Behaviour, Evidence, Seen},
    course, draft,
    kind::Competency,
    progress, together,
};
use words::{Actor, AgeBand, Hat};

use crate::town::*;

const COURSE: &str = "# Together
id: together
version: 1
about: A small course.

## Part
id: part

### reading: A text
id: a-text
minutes: 1

Words.

### shadow: Sitting in
id: sitting-in
minutes: 60

Look at how they begin.
";

struct People {
    maya: Actor,
    theo: Actor,
    leo: Actor,
    rosa: Actor,
}

/// Maya asks, Theo supports and takes learners along, Leo learns, Rosa keeps people safe.
async fn people(ground: &Ground) -> People {
    let it = People {
        maya: person(ground, "Maya", &[]).await,
        theo: person(ground, "Theo", &[Hat::Supporter]).await,
        leo: person(ground, "Leo", &[Hat::Supporter]).await,
        rosa: person(ground, "Rosa", &[Hat::Supervisor, Hat::SafeguardingLead, Hat::Administrator]).await,
    };
    let (rosa, leo, theo) = (it.rosa.clone(), it.leo.id, it.theo.id);
    does(ground, move |tx| {
        draft::publish_first(tx, &rosa, COURSE)?;
        let published = course::published(tx, "together")?;
        progress::done(tx, leo, &published, "a-text")?;
        preference::set_learning(tx, theo, Learning { takes_learners: true, hears_own: false })
    })
    .await
    .unwrap();
    it
}

fn arrange(tx: &mut Tx<'_>, learner: &Actor, supporter: &Actor) -> Result<()> {
    let id = Shadow::ask(tx, learner, "together", "sitting-in", supporter.id)?;
    Shadow::open_with(tx, supporter, id)?.agree(tx)?;
    Shadow::be_ready(tx, learner)
}

fn say(tx: &mut Tx<'_>, who: &Actor, talk: &Conversation, words: &str) -> Result<()> {
    let id = tx.new_uuid();
    message::say(tx, who, talk.id, id, words).map(drop)
}

/// What the learner can read now, if anything.
fn reads(tx: &mut Tx<'_>, learner: &Actor) -> Result<Option<Vec<String>>> {
    let heard = sitting::heard(tx, learner)?;
    Ok(heard.map(|it| it.messages.into_iter().map(|it| it.words).collect()))
}

/// They talk, everything is arranged, and Maya says yes.
async fn reading_along(ground: &Ground, it: &People) -> Conversation {
    let talk = meet(ground, &it.maya, &it.theo).await;
    let (maya, theo, leo, talking) = (it.maya.clone(), it.theo.clone(), it.leo.clone(), talk.clone());
    does(ground, move |tx| {
        arrange(tx, &leo, &theo)?;
        Sitting::ask(tx, &theo, talking.id)?;
        Sitting::answer(tx, &maya, talking.id, true)
    })
    .await
    .unwrap();
    talk
}

#[test]
fn a_learner_never_gets_what_was_said_before_and_nothing_afterwards() {
    on_both_engines(&migrations(), |ground| async move {
        let it = people(&ground).await;
        let talk = meet(&ground, &it.maya, &it.theo).await;
        does(&ground, move |tx| {
            let (maya, theo, leo) = (&it.maya, &it.theo, &it.leo);
            say(tx, maya, &talk, "Before.")?;
            arrange(tx, leo, theo)?;
            let outside = |tx: &mut Tx<'_>| Conversation::of(tx, leo, talk.id).map(drop);
            assert!(reads(tx, leo)?.is_none(), "nobody was asked");
            Sitting::ask(tx, theo, talk.id)?;
            say(tx, maya, &talk, "Who is that?")?;
            assert!(reads(tx, leo)?.is_none(), "she has not answered");
            assert!(
                matches!(Sitting::answer(tx, leo, talk.id, true), Err(Error::NotFound)),
                "he does not answer for her"
            );
            assert!(matches!(Sitting::answer(tx, theo, talk.id, true), Err(Error::NotFound)), "nor does her supporter");
            Sitting::answer(tx, maya, talk.id, true)?;
            assert_eq!(reads(tx, leo)?.unwrap(), ["talk-note-learner-joined"]);
            say(tx, theo, &talk, "From here on.")?;
            assert_eq!(reads(tx, leo)?.unwrap(), ["talk-note-learner-joined", "From here on."]);
            assert!(matches!(outside(tx), Err(Error::NotFound)), "the conversation is not his");
            let id = tx.new_uuid();
            assert!(message::say(tx, leo, talk.id, id, "Hello.").is_err(), "he does not write");
            assert!(reads(tx, &it.rosa)?.is_none(), "nobody else reads along");
            Sitting::stop(tx, maya, talk.id)?;
            assert!(reads(tx, leo)?.is_none(), "she ended it");
            assert!(Conversation::of(tx, maya, talk.id)?.0.is_open(), "the two go on");
            say(tx, maya, &talk, "Alone again.")?;
            assert!(reads(tx, leo)?.is_none());
            assert!(Sitting::ask(tx, theo, talk.id).is_err(), "nobody is asked twice");
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn a_no_changes_nothing_and_the_end_of_the_conversation_ends_it() {
    on_both_engines(&migrations(), |ground| async move {
        let it = people(&ground).await;
        let nadia = person(&ground, "Nadia", &[]).await;
        let talk = meet(&ground, &it.maya, &it.theo).await;
        let (maya, theo, leo, talking) = (it.maya.clone(), it.theo.clone(), it.leo.clone(), talk.clone());
        does(&ground, move |tx| {
            arrange(tx, &leo, &theo)?;
            Sitting::ask(tx, &theo, talking.id)?;
            Sitting::answer(tx, &maya, talking.id, false)?;
            assert!(reads(tx, &leo)?.is_none());
            assert_eq!(Sitting::answer(tx, &maya, talking.id, true).unwrap_err().refusal(), None, "it was answered");
            assert!(Sitting::ask(tx, &theo, talking.id).is_err());
            talking.end(tx, Ending::Ended, Some(maya.id))
        })
        .await
        .unwrap();
        ground.clock.pass(HOUR);
        let (theo, leo) = (it.theo.clone(), it.leo.clone());
        does(&ground, move |tx| Shadow::be_ready(tx, &leo)).await.unwrap();
        let other = meet(&ground, &nadia, &theo).await;
        let leo = it.leo.clone();
        does(&ground, move |tx| {
            Sitting::ask(tx, &theo, other.id)?;
            Sitting::answer(tx, &nadia, other.id, true)?;
            assert!(reads(tx, &leo)?.is_some());
            other.end(tx, Ending::Ended, Some(theo.id))?;
            assert!(reads(tx, &leo)?.is_none());
            assert!(Shadow::of_learner(tx, leo.id)?.is_some(), "it was too short to count");
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn blocking_suspending_and_stepping_back_end_it_at_once() {
    for how in ["blocked", "suspended", "stepped back"] {
        on_both_engines(&migrations(), |ground| async move {
            let it = people(&ground).await;
            let talk = reading_along(&ground, &it).await;
            does(&ground, move |tx| {
                assert!(reads(tx, &it.leo)?.is_some());
                match how {
                    "blocked" => blocks::block(tx, it.maya.id, it.leo.id)?,
                    "suspended" => {
                        let until = tx.now() + DAY;
                        standing::suspend(tx, it.rosa.id, it.leo.id, until, "For now.").map(drop)?;
                    }
                    _ => support::step_back(tx, it.leo.id)?,
                }
                assert!(reads(tx, &it.leo)?.is_none(), "{how}");
                say(tx, &it.maya, &talk, "Just us.")?;
                assert!(Sitting::of(tx, talk.id)?.is_some_and(|it| it.ended_at.is_some()), "{how}");
                Ok(())
            })
            .await
            .unwrap();
        });
    }
}

#[test]
fn nobody_sits_in_uninvited() {
    on_both_engines(&migrations(), |ground| async move {
        let it = people(&ground).await;
        let ada = person(&ground, "Ada", &[]).await;
        let kit = somebody(&ground, "Kit", &[Hat::Supporter], AgeBand::Older, "en").await;
        let talk = meet(&ground, &it.maya, &it.theo).await;
        does(&ground, move |tx| {
            let published = course::published(tx, "together")?;
            for who in [&ada, &kit] {
                progress::done(tx, who.id, &published, "a-text")?;
                let asked = Shadow::ask(tx, who, "together", "sitting-in", it.theo.id);
                assert_eq!(asked.unwrap_err().refusal(), Some("shadow-not-with-them"), "{}", who.pseudonym);
            }
            let asked = Shadow::ask(tx, &it.leo, "together", "sitting-in", it.rosa.id);
            assert_eq!(asked.unwrap_err().refusal(), Some("shadow-not-with-them"), "she did not say so");
            let id = Shadow::ask(tx, &it.leo, "together", "sitting-in", it.theo.id)?;
            assert!(matches!(Shadow::be_ready(tx, &it.leo), Err(Error::NotFound)), "Theo has not agreed");
            assert!(matches!(Shadow::open_with(tx, &it.leo, id), Err(Error::NotFound)), "Leo does not agree for him");
            assert!(Sitting::ask(tx, &it.theo, talk.id).is_err());
            Shadow::open_with(tx, &it.theo, id)?.agree(tx)?;
            assert!(Sitting::ask(tx, &it.theo, talk.id).is_err(), "Leo is not there");
            Shadow::be_ready(tx, &it.leo)?;
            assert!(matches!(Sitting::ask(tx, &it.maya, talk.id), Err(Error::NotFound)), "Maya asks nobody");
            blocks::block(tx, it.leo.id, it.maya.id)?;
            assert!(Sitting::ask(tx, &it.theo, talk.id).is_err(), "they are apart");
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn whoever_sat_in_long_enough_has_done_it_and_is_rated_for_that_alone() {
    on_both_engines(&migrations(), |ground| async move {
        let it = people(&ground).await;
        let talk = reading_along(&ground, &it).await;
        ground.clock.pass(sitting::LONG_ENOUGH + Duration::from_secs(1));
        does(&ground, move |tx| {
            let (theo, leo) = (&it.theo, &it.leo);
            let seen = [Seen { competency: Competency::Communication, behaviours: vec![Behaviour::BasicOne] }];
            let rate = |tx: &mut Tx<'_>, evidence| competency::rate(tx, theo, leo.id, evidence, &seen, "You waited.");
            assert!(matches!(rate(tx, Evidence::Shadow), Err(Error::NotFound)), "he has not sat in");
            talk.end(tx, Ending::Ended, Some(theo.id))?;
            assert!(together::due(tx, leo.id)?.is_empty());
            assert!(Shadow::of_learner(tx, leo.id)?.is_none());
            assert!(course::finished(tx, leo.id, "together")?.is_some());
            rate(tx, Evidence::Shadow)?;
            assert!(matches!(rate(tx, Evidence::Observed), Err(Error::NotFound)));
            assert!(matches!(competency::rate(tx, leo, theo.id, Evidence::Shadow, &seen, ""), Err(Error::NotFound)));
            Ok(())
        })
        .await
        .unwrap();
    });
}
