//! The pages, as a browser without a window sees them.

use testkit::on_both_engines;
use words::AgeBand;

use crate::town::{begins, browser, circle, joins, migrations, noted, opening, pair, person, replies};

#[test]
fn a_hit_shows_its_match_in_context_and_nothing_that_was_written_is_a_tag() {
    on_both_engines(&migrations(), |ground| async move {
        let leads = pair(&ground, AgeBand::Adult).await;
        let mara = person(&ground, "Mara").await;
        let open = circle(&ground, &leads, "Nights <b>", |_| ()).await;
        joins(&ground, &mara, open).await;
        let (thread, post) =
            begins(&ground, &mara, open, opening("<i>Owls</i>", "An owl <script>alert(1)</script> & more.")).await;
        replies(&ground, &mara, thread, "Another **owl**, unseen.", true).await;
        let (closed, _) = begins(&ground, &mara, open, noted("My owl", "It died in winter.")).await;
        let mut window = browser(&ground, &leads[0]).await;
        let page = window.get("/circles/search?q=owls").await;
        page.is(200).says("Another owl , unseen.").says("A member").says("Death and loss");
        assert!(page.body.contains("An <mark>owl</mark> &#60;script&#62;alert(1)&#60;/script&#62; &#38; more."));
        assert!(page.body.contains("&#60;i&#62;<mark>Owls</mark>&#60;/i&#62;"));
        assert!(page.body.contains(&format!("href=\"/threads/{thread}#post-{post}\"")));
        // Behind a note there is the title, the note and the way there.
        assert!(page.body.contains(&format!("href=\"/threads/{closed}\"")));
        assert!(!page.body.contains("winter") && !page.body.contains("<script>alert"));
        // What was looked for is in the field, and not in the title, which stays in a history.
        assert!(page.body.contains("<title>Circles</title>") && page.body.contains("value=\"owls\""));

        window.get("/circles/search").await.is(200).says("Type one word or several.");
        window.get("/circles/search?q=%20").await.is(200).says("Type one word or several.");
        window.get("/circles/search?q=elephant").await.is(200).says("Nothing found").says("Try fewer words");
        window.get(&format!("/circles/search?q={}", "a".repeat(201))).await.is(422);
        let older = window.get(&format!("/circles/search?q=owl%26%22&before={post}")).await;
        older.is(200).says("Nothing found").says("Back to the newest");
        assert!(older.body.contains("href=\"/circles/search?q=owl%26%22\""));
        window.get("/circles").await.is(200).says("Words to look for");
    });
}

#[test]
fn older_hits_are_one_link_away() {
    on_both_engines(&migrations(), |ground| async move {
        let leads = pair(&ground, AgeBand::Adult).await;
        let open = circle(&ground, &leads, "Nights", |_| ()).await;
        let (thread, _) = begins(&ground, &leads[0], open, opening("Owls", "Owl number 0.")).await;
        for number in 1..60 {
            replies(&ground, &leads[0], thread, &format!("Owl number {number}."), false).await;
        }
        let mut window = browser(&ground, &leads[1]).await;
        let mut address = Some("/circles/search?q=owl".to_owned());
        let mut seen = Vec::new();
        while let Some(at) = address {
            let page = window.get(&at).await;
            page.is(200);
            let words = page.words();
            seen.extend((0..60).filter(|number| words.contains(&format!("number {number}."))));
            address = page.body.split("href=\"").find(|it| it.contains("before=")).map(|it| {
                let end = it.find('"').unwrap();
                it[..end].replace("&#38;", "&").replace("&amp;", "&")
            });
        }
        seen.sort_unstable();
        assert_eq!(seen, (0..60).collect::<Vec<_>>());
        // The link leads to the page of the thread on which the post stands.
        let last = window.get("/circles/search?q=%22number%2059%22").await;
        let link = last.body.split("href=\"").find(|it| it.starts_with("/threads/")).unwrap();
        let link = &link[..link.find('#').unwrap()];
        window.get(link).await.is(200).says("Owl number 59.");
    });
}
