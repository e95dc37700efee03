//! Stepping back to being a member, on any day, for a while or for good. One press, and nothing to explain: whoever is
//! talked with is handed on kindly, the hats come off, and nobody is told why. Somebody may also be asked to rest, for
//! their own sake; why, and what would help, stays theirs.

use db::{Error, Result, Row, Time, Tx, Uuid, args};
use people::hats;
use seal::{KeyId, Place, Sealing};
use words::{Actor, Hat, MemberId};

use crate::{
    application::{self, Application, decides},
    shift,
};

/// Longest reason and longest plan, in characters.
pub const WORDS_AT_MOST: usize = 2000;

db::word! {
    /// For how long.
    pub enum Span {
        /// For a while: the way back is a talk.
        While = "while",
        /// For good: what was written on the way in is forgotten, and whoever comes again comes anew.
        Good = "good",
    }
}

/// How a room lets somebody go who steps back: it ends what they have open and hands on whom they were with, in kind
/// words. Each is called while the hats are still on. Lent to the database in `app`.
#[derive(Clone, Copy)]
pub struct HandsOn(pub &'static [fn(&mut Tx<'_>, MemberId) -> Result<()>]);

/// A step back that has not ended.
#[derive(Clone, Debug)]
pub struct StepBack {
    id: Uuid,
    /// Whose.
    pub member: MemberId,
    /// Which hats they laid down.
    pub hats: Vec<Hat>,
    /// Who asked them to rest; nobody when it was their own wish.
    pub by: Option<MemberId>,
    /// Since when.
    pub stepped_at: Time,
    sealed_reason: Option<Vec<u8>>,
    sealed_plan: Option<Vec<u8>>,
}

fn from_row(row: &Row<'_>) -> Result<StepBack> {
    Ok(StepBack {
        id: row.get(0)?,
        member: row.get(1)?,
        hats: application::listed(&row.get::<String>(2)?),
        by: row.get(3)?,
        stepped_at: row.get(4)?,
        sealed_reason: row.get(5)?,
        sealed_plan: row.get(6)?,
    })
}

impl StepBack {
    /// The step back of a member that has not ended.
    pub fn open_of(tx: &mut Tx<'_>, member: MemberId) -> Result<Option<Self>> {
        tx.first(
            "SELECT id, member_id, hats, by_id, stepped_at, reason, plan FROM workforce_steps_back
             WHERE member_id = $1 AND ended_at IS NULL",
            args![member],
            from_row,
        )
    }

    /// They are back.
    pub(crate) fn end(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
        // What it was about is over with it.
        tx.execute(
            "UPDATE workforce_steps_back SET ended_at = $2, reason = NULL, plan = NULL
             WHERE member_id = $1 AND ended_at IS NULL",
            args![member, tx.now()],
        )?;
        Ok(())
    }

    /// Why they were asked to rest. For them alone to read.
    pub fn reason(&self, tx: &mut Tx<'_>, actor: &Actor) -> Result<Option<String>> {
        if actor.id != self.member {
            return Err(Error::NotFound);
        }
        self.unseal(tx, "reason", self.sealed_reason.as_deref())
    }

    /// What would help, on the way back. Read by them, and once they ask to come back by whoever decides with them.
    pub fn plan(&self, tx: &mut Tx<'_>) -> Result<Option<String>> {
        self.unseal(tx, "plan", self.sealed_plan.as_deref())
    }

    fn unseal(&self, tx: &mut Tx<'_>, column: &'static str, sealed: Option<&[u8]>) -> Result<Option<String>> {
        match sealed {
            Some(sealed) => tx.unseal(KeyId(self.member.0), place(column, self.id), sealed),
            None => Ok(None),
        }
    }
}

/// Steps back. Whoever wears nothing that can be laid down has nothing to step back from.
pub fn step_back(tx: &mut Tx<'_>, actor: &Actor, span: Span) -> Result<()> {
    hand_on(tx, actor.id)?;
    let laid_down = hats::lay_down(tx, actor.id)?;
    if laid_down.is_empty() {
        return Err(Error::refused("step-back-nothing"));
    }
    keep(tx, actor.id, span, None, &laid_down)?;
    if span == Span::Good {
        StepBack::end(tx, actor.id)?;
        application::forget_for_good(tx, actor.id)?;
    }
    Ok(())
}

/// Whoever stepped back for a while stays a member for good: nothing is kept for a way back.
pub fn stay(tx: &mut Tx<'_>, actor: &Actor) -> Result<()> {
    StepBack::open_of(tx, actor.id)?.ok_or(Error::NotFound)?;
    StepBack::end(tx, actor.id)?;
    application::forget_for_good(tx, actor.id)
}

