//! Live practice: talked on the page of a conversation, and nowhere counted as one.

use db::{Result, Tx, Uuid, args};
use safety::kind::Level;
use support::{
    apart,
    board::Board,
    conversation::{Conversation, Ending},
    cover::Cover,
    duty::Duty,
    eyes::Eyes,
    feedback::Feedback,
    kind::{ConversationId, Role},
    message,
    practice::{self, Practice, Whom},
    reflection::Reflection,
    review, thanks,
};
use testkit::{Ground, on_both_engines, on_both_engines_lending};
use training::{booking::BookingId, practice::Cast};
use words::{Actor, AgeBand, Hat};

use crate::town::*;

const DANGER: &str = "I am going to kill myself tonight.";

/// Theo learns, Ines plays the member, Nora reads along.
struct People {
    theo: Actor,
    ines: Actor,
    nora: Actor,
    ada: Actor,
}

impl People {
    async fn of(ground: &Ground) -> Self {
        Self {
            theo: person(ground, "Theo", &[Hat::Supporter]).await,
            ines: person(ground, "Ines", &[Hat::Supporter]).await,
            nora: person(ground, "Nora", &[Hat::Supervisor]).await,
            ada: person(ground, "Ada", &[Hat::Supporter, Hat::Supervisor]).await,
        }
    }

    async fn open(&self, ground: &Ground) -> Result<ConversationId> {
        let (learner, partner, reader) = (self.theo.id, self.ines.id, Some(self.nora.id));
        let opened = does(ground, move |tx| {
            let booking = BookingId::fresh(tx);
            practice::open(tx, &Cast { booking, learner, partner, reader })
        });
        Ok(opened.await?.trim_start_matches("/practice/").parse().unwrap())
    }
}

async fn says(ground: &Ground, who: &Actor, id: ConversationId, words: &'static str) -> Result<bool> {
    let who = who.clone();
    does(ground, move |tx| {
        let message = tx.new_uuid();
        let (_, care) = Practice::of(tx, &who, id)?.0.say(tx, &who, message, words)?;
        Ok(care.is_some())
    })
    .await
}

async fn is_open(ground: &Ground, who: &Actor, id: ConversationId) -> bool {
    let who = who.clone();
    does(ground, move |tx| Practice::of(tx, &who, id)).await.unwrap().0.is_open()
}

async fn ends(ground: &Ground, who: &Actor, id: ConversationId) {
    let who = who.clone();
    does(ground, move |tx| Practice::of(tx, &who, id)?.0.end(tx)).await.unwrap();
}

fn count(tx: &mut Tx<'_>, table: &'static str) -> Result<i64> {
    tx.value(&format!("SELECT COUNT(*) FROM {table}"), args![])
}

#[test]
fn the_two_talk_the_trainer_reads_and_for_everybody_else_there_is_nothing() {
    on_both_engines(&migrations(), |ground| async move {
        let people = People::of(&ground).await;
        let id = people.open(&ground).await.unwrap();
        says(&ground, &people.ines, id, "I sat in the car.").await.unwrap();
        says(&ground, &people.theo, id, "That sounds lonely.").await.unwrap();
        assert!(matches!(says(&ground, &people.nora, id, "Well done.").await, Err(db::Error::NotFound)));
        assert!(matches!(says(&ground, &people.ada, id, "Hello.").await, Err(db::Error::NotFound)));
        // The same line sent twice is said once.
        let (theo, twice) = (people.theo.clone(), Uuid::from_u128(7));
        for _ in 0..2 {
            let theo = theo.clone();
            let said = move |tx: &mut Tx<'_>| Practice::of(tx, &theo, id)?.0.say(tx, &theo, twice, "And then?");
            assert_eq!(does(&ground, said).await.unwrap().0.seq, 4);
        }
        let said = does(&ground, move |tx| message::since(tx, id, 0)).await.unwrap();
        let by: Vec<_> = said.iter().map(|it| it.by).collect();
        assert_eq!(by, [Role::Place, Role::Asker, Role::Supporter, Role::Supporter]);
        let sealed: Vec<Vec<u8>> =
            does(&ground, |tx| tx.all("SELECT words FROM support_messages", args![], |row| row.get(0))).await.unwrap();
        assert!(sealed.iter().all(|it| !String::from_utf8_lossy(it).contains("car")));
        // Afterwards the learner alone reads it.
        ends(&ground, &people.ines, id).await;
        let theo = people.theo.clone();
        let practice = does(&ground, move |tx| Practice::of(tx, &theo, id)).await.unwrap().0;
        assert!(practice.may_read(Role::Supporter));
        assert!(!practice.may_read(Role::Asker) && !practice.may_read(Role::Supervisor));
        assert_eq!(says(&ground, &people.theo, id, "Still here.").await.unwrap_err().refusal(), Some("talk-over"));
    });
}

