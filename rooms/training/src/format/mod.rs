//! A course as text that people write: its parts, and how the text is read. `docs/courses.md` tells authors how to write
//! it. Nothing is guessed: what cannot be read is told with its line and what to do, and nothing of the file is taken.

mod lines;
mod play;
mod quiz;
mod read;
mod write;

use db::Refusal;
pub use play::{Choice, Mark, Next, Play, Step};
pub use quiz::{Asked, Choosable, Question};
pub use read::{NOTHING_TO_DO, activity, media_of, read, read_unfinished};
use words::Language;
pub use write::{Typed, head_of_course, head_of_module};

use crate::kind::Competency;

/// Longest text of a course, in bytes: some forty hours of reading. Our own judgement.
pub const TEXT_AT_MOST: usize = 200_000;
/// More activities than anybody wants to see in one course.
pub const ACTIVITIES_AT_MOST: usize = 400;
/// How right a quiz must be when the course does not say, in percent.
pub const PASS: i64 = 80;
/// How many tries at a quiz there are before a day's rest when the course does not say.
pub const ATTEMPTS: i64 = 3;

/// What is wrong with a text, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line, counted from one.
    pub line: usize,
    /// What is wrong and what to do, as a sentence of the catalogue.
    pub what: Refusal,
}

db::word! {
    /// Whether somebody who knows has looked a course over.
    pub enum Review {
        /// Written as a start, to be looked over.
        Draft = "draft",
        /// Looked over by the community's own people.
        Reviewed = "reviewed",
    }
}

db::word! {
    /// What a learner does in an activity.
    pub enum Kind {
        /// Reads.
        Reading = "reading",
        /// Watches a film with captions.
        Video = "video",
        /// Answers questions, and is told how it was.
        Quiz = "quiz",
        /// Writes for herself.
        Reflection = "reflection",
        /// Signs what was agreed.
        Agreement = "agreement",
        /// Answers somebody made up, in her own words.
        RolePlay = "role-play",
        /// Talks with a practice partner.
        LiveRolePlay = "live-role-play",
        /// Sits in with somebody experienced.
        Shadow = "shadow",
    }
}

/// A course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// What it is known by, through all versions.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Which version.
    pub version: i64,
    /// In which language.
    pub language: Language,
    /// What it is about, in a sentence or two.
    pub about: String,
    /// How much of a quiz must be right, in percent.
    pub pass: i64,
    /// How many tries there are at a quiz before a day's rest; nothing: as many as one likes.
    pub attempts: Option<i64>,
    /// After how many days it is taken anew.
    pub expires: Option<i64>,
    /// Courses to be finished first.
    pub needs: Vec<String>,
    /// Whether it was looked over.
    pub review: Review,
    /// Its parts.
    pub modules: Vec<Module>,
}

impl Course {
    /// Every activity, in order.
    pub fn activities(&self) -> impl Iterator<Item = &Activity> {
        self.modules.iter().flat_map(|it| &it.activities)
    }

    /// This activity.
    pub fn activity(&self, id: &str) -> Option<&Activity> {
        self.activities().find(|it| it.id == id)
    }

    /// How long it takes, in minutes, without what is optional.
    pub fn minutes(&self) -> i64 {
        self.activities().filter(|it| !it.optional).map(|it| it.minutes).sum()
    }

    /// The competencies that it speaks of, each once.
    pub fn competencies(&self) -> Vec<Competency> {
        let all = || self.activities().flat_map(|it| &it.competencies);
        Competency::ALL.iter().copied().filter(|it| all().any(|other| other == it)).collect()
    }

    /// The media that it shows.
    pub fn media(&self) -> impl Iterator<Item = &str> {
        self.activities().flat_map(|it| match &it.body {
            Body::Video { file, captions, .. } => vec![file.as_str(), captions],
            _ => Vec::new(),
        })
    }
}

/// A part of a course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Module {
    /// What it is known by within its course.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What it is about.
    pub about: String,
    /// What is done in it.
    pub activities: Vec<Activity>,
}

/// Something to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// What it is known by within its course; progress is kept under it.
    pub id: String,
    /// Its name.
    pub title: String,
    /// How long it takes, in minutes.
    pub minutes: i64,
    /// Which competencies it speaks of.
    pub competencies: Vec<Competency>,
    /// It may be left out.
    pub optional: bool,
    /// What it holds.
    pub body: Body,
    /// Where it stands in the text: from its heading to before the next, lines counted from one.
    pub lines: Lines,
}

/// Where something stands in a text. Two activities that say the same are the same wherever they stand.
#[derive(Clone, Copy, Debug, Default, Eq)]
pub struct Lines {
    /// The line of the heading.
    pub from: usize,
    /// The first line after it that belongs to something else.
    pub until: usize,
    /// The first line of what it holds, after its properties.
    pub body: usize,
}

impl PartialEq for Lines {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// What an activity holds. Texts are Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// What is read.
    Reading(String),
    /// A film, its captions, and its words as text.
    Video {
        /// The film, as `media/…`.
        file: String,
        /// The captions, as `media/…`.
        captions: String,
        /// What is said in it.
        transcript: String,
    },
    /// The questions.
    Quiz(Vec<Question>),
    /// What to think about.
    Reflection(String),
    /// What is signed.
    Agreement(String),
    /// Who is there, and how it may go on.
    RolePlay {
        /// Who it is and how it begins.
        setting: String,
        /// The conversation.
        play: Play,
    },
    /// For both, for the partner alone, and for the one who looks.
    LiveRolePlay {
        /// For both.
        briefing: String,
        /// For the practice partner alone.
        partner: String,
        /// What to look for.
        look_for: Vec<String>,
    },
    /// What to look for.
    Shadow(String),
}

impl Body {
    /// Of which kind it is.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Reading(_) => Kind::Reading,
            Self::Video { .. } => Kind::Video,
            Self::Quiz(_) => Kind::Quiz,
            Self::Reflection(_) => Kind::Reflection,
            Self::Agreement(_) => Kind::Agreement,
            Self::RolePlay { .. } => Kind::RolePlay,
            Self::LiveRolePlay { .. } => Kind::LiveRolePlay,
            Self::Shadow(_) => Kind::Shadow,
        }
    }
}
