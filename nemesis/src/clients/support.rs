//! People who ask for support, and people who give it.

use std::sync::{Arc, Mutex, PoisonError};

use db::Uuid;

use super::Line;
use crate::{history::What, stage::Person};

/// Asks; waits; talks a moment; ends it, and asks again. Sometimes does not want to wait any more.
pub(super) async fn asks(line: Line, person: Person) {
    let form = "kind=heard&language=en&pace=sooner";
    while !line.is_over() {
        let asked = line.ask("POST", "/support/requests", &person.token, form).await;
        if let Some(request) = asked.as_ref().and_then(|it| it.location()).and_then(|it| led_to(it, REQUESTS)) {
            line.note(What::Waits { member: person.id, request });
        }
        while !line.is_over() {
            let page = line.ask("GET", "/support/ask", &person.token, "").await;
            let Some(page) = page else { continue };
            let place = page.location().unwrap_or_default();
            if let Some(conversation) = led_to(place, CONVERSATIONS) {
                line.rest(50, 250).await;
                ends(&line, conversation, &person.token).await;
                break;
            }
            let Some(request) = led_to(place, REQUESTS) else { break };
            if line.once_in(25) {
                let withdrawal = format!("{REQUESTS}{request}/withdrawal");
                if line.ask("POST", &withdrawal, &person.token, "").await.is_some_and(|it| it.status == 303) {
                    line.note(What::Withdrew { request });
                    break;
                }
            }
            line.rest(120, 260).await;
        }
        line.rest(50, 150).await;
    }
}

/// Goes on duty as one after the other of the rota. Each takes what is offered, from two browsers at once, or declines it;
/// ends what came of it; and rests, for a break that nobody can skip.
pub(super) async fn supports(line: Line, rota: Arc<Mutex<Vec<Person>>>) {
    while !line.is_over() {
        let next = rota.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let Some(person) = next else { return };
        drop(line.ask("POST", "/duty", &person.token, "rested=yes&steady=yes").await);
        let mut talked = false;
        while !line.is_over() {
            let Some(page) = line.ask("GET", "/duty", &person.token, "").await else { continue };
            if let Some(conversation) = first_of(&page.body, CONVERSATIONS) {
                line.rest(50, 200).await;
                ends(&line, conversation, &person.token).await;
                talked = true;
            } else if talked {
                break;
            } else if let Some(offer) = first_of(&page.body, OFFERS) {
                answers(&line, &person, offer).await;
            } else if !page.body.contains("/duty/end") {
                // Not on duty: the form that said so was lost, or the duty ended.
                drop(line.ask("POST", "/duty", &person.token, "rested=yes&steady=yes").await);
            }
            line.rest(60, 160).await;
        }
        drop(line.ask("POST", "/duty/end", &person.token, "").await);
    }
}

async fn answers(line: &Line, person: &Person, offer: Uuid) {
    if line.once_in(6) {
        drop(line.ask("POST", &format!("{OFFERS}{offer}/decline"), &person.token, "").await);
        return;
    }
    let path = format!("{OFFERS}{offer}/acceptance");
    let press = || async {
        let answer = line.ask("POST", &path, &person.token, "").await;
        if let Some(conversation) =
            answer.as_ref().and_then(|it| it.location()).and_then(|it| led_to(it, CONVERSATIONS))
        {
            line.note(What::Won { supporter: person.id, offer, conversation });
        }
    };
    tokio::join!(press(), press());
}

async fn ends(line: &Line, conversation: Uuid, token: &str) {
    line.note(What::Ends { conversation });
    let ended = line.ask("POST", &format!("{CONVERSATIONS}{conversation}/ending"), token, "").await;
    if ended.is_some_and(|it| it.status == 303) {
        line.note(What::Ended { conversation });
    }
}

const REQUESTS: &str = "/support/requests/";
const CONVERSATIONS: &str = "/conversations/";
const OFFERS: &str = "/duty/offers/";

/// The id to which a path under `folder` leads.
fn led_to(place: &str, folder: &str) -> Option<Uuid> {
    place.strip_prefix(folder)?.get(..36)?.parse().ok()
}

/// The first id under `folder` on a page.
fn first_of(page: &str, folder: &str) -> Option<Uuid> {
    page.split(folder).skip(1).find_map(|rest| rest.get(..36)?.parse().ok())
}
