use std::time::Duration;

use db::Error;
use gatherings::{
    feedback,
    gathering::Plan,
    kind::{Answer, TemplateId},
    meeting::{Meeting, Step},
    occurrence::Occurrence,
    rule::End,
    seats,
    template::{self, Phase, Template},
};
use testkit::{Ground, on_both_engines};
use words::{Actor, Hat};
use workforce::{answer::Work, hours::Given, pause, requirement::Requirement};

use crate::town::*;

fn phases() -> Vec<Phase> {
    [("Welcome", 10), ("Round", 40), ("Goodbye", 10)]
        .map(|(title, minutes)| Phase { title: title.to_owned(), minutes, prompt: String::new() })
        .to_vec()
}

async fn template(ground: &Ground, actor: &Actor) -> TemplateId {
    let actor = actor.clone();
    does(ground, move |tx| Template::make(tx, &actor, "Ours", &phases())).await.unwrap()
}

const MINUTE: Duration = Duration::from_secs(60);

#[test]
fn a_meeting_is_begun_by_somebody_who_may_look_after_people() {
    on_both_engines(&migrations(), |ground| async move {
        let place = place(&ground, &[]).await;
        let chief = person(&ground, "Chief", &[Hat::Administrator]).await;
        let (_, times) = planned(&ground, &place, once()).await;
        let (id, rosa, theo) = (times[0].id, place.rosa.clone(), place.theo.clone());
        ground.clock.set(times[0].starts_at);
        does(&ground, move |tx| {
            pause::take(tx, &rosa, None)?;
            assert_eq!(Meeting::begin(tx, &rosa, id).unwrap_err().refusal(), Some("bar-paused"));
            let asked = Requirement { needed_from: Some(tx.now()), ..Requirement::of(tx, Work::Room)? };
            asked.write(tx, &chief, "We agreed on it.")?;
            assert_eq!(Meeting::begin(tx, &theo, id).unwrap_err().refusal(), Some("bar-uncertified"));
            let needed_later = Requirement { needed_from: None, ..Requirement::of(tx, Work::Room)? };
            needed_later.write(tx, &chief, "Later.")?;
            Meeting::begin(tx, &theo, id)?;
            Meeting::begin(tx, &rosa, id)
        })
        .await
        .expect("what runs already is there for both");
    });
}

#[test]
fn a_meeting_begins_in_time_goes_through_its_phases_and_stops_by_itself() {
    on_both_engines(&migrations(), |ground| async move {
        let place = place(&ground, &[]).await;
        let template = template(&ground, &place.rosa).await;
        let (_, times) = planned(&ground, &place, Plan { template: Some(template), ..once() }).await;
        let (id, starts_at, ends_at) = (times[0].id, times[0].starts_at, times[0].ends_at);
        let (rosa, theo, circle) = (place.rosa.clone(), place.theo.clone(), place.circle);

        ground.clock.set(starts_at - MINUTE * 16);
        let early = rosa.clone();
        let tried = does(&ground, move |tx| Meeting::begin(tx, &early, id)).await;
        assert_eq!(tried.unwrap_err().refusal(), Some("meeting-not-yet"));

        ground.clock.set(starts_at - MINUTE * 15);
        let (one, two) = (rosa.clone(), theo.clone());
        does(&ground, move |tx| {
            Meeting::begin(tx, &one, id)?;
            Meeting::begin(tx, &two, id)?;
            let meeting = Meeting::facilitated_by(tx, &two, id)?.unwrap();
            assert_eq!((meeting.lead, meeting.phase), (Some(one.id), 0), "the first press begins it");
            assert_eq!(meeting.phase_left(tx.now() + MINUTE * 4), Some(360));
            assert_eq!(meeting.phase_left(tx.now() + MINUTE * 11), Some(-60), "over time is below zero");

            // Both press at once: it goes on by one.
            meeting.go(tx, 0, Step::Next)?;
            meeting.go(tx, 0, Step::Next)?;
            let meeting = Meeting::facilitated_by(tx, &one, id)?.unwrap();
            assert_eq!(meeting.phase().unwrap().title, "Round");
            meeting.go(tx, 1, Step::Back)?;
            assert_eq!(Meeting::facilitated_by(tx, &one, id)?.unwrap().phase, 0);

            meeting.hand_over(tx, two.id)?;
            meeting.hand_over(tx, two.id)?;
            assert_eq!(Meeting::facilitated_by(tx, &one, id)?.unwrap().lead, Some(two.id));
            assert_eq!(gatherings::running(tx, circle)?.unwrap().phase.unwrap().title, "Welcome");

            // A change of the template does not reach into a meeting that runs.
            Template::one(tx, &one, template)?.change(tx, &one, "Ours", &phases()[..1])?;
            assert_eq!(Meeting::facilitated_by(tx, &one, id)?.unwrap().phases.len(), 3);
            Ok(())
        })
        .await
        .unwrap();
        until(&ground, ends_at + MINUTE * 14).await;
        assert!(does(&ground, move |tx| gatherings::running(tx, circle)).await.unwrap().is_some());
        until(&ground, ends_at + MINUTE * 15).await;
        assert!(does(&ground, move |tx| gatherings::running(tx, circle)).await.unwrap().is_none());
        // Hours of whoever leads: until its time, and not until the place ended what nobody did.
        let (one, two) = (rosa.id, theo.id);
        let given = does(&ground, move |tx| Ok((Given::of(tx, one)?.day, Given::of(tx, two)?.day))).await.unwrap();
        assert_eq!(given, (Duration::ZERO, ends_at.since(starts_at - MINUTE * 15)), "from the hand-over on");
    });
}

