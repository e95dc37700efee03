//! The pages, as people meet them.

use crate::town::in_town;

#[test]
fn a_member_finds_the_way_in_and_sees_how_far_it_is() {
    in_town(|town| async move {
        let mut ann = town.browser(Some(town.ann)).await;
        ann.get("/workforce").await.is(200).says("Would you like to help others here?");
        let way = ann.get("/workforce/application").await;
        way.is(200).says("Your own words").says("You read what is written down.");
        assert!(!way.words().contains("Administrator"), "nobody applies for the settings");
        ann.post("/workforce/application", &[("hat", "supporter"), ("statement", " ")])
            .await
            .is(422)
            .says("Please write a few words, in whatever way you like.");
        ann.post("/workforce/application", &[("statement", "I know long nights.")])
            .await
            .is(422)
            .says("Please choose what you would like to do.")
            .says("I know long nights.");
        let sent = [("hat", "supporter"), ("statement", "I know long nights.")];
        ann.post("/workforce/application", &sent).await.is(303);
        ann.get("/workforce/application").await.is(200).says("Your way").says("Not begun").says("I know long nights.");

        let mut sue = town.browser(Some(town.sue)).await;
        sue.get("/workforce").await.says("1 waiting");
        let list = sue.get("/workforce/applications").await;
        list.is(200).says("Annabel");
        let page = list.body.split("/workforce/applications/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let page = format!("/workforce/applications/{page}");
        sue.get(&page).await.is(200).says("I know long nights.").says("They see every step");
        let seen = seen_in(&sue.get(&page).await.body, "conversation");
        let talked = [("progress", "done"), ("record", "She told me of the nights."), ("seen", &seen)];
        sue.post(&format!("{page}/stages/conversation"), &talked).await.is(303);
        // Another, who had the page open all the while, writes over nothing unread, and loses nothing.
        let mut sid = town.browser(Some(town.sid)).await;
        let other = [("progress", "asked"), ("record", "I shall ring her on Monday."), ("seen", &seen)];
        sid.post(&format!("{page}/stages/conversation"), &other)
            .await
            .is(422)
            .says("Somebody else wrote here")
            .says("She told me of the nights.")
            .says("I shall ring her on Monday.");
        ann.get("/workforce/application").await.says("She told me of the nights.");
        sue.post(&format!("{page}/acceptance"), &[]).await.is(422).says("Not every step is done yet.");
        sue.post(&format!("{page}/refusal"), &[("reason", "Rest first."), ("again", "soon")])
            .await
            .is(422)
            .says("Please choose a day.")
            .says("Rest first.");
        sue.post(&format!("{page}/refusal"), &[("reason", "Rest first."), ("again", "2020-01-01")])
            .await
            .is(422)
            .says("This day is over.");
        let seen = seen_in(&sue.get(&page).await.body, "readiness");
        sue.post(&format!("{page}/stages/readiness"), &[("progress", "done"), ("seen", &seen)]).await.is(303);
        ann.post("/workforce/application/readiness", &[("ready", "yes")]).await.is(303);
        let told = sue.post(&format!("{page}/acceptance"), &[]).await.location().unwrap();
        sue.get(&told).await.is(200).says("It is done. They have the role now");
        sue.get(&page).await.is(404);
        // Words that come too late are given back.
        let late = [("reason", "Rest first, we said."), ("again", "2099-01-01")];
        sid.post(&format!("{page}/refusal"), &late).await.is(404).says("Rest first, we said.");
        sid.post(&format!("{page}/stages/conversation"), &other).await.is(404).says("I shall ring her on Monday.");
        let role = ann.get("/workforce").await;
        role.is(200).says("Welcome! You have the role now").says("A role card waits for you");
        ann.get("/workforce/application").await.says("Welcome");
        ann.get("/workforce/cards").await.says("Supporter's card").says("Not signed");

        let mut visitor = town.browser(None).await;
        visitor.get("/workforce/application").await.is(303);
        let mut theo = town.browser(Some(town.theo)).await;
        theo.get("/workforce/applications").await.is(404);
    });
}

#[test]
fn stepping_back_is_one_press_and_the_way_back_stands_on_the_page() {
    in_town(|town| async move {
        let mut theo = town.browser(Some(town.theo)).await;
        theo.get("/workforce/step-back").await.is(200).says("You need not say why");
        theo.post("/workforce/step-back", &[("span", "while")]).await.is(303);
        theo.get("/workforce/step-back").await.is(200).says("You have stepped back").says("Facilitator");
        theo.get("/workforce").await.is(200).says("You have stepped back");
        theo.post("/workforce/step-back/plan", &[("plan", "Sleep first.")]).await.is(303);
        theo.post("/workforce/return", &[]).await.is(303);
        let mut sid = town.browser(Some(town.sid)).await;
        let list = sid.get("/workforce/applications").await;
        list.is(200).says("Coming back").says("Theodor");
        let page = list.body.split("/workforce/applications/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        sid.get(&format!("/workforce/applications/{page}")).await.is(200).says("Sleep first.");
        theo.post("/workforce/step-back/stay", &[]).await.is(303);
        theo.get("/workforce/step-back").await.is(200).says("There is nothing to step back from");
        sid.get("/workforce/applications").await.says("Nobody waits");
    });
}

#[test]
fn a_card_is_read_signed_and_written_anew() {
    in_town(|town| async move {
        let mut kit = town.browser(Some(town.kit)).await;
        kit.get("/workforce").await.is(200).says("A role card waits for you");
        kit.get("/workforce/cards/supporter").await.is(200).says("I have read this card");
        kit.post("/workforce/cards/supporter/signature", &[("version", "1")]).await.is(303);
        kit.get("/workforce/cards").await.says("Signed by you");
        let mut ann = town.browser(Some(town.ann)).await;
        let seen = ann.get("/workforce/cards/supporter").await;
        seen.is(200).says("What is not");
        assert!(!seen.words().contains("I have read this card"), "whoever does not wear the hat does not sign");
        ann.get("/workforce/cards/juggler").await.is(404);
        ann.get("/workforce/cards/supporter/edit").await.is(404);
        let mut ada = town.browser(Some(town.ada)).await;
        let card = [("does", "Listen."), ("does-not", "Hurry."), ("calls", "Sue."), ("needed", "yes")];
        ada.post("/workforce/cards/supporter/edit", &card).await.is(422).says("Please say why.");
        let with_reason = [&card[..], &[("reason", "We learned something.")]].concat();
        ada.post("/workforce/cards/supporter/edit", &with_reason).await.is(303);
        ada.get("/workforce/cards").await.says("Must be signed");
        kit.get("/workforce").await.says("A role card waits for you");
    });
}

#[test]
fn a_record_is_taken_along_and_checked_by_somebody_else() {
    in_town(|town| async move {
        let mut theo = town.browser(Some(town.theo)).await;
        theo.get("/workforce/record").await.is(200).says("Facilitator").says("No hours yet.");
        let file = theo.post("/workforce/record", &[("name", "Theo of the quay\nHours: 900")]).await;
        file.is(200);
        assert!(file.body.contains("Name, as given by the holder: Theo of the quay Hours: 900\n"), "{}", file.body);
        assert_eq!(file.headers["content-disposition"], "attachment; filename=\"record.txt\"");
        assert!(!file.body.contains("Theodor"), "the name here is not told");
        let mut employer = town.browser(None).await;
        let check = "/workforce/record/check";
        employer.get(check).await.is(200).says("Check a record");
        employer.post(check, &[("record", &file.body)]).await.is(200).says("This record is ours");
        let more = file.body.replace("Supporter", "Supervisor");
        employer.post(check, &[("record", &more)]).await.is(200).says("Something in this record was changed");
        employer.post(check, &[("record", "I was here.")]).await.is(200).says("not one of our records");
        employer.post(check, &[]).await.is(422).says("Please put the whole record here.");
    });
}

/// When this stage was changed last, as the page tells it to its form.
fn seen_in(body: &str, stage: &str) -> String {
    let form = body.split(&format!("/stages/{stage}\"")).nth(1).expect("a form of this stage");
    form.split("name=\"seen\" value=\"").nth(1).and_then(|it| it.split('"').next()).expect("its mark").to_owned()
}
