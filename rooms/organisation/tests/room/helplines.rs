use db::{Tx, args};
use jobs::Jobs;
use organisation::{
    emergency,
    helplines::{self, Audience, Draft, Helpline, Lack},
    open_for_demo, trail,
};
use testkit::on_both_engines;
use words::Doors;

use crate::{DAY, doors, first_line, maya, migrations, write};

fn draft() -> Draft {
    Draft {
        country: "GB".into(),
        audience: Audience::Everyone,
        name: "Night Line".into(),
        purpose: "When you cannot sleep.".into(),
        phone: "020 7946 0000".into(),
        text_to: String::new(),
        text_word: String::new(),
        chat: String::new(),
        hours: "22:00 to 06:00".into(),
        languages: "English".into(),
        cost: "Free".into(),
        source: String::new(),
    }
}

#[test]
fn unchecked_lines_give_way_to_checked_ones() {
    on_both_engines(&migrations(), |ground| async move {
        let db = &ground.db;
        write(db, organisation::schedule).await;
        let before = db.read(|tx| helplines::for_country(tx, "GB", Audience::Everyone)).await.unwrap();
        assert!(before.len() > 1 && before.iter().all(|it| it.checked_at.is_none()), "all are shown, as unchecked");
        write(db, |tx| first_line(tx, "GB")?.check(tx, maya(), "Maya")).await;
        let after = db.read(|tx| helplines::for_country(tx, "GB", Audience::Everyone)).await.unwrap();
        assert_eq!(after.len(), 1);
        assert_eq!(after[0].checked_name.as_deref(), Some("Maya"));
        assert_eq!(after[0].checked_at, Some(db.now()));
        let young = db.read(|tx| helplines::for_country(tx, "GB", Audience::Youth)).await.unwrap();
        assert_eq!(young[0].says.audience, Audience::Youth, "lines for young people come first");
        assert_eq!(young.last().unwrap().says.audience, Audience::Everyone);
    });
}

#[test]
fn starting_again_adds_no_line_twice_and_brings_none_back() {
    on_both_engines(&migrations(), |ground| async move {
        let db = &ground.db;
        write(db, organisation::schedule).await;
        let gone = db.read(|tx| first_line(tx, "GB")).await.unwrap();
        let id = gone.id;
        write(db, move |tx| gone.remove(tx, maya(), "It has closed.")).await;
        let before = db.read(|tx| helplines::of_country(tx, "GB")).await.unwrap().len();
        write(db, organisation::schedule).await;
        let after = db.read(|tx| helplines::of_country(tx, "GB")).await.unwrap();
        assert_eq!(after.len(), before);
        assert!(after.iter().all(|it| it.id != id));
    });
}

#[test]
fn the_starting_lines_are_sound_and_nobody_has_checked_them() {
    on_both_engines(&migrations(), |ground| async move {
        write(&ground.db, organisation::schedule).await;
        for country in ["GB", "IE", "US", "CA", "AU", "NZ", "IN", "ZA"] {
            let lines = ground.db.read(move |tx| helplines::of_country(tx, country)).await.unwrap();
            for audience in Audience::ALL {
                assert!(lines.iter().any(|it| it.says.audience == *audience), "{country} has a line for {audience}");
            }
            for line in lines {
                assert_eq!(line.says.wrongs(), [], "{}", line.says);
                assert!(line.checked_at.is_none() && !line.says.source.is_empty());
            }
        }
    });
}

#[test]
fn a_check_goes_stale_after_90_days_and_raises_a_task_but_closes_no_door() {
    on_both_engines(&migrations(), |ground| async move {
        let db = &ground.db;
        write(db, |tx| {
            open_for_demo(tx, "Riverside Peers")?;
            organisation::schedule(tx)
        })
        .await;
        let jobs = organisation::jobs(Jobs::default());
        let tasks = || async {
            db.read(|tx| tx.value::<i64>("SELECT COUNT(*) FROM organisation_tasks", args![])).await.unwrap()
        };
        let lacks = || async {
            let now = db.now();
            db.read(move |tx| helplines::unready(tx, now)).await.unwrap()
        };
        ground.clock.pass(DAY * 90);
        assert_eq!(jobs.run_due(db).await.unwrap(), 2, "with the signing of the trail");
        assert_eq!((tasks().await, lacks().await.len()), (0, 0), "90 days are still fresh");

        ground.clock.pass(DAY);
        assert_eq!(jobs.run_due(db).await.unwrap(), 2, "it comes back every day");
        let lines = db.read(|tx| helplines::of_country(tx, "GB")).await.unwrap();
        assert_eq!(tasks().await, lines.len() as i64);
        assert!(lines.iter().all(|it| it.is_stale(db.now())));
        let reasons = lacks().await;
        assert_eq!(reasons.iter().map(|it| (it.country.as_str(), it.lacks)).collect::<Vec<_>>(), [("GB", Lack::Fresh)]);
        assert_eq!(doors(&ground).await, Doors::Open);

        for line in lines {
            write(db, move |tx| line.check(tx, maya(), "Maya")).await;
        }
        assert_eq!((tasks().await, lacks().await.len()), (0, 0));
    });
}

