//! People who do things at the same moment. Whatever the order, the rules hold.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use ::words::{AgeBand, Hat};
use db::{Uuid, args};
use jobs::Lease;
use support::{kind::RequestId, note::Note, request::Request};
use testkit::Client;
use tokio::{sync::watch, task::JoinSet};
use workforce::debrief;

use crate::{
    talk::{Person, Saved, ask, chance, check, conversations},
    town::{Town, in_town},
};

/// How often everybody does something.
const ROUNDS: usize = 15;

#[test]
fn whoever_races_for_a_request_one_wins_and_nobody_is_given_too_much() {
    in_town(|mut town| async move {
        let bands = [(AgeBand::Adult, 9, 6), (AgeBand::Older, 4, 3)];
        let (mut askers, mut supporters) = (Vec::new(), Vec::new());
        for (band, some, others) in bands {
            for number in 0..some {
                let name = format!("Asker {} {number}", letter(band));
                town.moves_in(&name, band, &[]).await;
                askers.push(name);
            }
            for number in 0..others {
                let name = format!("Peer {} {number}", letter(band));
                town.moves_in(&name, band, &[Hat::Supporter]).await;
                supporters.push(name);
            }
        }
        let roomy = town.id("Peer a 0");
        let nora = town.actor("Nora").await;
        town.write(move |tx| support::profile::Profile::set_capacity(tx, &nora, roomy, 2)).await;

        let done = Arc::new(AtomicBool::new(false));
        let won: Arc<Mutex<BTreeMap<String, BTreeSet<String>>>> = Arc::default();
        let mut working = JoinSet::new();
        for name in &askers {
            working.spawn(asks_again_and_again(town.as_(name).await));
        }
        for name in &supporters {
            let (browser, won, done) = (town.as_(name).await, Arc::clone(&won), Arc::clone(&done));
            let (db, member) = (town.ground.db.clone(), town.id(name));
            working.spawn(supports(browser, db, member, name.clone(), won, done));
        }
        let mut beside = JoinSet::new();
        for node in 0..3u128 {
            let (db, done) = (town.ground.db.clone(), Arc::clone(&done));
            beside.spawn(async move {
                while !done.load(Ordering::SeqCst) {
                    let lease = Lease::new("support.dispatcher", Uuid::from_u128(node), Duration::ZERO);
                    db.write(move |tx| support::dispatch::round(tx, &lease)).await.unwrap();
                    tokio::time::sleep(Duration::from_millis(2)).await;
                }
            });
        }
        beside.spawn(supervises(town.as_("Nora").await, town.ground.db.clone(), Arc::clone(&done)));
        beside.spawn(watches(town.ground.db.clone(), Arc::clone(&done)));
        // The askers end by themselves; the others when they have.
        for _ in 0..askers.len() {
            working.join_next().await.unwrap().unwrap();
        }
        done.store(true, Ordering::SeqCst);
        while let Some(ended) = working.join_next().await {
            ended.unwrap();
        }
        while let Some(ended) = beside.join_next().await {
            ended.unwrap();
        }
        rules_hold(&town.ground.db).await;
        let won = won.lock().unwrap();
        for (conversation, winners) in won.iter() {
            assert_eq!(winners.len(), 1, "{winners:?} were all told that they won {conversation}");
        }
        assert!(won.len() > 30, "only {} offers were won", won.len());
        println!("{:?}: {} requests won, each by one", town.ground.engine, won.len());
    });
}

fn letter(band: AgeBand) -> char {
    if band == AgeBand::Adult { 'a' } else { 'y' }
}

/// No answer is ever our fault.
fn is_calm(answer: &testkit::Answer) {
    assert!(answer.status.as_u16() < 500, "{}: {}", answer.status, answer.words());
}

/// Asks, from two browsers at once; ends what came of it; sometimes does not want to wait any more.
async fn asks_again_and_again(browser: Client) {
    let form = [("kind", "heard"), ("language", "en"), ("pace", "sooner")];
    for _ in 0..ROUNDS {
        let (mut one, mut other) = (browser.clone(), browser.clone());
        let (first, second) =
            tokio::join!(one.post("/support/requests", &form), other.post("/support/requests", &form));
        is_calm(&first);
        is_calm(&second);
        for _ in 0..20 {
            let page = one.get("/support/ask").await;
            is_calm(&page);
            match page.location() {
                Some(talk) if talk.starts_with("/conversations/") => {
                    // Long enough that everybody is busy while others wait.
                    tokio::time::sleep(Duration::from_millis(30)).await;
                    is_calm(&one.post(&format!("{talk}/ending"), &[]).await);
                    break;
                }
                Some(waits) if chance(12) == 0 => is_calm(&one.post(&format!("{waits}/withdrawal"), &[]).await),
                _ => tokio::time::sleep(Duration::from_millis(5)).await,
            }
        }
    }
}

