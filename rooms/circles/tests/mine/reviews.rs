use circles::{
    review::{self, Check, Verdict},
    story::{State, Story},
};
use testkit::on_both_engines;
use words::Hat;

use crate::town::*;

fn please(check: Check, words: &str) -> Verdict {
    Verdict { fine: vec![], remarks: vec![(check, words.to_owned())], words: String::new() }
}

#[test]
fn only_peers_of_the_same_band_who_did_not_write_it_read_a_story() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[Hat::Facilitator]).await;
        let rosa = person(&ground, "Rosa", &[Hat::Moderator]).await;
        let theo = person(&ground, "Theo", &[Hat::Supporter, Hat::Administrator, Hat::Supervisor]).await;
        let apart = person(&ground, "Adam", &[Hat::Facilitator]).await;
        let (by, whom) = (maya.id, apart.id);
        does(&ground, move |tx| people::blocks::block(tx, by, whom)).await;
        let id = offers(&ground, &maya, writing("The long nights", "It took a year.")).await;
        for asker in [maya, theo, apart] {
            let not_asker = asker.clone();
            assert!(is_hidden(&ground, move |tx| review::reviewable_by(tx, &asker, id)).await);
            does(&ground, move |tx| {
                assert!(review::waiting(tx, &not_asker)?.is_empty());
                assert!(review::show(tx, &not_asker, id, 1, &all_fine()).is_err());
                Ok(())
            })
            .await;
        }
        does(&ground, move |tx| {
            let story = review::reviewable_by(tx, &rosa, id)?;
            assert_eq!(story.by.as_deref(), Some("Maya"));
            assert_eq!(review::waiting(tx, &rosa)?.len(), 1);
            review::show(tx, &rosa, id, story.round, &all_fine())
        })
        .await;
        assert_eq!(finds(&ground, &person(&ground, "Sam", &[]).await).await, ["The long nights"]);
    });
}

#[test]
fn a_story_is_shown_when_every_point_is_fine_and_goes_back_with_words() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let rosa = person(&ground, "Rosa", &[Hat::Moderator]).await;
        let id = offers(&ground, &maya, writing("The long nights", "On the bridge.")).await;
        let (reader, mut most) = (rosa.clone(), all_fine());
        most.fine.pop();
        let key = refusal(&ground, move |tx| review::show(tx, &reader, id, 1, &most)).await;
        assert_eq!(key, "story-check-missing");
        let reader = rosa.clone();
        let key = refusal(&ground, move |tx| review::send_back(tx, &reader, id, 1, &all_fine())).await;
        assert_eq!(key, "story-remark-missing");

        let (reader, author) = (rosa.clone(), maya.clone());
        does(&ground, move |tx| {
            review::send_back(tx, &reader, id, 1, &please(Check::Places, "Please leave out the bridge."))?;
            let story = Story::own(tx, &author, id)?;
            assert_eq!(story.state, State::Back);
            let review = review::last_of(tx, &author, &story)?.expect("a reading");
            assert_eq!(review.verdict.remarks, [(Check::Places, "Please leave out the bridge.".to_owned())]);
            // Nobody but the author reads the remarks.
            assert!(review::last_of(tx, &reader, &story)?.is_none());
            story.change(tx, &writing("The long nights", "By the water."))?;
            Story::own(tx, &author, id)?.offer(tx, &author)
        })
        .await;
        let reader = rosa.clone();
        let key = refusal(&ground, move |tx| review::show(tx, &reader, id, 1, &all_fine())).await;
        assert_eq!(key, "story-changed-since", "what was read the first time is not what is there now");
        does(&ground, move |tx| review::show(tx, &rosa, id, 2, &all_fine())).await;
        assert_eq!(finds(&ground, &maya).await, ["The long nights"]);
    });
}

#[test]
fn a_shown_story_is_changed_out_of_sight_and_read_again() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let theo = person(&ground, "Theo", &[]).await;
        let rosa = person(&ground, "Rosa", &[Hat::Facilitator]).await;
        let id = tells(&ground, &maya, &rosa, writing("The long nights", "It took a year.")).await;
        let author = maya.clone();
        let key =
            refusal(&ground, move |tx| Story::own(tx, &author, id)?.change(tx, &writing("Other", "How to do harm.")));
        assert_eq!(key.await, "story-reopen-first");
        let author = maya.clone();
        does(&ground, move |tx| {
            Story::own(tx, &author, id)?.reopen(tx)?;
            Story::own(tx, &author, id)?.change(tx, &writing("Other", "Other words."))
        })
        .await;
        assert!(finds(&ground, &theo).await.is_empty() && searches(&ground, &theo, "year").await.is_empty());
        let empty = maya.clone();
        let key = refusal(&ground, move |tx| {
            let story = Story::own(tx, &empty, id)?;
            story.change(tx, &writing("Other", "  "))?;
            Story::own(tx, &empty, id)?.offer(tx, &empty)
        });
        assert_eq!(key.await, "story-empty");
    });
}

#[test]
fn of_two_readings_at_the_same_moment_one_counts() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let rosa = person(&ground, "Rosa", &[Hat::Moderator]).await;
        let theo = person(&ground, "Theo", &[Hat::Facilitator]).await;
        for number in 0..8 {
            let id = offers(&ground, &maya, writing(&format!("Story {number}"), "Words.")).await;
            let (one, other) = (rosa.clone(), theo.clone());
            let shown = ground.db.write(move |tx| review::show(tx, &one, id, 1, &all_fine()));
            let back = ground
                .db
                .write(move |tx| review::send_back(tx, &other, id, 1, &please(Check::Help, "Say what helped.")));
            let (shown, back) = tokio::join!(shown, back);
            let lost = match (&shown, &back) {
                (Ok(()), Err(lost)) | (Err(lost), Ok(())) => lost.refusal(),
                both => panic!("one of them counts: {both:?}"),
            };
            assert_eq!(lost, Some("story-read-already"));
            let (author, was_shown) = (maya.clone(), shown.is_ok());
            does(&ground, move |tx| {
                let story = Story::own(tx, &author, id)?;
                assert_eq!(story.state, if was_shown { State::Shown } else { State::Back });
                let readings: i64 =
                    tx.value("SELECT COUNT(*) FROM circles_story_reviews WHERE story_id = $1", db::args![id])?;
                assert_eq!(readings, 1);
                Ok(())
            })
            .await;
        }
    });
}
