//! What a decision does, who is told what, and that nothing lasts longer than was said.

use std::time::Duration;

use db::{Error, args};
use people::standing;
use safety::{
    case::{self, Case},
    decision::{self, Decision, FOR_GOOD},
    flag,
    kind::{Action, Kind, Level, Matter, Reason},
    rule::{self, Says},
};
use seal::KeyId;
use words::Standing;

use crate::town::*;

#[test]
fn each_action_does_what_it_says_and_its_author_and_those_who_told_us_read_it() {
    in_town(|ground, cast| async move {
        for action in Action::ALL.iter().copied() {
            let of = cast.clone();
            does(&ground, move |tx| {
                let cast = &of;
                let note = cast.writes(tx, &cast.ann, "A note.")?;
                if action == Action::Restore {
                    tx.execute("UPDATE wall_notes SET state = 'held' WHERE id = $1", args![note.id])?;
                }
                let (_, id) = flags(tx, &cast.ben, note, Reason::Unkind)?;
                let decision = cast.decides(tx, &cast.mo, id, &cast.verdict(action))?;
                let now = tx.now();
                // What it does.
                let expected = if action == Action::Hide { "hidden" } else { "shown" };
                assert_eq!(state(tx, note)?, expected, "{action}");
                let pauses: Vec<db::Time> =
                    tx.all("SELECT until FROM wall_pauses WHERE member_id = $1", args![cast.ann.id], |row| row.get(0))?;
                let pause = (action == Action::Pause).then(|| now + 3 * DAY);
                assert_eq!(pauses, Vec::from_iter(pause), "{action}");
                let stands = standing::of(tx, cast.ann.id)?;
                let is_out = matches!(action, Action::Suspend | Action::End);
                assert_eq!(matches!(stands, Standing::Suspended(_)), is_out, "{action}: {stands:?}");
                // What is told, and to whom: that nothing was wrong is nobody's to know but theirs who told us.
                let told = Decision::own(tx, &cast.ann)?;
                if action == Action::Nothing {
                    assert!(told.is_empty() && decision::unread(tx, cast.ann.id)? == 0);
                    assert!(matches!(Decision::own_one(tx, &cast.ann, decision), Err(Error::NotFound)));
                } else {
                    assert_eq!((told[0].id, decision::unread(tx, cast.ann.id)?), (decision, 1));
                    let own = Decision::own_one(tx, &cast.ann, decision)?;
                    assert_eq!((own.part.as_str(), own.reason.as_str()), ("The second line.", "It names somebody."));
                    assert_eq!((own.fit.as_str(), own.rule), ("Leave out the name.", Some(cast.rule)));
                    let until = match action {
                        Action::Pause | Action::Suspend => Some(now + 3 * DAY),
                        Action::Warning => Some(now + 365 * DAY),
                        _ => None,
                    };
                    assert_eq!(own.until, until, "{action}");
                    own.read(tx)?;
                    assert_eq!(decision::unread(tx, cast.ann.id)?, 0);
                    let may_edit = matches!(action, Action::AskToEdit | Action::Hide);
                    assert_eq!(own.where_to_edit(tx)?.is_some(), may_edit, "{action}");
                }
                assert!(matches!(Decision::own_one(tx, &cast.ben, decision), Err(Error::NotFound)));
                let flags = flag::own(tx, &cast.ben)?;
                assert_eq!(flags[0].answer.as_deref(), Some("We looked at it."));
                // It is settled, by one decision.
                assert!(!queue(tx, &cast.max)?.contains(&id));
                is_refused(cast.decides(tx, &cast.mo, id, &cast.verdict(action)), "case-taken");
                let settled = Case::for_judge(tx, &cast.mo, id)?;
                is_refused(decision::decide(tx, &cast.mo, &settled, &cast.verdict(action)), "case-settled");
                // Back to the beginning for the next.
                tx.execute("DELETE FROM wall_pauses", args![])?;
                tx.execute("DELETE FROM safety_decisions", args![])?;
                tx.execute("DELETE FROM safety_flags", args![])?;
                if let Standing::Suspended(_) = stands {
                    let id = standing::suspensions(tx, &cast.lea, cast.ann.id)?.remove(0).id;
                    standing::lift(tx, cast.mo.id, id)?;
                }
                Ok(())
            })
            .await;
        }
    });
}

