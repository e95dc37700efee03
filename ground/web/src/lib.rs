//! The edge that every page shares: words of the catalogue, forms that keep what was typed, static files by digest,
//! security headers, protection against forged requests, and sockets that cannot grow without bound. Knows nothing of
//! peers, care or safety.

mod assets;
pub mod chart;
mod fault;
mod form;
mod headers;
mod i18n;
mod limits;
mod socket;
mod upload;

pub use assets::{Assets, icon};
pub use fault::{Carried, Fault, Page};
pub use form::{Form, Typed};
pub use headers::{same_origin, secure};
pub use i18n::{Arg, Catalogue, Locale, PSEUDO};
pub use limits::{Limit, Limits, Network};
pub use socket::{Frames, Inbound, Sockets, WS_FRAME_AT_MOST};
pub use upload::{FormWithFile, Upload};

/// Words that the ground itself says, in English.
pub const ENGLISH: &str = include_str!("../locales/en.ftl");
