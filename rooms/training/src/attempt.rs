//! A try at a quiz: one question after the other, each with its reason once it was answered. What was answered is sealed.
//! After a few tries there is a day's rest; nobody learns by guessing.

use std::time::Duration;

use db::{Error, Result, Time, Tx, args};
use seal::{KeyId, Place, Sealing};
use words::MemberId;

use crate::{
    course::Published,
    format::{Asked, Body, Course, Next, Question},
    progress,
};

/// How long the rest is after as many tries as the course allows.
const REST: Duration = Duration::from_secs(86_400);

db::id! {
    /// A try at a quiz.
    AttemptId
}

/// What was answered to one question: what was chosen, the order in which things were put, or the way through a story.
pub type Answer = Vec<usize>;

/// A try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Its id.
    pub id: AttemptId,
    /// The version that it is about.
    pub version: i64,
    /// Which try it is.
    pub number: i64,
    /// What was answered so far.
    pub answers: Vec<Answer>,
    /// When it was begun.
    pub began_at: Time,
    /// How it ended.
    pub outcome: Option<Outcome>,
}

/// How a try ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// When.
    pub at: Time,
    /// How many answers were right.
    pub points: i64,
    /// Of how many.
    pub asked: i64,
    /// Whether that is enough.
    pub passed: bool,
}

/// Where somebody stands with a quiz.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// They may begin; with how it was the last time, and how many tries are left before a rest.
    Ready {
        /// The last try.
        last: Option<Attempt>,
        /// How many are left; nothing: as many as one likes.
        left: Option<i64>,
    },
    /// They are in the middle of it.
    Open(Attempt),
    /// They rest until then.
    Resting {
        /// The last try.
        last: Attempt,
        /// Until when.
        until: Time,
    },
    /// They have passed.
    Passed(Attempt),
}

impl Attempt {
    /// The question that comes next, and the way through it so far if it is a story. Nothing: all are answered.
    pub fn now<'a>(&'a self, questions: &'a [Question]) -> Option<(usize, &'a [usize])> {
        let last = self.answers.len().checked_sub(1);
        if let Some((at, (question, answer))) = last.and_then(|at| Some((at, (questions.get(at)?, &self.answers[at]))))
            && !is_whole(question, answer)
        {
            return Some((at, answer));
        }
        (self.answers.len() < questions.len()).then_some((self.answers.len(), &[]))
    }

    /// In which order the things to be put in order are shown: the same for one try, and never the right one.
    pub fn shuffled(&self, question: usize, count: usize) -> Vec<usize> {
        let mut state = self.id.0.as_u128() as u64 ^ (self.id.0.as_u128() >> 64) as u64 ^ question as u64;
        let mut places: Vec<usize> = (0..count).collect();
        for at in (1..count).rev() {
            // Splits a seed as SplitMix64 does; a shuffle after Fisher and Yates.
            state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            places.swap(at, (mixed ^ (mixed >> 31)) as usize % (at + 1));
        }
        if places.iter().enumerate().all(|(at, place)| at == *place) {
            places.rotate_left(1);
        }
        places
    }
}

/// Whether this answer says everything that was asked.
pub fn is_whole(question: &Question, answer: &[usize]) -> bool {
    match &question.asked {
        Asked::Scenario(play) => play.at(answer) == Next::End,
        _ => true,
    }
}

/// Whether an answer is right.
pub fn is_right(question: &Question, answer: &[usize]) -> bool {
    match &question.asked {
        Asked::Single(options) | Asked::Multiple(options) => {
            options.iter().enumerate().all(|(at, it)| it.right == answer.contains(&at))
        }
        Asked::Order(items) => answer.len() == items.len() && answer.iter().enumerate().all(|(at, it)| at == *it),
        Asked::Scenario(play) => play.is_right(answer),
    }
}

/// How many of the things to be put in order stand right before the first that does not; nothing when all do, or nothing
/// was to be put in order.
pub fn right_at_first(question: &Question, answer: &[usize]) -> Option<usize> {
    match &question.asked {
        Asked::Order(_) => answer.iter().enumerate().position(|(at, it)| at != *it),
        Asked::Single(_) | Asked::Multiple(_) | Asked::Scenario(_) => None,
    }
}

/// Whether this can be an answer to this question: for a story, one more step.
fn fits(question: &Question, so_far: &[usize], answer: &[usize]) -> Result<()> {
    let known = |count: usize| answer.iter().all(|it| *it < count);
    let fits = match &question.asked {
        Asked::Single(options) => answer.len() == 1 && known(options.len()),
        Asked::Multiple(options) => !answer.is_empty() && known(options.len()),
        Asked::Order(items) => {
            let mut sorted = answer.to_vec();
            sorted.sort_unstable();
            if sorted != (0..items.len()).collect::<Vec<_>>() {
                return Err(Error::refused("quiz-each-place-once"));
            }
            true
        }
        Asked::Scenario(play) => match play.at(so_far) {
            Next::Step(at) => answer.len() == 1 && known(play.steps[at].choices.len()),
            Next::End => false,
        },
    };
    if fits { Ok(()) } else { Err(Error::refused("quiz-choose-first")) }
}

/// The questions of this activity.
pub fn questions<'a>(course: &'a Course, activity: &str) -> Result<&'a [Question]> {
    match course.activity(activity).map(|it| &it.body) {
        Some(Body::Quiz(questions)) => Ok(questions),
        _ => Err(Error::NotFound),
    }
}

