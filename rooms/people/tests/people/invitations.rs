use std::time::Duration;

use db::{Tx, args};
use organisation::{
    invitations::{self as links, GOOD_FOR, State},
    trail,
};
use people::{hats, invitations, standing};
use testkit::{Client, Ground, on_both_engines};
use words::{Hat, MemberId};

use crate::town::{PASSPHRASE, filled_in, join, migrations, refusal, router, sign_in, with_passphrase, write};

async fn keeper(ground: &Ground) -> MemberId {
    write(ground, |tx| {
        let rosa = join(tx, "Rosa")?;
        hats::grant_first(tx, rosa, Hat::Administrator)?;
        Ok(rosa)
    })
    .await
}

async fn invite(ground: &Ground, by: MemberId, hat: Option<Hat>) -> String {
    write(ground, move |tx| invitations::make(tx, by, hat, "We are too few.")).await
}

async fn members(ground: &Ground) -> i64 {
    ground.db.read(|tx| tx.value("SELECT COUNT(*) FROM people_members", args![])).await.unwrap()
}

async fn states(ground: &Ground) -> Vec<State> {
    ground.db.read(|tx| Ok(links::all(tx)?.into_iter().map(|it| it.state).collect())).await.unwrap()
}

#[test]
fn an_invited_supporter_joins_before_the_doors_open_and_wears_the_hat() {
    on_both_engines(&migrations(), |ground| async move {
        let rosa = keeper(&ground).await;
        let token = invite(&ground, rosa, Some(Hat::Supporter)).await;
        let mut theo = Client::new(router(&ground));
        for _ in 0..2 {
            let page = theo.get(&format!("/invitation/{token}")).await;
            page.is(200).says("You are invited").says("With it you get this hat: Supporter.");
            assert!(page.body.contains(&format!("href=\"/join?invitation={token}\"")), "looking does not use it up");
        }
        let path = format!("/join?invitation={token}");
        theo.get(&path).await.is(200);
        let details = theo.post(&path, &[("year", "1990")]).await;
        assert!(details.is(200).body.contains(&format!("action=\"{path}\"")));
        theo.post(&path, &filled_in(&[("pseudonym", "Theo")])).await.is(200).says("You are in.");

        let worn = ground.db.read(|tx| hats::wearers(tx, Hat::Supporter)).await.unwrap();
        assert_eq!(worn.len(), 1);
        let entries = ground.db.read(|tx| trail::newest(tx, None)).await.unwrap();
        let granted = &entries[0];
        assert_eq!(
            (granted.deed.as_str(), granted.by, granted.about),
            ("trail-hat-granted", Some(rosa), Some(worn[0]))
        );
        assert_eq!((granted.detail.as_str(), granted.reason.as_str()), ("supporter", "We are too few."));
        assert_eq!((entries[1].deed.as_str(), entries[1].by), ("trail-invitation-made", Some(rosa)));
        let by: MemberId = ground
            .db
            .read(|tx| tx.value("SELECT granted_by FROM people_hats WHERE hat = $1", args![Hat::Supporter]))
            .await
            .unwrap();
        assert_eq!(by, rosa);

        let mut other = Client::new(router(&ground));
        for path in [format!("/invitation/{token}"), path.clone()] {
            other.get(&path).await.is(404).says("This link does not work any more");
        }
        other.post(&path, &filled_in(&[("pseudonym", "Sam")])).await.is(404).says("This link does not work any more");
        other.get("/join").await.is(409).says("not open yet");
        assert_eq!((members(&ground).await, states(&ground).await), (2, vec![State::Used]));
    });
}

#[test]
fn who_joins_without_a_hat_is_not_noted() {
    on_both_engines(&migrations(), |ground| async move {
        let rosa = keeper(&ground).await;
        let token = invite(&ground, rosa, None).await;
        write(&ground, move |tx| {
            let maya = join(tx, "Maya")?;
            invitations::accept(tx, &token, maya)?;
            assert!(hats::of(tx, maya)?.is_empty());
            assert!(trail::newest(tx, None)?.iter().all(|it| it.about != Some(maya)));
            Ok(())
        })
        .await;
    });
}

