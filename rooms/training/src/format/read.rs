//! Reading a course: its headings, their properties, and the text below them.

use std::collections::HashSet;

use super::{
    ACTIVITIES_AT_MOST, ATTEMPTS, Activity, Body, Course, Kind, Lines, Module, PASS, Problem, Review, TEXT_AT_MOST,
    lines::{Block, Line, Problems, blocks, is_id, joined},
    play, quiz,
};

const COURSE: [&str; 9] = ["id", "version", "language", "about", "pass", "attempts", "expires", "needs", "review"];
const ACTIVITY: [&str; 6] = ["id", "minutes", "competencies", "optional", "file", "captions"];
/// What a partner alone reads begins after this line.
const PARTNER: &str = "partner:";
/// What a rater looks for begins after this line.
const LOOK_FOR: &str = "look for:";

/// What is said of a course that holds nothing yet.
pub const NOTHING_TO_DO: &str = "course-wrong-nothing-to-do";

/// Reads a course, or tells everything that is wrong with it.
pub fn read(text: &str) -> Result<Course, Vec<Problem>> {
    let text = text.trim_start_matches('\u{feff}');
    let mut problems = Problems::default();
    if text.len() > TEXT_AT_MOST {
        problems.add(1, "course-wrong-too-long");
        return Err(problems.0);
    }
    let blocks = blocks(text, &mut problems);
    let course = course(&blocks, &mut problems);
    match course {
        Some(course) if problems.0.is_empty() => Ok(course),
        _ => {
            problems.0.sort_by_key(|it| it.line);
            Err(problems.0)
        }
    }
}

/// Reads a course that may hold nothing yet; nothing where there is any other mistake.
pub fn read_unfinished(text: &str) -> Option<Course> {
    let mut problems = Problems::default();
    let course = course(&blocks(text, &mut problems), &mut problems);
    course.filter(|_| problems.0.iter().all(|it| it.what.key == NOTHING_TO_DO))
}

/// The films and captions that a text mentions, each once, whatever else is wrong with it.
pub fn media_of(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for line in text.lines() {
        let name = ["file:", "captions:"].iter().find_map(|key| line.strip_prefix(key)).map(str::trim);
        if let Some(name) = name.filter(|it| it.starts_with("media/") && names.iter().all(|had| had != it)) {
            names.push(name.to_owned());
        }
    }
    names
}

/// Reads one activity by itself, as it is changed in the browser: its heading, its properties, its text.
pub fn activity(text: &str) -> Result<Activity, Vec<Problem>> {
    let mut problems = Problems::default();
    let blocks = blocks(text, &mut problems);
    match blocks.as_slice() {
        [block] if block.level == 3 => {
            let activity = read_activity(block, &mut problems);
            if problems.0.is_empty() { Ok(activity) } else { Err(problems.0) }
        }
        [_, next, ..] => {
            problems.say(next.line, "course-wrong-heading-within", next.title);
            Err(problems.0)
        }
        _ => {
            problems.add(1, "course-wrong-no-title");
            Err(problems.0)
        }
    }
}

