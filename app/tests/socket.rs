//! A browser's end of a socket.

use std::{net::SocketAddr, time::Duration};

use futures_util::{SinkExt, StreamExt};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest, http::Request},
};

/// Longest wait for an answer. Never reached unless something is broken.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// An open socket.
pub(crate) struct Socket(pub(crate) WebSocketStream<MaybeTlsStream<TcpStream>>);

fn request(address: SocketAddr, path: &str, token: Option<&str>) -> Request<()> {
    let mut request = format!("ws://{address}{path}").into_client_request().unwrap();
    let headers = request.headers_mut();
    headers.insert("origin", format!("http://{address}").parse().unwrap());
    if let Some(token) = token {
        headers.insert("cookie", format!("s={token}").parse().unwrap());
    }
    request
}

/// The status with which a socket is answered: 101 when it opens.
pub(crate) async fn knock(address: SocketAddr, path: &str, token: Option<&str>) -> (u16, Option<String>) {
    match timeout(PATIENCE, connect_async(request(address, path, token))).await.expect("an answer within time") {
        Ok(_) => (101, None),
        Err(Error::Http(answer)) => {
            let place = answer.headers().get("location").map(|it| it.to_str().unwrap().to_owned());
            (answer.status().as_u16(), place)
        }
        Err(other) => panic!("{path}: {other}"),
    }
}

impl Socket {
    /// Opens a socket; nothing when the server is not there.
    pub(crate) async fn open(address: SocketAddr, path: &str, token: &str) -> Option<Self> {
        let opened = timeout(PATIENCE, connect_async(request(address, path, Some(token)))).await.ok()?;
        opened.ok().map(|(socket, _)| Self(socket))
    }

    /// Sends a frame; false when the line is cut.
    pub(crate) async fn send(&mut self, frame: &serde_json::Value) -> bool {
        self.0.send(Message::text(frame.to_string())).await.is_ok()
    }

    /// The next frame of ours; nothing when the line is cut.
    pub(crate) async fn next(&mut self) -> Option<serde_json::Value> {
        loop {
            match timeout(PATIENCE, self.0.next()).await.ok()?? {
                Ok(Message::Text(text)) => return Some(serde_json::from_str(&text).expect("a frame is JSON")),
                Ok(Message::Ping(_) | Message::Pong(_)) => (),
                Ok(_) | Err(_) => return None,
            }
        }
    }

    /// The next frame of ours if one comes within `span`.
    pub(crate) async fn next_within(&mut self, span: Duration) -> Option<serde_json::Value> {
        timeout(span, self.next()).await.ok()?
    }
}
