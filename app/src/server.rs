//! Serving: a bounded number of connections, a bounded time for their headers, and an orderly end.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::{Context, Result};
use axum::{Router, body::Body, extract::ConnectInfo};
use bus::Broker;
use db::Uuid;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    sync::{Semaphore, watch},
    task::JoinSet,
};
use tower::ServiceExt;
use web::Sockets;

use crate::wiring::Ground;

/// Time for a connection to send the headers of a request.
const HEADERS_WITHIN: Duration = Duration::from_secs(10);
/// Time for open answers to finish when the program ends.
const FINISH_WITHIN: Duration = Duration::from_secs(5);
/// Time for handing on, at the end, what this node held.
const HAND_ON_WITHIN: Duration = Duration::from_secs(3);
/// How often keys that were marked for destruction are destroyed.
const SHRED_EVERY: Duration = Duration::from_secs(30);

/// Runs asynchronous work to its end. What is opened before it and dropped after it never meets the runtime.
pub fn block_on(work: impl Future<Output = Result<()>>) -> Result<()> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}

/// Opens a listener.
pub async fn listen(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        format!("cannot listen on {address}; another program may be there: choose another address with `listen` in alongside.toml or ALONGSIDE_LISTEN; the demo has --port")
    })
}

/// Serves until the program is asked to end.
pub async fn serve(listener: TcpListener, router: Router, connections: usize, mut end: watch::Receiver<bool>) {
    let places = Arc::new(Semaphore::new(connections));
    let open = Arc::new(());
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { break };
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(it) => it,
                Err(error) => {
                    // Out of file handles, most likely: a moment later some are free again.
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            _ = end.changed() => break,
        };
        drop(stream.set_nodelay(true));
        let (router, open, mut end) = (router.clone(), Arc::clone(&open), end.clone());
        tokio::spawn(async move {
            let _held = (place, open);
            let service = service_fn(move |request: hyper::Request<Incoming>| {
                let mut request = request.map(Body::new);
                request.extensions_mut().insert(ConnectInfo(peer));
                router.clone().oneshot(request)
            });
            let mut connection = std::pin::pin!(
                http1::Builder::new()
                    .timer(TokioTimer::new())
                    .header_read_timeout(HEADERS_WITHIN)
                    .max_buf_size(64 * 1024)
                    .serve_connection(TokioIo::new(stream), service)
                    .with_upgrades()
            );
            // What breaks here is the line, or nonsense sent by a machine: nobody is there to be told.
            tokio::select! {
                _ = connection.as_mut() => (),
                _ = end.changed() => {
                    connection.as_mut().graceful_shutdown();
                    drop(tokio::time::timeout(FINISH_WITHIN, connection).await);
                }
            }
        });
    }
    drop(listener);
    for _ in 0..FINISH_WITHIN.as_millis() / 20 {
        if Arc::strong_count(&open) == 1 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Turns true when the operating system asks the program to end.
pub fn until_asked_to_end() -> Result<watch::Receiver<bool>> {
    let (tell, told) = watch::channel(false);
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::spawn(async move {
        tokio::select! { _ = terminate.recv() => (), _ = interrupt.recv() => () }
        tell.send_replace(true);
    });
    Ok(told)
}

/// Leaves people time to go elsewhere: from being asked to end, the program is not ready any more, open pages are asked
/// to come back one after the other, and after `grace` the door closes. Answers what turns true then.
pub fn drain(mut asked: watch::Receiver<bool>, sockets: Sockets, grace: Duration) -> watch::Receiver<bool> {
    let (close, closed) = watch::channel(false);
    tokio::spawn(async move {
        drop(asked.wait_for(|it| *it).await);
        tokio::join!(sockets.end(), tokio::time::sleep(grace));
        close.send_replace(true);
    });
    closed
}

/// What goes on beside the pages.
pub struct Work {
    node: Uuid,
    tasks: JoinSet<()>,
}

/// Starts what goes on beside the pages: hearing other nodes, jobs, the dispatcher, the carrier, the destruction of keys.
pub async fn start_work(ground: &Ground, nats: Option<&str>) -> Result<Work> {
    ground.db.take_ballast();
    ground
        .db
        // From the reserve: the place opens on a full disk too, for reading.
        .write_from_reserve(|tx| {
            organisation::schedule(tx)?;
            training::schedule(tx)?;
            workforce::schedule(tx)?;
            safety::schedule(tx)?;
            support::schedule(tx)?;
            gatherings::schedule(tx)?;
            live::schedule(tx)
        })
        .await?;
    let mut node = [0; 16];
    ground.random.fill(&mut node);
    let node = Uuid::from_bytes(node);
    tracing::info!(%node, "this node");
    if let Some(url) = nats {
        ground.bus.share(broker(ground, url.to_owned(), node), ground.db.clone()).await?;
    }
    let mut tasks = JoinSet::new();
    let (db, bus) = (ground.db.clone(), ground.bus.clone());
    tasks.spawn(async move { crate::wiring::jobs().run_forever(&db, &bus).await });
    let (db, bus) = (ground.db.clone(), ground.bus.clone());
    tasks.spawn(async move { support::dispatch::run_forever(&db, &bus, node).await });
    let (db, bus, post) = (ground.db.clone(), ground.bus.clone(), Arc::clone(&ground.post));
    tasks.spawn(async move { safety::carrier::run_forever(&db, &bus, &post, node).await });
    tasks.spawn(crate::tend::tend(ground.db.clone(), Arc::clone(&ground.clock)));
    let (db, keyring) = (ground.db.clone(), Arc::clone(&ground.keyring));
    tasks.spawn(async move {
        loop {
            match seal::shred(&db, &keyring).await {
                Ok(_) | Err(db::Error::Busy | db::Error::Full | db::Error::Unsure) => (),
                Err(error) => tracing::error!(%error, "keys that were to be destroyed could not be"),
            }
            tokio::time::sleep(SHRED_EVERY).await;
        }
    });
    Ok(Work { node, tasks })
}

/// The nodes of a community share a root key, and so a subject and a seal that nobody else can know.
fn broker(ground: &Ground, url: String, node: Uuid) -> Broker {
    let name = ground.keyring.derive("alongside broker subject v1");
    let name: String = name[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    let seal = seal::Wire::new(ground.keyring.derive("alongside broker seal v1"));
    Broker { url, subject: format!("alongside.{name}"), seal, node }
}

impl Work {
    /// Ends it, and hands to other nodes at once what this one held.
    pub async fn end(mut self, ground: &Ground) -> Result<()> {
        self.tasks.shutdown().await;
        // Ending does not wait for a database that went away: others take over by themselves.
        let db = ground.db.within(HAND_ON_WITHIN);
        support::dispatch::hand_on(&db, self.node).await?;
        safety::carrier::hand_on(&db, self.node).await?;
        Ok(ground.bus.leave(&db).await?)
    }
}
