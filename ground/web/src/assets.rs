//! Static files, inside the executable. Their address carries a digest of all of them, so a browser may keep them for
//! ever and never mixes two versions.

use std::fmt::Write;

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

#[derive(RustEmbed)]
#[folder = "../../assets/"]
#[exclude = "*.md"]
struct Files;

/// The static files, their common address and the joined stylesheet.
pub struct Assets {
    base: String,
    css: String,
}

impl Assets {
    /// Reads what was embedded.
    pub fn new() -> Self {
        let mut names: Vec<_> = Files::iter().collect();
        names.sort();
        let (mut digest, mut css) = (Sha256::new(), String::new());
        for name in &names {
            let Some(file) = Files::get(name) else { continue };
            digest.update(name.as_bytes());
            digest.update(&file.data);
            if name.starts_with("css/") && name.ends_with(".css") {
                css.push_str(&String::from_utf8_lossy(&file.data));
                css.push('\n');
            }
        }
        let mut base = String::from("/static/");
        for byte in &digest.finalize()[..8] {
            // Writing to a String cannot fail.
            let _ = write!(base, "{byte:02x}");
        }
        Self { base, css }
    }

    /// Address of a static file, such as `js/app.js`; `all.css` is the joined stylesheet.
    pub fn path(&self, name: &str) -> String {
        format!("{}/{name}", self.base)
    }

    /// Answers `/static/{digest}/{name}`.
    pub fn serve(&self, digest: &str, name: &str) -> Response {
        if !self.base.ends_with(digest) {
            return empty(StatusCode::NOT_FOUND);
        }
        if name == "all.css" {
            return file("all.css", self.css.clone().into(), "public, max-age=31536000, immutable");
        }
        match Files::get(name) {
            Some(found) => file(name, found.data.into_owned().into(), "public, max-age=31536000, immutable"),
            None => empty(StatusCode::NOT_FOUND),
        }
    }

    /// Answers a file that must stand at a fixed address (the service worker), never kept. `{{static}}` in it becomes
    /// the address of the static files, so that a new version is noticed.
    pub fn serve_fixed(&self, name: &str) -> Response {
        match Files::get(name) {
            Some(found) => {
                let text = String::from_utf8_lossy(&found.data).replace("{{static}}", &self.base);
                file(name, text.into(), "no-cache")
            }
            None => empty(StatusCode::NOT_FOUND),
        }
    }
}

impl Default for Assets {
    fn default() -> Self {
        Self::new()
    }
}

/// An icon of `assets/icons` as inline SVG, for templates.
pub fn icon(name: &str) -> String {
    Files::get(&format!("icons/{name}.svg"))
        .map(|file| String::from_utf8_lossy(&file.data).trim().to_owned())
        .unwrap_or_default()
}

fn empty(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

fn file(name: &str, body: Body, keep: &'static str) -> Response {
    let kind = match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    };
    let mut response = Response::new(body);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    response
}
