use db::Error;
use people::{Profile, blocks, blocks::Kind, hats};
use testkit::on_both_engines;
use words::{AgeBand, Hat};

use crate::town::{arrive, browser, join, migrations, new_member, refusal, sign_in, with_passphrase, write};

#[test]
fn people_of_different_bands_do_not_exist_for_each_other() {
    on_both_engines(&migrations(), |ground| async move {
        write(&ground, |tx| {
            let mut people = Vec::new();
            for (name, band) in [
                ("Anna", AgeBand::Younger),
                ("Ben", AgeBand::Older),
                ("Cara", AgeBand::Adult),
                ("Dilan", AgeBand::Adult),
            ] {
                people.push((people::join(tx, &new_member(name, band))?, band));
            }
            for (one, band) in &people {
                let asker = arrive(tx, *one)?;
                for (other, other_band) in &people {
                    match Profile::visible_to(tx, &asker, *other) {
                        Ok(profile) => assert!(band == other_band && profile.band == *band),
                        Err(Error::NotFound) => assert_ne!(band, other_band),
                        Err(error) => return Err(error),
                    }
                }
                assert!(matches!(Profile::search(tx, &asker, ""), Err(Error::NotFound)));
            }
            // Supporting is not keeping safe: a supporter's hat opens no other band; a safeguarding lead's does.
            let (anna, cara) = (people[0].0, people[2].0);
            hats::grant_first(tx, cara, Hat::Supporter)?;
            let asker = arrive(tx, cara)?;
            assert!(Profile::visible_to(tx, &asker, anna).is_err());
            hats::grant_first(tx, cara, Hat::SafeguardingLead)?;
            let asker = arrive(tx, cara)?;
            assert_eq!(Profile::visible_to(tx, &asker, anna)?.pseudonym, "Anna");
            Ok(())
        })
        .await;
    });
}

#[test]
fn who_blocked_and_who_was_blocked_do_not_meet_and_neither_is_told() {
    on_both_engines(&migrations(), |ground| async move {
        write(&ground, |tx| {
            let (maya, theo, sam) = (join(tx, "Maya")?, join(tx, "Theo")?, join(tx, "Sam")?);
            blocks::block(tx, maya, theo)?;
            blocks::block(tx, maya, theo)?;
            assert!(blocks::apart(tx, maya, theo)? && blocks::apart(tx, theo, maya)?);
            assert!(!blocks::apart(tx, maya, sam)?);
            for (asker, other) in [(maya, theo), (theo, maya)] {
                let asker = arrive(tx, asker)?;
                assert!(matches!(Profile::visible_to(tx, &asker, other), Err(Error::NotFound)));
            }
            assert!(blocks::list(tx, theo, Kind::Block)?.is_empty());
            blocks::never_again(tx, theo, maya)?;
            blocks::unblock(tx, maya, theo)?;
            assert!(blocks::apart(tx, maya, theo)?, "the other list still keeps them apart");
            blocks::remove(tx, theo, maya, Kind::NeverAgain)?;
            assert!(!blocks::apart(tx, maya, theo)?);
            let asker = arrive(tx, maya)?;
            assert_eq!(Profile::visible_to(tx, &asker, theo)?.pseudonym, "Theo");
            Ok(())
        })
        .await;
        let maya = write(&ground, |tx| join(tx, "Other Maya")).await;
        assert_eq!(refusal(&ground, move |tx| blocks::block(tx, maya, maya)).await, "blocked-not-yourself");
    });
}

#[test]
fn the_dispatcher_is_told_every_pair_once_and_none_too_many() {
    on_both_engines(&migrations(), |ground| async move {
        write(&ground, |tx| {
            let mut all = Vec::new();
            for number in 0..6 {
                all.push(join(tx, &format!("Member {number}"))?);
            }
            blocks::block(tx, all[0], all[1])?;
            blocks::never_again(tx, all[1], all[0])?;
            blocks::never_again(tx, all[4], all[2])?;
            blocks::block(tx, all[3], all[5])?;
            let told = blocks::all_pairs(tx, &all[..5])?;
            let pair = |one: usize, other: usize| (all[one].min(all[other]), all[one].max(all[other]));
            assert!(
                told.len() == 2 && told.contains(&pair(0, 1)) && told.contains(&pair(2, 4)),
                "not 3 and 5: 5 is not asked about"
            );
            for one in &all {
                for other in &all {
                    let pair = (*one.min(other), *one.max(other));
                    assert_eq!(blocks::all_pairs(tx, &all)?.contains(&pair), blocks::apart(tx, *one, *other)?);
                }
            }
            assert!(blocks::all_pairs(tx, &[])?.is_empty());
            Ok(())
        })
        .await;
    });
}

#[test]
fn both_lists_are_shown_and_can_be_emptied() {
    on_both_engines(&migrations(), |ground| async move {
        let mut browser = browser(&ground).await;
        let maya = with_passphrase(&ground, "Maya").await;
        let theo = write(&ground, move |tx| {
            let (theo, sam) = (join(tx, "Theo")?, join(tx, "Sam")?);
            blocks::block(tx, maya, theo)?;
            blocks::never_again(tx, maya, sam)?;
            Ok(theo)
        })
        .await;
        sign_in(&mut browser, "Maya").await;
        browser.get("/account/blocked").await.is(200).says("Theo").says("Sam");
        browser.post(&format!("/account/blocked/{theo}/removal"), &[("list", "block")]).await.is(303);
        let page = browser.get("/account/blocked").await;
        page.says("Sam");
        assert!(!page.words().contains("Theo"));
        browser.post(&format!("/account/blocked/{theo}/removal"), &[("list", "everyone")]).await.is(404);
    });
}
