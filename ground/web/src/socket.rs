//! Sockets with bounds: on their number, on the size of a frame, on how fast frames come in, and on how far a slow
//! reader may fall behind before it is let go to resume from the tables.

use std::{future::Future, sync::Arc, time::Duration};

use axum::{
    extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade, close_code},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, broadcast, mpsc},
    time::{Instant, interval, timeout},
};

/// Largest frame that a browser may send, in bytes: 10,000 characters of any script and its wrapping.
pub const WS_FRAME_AT_MOST: usize = 64 * 1024;
/// Silence after which a socket is asked whether it is still there, and let go when it was asked twice.
const PING_EVERY: Duration = Duration::from_secs(25);
/// Time that one write may take before the reader counts as gone.
const WRITE_WITHIN: Duration = Duration::from_secs(10);
/// Frames that may come in at once, and then per second.
const BURST: f64 = 40.0;
const PER_SECOND: f64 = 8.0;

/// How many sockets there may be.
#[derive(Clone)]
pub struct Sockets(Arc<Semaphore>, usize);

impl Sockets {
    /// At most this many at a time.
    pub fn at_most(count: usize) -> Self {
        Self(Arc::new(Semaphore::new(count)), count)
    }

    /// How full it is, from 0 to 1.
    pub fn fullness(&self) -> f64 {
        1.0 - self.0.available_permits() as f64 / self.1.max(1) as f64
    }

    /// Takes the socket over: sends what the topics tell, hands in what the browser sends. Every topic is listened to
    /// before `inbound` first runs, so nothing falls between reading the past and hearing the present.
    pub fn carry<I: Inbound>(
        &self,
        upgrade: WebSocketUpgrade,
        topics: Vec<broadcast::Receiver<Bytes>>,
        inbound: I,
    ) -> Response {
        let Ok(place) = Arc::clone(&self.0).try_acquire_owned() else {
            return crate::Fault(db::Error::Busy).into_response();
        };
        upgrade
            .read_buffer_size(4096)
            .write_buffer_size(4096)
            .max_message_size(WS_FRAME_AT_MOST)
            .max_frame_size(WS_FRAME_AT_MOST)
            .on_upgrade(move |socket| run(socket, topics, inbound, place))
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
}

async fn run<I: Inbound>(
    mut socket: WebSocket,
    topics: Vec<broadcast::Receiver<Bytes>>,
    mut inbound: I,
    _place: OwnedSemaphorePermit,
) {
    let (merged, mut told) = mpsc::channel::<Option<Bytes>>(64);
    let listeners: Vec<_> = topics
        .into_iter()
        .map(|mut topic| {
            let merged = merged.clone();
            tokio::spawn(async move {
                loop {
                    let next = match topic.recv().await {
                        Ok(frame) => Some(frame),
                        // Too slow: let go, so that the browser comes back and resumes from the table.
                        Err(broadcast::error::RecvError::Lagged(_)) => None,
                        Err(broadcast::error::RecvError::Closed) => return,
                    };
                    if merged.send(next).await.is_err() {
                        return;
                    }
                }
            })
        })
        .collect();
    drop(merged);
    let (mut budget, mut counted, mut unanswered) = (BURST, Instant::now(), 0);
    let mut ping = interval(PING_EVERY);
    ping.tick().await;
    loop {
        let outgoing = tokio::select! {
            frame = told.recv(), if !told.is_closed() || !told.is_empty() => match frame {
                Some(Some(frame)) => inbound.outgoing(&frame),
                Some(None) => Frames::Close,
                None => Frames::NONE,
            },
            message = socket.recv() => {
                unanswered = 0;
                budget = (budget + counted.elapsed().as_secs_f64() * PER_SECOND).min(BURST) - 1.0;
                counted = Instant::now();
                match message {
                    _ if budget < 0.0 => Frames::Close,
                    Some(Ok(Message::Text(frame))) => inbound.frame(frame.to_string()).await,
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => Frames::NONE,
                    Some(Ok(Message::Binary(_) | Message::Close(_)) | Err(_)) | None => Frames::Close,
                }
            },
            _ = ping.tick() => {
                unanswered += 1;
                if unanswered > 2 {
                    Frames::Close
                } else {
                    inbound.beat().await;
                    drop(timeout(WRITE_WITHIN, socket.send(Message::Ping(Bytes::new()))).await);
                    Frames::NONE
                }
            },
        };
        let Frames::Send(frames) = outgoing else { break };
        for message in frames.into_iter().filter_map(text) {
            match timeout(WRITE_WITHIN, socket.send(message)).await {
                Ok(Ok(())) => (),
                _ => {
                    listeners.iter().for_each(tokio::task::JoinHandle::abort);
                    return;
                }
            }
        }
    }
    listeners.iter().for_each(tokio::task::JoinHandle::abort);
    let close = Message::Close(Some(CloseFrame { code: close_code::AGAIN, reason: Utf8Bytes::from_static("") }));
    drop(timeout(WRITE_WITHIN, socket.send(close)).await);
}

fn text(frame: Bytes) -> Option<Message> {
    Utf8Bytes::try_from(frame).ok().map(Message::Text)
}
