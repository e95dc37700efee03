//! A few people, their circles, and what they write.

use std::{num::NonZeroU32, sync::Arc};

use axum::middleware;
use circles::{
    circle::{Circle, Plan},
    finding::{self, Hit},
    kind::{CircleId, ContentNote, Intent, PostId, ThreadId},
    membership,
    post::{self, Words},
    thread::{Opening, Thread},
};
use db::{Error, Migration, Options, Result, Tx, Uuid, args};
use jobs::Jobs;
use safety::{
    flag,
    kind::{FlagId, Kind, Matter, Reason},
    place::Places,
    rule::{self, Says},
    spot::Grounds,
};
use testkit::{Client, Ground};
use words::{Actor, AgeBand, App, Hat, Language, Lookup, Public, SessionId, Standing, enter, session_cookie_name};

pub(crate) fn migrations() -> Vec<Migration> {
    [
        jobs::MIGRATIONS,
        seal::MIGRATIONS,
        search::MIGRATIONS,
        organisation::MIGRATIONS,
        people::MIGRATIONS,
        workforce::MIGRATIONS,
        safety::MIGRATIONS,
        circles::MIGRATIONS,
    ]
    .concat()
}

/// What those who keep everybody safe need of this room.
const PLACES: Places = Places {
    rooms: &[&circles::place::PLACE, &safety::place::PERSON],
    kept_by: circles::place::kept_by,
    keepers: circles::place::keepers,
    names_of: circles::place::names_of,
    pause: circles::place::pause,
    resume: circles::place::resume,
    remove: circles::place::remove,
    readmit: circles::place::readmit,
    talk: |_, _, _| Err(Error::NotFound),
};

/// Lends it, where something is flagged.
pub(crate) fn lending(options: Options) -> Options {
    options.lend(Arc::new(PLACES))
}

/// Why a facilitator does something, under the first rule there is.
pub(crate) fn grounds(tx: &mut Tx<'_>, by: &Actor, reason: &str) -> Result<Grounds> {
    let rule = match rule::all(tx)?.first() {
        Some(rule) => rule.id,
        None => rule::add(tx, by, &Says { title: "Be kind".to_owned(), ..Says::default() }, "The first.")?,
    };
    Ok(Grounds { rule, reason: reason.to_owned(), answer: "We looked at it.".to_owned() })
}

/// Runs a verb that works, and answers what it answered.
pub(crate) async fn does<T: Send + 'static>(
    ground: &Ground,
    work: impl FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
) -> T {
    ground.db.write(work).await.unwrap()
}

pub(crate) async fn person(ground: &Ground, name: &str) -> Actor {
    somebody(ground, name, &[], AgeBand::Adult, "en").await
}

pub(crate) async fn somebody(ground: &Ground, name: &str, hats: &[Hat], band: AgeBand, languages: &str) -> Actor {
    let new = people::NewMember {
        pseudonym: name.to_owned(),
        band,
        languages: Language::list(languages),
        zone: "Europe/London".to_owned(),
        locale: "en".to_owned(),
        passphrase_hash: None,
        recovery_hash: None,
        agreed_to: None,
    };
    let worn = hats.to_vec();
    let id = does(ground, move |tx| {
        let id = people::join(tx, &new)?;
        for hat in &worn {
            people::hats::grant_first(tx, id, *hat)?;
        }
        Ok(id)
    })
    .await;
    Actor {
        id,
        pseudonym: name.to_owned(),
        band,
        languages: Language::list(languages),
        zone: "Europe/London".to_owned(),
        locale: "en".to_owned(),
        hats: hats.to_vec(),
        standing: Standing::Active,
        session: SessionId(Uuid::nil()),
        locked: false,
        touch: false,
    }
}

/// Two who look after circles of a band.
pub(crate) async fn pair(ground: &Ground, band: AgeBand) -> [Actor; 2] {
    let name = |which: &str| format!("{which} {}", band.as_str().replace('-', " "));
    [
        somebody(ground, &name("Rowan"), &[Hat::Facilitator], band, "en,es").await,
        somebody(ground, &name("Ivo"), &[Hat::Facilitator], band, "en,es").await,
    ]
}

/// An open circle of these two, its plan changed a little.
pub(crate) async fn circle(ground: &Ground, by: &[Actor; 2], name: &str, change: impl Fn(&mut Plan)) -> CircleId {
    let mut plan = Plan::usual(name, "About it.", "Be kind.", "en".parse().unwrap());
    change(&mut plan);
    let (band, leads) = (by[0].band, [by[0].id, by[1].id]);
    does(ground, move |tx| Circle::found(tx, leads[0], band, &plan, &leads, true)).await
}