/// Where a learner stands with a quiz of this course.
pub fn standing(tx: &mut Tx<'_>, member: MemberId, course: &Course, activity: &str) -> Result<Standing> {
    let began: Option<Time> = tx.first(
        "SELECT began_at FROM training_learners WHERE member_id = $1 AND course_id = $2",
        args![member, course.id],
        |row| row.get(0),
    )?;
    let rows: Vec<(Attempt, Vec<u8>)> = tx.all(
        "SELECT id, version, number, began_at, ended_at, points, asked, passed, answers FROM training_attempts
         WHERE member_id = $1 AND course_id = $2 AND activity_id = $3 AND began_at >= $4 ORDER BY number",
        args![member, course.id, activity, began.unwrap_or_default()],
        from_row,
    )?;
    let count = rows.iter().filter(|(it, _)| it.outcome.is_some()).count();
    let passed = rows.iter().position(|(it, _)| it.outcome.is_some_and(|it| it.passed));
    let Some((mut last, sealed)) = passed.map(|at| rows[at].clone()).or_else(|| rows.last().cloned()) else {
        return Ok(Standing::Ready { last: None, left: course.attempts });
    };
    let place = Place::new("training_attempts", "answers", last.id.0);
    let answers = tx.unseal(KeyId(member.0), place, &sealed)?.unwrap_or_default();
    last.answers = serde_json::from_str(&answers).unwrap_or_default();
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    Ok(match last.outcome {
        Some(it) if it.passed => Standing::Passed(last),
        // A new version may ask something else; nobody loses a try by that.
        None if last.version == course.version => Standing::Open(last),
        outcome => {
            let until = outcome.map(|it| it.at + REST);
            match (course.attempts, until) {
                (Some(most), Some(until)) if count % most == 0 && until > tx.now() => Standing::Resting { last, until },
                (most, _) => Standing::Ready {
                    last: Some(last).filter(|it| it.outcome.is_some()),
                    left: most.map(|most| most - count % most),
                },
            }
        }
    })
}

/// Begins a try, or goes on with the one that is open.
pub fn begin(tx: &mut Tx<'_>, member: MemberId, published: &Published, activity: &str) -> Result<()> {
    let course = &published.course;
    questions(course, activity)?;
    progress::open(tx, member, published, activity)?;
    match standing(tx, member, course, activity)? {
        Standing::Open(_) | Standing::Passed(_) => return Ok(()),
        Standing::Resting { .. } => return Err(Error::refused("quiz-resting")),
        Standing::Ready { .. } => (),
    }
    // One that was begun in an older version and never ended.
    tx.execute(
        "DELETE FROM training_attempts
         WHERE member_id = $1 AND course_id = $2 AND activity_id = $3 AND ended_at IS NULL",
        args![member, course.id, activity],
    )?;
    let id = AttemptId::fresh(tx);
    let answers = seal(tx, member, id, &[])?;
    tx.execute(
        "INSERT INTO training_attempts (id, member_id, course_id, activity_id, version, number, answers, began_at)
         SELECT $1, $2, $3, $4, $5, COALESCE(MAX(number), 0) + 1, $6, $7 FROM training_attempts
         WHERE member_id = $2 AND course_id = $3 AND activity_id = $4",
        args![id, member, course.id, activity, course.version, answers, tx.now()],
    )?;
    Ok(())
}

/// Answers a question of the open try; for a story, its next step. `question` and `step` say which one was seen: an answer
/// that was sent twice counts once. Tells which question was answered.
pub fn answer(
    tx: &mut Tx<'_>,
    member: MemberId,
    published: &Published,
    activity: &str,
    (question, step): (usize, usize),
    answer: &[usize],
) -> Result<()> {
    let course = &published.course;
    let questions = questions(course, activity)?;
    let Standing::Open(mut attempt) = standing(tx, member, course, activity)? else { return Ok(()) };
    let Some((at, so_far)) = attempt.now(questions) else { return Ok(()) };
    if (at, so_far.len()) != (question, step) {
        return Ok(());
    }
    fits(&questions[at], so_far, answer)?;
    match attempt.answers.get_mut(at) {
        Some(story) => story.extend(answer),
        None => attempt.answers.push(answer.to_vec()),
    }
    let sealed = seal(tx, member, attempt.id, &attempt.answers)?;
    tx.execute("UPDATE training_attempts SET answers = $2 WHERE id = $1", args![attempt.id, sealed])?;
    if attempt.now(questions).is_some() {
        return Ok(());
    }
    let points = questions.iter().zip(&attempt.answers).filter(|(question, answer)| is_right(question, answer)).count();
    let passed = points * 100 >= questions.len() * usize::try_from(course.pass).unwrap_or(100);
    tx.execute(
        "UPDATE training_attempts SET ended_at = $2, points = $3, asked = $4, passed = $5 WHERE id = $1",
        args![attempt.id, tx.now(), points, questions.len(), passed],
    )?;
    if passed {
        progress::done(tx, member, published, activity)?;
    }
    Ok(())
}

fn seal(tx: &mut Tx<'_>, member: MemberId, id: AttemptId, answers: &[Answer]) -> Result<Vec<u8>> {
    let answers = serde_json::to_string(answers).map_err(Error::broken)?;
    tx.seal(KeyId(member.0), Place::new("training_attempts", "answers", id.0), &answers)
}

fn from_row(row: &db::Row<'_>) -> Result<(Attempt, Vec<u8>)> {
    let ended: Option<Time> = row.get(4)?;
    let outcome = match ended {
        Some(at) => Some(Outcome { at, points: row.get(5)?, asked: row.get(6)?, passed: row.get(7)? }),
        None => None,
    };
    let attempt = Attempt {
        id: row.get(0)?,
        version: row.get(1)?,
        number: row.get(2)?,
        answers: Vec::new(),
        began_at: row.get(3)?,
        outcome,
    };
    Ok((attempt, row.get(8)?))
}
