//! Whatever people do in whatever order: the way in never gives a hat that nobody else agreed to, and nobody has two ways
//! open at once.

use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use words::{Hat, MemberId};
use workforce::{
    admission,
    application::{Application, Kind, Ready},
    stage::{Progress, Stage},
    step_back::{self, Span},
};

use crate::town::{DAY, Town, in_town, open, reach};

/// What somebody does next.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Apply,
    SayReady(bool),
    Withdraw,
    StepBack(bool),
    Stay,
    ComeBack,
    Reach(Stage),
    Accept,
    Refuse,
    Rest,
    Wait,
}

fn deeds() -> impl Strategy<Value = Vec<(bool, Deed)>> {
    use proptest::prelude::*;
    let deed = prop_oneof![
        3 => Just(Deed::Apply),
        3 => any::<bool>().prop_map(Deed::SayReady),
        1 => Just(Deed::Withdraw),
        2 => any::<bool>().prop_map(Deed::StepBack),
        1 => Just(Deed::Stay),
        3 => Just(Deed::ComeBack),
        5 => prop_oneof![Just(Stage::Conversation), Just(Stage::Readiness)].prop_map(Deed::Reach),
        4 => Just(Deed::Accept),
        1 => Just(Deed::Refuse),
        1 => Just(Deed::Rest),
        1 => Just(Deed::Wait),
    ];
    prop::collection::vec((any::<bool>(), deed), 40)
}

async fn happens(town: &Town, who: MemberId, deed: Deed) -> db::Result<()> {
    let sue = town.sue;
    match deed {
        Deed::Apply => town.does(who, |tx, it| Application::apply(tx, it, Hat::Supporter, "Me.")).await,
        Deed::SayReady(yes) => {
            let ready = if yes { Ready::Yes } else { Ready::NotYet };
            town.does(who, move |tx, it| Application::say_ready(tx, it, ready)).await
        }
        Deed::Withdraw => town.does(who, Application::withdraw).await,
        Deed::StepBack(good) => {
            let span = if good { Span::Good } else { Span::While };
            town.does(who, move |tx, it| step_back::step_back(tx, it, span)).await
        }
        Deed::Stay => town.does(who, step_back::stay).await,
        Deed::ComeBack => town.does(who, Application::come_back).await,
        Deed::Reach(stage) => {
            town.does(sue, move |tx, sue| {
                let id = try_open(tx, who)?;
                reach(tx, sue, id, stage, Progress::Done, "We talked.")
            })
            .await
        }
        Deed::Accept => {
            town.does(sue, move |tx, sue| {
                let id = try_open(tx, who)?;
                admission::accept(tx, sue, id)
            })
            .await
        }
        Deed::Refuse => {
            town.does(sue, move |tx, sue| {
                let id = try_open(tx, who)?;
                let again_at = tx.now() + DAY;
                admission::refuse(tx, sue, id, "Rest first.", again_at)
            })
            .await
        }
        Deed::Rest => town.does(town.sid, move |tx, sid| step_back::ask_to_rest(tx, sid, who, "Rest.", "")).await,
        Deed::Wait => {
            town.ground.clock.pass(DAY * 2);
            Ok(())
        }
    }
}

fn try_open(tx: &mut db::Tx<'_>, who: MemberId) -> db::Result<workforce::application::ApplicationId> {
    let there: i64 = tx.value(
        "SELECT COUNT(*) FROM workforce_applications WHERE member_id = $1 AND outcome IS NULL",
        db::args![who],
    )?;
    if there == 0 { Err(db::Error::NotFound) } else { open(tx, who) }
}

#[test]
fn no_hat_without_somebody_elses_word() {
    in_town(|town| async move {
        let mut runner =
            TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]));
        for _ in 0..4 {
            for (ann, deed) in deeds().new_tree(&mut runner).unwrap().current() {
                let who = if ann { town.ann } else { town.kit };
                let before = town.hats(who).await;
                let done = happens(&town, who, deed).await;
                assert!(!matches!(done, Err(db::Error::Broken(_))), "{deed:?}: {done:?}");
                let after = town.hats(who).await;
                match deed {
                    Deed::Accept if done.is_ok() => assert_eq!(after, [Hat::Supporter]),
                    Deed::StepBack(_) | Deed::Rest if done.is_ok() => assert_eq!(after, []),
                    _ => assert_eq!(before, after, "{deed:?} changed a hat"),
                }
                let (open, back): (i64, i64) = town
                    .ok(who, |tx, it| {
                        let open =
                            "SELECT COUNT(*) FROM workforce_applications WHERE member_id = $1 AND outcome IS NULL";
                        let back =
                            "SELECT COUNT(*) FROM workforce_steps_back WHERE member_id = $1 AND ended_at IS NULL";
                        Ok((tx.value(open, db::args![it.id])?, tx.value(back, db::args![it.id])?))
                    })
                    .await;
                assert!(open <= 1 && back <= 1);
                assert!(after.is_empty() || back == 0, "nobody wears what they laid down");
                let own = town.ok(who, Application::own).await;
                if let Some(own) = own.filter(|it| it.outcome.is_none() && it.kind == Kind::Return) {
                    assert_eq!(back, 1, "nobody comes back from nowhere: {own:?}");
                }
            }
        }
    });
}
