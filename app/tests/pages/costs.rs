//! What a page costs, counted rather than timed: statements and bytes are the same on every machine. A page that has
//! become dearer fails here, and whoever made it so decides whether it is worth it.

use db::Engine;

use super::long_thread;
use crate::{
    standing::{assemble, filled},
    town::{Town, in_town},
};

/// The most that a page may cost: statements right after a change of anything, statements when nothing has changed since
/// it was last asked for, and bytes.
struct Cost {
    page: &'static str,
    by: &'static str,
    sqlite: (u64, u64),
    postgres: (u64, u64),
    bytes: usize,
}

const fn cost(page: &'static str, by: &'static str, sqlite: (u64, u64), postgres: (u64, u64), bytes: usize) -> Cost {
    Cost { page, by, sqlite, postgres, bytes }
}

/// Nobody is signed in.
const VISITOR: &str = "";

#[rustfmt::skip]
const COSTS: &[Cost] = &[
    //   page                           by                 SQLite    PostgreSQL  bytes
    cost("/threads/{long}",              "Leo",             (13,  7), (13, 10),  64_500),
    cost("/threads/{long}",              "Olu",             (12,  6), (12,  9),  80_000),
    cost("/threads/{long}",              VISITOR,           ( 2,  0), ( 2,  0),       0),
    cost("/circles/{circle}",            "Leo",             (22, 13), (22, 19),   6_000),
    cost("/circles/{circle}",            "Olu",             (23, 14), (23, 20),   7_200),
    cost("/circles/{circle}",            VISITOR,           ( 2,  0), ( 2,  0),       0),
    cost("/safety",                      "Nora",            (28, 26), (28, 26),   9_000),
    cost("/",                            "Leo",             (17,  4), (17,  4),   7_300),
    cost("/",                            VISITOR,           (13,  0), (13,  0),   7_300),
    cost("/support/requests/{request}",  "Sam of the hill", (19,  4), (19,  4),   3_900),
    cost("/support/requests/{request}",  VISITOR,           ( 2,  0), ( 2,  0),       0),
];

#[test]
fn no_page_has_become_dearer() {
    in_town(|mut town| async move {
        let mut keys = assemble(&mut town).await;
        keys.insert("long", long_thread(&town, &keys).await);
        let (mut told, mut dearer) = (Vec::new(), Vec::new());
        for it in COSTS {
            let path = filled(it.page, &keys);
            let mut browser = if it.by == VISITOR { town.visitor() } else { town.as_(it.by).await };
            // What a first look notes (read until here, seen just now) is noted before anything is counted.
            browser.get(&path).await;
            changes(&town).await;
            let mut counted = Vec::new();
            for _ in 0..2 {
                let before = town.ground.db.statements();
                let page = browser.get(&path).await;
                assert!(if it.by == VISITOR && it.bytes == 0 { page.status == 303 } else { page.status == 200 });
                counted.push((town.ground.db.statements() - before, page.body.len()));
            }
            let ((cold, bytes), (warm, _)) = (counted[0], counted[1]);
            let most = if town.ground.engine == Engine::Sqlite { it.sqlite } else { it.postgres };
            let line = format!("{:28} {:16} {cold:3} {warm:3} {bytes:7}", it.page, it.by);
            if cold > most.0 || warm > most.1 || bytes > it.bytes {
                dearer.push(format!("{line}   at most {:3} {:3} {:7}", most.0, most.1, it.bytes));
            }
            told.push(line);
        }
        println!("{:?}: statements after a change, without one, bytes\n{}", town.ground.engine, told.join("\n"));
        assert!(dearer.is_empty(), "on {:?} these have become dearer:\n{}", town.ground.engine, dearer.join("\n"));
    });
}

/// Something changes that no page shows.
async fn changes(town: &Town) {
    town.token("Wren").await;
}
