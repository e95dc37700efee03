//! Whose words are whose: what a copy holds, what is taken back, what leaves with somebody, what lies in the tables.

use circles::{
    dates::{self, Marked},
    draft::{self, Spot},
    kind::StoryId,
    membership, mute, post,
    review::{self, Check, Verdict},
    story::Story,
    voice, writing as written,
};
use safety::{
    flag,
    kind::{Kind, Matter, Reason},
};
use testkit::{Ground, on_both_engines_lending};
use words::{Actor, Hat};

use crate::town::*;

/// Words that occur nowhere else: by them one finds what leaks.
const OWN: [&str; 11] = [
    "plum thread",
    "plum post",
    "plum answer",
    "plum before",
    "plum story",
    "plum chapter",
    "plum draft",
    "plum request",
    "plum date",
    "plum word",
    "plum flag",
];

/// Maya writes everywhere that somebody can write; Theo writes beside her. Answers her story.
async fn writes_everywhere(ground: &Ground, maya: &Actor, theo: &Actor, rosa: &Actor) -> StoryId {
    let nights = circle(ground, "Nights", &[9], |_| ()).await;
    let asked = circle(ground, "Days", &[9], |it| it.joining = circles::kind::Joining::Request).await;
    joins(ground, maya, nights).await;
    joins(ground, theo, nights).await;
    let own = begins(ground, maya, nights, "plum thread", said("plum post")).await;
    let other = begins(ground, theo, nights, "quince thread", said("quince post")).await;
    let story = tells(ground, maya, rosa, writing("plum story", "plum chapter")).await;
    let (me, friend) = (maya.clone(), theo.clone());
    does(ground, move |tx| {
        let (answer, _) = post::reply(tx, &me, other, &said("plum before"))?;
        post::own(tx, &me, answer)?.edit(tx, &me, "plum answer")?;
        let (quince, _) = post::reply(tx, &friend, own, &said("quince answer"))?;
        let spot = Spot { circle: nights, thread: Some(other) };
        draft::keep(tx, &me, spot, &[("words".to_owned(), "plum draft".to_owned())])?;
        membership::join(tx, &me, asked, "plum request")?;
        flag::make(tx, &me, Matter { kind: Kind::Post, id: quince.0 }, Reason::Unkind, "plum flag")?;
        dates::mark(tx, &me, &Marked { month: 3, day: 12, around: 2, label: "plum date".to_owned() })?;
        mute::word(tx, &me, "plum word", None)
    })
    .await;
    story
}

async fn copy(ground: &Ground, actor: &Actor) -> String {
    let actor = actor.clone();
    does(ground, move |tx| Ok(serde_json::to_string(&written::export(tx, &actor)?).unwrap())).await
}

#[test]
fn a_copy_holds_all_own_words_and_nobody_elses() {
    on_both_engines_lending(&migrations(), lending, |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let theo = person(&ground, "Theo", &[]).await;
        let rosa = person(&ground, "Rosa", &[Hat::Moderator]).await;
        let story = writes_everywhere(&ground, &maya, &theo, &rosa).await;
        let (me, reader) = (maya.clone(), rosa.clone());
        does(&ground, move |tx| {
            Story::own(tx, &me, story)?.reopen(tx)?;
            Story::own(tx, &me, story)?.offer(tx, &me)?;
            let verdict = Verdict { remarks: vec![(Check::Help, "quince remark".to_owned())], ..Verdict::default() };
            review::send_back(tx, &reader, story, 2, &verdict)
        })
        .await;
        let copy_of_hers = copy(&ground, &maya).await;
        for own in OWN {
            assert!(copy_of_hers.contains(own), "{own} is missing: {copy_of_hers}");
        }
        assert!(!copy_of_hers.contains("quince") && !copy_of_hers.contains("Theo"), "{copy_of_hers}");
        let copy_of_his = copy(&ground, &theo).await;
        assert!(copy_of_his.contains("quince post") && !copy_of_his.contains("plum"), "{copy_of_his}");
    });
}

#[test]
fn everything_is_taken_back_with_one_press_and_drafts_stay() {
    on_both_engines_lending(&migrations(), lending, |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let theo = person(&ground, "Theo", &[]).await;
        let rosa = person(&ground, "Rosa", &[Hat::Moderator]).await;
        writes_everywhere(&ground, &maya, &theo, &rosa).await;
        let me = maya.clone();
        does(&ground, move |tx| {
            Story::begin(tx, &me, &writing("plum draft of a story", "Words."))?;
            circles::take_everything_back(tx, me.id)
        })
        .await;
        let left = copy(&ground, &maya).await;
        for gone in ["plum thread", "plum post", "plum answer", "plum before", "plum chapter"] {
            assert!(!left.contains(gone), "{gone}");
        }
        assert!(left.contains("plum draft of a story") && left.contains("plum draft\""));
        assert!(finds(&ground, &theo).await.is_empty());
        let me = maya.clone();
        assert!(does(&ground, move |tx| written::posts(tx, &me, 100)).await.is_empty());
    });
}

