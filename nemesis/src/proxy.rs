//! A line that can be cut: stands between one node and what it needs, and lets everything through, or slowly, or nothing,
//! or nobody.

use std::{net::SocketAddr, time::Duration};

use anyhow::Result;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::watch,
    task::JoinHandle,
};

/// What the line does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Lets everything through.
    Through,
    /// Cuts every line, and every new one.
    Cut,
    /// Holds everything back, and says nothing: as when a cable is pulled.
    Stall,
    /// Lets everything through, later.
    Delay(Duration),
}

/// A line to one place. Dropping it cuts it for good.
pub(crate) struct Proxy {
    /// Where it is reached.
    pub(crate) port: u16,
    mode: watch::Sender<Mode>,
    accepting: JoinHandle<()>,
}

impl Proxy {
    /// Opens a line to `port` on this machine.
    pub(crate) async fn to(port: u16) -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let own = listener.local_addr()?.port();
        let (mode, told) = watch::channel(Mode::Through);
        let there = SocketAddr::from(([127, 0, 0, 1], port));
        let accepting = tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(carry(near, there, told.clone()));
            }
        });
        Ok(Self { port: own, mode, accepting })
    }

    /// From now on, does this.
    pub(crate) fn set(&self, mode: Mode) {
        self.mode.send_replace(mode);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
        self.set(Mode::Cut);
    }
}

async fn carry(near: TcpStream, there: SocketAddr, mode: watch::Receiver<Mode>) {
    let mut cut = mode.clone();
    let both = async {
        let far = TcpStream::connect(there).await?;
        far.set_nodelay(true)?;
        near.set_nodelay(true)?;
        let ((near_reads, near_writes), (far_reads, far_writes)) = (near.into_split(), far.into_split());
        tokio::select! {
            ended = copy(near_reads, far_writes, mode.clone()) => ended,
            ended = copy(far_reads, near_writes, mode) => ended,
        }
    };
    // A line that ends, ends for both: what either did not get is gone.
    tokio::select! {
        ended = both => drop(ended),
        _ = cut.wait_for(|it| *it == Mode::Cut) => (),
    }
}

async fn copy(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, mut mode: watch::Receiver<Mode>) -> std::io::Result<()> {
    let mut bytes = vec![0; 16 * 1024];
    loop {
        let count = from.read(&mut bytes).await?;
        if count == 0 {
            return Ok(());
        }
        // Whoever holds the line has gone: so has the line.
        let now = mode.wait_for(|it| *it != Mode::Stall).await.map(|it| *it).unwrap_or(Mode::Cut);
        match now {
            Mode::Cut => return Ok(()),
            Mode::Delay(span) => tokio::time::sleep(span).await,
            Mode::Through | Mode::Stall => (),
        }
        to.write_all(&bytes[..count]).await?;
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::{Instant, timeout};

    use super::*;

    async fn echo() -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                tokio::spawn(async move {
                    let (mut reads, mut writes) = stream.split();
                    tokio::io::copy(&mut reads, &mut writes).await
                });
            }
        });
        port
    }

    async fn says(line: &mut TcpStream) -> std::io::Result<usize> {
        line.write_all(b"here?").await?;
        line.read(&mut [0; 16]).await
    }

    #[test]
    fn a_line_is_open_late_silent_and_cut() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let proxy = Proxy::to(echo().await).await.unwrap();
            let mut line = TcpStream::connect(("127.0.0.1", proxy.port)).await.unwrap();
            assert_eq!(says(&mut line).await.unwrap(), 5);
            proxy.set(Mode::Delay(Duration::from_millis(60)));
            let began = Instant::now();
            assert_eq!(says(&mut line).await.unwrap(), 5);
            assert!(began.elapsed() >= Duration::from_millis(60));
            proxy.set(Mode::Stall);
            assert!(timeout(Duration::from_millis(100), says(&mut line)).await.is_err());
            proxy.set(Mode::Through);
            assert_eq!(line.read(&mut [0; 16]).await.unwrap(), 5);
            proxy.set(Mode::Cut);
            assert!(matches!(line.read(&mut [0; 16]).await, Ok(0) | Err(_)));
            let mut again = TcpStream::connect(("127.0.0.1", proxy.port)).await.unwrap();
            assert!(matches!(again.read(&mut [0; 16]).await, Ok(0) | Err(_)));
        });
    }
}
