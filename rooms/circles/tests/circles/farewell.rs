//! Leaving for good: the words go, with the key that sealed them; or they stay, and nobody knows any more whose they were.

use circles::{kind::VoiceId, thread::Thread, voice};
use db::{Uuid, args};
use seal::{KeyId, Place};
use testkit::{Ground, on_both_engines};
use tokio::task::block_in_place;
use words::{Actor, AgeBand};

use crate::{town::*, writing::sees};

type Kept = (Uuid, VoiceId, Vec<u8>);

/// Posts of somebody as a copy of the database would have them.
async fn copied(ground: &Ground, who: &Actor) -> Vec<Kept> {
    let who = who.id;
    does(ground, move |tx| {
        tx.all("SELECT id, voice_id, words FROM circles_posts WHERE author_id = $1", args![who], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
    })
    .await
}

/// How many of them can still be opened.
fn opened(ground: &Ground, kept: &[Kept]) -> usize {
    let place = |id| Place::new("circles_posts", "words", id);
    block_in_place(|| {
        kept.iter()
            .filter(|(id, voice, sealed)| {
                ground.keyring.open_sealed(KeyId(voice.0), place(*id), sealed).unwrap().is_some()
            })
            .count()
    })
}

#[test]
fn words_go_with_their_key_or_stay_without_their_author() {
    on_both_engines(&migrations(), |ground| async move {
        let by = pair(&ground, AgeBand::Adult).await;
        let circle = circle(&ground, &by, "Night owls", |_| ()).await;
        let people = [person(&ground, "Maya").await, person(&ground, "Jonas").await, person(&ground, "Leo").await];
        for who in &people {
            joins(&ground, who, circle).await;
        }
        let [maya, jonas, leo] = people;
        let (thread, _) = begins(&ground, &leo, circle, opening("T", "Words.")).await;
        for who in [&maya, &jonas] {
            replies(&ground, who, thread, &format!("From {}.", who.pseudonym), false).await;
            begins(&ground, who, circle, opening(&format!("By {}", who.pseudonym), "Words.")).await;
        }
        let (gone, stays) = (copied(&ground, &maya).await, copied(&ground, &jonas).await);
        assert_eq!((opened(&ground, &gone), opened(&ground, &stays)), (2, 2));
        let (who, other) = (maya.id, jonas.id);
        does(&ground, move |tx| {
            voice::choose(tx, other, true)?;
            for member in [who, other, who, other] {
                circles::farewell(tx, member)?;
            }
            Ok(())
        })
        .await;
        work(&ground).await;
        assert_eq!((opened(&ground, &gone), opened(&ground, &stays)), (0, 2));
        let posts = sees(&ground, &leo, thread).await.unwrap();
        assert_eq!(posts.len(), 2, "what was taken along is gone");
        assert!(posts[1].is_orphan && posts[1].by.is_none() && posts[1].html().contains("From Jonas."));
        // Nothing of this room names either of them any more.
        for sql in [
            "SELECT COUNT(*) FROM circles_posts WHERE author_id IN ($1, $2)",
            "SELECT COUNT(*) FROM circles_threads WHERE opener_id IN ($1, $2)",
            "SELECT COUNT(*) FROM circles_voices WHERE member_id IN ($1, $2)",
            "SELECT COUNT(*) FROM circles_memberships WHERE member_id IN ($1, $2)",
            "SELECT COUNT(*) FROM circles_follows WHERE member_id IN ($1, $2)",
            "SELECT COUNT(*) FROM circles_reactions WHERE member_id IN ($1, $2)",
        ] {
            let left: i64 = does(&ground, move |tx| tx.value(sql, args![who, other])).await;
            // Of whoever took their words along, empty rows keep their place in the threads of others.
            let empty = match sql {
                posts if posts.contains("author_id") => 2,
                threads if threads.contains("opener_id") => 1,
                _ => 0,
            };
            assert_eq!(left, empty, "{sql}");
        }
        // What stays can be answered, and counts as somebody else's.
        replies(&ground, &leo, thread, "Thank you.", false).await;
        let reader = leo.clone();
        let answered = does(&ground, move |tx| Ok(Thread::readable_by(tx, &reader, thread)?.0.first_reply_at)).await;
        assert!(answered.is_some());
    });
}
