//! Stepping back, being asked to rest, and coming back.

use organisation::trail;
use words::Hat;
use workforce::{
    admission,
    application::{Application, Ready},
    stage::{Progress, Stage},
    step_back::{self, Span, StepBack},
};

use crate::town::{DAY, Town, in_town, open, reach};

async fn theo_steps_back(town: &Town) {
    town.ok(town.theo, |tx, theo| step_back::step_back(tx, theo, Span::While)).await;
}

/// Everything that a decider does so that somebody is back.
async fn is_welcomed(town: &Town, by: words::MemberId, who: words::MemberId) -> db::Result<()> {
    town.ok(who, |tx, who| Application::say_ready(tx, who, Ready::Yes)).await;
    town.does(by, move |tx, by| {
        let id = open(tx, who)?;
        reach(tx, by, id, Stage::Readiness, Progress::Done, "We talked.")?;
        admission::accept(tx, by, id)
    })
    .await
}

#[test]
fn one_press_and_nothing_to_explain() {
    in_town(|town| async move {
        theo_steps_back(&town).await;
        assert_eq!(town.hats(town.theo).await, []);
        let entries = town.ok(town.ada, |tx, _| trail::newest(tx, None)).await;
        let laid_down: Vec<_> = entries.iter().filter(|it| it.deed == "trail-hat-laid-down").collect();
        assert_eq!(laid_down.len(), 2);
        assert!(laid_down.iter().all(|it| it.reason.is_empty() && it.by == it.about), "nobody is told why");
        let again = town.refused(town.theo, |tx, theo| step_back::step_back(tx, theo, Span::While)).await;
        assert_eq!(again, Some("step-back-nothing"));
    });
}

#[test]
fn the_way_back_is_one_talk_and_gives_the_same_hats() {
    in_town(|town| async move {
        theo_steps_back(&town).await;
        let apply = town.refused(town.theo, |tx, theo| Application::apply(tx, theo, Hat::Supporter, "Me.")).await;
        assert_eq!(apply, Some("application-come-back-instead"));
        town.ok(town.theo, Application::come_back).await;
        town.ok(town.theo, Application::come_back).await;
        is_welcomed(&town, town.sue, town.theo).await.unwrap();
        let mut hats = town.hats(town.theo).await;
        hats.sort();
        assert_eq!(hats, [Hat::Supporter, Hat::Facilitator]);
        let theo = town.theo;
        assert!(town.ok(town.theo, move |tx, _| StepBack::open_of(tx, theo)).await.is_none());
    });
}

#[test]
fn for_good_forgets_what_was_written_on_the_way_in() {
    in_town(|town| async move {
        town.ok(town.ann, |tx, ann| Application::apply(tx, ann, Hat::Supporter, "I know long nights.")).await;
        town.ok(town.ann, |tx, ann| Application::say_ready(tx, ann, Ready::Yes)).await;
        let ann = town.ann;
        town.ok(town.sue, move |tx, sue| {
            let id = open(tx, ann)?;
            reach(tx, sue, id, Stage::Conversation, Progress::Done, "We talked.")?;
            reach(tx, sue, id, Stage::Readiness, Progress::Waived, "")?;
            admission::accept(tx, sue, id)
        })
        .await;
        town.ok(town.ann, |tx, ann| step_back::step_back(tx, ann, Span::Good)).await;
        let kept: i64 = town
            .ok(town.ada, |tx, _| {
                tx.value(
                    "SELECT (SELECT COUNT(*) FROM workforce_applications) + (SELECT COUNT(*) FROM workforce_application_stages)
                          + (SELECT COUNT(*) FROM workforce_steps_back WHERE ended_at IS NULL)",
                    db::args![],
                )
            })
            .await;
        assert_eq!(kept, 0);
        town.ok(town.ann, |tx, ann| Application::apply(tx, ann, Hat::Supporter, "I am back.")).await;
    });
}

#[test]
fn whoever_is_asked_to_rest_reads_why_and_nobody_else_does() {
    in_town(|town| async move {
        let theo = town.theo;
        let rest = move |tx: &mut db::Tx<'_>, by: &words::Actor| {
            step_back::ask_to_rest(tx, by, theo, "You look worn out.", "Two weeks of sleep.")
        };
        assert_eq!(town.refused(town.kit, rest).await, None, "a colleague cannot");
        assert_eq!(town.refused(town.theo, rest).await, None);
        town.ok(town.sue, rest).await;
        assert_eq!(town.hats(town.theo).await, []);
        let reason = town
            .ok(town.theo, move |tx, theo| {
                let stepped = StepBack::open_of(tx, theo.id)?.expect("he rests");
                stepped.reason(tx, theo)
            })
            .await;
        assert_eq!(reason.as_deref(), Some("You look worn out."));
        for other in [town.sue, town.ada, town.kit] {
            let asked = town.refused(other, move |tx, other| {
                let stepped = StepBack::open_of(tx, theo)?.expect("he rests");
                stepped.reason(tx, other)
            });
            assert_eq!(asked.await, None);
        }
        let entries = town.ok(town.ada, |tx, _| trail::newest(tx, None)).await;
        assert!(entries.iter().any(|it| it.deed == "trail-hat-rested" && it.reason.is_empty()));
        assert!(entries.iter().all(|it| !it.reason.contains("worn out")));
    });
}

