//! Why two people were brought together, in terms that both may see.

use crate::score::Need;
use crate::{Language, Seeker, SupportKind, Supporter, Topic, Trait};

/// Something true that spoke for this pair, taken only from what both sides chose to tell.
///
/// Nothing is said about ratings, load, waiting, what a supporter cannot take, or whom anybody avoids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Reason {
    /// The seeker brings it, the supporter knows it.
    Topic(Topic),
    /// A wish of the seeker about something the supporter shows.
    Wish(Trait),
    /// The kind of support asked for, which the supporter says they are good at.
    Kind(SupportKind),
    /// A language they share and others who were free do not; the seeker's best first.
    Language(Language),
    /// Nothing in particular, but free now.
    FreeNow,
}

/// More would be a list, not a reason.
const MOST_REASONS: usize = 3;

/// One to three reasons, the weightiest first. `language_decided` says that sharing a language ruled others out; it is
/// the last of the reasons, because it adds nothing to a score.
pub(crate) fn because(seeker: &Seeker, supporter: &Supporter, need: &Need, language_decided: bool) -> Vec<Reason> {
    let topics = need.topics.iter().filter(|(topic, _)| supporter.knows.contains(topic));
    let kind = Some(need.kind).filter(|(kind, _)| supporter.good_at.contains(kind));
    let wishes = need.wishes.iter().filter_map(|(any_of, worth)| {
        let met = any_of.iter().find(|one| supporter.shown.contains(one))?;
        Some((Reason::Wish(*met), *worth))
    });
    let mut weighed: Vec<(Reason, i64)> = topics
        .map(|(topic, worth)| (Reason::Topic(*topic), *worth))
        .chain(wishes)
        .chain(kind.map(|(kind, worth)| (Reason::Kind(kind), worth)))
        .filter(|(_, worth)| *worth > 0)
        .collect();
    weighed.sort_by_key(|(reason, worth)| (-worth, *reason));

    let shared = seeker.languages.iter().find(|language| supporter.languages.contains(language));
    let language = shared.filter(|_| language_decided).map(|language| Reason::Language(*language));
    let mut because: Vec<Reason> =
        weighed.into_iter().map(|(reason, _)| reason).chain(language).take(MOST_REASONS).collect();
    if because.is_empty() {
        because.push(Reason::FreeNow);
    }
    because
}
