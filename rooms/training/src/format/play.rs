//! A story with branches: what the other says, what one may do, and where that leads.

use std::collections::{HashMap, HashSet};

use super::lines::{Line, Problems, is_id};

/// The step with which every story begins.
const START: &str = "start";
/// Where a story ends.
const END: &str = "end";

/// A story with branches. Its steps are known by their place; the first is where it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Play {
    /// The steps.
    pub steps: Vec<Step>,
}

/// A moment of the story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What authors call it.
    pub name: String,
    /// What the other says.
    pub says: Vec<String>,
    /// What one may do.
    pub choices: Vec<Choice>,
}

/// Something one may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Whether it helps.
    pub mark: Mark,
    /// What one wants one's words to do.
    pub intent: String,
    /// Where it leads.
    pub next: Next,
    /// What is said about it afterwards.
    pub debrief: String,
    /// How it may sound.
    pub examples: Vec<String>,
}

/// Where a choice leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// To the step at this place.
    Step(usize),
    /// To the end.
    End,
}

db::word! {
    /// Whether a choice helps.
    pub enum Mark {
        /// It helps.
        Helps = "helps",
        /// It could be better.
        Better = "better",
        /// It harms.
        Harms = "harms",
    }
}

impl Mark {
    fn of(letter: &str) -> Option<Self> {
        match letter {
            "+" => Some(Self::Helps),
            "~" => Some(Self::Better),
            "!" => Some(Self::Harms),
            _ => None,
        }
    }
}

impl Play {
    /// The choices along a path, as far as it goes.
    pub fn along<'a>(&'a self, path: &'a [usize]) -> impl Iterator<Item = (&'a Step, &'a Choice)> {
        let mut next = Next::Step(0);
        path.iter().map_while(move |chosen| {
            let Next::Step(at) = next else { return None };
            let step = self.steps.get(at)?;
            let choice = step.choices.get(*chosen)?;
            next = choice.next;
            Some((step, choice))
        })
    }

    /// Where somebody stands who went this way: a step, or the end.
    pub fn at(&self, path: &[usize]) -> Next {
        self.along(path).last().map_or(Next::Step(0), |(_, choice)| choice.next)
    }

    /// Whether this way was right: nothing on it harms, and at most one thing could be better.
    pub fn is_right(&self, path: &[usize]) -> bool {
        let count = |mark| self.along(path).filter(|(_, it)| it.mark == mark).count();
        self.at(path) == Next::End && count(Mark::Harms) == 0 && count(Mark::Better) <= 1
    }
}

/// A choice as it was read: where it leads is a name still.
struct Draft<'a> {
    line: usize,
    to: &'a str,
    choice: Choice,
}

/// A step as it was read.
struct Rough<'a> {
    line: usize,
    name: &'a str,
    says: Vec<String>,
    drafts: Vec<Draft<'a>>,
}

