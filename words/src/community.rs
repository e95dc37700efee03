use crate::{AgeBand, Language};

/// What every page knows of the community.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Community {
    /// Its name.
    pub name: String,
    /// Languages in which support is given.
    pub languages: Vec<Language>,
    /// Its time zone (IANA name), used for visitors.
    pub zone: String,
    /// Age bands that may join.
    pub bands: Vec<AgeBand>,
    /// Whether people may come in.
    pub doors: Doors,
}

/// Whether people may come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Doors {
    /// Nobody has set the community up yet.
    Unfounded,
    /// Set up, but something must be done before people are let in; the administrators are told what.
    NotReady,
    /// Open.
    Open,
}
