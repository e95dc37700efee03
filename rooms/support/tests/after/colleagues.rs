//! Whoever helps here and asks for themselves is not put together with those they work with.

use std::time::Duration;

use db::{Uuid, args};
use jobs::Lease;
use support::{
    dispatch,
    duty::{Duty, How},
    offer::Offer,
    request::Request,
};
use testkit::on_both_engines;
use words::Hat;
use workforce::supervisor;

use crate::town::*;

#[test]
fn who_looked_after_whom_never_meets_and_colleagues_do_not_where_they_wish_it() {
    for spared in [false, true] {
        on_both_engines(&migrations(), |ground| async move {
            let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
            let rosa = person(&ground, "Rosa", &[Hat::Supporter, Hat::Supervisor]).await;
            let kofi = person(&ground, "Kofi", &[Hat::Supporter]).await;
            does(&ground, move |tx| {
                supervisor::settle(tx)?;
                // All three worked here; Rosa looks after Theo.
                for who in [&theo, &rosa, &kofi] {
                    let begun = tx.now() - DAY;
                    tx.as_of(begun, |tx| Duty::begin(tx, who))?;
                    let duty = Duty::of(tx, who.id)?.expect("on duty");
                    tx.as_of(begun + Duration::from_secs(600), |tx| duty.end(tx, How::Done))?;
                }
                tx.execute(
                    "UPDATE workforce_supervised SET supervisor_id = $1 WHERE member_id = $2",
                    args![rosa.id, theo.id],
                )?;
                let minute = tx.now() - Duration::from_secs(60);
                let id = tx.as_of(minute, |tx| Request::ask(tx, &theo, &ask("en")))?;
                let request = Request::own(tx, &theo, id)?;
                request.see(tx)?;
                if spared {
                    request.spare_colleagues(tx)?;
                }
                // A day later they are on duty again.
                for who in [&rosa, &kofi] {
                    Duty::begin(tx, who)?;
                    Duty::of(tx, who.id)?.expect("on duty").see(tx)?;
                }
                let lease = Lease::new("support.dispatcher", Uuid::from_u128(1), Duration::from_secs(4));
                dispatch::round(tx, &lease)?;
                assert!(Offer::open_to(tx, rosa.id)?.is_none(), "she looks after him");
                assert_eq!(Offer::open_to(tx, kofi.id)?.is_some(), !spared, "unless he would rather not");
                Ok(())
            })
            .await
            .unwrap();
        });
    }
}
