//! The few people that these tests need.

use std::{sync::Arc, time::Duration};

use db::{Migration, Options, Result, Tx};
use jobs::Jobs;
use testkit::{Ground, on_both_engines_lending};
use words::{Actor, AgeBand, Hat, Language};
use workforce::need::Knows;

pub(crate) const HOUR: Duration = Duration::from_secs(3600);
pub(crate) const DAY: Duration = Duration::from_secs(86_400);

fn migrations() -> Vec<Migration> {
    [
        jobs::MIGRATIONS,
        seal::MIGRATIONS,
        organisation::MIGRATIONS,
        people::MIGRATIONS,
        training::MIGRATIONS,
        workforce::MIGRATIONS,
    ]
    .concat()
}

/// Only whoever is called Rosa knows anything: the first topic.
fn knows(tx: &mut Tx<'_>) -> Result<Vec<(words::MemberId, Vec<u16>)>> {
    tx.all("SELECT id FROM people_members WHERE pseudonym = 'Rosa'", db::args![], |row| Ok((row.get(0)?, vec![1])))
}

/// Runs a test on an empty ground, on every engine.
pub(crate) fn here<F: Future<Output = ()>>(test: impl Fn(Ground) -> F) {
    on_both_engines_lending(&migrations(), |options: Options| options.lend(Arc::new(Knows(knows))), test);
}

/// A grown-up who speaks English, lives in London and wears these hats.
pub(crate) async fn person(ground: &Ground, name: &str, hats: &[Hat]) -> Actor {
    somebody(ground, name, hats, AgeBand::Adult, "en", "Europe/London").await
}

pub(crate) async fn somebody(
    ground: &Ground,
    name: &str,
    hats: &[Hat],
    band: AgeBand,
    languages: &str,
    zone: &str,
) -> Actor {
    let new = people::NewMember {
        pseudonym: name.to_owned(),
        band,
        languages: Language::list(languages),
        zone: zone.to_owned(),
        locale: "en".to_owned(),
        passphrase_hash: None,
        recovery_hash: None,
        agreed_to: None,
    };
    let worn = hats.to_vec();
    does(ground, move |tx| {
        let id = people::join(tx, &new)?;
        for hat in &worn {
            people::hats::grant_first(tx, id, *hat)?;
        }
        let token = people::session::open(tx, id, false)?;
        Ok(people::actor(tx, &token)?.expect("a session that was just opened"))
    })
    .await
    .unwrap()
}

/// Runs a verb and answers what it answered.
pub(crate) async fn does<T: Send + 'static>(
    ground: &Ground,
    work: impl FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
) -> Result<T> {
    ground.db.write(work).await
}

/// Time passes, and what falls due meanwhile is done.
pub(crate) async fn pass(ground: &Ground, span: Duration) {
    ground.clock.pass(span);
    workforce::jobs(people::jobs(Jobs::default())).run_due(&ground.db).await.unwrap();
}

/// What was refused, by its key.
pub(crate) fn refused<T>(done: Result<T>) -> &'static str {
    done.err().and_then(|it| it.refusal()).unwrap_or("not refused")
}
