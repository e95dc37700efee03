//! What somebody can do, as others saw it: for each of the twelve areas a rater says what she saw, and the level follows
//! from that. Whatever harmed blocks until it was seen to be otherwise; nobody rates themselves; and for a certificate two
//! raters must have seen it.

use std::collections::{BTreeMap, BTreeSet};

use db::{Error, Result, Time, Tx, args};
use seal::{KeyId, Place, Sealing};
use statistics::{Agreement, Weights};
use words::{Actor, Hat, MemberId};

use crate::{kind::Competency, together};

/// Longest words to the learner, in characters.
pub const WORDS_AT_MOST: usize = 2000;
/// How many raters must have seen it.
const RATERS: usize = 2;

db::id! {
    /// A rating.
    RatingId
}

db::word! {
    /// What may be seen in each area. What it is, area by area, is in the catalogue.
    pub enum Behaviour {
        /// Something that harms.
        HarmOne = "harm-one",
        /// Something else that harms.
        HarmTwo = "harm-two",
        /// What everybody who supports others does.
        BasicOne = "basic-one",
        /// The same.
        BasicTwo = "basic-two",
        /// The same.
        BasicThree = "basic-three",
        /// What comes with practice.
        Advanced = "advanced",
    }
}

impl Behaviour {
    /// Whether it harms.
    pub fn harms(self) -> bool {
        matches!(self, Self::HarmOne | Self::HarmTwo)
    }

    /// Whether everybody who supports others does it.
    pub fn is_basic(self) -> bool {
        matches!(self, Self::BasicOne | Self::BasicTwo | Self::BasicThree)
    }
}

db::word! {
    /// How well it was done.
    pub enum Level {
        /// Something harmed.
        Harmful = "harmful",
        /// Some of what everybody does.
        Some = "some",
        /// All of it.
        All = "all",
        /// All of it, and more.
        Advanced = "advanced",
    }
}

impl Level {
    /// From one to four.
    pub fn number(self) -> usize {
        self as usize + 1
    }

    /// The level that follows from what was seen; nothing when nothing was.
    pub fn of(seen: &[Behaviour]) -> Option<Self> {
        let basic = Behaviour::ALL.iter().filter(|it| it.is_basic());
        if seen.is_empty() {
            None
        } else if seen.iter().any(|it| it.harms()) {
            Some(Self::Harmful)
        } else if !basic.clone().all(|it| seen.contains(it)) {
            Some(Self::Some)
        } else if seen.contains(&Behaviour::Advanced) {
            Some(Self::Advanced)
        } else {
            Some(Self::All)
        }
    }
}

db::word! {
    /// Where it was seen.
    pub enum Evidence {
        /// In live practice.
        RolePlay = "role-play",
        /// While one of them sat in with the other.
        Shadow = "shadow",
        /// In practice, with the consent of the member who was supported.
        Observed = "observed",
    }
}

/// A rating.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rating {
    /// Its id.
    pub id: RatingId,
    /// Who rated; nothing when they have left.
    pub rater: Option<MemberId>,
    /// What.
    pub competency: Competency,
    /// How well.
    pub level: Level,
    /// What was seen.
    pub seen: Vec<Behaviour>,
    /// Where.
    pub evidence: Evidence,
    /// Words to the learner.
    pub words: String,
    /// When.
    pub rated_at: Time,
}

/// What a rater says of one area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Which area.
    pub competency: Competency,
    /// What was seen of it.
    pub behaviours: Vec<Behaviour>,
}

/// Whether somebody trains and rates others: supervisors and administrators do.
pub fn rates(actor: &Actor) -> bool {
    actor.wears(Hat::Supervisor) || actor.wears(Hat::Administrator)
}

/// Refuses whoever may not rate this member: only those who rate, and never the member.
pub fn may_rate(rater: &Actor, member: MemberId) -> Result<()> {
    if !rates(rater) {
        return Err(Error::NotFound);
    }
    if rater.id == member { Err(Error::refused("rating-oneself")) } else { Ok(()) }
}