#[test]
fn two_people_with_one_link_do_not_both_join() {
    on_both_engines(&migrations(), |ground| async move {
        let rosa = keeper(&ground).await;
        let token = invite(&ground, rosa, Some(Hat::Administrator)).await;
        let names = ["Ana", "Ben", "Cleo", "Dara", "Ewan", "Fay", "Gus", "Hana"];
        let tries = names.map(|name| {
            let (db, token) = (ground.db.clone(), token.clone());
            tokio::spawn(async move {
                let joined = db.write(move |tx| {
                    let member = join(tx, name)?;
                    invitations::accept(tx, &token, member)
                });
                joined.await.map_err(|error| error.refusal())
            })
        });
        let mut won = 0;
        for one in tries {
            match one.await.unwrap() {
                Ok(()) => won += 1,
                Err(refusal) => assert_eq!(refusal, Some("invitation-wrong")),
            }
        }
        let wearers = ground.db.read(|tx| hats::wearers(tx, Hat::Administrator)).await.unwrap();
        assert_eq!((won, members(&ground).await, wearers.len()), (1, 2, 2), "who lost the race is no member");
    });
}

#[test]
fn old_withdrawn_and_made_up_links_open_nothing() {
    on_both_engines(&migrations(), |ground| async move {
        let rosa = keeper(&ground).await;
        let late = invite(&ground, rosa, None).await;
        ground.clock.pass(GOOD_FOR - Duration::from_secs(1));
        let asked = late.clone();
        write(&ground, move |tx| invitations::check(tx, &asked)).await;
        ground.clock.pass(Duration::from_secs(1));
        assert_eq!(states(&ground).await, [State::Old]);

        let taken = invite(&ground, rosa, Some(Hat::Supervisor)).await;
        let id = ground.db.read(links::all).await.unwrap()[0].id;
        write(&ground, move |tx| {
            invitations::withdraw(tx, rosa, id)?;
            invitations::withdraw(tx, rosa, id)
        })
        .await;
        let entries = ground.db.read(|tx| trail::newest(tx, None)).await.unwrap();
        let taken_back = entries.iter().filter(|it| it.deed == "trail-invitation-withdrawn").count();
        assert_eq!(
            (entries[0].deed.as_str(), entries[0].detail.as_str()),
            ("trail-invitation-withdrawn", "supervisor")
        );
        assert_eq!(taken_back, 1, "taking it back twice is once");

        for token in [late, taken, String::new(), "made-up".to_owned()] {
            let page = Client::new(router(&ground)).get(&format!("/join?invitation={token}")).await;
            page.is(if token.is_empty() { 409 } else { 404 });
            let asked = token.clone();
            assert_eq!(refusal(&ground, move |tx| invitations::check(tx, &asked)).await, "invitation-wrong");
            let joined = refusal(&ground, move |tx| {
                let member = join(tx, "Maya")?;
                invitations::accept(tx, &token, member)
            });
            assert_eq!(joined.await, "invitation-wrong");
        }
        assert_eq!(members(&ground).await, 1);

        ground.clock.pass(GOOD_FOR + Duration::from_secs(90 * 24 * 3600 + 1));
        invite(&ground, rosa, None).await;
        assert_eq!(states(&ground).await, [State::Waiting], "what is long over leaves the list");
    });
}

