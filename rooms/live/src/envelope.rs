//! What travels on the topic of a talk. The frame inside is encoded once and its bytes are shared by every socket; in
//! front of it stands, for the place alone, whose words they are, which number they have and what they say, so that each
//! socket can keep from its reader what that reader is not to see, without reading a table and without unsealing again.
//!
//! Layout: 0 (1 byte: no frame begins like this) | author (16, nil for none) | number (8) | length of the words (4) |
//! words | frame.

use bytes::{BufMut, Bytes, BytesMut};
use db::Uuid;
use words::MemberId;

const HEAD: usize = 1 + 16 + 8 + 4;

/// A frame, and whose words it carries.
pub(crate) struct Envelope<'a> {
    pub(crate) author: Option<MemberId>,
    pub(crate) seq: i64,
    pub(crate) words: &'a str,
    pub(crate) frame: Bytes,
}

/// Puts a frame into its envelope.
pub(crate) fn seal(author: Option<MemberId>, seq: i64, words: &str, frame: &[u8]) -> Bytes {
    let mut bytes = BytesMut::with_capacity(HEAD + words.len() + frame.len());
    bytes.put_u8(0);
    bytes.put_slice(author.map_or(Uuid::nil(), |it| it.0).as_bytes());
    bytes.put_i64(seq);
    bytes.put_u32(u32::try_from(words.len()).unwrap_or(0));
    bytes.put_slice(if u32::try_from(words.len()).is_ok() { words.as_bytes() } else { &[] });
    bytes.put_slice(frame);
    bytes.freeze()
}

/// Opens an envelope; nothing when this is a frame without one.
pub(crate) fn open(bytes: &Bytes) -> Option<Envelope<'_>> {
    let head = bytes.get(..HEAD).filter(|it| it[0] == 0)?;
    let author = Uuid::from_slice(&head[1..17]).ok()?;
    let seq = i64::from_be_bytes(head[17..25].try_into().ok()?);
    let length = u32::from_be_bytes(head[25..29].try_into().ok()?) as usize;
    let words = std::str::from_utf8(bytes.get(HEAD..HEAD + length)?).ok()?;
    let author = (!author.is_nil()).then_some(MemberId(author));
    Some(Envelope { author, seq, words, frame: bytes.slice(HEAD + length..) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_went_in_comes_out_and_the_frame_is_shared() {
        let author = MemberId(Uuid::from_u128(7));
        let sealed = seal(Some(author), 12, "Grüße 🌱", br#"{"t":"message"}"#);
        let opened = open(&sealed).unwrap();
        assert_eq!((opened.author, opened.seq, opened.words), (Some(author), 12, "Grüße 🌱"));
        assert_eq!(opened.frame, r#"{"t":"message"}"#);
        // The same memory: 200 sockets hold one copy.
        assert_eq!(opened.frame.as_ptr(), sealed[sealed.len() - opened.frame.len()..].as_ptr());
    }

    #[test]
    fn a_bare_frame_has_no_envelope() {
        for bare in [r#"{"t":"status"}"#, "", r#"{"t":"refresh","and":"long enough to hold a head"}"#] {
            assert!(open(&Bytes::from_static(bare.as_bytes())).is_none());
        }
    }
}
