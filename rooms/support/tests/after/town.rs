//! The few people that these tests need.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use db::{Error, Migration, Options, Result, Tx, Uuid};
use jobs::{Jobs, Lease};
use safety::{
    flag,
    kind::{FlagId, Matter, Reason},
    place::Places,
};
use support::{
    conversation::{Conversation, Ending},
    dispatch,
    duty::Duty,
    kind::{ConversationId, Kind, Pace},
    offer::Offer,
    request::{Ask, Request},
};
use testkit::Ground;
use words::{Actor, AgeBand, Hat, Language, SessionId, Standing};

pub(crate) fn migrations() -> Vec<Migration> {
    [
        jobs::MIGRATIONS,
        seal::MIGRATIONS,
        organisation::MIGRATIONS,
        people::MIGRATIONS,
        training::MIGRATIONS,
        workforce::MIGRATIONS,
        safety::MIGRATIONS,
        support::MIGRATIONS,
    ]
    .concat()
}

/// What those who keep everybody safe need of this room.
const PLACES: Places = Places {
    rooms: &[&support::place::PLACE, &safety::place::PERSON],
    kept_by: |_, _| Ok(Vec::new()),
    keepers: |_, _| Ok(Vec::new()),
    names_of: |_, _| Ok(BTreeMap::new()),
    pause: |_, _, _, _, _| Err(Error::NotFound),
    resume: |_, _, _| Err(Error::NotFound),
    remove: |_, _, _, _| Err(Error::NotFound),
    readmit: |_, _, _| Err(Error::NotFound),
    talk: support::place::talk,
};

/// Lends it, where something is flagged.
pub(crate) fn lending(options: Options) -> Options {
    options.lend(Arc::new(PLACES))
}

/// Somebody says what was not right in a conversation.
pub(crate) fn flags(
    tx: &mut Tx<'_>,
    who: &Actor,
    conversation: ConversationId,
    reason: Reason,
    words: &str,
) -> Result<FlagId> {
    flag::make(tx, who, Matter { kind: safety::kind::Kind::Talk, id: conversation.0 }, reason, words)
}

/// Somebody who speaks English and wears these hats.
pub(crate) async fn person(ground: &Ground, name: &str, hats: &[Hat]) -> Actor {
    somebody(ground, name, hats, AgeBand::Adult, "en").await
}

pub(crate) async fn somebody(ground: &Ground, name: &str, hats: &[Hat], band: AgeBand, languages: &str) -> Actor {
    let new = people::NewMember {
        pseudonym: name.to_owned(),
        band,
        languages: Language::list(languages),
        zone: "Europe/London".to_owned(),
        locale: "en".to_owned(),
        passphrase_hash: None,
        recovery_hash: None,
        agreed_to: None,
    };
    let worn = hats.to_vec();
    let id = ground
        .db
        .write(move |tx| {
            let id = people::join(tx, &new)?;
            for hat in &worn {
                people::hats::grant_first(tx, id, *hat)?;
            }
            Ok(id)
        })
        .await
        .unwrap();
    Actor {
        id,
        pseudonym: name.to_owned(),
        band,
        languages: Language::list(languages),
        zone: "Europe/London".to_owned(),
        locale: "en".to_owned(),
        hats: hats.to_vec(),
        standing: Standing::Active,
        session: SessionId(Uuid::nil()),
        locked: false,
        touch: false,
    }
}

pub(crate) fn ask(languages: &str) -> Ask {
    Ask {
        kind: Kind::Heard,
        pace: Pace::Sooner,
        topics: vec![],
        languages: Language::list(languages),
        wishes: vec![],
        words: String::new(),
    }
}

/// Runs a verb and answers what it answered.
pub(crate) async fn does<T: Send + 'static>(
    ground: &Ground,
    work: impl FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
) -> Result<T> {
    ground.db.write(work).await
}

/// The two meet as people do: one asks, the other is on duty, is offered the request and accepts.
pub(crate) async fn meet(ground: &Ground, asker: &Actor, supporter: &Actor) -> Conversation {
    let (asker, supporter) = (asker.clone(), supporter.clone());
    does(ground, move |tx| {
        Duty::begin(tx, &supporter)?;
        if let Some(duty) = Duty::of(tx, supporter.id)? {
            duty.see(tx)?;
        }
        // They waited a minute: whoever did not wait was spoken to unasked.
        let waited = tx.as_of(tx.now() - Duration::from_secs(60), |tx| Request::ask(tx, &asker, &ask("en")))?;
        Request::own(tx, &asker, waited)?.see(tx)?;
        dispatch::round(tx, &Lease::new("support.dispatcher", Uuid::from_u128(1), Duration::from_secs(4)))?;
        Offer::open_to(tx, supporter.id)?.expect("the request is offered").accept(tx, &supporter)
    })
    .await
    .unwrap()
}

/// They meet and say goodbye.
pub(crate) async fn met(ground: &Ground, asker: &Actor, supporter: &Actor) -> Conversation {
    let conversation = meet(ground, asker, supporter).await;
    let (ended, by) = (conversation.clone(), asker.id);
    does(ground, move |tx| ended.end(tx, Ending::Ended, Some(by))).await.unwrap();
    conversation
}

/// Time passes, and what was planned for it happens.
pub(crate) async fn pass(ground: &Ground, span: Duration) {
    ground.clock.pass(span);
    support::jobs(Jobs::default()).run_due(&ground.db).await.unwrap();
    seal::shred(&ground.db, &ground.keyring).await.unwrap();
}

pub(crate) const HOUR: Duration = Duration::from_secs(3600);
pub(crate) const DAY: Duration = Duration::from_secs(86_400);
