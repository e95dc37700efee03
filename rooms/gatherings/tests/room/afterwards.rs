use db::{Error, args};
use gatherings::{
    feedback,
    kind::{NewsKind, OccurrenceId},
    learned::Learned,
    news::News,
    seats,
};
use testkit::{Ground, on_both_engines};
use words::Actor;

use crate::town::*;

/// A meeting that these people came to and that is over.
async fn after(ground: &Ground, people: &[Actor]) -> (Place, OccurrenceId) {
    let place = place(ground, people).await;
    let (_, times) = planned(ground, &place, once()).await;
    let (id, came) = (times[0].id, people.to_vec());
    ground.clock.set(times[0].starts_at);
    does(ground, move |tx| {
        for person in &came {
            seats::come(tx, person, id)?;
            seats::arrive(tx, person, id)?;
        }
        Ok(())
    })
    .await
    .unwrap();
    ground.clock.set(times[0].ends_at);
    (place, id)
}

#[test]
fn how_it_was_is_asked_of_those_who_came_and_kept_without_saying_whose_it_is() {
    on_both_engines(&migrations(), |ground| async move {
        let people = crowd(&ground, 3).await;
        let (place, id) = after(&ground, &people[..2]).await;
        let (one, other, rosa) = (people[0].clone(), people[2].clone(), place.rosa.clone());
        does(&ground, move |tx| {
            feedback::give(tx, &one, id, [Some(5), None, Some(1)])?;
            assert_eq!(feedback::own(tx, &one, id)?, Some([Some(5), None, Some(1)]));
            assert_eq!(feedback::own(tx, &rosa, id)?, None);
            for person in [&other, &rosa] {
                assert!(feedback::give(tx, person, id, [Some(3); 3]).is_err(), "they had no place");
            }
            assert!(feedback::give(tx, &one, id, [Some(6), None, None]).is_err());
            let outcomes: Vec<(String, Option<i64>)> =
                tx.all("SELECT mode, useful FROM gatherings_outcomes", args![], |row| Ok((row.get(0)?, row.get(1)?)))?;
            assert_eq!(outcomes, [("text".to_owned(), Some(1))]);
            feedback::give(tx, &one, id, [None; 3])?;
            assert_eq!(feedback::own(tx, &one, id)?, None, "leaving everything out leaves no row");
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn what_was_learned_is_shown_only_when_everybody_named_agrees() {
    on_both_engines(&migrations(), |ground| async move {
        let people = crowd(&ground, 4).await;
        let (place, id) = after(&ground, &people[..3]).await;
        let [one, two, three, other] = <[Actor; 4]>::try_from(people).unwrap();
        let circle = place.circle;
        does(&ground, move |tx| {
            circles::membership::join(tx, &other, circle, "")?;
            assert!(matches!(Learned::writable_by(tx, &other, id), Err(Error::NotFound)), "they did not come");
            let named_outsider = Learned::write(tx, &one, id, 0, "We laughed.", &[other.id]);
            assert!(matches!(named_outsider, Err(Error::NotFound)));

            Learned::write(tx, &one, id, 0, "Walking helps two of us.", &[two.id, three.id])?;
            let late = Learned::write(tx, &two, id, 0, "Something else.", &[]);
            assert_eq!(late.unwrap_err().refusal(), Some("learned-changed-meanwhile"));
            assert!(Learned::named_in(tx, &two, id).is_err(), "nobody is asked before it is offered");
            Learned::offer(tx, &one, id, 1)?;
            assert_eq!(News::unread(tx, &two)?[0].kind, NewsKind::Named);
            assert_eq!(Learned::shown(tx, &other, id)?, None);
            Learned::answer(tx, &two, id, 1, true)?;
            assert!(News::unread(tx, &two)?.is_empty());
            assert_eq!(Learned::shown(tx, &other, id)?, None, "one of two");
            Learned::answer(tx, &three, id, 1, true)?;
            assert_eq!(Learned::shown(tx, &other, id)?.as_deref(), Some("Walking helps two of us."));
            Learned::answer(tx, &three, id, 1, false)?;
            assert_eq!(Learned::shown(tx, &other, id)?, None, "a yes can be taken back");
            Learned::answer(tx, &three, id, 1, true)?;

            Learned::write(tx, &two, id, 1, "Walking and tea help two of us.", &[two.id, three.id])?;
            assert_eq!(Learned::shown(tx, &other, id)?, None, "other words, other yes");
            Learned::offer(tx, &two, id, 2)?;
            assert_eq!(
                Learned::answer(tx, &three, id, 1, true).unwrap_err().refusal(),
                Some("learned-changed-meanwhile")
            );
            Learned::answer(tx, &three, id, 2, true)?;
            assert!(Learned::shown(tx, &other, id)?.is_some(), "who offers it agrees");
            assert!(Learned::answer(tx, &other, id, 2, false).is_err(), "who is not named is not asked");
            Learned::withdraw(tx, &one, id)?;
            assert_eq!(Learned::shown(tx, &other, id)?, None);
            Learned::write(tx, &one, id, 0, "Anew.", &[])?;
            Learned::offer(tx, &one, id, 1)?;
            assert_eq!(Learned::shown(tx, &other, id)?.as_deref(), Some("Anew."), "nobody is named");
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn two_who_must_not_meet_do_not_name_each_other() {
    on_both_engines(&migrations(), |ground| async move {
        let people = crowd(&ground, 2).await;
        let (_, id) = after(&ground, &people).await;
        let (one, two) = (people[0].clone(), people[1].clone());
        does(&ground, move |tx| {
            people::blocks::block(tx, two.id, one.id)?;
            assert!(matches!(Learned::write(tx, &one, id, 0, "She was kind.", &[two.id]), Err(Error::NotFound)));
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn who_is_erased_leaves_nothing_of_theirs_and_their_place_to_the_next() {
    on_both_engines(&migrations(), |ground| async move {
        let people = crowd(&ground, 2).await;
        let (place, id) = after(&ground, &people).await;
        let mut next = once();
        next.starts = jiff::civil::date(2026, 12, 1).at(19, 0, 0, 0);
        next.capacity = Some(1);
        let (_, times) = planned(&ground, &place, next).await;
        let coming = times[0].id;
        let (gone, left) = (people[0].clone(), people[1].clone());
        does(&ground, move |tx| {
            seats::come(tx, &gone, coming)?;
            seats::come(tx, &left, coming)?;
            feedback::give(tx, &gone, id, [Some(4); 3])?;
            Learned::write(tx, &left, id, 0, "A walk helped.", &[gone.id])?;
            Learned::offer(tx, &left, id, 1)?;
            Learned::answer(tx, &gone, id, 1, true)?;
            gatherings::farewell(tx, gone.id)?;
            gatherings::farewell(tx, gone.id)?;
            assert_eq!(Learned::shown(tx, &left, id)?, None);
            assert_eq!(seats::of(tx, coming, left.id)?.unwrap().answer, gatherings::kind::Answer::Coming);
            for sql in [
                "SELECT COUNT(*) FROM gatherings_comings WHERE member_id = $1",
                "SELECT COUNT(*) FROM gatherings_feedback WHERE member_id = $1",
                "SELECT COUNT(*) FROM gatherings_named WHERE member_id = $1",
                "SELECT COUNT(*) FROM gatherings_news WHERE member_id = $1",
            ] {
                assert_eq!(tx.value::<i64>(sql, args![gone.id])?, 0, "{sql}");
            }
            Ok(())
        })
        .await
        .unwrap();
    });
}
