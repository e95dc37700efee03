//! Saying that one is worried, looking into it, and what comes of it.

use std::time::Duration;

use db::args;
use safety::{
    case,
    concern::{self, Concern, Step},
    consent::{self, Agreed, State},
    farewell,
    kind::{CaseId, Level, Source},
    ladder::Answer,
    safeguarding::{self, Referral},
    worry::{self, Worry},
};
use words::{AgeBand, Hat};

use crate::town::*;

#[test]
fn a_worry_raises_a_case_and_whoever_was_worried_hears_only_that_somebody_looked() {
    here(|ground| async move {
        let (maya, leo) = (person(&ground, "Maya", &[]).await, person(&ground, "Leo", &[]).await);
        let olu = person(&ground, "Olu", &[Hat::Moderator]).await;
        let id = worries(&ground, &leo, &maya, false).await;
        let reader = olu.clone();
        let (found, level, source) = does(&ground, move |tx| {
            let concern = Concern::for_keeper(tx, &reader, id)?;
            let case = case::Case::for_judge(tx, &reader, concern.case)?;
            Ok((concern, case.level, case.source))
        })
        .await;
        assert_eq!((found.about, level, source), (Some(maya.id), Level::Red, Source::Concern));
        let asker = leo.clone();
        assert_eq!(does(&ground, move |tx| worry::own(tx, &asker)).await[0].1, None);

        let again = worries(&ground, &person(&ground, "Rhys", &[]).await, &maya, true).await;
        assert_eq!(again, id, "one concern is open about somebody at a time");
        let reader = olu.clone();
        let worries = does(&ground, move |tx| {
            let concern = Concern::for_keeper(tx, &reader, id)?;
            assert_eq!(case::Case::for_judge(tx, &reader, concern.case)?.level, Level::Crisis, "right now is now");
            concern.look(tx, &reader)?;
            concern.worries(tx)
        })
        .await;
        assert_eq!(worries.len(), 2);
        assert_eq!(worries[0].told.words, "She said goodbye to everybody.");
        let asker = leo.clone();
        assert!(does(&ground, move |tx| worry::own(tx, &asker)).await[0].1.is_some(), "a person has looked");
    });
}

#[test]
fn a_name_that_nobody_has_is_taken_like_one_that_somebody_has() {
    here(|ground| async move {
        let (maya, leo) = (person(&ground, "Maya", &[]).await, person(&ground, "Leo", &[]).await);
        let robin = somebody(&ground, "Robin", &[], AgeBand::Older).await;
        let olu = person(&ground, "Olu", &[Hat::Moderator]).await;
        let mut all = Vec::new();
        for name in ["maya", "Nobody here", "Robin"] {
            let (by, worry) = (leo.clone(), Worry { name: name.to_owned(), ..Worry::default() });
            all.push(does(&ground, move |tx| worry::raise(tx, &by, &worry)).await);
        }
        let (reader, ids) = (olu.clone(), all.clone());
        let found = does(&ground, move |tx| {
            ids.iter().map(|id| Ok(Concern::for_keeper(tx, &reader, *id)?.about)).collect::<db::Result<Vec<_>>>()
        })
        .await;
        assert_eq!(
            found,
            [Some(maya.id), None, None],
            "somebody of another band is nobody of whom we know: {}",
            robin.id
        );

        let (reader, id) = (olu.clone(), all[1]);
        let refused = refusal(&ground, move |tx| Concern::for_keeper(tx, &reader, id)?.name(tx, &reader, "Maya")).await;
        assert_eq!(refused, "concern-already-open");
        let jonas = person(&ground, "Jonas", &[]).await;
        let reader = olu.clone();
        let named = does(&ground, move |tx| {
            Concern::for_keeper(tx, &reader, id)?.name(tx, &reader, "jonas")?;
            Concern::for_keeper(tx, &reader, id)
        })
        .await;
        assert_eq!(named.about, Some(jonas.id));
        let by = leo.clone();
        assert_eq!(refusal(&ground, move |tx| worry::raise(tx, &by, &Worry::default())).await, "concern-whom-missing");
        let by = leo.clone();
        assert_eq!(refusal(&ground, move |tx| worry::raise(tx, &by, &about(by.id, true))).await, "concern-yourself");
        let by = leo.clone();
        assert!(is_hidden(&ground, move |tx| worry::raise(tx, &by, &about(robin.id, true))).await);
    });
}

