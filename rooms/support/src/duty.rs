//! Being on duty: here, able, and looked after.

use std::time::Duration;

use db::{Result, Time, Tx, args};
use jobs::Later;
use words::{Actor, AgeBand, MemberId};
use workforce::{
    answer::{self, Step, Work},
    debrief::{self, Cause},
    hours, rest, spell,
};

use crate::{
    alert::{self, AlertKind},
    conversation::{Conversation, Ending},
    kind::DutyId,
    practice, topic,
};

/// Without a sign of the supporter's page for this long, nobody is offered to them.
pub const HERE: Duration = Duration::from_secs(90);
/// Without a sign for this long, the duty ends by itself.
pub const GONE: Duration = Duration::from_secs(15 * 60);

/// Job: looks whether somebody on duty should rest now, or has given enough.
pub(crate) const LOOK: &str = "support.duty-look";

/// How a duty ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// By their own choice.
    Done,
    /// "I'm not OK."
    NotOk,
    /// They were not there any more.
    Away,
    /// The hat was withdrawn or the account paused.
    Withdrawn,
    /// They had given enough for the day or the week.
    Enough,
}

impl How {
    fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::NotOk => "not-ok",
            Self::Away => "away",
            Self::Withdrawn => "withdrawn",
            Self::Enough => "enough",
        }
    }
}

/// A supporter's time on duty.
#[derive(Clone, Debug)]
pub struct Duty {
    /// Its id.
    pub id: DutyId,
    /// Whose it is.
    pub member: MemberId,
    /// Since when.
    pub began_at: Time,
    /// When their page last asked.
    pub seen_at: Time,
}

pub(crate) fn from_row(row: &db::Row<'_>) -> Result<Duty> {
    Ok(Duty { id: row.get(0)?, member: row.get(1)?, began_at: row.get(2)?, seen_at: row.get(3)? })
}

impl Duty {
    /// Goes on duty. Whoever is already on duty stays so.
    pub fn begin(tx: &mut Tx<'_>, supporter: &Actor) -> Result<()> {
        if Self::of(tx, supporter.id)?.is_some() {
            return Ok(());
        }
        answer::may(tx, supporter.id, Work::Conversation, Step::Begin)?;
        let id = DutyId::fresh(tx);
        let begun = tx.execute(
            "INSERT INTO support_duties (id, member_id, began_at, seen_at) VALUES ($1, $2, $3, $3)
             ON CONFLICT (member_id) WHERE ended_at IS NULL DO NOTHING",
            args![id, supporter.id, tx.now()],
        )?;
        if begun == 1 {
            // Whoever is here for members does not play at the same time.
            practice::end_all(tx, supporter.id)?;
            spell::begin(tx, supporter.id, Work::Conversation, id.0)?;
            look_later(tx, id, supporter.id)?;
        }
        topic::refresh_member(tx, supporter.id)?;
        topic::cover_changed(tx)
    }

    /// The open duty of a member.
    pub fn of(tx: &mut Tx<'_>, member: MemberId) -> Result<Option<Self>> {
        tx.first(
            "SELECT id, member_id, began_at, seen_at FROM support_duties WHERE member_id = $1 AND ended_at IS NULL",
            args![member],
            from_row,
        )
    }

    /// Those on duty who support people of this band, longest first.
    pub fn all_of(tx: &mut Tx<'_>, band: AgeBand) -> Result<Vec<Self>> {
        tx.all(
            "SELECT d.id, d.member_id, d.began_at, d.seen_at FROM support_duties d
             JOIN people_wearers w ON w.member_id = d.member_id
             WHERE d.ended_at IS NULL AND w.hat = 'supporter' AND w.band = $1 AND w.suspended_until <= $2
             ORDER BY d.began_at, d.id",
            args![band, tx.now()],
            from_row,
        )
    }

    /// Whether their page is open, as far as we can know.
    pub fn is_here(&self, now: Time) -> bool {
        now.since(self.seen_at) < HERE
    }

    /// Notes that their page is open.
    pub fn see(&self, tx: &mut Tx<'_>) -> Result<()> {
        let was_away = !self.is_here(tx.now());
        tx.execute("UPDATE support_duties SET seen_at = $2 WHERE id = $1", args![self.id, tx.now()])?;
        if was_away { topic::cover_changed(tx) } else { Ok(()) }
    }

