//! The pages: what somebody sees and presses.

use std::{num::NonZeroU32, sync::Arc};

use axum::{Router, middleware};
use testkit::{Client, Ground, on_both_engines};
use words::{Actor, AgeBand, App, Hat, Lookup, Public, enter};

use crate::town::*;

fn router(ground: &Ground) -> Router {
    let english = vec![web::ENGLISH, organisation::ENGLISH, people::ENGLISH, circles::ENGLISH, circles::ENGLISH_MINE];
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
        public: Public::default(),
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
    circles::routes().layer(middleware::from_fn_with_state(app, enter))
}

/// The browser of somebody who is signed in.
async fn browser(ground: &Ground, actor: &Actor) -> Client {
    let member = actor.id;
    let token = does(ground, move |tx| people::session::open(tx, member, false)).await;
    let mut client = Client::new(router(ground));
    client.set_cookie("s", &token);
    client
}

async fn opened(ground: &Ground) {
    does(ground, |tx| organisation::open_for_demo(tx, "Harbour")).await;
}

const STORY: [(&str, &str); 7] = [
    ("title", "The long nights"),
    ("words", "It took **a year**.\n\nThen it was <b>better</b>."),
    ("note", "death"),
    ("topic", "9"),
    ("language", "en"),
    ("as", "unnamed"),
    ("prompt", "helped"),
];

#[test]
fn a_story_is_written_looked_at_offered_read_and_shown() {
    on_both_engines(&migrations(), |ground| async move {
        opened(&ground).await;
        let maya = person(&ground, "Maya", &[]).await;
        let rosa = person(&ground, "Rosa", &[Hat::Moderator]).await;
        let theo = person(&ground, "Theo", &[]).await;
        let mut hers = browser(&ground, &maya).await;
        assert!(hers.get("/circles/stories").await.words().contains("No story here yet"));
        assert!(hers.get("/circles/stories/new").await.words().contains("A day that was different"));

        let with = |action| [&STORY[..], &[("action", action)]].concat();
        let look = hers.post("/circles/stories", &with("preview")).await;
        assert_eq!(look.status, 200);
        assert!(look.body.contains("<strong>a year</strong>") && !look.body.contains("<b>better"));
        let empty = hers.post("/circles/stories", &[("action", "offer"), ("language", "en")]).await;
        assert_eq!(empty.status, 422);
        let kept = hers.post("/circles/stories", &with("keep")).await.location().unwrap();
        let address = kept.split('?').next().unwrap().to_owned();
        assert!(hers.get(&kept).await.words().contains("Only you can see this"));
        let form = hers.get(&format!("{address}/edit")).await;
        assert!(form.body.contains("The long nights") && form.body.contains("value=\"death\" checked"));

        // As long as it may be, in a script in which every letter takes most room on its way.
        let long = "累".repeat(20_000);
        let form = [("title", "Long"), ("words", &*long), ("language", "en"), ("action", "keep")];
        assert_eq!(hers.post("/circles/stories", &form).await.status, 303);

        let mut his = browser(&ground, &theo).await;
        assert_eq!(his.get(&address).await.status, 404);
        assert_eq!(his.get("/circles/stories/reviews").await.status, 404);
        hers.post_and_follow(&address, &with("offer")).await;
        let mut reader = browser(&ground, &rosa).await;
        let list = reader.get("/circles/stories/reviews").await;
        assert!(list.words().contains("The long nights"));
        let page = reader.get(&format!("{address}/review")).await;
        assert!(page.words().contains("Maya") && page.words().contains("signed as a member here"));
        let review = format!("{address}/review");
        let unticked = reader.post(&review, &[("round", "1"), ("verdict", "show")]).await;
        assert_eq!(unticked.status, 422);
        let mut ticked: Vec<_> = circles::review::Check::ALL.iter().map(|it| ("fine", it.as_str())).collect();
        ticked.extend([("round", "1"), ("verdict", "show")]);
        assert!(reader.post(&review, &ticked).await.location().unwrap().ends_with("done=shown"));

        let shelf = his.get("/circles/stories").await.words();
        assert!(shelf.contains("The long nights") && shelf.contains("Death and loss") && !shelf.contains("Maya"));
        let story = his.get(&address).await;
        assert!(story.body.contains("<details class=\"more\"><summary>") && !story.words().contains("Maya"));
        assert!(his.get("/circles/stories?words=years").await.words().contains("The long nights"));
        assert!(his.get("/circles/stories?topic=3").await.words().contains("No story here yet"));
        assert_eq!(his.post(&format!("{address}/withdrawal"), &[]).await.status, 303);
        assert_eq!(his.get(&address).await.status, 200, "nobody takes back what is not theirs");

        hers.post_and_follow(&format!("{address}/withdrawal"), &[]).await;
        assert_eq!(his.get(&address).await.status, 404);
        assert!(!his.get("/circles/stories").await.words().contains("The long nights"));
    });
}

