//! Headers that every answer carries, and the check that a change comes from our own pages.

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; \
    worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'; trusted-types alongside";

const FIXED: &[(&str, &str)] = &[
    ("content-security-policy", POLICY),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=(), browsing-topics=(), interest-cohort=()"),
];

/// Adds the security headers. Pages are never stored, so that Back after leaving shows nothing; static files keep the
/// header that they brought. `https` adds HSTS.
pub fn secure(headers: &mut HeaderMap, https: bool) {
    for (name, value) in FIXED {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if https {
        headers
            .insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000; includeSubDomains"));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

/// Whether a request that changes something comes from our own pages. Browsers say so with `Sec-Fetch-Site`; older ones
/// with `Origin`. A request that says neither is refused: no page of ours needs it.
pub fn same_origin(method: &Method, headers: &HeaderMap) -> bool {
    if matches!(*method, Method::GET | Method::HEAD) && !headers.contains_key(header::UPGRADE) {
        return true;
    }
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match (text("sec-fetch-site"), text("origin"), text("host")) {
        // Sockets are checked by Origin: not every browser sends Sec-Fetch-Site with them.
        (Some(site), _, _) if !headers.contains_key(header::UPGRADE) => site == "same-origin",
        (_, Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, from)| from == host),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(n, v)| (HeaderName::from_static(n), HeaderValue::from_static(v))).collect()
    }

    #[test]
    fn only_our_own_pages_may_change_things() {
        let ours = |pairs: &[(&'static str, &'static str)]| same_origin(&Method::POST, &headers(pairs));
        assert!(ours(&[("sec-fetch-site", "same-origin")]));
        assert!(ours(&[("origin", "https://peers.example"), ("host", "peers.example")]));
        assert!(!ours(&[
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://peers.example"),
            ("host", "peers.example")
        ]));
        assert!(!ours(&[("sec-fetch-site", "same-site")]));
        assert!(!ours(&[("origin", "https://elsewhere.example"), ("host", "peers.example")]));
        assert!(!ours(&[("origin", "null"), ("host", "peers.example")]));
        assert!(!ours(&[]));
    }

    #[test]
    fn a_socket_from_elsewhere_is_refused_though_it_is_a_get() {
        let from = |origin| {
            same_origin(
                &Method::GET,
                &headers(&[("upgrade", "websocket"), ("origin", origin), ("host", "peers.example")]),
            )
        };
        assert!(from("https://peers.example"));
        assert!(!from("https://elsewhere.example"));
    }
}
