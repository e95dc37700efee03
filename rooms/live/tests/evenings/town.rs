//! The few people that these tests need.

use std::{sync::Arc, time::Duration};

use circles::{
    circle::{Circle, Plan},
    kind::{CircleId, ContentNote, Joining},
    membership, proposal,
};
use db::{Error, Migration, Options, Result, Tx, Uuid};
use jobs::Jobs;
use live::{
    duty,
    kind::EveningId,
    message::{self, Message, Words},
    seat::Seat,
};
use safety::{
    kind::{Kind, Matter},
    place::Places,
    rule::{self, Says},
    spot::Grounds,
};
use testkit::Ground;
use words::{Actor, AgeBand, Hat, Language, SessionId, Standing};

pub(crate) fn migrations() -> Vec<Migration> {
    [
        jobs::MIGRATIONS,
        seal::MIGRATIONS,
        organisation::MIGRATIONS,
        people::MIGRATIONS,
        workforce::MIGRATIONS,
        safety::MIGRATIONS,
        circles::MIGRATIONS,
        live::MIGRATIONS,
    ]
    .concat()
}

/// What those who keep everybody safe need of circles and of this room.
const PLACES: Places = Places {
    rooms: &[&circles::place::PLACE, &live::place::PLACE, &safety::place::PERSON],
    kept_by: circles::place::kept_by,
    keepers: circles::place::keepers,
    names_of: circles::place::names_of,
    pause: circles::place::pause,
    resume: circles::place::resume,
    remove: circles::place::remove,
    readmit: circles::place::readmit,
    talk: |_, _, _| Err(Error::NotFound),
};

/// Lends it, where something is flagged.
pub(crate) fn lending(options: Options) -> Options {
    options.lend(Arc::new(PLACES))
}

/// Why a facilitator does something, under the first rule there is.
pub(crate) fn grounds(tx: &mut Tx<'_>, by: &Actor, reason: &str) -> Result<Grounds> {
    let rule = match rule::all(tx)?.first() {
        Some(rule) => rule.id,
        None => rule::add(tx, by, &Says { title: "Be kind".to_owned(), ..Says::default() }, "The first.")?,
    };
    Ok(Grounds { rule, reason: reason.to_owned(), answer: "We looked at it.".to_owned() })
}

/// Something that was said, or a talk aside, as what a case is about.
pub(crate) fn matter(id: Uuid) -> Matter {
    Matter { kind: Kind::Message, id }
}