/// Accepts what is offered, from two browsers at once; or declines.
async fn supports(
    mut browser: Client,
    db: db::Db,
    member: ::words::MemberId,
    name: String,
    won: Arc<Mutex<BTreeMap<String, BTreeSet<String>>>>,
    done: Arc<AtomicBool>,
) {
    while !done.load(Ordering::SeqCst) {
        // Breaks are enforced, and the clock of a test stands still.
        let rested = "UPDATE workforce_rests SET until = 0 WHERE member_id = $1";
        db.write(move |tx| tx.execute(rested, args![member])).await.unwrap();
        is_calm(&browser.post("/duty", &[("rested", "yes"), ("steady", "yes")]).await);
        let page = browser.get("/duty").await;
        is_calm(&page);
        let Some((_, rest)) = page.body.split_once("/duty/offers/") else {
            tokio::time::sleep(Duration::from_millis(3)).await;
            continue;
        };
        let offer = rest.split('/').next().unwrap().to_owned();
        if chance(5) == 0 {
            is_calm(&browser.post(&format!("/duty/offers/{offer}/decline"), &[]).await);
            continue;
        }
        let path = format!("/duty/offers/{offer}/acceptance");
        let mut other = browser.clone();
        let (first, second) = tokio::join!(browser.post(&path, &[]), other.post(&path, &[]));
        let mut times = 0;
        for answer in [first, second] {
            is_calm(&answer);
            if let Some(place) = answer.location() {
                times += 1;
                won.lock().unwrap().entry(place).or_default().insert(name.clone());
            }
        }
        assert!(times < 2, "{name} was told twice that the same offer was won");
    }
}

