//! A pause: somebody who helps stops for a while, at once, without saying why. What is open goes on until it ends; nothing
//! new comes. What they planned in that time stays theirs, and is counted on by nobody until they are back.

use db::{Error, Result, Row, Time, Tx, args};
use words::{Actor, MemberId};

use crate::{
    answer::{Among, Bar, Step, Why, Work},
    shift,
    stretch::Stretch,
};

/// A pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// Until when; nothing while they have not said.
    pub until: Option<Time>,
}

/// The pause that somebody takes now.
pub fn of(tx: &mut Tx<'_>, member: MemberId) -> Result<Option<Pause>> {
    let pause = tx.once(member, |tx| {
        tx.first(
            "SELECT until FROM workforce_pauses WHERE member_id = $1 AND (until IS NULL OR until > $2)",
            args![member, tx.now()],
            |row| Ok(Pause { until: row.get(0)? }),
        )
    })?;
    Ok(*pause)
}

/// Pauses, until then or until they say so. Pausing again says it anew.
pub fn take(tx: &mut Tx<'_>, actor: &Actor, until: Option<Time>) -> Result<()> {
    if until.is_some_and(|it| it <= tx.now()) {
        return Err(Error::refused("pause-past"));
    }
    tx.execute(
        "INSERT INTO workforce_pauses (member_id, began_at, until) VALUES ($1, $2, $3)
         ON CONFLICT (member_id) DO UPDATE SET until = excluded.until",
        args![actor.id, tx.now(), until],
    )?;
    shift::changed(tx)
}

/// Comes back. Coming back twice is no error.
pub fn end(tx: &mut Tx<'_>, actor: &Actor) -> Result<()> {
    tx.execute("DELETE FROM workforce_pauses WHERE member_id = $1", args![actor.id])?;
    shift::changed(tx)
}

/// The pause of whoever a row is about, from a column that says whether there is one and the column after it.
pub(crate) fn from_row(row: &Row<'_>, column: usize) -> Result<Option<Pause>> {
    let pauses: bool = row.get(column)?;
    let until = row.get(column + 1)?;
    Ok(pauses.then_some(Pause { until }))
}

/// As much of a plan as somebody can be counted on for who may take a pause: what comes after it.
pub(crate) fn beside(pause: Option<Pause>, (from, to): Stretch) -> Option<Stretch> {
    let Some(pause) = pause else { return Some((from, to)) };
    let from = from.max(pause.until?);
    (from < to).then_some((from, to))
}

impl Pause {
    /// Whether they still pause then.
    pub(crate) fn covers(&self, then: Time) -> bool {
        self.until.is_none_or(|until| until > then)
    }
}

/// Whoever pauses, from all work. What lies after the pause may be planned, when it has an end.
pub(crate) fn barred(tx: &mut Tx<'_>, work: Work, step: Step, among: Among) -> Result<Vec<(MemberId, Bar)>> {
    let mut paused: Vec<(MemberId, Pause)> = match among {
        Among::One(member) => of(tx, member)?.map(|it| (member, it)).into_iter().collect(),
        Among::AtWork => tx.all(
            "SELECT p.member_id, p.until FROM workforce_pauses p
             WHERE (p.until IS NULL OR p.until > $2)
               AND p.member_id IN (SELECT member_id FROM workforce_spells WHERE ended_at IS NULL AND work = $1)",
            args![work, tx.now()],
            |row| Ok((row.get(0)?, Pause { until: row.get(1)? })),
        )?,
    };
    if step == Step::Plan {
        paused.retain(|(_, it)| it.until.is_none());
    }
    Ok(paused.into_iter().map(|(member, it)| (member, Bar { why: Why::Paused, until: it.until })).collect())
}
