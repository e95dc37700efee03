//! Watching over circles after a death: what comes up there counts one level higher for a while, and people who may be
//! hit hardest are named, so that somebody asks each of them how they are.

use std::time::Duration;

use db::{Error, Result, Time, Tx, Uuid, args};
use organisation::trail;
use people::Profile;
use seal::{KeyId, Place as Sealed, Sealing};
use words::{Actor, MemberId};

use crate::{
    aftercare::{self, Care},
    case,
    kind::{CaseId, Level},
    postvention::{Postvention, Step},
    topic,
};

/// How long circles are watched over unless somebody says otherwise, in days. Our own judgement; what is published
/// about clusters speaks of weeks to months.
pub const DAYS_USUAL: u32 = 30;
/// The shortest and the longest time, in days.
pub const DAYS: std::ops::RangeInclusive<u32> = 7..=90;
/// A debrief is owed within two days.
const DEBRIEF_WITHIN: Duration = Duration::from_secs(2 * 86_400);

/// Somebody to check on.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Who.
    pub member: MemberId,
    /// Their name; nothing once they have left.
    pub name: Option<String>,
    /// Since when.
    pub listed_at: Time,
    /// Who last asked how they are.
    pub checked_by: Option<MemberId>,
    /// When.
    pub checked_at: Option<Time>,
    /// What they said about it.
    pub words: String,
}

/// The level that something has in this place: one higher while the place is watched over. Green stays green: what
/// worries nobody is not made to.
pub fn level_in(tx: &mut Tx<'_>, place: Option<Uuid>, level: Level) -> Result<Level> {
    let (Some(place), Level::Amber | Level::Red) = (place, level) else { return Ok(level) };
    let watched: i64 = tx.value(
        "SELECT COUNT(*) FROM safety_postventions p JOIN safety_postvention_places l ON l.postvention_id = p.id
         WHERE l.place_id = $1 AND p.watch_until > $2",
        args![place, tx.now()],
    )?;
    Ok(if watched > 0 { one_higher(level) } else { level })
}

fn one_higher(level: Level) -> Level {
    match level {
        Level::Green => Level::Green,
        Level::Amber => Level::Red,
        Level::Red | Level::Crisis => Level::Crisis,
    }
}

/// Owes somebody who did the work a debrief.
pub(crate) fn owe_debrief(tx: &mut Tx<'_>, case: CaseId, to: MemberId) -> Result<()> {
    let due = tx.now() + DEBRIEF_WITHIN;
    aftercare::owe(tx, Care::Debrief, case, to, None, due)
}

impl Postvention {
    /// Watches over these circles for so many days: what waits there already rises too.
    pub fn watch(&self, tx: &mut Tx<'_>, actor: &Actor, places: &[Uuid], days: u32) -> Result<()> {
        self.must_be_open()?;
        if !DAYS.contains(&days) {
            let bounds = vec![("least", DAYS.start().to_string()), ("most", DAYS.end().to_string())];
            return Err(Error::refused_with("postvention-days", bounds));
        }
        self.choose(tx, places)?;
        let first = self.watch_until.is_none_or(|until| until <= tx.now());
        let until = tx.now() + Duration::from_secs(u64::from(days) * 86_400);
        tx.execute("UPDATE safety_postventions SET watch_until = $2 WHERE id = $1", args![self.id, until])?;
        if first {
            for place in self.places(tx)? {
                raise_waiting(tx, place)?;
            }
        }
        self.note(tx, actor, Step::Watch, "")?;
        topic::queue_changed(tx)
    }

    /// Names somebody who may be hit hard.
    pub fn list(&self, tx: &mut Tx<'_>, actor: &Actor, name: &str) -> Result<()> {
        self.must_be_open()?;
        let member = Profile::called(tx, name, self.band)?
            .filter(|it| *it != self.member)
            .ok_or_else(|| Error::refused("postvention-nobody-called"))?;
        tx.execute(
            "INSERT INTO safety_postvention_people (postvention_id, member_id, listed_by, listed_at)
             VALUES ($1, $2, $3, $4) ON CONFLICT (postvention_id, member_id) DO NOTHING",
            args![self.id, member, actor.id, tx.now()],
        )?;
        Ok(())
    }

    /// Who is to be checked on; those whom nobody has asked yet come first.
    pub fn listed(&self, tx: &mut Tx<'_>) -> Result<Vec<Listed>> {
        let rows: Vec<(Listed, Option<Vec<u8>>)> = tx.all(
            "SELECT member_id, listed_at, checked_by, checked_at, words FROM safety_postvention_people
             WHERE postvention_id = $1 ORDER BY COALESCE(checked_at, 0), listed_at, member_id",
            args![self.id],
            |row| {
                let listed = Listed {
                    member: row.get(0)?,
                    name: None,
                    listed_at: row.get(1)?,
                    checked_by: row.get(2)?,
                    checked_at: row.get(3)?,
                    words: String::new(),
                };
                Ok((listed, row.get(4)?))
            },
        )?;
        let mut all = Vec::new();
        for (mut listed, sealed) in rows {
            listed.name = Profile::name(tx, listed.member)?;
            if let Some(sealed) = sealed {
                let place = Sealed::new("safety_postvention_people", "words", listed.member.0);
                listed.words = tx.unseal(KeyId(self.id.0), place, &sealed)?.unwrap_or_default();
            }
            all.push(listed);
        }
        Ok(all)
    }

    /// Somebody asked them how they are.
    pub fn check_on(&self, tx: &mut Tx<'_>, actor: &Actor, member: MemberId, words: &str) -> Result<()> {
        self.must_be_open()?;
        let sealed = match words.trim() {
            "" => None,
            words => {
                let place = Sealed::new("safety_postvention_people", "words", member.0);
                Some(tx.seal(KeyId(self.id.0), place, words)?)
            }
        };
        let checked = tx.execute(
            "UPDATE safety_postvention_people SET checked_by = $3, checked_at = $4, words = $5
             WHERE postvention_id = $1 AND member_id = $2",
            args![self.id, member, actor.id, tx.now(), sealed],
        )?;
        if checked == 0 {
            return Err(Error::NotFound);
        }
        trail::record(tx, Some(actor.id), "trail-postvention-checked", Some(member), "")
    }
}

/// What waits in a place when the watch begins rises with it, and its clock shortens.
fn raise_waiting(tx: &mut Tx<'_>, place: Uuid) -> Result<()> {
    for level in [Level::Red, Level::Amber] {
        let higher = one_higher(level);
        let due = case::due(tx, higher)?;
        tx.execute(
            "UPDATE safety_cases SET level = $3, due_at = CASE WHEN due_at < $4 THEN due_at ELSE $4 END
             WHERE place_id = $1 AND level = $2 AND settled_at IS NULL",
            args![place, level, higher, due],
        )?;
    }
    Ok(())
}
