//! The questions of a quiz.

use super::{
    lines::{Line, Problems, joined},
    play::{self, Play},
};

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What is asked, as Markdown.
    pub text: String,
    /// How it is answered.
    pub asked: Asked,
}

/// How a question is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// One of these is right.
    Single(Vec<Choosable>),
    /// Several may be right: exactly those are to be chosen.
    Multiple(Vec<Choosable>),
    /// To be put in order; written in the right one.
    Order(Vec<Choosable>),
    /// A story to find a good way through.
    Scenario(Play),
}

/// Something to choose or to put in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choosable {
    /// What it says.
    pub text: String,
    /// Whether it is right to choose it.
    pub right: bool,
    /// Why, or why not.
    pub reason: String,
}

/// The words after the question mark.
const KINDS: [&str; 4] = ["single", "multiple", "order", "scenario"];

/// Reads the questions.
pub(super) fn read(lines: &[Line<'_>], begins: usize, problems: &mut Problems) -> Vec<Question> {
    let mut questions: Vec<(usize, &str, Vec<Line<'_>>)> = Vec::new();
    for (number, line) in lines {
        if let Some(rest) = line.strip_prefix("? ") {
            match rest.split_once(':').map(|(kind, text)| (kind.trim(), text.trim())) {
                Some((kind, text)) if KINDS.contains(&kind) => questions.push((*number, kind, vec![(*number, text)])),
                _ => {
                    problems.say(*number, "course-wrong-question-kind", rest);
                    questions.push((*number, "", Vec::new()));
                }
            }
        } else if let Some((.., below)) = questions.last_mut() {
            below.push((*number, line));
        } else if !line.trim().is_empty() {
            problems.say(*number, "course-wrong-before-question", line.trim());
            return Vec::new();
        }
    }
    if questions.is_empty() {
        problems.add(begins, "course-wrong-no-questions");
    }
    questions.retain(|(_, kind, _)| !kind.is_empty());
    questions.into_iter().map(|(number, kind, lines)| question(number, kind, &lines, problems)).collect()
}

fn question(number: usize, kind: &str, lines: &[Line<'_>], problems: &mut Problems) -> Question {
    let is_option = |line: &str| match kind {
        "order" => numbered(line).is_some(),
        "scenario" => line.starts_with('@'),
        _ => line.starts_with("- "),
    };
    let first = lines.iter().position(|(_, line)| is_option(line.trim_start())).unwrap_or(lines.len());
    let (text, below) = lines.split_at(first);
    let text = joined(text);
    if text.is_empty() {
        problems.add(number, "course-wrong-empty-question");
    }
    let asked = match kind {
        "scenario" => Asked::Scenario(play::read(below, number, false, problems)),
        "order" => Asked::Order(order(number, below, problems)),
        "multiple" => Asked::Multiple(options(number, below, false, problems)),
        _ => Asked::Single(options(number, below, true, problems)),
    };
    Question { text, asked }
}

fn options(number: usize, lines: &[Line<'_>], single: bool, problems: &mut Problems) -> Vec<Choosable> {
    let mut options = Vec::new();
    for (number, line) in lines.iter().map(|(number, line)| (*number, line.trim())).filter(|(_, line)| !line.is_empty())
    {
        let marked = [("- [x]", true), ("- [X]", true), ("- [ ]", false)];
        let marked = marked.into_iter().find_map(|(mark, right)| line.strip_prefix(mark).map(|rest| (right, rest)));
        let Some((right, rest)) = marked else {
            problems.say(number, "course-wrong-option", line);
            continue;
        };
        match rest.split_once(" :: ").map(|(text, reason)| (text.trim(), reason.trim())) {
            Some((text, reason)) if !text.is_empty() && !reason.is_empty() => {
                options.push(Choosable { text: text.to_owned(), right, reason: reason.to_owned() });
            }
            _ => problems.say(number, "course-wrong-no-reason", rest.trim()),
        }
    }
    let right = options.iter().filter(|it| it.right).count();
    if options.len() < 2 {
        problems.add(number, "course-wrong-few-options");
    } else if single && right != 1 {
        problems.add(number, "course-wrong-single");
    } else if right == 0 {
        problems.add(number, "course-wrong-multiple");
    }
    options
}

fn order(number: usize, lines: &[Line<'_>], problems: &mut Problems) -> Vec<Choosable> {
    let mut items: Vec<Choosable> = Vec::new();
    for (number, line) in lines.iter().map(|(number, line)| (*number, line.trim())).filter(|(_, line)| !line.is_empty())
    {
        match numbered(line) {
            Some((place, rest)) if place == items.len() + 1 && !rest.is_empty() => {
                let (text, reason) = rest.split_once(" :: ").unwrap_or((rest, ""));
                let [text, reason] = [text, reason].map(|it| it.trim().to_owned());
                items.push(Choosable { text, right: true, reason });
            }
            _ => problems.say(number, "course-wrong-order-line", line),
        }
    }
    if items.len() < 2 {
        problems.add(number, "course-wrong-few-options");
    }
    items
}

fn numbered(line: &str) -> Option<(usize, &str)> {
    let (place, rest) = line.split_once('.')?;
    Some((place.parse().ok()?, rest.trim()))
}
