//! A seat: somebody in the live room of their circle, with what they may see and do there.

use circles::{
    circle::{self, Circle},
    kind::{CircleId, Role, RoomWhenClosed, Stage},
    membership,
    mute::Quiet,
};
use db::{Error, Result, Time, Tx};
use words::{Actor, Hat};

use crate::{
    duty,
    evening::Evening,
    kind::EveningId,
    message::Message,
    presence::{self, Presence},
};

/// Somebody in the room of their circle.
#[derive(Clone, Debug)]
pub struct Seat {
    /// The circle.
    pub circle: Circle,
    /// The open evening, or the last one.
    pub evening: Option<Evening>,
    /// When they came to it, and how.
    pub presence: Option<Presence>,
    /// They look after the circle.
    pub leads: bool,
    /// They are on duty in it now.
    pub on_duty: bool,
    /// Until when they watch and do not speak.
    pub paused: Option<Time>,
    /// Whom and what they do not want to see. Empty for who is on duty: otherwise anybody could speak unseen by those
    /// who look after the room, by blocking them.
    pub quiet: Quiet,
}

impl Seat {
    /// The seat of somebody who belongs to the circle; for everybody else the room does not exist.
    pub fn of(tx: &mut Tx<'_>, actor: &Actor, circle: CircleId) -> Result<Self> {
        let (circle, role) = Circle::joined_by(tx, actor, circle)?;
        let evening = Evening::latest(tx, circle.id)?;
        let leads = role == Role::Facilitator && actor.wears(Hat::Facilitator);
        let (mut presence, mut on_duty) = (None, false);
        if let Some(evening) = &evening {
            presence = presence::of(tx, evening.id, actor.id)?;
            on_duty = evening.is_open() && duty::is_on(tx, evening.id, actor.id)?;
        }
        Ok(Self {
            leads,
            on_duty,
            presence,
            paused: membership::paused_until(tx, circle.id, actor.id)?,
            quiet: if on_duty { Quiet::default() } else { Quiet::of(tx, actor)? },
            evening,
            circle,
        })
    }

    /// The open evening; a refusal that says that it is closed otherwise.
    pub fn open(&self) -> Result<&Evening> {
        self.evening.as_ref().filter(|it| it.is_open()).ok_or_else(|| Error::refused("room-closed"))
    }

    /// The evening of this id, when it is the one that is open.
    pub fn open_as(&self, id: EveningId) -> Result<&Evening> {
        let open = self.open()?;
        if open.id == id { Ok(open) } else { Err(Error::refused("room-closed")) }
    }

    /// The open evening, for somebody who is on duty in it. For everybody else this does not exist.
    pub fn looked_after(&self) -> Result<&Evening> {
        self.evening.as_ref().filter(|it| it.is_open() && self.on_duty).ok_or(Error::NotFound)
    }

    /// Whether what was said can be read: while the room is open, and afterwards where the circle chose so.
    pub fn is_readable(&self) -> bool {
        self.leads
            || self.circle.plan.room_when_closed == RoomWhenClosed::Readable
            || self.evening.as_ref().is_some_and(Evening::is_open)
    }

    /// The number after which they see what is said: all of it for who looks after the circle, what was said since they
    /// came for the others, and nothing for who was not there. What people say, they say to those who are there.
    pub fn from(&self) -> i64 {
        match self.presence {
            _ if self.leads => 0,
            Some(presence) if self.is_readable() => presence.from,
            _ => i64::MAX,
        }
    }

    /// Whether they see this message. What one said oneself one sees always, so that one can take it back.
    pub fn sees(&self, actor: &Actor, message: &Message) -> bool {
        let hidden = message.author.is_some_and(|it| self.quiet.hides_member(it))
            || self.quiet.hides_words(&message.words)
            || self.quiet.hides_words(&message.own_note);
        message.author == Some(actor.id) || (message.seq > self.from() && !hidden)
    }

    /// Whether they may open the room, or join those on duty: they look after the circle, which is open, and read its
    /// language.
    pub fn may_open(&self, tx: &mut Tx<'_>, actor: &Actor) -> Result<bool> {
        Ok(self.leads && self.circle.stage == Stage::Open && circle::cover(tx, &self.circle)?.contains(&actor.id))
    }

    /// A refusal for who watches and does not speak.
    pub fn may_speak(&self) -> Result<()> {
        if self.paused.is_some() { Err(Error::refused("room-paused")) } else { Ok(()) }
    }
}
