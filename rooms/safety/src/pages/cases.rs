//! The queue, and one case of it: what was written, what is known, what can be done.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::{Path, ws::WebSocketUpgrade};
use db::{Error, Result, Time, Tx, Uuid};
use web::{Form, Page};
use words::{Actor, Ctx, MemberId};

use crate::{
    aftercare::{self, Task},
    appeal::{self, Appeal},
    case::{self, Case, Counts, Listed},
    decision::{self, DAYS, Decision, Verdict, WORDS_AT_MOST},
    exposure,
    flag::{self, Flag},
    grounds,
    kind::{Action, CaseId, Level, RuleId},
    place::{Places, Said, Seen},
    reading::{self, Reading},
    rule::{self, Rule},
    topic,
};

/// One row of the queue.
struct Row {
    case: Case,
    place: String,
    about: Option<String>,
    claimed_by: Option<String>,
    is_mine: bool,
    flags: i64,
}

impl Row {
    /// A row of everything listed, with one look for the names of all places.
    fn all(tx: &mut Tx<'_>, actor: &Actor, listed: Vec<Listed>) -> Result<Vec<Self>> {
        let places: BTreeSet<Uuid> = listed.iter().filter_map(|it| it.case.place).collect();
        let places = place_names(tx, &places.into_iter().collect::<Vec<_>>())?;
        let row = |it: Listed| Self {
            place: it.case.place.and_then(|place| places.get(&place).cloned()).unwrap_or_default(),
            is_mine: it.case.claimed_by == Some(actor.id),
            about: it.about,
            claimed_by: it.claimed_by,
            flags: it.flags,
            case: it.case,
        };
        Ok(listed.into_iter().map(row).collect())
    }

    fn of(tx: &mut Tx<'_>, actor: &Actor, case: Case) -> Result<Self> {
        let listed = Listed {
            about: name(tx, case.about)?,
            claimed_by: name(tx, case.claimed_by)?,
            flags: flag::count(tx, case.id)?,
            case,
        };
        Self::all(tx, actor, vec![listed])?.pop().ok_or(Error::NotFound)
    }

    fn is_late(&self, now: Time) -> bool {
        self.case.due_at < now
    }
}

fn place_names(tx: &mut Tx<'_>, places: &[Uuid]) -> Result<BTreeMap<Uuid, String>> {
    if places.is_empty() { Ok(BTreeMap::new()) } else { (tx.lent::<Places>()?.names_of)(tx, places) }
}

fn name(tx: &mut Tx<'_>, member: Option<MemberId>) -> Result<Option<String>> {
    member.map(|it| people::Profile::name(tx, it)).transpose().map(Option::flatten)
}

#[derive(Template)]
#[template(path = "cases/index.html")]
struct Index<'a> {
    c: &'a Ctx,
    rows: &'a [Row],
    counts: &'a Counts,
    level: Option<Level>,
    appeals: &'a [Appeal],
    tasks: &'a [(Task, Option<String>)],
    resting: Option<Time>,
    panels: &'a [String],
}

impl Index<'_> {
    fn is_chosen(&self, level: &Level) -> bool {
        self.level == Some(*level)
    }

    /// A moment as briefly as it can be said: most of what waits here began today and is due today.
    fn when(&self, time: &Time) -> String {
        let is_today = self.c.field_date(time) == self.c.field_date(&self.c.now());
        if is_today { self.c.clock(time) } else { self.c.day_clock(time) }
    }
}

pub(crate) async fn index(c: Ctx) -> Page {
    let actor = c.member()?.clone();
    let level = Level::ALL.into_iter().find(|it| it.as_str() == c.query("level"));
    let ctx = c.clone();
    let (rows, counts, appeals, tasks, resting, panels) = c
        .read(move |tx| {
            let (listed, counts) = case::listed(tx, &actor, level)?;
            let rows = Row::all(tx, &actor, listed)?;
            let tasks = aftercare::waiting_by_name(tx, &actor)?;
            let panels = ctx.panels(tx, words::Spot::Safety)?;
            Ok((rows, counts, appeal::waiting(tx, &actor)?, tasks, exposure::resting_until(tx, actor.id)?, panels))
        })
        .await?;
    c.page(&Index {
        c: &c,
        rows: &rows,
        counts: &counts,
        level,
        appeals: &appeals,
        tasks: &tasks,
        resting,
        panels: &panels,
    })
}

pub(crate) async fn live(c: Ctx, upgrade: WebSocketUpgrade) -> Page {
    let actor = c.member()?.clone();
    if !c.read(move |tx| case::has_queue(tx, &actor)).await? {
        return Err(Error::NotFound.into());
    }
    Ok(c.follow(upgrade, &[topic::QUEUE.to_owned()]))
}

