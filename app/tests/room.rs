//! A live room over real sockets: what reaches whose browser, and what must not.

use std::{net::SocketAddr, time::Duration};

use circles::{circle::Circle, kind::CircleId, measure};
use db::{Result, Tx, Uuid};
use live::{
    kind::EveningId,
    message::{self, Words},
    presence,
    seat::Seat,
};
use safety::{rule, spot::Grounds};
use serde_json::{Value, json};
use workforce::hours;

use crate::{
    program::http,
    socket::{Socket, knock},
    talk::fresh_id,
    town::{Town, in_town},
};

/// Why a facilitator tries something.
fn a_try(tx: &mut Tx<'_>) -> Result<Grounds> {
    let rule = rule::all(tx)?[0].id;
    Ok(Grounds { rule, reason: "A try.".to_owned(), answer: "We looked at it.".to_owned() })
}

/// The room of the town that is open tonight.
struct Room {
    circle: CircleId,
    evening: EveningId,
    at: SocketAddr,
}

impl Room {
    async fn of(town: &Town) -> Self {
        let olu = town.actor("Olu").await;
        let (circle, evening) = town
            .write(move |tx| {
                let mine = Circle::mine(tx, &olu)?;
                let (circle, _) = mine.into_iter().find(|(it, _)| it.plan.name == "Night owls").expect("a circle");
                Ok((circle.id, Seat::of(tx, &olu, circle.id)?.open()?.id))
            })
            .await;
        Self { circle, evening, at: town.serve().await }
    }

    fn path(&self) -> String {
        format!("/circles/{}/room/evenings/{}/live", self.circle, self.evening)
    }

    /// Somebody's page, with everything that they see from number `after` on.
    async fn enters(&self, town: &Town, name: &str, after: i64) -> Socket {
        let mut socket = Socket::open(self.at, &self.path(), &town.token(name).await).await.expect("the room is open");
        assert!(socket.send(&json!({ "t": "resume", "after": after })).await);
        socket
    }

    async fn says(&self, town: &Town, name: &str, text: &str) -> i64 {
        let (actor, circle, evening) = (town.actor(name).await, self.circle, self.evening);
        let words = Words { id: fresh_id(), text: text.to_owned(), ..Words::default() };
        town.write(move |tx| message::say(tx, &actor, circle, evening, &words).map(|it| it.seq)).await
    }

    async fn last(&self, town: &Town) -> i64 {
        let evening = self.evening;
        let all = town.write(move |tx| message::since(tx, evening.talk(), 0, 1000)).await;
        all.last().map_or(0, |it| it.seq)
    }
}

/// The frames that reach a browser until it is told the words of the end, all as one text and as frames.
async fn until(socket: &mut Socket, end: &str) -> (String, Vec<Value>) {
    let (mut text, mut frames) = (String::new(), Vec::new());
    loop {
        let frame = socket.next().await.expect("the line holds");
        text.push_str(&frame.to_string());
        frames.push(frame);
        if text.contains(end) {
            return (text, frames);
        }
    }
}

#[test]
fn whoever_gave_nearly_enough_is_told_on_the_page_and_the_room_closes_with_kind_words() {
    in_town(|town| async move {
        let (olu, room) = (town.id("Olu"), Room::of(&town).await);
        let (evening, page) = (room.evening, format!("/circles/{}/room", room.circle));
        let told = "You have given nearly enough for now.";
        assert!(!town.as_("Olu").await.get(&page).await.body.contains(told));
        let enough = town.write(move |tx| hours::enough_at(tx, olu)).await;
        let minute = Duration::from_secs(60);
        // Their page is open all the time.
        let goes_on = async |until: db::Time| {
            while town.ground.db.now() < until {
                town.ground.clock.pass(minute.min(until.since(town.ground.db.now())));
                town.write(move |tx| presence::see(tx, evening, olu)).await;
            }
        };
        goes_on(enough - 10 * minute).await;
        let mut hers = town.as_("Olu").await;
        hers.get(&page).await.is(200).says(told).says("Nobody else looks after the room, so it closes then.");
        assert!(!town.as_("Leo").await.get(&page).await.body.contains(told), "that is hers to know");
        goes_on(enough).await;
        alongside::wiring::jobs().run_due(&town.ground.db).await.unwrap();
        let closed = town.as_("Leo").await.get(&page).await;
        closed.is(200).says("The live room is closed.").says("has given enough for now and rests");
    });
}

