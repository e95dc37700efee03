//! The rules of the room, on both engines.

use std::{str::FromStr, time::Duration};

use db::{Db, Error, Migration, Result, Tx, args};
use jobs::Jobs;
use organisation::{
    Settings, charter, community, confidentiality, emergency, founding,
    helplines::{self, Audience, Draft, Helpline, Lack},
    hours, open_for_demo,
    settings::DIALS,
    setup::{self, Step},
    topics::{self, Topic},
    trail,
};
use testkit::{Ground, on_both_engines};
use words::{AgeBand, Doors, Language, MemberId};

const DAY: Duration = Duration::from_secs(24 * 3600);

fn migrations() -> Vec<Migration> {
    [jobs::MIGRATIONS, seal::MIGRATIONS, organisation::MIGRATIONS].concat()
}

fn maya() -> MemberId {
    MemberId::from_str("01900000-0000-7000-8000-00000000aaaa").unwrap()
}

async fn write<T: Send + 'static>(db: &Db, work: impl FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static) -> T {
    db.write(work).await.unwrap()
}

async fn refused(db: &Db, work: impl FnMut(&mut Tx<'_>) -> Result<()> + Send + 'static) -> &'static str {
    match db.write(work).await {
        Err(Error::Refused(refusal)) => refusal.key,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

async fn doors(ground: &Ground) -> Doors {
    ground.db.read(community).await.unwrap().doors
}

/// Every step but the last, and the starting helplines, of which none is checked.
fn every_step(tx: &mut Tx<'_>) -> Result<()> {
    organisation::schedule(tx)?;
    let by = Some(maya());
    Settings::rename(tx, by, "Riverside Peers", "River", "Europe/London", "")?;
    let start = charter::current(tx)?;
    charter::write(tx, by, &start.promises.join("\n"), &start.text, "")?;
    Settings::speak(tx, by, &Language::list("en,cy"), "")?;
    let list = topics::all(tx)?;
    topics::write(tx, by, &list, &[], "")?;
    hours::promise(tx, by, &[], "")?;
    Settings::admit(tx, by, &[AgeBand::Adult], "")?;
    Settings::serve(tx, by, &["GB"], "")
}

fn first_line(tx: &mut Tx<'_>, country: &str) -> Result<Helpline> {
    Ok(helplines::for_country(tx, country, Audience::Everyone)?.remove(0))
}

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
fn the_setup_link_works_once_for_a_day_and_a_new_one_replaces_it() {
    on_both_engines(&migrations(), |ground| async move {
        let db = &ground.db;
        let first = write(db, founding::link_token).await.unwrap();
        let second = write(db, founding::link_token).await.unwrap();
        assert_ne!(first, second);
        let old = first.clone();
        assert_eq!(refused(db, move |tx| founding::redeem(tx, &old)).await, "setup-link-wrong");
        assert_eq!(refused(db, |tx| founding::check(tx, "")).await, "setup-link-wrong");

        ground.clock.pass(DAY + Duration::from_secs(1));
        let late = second.clone();
        assert_eq!(refused(db, move |tx| founding::redeem(tx, &late)).await, "setup-link-wrong");

        let third = write(db, founding::link_token).await.unwrap();
        let token = third.clone();
        write(db, move |tx| founding::check(tx, &token)).await;
        let token = third.clone();
        write(db, move |tx| founding::redeem(tx, &token)).await;
        assert_eq!(refused(db, move |tx| founding::redeem(tx, &third)).await, "setup-link-wrong");
        assert_eq!(write(db, founding::link_token).await, None);
    });
}

#[test]
fn the_token_itself_is_not_stored() {
    on_both_engines(&migrations(), |ground| async move {
        let token = write(&ground.db, founding::link_token).await.unwrap();
        let stored: Vec<u8> =
            ground.db.read(|tx| tx.value("SELECT token_hash FROM organisation_founding", args![])).await.unwrap();
        assert_ne!(stored, token.as_bytes());
        assert_eq!(stored.len(), 32);
    });
}

#[test]
fn two_people_with_one_link_are_not_both_first() {
    on_both_engines(&migrations(), |ground| async move {
        let token = write(&ground.db, founding::link_token).await.unwrap();
        let mut tries = Vec::new();
        for _ in 0..8 {
            let (db, token) = (ground.db.clone(), token.clone());
            tries.push(tokio::spawn(async move { db.write(move |tx| founding::redeem(tx, &token)).await.is_ok() }));
        }
        let mut won = 0;
        for one in tries {
            won += u32::from(one.await.unwrap());
        }
        assert_eq!(won, 1);
    });
}

#[test]
fn the_doors_open_step_by_step() {
    on_both_engines(&migrations(), |ground| async move {
        let db = &ground.db;
        assert_eq!(doors(&ground).await, Doors::Unfounded);
        let token = write(db, founding::link_token).await.unwrap();
        write(db, move |tx| founding::redeem(tx, &token)).await;
        assert_eq!(doors(&ground).await, Doors::Unfounded, "an administrator, and no name yet");
        assert_eq!(refused(db, |tx| setup::open(tx, Some(maya()))).await, "setup-steps-missing");

        write(db, every_step).await;
        assert_eq!(doors(&ground).await, Doors::NotReady);
        assert_eq!(refused(db, |tx| setup::open(tx, Some(maya()))).await, "setup-helplines-missing");

        write(db, |tx| first_line(tx, "GB")?.check(tx, maya(), "Maya")).await;
        assert_eq!(doors(&ground).await, Doors::NotReady, "nobody has opened them");
        write(db, |tx| setup::open(tx, Some(maya()))).await;
        assert_eq!(doors(&ground).await, Doors::Open);
        let here = db.read(community).await.unwrap();
        assert_eq!((here.name.as_str(), here.bands.as_slice()), ("Riverside Peers", &[AgeBand::Adult][..]));
    });
}

#[test]
fn a_community_without_founder_stays_unfounded_whatever_else_is_done() {
    on_both_engines(&migrations(), |ground| async move {
        write(&ground.db, every_step).await;
        assert_eq!(doors(&ground).await, Doors::Unfounded);
    });
}

#[test]
fn setup_is_taken_up_where_it_was_left() {
    on_both_engines(&migrations(), |ground| async move {
        let db = &ground.db;
        assert_eq!(db.read(setup::resume).await.unwrap(), Some(Step::Name));
        write(db, |tx| Settings::rename(tx, Some(maya()), "Riverside Peers", "River", "Asia/Kolkata", "")).await;
        assert_eq!(db.read(setup::resume).await.unwrap(), Some(Step::Charter));
        // A step may be skipped; it is asked for again.
        write(db, |tx| Settings::speak(tx, Some(maya()), &Language::list("en"), "")).await;
        assert_eq!(db.read(setup::resume).await.unwrap(), Some(Step::Charter));
        let missing = db.read(setup::missing).await.unwrap();
        assert_eq!(missing, [Step::Charter, Step::Topics, Step::Hours, Step::Ages, Step::Helplines]);
        let refusal =
            refused(db, |tx| Settings::rename(tx, Some(maya()), "Riverside", "River", "Europe/Atlantis", "")).await;
        assert_eq!(refusal, "setup-zone-unknown");
        assert_eq!(db.read(community).await.unwrap().name, "Riverside Peers", "a refused step changes nothing");
    });
}

#[test]
fn once_open_a_change_needs_a_reason() {
    on_both_engines(&migrations(), |ground| async move {
        let db = &ground.db;
        write(db, |tx| open_for_demo(tx, "Riverside Peers")).await;
        assert_eq!(doors(&ground).await, Doors::Open);
        assert_eq!(refused(db, |tx| Settings::speak(tx, Some(maya()), &Language::list("en"), " ")).await, "reason-missing");
        write(db, |tx| Settings::speak(tx, Some(maya()), &Language::list("en"), "Only Ana speaks Spanish, and she left."))
            .await;
        let last = db.read(|tx| trail::newest(tx, None)).await.unwrap().remove(0);
        assert_eq!((last.deed.as_str(), last.by, last.detail.as_str()), ("trail-languages", Some(maya()), "en"));
        assert_eq!(last.reason, "Only Ana speaks Spanish, and she left.");
    });
}

#[test]
fn numbers_have_bounds_and_leave_a_trace() {
    on_both_engines(&migrations(), |ground| async move {
        let db = &ground.db;
        let before = db.read(Settings::current).await.unwrap();
        assert_eq!((before.offer_seconds, before.break_minutes, before.note_hours), (40, 10, 24));
        assert_eq!((before.fallback_minutes, before.idle_minutes, before.retention_days), (10, 10, 30));
        assert_eq!(before.minimum_age, 18);
        for dial in DIALS {
            assert!(dial.holds(dial.usual));
            for value in [dial.least - 1, dial.most + 1] {
                let key = refused(db, move |tx| Settings::turn(tx, maya(), &[(dial, value)], "because")).await;
                assert_eq!(key, "settings-out-of-bounds", "{} = {value}", dial.name);
            }
        }
        assert_eq!(db.read(Settings::current).await.unwrap(), before);

        let offer = &DIALS[0];
        assert_eq!(refused(db, move |tx| Settings::turn(tx, maya(), &[(offer, 60)], "")).await, "reason-missing");
        write(db, move |tx| Settings::turn(tx, maya(), &[(offer, 60)], "More time with a screen reader.")).await;
        assert_eq!(db.read(Settings::current).await.unwrap().offer_seconds, 60);
        let entries = db.read(|tx| trail::newest(tx, None)).await.unwrap();
        assert_eq!((entries.len(), entries[0].detail.as_str()), (1, "offer-seconds: 40 → 60"));
        write(db, move |tx| Settings::turn(tx, maya(), &[(offer, 60)], "Again.")).await;
        assert_eq!(db.read(|tx| trail::newest(tx, None)).await.unwrap().len(), 1, "what stays the same leaves no trace");
    });
}

#[test]
fn a_stored_number_outside_the_bounds_is_brought_back_inside() {
    on_both_engines(&migrations(), |ground| async move {
        write(&ground.db, |tx| {
            tx.execute("INSERT INTO organisation_settings (name, value) VALUES ('break-minutes', '0')", args![])
        })
        .await;
        assert_eq!(ground.db.read(Settings::current).await.unwrap().break_minutes, 5);
    });
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
        assert_eq!(jobs.run_due(db).await.unwrap(), 1);
        assert_eq!((tasks().await, lacks().await.len()), (0, 0), "90 days are still fresh");

        ground.clock.pass(DAY);
        assert_eq!(jobs.run_due(db).await.unwrap(), 1, "it comes back every day");
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
fn nobody_shuts_the_doors_by_mistake() {
    on_both_engines(&migrations(), |ground| async move {
        let db = &ground.db;
        write(db, |tx| {
            every_step(tx)?;
            first_line(tx, "GB")?.check(tx, maya(), "Maya")?;
            setup::open(tx, Some(maya()))
        })
        .await;
        assert_eq!(refused(db, |tx| first_line(tx, "GB")?.remove(tx, maya(), "Closed.")).await, "helplines-keep-one");
        let refusal = refused(db, |tx| {
            let line = first_line(tx, "GB")?;
            let says = Draft { hours: "Mornings".into(), ..line.says.clone() };
            line.edit(tx, maya(), &says, None, "New hours.")
        });
        assert_eq!(refusal.await, "helplines-keep-one");
        let refusal = refused(db, |tx| Settings::serve(tx, Some(maya()), &["GB", "IE"], "We grew."));
        assert_eq!(refusal.await, "helplines-keep-country");
        let bands = [AgeBand::Adult, AgeBand::Older];
        let refusal = refused(db, move |tx| Settings::admit(tx, Some(maya()), &bands, "The school asked."));
        assert_eq!(refusal.await, "helplines-keep-youth");

        write(db, |tx| {
            first_line(tx, "IE")?.check(tx, maya(), "Maya")?;
            Settings::serve(tx, Some(maya()), &["GB", "IE"], "We grew.")
        })
        .await;
        let settings = db.read(Settings::current).await.unwrap();
        assert_eq!((settings.country.as_str(), settings.countries), ("GB", vec!["GB".to_owned(), "IE".to_owned()]));
    });
}

#[test]
fn young_people_come_in_only_where_there_is_a_line_for_them() {
    on_both_engines(&migrations(), |ground| async move {
        let db = &ground.db;
        write(db, |tx| {
            every_step(tx)?;
            first_line(tx, "GB")?.check(tx, maya(), "Maya")?;
            Settings::admit(tx, Some(maya()), &[AgeBand::Older, AgeBand::Adult], "")
        })
        .await;
        assert_eq!(db.read(Settings::current).await.unwrap().minimum_age, 16);
        assert_eq!(refused(db, |tx| setup::open(tx, Some(maya()))).await, "setup-helplines-missing");
        write(db, |tx| {
            helplines::for_country(tx, "GB", Audience::Youth)?.remove(0).check(tx, maya(), "Maya")?;
            setup::open(tx, Some(maya()))
        })
        .await;
        assert_eq!(refused(db, |tx| Settings::admit(tx, Some(maya()), &[AgeBand::Older], "x")).await, "setup-ages-missing");
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
    for chat in ["http://chat.example", "javascript:alert(1)", "https://chat.example/a b", "https://", "https://u:p@x.example"] {
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
        assert!(it.numbers.iter().all(|number| number.len() >= 2 && number.chars().all(|digit| digit.is_ascii_digit())));
    }
}

#[test]
fn the_trail_tells_when_it_was_edited_reordered_or_cut() {
    on_both_engines(&migrations(), |ground| async move {
        let db = &ground.db;
        let theo = MemberId::from_str("01900000-0000-7000-8000-00000000bbbb").unwrap();
        write(db, move |tx| {
            for reason in ["one", "two", "three", "four"] {
                trail::record(tx, Some(maya()), "trail-founded", Some(theo), reason)?;
            }
            Ok(())
        })
        .await;
        let whole = db.read(trail::verify).await.unwrap();
        assert_eq!((whole.entries, whole.broken_at), (4, None));

        for (sql, place) in [
            ("UPDATE organisation_trail SET reason = 'kinder' WHERE number = 2", 2),
            ("UPDATE organisation_trail SET by_member = about_member, about_member = by_member WHERE number = 3", 3),
            ("UPDATE organisation_trail SET at = at + 1 WHERE number = 1", 1),
            ("UPDATE organisation_trail SET detail = reason, reason = detail WHERE number = 4", 4),
            ("DELETE FROM organisation_trail WHERE number = 2", 2),
            ("DELETE FROM organisation_trail WHERE number = 4", 4),
            ("DELETE FROM organisation_trail", 1),
            ("UPDATE organisation_trail SET number = 9 WHERE number = 3", 3),
        ] {
            let verdict = db
                .write(move |tx| {
                    tx.execute(sql, args![])?;
                    let verdict = trail::verify(tx)?;
                    // Carried out by a refusal, so that the next case begins with a whole trail.
                    Err::<(), _>(Error::refused_with("tried", vec![("at", format!("{:?}", verdict.broken_at))]))
                })
                .await;
            let Err(Error::Refused(refusal)) = verdict else { panic!("{verdict:?}") };
            assert_eq!(refusal.args[0].1, format!("{:?}", Some(place)), "{sql}");
        }
        assert_eq!(db.read(trail::verify).await.unwrap(), whole);
    });
}

#[test]
fn entries_written_at_once_all_find_a_place() {
    on_both_engines(&migrations(), |ground| async move {
        let mut writers = Vec::new();
        for _ in 0..12 {
            let db = ground.db.clone();
            writers.push(tokio::spawn(async move {
                db.write(|tx| trail::record(tx, None, "trail-founded", None, "at once")).await.unwrap();
            }));
        }
        for writer in writers {
            writer.await.unwrap();
        }
        let verdict = ground.db.read(trail::verify).await.unwrap();
        assert_eq!((verdict.entries, verdict.broken_at), (12, None));
    });
}

#[test]
fn the_trail_is_paged_newest_first() {
    on_both_engines(&migrations(), |ground| async move {
        write(&ground.db, |tx| {
            for _ in 0..60 {
                trail::record(tx, None, "trail-founded", None, "")?;
            }
            Ok(())
        })
        .await;
        let first = ground.db.read(|tx| trail::newest(tx, None)).await.unwrap();
        let last = first.last().unwrap().number;
        let second = ground.db.read(move |tx| trail::newest(tx, Some(last))).await.unwrap();
        assert_eq!((first[0].number, first.len(), second[0].number, second.len()), (60, 50, 10, 10));
    });
}

#[test]
fn topics_keep_their_numbers() {
    on_both_engines(&migrations(), |ground| async move {
        let db = &ground.db;
        let start = db.read(topics::all).await.unwrap();
        let (mut kept, gone) = (start.clone(), start[1].clone());
        kept.remove(1);
        kept[0].name = "Feeling down".into();
        write(db, move |tx| topics::write(tx, Some(maya()), &kept, &["Floods".into()], "")).await;
        let now = db.read(topics::all).await.unwrap();
        assert_eq!(now[0], Topic { number: start[0].number, name: "Feeling down".into() });
        assert!(!now.contains(&gone));
        assert_eq!(now.last().unwrap(), &Topic { number: start.last().unwrap().number + 1, name: "Floods".into() });
        let (old, number) = (gone.clone(), gone.number);
        assert_eq!(db.read(move |tx| topics::named(tx, &[number, 999])).await.unwrap(), [old], "requests remember it");
        assert_eq!(refused(db, |tx| topics::write(tx, Some(maya()), &[], &[], "")).await, "setup-topics-missing");
    });
}

#[test]
fn charters_have_versions() {
    on_both_engines(&migrations(), |ground| async move {
        let db = &ground.db;
        let start = db.read(charter::current).await.unwrap();
        assert!(start.version == 0 && start.promises.len() >= 5);
        let save = |text: &'static str| move |tx: &mut Tx<'_>| charter::write(tx, Some(maya()), "I listen.\n\n I am kind. ", text, "");
        write(db, save("We are peers.")).await;
        write(db, save("We are peers.")).await;
        let first = db.read(charter::current).await.unwrap();
        assert_eq!((first.version, first.promises), (1, vec!["I listen.".to_owned(), "I am kind.".to_owned()]));
        ground.clock.pass(DAY);
        write(db, save("We are all peers.")).await;
        let second = db.read(charter::current).await.unwrap();
        assert_eq!((second.version, second.since), (2, db.now()));
        let long = "I listen. ".repeat(30);
        assert_eq!(refused(db, move |tx| charter::write(tx, None, &long, "", "")).await, "setup-charter-long");
        assert_eq!(refused(db, |tx| charter::write(tx, None, "\n", "", "")).await, "setup-charter-missing");
    });
}

#[test]
fn hours_reach_past_midnight_and_over_the_week() {
    // It is Sunday 2026-11-22, 20:00 in London.
    on_both_engines(&migrations(), |ground| async move {
        let db = &ground.db;
        let hour = |it: u64| Duration::from_secs(it * 3600);
        write(db, |tx| Settings::rename(tx, None, "Riverside", "River", "Europe/London", "")).await;
        assert_eq!(db.read(hours::next).await.unwrap(), None);
        // Saturday, 22:00 to 02:00.
        let late = hours::Day { weekday: 5, opens: 22 * 60, closes: 2 * 60 };
        write(db, move |tx| hours::promise(tx, None, &[late], "")).await;
        assert_eq!(db.read(hours::today).await.unwrap(), None);
        let next = db.read(hours::next).await.unwrap().unwrap();
        assert_eq!((next.from, next.until), (db.now() + hour(6 * 24 + 2), db.now() + hour(6 * 24 + 6)));
        // Next Sunday at one in the morning, Saturday's stretch is still running.
        ground.clock.set(next.from + hour(3));
        assert_eq!(db.read(hours::next).await.unwrap(), Some(next));
        ground.clock.set(next.until);
        assert_eq!(db.read(hours::next).await.unwrap().unwrap().from, next.from + hour(7 * 24));
        let wrong = hours::Day { weekday: 7, ..late };
        assert_eq!(refused(db, move |tx| hours::promise(tx, None, &[wrong], "")).await, "setup-hours-wrong");
    });
}

#[test]
fn clocks_are_read_as_browsers_send_them() {
    assert_eq!(hours::minutes("18:30"), Some(1110));
    assert_eq!(hours::minutes("18:30:00"), Some(1110));
    for wrong in ["", "24:00", "18:60", "18", "18:3", "noon", "18:é0"] {
        assert_eq!(hours::minutes(wrong), None, "{wrong}");
    }
    assert_eq!(hours::clock(65), "01:05");
}

#[test]
fn one_answer_shows_that_the_limits_were_understood() {
    let question = confidentiality::question();
    assert_eq!(question.answers.len(), 3);
    assert_eq!(question.answers.iter().filter(|it| question.is_understood(it.value)).count(), 1);
    assert!(!question.is_understood(""));
}
