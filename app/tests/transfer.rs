//! Moving a community from one engine to the other and back, with the real command: whole, interrupted, and refused.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Output,
    sync::atomic::{AtomicU32, Ordering},
    thread,
    time::{Duration, Instant},
};

use alongside::{config::Config, town, wiring, wiring::Ground};
use db::{
    Address, Direct,
    copy::{self, Digest, Shelf, Stand},
};
use support::conversation::Conversation;

use crate::program::{Folder, Program, command, http, open, run, said};

/// Two databases for a community: files in a folder, or schemas of a server.
struct Home {
    main: String,
    keys: String,
    /// The server and its two schemas, gone when dropped.
    schemas: Option<(String, [String; 2])>,
}

/// The server that the runner of the tests named.
fn server() -> Option<String> {
    std::env::var("ALONGSIDE_TEST_POSTGRES").ok()
}

impl Home {
    /// Two files.
    fn files(folder: &Path) -> Self {
        let file = |name: &str| format!("sqlite:{}", folder.join(name).display());
        Self { main: file("main.db"), keys: file("keys.db"), schemas: None }
    }

    /// Two empty schemas of the server.
    fn schemas(server: &str) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("m{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::SeqCst));
        let names = [name.clone(), format!("{name}_keys")];
        let mut direct = Direct::open(&Address::Postgres(server.to_owned())).unwrap();
        direct.write(|tx| names.iter().try_for_each(|it| tx.batch(&format!("CREATE SCHEMA {it}")))).unwrap();
        let mark = if server.contains('?') { '&' } else { '?' };
        let within = |schema: &str| format!("{server}{mark}options=-csearch_path%3D{schema}");
        Self { main: within(&names[0]), keys: within(&names[1]), schemas: Some((server.to_owned(), names)) }
    }

    /// Somewhere else than files, if there is a server.
    fn elsewhere(folder: &Path) -> Self {
        server().map_or_else(|| Self::files(folder), |server| Self::schemas(&server))
    }

