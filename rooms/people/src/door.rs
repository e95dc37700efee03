//! The doors at which a passphrase is asked for. Every try is counted before it is made; then the slow hashing happens
//! outside any transaction; then what follows is written.

use db::{Error, Result};
use words::{Actor, Ctx, MemberId};

use crate::{member, member::Credentials, passphrase, pseudonym, session, tries};

/// Whoever has this name and this passphrase. A name that nobody has, a wrong passphrase and an account without one are
/// answered in the same words, after the same work, from the same kind of budget.
pub(crate) async fn by_name(c: &Ctx, name: &str, given: &str) -> Result<MemberId> {
    let folded = pseudonym::fold(name);
    let (subject, found) = c
        .write_from_reserve(move |tx| {
            let subject = tries::Subject::new(tx, "sign-in", &folded)?;
            tries::charge(tx, &subject)?;
            Ok((subject, Credentials::by_name(tx, &folded)?))
        })
        .await?;
    let (member, stored) = found.map_or((None, None), |it| (Some(it.member), it.passphrase));
    if !passphrase::is_right(given, stored.clone()).await? {
        return Err(Error::refused("sign-in-wrong"));
    }
    let member = member.ok_or_else(|| Error::refused("sign-in-wrong"))?;
    let fresh = match stored.filter(|it| passphrase::is_outdated(it)) {
        // Only now is the passphrase here in plain. When the hashing is too busy, the next time will do.
        Some(old) => passphrase::hash(given, c.app().db.random_bytes()).await.ok().map(|fresh| (old, fresh)),
        None => None,
    };
    c.write_from_reserve(move |tx| {
        if let Some((old, fresh)) = &fresh {
            member::rehash(tx, member, old, fresh)?;
        }
        tries::forgive(tx, &subject)
    })
    .await?;
    Ok(member)
}

/// Whether somebody who is signed in still knows their passphrase. A budget of its own: guessing at the front door does
/// not keep the owner from changing it here.
pub(crate) async fn confirm(c: &Ctx, actor: &Actor, given: &str) -> Result<()> {
    let member = actor.id;
    let (subject, found) = c
        .write_from_reserve(move |tx| {
            let subject = tries::Subject::new(tx, "confirm", &member.to_string())?;
            tries::charge(tx, &subject)?;
            Ok((subject, Credentials::of(tx, member)?))
        })
        .await?;
    if !passphrase::is_right(given, found.passphrase).await? {
        return Err(Error::refused("account-passphrase-wrong"));
    }
    c.write_from_reserve(move |tx| tries::forgive(tx, &subject)).await
}

/// What became of a try at a locked browser.
pub(crate) enum Unlocked {
    /// It is open again.
    Open,
    /// The passphrase was wrong; there may be another try.
    Wrong,
    /// There were too many wrong tries; the session has ended.
    Ended,
}

/// Unlocks the browser of whoever gives the passphrase.
pub(crate) async fn unlock(c: &Ctx, actor: &Actor, given: &str) -> Result<Unlocked> {
    let (asker, member, session) = (actor.clone(), actor.id, actor.session);
    let (tried, found) =
        c.write_from_reserve(move |tx| Ok((session::try_unlock(tx, &asker)?, Credentials::of(tx, member)?))).await?;
    if tried == session::Try::Ended {
        return Ok(Unlocked::Ended);
    }
    if !passphrase::is_right(given, found.passphrase).await? {
        return Ok(Unlocked::Wrong);
    }
    c.write_from_reserve(move |tx| session::unlock(tx, session)).await?;
    Ok(Unlocked::Open)
}
