//! Who is in a hidden circle, and that it is there at all, is told to nobody outside: not by what is answered, not by what
//! an answer costs, not by a number or a name, not by what a form does with a name, not by a wake-up.
//!
//! What an answer costs is counted in statements rather than in time: that is the same on every machine, and an answer that
//! asks the tables the same questions takes as long as the other.

use std::time::Duration;

use ::words::{AgeBand, Language, MemberId};
use circles::{
    circle::{Circle, Plan},
    kind::{CircleId, Intent, Joining},
    membership,
    post::{self, Words},
    thread::{Opening, Thread},
};
use db::args;
use safety::{
    flag,
    kind::{CaseId, Kind, Matter, Reason},
};
use testkit::Client;

use crate::{
    socket::{Socket, knock},
    standing::{Keys, REMOVED, YOUTH, assemble, filled, inside, is_socket},
    talk::fresh_id,
    town::{Town, in_town},
};

/// In no circle at all.
const STRANGER: &str = "Wanda";
/// When the gathering of the hidden circle begins, as calendars say it.
const TONIGHT: &str = "DTSTART:20261122T201000Z";
/// How long a wake-up that must not come is waited for.
const SILENCE: Duration = Duration::from_millis(400);
/// What a route can name that exists in one circle only.
const IDS: &[&str] = &[
    "circle",
    "picture",
    "thread",
    "post",
    "case",
    "ask",
    "spot",
    "refusal",
    "proposal",
    "series",
    "tonight",
    "held",
    "news",
    "evening",
    "message",
    "kept_back",
    "parked",
    "aside",
    "offered_aside",
    "handover",
];

/// The town with a stranger in it, and beside the circle that is asked about everywhere (hidden, by request) another one
/// to which only an invitation leads: what it consists of, by the same names.
async fn with_secrets(town: &mut Town) -> (Keys, Keys) {
    let keys = assemble(town).await;
    town.moves_in(STRANGER, AgeBand::Adult, &[]).await;
    let (olu, leo, sam) = (town.actor("Olu").await, town.actor("Leo").await, town.actor("Sam of the hill").await);
    let mut secret = keys.clone();
    let made = town
        .write(move |tx| {
            let plan = Plan {
                joining: Joining::Invitation,
                hidden: true,
                ..Plan::usual("The back room", "For a few.", "We listen.", Language::default())
            };
            let marisol: MemberId =
                tx.value("SELECT member_id FROM people_names WHERE pseudonym = 'Marisol'", args![])?;
            let id = Circle::found(tx, olu.id, AgeBand::Adult, &plan, &[olu.id, marisol], true)?;
            let circle = Circle::facilitated_by(tx, &olu, id)?;
            for (name, actor) in [("Leo", &leo), ("Sam of the hill", &sam)] {
                membership::invite(tx, &olu, &circle, name)?;
                assert!(membership::join(tx, actor, id, "")?, "{name} was invited");
            }
            let opening = Opening {
                title: "Between us".to_owned(),
                intent: Intent::Hello,
                notes: Vec::new(),
                own_note: String::new(),
                topics: Vec::new(),
                words: Words { text: "Hello in here.".to_owned(), unnamed: false },
            };
            let (thread, _) = Thread::begin(tx, &leo, id, &opening)?;
            let post = tx.value("SELECT id FROM circles_posts WHERE thread_id = $1", args![thread])?;
            let flag = flag::make(tx, &sam, Matter { kind: Kind::Post, id: post }, Reason::Other, "")?;
            let case: CaseId = tx.value("SELECT case_id FROM safety_flags WHERE id = $1", args![flag])?;
            Ok([
                ("circle", id.to_string()),
                ("thread", thread.to_string()),
                ("post", post.to_string()),
                ("case", case.to_string()),
            ])
        })
        .await;
    secret.extend(made);
    (keys, secret)
}

/// The same names for things that never were.
fn nothing(keys: &Keys) -> Keys {
    let mut nothing = keys.clone();
    nothing.extend(IDS.iter().map(|name| (*name, fresh_id().to_string())));
    nothing
}

