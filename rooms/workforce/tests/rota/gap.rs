use words::{AgeBand, Hat};
use workforce::{
    answer::Work,
    demand::{self, Forecast},
    gap::{State, Week},
    shift::Shift,
};

use crate::town::*;

#[test]
fn a_busy_evening_of_past_weeks_is_expected_again_by_the_clock_on_the_wall() {
    here(|ground| async move {
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        does(&ground, |tx| organisation::open_for_demo(tx, "Harbour")).await.unwrap();
        let nothing = does(&ground, |tx| Forecast::of(tx, AgeBand::Adult)).await.unwrap();
        assert!(nothing.is_none(), "with no history there is no forecast");
        // It is Sunday 20:00. On Mondays at 20:00 five asked, in other evening hours one, at night nobody; for eight weeks,
        // the first of which had summer time.
        does(&ground, |tx| {
            let this = demand::hour_of(tx.now());
            for ago in 1..=8 * 168_u32 {
                let hour = this - HOUR * ago;
                let summer = if hour < this - 4 * 7 * DAY { HOUR } else { std::time::Duration::ZERO };
                let asked = match (168 - ago % 168) % 168 {
                    24 => 5,
                    it if (it + 20) % 24 >= 12 => 1,
                    _ => 0,
                };
                if asked > 0 {
                    demand::note(tx, AgeBand::Adult, hour - summer, asked)?;
                }
            }
            Ok(())
        })
        .await
        .unwrap();
        let week = does(&ground, |tx| Week::of(tx, AgeBand::Adult, "Europe/London")).await.unwrap();
        assert_eq!(week.weeks, Some(8));
        let monday = week.days[1].hours[20];
        assert!(monday.expected.mean > 1.5 && monday.expected.high >= 3, "{:?}", monday.expected);
        assert_eq!((monday.state(), monday.planned, monday.takes >= 1), (State::Short, 0, true));
        assert!(monday.expected.mean > week.days[2].hours[20].expected.mean, "the busy evening stands out");
        let tuesday = week.days[2].hours[20];
        assert!((0.7..1.6).contains(&tuesday.expected.mean), "{:?}", tuesday.expected);
        assert_eq!(week.days[1].hours[4].takes, 0, "nobody asks at four in the morning");
        assert!(does(&ground, |tx| Forecast::of(tx, AgeBand::Older)).await.unwrap().is_none(), "bands apart");

        does(&ground, move |tx| {
            let at = tx.now() + 2 * DAY;
            Shift::plan(tx, &theo, Work::Conversation, at, at + HOUR)
        })
        .await
        .unwrap();
        let week = does(&ground, |tx| Week::of(tx, AgeBand::Adult, "Europe/London")).await.unwrap();
        assert_ne!(week.days[2].hours[20].state(), State::Short);
        let gaps = week.gaps();
        assert!(gaps.iter().all(|it| it.begins_at != week.days[2].hours[20].begins_at));
        assert!(gaps.iter().any(|it| it.begins_at == monday.begins_at));
        assert_eq!(week.days[0].hours.len(), 4, "hours that are over are left out");
    });
}
