//! Decisions on the spot: by those who look after a place, there and nowhere else; told like every other, taken back by
//! those beside, and looked at again by somebody who did not decide.

use db::Error;
use safety::{
    appeal,
    case::Case,
    decision::Decision,
    flag,
    kind::{Action, Kind, Matter, Reason},
    spot::{self, Grounds},
};
use words::AgeBand;

use crate::town::*;

impl Cast {
    fn grounds(&self, reason: &str) -> Grounds {
        Grounds { rule: self.rule, reason: reason.to_owned(), answer: "It is hidden now.".to_owned() }
    }
}

#[test]
fn who_looks_after_a_place_decides_there_and_the_author_reads_all_of_it() {
    in_town(|ground, cast| async move {
        does(&ground, move |tx| {
            let note = cast.writes(tx, &cast.ann, "A note.")?;
            let grounds = cast.grounds("It names somebody.");
            // Not those who keep everybody safe, who have the queue; not members; not in another place.
            for who in [&cast.mo, &cast.sue, &cast.lea, &cast.ann, &cast.ben] {
                let tried = spot::hide(tx, who, cast.wall, note, &grounds);
                assert!(matches!(tried, Err(Error::NotFound)), "{}", who.pseudonym);
            }
            let elsewhere = tx.new_uuid();
            assert!(matches!(spot::hide(tx, &cast.fay, elsewhere, note, &grounds), Err(Error::NotFound)));
            is_refused(spot::hide(tx, &cast.fay, cast.wall, note, &cast.grounds(" ")), "decision-reason-missing");
            let own = cast.writes(tx, &cast.fay, "Mine.")?;
            is_refused(spot::hide(tx, &cast.fay, cast.wall, own, &grounds), "decision-not-oneself");
            assert_eq!(state(tx, note)?, "shown", "nothing of that did anything");

            let id = spot::hide(tx, &cast.fay, cast.wall, note, &grounds)?;
            assert_eq!(state(tx, note)?, "hidden");
            let told = Decision::own_one(tx, &cast.ann, id)?;
            assert_eq!(
                (told.action, told.rule, told.reason.as_str()),
                (Action::Hide, Some(cast.rule), "It names somebody.")
            );
            assert!(told.where_to_edit(tx)?.is_some() && appeal::is_open(&told, tx.now()));
            assert_eq!(spot::unread_in(tx, &cast.ann, cast.wall, told.made_at)?.len(), 1);
            // Nobody has to look a second time, and what was written is kept for whoever looks again.
            assert!(safety::case::queue(tx, &cast.mo, None)?.0.is_empty());
            let seen: Vec<_> = spot::in_place(tx, &cast.gus, cast.wall)?.iter().map(|it| it.id).collect();
            assert_eq!(seen, [id]);
            assert!(matches!(spot::in_place(tx, &cast.mo, cast.wall), Err(Error::NotFound)));
            told.read(tx)?;
            assert!(spot::unread_in(tx, &cast.ann, cast.wall, told.made_at)?.is_empty());
            Ok(())
        })
        .await;
    });
}

#[test]
fn it_settles_what_was_told_about_the_same_words_but_nothing_that_may_be_urgent() {
    in_town(|ground, cast| async move {
        does(&ground, move |tx| {
            let (unkind, hard) = (cast.writes(tx, &cast.ann, "One.")?, cast.writes(tx, &cast.ann, "Two.")?);
            let taken = cast.writes(tx, &cast.ann, "Three.")?;
            let (_, calm) = flags(tx, &cast.ben, unkind, Reason::Unkind)?;
            let (_, urgent) = flags(tx, &cast.ben, hard, Reason::NotSafe)?;
            let (_, held) = flags(tx, &cast.ben, taken, Reason::Unkind)?;
            Case::for_judge(tx, &cast.mo, held)?.claim(tx, &cast.mo)?;
            for note in [unkind, hard, taken] {
                spot::hide(tx, &cast.fay, cast.wall, note, &cast.grounds("Too much."))?;
                assert_eq!(state(tx, note)?, "hidden");
            }
            assert!(Case::for_judge(tx, &cast.mo, calm)?.settled_at.is_some());
            for open in [urgent, held] {
                assert!(Case::for_judge(tx, &cast.mo, open)?.settled_at.is_none(), "others look at it");
            }
            let answers: Vec<_> = flag::own(tx, &cast.ben)?.into_iter().filter_map(|it| it.answer).collect();
            assert_eq!(answers, ["It is hidden now."]);
            // What was told about a person is not settled by a pause in one place.
            let person = Matter { kind: Kind::Person, id: cast.ann.id.0 };
            let (_, about) = flags(tx, &cast.ben, person, Reason::Unkind)?;
            spot::pause(tx, &cast.fay, cast.wall, cast.ann.id, 3, &cast.grounds("A rest."))?;
            assert!(Case::for_judge(tx, &cast.mo, about)?.settled_at.is_none());
            Ok(())
        })
        .await;
    });
}