/// Everything that counts conversations or looks after them, by name.
fn counted(tx: &mut Tx<'_>, people: &[Actor; 3]) -> Result<Vec<(&'static str, String)>> {
    let [theo, ines, ada] = people;
    let board = Board::now(tx, ada)?;
    let cover = Cover::now(tx, AgeBand::Adult)?;
    let now = tx.now();
    let mut all = vec![
        ("waits", format!("{}", support::request::waits(tx, db::Time(0), now)?.len())),
        ("vitals", format!("{:?}", support::vitals(tx)?.1)),
        ("the board", format!("{}", board.talking.len())),
        ("who is here", format!("{}", cover.here)),
        ("own past", format!("{}", Conversation::past_of_asker(tx, ines.id, 9)?.len())),
        ("supported by", format!("{}", Conversation::open_of_asker(tx, ines.id)?.is_some())),
        ("supports", format!("{}", Conversation::open_of_supporter(tx, theo.id)?.len())),
        ("rests", format!("{:?}", workforce::rest::until(tx, theo.id)?.is_some())),
    ];
    for table in ["support_requests", "support_offers", "support_conversations", "workforce_spells"] {
        all.push((table, count(tx, table)?.to_string()));
    }
    Ok(all)
}

/// Where a conversation is counted at one of these moments, a practice is not at any.
#[test]
fn nothing_that_counts_conversations_counts_a_practice() {
    on_both_engines(&migrations(), |ground| async move {
        let people = People::of(&ground).await;
        let three = [people.theo.clone(), people.ines.clone(), people.ada.clone()];
        let look = |ground: &Ground| {
            let (three, db) = (three.clone(), ground.db.clone());
            async move { db.write(move |tx| counted(tx, &three)).await.unwrap() }
        };
        let before = look(&ground).await;
        let id = people.open(&ground).await.unwrap();
        says(&ground, &people.ines, id, "I sat in the car.").await.unwrap();
        assert_eq!(look(&ground).await, before, "while it is played");
        ends(&ground, &people.theo, id).await;
        assert_eq!(look(&ground).await, before, "when it was played");
        // The same two, this time for real: each of these is told of it, then or afterwards. So each can tell.
        let talk = meet(&ground, &people.ines, &people.theo).await;
        let during = look(&ground).await;
        does(&ground, move |tx| talk.end(tx, Ending::Ended, None)).await.unwrap();
        let after = look(&ground).await;
        for ((it, during), after) in before.iter().zip(&during).zip(&after) {
            assert!(it != during || it != after, "{} never saw a conversation", it.0);
        }
    });
}

