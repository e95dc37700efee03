//! The real program on a real small disk that fills up: what is read, what is refused and in which words, what goes on, and
//! how it ends.

use std::{
    fs::File,
    io::Write,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use alongside::town;
use serde_json::json;
use support::message;

use crate::{
    kill::{is_sound, runtime},
    program::{Folder, Program, http, open, run, said},
    socket::Socket,
    talk::{conversations, fresh_id},
};

const NAME: &str = "full_disk::when_the_disk_is_full_people_read_and_nothing_they_typed_is_lost";
const INSIDE: &str = "ALONGSIDE_TEST_SMALL_DISK";

/// A disk of its own for a test; unmounted when dropped.
struct SmallDisk(Folder);

impl SmallDisk {
    fn mount(megabytes: u32) -> Result<Self, String> {
        let folder = Folder::new();
        let size = format!("size={megabytes}m,mode=0700");
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", &size, "alongside-test"]).arg(&folder.0).output();
        match mounted {
            Ok(it) if it.status.success() => Ok(Self(folder)),
            Ok(it) => Err(String::from_utf8_lossy(&it.stderr).trim().to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Takes every byte that is left.
    fn fill(&self) -> PathBuf {
        let path = self.0.join("somebody-elses-film");
        let mut film = File::create(&path).unwrap();
        for block in [1 << 16, 4096, 512] {
            let block = vec![0x5A; block];
            while film.write_all(&block).is_ok() {}
        }
        path
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        drop(Command::new("umount").arg(&self.0.0).status());
    }
}

#[test]
fn when_the_disk_is_full_people_read_and_nothing_they_typed_is_lost() {
    match SmallDisk::mount(48) {
        Ok(disk) => runtime().block_on(fills_up(disk)),
        // Without leave to mount, a namespace of one's own may give it.
        Err(why) if std::env::var(INSIDE).is_err() => {
            let this = std::env::current_exe().unwrap();
            let mut again = Command::new("unshare");
            again.args(["--user", "--map-root-user", "--mount"]).arg(this).args(["--exact", NAME, "--nocapture"]);
            let again = again.env(INSIDE, "1").output();
            match again {
                Ok(it) if String::from_utf8_lossy(&it.stdout).contains("running 1 test") => {
                    assert!(it.status.success(), "{}", said(&it));
                }
                _ => println!("skipped: no small disk can be mounted here ({why})"),
            }
        }
        Err(why) => println!("skipped: no small disk can be mounted here ({why})"),
    }
}

async fn fills_up(disk: SmallDisk) {
    // The log lies elsewhere, as a log should.
    let elsewhere = Folder::new();
    let (data, log) = (disk.0.join("data"), elsewhere.join("log"));
    let talks = {
        let ground = open(&data);
        ground.db.write(|tx| town::settle(tx).map(drop)).await.unwrap();
        ground.db.write(conversations).await.unwrap()
    };
    let (id, asker, supporter) = talks[0].clone();
    let (_, other, leaver) = talks[1].clone();
    let program = Program::serve_with(&data, &log, &[("ALONGSIDE_BALLAST", "6".to_owned())]).await;
    let at = program.address;
    let ballast = data.join("ballast");
    assert_eq!(ballast.metadata().unwrap().len(), 6 << 20, "the ballast is made at start");
    let page = format!("/conversations/{id}");
    let says = async |words: &str, message: db::Uuid| {
        let form = format!("id={message}&text={}", words.replace(' ', "+"));
        http(at, "POST", &format!("/conversations/{id}/messages"), Some(&asker), &form).await.expect("an answer")
    };
    let mut kept = Vec::new();

    let film = disk.fill();
    let began = Instant::now();
    let (refused, unsent, words) = loop {
        let (message, words) = (fresh_id(), format!("it was a long day {}", kept.len()));
        let answer = says(&words, message).await;
        match answer.status {
            303 => kept.push(message),
            503 => break (answer, message, words),
            other => panic!("{other}: {}", answer.body),
        }
        assert!(began.elapsed() < Duration::from_secs(60), "the disk never filled up");
    };
    assert!(!ballast.exists(), "the ballast was given up");
    for expected in [
        "We cannot save anything just now",
        "What you wrote is still here",
        &words,
        &unsent.to_string(),
        "Send it again",
        "/help-now",
    ] {
        assert!(refused.body.contains(expected), "«{expected}» is not in:\n{}", refused.body);
    }
    assert!(refused.head.contains("retry-after: 30"), "{}", refused.head);

    // Reading, help, leaving, signs of life; and signed in as before.
    for (path, token, status) in [
        (page.as_str(), Some(&asker), 200),
        ("/circles", Some(&asker), 200),
        ("/account", Some(&asker), 200),
        ("/help-now", None, 200),
        ("/", None, 200),
        ("/healthz", None, 200),
        ("/readyz", None, 200),
        ("/exit", Some(&leaver), 303),
        ("/away", Some(&leaver), 200),
    ] {
        let answer = http(at, "GET", path, token.map(String::as_str), "").await.unwrap();
        assert_eq!(answer.status, status, "{path}: {}", answer.body);
        if answer.head.contains("text/html") && status == 200 && path != "/away" {
            assert!(answer.body.contains("Nothing new can be saved just now"), "{path} does not say so");
        }
    }
    let locked = http(at, "GET", "/account", Some(&leaver), "").await.unwrap();
    assert!(locked.body.contains("This page is empty"), "who left in a hurry has left");
    let out = http(at, "POST", "/sign-out", Some(&other), "").await.unwrap();
    assert_eq!(out.status, 303, "{}", out.body);
    let out = http(at, "GET", "/account", Some(&other), "").await.unwrap();
    assert_eq!(out.status, 303, "signed out although the disk is full");
    let mut socket = Socket::open(at, &format!("/conversations/{id}/live"), &supporter).await.unwrap();
    let spoken = fresh_id();
    assert!(socket.send(&json!({ "t": "send", "id": spoken, "text": "I am here", "anyway": true })).await);
    let told = loop {
        let frame = socket.next().await.expect("the line stays");
        if frame["t"] == "refused" {
            break frame;
        }
    };
    assert!(told["id"] == json!(spoken) && told["html"].as_str().unwrap().contains("no room left"), "{told}");
    let examined = said(&run(&data, &["doctor"]));
    assert!(examined.contains("MB are free for"), "{examined}");

    // Nothing is asked of anybody: it ends by itself.
    std::fs::remove_file(film).unwrap();
    let freed = Instant::now();
    loop {
        let answer = says(&words, unsent).await;
        if answer.status == 303 {
            break;
        }
        assert!(freed.elapsed() < Duration::from_secs(20), "{}", answer.body);
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    kept.push(unsent);
    println!("{} messages kept; writing again {:?} after there was room", kept.len(), freed.elapsed());
    assert_eq!(ballast.metadata().unwrap().len(), 6 << 20, "the ballast is back");
    let again = http(at, "GET", &page, Some(&asker), "").await.unwrap();
    assert!(!again.body.contains("Nothing new can be saved just now"));
    assert!(again.body.contains(&words));

    program.kill();
    let log = std::fs::read_to_string(&log).unwrap();
    let lines = |what: &str| log.lines().filter(|line| line.contains(what)).count();
    assert_eq!(
        (lines("ERROR"), lines("is full"), lines("there is room")),
        (1, 1, 1),
        "said once, and once over:\n{log}"
    );
    check(&data, id, &kept, spoken).await;
}

async fn check(data: &Path, id: support::kind::ConversationId, kept: &[db::Uuid], refused: db::Uuid) {
    is_sound(&data.join("main.db"));
    is_sound(&data.join("keys.db"));
    let ground = open(data);
    let there = ground.db.read(move |tx| message::since(tx, id, 0)).await.unwrap();
    for message in kept {
        assert_eq!(there.iter().filter(|it| it.id == *message).count(), 1, "{message} was acknowledged");
    }
    assert!(there.iter().all(|it| it.id != refused), "what was refused is not there");
}
