//! Flags, cases, decisions, appeals and aftercare, on both engines.

mod aftercare;
mod appeals;
mod chance;
mod crowd;
mod decisions;
mod judging;
mod queue;
mod spot;
mod town;
mod training;
