//! The way in, the way back and role cards, where they meet the other rooms.

use support::{conversation::Conversation, duty::Duty};
use workforce::record::Record;

use crate::town::in_town;

#[test]
fn a_role_is_said_where_it_is_worn_and_where_it_is_met() {
    in_town(|town| async move {
        let mut theo = town.as_("Theo").await;
        theo.get("/duty").await.is(200).says("Your role as a supporter").says("Give no diagnosis");
        let amina = town.id("Amina");
        let talk = town.ground.db.read(move |tx| Conversation::open_of_asker(tx, amina)).await.unwrap().unwrap();
        let page = format!("/conversations/{}", talk.id);
        let met = town.as_("Amina").await.get(&page).await;
        met.is(200).says("What a supporter does").says("Give no diagnosis");
        assert!(!met.words().contains("Whom to call"), "whom they call is for them");
        let worn = town.as_("Elena").await.get(&page).await;
        assert!(!worn.words().contains("What a supporter does"), "she knows hers");
    });
}

#[test]
fn whoever_applied_is_told_on_their_own_page() {
    in_town(|town| async move {
        let mut jonas = town.as_("Jonas").await;
        jonas.get("/circles").await.says("There is news about your application");
        jonas.get("/workforce/application").await.is(200).says("Jonas told what carried him");
        let circles = jonas.get("/circles").await;
        assert!(!circles.words().contains("There is news about your application"));
    });
}

#[test]
fn whoever_steps_back_leaves_nothing_open_in_any_room() {
    in_town(|town| async move {
        for (name, hats) in [("Elena", 1), ("Nora", 2), ("Idris", 3), ("Olu", 2), ("Marisol", 1)] {
            let mut browser = town.as_(name).await;
            browser.post("/workforce/step-back", &[("span", "while")]).await.is(303);
            browser.get("/workforce/step-back").await.is(200).says("You have stepped back");
            let id = town.id(name);
            let left = town.ground.db.read(move |tx| {
                let on_duty = Duty::of(tx, id)?.is_some();
                let talks = Conversation::open_of_supporter(tx, id)?.len();
                let rooms: i64 = tx.value(
                    "SELECT COUNT(*) FROM live_duties WHERE member_id = $1 AND ended_at IS NULL",
                    db::args![id],
                )?;
                let cases: i64 = tx.value(
                    "SELECT COUNT(*) FROM safety_cases WHERE claimed_by = $1 AND settled_at IS NULL",
                    db::args![id],
                )?;
                let spells: i64 = tx.value(
                    "SELECT COUNT(*) FROM workforce_spells WHERE member_id = $1 AND ended_at IS NULL",
                    db::args![id],
                )?;
                Ok((on_duty, talks, rooms, cases, spells))
            });
            assert_eq!(left.await.unwrap(), (false, 0, 0, 0, 0), "{name}");
            let record = town.ground.db.read(move |tx| Record::of(tx, id)).await.unwrap();
            assert_eq!(record.roles.iter().filter(|it| it.until.is_some()).count(), hats, "{name}");
        }
    });
}
