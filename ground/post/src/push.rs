//! Web Push: a message that only the browser can open (RFC 8291, aes128gcm of RFC 8188), and who sends it (VAPID, RFC
//! 8292). Ours, because what exists brings OpenSSL or a whole kit of web tokens for what is two derivations and a
//! signature; the example of RFC 8291 and somebody else's reading of it are its tests.

use std::time::Duration;

use aes_gcm::{
    Aes128Gcm, KeyInit,
    aead::{Aead, Payload},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use bytes::Bytes;
use db::Time;
use hkdf::Hkdf;
use http_body_util::Full;
use hyper::{Request, header};
use p256::{
    PublicKey, SecretKey,
    ecdh::diffie_hellman,
    ecdsa::{Signature, SigningKey, signature::Signer},
    elliptic_curve::sec1::ToSec1Point,
};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use url::Url;

use crate::Failure;

/// Room of a message before it is sealed: what push services take (4096), less what sealing adds.
const AT_MOST: usize = 3800;
/// The size of a record that is written into the message; ours has one.
const RECORD: u32 = 4096;
/// So long a push service believes who we are. RFC 8292 allows a day.
const BELIEVED: Duration = Duration::from_secs(12 * 3600);

/// Where a browser is reached, as it said itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// Its address at its push service.
    pub endpoint: String,
    /// Its public key, base64url.
    pub p256dh: String,
    /// Its secret, base64url.
    pub auth: String,
}

impl Subscription {
    /// Whether its keys are keys.
    pub fn is_sound(&self) -> bool {
        self.endpoint.len() <= 1000 && self.keys().is_ok()
    }

    fn keys(&self) -> Result<(PublicKey, Vec<u8>), Failure> {
        let broken = || Failure::Never("the browser's keys are none".to_owned());
        let read = |text: &str| BASE64.decode(text.trim_end_matches('=')).map_err(|_| broken());
        let key = PublicKey::from_sec1_bytes(&read(&self.p256dh)?).map_err(|_| broken())?;
        let auth = read(&self.auth)?;
        if auth.len() == 16 { Ok((key, auth)) } else { Err(broken()) }
    }
}

/// Who sends: the key by which push services and browsers know this place.
pub struct PushKey(SecretKey);

impl PushKey {
    /// The key of these bytes, which are chance; nothing when they are no number of the curve (once in four thousand
    /// million).
    pub fn from_bytes(bytes: &[u8; 32]) -> Option<Self> {
        SecretKey::from_slice(bytes).ok().map(Self)
    }

    /// What a browser must know of it to subscribe, base64url.
    pub fn public(&self) -> String {
        BASE64.encode(point(&self.0.public_key()))
    }

