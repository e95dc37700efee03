//! The form in which a circle is planned: by members who propose one, by facilitators who change theirs, and by those
//! who keep the place.

use db::{Result, Time, Tx};
use organisation::topics::{self, Topic};
use web::Form;
use words::{Ctx, Language};

use crate::{
    circle::{ABOUT_AT_MOST, CHARTER_AT_MOST, Circle, NAME_AT_MOST, Plan},
    kind::{Audience, Joining, Moderation, Night, RoomWhenClosed},
};

/// Topics that one circle may have.
const TOPICS_AT_MOST: usize = 4;
/// Fewest and most people that a size may say.
const SIZES: std::ops::RangeInclusive<i64> = 4..=1000;
/// Hours that an unanswered thread may be let wait.
const REPLY_HOURS: std::ops::RangeInclusive<i64> = 1..=72;
/// Days that a live room's words may be kept.
const KEEP_DAYS: std::ops::RangeInclusive<i64> = 1..=crate::ROOM_WORDS_KEPT_DAYS;

/// What can be chosen in it.
pub(crate) struct Choices {
    pub(crate) topics: Vec<Topic>,
    pub(crate) languages: Vec<Language>,
    /// The language cannot be chosen any more.
    pub(crate) is_made: bool,
}

impl Choices {
    pub(crate) fn read(tx: &mut Tx<'_>, languages: &[Language], is_made: bool) -> Result<Self> {
        Ok(Self { topics: topics::all(tx)?, languages: languages.to_vec(), is_made })
    }
}

/// The form as it is before anybody typed.
pub(crate) fn filled(plan: &Plan, zone: &str) -> Form {
    let clock = |minutes: i64| organisation::hours::clock(u16::try_from(minutes).unwrap_or(0));
    let mut form = Form::with(&[
        ("name", plan.name.clone()),
        ("about", plan.about.clone()),
        ("charter", plan.charter.clone()),
        ("language", plan.language.code().to_owned()),
        ("audience", plan.audience.to_string()),
        ("joining", plan.joining.to_string()),
        ("rhythm", if plan.course { "course" } else { "drop-in" }.to_owned()),
        ("join-until", plan.join_until.map_or(String::new(), |it| date_in(it, zone))),
        ("size", plan.size.map_or(String::new(), |it| it.to_string())),
        ("moderation", plan.moderation.to_string()),
        ("night", plan.night.to_string()),
        ("night-from", clock(plan.night_from)),
        ("night-to", clock(plan.night_to)),
        ("reply-hours", plan.reply_hours.to_string()),
        ("room-when-closed", plan.room_when_closed.to_string()),
        ("room-keep-days", plan.room_keep_days.to_string()),
    ]);
    for topic in &plan.topics {
        form.add("topic", topic.to_string());
    }
    if plan.hidden {
        form.add("hidden", "yes");
    }
    if plan.pictures {
        form.add("pictures", "yes");
    }
    form
}

/// The plan of a circle that exists, with its topics.
pub(crate) fn of(tx: &mut Tx<'_>, circle: &Circle) -> Result<Plan> {
    let topics = circle.topics(tx)?.into_iter().map(|it| it.number).collect();
    Ok(Plan { topics, ..circle.plan.clone() })
}

/// What the form says; nothing when something in it is wrong, which then stands by its field.
pub(crate) fn said(c: &Ctx, form: &mut Form, language: Option<Language>) -> Option<Plan> {
    let name = form.required("name", NAME_AT_MOST, "circle-name-missing");
    let about = form.required("about", ABOUT_AT_MOST, "circle-about-missing");
    let charter = form.required("charter", CHARTER_AT_MOST, "circle-charter-missing");
    let language = language.or_else(|| form.text("language").parse().ok());
    let language = language.filter(|it| c.community().languages.contains(it));
    if language.is_none() {
        form.wrong("language", "circle-language-missing");
    }
    let topics: Vec<u16> = form.all("topic").into_iter().filter_map(|it| it.parse().ok()).collect();
    if topics.is_empty() || topics.len() > TOPICS_AT_MOST {
        form.wrong("topic", "circle-topics-missing");
    }
    let size = match form.text("size") {
        "" => None,
        typed => {
            let size = typed.parse().ok().filter(|it| SIZES.contains(it));
            if size.is_none() {
                form.wrong("size", "circle-size-wrong");
            }
            size
        }
    };
    let course = form.chosen("rhythm", "course");
    let join_until = end_of(form.text("join-until"), c.zone());
    if course && join_until.is_none() {
        form.wrong("join-until", "circle-join-until-missing");
    }
    let reply_hours = bounded(form, "reply-hours", REPLY_HOURS, "circle-reply-hours-wrong");
    let room_keep_days = bounded(form, "room-keep-days", KEEP_DAYS, "circle-keep-days-wrong");
    let night: Night = form.text("night").parse().unwrap_or(Night::Same);
    let night_from = minute(form, "night-from", night);
    let night_to = minute(form, "night-to", night);
    let hidden = form.chosen("hidden", "yes");
    // Whoever could walk into a hidden circle would learn who is there.
    let joining = form.text("joining").parse().ok().filter(|it| !(hidden && *it == Joining::Open));
    let plan = Plan {
        name,
        about,
        charter,
        language: language?,
        topics,
        audience: form.text("audience").parse().unwrap_or(Audience::Members),
        joining: joining.unwrap_or(Joining::Request),
        course,
        join_until: join_until.filter(|_| course),
        hidden,
        size,
        moderation: form.text("moderation").parse().unwrap_or(Moderation::After),
        night,
        night_from,
        night_to,
        reply_hours,
        pictures: form.chosen("pictures", "yes"),
        room_when_closed: form.text("room-when-closed").parse().unwrap_or(RoomWhenClosed::Readable),
        room_keep_days,
    };
    form.is_right().then_some(plan)
}

fn bounded(form: &mut Form, field: &'static str, bounds: std::ops::RangeInclusive<i64>, key: &'static str) -> i64 {
    match form.text(field).parse().ok().filter(|it| bounds.contains(it)) {
        Some(number) => number,
        None => {
            form.wrong(field, key);
            *bounds.start()
        }
    }
}

fn minute(form: &mut Form, field: &'static str, night: Night) -> i64 {
    match organisation::hours::minutes(form.text(field)) {
        Some(minutes) => i64::from(minutes),
        None => {
            if night != Night::Same {
                form.wrong(field, "circle-night-wrong");
            }
            0
        }
    }
}

/// The last moment of a day that was written as `2026-11-24`, in a zone.
fn end_of(day: &str, zone: &str) -> Option<Time> {
    let day: jiff::civil::Date = day.parse().ok()?;
    let next = day.tomorrow().ok()?.in_tz(zone).ok()?;
    Some(Time(next.timestamp().as_microsecond() - 1))
}

/// The day of a moment, as forms write it.
fn date_in(time: Time, zone: &str) -> String {
    let zoned = jiff::Timestamp::from_microsecond(time.0).ok().and_then(|it| it.in_tz(zone).ok());
    zoned.map_or(String::new(), |it| it.date().to_string())
}
