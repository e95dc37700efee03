//! A supporter has to stop while the member may be in danger: the member comes first, and people are called.

use std::time::Duration;

use db::{Uuid, args};
use jobs::Lease;
use safety::kind::{Kind, Level, Matter};
use support::{dispatch, duty::Duty, offer::Offer, request::Request};
use testkit::on_both_engines_lending;
use words::{AgeBand, Hat};

use crate::town::*;

fn lease() -> Lease {
    Lease::new("support.dispatcher", Uuid::from_u128(1), Duration::from_secs(4))
}

#[test]
fn whoever_is_in_danger_comes_before_everybody_and_people_are_called() {
    for in_danger in [true, false] {
        on_both_engines_lending(&migrations(), lending, |ground| async move {
            let maya = person(&ground, "Maya", &[]).await;
            let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
            let kofi = person(&ground, "Kofi", &[Hat::Supporter]).await;
            let ada = person(&ground, "Ada", &[]).await;
            let (waits, long) = (ada.clone(), 3 * HOUR);
            // Ada has waited for hours before Maya asked.
            does(&ground, move |tx| {
                let id = tx.as_of(tx.now() - long, |tx| Request::ask(tx, &waits, &ask("es")))?;
                Request::own(tx, &waits, id)?.see(tx)
            })
            .await
            .unwrap();
            let talk = meet(&ground, &maya, &theo).await;
            let (heard, talking) = (maya.clone(), talk.clone());
            does(&ground, move |tx| {
                tx.execute("UPDATE support_requests SET languages = 'en' WHERE ended_at IS NULL", args![])?;
                if in_danger {
                    safety::hear(
                        tx,
                        &safety::Heard {
                            matter: Matter { kind: Kind::Talk, id: talking.id.0 },
                            author: heard.id,
                            band: AgeBand::Adult,
                            place: None,
                            words: "I am going to kill myself tonight. I have the pills here.",
                            earlier: &[],
                            for_self: true,
                        },
                    )?;
                    // Somebody has it already: only a new call may reach people now.
                    tx.execute("UPDATE safety_cases SET level = $1", args![Level::Amber])?;
                    tx.execute("UPDATE safety_pages SET answered_at = $1", args![tx.now()])?;
                }
                Duty::not_ok(tx, &theo)?;
                let again = Request::live_of(tx, heard.id)?.expect("she waits again");
                assert_eq!(again.goes_first, in_danger);
                assert_eq!(again.place(tx)?, if in_danger { 1 } else { 2 });
                let calls: i64 = tx.value("SELECT COUNT(*) FROM safety_pages WHERE answered_at IS NULL", args![])?;
                assert_eq!(calls, i64::from(in_danger));
                Duty::begin(tx, &kofi)?;
                Duty::of(tx, kofi.id)?.expect("on duty").see(tx)?;
                dispatch::round(tx, &lease())?;
                let offered = Offer::open_to(tx, kofi.id)?.expect("somebody is offered");
                let first = if in_danger { heard.id } else { ada.id };
                assert_eq!(Request::live_of(tx, first)?.map(|it| it.id), Some(offered.request));
                Ok(())
            })
            .await
            .unwrap();
        });
    }
}
