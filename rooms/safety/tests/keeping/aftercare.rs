//! What is owed after something hard, and what is left when somebody goes.

use db::{Error, args};
use safety::{
    aftercare::{self, Care},
    case::Case,
    flag,
    kind::{Action, Level, Reason},
};

use crate::town::*;

#[test]
fn the_next_day_begins_at_ten_where_the_community_is() {
    in_town(|ground, cast| async move {
        // In Kiritimati it is tomorrow already, in Honolulu still today; clocks change in London.
        for (zone, days) in
            [("Pacific/Kiritimati", 0), ("Pacific/Honolulu", 1), ("Europe/London", 125), ("Asia/Kolkata", 2)]
        {
            ground.clock.pass(DAY * days);
            let of = cast.clone();
            let (now, due) = does(&ground, move |tx| {
                organisation::Settings::rename(tx, Some(of.mo.id), "Harbour", "Harbour", zone, "We moved.")?;
                let id = of.case(tx, &of.ann, Level::Amber)?;
                let verdict = safety::decision::Verdict { next_day: true, ..of.verdict(Action::Note) };
                of.decides(tx, &of.mo, id, &verdict)?;
                let task = aftercare::owed_to(tx, of.ann.id)?.into_iter().find(|it| it.case == id).expect("it is owed");
                assert_eq!((task.kind, task.by), (Care::NextDay, Some(of.mo.id)));
                Ok((tx.now(), task.due_at))
            })
            .await;
            let (today, at) = (clock(now, zone), clock(due, zone));
            assert!(at.ends_with(" 10:00"), "{zone}: {at}");
            let today: jiff::civil::Date = today[..10].parse().unwrap();
            assert_eq!(at[..10], today.tomorrow().unwrap().to_string(), "{zone}");
        }
    });
}

#[test]
fn after_something_hard_those_who_told_and_who_decided_are_asked_and_nobody_asks_themselves() {
    in_town(|ground, cast| async move {
        does(&ground, move |tx| {
            let note = cast.writes(tx, &cast.ann, "A note.")?;
            for who in [&cast.ben, &cast.cat] {
                flags(tx, who, note, Reason::NotSafe)?;
            }
            let (_, id) = flags(tx, &cast.ben, note, Reason::Unkind)?;
            cast.decides(tx, &cast.mo, id, &cast.verdict(Action::Note))?;
            let mut owed: Vec<_> =
                aftercare::waiting(tx, &cast.max)?.iter().map(|it| (it.kind.as_str(), it.to)).collect();
            owed.sort();
            let mut expected = vec![("witness", cast.ben.id), ("witness", cast.cat.id), ("debrief", cast.mo.id)];
            expected.sort();
            assert_eq!(owed, expected);
            let own: Vec<_> = aftercare::waiting(tx, &cast.mo)?.iter().map(|it| it.to).collect();
            assert!(!own.contains(&cast.mo.id), "nobody debriefs themselves");
            for nobody in [&cast.ann, &cast.fay, &cast.lea] {
                assert!(aftercare::waiting(tx, nobody)?.is_empty(), "{}", nobody.pseudonym);
            }
            let (debrief, witness) = {
                let all = aftercare::waiting(tx, &cast.max)?;
                let of = |to| all.iter().find(|it| it.to == to).expect("it is owed").id;
                (of(cast.mo.id), of(cast.ben.id))
            };
            assert!(matches!(aftercare::done(tx, &cast.cat, witness, "Me."), Err(Error::NotFound)));
            aftercare::done(tx, &cast.ben, witness, "")?;
            aftercare::done(tx, &cast.max, debrief, "We had tea.")?;
            assert_eq!(aftercare::waiting(tx, &cast.max)?.len(), 1);
            // After something light nothing is owed.
            let light = cast.case(tx, &cast.ann, Level::Amber)?;
            cast.decides(tx, &cast.mo, light, &cast.verdict(Action::Note))?;
            assert_eq!(aftercare::waiting(tx, &cast.max)?.len(), 1);
            Ok(())
        })
        .await;
    });
}

#[test]
fn who_goes_holds_nothing_and_owes_nothing_and_what_was_decided_stays() {
    in_town(|ground, cast| async move {
        does(&ground, move |tx| {
            let note = cast.writes(tx, &cast.ann, "A note.")?;
            let (_, hard) = flags(tx, &cast.ben, note, Reason::NotSafe)?;
            let verdict = safety::decision::Verdict { next_day: true, ..cast.verdict(Action::Note) };
            cast.decides(tx, &cast.mo, hard, &verdict)?;
            let held = cast.case(tx, &cast.cat, Level::Amber)?;
            Case::for_judge(tx, &cast.mo, held)?.claim(tx, &cast.mo)?;
            for who in [&cast.mo, &cast.ben, &cast.ann] {
                safety::farewell(tx, who.id)?;
                safety::farewell(tx, who.id)?;
            }
            assert_eq!(Case::for_judge(tx, &cast.max, held)?.claimed_by, None, "anybody may take it on");
            assert!(aftercare::waiting(tx, &cast.max)?.is_empty(), "nobody waits for who is gone");
            for table in ["safety_exposures", "safety_rests", "safety_cares"] {
                let left: i64 =
                    tx.value(&format!("SELECT COUNT(*) FROM {table} WHERE member_id = $1"), args![cast.mo.id])?;
                assert_eq!(left, 0, "{table}");
            }
            let decided: i64 = tx.value(
                "SELECT COUNT(*) FROM safety_decisions WHERE case_id = $1 AND by_id = $2",
                args![hard, cast.mo.id],
            )?;
            assert_eq!(decided, 1);
            assert_eq!(flag::count(tx, hard)?, 1);
            Ok(())
        })
        .await;
    });
}
