//! One's own pages, stories and summaries, on both engines.
