use std::time::Duration;

use db::{Error, Result, Tx};
use organisation::trail;
use people::{hats, session, standing};
use testkit::on_both_engines;
use words::{Hat, MemberId, Standing};

use crate::town::{arrive, browser, join, migrations, refusal, sign_in, with_passphrase, write};

const DAY: Duration = Duration::from_secs(24 * 3600);

fn keepers(tx: &mut Tx<'_>) -> Result<(MemberId, MemberId, MemberId)> {
    let (rosa, idris, maya) = (join(tx, "Rosa")?, join(tx, "Idris")?, join(tx, "Maya")?);
    hats::grant_first(tx, rosa, Hat::Administrator)?;
    hats::grant_first(tx, idris, Hat::SafeguardingLead)?;
    Ok((rosa, idris, maya))
}

#[test]
fn a_hat_is_given_and_taken_by_another_with_a_reason() {
    on_both_engines(&migrations(), |ground| async move {
        let (rosa, idris, maya) = write(&ground, keepers).await;
        let grant =
            move |by, to, reason: &'static str| move |tx: &mut Tx<'_>| hats::grant(tx, by, to, Hat::Supporter, reason);
        assert_eq!(refusal(&ground, grant(rosa, maya, "  ")).await, "members-reason-missing");
        assert_eq!(refusal(&ground, grant(rosa, rosa, "I can")).await, "members-not-yourself");
        for by in [idris, maya] {
            assert!(matches!(ground.db.write(grant(by, maya, "why not")).await, Err(Error::NotFound)));
        }
        write(&ground, grant(rosa, maya, "Finished her training")).await;
        write(&ground, grant(rosa, maya, "Finished her training")).await;
        write(&ground, move |tx| {
            assert_eq!(hats::wearers(tx, Hat::Supporter)?, [maya]);
            assert!(arrive(tx, maya)?.wears(Hat::Supporter));
            let entries = trail::newest(tx, None)?;
            let granted: Vec<_> = entries.iter().filter(|it| it.about == Some(maya)).collect();
            assert_eq!(granted.len(), 1, "giving it twice is one deed");
            assert_eq!((granted[0].by, granted[0].reason.as_str()), (Some(rosa), "Finished her training"));
            Ok(())
        })
        .await;
        let withdraw = move |tx: &mut Tx<'_>| hats::withdraw(tx, rosa, maya, Hat::Supporter, "Asked for a rest");
        let session = write(&ground, move |tx| Ok(arrive(tx, maya)?.session)).await;
        let mut socket = ground.bus.listen(&[format!("session:{session}")]);
        write(&ground, withdraw).await;
        assert_eq!(socket.try_next(), Some(bus::Heard::Frame("".into())), "what the hat opened closes at once");
        write(&ground, move |tx| {
            assert!(hats::wearers(tx, Hat::Supporter)?.is_empty() && !arrive(tx, maya)?.wears(Hat::Supporter));
            assert_eq!(trail::newest(tx, None)?[0].deed, "trail-hat-withdrawn");
            assert_eq!(trail::verify(tx)?.broken_at, None);
            Ok(())
        })
        .await;
    });
}

#[test]
fn two_administrators_cannot_take_each_others_hat_at_once() {
    on_both_engines(&migrations(), |ground| async move {
        for _ in 0..5 {
            let (one, other) = write(&ground, |tx| {
                let number = tx.random_bytes::<1>()[0];
                let pair = (join(tx, &format!("One {number}"))?, join(tx, &format!("Other {number}"))?);
                hats::grant_first(tx, pair.0, Hat::Administrator)?;
                hats::grant_first(tx, pair.1, Hat::Administrator)?;
                Ok(pair)
            })
            .await;
            let take =
                |by, from| ground.db.write(move |tx| hats::withdraw(tx, by, from, Hat::Administrator, "quarrel"));
            let (first, second) = tokio::join!(take(one, other), take(other, one));
            assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
        }
    });
}

#[test]
fn wearers_are_those_who_take_part_just_now() {
    on_both_engines(&migrations(), |ground| async move {
        write(&ground, |tx| {
            let (rosa, _, maya) = keepers(tx)?;
            hats::grant_first(tx, maya, Hat::Supporter)?;
            standing::take_break(tx, maya)?;
            assert!(hats::wearers(tx, Hat::Supporter)?.is_empty());
            standing::come_back(tx, maya)?;
            assert_eq!(hats::wearers(tx, Hat::Supporter)?, [maya]);
            standing::suspend(tx, rosa, maya, tx.now() + DAY, "shared a phone number")?;
            assert!(hats::wearers(tx, Hat::Supporter)?.is_empty());
            Ok(())
        })
        .await;
    });
}

