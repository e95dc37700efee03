//! Moving a community from one engine to the other and back, with the real command: whole, interrupted, and refused.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Output,
    thread,
    time::{Duration, Instant},
};

use alongside::{town, wiring};
use db::{
    Direct,
    copy::{self, Digest, Shelf, Stand},
};
use search::{Entry, Query, Search};
use support::conversation::Conversation;
use tokio::task::block_in_place;

use crate::{
    homes::{Home, server},
    program::{Folder, Program, command, http, open, run, said},
};

/// What every table and the index hold.
fn digests(home: &Home) -> Vec<(String, Digest)> {
    let mut main = home.main();
    let mut keys = Direct::open(&home.keys.parse().unwrap()).unwrap();
    let mut all = vec![("search".to_owned(), digest(&search::Index, &mut main))];
    for table in copy::tables(&mut main, search::TABLES).unwrap() {
        all.push((table.name().to_owned(), digest(&table, &mut main)));
    }
    for table in copy::tables(&mut keys, &[]).unwrap() {
        all.push((format!("keys: {}", table.name()), digest(&table, &mut keys)));
    }
    all
}

fn digest(shelf: &dyn Shelf, direct: &mut Direct) -> Digest {
    let measure = copy::measure(shelf, direct).unwrap();
    copy::digest(shelf, measure, direct, &mut |_| ()).unwrap()
}

/// `alongside move` from one home to another, with the root key of this data folder.
fn arguments<'a>(from: &'a Home, to: &'a Home) -> Vec<&'a str> {
    vec!["move", "--from", &from.main, "--keys-from", &from.keys, "--to", &to.main, "--keys-to", &to.keys]
}

fn moves(data: &Path, from: &Home, to: &Home) -> Output {
    run(data, &arguments(from, to))
}

fn moved(data: &Path, from: &Home, to: &Home) -> String {
    let output = moves(data, from, to);
    assert!(output.status.success(), "{}", said(&output));
    said(&output)
}

fn refused(data: &Path, from: &Home, to: &Home, why: &str) {
    let output = moves(data, from, to);
    assert!(!output.status.success() && said(&output).contains(why), "{why:?} is not in\n{}", said(&output));
    assert!(!said(&output).contains("panicked"), "{}", said(&output));
}

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(work)
}

/// A page that somebody who is signed in asks for, and words that stand on it.
struct Asked {
    token: String,
    path: String,
    words: &'static str,
}

/// The town in files of this folder, and pages of it: sealed words of a conversation, a thread, the search.
fn settled(data: &Path) -> Vec<Asked> {
    let ground = open(data);
    let asked = block_on(ground.db.write(|tx| {
        let people = town::settle(tx)?;
        let named = |name: &str| people.iter().find(|it| it.name == name).unwrap().id;
        let (amina, leo) = (named("Amina"), named("Leo"));
        let talk = Conversation::open_of_asker(tx, amina)?.unwrap();
        let thread: String = tx.value(
            "SELECT p.thread_id FROM circles_posts p WHERE p.author_id = $1 AND p.state = 'shown'
             ORDER BY p.posted_at DESC LIMIT 1",
            db::args![leo],
        )?;
        // More places of one word than an engine keeps, and a phrase behind them.
        let text = format!("{} the zebra crosses", "night ".repeat(700));
        let entry = Entry { id: db::Uuid::from_u128(9), kind: "post", scope: "here", language: "en", text: &text };
        tx.index(&entry)?;
        let (amina, leo) = (people::session::open(tx, amina, false)?, people::session::open(tx, leo, false)?);
        Ok(vec![
            Asked {
                token: amina, path: format!("/conversations/{}", talk.id), words: "أنا متعبة جداً 😔"
            },
            Asked { token: leo.clone(), path: format!("/threads/{thread}"), words: "id=\"post-" },
            Asked { token: leo, path: "/circles/search?q=stops".to_owned(), words: "#post-" },
        ])
    }));
    asked.unwrap()
}

/// Serves from there and asks; answers what the search found.
async fn answers(data: &Path, home: &Home, pages: &[Asked]) -> Vec<String> {
    let log = data.with_extension("log");
    let program = Program::serve_with(data, &log, &home.named()).await;
    let mut found = Vec::new();
    for Asked { token, path, words } in pages {
        let page = http(program.address, "GET", path, Some(token), "").await.unwrap();
        assert!(page.status == 200 && page.body.contains(words), "{path}: {} {}", page.status, page.body);
        found = page.body.split("href=\"").skip(1).filter_map(|it| it.split('"').next()).map(str::to_owned).collect();
    }
    program.kill();
    let log = fs::read_to_string(&log).unwrap();
    assert!(!log.contains("ERROR"), "{log}");
    found
}

