//! Being on duty: here, able, and looked after.

use std::time::Duration;

use db::{Error, Result, Time, Tx, args};
use organisation::Settings;
use words::{Actor, AgeBand, MemberId};
use workforce::{
    answer::{self, Step, Work},
    spell,
};

use crate::{
    alert::{self, AlertKind},
    conversation::{Conversation, Ending},
    kind::DutyId,
    topic,
};

/// Without a sign of the supporter's page for this long, nobody is offered to them.
pub const HERE: Duration = Duration::from_secs(90);
/// Without a sign for this long, the duty ends by itself.
pub const GONE: Duration = Duration::from_secs(15 * 60);

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
}

impl How {
    fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::NotOk => "not-ok",
            Self::Away => "away",
            Self::Withdrawn => "withdrawn",
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
    /// A break that must be taken until then.
    pub break_until: Option<Time>,
}

pub(crate) fn from_row(row: &db::Row<'_>) -> Result<Duty> {
    Ok(Duty {
        id: row.get(0)?,
        member: row.get(1)?,
        began_at: row.get(2)?,
        seen_at: row.get(3)?,
        break_until: row.get(4)?,
    })
}

impl Duty {
    /// Goes on duty. Whoever is already on duty stays so.
    pub fn begin(tx: &mut Tx<'_>, supporter: &Actor) -> Result<()> {
        if let Some(until) = Self::break_after_last(tx, supporter.id)? {
            return Err(Error::refused_with("duty-break-first", vec![("minutes", minutes_until(tx.now(), until))]));
        }
        answer::may(tx, supporter.id, Work::Conversation, Step::Begin)?;
        let id = DutyId::fresh(tx);
        let begun = tx.execute(
            "INSERT INTO support_duties (id, member_id, began_at, seen_at) VALUES ($1, $2, $3, $3)
             ON CONFLICT (member_id) WHERE ended_at IS NULL DO NOTHING",
            args![id, supporter.id, tx.now()],
        )?;
        if begun == 1 {
            spell::begin(tx, supporter.id, Work::Conversation, id.0)?;
        }
        topic::refresh_member(tx, supporter.id)?;
        topic::cover_changed(tx)
    }

    /// A break that is not over, from a duty that ended: going off and on again does not skip it.
    fn break_after_last(tx: &mut Tx<'_>, member: MemberId) -> Result<Option<Time>> {
        tx.value(
            "SELECT MAX(break_until) FROM support_duties WHERE member_id = $1 AND break_until > $2 AND ended_at IS NOT NULL",
            args![member, tx.now()],
        )
    }

    /// The open duty of a member.
    pub fn of(tx: &mut Tx<'_>, member: MemberId) -> Result<Option<Self>> {
        tx.first(
            "SELECT id, member_id, began_at, seen_at, break_until FROM support_duties
             WHERE member_id = $1 AND ended_at IS NULL",
            args![member],
            from_row,
        )
    }

    /// Those on duty who support people of this band, longest first.
    pub fn all_of(tx: &mut Tx<'_>, band: AgeBand) -> Result<Vec<Self>> {
        tx.all(
            "SELECT d.id, d.member_id, d.began_at, d.seen_at, d.break_until FROM support_duties d
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

    /// Whether they are in a break.
    pub fn is_in_break(&self, now: Time) -> bool {
        self.break_until.is_some_and(|until| until > now)
    }

    /// Notes that their page is open.
    pub fn see(&self, tx: &mut Tx<'_>) -> Result<()> {
        let was_away = !self.is_here(tx.now());
        tx.execute("UPDATE support_duties SET seen_at = $2 WHERE id = $1", args![self.id, tx.now()])?;
        if was_away { topic::cover_changed(tx) } else { Ok(()) }
    }

    /// Starts the break that follows a conversation. It is enforced: no offer comes before it is over.
    pub(crate) fn start_break(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
        let minutes = Settings::current(tx)?.break_minutes;
        if minutes == 0 {
            return Ok(());
        }
        let until = tx.now() + Duration::from_secs(60 * u64::from(minutes));
        tx.execute(
            "UPDATE support_duties SET break_until = $2 WHERE member_id = $1 AND ended_at IS NULL",
            args![member, until],
        )?;
        topic::refresh_member(tx, member)?;
        topic::queue_changed(tx)
    }

    /// Goes off duty. An open offer moves on; conversations that are open stay open until they are ended.
    pub fn end(&self, tx: &mut Tx<'_>, how: How) -> Result<()> {
        let ended = tx.execute(
            "UPDATE support_duties SET ended_at = $2, ended_how = $3 WHERE id = $1 AND ended_at IS NULL",
            args![self.id, tx.now(), how.as_str()],
        )?;
        if ended == 0 {
            return Ok(());
        }
        spell::end(tx, Work::Conversation, self.id.0)?;
        tx.execute(
            "UPDATE support_offers SET settled_at = $2, outcome = 'moved-on' WHERE supporter_id = $1 AND settled_at IS NULL",
            args![self.member, tx.now()],
        )?;
        topic::refresh_member(tx, self.member)?;
        topic::cover_changed(tx)
    }

    /// "I'm not OK": the shift ends at once, every conversation is handed on with kind words, a supervisor is told.
    pub fn not_ok(tx: &mut Tx<'_>, supporter: &Actor) -> Result<()> {
        if let Some(duty) = Self::of(tx, supporter.id)? {
            duty.end(tx, How::NotOk)?;
        }
        for conversation in Conversation::open_of_supporter(tx, supporter.id)? {
            conversation.end(tx, Ending::HandedOn, Some(supporter.id))?;
        }
        alert::raise(tx, AlertKind::NotOk, supporter.id, &supporter.id.to_string())
    }
}

/// Ends duties whose page has been closed for too long.
pub(crate) fn end_abandoned(tx: &mut Tx<'_>) -> Result<()> {
    let gone = tx.all(
        "SELECT id, member_id, began_at, seen_at, break_until FROM support_duties WHERE ended_at IS NULL AND seen_at < $1",
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
