//! Taking a course: where one goes on, what counts, and what a new version leaves as it is.

use training::{course, draft, progress, reflection, signature};

use crate::town::*;

#[test]
fn a_learner_goes_on_where_she_was_and_finishes_with_the_last_activity_that_counts() {
    in_town(|town| async move {
        let published = town.publish(&readings("a", 1, &["one", "two", "three"], "")).await;
        let lena = town.lena.id;
        let next = |town: &Town| {
            let (db, published) = (town.ground.db.clone(), published.clone());
            async move {
                let progress = db.read(move |tx| progress::of(tx, lena, "a")).await.unwrap();
                progress.next(&published.course).map(|it| it.id.clone())
            }
        };
        assert_eq!(next(&town).await.as_deref(), Some("one"), "before she has begun");
        let it = published.clone();
        town.write(move |tx| progress::open(tx, lena, &it, "two")).await;
        assert_eq!(next(&town).await.as_deref(), Some("two"), "where she was");
        let it = published.clone();
        town.write(move |tx| progress::done(tx, lena, &it, "two")).await;
        assert_eq!(next(&town).await.as_deref(), Some("three"), "what comes after");
        let it = published.clone();
        town.write(move |tx| progress::done(tx, lena, &it, "three")).await;
        assert_eq!(next(&town).await.as_deref(), Some("one"), "what she left out");
        assert_eq!(town.write(move |tx| course::finished(tx, lena, "a")).await, None);
        let it = published.clone();
        town.write(move |tx| progress::done(tx, lena, &it, "one")).await;
        assert_eq!(next(&town).await, None);
        let finished = town.write(move |tx| course::finished(tx, lena, "a")).await;
        assert_eq!(finished, Some(town.ground.db.now()));
        // Done again is done once.
        town.ground.clock.pass(DAY);
        let it = published.clone();
        town.write(move |tx| progress::done(tx, lena, &it, "one")).await;
        assert_eq!(town.write(move |tx| course::finished(tx, lena, "a")).await, finished);
        let leo = town.leo.id;
        assert_eq!(town.write(move |tx| course::finished(tx, leo, "a")).await, None, "hers is not his");
    });
}

#[test]
fn what_was_done_stays_done_in_a_new_version_and_what_was_finished_stays_finished() {
    in_town(|town| async move {
        let first = town.publish(&readings("a", 1, &["one", "two"], "")).await;
        let (lena, leo) = (town.lena.id, town.leo.id);
        let it = first.clone();
        town.write(move |tx| {
            progress::done(tx, lena, &it, "one")?;
            progress::done(tx, leo, &it, "one")?;
            progress::done(tx, leo, &it, "two")
        })
        .await;
        let second = town.publish(&readings("a", 2, &["new", "one", "two"], "")).await;
        assert_eq!(second.course.version, 2);
        let hers = town.write(move |tx| progress::of(tx, lena, "a")).await;
        assert!(hers.has("one"));
        assert_eq!(hers.count(&second.course), (1, 3));
        assert_eq!(hers.next(&second.course).unwrap().id, "two", "on from where she was");
        let his = town.write(move |tx| progress::of(tx, leo, "a")).await;
        assert!(his.is_finished(town.ground.db.now()) && !his.is_whole(&second.course));
        assert_eq!(his.finish.unwrap().version, 1);
        // A version that asks for less is finished by whoever has done all of it.
        let third = town.publish(&readings("a", 3, &["one"], "")).await;
        let it = third.clone();
        assert!(town.write(move |tx| progress::settle(tx, lena, &it)).await);
        let it = third.clone();
        assert!(!town.write(move |tx| progress::settle(tx, lena, &it)).await, "once");
        // The version that she read is there as it was.
        let old = town.write(|tx| course::version(tx, "a", 1)).await;
        assert_eq!(old.course, first.course);
    });
}