#[test]
fn a_concern_exists_for_those_who_have_no_part_in_it_and_a_childs_for_named_leads_alone() {
    here(|ground| async move {
        let hat = |hat| vec![hat];
        let maya = person(&ground, "Maya", &hat(Hat::Moderator)).await;
        let leo = person(&ground, "Leo", &hat(Hat::Supervisor)).await;
        let olu = person(&ground, "Olu", &hat(Hat::Moderator)).await;
        let idris = person(&ground, "Idris", &hat(Hat::SafeguardingLead)).await;
        let wren = person(&ground, "Wren", &hat(Hat::Administrator)).await;
        let (robin, ashley) = (
            somebody(&ground, "Robin", &[], AgeBand::Older).await,
            somebody(&ground, "Ashley", &hat(Hat::SafeguardingLead), AgeBand::Older).await,
        );
        let adult = worries(&ground, &leo, &maya, false).await;
        let child = worries(&ground, &ashley, &robin, false).await;
        for (reader, adults, children) in [
            (&maya, false, false),
            (&leo, false, false),
            (&olu, true, false),
            (&idris, true, true),
            (&wren, false, false),
            (&robin, false, false),
            (&ashley, false, false),
        ] {
            for (id, may) in [(adult, adults), (child, children)] {
                let asker = reader.clone();
                let hidden = is_hidden(&ground, move |tx| Concern::for_keeper(tx, &asker, id)).await;
                assert_eq!(hidden, !may, "{} and {id}", reader.pseudonym);
            }
        }
        let asker = idris.clone();
        let open = does(&ground, move |tx| {
            Ok((concern::open_for(tx, &asker, false)?.len(), safeguarding::concerns(tx, &asker)?.len()))
        })
        .await;
        assert_eq!(open, (2, 1));

        // Taken hats open nothing any more, whatever the session of a moment ago says.
        let (by, from) = (wren.id, olu.id);
        does(&ground, move |tx| people::hats::withdraw(tx, by, from, Hat::Moderator, "Has left the team.")).await;
        let asker = olu.clone();
        assert!(is_hidden(&ground, move |tx| Concern::for_keeper(tx, &asker, adult)).await);
    });
}

#[test]
fn an_adult_who_needs_protection_is_handed_to_a_lead_and_is_then_for_leads_alone() {
    here(|ground| async move {
        let (maya, leo) = (person(&ground, "Maya", &[]).await, person(&ground, "Leo", &[]).await);
        let olu = person(&ground, "Olu", &[Hat::Moderator]).await;
        let id = worries(&ground, &leo, &maya, false).await;
        let by = olu.clone();
        let hand =
            move |tx: &mut db::Tx<'_>| Concern::for_keeper(tx, &by, id)?.hand_to_lead(tx, &by, "She is not free.");
        assert_eq!(refusal(&ground, hand.clone()).await, "safeguarding-no-lead");
        let idris = person(&ground, "Idris", &[Hat::SafeguardingLead]).await;
        does(&ground, hand).await;
        let by = olu.clone();
        assert!(is_hidden(&ground, move |tx| Concern::for_keeper(tx, &by, id)).await);

        let referral = Referral { to: "The council".to_owned(), agreed: "They visit on Monday.".to_owned() };
        let (by, kept) = (idris.clone(), referral.clone());
        let referred = does(&ground, move |tx| {
            let concern = Concern::for_keeper(tx, &by, id)?;
            concern.refer(tx, &by, &kept)?;
            concern.referrals(tx)
        })
        .await;
        assert_eq!(referred[0].referral, referral);
        let leads = does(&ground, safeguarding::leads).await;
        assert!(leads.one() && !leads.none());
    });
}

#[test]
fn what_asking_found_is_kept_sealed_and_the_case_rises_with_it() {
    here(|ground| async move {
        let (maya, leo) = (person(&ground, "Maya", &[]).await, person(&ground, "Leo", &[]).await);
        let olu = person(&ground, "Olu", &[Hat::Moderator]).await;
        let id = worries(&ground, &leo, &maya, false).await;
        finds(&ground, &olu, id, Level::Crisis).await;
        pass(&ground, MINUTE).await;
        finds(&ground, &olu, id, Level::Amber).await;
        let by = olu.clone();
        let (found, level) = does(&ground, move |tx| {
            let concern = Concern::for_keeper(tx, &by, id)?;
            Ok((concern.assessments(tx)?, case::Case::for_judge(tx, &by, concern.case)?.level))
        })
        .await;
        assert_eq!(level, Level::Crisis, "a case does not fall by itself");
        assert_eq!((found[0].level, found[0].suggested), (Level::Amber, Level::Crisis), "a person decides");
        assert_eq!(found[0].ladder, ladder(Answer::Yes));
        let plain: i64 = does(&ground, |tx| {
            let rows: Vec<Vec<u8>> = tx.all("SELECT ladder FROM safety_assessments", args![], |row| row.get(0))?;
            Ok(rows.iter().filter(|it| String::from_utf8_lossy(it).contains("own words")).count() as i64)
        })
        .await;
        assert_eq!(plain, 0, "what was said is not stored as it was said");
    });
}

