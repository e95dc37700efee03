//! The few people that these tests need.

use std::{future::Future, sync::Arc};

use db::{Migration, Result, Tx, Uuid};
use testkit::{Ground, on_both_engines_lending};
use training::practice::Stage;
use words::{Actor, AgeBand, Hat, Language, SessionId, Standing};

fn migrations() -> Vec<Migration> {
    [jobs::MIGRATIONS, seal::MIGRATIONS, organisation::MIGRATIONS, people::MIGRATIONS, training::MIGRATIONS].concat()
}

/// The page on which people talk is of a room above this one.
const STAGE: Stage = Stage(|_, cast| Ok(format!("/practice/{}", cast.booking)));

/// Theo learns; Nora and Ada look after supporters, Cara does too and learns herself.
pub(crate) struct Town {
    pub(crate) ground: Ground,
    pub(crate) theo: Actor,
    pub(crate) nora: Actor,
    pub(crate) ada: Actor,
    pub(crate) cara: Actor,
}

pub(crate) fn in_town<F: Future<Output = ()>>(test: impl Fn(Arc<Town>) -> F) {
    on_both_engines_lending(
        &migrations(),
        |options| options.lend(Arc::new(STAGE)),
        |ground| async {
            let joined = ground.db.write(|tx| {
                Ok([
                    joins(tx, "Theo", &[Hat::Supporter])?,
                    joins(tx, "Nora", &[Hat::Supervisor])?,
                    joins(tx, "Ada", &[Hat::Supervisor])?,
                    joins(tx, "Cara", &[Hat::Supervisor, Hat::Supporter])?,
                ])
            });
            let [theo, nora, ada, cara] = joined.await.unwrap();
            test(Arc::new(Town { ground, theo, nora, ada, cara })).await;
        },
    );
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

    pub(crate) fn pass(&self, seconds: u64) {
        self.ground.clock.pass(std::time::Duration::from_secs(seconds));
    }
}