/// Asks somebody to rest from their hats, for their own sake. They read why; nobody else does. The plan is for the way
/// back, and theirs to change.
pub fn ask_to_rest(tx: &mut Tx<'_>, by: &Actor, member: MemberId, reason: &str, plan: &str) -> Result<()> {
    decides(by)?;
    if reason.trim().is_empty() {
        return Err(Error::refused("rest-reason-missing"));
    }
    hand_on(tx, member)?;
    let laid_down = hats::rest_by_programme(tx, by.id, member)?;
    if laid_down.is_empty() {
        return Err(Error::NotFound);
    }
    let id = keep(tx, member, Span::While, Some(by.id), &laid_down)?;
    let sealed = tx.seal(KeyId(member.0), place("reason", id), reason.trim())?;
    tx.execute("UPDATE workforce_steps_back SET reason = $2 WHERE id = $1", args![id, sealed])?;
    write_plan(tx, member, id, plan)
}

/// Writes what would help on the way back.
pub fn plan(tx: &mut Tx<'_>, actor: &Actor, words: &str) -> Result<()> {
    let stepped = StepBack::open_of(tx, actor.id)?.ok_or(Error::NotFound)?;
    write_plan(tx, actor.id, stepped.id, words)
}

fn write_plan(tx: &mut Tx<'_>, member: MemberId, id: Uuid, words: &str) -> Result<()> {
    let sealed = match words.trim() {
        "" => None,
        words => Some(tx.seal(KeyId(member.0), place("plan", id), words)?),
    };
    tx.execute("UPDATE workforce_steps_back SET plan = $2 WHERE id = $1", args![id, sealed])?;
    Ok(())
}

/// People whom this member may ask to rest: everybody who wears a hat that is theirs to take, by name.
pub fn whom(tx: &mut Tx<'_>, by: &Actor) -> Result<Vec<(MemberId, String)>> {
    decides(by)?;
    let all: Vec<(MemberId, String, Hat)> = tx.all(
        "SELECT h.member_id, n.pseudonym, h.hat FROM people_wearers h
         JOIN people_names n ON n.member_id = h.member_id WHERE h.member_id <> $1 ORDER BY n.pseudonym, h.member_id",
        args![by.id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let keeps = by.wears(Hat::Administrator);
    let beyond = |member: MemberId| all.iter().any(|it| it.0 == member && !hats::PROGRAMME.contains(&it.2));
    let mut people: Vec<(MemberId, String)> = Vec::new();
    for (member, name, hat) in &all {
        let theirs = *hat != Hat::Administrator && (keeps || !beyond(*member));
        if theirs && people.iter().all(|(it, _)| it != member) {
            people.push((*member, name.clone()));
        }
    }
    Ok(people)
}

fn hand_on(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    shift::end_all(tx, member)?;
    // Tests of this room's own rules have no rooms above them.
    let Ok(rooms) = tx.lent::<HandsOn>() else { return Ok(()) };
    rooms.0.iter().try_for_each(|room| room(tx, member))
}

fn keep(
    tx: &mut Tx<'_>,
    member: MemberId,
    span: Span,
    by: Option<MemberId>,
    laid_down: &[(Hat, Time)],
) -> Result<Uuid> {
    for (hat, since) in laid_down {
        tx.execute(
            "INSERT INTO workforce_roles (member_id, hat, from_at, to_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (member_id, hat, from_at) DO NOTHING",
            args![member, hat, since, tx.now()],
        )?;
    }
    // Whoever was given a new hat while a way back was open lays that one down too: it is one step back, from all of them.
    let mut all: Vec<Hat> = laid_down.iter().map(|(hat, _)| *hat).collect();
    if let Some(before) = StepBack::open_of(tx, member)? {
        all.extend(before.hats.iter().filter(|it| !laid_down.iter().any(|(hat, _)| hat == *it)));
        StepBack::end(tx, member)?;
    }
    let id = tx.new_uuid();
    tx.execute(
        "INSERT INTO workforce_steps_back (id, member_id, hats, span, by_id, stepped_at) VALUES ($1, $2, $3, $4, $5, $6)",
        args![id, member, application::list(&all), span, by, tx.now()],
    )?;
    // An application to come back, or for another hat, is over: it would otherwise wait for an answer that nobody wants.
    if Application::open_of(tx, member)?.is_some() {
        tx.execute(
            "UPDATE workforce_applications SET outcome = $2, decided_at = $3 WHERE member_id = $1 AND outcome IS NULL",
            args![member, application::Outcome::Withdrawn, tx.now()],
        )?;
    }
    Ok(id)
}

/// A member is erased: nothing of it stays.
pub(crate) fn forget(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    tx.execute("DELETE FROM workforce_steps_back WHERE member_id = $1", args![member])?;
    tx.execute("DELETE FROM workforce_roles WHERE member_id = $1", args![member])?;
    Ok(())
}

fn place(column: &'static str, id: Uuid) -> Place {
    Place::new("workforce_steps_back", column, id)
}
