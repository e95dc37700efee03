//! Every form of stories, gatherings and live rooms that takes words, and the live room's sockets.

use serde_json::json;

use super::Pen;
use crate::{socket::Socket, standing::filled, talk::fresh_id};

pub(super) async fn write(pen: &mut Pen<'_>) {
    stories(pen).await;
    gatherings(pen).await;
    live(pen).await;
}

async fn stories(pen: &mut Pen<'_>) {
    let story = [("language", "en"), ("action", "offer")];
    for field in ["title", "words", "own-note"] {
        let rest = [("title", "A stop"), ("words", "One stop.")];
        let form: Vec<_> = story.into_iter().chain(rest.into_iter().filter(|(name, _)| *name != field)).collect();
        pen.post("Rhys", "/circles/stories", field, &form).await;
    }
    for field in ["words", "remark-methods"] {
        let verdict = [("round", "1"), ("verdict", "back"), ("words", "Please.")];
        let form: Vec<_> = verdict.into_iter().filter(|(name, _)| *name != field).collect();
        let reviewed = if field == "words" { "{offered}" } else { "{offered_too}" };
        pen.post("Olu", &format!("/circles/stories/{reviewed}/review"), field, &form).await;
    }
    pen.post("Leo", "/circles/mutes", "word", &[("kind", "word")]).await;
    pen.post("Leo", "/circles/mine/dates", "label", &[("day", "2"), ("month", "5")]).await;
}

async fn gatherings(pen: &mut Pen<'_>) {
    let plan = [
        ("title", "Tea"),
        ("mode", "in-person"),
        ("day", "2026-12-01"),
        ("time", "19:00"),
        ("zone", "Europe/London"),
        ("minutes", "60"),
        ("repeats", "once"),
    ];
    pen.post("Olu", "/circles/{circle}/gatherings", "place", &plan).await;
    pen.post("Olu", "/gatherings/{tonight}/step", "step", &[]).await;
    pen.post("Olu", "/gatherings/{tonight}/move", "why", &[("day", "2026-12-01"), ("time", "19:00")]).await;
    pen.post("Olu", "/gatherings/{tonight}/cancellation", "words", &[]).await;
    pen.post("Leo", "/gatherings/{held}/learned", "words", &[("version", "1")]).await;
}

async fn live(pen: &mut Pen<'_>) {
    let says = |id: &str| [("id".to_owned(), id.to_owned())];
    for path in ["evenings/{evening}/messages", "aside/{aside}/messages"] {
        for field in ["text", "own_note"] {
            let id = says(&fresh_id().to_string());
            let mut form: Vec<(&str, &str)> = id.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            if field != "text" {
                form.push(("text", "Good evening."));
            }
            pen.post("Olu", &format!("/circles/{{circle}}/room/{path}"), field, &form).await;
        }
    }
    let word = pen.canary("socket");
    let address = pen.town.serve().await;
    let token = pen.town.token("Olu").await;
    let path = filled("/circles/{circle}/room/evenings/{evening}/live", &pen.keys);
    let mut socket = Socket::open(address, &path, &token).await.unwrap();
    assert!(socket.send(&json!({ "t": "send", "id": fresh_id(), "text": word })).await);
    while socket.next().await.expect("an answer")["t"] != "saved" {}
    let room = "/circles/{circle}/room";
    pen.post("Olu", &format!("{room}/parking"), "topic", &[]).await;
    let rule = pen.keys["rule"].clone();
    pen.post("Olu", &format!("{room}/messages/{{message}}/hiding"), "why", &[("rule", &rule)]).await;
    pen.post("Olu", &format!("{room}/messages/{{message}}/report"), "words", &[("reason", "unkind")]).await;
    pen.post("Olu", &format!("{room}/aside/{{aside}}/report"), "words", &[("reason", "unkind")]).await;
    pen.post("Olu", &format!("{room}/closing"), "words", &[]).await;
}
