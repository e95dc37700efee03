//! A meeting that runs, for the facilitators alone.

use askama::Template;
use axum::extract::{Path, ws::WebSocketUpgrade};
use db::{Error, Result};
use people::Profile;
use web::{Form, Page};
use words::{Ctx, MemberId};

use circles::membership;

use crate::{
    kind::OccurrenceId,
    meeting::{Meeting, Step},
    occurrence::Occurrence,
    topic,
};

#[derive(Template)]
#[template(path = "meetings/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    it: &'a Occurrence,
    meeting: &'a Meeting,
    me: MemberId,
    facilitators: Vec<(MemberId, String)>,
}

impl Show<'_> {
    /// Seconds until the phase should be over; below zero when it takes longer.
    fn phase_left(&self) -> i64 {
        self.meeting.phase_left(self.c.now()).unwrap_or(0)
    }

    /// Seconds as a clock shows them, without a sign: `12:30`.
    fn clock(&self, seconds: i64) -> String {
        format!("{}:{:02}", seconds.abs() / 60, seconds.abs() % 60)
    }

    fn leads(&self, member: &MemberId) -> bool {
        self.meeting.lead == Some(*member)
    }

    fn is_me(&self, member: &MemberId) -> bool {
        *member == self.me
    }

    fn is_last(&self) -> bool {
        self.meeting.phase + 1 >= self.meeting.phases.len()
    }

    fn lead_name(&self) -> &str {
        let name = self.facilitators.iter().find(|(id, _)| Some(*id) == self.meeting.lead);
        name.map_or("", |(_, name)| name)
    }

    fn is_now(&self, number: &usize) -> bool {
        *number == self.meeting.phase
    }

    fn state(&self, number: &usize) -> &'static str {
        match number.cmp(&self.meeting.phase) {
            std::cmp::Ordering::Less => " class=done",
            std::cmp::Ordering::Equal => " aria-current=step",
            std::cmp::Ordering::Greater => "",
        }
    }
}

pub(crate) async fn show(c: Ctx, Path(id): Path<String>) -> Page {
    let id: OccurrenceId = id.parse()?;
    let actor = c.member()?.clone();
    let me = actor.id;
    let (it, meeting, facilitators) = c
        .read(move |tx| {
            let occurrence = Occurrence::facilitated_by(tx, &actor, id)?;
            let meeting = Meeting::facilitated_by(tx, &actor, id)?;
            let mut facilitators = Vec::new();
            for member in membership::facilitators(tx, occurrence.circle)? {
                facilitators.push((member, Profile::name(tx, member)?.unwrap_or_default()));
            }
            Ok((occurrence, meeting, facilitators))
        })
        .await?;
    match meeting {
        Some(meeting) if meeting.is_running() => c.page(&Show { c: &c, it: &it, meeting: &meeting, me, facilitators }),
        // Not begun, or over: the occurrence's own page knows which.
        _ => c.go(format!("/gatherings/{id}")),
    }
}

pub(crate) async fn live(c: Ctx, Path(id): Path<String>, upgrade: WebSocketUpgrade) -> Page {
    let id: OccurrenceId = id.parse()?;
    let actor = c.member()?.clone();
    c.read(move |tx| Occurrence::facilitated_by(tx, &actor, id)).await?;
    Ok(c.follow(upgrade, &[topic::of_meeting(id)]))
}

pub(crate) async fn begin(c: Ctx, Path(id): Path<String>) -> Page {
    let id: OccurrenceId = id.parse()?;
    let actor = c.member()?.clone();
    c.write(move |tx| Meeting::begin(tx, &actor, id)).await?;
    c.go(format!("/gatherings/{id}/running"))
}

/// Does something to the meeting that runs; one that is over has its own page.
async fn act(
    c: &Ctx,
    id: OccurrenceId,
    work: impl Fn(&mut db::Tx<'_>, &words::Actor, &Meeting) -> Result<()> + Send + 'static,
) -> Page {
    let actor = c.member()?.clone();
    c.write(move |tx| {
        let meeting = Meeting::facilitated_by(tx, &actor, id)?.ok_or(Error::NotFound)?;
        if meeting.is_running() { work(tx, &actor, &meeting) } else { Ok(()) }
    })
    .await?;
    c.go(format!("/gatherings/{id}/running"))
}

pub(crate) async fn go(c: Ctx, Path(id): Path<String>, form: Form) -> Page {
    let seen: usize = form.text("seen").parse().map_err(|_| Error::NotFound)?;
    let step = if form.chosen("to", "back") { Step::Back } else { Step::Next };
    act(&c, id.parse()?, move |tx, _, meeting| meeting.go(tx, seen, step)).await
}

pub(crate) async fn hand_over(c: Ctx, Path(id): Path<String>, form: Form) -> Page {
    let to: MemberId = form.text("to").parse()?;
    act(&c, id.parse()?, move |tx, _, meeting| meeting.hand_over(tx, to)).await
}

pub(crate) async fn end(c: Ctx, Path(id): Path<String>) -> Page {
    act(&c, id.parse()?, |tx, actor, meeting| meeting.end(tx, Some(actor.id))).await
}