    /// The line that says who sends, for one push service (RFC 8292).
    fn vouch(&self, endpoint: &str, contact: &str, now: Time) -> Result<String, Failure> {
        let origin = Url::parse(endpoint).map_err(|_| Failure::Never("no address".to_owned()))?.origin();
        let claims = serde_json::json!({
            "aud": origin.ascii_serialization(), "exp": (now + BELIEVED).seconds(), "sub": contact,
        });
        let signed =
            format!("{}.{}", BASE64.encode(r#"{"typ":"JWT","alg":"ES256"}"#), BASE64.encode(claims.to_string()));
        let signature: Signature = SigningKey::from(&self.0).sign(signed.as_bytes());
        Ok(format!("vapid t={signed}.{}, k={}", BASE64.encode(signature.to_bytes()), self.public()))
    }
}

/// Chance for one message: never used twice.
#[derive(Clone)]
pub struct Chance {
    /// For a key that lives for this message only.
    pub key: [u8; 32],
    /// For its salt.
    pub salt: [u8; 16],
}

/// What a browser is told.
pub struct Message<'a> {
    /// What its service worker reads.
    pub body: &'a str,
    /// A later message of the same topic takes the place of one that has not arrived. At most 32 letters.
    pub topic: &'a str,
    /// How long the push service keeps it for a browser that is away.
    pub keep: Duration,
}

pub(crate) fn request(
    to: &Subscription,
    key: &PushKey,
    message: &Message<'_>,
    chance: &Chance,
    contact: &str,
    now: Time,
) -> Result<Request<Full<Bytes>>, Failure> {
    let (theirs, auth) = to.keys()?;
    let sealed = seal(&theirs, &auth, message.body.as_bytes(), chance)?;
    Request::post(&to.endpoint)
        .header(header::AUTHORIZATION, key.vouch(&to.endpoint, contact, now)?)
        .header(header::CONTENT_ENCODING, "aes128gcm")
        .header(header::CONTENT_TYPE, "application/octet-stream")
        .header("ttl", message.keep.as_secs())
        .header("urgency", "high")
        .header("topic", message.topic)
        .body(Full::from(sealed))
        .map_err(|_| Failure::Never("the push service's address cannot be asked".to_owned()))
}

fn point(key: &PublicKey) -> Vec<u8> {
    key.to_sec1_point(false).as_bytes().to_vec()
}

/// Seals for a browser (RFC 8291 §3.4, RFC 8188 §2).
fn seal(theirs: &PublicKey, auth: &[u8], plain: &[u8], chance: &Chance) -> Result<Vec<u8>, Failure> {
    let failed = || Failure::Never("it could not be sealed".to_owned());
    if plain.len() > AT_MOST {
        return Err(Failure::Never("too long for a push service".to_owned()));
    }
    // Chance that is no number of the curve: another try has other chance.
    let ours = SecretKey::from_slice(&chance.key).map_err(|_| Failure::Later("chance that does not fit".to_owned()))?;
    let shared = diffie_hellman(ours.to_nonzero_scalar(), theirs.as_affine());
    let (theirs, ours) = (point(theirs), point(&ours.public_key()));
    let mut secret = [0; 32];
    Hkdf::<Sha256>::new(Some(auth), shared.raw_secret_bytes())
        .expand(&[b"WebPush: info\0", theirs.as_slice(), &ours].concat(), &mut secret)
        .map_err(|_| failed())?;
    let derived = Hkdf::<Sha256>::new(Some(&chance.salt), &secret);
    let (mut key, mut nonce) = ([0; 16], [0; 12]);
    derived.expand(b"Content-Encoding: aes128gcm\0", &mut key).map_err(|_| failed())?;
    derived.expand(b"Content-Encoding: nonce\0", &mut nonce).map_err(|_| failed())?;
    // 2 ends the last record, and ours is the only one.
    let record = [plain, &[2]].concat();
    let body =
        Aes128Gcm::new(&key.into()).encrypt(&nonce.into(), Payload { msg: &record, aad: &[] }).map_err(|_| failed())?;
    let length = u8::try_from(ours.len()).map_err(|_| failed())?;
    Ok([&chance.salt[..], &RECORD.to_be_bytes(), &[length], &ours, &body].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes<const N: usize>(text: &str) -> [u8; N] {
        BASE64.decode(text).unwrap().try_into().unwrap()
    }

    /// RFC 8291, appendix A.
    const THEIR_SECRET: &str = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";
    const THEIRS: &str = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";

    fn browser() -> Subscription {
        Subscription { endpoint: "https://push.example.net/p/1".into(), p256dh: THEIRS.into(), auth: AUTH.into() }
    }

    #[test]
    fn the_example_of_the_standard_comes_out_as_it_stands_there() {
        let chance =
            Chance { key: bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), salt: bytes("DGv6ra1nlYgDCS1FRnbzlw") };
        let (theirs, auth) = browser().keys().unwrap();
        let sealed = seal(&theirs, &auth, b"When I grow up, I want to be a watermelon", &chance).unwrap();
        assert_eq!(
            BASE64.encode(sealed),
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
        );
    }

    #[test]
    fn somebody_elses_reading_of_the_standard_opens_it() {
        let (theirs, auth) = browser().keys().unwrap();
        for length in [0, 1, 300, AT_MOST] {
            let plain = vec![7; length];
            let sealed = seal(&theirs, &auth, &plain, &Chance { key: [9; 32], salt: [3; 16] }).unwrap();
            assert!(sealed.len() <= 4096);
            let secret = web_push_native::p256::SecretKey::from_slice(&bytes::<32>(THEIR_SECRET)).unwrap();
            let auth = web_push_native::Auth::clone_from_slice(&auth);
            assert_eq!(web_push_native::decrypt(sealed, &secret, &auth).unwrap(), plain);
        }
        let long = seal(&theirs, &auth, &[7; AT_MOST + 1], &Chance { key: [9; 32], salt: [3; 16] });
        assert!(matches!(long, Err(Failure::Never(_))));
    }

    #[test]
    fn a_push_service_can_tell_who_sends() {
        use p256::ecdsa::{VerifyingKey, signature::Verifier};
        let key = PushKey::from_bytes(&[5; 32]).unwrap();
        let line = key.vouch("https://push.example.net/p/1", "mailto:post@example.org", Time(1_000_000)).unwrap();
        let (token, public) = line.strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let verifier = VerifyingKey::from_sec1_bytes(&BASE64.decode(public).unwrap()).unwrap();
        let signature = Signature::from_slice(&BASE64.decode(signature).unwrap()).unwrap();
        verifier.verify(signed.as_bytes(), &signature).unwrap();
        let claims: serde_json::Value =
            serde_json::from_slice(&BASE64.decode(signed.split_once('.').unwrap().1).unwrap()).unwrap();
        assert_eq!(claims["aud"], "https://push.example.net");
        assert_eq!((claims["exp"].as_i64(), claims["sub"].as_str()), (Some(43_201), Some("mailto:post@example.org")));
        assert_eq!(public, key.public());
    }

    #[test]
    fn keys_that_are_none_are_refused() {
        assert!(browser().is_sound());
        assert!(!Subscription { auth: "AAAA".into(), ..browser() }.is_sound());
        assert!(!Subscription { p256dh: AUTH.into(), ..browser() }.is_sound());
        assert!(!Subscription { p256dh: "!".into(), ..browser() }.is_sound());
    }
}
