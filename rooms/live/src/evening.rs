//! An evening: the live room of a circle while it is open. It opens with a facilitator on duty and closes with the last
//! one; a room that nobody watches does not stay open.

use std::time::Duration;

use circles::{circle::Circle, kind::CircleId};
use db::{Result, Time, Tx, Uuid, args};
use jobs::Later;
use seal::{KeyId, Sealing};
use words::Actor;
use workforce::{answer::Work, spell};

use crate::{
    aside,
    kind::{AsideId, Closing, EveningId, Slow, TalkId},
    message, topic,
    watch::{GONE, WATCH},
};

/// Job: destroys the key of an evening's words.
pub const ERASE: &str = "live.erase";

/// An evening.
#[derive(Clone, Debug)]
pub struct Evening {
    /// Its id.
    pub id: EveningId,
    /// Whose room it is.
    pub circle: CircleId,
    /// When it opened.
    pub opened_at: Time,
    /// When it closed.
    pub closed_at: Option<Time>,
    /// How long members wait between two messages.
    pub slow: Slow,
    /// For how many days its words are kept.
    pub keep_days: i64,
    /// When its words were destroyed.
    pub erased_at: Option<Time>,
}

const COLUMNS: &str = "id, circle_id, opened_at, closed_at, slow, keep_days, erased_at";

fn from_row(row: &db::Row<'_>) -> Result<Evening> {
    Ok(Evening {
        id: row.get(0)?,
        circle: row.get(1)?,
        opened_at: row.get(2)?,
        closed_at: row.get(3)?,
        slow: row.get(4)?,
        keep_days: row.get(5)?,
        erased_at: row.get(6)?,
    })
}

impl Evening {
    /// Whether it is open.
    pub fn is_open(&self) -> bool {
        self.closed_at.is_none()
    }

    /// The open evening of a circle, or the last one whose words are still kept.
    pub(crate) fn latest(tx: &mut Tx<'_>, circle: CircleId) -> Result<Option<Self>> {
        tx.first(
            &format!(
                "SELECT {COLUMNS} FROM live_evenings WHERE circle_id = $1 AND erased_at IS NULL
                 ORDER BY CASE WHEN closed_at IS NULL THEN 0 ELSE 1 END, opened_at DESC, id DESC LIMIT 1"
            ),
            args![circle],
            from_row,
        )
    }

    /// Every room that is open now. For pages that then ask which of them somebody may know of.
    pub(crate) fn open(tx: &mut Tx<'_>) -> Result<Vec<Self>> {
        tx.all(&format!("SELECT {COLUMNS} FROM live_evenings WHERE closed_at IS NULL"), args![], from_row)
    }

    /// Any evening, for this room's own rules. Never hand it to a page without asking for whom.
    pub(crate) fn any(tx: &mut Tx<'_>, id: EveningId) -> Result<Self> {
        tx.one(&format!("SELECT {COLUMNS} FROM live_evenings WHERE id = $1"), args![id], from_row)
    }

    /// Opens the room of a circle. Of several who do this at the same time, one does, and all get the same evening.
    pub(crate) fn begin(tx: &mut Tx<'_>, circle: &Circle, by: &Actor) -> Result<Self> {
        let id = EveningId::fresh(tx);
        let began = tx.execute(
            "INSERT INTO live_evenings (id, circle_id, opened_at, opened_by, slow, keep_days)
             VALUES ($1, $2, $3, $4, 'off', $5) ON CONFLICT (circle_id) WHERE closed_at IS NULL DO NOTHING",
            args![id, circle.id, tx.now(), by.id, circle.plan.room_keep_days],
        )?;
        if began == 1 {
            start_talk(tx, id.talk(), circle, false)?;
            message::note(tx, id.talk(), "room-note-opened")?;
            tx.later(WATCH, id, tx.now() + GONE)?;
            topic::door_changed(tx, circle.id)?;
        }
        tx.one(
            &format!("SELECT {COLUMNS} FROM live_evenings WHERE circle_id = $1 AND closed_at IS NULL"),
            args![circle.id],
            from_row,
        )
    }

