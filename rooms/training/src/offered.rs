//! Times that a trainer offers for live practice. The trainer plays the member, or names somebody else who does; whoever is
//! named says yes first.

use std::{collections::HashMap, time::Duration};

use db::{Error, Result, Row, Time, Tx, args};
use people::{Profile, blocks, hats, standing};
use words::{Actor, Hat, MemberId, Standing};

use crate::{
    booking::{self, Booking},
    competency,
};

/// How far ahead times can be offered.
pub const AHEAD: Duration = Duration::from_secs(90 * 86_400);
/// Shortest and longest time. Our own judgement: a talk and a word about it, and no more than somebody can take.
const LONG: (Duration, Duration) = (Duration::from_secs(10 * 60), Duration::from_secs(120 * 60));

db::id! {
    /// A time that is offered.
    OfferedId
}

/// A time that a trainer offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// Its id.
    pub id: OfferedId,
    /// Who offers it; nothing when they have left.
    pub trainer: Option<MemberId>,
    /// Who plays the member, when it is not the trainer.
    pub partner: Option<MemberId>,
    /// From when.
    pub begins_at: Time,
    /// Until when.
    pub ends_at: Time,
    /// When the partner agreed.
    pub agreed_at: Option<Time>,
    /// Whether the partner is content that the trainer reads along.
    pub partner_reads: bool,
}

const COLUMNS: &str = "t.id, t.trainer_id, t.partner_id, t.begins_at, t.ends_at, t.agreed_at, t.partner_reads";

pub(crate) fn from_row(row: &Row<'_>) -> Result<Offered> {
    Ok(Offered {
        id: row.get(0)?,
        trainer: row.get(1)?,
        partner: row.get(2)?,
        begins_at: row.get(3)?,
        ends_at: row.get(4)?,
        agreed_at: row.get(5)?,
        partner_reads: row.get(6)?,
    })
}

impl Offered {
    /// Whoever plays the member.
    pub fn plays(&self) -> Option<MemberId> {
        self.partner.or(self.trainer)
    }

    /// Everybody who gives this time.
    pub fn gives(&self) -> impl Iterator<Item = MemberId> {
        [self.trainer, self.partner].into_iter().flatten()
    }

    /// Whether this member has been asked to play, and has not said anything yet.
    pub fn waits_for(&self, member: MemberId) -> bool {
        self.partner == Some(member) && self.agreed_at.is_none()
    }

    /// Offers a time.
    pub fn offer(
        tx: &mut Tx<'_>,
        trainer: &Actor,
        partner: Option<MemberId>,
        begins_at: Time,
        ends_at: Time,
    ) -> Result<OfferedId> {
        if !competency::rates(trainer) {
            return Err(Error::NotFound);
        }
        if begins_at <= tx.now() || begins_at > tx.now() + AHEAD {
            return Err(Error::refused("offered-when"));
        }
        let long = ends_at.since(begins_at);
        if long < LONG.0 || long > LONG.1 {
            return Err(Error::refused("offered-how-long"));
        }
        if partner.is_some_and(|it| it == trainer.id) {
            return Err(Error::refused("offered-partner"));
        }
        if let Some(partner) = partner {
            let apart = blocks::apart(tx, trainer.id, partner)?;
            if apart || !may_play(tx, trainer)?.contains(&partner) {
                return Err(Error::refused("offered-partner"));
            }
        }
        if is_taken(tx, trainer.id, begins_at, ends_at)? {
            return Err(Error::refused("offered-overlaps"));
        }
        let id = OfferedId::fresh(tx);
        tx.execute(
            "INSERT INTO training_times (id, trainer_id, partner_id, begins_at, ends_at, partner_reads, made_at)
             VALUES ($1, $2, $3, $4, $5, FALSE, $6)",
            args![id, trainer.id, partner, begins_at, ends_at, tx.now()],
        )?;
        Ok(id)
    }

    /// A time, for one of those who give it. For everybody else it does not exist.
    pub fn given_by(tx: &mut Tx<'_>, actor: &Actor, id: OfferedId) -> Result<Self> {
        let offered = any(tx, id)?;
        if offered.gives().any(|it| it == actor.id) { Ok(offered) } else { Err(Error::NotFound) }
    }

    /// The partner says yes, and whether the trainer may read along.
    pub fn agree(&self, tx: &mut Tx<'_>, partner: &Actor, reads: bool) -> Result<()> {
        if self.partner != Some(partner.id) {
            return Err(Error::NotFound);
        }
        if self.agreed_at.is_none() && is_taken(tx, partner.id, self.begins_at, self.ends_at)? {
            return Err(Error::refused("offered-overlaps"));
        }
        let agreed = tx.execute(
            "UPDATE training_times SET agreed_at = $2, partner_reads = $3
             WHERE id = $1 AND agreed_at IS NULL AND withdrawn_at IS NULL AND begins_at > $2",
            args![self.id, tx.now(), reads],
        )?;
        if agreed == 0 { Err(Error::refused("offered-gone")) } else { Ok(()) }
    }