/// Puts somebody in, whatever the door is like.
pub(crate) async fn enters(ground: &Ground, who: &Actor, circle: CircleId) {
    let member = who.id;
    does(ground, move |tx| {
        tx.execute(
            "INSERT INTO circles_memberships (circle_id, member_id, role, joined_at) VALUES ($1, $2, 'member', $3)",
            args![circle, member, tx.now()],
        )
    })
    .await;
}

pub(crate) async fn joins(ground: &Ground, who: &Actor, circle: CircleId) {
    let who = who.clone();
    assert!(does(ground, move |tx| membership::join(tx, &who, circle, "")).await);
}

pub(crate) fn opening(title: &str, words: &str) -> Opening {
    Opening {
        title: title.to_owned(),
        intent: Intent::Support,
        notes: Vec::new(),
        own_note: String::new(),
        topics: Vec::new(),
        words: Words { text: words.to_owned(), unnamed: false },
    }
}

pub(crate) fn noted(title: &str, words: &str) -> Opening {
    Opening { notes: vec![ContentNote::Death], ..opening(title, words) }
}

/// Begins a thread; answers it and its first post.
pub(crate) async fn begins(ground: &Ground, who: &Actor, circle: CircleId, opening: Opening) -> (ThreadId, PostId) {
    let who = who.clone();
    does(ground, move |tx| {
        let (thread, _) = Thread::begin(tx, &who, circle, &opening)?;
        let post = tx.value("SELECT id FROM circles_posts WHERE thread_id = $1", args![thread])?;
        Ok((thread, post))
    })
    .await
}

pub(crate) async fn says(ground: &Ground, who: &Actor, circle: CircleId, words: &str) -> PostId {
    begins(ground, who, circle, opening("A thread", words)).await.1
}

pub(crate) async fn replies(ground: &Ground, who: &Actor, thread: ThreadId, words: &str, unnamed: bool) -> PostId {
    let (who, words) = (who.clone(), Words { text: words.to_owned(), unnamed });
    does(ground, move |tx| post::reply(tx, &who, thread, &words)).await.0
}

pub(crate) async fn hits(ground: &Ground, who: &Actor, words: &str) -> Vec<Hit> {
    let (who, words) = (who.clone(), words.to_owned());
    ground.db.read(move |tx| finding::find(tx, &who, &words, None)).await.unwrap().hits
}

/// Somebody says that a post was not right.
pub(crate) async fn flags(ground: &Ground, who: &Actor, post: PostId, words: &str) -> FlagId {
    let (who, words) = (who.clone(), words.to_owned());
    does(ground, move |tx| flag::make(tx, &who, matter(post), Reason::Unkind, &words)).await
}

/// A post, as what a case is about.
pub(crate) fn matter(post: PostId) -> Matter {
    Matter { kind: Kind::Post, id: post.0 }
}

/// The posts that somebody finds, the newest first.
pub(crate) async fn finds(ground: &Ground, who: &Actor, words: &str) -> Vec<PostId> {
    hits(ground, who, words).await.into_iter().map(|it| it.id).collect()
}

/// What was planned for now happens.
pub(crate) async fn work(ground: &Ground) -> usize {
    let ran = circles::jobs(Jobs::default()).run_due(&ground.db).await.unwrap();
    seal::shred(&ground.db, &ground.keyring).await.unwrap();
    ran
}

/// Changes the plan of a circle.
pub(crate) async fn changes(
    ground: &Ground,
    by: &Actor,
    circle: CircleId,
    change: impl Fn(&mut Plan) + Send + 'static,
) {
    let by = by.clone();
    does(ground, move |tx| {
        let circle = Circle::facilitated_by(tx, &by, circle)?;
        let mut plan = circle.plan.clone();
        change(&mut plan);
        circle.change(tx, &plan)
    })
    .await;
}

/// The pages of this room, behind the door that every request passes, for a browser in which somebody is signed in.
pub(crate) async fn browser(ground: &Ground, who: &Actor) -> Client {
    let english = vec![
        web::ENGLISH,
        organisation::ENGLISH,
        people::ENGLISH,
        safety::ENGLISH,
        circles::ENGLISH,
        circles::ENGLISH_MINE,
    ];
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
    let member = who.id;
    let token = does(ground, move |tx| {
        if organisation::community(tx)?.name != "Harbour" {
            organisation::open_for_demo(tx, "Harbour")?;
        }
        people::session::open(tx, member, false)
    })
    .await;
    let mut client = Client::new(circles::routes().layer(middleware::from_fn_with_state(Arc::clone(&app), enter)));
    client.set_cookie(session_cookie_name(&app), &token);
    client
}
