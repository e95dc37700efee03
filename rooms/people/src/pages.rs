//! The pages of this room.

pub(crate) mod account;
pub(crate) mod blocked;
pub(crate) mod exit;
pub(crate) mod invitations;
pub(crate) mod join;
pub(crate) mod keys;
pub(crate) mod leaving;
pub(crate) mod members;
pub(crate) mod recover;
pub(crate) mod sessions;
pub(crate) mod sign_in;

use axum::http::{HeaderValue, header};
use web::Page;
use words::{Ctx, cookie, session_cookie_name};

/// Adds cookies to an answer.
fn with_cookies(page: Page, cookies: impl IntoIterator<Item = HeaderValue>) -> Page {
    let mut response = page?;
    for cookie in cookies {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// The cookie of a session. On a shared device it goes with the browser; on one's own it stays, and the session's own
/// idle time decides.
fn session_cookie(c: &Ctx, token: &str, shared: bool) -> HeaderValue {
    let cookie = cookie(c.app(), session_cookie_name(c.app()), token);
    if shared {
        return cookie;
    }
    // The text is our own cookie's and stays a header value with an age after it.
    let lasting = cookie.to_str().map(|text| format!("{text}; Max-Age=15552000")).unwrap_or_default();
    HeaderValue::from_str(&lasting).unwrap_or(cookie)
}
