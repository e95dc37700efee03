//! The bare server: axum with nothing behind it. It sends bytes that ours sent before, with the same headers, builds the
//! page of a thread as long as ours from SQLite, and passes the frames of a room on to everyone in it. It knows no members
//! and no rules.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::{Context, Result};
use axum::{
    Router,
    body::Body,
    extract::{
        Path as UrlPath, State,
        ws::{Message, Utf8Bytes, WebSocket, WebSocketUpgrade},
    },
    http::{HeaderMap, HeaderName, HeaderValue},
    response::{IntoResponse, Response},
    routing::get,
};
use bytes::Bytes;
use tokio::{net::TcpListener, sync::broadcast};

use crate::{
    client::Answer,
    thread::{self, Around},
};

/// Headers that belong to a connection rather than to an answer: hyper writes its own.
const OF_THE_CONNECTION: [&str; 4] = ["date", "content-length", "transfer-encoding", "connection"];
/// Length of an id in a frame.
const ID: usize = 36;

/// Answers to pages, and what a frame looks like.
struct Samples {
    pages: HashMap<String, (HeaderMap, Bytes)>,
    message: (String, String),
    saved: (String, String),
    /// Where threads are, and what stands around their words.
    threads: Option<(PathBuf, Around)>,
    rooms: Mutex<HashMap<String, broadcast::Sender<Utf8Bytes>>>,
}

/// Serves until it is ended.
pub(crate) async fn serve(folder: &Path) -> Result<()> {
    let samples = Arc::new(Samples::read(folder)?);
    let router = Router::new()
        .route("/readyz", get(|| async { "ready\n" }))
        .route("/page/{name}", get(page))
        .route("/thread/{name}/{id}", get(thread_page))
        .route("/room/{id}", get(room))
        .with_state(samples);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(axum::serve::ListenerExt::tap_io(listener, |stream| drop(stream.set_nodelay(true))), router).await?;
    Ok(())
}

impl Samples {
    fn read(folder: &Path) -> Result<Self> {
        let mut pages = HashMap::new();
        let (mut message, mut saved) = <((String, String), (String, String))>::default();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(thread::FILE) {
                continue;
            }
            let (name, bytes) = (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path())?);
            match name.as_str() {
                "message" => message = around_id(&String::from_utf8(bytes)?)?,
                "saved" => saved = around_id(&String::from_utf8(bytes)?)?,
                _ => drop(pages.insert(name, read_page(bytes)?)),
            }
        }
        let threads = folder.join(thread::FILE).exists().then(|| Around::read(folder)).transpose()?;
        let threads = threads.map(|around| (folder.to_owned(), around));
        Ok(Self { pages, message, saved, threads, rooms: Mutex::default() })
    }
}

fn read_page(bytes: Vec<u8>) -> Result<(HeaderMap, Bytes)> {
    let answer = Answer::of(bytes)?;
    let mut headers = HeaderMap::new();
    for (name, value) in answer.headers() {
        let name: HeaderName = name.parse()?;
        if !OF_THE_CONNECTION.contains(&name.as_str()) {
            headers.append(name, HeaderValue::from_str(value)?);
        }
    }
    Ok((headers, answer.body()?.into()))
}

/// A frame without the id in it: what comes before and what after.
fn around_id(frame: &str) -> Result<(String, String)> {
    let at = frame.find(r#""id":""#).context("a frame has an id")? + 6;
    Ok((frame[..at].to_owned(), frame[at + ID..].to_owned()))
}

/// The id in a frame.
pub(crate) fn id_in(frame: &str) -> Option<&str> {
    let at = frame.find(r#""id":""#)? + 6;
    frame.get(at..at + ID)
}

async fn page(State(samples): State<Arc<Samples>>, UrlPath(name): UrlPath<String>) -> Response {
    match samples.pages.get(&name) {
        Some((headers, body)) => (headers.clone(), Body::from(body.clone())).into_response(),
        None => axum::http::StatusCode::NOT_FOUND.into_response(),
    }
}

/// The page of a thread, with the headers of the sample of this name.
async fn thread_page(
    State(samples): State<Arc<Samples>>,
    UrlPath((name, id)): UrlPath<(String, i64)>,
) -> Result<Response, String> {
    let (folder, around) = samples.threads.as_ref().ok_or("no threads were given")?;
    let (headers, _) = samples.pages.get(&name).ok_or("no sample has this name")?;
    let page = thread::page(folder, around, id).map_err(|why| why.to_string())?;
    Ok((headers.clone(), page).into_response())
}

async fn room(
    State(samples): State<Arc<Samples>>,
    UrlPath(id): UrlPath<String>,
    upgrade: WebSocketUpgrade,
) -> Response {
    upgrade.read_buffer_size(4096).write_buffer_size(4096).on_upgrade(move |socket| take_part(samples, id, socket))
}

async fn take_part(samples: Arc<Samples>, id: String, mut socket: WebSocket) {
    let room = {
        let mut rooms = samples.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        rooms.entry(id).or_insert_with(|| broadcast::channel(256).0).clone()
    };
    let mut heard = room.subscribe();
    loop {
        let frame = tokio::select! {
            frame = heard.recv() => match frame {
                Ok(frame) => frame,
                Err(_) => return,
            },
            frame = socket.recv() => match frame {
                Some(Ok(Message::Text(frame))) => {
                    let Some(id) = id_in(&frame) else { return };
                    let around = |(before, after): &(String, String)| Utf8Bytes::from([before, id, after].concat());
                    // This socket listens too, so somebody does.
                    drop(room.send(around(&samples.message)));
                    around(&samples.saved)
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
                _ => return,
            },
        };
        if socket.send(Message::Text(frame)).await.is_err() {
            return;
        }
    }
}
