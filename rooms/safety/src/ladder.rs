//! The ladder: four questions that a trained person asks, in this order, calmly and without rushing. It suggests how
//! soon a person should act; the person decides.

use serde::{Deserialize, Serialize};

use crate::kind::Level;

db::word! {
    /// What is asked.
    pub enum Rung {
        /// Do they think of ending their life?
        Thoughts = "thoughts",
        /// Do they know how they would?
        Plan = "plan",
        /// Is it within their reach?
        Means = "means",
        /// Do they know when?
        TimeFrame = "time-frame",
    }
}

db::word! {
    /// What was answered.
    pub enum Answer {
        /// It did not come up, or was not the moment.
        NotAsked = "not-asked",
        /// No.
        No = "no",
        /// Yes.
        Yes = "yes",
        /// They did not say, or not clearly.
        Unsure = "unsure",
    }
}

/// One rung: what was answered, and what they said about it in their own words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    answer: String,
    /// In their own words, as far as the person who asked wants to keep them.
    pub words: String,
}

impl Said {
    /// What was answered, with the words that belong to it.
    pub fn new(answer: Answer, words: &str) -> Self {
        Self { answer: answer.as_str().to_owned(), words: words.trim().to_owned() }
    }

    /// What was answered.
    pub fn answer(&self) -> Answer {
        self.answer.parse().unwrap_or(Answer::NotAsked)
    }

    fn yes(&self) -> bool {
        self.answer() == Answer::Yes
    }

    fn no(&self) -> bool {
        self.answer() == Answer::No
    }
}

/// All four.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ladder {
    /// Thoughts of ending one's life.
    pub thoughts: Said,
    /// A plan.
    pub plan: Said,
    /// What it would take, within reach.
    pub means: Said,
    /// A time.
    pub time_frame: Said,
}

impl Ladder {
    /// The answer to one question.
    pub fn of(&self, rung: &Rung) -> &Said {
        match rung {
            Rung::Thoughts => &self.thoughts,
            Rung::Plan => &self.plan,
            Rung::Means => &self.means,
            Rung::TimeFrame => &self.time_frame,
        }
    }

    /// The same, to be written.
    pub fn of_mut(&mut self, rung: Rung) -> &mut Said {
        match rung {
            Rung::Thoughts => &mut self.thoughts,
            Rung::Plan => &mut self.plan,
            Rung::Means => &mut self.means,
            Rung::TimeFrame => &mut self.time_frame,
        }
    }

    /// How soon a person should act, as a suggestion:
    ///
    /// - a time, or a plan with what it takes within reach: now;
    /// - a plan, or what it takes within reach: soon;
    /// - thoughts, or no answer about them: soon while anything else is open, else when there is time;
    /// - no thoughts: when there is time while anything else is open, else nothing.
    ///
    /// The order of the questions is the ladder that Crisis Text Line has published: thoughts, plan, means, time frame.
    /// That a plan or an intent weighs far more than a thought follows the published triage points of the screening
    /// version of the Columbia Suicide Severity Rating Scale. That what was not asked, or not answered, counts
    /// as if it might be so, and where exactly the lines run, is our own judgement. It is no diagnosis and no forecast: such
    /// scales do not foretell what one person will do.
    pub fn suggests(&self) -> Level {
        let rest_is_no = self.plan.no() && self.means.no() && self.time_frame.no();
        if self.time_frame.yes() || (self.plan.yes() && self.means.yes()) {
            Level::Crisis
        } else if self.plan.yes() || self.means.yes() {
            Level::Red
        } else if self.thoughts.no() {
            if rest_is_no { Level::Green } else { Level::Amber }
        } else if rest_is_no {
            Level::Amber
        } else {
            Level::Red
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ladder(answers: [Answer; 4]) -> Ladder {
        let mut ladder = Ladder::default();
        for (rung, answer) in Rung::ALL.iter().zip(answers) {
            *ladder.of_mut(*rung) = Said::new(answer, "");
        }
        ladder
    }

    fn every() -> impl Iterator<Item = [Answer; 4]> {
        let each = |n: usize, place: u32| Answer::ALL[n / 4usize.pow(place) % 4];
        (0..256).map(move |n| [each(n, 0), each(n, 1), each(n, 2), each(n, 3)])
    }

    #[test]
    fn what_the_rule_says_is_what_is_suggested() {
        use Answer::{No, NotAsked, Unsure, Yes};
        for (answers, level) in [
            ([No, No, No, No], Level::Green),
            ([No, No, No, NotAsked], Level::Amber),
            ([Yes, No, No, No], Level::Amber),
            ([Unsure, No, No, No], Level::Amber),
            ([Yes, NotAsked, No, No], Level::Red),
            ([NotAsked, NotAsked, NotAsked, NotAsked], Level::Red),
            ([Yes, Yes, No, No], Level::Red),
            ([Yes, No, Yes, No], Level::Red),
            ([Yes, Yes, Yes, No], Level::Crisis),
            ([Yes, No, No, Yes], Level::Crisis),
        ] {
            assert_eq!(ladder(answers).suggests(), level, "{answers:?}");
        }
    }

    #[test]
    fn an_answer_that_worries_more_never_suggests_less() {
        let weight = |answer| match answer {
            Answer::No => 0,
            Answer::NotAsked | Answer::Unsure => 1,
            Answer::Yes => 2,
        };
        for before in every() {
            for rung in 0..4 {
                for worse in Answer::ALL {
                    let mut after = before;
                    after[rung] = *worse;
                    if weight(*worse) >= weight(before[rung]) {
                        assert!(ladder(after).suggests() >= ladder(before).suggests(), "{before:?} → {after:?}");
                    }
                }
            }
        }
    }
}
