//! What the demo town promises to whoever looks at the work of those who help: something to find on every page of it, at
//! whatever hour somebody starts it.

use std::time::Duration;

use ::words::{AgeBand, Hat};
use training::{course, progress};
use workforce::{answer::Work, certificate::Certificate, gap::Week, need, supervisor::Supervised};

use crate::town::{Town, in_town_after};

const HOUR: Duration = Duration::from_secs(3600);

/// Runs a test in towns that were settled in the evening, in the small hours and at noon.
fn at_any_hour<F: Future<Output = ()>>(test: impl Fn(Town) -> F) {
    for hours in [0, 7, 16] {
        in_town_after(HOUR * hours, &test);
    }
}

#[test]
fn the_rota_has_a_gap_tomorrow_night() {
    at_any_hour(|town| async move {
        let read = town.ground.db.read(|tx| {
            let tomorrow = Week::of(tx, AgeBand::Adult, "Europe/London")?.days.remove(1);
            let night: Vec<_> = tomorrow.hours.into_iter().rev().take(4).collect();
            let (from, until) = (night[3].begins_at, night[0].begins_at + HOUR);
            let mut spots = need::spots(tx)?;
            spots.retain(|it| it.need.plan.work == Work::Conversation && it.begins_at < until && it.ends_at > from);
            Ok((night.iter().filter(|it| it.missing() > 0).count(), spots.iter().filter(|it| it.missing() > 0).count()))
        });
        let (hours, spots) = read.await.unwrap();
        assert!(hours > 0, "more ask than are there");
        assert!(spots > 0, "and fewer are there than were said to be needed");
        let day = town.as_("Nora").await.get("/rota/gap?day=1").await;
        day.is(200).says("Where people are missing").says("Too few people");
        let open = town.as_("Ruth").await.get("/rota").await;
        open.is(200).says("I will be there");
    });
}

#[test]
fn a_certificate_runs_out_soon_and_its_holder_reads_so() {
    at_any_hour(|town| async move {
        let theo = town.actor("Theo").await;
        let now = town.ground.db.now();
        let soon = town.ground.db.read(move |tx| Certificate::reminding(tx, &theo)).await.unwrap();
        assert_eq!(soon.len(), 1);
        let left = soon[0].expires_at.since(now).as_secs() / 86_400;
        assert!(soon[0].counts(now) && (1..14).contains(&left), "{left} days");
        town.as_("Theo").await.get("/workforce").await.is(200).says("Certificate for conversations until");
    });
}

#[test]
fn some_are_learning_and_everybody_who_helps_has_somebody_who_looks_after_them() {
    at_any_hour(|town| async move {
        let learners = ["Elena", "Leo"].map(|it| town.id(it));
        let halfway = town.ground.db.read(move |tx| {
            let courses = course::all(tx)?;
            let mut halfway = Vec::new();
            for member in learners {
                let begun = progress::of_all(tx, member)?;
                let counts = courses.iter().filter_map(|it| Some(begun.get(&it.course.id)?.count(&it.course)));
                halfway.push(counts.filter(|(done, all)| *done > 0 && done < all).count());
            }
            Ok(halfway)
        });
        assert_eq!(halfway.await.unwrap(), [1, 1], "each is in the middle of a course");
        let nora = town.actor("Nora").await;
        assert!(nora.wears(Hat::Supervisor));
        let looked_after =
            town.ground.db.read(move |tx| Ok((Supervised::by(tx, nora.id)?.len(), Supervised::without(tx)?.len())));
        let (hers, nobodys) = looked_after.await.unwrap();
        assert!(hers > 1 && nobodys == 0, "{hers} people of Nora's, {nobodys} of nobody's");
    });
}
