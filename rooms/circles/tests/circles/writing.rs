//! What becomes of a post: read first, let through, hidden, changed, taken back; at night, and where nobody is named.

use std::time::Duration;

use circles::{
    circle::Circle,
    kind::{CircleId, Moderation, Night, PostId, Reaction, State, ThreadId},
    measure,
    mute::Quiet,
    post,
    reading::{self, Seen},
    thread::Thread,
    watch,
};
use db::{Error, args};
use safety::{
    decision::Decision,
    flag,
    kind::{Action, Reason},
    spot,
};
use testkit::{Ground, on_both_engines, on_both_engines_lending};
use words::{Actor, AgeBand};

use crate::{joining::is_refused, town::*};

/// The posts of a thread as somebody sees them; nothing when they see no thread.
pub(crate) async fn sees(ground: &Ground, who: &Actor, thread: ThreadId) -> Option<Vec<Seen>> {
    let who = who.clone();
    let seen = ground
        .db
        .read(move |tx| {
            let (thread, circle) = Thread::readable_by(tx, &who, thread)?;
            let quiet = Quiet::of(tx, &who)?;
            reading::in_thread(tx, &who, &circle, &quiet, thread.id, 0)
        })
        .await;
    match seen {
        Ok(page) => Some(page.posts),
        Err(Error::NotFound) => None,
        Err(other) => panic!("{other:?}"),
    }
}

async fn states(ground: &Ground, who: &Actor, thread: ThreadId) -> Vec<State> {
    sees(ground, who, thread).await.unwrap_or_default().iter().map(|it| it.state).collect()
}

