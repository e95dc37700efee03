//! The least that a client of XMPP over WebSocket (RFC 7395) has to say: sign in as nobody in particular, enter a room,
//! speak. Answers are looked through for the one word that matters; whoever needs a parser is measuring something else.

use anyhow::{Context, Result, bail};
use db::Uuid;
use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio_tungstenite::{WebSocketStream, tungstenite::Message};

/// The place that the peers are configured to be.
const HOST: &str = "localhost";
/// Length of an id, which is the end of what is said.
const ID: usize = 36;

type Stream = WebSocketStream<TcpStream>;

/// Opens a stream, signs in without a name, and asks for an address.
pub(crate) async fn sign_in(stream: &mut Stream) -> Result<()> {
    let open = format!("<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='{HOST}' version='1.0'/>");
    ask(stream, &open, "features").await?;
    ask(stream, "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>", "<success").await?;
    ask(stream, &open, "features").await?;
    let bind = "<iq xmlns='jabber:client' type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>";
    ask(stream, bind, "<jid>").await
}

/// Enters a room, and waits until it says that one is in.
pub(crate) async fn enter(stream: &mut Stream, room: &str, name: &str, history: usize) -> Result<()> {
    let presence = format!(
        "<presence xmlns='jabber:client' to='{room}/{name}'><x xmlns='http://jabber.org/protocol/muc'>\
         <history maxstanzas='{history}'/></x></presence>"
    );
    stream.send(Message::text(presence)).await?;
    loop {
        let stanza = next(stream).await?;
        // Status 110: this presence is one's own.
        if stanza.starts_with("<presence") && (stanza.contains("code='110'") || stanza.contains("code=\"110\"")) {
            return Ok(());
        }
        if stanza.contains("type='error'") {
            bail!("the room was not entered: {stanza}");
        }
    }
}

/// Words for everybody in a room.
pub(crate) fn message(room: &str, id: Uuid, text: &str) -> String {
    format!("<message xmlns='jabber:client' to='{room}' type='groupchat' id='{id}'><body>{text}</body></message>")
}

/// The id of what was said, where a stanza brings words.
pub(crate) fn words(stanza: &str) -> Option<&str> {
    let body = stanza.strip_prefix("<message")?;
    let end = body.find("</body>")?;
    body.get(end.checked_sub(ID)?..end)
}

async fn ask(stream: &mut Stream, what: &str, answer: &str) -> Result<()> {
    stream.send(Message::text(what)).await?;
    loop {
        let stanza = next(stream).await?;
        if stanza.contains(answer) {
            return Ok(());
        }
        if stanza.contains("<failure") || stanza.contains("type='error'") || stanza.starts_with("<close") {
            bail!("{what} was answered by {stanza}");
        }
    }
}

async fn next(stream: &mut Stream) -> Result<String> {
    loop {
        match stream.next().await.context("the peer closed the line")?? {
            Message::Text(stanza) => return Ok(stanza.to_string()),
            Message::Ping(_) | Message::Pong(_) => (),
            other => bail!("not a stanza: {other}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_the_id_at_their_end() {
        let id = Uuid::from_u128(7);
        let stanza = message("evening@conference.localhost", id, &format!("A walk before the evening. – {id}"));
        assert_eq!(words(&stanza), Some(id.to_string().as_str()));
        assert_eq!(words("<message type='groupchat'><subject/></message>"), None);
        assert_eq!(words("<presence/>"), None);
    }
}