    fn named(&self) -> [(&'static str, String); 2] {
        [("DATABASE_URL", self.main.clone()), ("KEYS_DATABASE_URL", self.keys.clone())]
    }

    fn main(&self) -> Direct {
        Direct::open(&self.main.parse().unwrap()).unwrap()
    }

    /// What every table and the index hold.
    fn digests(&self) -> Vec<(String, Digest)> {
        let mut main = self.main();
        let mut keys = Direct::open(&self.keys.parse().unwrap()).unwrap();
        let mut all = vec![("search".to_owned(), digest(&search::Index, &mut main))];
        for table in copy::tables(&mut main, search::TABLES).unwrap() {
            all.push((table.name().to_owned(), digest(&table, &mut main)));
        }
        for table in copy::tables(&mut keys, &[]).unwrap() {
            all.push((format!("keys: {}", table.name()), digest(&table, &mut keys)));
        }
        all
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        if let Some((server, names)) = self.schemas.take() {
            let mut direct = Direct::open(&Address::Postgres(server)).unwrap();
            drop(direct.write(|tx| names.iter().try_for_each(|it| tx.batch(&format!("DROP SCHEMA {it} CASCADE")))));
        }
    }
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

/// The town in files of this folder, and what somebody who is signed in there asks for: token and pages, with words that
/// are on them.
fn settled(data: &Path) -> (String, Vec<(String, &'static str)>) {
    let ground = open(data);
    let asked = block_on(ground.db.write(|tx| {
        let people = town::settle(tx)?;
        let amina = people.iter().find(|it| it.name == "Amina").unwrap().id;
        let talk = Conversation::open_of_asker(tx, amina)?.unwrap();
        let thread: String = tx.value(
            "SELECT t.id FROM circles_threads t JOIN circles_memberships m ON m.circle_id = t.circle_id
             WHERE m.member_id = $1 AND t.state = 'shown' ORDER BY t.id LIMIT 1",
            db::args![amina],
        )?;
        let pages = vec![
            (format!("/conversations/{}", talk.id), "أنا متعبة جداً 😔"),
            (format!("/threads/{thread}"), "<article"),
            ("/circles/search?q=night".to_owned(), "/threads/"),
        ];
        Ok((people::session::open(tx, amina, false)?, pages))
    }));
    asked.unwrap()
}

/// Serves from there and asks; answers what the search found.
async fn answers(data: &Path, home: &Home, token: &str, pages: &[(String, &str)]) -> Vec<String> {
    let log = data.with_extension("log");
    let program = Program::serve_from(data, &home.named(), &log).await;
    let mut found = Vec::new();
    for (path, words) in pages {
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
    let (token, pages) = settled(&data);
    let (old, there) = (Home::files(&data), Home::elsewhere(&folder.join("there")));
    let (back, key) = (Home::files(&folder.join("back")), data.join("root.key"));
    let before = old.digests();
    assert!(before.iter().filter(|(_, digest)| digest.rows > 0).count() > 40, "the town fills many tables: {before:?}");
    assert!(before[0].1.rows > 20, "and the index: {before:?}");

    let words = moved(&data, &old, &there);
    assert!(words.contains("they are the same"), "{words}");
    assert_eq!(there.digests(), before);
    let words = moved(&data, &old, &there);
    assert!(words.contains("there already"), "{words}");
    moved(&data, &there, &back);
    assert_eq!(back.digests(), before);
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
    let found: Vec<Vec<String>> =
        [&old, &there, &back].map(|home| block_on(answers(&data, home, &token, &pages))).into();
    assert!(found[0].iter().any(|it| it.starts_with("/threads/")), "{:?}", found[0]);
    assert_eq!(found[0], found[1]);
    assert_eq!(found[0], found[2]);
    // What is written afterwards is found, too: the index counts on from where it was.
    for home in [&there, &back] {
        let (mut main, newest) = (home.main(), "SELECT MAX(number) FROM search_entries");
        let highest: i64 = main.read(|tx| tx.value(newest, db::args![])).unwrap();
        drop(main);
        block_on(writes_something(&data, home));
        let next: i64 = home.main().read(|tx| tx.value(newest, db::args![])).unwrap();
        assert_eq!(next, highest + 1);
    }
}

async fn writes_something(data: &Path, home: &Home) {
    let ground = tokio::task::block_in_place(|| ground(data, home));
    let id = db::Uuid::from_u128(7);
    ground
        .db
        .write(move |tx| {
            let entry = search::Entry { id, kind: "post", scope: "here", language: "en", text: "a zebra" };
            search::Search::index(tx, &entry)
        })
        .await
        .unwrap();
    let found = ground
        .db
        .read(|tx| {
            let scopes = ["here".to_owned()];
            let query = search::Query {
                words: "zebra",
                languages: &["en"],
                kinds: &[],
                scopes: &scopes,
                before: None,
                most: 9,
            };
            search::Search::find(tx, &query)
        })
        .await
        .unwrap();
    assert_eq!(found.len(), 1);
    tokio::task::block_in_place(|| drop(ground));
}

fn ground(data: &Path, home: &Home) -> Ground {
    let (database_url, keys_url) = (Some(home.main.clone()), Some(home.keys.clone()));
    Ground::open(&Config { data: data.to_owned(), database_url, keys_url, ..Config::default() }).unwrap()
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
    const ROWS: i64 = 60_000;
    let folder = Folder::new();
    let data = folder.join("data");
    settled(&data);
    let old = Home::files(&data);
    crowded(&old, ROWS);
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
            after += Duration::from_millis(if kills % 2 == 0 { 90 } else { 20 });
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
        assert_eq!(there.digests(), old.digests());
        assert!(partly >= 5 && grew >= 2, "pulled {kills} times, {partly} in the middle, which grew {grew} times");
        println!("pulled {kills} times, {partly} of them in the middle; {grew} went on further; all the same");
        let undone = run(&data, &["move", "--undo", "--from", &old.main]);
        assert!(undone.status.success(), "{}", said(&undone));
    }
}

/// A mark or a migration more.
fn remembers(home: &Home, sql: &str) {
    home.main().write(|tx| tx.batch(sql)).unwrap();
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
    drop(ground(&folder.join("other"), &other));
    refused(&data, &old, &other, "lives, or lived");
    let strange = Home::elsewhere(&folder.join("strange"));
    fs::create_dir_all(folder.join("strange")).unwrap();
    remembers(&strange, "CREATE TABLE plants (id TEXT PRIMARY KEY)");
    refused(&data, &old, &strange, "none of ours");
    let stolen = Home { main: there.main.clone(), keys: other.keys.clone(), schemas: None };
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
    let (log, served) = (folder.join("log"), ground(&folder.join("other"), &other));
    let program = block_on(Program::serve(&data, &log));
    refused(&data, &old, &there, "is in use");
    program.kill();
    let next = Home::files(&folder.join("next"));
    refused(&folder.join("other"), &other, &next, "is in use");
    drop(served);

    // The tables are older, or newer, than the program's.
    remembers(&old, "INSERT INTO ground_migrations (room, number, name, applied_at) VALUES ('people', 999, 'x', 0)");
    refused(&data, &old, &there, "newer Alongside");
    remembers(&old, "INSERT INTO ground_beside (room, number, release) VALUES ('people', 999, '0.0.1')");
    refused(&data, &old, &there, "newer Alongside");
    remembers(&old, "DELETE FROM ground_migrations WHERE number = 999");
    remembers(&old, "DELETE FROM ground_beside WHERE number = 999");
    remembers(&old, "UPDATE ground_migrations SET number = 0 WHERE room = 'live'");
    refused(&data, &old, &there, "newer Alongside");
    remembers(&old, "DELETE FROM ground_migrations WHERE room = 'live'");
    refused(&data, &old, &there, "older than this program");

    // Nothing of all that touched the target.
    assert_eq!(copy::stand(&mut there.main()).unwrap(), Stand::Empty);
}

#[test]
fn what_cannot_be_carried_over_is_named() {
    let folder = Folder::new();
    let home = Home::files(&folder.0);
    remembers(&home, "CREATE TABLE plain (id TEXT PRIMARY KEY, number BIGINT)");
    let mut main = home.main();
    let tables = copy::tables(&mut main, &[]).unwrap();
    remembers(&home, "INSERT INTO plain (id, number) VALUES ('a', 'many')");
    let error = main.read(|tx| tables[0].after(tx, None, 9)).unwrap_err();
    assert!(error.to_string().contains("plain.number"), "{error}");
    remembers(&home, "CREATE TABLE keyless (id TEXT)");
    let error = copy::tables(&mut main, &["plain"]).unwrap_err();
    assert!(error.to_string().contains("keyless has no primary key"), "{error}");
    remembers(&home, "DROP TABLE keyless; CREATE TABLE odd (id TEXT PRIMARY KEY, at TIMESTAMP)");
    let error = copy::tables(&mut main, &["plain"]).unwrap_err();
    assert!(error.to_string().contains("odd.at"), "{error}");
}

#[test]
fn a_difference_of_one_letter_is_seen() {
    let folder = Folder::new();
    let data: PathBuf = folder.join("data");
    settled(&data);
    let home = Home::files(&data);
    let before = home.digests();
    remembers(&home, "UPDATE people_members SET zone = 'Europe/Londom' WHERE pseudonym = 'Amina'");
    let after = home.digests();
    let different: Vec<_> =
        before.iter().zip(&after).filter(|(one, other)| one != other).map(|(it, _)| &it.0).collect();
    assert_eq!(different, ["people_members"]);
    // No table leads to another by a foreign key, so their order does not matter when they are carried over.
    let references = home.main().definitions().unwrap().into_iter().find(|it| it.contains("REFERENCES"));
    assert_eq!(references, None);
    assert!(wiring::migrations().len() > 10);
}
