//! What a page costs, counted rather than timed: statements and bytes are the same on every machine. A page that has
//! become dearer fails here, and whoever made it so decides whether it is worth it.

use std::time::Duration;

use ::words::AgeBand;
use db::Engine;
use workforce::{
    answer::Work,
    need::{Need, Plan},
    shift::Shift,
    swap,
};

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

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(86_400);
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
    cost("/rota",                        "Theo",            (18, 16), (17, 14),   8_200),
    cost("/rota",                        "Nora",            (21, 19), (20, 17),  12_200),
    cost("/rota/needs",                  "Nora",            ( 6,  4), ( 5,  2),   7_500),
    cost("/rota/everyone",               "Nora",            ( 4,  2), ( 4,  2),   5_800),
    cost("/rota/gap",                    "Nora",            ( 7,  5), ( 6,  4),  19_600),
    cost("/workforce",                   "Theo",            (38, 36), (37, 35),   5_200),
    cost("/workforce",                   "Nora",            (44, 42), (43, 41),   5_700),
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

/// Pages of the rota, and who opens them.
const OF_THE_ROTA: &[(&str, &str)] = &[
    ("/rota", "Theo"),
    ("/rota", "Nora"),
    ("/rota/needs", "Nora"),
    ("/rota/everyone", "Nora"),
    ("/rota/gap", "Nora"),
    ("/workforce", "Theo"),
    ("/workforce", "Nora"),
];

#[test]
fn the_rota_asks_as_little_when_much_is_needed_and_planned() {
    in_town(|town| async move {
        let counts = async || {
            let mut counts = Vec::new();
            for (page, by) in OF_THE_ROTA {
                let mut browser = town.as_(by).await;
                browser.get(page).await.is(200);
                // The fewest of three: where much goes on at once, a look may be taken again.
                let mut fewest = u64::MAX;
                for _ in 0..3 {
                    changes(&town).await;
                    let before = town.ground.db.statements();
                    browser.get(page).await.is(200);
                    fewest = fewest.min(town.ground.db.statements() - before);
                }
                counts.push((*page, *by, fewest));
            }
            counts
        };
        let (nora, kofi, olu) = (town.actor("Nora").await, town.actor("Kofi").await, town.actor("Olu").await);
        // So that everything is asked for that can be: a language, a topic, and somebody on call who cannot come.
        let needed = Plan {
            work: Work::Conversation,
            band: AgeBand::Adult,
            days: 0b111_1111,
            from: 0,
            hours: 1,
            language: "en".parse().ok(),
            topic: Some(1),
            people: 2,
        };
        let by = nora.clone();
        town.write(move |tx| {
            Need::add(tx, &by, &needed)?;
            let at = tx.now() + DAY * 20;
            let id = Shift::plan(tx, &olu, Work::Moderation, at, at + HOUR)?;
            swap::offer(tx, &olu, id)
        })
        .await;
        let few = counts().await;
        town.write(move |tx| {
            for from in 0..24 {
                Need::add(tx, &nora, &Plan { from, topic: (from % 2 == 0).then_some(1), ..needed })?;
            }
            for day in 8..27 {
                let at = tx.now() + DAY * day;
                Shift::plan(tx, &kofi, Work::Conversation, at, at + HOUR / 2)?;
            }
            Ok(())
        })
        .await;
        assert_eq!(counts().await, few, "on {:?}", town.ground.engine);
    });
}

/// Something changes that no page shows.
async fn changes(town: &Town) {
    town.token("Wren").await;
}
