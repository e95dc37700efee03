//! What comes after and around a conversation, on both engines.

mod afterwards;
mod cover;
mod notes;
mod reports;
mod town;
