//! Live practice, booked.

use std::{sync::Arc, time::Duration};

use db::{Clock, Result, Time};
use jobs::Jobs;
use people::{blocks, standing};
use training::{
    booking::{Booking, BookingId, Ending},
    course,
    offered::{Offered, OfferedId},
    progress,
};
use words::{Actor, Hat, MemberId};

use crate::town::{Town, in_town, joins};

const HOUR: Duration = Duration::from_secs(3600);
const WHAT: (&str, &str) = ("together", "listening");

fn key<T: std::fmt::Debug>(it: Result<T>) -> &'static str {
    match it {
        Err(db::Error::Refused(it)) => it.key,
        Err(db::Error::NotFound) => "not found",
        other => panic!("it was not refused: {other:?}"),
    }
}

impl Town {
    fn at(&self, hours: u32) -> Time {
        self.ground.clock.now() + HOUR * hours
    }

    async fn offers(&self, trainer: &Actor, partner: Option<MemberId>, hours: u32) -> Result<OfferedId> {
        let (trainer, from) = (trainer.clone(), self.at(hours));
        self.write(move |tx| Offered::offer(tx, &trainer, partner, from, from + HOUR / 2)).await
    }

    async fn books(&self, learner: &Actor, time: OfferedId) -> Result<BookingId> {
        let learner = learner.clone();
        self.write(move |tx| Booking::book(tx, &learner, time, WHAT, true)).await
    }

    async fn free(&self, learner: &Actor) -> Vec<OfferedId> {
        let learner = learner.clone();
        let open = self.ground.db.read(move |tx| Offered::open_to(tx, &learner)).await.unwrap();
        open.into_iter().map(|it| it.id).collect()
    }

    async fn booking(&self, actor: &Actor, id: BookingId) -> Booking {
        let actor = actor.clone();
        self.ground.db.read(move |tx| Booking::of(tx, &actor, id)).await.unwrap().0
    }

    async fn starts(&self, actor: &Actor, id: BookingId) -> Result<String> {
        let actor = actor.clone();
        self.write(move |tx| Booking::of(tx, &actor, id)?.0.begin(tx)).await
    }

    async fn settles(&self, actor: &Actor, id: BookingId, took_place: bool) -> Result<()> {
        let actor = actor.clone();
        self.write(move |tx| Booking::of(tx, &actor, id)?.0.settle(tx, &actor, took_place)).await
    }

    async fn cancels(&self, actor: &Actor, id: BookingId) -> Result<()> {
        let actor = actor.clone();
        self.write(move |tx| Booking::of(tx, &actor, id)?.0.cancel(tx, &actor)).await
    }

    async fn leaves(&self, actor: &Actor, id: BookingId, words: &'static str) -> Result<()> {
        let actor = actor.clone();
        self.write(move |tx| Booking::of(tx, &actor, id)?.0.leave(tx, &actor, words)).await
    }

    /// What is done later is done.
    async fn looks(&self) {
        self.write(training::schedule).await.unwrap();
        training::jobs(Jobs::default()).run_due(&self.ground.db).await.unwrap();
    }

    /// Somebody else who learns the same.
    async fn learns(&self, name: &'static str) -> Actor {
        self.write(move |tx| {
            let actor = joins(tx, name, &[Hat::Supporter])?;
            let published = course::published(tx, "together")?;
            progress::done(tx, actor.id, &published, "a-text")?;
            Ok(actor)
        })
        .await
        .unwrap()
    }
}

#[test]
fn a_time_is_booked_practised_and_counts_when_the_trainer_says_so() {
    in_town(|town: Arc<Town>| async move {
        town.takes().await;
        assert_eq!(key(town.offers(&town.theo, None, 24).await), "not found", "learners offer nothing");
        let time = town.offers(&town.nora, None, 24).await.unwrap();
        let id = town.books(&town.theo, time).await.unwrap();
        assert!(town.free(&town.theo).await.is_empty(), "it is taken");
        assert!(!town.booking(&town.theo, id).await.is_near(town.at(0) - HOUR), "the day before it is not near");
        assert!(town.booking(&town.nora, id).await.is_near(town.at(0)), "a day before, both are reminded");
        assert_eq!(key(town.starts(&town.theo, id).await), "booking-not-now");
        assert_eq!(key(town.settles(&town.nora, id, true).await), "not found", "not before it began");
        town.pass(24 * 3600 - 300);
        let address = town.starts(&town.theo, id).await.unwrap();
        assert_eq!(town.starts(&town.nora, id).await.unwrap(), address, "both come to the same page");
        assert_eq!(key(town.cancels(&town.theo, id).await), "booking-began");
        assert_eq!(key(town.settles(&town.theo, id, true).await), "not found", "learners do not say so themselves");
        town.settles(&town.nora, id, true).await.unwrap();
        let theo = town.theo.id;
        let (here, done) = town
            .ground
            .db
            .read(move |tx| {
                let here: bool = tx.value(
                    "SELECT here FROM training_together WHERE member_id = $1 AND activity_id = 'listening'",
                    db::args![theo],
                )?;
                Ok((here, progress::of(tx, theo, "together")?.has("listening")))
            })
            .await
            .unwrap();
        assert!(here && done);
    });
}

