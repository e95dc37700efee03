//! Nonsense from machines: ten thousand requests and a thousand socket frames that no page of ours would send. Nothing
//! panics, nothing is our fault, nothing takes long, nothing grows.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use axum::{
    body::Body,
    http::{HeaderName, HeaderValue, Method, Request, Uri},
};
use db::Random;
use futures_util::SinkExt;
use testkit::SeededRandom;
use tokio::{task::JoinSet, time::timeout};
use tokio_tungstenite::tungstenite::{Bytes, Message};

use crate::{
    routes::all,
    socket::{PATIENCE, Socket},
    standing::{assemble, filled},
    town::{Town, in_town},
};

const REQUESTS: usize = 10_000;
const FRAMES: usize = 1_000;
const WORKERS: usize = 8;
/// More than this is not carelessness but a leak: everything below runs in one process with the other proofs.
const GROWTH_AT_MOST: usize = 1 << 30;

/// Panics of the program itself, on whatever thread. A proof's own assertions come from its own files.
static PANICS: AtomicUsize = AtomicUsize::new(0);

fn listen_for_panics() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if panic.location().is_none_or(|it| !it.file().starts_with("app/tests/")) {
            PANICS.fetch_add(1, Ordering::SeqCst);
        }
        before(panic);
    }));
}

struct Chance(SeededRandom);

impl Chance {
    fn below(&self, most: usize) -> usize {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        (u64::from_le_bytes(bytes) % most as u64) as usize
    }

    fn one<'a, T: ?Sized>(&self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }

    fn bytes(&self, most: usize) -> Vec<u8> {
        let mut bytes = vec![0; self.below(most)];
        self.0.fill(&mut bytes);
        bytes
    }

    /// Something that stands where an id, a number or a word is expected.
    fn junk(&self) -> String {
        let known = [
            "",
            "0",
            "-1",
            "99999999999999999999",
            "null",
            "NaN",
            "../../etc/passwd",
            "%00",
            "%ff%fe",
            "%E2%80%AE",
            "'--",
            "<script>alert(1)</script>",
            "{{7*7}}",
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "é",
            "𝒳",
            "\u{202e}",
            "a b",
            "%",
            "%2",
            "%2F%2F",
            "heard",
            "true",
            "2026-13-45",
            "9999-12-31",
            "-9223372036854775808",
        ];
        match self.below(4) {
            0 => String::from_utf8_lossy(&self.bytes(40)).into_owned(),
            1 => self.one(&["x", "é", "0", "%41", "😔"]).repeat(self.below(3000)),
            _ => known[self.below(known.len())].to_owned(),
        }
    }
}