    /// Goes off duty. An open offer moves on; conversations that are open stay open until they are ended.
    pub fn end(&self, tx: &mut Tx<'_>, how: How) -> Result<()> {
        let at = self.worked_until(tx)?;
        let ended = tx.execute(
            "UPDATE support_duties SET ended_at = $2, ended_how = $3 WHERE id = $1 AND ended_at IS NULL",
            args![self.id, tx.now(), how.as_str()],
        )?;
        if ended == 0 {
            return Ok(());
        }
        // Whoever still talks gives their time, on duty or not.
        for open in Conversation::open_of_supporter(tx, self.member)? {
            spell::begin(tx, self.member, Work::Conversation, open.id.0)?;
        }
        spell::end_at(tx, Work::Conversation, self.id.0, at)?;
        tx.execute(
            "UPDATE support_offers SET settled_at = $2, outcome = 'moved-on' WHERE supporter_id = $1 AND settled_at IS NULL",
            args![self.member, tx.now()],
        )?;
        topic::refresh_member(tx, self.member)?;
        topic::cover_changed(tx)
    }

    /// Until when they worked: until now, unless they had given enough before and talked with nobody after it. Nothing was
    /// asked of them from there on, however late that is looked at.
    fn worked_until(&self, tx: &mut Tx<'_>) -> Result<Time> {
        let (now, enough) = (tx.now(), hours::enough_at(tx, self.member)?);
        if enough >= now || !Conversation::open_of_supporter(tx, self.member)?.is_empty() {
            return Ok(now);
        }
        let talked: Option<Time> = tx.value(
            "SELECT MAX(ended_at) FROM support_conversations WHERE supporter_id = $1 AND ended_at >= $2",
            args![self.member, self.began_at],
        )?;
        Ok(enough.max(talked.unwrap_or(self.began_at)))
    }

    /// Somebody on duty who talks with nobody rests when an hour is full, and goes home when they gave enough.
    pub(crate) fn look_after(&self, tx: &mut Tx<'_>) -> Result<()> {
        if !Conversation::open_of_supporter(tx, self.member)?.is_empty() {
            // The end of the conversation looks again.
            return Ok(());
        }
        let enough = hours::enough_at(tx, self.member)?;
        if enough <= tx.now() {
            return self.end(tx, How::Enough);
        }
        if rest::after_hour(tx, self.member)? {
            topic::refresh_member(tx, self.member)?;
            topic::cover_changed(tx)?;
        }
        look_later(tx, self.id, self.member)
    }

    /// "I'm not OK": the shift ends at once, every conversation is handed on with kind words, a supervisor is told.
    pub fn not_ok(tx: &mut Tx<'_>, supporter: &Actor) -> Result<()> {
        let duty = Self::of(tx, supporter.id)?;
        let about = duty.as_ref().map_or_else(|| tx.new_uuid(), |it| it.id.0);
        if let Some(duty) = duty {
            duty.end(tx, How::NotOk)?;
        }
        debrief::open(tx, supporter.id, Cause::NotOk, about)?;
        for conversation in Conversation::open_of_supporter(tx, supporter.id)? {
            conversation.end(tx, Ending::HandedOn, Some(supporter.id))?;
        }
        alert::raise(tx, AlertKind::NotOk, supporter.id, &supporter.id.to_string())
    }
}

/// Looks at a duty again when a rest is due or enough was given, whichever is first.
fn look_later(tx: &mut Tx<'_>, id: DutyId, member: MemberId) -> Result<()> {
    let enough = hours::enough_at(tx, member)?;
    let at = rest::due_at(tx, member)?.map_or(enough, |rest| rest.min(enough));
    tx.later(LOOK, id, at)
}

/// What [`LOOK`] does.
pub(crate) fn look(tx: &mut Tx<'_>, id: &str) -> Result<()> {
    let id: DutyId = id.parse()?;
    let duty = tx.first(
        "SELECT id, member_id, began_at, seen_at FROM support_duties WHERE id = $1 AND ended_at IS NULL",
        args![id],
        from_row,
    )?;
    duty.map_or(Ok(()), |it| it.look_after(tx))
}

/// Ends duties whose page has been closed for too long.
pub(crate) fn end_abandoned(tx: &mut Tx<'_>) -> Result<()> {
    let gone = tx.all(
        "SELECT id, member_id, began_at, seen_at FROM support_duties WHERE ended_at IS NULL AND seen_at < $1",
        args![tx.now() - GONE],
        from_row,
    )?;
    for duty in gone {
        duty.end(tx, How::Away)?;
    }
    Ok(())
}

/// Whole minutes until then, rounded up, as text for a sentence.
pub(crate) fn minutes_until(now: Time, until: Time) -> String {
    until.since(now).as_secs().div_ceil(60).to_string()
}
