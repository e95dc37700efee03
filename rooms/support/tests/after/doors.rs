//! The doors stand open only while two people who look after the place are on call, once the community decided so.

use std::{collections::BTreeSet, time::Duration};

use db::{Result, Time, Tx, args};
use jobs::Lease;
use organisation::{Settings, settings::DIALS};
use people::{hats, standing};
use proptest::{collection::vec, prelude::*, test_runner::TestRunner};
use support::{closing::Shut, cover::Cover, dispatch, duty::Duty, offer::Offer, request::Request};
use testkit::{Ground, on_both_engines};
use words::{Actor, AgeBand, Hat};
use workforce::{
    answer::Work,
    doors, pause,
    requirement::Requirement,
    shift::{self, Shift, ShiftId},
    swap,
};

use crate::town::*;

const STEP: Duration = Duration::from_secs(600);

/// The community decides that its doors need people on call.
async fn guard(ground: &Ground, by: &Actor) {
    let by = by.id;
    let dial = DIALS.iter().find(|it| it.name == doors::DIAL).unwrap();
    does(ground, move |tx| Settings::turn(tx, by, &[(dial, 1)], "Nobody should be alone with it.")).await.unwrap();
}

async fn on_call(ground: &Ground, who: &Actor, after: Duration, span: Duration) {
    let who = who.clone();
    let plan = move |tx: &mut Tx<'_>| {
        Shift::plan(tx, &who, Work::Moderation, tx.now() + after, tx.now() + after + span).map(drop)
    };
    does(ground, plan).await.unwrap();
}

#[test]
fn the_doors_stay_shut_until_two_people_are_on_call_and_the_page_says_until_when() {
    on_both_engines(&migrations(), |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let theo = person(&ground, "Theo", &[Hat::Supporter]).await;
        let nora = person(&ground, "Nora", &[Hat::Supervisor, Hat::Moderator]).await;
        let olu = person(&ground, "Olu", &[Hat::Moderator]).await;
        let asks = async || {
            let maya = maya.clone();
            does(&ground, move |tx| Request::ask(tx, &maya, &ask("en"))).await
        };
        let cover = async || does(&ground, |tx| Cover::now(tx, AgeBand::Adult)).await.unwrap();
        assert!(cover().await.shut.is_none(), "nobody decided anything yet");
        guard(&ground, &nora).await;
        {
            let theo = theo.clone();
            does(&ground, move |tx| {
                let now = tx.now();
                Shift::plan(tx, &theo, Work::Conversation, now + HOUR, now + 5 * HOUR).map(drop)
            })
            .await
            .unwrap();
        }
        assert_eq!(asks().await.unwrap_err().refusal(), Some("ask-doors-shut"));
        let Some(Shut::Uncovered { opens_at: None }) = cover().await.shut else { panic!("nobody planned anything") };
        assert!(cover().await.next.is_none(), "somebody comes, but not while the doors are open");

        let begins = ground.db.now();
        on_call(&ground, &nora, Duration::ZERO, 20 * HOUR).await;
        assert!(asks().await.is_err(), "one person who wears both hats is one person");
        on_call(&ground, &olu, 2 * HOUR, 2 * HOUR).await;
        let shut = cover().await;
        let Some(Shut::Uncovered { opens_at }) = shut.shut else { panic!("not open yet") };
        assert_eq!((opens_at, shut.next), (Some(begins + 2 * HOUR), Some(begins + 2 * HOUR)));
        let planned: Vec<usize> = shut.hours.iter().take(6).map(|it| it.planned).collect();
        assert_eq!(planned, [0, 0, 1, 1, 0, 0], "his first hour and his last are not promised");

        ground.clock.pass(2 * HOUR);
        does(&ground, support::schedule).await.unwrap();
        let waits = asks().await.unwrap();
        pass(&ground, HOUR).await;
        let (theo, lease) = (theo.clone(), Lease::new("support.dispatcher", db::Uuid::from_u128(1), STEP));
        ground.clock.pass(HOUR);
        // The doors have shut; the job that says so to those who wait has not come yet.
        let offered = does(&ground, move |tx| {
            Duty::begin(tx, &theo)?;
            tx.execute("UPDATE support_requests SET seen_at = $1", args![tx.now()])?;
            dispatch::round(tx, &lease)?;
            Offer::open_to(tx, theo.id)
        })
        .await
        .unwrap();
        assert!(offered.is_none(), "nobody is sent to a supporter behind shut doors");
        pass(&ground, Duration::from_secs(60)).await;
        let maya_id = maya.id;
        assert!(does(&ground, move |tx| Request::live_of(tx, maya_id)).await.unwrap().is_none());
        let outcome: String =
            does(&ground, move |tx| tx.value("SELECT outcome FROM support_requests WHERE id = $1", args![waits]))
                .await
                .unwrap();
        assert_eq!(outcome, "doors-closed", "nobody waits through the night without a word");
    });
}

