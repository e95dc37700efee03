//! Written role-plays.

use std::sync::Arc;

use db::Result;
use listening::{Line, Skill, listen};
use training::{
    course::{self, Published},
    draft,
    format::{Body, Mark},
    play::{self, Play, Turn},
    progress, starter,
};

use crate::town::{Town, in_town};

const COURSE: &str = "# Answering
id: answering
version: 1
language: en
about: A small course.

## Being there
id: being-there

### role-play: Sam
id: sam
minutes: 5

Sam has gone quiet.

@start
> I just sat in the car for an hour.
+ Show that you heard -> heard :: You stayed.
  = That sounds lonely.
! Give advice -> end :: They wanted company.
  = Go in next time.
@heard
> It was.
+ Ask what it was like -> end :: You opened a door.
  = What was it like?
~ Ask for a fact -> end :: It leads away.
  = Which car park?
";

impl Town {
    /// Publishes the course in this version.
    async fn publishes(&self, version: u8) {
        let nora = self.nora.clone();
        let words = COURSE.replace("version: 1", &format!("version: {version}"));
        self.write(move |tx| draft::publish_first(tx, &nora, &words)).await.unwrap();
    }

    async fn begins(&self) {
        let theo = self.theo.id;
        self.write(move |tx| {
            let published = course::published(tx, "answering")?;
            play::begin(tx, theo, &published, "sam")
        })
        .await
        .unwrap();
    }

    async fn says(&self, step: usize, choice: usize, words: &str) -> Result<()> {
        let (theo, turn) = (self.theo.id, Turn { choice, words: words.to_owned() });
        self.write(move |tx| {
            let published = course::published(tx, "answering")?;
            play::answer(tx, theo, &published, "sam", step, &turn)
        })
        .await
    }

    async fn stands(&self) -> Option<(Play, Published)> {
        let theo = self.theo.id;
        let read = self.ground.db.read(move |tx| {
            let published = course::published(tx, "answering")?;
            play::standing(tx, theo, &published, "sam")
        });
        read.await.unwrap()
    }

    async fn is_done(&self) -> bool {
        let theo = self.theo.id;
        self.ground.db.read(move |tx| Ok(progress::of(tx, theo, "answering")?.has("sam"))).await.unwrap()
    }
}

#[test]
fn a_story_goes_the_way_of_what_one_wants_and_keeps_ones_own_words() {
    in_town(|town: Arc<Town>| async move {
        town.publishes(1).await;
        assert!(matches!(town.says(0, 0, "Hm.").await, Err(db::Error::Refused(it)) if it.key == "play-changed"));
        town.begins().await;
        town.says(0, 0, "That sounds lonely.").await.unwrap();
        town.says(0, 0, "That sounds lonely.").await.expect("sent twice counts once");
        let other = town.says(0, 1, "From another tab.").await;
        assert!(matches!(other, Err(db::Error::Refused(it)) if it.key == "play-elsewhere"));
        assert!(!town.is_done().await);
        assert!(matches!(town.says(1, 2, "Hm.").await, Err(db::Error::Refused(it)) if it.key == "play-choose"));
        town.says(1, 1, "Which car park was it?").await.unwrap();
        assert!(
            matches!(town.says(2, 0, "Too late.").await, Err(db::Error::Refused(it)) if it.key == "play-elsewhere")
        );
        let (play, then) = town.stands().await.unwrap();
        assert_eq!(
            play.turns.iter().map(|it| it.words.as_str()).collect::<Vec<_>>(),
            ["That sounds lonely.", "Which car park was it?"]
        );
        assert!(play.ended_at.is_some() && town.is_done().await);
        let heard = play.heard(play::story(&then, "sam").unwrap());
        assert_eq!(Skill::ALL.map(|it| heard.count(it)), [1, 1, 0]);
    });
}

#[test]
fn doing_it_again_or_erasing_it_takes_the_words_and_leaves_that_it_was_done() {
    in_town(|town: Arc<Town>| async move {
        town.publishes(1).await;
        town.begins().await;
        town.says(0, 1, "Just go in.").await.unwrap();
        town.begins().await;
        assert_eq!(town.stands().await.unwrap().0.turns, []);
        let theo = town.theo.id;
        town.write(move |tx| play::forget(tx, theo, "answering", "sam")).await.unwrap();
        assert!(town.stands().await.is_none() && town.is_done().await);
    });
}

#[test]
fn a_new_version_leaves_what_was_ended_and_lets_go_of_what_was_not() {
    in_town(|town: Arc<Town>| async move {
        town.publishes(1).await;
        town.begins().await;
        town.says(0, 0, "That sounds lonely.").await.unwrap();
        town.publishes(2).await;
        assert!(town.stands().await.is_none());
        town.begins().await;
        town.says(0, 1, "Just go in.").await.unwrap();
        town.publishes(3).await;
        let (play, then) = town.stands().await.unwrap();
        assert_eq!((play.version, then.course.version), (2, 2));
    });
}

#[test]
fn what_was_written_is_sealed_and_goes_with_the_learner() {
    in_town(|town: Arc<Town>| async move {
        town.publishes(1).await;
        town.begins().await;
        town.says(0, 0, "That sounds lonely.").await.unwrap();
        let rows = |tx: &mut db::Tx<'_>| tx.all("SELECT turns FROM training_plays", db::args![], |row| row.get(0));
        let raw: Vec<Vec<u8>> = town.ground.db.read(rows).await.unwrap();
        assert!(raw.len() == 1 && !raw[0].windows(6).any(|it| it == b"lonely"));
        let theo = town.theo.id;
        town.write(move |tx| training::farewell(tx, theo)).await.unwrap();
        let left: Vec<Vec<u8>> = town.ground.db.read(rows).await.unwrap();
        assert!(left.is_empty());
    });
}

/// The examples of the courses were written by others than the rules: what helps reads as listening far more often than what
/// harms. (It need not always: some help is of another kind.)
#[test]
fn what_helps_in_the_courses_reads_as_listening_and_what_harms_seldom_does() {
    let mut tally = [(0, 0); 3];
    let plays = starter::all().iter().flat_map(|it| it.course.activities()).filter_map(|it| match &it.body {
        Body::RolePlay { play, .. } => Some(play),
        _ => None,
    });
    for step in plays.flat_map(|it| &it.steps) {
        for (choice, example) in step.choices.iter().flat_map(|it| it.examples.iter().map(move |example| (it, example)))
        {
            let mut lines: Vec<Line<'_>> = step.says.iter().map(|it| Line::other(it)).collect();
            lines.push(Line::own(example));
            let (all, found) = &mut tally[Mark::ALL.iter().position(|it| *it == choice.mark).unwrap()];
            *all += 1;
            let is_found = !listen(&lines).spans.is_empty();
            *found += i32::from(is_found);
            if is_found != (choice.mark == Mark::Helps) {
                println!("{}: {example}", choice.mark);
            }
        }
    }
    println!("examples, and those in which something was found: {tally:?}");
    let percent = |(all, found): (i32, i32)| found * 100 / all.max(1);
    assert!(percent(tally[0]) >= 50 && percent(tally[2]) <= 20, "{tally:?}");
}
