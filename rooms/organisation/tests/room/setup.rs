use organisation::{
    Settings, community, founding,
    helplines::{self, Audience, Draft},
    open_for_demo,
    setup::{self, Step},
    trail,
};
use testkit::on_both_engines;
use words::{AgeBand, Doors, Language};

use crate::{doors, every_step, first_line, maya, migrations, refused, write};

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
        assert_eq!(
            refused(db, |tx| Settings::speak(tx, Some(maya()), &Language::list("en"), " ")).await,
            "reason-missing"
        );
        write(db, |tx| {
            Settings::speak(tx, Some(maya()), &Language::list("en"), "Only Ana speaks Spanish, and she left.")
        })
        .await;
        let last = db.read(|tx| trail::newest(tx, None)).await.unwrap().remove(0);
        assert_eq!((last.deed.as_str(), last.by, last.detail.as_str()), ("trail-languages", Some(maya()), "en"));
        assert_eq!(last.reason, "Only Ana speaks Spanish, and she left.");
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
        assert_eq!(
            refused(db, |tx| Settings::admit(tx, Some(maya()), &[AgeBand::Older], "x")).await,
            "setup-ages-missing"
        );
    });
}