#[test]
fn young_people_need_a_safeguarding_lead_on_call() {
    on_both_engines(&migrations(), |ground| async move {
        let nora = person(&ground, "Nora", &[Hat::Supervisor]).await;
        let olu = person(&ground, "Olu", &[Hat::Moderator]).await;
        let idris = person(&ground, "Idris", &[Hat::SafeguardingLead]).await;
        guard(&ground, &nora).await;
        let open = async || {
            does(&ground, |tx| Ok((doors::are_open(tx, AgeBand::Adult)?, doors::are_open(tx, AgeBand::Younger)?)))
                .await
                .unwrap()
        };
        on_call(&ground, &nora, Duration::ZERO, HOUR).await;
        on_call(&ground, &idris, Duration::ZERO, HOUR).await;
        assert_eq!(open().await, (false, true));
        on_call(&ground, &olu, Duration::ZERO, HOUR).await;
        assert_eq!(open().await, (true, true));
    });
}

/// Something that happens. Times are steps of ten minutes from now.
#[derive(Clone, Debug)]
enum Verb {
    OnCall(usize, u32, u32),
    Shift(usize, u32, u32),
    GiveUp(usize),
    Swap(usize, usize),
    Break(usize),
    Hat(usize),
    Wait(u32),
}

fn verbs() -> impl Strategy<Value = Vec<Verb>> {
    let verb = prop_oneof![
        6 => (0..4_usize, 0..60_u32, 1..60_u32).prop_map(|(who, from, span)| Verb::OnCall(who, from, span)),
        3 => (4..6_usize, 0..60_u32, 1..36_u32).prop_map(|(who, from, span)| Verb::Shift(who, from, span)),
        2 => (0..20_usize).prop_map(Verb::GiveUp),
        2 => (0..20_usize, 0..6_usize).prop_map(|(which, who)| Verb::Swap(which, who)),
        1 => (0..6_usize).prop_map(Verb::Break),
        1 => (0..4_usize).prop_map(Verb::Hat),
        4 => (1..40_u32).prop_map(Verb::Wait),
    ];
    vec(verb, 1..30)
}

/// Somebody of the model.
#[derive(Clone)]
struct Person {
    actor: Actor,
    /// What they wear when nobody took it.
    hats: Vec<Hat>,
    away: bool,
}

/// A shift of the model.
#[derive(Clone)]
struct Planned {
    id: ShiftId,
    who: usize,
    work: Work,
    from: Time,
    until: Time,
    given_up: Option<Time>,
}

/// What a reader of the rules would expect.
#[derive(Clone)]
struct Model {
    people: Vec<Person>,
    shifts: Vec<Planned>,
}

impl Model {
    fn there(&self, work: Work, at: Time) -> impl Iterator<Item = usize> {
        self.shifts
            .iter()
            .filter(move |it| it.work == work && it.given_up.is_none() && it.from <= at && at < it.until)
            .map(|it| it.who)
            .filter(|who| !self.people[*who].away)
    }

    fn is_open(&self, at: Time) -> bool {
        let called =
            |hat| self.there(Work::Moderation, at).filter(move |it| self.people[*it].actor.hats.contains(&hat));
        called(Hat::Supervisor).any(|one| called(Hat::Moderator).any(|other| one != other))
    }

    fn play(&mut self, tx: &mut Tx<'_>, verb: &Verb) -> Result<()> {
        match *verb {
            Verb::OnCall(who, from, span) => self.plan(tx, who, Work::Moderation, from, span),
            Verb::Shift(who, from, span) => self.plan(tx, who, Work::Conversation, from, span),
            Verb::GiveUp(which) => {
                let now = tx.now();
                let Some(shift) = self.shifts.get_mut(which) else { return Ok(()) };
                let given_up = Shift::give_up(tx, &self.people[shift.who].actor, shift.id);
                assert_eq!(given_up.is_ok(), shift.given_up.is_none() && shift.until > now);
                shift.given_up = shift.given_up.or(given_up.is_ok().then_some(now));
                Ok(())
            }
            Verb::Swap(which, who) => {
                let Some(shift) = self.shifts.get_mut(which) else { return Ok(()) };
                if swap::offer(tx, &self.people[shift.who].actor, shift.id).is_ok()
                    && swap::take(tx, &self.people[who].actor, shift.id).is_ok()
                {
                    shift.who = who;
                }
                Ok(())
            }
            Verb::Break(who) => {
                let person = &mut self.people[who];
                person.away = !person.away;
                match person.away {
                    true => standing::take_break(tx, person.actor.id),
                    false => standing::come_back(tx, person.actor.id),
                }
            }
            Verb::Hat(who) => {
                let person = &mut self.people[who];
                if person.actor.hats.is_empty() {
                    person.actor.hats.clone_from(&person.hats);
                    return person.hats.iter().try_for_each(|hat| hats::grant_first(tx, person.actor.id, *hat));
                }
                person.actor.hats.clear();
                tx.execute("DELETE FROM people_hats WHERE member = $1", args![person.actor.id]).map(drop)
            }
            Verb::Wait(_) => Ok(()),
        }
    }

