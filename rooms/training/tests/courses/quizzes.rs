//! Quizzes: answered one question at a time, passed or not, and rested from.

use training::{
    attempt::{self, Standing},
    progress,
};

use crate::town::*;

/// Answers that are all right, and those of which none is.
const RIGHT: &[&[&[usize]]] = &[&[&[1]], &[&[0, 2]], &[&[0, 1, 2]], &[&[1], &[0]]];
const WRONG: &[&[&[usize]]] = &[&[&[0]], &[&[1]], &[&[2, 1, 0]], &[&[2]]];

impl Town {
    async fn stands(&self) -> Standing {
        let lena = self.lena.id;
        self.write(move |tx| {
            let published = training::course::published(tx, "one-of-each")?;
            attempt::standing(tx, lena, &published.course, "four")
        })
        .await
    }

    async fn begins(&self) {
        let lena = self.lena.id;
        self.write(move |tx| {
            let published = training::course::published(tx, "one-of-each")?;
            attempt::begin(tx, lena, &published, "four")
        })
        .await;
    }

    async fn answers(&self, place: (usize, usize), answer: &'static [usize]) -> Result<(), db::Error> {
        let lena = self.lena.id;
        let answered = self.ground.db.write(move |tx| {
            let published = training::course::published(tx, "one-of-each")?;
            attempt::answer(tx, lena, &published, "four", place, answer)
        });
        answered.await
    }

    /// A whole try; so many of its answers are right.
    async fn tries(&self, right: usize) {
        self.begins().await;
        for question in 0..4 {
            let given = if question < right { RIGHT[question] } else { WRONG[question] };
            for (step, answer) in given.iter().enumerate() {
                self.answers((question, step), answer).await.unwrap();
            }
        }
    }
}

#[test]
fn a_quiz_is_answered_question_by_question_and_goes_on_where_it_was() {
    in_town(|town| async move {
        town.publish(EACH).await;
        assert_eq!(town.stands().await, Standing::Ready { last: None, left: Some(2) });
        town.begins().await;
        town.begins().await;
        for (wrong, why) in
            [(&[][..], "quiz-choose-first"), (&[0, 1], "quiz-choose-first"), (&[7], "quiz-choose-first")]
        {
            assert_eq!(town.answers((0, 0), wrong).await.unwrap_err().refusal(), Some(why), "{wrong:?}");
        }
        town.answers((0, 0), &[1]).await.unwrap();
        // The same once more, and one that is not asked yet, change nothing.
        town.answers((0, 0), &[0]).await.unwrap();
        town.answers((2, 0), &[0]).await.unwrap();
        let Standing::Open(attempt) = town.stands().await else { panic!("it goes on") };
        assert_eq!((attempt.number, attempt.answers), (1, vec![vec![1]]));
        town.answers((1, 0), &[0, 2]).await.unwrap();
        for wrong in [&[][..], &[0, 1], &[0, 0, 1], &[0, 1, 3]] {
            assert_eq!(town.answers((2, 0), wrong).await.unwrap_err().refusal(), Some("quiz-each-place-once"));
        }
        town.answers((2, 0), &[0, 1, 2]).await.unwrap();
        // A story is answered step by step.
        town.answers((3, 0), &[1]).await.unwrap();
        town.answers((3, 0), &[2]).await.unwrap();
        let Standing::Open(attempt) = town.stands().await else { panic!("the story goes on") };
        assert_eq!(attempt.answers[3], [1]);
        town.answers((3, 1), &[1]).await.unwrap();
        let Standing::Passed(attempt) = town.stands().await else { panic!("three of four are enough") };
        let outcome = attempt.outcome.unwrap();
        assert_eq!((outcome.points, outcome.asked), (3, 4), "two things of the story could have been better");
        let lena = town.lena.id;
        assert!(town.write(move |tx| progress::of(tx, lena, "one-of-each")).await.has("four"));
        let sealed: Vec<u8> = town.write(|tx| tx.value("SELECT answers FROM training_attempts", &[])).await;
        assert!(!sealed.starts_with(b"[["), "what was answered is sealed");
    });
}

