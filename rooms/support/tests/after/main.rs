//! What comes after and around a conversation, on both engines.

mod afterwards;
mod caps;
mod certified;
mod colleagues;
mod cover;
mod danger;
mod doors;
mod flagged;
mod hours;
mod notes;
mod own_words;
mod practice;
mod reviews;
mod sitting;
mod stepping_back;
mod town;
