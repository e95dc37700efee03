//! Everything is counted again: what was made in bulk holds what the verbs of the rooms would have kept.

use std::{collections::BTreeSet, path::Path};

use ::words::Public;
use alongside::{
    metrics::Metrics,
    router,
    wiring::{self, Ground},
};
use circles::finding;
use db::{Tx, args};
use testkit::Client;

use crate::scale::place::{Kept, Looker};

const SHARE: f64 = 0.001;

/// What two communities of the same seed have in common, apart from what is sealed.
type Outline = BTreeSet<(String, String, i64)>;

/// Makes a small community on each engine.
fn on_both_engines(test: impl Fn(&Kept) -> Outline) {
    let server = std::env::var("ALONGSIDE_TEST_POSTGRES").ok();
    let promised = std::env::var("ALONGSIDE_TEST_ENGINES").unwrap_or_default();
    assert!(server.is_some() || !promised.contains("postgres"), "PostgreSQL was promised and is not there");
    let mut outlines = Vec::new();
    for (run, server) in [None, None, server].into_iter().enumerate().filter(|(run, it)| *run < 2 || it.is_some()) {
        let folder = std::env::temp_dir().join(format!("alongside-populate-{}-{run}", std::process::id()));
        let kept = Kept::within(&folder, SHARE, 7, server.as_deref(), db::Time(1_795_377_600_000_000)).unwrap();
        outlines.push(test(&kept));
        std::fs::remove_dir_all(&folder).unwrap();
    }
    assert!(outlines.windows(2).all(|two| two[0] == two[1]), "the same seed gives the same community");
}

#[test]
fn what_was_made_in_bulk_is_as_the_verbs_would_have_kept_it() {
    on_both_engines(|kept| {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let ground = Ground::open(&kept.config).unwrap();
        let outline = runtime.block_on(async {
            ground.db.read(counts).await.unwrap();
            let reader = kept.token(Looker::Reader).unwrap().to_owned();
            ground.db.read(move |tx| found(tx, &reader)).await.unwrap();
            pages(kept, &ground).await;
            ground.db.read(outline).await.unwrap()
        });
        let (keys, destroyed) = ground.keyring.count().unwrap();
        let (made, gone) = runtime.block_on(ground.db.read(keys_needed)).unwrap();
        assert_eq!((keys, destroyed), (made, gone), "a key for everything that is sealed");
        // Connections to PostgreSQL are closed outside of the runtime.
        drop(runtime);
        outline
    });
}

