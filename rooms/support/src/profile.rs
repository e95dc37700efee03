//! What a supporter brings: topics they know, topics they cannot take, what they are good at, what they show.

use db::{Error, Result, Tx, args};
use people::hats;
use words::{Actor, Hat, MemberId};

use crate::{
    kind::{Kind, attribute_exists, join_kinds, join_numbers, kinds, numbers},
    topic,
};

/// Conversations at a time, unless a supervisor overrides: attention is not divided here.
pub const CAPACITY: u16 = 1;
/// A supervisor may raise it this far and no further.
pub const CAPACITY_AT_MOST: u16 = 3;

/// What a supporter brings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Topics known from own life, by number.
    pub knows: Vec<u16>,
    /// Topics they cannot take, by number. Never shown to anyone.
    pub cannot_take: Vec<u16>,
    /// Kinds of support they are good at.
    pub good_at: Vec<Kind>,
    /// What they chose to show.
    pub shown: Vec<(u16, u16)>,
    /// Conversations at a time.
    pub capacity: u16,
}

impl Profile {
    /// The profile of a supporter; an empty one when nothing was set yet.
    pub fn of(tx: &mut Tx<'_>, member: MemberId) -> Result<Self> {
        let shown = tx.all(
            "SELECT attribute, value FROM support_shown WHERE member_id = $1 ORDER BY attribute, value",
            args![member],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let found = tx.first(
            "SELECT knows, cannot_take, good_at, capacity FROM support_profiles WHERE member_id = $1",
            args![member],
            |row| {
                Ok(Self {
                    knows: numbers(&row.get::<String>(0)?),
                    cannot_take: numbers(&row.get::<String>(1)?),
                    good_at: kinds(&row.get::<String>(2)?),
                    capacity: row.get(3)?,
                    shown: Vec::new(),
                })
            },
        )?;
        Ok(Self { shown, ..found.unwrap_or(Self { capacity: CAPACITY, ..Self::default() }) })
    }

    /// Keeps what the supporter chose. The capacity is not theirs to choose.
    pub fn keep(&self, tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
        tx.execute(
            "INSERT INTO support_profiles (member_id, knows, cannot_take, good_at, capacity) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (member_id) DO UPDATE SET
                knows = excluded.knows, cannot_take = excluded.cannot_take, good_at = excluded.good_at",
            args![member, join_numbers(&self.knows), join_numbers(&self.cannot_take), join_kinds(&self.good_at), CAPACITY],
        )?;
        tx.execute("DELETE FROM support_shown WHERE member_id = $1", args![member])?;
        for (attribute, value) in self.shown.iter().filter(|(attribute, value)| attribute_exists(*attribute, *value)) {
            tx.execute(
                "INSERT INTO support_shown (member_id, attribute, value) VALUES ($1, $2, $3)
                 ON CONFLICT (member_id, attribute, value) DO NOTHING",
                args![member, attribute, value],
            )?;
        }
        topic::queue_changed(tx)
    }

    /// A supervisor allows a supporter more than one conversation, or takes it back.
    pub fn set_capacity(tx: &mut Tx<'_>, supervisor: &Actor, member: MemberId, capacity: u16) -> Result<()> {
        if supervisor.id == member {
            return Err(Error::refused("capacity-not-own"));
        }
        if !(1..=CAPACITY_AT_MOST).contains(&capacity) {
            return Err(Error::refused("capacity-bounds"));
        }
        if !hats::wearers(tx, Hat::Supporter)?.contains(&member) {
            return Err(Error::NotFound);
        }
        Self::of(tx, member)?.keep(tx, member)?;
        tx.execute(
            "UPDATE support_profiles SET capacity = $2, capacity_by = $3 WHERE member_id = $1",
            args![member, capacity, supervisor.id],
        )?;
        organisation::trail::record(
            tx,
            Some(supervisor.id),
            "trail-capacity-set",
            Some(member),
            &capacity.to_string(),
        )?;
        topic::queue_changed(tx)
    }
}

/// Every attribute that at least one supporter of this band chose to show: only these can be wished for.
pub fn wishable(tx: &mut Tx<'_>, band: words::AgeBand) -> Result<Vec<(u16, u16)>> {
    // Each attribute is looked up until one supporter is found, however many there are.
    let shown: Vec<(u16, u16)> = tx.all(
        "SELECT d.attribute, d.value FROM (SELECT DISTINCT attribute, value FROM support_shown) d
         WHERE EXISTS (SELECT 1 FROM support_shown s JOIN people_wearers w ON w.member_id = s.member_id
                       WHERE s.attribute = d.attribute AND s.value = d.value AND w.hat = 'supporter' AND w.band = $1
                         AND w.suspended_until <= $2)
         ORDER BY d.attribute, d.value",
        args![band, tx.now()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(shown.into_iter().filter(|(attribute, value)| attribute_exists(*attribute, *value)).collect())
}
