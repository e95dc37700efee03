//! Asking another server one thing. No redirect is followed, no answer is read: its status says all.

use bytes::Bytes;
use http_body_util::Full;
use hyper::{Request, StatusCode};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client as Pool, connect::HttpConnector},
    rt::TokioExecutor,
};

use crate::Failure;

/// A client; without one when this machine knows no certificate authorities.
pub(crate) struct Client(Option<Pool<HttpsConnector<HttpConnector>, Full<Bytes>>>);

impl Client {
    pub(crate) fn new() -> Self {
        let connector = HttpsConnectorBuilder::new().with_native_roots();
        if let Err(error) = &connector {
            tracing::warn!(%error, "this machine trusts no certificate authority: nothing can be sent by https");
        }
        Self(connector.ok().map(|it| {
            let connector = it.https_or_http().enable_http1().build();
            Pool::builder(TokioExecutor::new()).pool_max_idle_per_host(1).build(connector)
        }))
    }

    pub(crate) async fn send(&self, request: Request<Full<Bytes>>) -> Result<(), Failure> {
        let Some(pool) = &self.0 else {
            return Err(Failure::Later("this machine trusts no certificate authority".to_owned()));
        };
        // What the error says may hold the address, which is somebody's own.
        let answer = pool.request(request).await.map_err(|error| {
            Failure::Later(if error.is_connect() { "no connection" } else { "the line was cut" }.to_owned())
        })?;
        verdict(answer.status())
    }
}

/// What a status means for whoever asks whether to try again.
fn verdict(status: StatusCode) -> Result<(), Failure> {
    let said = || format!("answered {}", status.as_u16());
    match status {
        _ if status.is_success() => Ok(()),
        StatusCode::NOT_FOUND | StatusCode::GONE => Err(Failure::Gone),
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY | StatusCode::TOO_MANY_REQUESTS => {
            Err(Failure::Later(said()))
        }
        _ if status.is_server_error() => Err(Failure::Later(said())),
        _ => Err(Failure::Never(said())),
    }
}
