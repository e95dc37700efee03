//! What comes after and around a conversation, on both engines.

mod afterwards;
mod cover;
mod flagged;
mod notes;
mod stepping_back;
mod town;
