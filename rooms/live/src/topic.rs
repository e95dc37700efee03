//! Live topics of this room. What is said travels on the topic of its talk, as the same bytes for everybody; all the
//! rest says only that something changed, and whoever hears it reads again as themselves.

use bus::Announce;
use circles::kind::CircleId;
use db::{Result, Tx};
use words::{MemberId, REFRESH};

use crate::kind::{EveningId, TalkId};

/// A page looks at its state again. Not [`REFRESH`]: in a room that lets the socket go, so that it comes back as who its
/// reader is by then.
const STATUS: &str = r#"{"t":"status"}"#;

/// What is said in one talk.
pub(crate) fn of_talk(talk: TalkId) -> String {
    format!("live:talk:{talk}")
}

/// What concerns one member in a room: their hand, an invitation aside, words for them alone.
pub(crate) fn of_member(member: MemberId) -> String {
    format!("live:member:{member}")
}

/// Who looks after an evening: hands, topics, each other.
pub(crate) fn of_duty(evening: EveningId) -> String {
    format!("live:duty:{evening}")
}

/// The door of a circle's room: it opened.
pub(crate) fn of_door(circle: CircleId) -> String {
    format!("live:door:{circle}")
}

/// Everyone in a talk looks at its state again.
pub(crate) fn talk_changed(tx: &mut Tx<'_>, talk: TalkId) -> Result<()> {
    tx.announce(of_talk(talk), STATUS)
}

/// The pages of one member look again.
pub(crate) fn member_changed(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    tx.announce(of_member(member), STATUS)
}

/// The pages of those on duty look again.
pub(crate) fn duty_changed(tx: &mut Tx<'_>, evening: EveningId) -> Result<()> {
    tx.announce(of_duty(evening), STATUS)
}

/// Whoever waits at the door looks again.
pub(crate) fn door_changed(tx: &mut Tx<'_>, circle: CircleId) -> Result<()> {
    tx.announce(of_door(circle), REFRESH)
}
