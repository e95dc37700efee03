//! Changing one part of a course's text and leaving the rest as it is, line for line, with its comments.

use db::{Error, Result};

use crate::format::{self, Activity, Course, Typed};

/// The lines of an activity, from its heading to before the next.
fn lines_of(words: &str, activity: &Activity) -> (Vec<String>, Vec<String>, Vec<String>) {
    let lines: Vec<String> = words.lines().map(str::to_owned).collect();
    let (from, until) = (activity.lines.from - 1, (activity.lines.until - 1).min(lines.len()));
    (lines[..from].to_vec(), lines[from..until].to_vec(), lines[until..].to_vec())
}

fn joined(parts: &[&[String]]) -> String {
    let mut text = String::new();
    for line in parts.iter().copied().flatten() {
        text.push_str(line);
        text.push('\n');
    }
    text
}

fn activity<'a>(course: &'a Course, id: &str) -> Result<&'a Activity> {
    course.activity(id).ok_or(Error::NotFound)
}

/// What an activity holds, as its author wrote it.
pub fn body_of(words: &str, activity: &Activity) -> String {
    let (from, until) = (activity.lines.body, activity.lines.until);
    let lines: Vec<&str> = words.lines().skip(from - 1).take(until.saturating_sub(from)).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// An activity as it stands in the text.
pub fn text_of(words: &str, activity: &Activity) -> String {
    joined(&[&lines_of(words, activity).1]).trim_end().to_owned()
}

/// The text with another activity in place of this one.
pub fn replace(words: &str, course: &Course, id: &str, typed: &Typed<'_>) -> Result<String> {
    let (before, _, after) = lines_of(words, activity(course, id)?);
    let new: Vec<String> = typed.text().0.lines().map(str::to_owned).chain([String::new()]).collect();
    Ok(joined(&[&before, &new, &after]))
}

/// The text with one more activity, at the end of this module.
pub fn add(words: &str, course: &Course, module: &str, typed: &Typed<'_>) -> Result<String> {
    let at = course.modules.iter().position(|it| it.id == module).ok_or(Error::NotFound)?;
    let lines: Vec<String> = words.lines().map(str::to_owned).collect();
    // The module ends where the next begins.
    let heads = lines.iter().enumerate().filter(|(_, line)| line.starts_with("## "));
    let until = heads.map(|(line, _)| line).nth(at + 1).unwrap_or(lines.len());
    let mut new = vec![String::new()];
    new.extend(typed.text().0.lines().map(str::to_owned));
    new.push(String::new());
    let (before, after) = lines.split_at(until);
    let kept = before.iter().rposition(|it| !it.trim().is_empty()).map_or(0, |at| at + 1);
    Ok(joined(&[&before[..kept], &new, after]))
}

/// The text without this activity.
pub fn remove(words: &str, course: &Course, id: &str) -> Result<String> {
    let (before, _, after) = lines_of(words, activity(course, id)?);
    Ok(joined(&[&before, &after]))
}

/// The text with this activity before the one that it came after. The first of a module goes to the end of the one before.
pub fn earlier(words: &str, course: &Course, id: &str) -> Result<String> {
    let chosen = activity(course, id)?;
    let (mut before, own, after) = lines_of(words, chosen);
    // To before the nearest heading of an activity, or to before the heading of its module when it is the first.
    let at = before.iter().rposition(|line| line.starts_with("### ") || line.starts_with("## "));
    let Some(at) = at.filter(|at| *at > 0) else { return Ok(words.to_owned()) };
    let is_first_module = before[at].starts_with("## ") && !before[..at].iter().any(|line| line.starts_with("## "));
    if is_first_module {
        return Ok(words.to_owned());
    }
    let passed = before.split_off(at);
    Ok(joined(&[&before, &own, &passed, &after]))
}

/// The text with one more module at its end.
pub fn add_module(words: &str, title: &str, id: &str, about: &str) -> String {
    format!("{}\n\n{}", words.trim_end(), format::head_of_module(title, id, about))
}

/// A name for what somebody calls so: small letters and hyphens, and not one of those that are taken.
pub fn name_for(title: &str, taken: &dyn Fn(&str) -> bool) -> String {
    let words: Vec<String> = title
        .to_lowercase()
        .split(|it: char| !it.is_ascii_alphanumeric())
        .filter(|it| !it.is_empty())
        .map(str::to_owned)
        .collect();
    let mut name: String = words.join("-").chars().take(50).collect();
    name = name.trim_matches('-').to_owned();
    if name.is_empty() {
        name.push_str("part");
    }
    let numbered = (2..).map(|number| format!("{name}-{number}"));
    // Numbers do not end before something is free.
    std::iter::once(name.clone()).chain(numbered).find(|it| !taken(it)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{format::Kind, starter};

    fn typed<'a>(id: &'a str, body: &'a str) -> Typed<'a> {
        let competencies = &["growth"];
        Typed {
            kind: Kind::Reading,
            title: "New",
            id,
            minutes: "3",
            competencies,
            optional: false,
            file: "",
            captions: "",
            body,
        }
    }

    #[test]
    fn one_part_changes_and_the_rest_stays_line_for_line() {
        let words = &starter::all()[0].words;
        let course = format::read(words).unwrap();
        let ids = |words: &str| format::read(words).unwrap().activities().map(|it| it.id.clone()).collect::<Vec<_>>();
        let had = ids(words);
        for activity in course.activities() {
            let changed = replace(words, &course, &activity.id, &typed(&activity.id, "Other words.")).unwrap();
            let read = format::read(&changed).unwrap();
            assert_eq!(ids(&changed), had);
            assert_eq!(body_of(&changed, read.activity(&activity.id).unwrap()), "Other words.");
            for other in course.activities().filter(|it| it.id != activity.id) {
                assert_eq!(read.activity(&other.id), Some(other));
                assert_eq!(body_of(&changed, read.activity(&other.id).unwrap()), body_of(words, other));
            }
            let without = ids(&remove(words, &course, &activity.id).unwrap());
            assert_eq!(without, had.iter().filter(|it| **it != activity.id).cloned().collect::<Vec<_>>());
        }
        for (at, module) in course.modules.iter().enumerate() {
            let more = add(words, &course, &module.id, &typed("brand-new", "Words.")).unwrap();
            let read = format::read(&more).unwrap();
            assert_eq!(read.modules[at].activities.last().unwrap().id, "brand-new");
            assert_eq!(read.activities().count(), had.len() + 1);
        }
        let more = add_module(words, "More", "more-of-it", "");
        assert_eq!(format::read(&more).unwrap().modules.last().unwrap().id, "more-of-it");
    }

    #[test]
    fn an_activity_moves_up_one_place_at_a_time_until_it_is_the_first() {
        let mut words = starter::all()[0].words.clone();
        let mut course = format::read(&words).unwrap();
        let last = course.activities().last().unwrap().clone();
        let all = course.activities().count();
        let mut places = vec![];
        for _ in 0..all + course.modules.len() {
            words = earlier(&words, &course, &last.id).unwrap();
            course = format::read(&words).unwrap();
            assert_eq!(course.activities().count(), all);
            assert_eq!(course.activity(&last.id), Some(&last));
            places.push(course.activities().position(|it| it.id == last.id).unwrap());
        }
        assert!(places.is_sorted_by(|a, b| a >= b), "{places:?}");
        assert_eq!(places.last(), Some(&0));
    }

    #[test]
    fn names_are_free_and_can_be_read() {
        assert_eq!(name_for("What *listening* is", &|_| false), "what-listening-is");
        assert_eq!(name_for("Hören", &|it| it == "h-ren"), "h-ren-2");
        assert_eq!(name_for("傾聴", &|_| false), "part");
    }
}