/// Statements that count what does not fit.
const NOTHING: &[(&str, &str)] = &[
    (
        "every thread counts its posts",
        "SELECT COUNT(*) FROM circles_threads t
         WHERE t.last_seq <> (SELECT COUNT(*) FROM circles_posts p WHERE p.thread_id = t.id)
            OR t.last_seq <> (SELECT MAX(p.seq) FROM circles_posts p WHERE p.thread_id = t.id)",
    ),
    (
        "every thread knows its last words and its state",
        "SELECT COUNT(*) FROM circles_threads t
         WHERE t.last_at <> COALESCE((SELECT MAX(p.posted_at) FROM circles_posts p
                                      WHERE p.thread_id = t.id AND p.state = 'shown'), t.started_at)
            OR t.state <> (SELECT p.state FROM circles_posts p WHERE p.thread_id = t.id AND p.seq = 1)",
    ),
    (
        "every thread knows its first answer",
        "SELECT COUNT(*) FROM circles_threads t
         WHERE COALESCE(t.first_reply_at, 0) <> COALESCE(
             (SELECT MIN(p.posted_at) FROM circles_posts p
              WHERE p.thread_id = t.id AND p.seq > 1 AND p.state = 'shown' AND p.author_id <> t.opener_id), 0)",
    ),
    (
        "nobody has two answers where there is one",
        "SELECT COUNT(*) FROM circles_threads t
         WHERE (t.second_reply_at IS NOT NULL) <> (1 < (SELECT COUNT(*) FROM circles_posts p
              WHERE p.thread_id = t.id AND p.seq > 1 AND p.state = 'shown' AND p.author_id <> t.opener_id))",
    ),
    (
        "whoever writes follows",
        "SELECT COUNT(*) FROM circles_posts p WHERE NOT EXISTS (
             SELECT 1 FROM circles_follows f WHERE f.thread_id = p.thread_id AND f.member_id = p.author_id)",
    ),
    (
        "whoever writes belongs to the circle and has a voice",
        "SELECT COUNT(*) FROM circles_posts p WHERE NOT EXISTS (
             SELECT 1 FROM circles_memberships m JOIN circles_voices v ON v.member_id = m.member_id
             WHERE m.circle_id = p.circle_id AND m.member_id = p.author_id AND v.id = p.voice_id
               AND m.joined_at <= p.posted_at)",
    ),
    (
        "what is shown is findable, and nothing else",
        "SELECT COUNT(*) FROM circles_posts p
         WHERE (p.state = 'shown') <> (EXISTS (SELECT 1 FROM search_entries e WHERE e.id = p.id))",
    ),
    (
        "every conversation counts its messages, until they are gone",
        "SELECT COUNT(*) FROM support_conversations c
         WHERE CASE WHEN c.erased_at IS NULL THEN c.last_seq ELSE 0 END
            <> (SELECT COUNT(*) FROM support_messages m WHERE m.conversation_id = c.id)",
    ),
    (
        "every conversation came from a request that was accepted then",
        "SELECT COUNT(*) FROM support_conversations c WHERE NOT EXISTS (
             SELECT 1 FROM support_requests r WHERE r.id = c.request_id AND r.member_id = c.asker_id
               AND r.outcome = 'accepted' AND r.matched_at = c.began_at)",
    ),
    (
        "every case was flagged, copied what was said, and is answered when it is settled",
        "SELECT COUNT(*) FROM safety_cases c
         WHERE c.source = 'flag' AND ((SELECT COUNT(*) FROM safety_evidence e WHERE e.case_id = c.id) <> 1
            OR (SELECT COUNT(*) FROM safety_flags f WHERE f.case_id = c.id AND f.made_at = c.opened_at
                AND (f.answered_at IS NOT NULL) = (c.settled_at IS NOT NULL)) <> 1
            OR (c.settled_at IS NOT NULL) <> (EXISTS (SELECT 1 FROM safety_decisions d WHERE d.case_id = c.id)))",
    ),
    (
        "what waits to be read is in the queue",
        "SELECT COUNT(*) FROM circles_posts p WHERE (p.state = 'held') <> (EXISTS (
             SELECT 1 FROM safety_cases c WHERE c.subject_id = p.id AND c.source = 'held' AND c.settled_at IS NULL))",
    ),
    (
        "a settled case will be forgotten, and nobody has told on themselves",
        "SELECT COUNT(*) FROM safety_cases c JOIN safety_flags f ON f.case_id = c.id
         WHERE f.by_id = c.about_id OR (c.settled_at IS NOT NULL) <> (EXISTS (
             SELECT 1 FROM jobs j WHERE j.kind = 'safety.case-forget' AND j.subject = c.id))",
    ),
    (
        "supporters and facilitators wear their hats",
        "SELECT COUNT(*) FROM circles_memberships m WHERE m.role = 'facilitator' AND NOT EXISTS (
             SELECT 1 FROM people_hats h WHERE h.member = m.member_id AND h.hat = 'facilitator')",
    ),
    (
        "no meeting has more seats than people, nor a gap in its line",
        "SELECT COUNT(*) FROM gatherings_occurrences o
         WHERE o.last_seq <> (SELECT COUNT(*) FROM gatherings_comings c WHERE c.occurrence_id = o.id)",
    ),
];

