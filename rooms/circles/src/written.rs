//! What somebody wrote, opened and made into HTML once for all who may read it.
//!
//! Opening and rendering fifty posts costs more than everything else on the page of a thread. So what comes out is kept
//! in memory, by what went in: the place of the sealed words, and the seal itself, which is never the same twice. Who may
//! see them is never asked here: whoever asks comes with the row, which they have read as themselves.

use std::{hash::Hash, sync::Arc, time::Duration};

use db::{Result, Time, Tx};
use quick_cache::{Weighter, sync::Cache};
use seal::{Place, Seal};

use crate::{
    kind::{PostId, VoiceId},
    mute, post, voice,
};

/// A key that was destroyed opens nothing after this long, even where its row is still there: as long as the keyring
/// itself may remember a key.
const KEPT: Duration = Duration::from_secs(60);
/// What may be kept of each kind, in bytes of text.
const KEPT_AT_MOST: u64 = 16 * 1024 * 1024;
/// How many posts of usual length that is, for sizing the table.
const POSTS: usize = 8 * 1024;

/// The words of a post, ready to be looked through and shown.
#[derive(Debug, Default)]
pub(crate) struct Written {
    /// As muted words are looked for in them.
    pub(crate) folded: String,
    /// As HTML that may be printed as it is.
    pub(crate) html: String,
}

/// Something kept, and since when.
struct Kept<T>(Time, Arc<T>);

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Self {
        Self(self.0, Arc::clone(&self.1))
    }
}

/// How much room something takes.
trait Length {
    fn length(&self) -> usize;
}

impl Length for Written {
    fn length(&self) -> usize {
        self.folded.len() + self.html.len()
    }
}

impl Length for String {
    fn length(&self) -> usize {
        self.len()
    }
}

#[derive(Clone)]
struct Weight;

impl<K, T: Length> Weighter<K, Kept<T>> for Weight {
    fn weight(&self, _: &K, kept: &Kept<T>) -> u64 {
        (kept.1.length() + size_of::<K>() + 64) as u64
    }
}

/// Things kept by everything that they were made of.
struct Shelf<K, T: Length>(Cache<K, Kept<T>, Weight>);

impl<K: Hash + Eq + Clone, T: Length> Default for Shelf<K, T> {
    fn default() -> Self {
        Self(Cache::with_weighter(POSTS, KEPT_AT_MOST, Weight))
    }
}

impl<K: Hash + Eq + Clone, T: Length> Shelf<K, T> {
    fn find_or(&self, now: Time, key: K, make: impl FnOnce(&K) -> Result<T>) -> Result<Arc<T>> {
        match self.0.get(&key) {
            Some(Kept(since, thing)) if now >= since && now.since(since) < KEPT => Ok(thing),
            _ => {
                let thing = Arc::new(make(&key)?);
                self.0.insert(key, Kept(now, Arc::clone(&thing)));
                Ok(thing)
            }
        }
    }
}

/// The words of a post that the caller was allowed to read.
pub(crate) fn open(tx: &mut Tx<'_>, id: PostId, voice: VoiceId, sealed: &[u8]) -> Result<Arc<Written>> {
    type Posts = Shelf<(PostId, Seal), Written>;
    // Taken back: there is nothing to show.
    if sealed.is_empty() {
        return Ok(Arc::default());
    }
    let shelf = tx.beside::<Posts>();
    shelf.find_or(tx.now(), (id, Seal::of(sealed)?), |_| {
        let words = voice::unseal(tx, voice, post::place(id), sealed)?;
        Ok(Written { folded: mute::fold(&words), html: text::Html::render(&words).to_string() })
    })
}

/// A line that the caller was allowed to read: a title, a note.
pub(crate) fn line(tx: &mut Tx<'_>, place: Place, voice: VoiceId, sealed: &[u8]) -> Result<String> {
    type Lines = Shelf<(Place, Seal), String>;
    if sealed.is_empty() {
        return Ok(String::new());
    }
    let shelf = tx.beside::<Lines>();
    let line = shelf.find_or(tx.now(), (place, Seal::of(sealed)?), |_| voice::unseal(tx, voice, place, sealed))?;
    Ok((*line).clone())
}

/// A charter as HTML. It is kept by its words alone, so whoever comes with the same words gets the same page.
pub(crate) fn charter(tx: &mut Tx<'_>, words: &str) -> Result<Arc<String>> {
    type Charters = Shelf<String, String>;
    let render = |words: &String| Ok(text::Html::render(words).to_string());
    tx.beside::<Charters>().find_or(tx.now(), words.to_owned(), render)
}

/// HTML that is made of nothing but this look.
pub(crate) fn shown<L>(tx: &mut Tx<'_>, look: L, make: impl FnOnce(&L) -> Result<String>) -> Result<Arc<String>>
where
    L: Hash + Eq + Clone + Send + Sync + 'static,
{
    tx.beside::<Shelf<L, String>>().find_or(tx.now(), look, make)
}
