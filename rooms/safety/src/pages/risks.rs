//! Concerns as those who keep people safe see them: what was said, what asking found, and what is done, the least first.

use askama::Template;
use axum::extract::Path;
use db::{Result, Tx};
use web::{Form, Page};
use words::{Ctx, Hat};

use super::named::Names;
use crate::{
    assessment::Assessment,
    concern::{self, Concern, ConcernId, Step, Taken, WORDS_AT_MOST},
    consent::{self, Consent, ConsentId, State},
    joint::{self, Decided, State as How},
    kind::Level,
    ladder::{Answer, Ladder, Rung, Said},
    playbook::{self, Part, Playbook},
    safeguarding::{Referral, Referred},
    worry::Heard,
};

#[derive(Template)]
#[template(path = "risks/index.html")]
struct Index<'a> {
    c: &'a Ctx,
    form: &'a Form,
    concerns: Vec<Line>,
}

/// An open concern in the list.
pub(crate) struct Line {
    pub(crate) concern: Concern,
    pub(crate) name: String,
    pub(crate) level: Option<Level>,
}

impl Line {
    /// With what a list says of it.
    pub(crate) fn all(tx: &mut Tx<'_>, concerns: Vec<Concern>) -> Result<Vec<Self>> {
        let mut lines = Vec::new();
        for concern in concerns {
            let name = match concern.about {
                Some(about) => people::Profile::name(tx, about)?.unwrap_or_default(),
                None => String::new(),
            };
            let level = concern.latest(tx)?.map(|it| it.level);
            lines.push(Self { concern, name, level });
        }
        Ok(lines)
    }
}

async fn list(c: &Ctx, form: &Form) -> Page {
    let actor = c.member()?.clone();
    let concerns = c
        .read(move |tx| {
            let open = concern::open_for(tx, &actor, false)?;
            Line::all(tx, open)
        })
        .await?;
    let page = Index { c, form, concerns };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn index(c: Ctx) -> Page {
    list(&c, &Form::empty()).await
}

pub(crate) async fn create(c: Ctx, mut form: Form) -> Page {
    let actor = c.member()?.clone();
    let name = form.required("name", 40, "concern-name-missing");
    let words = form.required("words", WORDS_AT_MOST, "concern-words-missing");
    if form.is_right() {
        match c.write(move |tx| concern::open(tx, &actor, &name, &words)).await {
            Ok(id) => return c.go(format!("/safety/concerns/{id}")),
            Err(error) => form.take("name", error)?,
        }
    }
    list(&c, &form).await
}

#[derive(Template)]
#[template(path = "risks/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    concern: Concern,
    worries: Vec<Heard>,
    assessments: Vec<Assessment>,
    steps: Vec<Taken>,
    consents: Vec<Consent>,
    joints: Vec<Decided>,
    referrals: Vec<Referred>,
    playbooks: Vec<Playbook>,
    names: Names,
    is_lead: bool,
}

impl Show<'_> {
    fn how(&self, it: &Decided) -> How {
        it.state(self.c.now())
    }

    /// Whether something is wrong with this form, so that it stands open.
    fn is_wrong(&self, field: &str) -> bool {
        self.form.error(field).is_some()
    }

    /// Whether it was for this that a form came back.
    fn is_again(&self, consent: &Consent) -> bool {
        self.form.text("consent") == consent.id.to_string()
    }

    fn is_open(&self) -> bool {
        self.concern.closed_at.is_none()
    }

    fn when(&self, said: &crate::place::Said) -> String {
        self.c.day_clock(&db::Time(said.at))
    }
}

