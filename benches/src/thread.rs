//! The least that a page of a thread can be: fifty posts and who wrote them, read from SQLite and put into HTML for each
//! request. No member is known, nothing is sealed, no rule is asked. It is exactly as long as our page, and the words in it
//! are the words of ours.

use std::{cell::RefCell, fmt::Write, path::Path};

use anyhow::{Context, Result};
use axum::body::Bytes;
use rusqlite::Connection;

/// The file in the folder of samples.
pub(crate) const FILE: &str = "thread.db";
/// Threads in it, so that finding one of them takes a look at an index.
const THREADS: i64 = 200;
/// The one whose length is that of our page.
pub(crate) const ASKED: i64 = 7;
const TABLES: &str = "PRAGMA journal_mode = WAL;
    CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
    CREATE TABLE threads (id INTEGER PRIMARY KEY, title TEXT NOT NULL);
    CREATE TABLE posts (id INTEGER PRIMARY KEY, thread_id BIGINT NOT NULL, author_id BIGINT NOT NULL,
        said_at BIGINT NOT NULL, words TEXT NOT NULL);
    CREATE INDEX posts_of_thread ON posts (thread_id, id);
    CREATE TABLE around (post TEXT NOT NULL, page TEXT NOT NULL);";
/// When the first post was written, in seconds.
const BEGAN: i64 = 1_790_000_000;

thread_local! {
    /// Each thread of the server keeps a connection and its statements.
    static KEPT: RefCell<Option<Connection>> = const { RefCell::new(None) };
}

/// What stands around the words: in each post, and at the end of the page.
pub(crate) struct Around {
    post: String,
    page: String,
}

/// Writes a file with threads of these words, whose pages are as long as `like`.
pub(crate) fn write(folder: &Path, posts: &[String], like: &[u8]) -> Result<()> {
    let mut connection = Connection::open(folder.join(FILE))?;
    connection.execute_batch(TABLES)?;
    let rows = connection.transaction()?;
    for author in 0..40_i64 {
        let name = crate::seed::name(author as usize);
        rows.execute("INSERT INTO authors (id, name) VALUES (?1, ?2)", (author, name))?;
    }
    for thread in 0..THREADS {
        rows.execute("INSERT INTO threads (id, title) VALUES (?1, ?2)", (thread, format!("What helped, {thread}")))?;
        for (number, words) in (0_i64..).zip(posts) {
            rows.execute(
                "INSERT INTO posts (thread_id, author_id, said_at, words) VALUES (?1, ?2, ?3, ?4)",
                (thread, (thread + number) % 40, BEGAN + number * 60, words),
            )?;
        }
    }
    let nothing = Around { post: String::new(), page: String::new() };
    let short = build(&rows, &nothing, ASKED)?.len();
    let missing = like.len().checked_sub(short).context("our page is longer than its words")?;
    let each = missing / posts.len();
    let filler =
        |length| String::from_utf8(like.iter().filter(|it| it.is_ascii()).cycle().take(length).copied().collect());
    rows.execute(
        "INSERT INTO around (post, page) VALUES (?1, ?2)",
        (filler(each)?, filler(missing - each * posts.len())?),
    )?;
    rows.commit()?;
    Ok(())
}

impl Around {
    /// What the file says.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let connection = Connection::open(folder.join(FILE))?;
        let read = |row: &rusqlite::Row<'_>| Ok(Self { post: row.get(0)?, page: row.get(1)? });
        Ok(connection.query_row("SELECT post, page FROM around", [], read)?)
    }
}

/// The page of a thread, read and built now.
pub(crate) fn page(folder: &Path, around: &Around, thread: i64) -> Result<Bytes> {
    KEPT.with_borrow_mut(|kept| {
        let connection = match kept {
            Some(connection) => connection,
            None => kept.insert(Connection::open(folder.join(FILE))?),
        };
        Ok(build(connection, around, thread)?.into())
    })
}

fn build(connection: &Connection, around: &Around, thread: i64) -> Result<String> {
    let mut page = String::with_capacity(64 * 1024);
    let mut titled = connection.prepare_cached("SELECT title FROM threads WHERE id = ?1")?;
    let title: String = titled.query_row([thread], |row| row.get(0))?;
    page.push_str("<!doctype html><html lang=\"en\"><title>");
    escape(&mut page, &title);
    page.push_str("</title><main><h1>");
    escape(&mut page, &title);
    page.push_str("</h1>");
    let mut posts = connection.prepare_cached(
        "SELECT posts.id, posts.said_at, posts.words, authors.name FROM posts JOIN authors ON authors.id = posts.author_id
         WHERE posts.thread_id = ?1 ORDER BY posts.id LIMIT 50",
    )?;
    let mut rows = posts.query([thread])?;
    while let Some(row) = rows.next()? {
        let (id, at): (i64, i64) = (row.get(0)?, row.get(1)?);
        write!(page, "<article id=\"post-{id}\"><header><b>")?;
        escape(&mut page, row.get_ref(3)?.as_str()?);
        write!(page, "</b> <time datetime=\"{at}\">{at}</time></header><p>")?;
        escape(&mut page, row.get_ref(2)?.as_str()?);
        page.push_str("</p>");
        page.push_str(&around.post);
        page.push_str("</article>");
    }
    page.push_str("</main></html>");
    page.push_str(&around.page);
    Ok(page)
}

fn escape(page: &mut String, words: &str) {
    let mut rest = words;
    while let Some(at) = rest.find(['<', '>', '&', '"']) {
        page.push_str(&rest[..at]);
        page.push_str(match rest.as_bytes()[at] {
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'&' => "&amp;",
            _ => "&quot;",
        });
        rest = &rest[at + 1..];
    }
    page.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_built_page_is_as_long_as_ours_and_holds_its_words() {
        let folder = crate::program::Folder::new().unwrap();
        let posts: Vec<_> = (0..50).map(|number| format!("Words & more, {number}")).collect();
        let like = "x".repeat(43_211);
        write(&folder.join(""), &posts, like.as_bytes()).unwrap();
        let around = Around::read(&folder.join("")).unwrap();
        let built = page(&folder.join(""), &around, ASKED).unwrap();
        assert_eq!(built.len(), like.len());
        assert!(std::str::from_utf8(&built).unwrap().contains("Words &amp; more, 49"));
    }
}
