//! What is never found by those who may not read it.

use circles::{
    circle::{Circle, Plan},
    kind::{Joining, Moderation},
    measure, membership, mine, post, watch,
};
use db::{Error, args};
use jobs::Jobs;
use safety::spot;
use search::{Query, Search};
use testkit::{Ground, on_both_engines, on_both_engines_lending};
use words::AgeBand;

use crate::town::{
    begins, changes, circle, does, enters, finds, flags, grounds, joins, lending, migrations, opening, pair, person,
    replies, says, somebody, work,
};

/// What is decided about who comes in.
type Door = fn(&mut Plan);

/// What stands in a part of the index, whoever may read it.
async fn in_part(ground: &Ground, scope: String, words: &'static str) -> usize {
    let scopes = [scope];
    let found = ground.db.read(move |tx| {
        tx.find(&Query { words, languages: &["en"], kinds: &[], scopes: &scopes, before: None, most: 200 })
    });
    found.await.unwrap().len()
}

#[test]
fn outsiders_never_find_what_is_written_behind_a_door() {
    on_both_engines_lending(&migrations(), lending, |ground| async move {
        let leads = pair(&ground, AgeBand::Adult).await;
        let (mara, outside) = (person(&ground, "Mara").await, person(&ground, "Tomas").await);
        let doors: [(&str, Door); 4] = [
            ("Hidden", |it| it.hidden = true),
            ("By request", |it| it.joining = Joining::Request),
            ("Invited", |it| it.joining = Joining::Invitation),
            ("Carers", |it| it.audience = circles::kind::Audience::Carers),
        ];
        for (name, door) in doors {
            let closed = circle(&ground, &leads, name, door).await;
            enters(&ground, &mara, closed).await;
            let post = says(&ground, &leads[0], closed, "The harbour at dawn.").await;
            assert_eq!(finds(&ground, &mara, "harbour").await, [post], "{name}");
            assert_eq!(finds(&ground, &outside, "harbour").await, [], "{name}");
            // Not even looked at.
            assert_eq!(in_part(&ground, "open:adult:members".to_owned(), "harbour").await, 0, "{name}");
            let leaver = mara.clone();
            does(&ground, move |tx| membership::leave(tx, &leaver, closed)).await;
            assert_eq!(finds(&ground, &mara, "harbour").await, [], "{name}");
            enters(&ground, &mara, closed).await;
            let (lead, member) = (leads[0].clone(), mara.id);
            does(&ground, move |tx| {
                let circle = Circle::facilitated_by(tx, &lead, closed)?;
                let grounds = grounds(tx, &lead, "Unkind.")?;
                measure::remove(tx, &lead, &circle, member, &grounds)
            })
            .await;
            assert_eq!(finds(&ground, &mara, "harbour").await, [], "{name}");
            let (lead, author) = (leads[0].clone(), leads[0].clone());
            does(&ground, move |tx| post::own(tx, &author, post)?.withdraw(tx)).await;
            assert_eq!(finds(&ground, &lead, "harbour").await, [], "{name}");
        }
    });
}

#[test]
fn other_bands_and_the_other_side_find_nothing() {
    on_both_engines(&migrations(), |ground| async move {
        let leads = pair(&ground, AgeBand::Adult).await;
        let open = circle(&ground, &leads, "Nights", |_| ()).await;
        let post = says(&ground, &leads[0], open, "The harbour at dawn.").await;
        let young = somebody(&ground, "Pip", &[], AgeBand::Older, "en").await;
        let carer = person(&ground, "Tomas").await;
        assert_eq!(finds(&ground, &carer, "harbour").await, [post]);
        let who = carer.clone();
        does(&ground, move |tx| mine::take_side(tx, &who, circles::kind::Audience::Carers)).await;
        assert_eq!(finds(&ground, &carer, "harbour").await, []);
        assert_eq!(finds(&ground, &young, "harbour").await, []);
    });
}

#[test]
fn people_who_are_apart_find_nothing_of_each_other() {
    on_both_engines(&migrations(), |ground| async move {
        let leads = pair(&ground, AgeBand::Adult).await;
        let (mara, tom) = (person(&ground, "Mara").await, person(&ground, "Tomas").await);
        let open = circle(&ground, &leads, "Nights", |_| ()).await;
        joins(&ground, &mara, open).await;
        joins(&ground, &tom, open).await;
        let (thread, hers) = begins(&ground, &mara, open, opening("A thread", "The harbour.")).await;
        let answer = replies(&ground, &leads[0], thread, "A harbour indeed.", false).await;
        let his = says(&ground, &tom, open, "Another harbour.").await;
        assert_eq!(finds(&ground, &mara, "harbour").await.len(), 3);
        let (by, whom) = (tom.id, mara.id);
        does(&ground, move |tx| people::blocks::block(tx, by, whom)).await;
        let mine = finds(&ground, &mara, "harbour").await;
        assert!(mine.len() == 2 && mine.contains(&hers) && mine.contains(&answer));
        // Her whole thread is gone for him, with what others answered in it.
        assert_eq!(finds(&ground, &tom, "harbour").await, [his]);
    });
}

