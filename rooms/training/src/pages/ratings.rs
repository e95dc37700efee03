//! Rating what one saw of somebody. Whoever rates an area sees what others saw in it only after that: two look apart.

use askama::Template;
use axum::extract::Path;
use db::{Error, Result};
use people::{Profile, hats};
use web::{Arg, Form, Page};
use words::{Actor, Ctx, Hat, MemberId};

use super::practice::{self, Area, Rated};
use crate::{
    agreement::{self, Agreed, ENOUGH},
    competency::{self, Behaviour, Evidence, Place, RatingId, Seen, WORDS_AT_MOST},
    correction::{self, WHY_AT_MOST},
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

/// How much raters agree, in words: in how many areas they saw the same, and then the number beyond chance.
pub fn says(c: &Ctx, agreed: &Agreed) -> String {
    let number = |count: u64| Arg::Number(i64::try_from(count).unwrap_or(i64::MAX));
    let mut says = c.say("agreement-same", &[("same", number(agreed.same)), ("count", number(agreed.count))]);
    if let Some(beyond) = &agreed.beyond {
        let two = |number: f64| format!("{number:.2}");
        let (kappa, low, high) = (two(beyond.kappa), two(beyond.low), two(beyond.high));
        let bounds = [("kappa", Arg::Text(&kappa)), ("low", Arg::Text(&low)), ("high", Arg::Text(&high))];
        says += " ";
        says += &c.say("agreement-beyond", &bounds);
    }
    says
}

#[derive(Template)]
#[template(path = "practice/people.html")]
struct People<'a> {
    c: &'a Ctx,
    typed: &'a str,
    people: Vec<(MemberId, String)>,
    agreement: Option<Agreed>,
}

impl People<'_> {
    fn says(&self, agreed: &Agreed) -> String {
        says(self.c, agreed)
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
            Ok((people, agreement::here(tx)?))
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
    /// Whether the rater has rated something, and is told how much two agree.
    has_looked: bool,
    agreement: Option<Agreed>,
    /// What the two may do together.
    due: Vec<Due>,
    /// Where the rater can have seen it.
    evidences: &'static [Evidence],
}

impl Person<'_> {
    fn says(&self, agreed: &Agreed) -> String {
        says(self.c, agreed)
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

    /// The ratings that the rater gave and that count: they can be taken back.
    fn own(&self) -> Vec<&Rated> {
        self.areas().into_iter().flat_map(|it| it.latest).filter(|it| self.is_own(it)).collect()
    }

    /// What was seen in it, and when.
    fn line(&self, it: &Rated) -> String {
        format!("{}, {}", self.c.of("level", it.rating.level), self.c.date(&it.rating.rated_at))
    }

    fn taken_back(&self) -> Vec<&Rated> {
        self.rated.iter().filter(|it| self.is_own(it) && it.rating.correction.is_some()).collect()
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
            let agreement = agreement::about(tx, member)?;
            Ok((name, rated, agreement, together::due(tx, member)?))
        })
        .await?;
    // Neither does how much they agree tell a rater what others saw before she has looked herself.
    let has_looked = all && rated.iter().any(|it| it.rating.rater == Some(me));
    let agreement = agreement.filter(|_| has_looked);
    let evidences = if all { Evidence::ALL } else { &[Evidence::Shadow] };
    let page = Person { c, form, me, member, name: &name, rated, has_looked, agreement, due, evidences };
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
    if evidence.is_none() {
        form.wrong("evidence", "rating-evidence-missing");
    }
    if let Some(evidence) = evidence.filter(|_| form.is_right()) {
        let place = Place { evidence, agreed: form.chosen("consent", "yes") };
        let seen: Vec<Seen> = Competency::ALL
            .iter()
            .map(|it| Seen {
                competency: *it,
                behaviours: form.all(&field(*it)).into_iter().filter_map(|it| it.parse().ok()).collect(),
            })
            .collect();
        let rated = c.write(move |tx| competency::rate(tx, &actor, member, place, &seen, &words)).await;
        match rated {
            Ok(()) => return c.go(format!("/training/practice/people/{member}?kept=yes")),
            Err(error) => {
                let field = match error.refusal() {
                    Some("rating-consent-missing") => "consent",
                    Some("rating-harm-words") => "words",
                    _ => "seen",
                };
                form.take(field, error)?;
            }
        }
    }
    page(&c, member, &form).await
}

/// A rating that was a mistake is taken back.
pub(crate) async fn correct(c: Ctx, Path(member): Path<String>, mut form: Form) -> Page {
    let actor = c.member()?.clone();
    let member: MemberId = member.parse()?;
    let why = form.optional("why", WHY_AT_MOST);
    let rating: Option<RatingId> = form.text("rating").parse().ok();
    if rating.is_none() {
        form.wrong("rating", "correction-choose");
    }
    if let Some(rating) = rating.filter(|_| form.is_right()) {
        let corrected = c.write(move |tx| correction::take_back(tx, &actor, member, rating, &why)).await;
        match corrected {
            Ok(()) => return c.go(format!("/training/practice/people/{member}?kept=corrected")),
            Err(error) => form.take("why", error)?,
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
