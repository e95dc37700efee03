//! Rating what was seen.

use std::sync::Arc;

use db::Result;
use training::{
    competency::{self, Behaviour, Evidence, Level, Missing, Seen, SignOff},
    kind::Competency,
};
use words::Actor;

use crate::town::{Town, in_town, joins};

const SOME: &[Behaviour] = &[Behaviour::BasicOne];
const ALL: &[Behaviour] = &[Behaviour::BasicOne, Behaviour::BasicTwo, Behaviour::BasicThree];
const HARM: &[Behaviour] = &[Behaviour::BasicOne, Behaviour::HarmTwo];
const ASKED: &[Competency] = &[Competency::Communication, Competency::Crisis];

impl Town {
    async fn rates(
        &self,
        rater: &Actor,
        learner: &Actor,
        areas: &[Competency],
        behaviours: &[Behaviour],
    ) -> Result<()> {
        let (rater, learner) = (rater.clone(), learner.id);
        let seen: Vec<Seen> =
            areas.iter().map(|it| Seen { competency: *it, behaviours: behaviours.to_vec() }).collect();
        self.pass(60);
        self.write(move |tx| competency::rate(tx, &rater, learner, Evidence::RolePlay, &seen, "You stayed with them."))
            .await
    }

    async fn signed_off(&self, learner: &Actor) -> SignOff {
        let learner = learner.id;
        self.ground.db.read(move |tx| competency::signed_off(tx, learner, ASKED)).await.unwrap()
    }
}

#[test]
fn the_level_follows_from_what_was_seen() {
    assert_eq!(Level::of(&[]), None);
    assert_eq!(Level::of(SOME), Some(Level::Some));
    assert_eq!(Level::of(&[Behaviour::Advanced]), Some(Level::Some), "what comes with practice needs what comes first");
    assert_eq!(Level::of(ALL), Some(Level::All));
    assert_eq!(Level::of(&[ALL, &[Behaviour::Advanced]].concat()), Some(Level::Advanced));
    assert_eq!(Level::of(&[ALL, &[Behaviour::Advanced, Behaviour::HarmOne]].concat()), Some(Level::Harmful));
    assert_eq!(Level::ALL.iter().map(|it| it.number()).collect::<Vec<_>>(), [1, 2, 3, 4]);
}

#[test]
fn two_raters_are_needed_and_one_of_them_twice_is_one() {
    in_town(|town: Arc<Town>| async move {
        let missing = town.signed_off(&town.theo).await.missing;
        assert_eq!(missing, ASKED.iter().map(|it| (*it, Missing::Unrated)).collect::<Vec<_>>());
        town.rates(&town.nora, &town.theo, ASKED, ALL).await.unwrap();
        town.rates(&town.nora, &town.theo, ASKED, ALL).await.unwrap();
        let missing = town.signed_off(&town.theo).await.missing;
        assert_eq!(missing, ASKED.iter().map(|it| (*it, Missing::Raters)).collect::<Vec<_>>());
        town.rates(&town.ada, &town.theo, &ASKED[..1], ALL).await.unwrap();
        town.rates(&town.ada, &town.theo, &ASKED[1..], SOME).await.unwrap();
        assert_eq!(town.signed_off(&town.theo).await.missing, [(Competency::Crisis, Missing::Raters)]);
        town.rates(&town.ada, &town.theo, &ASKED[1..], ALL).await.unwrap();
        let whole = town.signed_off(&town.theo).await;
        assert!(whole.is_whole());
        assert_eq!(whole.raters, [town.nora.id, town.ada.id].into());
    });
}

#[test]
fn whatever_harms_blocks_until_whoever_saw_it_has_seen_otherwise() {
    in_town(|town: Arc<Town>| async move {
        town.rates(&town.nora, &town.theo, ASKED, HARM).await.unwrap();
        town.rates(&town.ada, &town.theo, ASKED, ALL).await.unwrap();
        town.rates(&town.cara, &town.theo, ASKED, ALL).await.unwrap();
        assert_eq!(town.signed_off(&town.theo).await.missing[0], (Competency::Communication, Missing::Harm));
        town.rates(&town.nora, &town.theo, ASKED, SOME).await.unwrap();
        assert!(town.signed_off(&town.theo).await.is_whole());
    });
}

#[test]
fn what_a_rater_who_left_saw_blocks_until_two_others_have_seen_otherwise_since() {
    in_town(|town: Arc<Town>| async move {
        town.rates(&town.ada, &town.theo, ASKED, ALL).await.unwrap();
        town.rates(&town.nora, &town.theo, ASKED, HARM).await.unwrap();
        let nora = town.nora.id;
        town.write(move |tx| training::farewell(tx, nora)).await.unwrap();
        town.rates(&town.cara, &town.theo, ASKED, ALL).await.unwrap();
        assert_eq!(town.signed_off(&town.theo).await.missing[0].1, Missing::Harm);
        town.rates(&town.ada, &town.theo, ASKED, ALL).await.unwrap();
        assert!(town.signed_off(&town.theo).await.is_whole());
    });
}

#[test]
fn nobody_rates_themselves_and_nobody_rates_who_may_not() {
    in_town(|town: Arc<Town>| async move {
        let own = town.rates(&town.cara, &town.cara, ASKED, ALL).await;
        assert!(matches!(own, Err(db::Error::Refused(it)) if it.key == "rating-oneself"));
        assert!(matches!(town.rates(&town.theo, &town.nora, ASKED, ALL).await, Err(db::Error::NotFound)));
        let none = town.rates(&town.nora, &town.theo, ASKED, &[]).await;
        assert!(matches!(none, Err(db::Error::Refused(it)) if it.key == "rating-nothing-seen"));
    });
}

#[test]
fn the_words_are_sealed_stand_once_and_go_with_the_learner() {
    in_town(|town: Arc<Town>| async move {
        town.rates(&town.nora, &town.theo, ASKED, ALL).await.unwrap();
        let theo = town.theo.id;
        let ratings = town.ground.db.read(move |tx| competency::of(tx, theo)).await.unwrap();
        assert_eq!(ratings.iter().filter(|it| it.words == "You stayed with them.").count(), 1);
        let raw: Vec<Option<Vec<u8>>> = town
            .ground
            .db
            .read(|tx| tx.all("SELECT words FROM training_ratings", db::args![], |row| row.get(0)))
            .await
            .unwrap();
        assert!(raw.iter().flatten().all(|it| !it.windows(6).any(|it| it == b"stayed")));
        town.write(move |tx| training::farewell(tx, theo)).await.unwrap();
        assert!(town.ground.db.read(move |tx| competency::of(tx, theo)).await.unwrap().is_empty());
    });
}

#[test]
fn how_much_raters_agree_is_told_of_ten_people_and_more() {
    in_town(|town: Arc<Town>| async move {
        for number in 0..10 {
            let told = town.ground.db.read(competency::agreement_here).await.unwrap();
            assert_eq!(told, None, "{number} people");
            let name = format!("Learner {number}");
            let learner = town.write(move |tx| joins(tx, &name, &[])).await.unwrap();
            let (one, other) = if number % 2 == 0 { (ALL, ALL) } else { (SOME, SOME) };
            town.rates(&town.nora, &learner, ASKED, one).await.unwrap();
            town.rates(&town.ada, &learner, ASKED, other).await.unwrap();
            let own = town.signed_off(&learner).await.agreement;
            assert_eq!(own, None, "one and the same level says nothing about agreement");
        }
        let told = town.ground.db.read(competency::agreement_here).await.unwrap().unwrap();
        assert_eq!((told.kappa, told.count), (1.0, 20));
    });
}