/// A supervisor who takes requests herself in the middle of it all.
async fn supervises(mut browser: Client, db: db::Db, done: Arc<AtomicBool>) {
    let waiting = "SELECT id FROM support_requests WHERE ended_at IS NULL ORDER BY made_at LIMIT 1";
    while !done.load(Ordering::SeqCst) {
        let request: Option<RequestId> = db.read(move |tx| tx.first(waiting, args![], |row| row.get(0))).await.unwrap();
        if let Some(request) = request {
            let answer = browser.post(&format!("/supervision/requests/{request}/taking"), &[]).await;
            is_calm(&answer);
        }
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
}

/// Looks at the rules again and again while everybody does what they do.
async fn watches(db: db::Db, done: Arc<AtomicBool>) {
    while !done.load(Ordering::SeqCst) {
        rules_hold(&db).await;
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

async fn rules_hold(db: &db::Db) {
    let broken = [
        (
            "two bands met",
            "SELECT c.id FROM support_conversations c JOIN people_members a ON a.id = c.asker_id
             JOIN people_members s ON s.id = c.supporter_id WHERE a.band <> s.band",
        ),
        (
            "somebody was offered a request of another band",
            "SELECT o.id FROM support_offers o JOIN support_requests r ON r.id = o.request_id
             JOIN people_members s ON s.id = o.supporter_id WHERE r.band <> s.band",
        ),
        ("a request was won twice", "SELECT request_id FROM support_conversations GROUP BY request_id HAVING COUNT(*) > 1"),
        (
            "two offers of one request were accepted",
            "SELECT request_id FROM support_offers WHERE outcome = 'accepted' GROUP BY request_id HAVING COUNT(*) > 1",
        ),
        (
            "somebody waits twice",
            "SELECT member_id FROM support_requests WHERE ended_at IS NULL GROUP BY member_id HAVING COUNT(*) > 1",
        ),
        (
            "somebody is supported in two conversations at once",
            "SELECT asker_id FROM support_conversations WHERE ended_at IS NULL GROUP BY asker_id HAVING COUNT(*) > 1",
        ),
        (
            "somebody waits and talks",
            "SELECT r.id FROM support_requests r JOIN support_conversations c ON c.asker_id = r.member_id
             WHERE r.ended_at IS NULL AND c.ended_at IS NULL",
        ),
        (
            "a supporter has more conversations than they have room for",
            "SELECT c.supporter_id FROM support_conversations c LEFT JOIN support_profiles p ON p.member_id = c.supporter_id
             JOIN people_members m ON m.id = c.supporter_id
             WHERE c.ended_at IS NULL AND m.pseudonym LIKE 'Peer%'
             GROUP BY c.supporter_id, p.capacity HAVING COUNT(*) > COALESCE(p.capacity, 1)",
        ),
    ];
    for (what, sql) in broken {
        let rows: Vec<String> = db.read(move |tx| tx.all(sql, args![], |row| row.get(0))).await.unwrap();
        assert!(rows.is_empty(), "{what}: {rows:?}");
    }
}

#[test]
fn nobody_is_given_more_conversations_than_they_have_room_for() {
    in_town(|mut town| async move {
        for number in 0..8 {
            let name = format!("Asker {number}");
            town.moves_in(&name, AgeBand::Adult, &[]).await;
            let actor = town.actor(&name).await;
            town.write(move |tx| Request::ask(tx, &actor, &ask())).await;
        }
        let (done, won) = (Arc::new(AtomicBool::new(false)), Arc::default());
        let mut working = JoinSet::new();
        for name in ["Peer one", "Peer two"] {
            town.moves_in(name, AgeBand::Adult, &[Hat::Supporter]).await;
        }
        let (nora, roomy) = (town.actor("Nora").await, town.id("Peer two"));
        town.write(move |tx| support::profile::Profile::set_capacity(tx, &nora, roomy, 2)).await;
        for name in ["Peer one", "Peer two"] {
            let (browser, won, done) = (town.as_(name).await, Arc::clone(&won), Arc::clone(&done));
            working.spawn(supports(browser, town.ground.db.clone(), town.id(name), name.to_owned(), won, done));
        }
        // Nobody says goodbye, and the queue is looked at again and again.
        for _ in 0..150 {
            town.dispatch().await;
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        done.store(true, Ordering::SeqCst);
        while let Some(ended) = working.join_next().await {
            ended.unwrap();
        }
        rules_hold(&town.ground.db).await;
        let won = won.lock().unwrap().len();
        assert_eq!(won, 3, "one has room for one, the other for two, and eight wait");
    });
}

#[test]
fn asking_from_many_browsers_at_once_asks_once() {
    in_town(|town| async move {
        let browser = town.as_("Maya").await;
        let mut asking = JoinSet::new();
        for _ in 0..12 {
            let mut browser = browser.clone();
            asking.spawn(async move {
                let form = [("kind", "heard"), ("language", "en"), ("pace", "sooner")];
                browser.post("/support/requests", &form).await.is(303).location().unwrap()
            });
        }
        let places: BTreeSet<_> = asking.join_all().await.into_iter().collect();
        assert_eq!(places.len(), 1, "{places:?}");
    });
}

#[test]
fn of_many_who_would_answer_a_note_one_does() {
    in_town(|town| async move {
        // Something was hard for Ruth: she answers again when she says that it is well, and after her rest.
        let ruth = town.actor("Ruth").await;
        town.write(move |tx| {
            let waiting = debrief::waiting_of(tx, ruth.id)?;
            waiting.iter().try_for_each(|it| debrief::waive(tx, &ruth, it.id))
        })
        .await;
        town.ground.clock.pass(Duration::from_secs(3600));
        for asker in ["Maya", "Rhys", "Sam of the hill"] {
            let actor = town.actor(asker).await;
            let note = town
                .write(move |tx| {
                    let request = Request::ask(tx, &actor, &ask())?;
                    Note::leave(tx, &actor, request, "It is late.")
                })
                .await;
            let mut answering = JoinSet::new();
            for name in ["Kofi", "Theo", "Elena", "Ruth", "Hassan", "Nora", "Idris"] {
                let mut browser = town.as_(name).await;
                answering.spawn(async move {
                    let taken = browser.post(&format!("/duty/notes/{note}/taking"), &[]).await;
                    is_calm(&taken);
                    let words = format!("I am {name}, and I hear you.");
                    let answered = browser.post(&format!("/duty/notes/{note}/answer"), &[("answer", &words)]).await;
                    is_calm(&answered);
                    assert_eq!(
                        taken.status == 303,
                        answered.status == 303,
                        "whoever took it answers it, and nobody else"
                    );
                    (answered.status == 303).then_some(words)
                });
            }
            let winners: Vec<_> = answering.join_all().await.into_iter().flatten().collect();
            assert_eq!(winners.len(), 1, "{winners:?}");
            let page = town.as_(asker).await.get(&format!("/support/notes/{note}")).await;
            page.says(&winners[0]);
        }
    });
}

#[test]
fn what_was_acknowledged_arrives_once_and_in_order_however_often_the_line_is_cut() {
    in_town(|town: Town| async move {
        let talks = town.write(conversations).await;
        let address = town.serve().await;
        let (_moved, at) = watch::channel(Some(address));
        let (finish, finished) = watch::channel(false);
        let saved = Saved::default();
        let (mut people, mut seen) = (JoinSet::new(), Vec::new());
        for (index, (id, asker, supporter)) in talks.iter().enumerate() {
            // The asker in two windows at once: what one says, the other hears.
            for (role, token) in [("asker", asker), ("asker elsewhere", asker), ("supporter", supporter)] {
                let heard = Arc::new(Mutex::new(Vec::new()));
                seen.push((*id, Arc::clone(&heard)));
                let person = Person {
                    address: at.clone(),
                    finished: finished.clone(),
                    conversation: *id,
                    token: token.clone(),
                    name: format!("{role} {index}"),
                    saved: Arc::clone(&saved),
                    heard,
                    cuts: true,
                };
                people.spawn(person.talks());
            }
        }
        tokio::time::sleep(Duration::from_secs(6)).await;
        finish.send_replace(true);
        while let Some(ended) = people.join_next().await {
            ended.unwrap();
        }
        let saved = check(&town.ground.db, saved, &talks, &seen).await;
        assert!(saved > 100, "only {saved} messages");
        println!("{:?}: {saved} messages over cut lines", town.ground.engine);
    });
}