#[test]
fn a_link_is_worth_what_its_maker_is() {
    on_both_engines(&migrations(), |ground| async move {
        let rosa = keeper(&ground).await;
        let (theo, maya) = write(&ground, |tx| {
            let theo = join(tx, "Theo")?;
            hats::grant_first(tx, theo, Hat::Administrator)?;
            Ok((theo, join(tx, "Maya")?))
        })
        .await;
        for who in [maya, theo] {
            let made = ground.db.write(move |tx| invitations::make(tx, who, Some(Hat::Supporter), "Please.")).await;
            assert_eq!(made.is_ok(), who == theo);
            assert_eq!(ground.db.read(move |tx| invitations::list(tx, who)).await.is_ok(), who == theo);
        }
        assert_eq!(
            refusal(&ground, move |tx| invitations::make(tx, theo, None, " ")).await,
            "invitation-reason-missing"
        );
        let token = invite(&ground, theo, Some(Hat::Administrator)).await;
        let check = |token: &str| {
            let token = token.to_owned();
            move |tx: &mut Tx<'_>| invitations::check(tx, &token).map(|it| it.hat)
        };
        write(&ground, move |tx| standing::take_break(tx, theo)).await;
        assert_eq!(write(&ground, check(&token)).await, Some(Hat::Administrator), "a break takes nothing back");
        write(&ground, move |tx| standing::come_back(tx, theo)).await;
        let hour = Duration::from_secs(3600);
        write(&ground, move |tx| standing::suspend(tx, rosa, theo, tx.now() + hour, "x").map(drop)).await;
        assert_eq!(refusal(&ground, check(&token)).await, "invitation-wrong");
        ground.clock.pass(hour);
        write(&ground, check(&token)).await;
        write(&ground, move |tx| hats::withdraw(tx, rosa, theo, Hat::Administrator, "He moved.")).await;
        let refused = refusal(&ground, move |tx| {
            let sam = join(tx, "Sam")?;
            invitations::accept(tx, &token, sam)
        });
        assert_eq!(refused.await, "invitation-wrong");
    });
}

#[test]
fn an_administrator_makes_links_sees_them_once_and_takes_them_back() {
    on_both_engines(&migrations(), |ground| async move {
        let rosa = with_passphrase(&ground, "Rosa").await;
        with_passphrase(&ground, "Maya").await;
        write(&ground, move |tx| hats::grant_first(tx, rosa, Hat::Administrator)).await;
        let mut browser = Client::new(router(&ground));
        sign_in(&mut browser, "Rosa").await;
        browser.get("/settings/invitations").await.is(200).says("No links yet.");
        let wrong = browser.post("/settings/invitations", &[("hat", "captain"), ("reason", "")]).await;
        wrong.is(422).says("Please choose a hat.").says("Please say why.");
        let form = [("hat", "administrator"), ("reason", "A second <b>person</b>")];
        let page = browser.post("/settings/invitations", &form).await;
        page.is(200).says("this hat: Administrator").says("over a way you trust").says("Back to the set-up");
        let link = page.body.split("https://harbour.example/invitation/").nth(1).expect("a whole link");
        let token = link.split('"').next().unwrap().to_owned();
        assert_eq!(token.len(), 64);
        let list = browser.get("/settings/invitations").await;
        list.is(200).says("Rosa").says("waiting").says("A second <b>person</b>");
        assert!(!list.body.contains(&token), "a link is shown once");
        let stored: Vec<u8> =
            ground.db.read(|tx| tx.value("SELECT token_hash FROM organisation_invitations", args![])).await.unwrap();
        assert!(stored.len() == 32 && stored != token.as_bytes());

        browser.get(&format!("/invitation/{token}")).await.is(200).says("This link is for someone who is new.");
        let id = ground.db.read(links::all).await.unwrap()[0].id;
        let withdrawal = format!("/settings/invitations/{id}/withdrawal");
        let mut maya = Client::new(router(&ground));
        maya.post("/sign-in", &[("pseudonym", "Maya"), ("passphrase", PASSPHRASE)]).await.is(303);
        maya.get("/settings/invitations").await.is(404);
        maya.post("/settings/invitations", &form).await.is(404);
        maya.post(&withdrawal, &[]).await.is(404);
        assert_eq!(states(&ground).await, [State::Waiting]);
        browser.post_and_follow(&withdrawal, &[]).await.is(200).says("taken back");
        Client::new(router(&ground)).get(&format!("/invitation/{token}")).await.is(404);
    });
}
