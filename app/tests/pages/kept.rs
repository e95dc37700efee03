//! Nothing kept for one reader reaches another. People of different bands, on different sides, with different hats, blocks,
//! mutes, languages and zones ask for the same pages in many orders, after every kind of change; and each gets, byte for
//! byte, what a program gives that was started this moment for them alone.

use std::sync::Arc;

use ::words::{Hat, Public};
use alongside::{metrics::Metrics, router, wiring};
use circles::{
    circle::Circle,
    kind::{CircleId, PostId, Reaction},
    mute, post, watch,
};
use db::{Options, Result, Tx, args};
use safety::spot::Grounds;
use testkit::{Answer, Client};

use super::long_thread;
use crate::{
    standing::{Keys, PAUSED, REMOVED, YOUTH, assemble, filled},
    town::{Town, in_town, post},
};

/// Nobody is signed in.
const VISITOR: &str = "";
/// Who asks. Between them they differ in everything that decides what is shown.
const ASKING: &[&str] =
    &[VISITOR, "Leo", "Sam of the hill", "Marisol", "Olu", "Hassan", "Jonas", "Amina", "Rhys", YOUTH, PAUSED, REMOVED];
/// What they ask for.
const PAGES: &[&str] = &[
    "/threads/{long}",
    "/threads/{long}?after=20",
    "/threads/{thread}",
    "/threads/{unnamed}",
    "/circles/{circle}",
    "/circles",
    "/",
    "/support/requests/{request}",
];

