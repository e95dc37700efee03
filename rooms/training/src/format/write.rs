//! Writing the headings of a course and their properties, as they are changed in the browser. What stands below them
//! stays as its author wrote it, with their comments.

use super::{ATTEMPTS, Activity, Body, Course, Module, PASS};

/// The heading of a course with its properties.
pub fn head_of_course(course: &Course) -> String {
    let mut head = format!(
        "# {}\nid: {}\nversion: {}\nlanguage: {}\n",
        course.title,
        course.id,
        course.version,
        course.language.code()
    );
    line(&mut head, "about", &course.about);
    if course.pass != PASS {
        line(&mut head, "pass", &course.pass.to_string());
    }
    if course.attempts != Some(ATTEMPTS) {
        line(&mut head, "attempts", &course.attempts.unwrap_or_default().to_string());
    }
    line(&mut head, "expires", &course.expires.map_or_else(String::new, |it| it.to_string()));
    line(&mut head, "needs", &course.needs.join(", "));
    line(&mut head, "review", course.review.as_str());
    head
}

/// The heading of a module with its properties.
pub fn head_of_module(module: &Module) -> String {
    let mut head = format!("## {}\nid: {}\n", module.title, module.id);
    line(&mut head, "about", &module.about);
    head
}

/// The heading of an activity with its properties.
pub fn head_of_activity(activity: &Activity) -> String {
    let mut head = format!(
        "### {}: {}\nid: {}\nminutes: {}\n",
        activity.body.kind(),
        activity.title,
        activity.id,
        activity.minutes
    );
    let competencies: Vec<_> = activity.competencies.iter().map(|it| it.as_str()).collect();
    line(&mut head, "competencies", &competencies.join(", "));
    if activity.optional {
        line(&mut head, "optional", "yes");
    }
    if let Body::Video { file, captions, .. } = &activity.body {
        line(&mut head, "file", file);
        line(&mut head, "captions", captions);
    }
    head
}

fn line(head: &mut String, key: &str, value: &str) {
    if !value.is_empty() {
        head.push_str(&format!("{key}: {value}\n"));
    }
}
