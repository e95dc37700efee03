//! What a learner writes for herself. It is sealed; nobody else reads it unless she shares this one entry with one
//! supervisor of her choice, and she can take that back.

use db::{Error, Result, Time, Tx, args};
use people::{Profile, hats};
use seal::{KeyId, Place, Sealing};
use words::{Actor, Hat, MemberId};

use crate::{course::Published, format::Body, progress};

/// Longest entry, in characters.
pub const WORDS_AT_MOST: usize = 8000;

db::id! {
    /// An entry.
    ReflectionId
}

/// An entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reflection {
    /// Its id.
    pub id: ReflectionId,
    /// Whose it is.
    pub member: MemberId,
    /// Of which course.
    pub course: String,
    /// Of which activity.
    pub activity: String,
    /// What she wrote.
    pub words: String,
    /// When.
    pub written_at: Time,
    /// Who may read it, and since when.
    pub shared: Option<(MemberId, Time)>,
}

const COLUMNS: &str = "id, member_id, course_id, activity_id, words, written_at, shared_with, shared_at";

fn from_row(row: &db::Row<'_>) -> Result<(Reflection, Vec<u8>)> {
    let shared: (Option<MemberId>, Option<Time>) = (row.get(6)?, row.get(7)?);
    let entry = Reflection {
        id: row.get(0)?,
        member: row.get(1)?,
        course: row.get(2)?,
        activity: row.get(3)?,
        words: String::new(),
        written_at: row.get(5)?,
        shared: shared.0.zip(shared.1),
    };
    Ok((entry, row.get(4)?))
}

fn opened(tx: &mut Tx<'_>, (mut entry, sealed): (Reflection, Vec<u8>)) -> Result<Reflection> {
    let place = Place::new("training_reflections", "words", entry.id.0);
    entry.words = tx.unseal(KeyId(entry.member.0), place, &sealed)?.unwrap_or_default();
    Ok(entry)
}

/// Keeps what a learner wrote; writing again replaces it, when what stands there is what she had before her.
pub fn keep_over(
    tx: &mut Tx<'_>,
    member: MemberId,
    published: &Published,
    activity: &str,
    words: &str,
    seen: Option<Time>,
) -> Result<()> {
    let stands = own(tx, member, &published.course.id, activity)?;
    if stands.is_some_and(|it| seen != Some(it.written_at) && it.words != words.trim()) {
        return Err(Error::refused("reflection-elsewhere"));
    }
    keep(tx, member, published, activity, words)
}

/// Erases what a learner wrote. That it was done stays.
pub fn erase(tx: &mut Tx<'_>, member: MemberId, published: &Published, activity: &str) -> Result<()> {
    is_asked(published, activity)?;
    tx.execute(
        "DELETE FROM training_reflections WHERE member_id = $1 AND course_id = $2 AND activity_id = $3",
        args![member, published.course.id, activity],
    )?;
    Ok(())
}

/// Keeps what a learner wrote; writing again replaces it.
pub fn keep(tx: &mut Tx<'_>, member: MemberId, published: &Published, activity: &str, words: &str) -> Result<()> {
    is_asked(published, activity)?;
    progress::open(tx, member, published, activity)?;
    let had = own(tx, member, &published.course.id, activity)?;
    let id = had.map_or_else(|| ReflectionId::fresh(tx), |it| it.id);
    let sealed = tx.seal(KeyId(member.0), Place::new("training_reflections", "words", id.0), words.trim())?;
    tx.execute(
        "INSERT INTO training_reflections (id, member_id, course_id, activity_id, words, written_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (member_id, course_id, activity_id) DO UPDATE
         SET words = excluded.words, written_at = excluded.written_at",
        args![id, member, published.course.id, activity, sealed, tx.now()],
    )?;
    progress::done(tx, member, published, activity)
}

fn is_asked(published: &Published, activity: &str) -> Result<()> {
    match published.activity(activity)?.body {
        Body::Reflection(_) => Ok(()),
        _ => Err(Error::NotFound),
    }
}

/// One's own entry.
pub fn own(tx: &mut Tx<'_>, member: MemberId, course: &str, activity: &str) -> Result<Option<Reflection>> {
    let found = tx.first(
        &format!(
            "SELECT {COLUMNS} FROM training_reflections WHERE member_id = $1 AND course_id = $2 AND activity_id = $3"
        ),
        args![member, course, activity],
        from_row,
    )?;
    found.map(|it| opened(tx, it)).transpose()
}

/// Says who looks after a member. It is lent to the database in `app`, as nothing here knows the room that answers it.
#[derive(Clone, Copy)]
pub struct LookedAfter(pub fn(&mut Tx<'_>, MemberId) -> Result<Option<MemberId>>);

/// Those with whom it can be shared: supervisors of the same band, the learner's own before all others.
pub fn readers(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<(MemberId, String)>> {
    let looked_after = *tx.lent::<LookedAfter>()?;
    let own = (looked_after.0)(tx, actor.id)?;
    let mut readers = Vec::new();
    for member in hats::wearers_of(tx, Hat::Supervisor, actor.band)? {
        if member != actor.id
            && let Some(name) = Profile::name(tx, member)?
        {
            readers.push((member, name));
        }
    }
    readers.sort_by_cached_key(|(member, name)| (own != Some(*member), name.to_lowercase()));
    Ok(readers)
}

/// Shares one's entry with one supervisor, or with nobody any more.
pub fn share(tx: &mut Tx<'_>, actor: &Actor, course: &str, activity: &str, with: Option<MemberId>) -> Result<()> {
    if let Some(reader) = with
        && readers(tx, actor)?.iter().all(|(it, _)| *it != reader)
    {
        return Err(Error::refused("reflection-choose"));
    }
    let shared = tx.execute(
        "UPDATE training_reflections SET shared_with = $4, shared_at = $5
         WHERE member_id = $1 AND course_id = $2 AND activity_id = $3",
        args![actor.id, course, activity, with, with.map(|_| tx.now())],
    )?;
    if shared == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// What others shared with this supervisor, the latest first.
pub fn shared_with(tx: &mut Tx<'_>, reader: &Actor) -> Result<Vec<(String, Reflection)>> {
    let found = tx.all(
        &format!(
            "SELECT {COLUMNS} FROM training_reflections WHERE shared_with = $1 ORDER BY shared_at DESC, id LIMIT 50"
        ),
        args![reader.id],
        from_row,
    )?;
    let mut shared = Vec::new();
    for it in found {
        let entry = opened(tx, it)?;
        if let Some(name) = Profile::name(tx, entry.member)? {
            shared.push((name, entry));
        }
    }
    Ok(shared)
}