#[test]
fn a_community_moves_there_and_back_and_nothing_is_different() {
    let folder = Folder::new();
    let data = folder.join("data");
    let pages = settled(&data);
    let (old, there) = (Home::files(&data), Home::elsewhere(&folder.join("there")));
    let (back, key) = (Home::files(&folder.join("back")), data.join("root.key"));
    let before = digests(&old);
    assert!(before.iter().filter(|(_, digest)| digest.rows > 0).count() > 40, "the town fills many tables: {before:?}");
    assert!(before[0].1.rows > 20, "and the index: {before:?}");

    let words = moved(&data, &old, &there);
    assert!(words.contains("they are the same"), "{words}");
    assert_eq!(digests(&there), before);
    if let Some(server) = server() {
        // The same indexes as in a database that migrations alone made.
        let fresh = Home::schemas(&server);
        db::migrate(&mut fresh.main(), &wiring::migrations()).unwrap();
        assert_eq!(indexes(&there), indexes(&fresh));
    }
    let words = moved(&data, &old, &there);
    assert!(words.contains("there already"), "{words}");
    moved(&data, &there, &back);
    assert_eq!(digests(&back), before);
    for (mode, file) in [(0o600, "back/main.db"), (0o600, "back/keys.db"), (0o700, "back")] {
        assert_eq!(fs::metadata(folder.join(file)).unwrap().permissions().mode() & 0o777, mode, "{file}");
    }

    // Both that were left are closed, and say so; the way back into them is to say so, too.
    for home in [&old, &there] {
        let output = command(&data, &["serve"]).envs(home.named()).output().unwrap();
        assert!(!output.status.success() && said(&output).contains("was moved to"), "{}", said(&output));
        let undone = run(&data, &["move", "--undo", "--from", &home.main]);
        assert!(undone.status.success() && said(&undone).contains("can be used again"), "{}", said(&undone));
    }
    // Pages are answered as before, whoever is signed in stays so, and the search finds the same.
    fs::copy(key, folder.join("back/root.key")).unwrap();
    let found: Vec<Vec<String>> = [&old, &there, &back].map(|home| block_on(answers(&data, home, &pages))).into();
    assert!(found[0].iter().any(|it| it.contains("#post-")), "{:?}", found[0]);
    assert_eq!(found[0], found[1]);
    assert_eq!(found[0], found[2]);
    // What is written afterwards is found, too: the index counts on from where it was.
    for home in [&there, &back] {
        let (mut main, newest) = (home.main(), "SELECT MAX(number) FROM search_entries");
        let highest: i64 = main.read(|tx| tx.value(newest, db::args![])).unwrap();
        drop(main);
        block_on(writes_something(&data, home));
        let next: i64 = home.main().read(|tx| tx.value(newest, db::args![])).unwrap();
        assert!(next > highest, "{next} is not behind {highest}");
    }
}

/// The indexes of a home on the server, as it describes them.
fn indexes(home: &Home) -> Vec<String> {
    let sql = "SELECT REPLACE(indexdef, current_schema(), 'here') FROM pg_indexes WHERE schemaname = current_schema()
               AND tablename NOT LIKE 'ground_%' ORDER BY 1";
    let all = home.main().read(|tx| tx.all(sql, db::args![], |row| row.get::<String>(0))).unwrap();
    assert!(all.iter().any(|it| it.contains("USING gin")), "{all:?}");
    all
}

/// Writes something, finds it, and finds what was there before.
async fn writes_something(data: &Path, home: &Home) {
    let ground = block_in_place(|| home.open(data));
    let entry =
        Entry { id: db::Uuid::from_u128(7), kind: "post", scope: "here", language: "en", text: "a zebra rests" };
    ground.db.write(move |tx| tx.index(&entry)).await.unwrap();
    for (words, expected) in [("zebra", &[7, 9][..]), ("\"the zebra crossed\"", &[9]), ("\"zebra night\"", &[])] {
        let found = ground.db.read(move |tx| {
            let scopes = ["here".to_owned()];
            tx.find(&Query { words, languages: &["en"], kinds: &[], scopes: &scopes, before: None, most: 9 })
        });
        let found: Vec<u128> = found.await.unwrap().into_iter().map(|it| it.id.as_u128()).collect();
        assert_eq!(found, expected, "{words}");
    }
    block_in_place(|| drop(ground));
}

