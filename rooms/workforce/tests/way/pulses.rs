//! The pulse.

use words::Hat;
use workforce::pulse;

use crate::town::{DAY, Town, in_town, joins};

async fn answers(town: &Town, answers: &'static [[i64; 3]]) {
    town.ok(town.ada, move |tx, _| {
        for (number, answers) in answers.iter().enumerate() {
            let member = joins(tx, &format!("Walker {}", name(number)), &[Hat::Supporter])?;
            let actor = crate::town::actor(tx, member)?;
            pulse::give(tx, &actor, *answers)?;
        }
        Ok(())
    })
    .await;
}

/// A name without digits, which no pseudonym may have many of.
fn name(number: usize) -> String {
    let letter = |it: usize| char::from(b'a' + u8::try_from(it).unwrap());
    format!("{}{}{}", letter(number / 5), letter(number % 5 + 5), letter(number % 7))
}

#[test]
fn whoever_has_a_role_answers_once_a_quarter() {
    in_town(|town| async move {
        assert!(town.ok(town.theo, pulse::is_due).await);
        town.ok(town.theo, |tx, theo| pulse::give(tx, theo, [4, 5, 1])).await;
        assert!(!town.ok(town.theo, pulse::is_due).await);
        let again = town.refused(town.theo, |tx, theo| pulse::give(tx, theo, [4, 5, 1])).await;
        assert_eq!(again, Some("pulse-given"));
        let odd = town.refused(town.kit, |tx, kit| pulse::give(tx, kit, [4, 6, 1])).await;
        assert_eq!(odd, Some("pulse-answer-missing"));
        assert!(!town.ok(town.ann, pulse::is_due).await);
        assert_eq!(town.refused(town.ann, |tx, ann| pulse::give(tx, ann, [1, 1, 1])).await, None);
        town.ground.clock.pass(DAY * 92);
        assert!(town.ok(town.theo, pulse::is_due).await, "another quarter");
    });
}

#[test]
fn a_quarter_is_shown_when_it_is_over_and_no_number_below_ten() {
    static GIVEN: [[i64; 3]; 25] = {
        let mut given = [[5, 5, 4]; 25];
        let mut at = 0;
        while at < 12 {
            given[at] = [4, 5, 4];
            at += 1;
        }
        // One alone says something else about the second.
        given[0] = [4, 1, 4];
        given
    };
    in_town(|town| async move {
        answers(&town, &GIVEN).await;
        assert_eq!(town.refused(town.theo, pulse::results).await, None);
        assert!(town.ok(town.sue, pulse::results).await.is_empty(), "it is not over");
        town.ground.clock.pass(DAY * 92);
        let quarters = town.ok(town.sue, pulse::results).await;
        assert_eq!(quarters.len(), 1);
        for (_, counts) in &quarters[0].items {
            assert!(counts.iter().flatten().all(|it| *it >= pulse::LEAST), "{counts:?}");
        }
        let (_, second) = &quarters[0].items[1];
        assert_eq!(second[0], None, "the one who said something else");
    });
}

#[test]
fn no_row_leads_from_an_answer_to_who_gave_it() {
    in_town(|town| async move {
        town.ok(town.theo, |tx, theo| pulse::give(tx, theo, [1, 1, 1])).await;
        town.ok(town.kit, |tx, kit| pulse::give(tx, kit, [1, 1, 1])).await;
        let rows: Vec<(String, i64)> = town
            .ok(town.ada, |tx, _| {
                tx.all("SELECT item, said FROM workforce_pulses ORDER BY item", db::args![], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
            })
            .await;
        let two = |item: &str| (item.to_owned(), 2);
        assert_eq!(rows, [two("call"), two("mine"), two("others")]);
    });
}
