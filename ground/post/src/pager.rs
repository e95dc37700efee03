//! The operator's pager: an address that gets JSON, signed as the Standard Webhooks convention says (HMAC-SHA256 over
//! id, seconds and body), so that ready-made receivers can check it.

use anyhow::{Context, Result, ensure};
use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use db::{Time, Uuid};
use hmac::{Hmac, KeyInit, Mac};
use http_body_util::Full;
use hyper::{Request, Uri, header};
use sha2::Sha256;

use crate::Failure;

/// Shorter secrets can be guessed.
const SECRET_AT_LEAST: usize = 16;

pub(crate) struct Pager {
    uri: Uri,
    secret: Vec<u8>,
}

impl Pager {
    pub(crate) fn new(url: &str, secret: &str) -> Result<Self> {
        let uri: Uri = url.parse().context("pager_url is an address")?;
        ensure!(
            matches!(uri.scheme_str(), Some("https" | "http")) && uri.host().is_some(),
            "pager_url begins with https:// (or http:// on a network of one's own)"
        );
        let secret = match secret.strip_prefix("whsec_") {
            Some(coded) => STANDARD.decode(coded).context("pager_secret after whsec_ is base64")?,
            None => secret.as_bytes().to_vec(),
        };
        ensure!(secret.len() >= SECRET_AT_LEAST, "pager_secret has at least {SECRET_AT_LEAST} characters");
        Ok(Self { uri, secret })
    }

    pub(crate) fn request(&self, id: Uuid, body: &str, now: Time) -> Result<Request<Full<Bytes>>, Failure> {
        let seconds = now.seconds();
        Request::post(self.uri.clone())
            .header(header::CONTENT_TYPE, "application/json")
            .header("webhook-id", id.to_string())
            .header("webhook-timestamp", seconds.to_string())
            .header("webhook-signature", format!("v1,{}", STANDARD.encode(self.sign(id, seconds, body)?)))
            .body(Full::from(body.to_owned()))
            .map_err(|_| Failure::Never("the pager's address cannot be asked".to_owned()))
    }

    fn sign(&self, id: Uuid, seconds: i64, body: &str) -> Result<Vec<u8>, Failure> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.secret)
            .map_err(|_| Failure::Never("pager_secret cannot be used".to_owned()))?;
        mac.update(format!("{id}.{seconds}.{body}").as_bytes());
        Ok(mac.finalize().into_bytes().to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_is_signed_with_the_secret() {
        let plain = Pager::new("https://pager.example/x", "sixteen letters!").unwrap();
        let coded = Pager::new("https://pager.example/x", "whsec_c2l4dGVlbiBsZXR0ZXJzIQ==").unwrap();
        let request = plain.request(Uuid::from_u128(7), "{}", Time(1_000_000)).unwrap();
        assert_eq!(request.headers()["webhook-timestamp"], "1");
        let sign = |pager: &Pager, body| pager.sign(Uuid::from_u128(7), 1, body).unwrap();
        assert_eq!(
            request.headers()["webhook-signature"],
            format!("v1,{}", STANDARD.encode(sign(&plain, "{}"))).as_str()
        );
        assert_eq!(sign(&plain, "{}"), sign(&coded, "{}"));
        assert_ne!(sign(&plain, "{}"), sign(&plain, "{ }"));
        assert!(
            Pager::new("https://pager.example/x", "short").is_err()
                && Pager::new("pager.example", "sixteen letters!").is_err()
        );
    }
}