#[test]
fn a_decision_names_its_rule_and_its_reason_and_stays_within_what_one_may() {
    in_town(|ground, cast| async move {
        does(&ground, move |tx| {
            let id = cast.case(tx, &cast.ann, Level::Green)?;
            Case::for_judge(tx, &cast.mo, id)?.claim(tx, &cast.mo)?;
            let case = Case::for_judge(tx, &cast.mo, id)?;
            let no_rule = decision::Verdict { rule: None, ..cast.verdict(Action::Hide) };
            is_refused(decision::decide(tx, &cast.mo, &case, &no_rule), "decision-rule-missing");
            let no_days = decision::Verdict { days: 2, ..cast.verdict(Action::Pause) };
            is_refused(decision::decide(tx, &cast.mo, &case, &no_days), "decision-days-missing");
            is_refused(decision::decide(tx, &cast.max, &case, &cast.verdict(Action::Note)), "case-claim-first");
            // Whoever looks after the place does what concerns it, and takes nobody out of everything.
            let wide = [Action::Warning, Action::Suspend, Action::End];
            let (own, whole) = (decision::allowed(tx, &cast.fay, &case)?, decision::allowed(tx, &cast.mo, &case)?);
            assert!(wide.iter().all(|it| whole.contains(it) && !own.contains(it)));
            assert!([Action::Hide, Action::Pause, Action::Note].iter().all(|it| own.contains(it)));
            Case::for_judge(tx, &cast.mo, id)?.release(tx, &cast.mo)?;
            assert!(matches!(cast.decides(tx, &cast.fay, id, &cast.verdict(Action::Suspend)), Err(Error::NotFound)));
            // Of somebody, and of a talk between two, nothing is hidden.
            for kind in [Kind::Person, Kind::Talk] {
                let about = Matter { kind, id: cast.ann.id.0 };
                let id = cast.raises(tx, about, &cast.ann, Level::Green)?;
                let case = Case::for_judge(tx, &cast.mo, id)?;
                let allowed = decision::allowed(tx, &cast.mo, &case)?;
                assert!(!allowed.contains(&Action::Hide) && allowed.contains(&Action::Suspend), "{kind}");
            }
            Ok(())
        })
        .await;
    });
}

#[test]
fn what_holds_for_a_while_ends_by_itself() {
    in_town(|ground, cast| async move {
        let of = cast.clone();
        let (warned, ended) = does(&ground, move |tx| {
            let id = of.case(tx, &of.ann, Level::Green)?;
            of.decides(tx, &of.mo, id, &of.verdict(Action::Suspend))?;
            let id = of.case(tx, &of.cat, Level::Green)?;
            let warned = of.decides(tx, &of.mo, id, &of.verdict(Action::Warning))?;
            let id = of.case(tx, &of.ben, Level::Green)?;
            let ended = of.decides(tx, &of.mo, id, &of.verdict(Action::End))?;
            Ok((warned, ended))
        })
        .await;
        let is_out = |who: &words::Actor| {
            let id = who.id;
            let db = ground.db.clone();
            async move { matches!(db.read(move |tx| standing::of(tx, id)).await.unwrap(), Standing::Suspended(_)) }
        };
        ground.clock.pass(3 * DAY - Duration::from_secs(1));
        assert!(is_out(&cast.ann).await && is_out(&cast.ben).await);
        ground.clock.pass(Duration::from_secs(2));
        assert!(!is_out(&cast.ann).await, "three days are over");
        assert!(is_out(&cast.ben).await, "for good is for good");
        ground.clock.pass(361 * DAY);
        let of = cast.clone();
        does(&ground, move |tx| {
            assert!(Decision::own_one(tx, &of.cat, warned)?.holds(tx.now()));
            assert!(Decision::own_one(tx, &of.cat, warned)?.holds(tx.now() + DAY / 2));
            assert!(!Decision::own_one(tx, &of.cat, warned)?.holds(tx.now() + 2 * DAY));
            assert!(Decision::own_one(tx, &of.ben, ended)?.holds(tx.now() + FOR_GOOD / 2));
            Ok(())
        })
        .await;
    });
}

#[test]
fn a_rule_that_is_rewritten_leaves_the_words_a_decision_was_made_under() {
    in_town(|ground, cast| async move {
        does(&ground, move |tx| {
            let id = cast.case(tx, &cast.ann, Level::Green)?;
            let decision = cast.decides(tx, &cast.mo, id, &cast.verdict(Action::Warning))?;
            is_refused(rule::retire(tx, &cast.mo, cast.rule, "Too strict."), "rule-last");
            let says = Says { title: "Be kind, and brief".to_owned(), why: "It helps.".to_owned(), ..Says::default() };
            let new = rule::rewrite(tx, &cast.mo, cast.rule, &says, "Clearer.")?;
            assert_eq!(rule::all(tx)?.iter().map(|it| it.id).collect::<Vec<_>>(), [new]);
            is_refused(rule::rewrite(tx, &cast.max, cast.rule, &Says::default(), "At once."), "rule-changed-meanwhile");
            let under = Decision::own_one(tx, &cast.ann, decision)?.rule.expect("it names one");
            assert_eq!(rule::find(tx, under)?.says.title, "Be kind");
            rule::add(tx, &cast.mo, &says, "A second.")?;
            rule::retire(tx, &cast.mo, new, "One is enough.")?;
            assert_eq!(rule::all(tx)?.len(), 1);
            Ok(())
        })
        .await;
    });
}

