//! The lines of a text and the properties under its headings, with what is wrong about them.

use db::Refusal;

use super::Problem;

/// More problems at once help nobody.
const PROBLEMS_AT_MOST: usize = 20;
/// Longest title, and longest property, in characters.
const TITLE_AT_MOST: usize = 120;
const PROPERTY_AT_MOST: usize = 600;

/// A line and its number.
pub(super) type Line<'a> = (usize, &'a str);

/// What is wrong so far.
#[derive(Default)]
pub(super) struct Problems(pub(super) Vec<Problem>);

impl Problems {
    /// This is wrong in that line.
    pub(super) fn add(&mut self, line: usize, key: &'static str) {
        self.push(line, Refusal { key, args: Vec::new() });
    }

    /// The same, with what was found there.
    pub(super) fn say(&mut self, line: usize, key: &'static str, said: &str) {
        let said: String = said.chars().take(60).collect();
        self.push(line, Refusal { key, args: vec![("said", said)] });
    }

    fn push(&mut self, line: usize, what: Refusal) {
        if self.0.len() < PROBLEMS_AT_MOST {
            self.0.push(Problem { line, what });
        }
    }
}

/// A heading with its properties and what stands below them.
pub(super) struct Block<'a> {
    /// One for a course, two for a module, three for an activity.
    pub(super) level: usize,
    pub(super) line: usize,
    pub(super) title: &'a str,
    properties: Vec<(usize, &'a str, &'a str)>,
    pub(super) body: Vec<Line<'a>>,
    pub(super) until: usize,
}

/// The level of a heading that divides a course. Smaller headings belong to the text.
pub(super) fn level(line: &str) -> Option<usize> {
    let marks = line.bytes().take_while(|it| *it == b'#').count();
    let rest = &line[marks..];
    ((1..=3).contains(&marks) && (rest.is_empty() || rest.starts_with(' '))).then_some(marks)
}

/// Cuts a text into its blocks. Comments are left out, and do not end the properties.
pub(super) fn blocks<'a>(text: &'a str, problems: &mut Problems) -> Vec<Block<'a>> {
    let mut blocks: Vec<Block<'a>> = Vec::new();
    let mut in_properties = false;
    let mut last = 0;
    for (number, line) in text.lines().enumerate().map(|(at, line)| (at + 1, line)) {
        last = number;
        if line.starts_with("//") {
            continue;
        }
        if let Some(level) = level(line) {
            if let Some(block) = blocks.last_mut() {
                block.until = number;
            }
            let title = line[level..].trim();
            blocks.push(Block { level, line: number, title, properties: Vec::new(), body: Vec::new(), until: 0 });
            in_properties = true;
            continue;
        }
        let Some(block) = blocks.last_mut() else {
            if !line.trim().is_empty() {
                problems.add(number, "course-wrong-before-title");
                return blocks;
            }
            continue;
        };
        in_properties &= !line.trim().is_empty();
        if !in_properties {
            block.body.push((number, line));
        } else if let Some((key, value)) = property(line) {
            block.properties.push((number, key, value));
        } else {
            problems.say(number, "course-wrong-property", line.trim());
            in_properties = false;
        }
    }
    if let Some(block) = blocks.last_mut() {
        block.until = last + 1;
    }
    blocks
}

fn property(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let is_key = !key.is_empty() && key.bytes().all(|it| it.is_ascii_lowercase() || it == b'-');
    is_key.then(|| (key, value.trim()))
}

impl<'a> Block<'a> {
    /// The title, which must be there and not be longer than a line.
    pub(super) fn title(&self, title: &str, problems: &mut Problems) -> String {
        if title.is_empty() {
            problems.add(self.line, "course-wrong-no-title");
        } else if title.chars().count() > TITLE_AT_MOST {
            problems.add(self.line, "course-wrong-long-title");
        }
        title.to_owned()
    }

    /// Tells of properties that are not known here, that stand twice, or that are too long.
    pub(super) fn knows(&self, keys: &[&str], problems: &mut Problems) {
        for (at, (line, key, value)) in self.properties.iter().enumerate() {
            if !keys.contains(key) {
                problems.say(*line, "course-wrong-unknown-property", key);
            } else if self.properties[..at].iter().any(|(_, other, _)| other == key) {
                problems.say(*line, "course-wrong-twice", key);
            } else if value.chars().count() > PROPERTY_AT_MOST {
                problems.say(*line, "course-wrong-long-property", key);
            }
        }
    }

    /// A property and its line, when it says something.
    pub(super) fn property(&self, key: &str) -> Option<(usize, &'a str)> {
        let found = self.properties.iter().find(|(_, it, value)| *it == key && !value.is_empty());
        found.map(|(line, _, value)| (*line, *value))
    }

    /// A property that must be there.
    pub(super) fn required(&self, key: &str, problems: &mut Problems) -> Option<(usize, &'a str)> {
        let found = self.property(key);
        if found.is_none() {
            problems.say(self.line, "course-wrong-no-property", key);
        }
        found
    }

    /// What it is known by.
    pub(super) fn id(&self, problems: &mut Problems) -> String {
        let Some((line, id)) = self.required("id", problems) else { return String::new() };
        if !is_id(id) {
            problems.say(line, "course-wrong-id", id);
        }
        id.to_owned()
    }

    /// A whole number between these two.
    pub(super) fn number(&self, key: &str, least: i64, most: i64, problems: &mut Problems) -> Option<i64> {
        let (line, said) = self.property(key)?;
        let number = said.parse().ok().filter(|it| (least..=most).contains(it));
        if number.is_none() {
            let args = vec![("key", key.to_owned()), ("least", least.to_string()), ("most", most.to_string())];
            problems.push(line, Refusal { key: "course-wrong-number", args });
        }
        number
    }

    /// Where the text begins.
    pub(super) fn body_line(&self) -> usize {
        let after = self.properties.last().map_or(self.line, |(line, ..)| *line) + 1;
        self.body.iter().find(|(_, line)| !line.trim().is_empty()).map_or(after, |(number, _)| *number)
    }
}

/// Whether this can be the id of a course, a module or an activity.
pub(super) fn is_id(text: &str) -> bool {
    let fits = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-';
    (1..=60).contains(&text.len()) && text.bytes().all(fits)
}

/// Lines as one text, without the empty ones around it.
pub(super) fn joined(lines: &[Line<'_>]) -> String {
    let text: Vec<&str> = lines.iter().map(|(_, line)| line.trim_end()).collect();
    text.join("\n").trim_matches('\n').to_owned()
}
