//! Old and new programs on one database, many at once, and the plug pulled while tables are made.

use std::{
    collections::BTreeSet,
    fs,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::Stdio,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use alongside::{town, wiring};
use db::{Address, Direct, Migration, args};
use support::message;
use tokio::task::{JoinSet, block_in_place};

use crate::{
    homes::{Home, server},
    program::{Folder, Program, command, http, said},
    talk::{conversations, fresh_id},
};

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(3).enable_all().build().unwrap()
}

/// A folder for a node's files, with a root key that all of them share.
fn data(folder: &Folder, name: &str) -> std::path::PathBuf {
    let data = folder.join(name);
    fs::create_dir(&data).unwrap();
    fs::set_permissions(&data, fs::Permissions::from_mode(0o700)).unwrap();
    fs::write(data.join("root.key"), "5a".repeat(32)).unwrap();
    fs::set_permissions(data.join("root.key"), fs::Permissions::from_mode(0o400)).unwrap();
    data
}

/// What the program of tomorrow brings, and what goes on working beside it.
const ADDS: Migration = Migration {
    room: "support",
    number: 900,
    name: "moods",
    sql: concat!(
        "-- beside ",
        env!("CARGO_PKG_VERSION"),
        "\nALTER TABLE support_messages ADD COLUMN mood TEXT;
         ALTER TABLE support_messages ADD COLUMN weight BIGINT NOT NULL DEFAULT 0;
         CREATE TABLE support_moods (name TEXT PRIMARY KEY);
         CREATE INDEX support_messages_by_mood ON support_messages (mood);"
    ),
};
/// What the program of the day after brings: today's program cannot live with it.
const TAKES: Migration = Migration {
    room: "support",
    number: 901,
    name: "no_moods",
    sql: "ALTER TABLE support_messages DROP COLUMN weight; DROP TABLE support_moods;",
};

/// Everything that the program knows, and more.
fn and(more: &[Migration]) -> Vec<Migration> {
    [wiring::migrations(), more.to_vec()].concat()
}

#[test]
fn old_and_new_programs_serve_side_by_side_as_long_as_tables_are_only_added_to() {
    // With SQLite there is one program at a time.
    if let Some(server) = server() {
        runtime().block_on(roll(&server));
    }
}