/// Begins a case oneself, about something in a place that one looks after.
pub(crate) async fn open(c: Ctx, form: Form) -> Page {
    let matter = super::flags::matter_of(form.text("kind"), form.text("id"))?;
    let actor = c.member()?.clone();
    let id = c.write(move |tx| case::open(tx, &actor, matter)).await?;
    c.go(format!("/safety/cases/{id}"))
}

/// A piece of what was written, cut where something was noticed.
struct Piece {
    words: String,
    sign: Option<String>,
}

/// Everything that the page of a case shows.
struct Shown {
    case: Case,
    row: Row,
    seen: Option<Seen>,
    pieces: Vec<Piece>,
    reading: Option<Reading>,
    evidence: Vec<(Time, Vec<Said>)>,
    flags: Vec<(Flag, Option<String>)>,
    earlier: Vec<Case>,
    decisions: Vec<(Decision, Option<String>)>,
    rules: Vec<Rule>,
    allowed: Vec<Action>,
    is_mine: bool,
}

impl Shown {
    fn read(tx: &mut Tx<'_>, actor: &Actor, id: CaseId) -> Result<Self> {
        let case = Case::for_judge(tx, actor, id)?;
        let seen = case.seen(tx)?;
        let reading = reading::latest(tx, case.matter)?;
        let words = seen.as_ref().and_then(|it| it.said.iter().find(|said| said.reported)).map(|it| it.words.clone());
        let mut flags = Vec::new();
        for flag in flag::of_case(tx, id)? {
            let by = name(tx, Some(flag.by))?;
            flags.push((flag, by));
        }
        let mut decisions = Vec::new();
        for decision in Decision::of_case(tx, id)? {
            let by = name(tx, decision.by)?;
            decisions.push((decision, by));
        }
        Ok(Self {
            pieces: pieces(words.as_deref(), reading.as_ref()),
            evidence: case.evidence(tx)?,
            earlier: case.earlier(tx, actor)?,
            rules: rule::all(tx)?,
            allowed: decision::allowed(tx, actor, &case)?,
            is_mine: case.claimed_by == Some(actor.id) && case.settled_at.is_none(),
            row: Row::of(tx, actor, case.clone())?,
            reading,
            seen,
            flags,
            decisions,
            case,
        })
    }

    /// The pieces of what stood around it, without the thing itself.
    fn around(&self) -> impl Iterator<Item = &Said> {
        self.seen.iter().flat_map(|it| it.said.iter()).filter(|it| !it.reported)
    }

    /// Whether the copy that was flagged differs from what stands there now.
    fn has_changed(&self) -> bool {
        let now = self.seen.as_ref().and_then(|it| it.said.iter().find(|said| said.reported)).map(|it| &it.words);
        let then = self.evidence.last().and_then(|(_, said)| said.iter().find(|it| it.reported)).map(|it| &it.words);
        then.is_some() && now != then
    }
}

/// Cuts the words at the signs that were noticed, as far as these fit the words of today.
fn pieces(words: Option<&str>, reading: Option<&Reading>) -> Vec<Piece> {
    let Some(words) = words else { return Vec::new() };
    let mut signs: Vec<_> = reading.map(|it| it.noticed.iter().collect()).unwrap_or_default();
    signs.sort_by_key(|it: &&reading::Noticed| (it.start, it.end));
    let mut pieces = Vec::new();
    let mut at = 0;
    for sign in signs {
        let fits = sign.start >= at && words.is_char_boundary(sign.start) && words.is_char_boundary(sign.end);
        if !fits || sign.end <= sign.start {
            continue;
        }
        if sign.start > at {
            pieces.push(Piece { words: words[at..sign.start].to_owned(), sign: None });
        }
        pieces.push(Piece { words: words[sign.start..sign.end].to_owned(), sign: Some(sign.kind.clone()) });
        at = sign.end;
    }
    if at < words.len() {
        pieces.push(Piece { words: words[at..].to_owned(), sign: None });
    }
    pieces
}

#[derive(Template)]
#[template(path = "cases/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    shown: &'a Shown,
}

impl Show<'_> {
    fn when(&self, said: &Said) -> String {
        self.c.day_clock(&Time(said.at))
    }

    fn is_rule(&self, rule: &RuleId) -> bool {
        self.form.chosen("rule", &rule.to_string())
    }

    fn is_days(&self, days: &u32) -> bool {
        self.form.chosen("days", &days.to_string())
    }
}

