use db::args;
use jobs::Jobs;
use words::{Actor, Hat};
use workforce::{
    answer::Work,
    check::{self, Answers, Check, Kind},
    wellbeing,
};

use crate::town::*;

async fn keep(town: &Town, who: &Actor, kind: Kind, answers: &Answers) -> db::Result<()> {
    let (who, answers) = (who.clone(), answers.clone());
    town.write(move |tx| check::keep(tx, &who, kind, &answers)).await
}

async fn own(town: &Town, who: &Actor) -> Vec<Check> {
    let who = who.clone();
    town.ground.db.read(move |tx| check::own(tx, &who, 60)).await.unwrap()
}

#[test]
fn what_somebody_says_of_themselves_is_theirs_alone_and_sealed() {
    in_town(|town| async move {
        let answers = Answers { energy: Some(3), gained: Some(9), worn: None, words: "A laugh at the end.".to_owned() };
        keep(&town, &town.theo, Kind::After, &answers).await.unwrap();
        assert_eq!(own(&town, &town.theo).await[0].answers, answers);
        assert_eq!(own(&town, &town.nora).await, []);
        let stored = town
            .ground
            .db
            .read(|tx| tx.all("SELECT answers FROM workforce_checks", args![], |row| row.get::<Vec<u8>>(0)));
        for bytes in stored.await.unwrap() {
            assert!(!bytes.windows(5).any(|it| it == b"laugh"), "written as it was said");
        }
        keep(&town, &town.theo, Kind::After, &Answers::default()).await.unwrap();
        assert_eq!(own(&town, &town.theo).await.len(), 1, "leaving everything out leaves nothing");
        let beyond = Answers { energy: Some(11), ..Answers::default() };
        assert!(keep(&town, &town.theo, Kind::After, &beyond).await.is_err());
        let theo = town.theo.clone();
        town.write(move |tx| check::forget_own(tx, &theo)).await.unwrap();
        assert_eq!(own(&town, &town.theo).await, []);
    });
}

#[test]
fn a_shift_is_asked_about_once_it_is_over_and_the_month_once_a_month() {
    in_town(|town| async move {
        let due = || {
            let theo = town.theo.id;
            town.ground.db.read(move |tx| Ok((check::is_shift_due(tx, theo)?, check::is_month_due(tx, theo)?)))
        };
        assert_eq!(due().await.unwrap(), (false, false), "nobody is asked who did not help");
        let duty = town.begins(&town.theo, Work::Conversation).await;
        assert_eq!(due().await.unwrap(), (false, true), "not in the middle of it");
        town.pass(HOUR);
        town.ends(Work::Conversation, duty).await;
        assert_eq!(due().await.unwrap(), (true, true));
        let answers = Answers { energy: Some(5), ..Answers::default() };
        keep(&town, &town.theo, Kind::After, &answers).await.unwrap();
        let answers = Answers { worn: Some(2), ..Answers::default() };
        keep(&town, &town.theo, Kind::Month, &answers).await.unwrap();
        assert_eq!(due().await.unwrap(), (false, false));
        town.pass(20 * DAY);
        town.works(&town.theo, HOUR).await;
        assert_eq!(due().await.unwrap(), (true, false));
        town.pass(19 * HOUR);
        assert_eq!(due().await.unwrap(), (false, false), "what is long over is let go");
        town.pass(10 * DAY);
        assert_eq!(due().await.unwrap(), (false, true));
    });
}

#[test]
fn a_month_is_told_once_it_is_over_and_nobody_who_leaves_shows_in_it() {
    in_town(|town| async move {
        // It is November.
        for number in 0..12 {
            let name = format!("Helper {number}");
            let who = town.write(move |tx| joins(tx, &name, &[Hat::Supporter])).await.unwrap();
            let answers = Answers { worn: Some(2), ..Answers::default() };
            keep(&town, &who, Kind::Month, &answers).await.unwrap();
        }
        let rare = Answers { worn: Some(5), ..Answers::default() };
        keep(&town, &town.theo, Kind::Month, &rare).await.unwrap();
        town.write(workforce::schedule).await.unwrap();
        let jobs = || workforce::jobs(Jobs::default());
        jobs().run_due(&town.ground.db).await.unwrap();
        let months = || async { town.ground.db.read(wellbeing::months).await.unwrap() };
        assert!(months().await.values().all(wellbeing::Month::is_empty), "November is not over");
        town.pass(9 * DAY);
        jobs().run_due(&town.ground.db).await.unwrap();
        let told = months().await;
        let (name, november) = told.iter().next().unwrap();
        assert_eq!(name.0, "2026-11");
        assert!(november.worn[4].is_none(), "one person is nobody to be told of");
        let theo = town.theo.id;
        town.write(move |tx| workforce::farewell(tx, theo)).await.unwrap();
        assert_eq!(own(&town, &town.theo).await, []);
        town.pass(DAY);
        jobs().run_due(&town.ground.db).await.unwrap();
        assert_eq!(months().await, told);
    });
}
