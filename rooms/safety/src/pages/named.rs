//! The names of those who stand on a page.

use std::collections::HashMap;

use db::{Result, Tx};
use words::MemberId;

/// Names by id.
pub(crate) struct Names(HashMap<MemberId, String>);

impl Names {
    /// The names of these members. Whoever has left has none.
    pub(crate) fn of(tx: &mut Tx<'_>, mut ids: Vec<MemberId>) -> Result<Self> {
        ids.sort_unstable();
        ids.dedup();
        let mut names = HashMap::new();
        for id in ids {
            if let Some(name) = people::Profile::name(tx, id)? {
                names.insert(id, name);
            }
        }
        Ok(Self(names))
    }

    /// A name; empty for whoever has left.
    pub(crate) fn get(&self, id: &MemberId) -> &str {
        self.0.get(id).map_or("", String::as_str)
    }

    /// A name; empty for whoever has left, and for nobody.
    pub(crate) fn maybe(&self, id: &Option<MemberId>) -> &str {
        id.as_ref().map_or("", |it| self.get(it))
    }
}