async fn page(c: &Ctx, id: CaseId, form: &Form) -> Page {
    let actor = c.member()?.clone();
    let shown = c.read(move |tx| Shown::read(tx, &actor, id)).await?;
    let page = Show { c, form, shown: &shown };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

pub(crate) async fn show(c: Ctx, Path(id): Path<String>) -> Page {
    let id: CaseId = id.parse()?;
    let actor = c.member()?.clone();
    // What people wrote is opened on the record, also on a full disk.
    c.write_from_reserve(move |tx| {
        let case = Case::for_judge(tx, &actor, id)?;
        organisation::trail::record(tx, Some(actor.id), "trail-case-opened", case.about, "")
    })
    .await?;
    page(&c, id, &Form::empty()).await
}

pub(crate) async fn claim(c: Ctx, Path(id): Path<String>) -> Page {
    let id: CaseId = id.parse()?;
    let actor = c.member()?.clone();
    match c.write_from_reserve(move |tx| Case::for_judge(tx, &actor, id)?.claim(tx, &actor)).await {
        Ok(()) => c.go(format!("/safety/cases/{id}")),
        // Somebody else was faster, most often: the page of the case says who.
        Err(error) => {
            let mut form = Form::empty();
            form.take("claim", error)?;
            page(&c, id, &form).await
        }
    }
}

pub(crate) async fn release(c: Ctx, Path(id): Path<String>) -> Page {
    let id: CaseId = id.parse()?;
    let actor = c.member()?.clone();
    c.write(move |tx| Case::for_judge(tx, &actor, id)?.release(tx, &actor)).await?;
    c.go("/safety")
}

pub(crate) async fn regrade(c: Ctx, Path(id): Path<String>, form: Form) -> Page {
    let id: CaseId = id.parse()?;
    let actor = c.member()?.clone();
    let level = Level::ALL.into_iter().find(|it| it.as_str() == form.text("level")).ok_or(Error::NotFound)?;
    c.write(move |tx| Case::for_judge(tx, &actor, id)?.regrade(tx, &actor, level)).await?;
    c.go(format!("/safety/cases/{id}"))
}

/// Begins a private talk with the member, and leads there.
pub(crate) async fn talk(c: Ctx, Path(id): Path<String>) -> Page {
    let id: CaseId = id.parse()?;
    let actor = c.member()?.clone();
    let address = c
        .write(move |tx| {
            let case = Case::for_judge(tx, &actor, id)?;
            case.held_by(&actor)?;
            let about = case.about.ok_or(Error::NotFound)?;
            organisation::trail::record(tx, Some(actor.id), "trail-case-talk", Some(about), "")?;
            aftercare::owe_next_day(tx, case.id, about, actor.id)?;
            (tx.lent::<Places>()?.talk)(tx, &actor, about)
        })
        .await?;
    c.go(address)
}

/// A rest by one's own wish.
pub(crate) async fn rest(c: Ctx) -> Page {
    let actor = c.member()?.clone();
    c.write(move |tx| {
        if !case::has_queue(tx, &actor)? {
            return Err(Error::NotFound);
        }
        exposure::rest_by_wish(tx, actor.id)
    })
    .await?;
    c.go("/safety")
}

pub(crate) async fn decide(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let id: CaseId = id.parse()?;
    let actor = c.member()?.clone();
    let action: Option<Action> = form.text("action").parse().ok();
    let rule: Option<RuleId> = form.text("rule").parse().ok();
    if action.is_none() {
        form.wrong("action", "decision-action-missing");
    }
    // The words to begin with stand in the field, before anything is decided.
    if let Some(begun) = grounds::begun(&c, &form, action) {
        return page(&c, id, &begun).await;
    }
    let reason = grounds::reason(&c, &mut form, action);
    if action.is_some_and(Action::names_rule) && rule.is_none() {
        form.wrong("rule", "decision-rule-missing");
    }
    let days = form.text("days").parse().ok().filter(|it| DAYS.contains(it));
    if days.is_none() && action.is_some_and(|it| matches!(it, Action::Pause | Action::Suspend)) {
        form.wrong("days", "decision-days-missing");
    }
    let (part, fit) = (form.optional("part", WORDS_AT_MOST), form.optional("fit", WORDS_AT_MOST));
    let answer = form.optional("answer", WORDS_AT_MOST);
    let (true, Some(action)) = (form.is_right(), action) else { return page(&c, id, &form).await };
    let answer = if answer.is_empty() { c.of("decision-answer", action).into_owned() } else { answer };
    let verdict = Verdict {
        action,
        rule,
        part,
        reason,
        fit,
        days: days.unwrap_or(0),
        answer,
        next_day: form.chosen("next-day", "yes"),
    };
    let decided = c
        .write(move |tx| {
            let case = Case::for_judge(tx, &actor, id)?;
            decision::decide(tx, &actor, &case, &verdict)
        })
        .await;
    match decided {
        Ok(_) => c.go("/safety?decided=yes"),
        Err(error) => {
            form.take("action", error)?;
            page(&c, id, &form).await
        }
    }
}
