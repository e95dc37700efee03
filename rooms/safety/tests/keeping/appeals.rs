//! Another pair of eyes: never those of whoever decided; and what was done is taken back.

use std::time::Duration;

use db::Error;
use people::standing;
use safety::{
    appeal,
    decision::Decision,
    flag,
    kind::{Action, Kind, Level, Matter, Reason},
};
use words::Standing;

use crate::town::*;

#[test]
fn an_appeal_goes_to_one_who_neither_decided_nor_told_nor_is_asking() {
    in_town(|ground, cast| async move {
        does(&ground, move |tx| {
            let note = cast.writes(tx, &cast.ann, "A note.")?;
            let (_, case) = flags(tx, &cast.sue, note, Reason::Unkind)?;
            let decision = cast.decides(tx, &cast.mo, case, &cast.verdict(Action::Hide))?;
            assert!(matches!(appeal::make(tx, &cast.ben, decision, "For her."), Err(Error::NotFound)));
            let id = appeal::make(tx, &cast.ann, decision, "Please look again.")?;
            assert_eq!(appeal::make(tx, &cast.ann, decision, "And again.")?, id, "asked once");
            for who in [&cast.mo, &cast.sue, &cast.ann, &cast.ben, &cast.fay, &cast.lea] {
                assert!(matches!(appeal::for_judge(tx, who, id), Err(Error::NotFound)), "{}", who.pseudonym);
                assert!(appeal::waiting(tx, who)?.is_empty(), "{}", who.pseudonym);
                let answer = appeal::answer(tx, who, id, true, "Yes.", "Told.");
                assert!(matches!(answer, Err(Error::NotFound)), "{}", who.pseudonym);
            }
            assert_eq!(state(tx, note)?, "hidden");
            let (read, ..) = appeal::for_judge(tx, &cast.max, id)?;
            assert_eq!((read.words.as_str(), read.due_at), ("Please look again.", tx.now() + 7 * DAY));
            assert_eq!(appeal::waiting(tx, &cast.max)?.len(), 1);
            appeal::answer(tx, &cast.max, id, false, "It stays.", "Told.")?;
            is_refused(appeal::answer(tx, &cast.max, id, true, "Or not.", "Told."), "appeal-answered");
            assert_eq!(state(tx, note)?, "hidden", "declined, it stays");
            let own = appeal::of_decision(tx, decision)?.expect("it was made");
            assert_eq!((own.upheld, own.answer.as_str()), (Some(false), "It stays."));
            assert_eq!(flag::own(tx, &cast.sue)?[0].answer.as_deref(), Some("We looked at it."), "told once");
            Ok(())
        })
        .await;
    });
}

#[test]
fn upheld_each_decision_is_taken_back_with_what_it_did_and_those_who_told_us_hear_of_it() {
    in_town(|ground, cast| async move {
        for action in [Action::Hide, Action::Pause, Action::Suspend, Action::End, Action::Warning, Action::AskToEdit] {
            let of = cast.clone();
            does(&ground, move |tx| {
                let cast = &of;
                let note = cast.writes(tx, &cast.ann, "A note.")?;
                let (_, case) = flags(tx, &cast.ben, note, Reason::Unkind)?;
                let decision = cast.decides(tx, &cast.mo, case, &cast.verdict(action))?;
                Decision::own_one(tx, &cast.ann, decision)?.read(tx)?;
                // Whoever was suspended can ask as well.
                let id = appeal::make(tx, &cast.ann, decision, "Please look again.")?;
                appeal::answer(tx, &cast.max, id, true, "You are right.", "We looked again.")?;
                assert_eq!(state(tx, note)?, "shown", "{action}");
                let pauses: i64 = tx.value("SELECT COUNT(*) FROM wall_pauses", db::args![])?;
                assert_eq!(pauses, 0, "{action}");
                assert_eq!(standing::of(tx, cast.ann.id)?, Standing::Active, "{action}");
                let undone = Decision::own_one(tx, &cast.ann, decision)?;
                assert!(!undone.holds(tx.now()) && undone.seen_at.is_none() && undone.where_to_edit(tx)?.is_none());
                let flags = flag::own(tx, &cast.ben)?;
                let told = flags.iter().find(|it| it.case == case).expect("it was told").answer.clone();
                let expected = if action == Action::AskToEdit { "We looked at it." } else { "We looked again." };
                assert_eq!(told.as_deref(), Some(expected), "{action}");
                assert!(matches!(appeal::make(tx, &cast.ann, decision, "Once more."), Err(Error::Refused(_))));
                Ok(())
            })
            .await;
        }
    });
}

#[test]
fn an_appeal_is_open_for_three_months_and_only_about_what_takes_something() {
    in_town(|ground, cast| async move {
        let of = cast.clone();
        let (note, hidden) = does(&ground, move |tx| {
            let first = of.case(tx, &of.ann, Level::Green)?;
            let second = of.case(tx, &of.ann, Level::Green)?;
            Ok((
                of.decides(tx, &of.mo, first, &of.verdict(Action::Note))?,
                of.decides(tx, &of.mo, second, &of.verdict(Action::Hide))?,
            ))
        })
        .await;
        let appeals = |decision| {
            let (who, db) = (cast.ann.clone(), ground.db.clone());
            async move { db.write(move |tx| appeal::make(tx, &who, decision, "Please.")).await }
        };
        is_refused(appeals(note).await, "appeal-too-late");
        ground.clock.pass(appeal::OPEN_FOR + Duration::from_secs(1));
        is_refused(appeals(hidden).await, "appeal-too-late");
    });
}

#[test]
fn a_childs_appeal_goes_to_a_lead_and_waits_when_the_only_one_decided() {
    in_town(|ground, cast| async move {
        does(&ground, move |tx| {
            let matter = Matter { kind: Kind::Person, id: cast.kit.id.0 };
            let id = cast.raises(tx, matter, &cast.kit, Level::Red)?;
            let decision = cast.decides(tx, &cast.lea, id, &cast.verdict(Action::Warning))?;
            let id = appeal::make(tx, &cast.kit, decision, "Please look again.")?;
            for who in [&cast.lea, &cast.mo, &cast.sue] {
                assert!(matches!(appeal::for_judge(tx, who, id), Err(Error::NotFound)), "{}", who.pseudonym);
            }
            let second = joins(tx, "Lorna", words::AgeBand::Adult, &[words::Hat::SafeguardingLead])?;
            appeal::answer(tx, &second, id, true, "You are right.", "Told.")
        })
        .await;
    });
}