#[test]
fn a_course_that_expires_is_taken_anew_and_nothing_done_before_counts() {
    in_town(|town| async move {
        let published = town.publish(&readings("a", 1, &["one", "two"], "expires: 100\n")).await;
        let lena = town.lena.id;
        let take = |town: &Town| {
            let (db, it) = (town.ground.db.clone(), published.clone());
            async move {
                db.write(move |tx| {
                    progress::done(tx, lena, &it, "one")?;
                    progress::done(tx, lena, &it, "two")
                })
                .await
                .unwrap();
            }
        };
        take(&town).await;
        let it = published.clone();
        assert_eq!(town.refused(move |tx| progress::begin_anew(tx, lena, &it)).await, "course-not-anew");
        town.ground.clock.pass(60 * DAY);
        assert!(town.write(move |tx| course::finished(tx, lena, "a")).await.is_some());
        town.ground.clock.pass(40 * DAY);
        assert_eq!(town.write(move |tx| course::finished(tx, lena, "a")).await, None);
        let it = published.clone();
        town.write(move |tx| progress::begin_anew(tx, lena, &it)).await;
        let progress = town.write(move |tx| progress::of(tx, lena, "a")).await;
        assert_eq!(progress.count(&published.course), (0, 2));
        assert!(!progress.may_begin_anew(town.ground.db.now()), "once is enough");
        town.ground.clock.pass(DAY);
        take(&town).await;
        assert_eq!(town.write(move |tx| course::finished(tx, lena, "a")).await, Some(town.ground.db.now()));
    });
}

#[test]
fn what_comes_first_comes_first_and_what_is_gone_is_not_asked_for() {
    in_town(|town| async move {
        let first = town.publish(&readings("a", 1, &["one"], "")).await;
        let second = town.publish(&readings("b", 1, &["one"], "needs: a\n")).await;
        let (lena, leo, wren) = (town.lena.id, town.leo.id, town.wren.clone());
        let it = second.clone();
        assert_eq!(town.refused(move |tx| progress::done(tx, lena, &it, "one")).await, "course-needs-first");
        let it = second.clone();
        assert_eq!(town.refused(move |tx| progress::open(tx, lena, &it, "one")).await, "course-needs-first");
        let (before, after) = (first.clone(), second.clone());
        town.write(move |tx| {
            progress::done(tx, lena, &before, "one")?;
            progress::done(tx, lena, &after, "one")
        })
        .await;
        // What nobody can take any more does not stand in anybody's way.
        town.write(move |tx| course::retire(tx, &wren, "a")).await;
        let it = second.clone();
        town.write(move |tx| progress::done(tx, leo, &it, "one")).await;
        let retired = town.write(|tx| course::published(tx, "a")).await;
        let error = town.ground.db.write(move |tx| progress::open(tx, leo, &retired, "one")).await.unwrap_err();
        assert!(matches!(error, db::Error::NotFound), "nobody new begins it");
        let goes_on = town.write(|tx| course::published(tx, "a")).await;
        town.write(move |tx| progress::open(tx, lena, &goes_on, "one")).await;
    });
}

#[test]
fn what_she_writes_is_hers_until_she_shares_it_and_again_afterwards() {
    in_town(|town| async move {
        let published = town.publish(EACH).await;
        let (lena, sue, leo, wren) = (town.lena.clone(), town.sue.clone(), town.leo.id, town.wren.id);
        let (it, member) = (published.clone(), lena.id);
        town.write(move |tx| reflection::keep(tx, member, &it, "to-write", "It was hard for me.")).await;
        let kept: Vec<u8> = town.write(|tx| tx.value("SELECT words FROM training_reflections", &[])).await;
        assert!(!String::from_utf8_lossy(&kept).contains("hard"), "sealed");
        let reader = sue.clone();
        assert!(town.write(move |tx| reflection::shared_with(tx, &reader)).await.is_empty());
        for nobody in [leo, wren, lena.id] {
            let actor = lena.clone();
            let shared =
                move |tx: &mut db::Tx<'_>| reflection::share(tx, &actor, "one-of-each", "to-write", Some(nobody));
            assert_eq!(town.refused(shared).await, "reflection-choose");
        }
        let (actor, with) = (lena.clone(), Some(sue.id));
        town.write(move |tx| reflection::share(tx, &actor, "one-of-each", "to-write", with)).await;
        let reader = sue.clone();
        let shared = town.write(move |tx| reflection::shared_with(tx, &reader)).await;
        assert_eq!((shared[0].0.as_str(), shared[0].1.words.as_str()), ("Lena", "It was hard for me."));
        // She writes on: it stays shared, as her page says.
        let (it, member) = (published.clone(), lena.id);
        town.write(move |tx| reflection::keep(tx, member, &it, "to-write", "It was good.")).await;
        let own = town.write(move |tx| reflection::own(tx, member, "one-of-each", "to-write")).await.unwrap();
        assert_eq!((own.words.as_str(), own.shared.map(|it| it.0)), ("It was good.", Some(sue.id)));
        let actor = lena.clone();
        town.write(move |tx| reflection::share(tx, &actor, "one-of-each", "to-write", None)).await;
        assert!(town.write(move |tx| reflection::shared_with(tx, &sue)).await.is_empty());
    });
}

