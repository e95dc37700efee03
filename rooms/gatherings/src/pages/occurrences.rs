//! One occurrence: what it is, saying yes or no to it, and what its facilitators do about it.

use askama::Template;
use axum::extract::{Path, ws::WebSocketUpgrade};
use db::{Error, Result, Tx};
use people::Profile;
use web::{Form, Page};
use words::{Actor, Ctx, MemberId};

use circles::{circle::Circle, membership};

use super::{planning, shown::Shown};
use crate::{
    gathering::WORDS_AT_MOST,
    kind::{Answer, Attendance, Mode, OccurrenceId},
    learned::Learned,
    occurrence::{self, BEGINS_EARLY, Occurrence},
    seats::{self, Seat},
    topic,
};

/// What an occurrence's page knows beyond the row.
struct Around {
    circle: Circle,
    seat: Option<Seat>,
    before: i64,
    place: Option<String>,
    words: Option<String>,
    step: Option<String>,
    learned: Option<String>,
    /// They are named in a note and have not answered.
    asked: bool,
    belongs: bool,
    paused: bool,
    leads: bool,
}

#[derive(Template)]
#[template(path = "occurrences/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    it: &'a Shown,
    around: &'a Around,
}

impl Show<'_> {
    fn can_answer(&self) -> bool {
        let it = &self.it.occurrence;
        let open = !it.is_cancelled() && !it.is_over(self.c.now()) && !self.it.past;
        open && self.around.belongs && !self.around.paused && (!self.around.leads || self.has_place())
    }

    /// Whether they come or wait: whoever began to look after the circle since then can still step back.
    fn has_place(&self) -> bool {
        self.it.comes() || self.it.waits()
    }

    fn looks_after(&self) -> bool {
        self.around.leads && !self.has_place() && !self.it.past && !self.it.occurrence.is_cancelled()
    }

    fn can_arrive(&self) -> bool {
        self.it.comes() && self.it.occurrence.can_begin(self.c.now()) && !self.is_here()
    }

    fn is_here(&self) -> bool {
        self.around.seat.is_some_and(|it| it.here_at.is_some())
    }

    fn free(&self) -> Option<i64> {
        self.it.occurrence.capacity.map(|it| (it - self.it.count.coming).max(0))
    }

    fn can_write(&self) -> bool {
        self.it.past && (self.around.leads || self.around.seat.is_some_and(|it| it.came()))
    }
}

fn around(tx: &mut Tx<'_>, actor: &Actor, it: &Occurrence) -> Result<Around> {
    let circle = Circle::readable_by(tx, actor, it.circle)?;
    let leads = occurrence::is_led_by(tx, actor, it.circle)?;
    let belongs = circle.role.is_some();
    let seat = seats::of(tx, it.id, actor.id)?;
    let comes = belongs && seat.is_some_and(|it| it.answer == Answer::Coming);
    let note = Learned::of(tx, it.id)?.filter(|it| it.is_offered);
    Ok(Around {
        before: seats::before(tx, it.id, actor.id)?,
        place: if comes || leads { it.place(tx)? } else { None },
        words: it.words(tx)?,
        step: if comes || leads { it.step(tx)? } else { None },
        learned: Learned::shown(tx, actor, it.id)?,
        asked: note.is_some_and(|it| it.answer_of(actor.id) == Some(None)),
        paused: membership::paused_until(tx, it.circle, actor.id)?.is_some(),
        circle,
        seat,
        belongs,
        leads,
    })
}

pub(crate) async fn show(c: Ctx, Path(id): Path<String>) -> Page {
    let id: OccurrenceId = id.parse()?;
    let actor = c.member()?.clone();
    let (it, around) = c
        .read(move |tx| {
            let occurrence = Occurrence::readable_by(tx, &actor, id)?;
            let around = around(tx, &actor, &occurrence)?;
            Ok((Shown::of(tx, &actor, occurrence)?, around))
        })
        .await?;
    c.page(&Show { c: &c, it: &it, around: &around })
}

pub(crate) async fn live(c: Ctx, Path(id): Path<String>, upgrade: WebSocketUpgrade) -> Page {
    let id: OccurrenceId = id.parse()?;
    let actor = c.member()?.clone();
    let member = actor.id;
    c.read(move |tx| Occurrence::readable_by(tx, &actor, id)).await?;
    Ok(c.follow(upgrade, &[topic::of_occurrence(id), topic::of_member(member)]))
}

pub(crate) async fn come(c: Ctx, Path(id): Path<String>, form: Form) -> Page {
    let id: OccurrenceId = id.parse()?;
    let actor = c.member()?.clone();
    let answer = form.text("answer").to_owned();
    c.write(move |tx| match answer.as_str() {
        "coming" => seats::come(tx, &actor, id).map(drop),
        "all" => seats::come_to_all(tx, &actor, id),
        "not-coming" => seats::step_back(tx, &actor, id),
        _ => Err(Error::NotFound),
    })
    .await?;
    c.go(format!("/gatherings/{id}"))
}

