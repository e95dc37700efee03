//! Forms that bring a file. A page that takes one asks for [`FormWithFile`]; all others stay with their small limit.

use std::fmt;

use axum::{
    extract::{FromRequest, Request},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use db::{Error, Result};
use futures_util::stream;

use crate::{
    Fault, Form,
    form::{BODY_AT_MOST, FIELDS_AT_MOST, body_of},
};

/// Longest body of a form that brings a file, in bytes.
const WITH_FILE_AT_MOST: usize = 12 * 1024 * 1024;
/// More files than any form has places for.
const FILES_AT_MOST: usize = 10;

/// A file that came with a form. What it was called is not kept: names of files hold names of people.
#[derive(Clone)]
pub struct Upload {
    /// Its content, of which nothing is known yet.
    pub bytes: Bytes,
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a file of {} bytes", self.bytes.len())
    }
}

/// A form that may bring a file: `FormWithFile(mut form): FormWithFile`, then `form.file("picture")`.
#[derive(Clone, Debug)]
pub struct FormWithFile(pub Form);

impl<S: Send + Sync> FromRequest<S> for FormWithFile {
    type Rejection = Response;
    async fn from_request(request: Request, _: &S) -> std::result::Result<Self, Response> {
        let form = body_of(request, WITH_FILE_AT_MOST, "form-file-too-large").await;
        form.map(Self).map_err(|error| Fault(error).into_response())
    }
}

/// The mark between the parts of a body, when it has parts.
pub(crate) fn boundary(headers: &HeaderMap) -> Option<Result<String>> {
    let kind = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let has_parts = kind.get(..10).is_some_and(|it| it.eq_ignore_ascii_case("multipart/"));
    has_parts.then(|| multer::parse_boundary(kind).map_err(|_| unreadable()))
}

/// Reads the parts: texts as any form has them, within the limits of any form, and files.
pub(crate) async fn read(body: Bytes, boundary: String) -> Result<Form> {
    let whole = stream::once(async move { Ok::<_, std::convert::Infallible>(body) });
    let mut parts = multer::Multipart::new(whole, boundary);
    let mut form = Form::empty();
    let (mut fields, mut files, mut letters) = (0, 0, 0);
    while let Some(part) = parts.next_field().await.map_err(|_| unreadable())? {
        let name = part.name().unwrap_or_default().to_owned();
        let is_file = part.file_name().is_some();
        let bytes = part.bytes().await.map_err(|_| unreadable())?;
        if is_file {
            files += 1;
            // A browser sends an empty file where none was chosen.
            if !bytes.is_empty() && files <= FILES_AT_MOST {
                form.attach(&name, Upload { bytes });
            }
            continue;
        }
        fields += 1;
        letters += name.len() + bytes.len();
        if letters > BODY_AT_MOST {
            return Err(Error::refused("form-too-large"));
        }
        if fields <= FIELDS_AT_MOST {
            form.take_typed(&name, &String::from_utf8_lossy(&bytes));
        }
    }
    Ok(form)
}

fn unreadable() -> Error {
    Error::refused("form-unreadable")
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    const KIND: &str = "multipart/form-data; boundary=XX";

    fn request(kind: &str, body: impl Into<Body>) -> Request {
        Request::post("/").header(header::CONTENT_TYPE, kind).body(body.into()).unwrap()
    }

    fn part(head: &str, body: &[u8]) -> Vec<u8> {
        [format!("--XX\r\nContent-Disposition: form-data; {head}\r\n\r\n").as_bytes(), body, b"\r\n"].concat()
    }

    fn whole(parts: &[Vec<u8>]) -> Vec<u8> {
        [parts.concat(), b"--XX--\r\n".to_vec()].concat()
    }

    async fn with_file(kind: &str, body: Vec<u8>) -> std::result::Result<Form, &'static str> {
        body_of(request(kind, body), WITH_FILE_AT_MOST, "form-file-too-large")
            .await
            .map_err(|error| error.refusal().expect("a kind answer"))
    }

    #[tokio::test]
    async fn texts_and_files_arrive_and_the_files_name_does_not() {
        let picture: Vec<u8> = (0..=255).cycle().take(300_000).collect();
        let body = whole(&[
            part("name=\"words\"", "one\r\ntwo \u{0}🌱".as_bytes()),
            part("name=\"topic\"", b"a"),
            part("name=\"topic\"", b"b"),
            part("name=\"picture\"; filename=\"Anna Schmidt.jpg\"\r\nContent-Type: image/jpeg", &picture),
            part("name=\"other\"; filename=\"\"\r\nContent-Type: application/octet-stream", b""),
        ]);
        let form = with_file(KIND, body.clone()).await.unwrap();
        assert_eq!(form.text("words"), "one\ntwo 🌱");
        assert_eq!(form.all("topic"), ["a", "b"]);
        assert_eq!(form.file("picture").unwrap().bytes, picture);
        assert!(form.file("other").is_none() && !form.has("picture"));
        assert!(!format!("{form:?}").contains("Anna"));
        // The same form on a page that takes no file is too large.
        let refused = Form::from_request(request(KIND, body), &()).await.unwrap_err();
        assert_eq!(refused.status(), 409);
    }

    #[tokio::test]
    async fn a_plain_form_is_read_either_way() {
        let form = Form::from_request(request(KIND, whole(&[part("name=\"a\"", b"b")])), &()).await.unwrap();
        assert_eq!(form.text("a"), "b");
        let FormWithFile(form) =
            FormWithFile::from_request(request("application/x-www-form-urlencoded", "a=b"), &()).await.unwrap();
        assert_eq!(form.text("a"), "b");
    }

    #[tokio::test]
    async fn too_much_is_refused_kindly() {
        let big = vec![b'x'; WITH_FILE_AT_MOST];
        let file = whole(&[part("name=\"p\"; filename=\"p\"", &big)]);
        assert_eq!(with_file(KIND, file).await.unwrap_err(), "form-file-too-large");
        let text = whole(&[part("name=\"t\"", &big[..BODY_AT_MOST])]);
        assert_eq!(with_file(KIND, text).await.unwrap_err(), "form-too-large");
        let many = whole(&(0..2000).map(|it| part(&format!("name=\"f{it}\""), b"x")).collect::<Vec<_>>());
        let form = with_file(KIND, many).await.unwrap();
        assert!(form.has("f999") && !form.has("f1000"));
    }

    #[tokio::test]
    async fn what_is_not_whole_is_refused_kindly() {
        let good = whole(&[part("name=\"a\"", b"b"), part("name=\"p\"; filename=\"p\"", b"content")]);
        for cut in 0..good.len() - 6 {
            assert_eq!(with_file(KIND, good[..cut].to_vec()).await.err(), Some("form-unreadable"), "cut at {cut}");
        }
        for kind in ["multipart/form-data", "multipart/form-data; boundary=", "multipart/mixed; boundary=\""] {
            assert_eq!(with_file(kind, good.clone()).await.err(), Some("form-unreadable"), "{kind}");
        }
        let headless = b"--XX\r\n\r\nnothing\r\n--XX--\r\n".to_vec();
        let strange = b"--XX\r\nContent-Disposition: form-data; name=\"\xff\"\r\n\r\nx\r\n--XX--\r\n".to_vec();
        for body in [headless, strange, b"XX".repeat(1000), vec![0; 5000], b"--XX\r\n".repeat(5000)] {
            // Read or refused, never a fault of ours.
            drop(with_file(KIND, body).await);
        }
    }
}
