//! What comes after and around a conversation, on both engines.

mod afterwards;
mod caps;
mod cover;
mod doors;
mod flagged;
mod hours;
mod notes;
mod practice;
mod reviews;
mod stepping_back;
mod town;