#[test]
fn those_beside_take_it_back_and_a_pause_ends() {
    in_town(|ground, cast| async move {
        does(&ground, move |tx| {
            let rows = |tx: &mut db::Tx<'_>, table: &str| -> db::Result<i64> {
                tx.value(&format!("SELECT COUNT(*) FROM {table}"), db::args![])
            };
            let ann = cast.ann.id;
            is_refused(spot::pause(tx, &cast.fay, cast.wall, ann, 2, &cast.grounds("R.")), "decision-days-missing");
            let pause = spot::pause(tx, &cast.fay, cast.wall, ann, 3, &cast.grounds("A rest."))?;
            let removal = spot::remove(tx, &cast.fay, cast.wall, ann, &cast.grounds("Enough."))?;
            assert_eq!((rows(tx, "wall_pauses")?, rows(tx, "wall_removed")?), (1, 1));
            for who in [&cast.ann, &cast.ben, &cast.mo] {
                assert!(matches!(spot::undo(tx, who, cast.wall, pause), Err(Error::NotFound)), "{}", who.pseudonym);
            }
            // Whoever asked for another look has it when it is taken back, and nobody waits for an answer any more.
            let asked = appeal::make(tx, &cast.ann, removal, "Please look again.")?;
            for id in [pause, removal, removal] {
                spot::undo(tx, &cast.gus, cast.wall, id)?;
            }
            assert_eq!((rows(tx, "wall_pauses")?, rows(tx, "wall_removed")?), (0, 0));
            assert!(appeal::waiting(tx, &cast.mo)?.is_empty());
            is_refused(appeal::answer(tx, &cast.mo, asked, false, "No.", "Told."), "appeal-answered");
            assert_eq!(appeal::of_decision(tx, removal)?.expect("it was made").upheld, Some(true));
            assert!(Decision::own_one(tx, &cast.ann, removal)?.seen_at.is_none(), "that is news for her");
            // What the queue decided is not theirs to take back.
            let note = cast.writes(tx, &cast.ann, "A note.")?;
            let (_, case) = flags(tx, &cast.ben, note, Reason::Unkind)?;
            let decided = cast.decides(tx, &cast.mo, case, &cast.verdict(Action::Hide))?;
            assert!(matches!(spot::undo(tx, &cast.fay, cast.wall, decided), Err(Error::NotFound)));
            Ok(())
        })
        .await;
    });
}

#[test]
fn an_appeal_goes_to_those_who_keep_everybody_safe_and_never_to_whoever_decided() {
    in_town(|ground, cast| async move {
        does(&ground, move |tx| {
            // One who looks after the wall keeps everybody safe as well, and may still not answer for themselves.
            let fia = joins(tx, "Fiadh", AgeBand::Adult, &[words::Hat::Facilitator, words::Hat::Moderator])?;
            tx.execute("INSERT INTO wall_keepers (place_id, member_id) VALUES ($1, $2)", db::args![cast.wall, fia.id])?;
            for (author, judge, others) in [
                (&cast.ann, &cast.mo, [&cast.fay, &cast.gus, &fia, &cast.lea, &cast.ann]),
                (&cast.kit, &cast.lea, [&cast.fay, &cast.gus, &fia, &cast.mo, &cast.kit]),
            ] {
                let note = cast.writes(tx, author, "A note.")?;
                let decision = spot::hide(tx, &fia, cast.wall, note, &cast.grounds("Too much."))?;
                let id = appeal::make(tx, author, decision, "I meant it kindly.")?;
                for who in others {
                    assert!(matches!(appeal::for_judge(tx, who, id), Err(Error::NotFound)), "{}", who.pseudonym);
                }
                let (_, read, case) = appeal::for_judge(tx, judge, id)?;
                assert_eq!((read.by, case.evidence(tx)?.len()), (Some(fia.id), 1), "what was written is kept");
                appeal::answer(tx, judge, id, true, "You are right.", "Told.")?;
                assert_eq!(state(tx, note)?, "shown");
            }
            Ok(())
        })
        .await;
    });
}
