//! The rules and the pages of the room, on both engines.

mod catalogue;
mod doors;
mod hats;
mod invitations;
mod joining;
mod leaving;
mod meeting;
mod pages;
mod sessions;
mod town;
