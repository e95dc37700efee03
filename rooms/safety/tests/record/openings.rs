use safety::opening::{self, Note, What};
use testkit::on_both_engines;
use words::{AgeBand::Adult, Hat};

use crate::{DAY, joins, migrations, refused, write};

#[test]
fn a_member_sees_every_opening_by_whom_and_why_and_only_when_it_is_time() {
    on_both_engines(&migrations(), |ground| async move {
        let db = &ground.db;
        let (leo, nora, olu, maya) = write(db, |tx| {
            Ok((
                joins(tx, "Leo", Adult, &[])?,
                joins(tx, "Nora", Adult, &[Hat::Supervisor])?,
                joins(tx, "Olu", Adult, &[Hat::Moderator])?,
                joins(tx, "Maya", Adult, &[])?,
            ))
        })
        .await;
        let (about, by, second) = (leo.id, nora.id, olu.id);
        write(db, move |tx| {
            let until = Some(tx.now() + DAY);
            let note = Note {
                about,
                what: What::Card,
                by,
                confirmed_by: Some(second),
                reason: "  He wrote that he took pills. ",
                until,
                tell_after: None,
            };
            opening::record(tx, &note)?;
            let later = tx.now() + std::time::Duration::from_secs(600);
            tx.as_of(later, |tx| opening::record(tx, &Note { what: What::Account, tell_after: until, ..note }))
        })
        .await;
        let of = |actor: words::Actor| async move { db.read(move |tx| opening::of_member(tx, &actor)).await.unwrap() };
        let first = of(leo.clone()).await;
        assert_eq!(first.len(), 1, "the other is told tomorrow");
        assert_eq!((first[0].what, first[0].was_delayed, first[0].seen_at), (What::Card, false, None));
        assert_eq!((first[0].by.as_deref(), first[0].confirmed_by.as_deref()), (Some("Nora"), Some("Olu")));
        assert_eq!(first[0].reason, "He wrote that he took pills.");
        assert!(of(maya).await.is_empty(), "nobody else sees it");

        let reader = leo.clone();
        write(db, move |tx| opening::seen(tx, &reader)).await;
        assert!(!db.read(move |tx| opening::has_unseen(tx, about)).await.unwrap());
        ground.clock.pass(DAY);
        let all = of(leo.clone()).await;
        assert_eq!(
            all.iter().map(|it| (it.what, it.was_delayed)).collect::<Vec<_>>(),
            [(What::Account, true), (What::Card, false)]
        );
        assert!(db.read(move |tx| opening::has_unseen(tx, about)).await.unwrap());

        // The trail says that it was done, by whom and about whom, and not why.
        let trail = db.read(|tx| organisation::trail::newest(tx, None)).await.unwrap();
        let opened: Vec<_> = trail.iter().filter(|it| it.deed.starts_with("trail-opened-")).collect();
        assert_eq!(opened.len(), 2);
        assert!(opened.iter().all(|it| it.by == Some(by) && it.about == Some(about) && it.reason.is_empty()));
    });
}

#[test]
fn an_opening_needs_a_reason_and_two_people_are_two() {
    on_both_engines(&migrations(), |ground| async move {
        let db = &ground.db;
        let (leo, nora) =
            write(db, |tx| Ok((joins(tx, "Leo", Adult, &[])?.id, joins(tx, "Nora", Adult, &[Hat::Supervisor])?.id)))
                .await;
        let note = Note {
            about: leo,
            what: What::Card,
            by: nora,
            confirmed_by: None,
            reason: " ",
            until: None,
            tell_after: None,
        };
        assert_eq!(refused(db, move |tx| opening::record(tx, &note)).await, "opening-reason-missing");
        let alone = Note { reason: "Because.", confirmed_by: Some(nora), ..note };
        assert_eq!(refused(db, move |tx| opening::record(tx, &alone)).await, "opening-second-person");
    });
}
