//! Badges, checked by other people's programs: the signature, the shape, and whether they count. Needs npm's packages, so it
//! is run by `cargo xtask test --only journeys`, which fetches them.

use std::{
    collections::BTreeMap,
    io::Write,
    path::PathBuf,
    process::{Command, Stdio},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use serde_json::{Value, json};
use testkit::Client;
use words::MemberId;
use workforce::{
    answer::Work,
    badge::Badge,
    certificate::{self, Certificate, CertificateId},
};

#[path = "../certificates/town.rs"]
mod town;

use town::{DAY, Town, asked, in_town};

/// Where everything is served in these tests.
const HERE: &str = "https://harbour.example";

/// What the programs of others say of a badge now.
async fn verdict(town: &Town, visitor: &mut Client, badge: &str) -> (bool, String) {
    let mut documents = BTreeMap::new();
    for path in ["issuer", "key", "status"] {
        let answer = visitor.get(&format!("/credentials/{path}")).await;
        answer.is(200);
        documents.insert(format!("{HERE}/credentials/{path}"), answer.body);
    }
    let question = json!({ "now": town.now().0 / 1000, "badge": badge, "documents": documents });
    let folder = std::env::var_os("ALONGSIDE_VERIFIER")
        .expect("ALONGSIDE_VERIFIER is not set: `cargo xtask test --only journeys` fetches the verifier and sets it");
    let script = PathBuf::from(folder).join("verify.mjs");
    let mut node = Command::new("node");
    let mut node = node.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("node starts");
    node.stdin.take().unwrap().write_all(question.to_string().as_bytes()).unwrap();
    let said = node.wait_with_output().unwrap().stdout;
    let said: Value = serde_json::from_slice(&said).expect("the verifier answers");
    (said["verified"].as_bool().unwrap(), said["reason"].as_str().unwrap().to_owned())
}

/// Theo is certified, and has the badge as a file.
async fn certified(town: &Town) -> CertificateId {
    town.ok(town.ada, |tx, ada| asked(tx, 0).write(tx, ada, "We agreed on it.")).await;
    town.ok(town.theo, |tx, it| certificate::ask(tx, it, Work::Conversation)).await;
    let theo: MemberId = town.theo;
    town.ok(town.sue, move |tx, sue| certificate::issue(tx, sue, theo, Work::Conversation)).await
}

async fn file(town: &Town, id: CertificateId) -> String {
    let mut theo = town.browser(Some(town.theo)).await;
    theo.post(&format!("/workforce/certificates/{id}/badge/file"), &[]).await.body
}

/// A part of a token, changed.
fn with(token: &str, part: usize, change: fn(&mut Value)) -> String {
    let mut parts: Vec<String> = token.split('.').map(str::to_owned).collect();
    let mut value: Value = serde_json::from_slice(&BASE64.decode(&parts[part]).unwrap()).unwrap();
    change(&mut value);
    parts[part] = BASE64.encode(value.to_string());
    parts.join(".")
}

#[test]
fn a_badge_is_verified_until_it_ends_or_is_taken_back_and_never_when_it_was_changed() {
    in_town(|town| async move {
        let id = certified(&town).await;
        let mut visitor = town.browser(None).await;
        let badge = file(&town, id).await;
        assert_eq!(verdict(&town, &mut visitor, &badge).await, (true, String::new()));
        assert!(
            !String::from_utf8_lossy(&BASE64.decode(badge.split('.').nth(1).unwrap()).unwrap()).contains("Theodor")
        );

        let mut kit = town.browser(Some(town.kit)).await;
        kit.post(&format!("/workforce/certificates/{id}/badge/file"), &[]).await.is(404);

        let named = with(&badge, 1, |it| it["credentialSubject"]["id"] = json!("urn:uuid:somebody-else"));
        let longer = with(&badge, 1, |it| it["exp"] = json!(4_000_000_000_i64));
        let unsigned = with(&badge, 0, |it| it["alg"] = json!("none"));
        for changed in [named, longer, unsigned] {
            let (verified, reason) = verdict(&town, &mut visitor, &changed).await;
            assert!(!verified && (reason.contains("signature") || reason.contains("alg")), "{reason}");
        }

        town.ok(town.theo, move |tx, it| Badge::publish(tx, it, id, "T. Miller")).await;
        let with_name = file(&town, id).await;
        assert_eq!(verdict(&town, &mut visitor, &with_name).await, (true, String::new()));

        town.ok(town.sid, move |tx, sid| Certificate::withdraw(tx, sid, id, "We talked about it.")).await;
        for copy in [&badge, &with_name] {
            assert_eq!(verdict(&town, &mut visitor, copy).await, (false, "it was taken back".to_owned()));
        }

        town.ok(town.theo, |tx, it| certificate::ask(tx, it, Work::Conversation)).await;
        let theo = town.theo;
        let anew = town.ok(town.sue, move |tx, sue| certificate::issue(tx, sue, theo, Work::Conversation)).await;
        let anew = file(&town, anew).await;
        assert_eq!(
            verdict(&town, &mut visitor, &anew).await,
            (true, String::new()),
            "the others' places say nothing of it"
        );
        town.ground.clock.pass(DAY * 366);
        let (verified, reason) = verdict(&town, &mut visitor, &anew).await;
        assert!(!verified && reason.contains("exp"), "{reason}");
    });
}