    /// Closes it, with words of the place that say how. Closing twice is no error.
    pub(crate) fn shut(&self, tx: &mut Tx<'_>, how: Closing) -> Result<()> {
        let closed = tx.execute(
            "UPDATE live_evenings SET closed_at = $2, closed_how = $3 WHERE id = $1 AND closed_at IS NULL",
            args![self.id, tx.now(), how],
        )?;
        if closed == 0 {
            return Ok(());
        }
        message::note(
            tx,
            self.id.talk(),
            match how {
                Closing::Goodbye => "room-note-closed",
                Closing::Left => "room-note-closed-left",
                Closing::Gone => "room-note-closed-gone",
                Closing::Enough => "room-note-closed-enough",
            },
        )?;
        aside::end_all(tx, self.id)?;
        for sql in [
            "DELETE FROM live_hands WHERE evening_id = $1",
            // From here on nobody needs to be kept from saying "me too" twice, or from adding too many.
            "DELETE FROM live_parked_support WHERE parked_id IN (SELECT id FROM live_parked WHERE evening_id = $1)",
            "UPDATE live_presences SET parked = 0 WHERE evening_id = $1",
        ] {
            tx.execute(sql, args![self.id])?;
        }
        let ended: Vec<Uuid> = tx.all(
            "UPDATE live_duties SET ended_at = $2 WHERE evening_id = $1 AND ended_at IS NULL RETURNING id",
            args![self.id, tx.now()],
            |row| row.get(0),
        )?;
        for duty in ended {
            spell::end(tx, Work::Room, duty)?;
        }
        tx.execute(
            "UPDATE live_handovers SET answered_at = $2 WHERE evening_id = $1 AND answered_at IS NULL",
            args![self.id, tx.now()],
        )?;
        tx.later(ERASE, self.id, tx.now() + Duration::from_secs(86_400 * self.keep_days.unsigned_abs()))?;
        topic::talk_changed(tx, self.id.talk())?;
        topic::door_changed(tx, self.circle)
    }

    /// Makes members wait between two messages, or no longer.
    pub(crate) fn slow_down(&self, tx: &mut Tx<'_>, slow: Slow) -> Result<()> {
        tx.execute("UPDATE live_evenings SET slow = $2 WHERE id = $1 AND closed_at IS NULL", args![self.id, slow])?;
        topic::talk_changed(tx, self.id.talk())
    }
}

/// A place for what is said.
pub(crate) fn start_talk(tx: &mut Tx<'_>, talk: TalkId, circle: &Circle, aside: bool) -> Result<()> {
    tx.execute(
        "INSERT INTO live_talks (id, circle_id, language, aside, last_seq) VALUES ($1, $2, $3, $4, 0)",
        args![talk, circle.id, circle.plan.language.code(), aside],
    )?;
    Ok(())
}

/// Destroys the words of an evening and of its talks aside: rows go, and the keys that sealed them, so that no copy or
/// backup can be read either. How long people were there stays; who they were does not.
pub(crate) fn erase(tx: &mut Tx<'_>, id: &str) -> Result<()> {
    let evening = Evening::any(tx, id.parse()?)?;
    if evening.erased_at.is_some() {
        return Ok(());
    }
    let asides: Vec<AsideId> =
        tx.all("SELECT id FROM live_asides WHERE evening_id = $1", args![evening.id], |row| row.get(0))?;
    for aside in asides {
        erase_talk(tx, aside.talk())?;
    }
    erase_talk(tx, evening.id.talk())?;
    for sql in [
        "DELETE FROM live_asides WHERE evening_id = $1",
        "DELETE FROM live_parked WHERE evening_id = $1",
        "DELETE FROM live_handovers WHERE evening_id = $1",
        "DELETE FROM live_duties WHERE evening_id = $1",
    ] {
        tx.execute(sql, args![evening.id])?;
    }
    let attended: Vec<i64> =
        tx.all("SELECT attended FROM live_presences WHERE evening_id = $1", args![evening.id], |row| row.get(0))?;
    for attended in attended {
        forget_who(tx, evening.id, attended)?;
    }
    tx.execute("DELETE FROM live_presences WHERE evening_id = $1", args![evening.id])?;
    tx.execute("UPDATE live_evenings SET erased_at = $2, opened_by = NULL WHERE id = $1", args![evening.id, tx.now()])?;
    Ok(())
}

/// Keeps how long somebody was there, and not who.
pub(crate) fn forget_who(tx: &mut Tx<'_>, evening: EveningId, attended: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO live_attendances (id, evening_id, attended) VALUES ($1, $2, $3)",
        args![tx.new_uuid(), evening, attended],
    )?;
    Ok(())
}

/// Destroys what was said in one talk.
pub(crate) fn erase_talk(tx: &mut Tx<'_>, talk: TalkId) -> Result<()> {
    for sql in ["DELETE FROM live_messages WHERE talk_id = $1", "DELETE FROM live_reactions WHERE talk_id = $1"] {
        tx.execute(sql, args![talk])?;
    }
    tx.destroy_key(KeyId(talk.0))
}

/// After an old backup was restored: evenings and talks whose key was destroyed since then are erased again.
pub fn replay_erasures(tx: &mut Tx<'_>, destroyed: &[KeyId]) -> Result<usize> {
    let mut again = 0;
    for key in destroyed {
        let back: Option<EveningId> = tx.first(
            "UPDATE live_evenings SET closed_at = COALESCE(closed_at, $2), closed_how = COALESCE(closed_how, 'gone')
             WHERE id = $1 AND erased_at IS NULL RETURNING id",
            args![key, tx.now()],
            |row| row.get(0),
        )?;
        if let Some(evening) = back {
            erase(tx, &evening.to_string())?;
            again += 1;
        }
    }
    Ok(again)
}
