//! A browser's end of a live line: to ours and to the bare server in our frames, to the peers in XMPP.

use std::{fs, net::SocketAddr, path::Path, time::Duration};

use anyhow::{Context, Result, bail};
use db::Uuid;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{Message, client::IntoClientRequest, handshake::client::Request, protocol::WebSocketConfig},
};

use crate::{peers::xmpp, reference::id_in};

const PATIENCE: Duration = Duration::from_secs(20);
const WORDS: &str =
    "I have been where you are, and it does get easier. What helped me was a walk before the evening. – ";

/// An open line.
pub(crate) struct Socket {
    stream: WebSocketStream<TcpStream>,
    tongue: Tongue,
}

/// In what way one speaks on it.
enum Tongue {
    /// Frames of JSON.
    Ours,
    /// Stanzas, to this room.
    Xmpp(String),
}

/// What comes over a line.
#[derive(Debug, PartialEq)]
pub(crate) enum Heard {
    /// Somebody said something, under this id.
    Words(Uuid),
    /// One's own words are kept.
    Saved,
}

impl Socket {
    /// Somebody's page opens its line.
    pub(crate) async fn open(address: SocketAddr, path: &str, token: &str) -> Result<Self> {
        let mut request = format!("ws://{address}{path}").into_client_request()?;
        request.headers_mut().insert("origin", format!("http://{address}").parse()?);
        request.headers_mut().insert("cookie", format!("s={token}").parse()?);
        Ok(Self { stream: connect(address, request).await?, tongue: Tongue::Ours })
    }

    /// A client of a peer signs in as nobody in particular; it is in no room yet.
    pub(crate) async fn xmpp(address: SocketAddr, path: &str) -> Result<Self> {
        let mut request = format!("ws://{address}{path}").into_client_request()?;
        request.headers_mut().insert("sec-websocket-protocol", "xmpp".parse()?);
        let mut stream = connect(address, request).await?;
        timeout(PATIENCE, xmpp::sign_in(&mut stream)).await??;
        Ok(Self { stream, tongue: Tongue::Xmpp(String::new()) })
    }

    /// Enters a peer's room under this name; `history` is how many earlier messages it asks for.
    pub(crate) async fn enter(&mut self, room: &str, name: &str, history: usize) -> Result<()> {
        timeout(PATIENCE, xmpp::enter(&mut self.stream, room, name, history)).await??;
        self.tongue = Tongue::Xmpp(room.to_owned());
        Ok(())
    }

    /// Says some usual words under this id.
    pub(crate) async fn say(&mut self, id: Uuid) -> Result<()> {
        let text = format!("{WORDS}{id}");
        match &self.tongue {
            Tongue::Ours => self.send(&json!({ "t": "send", "id": id, "text": text })).await,
            Tongue::Xmpp(room) => Ok(self.stream.send(Message::text(xmpp::message(room, id, &text))).await?),
        }
    }

    /// Sends a frame of ours.
    pub(crate) async fn send(&mut self, frame: &Value) -> Result<()> {
        Ok(self.stream.send(Message::text(frame.to_string())).await?)
    }

    /// Whether keeping one's words is told apart from bringing them.
    pub(crate) fn tells_saved(&self) -> bool {
        matches!(self.tongue, Tongue::Ours)
    }

    /// What comes next, of words and of keeping them.
    pub(crate) async fn hear(&mut self) -> Result<Heard> {
        loop {
            let frame = self.frame().await?;
            let heard = match self.tongue {
                Tongue::Ours if is_message(&frame) => Some(Heard::Words(parse(id_in(&frame))?)),
                Tongue::Ours if is_saved(&frame) => Some(Heard::Saved),
                Tongue::Ours => None,
                Tongue::Xmpp(_) => xmpp::words(&frame).map(|id| parse(Some(id)).map(Heard::Words)).transpose()?,
            };
            if let Some(heard) = heard {
                return Ok(heard);
            }
        }
    }

    async fn frame(&mut self) -> Result<String> {
        loop {
            match timeout(PATIENCE, self.stream.next()).await?.context("the line was closed")?? {
                Message::Text(frame) => return Ok(frame.to_string()),
                Message::Ping(_) | Message::Pong(_) => (),
                Message::Close(_) => bail!("the server let the line go"),
                other => bail!("not a frame of a conversation: {other}"),
            }
        }
    }

    /// Keeps what ours sends, so that the bare server can send the same.
    pub(crate) async fn sample(mut self, folder: &Path) -> Result<()> {
        fs::create_dir_all(folder)?;
        self.say(Uuid::from_u128(u128::MAX >> 4)).await?;
        let mut missing = 2;
        while missing > 0 {
            let frame = self.frame().await?;
            let name = match &frame {
                frame if is_message(frame) => "message",
                frame if is_saved(frame) => "saved",
                _ => continue,
            };
            fs::write(folder.join(name), frame)?;
            missing -= 1;
        }
        Ok(())
    }
}

async fn connect(address: SocketAddr, request: Request) -> Result<WebSocketStream<TcpStream>> {
    let open = async {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let config = WebSocketConfig::default().read_buffer_size(4096).write_buffer_size(4096);
        anyhow::Ok(client_async_with_config(request, stream, Some(config)).await?.0)
    };
    timeout(PATIENCE, open).await?
}

fn parse(id: Option<&str>) -> Result<Uuid> {
    Ok(id.context("a message has an id")?.parse()?)
}

fn is_message(frame: &str) -> bool {
    frame.starts_with(r#"{"t":"message""#)
}

fn is_saved(frame: &str) -> bool {
    frame.starts_with(r#"{"t":"saved""#)
}
