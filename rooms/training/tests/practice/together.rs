//! Live practice and sitting in.

use std::sync::Arc;

use db::Result;
use training::{course, draft, progress, together};
use words::Actor;

use crate::town::{Town, in_town};

const COURSE: &str = "# Together
id: together
version: 1
about: A small course.

## Part
id: part

### reading: A text
id: a-text
minutes: 1

Words.

### live-role-play: Listening
id: listening
minutes: 20

Sit down together.

partner:

You are Sam.

look for:

- Names a feeling

### shadow: Sitting in
id: sitting-in
minutes: 60

Look at how they begin.
";

impl Town {
    pub(crate) async fn takes(&self) {
        let (nora, theo) = (self.nora.clone(), self.theo.id);
        self.write(move |tx| {
            draft::publish_first(tx, &nora, COURSE)?;
            let published = course::published(tx, "together")?;
            progress::done(tx, theo, &published, "a-text")
        })
        .await
        .unwrap();
    }

    async fn says_so(&self, by: &Actor, learner: &Actor, activity: &'static str, all_agreed: bool) -> Result<()> {
        let (by, learner) = (by.clone(), learner.id);
        self.write(move |tx| together::confirm(tx, &by, learner, ("together", activity), all_agreed)).await
    }
}

#[test]
fn what_is_done_together_counts_when_whoever_was_there_says_so() {
    in_town(|town: Arc<Town>| async move {
        let theo = town.theo.id;
        let due = |town: Arc<Town>| async move {
            let due = town.ground.db.read(move |tx| together::due(tx, theo)).await.unwrap();
            due.into_iter().map(|it| it.activity).collect::<Vec<_>>()
        };
        assert!(due(Arc::clone(&town)).await.is_empty(), "nobody is waited for before they begin");
        town.takes().await;
        assert_eq!(due(Arc::clone(&town)).await, ["listening", "sitting-in"]);
        town.says_so(&town.nora, &town.theo, "listening", false).await.unwrap();
        let alone = town.says_so(&town.nora, &town.theo, "sitting-in", false).await;
        assert!(matches!(alone, Err(db::Error::Refused(it)) if it.key == "together-consent-missing"));
        town.says_so(&town.nora, &town.theo, "sitting-in", true).await.unwrap();
        let finished = town.ground.db.read(move |tx| course::finished(tx, theo, "together")).await.unwrap();
        assert!(finished.is_some() && due(Arc::clone(&town)).await.is_empty());
    });
}

#[test]
fn nobody_says_so_for_themselves_twice_or_of_what_one_does_alone() {
    in_town(|town: Arc<Town>| async move {
        town.takes().await;
        let refused = |it: Result<()>| matches!(it, Err(db::Error::NotFound));
        assert!(refused(town.says_so(&town.theo, &town.nora, "listening", true).await), "learners do not");
        let own = town.says_so(&town.cara, &town.cara, "listening", true).await;
        assert!(matches!(own, Err(db::Error::Refused(it)) if it.key == "rating-oneself"));
        assert!(refused(town.says_so(&town.nora, &town.theo, "a-text", true).await));
        assert!(refused(town.says_so(&town.nora, &town.ada, "listening", true).await), "Ada takes no course");
        town.says_so(&town.nora, &town.theo, "listening", true).await.unwrap();
        assert!(refused(town.says_so(&town.nora, &town.theo, "listening", true).await));
    });
}