#[test]
fn after_as_many_tries_as_the_course_allows_there_is_a_days_rest() {
    in_town(|town| async move {
        let published = town.publish(EACH).await;
        town.tries(2).await;
        let Standing::Ready { last: Some(last), left: Some(1) } = town.stands().await else { panic!("one more try") };
        assert!(!last.outcome.unwrap().passed);
        town.tries(0).await;
        let Standing::Resting { until, .. } = town.stands().await else { panic!("a rest") };
        assert_eq!(until, town.ground.db.now() + DAY);
        let (lena, it) = (town.lena.id, published.clone());
        assert_eq!(town.refused(move |tx| attempt::begin(tx, lena, &it, "four")).await, "quiz-resting");
        town.ground.clock.pass(DAY);
        assert!(matches!(town.stands().await, Standing::Ready { left: Some(2), .. }));
        town.tries(1).await;
        town.tries(3).await;
        let Standing::Passed(last) = town.stands().await else { panic!("three of four are enough") };
        assert_eq!(last.number, 4);
        let leo = town.leo.id;
        let his = move |tx: &mut db::Tx<'_>| attempt::standing(tx, leo, &published.course, "four");
        assert_eq!(town.write(his).await, Standing::Ready { last: None, left: Some(2) }, "hers are not his");
    });
}

#[test]
fn a_new_version_in_the_middle_of_a_try_costs_no_try() {
    in_town(|town| async move {
        town.publish(EACH).await;
        town.tries(0).await;
        town.begins().await;
        town.answers((0, 0), &[1]).await.unwrap();
        town.publish(&EACH.replace("version: 1", "version: 2").replace("The second", "Another")).await;
        assert!(matches!(town.stands().await, Standing::Ready { left: Some(1), .. }));
        town.answers((1, 0), &[0, 2]).await.unwrap();
        town.tries(4).await;
        let Standing::Passed(last) = town.stands().await else { panic!("all of them") };
        assert_eq!((last.version, last.number, last.outcome.unwrap().points), (2, 2, 4));
    });
}

#[test]
fn things_to_put_in_order_are_never_shown_in_the_right_one_and_always_alike_within_a_try() {
    in_town(|town| async move {
        town.publish(EACH).await;
        town.begins().await;
        let Standing::Open(attempt) = town.stands().await else { panic!("it is open") };
        for count in 2..9 {
            for question in 0..50 {
                let shown = attempt.shuffled(question, count);
                assert_eq!(shown, attempt.shuffled(question, count));
                assert_ne!(shown, (0..count).collect::<Vec<_>>());
                let mut sorted = shown.clone();
                sorted.sort_unstable();
                assert_eq!(sorted, (0..count).collect::<Vec<_>>());
            }
        }
    });
}

#[test]
fn of_many_who_send_the_same_answer_at_once_one_counts() {
    in_town(|town| async move {
        town.publish(EACH).await;
        town.begins().await;
        let answers: Vec<_> = (0..8).map(|_| town.answers((0, 0), &[1])).collect();
        for answered in futures(answers).await {
            answered.unwrap();
        }
        let Standing::Open(attempt) = town.stands().await else { panic!("it is open") };
        assert_eq!(attempt.answers, [vec![1]]);
    });
}

/// Waits for all of them, which go on side by side.
async fn futures<F: Future>(all: Vec<F>) -> Vec<F::Output> {
    let mut all: Vec<_> = all.into_iter().map(Box::pin).collect();
    let mut done = Vec::new();
    std::future::poll_fn(|cx| {
        all.retain_mut(|it| match it.as_mut().poll(cx) {
            std::task::Poll::Ready(output) => {
                done.push(output);
                false
            }
            std::task::Poll::Pending => true,
        });
        if all.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    done
}