#[test]
fn whoever_asked_somebody_to_rest_does_not_decide_on_their_coming_back() {
    in_town(|town| async move {
        let theo = town.theo;
        town.ok(town.sue, move |tx, sue| step_back::ask_to_rest(tx, sue, theo, "Rest.", "")).await;
        town.ok(town.theo, |tx, theo| step_back::plan(tx, theo, "One evening a week.")).await;
        town.ok(town.theo, Application::come_back).await;
        let refused = is_welcomed(&town, town.sue, town.theo).await.unwrap_err();
        assert_eq!(refused.refusal(), Some("admission-somebody-else"));
        is_welcomed(&town, town.sid, town.theo).await.unwrap();
        assert_eq!(town.hats(town.theo).await.len(), 2);
    });
}

#[test]
fn the_hat_of_an_administrator_stays_and_a_supervisors_needs_one() {
    in_town(|town| async move {
        let (sue, ada) = (town.sue, town.ada);
        let by_sid = town.refused(town.sid, move |tx, sid| step_back::ask_to_rest(tx, sid, sue, "Rest.", "")).await;
        assert_eq!(by_sid, Some("members-administrator-decides"));
        let keeper = town.refused(town.sid, move |tx, sid| step_back::ask_to_rest(tx, sid, ada, "Rest.", "")).await;
        assert_eq!(keeper, Some("members-administrator-decides"));
        let alone = town.refused(town.ada, |tx, ada| step_back::step_back(tx, ada, Span::Good)).await;
        assert_eq!(alone, Some("step-back-nothing"));
        assert_eq!(town.hats(town.ada).await, [Hat::Administrator]);

        town.ok(town.sue, |tx, sue| step_back::step_back(tx, sue, Span::While)).await;
        town.ok(town.sue, Application::come_back).await;
        let by_sid = is_welcomed(&town, town.sid, town.sue).await.unwrap_err();
        assert_eq!(by_sid.refusal(), Some("members-administrator-decides"));
        is_welcomed(&town, town.ada, town.sue).await.unwrap();
        assert_eq!(town.hats(town.sue).await, [Hat::Supervisor]);
        let listed = town.ok(town.sid, step_back::whom).await;
        let names: Vec<_> = listed.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(names, ["Kitty", "Mohan", "Theodor"], "those whose hats are a supervisor's to take");
    });
}

#[test]
fn nothing_of_it_stays_when_a_member_is_erased() {
    in_town(|town| async move {
        theo_steps_back(&town).await;
        town.ok(town.theo, Application::come_back).await;
        let theo = town.theo;
        town.ok(town.ada, move |tx, _| {
            workforce::farewell(tx, theo)?;
            workforce::farewell(tx, theo)
        })
        .await;
        let kept: i64 = town
            .ok(town.ada, move |tx, _| {
                tx.value(
                    "SELECT (SELECT COUNT(*) FROM workforce_applications WHERE member_id = $1)
                          + (SELECT COUNT(*) FROM workforce_steps_back WHERE member_id = $1)
                          + (SELECT COUNT(*) FROM workforce_roles WHERE member_id = $1)
                          + (SELECT COUNT(*) FROM workforce_application_stages)",
                    db::args![theo],
                )
            })
            .await;
        assert_eq!(kept, 0);
    });
}

#[test]
fn a_day_to_ask_again_from_outlasts_stepping_back_for_good() {
    in_town(|town| async move {
        let theo = town.theo;
        town.ok(theo, |tx, theo| Application::apply(tx, theo, Hat::Moderator, "I like rules.")).await;
        let again_at = town.ground.db.now() + DAY * 90;
        town.ok(town.sue, move |tx, sue| {
            let id = open(tx, theo)?;
            admission::refuse(tx, sue, id, "Rest first.", again_at)
        })
        .await;
        town.ok(theo, |tx, theo| step_back::step_back(tx, theo, Span::Good)).await;
        let apply = |tx: &mut db::Tx<'_>, theo: &words::Actor| Application::apply(tx, theo, Hat::Moderator, "Again.");
        assert_eq!(town.refused(theo, apply).await, Some("application-too-soon"));
        let left: i64 = town
            .ok(theo, move |tx, _| {
                tx.value(
                    "SELECT COUNT(*) FROM workforce_applications
                     WHERE member_id = $1 AND (statement IS NOT NULL OR reason IS NOT NULL)",
                    db::args![theo],
                )
            })
            .await;
        assert_eq!(left, 0, "no words are left");
        town.ground.clock.pass(DAY * 90);
        town.ok(theo, apply).await;
    });
}