#[test]
fn somebody_is_told_only_while_the_member_agrees() {
    here(|ground| async move {
        let (maya, leo) = (person(&ground, "Maya", &[]).await, person(&ground, "Leo", &[]).await);
        let olu = person(&ground, "Olu", &[Hat::Moderator]).await;
        let id = worries(&ground, &leo, &maya, false).await;
        let by = olu.clone();
        let consent = does(&ground, move |tx| {
            let concern = Concern::for_keeper(tx, &by, id)?;
            consent::ask(tx, &by, &concern, "May we call your sister?")
        })
        .await;
        let by = olu.clone();
        let tell = move |tx: &mut db::Tx<'_>| {
            let concern = Concern::for_keeper(tx, &by, id)?;
            consent::note_told(tx, &by, &concern, consent, "She comes at once.")
        };
        assert_eq!(refusal(&ground, tell.clone()).await, "consent-not-given");
        let agreed = Agreed { who: "My sister Ann".to_owned(), what: "That I am not safe.".to_owned() };
        let (other, yes) = (leo.clone(), agreed.clone());
        assert!(is_hidden(&ground, move |tx| consent::agree(tx, &other, consent, &yes)).await, "not theirs to give");
        let (member, yes) = (maya.clone(), agreed.clone());
        does(&ground, move |tx| consent::agree(tx, &member, consent, &yes)).await;
        does(&ground, tell.clone()).await;
        let member = maya.clone();
        let own = does(&ground, move |tx| consent::own(tx, &member)).await;
        assert_eq!((own[0].state, &own[0].agreed), (State::Agreed, &agreed));
        let member = maya.clone();
        does(&ground, move |tx| consent::withdraw(tx, &member, consent)).await;
        assert_eq!(refusal(&ground, tell).await, "consent-not-given", "taken back is taken back");
    });
}

#[test]
fn talking_comes_first_and_closing_settles_the_case_and_looks_after_everybody() {
    here(|ground| async move {
        let (maya, leo) = (person(&ground, "Maya", &[]).await, person(&ground, "Leo", &[]).await);
        let olu = person(&ground, "Olu", &[Hat::Moderator]).await;
        let id = worries(&ground, &leo, &maya, false).await;
        let by = olu.clone();
        let (address, case, steps) = does(&ground, move |tx| {
            let concern = Concern::for_keeper(tx, &by, id)?;
            let address = concern.talk(tx, &by)?;
            tx.as_of(tx.now() + Duration::from_secs(600), |tx| concern.close(tx, &by, "She is with her sister."))?;
            Ok((address, concern.case, Concern::for_keeper(tx, &by, id)?.steps(tx)?))
        })
        .await;
        assert_eq!(address, format!("/talk/{}", maya.id));
        assert_eq!(steps.iter().map(|it| it.kind).collect::<Vec<_>>(), [Step::Talk, Step::Closed]);
        let owed = does(&ground, move |tx| owed_after(tx, case)).await;
        assert_eq!(owed, [olu.id.to_string(), leo.id.to_string()].into(), "whoever judged, and whoever was worried");
        let by = olu.clone();
        let refused =
            refusal(&ground, move |tx| Concern::for_keeper(tx, &by, id)?.note(tx, &by, Step::Other, "x")).await;
        assert_eq!(refused, "concern-closed");
        assert_ne!(worries(&ground, &leo, &maya, false).await, id, "a new worry is a new concern");

        pass(&ground, 366 * DAY).await;
        let by = olu.clone();
        assert!(is_hidden(&ground, move |tx| Concern::for_keeper(tx, &by, id)).await, "forgotten a year later");
    });
}

fn owed_after(tx: &mut db::Tx<'_>, case: CaseId) -> db::Result<std::collections::BTreeSet<String>> {
    let open: i64 = tx.value("SELECT COUNT(*) FROM safety_cases WHERE id = $1 AND settled_at IS NULL", args![case])?;
    assert_eq!(open, 0, "the case is settled with it");
    let owed: Vec<String> =
        tx.all("SELECT for_id FROM safety_tasks WHERE case_id = $1", args![case], |row| row.get(0))?;
    Ok(owed.into_iter().collect())
}

#[test]
fn when_a_member_leaves_every_word_about_them_goes_and_what_protected_them_stays() {
    here(|ground| async move {
        let (maya, leo) = (person(&ground, "Maya", &[]).await, person(&ground, "Leo", &[]).await);
        let idris = person(&ground, "Idris", &[Hat::SafeguardingLead]).await;
        let id = worries(&ground, &leo, &maya, false).await;
        let referral = Referral { to: "The council".to_owned(), agreed: "They visit.".to_owned() };
        let (by, member) = (idris.clone(), maya.id);
        does(&ground, move |tx| {
            Concern::for_keeper(tx, &by, id)?.refer(tx, &by, &referral)?;
            farewell(tx, member)?;
            farewell(tx, member)
        })
        .await;
        pass(&ground, MINUTE).await;
        let by = idris.clone();
        let (worries, referrals, closed) = does(&ground, move |tx| {
            let concern = Concern::for_keeper(tx, &by, id)?;
            Ok((concern.worries(tx)?, concern.referrals(tx)?, concern.closed_at))
        })
        .await;
        assert_eq!(worries[0].told.words, "");
        assert_eq!(referrals.len(), 1);
        assert!(closed.is_some());
    });
}