#[test]
fn what_belongs_to_a_conversation_does_not_exist_for_a_practice() {
    on_both_engines(&migrations(), |ground| async move {
        let people = People::of(&ground).await;
        let id = people.open(&ground).await.unwrap();
        says(&ground, &people.ines, id, "I sat in the car.").await.unwrap();
        type Try = fn(&mut Tx<'_>, &Actor, ConversationId) -> Result<()>;
        let tries: [(&str, Try); 8] = [
            ("a conversation", |tx, who, id| Conversation::of(tx, who, id).map(drop)),
            ("saying", |tx, who, id| message::say(tx, who, id, Uuid::from_u128(9), "Hello.").map(drop)),
            ("feedback", |tx, who, id| Feedback { overall: Some(9), ..Feedback::default() }.give(tx, who, id)),
            ("thanks", |tx, who, id| thanks::give(tx, who, id, "Thank you.")),
            ("a reflection", |tx, who, id| Reflection { words: "Hm.".into(), was_hard: true }.keep(tx, who, id)),
            ("going through it", review::allow),
            ("meeting again", |tx, who, id| apart::never_again(tx, who, id)),
            ("another pair of eyes", |tx, who, id| {
                let (conversation, _) = Conversation::of(tx, who, id)?;
                Eyes::ask(tx, &conversation, who)
            }),
        ];
        for over in [false, true] {
            if over {
                ends(&ground, &people.theo, id).await;
            }
            for (what, it) in tries {
                for who in [&people.theo, &people.ines, &people.nora] {
                    let who = who.clone();
                    let tried = does(&ground, move |tx| it(tx, &who, id)).await;
                    assert!(matches!(tried, Err(db::Error::NotFound)), "{what}");
                }
            }
        }
        for table in ["support_feedback", "support_eyes", "support_reviews", "workforce_debriefs"] {
            assert_eq!(does(&ground, move |tx| count(tx, table)).await.unwrap(), 0, "{table}");
        }
    });
}

#[test]
fn a_played_crisis_calls_nobody_and_a_real_one_does() {
    on_both_engines_lending(&migrations(), lending, |ground| async move {
        let people = People::of(&ground).await;
        let cases = |ground: &Ground| {
            let db = ground.db.clone();
            async move {
                db.read(|tx| Ok((count(tx, "safety_cases")?, count(tx, "safety_cares")?, count(tx, "support_alerts")?)))
                    .await
                    .unwrap()
            }
        };
        let id = people.open(&ground).await.unwrap();
        assert!(!says(&ground, &people.ines, id, DANGER).await.unwrap());
        assert!(!says(&ground, &people.theo, id, "Are you thinking of killing yourself?").await.unwrap());
        assert_eq!(cases(&ground).await, (0, 0, 0), "nothing that is played is read");
        // One press, and it is a concern like any other, about the one who needs help.
        let theo = people.theo.clone();
        does(&ground, move |tx| Practice::of(tx, &theo, id)?.0.is_real(tx, &theo, Whom::Other)).await.unwrap();
        let (about, level): (words::MemberId, Level) = does(&ground, |tx| {
            tx.one("SELECT about_id, level FROM safety_cases", args![], |row| Ok((row.get(0)?, row.get(1)?)))
        })
        .await
        .unwrap();
        assert_eq!((about, level), (people.ines.id, Level::Crisis));
        // From now on what is said is read, and help stands before whoever says it.
        assert!(says(&ground, &people.ines, id, DANGER).await.unwrap());
        // Whoever keeps people safe reads what was said since then, and nothing that was played.
        let theo = people.theo.clone();
        let seen = does(&ground, move |tx| {
            let matter = safety::kind::Matter { kind: safety::kind::Kind::Talk, id: id.0 };
            (support::place::PLACE.seen_by)(tx, &theo, matter)
        })
        .await
        .unwrap();
        assert_eq!(seen.author, Some(people.ines.id));
        assert_eq!(seen.said.iter().map(|it| it.words.as_str()).collect::<Vec<_>>(), [DANGER]);
        // Nobody learns from it afterwards.
        ends(&ground, &people.theo, id).await;
        let theo = people.theo.clone();
        assert!(!does(&ground, move |tx| Practice::of(tx, &theo, id)).await.unwrap().0.may_read(Role::Supporter));
    });
}

#[test]
fn whoever_plays_can_need_help_herself() {
    on_both_engines_lending(&migrations(), lending, |ground| async move {
        let people = People::of(&ground).await;
        let id = people.open(&ground).await.unwrap();
        for _ in 0..2 {
            let ines = people.ines.clone();
            does(&ground, move |tx| Practice::of(tx, &ines, id)?.0.is_real(tx, &ines, Whom::Me)).await.unwrap();
        }
        let about: Vec<words::MemberId> =
            does(&ground, |tx| tx.all("SELECT about_id FROM safety_concerns", args![], |row| row.get(0)))
                .await
                .unwrap();
        assert_eq!(about, [people.ines.id], "pressed twice it is one concern");
        let notes = does(&ground, move |tx| message::since(tx, id, 0)).await.unwrap();
        assert_eq!(notes.iter().filter(|it| it.words == "practice-note-real").count(), 1, "and both are told once");
    });
}

#[test]
fn whoever_needs_help_is_heard_though_the_other_has_just_ended_it() {
    on_both_engines_lending(&migrations(), lending, |ground| async move {
        let people = People::of(&ground).await;
        let id = people.open(&ground).await.unwrap();
        says(&ground, &people.ines, id, "I sat in the car.").await.unwrap();
        ends(&ground, &people.theo, id).await;
        let (ines, theo) = (people.ines.clone(), people.theo.clone());
        does(&ground, move |tx| Practice::of(tx, &ines, id)?.0.is_real(tx, &ines, Whom::Me)).await.unwrap();
        let about: Vec<words::MemberId> =
            does(&ground, |tx| tx.all("SELECT about_id FROM safety_concerns", args![], |row| row.get(0)))
                .await
                .unwrap();
        assert_eq!(about, [people.ines.id]);
        let practice = does(&ground, move |tx| Practice::of(tx, &theo, id)).await.unwrap().0;
        assert!(practice.may_read(Role::Supporter), "what was said was play, and is still there to learn from");
    });
}

#[test]
fn whoever_is_here_for_members_does_not_play() {
    on_both_engines(&migrations(), |ground| async move {
        let people = People::of(&ground).await;
        let id = people.open(&ground).await.unwrap();
        let theo = people.theo.clone();
        does(&ground, move |tx| Duty::begin(tx, &theo)).await.unwrap();
        assert!(!is_open(&ground, &people.theo, id).await, "going on duty ends it");
        assert_eq!(people.open(&ground).await.unwrap_err().refusal(), Some("practice-on-duty"));
    });
}

#[test]
fn it_ends_in_silence_or_when_somebody_stops_and_is_erased_in_its_time() {
    on_both_engines(&migrations(), |ground| async move {
        let people = People::of(&ground).await;
        let id = people.open(&ground).await.unwrap();
        pass(&ground, HOUR / 12).await;
        says(&ground, &people.ines, id, "I sat in the car.").await.unwrap();
        pass(&ground, HOUR / 12).await;
        assert!(is_open(&ground, &people.theo, id).await);
        pass(&ground, HOUR).await;
        assert!(!is_open(&ground, &people.theo, id).await);
        pass(&ground, 31 * DAY).await;
        let left: i64 = does(&ground, |tx| count(tx, "support_messages")).await.unwrap();
        let (theo, ines) = (people.theo.clone(), people.ines.id);
        let practice = does(&ground, move |tx| Practice::of(tx, &theo, id)).await.unwrap().0;
        assert!(left == 0 && practice.erased_at.is_some() && !practice.may_read(Role::Supporter));
        // Somebody steps back; somebody leaves.
        let id = people.open(&ground).await.unwrap();
        does(&ground, move |tx| support::step_back(tx, ines)).await.unwrap();
        assert!(!is_open(&ground, &people.theo, id).await);
        let id = people.open(&ground).await.unwrap();
        says(&ground, &people.ines, id, "I sat in the car.").await.unwrap();
        does(&ground, move |tx| support::farewell(tx, ines)).await.unwrap();
        let left = does(&ground, |tx| Ok((count(tx, "support_messages")?, count(tx, "support_practices")?))).await;
        assert_eq!(left.unwrap(), (0, 0));
    });
}
