//! Films of the community and their captions, kept in pieces: a phone that skips ahead reads what it needs and no more.

use std::collections::HashMap;

use db::{Error, Result, Tx, args};

/// Longest film, in bytes: what fits into a form. A few minutes for a phone.
pub const AT_MOST: usize = 11 * 1024 * 1024;
/// Size of a piece.
const PIECE: usize = 256 * 1024;

db::id! {
    /// A film, or its captions.
    MediaId
}

/// What is known of a film.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Medium {
    /// Its id.
    pub id: MediaId,
    /// What the course calls it: `media/…`.
    pub name: String,
    /// Its length in bytes.
    pub length: usize,
}

/// How a browser is told what it is; nothing for what is not a film or captions.
pub fn content_type(name: &str) -> Option<&'static str> {
    match name.rsplit_once('.')?.1 {
        "webm" => Some("video/webm"),
        "mp4" => Some("video/mp4"),
        "vtt" => Some("text/vtt; charset=utf-8"),
        _ => None,
    }
}

/// Whether these bytes are what the name says.
pub fn is_what_it_says(name: &str, bytes: &[u8]) -> bool {
    match content_type(name) {
        Some("video/webm") => bytes.starts_with(&[0x1A, 0x45, 0xDF, 0xA3]),
        Some("video/mp4") => bytes.get(4..8) == Some(b"ftyp"),
        Some(_) => {
            let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
            text.starts_with(b"WEBVTT") && std::str::from_utf8(text).is_ok()
        }
        None => false,
    }
}

/// Keeps a film of a course under a name. What a version shows already stays as it is.
pub fn keep(tx: &mut Tx<'_>, course: &str, name: &str, bytes: &[u8]) -> Result<MediaId> {
    if bytes.len() > AT_MOST {
        return Err(Error::refused("media-too-large"));
    }
    if !is_what_it_says(name, bytes) {
        return Err(Error::refused("media-not-known"));
    }
    forget_unused(tx, course, Some(name))?;
    let id = MediaId::fresh(tx);
    tx.execute(
        "INSERT INTO training_media (id, course_id, name, length, added_at) VALUES ($1, $2, $3, $4, $5)",
        args![id, course, name, bytes.len(), tx.now()],
    )?;
    for (number, piece) in bytes.chunks(PIECE).enumerate() {
        tx.execute(
            "INSERT INTO training_media_pieces (media_id, number, bytes) VALUES ($1, $2, $3)",
            args![id, number, piece],
        )?;
    }
    Ok(id)
}

/// Forgets what no version shows: of one name, or of the whole course.
pub(crate) fn forget_unused(tx: &mut Tx<'_>, course: &str, name: Option<&str>) -> Result<()> {
    let unused: Vec<MediaId> = tx.all(
        "SELECT m.id FROM training_media m
         WHERE m.course_id = $1 AND ($2 = '' OR m.name = $2)
           AND NOT EXISTS (SELECT 1 FROM training_version_media v WHERE v.media_id = m.id)",
        args![course, name.unwrap_or_default()],
        |row| row.get(0),
    )?;
    for id in unused {
        tx.execute("DELETE FROM training_media_pieces WHERE media_id = $1", args![id])?;
        tx.execute("DELETE FROM training_media WHERE id = $1", args![id])?;
    }
    Ok(())
}

/// The films that a draft of this course would show, by name: of each the last that was brought.
pub fn latest(tx: &mut Tx<'_>, course: &str) -> Result<HashMap<String, Medium>> {
    let all = tx.all(
        "SELECT id, name, length FROM training_media WHERE course_id = $1 ORDER BY added_at, id",
        args![course],
        medium,
    )?;
    Ok(all.into_iter().map(|it| (it.name.clone(), it)).collect())
}

/// The films that a version shows, by name.
pub fn of_version(tx: &mut Tx<'_>, course: &str, version: i64) -> Result<HashMap<String, Medium>> {
    let all = tx.all(
        "SELECT m.id, v.name, m.length FROM training_version_media v JOIN training_media m ON m.id = v.media_id
         WHERE v.course_id = $1 AND v.version = $2",
        args![course, version],
        medium,
    )?;
    Ok(all.into_iter().map(|it| (it.name.clone(), it)).collect())
}

/// A film by its id, and the course that it belongs to.
pub fn of(tx: &mut Tx<'_>, id: MediaId) -> Result<(String, Medium)> {
    tx.one("SELECT id, name, length, course_id FROM training_media WHERE id = $1", args![id], |row| {
        Ok((row.get(3)?, medium(row)?))
    })
}

/// The bytes from here to there, the last one included.
pub fn bytes(tx: &mut Tx<'_>, id: MediaId, from: usize, to: usize) -> Result<Vec<u8>> {
    let pieces: Vec<Vec<u8>> = tx.all(
        "SELECT bytes FROM training_media_pieces WHERE media_id = $1 AND number BETWEEN $2 AND $3 ORDER BY number",
        args![id, from / PIECE, to / PIECE],
        |row| row.get(0),
    )?;
    let mut bytes = pieces.concat();
    let skipped = (from / PIECE) * PIECE;
    bytes.truncate((to + 1).saturating_sub(skipped));
    Ok(bytes.split_off((from - skipped).min(bytes.len())))
}

fn medium(row: &db::Row<'_>) -> Result<Medium> {
    let length: i64 = row.get(2)?;
    Ok(Medium { id: row.get(0)?, name: row.get(1)?, length: usize::try_from(length).unwrap_or_default() })
}
