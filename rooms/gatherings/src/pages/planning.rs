//! The form with which a gathering is planned, read and filled in.

use db::Result;
use jiff::civil::{Date, Time as Clock};
use web::Form;
use words::Ctx;

use crate::{
    gathering::{ABOUT_AT_MOST, PLACE_AT_MOST, Plan, TITLE_AT_MOST},
    kind::Mode,
    rule::{End, Rhythm, Rule, day_name, day_named, nth_in_month},
};

/// How often, as people choose it.
pub(crate) const REPEATS: [&str; 5] = ["once", "weekly", "fortnightly", "monthly", "monthly-last"];
/// Until when, as people choose it.
pub(crate) const ENDS: [&str; 3] = ["never", "count", "until"];

/// The form before anybody typed.
pub(crate) fn empty(c: &Ctx) -> Form {
    Form::with(&[
        ("mode", Mode::Text.as_str()),
        ("zone", c.zone()),
        ("minutes", "60"),
        ("repeats", "once"),
        ("ends", "never"),
        ("time", "19:00"),
    ])
}

/// The form that says what was decided.
pub(crate) fn filled(plan: &Plan) -> Form {
    let mut form = Form::empty();
    form.add("title", &*plan.title);
    form.add("about", &*plan.about);
    form.add("mode", plan.mode.as_str());
    form.add("place", &*plan.place);
    form.add("day", plan.starts.strftime("%Y-%m-%d").to_string());
    form.add("time", plan.starts.strftime("%H:%M").to_string());
    form.add("zone", &*plan.zone);
    form.add("minutes", plan.minutes.to_string());
    form.add("capacity", plan.capacity.map(|it| it.to_string()).unwrap_or_default());
    form.add("template", plan.template.map(|it| it.to_string()).unwrap_or_default());
    form.add("course", if plan.course { "yes" } else { "" });
    let (repeats, end) = match &plan.rule {
        None => ("once", End::Never),
        Some(rule) => (
            match &rule.rhythm {
                Rhythm::Weekly { every: 1, .. } => "weekly",
                Rhythm::Weekly { .. } => "fortnightly",
                Rhythm::Monthly { nth: -1, .. } => "monthly-last",
                Rhythm::Monthly { .. } => "monthly",
            },
            rule.end,
        ),
    };
    form.add("repeats", repeats);
    if let Some(Rule { rhythm: Rhythm::Weekly { days, .. }, .. }) = &plan.rule {
        for day in days {
            form.add("days", day_name(*day));
        }
    }
    match end {
        End::Never => form.add("ends", "never"),
        End::Count(times) => {
            form.add("ends", "count");
            form.add("count", times.to_string());
        }
        End::Until(day) => {
            form.add("ends", "until");
            form.add("until", day.to_string());
        }
    }
    form
}

/// Reads the form. What is wrong stands by its field, and there is no plan then.
pub(crate) fn read(form: &mut Form) -> Option<Plan> {
    let title = form.required("title", TITLE_AT_MOST, "gathering-title-missing");
    let about = form.optional("about", ABOUT_AT_MOST);
    let place = form.optional("place", PLACE_AT_MOST);
    let mode: Option<Mode> = form.text("mode").parse().ok().filter(|it| Mode::OFFERED.contains(it));
    if mode.is_none() {
        form.wrong("mode", "gathering-mode-missing");
    }
    if mode == Some(Mode::InPerson) && place.is_empty() {
        form.wrong("place", "gathering-place-missing");
    }
    let day: Option<Date> = form.text("day").parse().ok();
    let time: Option<Clock> = form.text("time").parse().ok();
    if day.is_none() || time.is_none() {
        form.wrong("day", when_missing(form.text("time")));
    }
    let zone = form.text("zone").to_owned();
    if jiff::tz::TimeZone::get(&zone).is_err() {
        form.wrong("zone", "gathering-zone-unknown");
    }
    let minutes = form.text("minutes").parse().unwrap_or(0);
    let capacity = number(form, "capacity", "gathering-capacity-wrong");
    let template = form.text("template").parse().ok();
    let rule = match day.map(|day| rule(form, day)) {
        Some(Ok(rule)) => rule,
        Some(Err((field, key))) => {
            form.wrong(field, key);
            None
        }
        None => None,
    };
    let course = form.chosen("course", "yes");
    if !form.is_right() {
        return None;
    }
    let starts = day?.to_datetime(time?);
    Some(Plan { title, about, mode: mode?, course, minutes, capacity, starts, zone, rule, template, place })
}

fn number(form: &mut Form, field: &'static str, wrong: &'static str) -> Option<i64> {
    let text = form.text(field);
    if text.is_empty() {
        return None;
    }
    let number = text.parse().ok();
    if number.is_none() {
        form.wrong(field, wrong);
    }
    number
}

/// The rule that was chosen, for a first time on this day; or the field that is wrong and why.
fn rule(form: &Form, day: Date) -> std::result::Result<Option<Rule>, (&'static str, &'static str)> {
    let rhythm = match form.text("repeats") {
        "weekly" | "fortnightly" => {
            let mut days: Vec<_> = form.all("days").into_iter().filter_map(day_named).collect();
            if days.is_empty() {
                days.push(day.weekday());
            }
            Rhythm::Weekly { every: if form.chosen("repeats", "weekly") { 1 } else { 2 }, days }
        }
        "monthly" => Rhythm::Monthly { nth: nth_in_month(day), day: day.weekday() },
        "monthly-last" => Rhythm::Monthly { nth: -1, day: day.weekday() },
        _ => return Ok(None),
    };
    let end = match form.text("ends") {
        "count" => End::Count(form.text("count").parse().map_err(|_| ("count", "gathering-count-wrong"))?),
        "until" => {
            let until: Date = form.text("until").parse().map_err(|_| ("until", "gathering-until-wrong"))?;
            if until < day {
                return Err(("until", "gathering-until-wrong"));
            }
            End::Until(until)
        }
        _ => End::Never,
    };
    Ok(Some(Rule { rhythm, end }))
}

/// By which field a refusal of a plan stands.
pub(crate) fn field_of(error: &db::Error) -> &'static str {
    match error.refusal() {
        Some("gathering-minutes-wrong") => "minutes",
        Some("gathering-capacity-wrong") => "capacity",
        Some("gathering-sessions-missing" | "gathering-count-wrong") => "count",
        Some("gathering-place-missing") => "place",
        Some("gathering-zone-unknown") => "zone",
        _ => "day",
    }
}

/// What to say when there is no moment: only the day is asked for when the time of the clock is there.
pub(crate) fn when_missing(time: &str) -> &'static str {
    if time.parse::<Clock>().is_ok() { "gathering-day-missing" } else { "gathering-when-missing" }
}

/// A day and a time of the clock in this zone, as typed.
pub(crate) fn moment(day: &str, time: &str, zone: &str) -> Option<Result<db::Time>> {
    let (day, time): (Date, Clock) = (day.parse().ok()?, time.parse().ok()?);
    Some(crate::rule::moment(day.to_datetime(time), zone))
}
