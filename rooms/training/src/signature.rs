//! What somebody signed: by typing the name that others see. Kept with the version that was read and the time.

use db::{Error, Result, Time, Tx, args};
use people::pseudonym;
use words::{Actor, MemberId};

use crate::{course::Published, format::Body, progress};

/// A signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The name as it was typed.
    pub name: String,
    /// The version of the course that was signed.
    pub version: i64,
    /// When.
    pub signed_at: Time,
}

/// Signs an agreement. The name must be one's own; capitals and accents do not count.
pub fn sign(tx: &mut Tx<'_>, actor: &Actor, published: &Published, activity: &str, name: &str) -> Result<()> {
    if !matches!(published.activity(activity)?.body, Body::Agreement(_)) {
        return Err(Error::NotFound);
    }
    if pseudonym::fold(name) != pseudonym::fold(&actor.pseudonym) {
        return Err(Error::refused_with("agreement-name", vec![("name", actor.pseudonym.clone())]));
    }
    let course = &published.course;
    if of(tx, actor.id, &course.id, activity)?.is_none_or(|it| it.version != course.version) {
        tx.execute(
            "INSERT INTO training_signatures (id, member_id, course_id, activity_id, version, name, signed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            args![tx.new_uuid(), actor.id, course.id, activity, course.version, name.trim(), tx.now()],
        )?;
    }
    progress::done(tx, actor.id, published, activity)
}

/// The last signature of a member under this agreement.
pub fn of(tx: &mut Tx<'_>, member: MemberId, course: &str, activity: &str) -> Result<Option<Signature>> {
    tx.first(
        "SELECT name, version, signed_at FROM training_signatures
         WHERE member_id = $1 AND course_id = $2 AND activity_id = $3 ORDER BY signed_at DESC LIMIT 1",
        args![member, course, activity],
        |row| Ok(Signature { name: row.get(0)?, version: row.get(1)?, signed_at: row.get(2)? }),
    )
}