/// Something that whoever looks after a circle does.
async fn leads(
    ground: &Ground,
    who: &Actor,
    circle: CircleId,
    work: impl Fn(&mut db::Tx<'_>, &Actor, &Circle) -> db::Result<()> + Send + 'static,
) {
    let who = who.clone();
    does(ground, move |tx| {
        let circle = Circle::facilitated_by(tx, &who, circle)?;
        work(tx, &who, &circle)
    })
    .await;
}

async fn edits(ground: &Ground, who: &Actor, post: PostId, words: &'static str) -> db::Result<()> {
    let who = who.clone();
    ground.db.write(move |tx| post::own(tx, &who, post)?.edit(tx, &who, words)).await
}

#[test]
fn what_is_read_first_is_seen_by_its_author_until_it_is_let_through() {
    on_both_engines(&migrations(), |ground| async move {
        let by = pair(&ground, AgeBand::Adult).await;
        let circle = circle(&ground, &by, "Read first", |plan| plan.moderation = Moderation::Before).await;
        let (maya, jonas) = (person(&ground, "Maya").await, person(&ground, "Jonas").await);
        for who in [&maya, &jonas] {
            joins(&ground, who, circle).await;
        }
        let (thread, first) = begins(&ground, &maya, circle, opening("Up", "Awake.")).await;
        assert_eq!(states(&ground, &maya, thread).await, [State::Held]);
        assert_eq!(states(&ground, &by[0], thread).await, [State::Held]);
        assert_eq!(sees(&ground, &jonas, thread).await.map(|it| it.len()), None);
        leads(&ground, &by[0], circle, move |tx, lead, circle| watch::let_through(tx, lead, circle, first)).await;
        assert_eq!(states(&ground, &jonas, thread).await, [State::Shown]);
        // Nobody reads the words of whoever reads everybody's first.
        replies(&ground, &by[1], thread, "We are here.", false).await;
        assert_eq!(states(&ground, &jonas, thread).await, [State::Shown, State::Shown]);
        let answer = replies(&ground, &jonas, thread, "Me too.", false).await;
        leads(&ground, &by[0], circle, move |tx, lead, circle| watch::let_through(tx, lead, circle, answer)).await;
        // To change the words is no way round it.
        edits(&ground, &jonas, answer, "Something else.").await.unwrap();
        assert_eq!(states(&ground, &maya, thread).await, [State::Shown, State::Shown]);
        assert_eq!(states(&ground, &jonas, thread).await, [State::Shown, State::Shown, State::Held]);
        leads(&ground, &by[1], circle, move |tx, lead, circle| {
            assert_eq!(watch::held(tx, lead, circle)?.len(), 1);
            let before: Vec<_> = post::history(tx, circle, answer)?.into_iter().map(|(words, _)| words).collect();
            assert_eq!(before, ["Me too."]);
            Ok(())
        })
        .await;
        // Whoever began it takes it back: what waits there can still be read by those who look after it.
        let who = maya.clone();
        does(&ground, move |tx| post::own(tx, &who, first)?.withdraw(tx)).await;
        leads(&ground, &by[1], circle, move |tx, lead, circle| {
            assert_eq!(watch::held(tx, lead, circle)?.len(), 1);
            Ok(())
        })
        .await;
    });
}

#[test]
fn what_is_hidden_is_hidden_until_it_is_changed_and_read_or_until_that_is_undone() {
    on_both_engines_lending(&migrations(), lending, |ground| async move {
        let by = pair(&ground, AgeBand::Adult).await;
        let circle = circle(&ground, &by, "Night owls", |_| ()).await;
        let (maya, jonas) = (person(&ground, "Maya").await, person(&ground, "Jonas").await);
        for who in [&maya, &jonas] {
            joins(&ground, who, circle).await;
        }
        let (thread, _) = begins(&ground, &maya, circle, opening("Up", "Awake.")).await;
        let answer = replies(&ground, &jonas, thread, "Too many details.", false).await;
        leads(&ground, &by[0], circle, move |tx, lead, circle| {
            let grounds = grounds(tx, lead, "The details.")?;
            watch::hide(tx, lead, circle, answer, &grounds)?;
            // What is hidden already is not decided twice.
            watch::hide(tx, lead, circle, answer, &grounds)
        })
        .await;
        assert_eq!(states(&ground, &maya, thread).await, [State::Shown]);
        assert_eq!(states(&ground, &jonas, thread).await, [State::Shown, State::Hidden]);
        let who = jonas.clone();
        let told = does(&ground, move |tx| Decision::own(tx, &who)).await;
        assert_eq!((told.len(), told[0].action, told[0].reason.as_str()), (1, Action::Hide, "The details."));
        assert!(told[0].rule.is_some());
        edits(&ground, &jonas, answer, "Fewer.").await.unwrap();
        assert_eq!(states(&ground, &maya, thread).await, [State::Shown]);
        assert_eq!(states(&ground, &by[0], thread).await, [State::Shown, State::Held]);
        let undone = told[0].id;
        leads(&ground, &by[1], circle, move |tx, lead, circle| spot::undo(tx, lead, circle.id.0, undone)).await;
        assert_eq!(states(&ground, &maya, thread).await, [State::Shown, State::Shown]);
    });
}

#[test]
fn what_is_taken_back_is_gone_from_everywhere_at_once() {
    on_both_engines(&migrations(), |ground| async move {
        let by = pair(&ground, AgeBand::Adult).await;
        let circle = circle(&ground, &by, "Night owls", |_| ()).await;
        let (maya, jonas) = (person(&ground, "Maya").await, person(&ground, "Jonas").await);
        for who in [&maya, &jonas] {
            joins(&ground, who, circle).await;
        }
        let (thread, first) = begins(&ground, &maya, circle, noted("Up", "Awake.")).await;
        let answer = replies(&ground, &jonas, thread, "Me too.", false).await;
        assert!(sees(&ground, &maya, thread).await.unwrap()[1].html().contains("Me too."));
        edits(&ground, &jonas, answer, "Me three.").await.unwrap();
        let who = maya.clone();
        does(&ground, move |tx| post::react(tx, &who, answer, Reaction::Hear, true)).await;
        assert_eq!(sees(&ground, &jonas, thread).await.unwrap()[1].heard, [(Reaction::Hear, 1)]);
        assert!(
            sees(&ground, &by[0], thread).await.unwrap()[1].heard.is_empty(),
            "only its author learns what was said"
        );
        let who = jonas.clone();
        does(&ground, move |tx| post::own(tx, &who, answer)?.withdraw(tx)).await;
        assert_eq!(states(&ground, &maya, thread).await, [State::Shown]);
        assert_eq!(states(&ground, &by[0], thread).await, [State::Shown]);
        let who = jonas.clone();
        let left: (Vec<u8>, i64, i64) = does(&ground, move |tx| {
            assert!(matches!(post::own(tx, &who, answer), Err(Error::NotFound)));
            Ok((
                tx.value("SELECT words FROM circles_posts WHERE id = $1", args![answer])?,
                tx.value("SELECT COUNT(*) FROM circles_edits", args![])?,
                tx.value("SELECT COUNT(*) FROM circles_reactions", args![])?,
            ))
        })
        .await;
        assert_eq!(left, (Vec::new(), 0, 0));
        let who = maya.clone();
        does(&ground, move |tx| post::own(tx, &who, first)?.withdraw(tx)).await;
        assert!(sees(&ground, &jonas, thread).await.is_none() && sees(&ground, &maya, thread).await.is_none());
        let lead = by[0].clone();
        let title = does(&ground, move |tx| Ok(Thread::readable_by(tx, &lead, thread)?.0.title)).await;
        assert_eq!(title, "");
    });
}

#[test]
fn who_is_paused_or_gone_changes_no_words_but_takes_them_back() {
    on_both_engines_lending(&migrations(), lending, |ground| async move {
        let by = pair(&ground, AgeBand::Adult).await;
        let circle = circle(&ground, &by, "Night owls", |_| ()).await;
        let maya = person(&ground, "Maya").await;
        joins(&ground, &maya, circle).await;
        let (thread, post) = begins(&ground, &maya, circle, opening("Up", "Awake.")).await;
        let whom = maya.id;
        leads(&ground, &by[0], circle, move |tx, lead, circle| {
            let grounds = grounds(tx, lead, "A rest.")?;
            assert!(matches!(measure::pause(tx, lead, circle, whom, 2, &grounds), Err(Error::Refused(_))), "two days");
            measure::pause(tx, lead, circle, whom, 3, &grounds).map(drop)
        })
        .await;
        is_refused(edits(&ground, &maya, post, "Other.").await, "circle-paused");
        assert_eq!(states(&ground, &maya, thread).await, [State::Shown], "whoever is paused reads");
        ground.clock.pass(Duration::from_secs(3 * 86_400 + 1));
        edits(&ground, &maya, post, "Other.").await.unwrap();
        // Not among those who look after it, nor oneself.
        let (lead, beside) = (by[0].id, by[1].id);
        for whom in [lead, beside] {
            let who = by[0].clone();
            let tried = ground.db.write(move |tx| {
                let circle = Circle::facilitated_by(tx, &who, circle)?;
                let grounds = grounds(tx, &who, "No.")?;
                measure::remove(tx, &who, &circle, whom, &grounds)
            });
            is_refused(tried.await, "measure-not-among-facilitators");
        }
        leads(&ground, &by[0], circle, move |tx, lead, circle| {
            let grounds = grounds(tx, lead, "Enough.")?;
            measure::remove(tx, lead, circle, whom, &grounds).map(drop)
        })
        .await;
        assert!(matches!(edits(&ground, &maya, post, "Worse.").await, Err(Error::NotFound | Error::Refused(_))));
        let who = maya.clone();
        does(&ground, move |tx| post::own(tx, &who, post)?.withdraw(tx)).await;
    });
}

#[test]
fn the_night_of_a_circle_holds_what_is_written_in_it() {
    on_both_engines(&migrations(), |ground| async move {
        let by = pair(&ground, AgeBand::Adult).await;
        let held = circle(&ground, &by, "Held", |plan| plan.night = Night::Hold).await;
        let (maya, jonas) = (person(&ground, "Maya").await, person(&ground, "Jonas").await);
        for who in [&maya, &jonas] {
            joins(&ground, who, held).await;
        }
        let (day, _) = begins(&ground, &maya, held, opening("Day", "Words.")).await;
        assert_eq!(states(&ground, &jonas, day).await, [State::Shown]);
        // Half past eleven in the evening: the clock of the tests begins at eight.
        ground.clock.pass(Duration::from_secs(3 * 3600 + 1800));
        let (night, _) = begins(&ground, &maya, held, opening("Night", "Words.")).await;
        assert_eq!(sees(&ground, &jonas, night).await.map(|it| it.len()), None);
        // Eight in the morning.
        ground.clock.pass(Duration::from_secs(8 * 3600 + 1800));
        let (morning, _) = begins(&ground, &maya, held, opening("Morning", "Words.")).await;
        assert_eq!(states(&ground, &jonas, morning).await, [State::Shown]);
    });
}

#[test]
fn what_enough_people_flag_while_nobody_is_there_waits_to_be_read() {
    on_both_engines_lending(&migrations(), lending, |ground| async move {
        let by = pair(&ground, AgeBand::Adult).await;
        let circle = circle(&ground, &by, "Night owls", |_| ()).await;
        let maya = person(&ground, "Maya").await;
        let mut others = Vec::new();
        for name in ["Jonas", "Leo", "Priya"] {
            others.push(person(&ground, name).await);
        }
        for who in others.iter().chain([&maya]) {
            joins(&ground, who, circle).await;
        }
        let [jonas, leo, priya] = <[Actor; 3]>::try_from(others).unwrap();
        let (loud, post) = begins(&ground, &maya, circle, opening("Loud", "Words.")).await;
        flags(&ground, &jonas, post, "").await;
        flags(&ground, &jonas, post, "").await;
        flags(&ground, &leo, post, "").await;
        assert_eq!(
            states(&ground, &priya, loud).await,
            [State::Shown],
            "two people are two, however often they say it"
        );
        flags(&ground, &priya, post, "").await;
        assert!(sees(&ground, &jonas, loud).await.is_none());
        assert_eq!(states(&ground, &by[0], loud).await, [State::Held]);
        assert_eq!(states(&ground, &maya, loud).await, [State::Held], "its author is told");
        // A flag about what one wrote oneself is none.
        let own = ground.db.write(move |tx| flag::make(tx, &maya, matter(post), Reason::Other, ""));
        is_refused(own.await, "flag-not-yourself");
    });
}
