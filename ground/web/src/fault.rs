use axum::{
    http::StatusCode,
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
            Error::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Error::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let mut response = status.into_response();
        response.extensions_mut().insert(Carried(std::sync::Arc::new(self.0)));
        response
    }
}
