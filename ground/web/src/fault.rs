use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use db::Error;

/// What a page returns: a response, or an error that the request's context turns into a page in the person's words.
pub type Page = Result<Response, Fault>;

/// An error on its way to becoming a page. It carries no words of its own: only the context knows the language.
#[derive(Debug)]
pub struct Fault(pub Error);

impl<E: Into<Error>> From<E> for Fault {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

/// The error as it travels in the response's extensions. `Clone` is what extensions ask for.
#[derive(Clone)]
pub struct Carried(pub std::sync::Arc<Error>);

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let status = match &self.0 {
            Error::Refused(_) => StatusCode::CONFLICT,
            Error::NotFound => StatusCode::NOT_FOUND,
            Error::Busy | Error::Full => StatusCode::SERVICE_UNAVAILABLE,
            // Not 503: a machine in between may send again what was answered so, and it may have been done.
            Error::Unsure => StatusCode::GATEWAY_TIMEOUT,
            Error::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let mut response = status.into_response();
        // Seconds. A full disk is looked at every few seconds, and seldom emptied faster.
        let again = match &self.0 {
            Error::Busy => Some("5"),
            Error::Full => Some("30"),
            _ => None,
        };
        if let Some(again) = again {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(again));
        }
        response.extensions_mut().insert(Carried(std::sync::Arc::new(self.0)));
        response
    }
}
