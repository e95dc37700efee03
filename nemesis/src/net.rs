//! A browser's end of the line: a page asked for on a connection of its own, and a socket.

use std::{net::SocketAddr, time::Duration};

use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Message, client::IntoClientRequest},
};

/// How long anybody waits for an answer before taking it that the line is dead.
pub(crate) const PATIENCE: Duration = Duration::from_secs(8);

/// What a page answered.
pub(crate) struct Answer {
    /// Its status.
    pub(crate) status: u16,
    head: String,
    /// Its body.
    pub(crate) body: String,
}

impl Answer {
    /// Where it leads.
    pub(crate) fn location(&self) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix("location: "))
    }
}

/// Asks; nothing when the line was cut, or silent for too long, before the answer was whole.
pub(crate) async fn ask(at: SocketAddr, method: &str, path: &str, token: Option<&str>, form: &str) -> Option<Answer> {
    let talk = async {
        let mut stream = TcpStream::connect(at).await.ok()?;
        let cookie = token.map(|token| format!("cookie: s={token}\r\n")).unwrap_or_default();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {at}\r\nconnection: close\r\nsec-fetch-site: same-origin\r\n{cookie}\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
            form.len()
        );
        stream.write_all(request.as_bytes()).await.ok()?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await.ok()?;
        let text = String::from_utf8_lossy(&bytes);
        let (head, body) = text.split_once("\r\n\r\n")?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        // A line that was cut in the middle of a page is no page.
        let whole = |line: &str| line.strip_prefix("content-length: ").and_then(|it| it.parse::<usize>().ok());
        let head = head.to_ascii_lowercase();
        if head.lines().find_map(whole).is_some_and(|length| length != body.len()) && !body.contains('\u{fffd}') {
            return None;
        }
        Some(Answer { status, head, body: body.to_owned() })
    };
    timeout(PATIENCE, talk).await.ok()?
}

/// An open socket.
pub(crate) struct Socket(WebSocketStream<TcpStream>);

impl Socket {
    /// Opens a socket; nothing when that is not possible now.
    pub(crate) async fn open(at: SocketAddr, path: &str, token: &str) -> Option<Self> {
        let mut request = format!("ws://{at}{path}").into_client_request().ok()?;
        let headers = request.headers_mut();
        headers.insert("origin", format!("http://{at}").parse().ok()?);
        headers.insert("cookie", format!("s={token}").parse().ok()?);
        let opened = async { client_async(request, TcpStream::connect(at).await.ok()?).await.ok() };
        timeout(PATIENCE, opened).await.ok()?.map(|(socket, _)| Self(socket))
    }

    /// Sends a frame; false when the line is cut.
    pub(crate) async fn send(&mut self, frame: &Value) -> bool {
        matches!(timeout(PATIENCE, self.0.send(Message::text(frame.to_string()))).await, Ok(Ok(())))
    }

    /// The next frame of ours; nothing when the line is cut or silent for too long.
    pub(crate) async fn next(&mut self) -> Option<Value> {
        loop {
            match timeout(PATIENCE, self.0.next()).await.ok()?? {
                Ok(Message::Text(text)) => return serde_json::from_str(&text).ok(),
                Ok(Message::Ping(_) | Message::Pong(_)) => (),
                Ok(_) | Err(_) => return None,
            }
        }
    }
}