    fn plan(&mut self, tx: &mut Tx<'_>, who: usize, work: Work, from: u32, span: u32) -> Result<()> {
        let (from, until) = (tx.now() + STEP * from, tx.now() + STEP * (from + span));
        // Where it is refused, nothing is planned; the rules of that have tests of their own.
        if let Ok(id) = Shift::plan(tx, &self.people[who].actor, work, from, until) {
            self.shifts.push(Planned { id, who, work, from, until, given_up: None });
        }
        Ok(())
    }

    /// Compares every promise with what the model says.
    fn check(&self, tx: &mut Tx<'_>, asker: &Actor) -> Result<()> {
        let now = tx.now();
        assert_eq!(doors::are_open(tx, AgeBand::Adult)?, self.is_open(now));
        let cover = Cover::now(tx, AgeBand::Adult)?;
        for hour in &cover.hours {
            let mut people = BTreeSet::new();
            let mut at = hour.begins_at.max(now);
            while at < hour.begins_at + HOUR {
                if self.is_open(at) {
                    people.extend(self.there(Work::Conversation, at));
                }
                at = at + STEP;
            }
            assert_eq!(hour.planned, people.len(), "the hour that begins {}", hour.begins_at);
        }
        match &cover.shut {
            None => assert!(self.is_open(now)),
            Some(Shut::Closed(_)) => panic!("nobody closed the doors"),
            Some(Shut::Uncovered { opens_at }) => {
                let later = (1..28 * 144).map(|step| now + STEP * step);
                assert!(!self.is_open(now));
                assert_eq!(*opens_at, later.into_iter().find(|at| self.is_open(*at)));
            }
        }
        match Request::ask(tx, asker, &ask("en")) {
            Ok(request) => {
                assert!(self.is_open(now));
                Request::own(tx, asker, request)?.withdraw(tx)
            }
            Err(error) => {
                assert!(!self.is_open(now) && error.refusal() == Some("ask-doors-shut"));
                Ok(())
            }
        }
    }
}

#[test]
fn the_rota_never_opens_an_hour_without_its_cover() {
    on_both_engines(&migrations(), |ground| async move {
        // The clock begins at a whole hour, so that steps and hours meet.
        let asker = person(&ground, "Maya", &[]).await;
        let both = vec![Hat::Supervisor, Hat::Moderator];
        let worn = [
            ("Nora", vec![Hat::Supervisor]),
            ("Olu", vec![Hat::Moderator]),
            ("Wren", both),
            ("Idris", vec![Hat::Supervisor]),
            ("Theo", vec![Hat::Supporter]),
            ("Kofi", vec![Hat::Supporter]),
        ];
        let mut people = Vec::new();
        for (name, hats) in worn {
            people.push(Person { actor: person(&ground, name, &hats).await, hats, away: false });
        }
        guard(&ground, &people[0].actor).await;
        let handle = tokio::runtime::Handle::current();
        let mut runner =
            TestRunner::new(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() });
        let ran = runner.run(&verbs(), |verbs| {
            let mut model = Model { people: people.clone(), shifts: Vec::new() };
            for verb in verbs {
                if let Verb::Wait(steps) = verb {
                    ground.clock.pass(STEP * steps);
                }
                let (before, asker) = (model.clone(), asker.clone());
                model = tokio::task::block_in_place(|| {
                    handle.block_on(ground.db.write(move |tx| {
                        // What is asked again begins where it began.
                        let mut model = before.clone();
                        model.play(tx, &verb)?;
                        Ok(model)
                    }))
                })
                .unwrap();
                let shown = model.clone();
                tokio::task::block_in_place(|| handle.block_on(ground.db.write(move |tx| shown.check(tx, &asker))))
                    .unwrap();
            }
            // The next sequence begins with an empty rota, and everybody there.
            let last = model.people.clone();
            tokio::task::block_in_place(|| {
                handle.block_on(ground.db.write(move |tx| {
                    tx.execute("DELETE FROM workforce_shifts", args![])?;
                    for person in &last {
                        if person.away {
                            standing::come_back(tx, person.actor.id)?;
                        }
                        for hat in &person.hats {
                            hats::grant_first(tx, person.actor.id, *hat)?;
                        }
                    }
                    Ok(())
                }))
            })
            .unwrap();
            Ok(())
        });
        ran.unwrap();
    });
}