/// Refuses whoever may not rate what they saw there: a supporter says what they saw of somebody who sat in with them, and
/// nothing else.
pub fn may_rate_from(tx: &mut Tx<'_>, rater: &Actor, member: MemberId, evidence: Evidence) -> Result<()> {
    if evidence == Evidence::Shadow && rater.wears(Hat::Supporter) && together::has_sat_in(tx, rater.id, member)? {
        return Ok(());
    }
    may_rate(rater, member)
}

/// Rates a member. Areas of which nothing was seen are left out, and stay as they were.
pub fn rate(
    tx: &mut Tx<'_>,
    rater: &Actor,
    member: MemberId,
    evidence: Evidence,
    seen: &[Seen],
    words: &str,
) -> Result<()> {
    may_rate_from(tx, rater, member, evidence)?;
    people::Profile::visible_to(tx, rater, member)?;
    let mut rated = false;
    for it in seen {
        let Some(level) = Level::of(&it.behaviours) else { continue };
        let id = RatingId::fresh(tx);
        // The words are about all that was seen that time; they stand with the first of it.
        let sealed = match words.trim() {
            words if !rated && !words.is_empty() => Some(tx.seal(KeyId(member.0), place(id), words)?),
            _ => None,
        };
        let codes: Vec<&str> =
            Behaviour::ALL.iter().filter(|b| it.behaviours.contains(b)).map(|b| b.as_str()).collect();
        tx.execute(
            "INSERT INTO training_ratings (id, member_id, rater_id, competency, level, seen, evidence, words, rated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            args![id, member, rater.id, it.competency, level, codes.join(","), evidence, sealed, tx.now()],
        )?;
        rated = true;
    }
    if rated { Ok(()) } else { Err(Error::refused("rating-nothing-seen")) }
}

fn place(id: RatingId) -> Place {
    Place::new("training_ratings", "words", id.0)
}

/// Every rating of a member, the latest first.
pub fn of(tx: &mut Tx<'_>, member: MemberId) -> Result<Vec<Rating>> {
    let rows: Vec<(Rating, Option<Vec<u8>>)> = tx.all(
        "SELECT id, rater_id, competency, level, seen, evidence, rated_at, words FROM training_ratings
         WHERE member_id = $1 ORDER BY rated_at DESC, id DESC",
        args![member],
        |row| {
            let seen: String = row.get(4)?;
            let rating = Rating {
                id: row.get(0)?,
                rater: row.get(1)?,
                competency: row.get(2)?,
                level: row.get(3)?,
                seen: seen.split(',').filter_map(|it| it.parse().ok()).collect(),
                evidence: row.get(5)?,
                words: String::new(),
                rated_at: row.get(6)?,
            };
            Ok((rating, row.get(7)?))
        },
    )?;
    let mut ratings = Vec::with_capacity(rows.len());
    for (mut rating, sealed) in rows {
        if let Some(sealed) = sealed {
            rating.words = tx.unseal(KeyId(member.0), place(rating.id), &sealed)?.unwrap_or_default();
        }
        ratings.push(rating);
    }
    Ok(ratings)
}

db::word! {
    /// What is missing in an area.
    pub enum Missing {
        /// Something in it was seen to harm, and has not been seen to be otherwise.
        Harm = "harm",
        /// Nobody has rated it.
        Unrated = "unrated",
        /// Two raters are needed who saw everything that everybody does.
        Raters = "raters",
    }
}

/// Whether somebody has been seen to do what is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct SignOff {
    /// What is missing, area by area; empty when nothing is.
    pub missing: Vec<(Competency, Missing)>,
    /// Whose ratings count for it.
    pub raters: BTreeSet<MemberId>,
    /// When the oldest of them was given.
    pub since: Option<Time>,
    /// How much the two of them agree who have most in common.
    pub agreement: Option<Agreement>,
}

impl SignOff {
    /// Whether nothing is missing.
    pub fn is_whole(&self) -> bool {
        self.missing.is_empty()
    }
}