#[test]
fn when_a_meeting_was_ended_who_came_is_settled() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let leo = person(&ground, "Leo", &[]).await;
        let place = place(&ground, &[maya.clone(), leo.clone()]).await;
        let (_, times) = planned(&ground, &place, Plan { capacity: Some(1), ..once() }).await;
        let id = times[0].id;
        ground.clock.set(times[0].starts_at);
        let rosa = place.rosa.clone();
        does(&ground, move |tx| {
            seats::come(tx, &maya, id)?;
            assert_eq!(seats::come(tx, &leo, id)?, Answer::Waiting);
            assert_eq!(Occurrence::mine(tx, &leo)?.len(), 1);
            Meeting::begin(tx, &rosa, id)?;
            assert!(feedback::asked(tx, &maya, id).is_err(), "nobody is asked while it is on");
            Meeting::facilitated_by(tx, &rosa, id)?.unwrap().end(tx, Some(rosa.id))?;
            assert_eq!(seats::step_back(tx, &maya, id).unwrap_err().refusal(), Some("gathering-over"));
            assert!(feedback::asked(tx, &maya, id).is_ok());
            for who in [&maya, &leo] {
                assert!(Occurrence::mine(tx, who)?.is_empty(), "what is over is on nobody's list, nor is the waiting");
            }
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn whoever_looks_after_the_circle_takes_no_place() {
    on_both_engines(&migrations(), |ground| async move {
        let place = place(&ground, &[]).await;
        let mut course = weekly(End::Count(2));
        course.course = true;
        let (_, times) = planned(&ground, &place, course).await;
        let (id, rosa) = (times[0].id, place.rosa.clone());
        does(&ground, move |tx| {
            assert_eq!(seats::come(tx, &rosa, id).unwrap_err().refusal(), Some("gathering-you-look-after"));
            assert_eq!(seats::come_to_all(tx, &rosa, id).unwrap_err().refusal(), Some("gathering-you-look-after"));
            assert_eq!(seats::of(tx, id, rosa.id)?, None);
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn only_those_who_look_after_the_circle_see_its_clock() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let ines = person(&ground, "Ines", &[Hat::Facilitator]).await;
        let place = place(&ground, std::slice::from_ref(&maya)).await;
        let (_, times) = planned(&ground, &place, once()).await;
        let (id, starts_at) = (times[0].id, times[0].starts_at);
        ground.clock.set(starts_at);
        let (rosa, ines_id) = (place.rosa.clone(), ines.id);
        does(&ground, move |tx| {
            Meeting::begin(tx, &rosa, id)?;
            for other in [&maya, &ines] {
                assert!(matches!(Meeting::facilitated_by(tx, other, id), Err(Error::NotFound)));
                assert!(matches!(Meeting::begin(tx, other, id), Err(Error::NotFound)));
            }
            let meeting = Meeting::facilitated_by(tx, &rosa, id)?.unwrap();
            assert!(matches!(meeting.hand_over(tx, ines_id), Err(Error::NotFound)));
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn the_live_room_knows_the_next_gathering_in_writing() {
    on_both_engines(&migrations(), |ground| async move {
        let place = place(&ground, &[]).await;
        let circle = place.circle;
        let next = move |tx: &mut db::Tx<'_>| gatherings::next_in_room(tx, circle);
        assert_eq!(does(&ground, next).await.unwrap(), None);
        let (_, times) = planned(&ground, &place, once()).await;
        assert_eq!(does(&ground, next).await.unwrap(), Some(times[0].starts_at));
    });
}

#[test]
fn templates_to_begin_with_are_stored_once_and_can_be_changed() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let rosa = person(&ground, "Rosa", &[Hat::Facilitator]).await;
        let kim = person(&ground, "Kim", &[Hat::Administrator]).await;
        does(&ground, move |tx| {
            template::begin(tx, str::to_owned)?;
            template::begin(tx, str::to_owned)?;
            let all = Template::all(tx, &rosa)?;
            assert_eq!(all.len(), 4);
            let sharing = all.iter().find(|it| it.name == "meeting-sharing").unwrap();
            assert_eq!((sharing.minutes(), sharing.phases.len()), (90, 5));
            assert!(all.iter().all(|it| it.minutes() <= 90));

            sharing.change(tx, &kim, "Sharing", &phases())?;
            assert_eq!(Template::one(tx, &rosa, sharing.id)?.minutes(), 60);
            sharing.withdraw(tx, &rosa)?;
            assert!(matches!(Template::one(tx, &rosa, sharing.id), Err(Error::NotFound)));
            template::begin(tx, str::to_owned)?;
            assert_eq!(Template::all(tx, &rosa)?.len(), 3, "what was taken away does not come back");

            assert!(matches!(Template::all(tx, &maya), Err(Error::NotFound)));
            assert_eq!(Template::make(tx, &rosa, "Empty", &[]).unwrap_err().refusal(), Some("meeting-phases-missing"));
            let long = vec![Phase { title: "Long".to_owned(), minutes: 100, prompt: String::new() }; 2];
            assert_eq!(Template::make(tx, &rosa, "Long", &long).unwrap_err().refusal(), Some("meeting-too-long"));
            Ok(())
        })
        .await
        .unwrap();
    });
}
