//! Help that is put before somebody after what they wrote: a gentle card when it sounds hard, and where help is at once
//! when it sounds dangerous. It never stops what they wrote, and it is theirs alone.

use std::time::Duration;

use askama::Template;
use db::{Result, Time, Tx, args};
use organisation::{
    Settings,
    emergency::{self, Emergency},
    helplines::{self, Audience, Helpline},
};
use words::{Actor, Ctx, MemberId};

use crate::kind::{CareId, CaseId, Level};

/// A gentle card comes at most once in this time: kindness that repeats itself is nagging. Our own judgement.
const GENTLE_EVERY: Duration = Duration::from_secs(86_400);
/// The same for help at once, unless it has become more urgent.
const URGENT_EVERY: Duration = Duration::from_secs(30 * 60);

/// Help that was put before somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Care {
    /// Its id.
    pub id: CareId,
    /// How urgent it sounded.
    pub level: Level,
}

impl Care {
    /// Whether it comes before anything else, on a page of its own.
    pub fn is_first(&self) -> bool {
        self.level.is_hard()
    }

    /// Where somebody is led who has just written something: to help first when it sounds dangerous, and otherwise on,
    /// with a gentle card there.
    pub fn way(&self, to: &str) -> String {
        if self.is_first() {
            return format!("/care/{}?next={}", self.id, to);
        }
        let (path, fragment) = to.split_once('#').map_or((to, String::new()), |(path, it)| (path, format!("#{it}")));
        let joint = if path.contains('?') { '&' } else { '?' };
        format!("{path}{joint}care={}{fragment}", self.id)
    }
}

/// Puts help before somebody, unless they have just seen as much.
pub(crate) fn offer(tx: &mut Tx<'_>, member: MemberId, level: Level, case: Option<CaseId>) -> Result<Option<Care>> {
    if level == Level::Green {
        return Ok(None);
    }
    let every = if level.is_hard() { URGENT_EVERY } else { GENTLE_EVERY };
    let seen: i64 = tx.value(
        "SELECT COUNT(*) FROM safety_cares WHERE member_id = $1 AND level >= $2 AND made_at > $3",
        args![member, level, tx.now() - every],
    )?;
    if seen > 0 {
        return Ok(None);
    }
    let id = CareId::fresh(tx);
    tx.execute(
        "INSERT INTO safety_cares (id, member_id, case_id, level, made_at) VALUES ($1, $2, $3, $4, $5)",
        args![id, member, case, level, tx.now()],
    )?;
    Ok(Some(Care { id, level }))
}

/// Help that was put before this member.
pub fn own(tx: &mut Tx<'_>, actor: &Actor, id: CareId) -> Result<Care> {
    let care =
        tx.one("SELECT id, level FROM safety_cares WHERE id = $1 AND member_id = $2", args![id, actor.id], |row| {
            Ok(Care { id: row.get(0)?, level: row.get(1)? })
        })?;
    Ok(care)
}

/// Notes that it was seen.
pub(crate) fn note_seen(tx: &mut Tx<'_>, actor: &Actor, id: CareId) -> Result<()> {
    tx.execute(
        "UPDATE safety_cares SET seen_at = $3 WHERE id = $1 AND member_id = $2 AND seen_at IS NULL",
        args![id, actor.id, tx.now()],
    )?;
    Ok(())
}

/// Where help is at once, in the community's own country.
pub struct Help {
    /// The emergency number, where it is known.
    pub emergency: Option<&'static Emergency>,
    /// Lines that a person has checked.
    pub lines: Vec<Helpline>,
}

impl Help {
    /// The first of it: a number and a few lines, not a directory.
    pub fn first(tx: &mut Tx<'_>) -> Result<Self> {
        let country = Settings::current(tx)?.country;
        let mut lines = helplines::trusted(&helplines::of_country(tx, &country)?, Audience::Everyone);
        lines.truncate(3);
        Ok(Self { emergency: emergency::of(&country), lines })
    }
}

/// The card as HTML, for a page and for a socket.
pub fn card(c: &Ctx, tx: &mut Tx<'_>, care: Care) -> Result<String> {
    let help = Help::first(tx)?;
    Card { c, care, help: &help }.render().map_err(db::Error::broken)
}

/// Where help is at once, as HTML.
pub fn help(c: &Ctx, tx: &mut Tx<'_>) -> Result<String> {
    let help = Help::first(tx)?;
    HelpHtml { c, help: &help }.render().map_err(db::Error::broken)
}

#[derive(Template)]
#[template(path = "care/_help.html")]
struct HelpHtml<'a> {
    c: &'a Ctx,
    help: &'a Help,
}

/// The card that a page was asked to show by its address; nothing for anybody else's.
pub fn asked_for(c: &Ctx, tx: &mut Tx<'_>) -> Result<Option<String>> {
    let (Ok(id), Some(actor)) = (c.query("care").parse::<CareId>(), c.actor()) else { return Ok(None) };
    match own(tx, actor, id) {
        Ok(care) => card(c, tx, care).map(Some),
        Err(db::Error::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}

/// Forgets what was put before somebody long ago.
pub(crate) fn forget_old(tx: &mut Tx<'_>, before: Time) -> Result<()> {
    tx.execute("DELETE FROM safety_cares WHERE made_at < $1", args![before])?;
    Ok(())
}

#[derive(Template)]
#[template(path = "care/_card.html")]
struct Card<'a> {
    c: &'a Ctx,
    care: Care,
    help: &'a Help,
}
