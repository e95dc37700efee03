//! Where a certificate is asked for rooms, nobody opens one without it; circles of members ask for none.

use circles::circle::{Circle, Plan};
use live::duty;
use testkit::{Ground, on_both_engines};
use words::{Actor, AgeBand, Hat, Language};
use workforce::{
    answer::Work,
    certificate::{self, Certificate},
    requirement::Requirement,
};

use crate::town::*;

/// From now on rooms ask for a certificate; and there is a circle of the place's own beside the one that members started.
async fn is_asked(ground: &Ground, of_members: &Evening) -> Evening {
    let chief = somebody(ground, "Chief", &[Hat::Administrator], AgeBand::Adult, "en").await;
    let two = [of_members.ada.id, of_members.ben.id];
    let circle = does(ground, move |tx| {
        let asked = Requirement {
            work: Work::Room,
            version: 0,
            courses: Vec::new(),
            competencies: Vec::new(),
            hours: 0,
            months: 1,
            learning_hours: 0,
            needed_from: Some(tx.now()),
        };
        asked.write(tx, &chief, "We agreed on it.")?;
        let plan = Plan::usual("Mornings", "For whoever is up early.", "Be kind.", Language::list("en")[0]);
        Circle::found(tx, chief.id, AgeBand::Adult, &plan, &two, true)
    });
    let people = [&of_members.ada, &of_members.ben, &of_members.maya, &of_members.theo].map(Actor::clone);
    let [ada, ben, maya, theo] = people;
    Evening { circle: circle.await.unwrap(), ada, ben, maya, theo }
}

async fn opens(ground: &Ground, town: &Evening, who: &Actor) -> Result<(), Option<&'static str>> {
    let (who, circle) = (who.clone(), town.circle);
    let opened = does(ground, move |tx| duty::open(tx, &who, circle)).await;
    opened.map(|_| ()).map_err(|it| it.refusal())
}

#[test]
fn a_room_is_opened_with_a_certificate_that_counts() {
    on_both_engines(&migrations(), |ground| async move {
        let of_members = Evening::usual(&ground).await;
        let town = is_asked(&ground, &of_members).await;
        let nora = somebody(&ground, "Nora", &[Hat::Supervisor], AgeBand::Adult, "en").await;
        assert_eq!(opens(&ground, &town, &town.ada).await, Err(Some("bar-uncertified")));
        let ada = town.ada.clone();
        let end = does(&ground, move |tx| {
            certificate::ask(tx, &ada, Work::Room)?;
            certificate::issue(tx, &nora, ada.id, Work::Room)?;
            Ok(Certificate::of(tx, ada.id, Work::Room)?.expect("it was just given").expires_at)
        })
        .await
        .unwrap();
        assert_eq!(opens(&ground, &town, &town.ada).await, Ok(()));
        assert_eq!(opens(&ground, &town, &town.ben).await, Err(Some("bar-uncertified")), "nor does the second come in");
        let (ada, circle) = (town.ada.clone(), town.circle);
        does(&ground, move |tx| duty::close(tx, &ada, circle, "Good night.")).await.unwrap();
        ground.clock.set(end);
        assert_eq!(opens(&ground, &town, &town.ada).await, Err(Some("bar-expired")));
        assert_eq!(opens(&ground, &of_members, &town.ben).await, Ok(()), "circles of members ask for none");
    });
}