#[test]
fn two_learners_cannot_have_one_time() {
    in_town(|town: Arc<Town>| async move {
        town.takes().await;
        let kim = town.learns("Kim").await;
        for round in 0..5 {
            let time = town.offers(&town.nora, None, 24 + round * 2).await.unwrap();
            let (one, other) = tokio::join!(town.books(&town.theo, time), town.books(&kim, time));
            assert!(one.is_ok() != other.is_ok(), "one of them has it: {one:?}, {other:?}");
            let (who, id) = if let Ok(id) = one { (town.theo.clone(), id) } else { (kim.clone(), other.unwrap()) };
            town.cancels(&who, id).await.unwrap();
            assert_eq!(town.free(&kim).await.len(), 1 + round as usize, "a learner gives the time back");
        }
        let first = town.free(&kim).await[0];
        town.books(&town.theo, first).await.unwrap();
        let second = town.free(&town.theo).await[0];
        assert_eq!(key(town.books(&town.theo, second).await), "booking-has-one");
    });
}

#[test]
fn whoever_is_named_to_play_is_asked_first() {
    in_town(|town: Arc<Town>| async move {
        town.takes().await;
        let time = town.offers(&town.nora, Some(town.cara.id), 24).await.unwrap();
        assert!(town.free(&town.theo).await.is_empty(), "not before Cara said yes");
        assert_eq!(key(town.books(&town.theo, time).await), "booking-gone");
        let agrees = |actor: &Actor, reads: bool| {
            let actor = actor.clone();
            town.write(move |tx| Offered::given_by(tx, &actor, time)?.agree(tx, &actor, reads))
        };
        assert_eq!(key(agrees(&town.nora, true).await), "not found", "nobody says yes for her");
        assert_eq!(key(agrees(&town.ada, true).await), "not found");
        agrees(&town.cara, true).await.unwrap();
        let id = town.books(&town.theo, time).await.unwrap();
        assert!(town.booking(&town.nora, id).await.is_read(), "both agreed that Nora reads along");
        town.cancels(&town.cara, id).await.unwrap();
        let off = town.booking(&town.theo, id).await;
        assert_eq!((off.ended_how, off.ended_by), (Some(Ending::Cancelled), Some(town.cara.id)));
        assert!(off.is_off(town.at(0)), "and it is said");
        assert!(town.free(&town.theo).await.is_empty(), "a time that nobody gives is nobody's to book");
        // Without a yes of both nobody reads along.
        let alone = town.offers(&town.nora, Some(town.cara.id), 48).await.unwrap();
        let cara = town.cara.clone();
        town.write(move |tx| Offered::given_by(tx, &cara, alone)?.agree(tx, &cara, false)).await.unwrap();
        let id = town.books(&town.theo, alone).await.unwrap();
        assert!(!town.booking(&town.nora, id).await.is_read());
    });
}

#[test]
fn times_do_not_lie_on_one_another_in_the_past_or_in_another_year() {
    in_town(|town: Arc<Town>| async move {
        town.offers(&town.nora, None, 24).await.unwrap();
        assert_eq!(key(town.offers(&town.nora, None, 24).await), "offered-overlaps");
        town.offers(&town.ada, None, 24).await.unwrap();
        assert_eq!(key(town.offers(&town.nora, None, 0).await), "offered-when");
        assert_eq!(key(town.offers(&town.nora, None, 24 * 100).await), "offered-when");
        assert_eq!(key(town.offers(&town.nora, Some(town.nora.id), 72).await), "offered-partner");
        let nora = town.nora.clone();
        let from = town.at(96);
        let long = town.write(move |tx| Offered::offer(tx, &nora, None, from, from + HOUR * 3)).await;
        assert_eq!(key(long), "offered-how-long");
    });
}

#[test]
fn what_nobody_began_is_missed_and_can_be_booked_anew() {
    in_town(|town: Arc<Town>| async move {
        town.takes().await;
        let time = town.offers(&town.nora, None, 24).await.unwrap();
        let id = town.books(&town.theo, time).await.unwrap();
        town.pass(24 * 3600 + 1800 + 1799);
        town.looks().await;
        assert_eq!(town.booking(&town.theo, id).await.ended_how, None, "there is half an hour to come late");
        town.pass(1);
        town.looks().await;
        assert_eq!(town.booking(&town.theo, id).await.ended_how, Some(Ending::Missed));
        let time = town.offers(&town.nora, None, 24).await.unwrap();
        let id = town.books(&town.theo, time).await.unwrap();
        // Begun, and it came to nothing: the trainer says so.
        town.pass(24 * 3600);
        town.starts(&town.theo, id).await.unwrap();
        town.settles(&town.nora, id, false).await.unwrap();
        let theo = town.theo.id;
        let done = town.ground.db.read(move |tx| Ok(progress::of(tx, theo, "together")?.has("listening"))).await;
        assert!(!done.unwrap());
        let time = town.offers(&town.nora, None, 24).await.unwrap();
        town.books(&town.theo, time).await.unwrap();
    });
}

