//! Suggestions: circles that somebody might like, each with its reason, and the reason is always something that they
//! said themselves. Nothing is inferred, nothing is counted, and one press turns it off.

use db::{Result, Tx, args};
use organisation::topics::{self, Topic};
use words::{Actor, Language};

use crate::{bar, circle::Circle, dates, membership, mine, mute::Quiet, refusal};

/// Circles that are suggested at one time.
pub const AT_MOST: usize = 3;

/// Why a circle is suggested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// They said that they carry this.
    Topic(Topic),
    /// It is in a language that they speak, other than the one in which they read these pages.
    Language(Language),
}

/// Whether a member wants suggestions.
pub fn is_on(tx: &mut Tx<'_>, actor: &Actor) -> Result<bool> {
    let off: i64 = tx.value("SELECT COUNT(*) FROM circles_unsuggested WHERE member_id = $1", args![actor.id])?;
    Ok(off == 0)
}

/// Turns suggestions on or off.
pub fn turn(tx: &mut Tx<'_>, actor: &Actor, on: bool) -> Result<()> {
    if on {
        tx.execute("DELETE FROM circles_unsuggested WHERE member_id = $1", args![actor.id])?;
    } else {
        tx.execute(
            "INSERT INTO circles_unsuggested (member_id, since) VALUES ($1, $2) ON CONFLICT (member_id) DO NOTHING",
            args![actor.id, tx.now()],
        )?;
    }
    Ok(())
}

/// Circles that this member might like, those for what they carry first. Only circles that they would find by looking:
/// what does not exist for them is not suggested either. On a hard date nothing is.
pub fn circles(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<(Circle, Reason)>> {
    if !is_on(tx, actor)? || dates::is_quiet(tx, actor)? {
        return Ok(Vec::new());
    }
    let quiet = Quiet::of(tx, actor)?;
    let mut found: Vec<(Circle, Reason)> = Vec::new();
    let carried = mine::carried(tx, actor.id)?;
    for topic in topics::named(tx, &carried)? {
        for circle in Circle::find(tx, actor, Some(topic.number), None)? {
            // In a language that they do not speak it would be a door to a wall.
            if actor.languages.contains(&circle.plan.language) {
                add(&mut found, circle, Reason::Topic(topic.clone()));
            }
        }
    }
    for language in actor.languages.iter().filter(|it| it.code() != actor.locale) {
        for circle in Circle::find(tx, actor, None, Some(*language))? {
            add(&mut found, circle, Reason::Language(*language));
        }
    }
    let mut fit = Vec::new();
    for (circle, reason) in found {
        if fit.len() < AT_MOST && fits(tx, actor, &quiet, &circle)? {
            fit.push((circle, reason));
        }
    }
    Ok(fit)
}

/// One reason is enough.
fn add(found: &mut Vec<(Circle, Reason)>, circle: Circle, reason: Reason) {
    if found.iter().all(|(it, _)| it.id != circle.id) {
        found.push((circle, reason));
    }
}

/// Whether nothing speaks against a circle: muted, asked already, or not let in.
fn fits(tx: &mut Tx<'_>, actor: &Actor, quiet: &Quiet, circle: &Circle) -> Result<bool> {
    let muted = quiet.hides_circle(circle.id)
        || quiet.hides_words(&circle.plan.name)
        || quiet.hides_words(&circle.plan.about)
        || circle.topics(tx)?.iter().any(|it| quiet.hides_topic(it.number));
    if muted || membership::has_asked(tx, circle.id, actor.id)? {
        return Ok(false);
    }
    Ok(!bar::is_removed(tx, circle.id, actor.id)? && !refusal::holds(tx, circle.id, actor.id)?)
}
