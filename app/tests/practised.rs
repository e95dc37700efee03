//! Live practice, as those who are part of it see it on their pages and hear it over their lines.

use serde_json::json;

use crate::{
    socket::Socket,
    standing::{assemble, filled},
    talk::fresh_id,
    town::in_town,
};

const PLAYED: &str = "Nobody knows that I sit in the car.";
const ANSWERED: &str = "That sounds lonely. What is it like in there?";

#[test]
fn each_sees_what_is_theirs_to_see() {
    in_town(|mut town| async move {
        let keys = assemble(&mut town).await;
        let talk = filled("/practice/{played_talk}", &keys);
        let booking = filled("/training/booked/{practised}", &keys);
        let address = town.serve().await;
        // Nora reads along: she hears that something happened, and whatever she sends is said by nobody.
        let path = format!("{talk}/live");
        let mut nora = Socket::open(address, &path, &town.token("Nora").await).await.unwrap();
        assert!(nora.send(&json!({ "t": "send", "id": fresh_id(), "text": "Listen to me." })).await);
        let mut theo = Socket::open(address, &path, &town.token("Theo").await).await.unwrap();
        assert!(theo.send(&json!({ "t": "send", "id": fresh_id(), "text": PLAYED })).await);
        while theo.next().await.expect("an answer")["t"] != "saved" {}
        assert_eq!(nora.next().await.expect("a sign")["t"], "refresh");
        let (id, mut leo) = (fresh_id().to_string(), town.as_("Leo").await);
        leo.post(&format!("{talk}/messages"), &[("id", &id), ("text", ANSWERED)]).await.is(303);
        let page = town.as_("Nora").await.get(&talk).await;
        assert!(page.body.contains(PLAYED) && page.body.contains(ANSWERED) && !page.body.contains("Listen to me."));
        assert!(!page.body.contains("class=\"composer\""), "whoever reads along has no place to write");
        for name in ["Leo", "Theo"] {
            let page = town.as_(name).await.get(&talk).await.words();
            assert!(page.contains("This is practice") && page.contains("Nora reads along"), "{name}: {page}");
        }
        assert!(!town.as_("Leo").await.get(&talk).await.body.contains("You are Sam."), "the part is not the learner's");
        let list = "<li dir=\"auto\">Listens</li>";
        assert!(!town.as_("Leo").await.get(&talk).await.body.contains(list), "nor is what would give it away");
        assert!(town.as_("Theo").await.get(&talk).await.body.contains(list));
        // Afterwards the learner reads what her own words did; to the others it is over.
        town.as_("Theo").await.post(&format!("{talk}/ending"), &[]).await.is(303);
        let over = leo.get(&talk).await;
        assert!(over.body.contains("<mark>") && over.words().contains("One thing to try"), "{}", over.words());
        for name in ["Theo", "Nora"] {
            let mut browser = town.as_(name).await;
            assert_eq!(browser.get(&talk).await.location().as_deref(), Some(&*booking), "{name}");
            let page = browser.get(&booking).await.is(200).body.clone();
            assert!(!page.contains(ANSWERED) && !page.contains("<mark>"), "{name} reads what is the learner's");
        }
        // Words that came too late are given back, to either; and who needs help is heard although it is over.
        for name in ["Leo", "Theo"] {
            let mut browser = town.as_(name).await;
            let id = fresh_id().to_string();
            let answer = browser.post(&format!("{talk}/messages"), &[("id", &id), ("text", "One more thing.")]).await;
            answer.is(422).says("It ended before these words arrived.").says("One more thing.");
        }
        let mut theo = town.as_("Theo").await;
        let called = theo.post(&format!("{talk}/real"), &[("whom", "me")]).await.is(303).location().unwrap();
        theo.get(&called).await.is(200).says("Those who keep people safe have been called");
        assert!(town.as_("Nora").await.get("/safety").await.words().contains("Theo"), "it is a case like any other");
        // What was said is in nobody's past conversations.
        for name in ["Leo", "Theo", "Nora"] {
            let past = town.as_(name).await.get("/support/past").await;
            assert!(!past.body.contains(&keys["played_talk"]), "{name}");
        }
    });
}