#[test]
fn what_waits_and_what_is_hidden_is_in_no_index() {
    on_both_engines_lending(&migrations(), lending, |ground| async move {
        let leads = pair(&ground, AgeBand::Adult).await;
        let mara = person(&ground, "Mara").await;
        let open = circle(&ground, &leads, "Nights", |it| it.moderation = Moderation::Before).await;
        joins(&ground, &mara, open).await;
        let post = says(&ground, &mara, open, "The harbour.").await;
        let indexed = || in_part(&ground, "open:adult:members".to_owned(), "harbour");
        assert_eq!((finds(&ground, &mara, "harbour").await, indexed().await), (vec![], 0));
        let lead = leads[0].clone();
        does(&ground, move |tx| {
            let circle = Circle::facilitated_by(tx, &lead, open)?;
            watch::let_through(tx, &lead, &circle, post)
        })
        .await;
        assert_eq!((finds(&ground, &mara, "harbour").await, indexed().await), (vec![post], 1));
        let lead = leads[0].clone();
        does(&ground, move |tx| {
            let circle = Circle::facilitated_by(tx, &lead, open)?;
            let grounds = grounds(tx, &lead, "Not here.")?;
            watch::hide(tx, &lead, &circle, post, &grounds)
        })
        .await;
        assert_eq!((finds(&ground, &leads[0], "harbour").await, indexed().await), (vec![], 0));
        let lead = leads[0].clone();
        does(&ground, move |tx| {
            let decision = spot::in_place(tx, &lead, open.0)?.remove(0);
            spot::undo(tx, &lead, open.0, decision.id)
        })
        .await;
        assert_eq!((finds(&ground, &mara, "harbour").await, indexed().await), (vec![post], 1));
    });
}

#[test]
fn a_post_that_was_set_aside_while_nobody_is_there_is_not_found() {
    on_both_engines_lending(&migrations(), lending, |ground| async move {
        let leads = pair(&ground, AgeBand::Adult).await;
        let mara = person(&ground, "Mara").await;
        let (tom, lena) = (person(&ground, "Tomas").await, person(&ground, "Lena").await);
        let open = circle(&ground, &leads, "Nights", |_| ()).await;
        let post = says(&ground, &leads[0], open, "The harbour.").await;
        for who in [&mara, &tom, &lena] {
            assert_eq!(finds(&ground, who, "harbour").await, [post]);
            flags(&ground, who, post, "").await;
        }
        assert_eq!(finds(&ground, &mara, "harbour").await, []);
    });
}

#[test]
fn a_circle_that_closes_its_door_is_moved_in_the_index_a_batch_at_a_time() {
    on_both_engines(&migrations(), |ground| async move {
        let leads = pair(&ground, AgeBand::Adult).await;
        let (mara, outside) = (person(&ground, "Mara").await, person(&ground, "Tomas").await);
        let open = circle(&ground, &leads, "Nights", |_| ()).await;
        joins(&ground, &mara, open).await;
        let (thread, _) = begins(&ground, &mara, open, opening("A thread", "The harbour.")).await;
        for number in 0..219 {
            replies(&ground, &mara, thread, &format!("Harbour {number}."), false).await;
        }
        let gone = replies(&ground, &mara, thread, "Harbour, taken back.", false).await;
        let author = mara.clone();
        does(&ground, move |tx| post::own(tx, &author, gone)?.withdraw(tx)).await;
        let (everybody, own) = ("open:adult:members".to_owned(), format!("circle:{open}"));
        assert_eq!(in_part(&ground, everybody.clone(), "harbour").await, 200);
        assert_eq!(finds(&ground, &outside, "harbour").await.len(), 20);

        changes(&ground, &leads[0], open, |it| it.joining = Joining::Request).await;
        // Before the job has run nobody outside reads anything, and those inside miss nothing.
        assert_eq!(finds(&ground, &outside, "harbour").await, []);
        assert_eq!(finds(&ground, &mara, "harbour").await.len(), 20);
        let batches = jobs_of(&ground).await;
        assert_eq!(batches, 3);
        assert_eq!(in_part(&ground, everybody.clone(), "harbour").await, 0);
        assert_eq!(in_part(&ground, own.clone(), "7").await, 1);
        assert_eq!(finds(&ground, &mara, "\"taken back\"").await, []);
        assert_eq!(finds(&ground, &mara, "harbour").await.len(), 20);

        // A door that was closed is not opened over what was written behind it.
        let lead = leads[0].clone();
        let opened = ground.db.write(move |tx| {
            let circle = Circle::facilitated_by(tx, &lead, open)?;
            circle.change(tx, &Plan { joining: Joining::Open, ..circle.plan.clone() })
        });
        assert!(matches!(opened.await, Err(Error::Refused(it)) if it.key == "circle-stays-closed"));
        assert_eq!(finds(&ground, &outside, "harbour").await, []);
        // A change that moves nothing asks for no work.
        changes(&ground, &leads[0], open, |it| it.about = "Another sentence.".to_owned()).await;
        assert_eq!(jobs_of(&ground).await, 0);

        // A circle that is over is read by those who were in it alone.
        let lead = leads[0].clone();
        does(&ground, move |tx| Circle::facilitated_by(tx, &lead, open)?.close(tx)).await;
        assert_eq!(finds(&ground, &outside, "harbour").await, []);
        work(&ground).await;
        assert_eq!(in_part(&ground, everybody, "harbour").await, 0);
        assert_eq!(finds(&ground, &mara, "harbour").await.len(), 20);
    });
}

/// Runs the moves that are due, and answers how many there were.
async fn jobs_of(ground: &Ground) -> usize {
    let others: i64 = does(ground, |tx| {
        tx.value("SELECT COUNT(*) FROM jobs WHERE kind <> $1 AND run_at <= $2", args![circles::finding::MOVE, tx.now()])
    })
    .await;
    assert_eq!(others, 0, "only moves are due");
    circles::jobs(Jobs::default()).run_due(&ground.db).await.unwrap()
}
