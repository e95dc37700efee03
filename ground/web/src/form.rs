//! Forms keep what was typed and put each error by its field.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    body::Body,
    extract::{FromRequest, Request},
    response::{IntoResponse, Response},
};
use bytes::{Bytes, BytesMut};
use db::{Error, Refusal};
use futures_util::StreamExt;
use tokio::time::timeout;

use crate::{Fault, Upload, upload};

/// Longest form body, in bytes. The longest text a person may send is a story of 20,000 characters, each of them
/// percent-encoded at worst.
pub(crate) const BODY_AT_MOST: usize = 256 * 1024;
/// More fields than any form of ours has.
pub(crate) const FIELDS_AT_MOST: usize = 1000;
/// Longest silence within a body. A phone in a tunnel comes back sooner or sends anew.
const SILENCE_AT_MOST: Duration = Duration::from_secs(10);

/// A submitted form, or the one about to be filled in.
#[derive(Clone, Debug, Default)]
pub struct Form {
    values: Vec<(String, String)>,
    files: Vec<(String, Upload)>,
    errors: Vec<(&'static str, Refusal)>,
}

/// Where the form of a request is kept until it has been answered, so that nothing typed is lost when it could not be
/// taken. Whoever answers puts one into the request's extensions.
#[derive(Clone, Default)]
pub struct Typed(Arc<Mutex<Option<Form>>>);

impl Typed {
    fn keep(&self, form: &Form) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(form.clone());
    }

    /// The form that was read, if one was.
    pub fn form(&self) -> Option<Form> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Form {
    /// An empty form.
    pub fn empty() -> Self {
        Self::default()
    }

    /// A form as it is before anyone typed: `Form::with(&[("name", "value")])`.
    pub fn with<V: Into<String> + Clone>(values: &[(&str, V)]) -> Self {
        Self {
            values: values.iter().map(|(name, value)| ((*name).to_owned(), value.clone().into())).collect(),
            ..Self::default()
        }
    }

    /// Parses `application/x-www-form-urlencoded`.
    pub fn parse(body: &[u8]) -> Self {
        let decode = |part: &[u8]| {
            let spaced: Vec<u8> = part.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
            percent_encoding::percent_decode(&spaced).decode_utf8_lossy().into_owned()
        };
        let mut form = Self::empty();
        for pair in body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()).take(FIELDS_AT_MOST) {
            let mut halves = pair.splitn(2, |byte| *byte == b'=').map(decode);
            let (name, value) = (halves.next().unwrap_or_default(), halves.next().unwrap_or_default());
            form.take_typed(&name, &value);
        }
        form
    }

    /// Keeps what somebody typed. Control characters other than line breaks and tabs are dropped: nobody types them, and
    /// PostgreSQL's text cannot hold NUL.
    pub(crate) fn take_typed(&mut self, name: &str, value: &str) {
        let clean = |text: &str| {
            text.replace("\r\n", "\n").chars().filter(|it| !it.is_control() || matches!(it, '\n' | '\t')).collect()
        };
        self.values.push((clean(name), clean(value)));
    }

    /// Keeps a file that came along.
    pub(crate) fn attach(&mut self, name: &str, file: Upload) {
        self.files.push((name.to_owned(), file));
    }

    /// The file of a field, when one was chosen. Only a page that asks for [`crate::FormWithFile`] gets large ones.
    pub fn file(&self, name: &str) -> Option<&Upload> {
        self.files.iter().find(|(it, _)| it == name).map(|(_, file)| file)
    }