#[test]
fn while_nobody_is_there_enough_people_set_a_thing_aside_and_one_alone_never_does() {
    in_town(|ground, cast| async move {
        does(&ground, move |tx| {
            let (loud, other) = (cast.writes(tx, &cast.ann, "Loud.")?, cast.writes(tx, &cast.ann, "Louder.")?);
            for reason in [Reason::Unkind, Reason::Harmful, Reason::Other, Reason::Exposes] {
                flags(tx, &cast.ben, loud, reason)?;
            }
            flags(tx, &cast.cat, loud, Reason::Unkind)?;
            assert_eq!(state(tx, loud)?, "shown", "two people are two");
            flags(tx, &cast.gus, loud, Reason::Unkind)?;
            assert_eq!(state(tx, loud)?, "held");
            // Five people on what one person writes.
            flags(tx, &cast.fay, other, Reason::Unkind)?;
            assert_eq!(state(tx, other)?, "shown");
            flags(tx, &cast.sue, other, Reason::Unkind)?;
            assert_eq!(state(tx, other)?, "held");
            Ok(())
        })
        .await;
    });
}

#[test]
fn while_somebody_is_there_nothing_is_set_aside_by_itself() {
    in_town(|ground, cast| async move {
        does(&ground, move |tx| {
            let mo = cast.mo.clone();
            let until = tx.now() + 60 * MINUTE;
            safety::watch::begin(tx, &mo, until)?;
            let loud = cast.writes(tx, &cast.ann, "Loud.")?;
            for who in [&cast.ben, &cast.cat, &cast.gus, &cast.fay, &cast.sue, &cast.max] {
                flags(tx, who, loud, Reason::Unkind)?;
            }
            assert_eq!(state(tx, loud)?, "shown");
            Ok(())
        })
        .await;
    });
}

#[test]
fn a_settled_case_is_forgotten_after_a_year_with_its_key_and_an_open_one_is_not() {
    in_town(|ground, cast| async move {
        let of = cast.clone();
        let (settled, open) = does(&ground, move |tx| {
            let note = of.writes(tx, &of.ann, "A note.")?;
            let (_, settled) = flags(tx, &of.ben, note, Reason::NotSafe)?;
            let decision = of.decides(tx, &of.mo, settled, &of.verdict(Action::Warning))?;
            safety::appeal::make(tx, &of.ann, decision, "Please look again.")?;
            let note = of.writes(tx, &of.ann, "Another.")?;
            Ok((settled, flags(tx, &of.ben, note, Reason::Unkind)?.1))
        })
        .await;
        let count = |id: safety::kind::CaseId| {
            let db = ground.db.clone();
            async move {
                db.read(move |tx| {
                    let mut all = Vec::new();
                    for table in
                        ["safety_flags", "safety_evidence", "safety_decisions", "safety_tasks", "safety_exposures"]
                    {
                        all.push(
                            tx.value::<i64>(&format!("SELECT COUNT(*) FROM {table} WHERE case_id = $1"), args![id])?,
                        );
                    }
                    all.push(tx.value("SELECT COUNT(*) FROM safety_appeals", args![])?);
                    Ok(all)
                })
                .await
                .unwrap()
            }
        };
        let keys = || tokio::task::block_in_place(|| ground.keyring.count().unwrap());
        pass(&ground, 364 * DAY).await;
        assert!(count(settled).await.iter().all(|it| *it > 0), "{:?}", count(settled).await);
        let before = keys();
        pass(&ground, 2 * DAY).await;
        assert_eq!(count(settled).await, [0, 0, 0, 0, 0, 0]);
        let after = keys();
        assert_eq!((after.0, after.1), (before.0 - 1, before.1 + 1), "its key is destroyed");
        assert_eq!(count(open).await[..2], [1, 1]);
        does(&ground, move |tx| {
            assert!(matches!(Case::for_judge(tx, &cast.mo, settled), Err(Error::NotFound)));
            let case = Case::for_judge(tx, &cast.mo, open)?;
            assert_eq!(case.evidence(tx)?[0].1[0].words, "Another.");
            assert_eq!(case::waiting_for(tx, &cast.mo)?, 1);
            assert_ne!(KeyId(open.0), KeyId(settled.0));
            Ok(())
        })
        .await;
    });
}