    /// One of those who give it cannot after all. Whoever booked it is told.
    pub fn withdraw(&self, tx: &mut Tx<'_>, by: MemberId) -> Result<()> {
        if let Some(booking) = Booking::open_at(tx, self.id)? {
            if booking.began_at.is_some() {
                return Err(Error::refused("booking-began"));
            }
            booking.end(tx, booking::Ending::Cancelled, Some(by))?;
        }
        tx.execute(
            "UPDATE training_times SET withdrawn_at = $2 WHERE id = $1 AND withdrawn_at IS NULL",
            args![self.id, tx.now()],
        )?;
        Ok(())
    }

    /// Times that this member gives and that are not over, the next first.
    pub fn of(tx: &mut Tx<'_>, member: MemberId) -> Result<Vec<Self>> {
        tx.all(
            &format!(
                "SELECT {COLUMNS} FROM training_times t
                 WHERE (t.trainer_id = $1 OR t.partner_id = $1) AND t.withdrawn_at IS NULL AND t.ends_at > $2
                 ORDER BY t.begins_at, t.id"
            ),
            args![member, tx.now()],
            from_row,
        )
    }

    /// Times that a learner can book, the next first: with people of their band from whom nothing keeps them apart.
    pub fn open_to(tx: &mut Tx<'_>, learner: &Actor) -> Result<Vec<Self>> {
        let all: Vec<Self> = tx.all(
            &format!(
                "SELECT {COLUMNS} FROM training_times t
                 WHERE t.withdrawn_at IS NULL AND t.begins_at > $1 AND (t.partner_id IS NULL OR t.agreed_at IS NOT NULL)
                   AND NOT EXISTS (SELECT 1 FROM training_bookings b WHERE b.time_id = t.id AND b.ended_at IS NULL)
                 ORDER BY t.begins_at, t.id LIMIT 200"
            ),
            args![tx.now()],
            from_row,
        )?;
        // The same few people give many times.
        let mut suited = HashMap::new();
        let mut open = Vec::new();
        for it in all {
            let who = (it.trainer, it.partner);
            let suits = match suited.get(&who) {
                Some(suits) => *suits,
                None => it.suits(tx, learner.id)?,
            };
            suited.insert(who, suits);
            if suits {
                open.push(it);
            }
        }
        Ok(open)
    }

    /// Whether these people can meet now: all take part, are of one band, and keep away from nobody among them; and the
    /// trainer is one still.
    pub(crate) fn suits(&self, tx: &mut Tx<'_>, learner: MemberId) -> Result<bool> {
        let Some(trainer) = self.trainer else { return Ok(false) };
        if !is_trainer(tx, trainer)? || standing::of(tx, learner)? != Standing::Active {
            return Ok(false);
        }
        let band = Profile::of(tx, learner)?.band;
        for other in self.gives() {
            let takes_part = standing::of(tx, other)? == Standing::Active && Profile::of(tx, other)?.band == band;
            if other == learner || !takes_part || blocks::apart(tx, learner, other)? {
                return Ok(false);
            }
        }
        match self.partner {
            Some(partner) => Ok(!hats::of(tx, partner)?.is_empty() && !blocks::apart(tx, trainer, partner)?),
            None => Ok(true),
        }
    }
}

pub(crate) fn any(tx: &mut Tx<'_>, id: OfferedId) -> Result<Offered> {
    tx.one(
        &format!("SELECT {COLUMNS} FROM training_times t WHERE t.id = $1 AND t.withdrawn_at IS NULL"),
        args![id],
        from_row,
    )
}

fn is_trainer(tx: &mut Tx<'_>, member: MemberId) -> Result<bool> {
    let worn = hats::of(tx, member)?;
    Ok(worn.contains(&Hat::Supervisor) || worn.contains(&Hat::Administrator))
}

/// Whom a trainer may ask to play the member: those who support others or look after them, of the trainer's band.
pub fn may_play(tx: &mut Tx<'_>, trainer: &Actor) -> Result<Vec<MemberId>> {
    let mut people = Vec::new();
    for hat in [Hat::Supporter, Hat::Supervisor] {
        people.extend(hats::wearers_of(tx, hat, trainer.band)?);
    }
    people.sort_unstable();
    people.dedup();
    people.retain(|it| *it != trainer.id);
    Ok(people)
}

/// Whether this member practises with somebody already at this time.
pub(crate) fn is_taken(tx: &mut Tx<'_>, member: MemberId, begins_at: Time, ends_at: Time) -> Result<bool> {
    let taken: i64 = tx.value(
        "SELECT COUNT(*) FROM training_times t WHERE t.withdrawn_at IS NULL AND t.begins_at < $3 AND t.ends_at > $2
           AND (t.trainer_id = $1 OR (t.partner_id = $1 AND t.agreed_at IS NOT NULL)
                OR EXISTS (SELECT 1 FROM training_bookings b
                           WHERE b.time_id = t.id AND b.learner_id = $1 AND b.ended_at IS NULL))",
        args![member, begins_at, ends_at],
    )?;
    Ok(taken > 0)
}