fn counts(tx: &mut Tx<'_>) -> db::Result<()> {
    for (rule, sql) in NOTHING {
        assert_eq!(tx.value::<i64>(sql, args![])?, 0, "{rule}");
    }
    let posts: i64 = tx.value("SELECT COUNT(*) FROM circles_posts", args![])?;
    let members: i64 = tx.value("SELECT COUNT(*) FROM people_members", args![])?;
    assert_eq!((posts, members), (1_000, 200));
    let (open, all): (i64, i64) =
        tx.one("SELECT COUNT(CASE WHEN settled_at IS NULL THEN 1 END), COUNT(*) FROM safety_cases", args![], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    assert!(open > 0 && all > open, "{open} of {all} cases are open");
    Ok(())
}

/// A search finds a post by words that it holds, and shows them.
fn found(tx: &mut Tx<'_>, reader: &str) -> db::Result<()> {
    let reader = people::actor(tx, reader)?.expect("the reader is signed in");
    for words in ["thank you", "\"read this twice\"", "kitchen"] {
        let hits = finding::find(tx, &reader, words, None)?.hits;
        assert!(!hits.is_empty(), "{words}");
        assert!(hits.is_sorted_by_key(|it| std::cmp::Reverse(it.posted_at)));
        let open = hits.iter().filter(|it| it.notes.is_empty() && it.own_note.is_empty());
        assert!(open.map(|it| &it.words).all(|it| !it.is_empty()));
    }
    Ok(())
}

async fn pages(kept: &Kept, ground: &Ground) {
    let app = wiring::app(ground, Public::default(), 10);
    let router = router::router(&app, router::rooms(), &Metrics::default());
    for page in crate::scale::PAGES {
        let path = (page.path)(kept);
        let mut client = Client::new(router.clone());
        if let Some(token) = kept.token(page.who) {
            client.set_cookie("s", token);
        }
        let answer = client.get(&path).await;
        assert_eq!(answer.status.as_u16(), 200, "{path}");
    }
}

/// How many keys there are when everything that is sealed has one, and how many are gone.
fn keys_needed(tx: &mut Tx<'_>) -> db::Result<(i64, i64)> {
    let made = tx.value(
        // The index of words has one, too.
        "SELECT 1 + (SELECT COUNT(*) FROM people_members) + (SELECT COUNT(*) FROM circles_voices)
            + (SELECT COUNT(*) FROM support_conversations WHERE erased_at IS NULL)
            + (SELECT COUNT(*) FROM safety_evidence)",
        args![],
    )?;
    let gone = tx.value("SELECT COUNT(*) FROM support_conversations WHERE erased_at IS NOT NULL", args![])?;
    Ok((made, gone))
}

fn outline(tx: &mut Tx<'_>) -> db::Result<Outline> {
    let mut outline = Outline::new();
    for sql in [
        "SELECT id, author_id, posted_at FROM circles_posts",
        "SELECT pseudonym, id, joined_at FROM people_members",
        "SELECT id, name, opened_at FROM circles_circles",
        "SELECT id, conversation_id, said_at FROM support_messages",
        "SELECT member_id, occurrence_id, seq FROM gatherings_comings",
        "SELECT member_id, post_id, made_at FROM circles_reactions",
    ] {
        outline.extend(tx.all(sql, args![], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?);
    }
    Ok(outline)
}

#[test]
fn nobody_is_put_among_people_who_live_there() {
    let folder = std::env::temp_dir().join(format!("alongside-populate-{}-twice", std::process::id()));
    let make = |folder: &Path| {
        let config = alongside::config::Config { data: folder.to_owned(), ..Default::default() };
        super::make(&config, 0.0005, 7, db::Time(1_795_377_600_000_000), "seven brass kettles", true)
    };
    make(&folder).unwrap();
    let again = make(&folder).unwrap_err().to_string();
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(again.contains("somebody lives there already"), "{again}");
}
