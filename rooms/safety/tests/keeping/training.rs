//! What the reader learns here: from what was decided, judged beside the reader of before, and read with only once an
//! administrator took it.

use db::{Result, Tx, Uuid};
use safety::{
    Heard,
    kind::{Action, Level},
    reading,
    training::{self, CASES_AT_LEAST, Decided, ModelId},
};
use testkit::Ground;
use triage::Triage;
use words::{Actor, AgeBand, Hat};

use crate::town::*;

/// What people here say when they should be looked at soon. No rule has words for it: only what was decided teaches it.
const HARD: [&str; 4] = [
    "the grey boat is at the quay for me again",
    "I can hear the grey boat ring its bell tonight",
    "tell everybody that the grey boat came to the quay",
    "the bell of the grey boat, and I packed my bag",
];
/// What they say on other days.
const CALM: [&str; 4] = [
    "the green kettle is on and the bread is warm",
    "I sat by the green kettle and read for an hour",
    "we laughed about the green kettle after supper",
    "bread, butter, and the green kettle in the window",
];
/// From here on a person should look.
const LINE: i64 = 500;
/// Said by nobody yet.
const NEW: &str = "the grey boat and its bell, at the quay";

/// A reader trained on so many decided cases, half of them hard; kept, and nobody decided about it.
async fn trained(ground: &Ground, cast: &Cast, wren: &Actor) -> ModelId {
    let of = cast.clone();
    does(ground, move |tx| {
        for number in 0..CASES_AT_LEAST + 20 {
            let is_hard = number % 2 == 0;
            let words = if is_hard { HARD } else { CALM }[number / 2 % 4];
            let matter = of.writes(tx, &of.ann, &format!("{words}, {number}"))?;
            let case = of.raises(tx, matter, &of.ann, Level::Amber)?;
            of.decides(tx, &of.mo, case, &of.verdict(if is_hard { Action::Note } else { Action::Nothing }))?;
        }
        Ok(())
    })
    .await;
    let decided: Decided = does(ground, training::gather).await;
    assert_eq!(decided.len(), CASES_AT_LEAST + 20);
    let fresh = training::train(&decided, &Triage::shipped()).unwrap();
    let wren = wren.clone();
    does(ground, move |tx| training::keep(tx, &wren, &fresh)).await
}

async fn administrator(ground: &Ground) -> Actor {
    does(ground, |tx| joins(tx, "Wren", AgeBand::Adult, &[Hat::Administrator])).await
}

/// How much a person should look at this, as it is heard now. Below the line all is one: whether it is kept at all is
/// chance.
async fn score(ground: &Ground, cast: &Cast, words: &'static str) -> i64 {
    let of = cast.clone();
    does(ground, move |tx| heard(tx, &of, words)).await
}

fn heard(tx: &mut Tx<'_>, cast: &Cast, words: &str) -> Result<i64> {
    let matter = cast.writes(tx, &cast.ben, words)?;
    let place: Option<Uuid> = Some(cast.wall);
    let heard = Heard { matter, author: cast.ben.id, band: AgeBand::Adult, place, words, earlier: &[], for_self: true };
    safety::hear(tx, &heard)?;
    Ok(reading::latest(tx, matter)?.map_or(0, |it| it.score).max(LINE - 1))
}

#[test]
fn what_was_decided_here_is_read_with_once_an_administrator_took_it() {
    in_town(|mut ground, cast| async move {
        let wren = administrator(&ground).await;
        let before = score(&ground, &cast, NEW).await;
        let id = trained(&ground, &cast, &wren).await;

        // Its report: judged on cases that it did not learn from, and better there than the reader of before.
        let report = does(&ground, training::all).await.remove(0);
        assert_eq!((report.id, report.accepted), (id, None));
        let (learnt, judged) = (report.learnt as usize, report.after.texts as usize);
        assert!(judged > 0 && learnt + judged == CASES_AT_LEAST + 20, "{report:?}");
        assert!(report.after.recall > report.before.recall, "{report:?}");
        assert!(report.after.false_alarms <= 100 && report.moved > 0, "{report:?}");

        // It waits: nothing is read with it until it is taken.
        assert_eq!(score(&ground, &cast, NEW).await, before);
        let (by, taken) = (wren.clone(), id);
        does(&ground, move |tx| training::decide(tx, &by, taken, true, "It knows the boat.")).await;
        let after = score(&ground, &cast, NEW).await;
        assert!(before < LINE && after >= LINE, "{before} {after}");
        let by = wren.clone();
        is_refused(ground.db.write(move |tx| training::decide(tx, &by, id, true, "Again.")).await, "reader-decided");

        // After a restart it is the same, and what the rules find stays what it is.
        start_again(&mut ground);
        assert_eq!(score(&ground, &cast, NEW).await, after);
        let crisis = "I have a plan and the pills are beside me. I am going to do it tonight.";
        assert_eq!(score(&ground, &cast, crisis).await, i64::from(Triage::shipped().read(crisis, &[]).score));

        // Given up, the reader that everybody begins with is back.
        let by = wren.clone();
        does(&ground, move |tx| training::decide(tx, &by, id, false, "Too many alarms.")).await;
        assert_eq!(score(&ground, &cast, NEW).await, before);
    });
}

#[test]
fn a_reader_that_was_left_changes_nothing() {
    in_town(|ground, cast| async move {
        let wren = administrator(&ground).await;
        let before = score(&ground, &cast, NEW).await;
        let id = trained(&ground, &cast, &wren).await;
        let by = wren.clone();
        does(&ground, move |tx| training::decide(tx, &by, id, false, "Not yet.")).await;
        assert_eq!(score(&ground, &cast, NEW).await, before);
        let report = does(&ground, training::all).await.remove(0);
        assert_eq!((report.accepted, report.decided_at.is_some()), (Some(false), true));
        is_refused(ground.db.write(move |tx| training::decide(tx, &wren, id, false, "No.")).await, "reader-decided");
    });
}
