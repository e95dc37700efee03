//! The vocabulary that rooms share: who asks ([`Actor`]), where ([`Community`]), and what every page is handed
//! ([`Ctx`]). No SQL, no rules of any one room.

mod actor;
mod app;
mod community;
mod ctx;
mod enter;
mod follow;
mod kept;
mod language;
mod unreachable;
mod wording;

pub use actor::{Actor, AgeBand, Hat, MemberId, SessionId, Standing};
pub use app::{App, Door, Lookup, Panel, Public, Spot};
pub use community::{Community, Doors};
pub use ctx::{Count, Ctx};
pub use enter::{AWAY_COOKIE, cookie, enter, expired_cookie, read_cookie, session_cookie_name};
pub use follow::{Follow, REFRESH};
pub use kept::{Kept, KnownHelp, KnownLine};
pub use language::{LANGUAGES, Language};
pub use wording::Wording;