/// Reads a story. With `own_words` each choice needs an example of how it may sound.
pub(super) fn read(lines: &[Line<'_>], begins: usize, own_words: bool, problems: &mut Problems) -> Play {
    let before = problems.0.len();
    let mut steps: Vec<Rough<'_>> = Vec::new();
    for (number, line) in lines.iter().map(|(number, line)| (*number, line.trim())) {
        if line.is_empty() {
            continue;
        }
        if let Some(name) = line.strip_prefix('@') {
            if !is_id(name) || name == END {
                problems.say(number, "course-wrong-step-name", name);
            } else if steps.iter().any(|it| it.name == name) {
                problems.say(number, "course-wrong-step-twice", name);
            }
            steps.push(Rough { line: number, name, says: Vec::new(), drafts: Vec::new() });
            continue;
        }
        let Some(step) = steps.last_mut() else {
            problems.say(number, "course-wrong-no-start", line);
            return Play { steps: Vec::new() };
        };
        let (mark, rest) = line.split_at(line.chars().next().map_or(0, char::len_utf8));
        let rest = rest.trim();
        match (mark, step.drafts.last_mut()) {
            (">", None) => step.says.push(rest.to_owned()),
            (">", Some(_)) => problems.add(number, "course-wrong-says-late"),
            ("=", Some(draft)) if !rest.is_empty() => draft.choice.examples.push(rest.to_owned()),
            ("=", _) => problems.add(number, "course-wrong-example"),
            _ => match Mark::of(mark).map(|mark| choice(mark, rest)) {
                Some(Some((to, choice))) => step.drafts.push(Draft { line: number, to, choice }),
                Some(None) => problems.say(number, "course-wrong-choice", line),
                None => problems.say(number, "course-wrong-story-line", line),
            },
        }
    }
    if steps.is_empty() {
        problems.add(begins, "course-wrong-no-steps");
    } else if steps[0].name != START {
        problems.say(steps[0].line, "course-wrong-first-step", steps[0].name);
    }
    for step in &steps {
        if step.says.is_empty() {
            problems.say(step.line, "course-wrong-silent-step", step.name);
        }
        if step.drafts.is_empty() {
            problems.say(step.line, "course-wrong-step-no-choice", step.name);
        }
        for draft in step.drafts.iter().filter(|it| own_words && it.choice.examples.is_empty()) {
            problems.say(draft.line, "course-wrong-no-example", &draft.choice.intent);
        }
    }
    // What follows asks for a story whose parts are all there.
    if problems.0.len() > before { Play { steps: Vec::new() } } else { joined(steps, problems) }
}

fn choice(mark: Mark, rest: &str) -> Option<(&str, Choice)> {
    let (left, debrief) = rest.split_once(" :: ")?;
    let (intent, to) = left.rsplit_once("->")?;
    let [intent, to, debrief] = [intent, to, debrief].map(str::trim);
    let whole = [intent, to, debrief].iter().all(|it| !it.is_empty());
    whole.then(|| {
        (
            to,
            Choice {
                mark,
                intent: intent.to_owned(),
                next: Next::End,
                debrief: debrief.to_owned(),
                examples: Vec::new(),
            },
        )
    })
}

/// Names become places, and every way is followed to its end.
fn joined(rough: Vec<Rough<'_>>, problems: &mut Problems) -> Play {
    let places: HashMap<&str, usize> = rough.iter().enumerate().map(|(at, it)| (it.name, at)).collect();
    let at_lines: Vec<(usize, String)> = rough.iter().map(|it| (it.line, it.name.to_owned())).collect();
    let before = problems.0.len();
    let mut steps = Vec::with_capacity(rough.len());
    for step in rough {
        let mut choices = Vec::with_capacity(step.drafts.len());
        for Draft { line, to, mut choice } in step.drafts {
            match places.get(to) {
                Some(at) => choice.next = Next::Step(*at),
                None if to == END => choice.next = Next::End,
                None => problems.say(line, "course-wrong-no-such-step", to),
            }
            choices.push(choice);
        }
        steps.push(Step { name: step.name.to_owned(), says: step.says, choices });
    }
    let play = Play { steps };
    if problems.0.len() > before {
        return play;
    }
    let mut ways = Ways { play: &play, best: HashMap::new(), open: HashSet::new(), circle: None };
    let best = ways.best(0);
    if let Some(at) = ways.circle {
        problems.say(at_lines[at].0, "course-wrong-circle", &at_lines[at].1);
        return play;
    }
    for (at, (line, name)) in at_lines.iter().enumerate().filter(|(at, _)| !ways.best.contains_key(at)) {
        let _ = at;
        problems.say(*line, "course-wrong-unreachable", name);
    }
    if best > 1 {
        problems.add(at_lines[0].0, "course-wrong-no-right-way");
    }
    play
}

/// The ways through a story.
struct Ways<'a> {
    play: &'a Play,
    /// For each step that can be reached, how many choices could be better on the best way from there to the end.
    best: HashMap<usize, usize>,
    open: HashSet<usize>,
    circle: Option<usize>,
}

impl Ways<'_> {
    /// Worse than any way that is right.
    const NEVER: usize = 1000;

    fn best(&mut self, at: usize) -> usize {
        if let Some(known) = self.best.get(&at) {
            return *known;
        }
        // Deeper than this the story would not fit a page, nor this function the stack.
        if !self.open.insert(at) || self.open.len() > 200 {
            self.circle.get_or_insert(at);
            return Self::NEVER;
        }
        let play = self.play;
        let mut best = Self::NEVER;
        for choice in &play.steps[at].choices {
            let after = match choice.next {
                Next::End => 0,
                Next::Step(next) => self.best(next),
            };
            let here = match choice.mark {
                Mark::Helps => 0,
                Mark::Better => 1,
                Mark::Harms => Self::NEVER,
            };
            best = best.min(here + after);
        }
        self.open.remove(&at);
        self.best.insert(at, best);
        best
    }
}
