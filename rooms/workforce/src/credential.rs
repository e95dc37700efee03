//! A badge in the form that others read: an Open Badges 3.0 credential, signed as a JSON Web Token with Ed25519, and the
//! list that says which do not count any more. Whoever checks one asks three public addresses: the issuer, its key, the list.

use std::io::Write;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use db::{Error, Result, Time, Tx, Uuid};
use ed25519_dalek::{Signer, SigningKey};
use flate2::{Compression, write::GzEncoder};
use seal::{KeyId, Sealing};
use serde_json::{Map, Value, json};
use words::Ctx;

use crate::{
    answer::Work,
    badge::{self, Badge, PLACES},
    requirement::Requirement,
};

/// The data key from which the signing key is derived: made at first use, and kept, wrapped, in the key database.
const SIGNER: KeyId = KeyId(Uuid::from_u128(0x0190_0000_0000_7000_8000_6261_6467_6500));
/// How long a status list may be kept by those who check. Our own judgement: a badge that was taken back is known as such
/// within the hour.
const LIST_MINUTES: i64 = 60;

fn signing_key(tx: &mut Tx<'_>) -> Result<SigningKey> {
    Ok(SigningKey::from_bytes(&tx.derive_key(SIGNER, "alongside badge v1")?))
}

fn address(c: &Ctx, path: &str) -> String {
    format!("{}/credentials/{path}", c.app().public.url)
}

/// The community as the one that issues.
pub fn issuer(c: &Ctx) -> Value {
    json!({
        "id": address(c, "issuer"),
        "type": ["Profile"],
        "name": c.community().name,
        "url": c.app().public.url,
    })
}

/// The key with which badges are checked, as a JSON Web Key.
pub fn key(c: &Ctx, tx: &mut Tx<'_>) -> Result<Value> {
    let public = signing_key(tx)?.verifying_key();
    Ok(json!({
        "kty": "OKP",
        "crv": "Ed25519",
        "alg": "EdDSA",
        "use": "sig",
        "kid": address(c, "key"),
        "x": BASE64.encode(public.as_bytes()),
    }))
}

/// What was achieved, in the words of the catalogue, with what this version of the requirement asked.
pub fn achievement(c: &Ctx, tx: &mut Tx<'_>, work: Work, version: i64) -> Result<Value> {
    let requirement = Requirement::version(tx, work, version)?;
    let mut criteria = Vec::new();
    for (title, _) in requirement.titles(tx)? {
        criteria.push(c.tv("badge-criteria-course", "title", title));
    }
    let areas: Vec<_> = requirement.competencies.iter().map(|it| c.of("competency", it)).collect();
    if !areas.is_empty() {
        criteria.push(c.tv("badge-criteria-areas", "areas", areas.join(", ")));
    }
    if requirement.hours > 0 {
        criteria.push(c.tn("badge-criteria-hours", "count", requirement.hours));
    }
    criteria.push(c.t("badge-criteria-person").into_owned());
    let id = address(c, &format!("achievements/{work}/{version}"));
    Ok(json!({
        "id": id,
        "type": ["Achievement"],
        "achievementType": "Certification",
        "name": c.of("badge-name", work),
        "description": c.of("badge-about", work),
        "criteria": { "id": id, "narrative": criteria.join("\n") },
        "tag": areas,
    }))
}

/// The credential without its signature.
fn credential(c: &Ctx, tx: &mut Tx<'_>, badge: &Badge) -> Result<Value> {
    let certificate = &badge.certificate;
    let mut subject = json!({
        "id": format!("urn:uuid:{}", badge.subject),
        "type": ["AchievementSubject"],
        "achievement": achievement(c, tx, certificate.work, certificate.version)?,
    });
    if let Some(name) = &badge.name {
        subject["identifier"] = json!([{
            "type": "IdentityObject",
            "identityType": "name",
            "identityHash": name,
            "hashed": false,
        }]);
    }
    let list = address(c, "status");
    Ok(json!({
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": address(c, &badge.id.to_string()),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": c.of("badge-name", certificate.work),
        "issuer": issuer(c),
        "validFrom": c.iso(&certificate.issued_at),
        "validUntil": c.iso(&certificate.expires_at),
        "credentialSubject": subject,
        "credentialStatus": {
            "id": format!("{list}#{}", badge.place),
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": badge.place.to_string(),
            "statusListCredential": list,
        },
        "credentialSchema": [{
            "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
            "type": "1EdTechJsonSchemaValidator2019",
        }],
    }))
}

/// A badge, signed.
pub fn signed(c: &Ctx, tx: &mut Tx<'_>, badge: &Badge) -> Result<String> {
    let mut payload = credential(c, tx, badge)?;
    let (from, until) = (badge.certificate.issued_at, badge.certificate.expires_at);
    claims(c, &mut payload, from, Some(until))?;
    payload["sub"] = payload["credentialSubject"]["id"].clone();
    token(c, tx, &payload)
}

/// The list of what does not count any more, signed.
pub fn status_list(c: &Ctx, tx: &mut Tx<'_>) -> Result<String> {
    let mut bits = vec![0_u8; PLACES as usize / 8];
    for place in badge::revoked(tx)? {
        let place = usize::try_from(place).map_err(Error::broken)?;
        // The first place is the highest bit of the first byte.
        bits[place / 8] |= 0x80 >> (place % 8);
    }
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&bits).map_err(Error::broken)?;
    let packed = packed.finish().map_err(Error::broken)?;
    let list = address(c, "status");
    let now = c.now();
    let until = Time(now.0 + LIST_MINUTES * 60_000_000);
    let mut payload = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": list,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": address(c, "issuer"),
        "validFrom": c.iso(&now),
        "validUntil": c.iso(&until),
        "credentialSubject": {
            "id": format!("{list}#list"),
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            // "u" says that base64url follows.
            "encodedList": format!("u{}", BASE64.encode(packed)),
        },
    });
    claims(c, &mut payload, now, Some(until))?;
    token(c, tx, &payload)
}

/// The claims that every reader of tokens knows, beside what the credential says in its own words.
fn claims(c: &Ctx, payload: &mut Value, from: Time, until: Option<Time>) -> Result<()> {
    let id = payload["id"].clone();
    let object: &mut Map<String, Value> =
        payload.as_object_mut().ok_or_else(|| Error::broken("a credential that is no object"))?;
    object.insert("iss".to_owned(), json!(address(c, "issuer")));
    object.insert("jti".to_owned(), id);
    object.insert("nbf".to_owned(), json!(from.seconds()));
    if let Some(until) = until {
        object.insert("exp".to_owned(), json!(until.seconds()));
    }
    Ok(())
}

fn token(c: &Ctx, tx: &mut Tx<'_>, payload: &Value) -> Result<String> {
    let header = json!({ "alg": "EdDSA", "typ": "JWT", "kid": address(c, "key") });
    let part = |value: &Value| BASE64.encode(value.to_string());
    let text = format!("{}.{}", part(&header), part(payload));
    let signature = signing_key(tx)?.sign(text.as_bytes());
    Ok(format!("{text}.{}", BASE64.encode(signature.to_bytes())))
}
