//! Sockets with bounds: on their number, on the size of a frame, on how fast frames come in, and on how far a slow
//! reader may fall behind before it is let go to resume from the tables.

use std::{future::Future, sync::Arc, time::Duration};

use axum::{
    extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade, close_code},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use futures_util::{
    FutureExt, SinkExt, StreamExt,
    stream::{self, BoxStream, SelectAll},
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, broadcast},
    time::{Instant, interval, timeout},
};

/// Largest frame that a browser may send, in bytes: 10,000 characters of any script and its wrapping.
pub const WS_FRAME_AT_MOST: usize = 64 * 1024;
/// Silence after which a socket is asked whether it is still there, and let go when it was asked twice.
const PING_EVERY: Duration = Duration::from_secs(25);
/// Time that one write may take before the reader counts as gone.
const WRITE_WITHIN: Duration = Duration::from_secs(10);
/// Frames that are sent in one go, at most.
const TOGETHER_AT_MOST: usize = 16;
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
    let mut told = listen(topics);
    let (mut budget, mut counted, mut unanswered) = (BURST, Instant::now(), 0);
    let mut ping = interval(PING_EVERY);
    ping.tick().await;
    loop {
        let (frames, stays) = tokio::select! {
            Some(first) = told.next(), if !told.is_empty() => gather(first, &mut told, &mut inbound),
            message = socket.recv() => {
                unanswered = 0;
                budget = (budget + counted.elapsed().as_secs_f64() * PER_SECOND).min(BURST) - 1.0;
                counted = Instant::now();
                let answer = match message {
                    _ if budget < 0.0 => Frames::Close,
                    Some(Ok(Message::Text(frame))) => inbound.frame(frame.to_string()).await,
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => Frames::NONE,
                    Some(Ok(Message::Binary(_) | Message::Close(_)) | Err(_)) | None => Frames::Close,
                };
                match answer {
                    Frames::Send(frames) => (frames, true),
                    Frames::Close => (Vec::new(), false),
                }
            },
            _ = ping.tick() => {
                unanswered += 1;
                if unanswered <= 2 {
                    inbound.beat().await;
                    drop(timeout(WRITE_WITHIN, socket.send(Message::Ping(Bytes::new()))).await);
                }
                (Vec::new(), unanswered <= 2)
            },
        };
        if write(&mut socket, frames).await.is_none() {
            return;
        }
        if !stays {
            break;
        }
    }
    let close = Message::Close(Some(CloseFrame { code: close_code::AGAIN, reason: Utf8Bytes::from_static("") }));
    drop(timeout(WRITE_WITHIN, socket.send(close)).await);
}

/// What all topics of a socket tell, those of each topic in order; nothing in place of frames that came too fast. Heard
/// in the task of the socket: a task for each topic would be woken for every frame only to wake that one.
type Told = SelectAll<BoxStream<'static, Option<Bytes>>>;

fn listen(topics: Vec<broadcast::Receiver<Bytes>>) -> Told {
    let frames = |topic| {
        stream::unfold(topic, |mut topic: broadcast::Receiver<Bytes>| async {
            match topic.recv().await {
                Ok(frame) => Some((Some(frame), topic)),
                Err(broadcast::error::RecvError::Lagged(_)) => Some((None, topic)),
                Err(broadcast::error::RecvError::Closed) => None,
            }
        })
        .boxed()
    };
    stream::select_all(topics.into_iter().map(frames))
}

/// A frame that was told, with those that already wait behind it, so that they go out together; and whether the socket
/// stays open after them.
fn gather<I: Inbound>(first: Option<Bytes>, told: &mut Told, inbound: &mut I) -> (Vec<Bytes>, bool) {
    let (mut frames, mut next) = (Vec::new(), Some(first));
    while let Some(frame) = next {
        // Too slow: let go, so that the browser comes back and resumes from the table.
        match frame.map_or(Frames::Close, |frame| inbound.outgoing(&frame)) {
            Frames::Send(more) => frames.extend(more),
            Frames::Close => return (frames, false),
        }
        let room = frames.len() < TOGETHER_AT_MOST;
        next = if room { told.next().now_or_never().flatten() } else { None };
    }
    (frames, true)
}

