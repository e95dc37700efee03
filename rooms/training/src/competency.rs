//! What somebody can do, as others saw it: for each of the twelve areas a rater says what she saw, and the level follows
//! from that. Whatever harmed blocks until it was seen to be otherwise; nobody rates themselves; and for a certificate two
//! raters must have seen it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use db::{Error, Result, Time, Tx, args};
use seal::{KeyId, Sealing};
use words::{Actor, Hat, MemberId};

use crate::{
    correction::{self, Correction},
    kind::Competency,
    together,
};

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
    /// When whoever rated said that the member who was supported had agreed to their being there.
    pub agreed_at: Option<Time>,
    /// Words to the learner.
    pub words: String,
    /// When.
    pub rated_at: Time,
    /// Whoever gave it took it back.
    pub correction: Option<Correction>,
}

/// Where something was seen, as whoever rates says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Where.
    pub evidence: Evidence,
    /// That the member who was supported had agreed to it.
    pub agreed: bool,
}

impl From<Evidence> for Place {
    /// Where nobody is supported for real, nobody needs to be asked.
    fn from(evidence: Evidence) -> Self {
        Self { evidence, agreed: false }
    }
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
    place: impl Into<Place>,
    seen: &[Seen],
    words: &str,
) -> Result<()> {
    let Place { evidence, agreed } = place.into();
    may_rate_from(tx, rater, member, evidence)?;
    people::Profile::visible_to(tx, rater, member)?;
    if evidence == Evidence::Observed && !agreed {
        return Err(Error::refused("rating-consent-missing"));
    }
    let agreed_at = (evidence == Evidence::Observed).then(|| tx.now());
    let rated: Vec<(&Seen, Level)> = seen.iter().filter_map(|it| Some((it, Level::of(&it.behaviours)?))).collect();
    if rated.is_empty() {
        return Err(Error::refused("rating-nothing-seen"));
    }
    let harm = rated.iter().position(|(_, level)| *level == Level::Harmful);
    if harm.is_some() && words.trim().is_empty() {
        return Err(Error::refused("rating-harm-words"));
    }
    for (at, (it, level)) in rated.into_iter().enumerate() {
        let id = RatingId::fresh(tx);
        // The words are about all that was seen that time. They stand with what harmed, or else with the first of it.
        let sealed = match words.trim() {
            words if at == harm.unwrap_or(0) && !words.is_empty() => {
                Some(tx.seal(KeyId(member.0), place_of(id), words)?)
            }
            _ => None,
        };
        let codes: Vec<&str> =
            Behaviour::ALL.iter().filter(|b| it.behaviours.contains(b)).map(|b| b.as_str()).collect();
        tx.execute(
            "INSERT INTO training_ratings
                (id, member_id, rater_id, competency, level, seen, evidence, words, rated_at, agreed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            args![id, member, rater.id, it.competency, level, codes.join(","), evidence, sealed, tx.now(), agreed_at],
        )?;
    }
    Ok(())
}

fn place_of(id: RatingId) -> seal::Place {
    seal::Place::new("training_ratings", "words", id.0)
}

/// The ratings of a member that count, the latest first: those that were not taken back.
pub fn counting(tx: &mut Tx<'_>, member: MemberId) -> Result<Vec<Rating>> {
    let mut ratings = of(tx, member)?;
    ratings.retain(|it| it.correction.is_none());
    Ok(ratings)
}

/// Every rating of a member, the latest first, with those that were taken back.
pub fn of(tx: &mut Tx<'_>, member: MemberId) -> Result<Vec<Rating>> {
    let rows: Vec<(Rating, Option<Vec<u8>>)> = tx.all(
        "SELECT id, rater_id, competency, level, seen, evidence, rated_at, words, agreed_at FROM training_ratings
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
                agreed_at: row.get(8)?,
                words: String::new(),
                rated_at: row.get(6)?,
                correction: None,
            };
            Ok((rating, row.get(7)?))
        },
    )?;
    let mut corrections = correction::of(tx, member)?;
    let mut ratings = Vec::with_capacity(rows.len());
    for (mut rating, sealed) in rows {
        if let Some(sealed) = sealed {
            rating.words = tx.unseal(KeyId(member.0), place_of(rating.id), &sealed)?.unwrap_or_default();
        }
        rating.correction = corrections.remove(&rating.id);
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
}

impl SignOff {
    /// Whether nothing is missing.
    pub fn is_whole(&self) -> bool {
        self.missing.is_empty()
    }
}

/// Whether two raters have seen everything that everybody does in each of these areas, and nobody anything that harms.
pub fn signed_off(tx: &mut Tx<'_>, member: MemberId, asked: &[Competency]) -> Result<SignOff> {
    let ratings = counting(tx, member)?;
    let mut sign_off = SignOff { missing: Vec::new(), raters: BTreeSet::new(), since: None };
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

/// When something that harms was last seen of each member of whom it stands: it was not taken back, and whoever saw it has not
/// seen it to be otherwise since.
pub fn harmed(tx: &mut Tx<'_>) -> Result<HashMap<MemberId, Time>> {
    let all = tx.all(
        "SELECT r.member_id, MAX(r.rated_at) FROM training_ratings r
         WHERE r.level = $1
           AND NOT EXISTS (SELECT 1 FROM training_corrections c WHERE c.rating_id = r.id)
           AND NOT EXISTS (
               SELECT 1 FROM training_ratings later
               WHERE later.member_id = r.member_id AND later.competency = r.competency
                 AND later.rater_id = r.rater_id AND later.rated_at > r.rated_at
                 AND NOT EXISTS (SELECT 1 FROM training_corrections c WHERE c.rating_id = later.id))
         GROUP BY r.member_id",
        args![Level::Harmful],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(all.into_iter().collect())
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
