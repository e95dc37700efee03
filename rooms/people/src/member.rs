//! Members: how somebody becomes one, and what others may see of them.

use db::{Error, Result, Row, Time, Tx, args};
use jiff::tz::TimeZone;
use words::{Actor, AgeBand, Hat, Language, MemberId, Standing};

use crate::{blocks, pseudonym, recovery::RecoveryKey, session, standing};

/// Who sees members of every band: those who keep the place safe.
const STAFF: &[Hat] = &[Hat::Moderator, Hat::Supervisor, Hat::SafeguardingLead, Hat::Administrator];

/// Somebody about to join.
#[derive(Clone)]
pub struct NewMember {
    /// The name that others will see.
    pub pseudonym: String,
    /// The age band.
    pub band: AgeBand,
    /// Languages that they speak, the first preferred.
    pub languages: Vec<Language>,
    /// Their time zone (IANA name).
    pub zone: String,
    /// The language of pages.
    pub locale: String,
    /// The hashed passphrase; without one nobody signs in by passphrase (the demo's people).
    pub passphrase_hash: Option<String>,
    /// The hash of the recovery key.
    pub recovery_hash: Option<Vec<u8>>,
    /// The version of the charter that they agreed to.
    pub agreed_to: Option<i64>,
}

/// Makes somebody a member.
pub fn join(tx: &mut Tx<'_>, new: &NewMember) -> Result<MemberId> {
    let name = pseudonym::check(&new.pseudonym)?;
    pseudonym::ask_for(tx, &name)?;
    let id = MemberId::fresh(tx);
    tx.execute(
        "INSERT INTO people_members
             (id, pseudonym, folded, band, languages, zone, locale, passphrase, recovery, agreed_to, joined_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        args![
            id,
            name,
            pseudonym::fold(&name),
            new.band,
            Language::join(&chosen(&new.languages)?),
            known_zone(&new.zone)?,
            new.locale,
            new.passphrase_hash,
            new.recovery_hash,
            new.agreed_to,
            tx.now()
        ],
    )?;
    Ok(id)
}

/// Changes which languages a member speaks and in which zone they live.
pub fn speak(tx: &mut Tx<'_>, member: MemberId, languages: &[Language], zone: &str) -> Result<()> {
    tx.execute(
        "UPDATE people_members SET languages = $2, zone = $3 WHERE id = $1 AND erased_at IS NULL",
        args![member, Language::join(&chosen(languages)?), known_zone(zone)?],
    )?;
    Ok(())
}

fn chosen(languages: &[Language]) -> Result<Vec<Language>> {
    let mut each = Vec::new();
    for language in languages {
        if !each.contains(language) {
            each.push(*language);
        }
    }
    if each.is_empty() { Err(Error::refused("join-languages-missing")) } else { Ok(each) }
}

fn known_zone(zone: &str) -> Result<&str> {
    TimeZone::get(zone).map(|_| zone).map_err(|_| Error::refused("join-zone-unknown"))
}

/// What is needed to let somebody in by passphrase.
pub(crate) struct Credentials {
    pub(crate) member: MemberId,
    pub(crate) passphrase: Option<String>,
}

impl Credentials {
    /// Those of whoever has this pseudonym, however it was typed.
    pub(crate) fn by_name(tx: &mut Tx<'_>, name: &str) -> Result<Option<Self>> {
        tx.first(
            "SELECT id, passphrase FROM people_members WHERE folded = $1 AND erased_at IS NULL",
            args![pseudonym::fold(name)],
            |row| Ok(Self { member: row.get(0)?, passphrase: row.get(1)? }),
        )
    }

    /// Those of this member.
    pub(crate) fn of(tx: &mut Tx<'_>, member: MemberId) -> Result<Self> {
        tx.one("SELECT id, passphrase FROM people_members WHERE id = $1 AND erased_at IS NULL", args![member], |row| {
            Ok(Self { member: row.get(0)?, passphrase: row.get(1)? })
        })
    }
}

/// Sets a new passphrase. Every session ends with it, on every device: whoever had got in is out.
pub(crate) fn change_passphrase(tx: &mut Tx<'_>, member: MemberId, hash: &str) -> Result<()> {
    tx.execute("UPDATE people_members SET passphrase = $2 WHERE id = $1 AND erased_at IS NULL", args![member, hash])?;
    session::revoke_all(tx, member)
}

/// Stores the same passphrase in a new hash, unless it was changed meanwhile. Nobody is signed out.
pub(crate) fn rehash(tx: &mut Tx<'_>, member: MemberId, old: &str, fresh: &str) -> Result<()> {
    tx.execute(
        "UPDATE people_members SET passphrase = $3 WHERE id = $1 AND passphrase = $2 AND erased_at IS NULL",
        args![member, old, fresh],
    )?;
    Ok(())
}

/// Sets a new recovery key; the one before it opens nothing any more.
pub(crate) fn change_recovery(tx: &mut Tx<'_>, member: MemberId, key: &RecoveryKey) -> Result<()> {
    tx.execute(
        "UPDATE people_members SET recovery = $2 WHERE id = $1 AND erased_at IS NULL",
        args![member, key.hash()],
    )?;
    Ok(())
}

/// Lets somebody back in by their recovery key: the key is used up and `fresh` takes its place. Which of the two was
/// wrong, the name or the key, is not said.
pub(crate) fn recover(
    tx: &mut Tx<'_>,
    name: &str,
    key: &RecoveryKey,
    passphrase_hash: &str,
    fresh: &RecoveryKey,
) -> Result<MemberId> {
    let member: Option<MemberId> = tx.first(
        "UPDATE people_members SET recovery = $3 WHERE folded = $1 AND recovery = $2 AND erased_at IS NULL RETURNING id",
        args![pseudonym::fold(name), key.hash(), fresh.hash()],
        |row| row.get(0),
    )?;
    let member = member.ok_or_else(|| Error::refused("recover-wrong"))?;
    change_passphrase(tx, member, passphrase_hash)?;
    Ok(member)
}

/// What others may see of a member.
#[derive(Clone, Debug)]
pub struct Profile {
    /// The member.
    pub id: MemberId,
    /// The name that others see.
    pub pseudonym: String,
    /// The age band.
    pub band: AgeBand,
    /// Languages that they speak, the first preferred.
    pub languages: Vec<Language>,
    /// Their time zone.
    pub zone: String,
    /// Whether they take part just now.
    pub standing: Standing,
    /// Since when they are here.
    pub joined_at: Time,
}

impl Profile {
    /// A member's profile, for rules that have already settled who may see it. Somebody who was erased has none.
    pub fn of(tx: &mut Tx<'_>, id: MemberId) -> Result<Self> {
        let found = tx.first(
            "SELECT id, pseudonym, band, languages, zone, joined_at FROM people_members
             WHERE id = $1 AND erased_at IS NULL",
            args![id],
            Self::from_row,
        )?;
        let mut profile = found.ok_or(Error::NotFound)?;
        profile.standing = standing::of(tx, id)?;
        Ok(profile)
    }

    /// The profile, when the asker may see it: they share an age band and neither has blocked the other. Who keeps the
    /// place safe sees everybody. For the rest, the member does not exist.
    pub fn visible_to(tx: &mut Tx<'_>, asker: &Actor, id: MemberId) -> Result<Self> {
        let profile = Self::of(tx, id)?;
        let sees_all = asker.id == id || is_staff(asker);
        if sees_all || (profile.band == asker.band && !blocks::apart(tx, asker.id, id)?) {
            Ok(profile)
        } else {
            Err(Error::NotFound)
        }
    }

    /// A member's pseudonym; nothing once they have been erased.
    pub fn name(tx: &mut Tx<'_>, id: MemberId) -> Result<Option<String>> {
        tx.first("SELECT pseudonym FROM people_members WHERE id = $1 AND erased_at IS NULL", args![id], |row| {
            row.get(0)
        })
    }

    /// Whoever goes by this name in this band, for rules that tell nobody whether there is somebody.
    pub fn called(tx: &mut Tx<'_>, name: &str, band: AgeBand) -> Result<Option<MemberId>> {
        tx.first(
            "SELECT id FROM people_members WHERE folded = $1 AND erased_at IS NULL AND band = $2",
            args![pseudonym::fold(name), band],
            |row| row.get(0),
        )
    }

    /// Members whose pseudonym begins alike, for those who keep the place safe; all of them, newest first, when nothing
    /// is searched for.
    pub fn search(tx: &mut Tx<'_>, asker: &Actor, typed: &str) -> Result<Vec<Self>> {
        if !is_staff(asker) {
            return Err(Error::NotFound);
        }
        let folded = pseudonym::fold(typed);
        let mut found = if folded.is_empty() {
            tx.all(
                "SELECT id, pseudonym, band, languages, zone, joined_at FROM people_members
                 WHERE erased_at IS NULL ORDER BY joined_at DESC LIMIT 100",
                args![],
                Self::from_row,
            )?
        } else {
            // A folded name holds letters and digits only, so there is nothing in it that LIKE would read otherwise.
            tx.all(
                "SELECT id, pseudonym, band, languages, zone, joined_at FROM people_members
                 WHERE erased_at IS NULL AND folded LIKE $1 ORDER BY folded LIMIT 100",
                args![format!("%{folded}%")],
                Self::from_row,
            )?
        };
        for profile in &mut found {
            profile.standing = standing::of(tx, profile.id)?;
        }
        Ok(found)
    }

    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            pseudonym: row.get(1)?,
            band: row.get(2)?,
            languages: Language::list(&row.get::<String>(3)?),
            zone: row.get(4)?,
            standing: Standing::Active,
            joined_at: row.get(5)?,
        })
    }
}

fn is_staff(asker: &Actor) -> bool {
    asker.standing == Standing::Active && STAFF.iter().any(|hat| asker.wears(*hat))
}
