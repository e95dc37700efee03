//! The pages, as people meet them.

use crate::town::{DAY, asked, in_town};

const PAGE: &str = "/workforce/certificates";
const ASKS: &[(&str, &str)] = &[("version", "0"), ("hours", "0"), ("months", "12"), ("learning", "2")];

#[test]
fn from_what_is_asked_to_what_is_held_and_its_end() {
    in_town(|town| async move {
        let mut ada = town.browser(Some(town.ada)).await;
        let mut theo = town.browser(Some(town.theo)).await;
        let mut sue = town.browser(Some(town.sue)).await;
        theo.get(PAGE).await.is(200).says("Nothing is asked here yet");
        let asks = format!("{PAGE}/requirements/conversation");
        theo.get(&asks).await.is(404);
        ada.get(&asks).await.is(200).says("What conversations ask");
        ada.post(&asks, ASKS).await.is(422).says("Please say why.");
        let whole = [ASKS, &[("needed", "yes"), ("from", ""), ("reason", "We agreed.")]].concat();
        ada.post(&asks, &whole).await.is(422).says("Please choose a day.");
        let whole = [ASKS, &[("reason", "We agreed.")]].concat();
        ada.post(&asks, &whole).await.is(303);
        ada.post(&asks, &whole).await.is(422).says("Somebody changed this while you were writing.");

        theo.get(PAGE).await.says("You have none yet").says("They see no answers and no marks.");
        theo.get("/workforce").await.is(200).says("Certificates");
        theo.post(&format!("{PAGE}/asks"), &[("work", "conversation")]).await.is(303);
        theo.get(PAGE).await.says("Stop asking");
        let waiting = format!("{PAGE}/waiting");
        theo.get(&waiting).await.is(404);
        sue.get("/workforce").await.says("1 person waiting");
        sue.get(&waiting).await.is(200).says("Theodor").says("Give the certificate");
        let give = format!("{PAGE}/issues");
        let whom = [("member", town.theo.to_string()), ("work", "conversation".to_owned())];
        let whom = whom.each_ref().map(|(name, value)| (*name, value.as_str()));
        sue.post(&give, &whom).await.is(303);
        theo.get(PAGE).await.says("A badge to show elsewhere").says("You can renew it from");

        theo.get(&format!("{PAGE}/learning")).await.is(200).says("Nothing is written down yet.");
        theo.post(&format!("{PAGE}/learning"), &[("words", "A book."), ("day", ""), ("minutes", "x")])
            .await
            .is(422)
            .says("Please choose a day.")
            .says("Please write the minutes as a number")
            .says("A book.");

        town.ground.clock.pass(DAY * 400);
        let mut theo = town.browser(Some(town.theo)).await;
        theo.get(PAGE).await.says("Has run out");
        let mut sid = town.browser(Some(town.sid)).await;
        let held = sid.get(&waiting).await;
        let id = held.body.split(&format!("{PAGE}/")).find(|it| it.contains("/withdrawal")).unwrap();
        let take = format!("{PAGE}/{}/withdrawal", id.split('/').next().unwrap());
        sid.get(&take).await.is(200).says("Please talk with them first.");
        sid.post(&take, &[]).await.is(422).says("Please say why.");
        sid.post(&take, &[("reason", "We talked.")]).await.is(303);
        theo.get(PAGE).await.says("Taken back");
    });
}

#[test]
fn whoever_decides_can_say_not_yet_and_why_and_it_can_be_asked_again() {
    in_town(|town| async move {
        town.ok(town.ada, |tx, ada| asked(tx, 0).write(tx, ada, "We agreed on it.")).await;
        let (mut theo, mut sue) = (town.browser(Some(town.theo)).await, town.browser(Some(town.sue)).await);
        theo.post("/workforce/certificates/asks", &[("work", "conversation")]).await.is(303);
        let who = town.theo.to_string();
        let answer = |words: &'static str| {
            [("member", who.clone()), ("work", "conversation".to_owned()), ("words", words.to_owned())]
        };
        let (waiting, send) = ("/workforce/certificates/waiting", "/workforce/certificates/asks/answer");
        let empty = answer("");
        let empty: Vec<(&str, &str)> = empty.iter().map(|(name, value)| (*name, value.as_str())).collect();
        sue.post(send, &empty).await.is(422).says("Please write why. They read it.");
        let words = answer("Sit in on two more talks first.");
        let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let mut kit = town.browser(Some(town.kit)).await;
        kit.post(send, &words).await.is(404);
        sue.post(send, &words).await.is(303);
        sue.get(waiting).await.is(200).says("Nobody waits");
        // Somebody who had the page open decides on what was answered already.
        let mut sid = town.browser(Some(town.sid)).await;
        let issued = sid.post("/workforce/certificates/issues", &words[..2]).await;
        issued.says("This does not wait any more.");
        sid.post(send, &words).await.says("This does not wait any more.");
        theo.get("/workforce").await.is(200).says("Not yet. Read why.");
        theo.get("/workforce/certificates").await.is(200).says("Sit in on two more talks first.");
        theo.post("/workforce/certificates/asks", &[("work", "conversation")]).await.is(303);
        let again = theo.get("/workforce/certificates").await;
        assert!(!again.words().contains("Sit in on two more talks first."), "asking again begins anew");
        sue.get(waiting).await.is(200).says("Theodor");
    });
}
