//! What one message to a full room allocates, counted over real sockets: a test, because counts do not depend on how busy
//! the machine is. In a program of its own, because whatever else runs would be counted too.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use axum::{Router, extract::WebSocketUpgrade, routing::get};
use bus::Bus;
use bytes::Bytes;
use dhat::HeapStats;
use web::{Frames, Inbound, Sockets};

#[global_allocator]
static COUNTED: dhat::Alloc = dhat::Alloc;

const LISTENERS: usize = 200;
const MESSAGES: usize = 50;
/// Length of a usual message with its HTML around it.
const FRAME: usize = 600;
/// A frame of this length has two bytes of kind and two of length before it.
const HEAD: usize = 4;
/// Blocks for each listener and message: four were enough when this was written, and a timer now and again.
const BLOCKS_AT_MOST: f64 = 4.2;
/// Bytes for each listener and message: 930 were enough.
const BYTES_AT_MOST: f64 = 1_000.0;

/// Somebody who only listens.
struct Listening;

impl Inbound for Listening {
    async fn frame(&mut self, _text: String) -> Frames {
        Frames::NONE
    }
}

#[test]
fn a_message_allocates_a_handful_of_blocks_for_each_listener() {
    let _counting = dhat::Profiler::builder().testing().build();
    let bus = Bus::default();
    let address = serve(bus.clone());
    let mut lines: Vec<TcpStream> = (0..LISTENERS).map(|_| listen(address)).collect();
    let frame = Bytes::from(vec![b'a'; FRAME]);
    let mut heard = [0; HEAD + FRAME];
    let mut tell = |times| {
        for _ in 0..times {
            bus.tell("evening", frame.clone());
            for line in &mut lines {
                line.read_exact(&mut heard).unwrap();
                assert_eq!(&heard[HEAD..], frame);
            }
        }
    };
    // The first ones make room that the later ones use again.
    tell(5);
    let before = HeapStats::get();
    tell(MESSAGES);
    let after = HeapStats::get();

    let each = (MESSAGES * LISTENERS) as f64;
    let blocks = (after.total_blocks - before.total_blocks) as f64 / each;
    let bytes = (after.total_bytes - before.total_bytes) as f64 / each;
    println!("{blocks:.2} blocks and {bytes:.0} bytes for each listener and message");
    assert!(blocks <= BLOCKS_AT_MOST, "{blocks:.2} blocks for each listener and message, at most {BLOCKS_AT_MOST}");
    assert!(bytes <= BYTES_AT_MOST, "{bytes:.0} bytes for each listener and message, at most {BYTES_AT_MOST}");
}

/// A place with one topic, on a thread of its own.
fn serve(bus: Bus) -> SocketAddr {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    let sockets = Sockets::at_most(LISTENERS);
    let route = get(async move |upgrade: WebSocketUpgrade| sockets.carry(upgrade, bus.listen(&["evening"]), Listening));
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            axum::serve(listener, Router::new().route("/live", route)).await.unwrap();
        });
    });
    address
}

/// Opens a line and reads no further than the answer to that.
fn listen(address: SocketAddr) -> TcpStream {
    let mut line = TcpStream::connect(address).unwrap();
    line.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    line.write_all(
        b"GET /live HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
          sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    )
    .unwrap();
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        line.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
    assert!(head.starts_with(b"HTTP/1.1 101"), "{}", String::from_utf8_lossy(&head));
    line
}
