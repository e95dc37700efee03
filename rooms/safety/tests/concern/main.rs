//! Worry about somebody, what two people decide, and what is done after a death.

mod after_a_death;
mod concerns;
mod pages;
mod playbooks;
mod together;
mod town;
