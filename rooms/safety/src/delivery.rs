//! What is on its way to somebody outside: one row each, written with the stage that sends it, tried until it got through,
//! until there is no use, or until somebody has the case. It is done at least once; who gets it twice sees the same id.

use std::time::Duration;

use db::{Result, Time, Tx, args};
use post::{Failure, Post};
use words::MemberId;

use crate::{
    paging::{Page, PageId},
    way::{WayId, WayKind},
};

/// Tries, until nobody tries any more: about six minutes. By then everybody is told again anyway.
const TRIES: i64 = 10;
/// A trial is given up sooner: somebody sits in front of it.
const TRIES_OF_TRIAL: i64 = 3;
/// Longest pause between two tries.
const PAUSE_AT_MOST: Duration = Duration::from_secs(60);
/// How long it is kept how something went.
const KEPT: Duration = Duration::from_secs(30 * 86_400);

db::id! {
    /// Something on its way.
    DeliveryId
}

db::word! {
    /// How it ended.
    pub enum Outcome {
        /// It got through, as far as whoever took it can say.
        Sent = "sent",
        /// It was given up.
        Failed = "failed",
        /// Somebody had the case before it was sent.
        CalledBack = "called-back",
    }
}

/// Something that is due.
#[derive(Clone, Debug)]
pub(crate) struct Due {
    pub(crate) id: DeliveryId,
    pub(crate) page: Option<PageId>,
    pub(crate) stage: i64,
    pub(crate) kind: WayKind,
    pub(crate) way: Option<WayId>,
    pub(crate) begun_at: Option<Time>,
    pub(crate) made_at: Time,
}

