use circles::{
    kind::Audience,
    mine, mute,
    mute::Quiet,
    shelf::{self, Wanted},
    story::{State, Story},
};
use testkit::on_both_engines;
use words::{AgeBand, Hat};

use crate::town::*;

#[test]
fn a_story_is_its_authors_alone_until_it_was_read() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let theo = person(&ground, "Theo", &[]).await;
        let id = offers(&ground, &maya, writing("The long nights", "It took a year.")).await;
        assert!(finds(&ground, &theo).await.is_empty() && finds(&ground, &maya).await.is_empty());
        assert!(searches(&ground, &theo, "year").await.is_empty());
        assert!(is_hidden(&ground, move |tx| Story::readable_by(tx, &theo, id)).await);
        let own = does(&ground, move |tx| Story::readable_by(tx, &maya, id)).await;
        assert_eq!((own.writing.words.as_str(), own.state), ("It took a year.", State::Offered));
    });
}

#[test]
fn a_withdrawn_story_is_gone_from_everywhere_at_once() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let theo = person(&ground, "Theo", &[]).await;
        let rosa = person(&ground, "Rosa", &[Hat::Moderator]).await;
        let id = tells(&ground, &maya, &rosa, writing("The long nights", "It took a whole year.")).await;
        assert_eq!(finds(&ground, &theo).await, ["The long nights"]);
        assert_eq!(searches(&ground, &theo, "whole years").await, ["The long nights"]);
        let reader = theo.clone();
        does(&ground, move |tx| {
            mine::carry(tx, &reader, &[9])?;
            let quiet = Quiet::of(tx, &reader)?;
            assert_eq!(shelf::like_mine(tx, &reader, &quiet, db::Time(0), 3)?.len(), 1);
            Ok(())
        })
        .await;

        let (author, reader) = (maya.clone(), theo.clone());
        does(&ground, move |tx| {
            Story::own(tx, &author, id)?.withdraw(tx)?;
            let quiet = Quiet::of(tx, &reader)?;
            assert!(shelf::like_mine(tx, &reader, &quiet, db::Time(0), 3)?.is_empty());
            assert!(circles::writing::export(tx, &author)?.is_empty());
            Ok(())
        })
        .await;
        assert!(finds(&ground, &theo).await.is_empty());
        assert!(searches(&ground, &theo, "whole year").await.is_empty());
        for asker in [maya, theo, rosa] {
            assert!(is_hidden(&ground, move |tx| Story::readable_by(tx, &asker, id)).await);
        }
        let rows: i64 = does(&ground, |tx| {
            tx.value(
                "SELECT (SELECT COUNT(*) FROM circles_stories) + (SELECT COUNT(*) FROM circles_story_topics)
                      + (SELECT COUNT(*) FROM circles_story_reviews)",
                db::args![],
            )
        })
        .await;
        assert_eq!(rows, 0);
    });
}

#[test]
fn a_story_never_reaches_another_band_or_side() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let rosa = person(&ground, "Rosa", &[Hat::Facilitator]).await;
        let young = somebody(&ground, "Joni", &[Hat::Facilitator], AgeBand::Older, "en").await;
        let carer = person(&ground, "Cara", &[]).await;
        let (side, both) = (carer.clone(), [young.clone(), carer.clone()]);
        does(&ground, move |tx| {
            for it in &both {
                mine::carry(tx, it, &[9])?;
            }
            mine::take_side(tx, &side, Audience::Carers)
        })
        .await;
        let id = tells(&ground, &maya, &rosa, writing("The long nights", "It took a year.")).await;
        for asker in [young.clone(), carer.clone()] {
            assert!(finds(&ground, &asker).await.is_empty());
            assert!(searches(&ground, &asker, "year").await.is_empty());
            does(&ground, move |tx| {
                let quiet = Quiet::of(tx, &asker)?;
                assert!(shelf::like_mine(tx, &asker, &quiet, db::Time(0), 3)?.is_empty());
                assert!(matches!(Story::readable_by(tx, &asker, id), Err(db::Error::NotFound)));
                assert!(circles::review::waiting(tx, &asker)?.is_empty());
                Ok(())
            })
            .await;
        }
        // And the other way round.
        tells(&ground, &carer, &rosa, writing("Beside him", "I learned to wait.")).await;
        assert_eq!(finds(&ground, &carer).await, ["Beside him"]);
        assert_eq!(finds(&ground, &maya).await, ["The long nights"]);
        // A reader of the other band finds nothing to read for safety either.
        offers(&ground, &maya, writing("Another", "Words.")).await;
        assert!(does(&ground, move |tx| circles::review::waiting(tx, &young)).await.is_empty());
    });
}

#[test]
fn a_story_goes_to_the_side_on_which_its_author_is_when_they_offer_it() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let rosa = person(&ground, "Rosa", &[Hat::Moderator]).await;
        let theo = person(&ground, "Theo", &[]).await;
        let author = maya.clone();
        let id = does(&ground, move |tx| {
            let id = Story::begin(tx, &author, &writing("Beside him", "Words."))?;
            mine::take_side(tx, &author, Audience::Carers)?;
            Story::own(tx, &author, id)?.offer(tx, &author)?;
            Ok(id)
        })
        .await;
        does(&ground, move |tx| circles::review::show(tx, &rosa, id, 1, &all_fine())).await;
        assert!(finds(&ground, &theo).await.is_empty());
        assert_eq!(finds(&ground, &maya).await, ["Beside him"]);
    });
}

