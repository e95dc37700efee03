//! Journeys in a real browser, against the real program. One binary, so that one build serves all.

mod harness;
