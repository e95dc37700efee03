//! Where a certificate is asked for keeping others safe, nobody plans or takes on without it; a crisis waits for no paper.

use db::args;
use safety::{case::Case, kind::Level, watch};
use words::{Actor, AgeBand, Hat};
use workforce::{
    answer::Work,
    certificate::{self, Certificate},
    requirement::Requirement,
};

use crate::town::{MINUTE, Town, case, in_town, joins};

/// From now on it is asked for; when it ends that Mohan was given.
async fn is_asked(town: &Town) -> db::Time {
    let (mo, sue) = (town.mo.clone(), town.sue.clone());
    town.write(move |tx| {
        let ada = joins(tx, "Adaline", AgeBand::Adult, &[Hat::Administrator])?;
        let asked = Requirement {
            work: Work::Moderation,
            version: 0,
            courses: Vec::new(),
            competencies: Vec::new(),
            hours: 0,
            months: 1,
            learning_hours: 0,
            needed_from: Some(tx.now()),
        };
        asked.write(tx, &ada, "We agreed on it.")?;
        certificate::ask(tx, &mo, Work::Moderation)?;
        certificate::issue(tx, &sue, mo.id, Work::Moderation)?;
        Ok(Certificate::of(tx, mo.id, Work::Moderation)?.expect("it was just given").expires_at)
    })
    .await
}

async fn is_on_call(town: &Town, who: &Actor) -> Result<(), Option<&'static str>> {
    let who = who.clone();
    let begun = town.ground.db.write(move |tx| watch::begin(tx, &who, tx.now() + 60 * MINUTE)).await;
    begun.map(|_| ()).map_err(|it| it.refusal())
}

async fn claims(town: &Town, who: &Actor, level: Level) -> Result<(), Option<&'static str>> {
    let (who, about) = (who.clone(), town.ann.id);
    let claimed = town.ground.db.write(move |tx| {
        let id = case(tx, Some(about), AgeBand::Adult)?;
        tx.execute("UPDATE safety_cases SET level = $2 WHERE id = $1", args![id, level])?;
        Case::for_judge(tx, &who, id)?.claim(tx, &who)
    });
    claimed.await.map_err(|it| it.refusal())
}

#[test]
fn nobody_is_on_call_or_takes_a_case_on_without_it_but_for_a_crisis() {
    in_town(|town| async move {
        let end = is_asked(&town).await;
        assert_eq!(is_on_call(&town, &town.mo).await, Ok(()));
        assert_eq!(is_on_call(&town, &town.max).await, Err(Some("bar-uncertified")));
        assert_eq!(claims(&town, &town.mo, Level::Amber).await, Ok(()));
        assert_eq!(claims(&town, &town.max, Level::Amber).await, Err(Some("bar-uncertified")));
        assert_eq!(claims(&town, &town.max, Level::Crisis).await, Ok(()), "nobody at their worst waits for a paper");
        town.ground.clock.set(end);
        assert_eq!(is_on_call(&town, &town.mo).await, Err(Some("bar-expired")));
        assert_eq!(claims(&town, &town.mo, Level::Amber).await, Err(Some("bar-expired")));
        assert_eq!(claims(&town, &town.mo, Level::Crisis).await, Ok(()));
    });
}
