//! What callers are told when the ground gives way under a database in a file.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use db::{Address, Ballast, Db, Direct, Error, Options, Result, Tx, args};

struct Place {
    db: Db,
    folder: PathBuf,
}

impl Drop for Place {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

fn place(ballast: u64) -> Place {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::SeqCst);
    let folder = std::env::temp_dir().join(format!("alongside-ground-{}-{number}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let address = Address::Sqlite(folder.join("main.db"));
    let mut direct = Direct::open(&address).unwrap();
    db::migrate(&mut direct, db::MIGRATIONS).unwrap();
    direct.write(|tx| tx.batch("CREATE TABLE said (id BIGINT PRIMARY KEY, words TEXT NOT NULL)")).unwrap();
    let db = Options::new(address).threads(2).ballast(Ballast::new(&folder, ballast)).open().unwrap();
    db.take_ballast();
    Place { db, folder }
}

fn say(id: i64, words: String) -> impl FnMut(&mut Tx<'_>) -> Result<u64> + Send + 'static {
    move |tx| tx.execute("INSERT INTO said (id, words) VALUES ($1, $2)", args![id, words])
}

async fn said(db: &Db) -> i64 {
    db.read(|tx| tx.value("SELECT COUNT(*) FROM said", args![])).await.unwrap()
}

/// Lets the file grow no more. Takes the writer's connection, as nobody outside the pool has it.
async fn wall(db: &Db) {
    db.write(|tx| {
        let pages: i64 = tx.value("PRAGMA page_count", args![])?;
        tx.batch(&format!("PRAGMA max_page_count = {pages}"))
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn whoever_stopped_waiting_was_told_the_truth() {
    let place = place(0);
    let hurried = place.db.within(Duration::from_millis(100));
    let slow = hurried.write(|tx| {
        std::thread::sleep(Duration::from_millis(400));
        tx.execute("INSERT INTO said (id, words) VALUES (1, 'slow')", args![])
    });
    // One is under way, the other waits behind it: both are told that it did not happen, and it does not.
    let (slow, behind) = tokio::join!(slow, hurried.write(say(2, "behind".to_owned())));
    assert!(matches!(slow, Err(Error::Busy)) && matches!(behind, Err(Error::Busy)), "{slow:?} {behind:?}");
    assert!(place.db.write(say(3, "afterwards".to_owned())).await.is_ok());
    assert_eq!(said(&place.db).await, 1);
}

#[tokio::test]
async fn what_nobody_waits_for_is_not_asked() {
    let place = place(0);
    let asked = Arc::new(AtomicU32::new(0));
    let hold = place.db.write(|_| {
        std::thread::sleep(Duration::from_millis(300));
        Ok(())
    });
    let mut readers = Vec::new();
    for _ in 0..20 {
        let (db, asked) = (place.db.clone(), Arc::clone(&asked));
        readers.push(tokio::spawn(async move {
            db.read(move |_| {
                asked.fetch_add(1, Ordering::SeqCst);
                std::thread::sleep(Duration::from_millis(200));
                Ok(())
            })
            .await
        }));
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    readers.iter().for_each(tokio::task::JoinHandle::abort);
    hold.await.unwrap();
    tokio::time::sleep(Duration::from_millis(500)).await;
    let asked = asked.load(Ordering::SeqCst);
    assert!((1..=4).contains(&asked), "{asked} of 20 were asked for nobody");
}

#[tokio::test]
async fn when_there_is_no_room_people_can_read_and_nothing_is_half_done() {
    let place = place(200_000);
    assert!(place.db.has_ballast() && !place.db.is_read_only());
    for id in 0..50 {
        place.db.write(say(id, "x".repeat(2_000))).await.unwrap();
    }
    wall(&place.db).await;
    let refused = place.db.write(say(100, "y".repeat(100_000))).await;
    assert!(matches!(refused, Err(Error::Full)), "{refused:?}");
    assert!(place.db.is_read_only() && !place.db.has_ballast(), "the ballast was given up");
    assert_eq!(said(&place.db).await, 50);
    // From now on a write is not even tried, but what frees room is.
    let tried = Arc::new(AtomicU32::new(0));
    let counting = Arc::clone(&tried);
    let refused = place
        .db
        .write(move |_| {
            counting.fetch_add(1, Ordering::SeqCst);
            Ok(())
        })
        .await;
    assert!(matches!(refused, Err(Error::Full)) && tried.load(Ordering::SeqCst) == 0);
    place.db.write_from_reserve(|tx| tx.execute("DELETE FROM said WHERE id < 25", args![])).await.unwrap();
    assert_eq!(said(&place.db).await, 25);
    // Room again: by itself, after a little while, with the ballast back first.
    assert!(!place.db.look_for_room().await.unwrap(), "not at once: a disk that flickers is no room");
    tokio::time::sleep(Duration::from_millis(3_100)).await;
    assert!(place.db.look_for_room().await.unwrap());
    assert!(place.db.has_ballast() && !place.db.is_read_only());
    place.db.write(say(200, "again".to_owned())).await.unwrap();
    assert_eq!(said(&place.db).await, 26);
}

#[tokio::test]
async fn among_many_who_write_at_the_wall_each_is_told_what_became_of_it() {
    let place = place(0);
    place.db.write(say(1_000, "x".to_owned())).await.unwrap();
    wall(&place.db).await;
    let mut writers = Vec::new();
    for id in 0..100 {
        let db = place.db.clone();
        writers.push(tokio::spawn(async move { (id, db.write(say(id, "z".repeat(3_000))).await) }));
    }
    let mut kept = Vec::new();
    for writer in writers {
        match writer.await.unwrap() {
            (id, Ok(_)) => kept.push(id),
            (_, Err(Error::Full)) => (),
            (id, other) => panic!("{id}: {other:?}"),
        }
    }
    kept.sort_unstable();
    let there: Vec<i64> = place
        .db
        .read(|tx| tx.all("SELECT id FROM said WHERE id < 1000 ORDER BY id", args![], |row| row.get(0)))
        .await
        .unwrap();
    assert_eq!(there, kept, "what was acknowledged is there, and nothing else");
}