pub(crate) async fn person(ground: &Ground, name: &str) -> Actor {
    somebody(ground, name, &[], AgeBand::Adult, "en").await
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
    let id = does(ground, move |tx| {
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

/// Runs a verb and answers what it answered.
pub(crate) async fn does<T: Send + 'static>(
    ground: &Ground,
    work: impl FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
) -> Result<T> {
    ground.db.write(work).await
}

/// A circle with two facilitators, and two who belong to it.
pub(crate) struct Evening {
    pub(crate) circle: CircleId,
    pub(crate) ada: Actor,
    pub(crate) ben: Actor,
    pub(crate) maya: Actor,
    pub(crate) theo: Actor,
}

impl Evening {
    /// The circle comes about as circles do; its room is closed.
    pub(crate) async fn plan(ground: &Ground, change: impl Fn(&mut Plan)) -> Self {
        let staff = somebody(ground, "Keeper", &[Hat::Administrator], AgeBand::Adult, "en").await;
        let facilitators = [Hat::Facilitator];
        let ada = somebody(ground, "Ada", &facilitators, AgeBand::Adult, "en").await;
        let ben = somebody(ground, "Ben", &facilitators, AgeBand::Adult, "en").await;
        let (maya, theo) = (person(ground, "Maya").await, person(ground, "Theo").await);
        ground.clock.pass(15 * DAY);
        let mut plan = Plan::usual("Sleepless", "For those who lie awake.", "Be kind.", Language::list("en")[0]);
        change(&mut plan);
        let (by, partner, members) = (ada.clone(), ben.clone(), [maya.clone(), theo.clone()]);
        let circle = does(ground, move |tx| {
            let id = proposal::make(tx, &by, &Plan { hidden: false, joining: Joining::Open, ..plan.clone() }, "Ben")?;
            proposal::agree(tx, &partner, id)?;
            proposal::decide(tx, &staff, id, true, "Welcome.")?;
            for member in &members {
                membership::join(tx, member, id, "")?;
            }
            Circle::facilitated_by(tx, &by, id)?.change(tx, &plan)?;
            Ok(id)
        })
        .await
        .unwrap();
        Self { circle, ada, ben, maya, theo }
    }

    pub(crate) async fn usual(ground: &Ground) -> Self {
        Self::plan(ground, |_| {}).await
    }

    /// The same with its room open, Ada on duty, Maya and Theo there.
    pub(crate) async fn open(ground: &Ground) -> (Self, EveningId) {
        let this = Self::usual(ground).await;
        let evening = this.opens(ground, &this.ada).await;
        this.comes(ground, &this.maya).await;
        this.comes(ground, &this.theo).await;
        (this, evening)
    }

    pub(crate) async fn opens(&self, ground: &Ground, who: &Actor) -> EveningId {
        let (who, circle) = (who.clone(), self.circle);
        does(ground, move |tx| duty::open(tx, &who, circle)).await.unwrap()
    }

    /// Somebody's page is open.
    pub(crate) async fn comes(&self, ground: &Ground, who: &Actor) {
        let (who, circle) = (who.clone(), self.circle);
        does(ground, move |tx| {
            let evening = Seat::of(tx, &who, circle)?.open()?.id;
            see(tx, evening, &who)
        })
        .await
        .unwrap();
    }

    pub(crate) async fn says(&self, ground: &Ground, who: &Actor, text: &str) -> Result<Message> {
        self.says_under(ground, who, db::new_uuid(ground.db.now(), &*ground.random), text).await
    }

    pub(crate) async fn says_under(&self, ground: &Ground, who: &Actor, id: Uuid, text: &str) -> Result<Message> {
        let (who, circle) = (who.clone(), self.circle);
        let words = Words { id, text: text.to_owned(), notes: vec![ContentNote::Death], own_note: String::new() };
        does(ground, move |tx| {
            let evening = Seat::of(tx, &who, circle)?.open()?.id;
            message::say(tx, &who, circle, evening, &words)
        })
        .await
    }

    /// What somebody's page shows of the last evening.
    pub(crate) async fn reads(&self, ground: &Ground, who: &Actor) -> Vec<String> {
        let (who, circle) = (who.clone(), self.circle);
        let read = does(ground, move |tx| {
            let seat = Seat::of(tx, &who, circle)?;
            let Some(evening) = &seat.evening else { return Ok(Vec::new()) };
            let all = message::since(tx, evening.id.talk(), 0, 1000)?;
            Ok(all.into_iter().filter(|it| seat.sees(&who, it)).map(|it| it.words).collect())
        });
        read.await.unwrap()
    }

    pub(crate) async fn is_open(&self, ground: &Ground) -> bool {
        let (who, circle) = (self.ada.clone(), self.circle);
        does(ground, move |tx| Ok(Seat::of(tx, &who, circle)?.open().is_ok())).await.unwrap()
    }
}

fn see(tx: &mut Tx<'_>, evening: EveningId, who: &Actor) -> Result<()> {
    live::presence::see(tx, evening, who.id)
}

/// Time passes, and what was planned for it happens.
pub(crate) async fn pass(ground: &Ground, span: Duration) {
    ground.clock.pass(span);
    live::jobs(circles::jobs(Jobs::default())).run_due(&ground.db).await.unwrap();
    seal::shred(&ground.db, &ground.keyring).await.unwrap();
}

pub(crate) const SECOND: Duration = Duration::from_secs(1);
pub(crate) const MINUTE: Duration = Duration::from_secs(60);
pub(crate) const DAY: Duration = Duration::from_secs(86_400);