#[test]
fn what_was_planned_before_there_was_a_rota_stands_on_it() {
    let old: Vec<_> = migrations().into_iter().filter(|it| it.name != "rota" || it.room == "workforce").collect();
    on_both_engines(&old, |ground| async move {
        tokio::task::block_in_place(|| {
            let mut direct = db::Direct::open(&ground.address).unwrap();
            let planned = direct.write(|tx| {
                let (theo, olu) = (tx.new_uuid(), tx.new_uuid());
                for withdrawn in [None, Some(Time(5))] {
                    tx.execute(
                        "INSERT INTO support_shifts (id, member_id, begins_at, ends_at, made_by, made_at, withdrawn_at)
                         VALUES ($1, $2, 10, 20, $2, 1, $3)",
                        args![tx.new_uuid(), theo, withdrawn],
                    )?;
                }
                tx.execute(
                    "INSERT INTO safety_watches (id, member_id, begins_at, ends_at, made_at) VALUES ($1, $2, 30, 40, 2)",
                    args![tx.new_uuid(), olu],
                )
            });
            planned.unwrap();
            db::migrate(&mut direct, &migrations()).unwrap();
            let moved = direct.write(|tx| {
                tx.all(
                    "SELECT work, begins_at, ends_at, made_at, ended_at FROM workforce_shifts ORDER BY begins_at, ended_at IS NULL",
                    args![],
                    |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)),
                )
            });
            let talk = Work::Conversation;
            let expected: [(Work, i64, i64, i64, Option<i64>); 3] =
                [(talk, 10, 20, 1, Some(5)), (talk, 10, 20, 1, None), (Work::Moderation, 30, 40, 2, None)];
            assert_eq!(moved.unwrap(), expected);
        });
    });
}

#[test]
fn the_doors_do_not_open_on_somebody_without_their_certificate_or_in_a_pause() {
    on_both_engines(&migrations(), |ground| async move {
        let nora = person(&ground, "Nora", &[Hat::Supervisor]).await;
        let olu = person(&ground, "Olu", &[Hat::Moderator]).await;
        let ada = person(&ground, "Ada", &[Hat::Administrator]).await;
        guard(&ground, &nora).await;
        for who in [&nora, &olu] {
            on_call(&ground, who, Duration::ZERO, 20 * HOUR).await;
        }
        let now = ground.db.now();
        let covered =
            async || does(&ground, |tx| doors::covered(tx, AgeBand::Adult, tx.now() + 24 * HOUR)).await.unwrap();
        assert_eq!(covered().await, [(now, now + 20 * HOUR)]);
        let who = olu.clone();
        does(&ground, move |tx| pause::take(tx, &who, Some(tx.now() + 3 * HOUR))).await.unwrap();
        assert_eq!(covered().await, [(now + 3 * HOUR, now + 20 * HOUR)]);
        assert_eq!(does(&ground, shift::on_call).await.unwrap(), [nora.id], "whoever pauses is not called");
        let who = olu.clone();
        does(&ground, move |tx| pause::end(tx, &who)).await.unwrap();
        let needed = now + 5 * HOUR;
        let asks = move |tx: &mut Tx<'_>| {
            let asked = Requirement { needed_from: Some(needed), ..Requirement::of(tx, Work::Moderation)? };
            asked.write(tx, &ada, "We agreed on it.")
        };
        does(&ground, asks).await.unwrap();
        assert_eq!(covered().await, [(now, needed)], "until it is needed");
        does(&ground, move |tx| {
            for (who, by) in [(&olu, &nora), (&nora, &olu)] {
                let until = tx.now() + 9 * HOUR;
                tx.execute(
                    "INSERT INTO workforce_certificates (id, member_id, work, version, grade, issued_by, issued_at, expires_at)
                     VALUES ($1, $2, 'moderation', 1, 'full', $3, $4, $5)",
                    args![tx.new_uuid(), who.id, by.id, tx.now(), until],
                )?;
            }
            Ok(())
        })
        .await
        .unwrap();
        assert_eq!(covered().await, [(now, now + 9 * HOUR)], "as long as both hold one");
    });
}
