//! Protecting children, and adults who need it. Their concerns are for named leads alone; a lead brings in whoever else
//! must help, and keeps what was agreed.

use db::{Error, Result, Time, Tx, Uuid, args};
use organisation::{Settings, trail};
use seal::{KeyId, Place as Sealed, Sealing};
use serde::{Deserialize, Serialize};
use words::{Actor, AgeBand, Hat, MemberId};

use crate::{
    concern::{self, Concern},
    keeper::{self, For},
    kind::is_minor,
};

/// How many leads it takes for what two people decide about a child.
pub const LEADS_FOR_TWO: usize = 2;

/// Who was brought in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referral {
    /// Whom.
    pub to: String,
    /// What was agreed, and who does what by when.
    pub agreed: String,
}

/// A referral as it is kept.
#[derive(Clone, Debug)]
pub struct Referred {
    /// By whom.
    pub by: MemberId,
    /// When.
    pub at: Time,
    /// Whom, and what was agreed.
    pub referral: Referral,
}

/// Who the named leads are, for whoever keeps the settings.
#[derive(Clone, Debug)]
pub struct Leads {
    /// Their names.
    pub names: Vec<String>,
    /// Whether children may join.
    pub minors: bool,
}

impl Leads {
    /// Nobody is there though somebody must be.
    pub fn none(&self) -> bool {
        self.names.is_empty()
    }

    /// Too few for what two people decide.
    pub fn one(&self) -> bool {
        self.names.len() < LEADS_FOR_TWO
    }
}

/// The named leads: adults who wear the hat and take part just now.
pub fn leads(tx: &mut Tx<'_>) -> Result<Leads> {
    let mut names = Vec::new();
    for lead in people::hats::wearers_of(tx, Hat::SafeguardingLead, AgeBand::Adult)? {
        names.extend(people::Profile::name(tx, lead)?);
    }
    let minors = Settings::current(tx)?.bands.iter().any(|it| is_minor(*it));
    Ok(Leads { names, minors })
}

/// The open concerns that are for leads alone, for one of them.
pub fn concerns(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Concern>> {
    concern::open_for(tx, actor, true)
}

impl Concern {
    /// A lead brought somebody in. Recorded by who and when; whom and what stays sealed.
    pub fn refer(&self, tx: &mut Tx<'_>, actor: &Actor, referral: &Referral) -> Result<()> {
        self.must_be_open()?;
        keeper::must_keep(tx, actor, For::Leads)?;
        if referral.to.trim().is_empty() {
            return Err(Error::refused("referral-to-missing"));
        }
        if referral.agreed.trim().is_empty() {
            return Err(Error::refused("referral-agreed-missing"));
        }
        let id = tx.new_uuid();
        // Under a key of its own: it outlives the member's words, as long as the concern is kept.
        let text = serde_json::to_string(referral).map_err(Error::broken)?;
        let sealed = tx.seal(KeyId(id), Sealed::new("safety_referrals", "words", id), &text)?;
        tx.execute(
            "INSERT INTO safety_referrals (id, concern_id, by_id, words, referred_at) VALUES ($1, $2, $3, $4, $5)",
            args![id, self.id, actor.id, sealed, tx.now()],
        )?;
        trail::record(tx, Some(actor.id), "trail-referral", self.about, "")
    }

    /// Who was brought in, the earliest first.
    pub fn referrals(&self, tx: &mut Tx<'_>) -> Result<Vec<Referred>> {
        let rows: Vec<(Uuid, Vec<u8>, MemberId, Time)> = tx.all(
            "SELECT id, words, by_id, referred_at FROM safety_referrals WHERE concern_id = $1 ORDER BY referred_at, id",
            args![self.id],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
        )?;
        let mut referred = Vec::new();
        for (id, sealed, by, at) in rows {
            let place = Sealed::new("safety_referrals", "words", id);
            if let Some(text) = tx.unseal(KeyId(id), place, &sealed)? {
                referred.push(Referred { by, at, referral: serde_json::from_str(&text).map_err(Error::broken)? });
            }
        }
        Ok(referred)
    }
}
