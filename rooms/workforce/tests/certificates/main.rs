//! Certificates and badges, on both engines.

mod badges;
mod pages;
mod rules;
mod town;
