//! Sockets with bounds: on their number, on the size of a frame, on how fast frames come in, and on how far a slow
//! reader may fall behind before it is let go to resume from the tables.

use std::{
    future::Future,
    mem,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use axum::{
    extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade, close_code},
    response::{IntoResponse, Response},
};
use bus::{Heard, Listener};
use bytes::Bytes;
use futures_util::SinkExt;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    time::{Instant, interval, sleep, timeout},
};

/// Largest frame that a browser may send, in bytes: 10,000 characters of any script and its wrapping.
pub const WS_FRAME_AT_MOST: usize = 64 * 1024;
/// Silence after which a socket is asked whether it is still there, and let go when it was asked twice.
const PING_EVERY: Duration = Duration::from_secs(25);
/// Time that one write may take before the reader counts as gone.
const WRITE_WITHIN: Duration = Duration::from_secs(10);
/// Frames that are gathered into one write at most.
const GATHERED: usize = 32;
/// Tells a page that something may have passed it by: it does what it does when its line comes back.
const MISSED: Bytes = Bytes::from_static(br#"{"t":"missed"}"#);
/// Pages that must all look again, or all come back, are asked to over this long, never all at once.
const SPREAD: Duration = Duration::from_millis(1500);
/// Frames that may come in at once, and then per second.
const BURST: f64 = 40.0;
const PER_SECOND: f64 = 8.0;

/// How many sockets there may be, and whether they are to end.
#[derive(Clone)]
pub struct Sockets(Arc<Inner>);

struct Inner {
    places: Arc<Semaphore>,
    count: usize,
    ending: watch::Sender<bool>,
    opened: AtomicU32,
}

impl Sockets {
    /// At most this many at a time.
    pub fn at_most(count: usize) -> Self {
        let (places, ending) = (Arc::new(Semaphore::new(count)), watch::Sender::new(false));
        Self(Arc::new(Inner { places, count, ending, opened: AtomicU32::new(0) }))
    }

    /// How full it is, from 0 to 1.
    pub fn fullness(&self) -> f64 {
        1.0 - self.0.places.available_permits() as f64 / self.0.count.max(1) as f64
    }

    /// Whether pages are being asked to come back elsewhere.
    pub fn is_ending(&self) -> bool {
        *self.0.ending.borrow()
    }

    /// Asks every page to come back elsewhere, one after the other, and waits until all have been let go.
    pub async fn end(&self) {
        self.0.ending.send_replace(true);
        let all = u32::try_from(self.0.count).unwrap_or(u32::MAX);
        drop(timeout(SPREAD + WRITE_WITHIN, self.0.places.acquire_many(all)).await);
    }

    /// Takes the socket over: sends what the listener hears, hands in what the browser sends. The listener listens before
    /// `inbound` first runs, so nothing falls between reading the past and hearing the present.
    pub fn carry<I: Inbound>(&self, upgrade: WebSocketUpgrade, listener: Listener, inbound: I) -> Response {
        let Ok(place) = Arc::clone(&self.0.places).try_acquire_owned() else {
            return crate::Fault(db::Error::Busy).into_response();
        };
        let ending = self.0.ending.subscribe();
        if *ending.borrow() {
            return crate::Fault(db::Error::Busy).into_response();
        }
        // Multiples of the golden ratio lie evenly however many there are (Weyl's sequence).
        let share = self.0.opened.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9E37_79B9);
        let turn = SPREAD.mul_f64(f64::from(share) / f64::from(u32::MAX));
        upgrade
            .read_buffer_size(4096)
            .write_buffer_size(4096)
            .max_message_size(WS_FRAME_AT_MOST)
            .max_frame_size(WS_FRAME_AT_MOST)
            .on_upgrade(move |socket| run(socket, listener, inbound, turn, ending, place))
    }
}

/// What becomes of a socket after a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frames {
    /// These are sent to this browser, possibly none.
    Send(Vec<Bytes>),
    /// The socket is closed.
    Close,
}

impl Frames {
    /// Nothing is sent.
    pub const NONE: Self = Self::Send(Vec::new());
}

