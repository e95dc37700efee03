//! Rating what one saw of somebody. Whoever rates an area sees what others saw in it only after that: two look apart.

use askama::Template;
use axum::extract::Path;
use db::{Error, Result};
use people::{Profile, hats};
use statistics::Agreement;
use web::{Arg, Form, Page};
use words::{Actor, Ctx, Hat, MemberId};

use super::practice::{self, Area, Rated};
use crate::{
    competency::{self, Behaviour, ENOUGH, Evidence, Seen, WORDS_AT_MOST},
    format::{Activity, Body},
    kind::Competency,
    shown,
    together::{self, Due},
};

/// Those who rate. For everybody else these pages do not exist.
fn rater(c: &Ctx) -> Result<&Actor> {
    let actor = c.member()?;
    if rates_all(actor) { Ok(actor) } else { Err(Error::NotFound) }
}

/// How much raters agree, in words.
pub fn says(c: &Ctx, agreement: &Agreement) -> String {
    let two = |number: f64| format!("{number:.2}");
    let (kappa, low, high) = (two(agreement.kappa), two(agreement.low), two(agreement.high));
    let count = i64::try_from(agreement.count).unwrap_or(i64::MAX);
    let bounds = [
        ("kappa", Arg::Text(&kappa)),
        ("low", Arg::Text(&low)),
        ("high", Arg::Text(&high)),
        ("count", Arg::Number(count)),
    ];
    c.say("agreement-says", &bounds)
}

#[derive(Template)]
#[template(path = "practice/people.html")]
struct People<'a> {
    c: &'a Ctx,
    typed: &'a str,
    people: Vec<(MemberId, String)>,
    agreement: Option<Agreement>,
}

impl People<'_> {
    fn says(&self, agreement: &Agreement) -> String {
        says(self.c, agreement)
    }
}

pub(crate) async fn people(c: Ctx) -> Page {
    let actor = rater(&c)?.clone();
    let typed = c.query("name");
    let wanted = typed.clone();
    let (people, agreement) = c
        .read(move |tx| {
            let mut people = Vec::new();
            if wanted.trim().is_empty() {
                for member in hats::wearers(tx, Hat::Supporter)? {
                    people.extend(Profile::name(tx, member)?.map(|name| (member, name)));
                }
            } else {
                let found = Profile::search(tx, &actor, &wanted)?;
                people.extend(found.into_iter().map(|it| (it.id, it.pseudonym)));
            }
            people.retain(|(member, _)| *member != actor.id);
            people.sort_by_cached_key(|(_, name)| name.to_lowercase());
            Ok((people, competency::agreement_here(tx)?))
        })
        .await?;
    c.page(&People { c: &c, typed: &typed, people, agreement })
}

#[derive(Template)]
#[template(path = "practice/person.html")]
struct Person<'a> {
    c: &'a Ctx,
    form: &'a Form,
    me: MemberId,
    member: MemberId,
    name: &'a str,
    rated: Vec<Rated>,
    agreement: Option<Agreement>,
    /// What the two may do together.
    due: Vec<Due>,
    /// Where the rater can have seen it.
    evidences: &'static [Evidence],
}

impl Person<'_> {
    fn says(&self, agreement: &Agreement) -> String {
        says(self.c, agreement)
    }

    fn activity<'b>(&self, due: &'b Due) -> Option<&'b Activity> {
        due.course.activity(&due.activity)
    }

    fn parts(&self, text: &str) -> Vec<shown::Part> {
        shown::parts(text)
    }

    /// Whether the form was sent with something in this area.
    fn is_begun(&self, competency: &Competency) -> bool {
        !self.form.all(&field(*competency)).is_empty()
    }

    fn areas(&self) -> Vec<Area<'_>> {
        practice::areas(&self.rated)
    }

    fn is_own(&self, it: &Rated) -> bool {
        it.rating.rater == Some(self.me)
    }

    /// Whether the rater has rated this area and may see what others saw.
    fn has_rated(&self, area: &Area<'_>) -> bool {
        area.latest.iter().any(|it| self.is_own(it))
    }

    fn field(&self, competency: &Competency) -> String {
        field(*competency)
    }

    fn is_ticked(&self, competency: &Competency, behaviour: &Behaviour) -> bool {
        self.form.chosen(&field(*competency), behaviour.as_str())
    }
}

