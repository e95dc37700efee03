//! The way in.

use organisation::{Settings, settings::DIALS};
use people::{blocks, standing};
use words::Hat;
use workforce::{
    admission,
    answer::Work,
    application::{Application, Outcome, Ready},
    requirement::Requirement,
    stage::{self, Progress, Stage},
};

use crate::town::{DAY, Town, in_town, open, reach};

async fn ann_applies(town: &Town) {
    town.ok(town.ann, |tx, ann| Application::apply(tx, ann, Hat::Supporter, "I know long nights.")).await;
}

async fn every_stage_done(town: &Town) {
    let ann = town.ann;
    town.ok(town.ann, |tx, ann| Application::say_ready(tx, ann, Ready::Yes)).await;
    town.ok(town.sue, move |tx, sue| {
        let id = open(tx, ann)?;
        reach(tx, sue, id, Stage::Conversation, Progress::Done, "She listens before she speaks.")?;
        reach(tx, sue, id, Stage::Readiness, Progress::Done, "")
    })
    .await;
}

#[test]
fn whoever_applies_sees_every_stage_and_reads_what_is_written() {
    in_town(|town| async move {
        ann_applies(&town).await;
        let ann = town.ann;
        let stages = |tx: &mut db::Tx<'_>, ann: &words::Actor| {
            let own = Application::own(tx, ann)?.expect("she applied");
            own.stages(tx)
        };
        let reached: Vec<_> = town.ok(town.ann, stages).await.iter().map(|it| (it.stage, it.progress)).collect();
        assert_eq!(
            reached,
            [
                (Stage::Statement, Progress::Done),
                (Stage::Conversation, Progress::Open),
                (Stage::Readiness, Progress::Open),
            ]
        );
        let bare = town
            .refused(town.sue, move |tx, sue| {
                let id = open(tx, ann)?;
                reach(tx, sue, id, Stage::Conversation, Progress::Done, " ")
            })
            .await;
        assert_eq!(bare, Some("admission-record-missing"));
        every_stage_done(&town).await;
        let record = town
            .ok(town.ann, |tx, ann| {
                assert!(Application::has_news(tx, ann)?);
                Application::see(tx, ann)?;
                assert!(!Application::has_news(tx, ann)?);
                let own = Application::own(tx, ann)?.expect("she applied");
                Ok(own.stages(tx)?.into_iter().find_map(|it| it.record))
            })
            .await;
        assert_eq!(record.as_deref(), Some("She listens before she speaks."));
    });
}

const COURSE: &str = "# Listening
id: listening
version: 1
about: A small course.

## Part
id: part

### reading: A text
id: a-text
minutes: 1

Words.
";

#[test]
fn whoever_finished_the_courses_of_the_work_need_not_be_ticked_off() {
    in_town(|town| async move {
        town.ok(town.ada, |tx, ada| {
            training::draft::publish_first(tx, ada, COURSE)?;
            stage::choose(tx, ada, &[Stage::Training, Stage::Readiness], "Learning comes first.")?;
            let asked = Requirement {
                work: Work::Conversation,
                version: 0,
                courses: vec!["listening".to_owned()],
                competencies: Vec::new(),
                hours: 0,
                months: 12,
                learning_hours: 0,
                needed_from: None,
            };
            asked.write(tx, ada, "We agreed on it.")
        })
        .await;
        ann_applies(&town).await;
        let training = || {
            town.ok(town.ann, |tx, ann| {
                let stages = Application::own(tx, ann)?.expect("she applied").stages(tx)?;
                Ok(stages.into_iter().find(|it| it.stage == Stage::Training).expect("it is asked for"))
            })
        };
        let before = training().await;
        assert_eq!(before.courses, [("Listening".to_owned(), "listening".to_owned(), false)]);
        assert_eq!(before.progress, Progress::Open);
        town.ok(town.ann, |tx, ann| {
            let published = training::course::published(tx, "listening")?;
            training::progress::done(tx, ann.id, &published, "a-text")
        })
        .await;
        let after = training().await;
        assert_eq!((after.progress, after.courses[0].2), (Progress::Done, true));
        let ann = town.ann;
        town.ok(town.ann, |tx, ann| Application::say_ready(tx, ann, Ready::Yes)).await;
        town.ok(town.sue, move |tx, sue| {
            let id = open(tx, ann)?;
            reach(tx, sue, id, Stage::Readiness, Progress::Done, "")?;
            admission::accept(tx, sue, id)
        })
        .await;
    });
}

