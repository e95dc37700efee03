//! A NATS server of a run's own.

use std::{
    net::TcpListener,
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use anyhow::{Context, Result};

/// The broker, up or down. Dropping it ends it.
pub(crate) struct Broker {
    /// Where it listens while it is up.
    pub(crate) port: u16,
    child: Option<Child>,
}

impl Broker {
    /// Starts it on a free port.
    pub(crate) fn start() -> Result<Self> {
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let mut broker = Self { port, child: None };
        broker.up()?;
        Ok(broker)
    }

    /// Starts it again, where it was.
    pub(crate) fn up(&mut self) -> Result<()> {
        let program = program().context("nats-server is not installed: `cargo xtask packages` says how")?;
        let mut command = Command::new(program);
        command.args(["-a", "127.0.0.1", "-p", &self.port.to_string()]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        self.child = Some(command.spawn().context("nats-server did not start")?);
        Ok(())
    }

    /// Kills it.
    pub(crate) fn down(&mut self) {
        if let Some(mut child) = self.child.take() {
            drop(child.kill());
            drop(child.wait());
        }
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        self.down();
    }
}

/// Where the program is: Debian puts it where administrators look.
fn program() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let more = ["/usr/sbin", "/usr/local/bin"].map(PathBuf::from);
    std::env::split_paths(&path).chain(more).map(|it| it.join("nats-server")).find(|it| it.is_file())
}
