//! A certificate as a badge to show elsewhere. A badge tells that somebody knows hard times from within, so nothing of it
//! is public until its holder says so, no name stands on it unless they write one, and its address tells nothing.

use db::{Error, Result, Row, Time, Tx, Uuid, args};
use seal::{KeyId, Place, Sealing};
use words::{Actor, MemberId};

use crate::{
    answer::Work,
    certificate::{Certificate, CertificateId},
};

/// Places in the list: as many as the specification of status lists asks for at least, so that one place says little.
pub const PLACES: u32 = 131_072;
/// Longest name that somebody may put on it, in characters.
pub const NAME_AT_MOST: usize = 80;

db::id! {
    /// A badge.
    BadgeId
}

/// A badge.
#[derive(Clone, Debug)]
pub struct Badge {
    /// Its id, which is its address too.
    pub id: BadgeId,
    /// The certificate that it shows.
    pub certificate: Certificate,
    /// What stands for its holder.
    pub subject: Uuid,
    /// Its place in the list of what does not count any more.
    pub place: i64,
    /// The name that its holder wrote on it.
    pub name: Option<String>,
    /// Since when everybody who has the address may see it.
    pub published_at: Option<Time>,
}

type Found = (BadgeId, CertificateId, Uuid, i64, Option<Vec<u8>>, Option<Time>);

fn found(row: &Row<'_>) -> Result<Found> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?))
}

fn opened(tx: &mut Tx<'_>, row: Found) -> Result<Badge> {
    let (id, certificate, subject, place, name, published_at) = row;
    let certificate = Certificate::by_id(tx, certificate)?;
    let name = match name {
        Some(sealed) => tx.unseal(KeyId(certificate.member.0), place_of(id), &sealed)?,
        None => None,
    };
    Ok(Badge { id, certificate, subject, place, name, published_at })
}

fn place_of(id: BadgeId) -> Place {
    Place::new("workforce_badges", "name", id.0)
}

impl Badge {
    /// The badge of a certificate of one's own, if one was made of it, whether it still counts or not: what somebody made
    /// public they can always take out of sight. Looking makes none.
    pub fn begun(tx: &mut Tx<'_>, actor: &Actor, certificate: CertificateId) -> Result<Option<Self>> {
        Certificate::own(tx, actor, certificate)?;
        let row = tx.first(
            "SELECT id, certificate_id, subject, place, name, published_at FROM workforce_badges WHERE certificate_id = $1",
            args![certificate],
            found,
        )?;
        row.map(|row| opened(tx, row)).transpose()
    }

    /// Every badge of one's own that others may see, the latest first: of certificates that were taken back or followed too.
    pub fn published(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Self>> {
        let rows = tx.all(
            "SELECT b.id, b.certificate_id, b.subject, b.place, b.name, b.published_at FROM workforce_badges b
             JOIN workforce_certificates c ON c.id = b.certificate_id
             WHERE c.member_id = $1 AND b.published_at IS NOT NULL ORDER BY b.published_at DESC, b.id",
            args![actor.id],
            found,
        )?;
        rows.into_iter().map(|row| opened(tx, row)).collect()
    }

    /// The badge of a certificate of one's own that still stands, made when it is first needed.
    pub fn own(tx: &mut Tx<'_>, actor: &Actor, certificate: CertificateId) -> Result<Self> {
        let held = Certificate::own(tx, actor, certificate)?;
        if !held.can_be_shown() {
            return Err(Error::NotFound);
        }
        if let Some(badge) = Self::begun(tx, actor, certificate)? {
            return Ok(badge);
        }
        let place = take_place(tx)?;
        tx.execute(
            "INSERT INTO workforce_badges (id, certificate_id, subject, place) VALUES ($1, $2, $3, $4)
             ON CONFLICT (certificate_id) DO NOTHING",
            args![BadgeId::fresh(tx), certificate, tx.new_uuid(), place],
        )?;
        Self::begun(tx, actor, certificate)?.ok_or(Error::NotFound)
    }

    /// A badge that its holder has made public. Of one that was taken back everybody learns that it was, and not whose.
    pub fn public(tx: &mut Tx<'_>, id: BadgeId) -> Result<Self> {
        let row = tx.one(
            "SELECT id, certificate_id, subject, place, name, published_at FROM workforce_badges
             WHERE id = $1 AND published_at IS NOT NULL",
            args![id],
            found,
        )?;
        let badge = opened(tx, row)?;
        let name = badge.name.filter(|_| badge.certificate.withdrawn_at.is_none());
        Ok(Self { name, ..badge })
    }

    /// Makes it public, with this name on it or without any.
    pub fn publish(tx: &mut Tx<'_>, actor: &Actor, certificate: CertificateId, name: &str) -> Result<()> {
        let badge = Self::own(tx, actor, certificate)?;
        let sealed = match name.trim() {
            "" => None,
            name => Some(tx.seal(KeyId(actor.id.0), place_of(badge.id), name)?),
        };
        tx.execute(
            "UPDATE workforce_badges SET name = $2, published_at = COALESCE(published_at, $3) WHERE id = $1",
            args![badge.id, sealed, tx.now()],
        )?;
        Ok(())
    }

    /// Takes it out of sight. Copies that somebody has already still say what they said.
    pub fn hide(tx: &mut Tx<'_>, actor: &Actor, certificate: CertificateId) -> Result<()> {
        if let Some(badge) = Self::begun(tx, actor, certificate)? {
            tx.execute("UPDATE workforce_badges SET name = NULL, published_at = NULL WHERE id = $1", args![badge.id])?;
        }
        Ok(())
    }
}

/// A place by chance, so that neighbours in the list are strangers.
fn take_place(tx: &mut Tx<'_>) -> Result<i64> {
    let mut place = u32::from_be_bytes(tx.random_bytes()) % PLACES;
    for _ in 0..PLACES {
        let taken = tx.execute(
            "INSERT INTO workforce_badge_places (place) VALUES ($1) ON CONFLICT (place) DO NOTHING",
            args![i64::from(place)],
        )?;
        if taken == 1 {
            return Ok(i64::from(place));
        }
        place = (place + 1) % PLACES;
    }
    Err(Error::broken("every place in the status list is taken"))
}

/// Badges of every certificate that somebody had for this work count no more.
pub(crate) fn revoke(tx: &mut Tx<'_>, member: MemberId, work: Work) -> Result<()> {
    tx.execute(
        "UPDATE workforce_badge_places SET revoked_at = $3
         WHERE revoked_at IS NULL AND place IN
             (SELECT b.place FROM workforce_badges b JOIN workforce_certificates c ON c.id = b.certificate_id
              WHERE c.member_id = $1 AND c.work = $2)",
        args![member, work, tx.now()],
    )?;
    Ok(())
}

/// The places that do not count any more.
pub(crate) fn revoked(tx: &mut Tx<'_>) -> Result<Vec<i64>> {
    tx.all("SELECT place FROM workforce_badge_places WHERE revoked_at IS NOT NULL ORDER BY place", args![], |row| {
        row.get(0)
    })
}

pub(crate) fn forget(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    tx.execute(
        "DELETE FROM workforce_badges WHERE certificate_id IN
             (SELECT c.id FROM workforce_certificates c WHERE c.member_id = $1)",
        args![member],
    )?;
    Ok(())
}
