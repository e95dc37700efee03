//! A wire between a browser and a server that can be cut. Chromium's own "offline" reaches neither service workers nor sockets
//! that are open; a cut wire reaches everything, as a tunnel does on a train.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};

/// A relay on a port of its own. Dropping it cuts it for good.
pub struct Wire {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    cut: bool,
    over: bool,
    ends: Vec<TcpStream>,
}

impl State {
    fn hang_up(&mut self) {
        for end in self.ends.drain(..) {
            // It may have been closed from the other side already.
            let _ = end.shutdown(Shutdown::Both);
        }
    }
}

impl Wire {
    /// A wire that leads to `server`.
    pub fn to(server: SocketAddr) -> Wire {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port on this machine");
        let address = listener.local_addr().expect("a bound socket has an address");
        let state = Arc::new(Mutex::new(State::default()));
        let wire = Wire { address, state: Arc::clone(&state) };
        std::thread::spawn(move || {
            for browser in listener.incoming().flatten() {
                let mut state = lock(&state);
                if state.over {
                    break;
                }
                if !state.cut {
                    join(browser, server, &mut state.ends);
                }
            }
        });
        wire
    }

    /// The address of a page through this wire.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Ends every connection, and refuses new ones.
    pub fn cut(&self) {
        let mut state = lock(&self.state);
        state.cut = true;
        state.hang_up();
    }

    /// Lets new connections through again.
    pub fn mend(&self) {
        lock(&self.state).cut = false;
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        let mut state = lock(&self.state);
        state.over = true;
        state.hang_up();
        drop(state);
        // One last caller, so that the thread that waits for callers notices.
        let _ = TcpStream::connect(self.address);
    }
}

fn lock(state: &Mutex<State>) -> std::sync::MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Joins both ends with a thread for each direction. A server that is not there is a wire that leads nowhere.
fn join(browser: TcpStream, server: SocketAddr, ends: &mut Vec<TcpStream>) {
    let Ok(server) = TcpStream::connect(server) else { return };
    let (Ok(one), Ok(other)) = (browser.try_clone(), server.try_clone()) else { return };
    let (Ok(browser_end), Ok(server_end)) = (browser.try_clone(), server.try_clone()) else { return };
    ends.extend([browser_end, server_end]);
    std::thread::spawn(move || carry(browser, server));
    std::thread::spawn(move || carry(other, one));
}

fn carry(mut from: TcpStream, mut to: TcpStream) {
    let mut bytes = [0; 16 * 1024];
    loop {
        match from.read(&mut bytes) {
            Ok(count) if count > 0 && to.write_all(&bytes[..count]).is_ok() => {}
            _ => break,
        }
    }
    let _ = to.shutdown(Shutdown::Write);
}