#[test]
fn words_of_blocked_people_never_reach_the_others_browser() {
    in_town(|town| async move {
        let room = Room::of(&town).await;
        let (jonas, priya) = (town.id("Jonas"), town.id("Priya"));
        town.write(move |tx| people::blocks::block(tx, jonas, priya)).await;
        let last = room.last(&town).await;
        let (mut hers, mut his) = (room.enters(&town, "Priya", 0).await, room.enters(&town, "Jonas", 0).await);
        room.says(&town, "Jonas", "words of Jonas").await;
        room.says(&town, "Priya", "words of Priya").await;
        room.says(&town, "Leo", "the end of it").await;
        let (hers, _) = until(&mut hers, "the end of it").await;
        let (his, _) = until(&mut his, "the end of it").await;
        assert!(hers.contains("words of Priya") && his.contains("words of Jonas"));
        // Neither live nor when the past of the evening is resumed, which both asked for; nor on the page.
        for (seen, other, fragment) in
            [(&hers, "Jonas", "words of Jonas"), (&hers, "Jonas", "I brought tea"), (&his, "Priya", "Tea is allowed")]
        {
            assert!(!seen.contains(fragment), "{other}: {fragment}");
        }
        // Who said something is not in the bytes, under no guise.
        for seen in [&hers, &his] {
            assert!(!seen.contains(&jonas.to_string()) && !seen.contains(&priya.to_string()));
        }
        let page = town.as_("Priya").await.get(&format!("/circles/{}/room", room.circle)).await;
        assert!(page.body.contains("words of Priya") && !page.body.contains("words of Jonas"));
        assert!(room.last(&town).await > last);
    });
}

#[test]
fn a_lost_line_is_resumed_without_loss_or_double() {
    in_town(|town| async move {
        let room = Room::of(&town).await;
        let from = room.last(&town).await;
        let mut first = room.enters(&town, "Leo", from).await;
        let id = fresh_id();
        for _ in 0..2 {
            assert!(first.send(&json!({ "t": "send", "id": id, "text": "sent twice", "notes": ["death"] })).await);
        }
        let (mut saved, mut shown) = (Vec::new(), Vec::new());
        while saved.len() < 2 || shown.is_empty() {
            let frame = first.next().await.unwrap();
            match frame["t"].as_str() {
                Some("saved") => saved.push(frame["seq"].as_i64().unwrap()),
                Some("message") => shown.push(frame["seq"].as_i64().unwrap()),
                _ => (),
            }
        }
        assert_eq!((saved, shown), (vec![from + 1, from + 1], vec![from + 1]));
        drop(first);
        for number in 0..30 {
            room.says(&town, "Jonas", &format!("missed {number}")).await;
        }
        let mut again = room.enters(&town, "Leo", from + 1).await;
        let (_, frames) = until(&mut again, "missed 29").await;
        let numbers: Vec<i64> = frames.iter().filter_map(|it| it["seq"].as_i64()).collect();
        assert_eq!(numbers, (from + 2..=from + 31).collect::<Vec<_>>());
    });
}

#[test]
fn who_comes_late_is_not_sent_what_was_said_before() {
    in_town(|town| async move {
        let room = Room::of(&town).await;
        let theo = town.actor("Theo").await;
        // A line without having come in hears nothing; then he comes in.
        let mut early = room.enters(&town, "Theo", 0).await;
        room.says(&town, "Leo", "before he came in").await;
        let evening = room.evening;
        let id = theo.id;
        town.write(move |tx| presence::see(tx, evening, id)).await;
        let mut socket = room.enters(&town, "Theo", 0).await;
        let seq = room.says(&town, "Leo", "after he came in").await;
        let (seen, _) = until(&mut socket, "after he came in").await;
        assert!(!seen.contains("before he came in") && !seen.contains("I brought tea"));
        assert!(early.next_within(Duration::from_millis(200)).await.is_none(), "who is not there hears nothing");
        // What was hidden before his time and is shown again does not come to him either.
        let (olu, circle) = (town.actor("Olu").await, room.circle);
        let before = town
            .write(move |tx| {
                let old = message::since(tx, evening.talk(), seq - 2, 1)?.remove(0);
                let grounds = a_try(tx)?;
                message::hide(tx, &olu, circle, old.id, &grounds)?;
                message::show_again(tx, &olu, circle, old.id)?;
                Ok(old.words)
            })
            .await;
        assert_eq!(before, "before he came in");
        room.says(&town, "Leo", "the end of it").await;
        let (seen, _) = until(&mut socket, "the end of it").await;
        assert!(!seen.contains("before he came in"));
    });
}