#[test]
fn a_changed_line_must_be_checked_again() {
    on_both_engines(&migrations(), |ground| async move {
        let db = &ground.db;
        let id = write(db, |tx| {
            let id = Helpline::add(tx, maya(), &draft(), "")?;
            Helpline::find(tx, id)?.check(tx, maya(), "Maya")?;
            Ok(id)
        })
        .await;
        let change = move |checked_as: Option<&'static str>, phone: &'static str| {
            move |tx: &mut Tx<'_>| {
                let line = Helpline::find(tx, id)?;
                let says = Draft { phone: phone.into(), ..line.says.clone() };
                line.edit(tx, maya(), &says, checked_as, "A new number.")?;
                Helpline::find(tx, id)
            }
        };
        assert!(write(db, change(None, "020 7946 0000")).await.checked_at.is_some(), "nothing changed");
        assert!(write(db, change(None, "020 7946 0001")).await.checked_at.is_none());
        assert_eq!(write(db, change(Some("Theo"), "020 7946 0002")).await.checked_name.as_deref(), Some("Theo"));
        let trail = db.read(|tx| trail::newest(tx, None)).await.unwrap();
        let edited = trail.iter().find(|it| it.deed == "trail-helpline-edited").unwrap();
        assert_eq!(edited.detail, "GB Night Line, 020 7946 0001 → GB Night Line, 020 7946 0002");
    });
}

#[test]
fn a_line_that_cannot_be_reached_is_not_kept() {
    let wrong = |change: fn(&mut Draft)| {
        let mut says = draft();
        change(&mut says);
        says.wrongs()
    };
    assert_eq!(wrong(|_| ()), []);
    assert_eq!(wrong(|it| it.phone.clear()), [("phone", "helplines-way-missing")]);
    assert_eq!(wrong(|it| it.phone = "call me".into()), [("phone", "helplines-number-wrong")]);
    assert_eq!(wrong(|it| it.country = "XX".into()), [("country", "helplines-country-unknown")]);
    assert_eq!(wrong(|it| it.text_word = "HELLO&x".into()), [("text_word", "helplines-word-wrong")]);
    for chat in
        ["http://chat.example", "javascript:alert(1)", "https://chat.example/a b", "https://", "https://u:p@x.example"]
    {
        let mut says = draft();
        says.chat = chat.into();
        assert_eq!(says.wrongs(), [("chat", "helplines-chat-wrong")], "{chat}");
    }
    assert_eq!(wrong(|it| it.chat = "https://chat.example/start?a=b".into()), []);
}

#[test]
fn a_tap_calls_or_texts() {
    let mut says = draft();
    says.phone = "+44 (0)20-7946".into();
    says.text_to = "85 258".into();
    assert_eq!((says.tel().as_str(), says.sms().as_str()), ("tel:+440207946", "sms:85258"));
    says.text_word = "SHOUT".into();
    assert_eq!(says.sms(), "sms:85258?&body=SHOUT");
}

#[test]
fn every_country_has_a_name_and_numbers_that_a_phone_can_dial() {
    assert!(emergency::EMERGENCY.len() >= 40);
    for it in emergency::EMERGENCY {
        assert!(organisation::ENGLISH.contains(&format!("country-{} = ", it.country)), "{}", it.country);
        assert!(!it.numbers.is_empty());
        assert!(
            it.numbers.iter().all(|number| number.len() >= 2 && number.chars().all(|digit| digit.is_ascii_digit()))
        );
    }
}
