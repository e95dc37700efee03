//! A load client that does as little as possible: requests over kept connections, answers counted by their length.

use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
    time::timeout,
};

/// Longest wait for one answer. Never reached unless something is broken.
const PATIENCE: Duration = Duration::from_secs(20);
/// Ends an answer in chunks.
const LAST_CHUNK: &[u8] = b"\r\n0\r\n\r\n";

/// A request for a page, as a browser's kept connection sends it.
pub(crate) fn request(address: SocketAddr, path: &str, token: Option<&str>, gzip: bool) -> Vec<u8> {
    let cookie = token.map(|token| format!("cookie: s={token}\r\n")).unwrap_or_default();
    let encoding = if gzip { "accept-encoding: gzip\r\n" } else { "" };
    format!("GET {path} HTTP/1.1\r\nhost: {address}\r\n{cookie}{encoding}\r\n").into_bytes()
}

/// An answer, whole.
pub(crate) struct Answer {
    bytes: Vec<u8>,
    head: usize,
}

impl Answer {
    /// Finds where the head of an answer ends.
    pub(crate) fn of(bytes: Vec<u8>) -> Result<Self> {
        let head = find(&bytes, b"\r\n\r\n").context("an answer has a head")? + 4;
        Ok(Self { bytes, head })
    }

    /// Everything, as it came.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Names and values of its headers.
    pub(crate) fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let head = std::str::from_utf8(&self.bytes[..self.head]).unwrap_or_default();
        head.lines().skip(1).filter_map(|line| line.split_once(": "))
    }

    /// Its body, with chunks put together.
    pub(crate) fn body(&self) -> Result<Vec<u8>> {
        let mut rest = &self.bytes[self.head..];
        if !self.headers().any(|(name, value)| name.eq_ignore_ascii_case("transfer-encoding") && value == "chunked") {
            return Ok(rest.to_vec());
        }
        let mut body = Vec::new();
        loop {
            let line = find(rest, b"\r\n").context("a chunk has a length")?;
            let length = usize::from_str_radix(std::str::from_utf8(&rest[..line])?, 16)?;
            if length == 0 {
                return Ok(body);
            }
            body.extend_from_slice(rest.get(line + 2..line + 2 + length).context("a chunk is whole")?);
            rest = &rest[line + 2 + length + 2..];
        }
    }
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|window| window == what)
}

/// A kept connection.
struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(64 * 1024) })
    }

    /// Asks, and reads the answer to its end.
    async fn ask(&mut self, request: &[u8]) -> Result<()> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let mut whole = None;
        loop {
            let read = timeout(PATIENCE, self.stream.read_buf(&mut self.buffer)).await??;
            ensure!(read > 0, "the connection was closed in the middle of an answer");
            if whole.is_none()
                && let Some(head) = find(&self.buffer, b"\r\n\r\n")
            {
                ensure!(self.buffer.starts_with(b"HTTP/1.1 200"), "not a page: {}", self.shown());
                whole = Some(length(&self.buffer[..head]).map(|body| head + 4 + body));
            }
            match whole {
                Some(Some(length)) if self.buffer.len() >= length => return Ok(()),
                Some(None) if self.buffer.ends_with(LAST_CHUNK) => return Ok(()),
                _ => (),
            }
        }
    }

    fn shown(&self) -> String {
        String::from_utf8_lossy(&self.buffer).lines().take(12).collect::<Vec<_>>().join(" | ")
    }
}

/// The length that a head names, if it names one.
fn length(head: &[u8]) -> Option<usize> {
    let at = find(head, b"content-length: ")? + 16;
    let digits = head[at..].iter().take_while(|byte| byte.is_ascii_digit());
    Some(digits.fold(0, |length, digit| length * 10 + usize::from(digit - b'0')))
}

/// Asks once.
pub(crate) async fn fetch(address: SocketAddr, request: &[u8]) -> Result<Answer> {
    let mut connection = Connection::open(address).await?;
    connection.ask(request).await?;
    Answer::of(connection.buffer)
}

/// Asks again and again over so many connections for so long; answers how often it was answered.
pub(crate) async fn load(address: SocketAddr, request: Vec<u8>, connections: usize, span: Duration) -> Result<usize> {
    let request: Arc<[u8]> = request.into();
    let mut tasks = JoinSet::new();
    let until = Instant::now() + span;
    for _ in 0..connections {
        let request = Arc::clone(&request);
        tasks.spawn(async move {
            let mut connection = Connection::open(address).await?;
            let mut answered = 0;
            while Instant::now() < until {
                connection.ask(&request).await?;
                answered += 1;
            }
            Ok::<usize, anyhow::Error>(answered)
        });
    }
    let mut answered = 0;
    while let Some(ended) = tasks.join_next().await {
        answered += ended??;
    }
    Ok(answered)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_put_together() {
        let text = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
        assert_eq!(Answer::of(text.to_vec()).unwrap().body().unwrap(), b"abcde");
    }

    #[test]
    fn a_length_is_read() {
        assert_eq!(length(b"HTTP/1.1 200 OK\r\ncontent-length: 1207\r\nx: y"), Some(1207));
        assert_eq!(length(b"HTTP/1.1 200 OK\r\nx: y"), None);
    }
}
