//! Looking after a circle: who sees what was flagged in it, and who comes in.

use circles::{circle::Circle, kind::Joining, membership};
use db::Error;
use safety::{
    case::{self, Case},
    decision::{self, Verdict},
    flag,
    kind::Action,
};
use testkit::{on_both_engines, on_both_engines_lending};
use words::{AgeBand, Hat};

use crate::{joining::is_refused, town::*};

#[test]
fn what_is_flagged_goes_to_those_whom_it_is_not_about() {
    on_both_engines_lending(&migrations(), lending, |ground| async move {
        let by = pair(&ground, AgeBand::Adult).await;
        let circle = circle(&ground, &by, "Night owls", |_| ()).await;
        let nora = somebody(&ground, "Nora", &[Hat::Supervisor], AgeBand::Adult, "en").await;
        let (maya, jonas) = (person(&ground, "Maya").await, person(&ground, "Jonas").await);
        for who in [&maya, &jonas] {
            joins(&ground, who, circle).await;
        }
        let (thread, of_jonas) = begins(&ground, &jonas, circle, opening("T", "Unkind.")).await;
        let of_lead = replies(&ground, &by[0], thread, "Also unkind.", false).await;
        for post in [of_jonas, of_lead] {
            let first = flags(&ground, &maya, post, "It hurt.").await;
            assert_eq!(flags(&ground, &maya, post, "It hurt.").await, first, "twice is once");
        }
        let supervisor = nora.clone();
        let cases: Vec<_> = does(&ground, move |tx| case::queue(tx, &supervisor, None)).await.0;
        // Whoever looks after the circle with somebody does not judge them.
        for (who, open) in [(&by[0], 1), (&by[1], 1), (&nora, 2), (&maya, 0), (&jonas, 0)] {
            let actor = who.clone();
            let queue = ground.db.write(move |tx| case::queue(tx, &actor, None)).await;
            let ids: Vec<_> = queue.map_or(Vec::new(), |(cases, counts)| {
                assert_eq!(counts.all(), open, "{}", who.pseudonym);
                cases.iter().map(|it| it.id).collect()
            });
            assert_eq!(ids.len() as i64, open, "{}", who.pseudonym);
            for case in &cases {
                let (actor, id) = (who.clone(), case.id);
                let judged = ground.db.write(move |tx| Case::for_judge(tx, &actor, id)).await;
                assert_eq!(judged.is_ok(), ids.contains(&case.id), "{}", who.pseudonym);
            }
        }
        // Of two who answer at once, one does; the evidence is what was written then.
        let id = cases.iter().find(|it| it.about == Some(jonas.id)).expect("it was flagged").id;
        let mut at_once = tokio::task::JoinSet::new();
        for who in [by[1].clone(), nora.clone()] {
            let db = ground.db.clone();
            at_once.spawn(async move {
                db.write(move |tx| {
                    let case = Case::for_judge(tx, &who, id)?;
                    let (_, said) = case.evidence(tx)?.remove(0);
                    assert!(said.iter().any(|it| it.reported && it.words == "Unkind."));
                    case.claim(tx, &who)?;
                    let verdict = Verdict {
                        action: Action::Nothing,
                        rule: None,
                        part: String::new(),
                        reason: "It is rough, and it fits.".to_owned(),
                        fit: String::new(),
                        days: 0,
                        answer: "We spoke.".to_owned(),
                        next_day: false,
                    };
                    let held = Case::for_judge(tx, &who, id)?;
                    decision::decide(tx, &who, &held, &verdict)
                })
                .await
            });
        }
        let mut answered = 0;
        while let Some(done) = at_once.join_next().await {
            match done.unwrap() {
                Ok(_) => answered += 1,
                refused => is_refused(refused.map(drop), "case-taken"),
            }
        }
        assert_eq!(answered, 1);
        let told = does(&ground, move |tx| flag::own(tx, &maya)).await;
        let answers: Vec<_> = told.iter().filter_map(|it| it.answer.as_deref()).collect();
        assert_eq!((told.len(), answers), (2, vec!["We spoke."]));
    });
}

#[test]
fn who_is_not_let_in_reads_why_and_may_ask_again() {
    on_both_engines(&migrations(), |ground| async move {
        let by = pair(&ground, AgeBand::Adult).await;
        let circle = circle(&ground, &by, "By request", |plan| plan.joining = Joining::Request).await;
        let maya = person(&ground, "Maya").await;
        let (lead, who) = (by[0].clone(), maya.clone());
        does(&ground, move |tx| {
            for _ in 0..2 {
                assert!(!membership::join(tx, &who, circle, "Please.")?);
            }
            let led = Circle::facilitated_by(tx, &lead, circle)?;
            let waiting = membership::waiting(tx, circle)?;
            assert_eq!(waiting.len(), 1, "asked twice is asked once");
            membership::refuse(tx, &lead, &led, waiting[0].id, "It is full of other things.")?;
            assert!(matches!(membership::admit(tx, &led, waiting[0].id), Err(Error::Refused(_))));
            assert_eq!(circles::refusal::of_member(tx, &who)?[0].reason, "It is full of other things.");
            assert!(!membership::join(tx, &who, circle, "Again.")?);
            assert_eq!(membership::waiting(tx, circle)?[0].words, "Again.");
            membership::withdraw_request(tx, &who, circle)?;
            assert!(membership::waiting(tx, circle)?.is_empty());
            Ok(())
        })
        .await;
    });
}
