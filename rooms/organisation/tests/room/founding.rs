use std::time::Duration;

use db::args;
use organisation::founding;
use testkit::on_both_engines;

use crate::{DAY, migrations, refused, write};

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
