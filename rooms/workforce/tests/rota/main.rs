//! The rota, on both engines.

mod gap;
mod needs;
mod pages;
mod shifts;
mod standing;
mod swaps;
mod town;