/// Who answers what a browser sends.
pub trait Inbound: Send + 'static {
    /// Answers one text frame.
    fn frame(&mut self, text: String) -> impl Future<Output = Frames> + Send;
    /// The socket is still open: runs now and again, about every 25 s, so that presence can be noted.
    fn beat(&mut self) -> impl Future<Output = ()> + Send {
        std::future::ready(())
    }
    /// Looks at a frame of a topic before it is sent here.
    fn outgoing(&mut self, frame: &Bytes) -> Frames {
        Frames::Send(vec![frame.clone()])
    }
    /// Something may have been told that did not arrive. When this answers true, the page is asked to look into the tables
    /// again; otherwise the socket is closed, and the page comes back as what its reader now is.
    fn missed(&mut self) -> impl Future<Output = bool> + Send {
        std::future::ready(true)
    }
}

async fn run<I: Inbound>(
    mut socket: WebSocket,
    mut listener: Listener,
    mut inbound: I,
    turn: Duration,
    mut ending: watch::Receiver<bool>,
    _place: OwnedSemaphorePermit,
) {
    let (mut budget, mut counted, mut unanswered) = (BURST, Instant::now(), 0);
    let mut ping = interval(PING_EVERY);
    ping.tick().await;
    let code = loop {
        // What takes long is boxed, so that an idle socket holds no room for it.
        let answer = tokio::select! {
            heard = listener.next() => Box::pin(tell(&mut socket, &mut listener, &mut inbound, heard, turn)).await,
            message = socket.recv() => {
                unanswered = 0;
                budget = (budget + counted.elapsed().as_secs_f64() * PER_SECOND).min(BURST) - 1.0;
                counted = Instant::now();
                match message {
                    _ if budget < 0.0 => None,
                    Some(Ok(Message::Text(frame))) => {
                        let answer = Box::pin(inbound.frame(frame.to_string())).await;
                        Box::pin(send(&mut socket, [answer])).await
                    }
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => Some(()),
                    Some(Ok(Message::Binary(_) | Message::Close(_)) | Err(_)) | None => None,
                }
            },
            _ = ping.tick() => {
                unanswered += 1;
                if unanswered > 2 {
                    None
                } else {
                    Box::pin(inbound.beat()).await;
                    within(socket.send(Message::Ping(Bytes::new()))).await
                }
            },
            () = async { drop(ending.wait_for(|it| *it).await) } => {
                sleep(turn).await;
                break close_code::RESTART;
            }
        };
        if answer.is_none() {
            break close_code::AGAIN;
        }
    };
    let close = Message::Close(Some(CloseFrame { code, reason: Utf8Bytes::from_static("") }));
    within(socket.send(close)).await;
}

/// Sends what was heard, and what else waits already, in one write. `None` ends the socket.
async fn tell<I: Inbound>(
    socket: &mut WebSocket,
    listener: &mut Listener,
    inbound: &mut I,
    first: Heard,
    turn: Duration,
) -> Option<()> {
    let (mut next, mut frames) = (Some(first), Vec::new());
    while let Some(heard) = next {
        match heard {
            Heard::Frame(frame) => frames.push(inbound.outgoing(&frame)),
            Heard::Missed => {
                // What was heard must not wait for the turn.
                send(socket, mem::take(&mut frames)).await?;
                sleep(turn).await;
                frames.push(if inbound.missed().await { Frames::Send(vec![MISSED]) } else { Frames::Close });
            }
            // Let go, so that the browser comes back when it can, and resumes from the table.
            Heard::Behind => frames.push(Frames::Close),
        }
        next = if frames.len() < GATHERED { listener.try_next() } else { None };
    }
    send(socket, frames).await
}

/// Sends these frames in one write. `None` when one of them ends the socket, or nobody takes them in time.
async fn send(socket: &mut WebSocket, all: impl IntoIterator<Item = Frames>) -> Option<()> {
    let mut goes_on = Some(());
    for frames in all {
        let Frames::Send(frames) = frames else {
            goes_on = None;
            break;
        };
        for message in frames.into_iter().filter_map(text) {
            within(socket.feed(message)).await?;
        }
    }
    within(socket.flush()).await?;
    goes_on
}

async fn within<E>(writing: impl Future<Output = Result<(), E>>) -> Option<()> {
    timeout(WRITE_WITHIN, writing).await.ok()?.ok()
}

fn text(frame: Bytes) -> Option<Message> {
    Utf8Bytes::try_from(frame).ok().map(Message::Text)
}
