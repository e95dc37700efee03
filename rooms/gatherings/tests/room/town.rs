//! The few people and circles that these tests need.

use std::time::Duration;

use circles::{
    circle::{self, Circle},
    kind::{CircleId, Joining},
    membership,
};
use db::{Migration, Result, Time, Tx, Uuid, args};
use gatherings::{
    gathering::{Gathering, Plan},
    kind::{GatheringId, Mode, OccurrenceId},
    occurrence::Occurrence,
    rule::{End, Rhythm, Rule},
};
use jiff::civil::{DateTime, Weekday, date};
use jobs::Jobs;
use testkit::Ground;
use words::{Actor, AgeBand, Hat, Language, SessionId, Standing};

pub(crate) const HOUR: Duration = Duration::from_secs(3600);
pub(crate) const DAY: Duration = Duration::from_secs(86_400);

pub(crate) fn migrations() -> Vec<Migration> {
    [
        jobs::MIGRATIONS,
        seal::MIGRATIONS,
        organisation::MIGRATIONS,
        people::MIGRATIONS,
        workforce::MIGRATIONS,
        safety::MIGRATIONS,
        circles::MIGRATIONS,
        gatherings::MIGRATIONS,
    ]
    .concat()
}

/// Somebody who speaks English and wears these hats.
pub(crate) async fn person(ground: &Ground, name: &str, hats: &[Hat]) -> Actor {
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
        band: AgeBand::Adult,
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

/// Many people; their names say their number.
pub(crate) async fn crowd(ground: &Ground, count: usize) -> Vec<Actor> {
    let mut all = Vec::new();
    for number in 0..count {
        let letters: String = format!("{number:02}").bytes().map(|it| char::from(b'a' + it - b'0')).collect();
        all.push(person(ground, &format!("Wren{letters}"), &[]).await);
    }
    all
}

/// Runs a verb and answers what it answered.
pub(crate) async fn does<T: Send + 'static>(
    ground: &Ground,
    work: impl FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
) -> Result<T> {
    ground.db.write(work).await
}

/// An open circle with two facilitators, and these people in it.
pub(crate) struct Place {
    pub(crate) circle: CircleId,
    pub(crate) rosa: Actor,
    pub(crate) theo: Actor,
}

pub(crate) async fn place(ground: &Ground, members: &[Actor]) -> Place {
    place_that(ground, members, |_| ()).await
}

pub(crate) async fn place_that(ground: &Ground, members: &[Actor], change: impl Fn(&mut circle::Plan)) -> Place {
    let rosa = person(ground, "Rosa", &[Hat::Facilitator]).await;
    let theo = person(ground, "Theo", &[Hat::Facilitator]).await;
    let mut plan = circle::Plan::usual("Evenings", "For long evenings.", "Be kind.", "en".parse().unwrap());
    plan.joining = Joining::Open;
    change(&mut plan);
    let (one, two, members) = (rosa.clone(), theo.clone(), members.to_vec());
    let circle = does(ground, move |tx| {
        let id = CircleId::fresh(tx);
        tx.execute(
            "INSERT INTO circles_circles (id, name, about, charter, language, band, audience, joining, course, hidden,
                 moderation, night, night_from, night_to, reply_hours, pictures, room_when_closed, room_keep_days,
                 stage, made_by, made_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, FALSE, $9, $10, $11, 0, 0, 12, FALSE, $12, 30, 'preparing', $13,
                 $14)",
            args![
                id,
                plan.name,
                plan.about,
                plan.charter,
                plan.language.code(),
                one.band,
                plan.audience,
                plan.joining,
                plan.hidden,
                plan.moderation,
                plan.night,
                plan.room_when_closed,
                one.id,
                tx.now()
            ],
        )?;
        let circle = Circle::any(tx, id)?;
        membership::appoint(tx, &circle, one.id)?;
        membership::appoint(tx, &circle, two.id)?;
        circle.open(tx)?;
        for member in &members {
            membership::join(tx, member, id, "")?;
        }
        Ok(id)
    })
    .await
    .unwrap();
    Place { circle, rosa, theo }
}

/// The still clock stands at Sunday 22 November 2026, 20:00 in London. This is two days later, at seven.
pub(crate) fn tuesday() -> DateTime {
    date(2026, 11, 24).at(19, 0, 0, 0)
}

pub(crate) fn once() -> Plan {
    Plan {
        title: "Tea and talk".to_owned(),
        about: String::new(),
        mode: Mode::Text,
        course: false,
        minutes: 60,
        capacity: None,
        starts: tuesday(),
        zone: "Europe/London".to_owned(),
        rule: None,
        template: None,
        place: String::new(),
    }
}

pub(crate) fn weekly(end: End) -> Plan {
    let rhythm = Rhythm::Weekly { every: 1, days: vec![Weekday::Tuesday] };
    Plan { rule: Some(Rule { rhythm, end }), ..once() }
}

/// Rosa plans it; answers it and its times.
pub(crate) async fn planned(ground: &Ground, place: &Place, plan: Plan) -> (GatheringId, Vec<Occurrence>) {
    let (rosa, circle) = (place.rosa.clone(), place.circle);
    does(ground, move |tx| {
        let id = Gathering::make(tx, &rosa, circle, &plan)?;
        Ok((id, Occurrence::of_circle(tx, &rosa, circle)?))
    })
    .await
    .unwrap()
}

/// Time passes up to this moment, and what was planned for it happens.
pub(crate) async fn until(ground: &Ground, moment: Time) {
    ground.clock.set(moment);
    gatherings::jobs(circles::jobs(Jobs::default())).run_due(&ground.db).await.unwrap();
    seal::shred(&ground.db, &ground.keyring).await.unwrap();
}

pub(crate) async fn occurrence(ground: &Ground, actor: &Actor, id: OccurrenceId) -> Result<Occurrence> {
    let actor = actor.clone();
    does(ground, move |tx| Occurrence::readable_by(tx, &actor, id)).await
}
