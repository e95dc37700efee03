//! One question that checks whether the limits of confidentiality were understood, before anyone tells anything.

/// The question: keys of the catalogue.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// What is asked.
    pub ask: &'static str,
    /// What can be answered.
    pub answers: &'static [Answer],
    /// What is said, kindly, after an answer that is not right.
    pub again: &'static str,
}

/// An answer to choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Its value in the form.
    pub value: &'static str,
    /// What it says: a key of the catalogue.
    pub key: &'static str,
}

const QUESTION: Question = Question {
    ask: "confidentiality-question",
    answers: &[
        Answer { value: "nobody", key: "confidentiality-answer-nobody" },
        Answer { value: "harm", key: "confidentiality-answer-harm" },
        Answer { value: "everyone", key: "confidentiality-answer-everyone" },
    ],
    again: "confidentiality-again",
};

/// The question that the join page asks.
pub fn question() -> &'static Question {
    &QUESTION
}

impl Question {
    /// Whether this answer shows that the limits were understood.
    pub fn is_understood(&self, value: &str) -> bool {
        value == "harm"
    }
}
