//! Whether the place treats people alike: who waits, and about whom something was decided, by groups to which people said
//! themselves that they belong. Only those count who agreed to be counted for fairness, and taking that back deletes what
//! they said. It shows differences and how sure one may be of them; it does not say where they come from.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use db::{Error, Result, Time, Tx, args};
use organisation::{Settings, trail};
use seal::{KeyId, Place, Sealing};
use statistics::{Difference, difference, suppress};
use words::{Actor, Hat, MemberId};

use crate::{kind::Action, transparency::LEAST};

/// Longest name of a group, in characters.
pub const NAME_AT_MOST: usize = 60;
/// More groups than anybody reads through.
pub const GROUPS_AT_MOST: i64 = 40;
/// What is counted happened within so many days.
pub const DAYS: u32 = 90;

db::id! {
    /// A group that people may count themselves to.
    GroupId
}

/// A group, in the community's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// How people there call it.
    pub name: String,
}

/// Somebody who waited, and for how many seconds.
pub type Waited = (MemberId, i64);

/// The room that knows who waited lends this: members who asked for support between two moments, and how long each waited.
#[derive(Clone, Copy)]
pub struct Waits(pub fn(&mut Tx<'_>, Time, Time) -> Result<Vec<Waited>>);

/// The groups there are, in order of their names.
pub fn groups(tx: &mut Tx<'_>) -> Result<Vec<Group>> {
    tx.all("SELECT id, name FROM safety_groups WHERE retired_at IS NULL ORDER BY name, id", args![], |row| {
        Ok(Group { id: row.get(0)?, name: row.get(1)? })
    })
}

/// Adds a group to the list.
pub fn add(tx: &mut Tx<'_>, by: &Actor, name: &str, reason: &str) -> Result<GroupId> {
    let name = name.trim();
    let all = groups(tx)?;
    if all.iter().any(|it| it.name.to_lowercase() == name.to_lowercase()) {
        return Err(Error::refused("groups-there"));
    }
    if all.len() as i64 >= GROUPS_AT_MOST {
        return Err(Error::refused("groups-too-many"));
    }
    let id = GroupId::fresh(tx);
    tx.execute("INSERT INTO safety_groups (id, name, added_at) VALUES ($1, $2, $3)", args![id, name, tx.now()])?;
    trail::record_detail(tx, Some(by.id), "trail-group-added", None, name, reason)?;
    Ok(id)
}

/// Takes a group off the list. Whoever counted themselves to it does not any more.
pub fn retire(tx: &mut Tx<'_>, by: &Actor, id: GroupId, reason: &str) -> Result<()> {
    let found: Option<String> = tx.first(
        "UPDATE safety_groups SET retired_at = $2 WHERE id = $1 AND retired_at IS NULL RETURNING name",
        args![id, tx.now()],
        |row| row.get(0),
    )?;
    let name = found.ok_or(Error::NotFound)?;
    trail::record_detail(tx, Some(by.id), "trail-group-retired", None, &name, reason)
}

fn place(member: MemberId) -> Place {
    Place::new("safety_belongings", "groups", member.0)
}

/// The groups to which a member said they belong; nothing when they did not agree to be counted.
pub fn belonging(tx: &mut Tx<'_>, member: MemberId) -> Result<Option<Vec<GroupId>>> {
    let sealed: Option<Vec<u8>> =
        tx.first("SELECT groups FROM safety_belongings WHERE member_id = $1", args![member], |row| row.get(0))?;
    match sealed {
        Some(sealed) => open(tx, member, &sealed),
        None => Ok(None),
    }
}

fn open(tx: &mut Tx<'_>, member: MemberId, sealed: &[u8]) -> Result<Option<Vec<GroupId>>> {
    let text = tx.unseal(KeyId(member.0), place(member), sealed)?;
    Ok(text.map(|it| it.split(' ').filter_map(|id| id.parse().ok()).collect()))
}

/// Agrees to be counted, with these groups.
pub fn belong(tx: &mut Tx<'_>, actor: &Actor, chosen: &[GroupId]) -> Result<()> {
    let there: HashSet<GroupId> = groups(tx)?.into_iter().map(|it| it.id).collect();
    let text: Vec<String> = chosen.iter().filter(|it| there.contains(it)).map(ToString::to_string).collect();
    let sealed = tx.seal(KeyId(actor.id.0), place(actor.id), &text.join(" "))?;
    tx.execute(
        "INSERT INTO safety_belongings (member_id, groups, since) VALUES ($1, $2, $3)
         ON CONFLICT (member_id) DO UPDATE SET groups = excluded.groups",
        args![actor.id, sealed, tx.now()],
    )?;
    Ok(())
}

/// Takes it back: what was said is deleted.
pub fn withdraw(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    tx.execute("DELETE FROM safety_belongings WHERE member_id = $1", args![member])?;
    Ok(())
}

/// A share of a group: some of all, and how it differs from the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// How many.
    pub some: u64,
    /// Of how many.
    pub all: u64,
    /// Against everybody else who is counted; nothing when the others are too few.
    pub beside: Option<Difference>,
}

/// A group and what is shown of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The group.
    pub name: String,
    /// How many belong to it.
    pub people: Option<u64>,
    /// Of those people, about how many something was decided that took something from them.
    pub decided: Option<Share>,
    /// Of their requests, how many waited longer than the community hopes.
    pub waited: Option<Share>,
}