pub(crate) async fn arrive(c: Ctx, Path(id): Path<String>) -> Page {
    let id: OccurrenceId = id.parse()?;
    let actor = c.member()?.clone();
    c.write(move |tx| seats::arrive(tx, &actor, id)).await?;
    c.go(format!("/gatherings/{id}"))
}

// ── for those who look after it ─────────────────────────────────────────────────────────────────────────────────────

#[derive(Template)]
#[template(path = "occurrences/plan.html")]
struct Plan<'a> {
    c: &'a Ctx,
    form: &'a Form,
    it: &'a Occurrence,
}

async fn plan_page(c: &Ctx, id: OccurrenceId, typed: Option<&Form>) -> Page {
    let actor = c.member()?.clone();
    let (it, step) = c
        .read(move |tx| {
            let occurrence = Occurrence::facilitated_by(tx, &actor, id)?;
            let step = occurrence.step(tx)?.unwrap_or_default();
            Ok((occurrence, step))
        })
        .await?;
    let filled = Form::with(&[("day", c.field_date(&it.starts_at)), ("time", c.clock(&it.starts_at)), ("step", step)]);
    let form = typed.unwrap_or(&filled);
    let page = Plan { c, form, it: &it };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn plan(c: Ctx, Path(id): Path<String>) -> Page {
    plan_page(&c, id.parse()?, None).await
}

pub(crate) async fn cancel(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let id: OccurrenceId = id.parse()?;
    let actor = c.member()?.clone();
    let words = form.required("words", WORDS_AT_MOST, "gathering-words-missing");
    if form.is_right() {
        let done = c.write(move |tx| Occurrence::facilitated_by(tx, &actor, id)?.cancel(tx, &actor, &words)).await;
        match done {
            Ok(()) => return c.go(format!("/gatherings/{id}")),
            Err(error) => form.take("words", error)?,
        }
    }
    plan_page(&c, id, Some(&form)).await
}

pub(crate) async fn shift(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let id: OccurrenceId = id.parse()?;
    let actor = c.member()?.clone();
    let words = form.optional("why", WORDS_AT_MOST);
    let to = planning::moment(form.text("day"), form.text("time"), c.zone());
    match to {
        None => form.wrong("day", planning::when_missing(form.text("time"))),
        Some(to) if form.is_right() => {
            let to = to?;
            let done = c.write(move |tx| Occurrence::facilitated_by(tx, &actor, id)?.shift(tx, &actor, to, &words));
            match done.await {
                Ok(()) => return c.go(format!("/gatherings/{id}")),
                Err(error) => form.take("day", error)?,
            }
        }
        Some(_) => (),
    }
    plan_page(&c, id, Some(&form)).await
}

pub(crate) async fn step(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let id: OccurrenceId = id.parse()?;
    let actor = c.member()?.clone();
    let words = form.optional("step", WORDS_AT_MOST);
    if !form.is_right() {
        return plan_page(&c, id, Some(&form)).await;
    }
    c.write(move |tx| Occurrence::facilitated_by(tx, &actor, id)?.set_step(tx, &words)).await?;
    c.go(format!("/gatherings/{id}"))
}

#[derive(Template)]
#[template(path = "occurrences/people.html")]
struct People<'a> {
    c: &'a Ctx,
    it: &'a Occurrence,
    seats: Vec<(Seat, String)>,
    saved: bool,
}

impl People<'_> {
    fn can_note(&self) -> bool {
        let it = &self.it;
        it.is_attendance_noted() && !it.is_cancelled() && self.c.now() + BEGINS_EARLY >= it.starts_at
    }

    fn of(&self, answer: Answer) -> Vec<&(Seat, String)> {
        self.seats.iter().filter(|(seat, _)| seat.answer == answer).collect()
    }

    fn is(&self, seat: &Seat, noted: Option<Attendance>) -> bool {
        seat.attendance == noted
    }
}

pub(crate) async fn people(c: Ctx, Path(id): Path<String>) -> Page {
    let id: OccurrenceId = id.parse()?;
    let actor = c.member()?.clone();
    let (it, seats) = c
        .read(move |tx| {
            let occurrence = Occurrence::facilitated_by(tx, &actor, id)?;
            let mut seats = Vec::new();
            for seat in seats::list(tx, &actor, id)? {
                let name = Profile::name(tx, seat.member)?.unwrap_or_default();
                seats.push((seat, name));
            }
            Ok((occurrence, seats))
        })
        .await?;
    let saved = c.query("done") == "noted";
    c.page(&People { c: &c, it: &it, seats, saved })
}

pub(crate) async fn note(c: Ctx, Path(id): Path<String>, form: Form) -> Page {
    let id: OccurrenceId = id.parse()?;
    let actor = c.member()?.clone();
    c.write(move |tx| {
        let mut noted: Vec<(MemberId, Option<Attendance>)> = Vec::new();
        for seat in seats::list(tx, &actor, id)? {
            let field = format!("attendance-{}", seat.member);
            if form.has(&field) {
                noted.push((seat.member, form.text(&field).parse().ok()));
            }
        }
        seats::note(tx, &actor, id, &noted)
    })
    .await?;
    c.go(format!("/gatherings/{id}/attendance?done=noted"))
}
