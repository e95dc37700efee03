//! A small town: a community that is open, and people who join it.

use std::{num::NonZeroU32, sync::Arc};

use axum::{Router, middleware};
use db::{Migration, Result, Tx};
use people::{NewMember, passphrase, session};
use testkit::{Client, Ground};
use words::{Actor, AgeBand, App, Language, Lookup, MemberId, Public, enter};

pub(crate) const PASSPHRASE: &str = "seven brass kettles hum at dusk";

pub(crate) fn migrations() -> Vec<Migration> {
    [jobs::MIGRATIONS, seal::MIGRATIONS, organisation::MIGRATIONS, people::MIGRATIONS].concat()
}

pub(crate) fn new_member(name: &str, band: AgeBand) -> NewMember {
    NewMember {
        pseudonym: name.to_owned(),
        band,
        languages: Language::list("en,cy"),
        zone: "Europe/London".to_owned(),
        locale: "en".to_owned(),
        passphrase_hash: None,
        recovery_hash: None,
        agreed_to: None,
    }
}

pub(crate) fn join(tx: &mut Tx<'_>, name: &str) -> Result<MemberId> {
    people::join(tx, &new_member(name, AgeBand::Adult))
}

/// Signs somebody in and asks who they are, as a request would.
pub(crate) fn arrive(tx: &mut Tx<'_>, member: MemberId) -> Result<Actor> {
    let token = session::open(tx, member, true)?;
    Ok(people::actor(tx, &token)?.expect("whoever signed in is somebody"))
}

pub(crate) async fn write<T: Send + 'static>(
    ground: &Ground,
    work: impl FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
) -> T {
    ground.db.write(work).await.unwrap()
}

/// The key of the refusal that this ends in.
pub(crate) async fn refusal<T: Send + std::fmt::Debug + 'static>(
    ground: &Ground,
    work: impl FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
) -> &'static str {
    let error = ground.db.write(work).await.expect_err("a refusal");
    error.refusal().unwrap_or_else(|| panic!("expected a refusal, got {error}"))
}

/// The pages of this room, behind the door that every request passes.
pub(crate) fn router(ground: &Ground) -> Router {
    let english = vec![web::ENGLISH, organisation::ENGLISH, people::ENGLISH];
    let plenty = NonZeroU32::new(10_000).unwrap();
    let app = Arc::new(App {
        db: ground.db.clone(),
        bus: ground.bus.clone(),
        keyring: ground.keyring.clone(),
        catalogue: web::Catalogue::new(&[("en", english)]).unwrap().into(),
        assets: web::Assets::new(),
        sockets: web::Sockets::at_most(10),
        limits: web::Limits::new(plenty, plenty),
        random: ground.random.clone(),
        public: Public { url: "https://harbour.example".to_owned(), ..Public::default() },
        lookup: Lookup {
            community: organisation::community,
            actor: people::actor,
            session: people::holder,
            touch: people::touch,
        },
        doors: |_| Vec::new(),
        kept: words::Kept::default(),
        panels: &[],
    });
    people::routes().layer(middleware::from_fn_with_state(app, enter))
}

/// A browser at an open community.
pub(crate) async fn browser(ground: &Ground) -> Client {
    write(ground, |tx| organisation::open_for_demo(tx, "Harbour")).await;
    Client::new(router(ground))
}

/// Somebody who joined with a passphrase, without the pages.
pub(crate) async fn with_passphrase(ground: &Ground, name: &'static str) -> MemberId {
    let hash = passphrase::hash(PASSPHRASE, [5; 16]).await.unwrap();
    write(ground, move |tx| {
        people::join(tx, &NewMember { passphrase_hash: Some(hash.clone()), ..new_member(name, AgeBand::Adult) })
    })
    .await
}

pub(crate) async fn sign_in(browser: &mut Client, name: &str) -> testkit::Answer {
    browser.post("/sign-in", &[("pseudonym", name), ("passphrase", PASSPHRASE), ("next", "/account")]).await
}

/// The form of joining as a person would fill it in, with some fields changed.
pub(crate) fn filled_in<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("step", "details"),
        ("year", "1990"),
        ("pick", "own"),
        ("pseudonym", "Maya"),
        ("passphrase", PASSPHRASE),
        ("language", "en"),
        ("zone", "Europe/London"),
        ("limits", "harm"),
        ("agree", "yes"),
    ];
    let kept = usual.into_iter().filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    kept.chain(changes.iter().copied()).filter(|(_, value)| !value.is_empty()).collect()
}

/// The recovery key that a page shows.
pub(crate) fn key_on(page: &testkit::Answer) -> String {
    let start = page.body.split("translate=\"no\">").nth(1).expect("a page with a key");
    start.split('<').next().unwrap().to_owned()
}
