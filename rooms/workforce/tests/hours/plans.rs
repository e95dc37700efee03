use std::time::Duration;

use db::{Result, Time};
use workforce::{
    answer::Work,
    hours::Free,
    limit::{Limits, Quiet},
    pause,
};

use crate::town::*;

impl Town {
    /// Whether this may be planned, with what is planned already; in hours from now.
    async fn plans(&self, from: u32, long: Duration, planned: &[(u32, u32)]) -> Result<()> {
        let (now, theo) = (self.now(), self.theo.id);
        let from = now + HOUR * from;
        let planned: Vec<(Time, Time)> =
            planned.iter().map(|(from, to)| (now + HOUR * *from, now + HOUR * *to)).collect();
        self.write(move |tx| Free::of(tx, theo, &planned)?.takes(Work::Conversation, from, from + long)).await
    }
}

#[test]
fn plans_of_more_than_a_day_or_a_week_holds_are_refused_kindly() {
    in_town(|town| async move {
        town.plans(1, 4 * HOUR, &[]).await.unwrap();
        let long = town.plans(1, 4 * HOUR + MINUTE, &[]).await.unwrap_err();
        assert_eq!(long.refusal(), Some("hours-plan-day"));
        let beside = town.plans(20, 2 * HOUR, &[(1, 4)]).await.unwrap_err();
        assert_eq!(beside.refusal(), Some("hours-plan-day"), "three and two hours lie in one day");
        let before = town.plans(1, 3 * HOUR, &[(20, 22)]).await.unwrap_err();
        assert_eq!(before.refusal(), Some("hours-plan-day"), "whichever was planned first");
        town.plans(26, 2 * HOUR, &[(1, 4)]).await.unwrap();

        let every_other_day = [(1, 5), (49, 53), (97, 101)];
        let fourth = town.plans(145, HOUR, &every_other_day).await.unwrap_err();
        assert_eq!(fourth.refusal(), Some("hours-plan-week"));
        town.plans(169, HOUR, &every_other_day).await.unwrap();
    });
}

#[test]
fn what_was_given_today_counts_for_what_is_planned_tonight() {
    in_town(|town| async move {
        town.works(&town.theo, 3 * HOUR).await;
        assert_eq!(town.plans(2, 2 * HOUR, &[]).await.unwrap_err().refusal(), Some("hours-plan-day"));
        town.plans(2, HOUR, &[]).await.unwrap();
        town.plans(22, 2 * HOUR, &[]).await.unwrap();
    });
}

#[test]
fn nothing_is_planned_in_a_pause_or_in_quiet_hours() {
    in_town(|town| async move {
        let theo = town.theo.clone();
        town.write(move |tx| pause::take(tx, &theo, Some(tx.now() + DAY))).await.unwrap();
        assert_eq!(town.plans(23, HOUR, &[]).await.unwrap_err().refusal(), Some("hours-plan-paused"));
        town.plans(24, HOUR, &[]).await.unwrap();
        let theo = town.theo.clone();
        // It is eight in the evening.
        let quiet = Quiet::parse("22:00", "07:00");
        town.write(move |tx| Limits { week_hours: Some(2), quiet }.keep(tx, &theo)).await.unwrap();
        assert_eq!(town.plans(25, 2 * HOUR, &[]).await.unwrap_err().refusal(), Some("hours-plan-quiet"));
        town.plans(24, 2 * HOUR, &[]).await.unwrap();
        let more = town.plans(35, 2 * HOUR + MINUTE, &[]).await.unwrap_err();
        assert_eq!(more.refusal(), Some("hours-plan-week"), "they asked less of themselves");
    });
}