/// Makes a community large enough to be interrupted.
fn crowded(home: &Home, rows: i64) {
    let mut main = home.main();
    main.write(|tx| {
        for number in 0..rows {
            tx.execute(
                "INSERT INTO circles_reads (member_id, thread_id, seq) VALUES ($1, $2, $3)",
                db::args![format!("m{}", number % 97), format!("t{number}"), number],
            )?;
        }
        Ok(())
    })
    .unwrap();
}

#[test]
fn whoever_pulls_the_plug_in_the_middle_goes_on_where_it_stopped() {
    const ROWS: i64 = 25_000;
    let folder = Folder::new();
    let data = folder.join("data");
    settled(&data);
    let old = Home::files(&data);
    crowded(&old, ROWS);
    fs::create_dir(folder.join("there")).unwrap();
    let homes = [Some(Home::files(&folder.join("there"))), server().map(|it| Home::schemas(&it))];
    for there in homes.iter().flatten() {
        let (mut kills, mut partly, mut grew, mut last) = (0, 0, 0, 0);
        let mut after = Duration::from_millis(20);
        loop {
            let mut child = command(&data, &arguments(&old, there)).spawn().unwrap();
            let began = Instant::now();
            let ended = loop {
                if let Some(ended) = child.try_wait().unwrap() {
                    break Some(ended);
                }
                if began.elapsed() > after {
                    break None;
                }
                thread::sleep(Duration::from_millis(2));
            };
            if let Some(ended) = ended {
                assert!(ended.success());
                break;
            }
            child.kill().unwrap();
            child.wait().unwrap();
            kills += 1;
            after += Duration::from_millis(if kills % 2 == 0 { 60 } else { 20 });
            let mut main = there.main();
            if matches!(copy::stand(&mut main).unwrap(), Stand::Arriving(_)) {
                partly += 1;
                let rows: i64 =
                    main.read(|tx| tx.value("SELECT COUNT(*) FROM circles_reads", db::args![])).unwrap_or(0);
                assert!(rows <= ROWS, "a row was copied twice");
                grew += i32::from(rows > last);
                last = rows.max(last);
                if kills == 6 || kills == 20 {
                    let output = command(&data, &["serve"]).envs(there.named()).output().unwrap();
                    assert!(said(&output).contains("not all there yet"), "{}", said(&output));
                }
            }
            if kills == 14 {
                // The place was opened again for a day: people came, went, and wrote.
                let mut main = old.main();
                main.write(|tx| {
                    tx.execute("DELETE FROM circles_reads WHERE seq < 500", db::args![])?;
                    tx.execute("UPDATE circles_reads SET seq = seq + 1 WHERE member_id = 'm5'", db::args![])?;
                    tx.execute("UPDATE people_members SET zone = 'Asia/Tokyo'", db::args![])?;
                    tx.execute(
                        "INSERT INTO circles_reads (member_id, thread_id, seq) VALUES ('a', 'b', 1)",
                        db::args![],
                    )
                })
                .unwrap();
            }
        }
        assert_eq!(digests(there), digests(&old));
        assert!(partly >= 5 && grew >= 1, "pulled {kills} times, {partly} in the middle, which grew {grew} times");
        println!("pulled {kills} times, {partly} of them in the middle; {grew} went on further; all the same");
        let undone = run(&data, &["move", "--undo", "--from", &old.main]);
        assert!(undone.status.success(), "{}", said(&undone));
    }
}

