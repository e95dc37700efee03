//! Evenings in a live room, on both engines.

mod certified;
mod chance;
mod closing;
mod enough;
mod saying;
mod together;
mod town;
