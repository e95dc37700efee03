//! A record of what somebody did here: hours and roles, for them to take along. It is a plain text, signed, so that
//! whoever is handed it can ask us whether it is ours and as we wrote it. It never says with whom.

use std::fmt::Write;

use db::{Result, Time, Tx, Uuid};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use people::hats;
use seal::{KeyId, Sealing};
use words::{Ctx, Hat, MemberId};

use crate::{
    answer::Work,
    hours,
    spell::{self, Spell},
};

/// The data key from which the signing key is derived: made at first use, and kept, wrapped, in the key database.
const SIGNER: KeyId = KeyId(Uuid::from_u128(0x0190_0000_0000_7000_8000_7265_636f_7264));
/// What stands between the text and its signature.
const LINE: &str = "-----";
/// Longest record that is looked at, in characters.
pub const AT_MOST: usize = 20_000;
/// Longest name that somebody may put on theirs.
pub const NAME_AT_MOST: usize = 80;

/// A role that somebody had or has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Role {
    /// The hat.
    pub hat: Hat,
    /// Since when.
    pub from: Time,
    /// Until when; nothing while they wear it.
    pub until: Option<Time>,
}

/// Hours of one kind of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    /// Which.
    pub work: Work,
    /// From the first time.
    pub first: Time,
    /// To the last.
    pub last: Time,
    /// How many times.
    pub times: usize,
    /// Minutes altogether.
    pub minutes: u64,
}

impl Hours {
    /// What of these spells was this work; nothing when none was.
    fn of(work: Work, all: &[Spell], now: Time) -> Option<Self> {
        let spells = || all.iter().filter(|it| it.work == work);
        Some(Self {
            work,
            first: spells().map(|it| it.began_at).min()?,
            last: spells().map(|it| it.ended_at.unwrap_or(now)).max()?,
            times: spells().count(),
            minutes: hours::given(all, work, now).as_secs() / 60,
        })
    }

    /// Hours with one digit, as in `12.5`.
    pub fn hours(&self) -> String {
        let tenths = (self.minutes + 3) / 6;
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}

/// What somebody did here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Roles, the earliest first.
    pub roles: Vec<Role>,
    /// Hours by kind of work.
    pub hours: Vec<Hours>,
}

impl Record {
    /// The record of a member.
    pub fn of(tx: &mut Tx<'_>, member: MemberId) -> Result<Self> {
        let mut roles: Vec<Role> =
            tx.all("SELECT hat, from_at, to_at FROM workforce_roles WHERE member_id = $1", db::args![member], |row| {
                Ok(Role { hat: row.get(0)?, from: row.get(1)?, until: row.get(2)? })
            })?;
        let worn = hats::since(tx, member)?.into_iter();
        roles.extend(worn.map(|(hat, from)| Role { hat, from, until: None }));
        roles.sort_by_key(|it| (it.from, it.hat));
        let (now, all) = (tx.now(), spell::since(tx, member, Time(0))?);
        let hours = Work::ALL.iter().filter_map(|work| Hours::of(*work, &all, now));
        let mut hours: Vec<Hours> = hours.collect();
        hours.sort_by_key(|it| it.first);
        Ok(Self { roles, hours })
    }

    /// Whether there is nothing to take along.
    pub fn is_empty(&self) -> bool {
        self.roles.is_empty() && self.hours.is_empty()
    }