#[test]
fn shown_words_stay_without_an_author_only_when_chosen() {
    on_both_engines_lending(&migrations(), lending, |ground| async move {
        let rosa = person(&ground, "Rosa", &[Hat::Moderator]).await;
        let theo = person(&ground, "Theo", &[]).await;
        let maya = person(&ground, "Maya", &[]).await;
        let sam = person(&ground, "Sam", &[]).await;
        let stays = tells(&ground, &maya, &rosa, writing("Stays", "Staying words.")).await;
        offers(&ground, &maya, writing("Never shown", "Words.")).await;
        tells(&ground, &sam, &rosa, writing("Goes", "Going words.")).await;
        let (keeps, goes) = (maya.id, sam.id);
        does(&ground, move |tx| {
            voice::choose(tx, keeps, true)?;
            for member in [keeps, goes] {
                circles::farewell(tx, member)?;
                circles::farewell(tx, member)?;
            }
            Ok(())
        })
        .await;
        pass(&ground, DAY).await;
        assert_eq!(finds(&ground, &theo).await, ["Stays"]);
        assert_eq!(searches(&ground, &theo, "words").await, ["Stays"]);
        let reader = theo.clone();
        let story = does(&ground, move |tx| Story::readable_by(tx, &reader, stays)).await;
        assert!(story.is_orphan && story.by.is_none() && story.writing.words == "Staying words.");
        let rows: i64 = does(&ground, |tx| tx.value("SELECT COUNT(*) FROM circles_stories", db::args![])).await;
        assert_eq!(rows, 1);
        // Nobody is left to change it: somebody whom it hurts can still have it taken down.
        does(&ground, move |tx| {
            let matter = Matter { kind: Kind::Story, id: stays.0 };
            flag::make(tx, &theo, matter, Reason::Exposes, "I am in it.")?;
            (circles::place::PLACE.hide)(tx, matter, false)?;
            assert!(matches!(Story::readable_by(tx, &theo, stays), Err(db::Error::NotFound)));
            Ok(())
        })
        .await;
    });
}

/// Tables of this room and of the one that keeps everybody safe, with their columns that hold text or bytes, as its migrations make them.
fn columns() -> Vec<(&'static str, &'static str, bool)> {
    let mut columns: Vec<(&str, &str, bool)> = Vec::new();
    let mut table = "";
    for line in circles::MIGRATIONS.iter().chain(safety::MIGRATIONS).flat_map(|it| it.sql.lines()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            ["CREATE", "TABLE", name, "("] => table = name,
            ["DROP", "TABLE", name] => columns.retain(|(it, ..)| *it != name.trim_end_matches(';')),
            [column, kind, ..] if line.starts_with("    ") => match kind.trim_end_matches(',') {
                "TEXT" => columns.push((table, column, false)),
                "BYTEA" => columns.push((table, column, true)),
                _ => (),
            },
            _ => (),
        }
    }
    columns
}

/// Everything that lies in these columns, one cell after the other.
async fn cells(ground: &Ground) -> Vec<u8> {
    let columns = columns();
    for sealed in [("circles_stories", "own_note", true), ("safety_flags", "words", true)] {
        assert!(columns.contains(&sealed) && columns.len() > 100, "{columns:?}");
    }
    does(ground, move |tx| {
        let mut all = Vec::new();
        for (table, column, bytes) in &columns {
            let sql = format!("SELECT {column} FROM {table}");
            let found: Vec<Option<Vec<u8>>> = if *bytes {
                tx.all(&sql, db::args![], |row| row.get(0))?
            } else {
                let texts: Vec<Option<String>> = tx.all(&sql, db::args![], |row| row.get(0))?;
                texts.into_iter().map(|it| it.map(String::into_bytes)).collect()
            };
            all.extend(found.into_iter().flatten().flatten());
            all.push(b'\n');
        }
        Ok(all)
    })
    .await
}

#[test]
fn no_table_holds_a_word_that_is_sealed() {
    on_both_engines_lending(&migrations(), lending, |ground| async move {
        let maya = person(&ground, "Maya", &[]).await;
        let theo = person(&ground, "Theo", &[]).await;
        let rosa = person(&ground, "Rosa", &[Hat::Moderator]).await;
        let story = writes_everywhere(&ground, &maya, &theo, &rosa).await;
        does(&ground, move |tx| {
            flag::make(tx, &theo, Matter { kind: Kind::Story, id: story.0 }, Reason::Exposes, "plum worry")?;
            Story::own(tx, &maya, story)?.reopen(tx)?;
            Story::own(tx, &maya, story)?.offer(tx, &maya)?;
            let verdict = Verdict { words: "plum remark".to_owned(), ..Verdict::default() };
            review::send_back(tx, &rosa, story, 2, &verdict)
        })
        .await;
        let cells = cells(&ground).await;
        let holds = |words: &[u8]| cells.windows(words.len()).any(|it| it == words);
        assert!(!holds(b"plum") && !holds(b"quince"), "a word lies open");
        // What does lie open is found: the name of a circle.
        assert!(holds(b"Nights"));
    });
}