#[test]
fn nobody_is_welcomed_before_every_stage_is_over_and_they_say_yes_themselves() {
    in_town(|town| async move {
        ann_applies(&town).await;
        let ann = town.ann;
        let accept = move |tx: &mut db::Tx<'_>, by: &words::Actor| {
            let id = open(tx, ann)?;
            admission::accept(tx, by, id)
        };
        assert_eq!(town.refused(town.sue, accept).await, Some("admission-stages-open"));
        every_stage_done(&town).await;
        town.ok(town.ann, |tx, ann| Application::say_ready(tx, ann, Ready::NotYet)).await;
        assert_eq!(town.refused(town.sue, accept).await, Some("admission-not-ready"));
        town.ok(town.ann, |tx, ann| Application::say_ready(tx, ann, Ready::Yes)).await;
        assert_eq!(town.refused(town.ann, accept).await, None, "not by herself");
        assert_eq!(town.refused(town.theo, accept).await, None, "not by another supporter");
        assert_eq!(town.hats(town.ann).await, []);
        town.ok(town.sue, accept).await;
        assert_eq!(town.hats(town.ann).await, [Hat::Supporter]);
        let own = town.ok(town.ann, Application::own).await.unwrap();
        assert_eq!(own.outcome, Some(Outcome::Accepted));
        // Once it is decided it is hers alone.
        let id = own.id;
        assert_eq!(town.refused(town.sue, move |tx, sue| Application::for_decider(tx, sue, id)).await, None);
    });
}

#[test]
fn not_now_says_why_and_from_when_it_may_be_asked_again() {
    in_town(|town| async move {
        ann_applies(&town).await;
        let ann = town.ann;
        let again_at = town.ground.db.now() + DAY * 30;
        let refuse = move |reason: &'static str, again_at| {
            move |tx: &mut db::Tx<'_>, by: &words::Actor| {
                let id = open(tx, ann)?;
                admission::refuse(tx, by, id, reason, again_at)
            }
        };
        assert_eq!(town.refused(town.sue, refuse(" ", again_at)).await, Some("admission-reason-missing"));
        let too_late = again_at + DAY * 400;
        assert_eq!(town.refused(town.sue, refuse("Rest first.", too_late)).await, Some("admission-again-too-late"));
        town.ok(town.sue, refuse("Rest first.", again_at)).await;
        let told = town
            .ok(town.ann, |tx, ann| {
                let own = Application::own(tx, ann)?.expect("she applied");
                Ok((own.reason(tx)?, own.again_at))
            })
            .await;
        assert_eq!(told, (Some("Rest first.".to_owned()), Some(again_at)));
        let apply = |tx: &mut db::Tx<'_>, ann: &words::Actor| Application::apply(tx, ann, Hat::Supporter, "Again.");
        assert_eq!(town.refused(town.ann, apply).await, Some("application-too-soon"));
        town.ok(town.ann, |tx, ann| Application::apply(tx, ann, Hat::Facilitator, "Something else.")).await;
        town.ok(town.ann, Application::withdraw).await;
        town.ground.clock.pass(DAY * 30);
        town.ok(town.ann, apply).await;
    });
}

#[test]
fn people_are_here_for_themselves_first_for_as_long_as_the_community_decided() {
    in_town(|town| async move {
        let ada = town.ada;
        let dial = DIALS.iter().find(|it| it.name == "apply-after-days").unwrap();
        town.ok(town.ann, |tx, ann| Application::apply(tx, ann, Hat::Supporter, "At once.")).await;
        town.ok(ada, move |tx, ada| Settings::turn(tx, ada.id, &[(dial, 30)], "A month first.")).await;
        // Whoever has applied already goes on.
        town.ok(town.ann, |tx, ann| Application::apply(tx, ann, Hat::Facilitator, "Something else.")).await;
        town.ok(town.ann, Application::withdraw).await;
        let apply = |tx: &mut db::Tx<'_>, ann: &words::Actor| Application::apply(tx, ann, Hat::Supporter, "Again.");
        assert_eq!(town.refused(town.ann, apply).await, Some("application-not-yet"));
        let from = town.ok(town.ann, Application::first_at).await.expect("a day to wait for");
        assert_eq!(town.ok(ada, Application::first_at).await, None, "somebody with a role has waited already");
        town.ground.clock.set(from);
        town.ok(town.ann, apply).await;
    });
}

