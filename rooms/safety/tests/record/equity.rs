use db::{Result, Tx, args};
use safety::{
    equity::{self, Division, View},
    kind::Action,
};
use testkit::{on_both_engines, on_both_engines_lending};
use words::{
    Actor,
    AgeBand::Adult,
    Hat::{Administrator, Evaluator, Moderator},
    MemberId,
};

use crate::{decision, joins, migrations, refused, write};

/// Everybody asked once; those whose name ends in an odd number waited for an hour.
fn waits(tx: &mut Tx<'_>, _: db::Time, _: db::Time) -> Result<Vec<(MemberId, i64)>> {
    let people: Vec<(MemberId, String)> =
        tx.all("SELECT id, pseudonym FROM people_members", args![], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let number = |name: &str| name.chars().last().and_then(|it| it.to_digit(10)).unwrap_or_default();
    Ok(people.into_iter().map(|(id, name)| (id, if number(&name) % 2 == 1 { 3600 } else { 5 })).collect())
}

fn line<'a>(view: &'a View, by: &str, name: &str) -> &'a equity::Line {
    let division: &Division = view.divisions.iter().find(|it| it.by == by).unwrap();
    division.lines.iter().find(|it| it.name == name).unwrap()
}

#[test]
fn only_who_agreed_is_counted_and_small_groups_are_never_shown() {
    let lend = |options: db::Options| options.lend(std::sync::Arc::new(equity::Waits(waits)));
    on_both_engines_lending(&migrations(), lend, |ground| async move {
        let db = &ground.db;
        let wren = write(db, |tx| {
            let wren = joins(tx, "Wren", Adult, &[Administrator])?;
            let (deaf, caring, few) = (
                equity::add(tx, &wren, "I am deaf", "Asked them.")?,
                equity::add(tx, &wren, "I care for somebody", "Asked them.")?,
                equity::add(tx, &wren, "I am new", "Asked them.")?,
            );
            // A hundred people: 40 are deaf, of whom 24 met a decision; of the 60 others 12 did. 50 care. Three are new.
            for number in 0..100 {
                let member = joins(tx, &format!("Person {number}"), Adult, &[])?;
                let mut groups = Vec::new();
                if number < 40 {
                    groups.push(deaf);
                }
                if number % 2 == 0 {
                    groups.push(caring);
                }
                if number < 3 {
                    groups.push(few);
                }
                equity::belong(tx, &member, &groups)?;
                if number < 24 || (40..52).contains(&number) {
                    decision(tx, Some(member.id), Action::Hide, None)?;
                    decision(tx, Some(member.id), Action::Nothing, None)?;
                }
            }
            // Somebody who did not agree.
            let silent = joins(tx, "Silent 1", Adult, &[])?;
            decision(tx, Some(silent.id), Action::Hide, None)?;
            Ok(wren)
        })
        .await;
        let view = db.read(move |tx| equity::view(tx, &wren)).await.unwrap();
        assert_eq!(view.counted, Some(100));
        let deaf = line(&view, "groups", "I am deaf");
        let share = deaf.decided.unwrap();
        assert_eq!((deaf.people, share.some, share.all), (Some(40), 24, 40));
        let beside = share.beside.unwrap();
        assert!((beside.points - 40.0).abs() < 0.1 && beside.low > 20.0 && beside.high < 58.0, "{beside:?}");
        assert!(!beside.could_be_none());
        let waited = deaf.waited.unwrap();
        assert_eq!((waited.some, waited.all), (20, 40));
        assert!(waited.beside.unwrap().could_be_none());
        // All who care waited for a few seconds: nobody is told that none of them waited long.
        assert_eq!(line(&view, "groups", "I care for somebody").waited, None);
        let few = line(&view, "groups", "I am new");
        assert_eq!((few.people, few.decided, few.waited), (None, None, None));
        assert_eq!(line(&view, "ages", "adult").people, Some(100));
    });
}

#[test]
fn taking_it_back_deletes_it_and_the_view_is_for_few() {
    on_both_engines(&migrations(), |ground| async move {
        let db = &ground.db;
        let (leo, group, wren, mira, olu) = write(db, |tx| {
            let wren = joins(tx, "Wren", Adult, &[Administrator])?;
            let group = equity::add(tx, &wren, "I am deaf", "Asked them.")?;
            let leo = joins(tx, "Leo", Adult, &[])?;
            Ok((leo, group, wren, joins(tx, "Mira", Adult, &[Evaluator])?, joins(tx, "Olu", Adult, &[Moderator])?))
        })
        .await;
        let of = |member: MemberId| async move { db.read(move |tx| equity::belonging(tx, member)).await.unwrap() };
        assert_eq!(of(leo.id).await, None);
        let agrees = leo.clone();
        write(db, move |tx| equity::belong(tx, &agrees, &[group])).await;
        assert_eq!(of(leo.id).await, Some(vec![group]));
        let sealed: Vec<u8> = db.read(|tx| tx.value("SELECT groups FROM safety_belongings", args![])).await.unwrap();
        let id = group.to_string();
        assert!(!sealed.windows(8).any(|it| id.as_bytes().windows(8).any(|part| part == it)), "it is sealed");
        let (again, keeper) = (leo.clone(), wren.clone());
        assert_eq!(refused(db, move |tx| equity::add(tx, &keeper, "i AM deaf ", "Again.")).await, "groups-there");
        write(db, move |tx| equity::withdraw(tx, again.id)).await;
        assert_eq!(of(leo.id).await, None);
        let rows: i64 = db.read(|tx| tx.value("SELECT COUNT(*) FROM safety_belongings", args![])).await.unwrap();
        assert_eq!(rows, 0);
        let sees = |who: Actor| async move { db.read(move |tx| equity::view(tx, &who)).await.is_ok() };
        assert_eq!((sees(wren).await, sees(mira).await, sees(olu).await, sees(leo).await), (true, true, false, false));
    });
}
