use circles::membership;
use db::{Error, args};
use gatherings::{
    gathering::Gathering,
    kind::{Answer, Mode, NewsKind, Reminder},
    news::News,
    occurrence::Occurrence,
    plan::AHEAD,
    reminder,
    rule::End,
    seats,
};
use jiff::civil::date;
use testkit::on_both_engines;
use words::Hat;

use crate::town::*;

#[test]
fn a_weekly_gathering_is_planned_ahead_and_goes_on_being_planned() {
    on_both_engines(&migrations(), |ground| async move {
        let place = place(&ground, &[]).await;
        let (_, first) = planned(&ground, &place, weekly(End::Never)).await;
        assert_eq!(first.len(), 12, "twelve weeks ahead");
        does(&ground, gatherings::schedule).await.unwrap();
        until(&ground, first[0].ends_at + DAY * 30).await;
        let (rosa, circle) = (place.rosa.clone(), place.circle);
        let later = does(&ground, move |tx| Occurrence::of_circle(tx, &rosa, circle)).await.unwrap();
        assert_eq!(later.len(), 12, "still twelve weeks ahead");
        assert_eq!(later[0].session, 6);
        assert!(later.last().unwrap().starts_at <= ground.db.now() + AHEAD);
    });
}

#[test]
fn a_course_is_planned_whole_and_its_sessions_are_numbered() {
    on_both_engines(&migrations(), |ground| async move {
        let place = place(&ground, &[]).await;
        let mut course = weekly(End::Count(20));
        course.course = true;
        let (_, sessions) = planned(&ground, &place, course.clone()).await;
        assert_eq!(sessions.iter().map(|it| it.session).collect::<Vec<_>>(), (1..=20).collect::<Vec<_>>());
        course.rule.as_mut().unwrap().end = End::Never;
        let (rosa, circle) = (place.rosa.clone(), place.circle);
        let endless = does(&ground, move |tx| Gathering::make(tx, &rosa, circle, &course)).await;
        assert_eq!(endless.unwrap_err().refusal(), Some("gathering-sessions-missing"));
    });
}

#[test]
fn only_who_looks_after_the_circle_plans_in_it() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let ines = person(&ground, "Ines", &[Hat::Facilitator]).await;
        let place = place(&ground, std::slice::from_ref(&maya)).await;
        for other in [maya, ines] {
            let circle = place.circle;
            let tried = does(&ground, move |tx| Gathering::make(tx, &other, circle, &once())).await;
            assert!(matches!(tried, Err(Error::NotFound)));
        }
    });
}

#[test]
fn what_cannot_take_place_is_not_planned() {
    on_both_engines(&migrations(), |ground| async move {
        let place = place(&ground, &[]).await;
        let wrong = |change: fn(&mut gatherings::gathering::Plan)| {
            let mut plan = once();
            change(&mut plan);
            plan
        };
        for (plan, why) in [
            (wrong(|it| it.minutes = 5), "gathering-minutes-wrong"),
            (wrong(|it| it.capacity = Some(0)), "gathering-capacity-wrong"),
            (wrong(|it| it.starts = date(2026, 11, 22).at(19, 59, 0, 0)), "gathering-when-past"),
            (wrong(|it| it.zone = "Europe/Atlantis".to_owned()), "gathering-zone-unknown"),
            (wrong(|it| it.mode = Mode::InPerson), "gathering-place-missing"),
        ] {
            let (rosa, circle) = (place.rosa.clone(), place.circle);
            let tried = does(&ground, move |tx| Gathering::make(tx, &rosa, circle, &plan)).await;
            assert_eq!(tried.unwrap_err().refusal(), Some(why));
        }
        let by_voice = wrong(|it| it.mode = Mode::Voice);
        let (rosa, circle) = (place.rosa.clone(), place.circle);
        assert!(does(&ground, move |tx| Gathering::make(tx, &rosa, circle, &by_voice)).await.is_err());
    });
}

#[test]
fn a_cancelled_time_is_told_with_its_words_and_is_not_planned_again() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let place = place(&ground, std::slice::from_ref(&maya)).await;
        let (_, times) = planned(&ground, &place, weekly(End::Never)).await;
        let id = times[0].id;
        let rosa = place.rosa.clone();
        does(&ground, move |tx| {
            seats::come(tx, &maya, id)?;
            let occurrence = Occurrence::facilitated_by(tx, &rosa, id)?;
            assert_eq!(
                occurrence.cancel(tx, &rosa, " ").unwrap_err().refusal(),
                Some("gathering-words-missing"),
                "nobody is left without words"
            );
            occurrence.cancel(tx, &rosa, "I am ill. Next week we are here.")?;
            let news = News::unread(tx, &maya)?;
            assert_eq!(news.len(), 1);
            assert_eq!(news[0].kind, NewsKind::Cancelled);
            assert_eq!(news[0].occurrence.words(tx)?.as_deref(), Some("I am ill. Next week we are here."));
            assert!(Occurrence::mine(tx, &maya)?.is_empty());
            assert_eq!(seats::come(tx, &maya, id).unwrap_err().refusal(), Some("gathering-cancelled"));
            News::read(tx, &maya, news[0].id)?;
            assert!(News::unread(tx, &maya)?.is_empty());
            gatherings::schedule(tx)
        })
        .await
        .unwrap();
        until(&ground, ground.db.now() + DAY).await;
        let rosa = place.rosa.clone();
        let ahead = does(&ground, move |tx| Occurrence::of_circle(tx, &rosa, place.circle)).await.unwrap();
        assert!(ahead[0].is_cancelled() && ahead.iter().filter(|it| it.is_cancelled()).count() == 1);
    });
}