#[test]
fn an_agreement_is_signed_by_ones_own_name_and_anew_when_the_words_change() {
    in_town(|town| async move {
        let published = town.publish(EACH).await;
        let lena = town.lena.clone();
        let (actor, it) = (lena.clone(), published.clone());
        assert_eq!(town.refused(move |tx| signature::sign(tx, &actor, &it, "to-sign", "Leo")).await, "agreement-name");
        let (actor, it) = (lena.clone(), published.clone());
        town.write(move |tx| signature::sign(tx, &actor, &it, "to-sign", " lena ")).await;
        let member = lena.id;
        let of = move |tx: &mut db::Tx<'_>| signature::of(tx, member, "one-of-each", "to-sign");
        let signed = town.write(of).await.unwrap();
        assert_eq!((signed.name.as_str(), signed.version), ("lena", 1));
        let second = town.publish(&EACH.replace("version: 1", "version: 2")).await;
        assert_eq!(town.write(of).await.unwrap().version, 1, "she signed what she read");
        town.write(move |tx| signature::sign(tx, &lena, &second, "to-sign", "Lena")).await;
        assert_eq!(town.write(of).await.unwrap().version, 2);
        assert_eq!(town.write(|tx| tx.value::<i64>("SELECT COUNT(*) FROM training_signatures", &[])).await, 2);
    });
}

#[test]
fn two_hundred_activities_take_as_many_statements_as_three() {
    in_town(|town| async move {
        let many: Vec<String> = (0..200).map(|it| format!("text-{it}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let small = town.publish(&readings("small", 1, &many[..3], "")).await;
        let large = town.publish(&readings("large", 1, &many, "")).await;
        let lena = town.lena.id;
        for it in [&small, &large] {
            let it = it.clone();
            town.write(move |tx| {
                for activity in it.course.activities().take(it.course.activities().count() - 1) {
                    progress::done(tx, lena, &it, &activity.id)?;
                }
                Ok(())
            })
            .await;
        }
        let mut counts = Vec::new();
        for it in [small, large] {
            let id = it.course.id.clone();
            let (a, b) = (id.clone(), id.clone());
            let read = town.statements(move |tx| course::published(tx, &a)).await;
            let of = town.statements(move |tx| progress::of(tx, lena, &b)).await;
            let all = town.statements(move |tx| progress::of_all(tx, lena)).await;
            let before = town.ground.db.statements();
            let last = it.course.activities().last().unwrap().id.clone();
            town.write(move |tx| progress::done(tx, lena, &it, &last)).await;
            counts.push((read, of, all, town.ground.db.statements() - before));
        }
        assert_eq!(counts[0], counts[1]);
        assert!(counts[0].0 == 1, "what a version says is read once: {counts:?}");
    });
}

#[test]
fn whoever_leaves_leaves_nothing_and_the_courses_they_wrote_stay() {
    in_town(|town| async move {
        let published = town.publish(EACH).await;
        let (lena, sue, wren) = (town.lena.clone(), town.sue.id, town.wren.id);
        let it = published.clone();
        town.write(move |tx| {
            progress::done(tx, lena.id, &it, "to-read")?;
            reflection::keep(tx, lena.id, &it, "to-write", "Words.")?;
            reflection::share(tx, &lena, "one-of-each", "to-write", Some(sue))?;
            signature::sign(tx, &lena, &it, "to-sign", "Lena")?;
            training::attempt::begin(tx, lena.id, &it, "four")
        })
        .await;
        let lena = town.lena.id;
        // Her supervisor goes: nobody reads it any more.
        town.write(move |tx| training::farewell(tx, sue)).await;
        let own = town.write(move |tx| reflection::own(tx, lena, "one-of-each", "to-write")).await.unwrap();
        assert_eq!((own.words.as_str(), own.shared), ("Words.", None));
        town.write(move |tx| {
            training::farewell(tx, lena)?;
            training::farewell(tx, lena)?;
            training::farewell(tx, wren)
        })
        .await;
        for table in ["learners", "done", "finishes", "attempts", "reflections", "signatures"] {
            let left: i64 =
                town.write(move |tx| tx.value(&format!("SELECT COUNT(*) FROM training_{table}"), &[])).await;
            assert_eq!(left, 0, "{table}");
        }
        assert_eq!(town.write(course::all).await.len(), 1);
        assert!(town.write(draft::shelf).await[0].published.is_some());
    });
}