/// Sends a stage out to these people over every way they gave, and to the operator's pager.
pub(crate) fn send_out(tx: &mut Tx<'_>, page: &Page, people: &[MemberId]) -> Result<()> {
    for member in people {
        let ways: Vec<(WayId, WayKind)> =
            tx.all("SELECT id, kind FROM safety_ways WHERE member_id = $1 ORDER BY kind, id", args![member], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        for (way, kind) in ways {
            insert(tx, Some(page.id), page.next.number, kind, Some(way), Some(*member))?;
        }
    }
    // Without ways out at all (tests of rules) there is no pager either.
    if tx.lent::<Post>().is_ok_and(|it| it.has_pager()) {
        insert(tx, Some(page.id), page.next.number, WayKind::Pager, None, None)?;
    }
    Ok(())
}

/// Sends a trial.
pub(crate) fn trial(tx: &mut Tx<'_>, member: MemberId, kind: WayKind, way: Option<WayId>) -> Result<()> {
    insert(tx, None, 0, kind, way, Some(member))
}

/// When a way was tried out last.
pub(crate) fn last_trial(tx: &mut Tx<'_>, kind: WayKind, way: Option<WayId>) -> Result<Option<Time>> {
    tx.value(
        "SELECT MAX(made_at) FROM safety_deliveries
         WHERE page_id IS NULL AND kind = $1 AND (way_id = $2 OR kind = 'pager')",
        args![kind, way],
    )
}

fn insert(
    tx: &mut Tx<'_>,
    page: Option<PageId>,
    stage: i64,
    kind: WayKind,
    way: Option<WayId>,
    member: Option<MemberId>,
) -> Result<()> {
    tx.execute(
        "INSERT INTO safety_deliveries (id, page_id, stage, kind, way_id, member_id, made_at, due_at, attempts)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 0)",
        args![DeliveryId::fresh(tx), page, stage, kind, way, member, tx.now()],
    )?;
    crate::carrier::wake(tx)
}

/// Somebody has the case: what has not been sent is not sent any more.
pub(crate) fn call_back(tx: &mut Tx<'_>, page: PageId) -> Result<()> {
    tx.execute(
        "UPDATE safety_deliveries SET outcome = $2, settled_at = $3 WHERE page_id = $1 AND outcome IS NULL",
        args![page, Outcome::CalledBack, tx.now()],
    )?;
    Ok(())
}

/// What is due now, apart from what is being sent already; the newest page first.
pub(crate) fn due(tx: &mut Tx<'_>, busy: &[DeliveryId], most: usize) -> Result<Vec<Due>> {
    let mut due = tx.all(
        "SELECT d.id, d.page_id, d.stage, d.kind, d.way_id, p.begun_at, d.made_at
         FROM safety_deliveries d LEFT JOIN safety_pages p ON p.id = d.page_id
         WHERE d.outcome IS NULL AND d.due_at <= $1 ORDER BY d.due_at, d.id LIMIT $2",
        args![tx.now(), (most + busy.len()) as i64],
        |row| {
            Ok(Due {
                id: row.get(0)?,
                page: row.get(1)?,
                stage: row.get(2)?,
                kind: row.get(3)?,
                way: row.get(4)?,
                begun_at: row.get(5)?,
                made_at: row.get(6)?,
            })
        },
    )?;
    due.retain(|it| !busy.contains(&it.id));
    due.truncate(most);
    Ok(due)
}

/// When the next one is due.
pub(crate) fn next_due(tx: &mut Tx<'_>) -> Result<Option<Time>> {
    tx.value("SELECT MIN(due_at) FROM safety_deliveries WHERE outcome IS NULL", args![])
}

/// Notes how a try went.
pub(crate) fn settle(tx: &mut Tx<'_>, it: &Due, went: &std::result::Result<(), Failure>) -> Result<()> {
    let (now, most) = (tx.now(), if it.page.is_none() { TRIES_OF_TRIAL } else { TRIES });
    match went {
        Ok(()) => {
            end(tx, it.id, Outcome::Sent, None)?;
            tx.execute(
                "UPDATE safety_ways SET reached_at = $2, fault = NULL, fault_at = NULL WHERE id = $1",
                args![it.way, now],
            )?;
        }
        Err(failure) => {
            let fault = failure.to_string();
            let attempts: i64 = tx.value(
                "UPDATE safety_deliveries SET attempts = attempts + 1, fault = $2 WHERE id = $1 RETURNING attempts",
                args![it.id, fault],
            )?;
            if matches!(failure, Failure::Later(_)) && attempts < most {
                let pause = Duration::from_secs(1 << attempts.clamp(0, 6)).min(PAUSE_AT_MOST);
                tx.execute("UPDATE safety_deliveries SET due_at = $2 WHERE id = $1", args![it.id, now + pause])?;
            } else {
                end(tx, it.id, Outcome::Failed, Some(&fault))?;
            }
            if *failure == Failure::Gone && it.kind == WayKind::Push {
                // Its browser does not want to be woken any more.
                tx.execute("DELETE FROM safety_ways WHERE id = $1", args![it.way])?;
            }
            tx.execute("UPDATE safety_ways SET fault = $2, fault_at = $3 WHERE id = $1", args![it.way, fault, now])?;
        }
    }
    Ok(())
}

/// Ends what has nowhere to go any more.
pub(crate) fn give_up(tx: &mut Tx<'_>, id: DeliveryId) -> Result<()> {
    end(tx, id, Outcome::Failed, Some("gone"))
}

fn end(tx: &mut Tx<'_>, id: DeliveryId, outcome: Outcome, fault: Option<&str>) -> Result<()> {
    // What was called back while it was being sent stays so.
    tx.execute(
        "UPDATE safety_deliveries SET outcome = $2, settled_at = $3, fault = $4 WHERE id = $1 AND outcome IS NULL",
        args![id, outcome, tx.now(), fault],
    )?;
    Ok(())
}

/// How the last days went on one way: for the operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Which way.
    pub kind: WayKind,
    /// How many got through.
    pub sent: i64,
    /// How many were given up.
    pub failed: i64,
    /// How many wait for another try.
    pub waiting: i64,
    /// The last fault.
    pub fault: Option<String>,
}

/// How deliveries went since then, by way.
pub fn record(tx: &mut Tx<'_>, since: Time) -> Result<Vec<Record>> {
    let mut all = tx.all(
        "SELECT kind, CAST(SUM(CASE WHEN outcome = 'sent' THEN 1 ELSE 0 END) AS BIGINT),
                CAST(SUM(CASE WHEN outcome = 'failed' THEN 1 ELSE 0 END) AS BIGINT),
                CAST(SUM(CASE WHEN outcome IS NULL AND attempts > 0 THEN 1 ELSE 0 END) AS BIGINT)
         FROM safety_deliveries WHERE made_at > $1 GROUP BY kind ORDER BY kind",
        args![since],
        |row| {
            Ok(Record { kind: row.get(0)?, sent: row.get(1)?, failed: row.get(2)?, waiting: row.get(3)?, fault: None })
        },
    )?;
    for it in &mut all {
        it.fault = tx.first(
            "SELECT fault FROM safety_deliveries WHERE kind = $1 AND made_at > $2 AND fault IS NOT NULL
             ORDER BY made_at DESC, id DESC LIMIT 1",
            args![it.kind, since],
            |row| row.get(0),
        )?;
    }
    Ok(all)
}

/// Forgets how things went long ago.
pub(crate) fn forget_old(tx: &mut Tx<'_>) -> Result<()> {
    tx.execute("DELETE FROM safety_deliveries WHERE made_at < $1", args![tx.now() - KEPT])?;
    Ok(())
}
