//! Badges: public when their holder says so, and never again once they were taken back.

use workforce::{
    answer::Work,
    badge::Badge,
    certificate::{self, Certificate},
};

use crate::town::{Town, asked, in_town};

async fn certify(town: &Town) -> Certificate {
    town.ok(town.ada, |tx, ada| asked(tx, 0).write(tx, ada, "We agreed on it.")).await;
    town.ok(town.theo, |tx, it| certificate::ask(tx, it, Work::Conversation)).await;
    let theo = town.theo;
    town.ok(town.sue, move |tx, sue| certificate::issue(tx, sue, theo, Work::Conversation)).await;
    town.ok(town.theo, |tx, it| Ok(Certificate::of(tx, it.id, Work::Conversation)?.unwrap())).await
}

#[test]
fn nothing_is_public_until_its_holder_says_so_and_hiding_it_is_one_press() {
    in_town(|town| async move {
        let id = certify(&town).await.id;
        let mut theo = town.browser(Some(town.theo)).await;
        let mut visitor = town.browser(None).await;
        let own = format!("/workforce/certificates/{id}/badge");
        theo.get(&own).await.is(200).says("Nobody but you can see it");
        let made = "SELECT COUNT(*) FROM workforce_badges";
        let looked: i64 = town.ok(town.theo, move |tx, _| tx.value(made, db::args![])).await;
        assert_eq!(looked, 0, "looking makes no badge");
        let badge = town.ok(town.theo, move |tx, it| Badge::own(tx, it, id)).await;
        let page = format!("/credentials/{}", badge.id);
        let signed = format!("{page}/badge");
        for address in [&page, &signed] {
            visitor.get(address).await.is(404);
        }
        theo.post(&own, &[("name", "")]).await.is(303);
        let shown = visitor.get(&page).await;
        shown.is(200).says("This badge counts").says("Its holder has chosen not to say a name here.");
        assert!(!shown.words().contains("Theodor"), "the name here is not told");
        assert!(!shown.body.contains(&town.theo.to_string()) && !shown.body.contains(&id.to_string()));
        visitor.get(&signed).await.is(200);
        theo.post(&own, &[("name", "T. Miller")]).await.is(303);
        visitor.get(&page).await.says("T. Miller");
        theo.post(&format!("{own}/withdrawal"), &[]).await.is(303);
        for address in [&page, &signed] {
            visitor.get(address).await.is(404);
        }
        let mut kit = town.browser(Some(town.kit)).await;
        kit.get(&own).await.is(404);
        kit.post(&own, &[("name", "")]).await.is(404);
    });
}

#[test]
fn a_badge_that_was_taken_back_names_nobody_and_can_still_be_put_out_of_sight() {
    in_town(|town| async move {
        let id = certify(&town).await.id;
        let own = format!("/workforce/certificates/{id}/badge");
        let (mut theo, mut visitor) = (town.browser(Some(town.theo)).await, town.browser(None).await);
        theo.post(&own, &[("name", "T. Miller")]).await.is(303);
        let page = town.ok(town.theo, move |tx, it| Ok(format!("/credentials/{}", Badge::own(tx, it, id)?.id))).await;
        town.ok(town.sid, move |tx, sid| Certificate::withdraw(tx, sid, id, "Two shifts were left early.")).await;
        let seen = visitor.get(&page).await;
        seen.is(200).says("This badge was taken back");
        assert!(!seen.words().contains("T. Miller"));
        theo.get("/workforce/certificates").await.is(200).says("Two shifts were left early.");
        assert!(theo.get("/workforce/certificates").await.body.contains(&own));
        let shown = theo.get(&own).await;
        shown.is(200).says("This badge does not count any more");
        assert!(!shown.body.contains("badge/file"), "nothing is made of it any more");
        theo.post(&own, &[("name", "Somebody else")]).await.is(404);
        theo.post(&format!("{own}/file"), &[]).await.is(404);
        theo.post(&format!("{own}/withdrawal"), &[]).await.is(303);
        visitor.get(&page).await.is(404);
        theo.get(&own).await.is(404);
    });
}

#[test]
fn a_place_that_counts_no_more_outlives_whoever_left() {
    in_town(|town| async move {
        let id = certify(&town).await.id;
        let place = town.ok(town.theo, move |tx, it| Ok(Badge::own(tx, it, id)?.place)).await;
        town.ok(town.sid, move |tx, sid| Certificate::withdraw(tx, sid, id, "We talked about it.")).await;
        let theo = town.theo;
        let (left, revoked) = town
            .ok(town.ada, move |tx, _| {
                workforce::farewell(tx, theo)?;
                workforce::farewell(tx, theo)?;
                let left: i64 = tx.value(
                    "SELECT (SELECT COUNT(*) FROM workforce_certificates) + (SELECT COUNT(*) FROM workforce_badges)
                         + (SELECT COUNT(*) FROM workforce_learning) + (SELECT COUNT(*) FROM workforce_certificate_asks)",
                    db::args![],
                )?;
                let revoked: i64 = tx.value(
                    "SELECT COUNT(*) FROM workforce_badge_places WHERE place = $1 AND revoked_at IS NOT NULL",
                    db::args![place],
                )?;
                Ok((left, revoked))
            })
            .await;
        assert_eq!((left, revoked), (0, 1));
    });
}
