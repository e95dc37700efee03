//! Telling somebody with the member's leave. A person asks; the member says who may be told, and what; and takes it back
//! whenever they like.

use db::{Error, Result, Time, Tx, args};
use organisation::trail;
use seal::{KeyId, Place as Sealed, Sealing};
use serde::{Deserialize, Serialize};
use words::{Actor, MemberId};

use crate::{
    concern::{Concern, Step},
    topic,
};

db::id! {
    /// A question whether somebody may be told.
    ConsentId
}

db::word! {
    /// How far it is.
    pub enum State {
        /// The member has not answered.
        Asked = "asked",
        /// They agreed.
        Agreed = "agreed",
        /// They did not.
        Declined = "declined",
        /// They agreed and took it back.
        Withdrawn = "withdrawn",
    }
}

/// What a member agreed to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreed {
    /// Who may be told.
    pub who: String,
    /// What they may be told.
    pub what: String,
}

/// A question, with its answer.
#[derive(Clone, Debug)]
pub struct Consent {
    /// Its id.
    pub id: ConsentId,
    /// Who is asked.
    pub member: MemberId,
    /// Who asks.
    pub asked_by: MemberId,
    /// When.
    pub asked_at: Time,
    /// How far it is.
    pub state: State,
    /// What was asked.
    pub question: String,
    /// What was agreed to.
    pub agreed: Agreed,
}

const COLUMNS: &str = "id, member_id, asked_by, asked_at, agreed_at, declined_at, withdrawn_at, question, answer";

type Row = (Consent, Vec<u8>, Option<Vec<u8>>);

fn from_row(row: &db::Row<'_>) -> Result<Row> {
    let at: [Option<Time>; 3] = [row.get(4)?, row.get(5)?, row.get(6)?];
    let state = match at {
        [_, _, Some(_)] => State::Withdrawn,
        [Some(_), _, None] => State::Agreed,
        [None, Some(_), None] => State::Declined,
        [None, None, None] => State::Asked,
    };
    let consent = Consent {
        id: row.get(0)?,
        member: row.get(1)?,
        asked_by: row.get(2)?,
        asked_at: row.get(3)?,
        state,
        question: String::new(),
        agreed: Agreed::default(),
    };
    Ok((consent, row.get(7)?, row.get(8)?))
}

fn opened(tx: &mut Tx<'_>, (mut consent, question, answer): Row) -> Result<Consent> {
    let key = KeyId(consent.member.0);
    let place = |column| Sealed::new("safety_consents", column, consent.id.0);
    let asked = tx.unseal(key, place("question"), &question)?;
    let told = answer.map_or(Ok(None), |it| tx.unseal(key, place("answer"), &it))?;
    consent.question = asked.unwrap_or_default();
    consent.agreed = told.map_or(Ok(Agreed::default()), |it| serde_json::from_str(&it).map_err(Error::broken))?;
    Ok(consent)
}

/// Asks whether somebody may be told.
pub fn ask(tx: &mut Tx<'_>, actor: &Actor, concern: &Concern, question: &str) -> Result<ConsentId> {
    concern.must_be_open()?;
    let member = concern.about.ok_or_else(|| Error::refused("concern-name-first"))?;
    if question.trim().is_empty() {
        return Err(Error::refused("concern-words-missing"));
    }
    let id = ConsentId::fresh(tx);
    let sealed = tx.seal(KeyId(member.0), Sealed::new("safety_consents", "question", id.0), question.trim())?;
    tx.execute(
        "INSERT INTO safety_consents (id, concern_id, member_id, asked_by, asked_at, question)
         VALUES ($1, $2, $3, $4, $5, $6)",
        args![id, concern.id, member, actor.id, tx.now(), sealed],
    )?;
    trail::record(tx, Some(actor.id), "trail-consent-asked", Some(member), "")?;
    topic::member_changed(tx, member)?;
    Ok(id)
}

/// What was asked about this concern, the latest first.
pub fn of_concern(tx: &mut Tx<'_>, concern: &Concern) -> Result<Vec<Consent>> {
    let all = tx.all(
        &format!("SELECT {COLUMNS} FROM safety_consents WHERE concern_id = $1 ORDER BY asked_at DESC, id DESC"),
        args![concern.id],
        from_row,
    )?;
    all.into_iter().map(|it| opened(tx, it)).collect()
}

