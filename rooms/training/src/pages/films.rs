//! Films of courses, a part at a time, as browsers ask for them.

use axum::{
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::IntoResponse,
};
use db::Error;
use web::Page;
use words::Ctx;

use crate::{
    draft,
    media::{self, MediaId},
};

/// What is sent at once: a browser that wants more asks again.
const PART: usize = 1024 * 1024;

/// Which bytes are asked for, the last one included; nothing where the question makes no sense.
fn part(asked: &str, length: usize) -> Option<(usize, usize)> {
    let (from, to) = asked.strip_prefix("bytes=")?.split_once('-')?;
    let last = length.checked_sub(1)?;
    let (from, to) = match (from.trim(), to.trim()) {
        ("", tail) => (length.saturating_sub(tail.parse().ok()?), last),
        (from, "") => (from.parse().ok()?, last),
        (from, to) => (from.parse().ok()?, to.parse::<usize>().ok()?.min(last)),
    };
    (from <= to).then(|| (from, to.min(from.saturating_add(PART - 1))))
}

pub(crate) async fn show(c: Ctx, Path(id): Path<String>, headers: HeaderMap) -> Page {
    let actor = c.member()?.clone();
    let id: MediaId = id.parse()?;
    let asked = headers.get(header::RANGE).and_then(|it| it.to_str().ok()).map(str::to_owned);
    let (medium, bytes, from) = c
        .read(move |tx| {
            let (course, medium) = media::of(tx, id)?;
            // What no version shows yet is for authors.
            let is_shown: i64 = tx.value(
                "SELECT COUNT(*) FROM training_version_media WHERE media_id = $1 AND course_id = $2",
                db::args![id, course],
            )?;
            if is_shown == 0 && !draft::may(&actor) {
                return Err(Error::NotFound);
            }
            let whole = (0, medium.length.saturating_sub(1));
            let (from, to) = asked.as_deref().and_then(|it| part(it, medium.length)).unwrap_or(whole);
            let bytes = media::bytes(tx, id, from, to)?;
            Ok((medium, bytes, from))
        })
        .await?;
    let kind = HeaderValue::from_static(media::content_type(&medium.name).ok_or(Error::NotFound)?);
    let mut answer = bytes.clone().into_response();
    let told = answer.headers_mut();
    told.insert(header::CONTENT_TYPE, kind);
    told.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    if bytes.len() < medium.length {
        let range = format!("bytes {from}-{}/{}", from + bytes.len().saturating_sub(1), medium.length);
        told.insert(header::CONTENT_RANGE, HeaderValue::from_str(&range).map_err(Error::broken)?);
        *answer.status_mut() = StatusCode::PARTIAL_CONTENT;
    }
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_gets_the_part_that_it_asks_for_and_no_more_than_fits() {
        assert_eq!(part("bytes=0-", 10), Some((0, 9)));
        assert_eq!(part("bytes=3-5", 10), Some((3, 5)));
        assert_eq!(part("bytes=3-500", 10), Some((3, 9)));
        assert_eq!(part("bytes=-4", 10), Some((6, 9)));
        assert_eq!(part("bytes=0-", 3 * PART), Some((0, PART - 1)));
        for odd in ["", "bytes=", "bytes=a-b", "bytes=9-3", "bytes=10-", "bytes=0-1,3-4", "bytes=99999999999999999999-"]
        {
            assert_eq!(part(odd, 10), None, "{odd}");
        }
        assert_eq!(part("bytes=0-", 0), None);
    }
}