fn course(blocks: &[Block<'_>], problems: &mut Problems) -> Option<Course> {
    let Some((head, rest)) = blocks.split_first() else {
        if problems.0.is_empty() {
            problems.add(1, "course-wrong-empty");
        }
        return None;
    };
    if head.level != 1 {
        problems.add(head.line, "course-wrong-first-heading");
        return None;
    }
    head.knows(&COURSE, problems);
    no_text(head, problems);
    let mut course = Course {
        id: head.id(problems),
        title: head.title(head.title, problems),
        version: head.number("version", 1, 1_000_000, problems).unwrap_or(1),
        language: words::Language::default(),
        about: head.required("about", problems).map_or_else(String::new, |(_, it)| it.to_owned()),
        pass: head.number("pass", 1, 100, problems).unwrap_or(PASS),
        attempts: Some(head.number("attempts", 0, 100, problems).unwrap_or(ATTEMPTS)).filter(|it| *it > 0),
        expires: head.number("expires", 0, 36_500, problems).filter(|it| *it > 0),
        needs: Vec::new(),
        review: Review::Draft,
        modules: Vec::new(),
    };
    if let Some((line, said)) = head.property("language") {
        match said.parse() {
            Ok(language) => course.language = language,
            Err(_) => problems.say(line, "course-wrong-language", said),
        }
    }
    if let Some((line, said)) = head.property("review") {
        match said.parse() {
            Ok(review) => course.review = review,
            Err(()) => problems.say(line, "course-wrong-review", said),
        }
    }
    if let Some((line, said)) = head.property("needs") {
        for need in said.split(',').map(str::trim).filter(|it| !it.is_empty()) {
            if !is_id(need) || need == course.id {
                problems.say(line, "course-wrong-need", need);
            } else if course.needs.iter().all(|it| it != need) {
                course.needs.push(need.to_owned());
            }
        }
    }
    modules(&mut course, rest, problems);
    Some(course)
}

fn modules(course: &mut Course, blocks: &[Block<'_>], problems: &mut Problems) {
    let (mut modules, mut activities): (HashSet<&str>, HashSet<String>) = Default::default();
    for block in blocks {
        match (block.level, course.modules.last_mut()) {
            (1, _) => problems.say(block.line, "course-wrong-second-course", block.title),
            (2, _) => {
                block.knows(&["id", "about"], problems);
                no_text(block, problems);
                let id = block.id(problems);
                if block.property("id").is_some_and(|(_, it)| !modules.insert(it)) {
                    problems.say(block.line, "course-wrong-id-twice", &id);
                }
                let about = block.property("about").map_or_else(String::new, |(_, it)| it.to_owned());
                course.modules.push(Module {
                    id,
                    title: block.title(block.title, problems),
                    about,
                    activities: Vec::new(),
                });
            }
            (_, Some(module)) => {
                let activity = read_activity(block, problems);
                if !activity.id.is_empty() && !activities.insert(activity.id.clone()) {
                    problems.say(block.line, "course-wrong-id-twice", &activity.id);
                }
                module.activities.push(activity);
            }
            (_, None) => problems.say(block.line, "course-wrong-no-module", block.title),
        }
    }
    let count = course.activities().count();
    if count > ACTIVITIES_AT_MOST {
        problems.add(1, "course-wrong-many");
    } else if count == 0 {
        problems.add(1, NOTHING_TO_DO);
    }
}

fn no_text(block: &Block<'_>, problems: &mut Problems) {
    if let Some((line, said)) = block.body.iter().find(|(_, line)| !line.trim().is_empty()) {
        problems.say(*line, "course-wrong-text-here", said.trim());
    }
}

fn read_activity(block: &Block<'_>, problems: &mut Problems) -> Activity {
    let lines = Lines { from: block.line, until: block.until, body: block.body_line() };
    block.knows(&ACTIVITY, problems);
    let split = block.title.split_once(':').map(|(kind, title)| (kind.trim().parse::<Kind>(), title.trim()));
    let (kind, title) = match split {
        Some((Ok(kind), title)) => (kind, title),
        _ => {
            problems.say(block.line, "course-wrong-kind", block.title);
            (Kind::Reading, block.title)
        }
    };
    let mut competencies = Vec::new();
    if let Some((line, said)) = block.property("competencies") {
        for code in said.split(',').map(str::trim).filter(|it| !it.is_empty()) {
            match code.parse() {
                Ok(competency) if competencies.contains(&competency) => (),
                Ok(competency) => competencies.push(competency),
                Err(()) => problems.say(line, "course-wrong-competency", code),
            }
        }
    }
    let optional = match block.property("optional") {
        None | Some((_, "no")) => false,
        Some((_, "yes")) => true,
        Some((line, said)) => {
            problems.say(line, "course-wrong-optional", said);
            false
        }
    };
    block.required("minutes", problems);
    Activity {
        id: block.id(problems),
        title: block.title(title, problems),
        minutes: block.number("minutes", 1, 600, problems).unwrap_or_default(),
        competencies,
        optional,
        body: body(kind, block, problems),
        lines,
    }
}

fn body(kind: Kind, block: &Block<'_>, problems: &mut Problems) -> Body {
    if kind != Kind::Video {
        for key in ["file", "captions"] {
            if let Some((line, _)) = block.property(key) {
                problems.say(line, "course-wrong-not-a-film", key);
            }
        }
    }
    match kind {
        Kind::Reading => Body::Reading(prose(block, &block.body, problems)),
        Kind::Reflection => Body::Reflection(prose(block, &block.body, problems)),
        Kind::Agreement => Body::Agreement(prose(block, &block.body, problems)),
        Kind::Shadow => Body::Shadow(prose(block, &block.body, problems)),
        Kind::Video => Body::Video {
            file: medium(block, "file", &[".webm", ".mp4"], problems),
            captions: medium(block, "captions", &[".vtt"], problems),
            transcript: prose(block, &block.body, problems),
        },
        Kind::Quiz => Body::Quiz(quiz::read(&block.body, block.line, problems)),
        Kind::RolePlay => {
            let first = block.body.iter().position(|(_, line)| line.trim_start().starts_with('@'));
            let (setting, steps) = block.body.split_at(first.unwrap_or(block.body.len()));
            let setting = prose(block, setting, problems);
            Body::RolePlay { setting, play: play::read(steps, block.line, true, problems) }
        }
        Kind::LiveRolePlay => live(block, problems),
    }
}

/// A text that must be there.
fn prose(block: &Block<'_>, lines: &[Line<'_>], problems: &mut Problems) -> String {
    let text = joined(lines);
    if text.trim().is_empty() {
        problems.add(block.line, "course-wrong-no-text");
    }
    for (line, said) in lines.iter().filter(|(_, line)| line.contains("![") && line.contains("](")) {
        problems.say(*line, "course-wrong-picture", said.trim());
    }
    text
}

fn medium(block: &Block<'_>, key: &str, ends: &[&str], problems: &mut Problems) -> String {
    let Some((line, said)) = block.required(key, problems) else { return String::new() };
    let name = said.strip_prefix("media/").unwrap_or_default();
    let plain = name.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_' | b'.'));
    if !plain
        || name.starts_with('.')
        || name.len() > 100
        || !ends.iter().any(|it| name.len() > it.len() && name.ends_with(it))
    {
        problems.say(line, if key == "file" { "course-wrong-film" } else { "course-wrong-captions" }, said);
    }
    said.to_owned()
}

fn live(block: &Block<'_>, problems: &mut Problems) -> Body {
    let place = |mark: &str| block.body.iter().position(|(_, line)| line.trim() == mark);
    let (Some(partner), Some(look)) = (place(PARTNER), place(LOOK_FOR)) else {
        problems.add(block.line, "course-wrong-live-parts");
        return Body::LiveRolePlay { briefing: String::new(), partner: String::new(), look_for: Vec::new() };
    };
    if look < partner {
        problems.add(block.body[look].0, "course-wrong-live-parts");
        return Body::LiveRolePlay { briefing: String::new(), partner: String::new(), look_for: Vec::new() };
    }
    let mut look_for = Vec::new();
    for (line, said) in block.body[look + 1..].iter().filter(|(_, line)| !line.trim().is_empty()) {
        match said.trim().strip_prefix("- ") {
            Some(item) => look_for.push(item.trim().to_owned()),
            None => problems.say(*line, "course-wrong-look-for", said.trim()),
        }
    }
    if look_for.is_empty() {
        problems.add(block.body[look].0, "course-wrong-look-for-empty");
    }
    Body::LiveRolePlay {
        briefing: prose(block, &block.body[..partner], problems),
        partner: prose(block, &block.body[partner + 1..look], problems),
        look_for,
    }
}