#[test]
fn a_community_chooses_its_stages_and_who_applied_before_goes_the_way_they_were_told_of() {
    in_town(|town| async move {
        ann_applies(&town).await;
        let choose = |stages: &'static [Stage]| {
            move |tx: &mut db::Tx<'_>, by: &words::Actor| stage::choose(tx, by, stages, "We agreed.")
        };
        assert_eq!(town.refused(town.sue, choose(&[Stage::Readiness])).await, None, "an administrator's to choose");
        assert_eq!(town.refused(town.ada, choose(&[Stage::Checks])).await, Some("stages-readiness-stays"));
        town.ok(town.ada, choose(&[Stage::Readiness, Stage::References])).await;
        // Without a statement nothing need be written.
        town.ok(town.bea, |tx, bea| Application::apply(tx, bea, Hat::Facilitator, "")).await;
        let stages = |tx: &mut db::Tx<'_>, by: &words::Actor| {
            let own = Application::own(tx, by)?.expect("an application");
            Ok(own.stages(tx)?.iter().map(|it| it.stage).collect::<Vec<_>>())
        };
        assert_eq!(town.ok(town.bea, stages).await, [Stage::References, Stage::Readiness]);
        assert_eq!(
            town.ok(town.ann, stages).await,
            [Stage::Statement, Stage::Conversation, Stage::Readiness],
            "she goes the way that she was told of"
        );
        let bea = town.bea;
        town.ok(town.sue, move |tx, sue| {
            let id = open(tx, bea)?;
            // Of references it is kept that they came, and not what they say.
            reach(tx, sue, id, Stage::References, Progress::Done, "A long letter.")
        })
        .await;
        let kept = town
            .ok(town.bea, |tx, bea| {
                let own = Application::own(tx, bea)?.expect("an application");
                Ok(own.stages(tx)?.into_iter().any(|it| it.record.is_some()))
            })
            .await;
        assert!(!kept);
    });
}

#[test]
fn those_who_are_kept_apart_do_not_decide_on_each_other() {
    in_town(|town| async move {
        ann_applies(&town).await;
        let (ann, sue) = (town.ann, town.sue);
        town.ground.db.write(move |tx| blocks::block(tx, ann, sue)).await.unwrap();
        let waiting = |tx: &mut db::Tx<'_>, by: &words::Actor| Ok(Application::waiting(tx, by)?.len());
        assert_eq!(town.ok(town.sue, waiting).await, 0);
        assert_eq!(town.ok(town.sid, waiting).await, 1);
        assert_eq!(town.refused(town.kit, waiting).await, None);
    });
}

#[test]
fn one_who_may_not_take_part_gives_no_hat() {
    in_town(|town| async move {
        ann_applies(&town).await;
        every_stage_done(&town).await;
        let (ann, sue) = (town.ann, town.sue);
        town.ground.db.write(move |tx| standing::take_break(tx, sue)).await.unwrap();
        let accepted = town
            .does(town.sue, move |tx, sue| {
                let id = open(tx, ann)?;
                admission::accept(tx, sue, id)
            })
            .await;
        assert!(accepted.is_err());
        assert_eq!(town.hats(town.ann).await, []);
    });
}

#[test]
fn of_two_who_decide_at_once_one_does() {
    in_town(|town| async move {
        ann_applies(&town).await;
        every_stage_done(&town).await;
        let ann = town.ann;
        let id = town.ok(town.ann, move |tx, _| open(tx, ann)).await;
        let again_at = town.ground.db.now();
        let (welcomed, refused) = tokio::join!(
            town.does(town.sue, move |tx, sue| admission::accept(tx, sue, id)),
            town.does(town.sid, move |tx, sid| admission::refuse(tx, sid, id, "Rest first.", again_at)),
        );
        assert!(welcomed.is_ok() != refused.is_ok(), "{welcomed:?} {refused:?}");
        assert_eq!(town.hats(town.ann).await.is_empty(), refused.is_ok());
    });
}

#[test]
fn another_hat_begins_its_way_anew() {
    in_town(|town| async move {
        ann_applies(&town).await;
        every_stage_done(&town).await;
        town.ok(town.ann, |tx, ann| Application::apply(tx, ann, Hat::Moderator, "I changed my mind.")).await;
        let ann = town.ann;
        let accepted = town
            .refused(town.sue, move |tx, sue| {
                let id = open(tx, ann)?;
                admission::accept(tx, sue, id)
            })
            .await;
        assert_eq!(accepted, Some("admission-stages-open"), "nobody is welcomed to what nobody talked about");
        assert_eq!(town.hats(town.ann).await, []);
    });
}
