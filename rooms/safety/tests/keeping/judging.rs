//! Who may judge what: by hat, by band, by place; and never those who have a part in it.

use db::{Error, Result, Tx};
use safety::{
    case::{self, Case, Raised},
    kind::{CaseId, Kind, Level, Matter, Reason, Source},
};
use words::{Actor, AgeBand, Hat};

use crate::town::*;

/// These see the case, in the queue and by its address, and nobody else does.
fn only(tx: &mut Tx<'_>, all: &[&Actor], id: CaseId, eyes: &[&Actor]) -> Result<()> {
    for who in all {
        let may = eyes.iter().any(|it| it.id == who.id);
        let judged = Case::for_judge(tx, who, id);
        let is_listed = queue(tx, who).unwrap_or_default().contains(&id);
        assert_eq!((judged.is_ok(), is_listed), (may, may), "{}", who.pseudonym);
        if let Err(error) = judged {
            assert!(matches!(error, Error::NotFound), "{}: {error:?}", who.pseudonym);
        }
    }
    Ok(())
}

#[test]
fn a_case_is_for_those_who_keep_its_people_safe() {
    in_town(|ground, cast| async move {
        does(&ground, move |tx| {
            let Cast { mo, max, sue, lea, fay, gus, ann, ben, cat, kit, .. } = &cast;
            let young = joins(tx, "Yasmin", AgeBand::Older, &[Hat::Supervisor, Hat::Moderator])?;
            let all = [mo, max, sue, lea, fay, gus, ann, ben, cat, kit, &young];
            // Light, where Fay and Gus look after; heavy there; light about one of the two.
            let light = cast.case(tx, ann, Level::Amber)?;
            only(tx, &all, light, &[mo, max, sue, fay, gus])?;
            let heavy = cast.case(tx, ann, Level::Red)?;
            only(tx, &all, heavy, &[mo, max, sue])?;
            let beside = cast.case(tx, gus, Level::Green)?;
            only(tx, &all, beside, &[mo, max, sue])?;
            // Elsewhere nobody looks after it but those who keep everybody safe.
            let matter = cast.writes(tx, ann, "A note.")?;
            let raised = Raised {
                matter,
                about: Some(ann.id),
                place: Some(tx.new_uuid()),
                band: AgeBand::Adult,
                level: Level::Green,
                source: Source::Noticed,
            };
            let elsewhere = case::raise(tx, &raised)?;
            only(tx, &all, elsewhere, &[mo, max, sue])?;
            // A child's is for named leads alone, and what is a concern about a grown-up is for them too.
            let child = case::raise(
                tx,
                &Raised {
                    matter: Matter { kind: Kind::Person, id: kit.id.0 },
                    about: Some(kit.id),
                    place: None,
                    band: AgeBand::Older,
                    ..raised
                },
            )?;
            only(tx, &all, child, &[lea])?;
            let red = cast.case(tx, kit, Level::Red)?;
            only(tx, &all, red, &[lea])?;
            let matter = Matter { kind: Kind::Person, id: ben.id.0 };
            let concern = Raised {
                matter,
                about: Some(ben.id),
                place: None,
                source: Source::Concern,
                level: Level::Red,
                ..raised
            };
            let concern = case::raise(tx, &concern)?;
            only(tx, &all, concern, &[mo, max, sue, lea])?;
            assert_eq!(case::keepers(tx, AgeBand::Older)?, [lea.id]);
            let mut keepers = case::keepers(tx, AgeBand::Adult)?;
            keepers.sort();
            let mut named = vec![mo.id, max.id, sue.id];
            named.sort();
            assert_eq!(keepers, named);
            for nobody in [ann, &young] {
                assert!(!case::has_queue(tx, nobody)? && case::waiting_for(tx, nobody)? == 0);
                assert!(matches!(queue(tx, nobody), Err(Error::NotFound)));
            }
            Ok(())
        })
        .await;
    });
}

#[test]
fn nobody_judges_what_they_told_of_or_what_is_about_them() {
    in_town(|ground, cast| async move {
        does(&ground, move |tx| {
            let Cast { mo, max, sue, fay, gus, ann, ben, .. } = &cast;
            let all = [mo, max, sue, fay, gus, ann, ben];
            let note = cast.writes(tx, mo, "A note.")?;
            let (_, id) = flags(tx, sue, note, Reason::Unkind)?;
            only(tx, &all, id, &[max, fay, gus])?;
            flags(tx, fay, note, Reason::Unkind)?;
            only(tx, &all, id, &[max, gus])?;
            is_refused(safety::flag::make(tx, mo, note, Reason::Other, ""), "flag-not-yourself");
            // Nor do they find it among the earlier ones of somebody.
            let other = cast.case(tx, mo, Level::Green)?;
            let other = Case::for_judge(tx, sue, other)?;
            assert!(other.earlier(tx, sue)?.is_empty());
            assert_eq!(other.earlier(tx, max)?.iter().map(|it| it.id).collect::<Vec<_>>(), [id]);
            // Somebody who held it when it turned out to be about them does not decide.
            let case = Case::for_judge(tx, max, id)?;
            case.claim(tx, max)?;
            flags(tx, max, note, Reason::Outside)?;
            assert!(matches!(Case::for_judge(tx, max, id), Err(Error::NotFound)));
            Ok(())
        })
        .await;
    });
}

#[test]
fn who_takes_no_part_just_now_keeps_nobody() {
    in_town(|ground, cast| async move {
        does(&ground, move |tx| {
            people::standing::take_break(tx, cast.mo.id)?;
            let until = tx.now() + DAY;
            people::standing::suspend(tx, cast.sue.id, cast.max.id, until, "A reason.")?;
            assert_eq!(case::keepers(tx, AgeBand::Adult)?, [cast.sue.id]);
            Ok(())
        })
        .await;
    });
}
