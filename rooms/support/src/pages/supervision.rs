//! The supervisors' board and what is done from it.

use askama::Template;
use axum::extract::{Path, ws::WebSocketUpgrade};
use db::{Error, Time, Uuid};
use organisation::topics::{self, Topic};
use web::{Form, Page};
use words::{Actor, Ctx, Hat, MemberId};

use crate::{
    alert::{self, Alert, AlertKind},
    board::Board,
    closing::Closing,
    dispatch,
    feedback::{Feedback, Given},
    kind::{RequestId, Role},
    offer::{self, Offer},
    profile::{CAPACITY_AT_MOST, Profile},
    request::Request,
    topic,
};

/// Longest notice at closed doors, in characters.
const NOTICE_AT_MOST: usize = 300;

#[derive(Template)]
#[template(path = "supervision/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    me: MemberId,
    board: &'a Board,
}

impl Show<'_> {
    /// Whole minutes since then, for a glance.
    fn minutes(&self, since: &Time) -> u64 {
        self.c.now().since(*since).as_secs() / 60
    }

    /// A wait or a silence that should not go on.
    fn is_long(&self, since: &Time) -> bool {
        self.minutes(since) >= 5
    }

    fn alert_key(&self, alert: &Alert) -> &'static str {
        match alert.kind {
            AlertKind::NotOk => "alert-not-ok",
            AlertKind::WasHard => "alert-was-hard",
            AlertKind::NoteOverdue => "alert-note-overdue",
            AlertKind::WaitsLong => "alert-waits-long",
            AlertKind::LowFeedback => "alert-low-feedback",
        }
    }

    /// Where an alert leads, when there is a page for it.
    fn leads_to(&self, alert: &Alert) -> Option<String> {
        match alert.kind {
            AlertKind::NoteOverdue => Some("/duty/notes".to_owned()),
            AlertKind::WaitsLong => Some(format!("/supervision/requests/{}", alert.subject)),
            AlertKind::LowFeedback => Some("/supervision/feedback".to_owned()),
            AlertKind::NotOk | AlertKind::WasHard => None,
        }
    }
}

async fn page(c: &Ctx, form: &Form) -> Page {
    let actor = c.hat(Hat::Supervisor)?.clone();
    let me = actor.id;
    let board = c.read(move |tx| Board::now(tx, &actor)).await?;
    let page = Show { c, form, me, board: &board };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn show(c: Ctx) -> Page {
    page(&c, &Form::empty()).await
}

pub(crate) async fn live(c: Ctx, upgrade: WebSocketUpgrade) -> Page {
    c.hat(Hat::Supervisor)?;
    Ok(c.follow(upgrade, &[topic::BOARD.to_owned()]))
}

pub(crate) async fn settle(c: Ctx, Path(id): Path<String>) -> Page {
    let id: Uuid = id.parse().map_err(|_| Error::NotFound)?;
    let actor = c.hat(Hat::Supervisor)?.clone();
    c.write(move |tx| alert::settle(tx, &actor, id)).await?;
    c.go("/supervision")
}

/// A supporter who could be offered a request, with the reasons as words.
struct Possible {
    supporter: MemberId,
    name: String,
    because: Vec<String>,
}

#[derive(Template)]
#[template(path = "supervision/request.html")]
struct OfferByHand<'a> {
    c: &'a Ctx,
    request: &'a Request,
    topics: Vec<Topic>,
    possible: Vec<Possible>,
    may_take: bool,
}

/// Whom a request could be offered to, by hand.
pub(crate) async fn request(c: Ctx, Path(id): Path<String>) -> Page {
    let id: RequestId = id.parse()?;
    let actor: Actor = c.hat(Hat::Supervisor)?.clone();
    let may_take = actor.wears(Hat::Supporter);
    let (request, topics, candidates, names) = c
        .read(move |tx| {
            let request = Request::any(tx, id)?;
            // One's own request is for somebody else to look after.
            if request.member == actor.id {
                return Err(Error::NotFound);
            }
            let numbers = request.topics(tx)?;
            let mut candidates = Vec::new();
            for candidate in dispatch::candidates(tx, &request)? {
                let name = people::Profile::name(tx, candidate.supporter)?.unwrap_or_default();
                candidates.push((candidate.supporter, name, candidate.because));
            }
            Ok((request, topics::named(tx, &numbers)?, candidates, topics::all(tx)?))
        })
        .await?;
    if request.ended_at.is_some() {
        return c.go("/supervision");
    }
    let possible = candidates
        .into_iter()
        .map(|(supporter, name, because)| Possible {
            supporter,
            name,
            because: because
                .iter()
                // What the member wished for is theirs to tell, not ours.
                .filter(|it| !matches!(it, matching::Reason::Wish(_)))
                .map(|it| offer::reason_words(&c, &names, it))
                .collect(),
        })
        .collect();
    c.page(&OfferByHand { c: &c, request: &request, topics, possible, may_take })
}

pub(crate) async fn offer(c: Ctx, Path(id): Path<String>, form: Form) -> Page {
    let id: RequestId = id.parse()?;
    let actor = c.hat(Hat::Supervisor)?.clone();
    let supporter: MemberId = form.text("supporter").parse()?;
    c.write(move |tx| Offer::by_hand(tx, &actor, id, supporter)).await?;
    c.go("/supervision")
}

pub(crate) async fn take(c: Ctx, Path(id): Path<String>) -> Page {
    let id: RequestId = id.parse()?;
    let actor = c.hat(Hat::Supervisor)?.clone();
    let conversation = c.write(move |tx| Offer::take(tx, &actor, id)).await?;
    c.go(format!("/conversations/{}", conversation.id))
}

pub(crate) async fn capacity(c: Ctx, Path(id): Path<String>, form: Form) -> Page {
    let id: MemberId = id.parse()?;
    let actor = c.hat(Hat::Supervisor)?.clone();
    let capacity = form.text("capacity").parse().map_err(|_| Error::refused("capacity-bounds"))?;
    c.write(move |tx| Profile::set_capacity(tx, &actor, id, capacity)).await?;
    c.go("/supervision")
}

pub(crate) async fn close(c: Ctx, mut form: Form) -> Page {
    let actor = c.hat(Hat::Supervisor)?.clone();
    let notice = form.required("notice", NOTICE_AT_MOST, "board-notice-missing");
    if !form.is_right() {
        return page(&c, &form).await;
    }
    c.write(move |tx| Closing::close(tx, &actor, &notice)).await?;
    c.go("/supervision")
}

pub(crate) async fn reopen(c: Ctx) -> Page {
    let actor = c.hat(Hat::Supervisor)?.clone();
    c.write(move |tx| Closing::reopen(tx, &actor)).await?;
    c.go("/supervision")
}

#[derive(Template)]
#[template(path = "supervision/feedback.html")]
struct FeedbackPage<'a> {
    c: &'a Ctx,
    all: Vec<(Given, String, String)>,
}

/// How it was for people, one by one: for reading, not for counting.
pub(crate) async fn feedback(c: Ctx) -> Page {
    let actor = c.hat(Hat::Supervisor)?.clone();
    let all = c
        .read(move |tx| {
            let mut all = Vec::new();
            for given in Feedback::newest(tx, &actor, 100)? {
                let by = people::Profile::name(tx, given.member)?.unwrap_or_default();
                let supporter = people::Profile::name(tx, given.supporter)?.unwrap_or_default();
                all.push((given, by, supporter));
            }
            Ok(all)
        })
        .await?;
    c.page(&FeedbackPage { c: &c, all })
}
