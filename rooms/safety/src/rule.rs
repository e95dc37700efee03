//! Rules are data: what is asked, why, and what is fine and what is not, by example. Every decision that takes something
//! from somebody names one. A rule that is rewritten is a new one, so a decision keeps the words it was made under.

use db::{Error, Result, Time, Tx, args};
use organisation::trail;
use web::Catalogue;
use words::Actor;

use crate::kind::RuleId;

/// Longest title, and longest of the other texts, in characters.
pub const TITLE_AT_MOST: usize = 80;
/// Longest reason and examples, in characters.
pub const TEXT_AT_MOST: usize = 1500;
/// Rules that a new community begins with: numbers of `rule-N-…` in the catalogue.
const FIRST: i64 = 8;

/// What somebody writes about a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Says {
    /// What is asked, in a few words.
    pub title: String,
    /// Why.
    pub why: String,
    /// What is fine, one example a line.
    pub fine: String,
    /// What is not, one example a line.
    pub not_fine: String,
}

/// A rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its id.
    pub id: RuleId,
    /// Its place in the list, from 1.
    pub position: i64,
    /// What it says.
    pub says: Says,
    /// Since when it stands.
    pub written_at: Time,
    /// When it was taken off the list or rewritten.
    pub retired_at: Option<Time>,
}

const COLUMNS: &str = "id, position, title, why, fine, not_fine, written_at, retired_at";

fn from_row(row: &db::Row<'_>) -> Result<Rule> {
    Ok(Rule {
        id: row.get(0)?,
        position: row.get(1)?,
        says: Says { title: row.get(2)?, why: row.get(3)?, fine: row.get(4)?, not_fine: row.get(5)? },
        written_at: row.get(6)?,
        retired_at: row.get(7)?,
    })
}

/// The rules as they stand, in order.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Rule>> {
    tx.all(
        &format!("SELECT {COLUMNS} FROM safety_rules WHERE retired_at IS NULL ORDER BY position, id"),
        args![],
        from_row,
    )
}

/// A rule, also one that has been rewritten since: a decision may rest on it.
pub fn find(tx: &mut Tx<'_>, id: RuleId) -> Result<Rule> {
    tx.one(&format!("SELECT {COLUMNS} FROM safety_rules WHERE id = $1"), args![id], from_row)
}

/// A community that has no rules yet begins with ours, in the words of the catalogue.
pub(crate) fn begin(tx: &mut Tx<'_>) -> Result<()> {
    let written: i64 = tx.value("SELECT COUNT(*) FROM safety_rules", args![])?;
    if written > 0 {
        return Ok(());
    }
    // Tests of rules may bring no catalogue; they bring their own rules then.
    let Ok(catalogue) = tx.lent::<Catalogue>() else { return Ok(()) };
    for number in 1..=FIRST {
        let text = |what: &str| catalogue.say("en", &format!("rule-{number}-{what}"), &[]);
        let says = Says { title: text("title"), why: text("why"), fine: text("fine"), not_fine: text("not-fine") };
        insert(tx, None, number, &says)?;
    }
    Ok(())
}

fn insert(tx: &mut Tx<'_>, by: Option<&Actor>, position: i64, says: &Says) -> Result<RuleId> {
    let id = RuleId::fresh(tx);
    tx.execute(
        "INSERT INTO safety_rules (id, position, title, why, fine, not_fine, written_by, written_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![id, position, says.title, says.why, says.fine, says.not_fine, by.map(|it| it.id), tx.now()],
    )?;
    Ok(id)
}

/// Adds a rule at the end.
pub fn add(tx: &mut Tx<'_>, by: &Actor, says: &Says, reason: &str) -> Result<RuleId> {
    let last: Option<i64> = tx.value("SELECT MAX(position) FROM safety_rules WHERE retired_at IS NULL", args![])?;
    let id = insert(tx, Some(by), last.unwrap_or(0) + 1, says)?;
    trail::record_detail(tx, Some(by.id), "trail-rule-added", None, &says.title, reason)?;
    Ok(id)
}

/// Rewrites a rule: the old words are kept for the decisions that rest on them.
pub fn rewrite(tx: &mut Tx<'_>, by: &Actor, id: RuleId, says: &Says, reason: &str) -> Result<RuleId> {
    let old = find(tx, id)?;
    if old.says == *says && old.retired_at.is_none() {
        return Ok(id);
    }
    retire_row(tx, id)?;
    let new = insert(tx, Some(by), old.position, says)?;
    trail::record_detail(tx, Some(by.id), "trail-rule-changed", None, &says.title, reason)?;
    Ok(new)
}

/// Takes a rule off the list. The last one stays: without any, nothing could be decided.
pub fn retire(tx: &mut Tx<'_>, by: &Actor, id: RuleId, reason: &str) -> Result<()> {
    let rule = find(tx, id)?;
    if all(tx)?.len() < 2 {
        return Err(Error::refused("rule-last"));
    }
    retire_row(tx, id)?;
    trail::record_detail(tx, Some(by.id), "trail-rule-retired", None, &rule.says.title, reason)
}

fn retire_row(tx: &mut Tx<'_>, id: RuleId) -> Result<()> {
    let retired = tx
        .execute("UPDATE safety_rules SET retired_at = $2 WHERE id = $1 AND retired_at IS NULL", args![id, tx.now()])?;
    // Somebody else was quicker.
    if retired == 0 { Err(Error::refused("rule-changed-meanwhile")) } else { Ok(()) }
}
