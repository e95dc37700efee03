//! Somebody's own calendar: an address with a secret in it, which calendar programs ask for without signing in. It holds
//! only what they said yes to, under a title that gives nothing away, and no place unless they chose that. Only the
//! hash of the secret is kept; a new address ends the old one. A member who is suspended or leaving has none.

use chrono::{DateTime, Utc};
use db::{Error, Result, Time, Tx, args};
use icalendar::{Calendar, Component, Event, EventLike};
use seal::{KeyId, Place, Sealing};
use sha2::{Digest, Sha256};
use words::{Actor, MemberId, Standing};

use circles::membership;

use crate::{
    kind::{Answer, OccurrenceId},
    occurrence::Occurrence,
    seats,
};

/// Longest title, in characters.
pub const TITLE_AT_MOST: usize = 40;
/// How long what is over stays in the calendar.
const KEPT: std::time::Duration = std::time::Duration::from_secs(30 * 86_400);

/// What somebody chose for their calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// What each entry is called; empty for the neutral word.
    pub title: String,
    /// Whether the place of a meeting in person stands in it.
    pub shows_place: bool,
}

/// One entry of a calendar.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Which occurrence.
    pub id: OccurrenceId,
    /// When it begins.
    pub starts_at: Time,
    /// When it ends.
    pub ends_at: Time,
    /// Where, if that was chosen.
    pub place: Option<String>,
}

impl Feed {
    /// What a member chose; nothing when they have no address.
    pub fn of(tx: &mut Tx<'_>, member: MemberId) -> Result<Option<Self>> {
        let found: Option<(Option<Vec<u8>>, bool)> =
            tx.first("SELECT title, shows_place FROM gatherings_feeds WHERE member_id = $1", args![member], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        let Some((sealed, shows_place)) = found else { return Ok(None) };
        let title = match sealed {
            Some(sealed) => tx.unseal(KeyId(member.0), place(member), &sealed)?.unwrap_or_default(),
            None => String::new(),
        };
        Ok(Some(Self { title, shows_place }))
    }

    /// Makes an address with this secret; the one before it leads nowhere from now on.
    pub fn make(&self, tx: &mut Tx<'_>, actor: &Actor, secret: &str) -> Result<()> {
        let title = match self.title.trim() {
            "" => None,
            title => Some(tx.seal(KeyId(actor.id.0), place(actor.id), title)?),
        };
        tx.execute(
            "INSERT INTO gatherings_feeds (member_id, secret, title, shows_place, made_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (member_id) DO UPDATE SET
                secret = excluded.secret, title = excluded.title, shows_place = excluded.shows_place,
                made_at = excluded.made_at",
            args![actor.id, hash(secret), title, self.shows_place, tx.now()],
        )?;
        Ok(())
    }

    /// Takes the address back.
    pub fn revoke(tx: &mut Tx<'_>, actor: &Actor) -> Result<()> {
        tx.execute("DELETE FROM gatherings_feeds WHERE member_id = $1", args![actor.id])?;
        Ok(())
    }

    /// What the address with this secret holds. For a secret that nobody has, and for a member who does not take part,
    /// there is no such address.
    pub fn read(tx: &mut Tx<'_>, secret: &str) -> Result<(Self, Vec<Entry>)> {
        let member: MemberId =
            tx.one("SELECT member_id FROM gatherings_feeds WHERE secret = $1", args![hash(secret)], |row| row.get(0))?;
        match people::standing::of(tx, member)? {
            Standing::Active | Standing::OnBreak => (),
            Standing::Suspended(_) | Standing::Leaving(_) => return Err(Error::NotFound),
        }
        let feed = Self::of(tx, member)?.ok_or(Error::NotFound)?;
        let ids: Vec<OccurrenceId> = tx.all(
            "SELECT o.id FROM gatherings_occurrences o JOIN gatherings_comings c ON c.occurrence_id = o.id
             WHERE c.member_id = $1 AND c.answer = 'coming' AND o.cancelled_at IS NULL AND o.ends_at > $2
             ORDER BY o.starts_at, o.id",
            args![member, tx.now() - KEPT],
            |row| row.get(0),
        )?;
        let mut entries = Vec::new();
        for id in ids {
            let occurrence = Occurrence::any(tx, id)?;
            // Asked here too, for a place in a circle that somebody had to leave may not have been freed yet.
            if membership::role(tx, occurrence.circle, member)?.is_some() {
                entries.push(feed.entry(tx, &occurrence)?);
            }
        }
        Ok((feed, entries))
    }

    /// One occurrence, for somebody who belongs to its circle; the place only for those who come and chose it.
    pub fn one(tx: &mut Tx<'_>, actor: &Actor, id: OccurrenceId) -> Result<(Self, Entry)> {
        let occurrence = Occurrence::joined_by(tx, actor, id)?;
        let mut feed = Self::of(tx, actor.id)?.unwrap_or_default();
        let comes = seats::of(tx, id, actor.id)?.is_some_and(|it| it.answer == Answer::Coming);
        feed.shows_place &= comes;
        let entry = feed.entry(tx, &occurrence)?;
        Ok((feed, entry))
    }

    fn entry(&self, tx: &mut Tx<'_>, occurrence: &Occurrence) -> Result<Entry> {
        let place = if self.shows_place { occurrence.place(tx)? } else { None };
        Ok(Entry { id: occurrence.id, starts_at: occurrence.starts_at, ends_at: occurrence.ends_at, place })
    }

    /// The entries as calendar programs read them (RFC 5545). Every time is in UTC, so that none depends on what a
    /// program knows of zones. `neutral` is the title where none was chosen.
    pub fn write(&self, entries: &[Entry], neutral: &str, now: Time) -> String {
        let title = if self.title.is_empty() { neutral } else { &self.title };
        let mut calendar = Calendar::empty();
        calendar.append_property(("VERSION", "2.0"));
        // The program's name would say what somebody takes part in.
        calendar.append_property(("PRODID", "-//calendar//EN"));
        calendar.append_property(("X-WR-CALNAME", title));
        for entry in entries {
            let mut event = Event::with_uid(&entry.id.to_string());
            event.timestamp(utc(now)).starts(utc(entry.starts_at)).ends(utc(entry.ends_at)).summary(title);
            event.add_property("CLASS", "PRIVATE");
            if let Some(place) = &entry.place {
                event.location(place);
            }
            calendar.push(event.done());
        }
        calendar.to_string()
    }
}

fn utc(time: Time) -> DateTime<Utc> {
    DateTime::from_timestamp(time.seconds(), 0).unwrap_or_default()
}

fn place(member: MemberId) -> Place {
    Place::new("gatherings_feeds", "title", member.0)
}

/// The secret is long and random, so its hash needs neither salt nor slowness.
fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

/// A fresh secret out of chance, as it stands in the address.
pub fn secret(chance: [u8; 32]) -> String {
    chance.iter().map(|byte| format!("{byte:02x}")).collect()
}
