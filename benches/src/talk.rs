//! Conversations over real sockets: how many messages a second, at which cost, and how long a word takes to the other.

use std::{
    fs,
    net::SocketAddr,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use db::Uuid;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{net::TcpStream, task::JoinSet, time::timeout};
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{Message, client::IntoClientRequest, protocol::WebSocketConfig},
};

use crate::{
    program::{Folder, Program, sockets_allowed},
    reference::id_in,
    seed::{self, Talk},
    table::{Table, median, quantile},
};

/// Conversations in which people write as fast as they are answered.
const BUSY: usize = 200;
/// Messages of each person; a socket may bring forty frames at once.
const EACH: usize = 30;
/// Conversations in which people write once a second.
const CALM: usize = 100;
const SECONDS: u32 = 4;
/// Sockets that nobody writes on.
const IDLE: usize = 1000;
const RUNS: usize = 3;
const PATIENCE: Duration = Duration::from_secs(20);
const WORDS: &str =
    "I have been where you are, and it does get easier. What helped me was a walk before the evening. – ";

/// Where a side's sockets are.
struct Side<'a> {
    program: &'a Program,
    bare: bool,
}

impl Side<'_> {
    async fn open(&self, talk: &Talk, token: &str) -> Result<Socket> {
        let path = if self.bare { format!("/room/{}", talk.id) } else { format!("/conversations/{}/live", talk.id) };
        Socket::open(self.program.address, &path, token).await
    }
}

/// A browser's end of a socket.
pub(crate) struct Socket(WebSocketStream<TcpStream>);

impl Socket {
    /// Somebody's page opens its line.
    pub(crate) async fn open(address: SocketAddr, path: &str, token: &str) -> Result<Self> {
        let mut request = format!("ws://{address}{path}").into_client_request()?;
        request.headers_mut().insert("origin", format!("http://{address}").parse()?);
        request.headers_mut().insert("cookie", format!("s={token}").parse()?);
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let config = WebSocketConfig::default().read_buffer_size(4096).write_buffer_size(4096);
        Ok(Self(timeout(PATIENCE, client_async_with_config(request, stream, Some(config))).await??.0))
    }

    /// Says some usual words under this id.
    pub(crate) async fn say(&mut self, id: Uuid) -> Result<()> {
        self.send(&json!({ "t": "send", "id": id, "text": format!("{WORDS}{id}") })).await
    }

    /// Sends a frame.
    pub(crate) async fn send(&mut self, frame: &Value) -> Result<()> {
        Ok(self.0.send(Message::text(frame.to_string())).await?)
    }

    /// The next frame that tells of a message or of saving one.
    pub(crate) async fn hear(&mut self) -> Result<String> {
        loop {
            match timeout(PATIENCE, self.0.next()).await?.context("the socket was closed")?? {
                Message::Text(frame) if is_message(&frame) || is_saved(&frame) => return Ok(frame.to_string()),
                Message::Text(_) | Message::Ping(_) | Message::Pong(_) => (),
                Message::Close(_) => bail!("the server let the socket go"),
                other => bail!("not a frame of a conversation: {other}"),
            }
        }
    }
}