#[test]
fn whoever_is_suspended_steps_back_or_leaves_is_not_waited_for() {
    in_town(|town: Arc<Town>| async move {
        town.takes().await;
        let how = |id| {
            let (town, theo) = (Arc::clone(&town), town.theo.clone());
            async move { town.booking(&theo, id).await.ended_how }
        };
        let time = town.offers(&town.nora, None, 24).await.unwrap();
        let id = town.books(&town.theo, time).await.unwrap();
        let (ada, nora, until) = (town.ada.id, town.nora.id, town.at(240));
        let suspension = town.write(move |tx| standing::suspend(tx, ada, nora, until, "A reason.")).await.unwrap();
        town.pass(24 * 3600);
        assert_eq!(key(town.starts(&town.theo, id).await), "booking-apart-now", "nobody is sent to an empty page");
        town.looks().await;
        assert_eq!(how(id).await, Some(Ending::Apart));
        town.write(move |tx| standing::lift(tx, ada, suspension)).await.unwrap();
        assert!(town.free(&town.theo).await.is_empty(), "nor does the time come back");
        // Nora steps back.
        let time = town.offers(&town.nora, None, 24).await.unwrap();
        let id = town.books(&town.theo, time).await.unwrap();
        town.write(move |tx| training::step_back(tx, nora)).await.unwrap();
        assert_eq!(how(id).await, Some(Ending::Apart));
        // Ada leaves for good.
        let time = town.offers(&town.ada, None, 24).await.unwrap();
        let id = town.books(&town.theo, time).await.unwrap();
        town.write(move |tx| training::farewell(tx, ada)).await.unwrap();
        let booking = town.booking(&town.theo, id).await;
        assert_eq!((booking.ended_how, booking.time.trainer), (Some(Ending::Apart), None));
        // And nobody meets whom they keep away from.
        let time = town.offers(&town.cara, None, 24).await.unwrap();
        let id = town.books(&town.theo, time).await.unwrap();
        let (theo, cara) = (town.theo.id, town.cara.id);
        town.write(move |tx| blocks::block(tx, theo, cara)).await.unwrap();
        town.looks().await;
        assert_eq!(how(id).await, Some(Ending::Apart));
        assert!(town.free(&town.theo).await.is_empty());
    });
}

#[test]
fn words_afterwards_are_for_the_learner_alone() {
    in_town(|town: Arc<Town>| async move {
        town.takes().await;
        let time = town.offers(&town.nora, Some(town.cara.id), 24).await.unwrap();
        let cara = town.cara.clone();
        town.write(move |tx| Offered::given_by(tx, &cara, time)?.agree(tx, &cara, true)).await.unwrap();
        let id = town.books(&town.theo, time).await.unwrap();
        assert_eq!(key(town.leaves(&town.cara, id, "Early.").await), "not found", "there was nothing yet");
        town.pass(24 * 3600);
        town.starts(&town.theo, id).await.unwrap();
        town.leaves(&town.cara, id, "You stayed with me.").await.unwrap();
        town.pass(60);
        town.leaves(&town.nora, id, "Draft.").await.unwrap();
        town.leaves(&town.nora, id, "Ask one thing at a time.").await.unwrap();
        assert_eq!(key(town.leaves(&town.theo, id, "Mine.").await), "not found");
        assert_eq!(key(town.leaves(&town.nora, id, " ").await), "debrief-empty");
        let read = |actor: &Actor| {
            let actor = actor.clone();
            town.ground.db.read(move |tx| Booking::of(tx, &actor, id)?.0.debriefs(tx, &actor))
        };
        let words = |it: Vec<training::debrief::Debrief>| it.into_iter().map(|it| it.words).collect::<Vec<_>>();
        assert_eq!(words(read(&town.theo).await.unwrap()), ["You stayed with me.", "Ask one thing at a time."]);
        assert_eq!(words(read(&town.cara).await.unwrap()), ["You stayed with me."], "each reads their own");
        assert_eq!(key(read(&town.ada).await), "not found");
        let stored: Vec<Vec<u8>> = town
            .ground
            .db
            .read(|tx| tx.all("SELECT words FROM training_debriefs", db::args![], |row| row.get(0)))
            .await
            .unwrap();
        assert!(stored.iter().all(|it| !String::from_utf8_lossy(it).contains("stayed")), "sealed");
    });
}
