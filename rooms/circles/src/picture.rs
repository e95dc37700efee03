//! A picture with a post: made anew so that nothing but its pixels is kept, said in words for those who do not see it,
//! sealed with its post, and gone with it. Whoever may read the post may see it, and nobody else.

use db::{Error, Result, Row, Tx, args};
use pictures::Picture;
use seal::{KeyId, Place, Sealing};
use words::{Actor, MemberId};

use crate::{
    circle::Circle,
    kind::{NOWHERE, PictureId, PostId, VoiceId},
    post, thread, voice, written,
};

/// Longest words for what a picture shows, in characters.
pub const ALT_AT_MOST: usize = 300;
/// Pictures that somebody may bring on one day. More than anybody shows around, and few enough that nobody keeps us busy.
pub const A_DAY: i64 = 20;

/// What somebody brings along with their words.
#[derive(Clone)]
pub struct Brought {
    /// The picture, made anew.
    pub picture: Picture,
    /// What it shows.
    pub alt: String,
}

/// A picture as a page shows it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Shown {
    /// Its id, for its address.
    pub id: PictureId,
    /// What it shows.
    pub alt: String,
    /// In pixels.
    pub width: i64,
    /// In pixels.
    pub height: i64,
}

/// A picture as it stands in the table.
pub(crate) struct Stored {
    id: PictureId,
    width: i64,
    height: i64,
    alt: Vec<u8>,
}

impl Stored {
    /// Four columns from this one on: id, width, height, alt. There may be no picture.
    pub(crate) fn from_row(row: &Row<'_>, first: usize) -> Result<Option<Self>> {
        let Some(id) = row.get(first)? else { return Ok(None) };
        Ok(Some(Self { id, width: row.get(first + 1)?, height: row.get(first + 2)?, alt: row.get(first + 3)? }))
    }

    /// The picture as a page shows it, sealed under the voice of its post.
    pub(crate) fn open(&self, tx: &mut Tx<'_>, voice: VoiceId) -> Result<Shown> {
        let alt = written::line(tx, place("alt", self.id), voice, &self.alt)?;
        Ok(Shown { id: self.id, alt, width: self.width, height: self.height })
    }
}

/// The file of a picture.
#[derive(Clone, Debug)]
pub struct File {
    /// `image/jpeg` or `image/webp`.
    pub media_type: String,
    /// The file.
    pub bytes: Vec<u8>,
}

fn place(column: &'static str, id: PictureId) -> Place {
    Place::new("circles_pictures", column, id.0)
}

/// Whether the member may bring a picture to this circle now: they may write there, and it allows pictures.
pub fn may_bring(tx: &mut Tx<'_>, actor: &Actor, circle: &Circle) -> Result<bool> {
    match thread::may_write(tx, actor, circle) {
        Ok(()) => Ok(circle.plan.pictures),
        Err(Error::Refused(_)) => Ok(false),
        Err(other) => Err(other),
    }
}

/// Counts a picture before it is made anew, which is the work that it costs.
pub fn count(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    let today = tx.now().seconds().div_euclid(86_400);
    let brought: i64 = tx.one(
        "INSERT INTO circles_picture_days (member_id, day, brought) VALUES ($1, $2, 1)
         ON CONFLICT (member_id) DO UPDATE SET
             brought = CASE WHEN circles_picture_days.day = excluded.day THEN circles_picture_days.brought + 1 ELSE 1 END,
             day = excluded.day
         RETURNING brought",
        args![member, today],
        |row| row.get(0),
    )?;
    if brought > A_DAY { Err(Error::refused("picture-enough-today")) } else { Ok(()) }
}

/// Puts a picture with a post that its author just wrote, in the same transaction.
pub fn attach(tx: &mut Tx<'_>, actor: &Actor, post: PostId, brought: &Brought) -> Result<PictureId> {
    let own = post::own(tx, actor, post)?;
    let circle = Circle::readable_by(tx, actor, own.circle)?;
    if !may_bring(tx, actor, &circle)? {
        return Err(Error::refused("picture-not-here"));
    }
    let (id, voice) = (PictureId::fresh(tx), voice::of(tx, actor.id)?);
    let alt = voice::seal(tx, voice, place("alt", id), &brought.alt)?;
    let bytes = tx.seal_bytes(KeyId(voice.0), place("bytes", id), &brought.picture.bytes)?;
    let picture = &brought.picture;
    tx.execute(
        "INSERT INTO circles_pictures (id, post_id, media_type, width, height, alt, bytes)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![id, post, picture.media_type, i64::from(picture.width), i64::from(picture.height), alt, bytes],
    )?;
    Ok(id)
}

/// The file of a picture, when this member may read its post.
pub fn readable_by(tx: &mut Tx<'_>, actor: &Actor, id: PictureId) -> Result<File> {
    let post = tx.first("SELECT post_id FROM circles_pictures WHERE id = $1", args![id], |row| row.get(0))?;
    // As with posts: what is not there is asked after like what is.
    post::readable_by(tx, actor, post.unwrap_or(PostId(NOWHERE)))?;
    let (media_type, sealed, voice): (String, Vec<u8>, VoiceId) = tx.one(
        "SELECT x.media_type, x.bytes, p.voice_id FROM circles_pictures x JOIN circles_posts p ON p.id = x.post_id
         WHERE x.id = $1",
        args![id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let bytes = tx.unseal_bytes(KeyId(voice.0), place("bytes", id), &sealed)?.ok_or(Error::NotFound)?;
    Ok(File { media_type, bytes })
}