    /// As a text. The name is what its holder wants to be called there; it is kept nowhere.
    pub fn text(&self, c: &Ctx, name: &str) -> String {
        let mut lines = vec![c.t("record-text-title").into_owned(), String::new()];
        lines.push(c.tv("record-text-community", "name", &c.community().name));
        let whose = if name.is_empty() {
            c.t("record-text-holder").into_owned()
        } else {
            c.tv("record-text-name", "name", name)
        };
        lines.push(whose);
        lines.push(c.tv("record-text-day", "day", c.date(&c.now())));
        lines.extend([String::new(), c.t("record-text-roles").into_owned()]);
        for role in &self.roles {
            let until = role.until.map_or_else(|| c.t("record-until-now").into_owned(), |it| c.date(&it));
            lines.push(format!("- {}: {} – {until}", c.of("hat", role.hat), c.date(&role.from)));
        }
        lines.extend([String::new(), c.t("record-text-hours").into_owned()]);
        for it in &self.hours {
            let span = format!("{} – {}", c.date(&it.first), c.date(&it.last));
            lines.push(format!(
                "- {}: {} ({span})",
                c.of("record-work", it.work),
                c.tv("record-hours", "hours", it.hours())
            ));
        }
        lines.extend([String::new(), c.t("record-text-private").into_owned()]);
        lines.push(c.tv("record-text-check", "address", format!("{}/workforce/record/check", c.app().public.url)));
        lines.join("\n")
    }
}

/// Signs a text: itself, a line, the signature, and the key that it is checked with.
pub fn sign(tx: &mut Tx<'_>, text: &str) -> Result<String> {
    let (key, text) = (signing_key(tx)?, even(text));
    let signature = key.sign(text.as_bytes());
    let (signature, key) = (hex(&signature.to_bytes()), hex(key.verifying_key().as_bytes()));
    Ok(format!("{text}\n{LINE}\nEd25519 signature: {signature}\nEd25519 key: {key}\n"))
}

/// What came of looking at a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is ours, as we wrote it.
    Ours,
    /// It has our key on it, and something was changed.
    Changed,
    /// It is not one of ours, or part of it is missing.
    Unknown,
}

/// Looks whether a record is ours. What is shown to us is kept nowhere.
pub fn check(tx: &mut Tx<'_>, record: &str) -> Result<Verdict> {
    let ours = signing_key(tx)?.verifying_key();
    let Some((text, signed)) = record.rsplit_once(LINE) else { return Ok(Verdict::Unknown) };
    let field = |name: &str| {
        let value = signed.lines().find_map(|line| line.trim().strip_prefix(name))?;
        unhex(value.trim())
    };
    let (signature, key) = (field("Ed25519 signature:"), field("Ed25519 key:"));
    if key.as_deref() != Some(ours.as_bytes().as_slice()) {
        return Ok(Verdict::Unknown);
    }
    Ok(match signature.and_then(|it| Signature::from_slice(&it).ok()) {
        Some(signature) if is_signed(&ours, text, &signature) => Verdict::Ours,
        _ => Verdict::Changed,
    })
}

fn is_signed(key: &VerifyingKey, text: &str, signature: &Signature) -> bool {
    key.verify_strict(even(text).as_bytes(), signature).is_ok()
}

/// The key that records are checked with, in hex.
pub fn public_key(tx: &mut Tx<'_>) -> Result<String> {
    Ok(hex(signing_key(tx)?.verifying_key().as_bytes()))
}

fn signing_key(tx: &mut Tx<'_>) -> Result<SigningKey> {
    Ok(SigningKey::from_bytes(&tx.derive_key(SIGNER, "alongside workforce record v1")?))
}

/// A text as it is signed: a copy through a mail or a form changes how lines end, and that is no change.
fn even(text: &str) -> String {
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim().to_owned()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).ok());
    pairs.map(|pair| u8::from_str_radix(pair.filter(|it| it.len() == 2)?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_with_other_line_ends_is_the_same_text() {
        assert_eq!(even("one  \r\ntwo\r\n\r\n"), "one\ntwo");
    }

    #[test]
    fn bytes_come_back_out_of_their_letters() {
        assert_eq!(unhex(&hex(&[0, 15, 255])), Some(vec![0, 15, 255]));
        assert_eq!(unhex("0"), None);
        assert_eq!(unhex("zz"), None);
    }

    #[test]
    fn minutes_are_told_as_hours() {
        let of = |minutes| Hours { work: Work::Room, first: Time(0), last: Time(0), times: 1, minutes }.hours();
        assert_eq!([of(0), of(6), of(90), of(119)], ["0.0", "0.1", "1.5", "2.0"]);
    }
}
