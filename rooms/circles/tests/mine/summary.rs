//! The summary that somebody asked for.

use circles::{
    digest::{self, Choice, Digest, Rhythm},
    kind::CircleId,
    mine, mute, post,
    story::Story,
    thread,
};
use testkit::{Ground, on_both_engines};
use words::{Actor, Hat, MemberId, Standing};

use crate::town::*;

const DAILY: Choice = Choice { rhythm: Rhythm::Daily, hour: 9, weekday: 1 };

async fn reads(ground: &Ground, actor: &Actor) -> Option<Digest> {
    let actor = actor.clone();
    does(ground, move |tx| digest::read(tx, &actor)).await
}

async fn asks_for(ground: &Ground, actor: &Actor, choice: Option<Choice>) {
    let actor = actor.clone();
    does(ground, move |tx| digest::choose(tx, &actor, choice)).await;
}

/// What a summary is called that holds these threads and stories.
fn titles(digest: Option<Digest>) -> (Vec<String>, Vec<String>, Vec<String>) {
    let digest = digest.expect("a summary");
    let of = |it: Vec<thread::Listed>| it.into_iter().map(|it| it.thread.title).collect();
    let stories = digest.stories.into_iter().map(|it| it.story.writing.title).collect();
    (of(digest.news), of(digest.waiting), stories)
}

/// Maya is in a circle: her thread was answered by Theo, Sam waits there for words, and Sam's story is about sleep.
struct Evening {
    maya: Actor,
    theo: Actor,
    sam: Actor,
    circle: CircleId,
    answer: circles::kind::PostId,
    story: circles::kind::StoryId,
}

async fn evening(ground: &Ground) -> Evening {
    let maya = person(ground, "Maya", &[]).await;
    let theo = person(ground, "Theo", &[]).await;
    let sam = person(ground, "Sam", &[]).await;
    let rosa = person(ground, "Rosa", &[Hat::Moderator]).await;
    let circle = circle(ground, "Nights", &[9], |_| ()).await;
    for who in [&maya, &theo, &sam] {
        joins(ground, who, circle).await;
    }
    let me = maya.clone();
    does(ground, move |tx| mine::carry(tx, &me, &[9])).await;
    asks_for(ground, &maya, Some(DAILY)).await;
    ground.clock.pass(std::time::Duration::from_secs(60));
    let own = begins(ground, &maya, circle, "My thread", said("Awake.")).await;
    let (me, friend) = (maya.clone(), theo.clone());
    let answer = does(ground, move |tx| {
        thread::read_until(tx, me.id, own, 1)?;
        Ok(post::reply(tx, &friend, own, &said("With you tonight."))?.0)
    })
    .await;
    begins(ground, &sam, circle, "Sam waits", said("Anybody by the harbour?")).await;
    let story = tells(ground, &sam, &rosa, writing("The long nights", "It took a year.")).await;
    Evening { maya, theo, sam, circle, answer, story }
}

fn all() -> (Vec<String>, Vec<String>, Vec<String>) {
    (vec!["My thread".to_owned()], vec!["Sam waits".to_owned()], vec!["The long nights".to_owned()])
}

#[test]
fn nobody_gets_a_summary_who_did_not_ask_and_it_comes_at_its_hour() {
    on_both_engines(&migrations(), |ground| async move {
        let Evening { maya, theo, .. } = evening(&ground).await;
        assert!(reads(&ground, &maya).await.is_none(), "not before its hour");
        pass(&ground, DAY).await;
        assert_eq!(titles(reads(&ground, &maya).await), all());
        assert!(reads(&ground, &theo).await.is_none());
        // Put away, it is gone until the next hour, and old stories do not come twice.
        let me = maya.clone();
        does(&ground, move |tx| digest::put_away(tx, &me)).await;
        assert!(reads(&ground, &maya).await.is_none());
        pass(&ground, DAY).await;
        assert_eq!(titles(reads(&ground, &maya).await).2, Vec::<String>::new());
        asks_for(&ground, &maya, None).await;
        assert!(reads(&ground, &maya).await.is_none());
        pass(&ground, DAY).await;
        assert!(reads(&ground, &maya).await.is_none());
        let sql = "SELECT COUNT(*) FROM jobs WHERE kind = 'circles.digest-due'";
        let planned: i64 = does(&ground, move |tx| tx.value(sql, db::args![])).await;
        assert_eq!(planned, 0);
    });
}

