//! The rules of fairness and record, on both engines.

mod complaints;
mod equity;
mod glasses;
mod months;
mod openings;
mod papers;

use std::time::Duration;

use db::{Db, Error, Migration, Result, Tx, args};
use people::NewMember;
use safety::kind::{Action, CaseId, DecisionId};
use words::{Actor, AgeBand, Hat, Language, MemberId};

pub(crate) const MINUTE: Duration = Duration::from_secs(60);
pub(crate) const DAY: Duration = Duration::from_secs(86_400);

pub(crate) fn migrations() -> Vec<Migration> {
    [
        db::MIGRATIONS,
        jobs::MIGRATIONS,
        bus::MIGRATIONS,
        seal::MIGRATIONS,
        organisation::MIGRATIONS,
        people::MIGRATIONS,
        workforce::MIGRATIONS,
        safety::MIGRATIONS,
    ]
    .concat()
}

pub(crate) async fn write<T: Send + 'static>(
    db: &Db,
    work: impl FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
) -> T {
    db.write(work).await.unwrap()
}

/// The key of the refusal that this work meets, or `nowhere`.
pub(crate) async fn refused<T: Send + std::fmt::Debug + 'static>(
    db: &Db,
    work: impl FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
) -> &'static str {
    match db.write(work).await {
        Err(Error::Refused(refusal)) => refusal.key,
        Err(Error::NotFound) => "nowhere",
        other => panic!("expected a refusal, got {other:?}"),
    }
}

/// Somebody moves in.
pub(crate) fn joins(tx: &mut Tx<'_>, name: &str, band: AgeBand, worn: &[Hat]) -> Result<Actor> {
    let id = people::join(
        tx,
        &NewMember {
            pseudonym: name.to_owned(),
            band,
            languages: Language::list("en"),
            zone: "Europe/London".to_owned(),
            locale: "en".to_owned(),
            passphrase_hash: None,
            recovery_hash: None,
            agreed_to: None,
        },
    )?;
    for hat in worn {
        people::hats::grant_first(tx, id, *hat)?;
    }
    let token = people::session::open(tx, id, true)?;
    Ok(people::actor(tx, &token)?.expect("a session that was just opened"))
}

/// A case about somebody.
pub(crate) fn case(tx: &mut Tx<'_>, about: MemberId, band: AgeBand) -> Result<CaseId> {
    let id = CaseId::fresh(tx);
    tx.execute(
        "INSERT INTO safety_cases (id, kind, subject_id, about_id, band, level, source, opened_at, due_at)
         VALUES ($1, 'person', $2, $2, $3, 1, 'flag', $4, $4)",
        args![id, about, band, tx.now()],
    )?;
    Ok(id)
}

/// A decision about somebody, as it stands in its table.
pub(crate) fn decision(tx: &mut Tx<'_>, about: Option<MemberId>, action: Action, rule: Option<&str>) -> Result<()> {
    tx.execute(
        "INSERT INTO safety_decisions (id, case_id, kind, subject_id, about_id, action, rule_id, reason, made_at)
         VALUES ($1, $1, 'post', $1, $2, $3, $4, $5, $6)",
        args![DecisionId::fresh(tx), about, action, rule, b"sealed".to_vec(), tx.now()],
    )?;
    Ok(())
}