#[test]
fn a_suspension_has_a_reason_and_an_end_and_leaves_the_session_open() {
    on_both_engines(&migrations(), |ground| async move {
        let (rosa, idris, maya) = write(&ground, keepers).await;
        let later = ground.db.now() + 3 * DAY;
        let suspend = move |by, whom, until, reason: &'static str| {
            move |tx: &mut Tx<'_>| standing::suspend(tx, by, whom, until, reason)
        };
        assert_eq!(refusal(&ground, suspend(idris, maya, later, "")).await, "members-reason-missing");
        assert_eq!(refusal(&ground, suspend(idris, maya, ground.db.now(), "late")).await, "members-until-past");
        assert_eq!(refusal(&ground, suspend(idris, idris, later, "me")).await, "members-not-yourself");
        assert!(matches!(ground.db.write(suspend(maya, rosa, later, "no")).await, Err(Error::NotFound)));

        let token = write(&ground, move |tx| session::open(tx, maya, false)).await;
        write(&ground, suspend(idris, maya, later, "Asked for a phone number")).await;
        let who = move |ground: &testkit::Ground| {
            let (db, token) = (ground.db.clone(), token.clone());
            async move { db.read(move |tx| people::actor(tx, &token)).await.unwrap().unwrap().standing }
        };
        assert_eq!(who(&ground).await, Standing::Suspended(later));
        ground.clock.pass(2 * DAY);
        assert_eq!(who(&ground).await, Standing::Suspended(later));
        ground.clock.pass(DAY);
        assert_eq!(who(&ground).await, Standing::Active, "it ends by itself");

        let again = ground.db.now() + DAY;
        let id = write(&ground, suspend(idris, maya, again, "Again")).await;
        assert!(matches!(ground.db.write(move |tx| standing::lift(tx, maya, id)).await, Err(Error::NotFound)));
        write(&ground, move |tx| standing::lift(tx, rosa, id)).await;
        assert_eq!(who(&ground).await, Standing::Active);
        write(&ground, move |tx| {
            let asker = arrive(tx, idris)?;
            let all = standing::suspensions(tx, &asker, maya)?;
            assert_eq!(all[0].reason.as_deref(), Some("Again"));
            assert!(all[0].lifted_at.is_some() && all[1].lifted_at.is_none());
            let asker = arrive(tx, maya)?;
            assert!(matches!(standing::suspensions(tx, &asker, maya), Err(Error::NotFound)));
            Ok(())
        })
        .await;
    });
}

#[test]
fn the_pages_for_members_exist_for_those_who_keep_the_place_only() {
    on_both_engines(&migrations(), |ground| async move {
        let mut browser = browser(&ground).await;
        let rosa = with_passphrase(&ground, "Rosa").await;
        let maya = with_passphrase(&ground, "Maya").await;
        let page = format!("/members/{maya}");
        sign_in(&mut browser, "Rosa").await;
        for path in ["/members", page.as_str()] {
            browser.get(path).await.is(404);
        }
        let grant = [("grant_hat", "supporter"), ("grant_reason", "Finished her training")];
        browser.post(&format!("{page}/hats"), &grant).await.is(404);

        write(&ground, move |tx| hats::grant_first(tx, rosa, Hat::Administrator)).await;
        browser.get("/members?q=MAY").await.is(200).says("Maya");
        browser.get("/members?q=zzz").await.is(200).says("Nobody by that name.");
        browser.get(&page).await.is(200).says("No hats.");
        browser
            .post(&format!("{page}/hats"), &[("grant_hat", "supporter"), ("grant_reason", "")])
            .await
            .is(422)
            .says("Please say why.");
        browser.post(&format!("{page}/hats"), &grant).await.is(303);
        browser.get(&page).await.says("Supporter");
        browser
            .post(&format!("{page}/hats/withdrawal"), &[("withdraw_hat", "supporter"), ("withdraw_reason", "Rest")])
            .await
            .is(303);
        browser.get(&page).await.says("No hats.");

        let suspension = format!("{page}/suspension");
        browser
            .post(&suspension, &[("until", "2026-11-01"), ("suspend_reason", "x")])
            .await
            .is(422)
            .says("That day is over.");
        browser
            .post(&suspension, &[("until", "soon"), ("suspend_reason", "x")])
            .await
            .is(422)
            .says("last day of the pause");
        browser.post(&suspension, &[("until", "2026-11-24"), ("suspend_reason", "Asked for a number")]).await.is(303);
        browser.get(&page).await.says("Paused until").says("Asked for a number").says("Wed 25 Nov, 00:00");

        let mut hers = testkit::Client::new(crate::town::router(&ground));
        sign_in(&mut hers, "Maya").await.is(303);
        let account = hers.get("/account").await;
        account.is(200).says("Your account is paused");
        assert!(!account.words().contains("Asked for a number"));

        let own = browser.get(&format!("/members/{rosa}")).await;
        own.is(200).says("Somebody else has to decide");
        assert!(!own.body.contains("/suspension\""));
    });
}