#[test]
fn a_move_that_could_harm_is_refused_and_says_why() {
    let folder = Folder::new();
    let data = folder.join("data");
    settled(&data);
    let old = Home::files(&data);
    let there = Home::elsewhere(&folder.join("there"));
    let nowhere = Home::files(&folder.join("nowhere"));
    refused(&data, &nowhere, &there, "there is no database");
    refused(&data, &old, &old, "named twice");
    let half = run(&data, &["move", "--to", &there.main]);
    assert!(!half.status.success() && said(&half).contains("--keys-to"), "{}", said(&half));
    let none = run(&data, &["move"]);
    assert!(!none.status.success() && said(&none).contains("--to"), "{}", said(&none));

    // Another community, or anything at all, is in the target.
    let other = Home::elsewhere(&folder.join("other"));
    fs::create_dir_all(folder.join("other")).unwrap();
    fs::copy(data.join("root.key"), folder.join("other/root.key")).unwrap();
    drop(other.open(&folder.join("other")));
    refused(&data, &old, &other, "lives, or lived");
    let strange = Home::elsewhere(&folder.join("strange"));
    fs::create_dir_all(folder.join("strange")).unwrap();
    strange.batch("CREATE TABLE plants (id TEXT PRIMARY KEY)");
    refused(&data, &old, &strange, "none of ours");
    let stolen = Home::mixed(&there, &other);
    refused(&data, &old, &stolen, "lives, or lived");

    // The root key is another's, or is not there.
    let wrong = folder.join("wrong.key");
    fs::write(&wrong, "ab".repeat(32)).unwrap();
    fs::set_permissions(&wrong, fs::Permissions::from_mode(0o400)).unwrap();
    let mut with_key = arguments(&old, &there);
    with_key.extend(["--root-key", wrong.to_str().unwrap()]);
    let output = run(&data, &with_key);
    assert!(!output.status.success() && said(&output).contains("does not belong"), "{}", said(&output));
    let keyless = folder.join("keyless");
    refused(&keyless, &old, &there, "no root key");

    // Somebody is there.
    let (log, served) = (folder.join("log"), other.open(&folder.join("other")));
    let program = block_on(Program::serve(&data, &log));
    refused(&data, &old, &there, "is in use");
    program.kill();
    let next = Home::files(&folder.join("next"));
    refused(&folder.join("other"), &other, &next, "is in use");
    drop(served);

    // The tables are older, or newer, than the program's.
    old.batch("INSERT INTO ground_migrations (room, number, name, applied_at) VALUES ('people', 999, 'x', 0)");
    refused(&data, &old, &there, "newer Alongside");
    old.batch("INSERT INTO ground_beside (room, number, release) VALUES ('people', 999, '0.0.1')");
    refused(&data, &old, &there, "newer Alongside");
    old.batch("DELETE FROM ground_migrations WHERE number = 999");
    old.batch("DELETE FROM ground_beside WHERE number = 999");
    old.batch("UPDATE ground_migrations SET number = 0 WHERE room = 'live' AND number = 1");
    refused(&data, &old, &there, "newer Alongside");
    old.batch("DELETE FROM ground_migrations WHERE room = 'live'");
    refused(&data, &old, &there, "older than this program");

    // Nothing of all that touched the target.
    assert_eq!(copy::stand(&mut there.main()).unwrap(), Stand::Empty);
}

#[test]
fn what_cannot_be_carried_over_is_named() {
    let folder = Folder::new();
    let home = Home::files(&folder.0);
    home.batch("CREATE TABLE plain (id TEXT PRIMARY KEY, number BIGINT)");
    let mut main = home.main();
    let tables = copy::tables(&mut main, &[]).unwrap();
    home.batch("INSERT INTO plain (id, number) VALUES ('a', 'many')");
    let error = main.read(|tx| tables[0].after(tx, None, 9)).unwrap_err();
    assert!(error.to_string().contains("plain.number"), "{error}");
    home.batch("CREATE TABLE keyless (id TEXT)");
    let error = copy::tables(&mut main, &["plain"]).unwrap_err();
    assert!(error.to_string().contains("keyless has no primary key"), "{error}");
    home.batch("DROP TABLE keyless; CREATE TABLE odd (id TEXT PRIMARY KEY, at TIMESTAMP)");
    let error = copy::tables(&mut main, &["plain"]).unwrap_err();
    assert!(error.to_string().contains("odd.at"), "{error}");
}

#[test]
fn a_difference_of_one_letter_is_seen() {
    let folder = Folder::new();
    let data: PathBuf = folder.join("data");
    settled(&data);
    let home = Home::files(&data);
    let before = digests(&home);
    home.batch("UPDATE people_members SET zone = 'Europe/Londom' WHERE pseudonym = 'Amina'");
    let after = digests(&home);
    let different: Vec<_> =
        before.iter().zip(&after).filter(|(one, other)| one != other).map(|(it, _)| &it.0).collect();
    assert_eq!(different, ["people_members"]);
    // No table leads to another by a foreign key, so their order does not matter when they are carried over.
    let references = home.main().definitions().unwrap().into_iter().find(|it| it.contains("REFERENCES"));
    assert_eq!(references, None);
}