/// Sends frames with as few writes as they take; nothing when the reader is gone.
async fn write(socket: &mut WebSocket, frames: Vec<Bytes>) -> Option<()> {
    if frames.is_empty() {
        return Some(());
    }
    // Each has its time, so that somebody with a thin line can be brought much.
    for message in frames.into_iter().filter_map(text) {
        timeout(WRITE_WITHIN, socket.feed(message)).await.ok()?.ok()?;
    }
    timeout(WRITE_WITHIN, socket.flush()).await.ok()?.ok()
}

fn text(frame: Bytes) -> Option<Message> {
    Utf8Bytes::try_from(frame).ok().map(Message::Text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sends everything on but what begins with a dash, and closes at an empty frame.
    struct Reader;

    impl Inbound for Reader {
        async fn frame(&mut self, _: String) -> Frames {
            Frames::NONE
        }

        fn outgoing(&mut self, frame: &Bytes) -> Frames {
            match frame.first() {
                None => Frames::Close,
                Some(b'-') => Frames::NONE,
                Some(_) => Frames::Send(vec![frame.clone()]),
            }
        }
    }

    async fn next(told: &mut Told) -> (Vec<Bytes>, bool) {
        let first = told.next().await.expect("a topic is open");
        gather(first, told, &mut Reader)
    }

    #[tokio::test]
    async fn frames_that_wait_go_out_together_and_in_order() {
        let (talk, heard) = broadcast::channel(64);
        let mut told = listen(vec![broadcast::channel(1).1, heard]);
        for number in 0..TOGETHER_AT_MOST + 3 {
            talk.send(Bytes::from(number.to_string())).unwrap();
            talk.send(Bytes::from_static(b"-hidden")).unwrap();
        }
        let (mut frames, stays) = next(&mut told).await;
        assert!(stays);
        assert_eq!(frames.len(), TOGETHER_AT_MOST);
        frames.extend(next(&mut told).await.0);
        assert_eq!(frames, (0..TOGETHER_AT_MOST + 3).map(|it| it.to_string()).collect::<Vec<_>>());
    }

    #[tokio::test]
    async fn a_frame_that_comes_later_is_heard() {
        let ((talk, heard), (_member, other)) = (broadcast::channel(64), broadcast::channel(64));
        let mut told = listen(vec![heard, other]);
        talk.send(Bytes::from_static(b"first")).unwrap();
        // Nothing waits behind it: looking for more must not make the socket deaf.
        assert_eq!(next(&mut told).await, (vec![Bytes::from_static(b"first")], true));
        let later = tokio::spawn(async move {
            tokio::task::yield_now().await;
            talk.send(Bytes::from_static(b"second")).unwrap();
            talk
        });
        let heard = timeout(Duration::from_secs(20), next(&mut told)).await.expect("it is heard");
        assert_eq!(heard, (vec![Bytes::from_static(b"second")], true));
        drop(later.await);
    }

    #[tokio::test]
    async fn a_slow_reader_is_let_go() {
        let (talk, heard) = broadcast::channel(2);
        let mut told = listen(vec![heard]);
        for number in 0..5 {
            talk.send(Bytes::from(number.to_string())).unwrap();
        }
        assert_eq!(next(&mut told).await, (Vec::new(), false));
    }

    #[tokio::test]
    async fn what_was_told_before_the_end_is_still_sent() {
        let (talk, heard) = broadcast::channel(8);
        let mut told = listen(vec![heard]);
        for frame in ["goodbye", "", "too late"] {
            talk.send(Bytes::from_static(frame.as_bytes())).unwrap();
        }
        assert_eq!(next(&mut told).await, (vec![Bytes::from_static(b"goodbye")], false));
    }
}