#[test]
fn a_moved_time_keeps_who_comes_and_tells_them() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let place = place(&ground, std::slice::from_ref(&maya)).await;
        let (_, times) = planned(&ground, &place, weekly(End::Never)).await;
        let (id, to) = (times[0].id, times[0].starts_at + DAY);
        let rosa = place.rosa.clone();
        does(&ground, move |tx| {
            seats::come(tx, &maya, id)?;
            Occurrence::facilitated_by(tx, &rosa, id)?.shift(tx, &rosa, to, "")?;
            let moved = Occurrence::readable_by(tx, &maya, id)?;
            assert_eq!((moved.starts_at, moved.ends_at), (to, to + HOUR));
            assert_eq!(News::unread(tx, &maya)?[0].kind, NewsKind::Moved);
            assert_eq!(seats::of(tx, id, maya.id)?.unwrap().answer, Answer::Coming);
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn a_change_keeps_the_same_times_and_calls_off_the_others() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let place = place(&ground, std::slice::from_ref(&maya)).await;
        let (gathering, times) = planned(&ground, &place, weekly(End::Never)).await;
        let (first, second) = (times[0].id, times[1].id);
        let rosa = place.rosa.clone();
        does(&ground, move |tx| {
            seats::come(tx, &maya, first)?;
            seats::come(tx, &maya, second)?;
            let mut plan = weekly(End::Never);
            plan.title = "Tea, at another hour".to_owned();
            plan.minutes = 90;
            Gathering::facilitated_by(tx, &rosa, gathering)?.change(tx, &rosa, &plan, "")?;
            let kept = Occurrence::readable_by(tx, &maya, first)?;
            assert_eq!(kept.title, "Tea, at another hour");
            assert_eq!(kept.ends_at.since(kept.starts_at), HOUR + HOUR / 2);
            assert!(News::unread(tx, &maya)?.is_empty(), "the time is the same");

            plan.starts = date(2026, 12, 1).at(19, 0, 0, 0);
            Gathering::facilitated_by(tx, &rosa, gathering)?.change(tx, &rosa, &plan, "We begin a week later.")?;
            let gone = Occurrence::readable_by(tx, &maya, first)?;
            assert!(gone.is_cancelled());
            assert_eq!(gone.words(tx)?.as_deref(), Some("We begin a week later."));
            assert!(!Occurrence::readable_by(tx, &maya, second)?.is_cancelled());
            assert_eq!(seats::of(tx, second, maya.id)?.unwrap().answer, Answer::Coming);

            Gathering::facilitated_by(tx, &rosa, gathering)?.end(tx, &rosa, "Thank you all.")?;
            assert!(Occurrence::mine(tx, &maya)?.is_empty());
            let over = Gathering::facilitated_by(tx, &rosa, gathering)?.change(tx, &rosa, &plan, "");
            assert_eq!(over.unwrap_err().refusal(), Some("gathering-over"));
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn times_that_nobody_spoke_of_go_without_a_trace() {
    on_both_engines(&migrations(), |ground| async move {
        let place = place(&ground, &[]).await;
        let (gathering, _) = planned(&ground, &place, weekly(End::Never)).await;
        let (rosa, circle) = (place.rosa.clone(), place.circle);
        does(&ground, move |tx| {
            let mut plan = weekly(End::Never);
            plan.starts = date(2026, 11, 24).at(20, 0, 0, 0);
            Gathering::facilitated_by(tx, &rosa, gathering)?.change(tx, &rosa, &plan, "")?;
            let ahead = Occurrence::of_circle(tx, &rosa, circle)?;
            assert!(ahead.iter().all(|it| !it.is_cancelled()));
            assert_eq!(ahead.len(), 12);
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn the_place_is_sealed_and_goes_when_all_is_over() {
    on_both_engines(&migrations(), |ground| async move {
        let place = place(&ground, &[]).await;
        let mut plan = once();
        plan.mode = Mode::InPerson;
        plan.place = "Room 2, Mill Lane".to_owned();
        let (_, times) = planned(&ground, &place, plan).await;
        let kept = does(&ground, |tx| {
            tx.first("SELECT place FROM gatherings_series", args![], |row| row.get::<Option<Vec<u8>>>(0))
        });
        let sealed = kept.await.unwrap().unwrap().unwrap();
        assert!(!sealed.windows(4).any(|it| it == b"Mill"), "sealed");
        does(&ground, gatherings::schedule).await.unwrap();
        until(&ground, times[0].ends_at + DAY * 31).await;
        let left = does(&ground, |tx| {
            tx.value::<i64>("SELECT COUNT(*) FROM gatherings_series WHERE place IS NOT NULL", args![])
        });
        assert_eq!(left.await.unwrap(), 0);
    });
}

#[test]
fn somebody_is_reminded_when_they_chose_to_be() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let place = place(&ground, std::slice::from_ref(&maya)).await;
        let (_, times) = planned(&ground, &place, once()).await;
        let (id, starts_at) = (times[0].id, times[0].starts_at);
        let asks = maya.clone();
        let due = move |tx: &mut db::Tx<'_>| {
            let mine = Occurrence::mine(tx, &asks)?;
            Ok(reminder::due(tx, &asks, &mine)?.map(|it| it.id))
        };
        does(&ground, move |tx| seats::come(tx, &maya, id).map(drop)).await.unwrap();
        let mut heard = ground.bus.listen(&[format!("gatherings:member:{}", asks_id(&ground, id).await)]);
        until(&ground, starts_at - HOUR).await;
        assert_eq!(does(&ground, due.clone()).await.unwrap(), None, "nobody is reminded who did not choose it");
        assert!(heard.try_next().is_none());

        ground.clock.set(starts_at - HOUR * 2);
        let (id2, who) = (id, asks_id(&ground, id).await);
        does(&ground, move |tx| {
            tx.execute(
                "INSERT INTO gatherings_preferences (member_id, reminder) VALUES ($1, $2)",
                args![who, Reminder::Hour],
            )?;
            use jobs::Later;
            tx.later("gatherings.remind-hour", id2, starts_at - HOUR)
        })
        .await
        .unwrap();
        assert_eq!(does(&ground, due.clone()).await.unwrap(), None, "two hours before");
        until(&ground, starts_at - HOUR).await;
        assert!(heard.try_next().is_some(), "their page is woken");
        assert_eq!(does(&ground, due.clone()).await.unwrap(), Some(id));
        ground.clock.set(starts_at + HOUR / 6);
        assert_eq!(does(&ground, due).await.unwrap(), None, "it has begun");
    });
}

/// The one member with a place.
async fn asks_id(ground: &testkit::Ground, id: gatherings::kind::OccurrenceId) -> words::MemberId {
    does(ground, move |tx| {
        tx.one("SELECT member_id FROM gatherings_comings WHERE occurrence_id = $1", args![id], |row| row.get(0))
    })
    .await
    .unwrap()
}

#[test]
fn a_circle_that_one_may_not_read_has_no_gatherings() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let kim = person(&ground, "Kim", &[]).await;
        let place = place_that(&ground, &[], |plan| {
            plan.joining = circles::kind::Joining::Invitation;
            plan.hidden = true;
        })
        .await;
        let (rosa, circle, name) = (place.rosa.clone(), place.circle, maya.pseudonym.clone());
        let asks = maya.clone();
        does(&ground, move |tx| {
            let known = circles::circle::Circle::facilitated_by(tx, &rosa, circle)?;
            membership::invite(tx, &rosa, &known, &name)?;
            membership::join(tx, &asks, circle, "").map(drop)
        })
        .await
        .unwrap();
        let (_, times) = planned(&ground, &place, once()).await;
        let id = times[0].id;
        assert!(occurrence(&ground, &maya, id).await.is_ok());
        assert!(matches!(occurrence(&ground, &kim, id).await, Err(Error::NotFound)));
        does(&ground, move |tx| {
            for tried in [
                seats::come(tx, &kim, id).map(drop),
                seats::step_back(tx, &kim, id),
                seats::arrive(tx, &kim, id),
                gatherings::calendar::Feed::one(tx, &kim, id).map(drop),
                Occurrence::of_circle(tx, &kim, circle).map(drop),
                gatherings::learned::Learned::shown(tx, &kim, id).map(drop),
                gatherings::feedback::give(tx, &kim, id, [Some(5); 3]),
            ] {
                assert!(matches!(tried, Err(Error::NotFound)), "{tried:?}");
            }
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn when_a_circle_closes_what_was_planned_in_it_ends() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let place = place(&ground, std::slice::from_ref(&maya)).await;
        let (_, times) = planned(&ground, &place, weekly(End::Never)).await;
        let (id, circle, rosa) = (times[0].id, place.circle, place.rosa.clone());
        let asks = maya.clone();
        does(&ground, move |tx| {
            seats::come(tx, &asks, id)?;
            circles::circle::Circle::facilitated_by(tx, &rosa, circle)?.close(tx)?;
            let made = Gathering::make(tx, &rosa, circle, &once());
            assert_eq!(made.unwrap_err().refusal(), Some("gathering-circle-closed"));
            gatherings::schedule(tx)
        })
        .await
        .unwrap();
        until(&ground, ground.db.now()).await;
        does(&ground, move |tx| {
            assert!(Occurrence::mine(tx, &maya)?.is_empty());
            assert_eq!(News::unread(tx, &maya)?[0].kind, NewsKind::Cancelled);
            Ok(())
        })
        .await
        .unwrap();
    });
}