impl Line {
    /// What is shown after the number of people: who waited, and about whom something was decided.
    pub fn shares(&self) -> [Option<Share>; 2] {
        [self.waited, self.decided]
    }
}

/// What divides people.
#[derive(Clone, Debug, PartialEq)]
pub struct Division {
    /// `groups`, `ages` or `languages`.
    pub by: &'static str,
    /// The lines.
    pub lines: Vec<Line>,
}

/// The view.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// Over how many days.
    pub days: u32,
    /// Minutes after which a wait counts as long.
    pub long_minutes: u32,
    /// How many agreed to be counted.
    pub counted: Option<u64>,
    /// The divisions.
    pub divisions: Vec<Division>,
}

/// What happened to one person.
#[derive(Clone, Copy, Default)]
struct Lot {
    decided: bool,
    waits: u64,
    long: u64,
}

/// The view, for those who keep the settings and those who measure whether the place helps.
pub fn view(tx: &mut Tx<'_>, actor: &Actor) -> Result<View> {
    if ![Hat::Administrator, Hat::Evaluator].iter().any(|it| actor.wears(*it)) {
        return Err(Error::NotFound);
    }
    let (long_minutes, now) = (Settings::current(tx)?.fallback_minutes, tx.now());
    let since = now - std::time::Duration::from_secs(u64::from(DAYS) * 86_400);
    let rows: Vec<(MemberId, Vec<u8>)> =
        tx.all("SELECT member_id, groups FROM safety_belongings ORDER BY member_id", args![], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let mut lots: BTreeMap<MemberId, Lot> = rows.iter().map(|(member, _)| (*member, Lot::default())).collect();
    let decided: Vec<(Option<MemberId>, Action)> = tx.all(
        "SELECT about_id, action FROM safety_decisions WHERE made_at >= $1 AND undone_at IS NULL",
        args![since],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    for (member, _) in decided.iter().filter(|(_, action)| action.names_rule()) {
        if let Some(lot) = member.and_then(|it| lots.get_mut(&it)) {
            lot.decided = true;
        }
    }
    if let Ok(waits) = tx.lent::<Waits>() {
        for (member, seconds) in (waits.0)(tx, since, now)? {
            if let Some(lot) = lots.get_mut(&member) {
                lot.waits += 1;
                lot.long += u64::from(seconds > i64::from(long_minutes) * 60);
            }
        }
    }
    let mut ages: BTreeMap<String, BTreeSet<MemberId>> = BTreeMap::new();
    let mut languages: BTreeMap<String, BTreeSet<MemberId>> = BTreeMap::new();
    let mut belongs: BTreeMap<GroupId, BTreeSet<MemberId>> = BTreeMap::new();
    for (member, sealed) in rows {
        let Ok(profile) = people::Profile::of(tx, member) else { continue };
        ages.entry(profile.band.as_str().to_owned()).or_default().insert(member);
        if let Some(first) = profile.languages.first() {
            languages.entry(first.name().to_owned()).or_default().insert(member);
        }
        for group in open(tx, member, &sealed)?.unwrap_or_default() {
            belongs.entry(group).or_default().insert(member);
        }
    }
    let everybody: BTreeSet<MemberId> = lots.keys().copied().collect();
    // A group may lie across another, so each is a table of two: it and everybody else.
    let mut of_groups = Vec::new();
    for group in groups(tx)? {
        let inside = belongs.remove(&group.id).unwrap_or_default();
        let outside: BTreeSet<MemberId> = everybody.difference(&inside).copied().collect();
        let pair = lines(vec![(group.name, inside), (String::new(), outside)], &lots);
        of_groups.extend(pair.into_iter().next());
    }
    let counted = everybody.len() as u64;
    Ok(View {
        days: DAYS,
        long_minutes,
        counted: (counted >= LEAST).then_some(counted),
        divisions: vec![
            Division { by: "groups", lines: of_groups },
            Division { by: "ages", lines: lines(ages.into_iter().collect(), &lots) },
            Division { by: "languages", lines: lines(languages.into_iter().collect(), &lots) },
        ],
    })
}

/// The lines of a table whose cells are everybody, each in one of them.
fn lines(cells: Vec<(String, BTreeSet<MemberId>)>, lots: &BTreeMap<MemberId, Lot>) -> Vec<Line> {
    let lots_of = |cell: &BTreeSet<MemberId>| cell.iter().filter_map(|it| lots.get(it)).copied().collect::<Vec<Lot>>();
    let each: Vec<Vec<Lot>> = cells.iter().map(|(_, cell)| lots_of(cell)).collect();
    let people = suppress(&each.iter().map(|it| [it.len() as u64]).collect::<Vec<_>>(), LEAST);
    let decided = shares(&each, |lots| (lots.iter().filter(|it| it.decided).count() as u64, lots.len() as u64));
    let waited = shares(&each, |lots| (lots.iter().map(|it| it.long).sum(), lots.iter().map(|it| it.waits).sum()));
    cells
        .into_iter()
        .zip(each)
        .enumerate()
        .map(|(at, ((name, _), lots))| Line {
            name,
            people: (!people.cells[at]).then_some(lots.len() as u64),
            decided: decided[at],
            waited: waited[at],
        })
        .collect()
}

/// Some of all for each cell, those who are some and those who are not both told or neither.
fn shares(each: &[Vec<Lot>], count: impl Fn(&[Lot]) -> (u64, u64)) -> Vec<Option<Share>> {
    let counts: Vec<(u64, u64)> = each.iter().map(|it| count(it)).collect();
    let cells: Vec<[u64; 2]> = counts.iter().map(|(some, all)| [*some, all.saturating_sub(*some)]).collect();
    let hidden = suppress(&cells, LEAST);
    let (some_of_all, all_of_all) = counts.iter().fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
    let shown = counts.iter().zip(&hidden.cells).map(|(it, hide)| (!hide).then_some(*it));
    shown
        .map(|it| {
            let (some, all) = it?;
            // With only one cell there is nobody else.
            let others = (!hidden.total && all_of_all > all).then_some((some_of_all - some, all_of_all - all));
            Some(Share { some, all, beside: others.and_then(|it| difference((some, all), it)) })
        })
        .collect()
}
