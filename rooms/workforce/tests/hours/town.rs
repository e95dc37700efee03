//! The few people that these tests need, and what they do.

use std::{future::Future, sync::Arc, time::Duration};

use db::{Migration, Result, Tx, Uuid};
use testkit::{Ground, on_both_engines};
use words::{Actor, AgeBand, Hat, Language, SessionId, Standing};
use workforce::{
    answer::{self, Bar, Step, Work},
    spell,
};

pub(crate) const MINUTE: Duration = Duration::from_secs(60);
pub(crate) const HOUR: Duration = Duration::from_secs(3600);
pub(crate) const DAY: Duration = Duration::from_secs(86_400);

fn migrations() -> Vec<Migration> {
    [jobs::MIGRATIONS, seal::MIGRATIONS, organisation::MIGRATIONS, people::MIGRATIONS, workforce::MIGRATIONS].concat()
}

pub(crate) struct Town {
    pub(crate) ground: Ground,
    pub(crate) theo: Actor,
    pub(crate) nora: Actor,
}

pub(crate) fn in_town<F: Future<Output = ()>>(test: impl Fn(Arc<Town>) -> F) {
    on_both_engines(&migrations(), |ground| async {
        let joined = ground.db.write(|tx| {
            let theo = joins(tx, "Theo", &[Hat::Supporter])?;
            Ok((theo, joins(tx, "Nora", &[Hat::Supervisor, Hat::Supporter])?))
        });
        let (theo, nora) = joined.await.unwrap();
        test(Arc::new(Town { ground, theo, nora })).await;
    });
}

pub(crate) fn joins(tx: &mut Tx<'_>, name: &str, hats: &[Hat]) -> Result<Actor> {
    let new = people::NewMember {
        pseudonym: name.to_owned(),
        band: AgeBand::Adult,
        languages: Language::list("en"),
        zone: "Europe/London".to_owned(),
        locale: "en".to_owned(),
        passphrase_hash: None,
        recovery_hash: None,
        agreed_to: None,
    };
    let id = people::join(tx, &new)?;
    for hat in hats {
        people::hats::grant_first(tx, id, *hat)?;
    }
    Ok(Actor {
        id,
        pseudonym: new.pseudonym,
        band: new.band,
        languages: new.languages,
        zone: new.zone,
        locale: new.locale,
        hats: hats.to_vec(),
        standing: Standing::Active,
        session: SessionId(Uuid::nil()),
        locked: false,
        touch: false,
    })
}

impl Town {
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.ground.db.write(work).await
    }

    pub(crate) fn pass(&self, span: Duration) {
        self.ground.clock.pass(span);
    }

    /// Begins work, without being asked whether it may.
    pub(crate) async fn begins(&self, who: &Actor, work: Work) -> Uuid {
        let who = who.id;
        self.write(move |tx| {
            let about = tx.new_uuid();
            spell::begin(tx, who, work, about)?;
            Ok(about)
        })
        .await
        .unwrap()
    }

    pub(crate) async fn ends(&self, work: Work, about: Uuid) {
        self.write(move |tx| spell::end(tx, work, about)).await.unwrap();
    }

    /// Talks with people for so long, from now on.
    pub(crate) async fn works(&self, who: &Actor, long: Duration) {
        let about = self.begins(who, Work::Conversation).await;
        self.pass(long);
        self.ends(Work::Conversation, about).await;
    }

    pub(crate) async fn ask(&self, who: &Actor, work: Work, step: Step) -> Option<Bar> {
        let who = who.id;
        self.ground.db.read(move |tx| answer::ask(tx, who, work, step)).await.unwrap()
    }

    /// Why somebody may not talk with people, at this step.
    pub(crate) async fn why(&self, who: &Actor, step: Step) -> Option<answer::Why> {
        self.ask(who, Work::Conversation, step).await.map(|it| it.why)
    }

    pub(crate) fn now(&self) -> db::Time {
        self.ground.db.now()
    }
}