/// What a member was asked, the latest first.
pub fn own(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Consent>> {
    let all = tx.all(
        &format!("SELECT {COLUMNS} FROM safety_consents WHERE member_id = $1 ORDER BY asked_at DESC, id DESC LIMIT 50"),
        args![actor.id],
        from_row,
    )?;
    all.into_iter().map(|it| opened(tx, it)).collect()
}

/// Whether a question waits for this member's answer.
pub fn waits(tx: &mut Tx<'_>, member: MemberId) -> Result<bool> {
    let open: i64 = tx.value(
        "SELECT COUNT(*) FROM safety_consents
         WHERE member_id = $1 AND agreed_at IS NULL AND declined_at IS NULL AND withdrawn_at IS NULL",
        args![member],
    )?;
    Ok(open > 0)
}

/// The member agrees: this person, this much.
pub fn agree(tx: &mut Tx<'_>, actor: &Actor, id: ConsentId, agreed: &Agreed) -> Result<()> {
    if agreed.who.trim().is_empty() {
        return Err(Error::refused("consent-who-missing"));
    }
    if agreed.what.trim().is_empty() {
        return Err(Error::refused("consent-what-missing"));
    }
    let text = serde_json::to_string(agreed).map_err(Error::broken)?;
    let sealed = tx.seal(KeyId(actor.id.0), Sealed::new("safety_consents", "answer", id.0), &text)?;
    let changed = tx.execute(
        "UPDATE safety_consents SET agreed_at = $3, answer = $4
         WHERE id = $1 AND member_id = $2 AND agreed_at IS NULL AND declined_at IS NULL",
        args![id, actor.id, tx.now(), sealed],
    )?;
    answered(tx, actor, id, changed, "trail-consent-agreed")
}

/// The member would rather not. Nobody asks why, and nothing changes for them.
pub fn decline(tx: &mut Tx<'_>, actor: &Actor, id: ConsentId) -> Result<()> {
    let changed = tx.execute(
        "UPDATE safety_consents SET declined_at = $3
         WHERE id = $1 AND member_id = $2 AND agreed_at IS NULL AND declined_at IS NULL",
        args![id, actor.id, tx.now()],
    )?;
    answered(tx, actor, id, changed, "trail-consent-declined")
}

/// The member takes it back: from now on nobody may be told.
pub fn withdraw(tx: &mut Tx<'_>, actor: &Actor, id: ConsentId) -> Result<()> {
    let changed = tx.execute(
        "UPDATE safety_consents SET withdrawn_at = $3
         WHERE id = $1 AND member_id = $2 AND agreed_at IS NOT NULL AND withdrawn_at IS NULL",
        args![id, actor.id, tx.now()],
    )?;
    answered(tx, actor, id, changed, "trail-consent-withdrawn")
}

fn answered(tx: &mut Tx<'_>, actor: &Actor, id: ConsentId, changed: u64, deed: &'static str) -> Result<()> {
    let own: i64 =
        tx.value("SELECT COUNT(*) FROM safety_consents WHERE id = $1 AND member_id = $2", args![id, actor.id])?;
    if own == 0 {
        return Err(Error::NotFound);
    }
    if changed == 1 {
        trail::record(tx, Some(actor.id), deed, Some(actor.id), "")?;
        topic::queue_changed(tx)?;
    }
    Ok(())
}

/// Somebody was told, as the member had agreed. Refused once they took it back.
pub fn note_told(tx: &mut Tx<'_>, actor: &Actor, concern: &Concern, id: ConsentId, words: &str) -> Result<()> {
    let agreed: i64 = tx.value(
        "SELECT COUNT(*) FROM safety_consents
         WHERE id = $1 AND concern_id = $2 AND agreed_at IS NOT NULL AND withdrawn_at IS NULL",
        args![id, concern.id],
    )?;
    if agreed == 0 {
        return Err(Error::refused("consent-not-given"));
    }
    if words.trim().is_empty() {
        return Err(Error::refused("concern-words-missing"));
    }
    concern.note(tx, actor, Step::Told, words)
}