async fn page(c: &Ctx, id: ConcernId, form: &Form) -> Page {
    let actor = c.member()?.clone();
    let is_lead = actor.wears(Hat::SafeguardingLead);
    let (concern, rest) = c
        .read(move |tx| {
            let concern = Concern::for_keeper(tx, &actor, id)?;
            let worries = concern.worries(tx)?;
            let (assessments, steps) = (concern.assessments(tx)?, concern.steps(tx)?);
            let (consents, joints) = (consent::of_concern(tx, &concern)?, joint::of_concern(tx, &concern)?);
            let (referrals, playbooks) = (concern.referrals(tx)?, playbook::served(tx)?);
            let mut ids: Vec<_> = [concern.about, concern.begun_by].into_iter().flatten().collect();
            ids.extend(worries.iter().map(|it| it.by));
            ids.extend(assessments.iter().map(|it| it.by));
            ids.extend(steps.iter().map(|it| it.by));
            ids.extend(consents.iter().map(|it| it.asked_by));
            ids.extend(joints.iter().flat_map(|it| [Some(it.asked_by), it.confirmed_by, it.refused_by]).flatten());
            ids.extend(referrals.iter().map(|it| it.by));
            let names = Names::of(tx, ids)?;
            Ok((concern, (worries, assessments, steps, consents, joints, referrals, playbooks, names)))
        })
        .await?;
    let (worries, assessments, steps, consents, joints, referrals, playbooks, names) = rest;
    let page =
        Show { c, form, concern, worries, assessments, steps, consents, joints, referrals, playbooks, names, is_lead };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn show(c: Ctx, Path(id): Path<String>) -> Page {
    let id: ConcernId = id.parse()?;
    let actor = c.member()?.clone();
    c.write_from_reserve(move |tx| Concern::for_keeper(tx, &actor, id)?.look(tx, &actor)).await?;
    page(&c, id, &Form::empty()).await
}

/// Goes back to the concern when it went well, and shows the form again when it was refused.
async fn after(c: &Ctx, id: ConcernId, mut form: Form, field: &'static str, outcome: Result<()>) -> Page {
    match outcome {
        Ok(()) => c.go(format!("/safety/concerns/{id}")),
        Err(error) => {
            form.take(field, error)?;
            page(c, id, &form).await
        }
    }
}

pub(crate) async fn name(c: Ctx, Path(id): Path<String>, form: Form) -> Page {
    let (id, actor): (ConcernId, _) = (id.parse()?, c.member()?.clone());
    let name = form.text("naming").to_owned();
    let named = c.write(move |tx| Concern::for_keeper(tx, &actor, id)?.name(tx, &actor, &name)).await;
    after(&c, id, form, "naming", named).await
}

pub(crate) async fn talk(c: Ctx, Path(id): Path<String>) -> Page {
    let (id, actor): (ConcernId, _) = (id.parse()?, c.member()?.clone());
    let address = c.write(move |tx| Concern::for_keeper(tx, &actor, id)?.talk(tx, &actor)).await?;
    c.go(address)
}

pub(crate) async fn note(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let (id, actor): (ConcernId, _) = (id.parse()?, c.member()?.clone());
    let kind = match form.text("step").parse::<Step>() {
        Ok(kind @ (Step::Helplines | Step::Plan)) => kind,
        _ => Step::Other,
    };
    let words = form.required("step-words", WORDS_AT_MOST, "concern-words-missing");
    if !form.is_right() {
        return page(&c, id, &form).await;
    }
    let noted = c.write(move |tx| Concern::for_keeper(tx, &actor, id)?.note(tx, &actor, kind, &words)).await;
    after(&c, id, form, "step-words", noted).await
}

pub(crate) async fn ask_leave(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let (id, actor): (ConcernId, _) = (id.parse()?, c.member()?.clone());
    let words = form.required("question", WORDS_AT_MOST, "concern-words-missing");
    if !form.is_right() {
        return page(&c, id, &form).await;
    }
    let asked = c
        .write(move |tx| {
            let concern = Concern::for_keeper(tx, &actor, id)?;
            consent::ask(tx, &actor, &concern, &words).map(|_| ())
        })
        .await;
    after(&c, id, form, "question", asked).await
}

pub(crate) async fn tell(c: Ctx, Path((id, consent)): Path<(String, String)>, form: Form) -> Page {
    let (id, actor): (ConcernId, _) = (id.parse()?, c.member()?.clone());
    let consent: ConsentId = consent.parse()?;
    let words = form.text("telling").to_owned();
    let told = c
        .write(move |tx| {
            let concern = Concern::for_keeper(tx, &actor, id)?;
            consent::note_told(tx, &actor, &concern, consent, &words)
        })
        .await;
    after(&c, id, form, "telling", told).await
}

pub(crate) async fn hand(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let (id, actor): (ConcernId, _) = (id.parse()?, c.member()?.clone());
    let words = form.required("handing", WORDS_AT_MOST, "concern-words-missing");
    if !form.is_right() {
        return page(&c, id, &form).await;
    }
    let handed = c.write(move |tx| Concern::for_keeper(tx, &actor, id)?.hand_to_lead(tx, &actor, &words)).await;
    match handed {
        // It may be for others alone from here on.
        Ok(()) => c.go("/safety/concerns"),
        Err(error) => after(&c, id, form, "handing", Err(error)).await,
    }
}

pub(crate) async fn refer(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let (id, actor): (ConcernId, _) = (id.parse()?, c.hat(Hat::SafeguardingLead)?.clone());
    let referral = Referral {
        to: form.required("to", 200, "referral-to-missing"),
        agreed: form.required("agreed", WORDS_AT_MOST, "referral-agreed-missing"),
    };
    if !form.is_right() {
        return page(&c, id, &form).await;
    }
    let referred = c.write(move |tx| Concern::for_keeper(tx, &actor, id)?.refer(tx, &actor, &referral)).await;
    after(&c, id, form, "to", referred).await
}

pub(crate) async fn close(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let (id, actor): (ConcernId, _) = (id.parse()?, c.member()?.clone());
    let words = form.required("closing", WORDS_AT_MOST, "concern-words-missing");
    if !form.is_right() {
        return page(&c, id, &form).await;
    }
    let closed = c.write(move |tx| Concern::for_keeper(tx, &actor, id)?.close(tx, &actor, &words)).await;
    after(&c, id, form, "closing", closed).await
}

#[derive(Template)]
#[template(path = "risks/assessment.html")]
struct Asking<'a> {
    c: &'a Ctx,
    form: &'a Form,
    id: ConcernId,
    /// What the rule suggests, once something was answered.
    suggested: Option<Level>,
}