fn request(chance: &Chance, paths: &[String], fields: &[String], tokens: &[String]) -> Request<Body> {
    let methods = ["GET", "POST", "POST", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"];
    let method = Method::from_bytes(chance.one(&methods).as_bytes()).unwrap();
    let mut path = paths[chance.below(paths.len())].clone();
    while let Some((before, rest)) = path.split_once('{') {
        let after = rest.split_once('}').map_or("", |(_, after)| after);
        path = format!("{before}{}{after}", chance.junk());
    }
    if chance.below(3) == 0 {
        path = format!(
            "{path}?{}={}&q={}&before={}&next={}",
            chance.junk(),
            chance.junk(),
            chance.junk(),
            chance.junk(),
            chance.junk()
        );
    }
    // What is no address at all never gets past the server; everything that is one does.
    let uri = path
        .parse::<Uri>()
        .or_else(|_| path.replace(|it: char| !it.is_ascii_graphic(), "%20").parse())
        .unwrap_or_default();
    let body = match chance.below(6) {
        0 => chance.bytes(2000),
        1 => vec![b'a'; chance.below(300_000)],
        2 => "a=1&".repeat(chance.below(20_000)).into_bytes(),
        3 => chance.bytes(200_000),
        _ => {
            let mut form = String::new();
            for _ in 0..chance.below(8) {
                form.push_str(&format!("{}={}&", fields[chance.below(fields.len())], chance.junk()));
            }
            form.into_bytes()
        }
    };
    let mut request = Request::new(Body::from(body));
    (*request.method_mut(), *request.uri_mut()) = (method, uri);
    let headers = request.headers_mut();
    if chance.below(5) > 0 {
        headers.insert("sec-fetch-site", HeaderValue::from_static("same-origin"));
    }
    let kinds = [
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/json",
        "text/plain; charset=utf-16",
        "\u{7f}",
    ];
    if let Ok(kind) = HeaderValue::from_str(chance.one(&kinds)) {
        headers.insert("content-type", kind);
    }
    let odd = [
        "accept-encoding",
        "accept-language",
        "range",
        "if-none-match",
        "x-forwarded-for",
        "host",
        "origin",
        "upgrade",
        "connection",
        "sec-websocket-key",
        "sec-websocket-version",
        "content-length",
        "expect",
        "te",
    ];
    for _ in 0..chance.below(4) {
        if let Ok(value) = HeaderValue::from_bytes(chance.junk().as_bytes()) {
            headers.insert(HeaderName::from_static(chance.one(&odd)), value);
        }
    }
    let cookie = match chance.below(4) {
        0 => chance.junk(),
        1 => format!("s={}; locale={}; away={}", chance.junk(), chance.junk(), chance.junk()),
        _ => format!("s={}; locale={}", tokens[chance.below(tokens.len())], chance.one(&["en", "ar-XB", "xx"])),
    };
    if let Ok(cookie) = HeaderValue::from_bytes(cookie.as_bytes()) {
        headers.insert("cookie", cookie);
    }
    request
}

/// Names of fields, read out of the sources, so that junk meets the code that reads it.
fn fields() -> Vec<String> {
    let mut fields = Vec::new();
    for room in
        ["organisation", "people", "training", "workforce", "safety", "support", "circles", "gatherings", "live"]
    {
        let mut folders = vec![crate::routes::repository().join("rooms").join(room).join("src/pages")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let source = std::fs::read_to_string(path).unwrap();
                for call in [
                    "form.text(\"",
                    "form.required(\"",
                    "form.optional(\"",
                    "form.all(\"",
                    "form.chosen(\"",
                    "form.raw(\"",
                ] {
                    fields.extend(source.split(call).skip(1).filter_map(|it| Some(it.split_once('"')?.0.to_owned())));
                }
            }
        }
    }
    assert!(fields.len() > 40, "{fields:?}");
    fields
}

fn memory() -> usize {
    let pages: usize = std::fs::read_to_string("/proc/self/statm").unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    pages * 4096
}

#[test]
fn ten_thousand_requests_of_nonsense_are_answered_calmly() {
    listen_for_panics();
    in_town(|mut town| async move {
        let keys = assemble(&mut town).await;
        let mut paths: Vec<String> =
            all().into_iter().map(|(_, path)| path).filter(|it| !it.starts_with("/demo")).collect();
        // With real ids too, so that nonsense gets past the first look.
        paths.extend(crate::standing::paths().map(|path| filled(path, &keys)));
        paths.extend(["//", "/.", "/%", "*", "/nowhere/at/all"].map(str::to_owned));
        let fields = fields();
        let mut tokens = Vec::new();
        for name in [
            "Maya",
            "Sam of the hill",
            "Amina",
            "Kofi",
            "Elena",
            "Theo",
            "Leo",
            "Nora",
            "Idris",
            "Wren",
            "Olu",
            "Hassan",
        ] {
            tokens.push(town.token(name).await);
        }
        let before = memory();
        // First, while there is still a conversation: the requests below may well end it.
        frames_of_nonsense(&town, &keys).await;
        let mut slowest = Duration::ZERO;
        let mut statuses = std::collections::BTreeMap::new();
        let mut workers = JoinSet::new();
        for worker in 0..WORKERS {
            let (router, paths, fields, tokens) = (town.router.clone(), paths.clone(), fields.clone(), tokens.clone());
            workers.spawn(async move {
                let chance = Chance(SeededRandom::new(worker as u64 + 1));
                let mut answers = Vec::new();
                for number in 0..REQUESTS / WORKERS {
                    let request = request(&chance, &paths, &fields, &tokens);
                    let told = format!("request {number} of worker {worker}: {} {}", request.method(), request.uri());
                    let began = std::time::Instant::now();
                    let asked = testkit::Client::new(router.clone());
                    let answer =
                        timeout(PATIENCE, raw(asked, request)).await.unwrap_or_else(|_| panic!("no answer to {told}"));
                    assert!(answer < 500, "{answer} to {told}");
                    answers.push((answer, began.elapsed()));
                }
                answers
            });
        }
        while let Some(answers) = workers.join_next().await {
            for (status, took) in answers.unwrap() {
                *statuses.entry(status).or_insert(0) += 1;
                slowest = slowest.max(took);
            }
        }
        assert_eq!(PANICS.load(Ordering::SeqCst), 0, "something panicked");
        let grown = memory().saturating_sub(before);
        assert!(grown < GROWTH_AT_MOST, "grown by {grown} bytes");
        // The place is as it was: people find their pages.
        town.as_("Maya").await.get("/account").await.is(200);
        println!(
            "{:?}: {REQUESTS} requests, {FRAMES} frames, slowest answer {slowest:?}, grown by {} MB, {statuses:?}",
            town.ground.engine,
            grown >> 20
        );
    });
}

