use jobs::Jobs;
use safety::complaint::{self, About, Complaint, KEPT_DAYS, Numbers, Outcome};
use testkit::on_both_engines;
use words::{
    AgeBand::Adult,
    Hat::{Administrator, Moderator, SafeguardingLead},
};

use crate::{DAY, joins, migrations, refused, write};

#[test]
fn anybody_complains_and_whoever_holds_the_link_reads_the_answer() {
    on_both_engines(&migrations(), |ground| async move {
        let db = &ground.db;
        let (leo, wren, idris, olu) = write(db, |tx| {
            Ok((
                joins(tx, "Leo", Adult, &[])?,
                joins(tx, "Wren", Adult, &[Administrator])?,
                joins(tx, "Idris", Adult, &[SafeguardingLead])?,
                joins(tx, "Olu", Adult, &[Moderator])?,
            ))
        })
        .await;
        let (by, keeper) = (leo.id, wren.id);
        let (theirs, visitors, wrens) = write(db, move |tx| {
            Ok((
                complaint::make(tx, Some(by), About::TakenDown, "My post was fine.")?,
                complaint::make(tx, None, About::Children, "My child is there.")?,
                complaint::make(tx, Some(keeper), About::Staff, "Somebody shouted.")?,
            ))
        })
        .await;
        assert_eq!(refused(db, |tx| complaint::by_link(tx, "somewhere")).await, "nowhere");
        let link = theirs.clone();
        let found = db.read(move |tx| complaint::by_link(tx, &link)).await.unwrap();
        assert_eq!(found.due_at.since(found.made_at), DAY * 14);
        let id = found.id;
        // Nobody answers their own, and moderators answer decisions, not complaints.
        assert_eq!(refused(db, move |tx| complaint::log(tx, &olu)).await, "nowhere");
        let own = wrens.clone();
        let answerer = wren.clone();
        let own = write(db, move |tx| Ok(complaint::by_link(tx, &own)?.id)).await;
        assert_eq!(refused(db, move |tx| Complaint::for_answerer(tx, &answerer, own)).await, "nowhere");
        let answerer = wren.clone();
        assert_eq!(db.read(move |tx| complaint::log(tx, &answerer)).await.unwrap().len(), 2);

        for (who, expected) in [(wren.clone(), Ok(())), (idris, Err("complaint-answered"))] {
            let answer = move |tx: &mut db::Tx<'_>| {
                Complaint::for_answerer(tx, &who, id)?.answer(tx, &who, Outcome::Right, "It is back.")
            };
            match expected {
                Ok(()) => write(db, answer).await,
                Err(key) => assert_eq!(refused(db, answer).await, key),
            }
        }
        let link = theirs.clone();
        let read = db.read(move |tx| complaint::by_link(tx, &link)?.read(tx)).await.unwrap();
        assert_eq!(read, ("My post was fine.".to_owned(), Some("It is back.".to_owned())));
        ground.clock.pass(DAY * 15);
        let numbers = db.read(complaint::numbers).await.unwrap();
        assert_eq!(numbers, Numbers { made: 3, answered: 1, right: 1, late: 2, appeals: 0, upheld: 0 });

        // What was answered is forgotten after its time, what waits is not.
        ground.clock.pass(DAY * KEPT_DAYS as u32);
        safety::jobs(people::jobs(Jobs::default())).run_due(db).await.unwrap();
        assert_eq!(refused(db, move |tx| complaint::by_link(tx, &theirs)).await, "nowhere");
        let still = db.read(move |tx| complaint::by_link(tx, &visitors)?.read(tx)).await.unwrap();
        assert_eq!(still.0, "My child is there.");
    });
}