impl Asking<'_> {
    fn words_of(&self, rung: &Rung) -> &'static str {
        WORDS[*rung as usize].1
    }
}

pub(crate) async fn asking(c: Ctx, Path(id): Path<String>) -> Page {
    let (id, actor): (ConcernId, _) = (id.parse()?, c.member()?.clone());
    c.read(move |tx| Concern::for_keeper(tx, &actor, id)).await?;
    let mut form = Form::empty();
    for rung in Rung::ALL {
        form.add(rung.as_str(), Answer::NotAsked.as_str());
    }
    c.page(&Asking { c: &c, form: &form, id, suggested: None })
}

/// The first time it shows what the rule suggests; a person decides, and then it is kept.
pub(crate) async fn assess(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let (id, actor): (ConcernId, _) = (id.parse()?, c.member()?.clone());
    let ladder = ladder(&mut form);
    let suggested = Some(ladder.suggests());
    let level = Level::ALL.into_iter().find(|it| it.as_str() == form.text("level"));
    if level.is_none() && form.chosen("do", "keep") {
        form.wrong("level", "ladder-level-missing");
    }
    let asker = actor.clone();
    c.read(move |tx| Concern::for_keeper(tx, &asker, id)).await?;
    let (true, Some(level)) = (form.is_right(), level) else {
        let page = Asking { c: &c, form: &form, id, suggested };
        return if form.is_right() { c.page(&page) } else { c.again(&page) };
    };
    c.write(move |tx| Concern::for_keeper(tx, &actor, id)?.assess(tx, &actor, &ladder, level)).await?;
    c.go(format!("/safety/concerns/{id}"))
}

/// The field of each question's words, in the order of the questions.
const WORDS: [(Rung, &str); 4] = [
    (Rung::Thoughts, "thoughts-words"),
    (Rung::Plan, "plan-words"),
    (Rung::Means, "means-words"),
    (Rung::TimeFrame, "time-frame-words"),
];

fn ladder(form: &mut Form) -> Ladder {
    let mut ladder = Ladder::default();
    for (rung, words) in WORDS {
        let answer = form.text(rung.as_str()).parse().unwrap_or(Answer::NotAsked);
        let said = form.optional(words, WORDS_AT_MOST);
        *ladder.of_mut(rung) = Said::new(answer, &said);
    }
    ladder
}
