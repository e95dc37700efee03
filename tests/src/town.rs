//! The real program, running for one journey.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use crate::child::Program;
use crate::wire::Wire;

const PATIENCE: Duration = Duration::from_secs(30);

/// A running `alongside`. Dropping it kills it.
pub struct Town {
    program: Program,
    address: SocketAddr,
}

impl Town {
    /// The demo: the small named world, with a page that signs anybody in.
    pub fn start() -> Town {
        Town::run(&["demo", "--port", "0", "--no-browser"], &[])
    }

    /// `alongside` with these words and these variables; it must say `listening on http://127.0.0.1:PORT`.
    pub fn run(words: &[&str], variables: &[(&str, &str)]) -> Town {
        let mut command = Command::new(program());
        command.args(words).envs(variables.iter().copied());
        let program = Program::start(&mut command);
        let address = program.told("listening on http://", PATIENCE);
        let address = address.parse().unwrap_or_else(|_| panic!("“{address}” is not an address with a port"));
        Town { program, address }
    }

    /// The address of a page: `town.url("/")`.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// A wire to it that can be cut. What is fetched through the wire has the wire's own address.
    pub fn wire(&self) -> Wire {
        Wire::to(self.address)
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.program.id()
    }

    /// What it printed so far: its words and its log.
    pub fn said(&self) -> Vec<String> {
        self.program.said()
    }

    /// `kill -9`, and waits until it is gone.
    pub fn kill(&mut self) {
        self.program.kill();
    }
}

/// `ALONGSIDE_BIN`, or the program that cargo built beside this test.
fn program() -> PathBuf {
    if let Some(given) = std::env::var_os("ALONGSIDE_BIN") {
        return given.into();
    }
    let own = std::env::current_exe().expect("a running test has a path");
    // A test lies in target/debug/deps, another program in target/debug.
    let folders = own.ancestors().skip(1).take(2).map(|folder| folder.join("alongside"));
    let found = folders.into_iter().find(|path| path.is_file());
    found.expect("alongside is not built: `cargo xtask test --only journeys` builds it, or set ALONGSIDE_BIN")
}
