//! What somebody wrote, opened and made into HTML once for all who may read it.
//!
//! Opening and rendering fifty posts costs more than everything else on the page of a thread. So the result is kept in
//! this process, by the post and the moment of its last change. Who may see a post is never asked here: whoever asks
//! comes with the row, which they have read as themselves.

use std::sync::{Arc, LazyLock};

use db::{Result, Time, Tx};
use quick_cache::{Weighter, sync::Cache};

use crate::{
    kind::{PostId, VoiceId},
    post, voice,
};

/// What may be kept, in bytes of text.
const KEPT_AT_MOST: u64 = 32 * 1024 * 1024;
/// How many posts of usual length that is, for sizing the table.
const POSTS: usize = 16 * 1024;

/// Words as they were typed, and as they are shown.
#[derive(Debug, Default)]
pub(crate) struct Written {
    /// As typed.
    pub(crate) words: String,
    /// As HTML that may be printed as it is.
    pub(crate) html: String,
}

type Key = (PostId, Option<i64>);

#[derive(Clone)]
struct Length;

impl Weighter<Key, Arc<Written>> for Length {
    fn weight(&self, _: &Key, written: &Arc<Written>) -> u64 {
        (written.words.len() + written.html.len() + 64) as u64
    }
}

static KEPT: LazyLock<Cache<Key, Arc<Written>, Length>> =
    LazyLock::new(|| Cache::with_weighter(POSTS, KEPT_AT_MOST, Length));

/// What stands in a row that the caller was allowed to read.
pub(crate) fn open(
    tx: &mut Tx<'_>,
    id: PostId,
    edited_at: Option<Time>,
    voice: VoiceId,
    sealed: &[u8],
) -> Result<Arc<Written>> {
    // Taken back: whatever was kept of it is never shown again.
    if sealed.is_empty() {
        return Ok(Arc::default());
    }
    let key = (id, edited_at.map(|it| it.0));
    if let Some(written) = KEPT.get(&key) {
        return Ok(written);
    }
    let words = voice::unseal(tx, voice, post::place(id), sealed)?;
    let written = Arc::new(Written { html: text::Html::render(&words).to_string(), words });
    KEPT.insert(key, Arc::clone(&written));
    Ok(written)
}

/// Keeps nothing of a post any more, once this transaction stands.
pub(crate) fn forget(tx: &mut Tx<'_>, id: PostId, edited_at: Option<Time>) {
    tx.after_commit(move || {
        KEPT.remove(&(id, edited_at.map(|it| it.0)));
    });
}