#[test]
fn what_i_see_is_chosen_on_one_page() {
    on_both_engines(&migrations(), |ground| async move {
        opened(&ground).await;
        let maya = person(&ground, "Maya", &[]).await;
        let nights = circle(&ground, "Nights", &[9], |_| ()).await;
        joins(&ground, &maya, nights).await;
        let mut hers = browser(&ground, &maya).await;
        let page = hers.get("/circles/mine").await;
        assert_eq!(page.status, 200);
        assert!(page.words().contains("Nothing is hidden"));
        for (path, form, seen) in [
            ("/circles/mutes", vec![("word", "harbour")], "Word: harbour"),
            ("/circles/mutes", vec![("kind", "topic"), ("subject", "3"), ("until", "today")], "Being alone"),
            ("/circles/mutes", vec![("kind", "circle"), ("subject", &*nights.to_string())], "Circle: Nights"),
            ("/circles/mine/dates", vec![("month", "3"), ("day", "12"), ("around", "2"), ("label", "Mum")], "12 March"),
            ("/circles/mine/suggestions", vec![("suggestions", "off")], "We suggest nothing."),
            ("/circles/mine/side", vec![("side", "carers")], "Saved."),
        ] {
            let page = hers.post_and_follow(path, &form).await;
            assert_eq!(page.status, 200, "{path}");
            let words = page.words().split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(words.contains(seen), "{path}: {seen} is not on {words}");
        }
        let back = hers.post("/circles/mine/side", &[("side", "members")]).await;
        assert_eq!(back.status, 422);
        assert!(back.words().contains("less than 30 days ago"));
        let never = hers.post("/circles/mine/dates", &[("month", "2"), ("day", "30"), ("around", "0")]).await;
        assert_eq!(never.status, 422);
        let ticked = hers.post_and_follow("/circles/mine/carried", &[("topic", "9"), ("topic", "999")]).await;
        assert!(ticked.body.contains("value=\"9\" checked"));
        let nobody = hers.post("/circles/mutes", &[("kind", "person"), ("subject", "Nobody")]).await;
        assert!(nobody.words().contains("nobody by that name"));
        assert_eq!(hers.post("/circles/mutes", &[("kind", "post"), ("subject", "x")]).await.status, 404);
        let daily = [("rhythm", "daily"), ("hour", "9"), ("weekday", "1")];
        assert!(hers.post_and_follow("/circles/mine/digest", &daily).await.body.contains("value=\"daily\" checked"));
        let summary = hers.get("/circles/digest").await.words();
        assert!(summary.contains("The next summary comes on"));
    });
}

#[test]
fn what_i_wrote_is_listed_copied_and_taken_back_even_on_a_break() {
    on_both_engines(&migrations(), |ground| async move {
        opened(&ground).await;
        let maya = person(&ground, "Maya", &[]).await;
        let nights = circle(&ground, "Nights", &[9], |_| ()).await;
        joins(&ground, &maya, nights).await;
        begins(&ground, &maya, nights, "A <b>title</b>", said("Some words.")).await;
        let mut hers = browser(&ground, &maya).await;
        let list = hers.get("/circles/mine/writing").await;
        assert!(list.body.contains("A &#60;b&#62;title") && list.words().contains("Nights"));
        let member = maya.id;
        does(&ground, move |tx| people::standing::take_break(tx, member)).await;
        let copy = hers.get("/circles/mine/writing/copy.json").await;
        assert!(
            copy.body.contains("Some words.")
                && copy.headers["content-disposition"] == "attachment; filename=\"my-words.json\""
        );
        let copy = hers.get("/circles/mine/writing/copy.html").await;
        assert!(copy.body.contains("Some words.") && !copy.body.contains("<b>title"));
        let stays = hers.post_and_follow("/circles/mine/writing/choice", &[("words", "stay")]).await;
        assert!(stays.body.contains("value=\"stay\" checked"));
        assert_eq!(hers.post("/circles/mine/writing/withdrawal", &[]).await.status, 422);
        let gone = hers.post_and_follow("/circles/mine/writing/withdrawal", &[("sure", "yes")]).await;
        assert!(gone.words().contains("Everything is taken back"));
        assert!(gone.words().contains("You have not written anything yet"));
    });
}

#[test]
fn nobody_comes_in_without_being_signed_in() {
    on_both_engines(&migrations(), |ground| async move {
        opened(&ground).await;
        let young = somebody(&ground, "Joni", &[], AgeBand::Older, "en").await;
        let mut stranger = Client::new(router(&ground));
        let mut guest = browser(&ground, &young).await;
        for path in [
            "/circles/mine",
            "/circles/mine/writing",
            "/circles/mine/writing/copy.json",
            "/circles/mine/writing/copy.html",
            "/circles/digest",
            "/circles/stories",
            "/circles/stories/new",
        ] {
            assert_ne!(stranger.get(path).await.status, 200, "{path}");
            assert_eq!(guest.get(path).await.status, 200, "{path}");
        }
    });
}

#[test]
fn the_circles_page_welcomes_back_suggests_and_says_that_a_summary_is_there() {
    on_both_engines(&migrations(), |ground| async move {
        opened(&ground).await;
        let maya = person(&ground, "Maya", &[]).await;
        circle(&ground, "Nights", &[9], |_| ()).await;
        let mut hers = browser(&ground, &maya).await;
        hers.post("/circles/mine/carried", &[("topic", "9")]).await;
        hers.post("/circles/mine/digest", &[("rhythm", "daily"), ("hour", "9"), ("weekday", "1")]).await;
        let first = hers.get("/circles").await.words();
        assert!(first.contains("Because you chose Sleep.") && !first.contains("Welcome back"));
        assert!(!first.contains("Your summary is here"));
        pass(&ground, DAY * 40).await;
        let mut hers = browser(&ground, &maya).await;
        let back = hers.get("/circles").await.words();
        assert!(back.contains("Welcome back. Everything is where you left it."));
        assert!(back.contains("Your summary is here"));
        assert!(!hers.get("/circles").await.words().contains("Welcome back"), "once");
        assert!(hers.get("/circles/digest").await.words().contains("All is quiet"));
        assert_eq!(hers.post("/circles/digest", &[]).await.location().as_deref(), Some("/circles"));
        assert!(!hers.get("/circles").await.words().contains("Your summary is here"));
    });
}
