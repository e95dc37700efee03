//! The town, settled on a ground of the test's own, with the whole application above it.

use std::{collections::BTreeMap, future::Future, net::SocketAddr, num::NonZeroU32, sync::Arc, time::Duration};

use ::words::{Actor, AgeBand, Hat, Language, MemberId, Public};
use alongside::{metrics::Metrics, router, server, town, wiring};
use axum::Router;
use db::{Result, Tx};
use jobs::Lease;
use people::{NewMember, hats};
use post::{Options, Post};
use testkit::{Client, Ground, on_both_engines_lending};
use tokio::{net::TcpListener, sync::watch};
use web::Limits;
use workforce::card::{self, Card};

/// The town and what it stands on.
pub(crate) struct Town {
    pub(crate) ground: Ground,
    pub(crate) router: Router,
    people: BTreeMap<String, MemberId>,
    _serving: watch::Sender<bool>,
    end: watch::Receiver<bool>,
}

/// Runs a test in a freshly settled town, on every engine.
pub(crate) fn in_town<F: Future<Output = ()>>(test: impl Fn(Town) -> F) {
    in_town_after(Duration::ZERO, test);
}

/// The same in a town that was settled so long after the moment at which tests begin.
pub(crate) fn in_town_after<F: Future<Output = ()>>(wait: Duration, test: impl Fn(Town) -> F) {
    let catalogue = Arc::new(wiring::catalogue().unwrap());
    on_both_engines_lending(
        &wiring::migrations(),
        |options| {
            let options = options.lend(Arc::new(wiring::PLACES)).lend(Arc::new(wiring::CIRCLES));
            let options = options.lend(Arc::new(wiring::HANDS_ON)).lend(Arc::new(wiring::STAGE));
            let options = options.lend(Arc::new(wiring::LOOKED_AFTER));
            let options = options.lend(Arc::new(wiring::KNOWS));
            options.lend(Arc::clone(&catalogue)).lend(post())
        },
        |ground| async {
            ground.clock.pass(wait);
            test(Town::settle(ground, Arc::clone(&catalogue)).await).await;
        },
    );
}

impl Town {
    async fn settle(ground: Ground, catalogue: Arc<web::Catalogue>) -> Self {
        let settled = ground.db.write(town::settle).await.unwrap();
        let router = application(&ground, catalogue);
        let (serving, end) = watch::channel(false);
        let people = settled.into_iter().map(|it| (it.name, it.id)).collect();
        Self { ground, router, people, _serving: serving, end }
    }

    /// Somebody of the town.
    pub(crate) fn id(&self, name: &str) -> MemberId {
        *self.people.get(name).unwrap_or_else(|| panic!("nobody in the town is called {name}"))
    }

    /// Somebody as the rules see them.
    pub(crate) async fn actor(&self, name: &str) -> Actor {
        let id = self.id(name);
        self.write(move |tx| {
            let token = people::session::open(tx, id, true)?;
            Ok(people::actor(tx, &token)?.expect("a session that was just opened"))
        })
        .await
    }

    /// Signs somebody in: the token that a cookie carries.
    pub(crate) async fn token(&self, name: &str) -> String {
        let id = self.id(name);
        self.write(move |tx| people::session::open(tx, id, true)).await
    }

    /// A browser in which somebody is signed in.
    pub(crate) async fn as_(&self, name: &str) -> Client {
        let mut client = self.visitor();
        client.set_cookie("s", &self.token(name).await);
        client
    }

    /// A browser in which nobody is signed in.
    pub(crate) fn visitor(&self) -> Client {
        Client::new(self.router.clone())
    }

    /// Somebody new moves in.
    pub(crate) async fn moves_in(&mut self, name: &str, band: AgeBand, worn: &'static [Hat]) -> MemberId {
        let pseudonym = name.to_owned();
        let id = self.write(move |tx| join(tx, &pseudonym, band, worn)).await;
        self.people.insert(name.to_owned(), id);
        id
    }

    /// Writes, or fails the test.
    pub(crate) async fn write<T, F>(&self, work: F) -> T
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        self.ground.db.write(work).await.unwrap()
    }

    /// The dispatcher looks at the queue.
    pub(crate) async fn dispatch(&self) {
        self.write(|tx| {
            let lease = Lease::new("support.dispatcher", db::Uuid::from_u128(7), Duration::from_secs(4));
            support::dispatch::round(tx, &lease)
        })
        .await;
    }

    /// Serves the whole application on a port of its own, until the town is gone.
    pub(crate) async fn serve(&self) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(server::serve(listener, self.router.clone(), 1000, self.end.clone()));
        address
    }
}

/// Makes somebody a member.
pub(crate) fn join(tx: &mut Tx<'_>, name: &str, band: AgeBand, worn: &[Hat]) -> Result<MemberId> {
    let id = people::join(
        tx,
        &NewMember {
            pseudonym: name.to_owned(),
            band,
            languages: Language::list("en"),
            zone: "Europe/London".to_owned(),
            locale: "en".to_owned(),
            passphrase_hash: None,
            recovery_hash: None,
            agreed_to: None,
        },
    )?;
    for hat in worn {
        hats::grant_first(tx, id, *hat)?;
    }
    // Whoever moves in has read their cards, so that nothing keeps them from what they do here.
    let token = people::session::open(tx, id, true)?;
    let actor = people::actor(tx, &token)?.expect("a session that was just opened");
    for (card, _) in Card::own(tx, &actor)? {
        card::sign(tx, &actor, card.hat, card.version)?;
    }
    people::session::revoke_all(tx, id)?;
    Ok(id)
}

/// Ways out that lead nowhere: what is sent over them is for the proofs of paging.
pub(crate) fn post() -> Arc<Post> {
    let nowhere = Options {
        smtp_url: Some("smtp://127.0.0.1:1".to_owned()),
        mail_from: Some("post@example.org".to_owned()),
        pager: Some(("http://127.0.0.1:1/".to_owned(), "sixteen letters!".to_owned())),
        push_services: vec!["push.example.net".to_owned()],
        contact: String::new(),
    };
    Arc::new(Post::new(nowhere).unwrap())
}

/// The application on this ground. Tries are not limited: a proof tries more often than any person.
fn application(ground: &Ground, catalogue: Arc<web::Catalogue>) -> Router {
    let under = wiring::Ground {
        db: ground.db.clone(),
        bus: ground.bus.clone(),
        keyring: Arc::clone(&ground.keyring),
        catalogue,
        random: ground.random.clone(),
        clock: Arc::new(db::EvenClock::new()),
        post: post(),
    };
    let mut app = wiring::app(&under, Public::default(), 1000);
    let app_alone = Arc::get_mut(&mut app).expect("nobody else holds it yet");
    app_alone.limits = Limits::new(NonZeroU32::MAX, NonZeroU32::MAX);
    router::router(&app, router::rooms(), &Metrics::default())
}