#[test]
fn who_is_removed_hears_nothing_more() {
    in_town(|town| async move {
        let room = Room::of(&town).await;
        let last = room.last(&town).await;
        let mut socket = room.enters(&town, "Jonas", last).await;
        room.says(&town, "Leo", "still together").await;
        until(&mut socket, "still together").await;
        let (olu, jonas, circle) = (town.actor("Olu").await, town.id("Jonas"), room.circle);
        town.write(move |tx| {
            let circle = Circle::facilitated_by(tx, &olu, circle)?;
            let grounds = a_try(tx)?;
            measure::remove(tx, &olu, &circle, jonas, &grounds)
        })
        .await;
        room.says(&town, "Leo", "without him").await;
        let mut heard = String::new();
        while let Some(frame) = socket.next().await {
            heard.push_str(&frame.to_string());
        }
        assert!(!heard.contains("without him"), "{heard}");
        assert_eq!(knock(room.at, &room.path(), Some(&town.token("Jonas").await)).await.0, 404);
    });
}

#[test]
fn what_was_taken_back_is_blanked_everywhere() {
    in_town(|town| async move {
        let room = Room::of(&town).await;
        let last = room.last(&town).await;
        let mut socket = room.enters(&town, "Leo", last).await;
        let (jonas, circle, evening) = (town.actor("Jonas").await, room.circle, room.evening);
        let seq = town
            .write(move |tx| {
                let words = Words { id: Uuid::from_u128(9), text: "too much".to_owned(), ..Words::default() };
                let said = message::say(tx, &jonas, circle, evening, &words)?;
                message::withdraw(tx, &jonas, circle, said.id)?;
                Ok(said.seq)
            })
            .await;
        let (_, frames) = until(&mut socket, "changed").await;
        let changed = frames.last().unwrap();
        assert_eq!(changed["seq"], json!(seq));
        assert!(!changed["html"].as_str().unwrap().contains("too much"));
    });
}

#[test]
fn the_room_works_by_forms_alone() {
    in_town(|town| async move {
        let room = Room::of(&town).await;
        let base = format!("/circles/{}/room", room.circle);
        let (leo, olu) = (town.token("Leo").await, town.token("Olu").await);
        let post = |token: String, path: String, form: &'static str| async move {
            http(room.at, "POST", &path, Some(&token), form).await.expect("an answer")
        };
        let messages = format!("{base}/evenings/{}/messages", room.evening);
        let said = "id=00000000-0000-4000-8000-000000000001&text=by+a+form&notes=death&own_note=hospital";
        for _ in 0..2 {
            assert_eq!(post(leo.clone(), messages.clone(), said).await.status, 303);
        }
        let mut page = town.as_("Leo").await;
        let shown = page.get(&base).await;
        assert_eq!(shown.body.matches("by a form").count(), 1);
        assert!(shown.body.contains("Death and loss, hospital"));
        for (path, form) in
            [("/hand", ""), ("/hand/lowering", ""), ("/presence", "shown=yes"), ("/parking", "topic=quiet+mornings")]
        {
            let answer = post(leo.clone(), format!("{base}{path}"), form).await;
            assert_eq!(answer.status, 303, "{path}: {}", answer.body);
        }
        assert!(page.get(&base).await.body.contains("quiet mornings"));
        // Too soon: the page comes back with the words, the note and the reason.
        assert_eq!(post(olu.clone(), format!("{base}/slow"), "slow=60").await.status, 303);
        let slow = "id=00000000-0000-4000-8000-000000000002&text=not+lost&notes=death";
        let answer = post(leo.clone(), messages.clone(), slow).await;
        assert_eq!(answer.status, 422);
        assert!(answer.body.contains("not lost") && answer.body.contains("Your words are kept"));
        // What only facilitators do does not exist for Leo.
        for path in ["/slow", "/closing", "/opening", "/stepping-back"] {
            assert_eq!(post(leo.clone(), format!("{base}{path}"), "slow=off&words=bye").await.status, 404, "{path}");
        }
        assert_eq!(post(olu, format!("{base}/closing"), "words=Sleep+well.").await.status, 303);
        let closed = page.get(&base).await;
        assert!(closed.body.contains("The live room is closed.") && closed.body.contains("Sleep well."));
    });
}
