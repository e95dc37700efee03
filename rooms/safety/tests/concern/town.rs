//! The few people that these tests need, and what they do.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use db::{Error, Migration, Options, Result, Tx, Uuid};
use jobs::Jobs;
use safety::{
    concern::{Concern, ConcernId},
    kind::{Kind, Level, Matter},
    ladder::{Answer, Ladder, Rung, Said},
    place::{PERSON, Places},
    postvention::Circles,
    worry::{self, Worry},
};
use testkit::{Ground, on_both_engines_lending};
use words::{Actor, AgeBand, Hat, Language, MemberId, SessionId, Standing};

pub(crate) const MINUTE: Duration = Duration::from_secs(60);
pub(crate) const DAY: Duration = Duration::from_secs(86_400);

/// The circle that everybody is in, apart from whoever is called Solo.
pub(crate) const CIRCLE: Uuid = Uuid::from_u128(7);
/// A circle in which the member is not.
pub(crate) const ELSEWHERE: Uuid = Uuid::from_u128(8);

pub(crate) fn migrations() -> Vec<Migration> {
    [
        jobs::MIGRATIONS,
        seal::MIGRATIONS,
        organisation::MIGRATIONS,
        people::MIGRATIONS,
        workforce::MIGRATIONS,
        safety::MIGRATIONS,
    ]
    .concat()
}

const PLACES: Places = Places {
    rooms: &[&PERSON],
    kept_by: |_, _| Ok(Vec::new()),
    names_of: |_, _| Ok(BTreeMap::new()),
    keepers: |tx, _| people::hats::wearers(tx, Hat::Facilitator),
    pause: |_, _, _, _, _| Err(Error::NotFound),
    resume: |_, _, _| Err(Error::NotFound),
    remove: |_, _, _, _| Err(Error::NotFound),
    readmit: |_, _, _| Err(Error::NotFound),
    talk: |_, _, with| Ok(format!("/talk/{with}")),
};

fn lent(options: Options) -> Options {
    let circles = Circles {
        of: |_, _| Ok(vec![(CIRCLE, "Night owls".to_owned())]),
        holds: |tx, place, member| {
            Ok(place == CIRCLE && people::Profile::name(tx, member)?.is_some_and(|it| it != "Solo"))
        },
    };
    options.lend(Arc::new(PLACES)).lend(Arc::new(circles))
}

/// Runs a test on every engine, with what the rooms above lend.
pub(crate) fn here<F: Future<Output = ()>>(test: impl Fn(Ground) -> F) {
    on_both_engines_lending(&migrations(), lent, test);
}

/// An adult who wears these hats.
pub(crate) async fn person(ground: &Ground, name: &str, hats: &[Hat]) -> Actor {
    somebody(ground, name, hats, AgeBand::Adult).await
}

pub(crate) async fn somebody(ground: &Ground, name: &str, hats: &[Hat], band: AgeBand) -> Actor {
    let new = people::NewMember {
        pseudonym: name.to_owned(),
        band,
        languages: Language::list("en"),
        zone: "Europe/London".to_owned(),
        locale: "en".to_owned(),
        passphrase_hash: None,
        recovery_hash: None,
        agreed_to: None,
    };
    let worn = hats.to_vec();
    let id = does(ground, move |tx| {
        let id = people::join(tx, &new)?;
        for hat in &worn {
            people::hats::grant_first(tx, id, *hat)?;
        }
        Ok(id)
    })
    .await;
    Actor {
        id,
        pseudonym: name.to_owned(),
        band,
        languages: Language::list("en"),
        zone: "Europe/London".to_owned(),
        locale: "en".to_owned(),
        hats: hats.to_vec(),
        standing: Standing::Active,
        session: SessionId(Uuid::nil()),
        locked: false,
        touch: false,
    }
}

/// Runs a verb that works, and answers what it answered.
pub(crate) async fn does<T: Send + 'static>(
    ground: &Ground,
    work: impl FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
) -> T {
    ground.db.write(work).await.unwrap()
}

/// The key of the refusal that this ends in.
pub(crate) async fn refusal<T: Send + std::fmt::Debug + 'static>(
    ground: &Ground,
    work: impl FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
) -> &'static str {
    let error = ground.db.write(work).await.expect_err("a refusal");
    error.refusal().unwrap_or_else(|| panic!("expected a refusal, got {error}"))
}

/// Whether this ends in "not found".
pub(crate) async fn is_hidden<T: Send + 'static>(
    ground: &Ground,
    work: impl FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
) -> bool {
    matches!(ground.db.write(work).await, Err(Error::NotFound))
}

pub(crate) fn about(member: MemberId, is_now: bool) -> Worry {
    let from = Some(Matter { kind: Kind::Person, id: member.0 });
    Worry { from, words: "She said goodbye to everybody.".to_owned(), is_now, ..Worry::default() }
}

/// Somebody is worried about somebody.
pub(crate) async fn worries(ground: &Ground, by: &Actor, whom: &Actor, is_now: bool) -> ConcernId {
    let (by, worry) = (by.clone(), about(whom.id, is_now));
    does(ground, move |tx| worry::raise(tx, &by, &worry)).await
}

/// All four answered like this.
pub(crate) fn ladder(answer: Answer) -> Ladder {
    let mut ladder = Ladder::default();
    for rung in Rung::ALL {
        *ladder.of_mut(*rung) = Said::new(answer, "In her own words.");
    }
    ladder
}

/// A person asks and finds this level.
pub(crate) async fn finds(ground: &Ground, keeper: &Actor, id: ConcernId, level: Level) {
    let keeper = keeper.clone();
    does(ground, move |tx| Concern::for_keeper(tx, &keeper, id)?.assess(tx, &keeper, &ladder(Answer::Yes), level))
        .await;
}

/// Time passes, and what was planned for it happens.
pub(crate) async fn pass(ground: &Ground, span: Duration) {
    ground.clock.pass(span);
    safety::jobs(people::jobs(Jobs::default())).run_due(&ground.db).await.unwrap();
    seal::shred(&ground.db, &ground.keyring).await.unwrap();
}
