//! What comes after and around a conversation, on both engines.

mod afterwards;
mod cover;
mod doors;
mod flagged;
mod notes;
mod town;