/// An answer, byte for byte apart from the ids that were asked for and the headers that say when.
pub(crate) async fn answer(
    town: &Town,
    browser: &mut Client,
    token: &str,
    row: crate::standing::Tried,
    keys: &Keys,
    ids: &[&str],
) -> String {
    let (method, path, form) = row;
    let address = filled(path, keys);
    if is_socket(path) {
        return format!("{:?}", knock(town.serve().await, &address, Some(token)).await);
    }
    let form: Vec<_> = form.iter().map(|(name, value)| (*name, filled(value, keys))).collect();
    let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let came = if method == "GET" { browser.get(&address).await } else { browser.post(&address, &form).await };
    let mut headers: Vec<_> = came.headers.iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
    headers.retain(|it| !["date", "x-request-id", "server-timing"].iter().any(|name| it.starts_with(name)));
    headers.sort();
    let whole = format!("{}\n{}\n{}", came.status, headers.join("\n"), came.body);
    ids.iter().fold(whole, |whole, name| whole.replace(&keys[name], name))
}

#[test]
fn what_is_hidden_is_answered_like_what_never_was_and_costs_as_much() {
    in_town(|mut town| async move {
        let (keys, secret) = with_secrets(&mut town).await;
        let (mut asked, mut wrong) = (0, Vec::new());
        for name in [STRANGER, "Jonas", "Amina", "Hassan", REMOVED, YOUTH] {
            let token = town.token(name).await;
            let mut browser = town.visitor();
            browser.set_cookie("s", &token);
            browser.get("/circles").await.is(200);
            for (row, is_front) in inside() {
                for (which, real) in [("invitation", &secret), ("request", &keys)] {
                    // Who may ask to come in learns that the circle is there.
                    if which == "request" && is_front {
                        continue;
                    }
                    let never = nothing(&keys);
                    // Once for nothing: what is kept for everybody is kept before anything is counted.
                    answer(&town, &mut browser, &token, row, &never, IDS).await;
                    let mut both = Vec::new();
                    for keys in [&never, real] {
                        let before = town.ground.db.statements();
                        let said = answer(&town, &mut browser, &token, row, keys, IDS).await;
                        both.push((said, town.ground.db.statements() - before));
                    }
                    asked += 1;
                    if both[0] != both[1] {
                        let told = |it: &(String, u64)| format!("{} statements: {}", it.1, it.0);
                        wrong.push(format!(
                            "{name}, {which}: {} {}\n--- never was\n{}\n--- hidden\n{}",
                            row.0,
                            row.1,
                            told(&both[0]),
                            told(&both[1])
                        ));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{} answers tell:\n{}", wrong.len(), wrong.join("\n\n"));
        assert!(asked > 300, "only {asked} questions");
        println!("{:?}: {asked} answers are the same, in bytes and in statements", town.ground.engine);
    });
}

#[test]
fn no_page_of_an_outsider_changes_with_who_is_in_a_hidden_circle() {
    in_town(|mut town| async move {
        let (keys, secret) = with_secrets(&mut town).await;
        let front = filled("/circles/{circle}", &keys);
        let front_of_room = format!("{front}/room");
        let pages = [
            "/",
            "/circles",
            "/circles/find",
            "/circles/find?topic=11",
            "/circles/waiting",
            "/circles/start",
            // By words that stand in it, and by what it is about.
            "/circles/search?q=laughing",
            "/circles/search?q=rainbow",
            "/circles/mine",
            "/circles/mine/writing",
            "/circles/mine/writing/copy.json",
            "/circles/digest",
            "/gatherings",
            "/gatherings/calendar",
            &front,
        ];
        stranger_knocks_in_vain(&town, &front_of_room).await;
        let mut stranger = town.as_(STRANGER).await;
        let mut before = Vec::new();
        for path in pages {
            let page = stranger.get(path).await;
            page.is(200);
            for name in ["Olu", "Marisol", "Leo", "Sam of the hill", "Hazel", "The back room", "Told my sister"] {
                // Circles that are not hidden say who looks after them, on their own page.
                assert!(!page.body.contains(name), "{path} tells {name}");
            }
            before.push(page.body);
        }
        // People come and go, one of those who look after it steps back, somebody writes; it is full.
        for (who, path, form) in [
            ("Olu", "/circles/{circle}/requests/{ask}/admission", &[][..]),
            ("Leo", "/circles/{circle}/membership/end", &[]),
            ("Sam of the hill", "/circles/{circle}/threads", &[("title", "T"), ("intent", "win"), ("words", "W")]),
            ("Marisol", "/circles/{circle}/stepping-back", &[]),
        ] {
            town.as_(who).await.post(&filled(path, &keys), form).await.is(303);
        }
        town.as_("Leo").await.post(&filled("/circles/{circle}/membership/end", &secret), &[]).await.is(303);
        for (path, before) in pages.iter().zip(before) {
            assert_eq!(stranger.get(path).await.body, before, "{path} changed");
        }
        // Whoever asks for a place is not told whether one is left.
        let id: CircleId = keys["circle"].parse().unwrap();
        let mut told = Vec::new();
        for size in [1000, 4] {
            town.write(move |tx| tx.execute("UPDATE circles_circles SET size = $2 WHERE id = $1", args![id, size]))
                .await;
            let asked = stranger.post(&filled("/circles/{circle}/membership", &keys), &[]).await;
            let page = stranger.get(&front).await;
            told.push((asked.status, asked.location(), page.body));
            stranger.post(&filled("/circles/{circle}/request/withdrawal", &keys), &[]).await.is(303);
        }
        assert_eq!(told[0], told[1], "whether it is full is told");
        // Nor does a press lead in, where its plan is from a time when one could.
        town.write(move |tx| tx.execute("UPDATE circles_circles SET joining = 'open' WHERE id = $1", args![id])).await;
        stranger.post(&filled("/circles/{circle}/membership", &keys), &[]).await.is(303);
        let wanda = town.id(STRANGER);
        assert_eq!(town.write(move |tx| membership::role(tx, id, wanda)).await, None);
        stranger.get(&filled("/threads/{thread}", &keys)).await.is(404);
    });
}

/// The room of a circle that somebody is not in.
async fn stranger_knocks_in_vain(town: &Town, room: &str) {
    let (address, token) = (town.serve().await, town.token(STRANGER).await);
    assert_eq!(knock(address, &format!("{room}/door"), Some(&token)).await.0, 404);
    town.as_(STRANGER).await.get(room).await.is(404);
}

#[test]
fn a_calendar_says_nothing_of_a_circle_and_forgets_one_that_was_left() {
    in_town(|mut town| async move {
        let (keys, _) = with_secrets(&mut town).await;
        let mut leo = town.as_("Leo").await;
        let page = leo.post("/gatherings/calendar", &[]).await;
        let (_, rest) = page.is(200).body.split_once("/calendar/").expect("the address is shown once");
        let address = format!("/calendar/{}", rest.split(['"', '<', ' ', '&']).next().unwrap_or_default());
        let mut program = town.visitor();
        let feed = program.get(&address).await;
        assert!(feed.is(200).body.contains(TONIGHT), "{}", feed.body);
        for told in ["Under the rainbow", "A word about it", "A reason", "It stayed with me", "Leo"] {
            assert!(!feed.body.contains(told), "the calendar tells {told}");
        }
        // What one takes along holds one's own words alone.
        let copy = town.as_("Sam of the hill").await.get("/circles/mine/writing/copy.json").await;
        assert!(copy.is(200).body.contains("Pass the salt!") && !copy.body.contains("I am still laughing"));
        leo.post(&filled("/circles/{circle}/membership/end", &keys), &[]).await.is(303);
        assert!(!program.get(&address).await.is(200).body.contains(TONIGHT), "the calendar remembers the circle");
        leo.get(&filled("/gatherings/{tonight}", &keys)).await.is(404);
        leo.get(&filled("/gatherings/{tonight}/calendar.ics", &keys)).await.is(404);
        leo.post("/gatherings/calendar/revocation", &[]).await.is(303);
        let gone = program.get(&address).await;
        let never = program.get(&format!("/calendar/{}.ics", "0".repeat(64))).await;
        assert_eq!((gone.status, gone.body), (never.status, never.body), "a feed that was taken back");
    });
}

#[test]
fn a_form_says_the_same_to_every_name() {
    in_town(|mut town| async move {
        let (keys, _) = with_secrets(&mut town).await;
        let (olu, jonas) = (town.id("Olu"), town.id("Jonas"));
        let (priya, theo) = (town.id("Priya"), town.id("Theo"));
        town.write(move |tx| {
            people::blocks::block(tx, priya, olu)?;
            people::blocks::block(tx, theo, jonas)
        })
        .await;
        // Here; nobody; blocked whoever asks; of another band; on the other side; in it already.
        let mut leads = town.as_("Olu").await;
        let (invitations, people) =
            (filled("/circles/{circle}/invitations", &keys), filled("/circles/{circle}/people?invited=yes", &keys));
        let mut told = Vec::new();
        for name in ["Maya", "Nobody at all", "Priya", YOUTH, "Amina", "Leo"] {
            let answer = leads.post(&invitations, &[("name", name)]).await;
            told.push((name, answer.status, answer.location(), leads.get(&people).await.body));
        }
        for other in &told[1..] {
            assert_eq!((&other.1, &other.2, &other.3), (&told[0].1, &told[0].2, &told[0].3), "{} is answered", other.0);
        }
        for (name, invited) in [("Maya", true), ("Priya", false), (YOUTH, false), ("Amina", false)] {
            let page = town.as_(name).await.get("/circles").await;
            assert_eq!(page.body.contains("Under the rainbow"), invited, "{name}");
        }
        // The same when somebody is asked to start a circle.
        let mut asks = town.as_("Jonas").await;
        let mut told = Vec::new();
        for name in ["Maya", "Nobody at all", "Theo", YOUTH] {
            let form = [
                ("name", "Quiet corner"),
                ("about", "For quiet people."),
                ("charter", "We listen."),
                ("language", "en"),
                ("topic", "3"),
                ("reply-hours", "12"),
                ("room-keep-days", "30"),
                ("partner", name),
            ];
            let before = town.ground.db.statements();
            let answer = asks.post("/circles/start", &form).await;
            answer.is(303);
            let cost = town.ground.db.statements() - before;
            let id: String = town
                .write(move |tx| tx.value("SELECT circle_id FROM circles_proposals WHERE by_id = $1", args![jonas]))
                .await;
            let page = asks.get("/circles/start").await.body.replace(&id, "id");
            let mine = asks.get("/circles").await.body.replace(&id, "id");
            asks.post(&format!("/circles/start/{id}/withdrawal"), &[]).await.is(303);
            told.push((name, answer.location(), page, mine, cost));
        }
        for other in &told[1..] {
            assert_eq!((&other.1, &other.2, &other.3), (&told[0].1, &told[0].2, &told[0].3), "{} is answered", other.0);
            assert_eq!(other.4, told[0].4, "statements for {}", other.0);
        }
    });
}

#[test]
fn nobody_says_no_for_somebody_else() {
    in_town(|mut town| async move {
        let (keys, _) = with_secrets(&mut town).await;
        let id: CircleId = keys["circle"].parse().unwrap();
        town.as_("Olu").await.post(&filled("/circles/{circle}/invitations", &keys), &[("name", "Maya")]).await.is(303);
        let mut stranger = town.as_(STRANGER).await;
        for path in ["invitation/decline", "request/withdrawal", "membership/end"] {
            let real = stranger.post(&filled(&format!("/circles/{{circle}}/{path}"), &keys), &[]).await;
            let never = stranger.post(&format!("/circles/{}/{path}", fresh_id()), &[]).await;
            assert_eq!(
                (real.status, real.location(), real.body),
                (never.status, never.location(), never.body),
                "{path}"
            );
        }
        stranger.post(&filled("/circles/start/{proposal}/withdrawal", &keys), &[]).await.is(404);
        let left: (i64, i64, i64) = town
            .write(move |tx| {
                Ok((
                    tx.value("SELECT COUNT(*) FROM circles_invitations WHERE circle_id = $1", args![id])?,
                    tx.value(
                        "SELECT COUNT(*) FROM circles_requests WHERE circle_id = $1 AND settled_at IS NULL",
                        args![id],
                    )?,
                    tx.value("SELECT COUNT(*) FROM circles_proposals WHERE decided_at IS NULL", args![])?,
                ))
            })
            .await;
        assert_eq!((left.0, left.1), (1, 1));
        assert!(left.2 >= 1);
    });
}

#[test]
fn a_wake_up_reaches_only_those_whom_it_concerns() {
    in_town(|mut town| async move {
        let (keys, _) = with_secrets(&mut town).await;
        let address = town.serve().await;
        let open = async |name: &str, path: &str| {
            let token = town.token(name).await;
            Socket::open(address, path, &token).await.unwrap_or_else(|| panic!("{name} at {path}"))
        };
        let mut outside = vec![open(STRANGER, "/circles/live").await, open("Hassan", "/desk/live").await];
        let mut desk = open("Olu", "/desk/live").await;
        let mut sam = open("Sam of the hill", &filled("/threads/{thread}/live", &keys)).await;

        // Who is not concerned wakes nobody, and learns nothing.
        let mut stranger = town.as_(STRANGER).await;
        for path in ["request/withdrawal", "membership/end", "invitation/decline"] {
            stranger.post(&filled(&format!("/circles/{{circle}}/{path}"), &keys), &[]).await.is(303);
        }
        assert_eq!(desk.next_within(SILENCE).await, None, "a stranger wakes the desk");

        // What happens inside wakes those inside.
        let words = [("words", "Still laughing.")];
        town.as_("Leo").await.post(&filled("/threads/{thread}/posts", &keys), &words).await.is(303);
        assert!(sam.next().await.is_some(), "whoever reads the thread hears of it");
        town.as_("Rhys").await.post(&filled("/circles/{circle}/request/withdrawal", &keys), &[]).await.is(303);
        assert!(desk.next().await.is_some(), "the desk hears of it");
        for socket in &mut outside {
            assert_eq!(socket.next_within(SILENCE).await, None, "somebody outside is woken");
        }

        // Whoever was taken out hears nothing more: the open page is closed, and does not open again.
        while sam.next_within(SILENCE).await.is_some() {}
        let rule = filled("{rule}", &keys);
        let reason = [("rule", rule.as_str()), ("reason", "We talked about it.")];
        town.as_("Olu").await.post(&filled("/circles/{circle}/people/{sam}/removal", &keys), &reason).await.is(303);
        let mut heard = 0;
        while sam.next_within(SILENCE * 10).await.is_some() {
            heard += 1;
            assert!(heard < 5, "the page of whoever was taken out stays open");
        }
        assert!(!sam.send(&serde_json::json!({})).await || sam.next().await.is_none(), "it is closed");
        let token = town.token("Sam of the hill").await;
        assert_eq!(knock(address, &filled("/threads/{thread}/live", &keys), Some(&token)).await.0, 404);
    });
}

#[test]
fn who_writes_without_a_name_is_found_out_by_nobody() {
    in_town(|mut town| async move {
        let (keys, _) = with_secrets(&mut town).await;
        let (post, leo) = (keys["unnamed_post"].parse().unwrap(), town.id("Leo").to_string());
        let mut sam = town.as_("Sam of the hill").await;
        let pages =
            ["/circles", "/circles/waiting", "/circles/{circle}", "/threads/{unnamed}", "/flag/post/{unnamed_post}"];
        for path in pages {
            let page = sam.get(&filled(path, &keys)).await;
            page.is(200);
            assert!(!page.body.contains(&leo), "{path} names the author by an id");
            let told = path.contains("unnamed");
            assert!(!(told && page.body.contains("Leo")), "{path} names the author");
        }
        town.as_("Olu").await.get(&filled("/threads/{unnamed}", &keys)).await.is(200).says("Leo");
        // A form that no page offers: the list of names would tell.
        let form = [("reason", "unkind"), ("also", "block"), ("also", "mute")];
        sam.post(&filled("/flag/post/{unnamed_post}", &keys), &form).await.is(303);
        let blocked = sam.get("/account/blocked").await;
        assert!(!blocked.body.contains("Leo"), "the list of blocked people names the author");
        sam.get(&filled("/threads/{unnamed}", &keys)).await.is(200);
        // Who has lost the hat reads as any member does.
        let (olu, wren) = (town.id("Olu"), town.id("Wren"));
        town.write(move |tx| people::hats::withdraw(tx, wren, olu, ::words::Hat::Facilitator, "Asked for it.")).await;
        let page = town.as_("Olu").await.get(&filled("/threads/{unnamed}", &keys)).await;
        assert!(!page.body.contains("Leo"), "whoever no longer looks after it reads the name");
        let olu = town.actor("Olu").await;
        let found = town.write(move |tx| post::readable_by(tx, &olu, post)).await;
        assert!(!found.circle.is_led_by_asker());
    });
}