#[test]
fn readers_do_not_learn_who_wrote_without_a_name_not_even_by_hiding_people() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let theo = person(&ground, "Theo", &[]).await;
        let rosa = person(&ground, "Rosa", &[Hat::Moderator]).await;
        let unnamed = circles::story::Writing { unnamed: true, ..writing("No name", "Words.") };
        let id = tells(&ground, &maya, &rosa, unnamed).await;
        let named = tells(&ground, &maya, &rosa, writing("With my name", "Words.")).await;
        let (reader, author) = (theo.clone(), maya.id);
        does(&ground, move |tx| {
            assert_eq!(Story::readable_by(tx, &reader, id)?.by, None);
            assert_eq!(Story::readable_by(tx, &reader, named)?.by.as_deref(), Some("Maya"));
            let refused = circles::acquaintance::who_told(tx, &reader, id).expect_err("no name, nobody to hide");
            assert_eq!(refused.refusal(), Some("mute-unnamed"));
            assert_eq!(circles::acquaintance::who_told(tx, &reader, named)?, author);
            mute::person(tx, &reader, author, None)
        })
        .await;
        assert_eq!(finds(&ground, &theo).await, ["No name"]);
        let (by, whom) = (theo.id, maya.id);
        does(&ground, move |tx| people::blocks::block(tx, by, whom)).await;
        assert_eq!(finds(&ground, &theo).await, ["No name"]);
        // Whom the author blocked reads neither.
        does(&ground, move |tx| {
            people::blocks::unblock(tx, by, whom)?;
            people::blocks::block(tx, whom, by)
        })
        .await;
        assert!(finds(&ground, &theo).await.is_empty());
        assert!(searches(&ground, &theo, "words").await.is_empty());
        assert!(is_hidden(&ground, move |tx| Story::readable_by(tx, &theo, id)).await);
    });
}

#[test]
fn what_somebody_muted_is_on_no_shelf() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let theo = person(&ground, "Theo", &[]).await;
        let rosa = person(&ground, "Rosa", &[Hat::Moderator]).await;
        tells(&ground, &maya, &rosa, writing("The long nights", "Then my mother died.")).await;
        type Mute = fn(&mut db::Tx<'_>, &words::Actor, &words::Actor, Option<db::Time>) -> db::Result<()>;
        let mutes: [Mute; 3] = [
            |tx, me, _, until| mute::word(tx, me, "died", until),
            |tx, me, _, until| mute::topic(tx, me, 9, until),
            |tx, me, her, until| mute::person(tx, me, her.id, until),
        ];
        for hide in mutes {
            let (me, her) = (theo.clone(), maya.clone());
            does(&ground, move |tx| {
                mine::carry(tx, &me, &[9])?;
                hide(tx, &me, &her, None)
            })
            .await;
            assert!(finds(&ground, &theo).await.is_empty());
            assert!(searches(&ground, &theo, "mother").await.is_empty());
            let me = theo.clone();
            does(&ground, move |tx| {
                let quiet = Quiet::of(tx, &me)?;
                assert!(shelf::like_mine(tx, &me, &quiet, db::Time(0), 3)?.is_empty());
                for muted in mute::list(tx, &me)? {
                    mute::lift(tx, &me, muted.id)?;
                }
                Ok(())
            })
            .await;
            assert_eq!(finds(&ground, &theo).await, ["The long nights"]);
        }
        // For today means until midnight.
        let me = theo.clone();
        does(&ground, move |tx| {
            let until = circles::dates::end_of_day(tx.now(), &me.zone);
            mute::word(tx, &me, "died", Some(until))
        })
        .await;
        assert!(finds(&ground, &theo).await.is_empty());
        pass(&ground, DAY).await;
        assert_eq!(finds(&ground, &theo).await, ["The long nights"]);
    });
}

#[test]
fn the_shelf_is_turned_page_by_page_by_topic_and_by_language() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let rosa = person(&ground, "Rosa", &[Hat::Moderator]).await;
        for number in 0..23 {
            let mut it = writing(&format!("Story {number}"), "Words.");
            it.topics = vec![if number == 5 { 3 } else { 9 }];
            if number == 6 {
                it.language = "cy".parse().unwrap();
            }
            tells(&ground, &maya, &rosa, it).await;
            ground.clock.pass(std::time::Duration::from_secs(1));
        }
        does(&ground, move |tx| {
            let quiet = Quiet::default();
            let (first, next) = shelf::latest(tx, &maya, &quiet, Wanted::default(), None)?;
            let (second, end) = shelf::latest(tx, &maya, &quiet, Wanted::default(), next)?;
            assert_eq!((first.len(), second.len(), end), (20, 3, None));
            assert_eq!((&*first[0].writing.title, &*second[2].writing.title), ("Story 22", "Story 0"));
            let wanted = Wanted { topic: Some(3), language: None };
            assert_eq!(shelf::latest(tx, &maya, &quiet, wanted, None)?.0[0].writing.title, "Story 5");
            let wanted = Wanted { topic: None, language: Some("cy".parse().unwrap()) };
            assert_eq!(shelf::latest(tx, &maya, &quiet, wanted, None)?.0[0].writing.title, "Story 6");
            Ok(())
        })
        .await;
    });
}
