//! How much those who rate agree: in how many areas two of them saw the same, and what is beyond chance in that.

use std::collections::{BTreeMap, BTreeSet};

use db::{Result, Tx, args};
use statistics::{Agreement, Weights};
use words::{Actor, MemberId};

use crate::{
    competency::{self, Level, Rating},
    kind::Competency,
};

/// Fewer people than this are not counted together.
pub const ENOUGH: usize = 10;

/// How much two raters agree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Agreed {
    /// In how many areas they saw the same.
    pub same: u64,
    /// Out of how many that both rated.
    pub count: u64,
    /// What is beyond chance; nothing when everything was rated alike, as chance explains that as well.
    pub beyond: Option<Agreement>,
}

impl Agreed {
    /// Nothing when there is nothing to compare.
    fn of(pairs: impl Iterator<Item = (Level, Level)>) -> Option<Self> {
        let mut table = [[0; 4]; 4];
        for (one, other) in pairs {
            table[one as usize][other as usize] += 1;
        }
        let count: u64 = table.iter().flatten().sum();
        let same = (0..table.len()).map(|at| table[at][at]).sum();
        (count > 0).then(|| Self { same, count, beyond: statistics::agreement(&table, Weights::Quadratic) })
    }
}

/// How much two raters agree about a member: those two who have rated the most areas in common, each by their latest rating.
pub fn about(tx: &mut Tx<'_>, member: MemberId) -> Result<Option<Agreed>> {
    Ok(between(&competency::counting(tx, member)?))
}

fn between(ratings: &[Rating]) -> Option<Agreed> {
    let mut by_rater: BTreeMap<MemberId, BTreeMap<Competency, Level>> = BTreeMap::new();
    for rating in ratings {
        if let Some(rater) = rating.rater {
            by_rater.entry(rater).or_default().entry(rating.competency).or_insert(rating.level);
        }
    }
    let raters: Vec<_> = by_rater.values().collect();
    let pairs = raters.iter().enumerate().flat_map(|(at, one)| raters[at + 1..].iter().map(move |other| (one, other)));
    let (one, other) = pairs.max_by_key(|(one, other)| one.keys().filter(|it| other.contains_key(it)).count())?;
    Agreed::of(one.iter().filter_map(|(it, level)| Some((*level, *other.get(it)?))))
}

/// How much two raters agree about a member, for somebody who decides whether these areas were seen. Whoever has still to
/// look themselves is not told what others saw.
pub fn told_to(tx: &mut Tx<'_>, actor: &Actor, member: MemberId, asked: &[Competency]) -> Result<Option<Agreed>> {
    let ratings = competency::counting(tx, member)?;
    let may_see =
        ratings.iter().any(|it| it.rater == Some(actor.id)) || competency::signed_off(tx, member, asked)?.is_whole();
    Ok(between(&ratings).filter(|_| may_see))
}

/// How much raters agree here, over everybody whom two have rated: the latest two ratings of each area by two raters. Nothing
/// is told before ten people were rated so.
pub fn here(tx: &mut Tx<'_>) -> Result<Option<Agreed>> {
    let rows: Vec<(MemberId, Competency, MemberId, Level)> = tx.all(
        "SELECT r.member_id, r.competency, r.rater_id, r.level FROM training_ratings r
         WHERE r.rater_id IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM training_corrections c WHERE c.rating_id = r.id)
         ORDER BY r.member_id, r.competency, r.rated_at DESC, r.id DESC",
        args![],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    let mut people = BTreeSet::new();
    let mut pairs = Vec::new();
    for of_one in rows.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let latest = of_one[0];
        if let Some(other) = of_one.iter().find(|it| it.2 != latest.2) {
            people.insert(latest.0);
            // Which of the two comes first must not depend on who rated later.
            pairs.push(if latest.2 < other.2 { (latest.3, other.3) } else { (other.3, latest.3) });
        }
    }
    if people.len() < ENOUGH {
        return Ok(None);
    }
    Ok(Agreed::of(pairs.into_iter()))
}