async fn roll(server: &str) {
    let folder = Folder::new();
    let (data, log) = (data(&folder, "data"), folder.join("log"));
    let home = block_in_place(|| Home::schemas(server));
    let ground = block_in_place(|| home.open(&data));
    ground.db.write(|tx| town::settle(tx).map(drop)).await.unwrap();
    let talks = ground.db.write(conversations).await.unwrap();
    let old = Program::serve_with(&data, &log, &home.named()).await;
    let (address, done) = (old.address, Arc::new(AtomicBool::new(false)));
    let mut talking = JoinSet::new();
    for (talk, asker, supporter) in talks.clone() {
        for (who, token) in [("asker", asker), ("supporter", supporter)] {
            let done = Arc::clone(&done);
            talking.spawn(async move {
                let (mut said, mut slowest) = (0, Duration::ZERO);
                while !done.load(Ordering::SeqCst) {
                    let (form, began) = (format!("id={}&text={who}+{said}", fresh_id()), Instant::now());
                    let path = format!("/conversations/{talk}/messages");
                    let answer = http(address, "POST", &path, Some(&token), &form).await.unwrap();
                    assert_eq!(answer.status, 303, "{}", answer.body);
                    let page = http(address, "GET", &format!("/conversations/{talk}"), Some(&token), "").await.unwrap();
                    assert!(page.status == 200 && page.body.contains(&format!("{who} {said}")), "{}", page.body);
                    slowest = slowest.max(began.elapsed());
                    said += 1;
                }
                (talk, who, said, slowest)
            });
        }
    }
    tokio::time::sleep(Duration::from_millis(700)).await;
    let mut newer = block_in_place(|| home.main());
    let applied = block_in_place(|| db::migrate(&mut newer, &and(&[ADDS]))).unwrap();
    assert_eq!(applied, [ADDS], "while people talk");
    // The newer program writes what the older one does not know, into rows that both read and write.
    for round in 0..20 {
        let weigh = "UPDATE support_messages SET mood = 'calm', weight = weight + $1 WHERE seq % 3 = 0";
        block_in_place(|| newer.write(|tx| tx.execute(weigh, args![round]))).unwrap();
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    // One that would take something away must wait until the older ones have gone, and harms nobody by asking.
    let refused = block_in_place(|| db::migrate(&mut newer, &and(&[ADDS, TAKES]))).unwrap_err();
    assert!(refused.to_string().contains("stop them all"), "{refused}");
    done.store(true, Ordering::SeqCst);
    let (mut all, mut slowest) = (0, Duration::ZERO);
    while let Some(ended) = talking.join_next().await {
        let (talk, who, said, longest) = ended.unwrap();
        let words = ground.db.read(move |tx| message::since(tx, talk, 0)).await.unwrap();
        for number in 0..said {
            assert_eq!(words.iter().filter(|it| it.words == format!("{who} {number}")).count(), 1);
        }
        all += said;
        slowest = slowest.max(longest);
    }
    assert!(all > 100, "too little was said: {all}");
    println!(
        "{all} messages said through the old program while a newer one changed tables; the slowest took {slowest:?}"
    );

    // The old program dies and comes back: it is let in.
    old.kill();
    let old = Program::serve_with(&data, &log, &home.named()).await;
    let (talk, asker, _) = &talks[0];
    let form = format!("id={}&text=still+here", fresh_id());
    let answer = http(old.address, "POST", &format!("/conversations/{talk}/messages"), Some(asker), &form).await;
    assert_eq!(answer.unwrap().status, 303);
    old.kill();
    block_in_place(|| drop(ground));
    // When nobody is left, something may be taken away; then the old program is not let in any more.
    let applied = block_in_place(|| db::migrate(&mut newer, &and(&[ADDS, TAKES]))).unwrap();
    assert_eq!(applied, [TAKES]);
    let output = command(&data, &["serve"]).envs(home.named()).output().unwrap();
    assert!(!output.status.success() && said(&output).contains("newer Alongside"), "{}", said(&output));
    let log = fs::read_to_string(&log).unwrap();
    assert!(!log.contains("ERROR") && !log.contains("panicked"), "{log}");
    block_in_place(|| drop(newer));
}

#[test]
fn tables_are_not_taken_from_under_a_program_that_serves_from_a_file() {
    let folder = Folder::new();
    let data = data(&folder, "data");
    let home = Home::files(&data);
    let program = runtime().block_on(Program::serve(&data, &folder.join("log")));
    let mut newer = home.main();
    let refused = db::migrate(&mut newer, &and(&[TAKES])).unwrap_err();
    assert!(refused.to_string().contains("stop them all"), "{refused}");
    assert_eq!(db::migrate(&mut newer, &and(&[ADDS])).unwrap(), [ADDS]);
    program.kill();
    assert_eq!(db::migrate(&mut newer, &and(&[ADDS, TAKES])).unwrap(), [TAKES]);
}

#[test]
fn nodes_that_start_at_the_same_moment_on_an_empty_server_all_come_up() {
    const NODES: usize = 4;
    const ROUNDS: usize = 6;
    let Some(server) = server() else { return };
    let folder = Folder::new();
    let nodes: Vec<_> = (0..NODES).map(|number| data(&folder, &format!("node{number}"))).collect();
    let mut slowest = Duration::ZERO;
    for round in 0..ROUNDS {
        let home = Home::schemas(&server);
        let logs: Vec<_> = (0..NODES).map(|number| folder.join(&format!("log{round}-{number}"))).collect();
        runtime().block_on(async {
            let starts = nodes.iter().zip(&logs).map(|(data, log)| {
                let (data, log, named) = (data.clone(), log.clone(), home.named());
                tokio::spawn(async move { Program::serve_with(&data, &log, &named).await })
            });
            for start in starts.collect::<Vec<_>>() {
                let program = start.await.expect("the node came up");
                slowest = slowest.max(program.ready_after);
                let page = http(program.address, "GET", "/", None, "").await.unwrap();
                assert!(page.status < 500, "{}", page.body);
                program.kill();
            }
        });
        for log in logs {
            let log = fs::read_to_string(log).unwrap();
            assert!(!log.contains("ERROR") && !log.contains("panicked"), "{log}");
        }
        let mut main = home.main();
        assert!(db::pending(&mut main, &wiring::migrations()).unwrap().is_empty());
        let mut keys = Direct::open(&home.keys.parse().unwrap()).unwrap();
        assert!(db::pending(&mut keys, seal::KEY_SCHEMA).unwrap().is_empty());
    }
    println!("{NODES} nodes at once on an empty server, {ROUNDS} times; the slowest was ready after {slowest:?}");
}

/// Tables and columns after each number of migrations, from none to all.
fn steps(folder: &Path) -> Vec<BTreeSet<(String, String)>> {
    let mut direct = Direct::open(&Address::Sqlite(folder.join("steps.db"))).unwrap();
    let all = wiring::migrations();
    (0..=all.len())
        .map(|many| {
            db::migrate(&mut direct, &all[..many]).unwrap();
            direct.columns().unwrap()
        })
        .collect()
}

#[test]
fn whoever_pulls_the_plug_while_tables_are_made_finds_each_migration_whole_or_not_at_all() {
    const KILLS: u32 = 60;
    let folder = Folder::new();
    let (data, steps) = (data(&folder, "data"), steps(&folder.0));
    let all = steps.len() - 1;
    for on_server in [false, true] {
        let Some(server) = (if on_server { server() } else { Some(String::new()) }) else { continue };
        let fresh = |number: u32| match on_server {
            true => Home::schemas(&server),
            false => {
                let place = folder.join(&format!("files{number}"));
                fs::create_dir(&place).unwrap();
                Home::files(&place)
            }
        };
        let (mut home, mut kills, mut partly, mut whole) = (fresh(0), 0, 0, 0);
        // As long as a whole run takes, to begin with; then all moments of it.
        let (mut longest, mut began) = (Duration::from_millis(400), 0);
        while kills < KILLS {
            let mut child = command(&data, &["migrate"])
                .envs(home.named())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            let (start, after) = (Instant::now(), longest * ((kills * 37 + 11) % 100) / 100);
            let ended = loop {
                if let Some(ended) = child.try_wait().unwrap() {
                    break Some(ended);
                }
                if start.elapsed() >= after {
                    break None;
                }
                std::thread::sleep(Duration::from_micros(200));
            };
            kills += 1;
            match ended {
                Some(ended) => assert!(ended.success()),
                None => {
                    child.kill().unwrap();
                    child.wait().unwrap();
                }
            }
            let mut main = home.main();
            // A server ends what a process that was killed had begun some moments later.
            let (applied, columns) = settled(&mut main, on_server);
            assert_eq!(columns, steps[applied], "after {applied} migrations, pulled after {after:?}");
            partly += u32::from(applied > began && applied < all);
            began = applied;
            drop(main);
            if applied == all {
                assert!(db::pending(&mut home.main(), &wiring::migrations()).unwrap().is_empty());
                whole += 1;
                began = 0;
                longest = start.elapsed().clamp(Duration::from_millis(30), Duration::from_secs(2));
                home = fresh(kills);
            }
        }
        println!("pulled {kills} times, {partly} between two migrations; {whole} databases were completed afterwards");
        assert!(partly >= 5 && whole >= 1, "{partly} in the middle, {whole} whole, of {kills}");
    }
}

/// How many migrations ran, and which tables there are, when nobody works on them any more.
fn settled(main: &mut Direct, on_server: bool) -> (usize, BTreeSet<(String, String)>) {
    if on_server {
        // Whoever changes tables takes this database in turn; so do we, and so everybody before us has ended.
        drop(db::pending(main, &wiring::migrations()).unwrap());
    }
    let columns = main.columns().unwrap();
    if !columns.iter().any(|(table, _)| table == "ground_migrations") {
        return (0, BTreeSet::from_iter(remembering(main)));
    }
    let applied: i64 = main.read(|tx| tx.value("SELECT COUNT(*) FROM ground_migrations", args![])).unwrap();
    (applied as usize, columns)
}

/// The columns of a database that remembers migrations and has none.
fn remembering(main: &mut Direct) -> BTreeSet<(String, String)> {
    assert!(main.columns().unwrap().is_empty(), "tables without a memory of them");
    db::migrate(main, &[]).unwrap();
    main.columns().unwrap()
}
