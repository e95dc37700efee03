//! Certificates and badges, on both engines.

mod badges;
mod chance;
mod pages;
mod rules;
mod town;