pub(crate) fn is_message(frame: &str) -> bool {
    frame.starts_with(r#"{"t":"message""#)
}

fn is_saved(frame: &str) -> bool {
    frame.starts_with(r#"{"t":"saved""#)
}

/// Measures conversations.
pub(crate) async fn measure(folder: &Folder, table: &mut Table) -> Result<()> {
    println!("\nConversations: {BUSY} in haste, {CALM} in calm");
    let (data, samples) = (folder.join("talks"), folder.join("frames"));
    let ground = seed::open(&data)?;
    let talks = seed::talks(&ground, IDLE / 2).await?;
    drop(ground);
    let program = Program::serve(&data)?;
    let ours = Side { program: &program, bare: false };
    let last = talks.last().context("there are conversations")?;
    sample(ours.open(last, &last.asker).await?, &samples).await?;
    let reference = Program::reference(&samples)?;
    let bare = Side { program: &reference, bare: true };

    idle(&ours, &bare, &talks, table).await?;
    let (mut rates, mut costs) = ((Vec::new(), Vec::new()), (Vec::new(), Vec::new()));
    for turn in 0..RUNS {
        let (rate, cost) = in_haste(&ours, &talks[..BUSY], turn).await?;
        rates.0.push(rate);
        costs.0.push(cost);
        let (rate, cost) = in_haste(&bare, &talks[..BUSY], turn).await?;
        rates.1.push(rate);
        costs.1.push(cost);
    }
    table.more("talk.max", "messages/s", (median(rates.0), median(rates.1)), None);
    table.less("talk.cpu", "CPU ms each", (median(costs.0), median(costs.1)), None);

    let (mut halves, mut worst) = ((Vec::new(), Vec::new()), (Vec::new(), Vec::new()));
    for turn in RUNS..2 * RUNS {
        let mut spans = in_calm(&ours, &talks[..CALM], turn).await?;
        halves.0.push(quantile(&mut spans, 0.5));
        worst.0.push(quantile(&mut spans, 0.99));
        let mut spans = in_calm(&bare, &talks[..CALM], turn).await?;
        halves.1.push(quantile(&mut spans, 0.5));
        worst.1.push(quantile(&mut spans, 0.99));
    }
    table.less("talk.send_to_display.p50", "ms", (median(halves.0), median(halves.1)), None);
    table.less("talk.send_to_display.p99", "ms", (median(worst.0), median(worst.1)), None);
    Ok(())
}

/// Keeps what ours sends, so that the bare server can send the same.
pub(crate) async fn sample(mut socket: Socket, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    socket.say(Uuid::from_u128(u128::MAX >> 4)).await?;
    for _ in 0..2 {
        let frame = socket.hear().await?;
        fs::write(folder.join(if is_message(&frame) { "message" } else { "saved" }), frame)?;
    }
    Ok(())
}

/// Memory of a socket on which nothing happens, by a page that is open in a conversation.
async fn idle(ours: &Side<'_>, bare: &Side<'_>, talks: &[Talk], table: &mut Table) -> Result<()> {
    let count = sockets_allowed(IDLE);
    let mut each = Vec::new();
    for side in [ours, bare] {
        let before = side.program.memory()?;
        let mut open = Vec::with_capacity(count);
        for (talk, token) in talks.iter().flat_map(|talk| talk.tokens().map(|token| (talk, token))).take(count) {
            open.push(side.open(talk, token).await?);
        }
        tokio::time::sleep(Duration::from_millis(300)).await;
        each.push((side.program.memory()? - before) / count as f64);
    }
    table.at_most("idle.kib", "KiB a socket", each[0], 10.0);
    table.less("idle.kib.bare", "KiB a socket", (each[0], each[1]), None);
    Ok(())
}

/// Everyone writes the next message when the last is saved; ends when everyone has heard everything. Answers messages a
/// second, and processor milliseconds for each.
async fn in_haste(side: &Side<'_>, talks: &[Talk], turn: usize) -> Result<(f64, f64)> {
    let mut people = JoinSet::new();
    let mut sockets = Vec::new();
    for (place, talk) in talks.iter().enumerate() {
        for (who, token) in talk.tokens().into_iter().enumerate() {
            sockets.push((side.open(talk, token).await?, 2 * place + who));
        }
    }
    let (began, before) = (Instant::now(), side.program.cpu()?);
    for (socket, person) in sockets {
        people.spawn(talk_in_haste(socket, turn, person));
    }
    while let Some(ended) = people.join_next().await {
        ended??;
    }
    let messages = (2 * talks.len() * EACH) as f64;
    let cost = side.program.cpu()? - before;
    Ok((messages / began.elapsed().as_secs_f64(), cost.as_secs_f64() * 1000.0 / messages))
}

async fn talk_in_haste(mut socket: Socket, turn: usize, person: usize) -> Result<()> {
    let (mut said, mut saved, mut heard) = (0, 0, 0);
    while heard < 2 * EACH || saved < EACH {
        if said == saved && said < EACH {
            socket.say(id(turn, person * EACH + said)).await?;
            said += 1;
        }
        if is_message(&socket.hear().await?) {
            heard += 1;
        } else {
            saved += 1;
        }
    }
    Ok(())
}

fn id(turn: usize, number: usize) -> Uuid {
    Uuid::from_u128((turn as u128 + 1) << 64 | number as u128)
}

/// When each message was sent, by its number.
type Sent = Arc<Mutex<Vec<Option<Instant>>>>;

/// Everyone writes once a second, not in step; answers how long each message took to the other's socket, in milliseconds.
async fn in_calm(side: &Side<'_>, talks: &[Talk], turn: usize) -> Result<Vec<f64>> {
    let count = 2 * talks.len();
    let sent: Sent = Arc::new(Mutex::new(vec![None; count * SECONDS as usize]));
    let mut people = JoinSet::new();
    let began = Instant::now() + Duration::from_millis(500);
    for (place, talk) in talks.iter().enumerate() {
        for (who, token) in talk.tokens().into_iter().enumerate() {
            let (socket, person) = (side.open(talk, token).await?, 2 * place + who);
            let first = began + Duration::from_secs(1) * person as u32 / count as u32;
            people.spawn(talk_in_calm(socket, turn, person, first, Arc::clone(&sent)));
        }
    }
    let mut spans = Vec::new();
    while let Some(ended) = people.join_next().await {
        spans.extend(ended??);
    }
    Ok(spans)
}

async fn talk_in_calm(mut socket: Socket, turn: usize, person: usize, first: Instant, sent: Sent) -> Result<Vec<f64>> {
    let each = SECONDS as usize;
    let (mut said, mut heard, mut spans) = (0, 0, Vec::new());
    while heard < 2 * each {
        let next = tokio::time::Instant::from_std(first + Duration::from_secs(said as u64));
        tokio::select! {
            () = tokio::time::sleep_until(next), if said < each => {
                let number = person * each + said;
                sent.lock().unwrap_or_else(PoisonError::into_inner)[number] = Some(Instant::now());
                socket.say(id(turn, number)).await?;
                said += 1;
            }
            frame = socket.hear() => {
                let (frame, now) = (frame?, Instant::now());
                if !is_message(&frame) {
                    continue;
                }
                heard += 1;
                let number = id_in(&frame).and_then(|id| id.parse::<Uuid>().ok()).context("a message has an id")?;
                let number = number.as_u128() as u64 as usize;
                if number / each != person {
                    let at = sent.lock().unwrap_or_else(PoisonError::into_inner)[number];
                    spans.push((now - at.context("heard before it was said")?).as_secs_f64() * 1000.0);
                }
            }
        }
    }
    Ok(spans)
}