fn field(competency: Competency) -> String {
    format!("seen-{competency}")
}

/// Those who rate anybody; a supporter with whom somebody sat in rates that alone.
fn rates_all(actor: &Actor) -> bool {
    actor.wears(Hat::Supervisor) || actor.wears(Hat::Administrator)
}

async fn page(c: &Ctx, member: MemberId, form: &Form) -> Page {
    let actor = c.member()?.clone();
    let me = actor.id;
    let all = rates_all(&actor);
    let (name, rated, agreement, due) = c
        .read(move |tx| {
            competency::may_rate_from(tx, &actor, member, Evidence::Shadow)?;
            let name = Profile::visible_to(tx, &actor, member)?.pseudonym;
            let mut rated = practice::rated(tx, member)?;
            if !all {
                // What others saw, and what else is planned, is not for a colleague.
                rated.retain(|it| it.rating.rater == Some(actor.id));
                return Ok((name, rated, None, Vec::new()));
            }
            let agreement = competency::signed_off(tx, member, Competency::ALL)?.agreement;
            Ok((name, rated, agreement, together::due(tx, member)?))
        })
        .await?;
    // Neither does how much they agree tell a rater what others saw before she has looked herself.
    let agreement = agreement.filter(|_| rated.iter().any(|it| it.rating.rater == Some(me)));
    let evidences = if all { Evidence::ALL } else { &[Evidence::Shadow] };
    let page = Person { c, form, me, member, name: &name, rated, agreement, due, evidences };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn show(c: Ctx, Path(member): Path<String>) -> Page {
    page(&c, member.parse()?, &Form::empty()).await
}

pub(crate) async fn create(c: Ctx, Path(member): Path<String>, mut form: Form) -> Page {
    let actor = c.member()?.clone();
    let member: MemberId = member.parse()?;
    let words = form.optional("words", WORDS_AT_MOST);
    let evidence: Option<Evidence> = form.text("evidence").parse().ok();
    match evidence {
        None => form.wrong("evidence", "rating-evidence-missing"),
        Some(Evidence::Observed) if !form.chosen("consent", "yes") => form.wrong("consent", "rating-consent-missing"),
        Some(_) => (),
    }
    if let Some(evidence) = evidence.filter(|_| form.is_right()) {
        let seen: Vec<Seen> = Competency::ALL
            .iter()
            .map(|it| Seen {
                competency: *it,
                behaviours: form.all(&field(*it)).into_iter().filter_map(|it| it.parse().ok()).collect(),
            })
            .collect();
        let rated = c.write(move |tx| competency::rate(tx, &actor, member, evidence, &seen, &words)).await;
        match rated {
            Ok(()) => return c.go(format!("/training/practice/people/{member}?kept=yes")),
            Err(error) => form.take("seen", error)?,
        }
    }
    page(&c, member, &form).await
}

/// Live practice or sitting in took place.
pub(crate) async fn together(c: Ctx, Path(member): Path<String>, mut form: Form) -> Page {
    let actor = rater(&c)?.clone();
    let member: MemberId = member.parse()?;
    let (course, activity) = (form.text("course").to_owned(), form.text("activity").to_owned());
    let all_agreed = form.chosen("agreed", "yes");
    let confirmed = c.write(move |tx| together::confirm(tx, &actor, member, (&course, &activity), all_agreed)).await;
    match confirmed {
        Ok(()) => c.go(format!("/training/practice/people/{member}?kept=yes")),
        Err(error) => {
            form.take("together", error)?;
            page(&c, member, &form).await
        }
    }
}