#[test]
fn what_was_taken_back_or_muted_since_is_not_in_it() {
    on_both_engines(&migrations(), |ground| async move {
        let Evening { maya, theo, sam, circle, answer, story } = evening(&ground).await;
        pass(&ground, DAY).await;
        let lifts = || {
            let me = maya.clone();
            does(&ground, move |tx| mute::list(tx, &me)?.into_iter().try_for_each(|it| mute::lift(tx, &me, it.id)))
        };
        let (news, waiting, stories) = all();
        let nothing = Vec::<String>::new;

        let (me, whom) = (maya.clone(), theo.id);
        does(&ground, move |tx| mute::person(tx, &me, whom, None)).await;
        assert_eq!(titles(reads(&ground, &maya).await), (nothing(), waiting.clone(), stories.clone()));
        lifts().await;
        let (me, whom) = (maya.clone(), sam.id);
        does(&ground, move |tx| mute::person(tx, &me, whom, None)).await;
        assert_eq!(titles(reads(&ground, &maya).await), (news.clone(), nothing(), nothing()));
        lifts().await;
        let me = maya.clone();
        does(&ground, move |tx| {
            mute::word(tx, &me, "harbour", None)?;
            mute::word(tx, &me, "tonight", None)?;
            mute::word(tx, &me, "year", None)
        })
        .await;
        assert_eq!(titles(reads(&ground, &maya).await), (nothing(), nothing(), nothing()));
        lifts().await;
        let me = maya.clone();
        does(&ground, move |tx| mute::circle(tx, &me, circle, None)).await;
        assert_eq!(titles(reads(&ground, &maya).await), (nothing(), nothing(), stories));
        lifts().await;
        let me = maya.clone();
        does(&ground, move |tx| mute::topic(tx, &me, 9, None)).await;
        assert_eq!(titles(reads(&ground, &maya).await), (news, waiting.clone(), nothing()));
        lifts().await;
        does(&ground, move |tx| {
            Story::own(tx, &sam, story)?.withdraw(tx)?;
            post::own(tx, &theo, answer)?.withdraw(tx)
        })
        .await;
        assert_eq!(titles(reads(&ground, &maya).await), (nothing(), waiting, nothing()));
    });
}

#[test]
fn it_keeps_quiet_on_hard_dates_and_on_breaks() {
    on_both_engines(&migrations(), |ground| async move {
        let Evening { maya, .. } = evening(&ground).await;
        let rests = |member: MemberId| does(&ground, move |tx| people::standing::take_break(tx, member));
        rests(maya.id).await;
        pass(&ground, DAY).await;
        assert!(reads(&ground, &maya).await.is_none(), "none was made on a break");
        let member = maya.id;
        does(&ground, move |tx| people::standing::come_back(tx, member)).await;
        pass(&ground, DAY).await;
        assert!(reads(&ground, &maya).await.is_some());
        let away = Actor { standing: Standing::OnBreak, ..maya.clone() };
        assert!(reads(&ground, &away).await.is_none());
        let me = maya.clone();
        does(&ground, move |tx| {
            let today = jiff::Timestamp::from_microsecond(tx.now().0).unwrap().in_tz(&me.zone).unwrap();
            let (month, day) = (today.month(), today.day());
            circles::dates::mark(tx, &me, &circles::dates::Marked { month, day, around: 0, label: String::new() })
        })
        .await;
        assert!(reads(&ground, &maya).await.is_none());
        pass(&ground, DAY).await;
        assert!(reads(&ground, &maya).await.is_some(), "nothing was lost");
    });
}
