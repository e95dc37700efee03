use std::time::Duration;

use db::{Result, Time, Tx, args};
use jobs::Jobs;
use safety::{
    kind::{Action, CaseId, FlagId, Level, Reason},
    transparency::{self, Month, Table},
};
use testkit::on_both_engines;

use crate::{DAY, MINUTE, decision, migrations, write};

/// The tenth of October 2026, at noon.
const OCTOBER: Time = Time(1_791_633_600_000_000);

fn flags(tx: &mut Tx<'_>, reason: Reason, count: usize) -> Result<()> {
    for _ in 0..count {
        tx.execute(
            "INSERT INTO safety_flags (id, case_id, by_id, reason, made_at) VALUES ($1, $1, $1, $2, $3)",
            args![FlagId::fresh(tx), reason, tx.now()],
        )?;
    }
    Ok(())
}

/// A case that was taken and settled after so many minutes.
fn cases(tx: &mut Tx<'_>, level: Level, count: i64) -> Result<()> {
    for number in 0..count {
        let after = |minutes: i64| tx.now() + MINUTE * u32::try_from(minutes).unwrap();
        let (taken, settled) = (after(number), after(number * 10));
        tx.execute(
            "INSERT INTO safety_cases (id, kind, subject_id, band, level, source, opened_at, due_at, claimed_at, settled_at)
             VALUES ($1, 'post', $1, 'adult', $2, 'flag', $3, $3, $4, $5)",
            args![CaseId::fresh(tx), level, tx.now(), taken, settled],
        )?;
    }
    Ok(())
}

fn shown(table: &Table) -> Vec<(&str, Option<u64>)> {
    table.rows.iter().map(|it| (it.name.as_str(), it.count)).filter(|it| it.1.is_some()).collect()
}

#[test]
fn a_month_is_told_once_a_week_after_it_ended_without_small_numbers() {
    on_both_engines(&migrations(), |ground| async move {
        let db = &ground.db;
        ground.clock.set(OCTOBER);
        write(db, |tx| {
            flags(tx, Reason::NotSafe, 40)?;
            flags(tx, Reason::Unkind, 3)?;
            for reason in [Reason::Sexual, Reason::Harmful, Reason::Exposes, Reason::Outside, Reason::Pushed] {
                flags(tx, reason, 30)?;
            }
            cases(tx, Level::Red, 30)?;
            cases(tx, Level::Crisis, 25)?;
            cases(tx, Level::Amber, 5)?;
            for _ in 0..50 {
                decision(tx, None, Action::Nothing, None)?;
            }
            decision(tx, None, Action::Hide, None)?;
            transparency::tell(tx)
        })
        .await;
        assert_eq!(db.read(transparency::months).await.unwrap(), Vec::<String>::new(), "October is not over");
        let jobs = || safety::jobs(people::jobs(Jobs::default()));
        ground.clock.pass(DAY * 27);
        jobs().run_due(db).await.unwrap();
        assert!(db.read(transparency::months).await.unwrap().is_empty(), "it ended six days ago");
        ground.clock.pass(DAY * 2);
        jobs().run_due(db).await.unwrap();
        assert_eq!(db.read(transparency::months).await.unwrap(), ["2026-10-01"]);
        let month: Month = db.read(|tx| transparency::of_month(tx, "2026-10-01")).await.unwrap();

        // 193 altogether, and three were unkind: others are hidden with them until nobody can tell.
        assert_eq!(month.flags.total, Some(193));
        let told = shown(&month.flags);
        assert!(told.iter().all(|(_, count)| count.is_some_and(|it| it >= 10)));
        let hidden = 193 - told.iter().filter_map(|it| it.1).sum::<u64>();
        let untold = month.flags.rows.len() - told.len();
        assert!(untold >= 2 && hidden >= 10 * untold as u64, "{untold} are {hidden} together");
        // One thing was hidden: nothing at all is said of it.
        assert_eq!((shown(&month.measures), month.measures.total), (vec![], None));
        assert_eq!((shown(&month.rules), month.rules.total), (vec![], None));
        assert_eq!(month.gentle.total, Some(50));
        let pace = |level: &str| month.pace.iter().find(|it| it.level == level).unwrap().clone();
        assert_eq!(month.pace[0].level, "crisis");
        assert_eq!(
            (pace("crisis").cases, pace("crisis").look, pace("crisis").settled),
            (Some(25), Some(12), Some(120))
        );
        assert_eq!((pace("amber").cases, pace("amber").look), (None, None));
        assert_eq!((month.appeals.total, month.appeal_hours), (None, None));

        // What is deleted or added later changes nothing that was told.
        write(db, |tx| {
            tx.execute("DELETE FROM safety_flags", args![])?;
            tx.execute("DELETE FROM safety_cases", args![])
        })
        .await;
        ground.clock.pass(DAY * 3);
        jobs().run_due(db).await.unwrap();
        assert_eq!(db.read(|tx| transparency::of_month(tx, "2026-10-01")).await.unwrap(), month);
        // The months after it follow, one by one, without anything in them.
        ground.clock.pass(DAY * 60);
        jobs().run_due(db).await.unwrap();
        assert_eq!(db.read(transparency::months).await.unwrap(), ["2026-12-01", "2026-11-01", "2026-10-01"]);
        assert_eq!(Duration::from_secs(86_400), DAY);
    });
}
