//! The small words of this room.

db::id! {
    /// A request for support.
    RequestId
}
db::id! {
    /// An offer of one request to one supporter.
    OfferId
}
db::id! {
    /// A conversation.
    ConversationId
}
db::id! {
    /// A supporter's time on duty.
    DutyId
}

db::id! {
    /// A learner who sits in with a supporter.
    ShadowId
}

db::word! {
    /// What would help.
    pub enum Kind {
        /// To be heard.
        Heard = "heard",
        /// Ideas of what to try.
        Ideas = "ideas",
        /// Practical help.
        Practical = "practical",
        /// Information.
        Information = "information",
    }
}

db::word! {
    /// What the member would rather have when both are not to be had.
    pub enum Pace {
        /// Somebody soon.
        Sooner = "sooner",
        /// Somebody who fits well.
        Closer = "closer",
    }
}

db::word! {
    /// In what part somebody speaks in a conversation.
    pub enum Role {
        /// The member who asked.
        Asker = "asker",
        /// The supporter.
        Supporter = "supporter",
        /// A supervisor who joined, seen by both.
        Supervisor = "supervisor",
        /// The place itself: somebody joined, somebody left, a notice. Always words of the catalogue, never a person.
        Place = "place",
    }
}

/// What supporters may choose to show about themselves, and members may wish for: `(attribute, values)`, by catalogue
/// key. The numbers are stored, so rows are only ever added at the end.
pub const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("gender", &["woman", "man", "non-binary"]),
    ("age", &["18-25", "26-40", "41-60", "over-60"]),
    ("life", &["parent", "carer", "student", "veteran", "lgbtq", "faith", "migrant", "disabled"]),
];

/// Whether this attribute and value exist.
pub fn attribute_exists(attribute: u16, value: u16) -> bool {
    ATTRIBUTES.get(usize::from(attribute)).is_some_and(|(_, values)| usize::from(value) < values.len())
}

/// The catalogue's end for an attribute's value: `gender-woman`.
pub fn attribute_key(attribute: u16, value: u16) -> String {
    ATTRIBUTES
        .get(usize::from(attribute))
        .and_then(|(name, values)| values.get(usize::from(value)).map(|value| format!("{name}-{value}")))
        .unwrap_or_default()
}

/// Numbers written as `1,4,9`.
pub(crate) fn numbers(text: &str) -> Vec<u16> {
    text.split(',').filter_map(|it| it.parse().ok()).collect()
}

/// Writes numbers as `1,4,9`.
pub(crate) fn join_numbers(numbers: &[u16]) -> String {
    numbers.iter().map(u16::to_string).collect::<Vec<_>>().join(",")
}

/// Kinds written as `heard,ideas`.
pub(crate) fn kinds(text: &str) -> Vec<Kind> {
    text.split(',').filter_map(|it| it.parse().ok()).collect()
}

/// Writes kinds as `heard,ideas`.
pub(crate) fn join_kinds(kinds: &[Kind]) -> String {
    kinds.iter().map(|it| it.as_str()).collect::<Vec<_>>().join(",")
}
