//! What somebody does not want to see, and whom they must not meet: everywhere that words are shown.

use std::time::Duration;

use circles::{
    circle::Circle,
    kind::{CircleId, Reaction},
    mute::{self, Quiet},
    post, reply,
    thread::{self, Opening, Thread},
};
use db::{Error, Result, Tx};
use testkit::{Ground, on_both_engines};
use words::{Actor, AgeBand};

use crate::{town::*, writing::sees};

/// Titles in every list that somebody may read: a circle's page, what waits for words, what is new in what one follows.
async fn lists(ground: &Ground, who: &Actor, circle: CircleId) -> [Vec<String>; 3] {
    let who = who.clone();
    does(ground, move |tx| {
        let quiet = Quiet::of(tx, &who)?;
        let (latest, _) = Thread::latest(tx, &quiet, circle, None)?;
        let circle = Circle::readable_by(tx, &who, circle)?;
        let waiting = reply::waiting(tx, &who, &quiet, &[circle])?;
        let news = thread::news(tx, &who, &quiet)?;
        Ok([latest, waiting, news].map(|all| {
            let mut titles: Vec<_> = all.into_iter().map(|it| it.thread.title).collect();
            titles.sort();
            titles
        }))
    })
    .await
}

async fn mutes(ground: &Ground, who: &Actor, work: impl Fn(&mut Tx<'_>, &Actor) -> Result<()> + Send + 'static) {
    let who = who.clone();
    does(ground, move |tx| work(tx, &who)).await;
}

#[test]
fn what_is_muted_is_in_no_list_until_it_is_lifted() {
    on_both_engines(&migrations(), |ground| async move {
        let by = pair(&ground, AgeBand::Adult).await;
        let circle = circle(&ground, &by, "Night owls", |_| ()).await;
        let people = [person(&ground, "Maya").await, person(&ground, "Jonas").await, person(&ground, "Leo").await];
        for who in &people {
            joins(&ground, who, circle).await;
        }
        let [maya, jonas, leo] = people;
        let knife = Opening { topics: vec![6], ..opening("The knife drawer", "Words.") };
        let (first, _) = begins(&ground, &jonas, circle, knife).await;
        let (second, _) = begins(&ground, &leo, circle, opening("Tea", "Words.")).await;
        mutes(&ground, &maya, move |tx, who| {
            thread::follow(tx, who.id, first)?;
            thread::follow(tx, who.id, second)
        })
        .await;
        replies(&ground, &leo, second, "Nothing but a knife here.", false).await;
        let all = ["Tea", "The knife drawer"];
        let tea = ["Tea"];
        assert_eq!(lists(&ground, &maya, circle).await, [all, all, all].map(|it| it.map(str::to_owned).to_vec()));
        let until = ground.db.now() + Duration::from_secs(3600);
        let jonas_id = jonas.id;
        type Mute = Box<dyn Fn(&mut Tx<'_>, &Actor) -> Result<()> + Send>;
        let ways: Vec<(&str, Mute)> = vec![
            ("a person", Box::new(move |tx, who| mute::person(tx, who, jonas_id, Some(until)))),
            ("a word", Box::new(move |tx, who| mute::word(tx, who, "KNIFE", Some(until)))),
            ("a topic", Box::new(move |tx, who| mute::topic(tx, who, 6, Some(until)))),
        ];
        for (what, way) in ways {
            mutes(&ground, &maya, way).await;
            let expected = [tea, tea, tea].map(|it| it.map(str::to_owned).to_vec());
            assert_eq!(lists(&ground, &maya, circle).await, expected, "{what}");
            if what == "a word" {
                assert_eq!(sees(&ground, &maya, second).await.unwrap().len(), 1, "the post with the word");
            }
            // Nobody else is concerned.
            assert_eq!(lists(&ground, &by[0], circle).await[0], all);
            mutes(&ground, &maya, |tx, who| {
                for muted in mute::list(tx, who)? {
                    mute::lift(tx, who, muted.id)?;
                }
                Ok(())
            })
            .await;
            assert_eq!(lists(&ground, &maya, circle).await[0], all, "{what}, lifted");
        }
        mutes(&ground, &maya, move |tx, who| mute::circle(tx, who, circle, Some(until))).await;
        let muted = lists(&ground, &maya, circle).await;
        assert!(muted[1].is_empty() && muted[2].is_empty(), "a muted circle keeps quiet: {muted:?}");
        ground.clock.pass(Duration::from_secs(3601));
        assert_eq!(lists(&ground, &maya, circle).await[2], all, "for today is for today");
    });
}

#[test]
fn people_kept_apart_read_nothing_of_one_another() {
    on_both_engines(&migrations(), |ground| async move {
        let by = pair(&ground, AgeBand::Adult).await;
        let circle = circle(&ground, &by, "Night owls", |_| ()).await;
        let people = [person(&ground, "Maya").await, person(&ground, "Jonas").await, person(&ground, "Leo").await];
        for who in &people {
            joins(&ground, who, circle).await;
        }
        let [maya, jonas, leo] = people;
        let (of_maya, _) = begins(&ground, &maya, circle, opening("Of Maya", "Words.")).await;
        let (of_jonas, _) = begins(&ground, &jonas, circle, opening("Of Jonas", "Words.")).await;
        let (of_leo, _) = begins(&ground, &leo, circle, opening("Of Leo", "Words.")).await;
        let jonas_there = replies(&ground, &jonas, of_leo, "From Jonas.", false).await;
        let maya_there = replies(&ground, &maya, of_leo, "From Maya.", false).await;
        let (one, other) = (maya.id, jonas.id);
        does(&ground, move |tx| people::blocks::block(tx, one, other)).await;
        for (who, theirs, post) in [(&maya, of_jonas, jonas_there), (&jonas, of_maya, maya_there)] {
            assert!(sees(&ground, who, theirs).await.is_none(), "{} reads a thread", who.pseudonym);
            assert_eq!(sees(&ground, who, of_leo).await.unwrap().len(), 2, "{} reads a post", who.pseudonym);
            let actor = who.clone();
            let reacts = ground.db.write(move |tx| post::react(tx, &actor, post, Reaction::Hear, true)).await;
            assert!(matches!(reacts, Err(Error::NotFound)));
            assert_eq!(lists(&ground, who, circle).await[0].len(), 2);
        }
        assert_eq!(sees(&ground, &by[0], of_leo).await.unwrap().len(), 3, "whoever looks after it reads everything");
    });
}

#[test]
fn words_without_a_name_do_not_vanish_with_whom_one_mutes_or_blocks() {
    on_both_engines(&migrations(), |ground| async move {
        let by = pair(&ground, AgeBand::Adult).await;
        let circle = circle(&ground, &by, "Night owls", |_| ()).await;
        let people = [person(&ground, "Maya").await, person(&ground, "Jonas").await, person(&ground, "Leo").await];
        for who in &people {
            joins(&ground, who, circle).await;
        }
        let [maya, jonas, leo] = people;
        let mut unnamed = opening("Without a name", "Words.");
        unnamed.words.unnamed = true;
        let (thread, _) = begins(&ground, &jonas, circle, unnamed).await;
        let (of_leo, _) = begins(&ground, &leo, circle, opening("Of Leo", "Words.")).await;
        replies(&ground, &jonas, of_leo, "It was me.", true).await;
        let posts = sees(&ground, &maya, of_leo).await.unwrap();
        assert_eq!((posts[1].by.as_deref(), posts[1].unnamed), (None, true));
        assert_eq!(sees(&ground, &by[0], of_leo).await.unwrap()[1].by.as_deref(), Some("Jonas"));
        assert_eq!(sees(&ground, &jonas, of_leo).await.unwrap()[1].by.as_deref(), Some("Jonas"));
        // Whoever tries everybody in turn learns nothing.
        let (reader, author) = (maya.id, jonas.id);
        mutes(&ground, &maya, move |tx, who| mute::person(tx, who, author, None)).await;
        does(&ground, move |tx| people::blocks::block(tx, reader, author)).await;
        assert_eq!(sees(&ground, &maya, of_leo).await.unwrap().len(), 2);
        assert_eq!(sees(&ground, &maya, thread).await.unwrap().len(), 1);
        assert_eq!(lists(&ground, &maya, circle).await[0], ["Of Leo", "Without a name"]);
        assert_eq!(hits(&ground, &maya, "me").await.len(), 1);
        // Nor does whom the author keeps away.
        let away = leo.id;
        does(&ground, move |tx| people::blocks::block(tx, author, away)).await;
        assert_eq!(sees(&ground, &leo, of_leo).await.unwrap().len(), 2);
        assert_eq!(sees(&ground, &leo, thread).await.unwrap().len(), 1);
        assert_eq!(lists(&ground, &leo, circle).await[0], ["Of Leo", "Without a name"]);
    });
}