/// Sends a request as it is: with its own cookies.
async fn raw(mut client: testkit::Client, request: Request<Body>) -> u16 {
    client.send(request).await.status.as_u16()
}

/// Nonsense for everything that speaks through a socket: a conversation, a live room, and a talk aside from it.
async fn frames_of_nonsense(town: &Town, keys: &crate::standing::Keys) {
    for (who, path) in [
        ("Amina", "/conversations/{talk}/live"),
        ("Leo", "/circles/{circle}/room/evenings/{evening}/live"),
        ("Sam of the hill", "/circles/{circle}/room/aside/{aside}/live"),
    ] {
        nonsense_for(town, who, &filled(path, keys)).await;
    }
}

async fn nonsense_for(town: &Town, who: &str, path: &str) {
    let address = town.serve().await;
    let token = town.token(who).await;
    let chance = Chance(SeededRandom::new(99));
    let mut socket = None;
    for _ in 0..FRAMES {
        let mut open = match socket.take() {
            Some(open) => open,
            None => Socket::open(address, path, &token).await.expect("a socket opens after nonsense on another"),
        };
        let text = match chance.below(8) {
            0 => chance.junk(),
            1 => format!(
                "{{\"t\":\"{}\"}}",
                chance.one(&["send", "resume", "typing", "message", "react", "hand", "here", ""])
            ),
            2 => format!(
                "{{\"t\":\"resume\",\"after\":{}}}",
                chance.one(&["-9223372036854775808", "1e99", "9223372036854775807", "\"x\"", "[]"])
            ),
            3 => serde_json::json!({ "t": "send", "id": chance.junk(), "text": chance.junk() }).to_string(),
            4 => serde_json::json!({ "t": "send", "id": crate::talk::fresh_id(), "text": chance.junk() }).to_string(),
            5 => "[".repeat(chance.below(50_000)),
            6 => format!(
                "{{\"t\":\"send\",\"id\":\"{}\",\"text\":\"{}\"}}",
                crate::talk::fresh_id(),
                "é\\u0000".repeat(chance.below(9_000))
            ),
            _ => "x".repeat(chance.below(200_000)),
        };
        let message = match chance.below(6) {
            0 => Message::Binary(Bytes::from(chance.bytes(1000))),
            1 => Message::Ping(Bytes::from(chance.bytes(100))),
            _ => Message::text(text),
        };
        if open.0.send(message).await.is_ok() && chance.below(3) > 0 {
            socket = Some(open);
        }
    }
    drop(socket);
    // Still there, and still a place to talk.
    let mut socket = Socket::open(address, path, &token).await.unwrap();
    let id = crate::talk::fresh_id();
    assert!(socket.send(&serde_json::json!({ "t": "send", "id": id, "text": "Still here." })).await);
    loop {
        let frame = socket.next_within(PATIENCE).await.expect("an answer");
        if frame["t"] == "saved" {
            break;
        }
    }
}
