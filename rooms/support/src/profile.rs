//! What a supporter brings: topics they know, topics they cannot take, what they are good at, what they show.

use std::collections::HashMap;

use db::{Error, Result, Row, Tx, args};
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

/// What stands in a row from this column on.
fn from_row(row: &Row<'_>, at: usize) -> Result<Profile> {
    Ok(Profile {
        knows: numbers(&row.get::<String>(at)?),
        cannot_take: numbers(&row.get::<String>(at + 1)?),
        good_at: kinds(&row.get::<String>(at + 2)?),
        capacity: row.get(at + 3)?,
        shown: Vec::new(),
    })
}

/// What supporters know from own life: for the rota, where somebody is needed who does.
pub fn knows(tx: &mut Tx<'_>) -> Result<Vec<(MemberId, Vec<u16>)>> {
    tx.all("SELECT member_id, knows FROM support_profiles WHERE knows <> ''", args![], |row| {
        Ok((row.get(0)?, numbers(&row.get::<String>(1)?)))
    })
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
            |row| from_row(row, 0),
        )?;
        Ok(Self { shown, ..found.unwrap_or_else(Self::unset) })
    }

    /// What holds before anything was set.
    pub(crate) fn unset() -> Self {
        Self { capacity: CAPACITY, ..Self::default() }
    }

    /// The profiles of everyone on duty who set something.
    pub(crate) fn on_duty(tx: &mut Tx<'_>) -> Result<HashMap<MemberId, Self>> {
        let rows = tx.all(
            "SELECT p.member_id, p.knows, p.cannot_take, p.good_at, p.capacity FROM support_duties d
             JOIN support_profiles p ON p.member_id = d.member_id WHERE d.ended_at IS NULL",
            args![],
            |row| Ok((row.get(0)?, from_row(row, 1)?)),
        )?;
        let mut profiles: HashMap<MemberId, Self> = rows.into_iter().collect();
        let shown = tx.all(
            "SELECT s.member_id, s.attribute, s.value FROM support_duties d
             JOIN support_shown s ON s.member_id = d.member_id WHERE d.ended_at IS NULL ORDER BY s.attribute, s.value",
            args![],
            |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))),
        )?;
        for (member, it) in shown {
            profiles.entry(member).or_insert_with(Self::unset).shown.push(it);
        }
        Ok(profiles)
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
