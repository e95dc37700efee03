//! Looking after a circle: what goes to the desk, and who may see what was reported.

use circles::{
    circle::Circle,
    kind::Joining,
    membership,
    report::{self, Report},
};
use db::Error;
use testkit::on_both_engines;
use words::{AgeBand, Hat};

use crate::{joining::is_refused, town::*};

#[test]
fn a_report_goes_to_those_whom_it_is_not_about() {
    on_both_engines(&migrations(), |ground| async move {
        let by = pair(&ground, AgeBand::Adult).await;
        let circle = circle(&ground, &by, "Night owls", |_| ()).await;
        let nora = somebody(&ground, "Nora", &[Hat::Supervisor], AgeBand::Adult, "en").await;
        let (maya, jonas) = (person(&ground, "Maya").await, person(&ground, "Jonas").await);
        for who in [&maya, &jonas] {
            joins(&ground, who, circle).await;
        }
        let (thread, of_jonas) = begins(&ground, &jonas, circle, opening("T", "Unkind.")).await;
        let of_lead = replies(&ground, &by[0], thread, "Also unkind.", false).await;
        let mut reports = Vec::new();
        for post in [of_jonas, of_lead] {
            let who = maya.clone();
            let report = does(&ground, move |tx| {
                let about = report::of_post(tx, &who, post)?;
                let first = report::make(tx, &who, &about, report::Reason::Unkind, "It hurt.")?;
                assert_eq!(report::make(tx, &who, &about, report::Reason::Unkind, "It hurt.")?, first, "twice is once");
                Ok(first)
            })
            .await;
            reports.push(report);
        }
        for (who, open) in [(&by[0], 1), (&by[1], 1), (&nora, 2), (&maya, 0), (&jonas, 0)] {
            let actor = who.clone();
            let ids: Vec<_> = does(&ground, move |tx| Report::open(tx, &actor)).await.iter().map(|it| it.id).collect();
            assert_eq!(ids.len(), open, "{}", who.pseudonym);
            for report in &reports {
                let (actor, id) = (who.clone(), *report);
                let read = ground.db.write(move |tx| Report::readable_by(tx, &actor, id)).await;
                assert_eq!(read.is_ok(), ids.contains(report), "{}", who.pseudonym);
            }
        }
        // Of two who answer at once, one does; the evidence is what was written then.
        let mut at_once = tokio::task::JoinSet::new();
        for who in [by[1].clone(), nora.clone()] {
            let (db, id) = (ground.db.clone(), reports[0]);
            at_once.spawn(async move {
                db.write(move |tx| {
                    let report = Report::readable_by(tx, &who, id)?;
                    assert!(report.evidence(tx)?.iter().any(|it| it.reported && it.words == "Unkind."));
                    report.answer(tx, &who, "We spoke.")
                })
                .await
            });
        }
        let mut answered = 0;
        while let Some(done) = at_once.join_next().await {
            match done.unwrap() {
                Ok(()) => answered += 1,
                refused => is_refused(refused, "circle-report-taken"),
            }
        }
        assert_eq!(answered, 1);
        let told = does(&ground, move |tx| {
            let answered = Report::own(tx, &maya)?.into_iter().find(|it| it.settled_at.is_some());
            answered.expect("one was answered").answer_words(tx)
        })
        .await;
        assert_eq!(told, "We spoke.");
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
            assert_eq!(circles::measure::of_member(tx, &who)?[0].reason, "It is full of other things.");
            assert!(!membership::join(tx, &who, circle, "Again.")?);
            assert_eq!(membership::waiting(tx, circle)?[0].words, "Again.");
            membership::withdraw_request(tx, &who, circle)?;
            assert!(membership::waiting(tx, circle)?.is_empty());
            Ok(())
        })
        .await;
    });
}