type Change = fn(&mut Tx<'_>, &Cast) -> Result<()>;

/// Those who do something between the rounds, and what they do it to.
struct Cast {
    leo: ::words::Actor,
    sam: ::words::Actor,
    marisol: ::words::Actor,
    olu: ::words::Actor,
    wren: ::words::Actor,
    circle: CircleId,
    posts: Vec<PostId>,
}

/// What happens between the rounds.
const CHANGES: &[(&str, Change)] = &[
    ("nothing", |_, _| Ok(())),
    ("somebody says something without typing", |tx, it| {
        post::react(tx, &it.sam, it.posts[2], Reaction::Hear, true)?;
        post::react(tx, &it.sam, it.posts[1], Reaction::Same, true).map(drop)
    }),
    ("a post is changed", |tx, it| post::own(tx, &it.leo, it.posts[5])?.edit(tx, &it.leo, "I said it differently.")),
    ("and changed again in the same moment", |tx, it| {
        post::own(tx, &it.leo, it.posts[5])?.edit(tx, &it.leo, "And differently again.")
    }),
    ("a post is taken back", |tx, it| post::own(tx, &it.leo, it.posts[8])?.withdraw(tx)),
    ("a word is muted", |tx, it| mute::word(tx, &it.sam, "17", None)),
    ("a person is muted", |tx, it| mute::person(tx, &it.marisol, it.sam.id, None)),
    ("somebody blocks somebody", |tx, it| people::blocks::block(tx, it.sam.id, it.leo.id)),
    ("somebody reads in another language and zone", |tx, it| {
        tx.execute(
            "UPDATE people_members SET locale = 'ar-XB', zone = 'Asia/Tokyo' WHERE id = $1",
            args![it.marisol.id],
        )
        .map(drop)
    }),
    ("a post is hidden", |tx, it| {
        let circle = Circle::facilitated_by(tx, &it.olu, it.circle)?;
        let rule = safety::rule::all(tx)?[0].id;
        let grounds = Grounds { rule, reason: "It named somebody.".to_owned(), answer: "It is hidden now.".to_owned() };
        watch::hide(tx, &it.olu, &circle, it.posts[12], &grounds)
    }),
    ("a hat is taken", |tx, it| people::hats::withdraw(tx, it.wren.id, it.olu.id, Hat::Facilitator, "Asked for it.")),
    ("the community has another name", |tx, it| {
        organisation::Settings::rename(tx, Some(it.wren.id), "Beside", "Beside", "Europe/Paris", "A better name.")
    }),
    ("somebody is erased", |tx, it| {
        circles::farewell(tx, it.marisol.id)?;
        tx.execute(
            "UPDATE people_members SET erased_at = $2, pseudonym = '' WHERE id = $1",
            args![it.marisol.id, tx.now()],
        )
        .map(drop)
    }),
];

#[test]
fn nothing_that_is_kept_crosses_from_one_reader_to_another() {
    in_town(|mut town| async move {
        let mut keys = assemble(&mut town).await;
        keys.insert("long", long_thread(&town, &keys).await);
        let cast = Arc::new(cast(&town, &keys).await);
        let mut browsers = Vec::new();
        for name in ASKING {
            let mut cookies = Vec::new();
            if *name != VISITOR {
                cookies.push(town.token(name).await);
            }
            browsers.push((*name, cookies));
        }
        // What a first look notes (here today, read until here) is noted before anything is compared.
        for (_, cookies) in &browsers {
            for path in PAGES {
                browser(&town.router, cookies).get(&filled(path, &keys)).await;
            }
        }
        let catalogue = Arc::new(wiring::catalogue().unwrap());
        let (mut order, mut asked, mut different) = (Order(7), 0, Vec::new());
        for (what, change) in CHANGES {
            let acting = Arc::clone(&cast);
            town.write(move |tx| change(tx, &acting)).await;
            // Twice in different orders: the first finds things kept from before the change, the second from after it.
            for _ in 0..2 {
                let mut round: Vec<_> = browsers
                    .iter()
                    .map(|it| (it, afresh(&town, &catalogue)))
                    .flat_map(|it| PAGES.iter().map(move |path| (it.clone(), *path)))
                    .collect();
                order.mix(&mut round);
                for (((name, cookies), alone), path) in &round {
                    let path = filled(path, &keys);
                    let kept = whole(browser(&town.router, cookies).get(&path).await);
                    let fresh = whole(browser(alone, cookies).get(&path).await);
                    asked += 1;
                    if kept != fresh {
                        different.push(format!("{what}: {name} at {path}\n{}", difference(&kept, &fresh)));
                    }
                }
            }
        }
        assert!(different.is_empty(), "{} of {asked} differ:\n{}", different.len(), different.join("\n\n"));
        println!("{:?}: {asked} answers are what a fresh program gives", town.ground.engine);
    });
}

async fn cast(town: &Town, keys: &Keys) -> Cast {
    let thread = keys["long"].clone();
    let posts = town.write(move |tx| {
        tx.all("SELECT id FROM circles_posts WHERE thread_id = $1 ORDER BY seq", args![thread], |row| row.get(0))
    });
    Cast {
        posts: posts.await,
        leo: town.actor("Leo").await,
        sam: town.actor("Sam of the hill").await,
        marisol: town.actor("Marisol").await,
        olu: town.actor("Olu").await,
        wren: town.actor("Wren").await,
        circle: keys["circle"].parse().unwrap(),
    }
}

/// A program on the same tables that was started this moment, for one reader alone.
fn afresh(town: &Town, catalogue: &Arc<web::Catalogue>) -> axum::Router {
    let ground = &town.ground;
    let options = Options::new(ground.address.clone())
        .threads(1)
        .clock(ground.clock.clone())
        .random(ground.random.clone())
        .lend(Arc::clone(&ground.keyring))
        .lend(Arc::new(ground.bus.clone()))
        .lend(Arc::clone(catalogue))
        .lend(Arc::new(wiring::LOOKED_AFTER))
        .lend(post());
    let under = wiring::Ground {
        db: tokio::task::block_in_place(|| options.open().unwrap()),
        bus: ground.bus.clone(),
        keyring: Arc::clone(&ground.keyring),
        catalogue: Arc::clone(catalogue),
        random: ground.random.clone(),
        clock: Arc::new(db::EvenClock::new()),
        post: post(),
    };
    router::router(&wiring::app(&under, Public::default(), 10), router::rooms(), &Metrics::default())
}

fn browser(router: &axum::Router, cookies: &[String]) -> Client {
    let mut browser = Client::new(router.clone());
    for token in cookies {
        browser.set_cookie("s", token);
    }
    browser
}

/// An answer, byte for byte apart from headers that say when and which.
fn whole(came: Answer) -> String {
    let mut headers: Vec<_> = came.headers.iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
    headers.retain(|it| !["date", "x-request-id", "server-timing"].iter().any(|name| it.starts_with(name)));
    headers.sort();
    format!("{}\n{}\n{}", came.status, headers.join("\n"), came.body)
}

/// Where two answers begin to differ.
fn difference(kept: &str, fresh: &str) -> String {
    let (kept, fresh): (Vec<_>, Vec<_>) = (kept.lines().collect(), fresh.lines().collect());
    let at = kept.iter().zip(&fresh).position(|(one, other)| one != other).unwrap_or(kept.len().min(fresh.len()));
    format!("kept:  {:?}\nfresh: {:?}", kept.get(at), fresh.get(at))
}

/// Orders that look like chance and are the same in every run.
struct Order(u64);

impl Order {
    fn mix<T>(&mut self, all: &mut [T]) {
        for at in (1..all.len()).rev() {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            all.swap(at, (self.0 >> 33) as usize % (at + 1));
        }
    }
}
