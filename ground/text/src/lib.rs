//! What people write: shown safely, cut into words that can be found again, and quoted around a match.

mod excerpt;
mod html;
mod stems;

pub use excerpt::{Piece, excerpt};
pub use html::{Html, Rendered, plain};
pub use stems::{Stem, words};
