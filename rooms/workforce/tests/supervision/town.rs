//! The few people that these tests need.

use std::{future::Future, sync::Arc, time::Duration};

use db::{Migration, Result, Tx, Uuid};
use testkit::{Ground, on_both_engines};
use words::{Actor, AgeBand, Hat, Language, MemberId, SessionId, Standing};
use workforce::{
    answer::{self, Step, Why, Work},
    supervisor::{self, Supervised},
};

pub(crate) const HOUR: Duration = Duration::from_secs(3600);
pub(crate) const DAY: Duration = Duration::from_secs(86_400);

fn migrations() -> Vec<Migration> {
    [jobs::MIGRATIONS, seal::MIGRATIONS, organisation::MIGRATIONS, people::MIGRATIONS, workforce::MIGRATIONS].concat()
}

pub(crate) struct Town {
    pub(crate) ground: Ground,
    /// A supporter, whom Nora looks after.
    pub(crate) theo: Actor,
    pub(crate) nora: Actor,
}

/// Theo supports, Nora supervises, and they have found each other.
pub(crate) fn in_town<F: Future<Output = ()>>(test: impl Fn(Arc<Town>) -> F) {
    on_both_engines(&migrations(), |ground| async {
        let joined = ground.db.write(|tx| {
            let theo = joins(tx, "Theo", &[Hat::Supporter])?;
            let nora = joins(tx, "Nora", &[Hat::Supervisor])?;
            supervisor::settle(tx)?;
            Ok((theo, nora))
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
    pub(crate) async fn does<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.ground.db.write(work).await
    }

    pub(crate) fn pass(&self, span: Duration) {
        self.ground.clock.pass(span);
    }

    pub(crate) async fn somebody(&self, name: &'static str, hats: &'static [Hat]) -> Actor {
        self.does(move |tx| joins(tx, name, hats)).await.unwrap()
    }

    pub(crate) async fn settle(&self) {
        self.does(supervisor::settle).await.unwrap();
    }

    /// Who looks after somebody.
    pub(crate) async fn by(&self, who: &Actor) -> Option<MemberId> {
        let who = who.id;
        self.does(move |tx| Ok(Supervised::of(tx, who)?.and_then(|it| it.supervisor))).await.unwrap()
    }

    /// Why somebody may not, at this step.
    pub(crate) async fn why(&self, who: &Actor, work: Work, step: Step) -> Option<Why> {
        let who = who.id;
        self.does(move |tx| answer::ask(tx, who, work, step)).await.unwrap().map(|it| it.why)
    }

    /// The bytes of every sealed column, to see that nothing in them reads as it was said.
    pub(crate) async fn holds(&self, sql: &'static str, word: &'static str) -> bool {
        let stored = self.does(move |tx| tx.all(sql, &[], |row| row.get::<Option<Vec<u8>>>(0))).await.unwrap();
        assert!(!stored.is_empty(), "nothing is stored");
        stored.iter().flatten().any(|it| it.windows(word.len()).any(|part| part == word.as_bytes()))
    }
}
