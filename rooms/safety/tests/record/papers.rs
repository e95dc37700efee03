use std::collections::BTreeMap;

use organisation::Settings;
use safety::{
    complaint::{self, About},
    paper::{self, Missing, Section},
};
use testkit::on_both_engines;
use words::{
    AgeBand::{Adult, Older},
    Hat::{Administrator, Moderator, SafeguardingLead},
};

use crate::{DAY, joins, migrations, refused, write};

fn answers(section: Section) -> BTreeMap<String, String> {
    section.questions().iter().map(|it| ((*it).to_owned(), format!("About {it}."))).collect()
}

#[test]
fn every_version_stays_and_what_is_missing_is_said() {
    on_both_engines(&migrations(), |ground| async move {
        let db = &ground.db;
        let (wren, olu) =
            write(db, |tx| Ok((joins(tx, "Wren", Adult, &[Administrator])?, joins(tx, "Olu", Adult, &[Moderator])?)))
                .await;
        let lacks = || async { db.read(paper::missing).await.unwrap() };
        assert_eq!(lacks().await, Section::ALL.iter().map(|it| Missing::Section(*it)).collect::<Vec<_>>());
        let other =
            move |tx: &mut db::Tx<'_>| paper::write(tx, &olu, Section::Risks, &answers(Section::Risks), "Olu O.");
        assert_eq!(refused(db, other).await, "nowhere");

        let keeper = wren.clone();
        write(db, move |tx| {
            for section in Section::ALL {
                paper::write(tx, &keeper, *section, &answers(*section), "W. Person")?;
            }
            Ok(())
        })
        .await;
        assert_eq!(lacks().await, []);
        let keeper = wren.clone();
        let second = write(db, move |tx| {
            let mut shorter = answers(Section::Risks);
            shorter.insert("left".to_owned(), " ".to_owned());
            paper::write(tx, &keeper, Section::Risks, &shorter, "W. Person")
        })
        .await;
        assert_eq!((second, lacks().await), (2, vec![Missing::Answer(Section::Risks, "left")]));
        let first = db.read(|tx| paper::read(tx, Section::Risks, Some(1))).await.unwrap().unwrap();
        assert_eq!(
            (first.version, first.answers["left"].as_str(), first.signed.as_str()),
            (1, "About left.", "W. Person")
        );
        assert_eq!(db.read(|tx| paper::versions(tx, Section::Risks)).await.unwrap().len(), 2);

        // A year later it is old; a complaint that nobody answered, and children without a lead, are said as well.
        write(db, |tx| complaint::make(tx, None, About::Other, "Slow.")).await;
        ground.clock.pass(DAY * 366);
        let keeper = wren.id;
        write(db, move |tx| Settings::admit(tx, Some(keeper), &[Adult, Older], "They asked.")).await;
        let missing = lacks().await;
        assert!(Section::ALL.iter().all(|it| missing.contains(&Missing::Old(*it))), "{missing:?}");
        assert!(missing.contains(&Missing::Late(1)) && missing.contains(&Missing::Lead), "{missing:?}");
        write(db, |tx| joins(tx, "Idris", Adult, &[SafeguardingLead])).await;
        assert!(!lacks().await.contains(&Missing::Lead));
    });
}
