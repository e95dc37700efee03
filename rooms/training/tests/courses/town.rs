//! The people of these tests, and courses to take.

use std::{future::Future, sync::Arc, time::Duration};

use db::{Migration, Result, Tx};
use people::{NewMember, Profile, hats};
use testkit::{Ground, on_both_engines_lending};
use training::{course::Published, draft, reflection::LookedAfter};
use words::{Actor, AgeBand, Hat, Language};

/// A day.
pub(crate) const DAY: Duration = Duration::from_secs(86_400);

fn migrations() -> Vec<Migration> {
    [jobs::MIGRATIONS, seal::MIGRATIONS, organisation::MIGRATIONS, people::MIGRATIONS, training::MIGRATIONS].concat()
}

/// Who looks after somebody is known in a room above this one: here it is whoever is called Zoe.
const LOOKED_AFTER: LookedAfter = LookedAfter(|tx, _| {
    for member in hats::wearers(tx, Hat::Supervisor)? {
        if Profile::name(tx, member)?.as_deref() == Some("Zoe") {
            return Ok(Some(member));
        }
    }
    Ok(None)
});

/// Who there is: somebody who learns, somebody else who does, two who write courses, and one without any hat.
pub(crate) struct Town {
    pub(crate) ground: Ground,
    pub(crate) lena: Actor,
    pub(crate) leo: Actor,
    pub(crate) sue: Actor,
    pub(crate) wren: Actor,
}

/// Runs a test among them, on every engine.
pub(crate) fn in_town<F: Future<Output = ()>>(test: impl Fn(Town) -> F) {
    on_both_engines_lending(
        &migrations(),
        |options| options.lend(Arc::new(LOOKED_AFTER)),
        |ground| async {
            let actors = ground.db.write(settle).await.unwrap();
            let [lena, leo, sue, wren] = actors.try_into().unwrap();
            test(Town { ground, lena, leo, sue, wren }).await;
        },
    );
}

fn settle(tx: &mut Tx<'_>) -> Result<Vec<Actor>> {
    organisation::open_for_demo(tx, "Harbour")?;
    [("Lena", &[][..]), ("Leo", &[]), ("Susan", &[Hat::Supervisor]), ("Wren", &[Hat::Administrator])]
        .into_iter()
        .map(|(name, hats)| joins(tx, name, hats))
        .collect()
}

/// Somebody joins.
pub(crate) fn joins(tx: &mut Tx<'_>, name: &str, worn: &[Hat]) -> Result<Actor> {
    let id = people::join(
        tx,
        &NewMember {
            pseudonym: name.to_owned(),
            band: AgeBand::Adult,
            languages: Language::list("en"),
            zone: "Europe/London".to_owned(),
            locale: "en".to_owned(),
            passphrase_hash: None,
            recovery_hash: None,
            agreed_to: None,
        },
    )?;
    for hat in worn {
        hats::grant_first(tx, id, *hat)?;
    }
    let token = people::session::open(tx, id, false)?;
    Ok(people::actor(tx, &token)?.expect("a session that was just opened"))
}

impl Town {
    /// Writes, or fails the test.
    pub(crate) async fn write<T, F>(&self, work: F) -> T
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        self.ground.db.write(work).await.unwrap()
    }

    /// Tries to write, and answers why it could not.
    pub(crate) async fn refused<T, F>(&self, work: F) -> &'static str
    where
        T: Send + 'static + std::fmt::Debug,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        self.ground.db.write(work).await.unwrap_err().refusal().expect("a refusal")
    }

    /// Publishes a course.
    pub(crate) async fn publish(&self, words: &str) -> Published {
        let (wren, words) = (self.wren.clone(), words.to_owned());
        self.write(move |tx| {
            draft::publish_first(tx, &wren, &words)?;
            let course = training::format::read(&words).expect("a course that can be read");
            training::course::published(tx, &course.id)
        })
        .await
    }

    /// How many statements this reading takes.
    pub(crate) async fn statements<T, F>(&self, work: F) -> u64
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        let before = self.ground.db.statements();
        self.ground.db.read(work).await.unwrap();
        self.ground.db.statements() - before
    }
}

/// A course of so many readings.
pub(crate) fn readings(id: &str, version: i64, names: &[&str], more: &str) -> String {
    let mut text =
        format!("# Course {id}\nid: {id}\nversion: {version}\nabout: About it.\n{more}\n## Part\nid: part\n\n");
    for name in names {
        text += &format!("### reading: Text {name}\nid: {name}\nminutes: 3\n\nWords of {name}.\n\n");
    }
    text
}

/// A course with one activity of each kind that is done here.
pub(crate) const EACH: &str = include_str!("each.md");
