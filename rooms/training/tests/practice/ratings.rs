//! Rating what was seen.

use std::sync::Arc;

use db::Result;
use training::{
    agreement::{self, Agreed},
    competency::{self, Behaviour, Evidence, Level, Missing, Place, Rating, Seen, SignOff},
    correction,
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

    async fn ratings(&self, learner: &Actor) -> Vec<Rating> {
        let learner = learner.id;
        self.ground.db.read(move |tx| competency::of(tx, learner)).await.unwrap()
    }

    async fn agreed(&self, learner: &Actor) -> Option<Agreed> {
        let learner = learner.id;
        self.ground.db.read(move |tx| agreement::about(tx, learner)).await.unwrap()
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
            let told = town.ground.db.read(agreement::here).await.unwrap();
            assert_eq!(told, None, "{number} people");
            let name = format!("Learner {number}");
            let learner = town.write(move |tx| joins(tx, &name, &[])).await.unwrap();
            let (one, other) = if number % 2 == 0 { (ALL, ALL) } else { (SOME, SOME) };
            town.rates(&town.nora, &learner, ASKED, one).await.unwrap();
            town.rates(&town.ada, &learner, ASKED, other).await.unwrap();
            let own = town.agreed(&learner).await.expect("two areas that both rated");
            assert_eq!((own.same, own.count), (2, 2));
            assert_eq!(own.beyond, None, "one and the same level says nothing beyond chance");
        }
        let told = town.ground.db.read(agreement::here).await.unwrap().unwrap();
        assert_eq!((told.same, told.count, told.beyond.unwrap().kappa), (20, 20, 1.0));
    });
}

#[test]
fn how_often_two_saw_the_same_is_counted_and_one_rater_is_too_few() {
    in_town(|town: Arc<Town>| async move {
        town.rates(&town.nora, &town.theo, ASKED, ALL).await.unwrap();
        assert_eq!(town.agreed(&town.theo).await, None);
        town.rates(&town.ada, &town.theo, &ASKED[..1], ALL).await.unwrap();
        town.rates(&town.ada, &town.theo, &ASKED[1..], SOME).await.unwrap();
        let agreed = town.agreed(&town.theo).await.unwrap();
        assert_eq!((agreed.same, agreed.count), (1, 2));
    });
}

#[test]
fn whatever_harmed_is_said_in_words_that_stand_with_it() {
    in_town(|town: Arc<Town>| async move {
        let (nora, theo) = (town.nora.clone(), town.theo.id);
        let seen = vec![
            Seen { competency: ASKED[0], behaviours: ALL.to_vec() },
            Seen { competency: ASKED[1], behaviours: HARM.to_vec() },
        ];
        let rate = |words: &'static str| {
            let (nora, seen) = (nora.clone(), seen.clone());
            town.write(move |tx| competency::rate(tx, &nora, theo, Evidence::RolePlay, &seen, words))
        };
        for words in ["", " \n"] {
            assert!(matches!(rate(words).await, Err(db::Error::Refused(it)) if it.key == "rating-harm-words"));
        }
        assert!(town.ratings(&town.theo).await.is_empty(), "nothing of it was kept");
        rate("You argued with them.").await.unwrap();
        let ratings = town.ratings(&town.theo).await;
        let harm = ratings.iter().find(|it| it.level == Level::Harmful).unwrap();
        assert_eq!((harm.competency, harm.words.as_str()), (ASKED[1], "You argued with them."));
        assert_eq!(ratings.iter().filter(|it| !it.words.is_empty()).count(), 1);
    });
}

#[test]
fn that_the_member_agreed_is_kept_with_what_was_seen_in_a_real_conversation() {
    in_town(|town: Arc<Town>| async move {
        let rate = |evidence, agreed| {
            let (nora, theo) = (town.nora.clone(), town.theo.id);
            let seen = [Seen { competency: ASKED[0], behaviours: ALL.to_vec() }];
            town.write(move |tx| competency::rate(tx, &nora, theo, Place { evidence, agreed }, &seen, ""))
        };
        let refused = rate(Evidence::Observed, false).await;
        assert!(matches!(refused, Err(db::Error::Refused(it)) if it.key == "rating-consent-missing"));
        town.pass(60);
        rate(Evidence::Observed, true).await.unwrap();
        let rating = town.ratings(&town.theo).await.remove(0);
        assert_eq!((rating.rater, rating.agreed_at), (Some(town.nora.id), Some(rating.rated_at)));
        town.pass(60);
        rate(Evidence::RolePlay, true).await.unwrap();
        assert_eq!(town.ratings(&town.theo).await[0].agreed_at, None, "in practice there is nobody to ask");
    });
}

#[test]
fn a_rating_is_taken_back_by_whoever_gave_it_and_that_it_was_given_stays() {
    in_town(|town: Arc<Town>| async move {
        town.rates(&town.nora, &town.theo, ASKED, ALL).await.unwrap();
        town.rates(&town.ada, &town.theo, ASKED, ALL).await.unwrap();
        town.rates(&town.nora, &town.theo, &ASKED[..1], HARM).await.unwrap();
        assert_eq!(town.signed_off(&town.theo).await.missing, [(ASKED[0], Missing::Harm)]);
        assert_eq!(town.agreed(&town.theo).await.map(|it| (it.same, it.count)), Some((1, 2)));
        let (id, theo) = (town.ratings(&town.theo).await[0].id, town.theo.id);
        let takes_back = |by: &Actor, of, why: &'static str| {
            let by = by.clone();
            town.write(move |tx| correction::take_back(tx, &by, of, id, why))
        };
        for by in [&town.ada, &town.theo, &town.cara] {
            assert!(matches!(takes_back(by, theo, "Mine.").await, Err(db::Error::NotFound)));
        }
        assert!(matches!(takes_back(&town.nora, town.cara.id, "Other.").await, Err(db::Error::NotFound)));
        let empty = takes_back(&town.nora, theo, " ").await;
        assert!(matches!(empty, Err(db::Error::Refused(it)) if it.key == "correction-empty"));
        takes_back(&town.nora, theo, "It was somebody else.").await.unwrap();
        takes_back(&town.nora, theo, "Sent twice.").await.unwrap();
        assert!(town.signed_off(&town.theo).await.is_whole(), "what she saw before counts again");
        assert_eq!(town.agreed(&town.theo).await.map(|it| (it.same, it.count)), Some((2, 2)));
        let kept = town.ratings(&town.theo).await.remove(0);
        assert_eq!((kept.id, kept.level, kept.words.as_str()), (id, Level::Harmful, "You stayed with them."));
        assert_eq!(kept.correction.unwrap().why, "It was somebody else.");
        let raw = || async {
            let all = "SELECT why FROM training_corrections";
            town.ground.db.read(move |tx| tx.all(all, db::args![], |row| row.get::<Vec<u8>>(0))).await.unwrap()
        };
        assert!(!String::from_utf8_lossy(&raw().await[0]).contains("somebody"), "sealed");
        // Whoever gave it leaves: what was taken back does not come back.
        let nora = town.nora.id;
        town.write(move |tx| training::farewell(tx, nora)).await.unwrap();
        town.rates(&town.cara, &town.theo, ASKED, ALL).await.unwrap();
        assert!(town.signed_off(&town.theo).await.is_whole());
        town.write(move |tx| training::farewell(tx, theo)).await.unwrap();
        assert!(raw().await.is_empty());
    });
}