/// Whether two raters have seen everything that everybody does in each of these areas, and nobody anything that harms.
pub fn signed_off(tx: &mut Tx<'_>, member: MemberId, asked: &[Competency]) -> Result<SignOff> {
    let ratings = of(tx, member)?;
    let mut sign_off =
        SignOff { missing: Vec::new(), raters: BTreeSet::new(), since: None, agreement: agreement(&ratings) };
    for competency in asked {
        let of_it: Vec<&Rating> = ratings.iter().filter(|it| it.competency == *competency).collect();
        let latest = latest_by_rater(&of_it);
        let good: Vec<&Rating> = latest.values().copied().filter(|it| it.level >= Level::All).collect();
        let missing = if latest.values().any(|it| it.level == Level::Harmful) || is_harm_of_the_gone(&of_it, &good) {
            Some(Missing::Harm)
        } else if of_it.is_empty() {
            Some(Missing::Unrated)
        } else {
            (good.len() < RATERS).then_some(Missing::Raters)
        };
        match missing {
            Some(missing) => sign_off.missing.push((*competency, missing)),
            None => {
                sign_off.raters.extend(good.iter().filter_map(|it| it.rater));
                let oldest = good.iter().map(|it| it.rated_at).min();
                sign_off.since = [sign_off.since, oldest].into_iter().flatten().min();
            }
        }
    }
    Ok(sign_off)
}

/// The latest of each rater who is still here, out of ratings of one area, the latest first.
fn latest_by_rater<'a>(ratings: &[&'a Rating]) -> BTreeMap<MemberId, &'a Rating> {
    let mut latest = BTreeMap::new();
    for rating in ratings {
        if let Some(rater) = rating.rater {
            latest.entry(rater).or_insert(*rating);
        }
    }
    latest
}

/// Whether somebody who has left saw something that harms, and there are not two since then who saw it done well. While they
/// were here they alone could have said so.
fn is_harm_of_the_gone(ratings: &[&Rating], good: &[&Rating]) -> bool {
    let harm = ratings.iter().find(|it| it.rater.is_none() && it.level == Level::Harmful);
    harm.is_some_and(|harm| good.iter().filter(|it| it.rated_at > harm.rated_at).count() < RATERS)
}

/// How much two raters agree: those two who have rated the most areas in common, each by their latest rating.
fn agreement(ratings: &[Rating]) -> Option<Agreement> {
    let mut by_rater: BTreeMap<MemberId, BTreeMap<Competency, Level>> = BTreeMap::new();
    for rating in ratings {
        if let Some(rater) = rating.rater {
            by_rater.entry(rater).or_default().entry(rating.competency).or_insert(rating.level);
        }
    }
    let raters: Vec<_> = by_rater.values().collect();
    let pairs = raters.iter().enumerate().flat_map(|(at, one)| raters[at + 1..].iter().map(move |other| (one, other)));
    let (one, other) = pairs.max_by_key(|(one, other)| one.keys().filter(|it| other.contains_key(it)).count())?;
    statistics::agreement(
        &table(one.iter().filter_map(|(it, level)| Some((*level, *other.get(it)?)))),
        Weights::Quadratic,
    )
}

/// How much two raters agree about a member, for somebody who decides whether these areas were seen. Whoever has still to
/// look herself is not told what others saw.
pub fn agreement_for(
    tx: &mut Tx<'_>,
    actor: &Actor,
    member: MemberId,
    asked: &[Competency],
) -> Result<Option<Agreement>> {
    let sign_off = signed_off(tx, member, asked)?;
    let may_see = sign_off.is_whole() || of(tx, member)?.iter().any(|it| it.rater == Some(actor.id));
    Ok(sign_off.agreement.filter(|_| may_see))
}

/// How often which two levels met.
fn table(pairs: impl Iterator<Item = (Level, Level)>) -> [[u64; 4]; 4] {
    let mut table = [[0; 4]; 4];
    for (one, other) in pairs {
        table[one as usize][other as usize] += 1;
    }
    table
}

/// How much raters agree here, over everybody whom two have rated: the latest two ratings of each area by two raters. Nothing
/// is told before ten people were rated so.
pub fn agreement_here(tx: &mut Tx<'_>) -> Result<Option<Agreement>> {
    let rows: Vec<(MemberId, Competency, MemberId, Level)> = tx.all(
        "SELECT member_id, competency, rater_id, level FROM training_ratings
         WHERE rater_id IS NOT NULL ORDER BY member_id, competency, rated_at DESC, id DESC",
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
    Ok(statistics::agreement(&table(pairs.into_iter()), Weights::Quadratic))
}

/// Fewer people than this are not counted together.
pub const ENOUGH: usize = 10;