    /// Everything that was typed or chosen, in the order of the page.
    pub fn typed(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether a file came along.
    pub fn has_file(&self) -> bool {
        !self.files.is_empty()
    }

    /// Adds a value, as a browser would.
    pub fn add(&mut self, name: &str, value: impl Into<String>) {
        self.values.push((name.to_owned(), value.into()));
    }

    /// What was typed in a field, trimmed; empty when it was not sent.
    pub fn text(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// What was typed, exactly (passphrases may begin with a space).
    pub fn raw(&self, name: &str) -> &str {
        self.values.iter().find(|(it, _)| it == name).map_or("", |(_, value)| value)
    }

    /// All values of a field: ticked boxes.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.values
            .iter()
            .filter(|(it, _)| it == name)
            .map(|(_, value)| value.trim())
            .filter(|it| !it.is_empty())
            .collect()
    }

    /// Whether this box is ticked or this choice chosen.
    pub fn chosen(&self, name: &str, value: &str) -> bool {
        self.values.iter().any(|(it, chosen)| it == name && chosen == value)
    }

    /// Whether the field was sent with any text.
    pub fn has(&self, name: &str) -> bool {
        !self.text(name).is_empty()
    }

    /// Puts an error by a field; the key is a message of the catalogue.
    pub fn wrong(&mut self, field: &'static str, key: &'static str) {
        self.wrong_with(field, Refusal { key, args: Vec::new() });
    }

    /// Puts a refusal by a field.
    pub fn wrong_with(&mut self, field: &'static str, refusal: Refusal) {
        self.errors.push((field, refusal));
    }

    /// A text that must be there and not be longer than `most` characters; puts an error by the field otherwise.
    pub fn required(&mut self, field: &'static str, most: usize, missing: &'static str) -> String {
        let text = self.text(field).to_owned();
        if text.is_empty() {
            self.wrong(field, missing);
        } else if text.chars().count() > most {
            self.wrong_with(field, Refusal { key: "form-too-long", args: vec![("most", most.to_string())] });
        }
        text
    }

    /// A text that may be empty and must not be longer than `most` characters.
    pub fn optional(&mut self, field: &'static str, most: usize) -> String {
        let text = self.text(field).to_owned();
        if text.chars().count() > most {
            self.wrong_with(field, Refusal { key: "form-too-long", args: vec![("most", most.to_string())] });
        }
        text
    }

    /// Puts a refusal of the rules by a field; gives any other error back.
    pub fn take(&mut self, field: &'static str, error: Error) -> Result<(), Fault> {
        match error {
            Error::Refused(refusal) => {
                self.wrong_with(field, refusal);
                Ok(())
            }
            other => Err(Fault(other)),
        }
    }

    /// The error by this field.
    pub fn error(&self, field: &str) -> Option<&Refusal> {
        self.errors.iter().find(|(it, _)| *it == field).map(|(_, refusal)| refusal)
    }

    /// All errors in the order in which they were found.
    pub fn errors(&self) -> &[(&'static str, Refusal)] {
        &self.errors
    }

    /// Whether nothing is wrong.
    pub fn is_right(&self) -> bool {
        self.errors.is_empty()
    }
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Response;
    async fn from_request(request: Request, _: &S) -> Result<Self, Response> {
        let form = body_of(request, BODY_AT_MOST, "form-too-large").await;
        form.map_err(|error| Fault(error).into_response())
    }
}

/// Reads a form of either kind, as a browser sends it.
pub(crate) async fn body_of(request: Request, most: usize, too_large: &'static str) -> db::Result<Form> {
    let boundary = upload::boundary(request.headers()).transpose()?;
    let typed = request.extensions().get::<Typed>().cloned();
    let body = whole(request.into_body(), most, too_large).await?;
    let form = match boundary {
        Some(boundary) => upload::read(body, boundary).await?,
        None => Form::parse(&body),
    };
    if let Some(typed) = typed {
        typed.keep(&form);
    }
    Ok(form)
}

/// The whole body, within its bounds: of size, and of the silence between its pieces.
async fn whole(body: Body, most: usize, too_large: &'static str) -> db::Result<Bytes> {
    let mut pieces = body.into_data_stream();
    let mut all = BytesMut::new();
    loop {
        match timeout(SILENCE_AT_MOST, pieces.next()).await {
            Ok(Some(Ok(piece))) if all.len() + piece.len() <= most => all.extend_from_slice(&piece),
            Ok(Some(Ok(_))) => return Err(Error::refused(too_large)),
            Ok(None) => return Ok(all.freeze()),
            Ok(Some(Err(_))) | Err(_) => return Err(Error::refused("form-unreadable")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_kept_with_its_line_breaks_and_scripts() {
        let form =
            Form::parse("text=one%0D%0Atwo+%F0%9F%8C%B1+%D8%B3%D9%84%D8%A7%D9%85&topic=a&topic=b&nul=%00x".as_bytes());
        assert_eq!(form.text("text"), "one\ntwo 🌱 سلام");
        assert_eq!(form.all("topic"), ["a", "b"]);
        assert_eq!(form.raw("nul"), "x");
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_falls_silent_is_not_waited_for() {
        let begun = futures_util::stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"words=one"))]);
        let silent = begun.chain(futures_util::stream::pending());
        let began = tokio::time::Instant::now();
        let refused = whole(Body::from_stream(silent), BODY_AT_MOST, "form-too-large").await.unwrap_err();
        assert_eq!(refused.refusal(), Some("form-unreadable"));
        assert_eq!(began.elapsed(), SILENCE_AT_MOST);
    }

    #[tokio::test]
    async fn what_was_typed_is_kept_for_whoever_answers() {
        let typed = Typed::default();
        let mut request = Request::post("/").body(Body::from("words=one+two")).unwrap();
        request.extensions_mut().insert(typed.clone());
        Form::from_request(request, &()).await.unwrap();
        assert_eq!(typed.form().unwrap().text("words"), "one two");
    }

    #[test]
    fn an_error_stands_by_its_field() {
        let mut form = Form::parse(b"name=");
        form.required("name", 10, "name-missing");
        assert_eq!(form.error("name").unwrap().key, "name-missing");
        assert!(form.error("other").is_none() && !form.is_right());
    }
}
