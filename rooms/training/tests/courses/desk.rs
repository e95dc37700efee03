//! The pages on which courses are written.

use training::{draft, packed};

use crate::{pages::browser, town::*};

#[test]
fn what_is_missing_in_a_part_is_told_by_what_its_author_sees() {
    in_town(|town| async move {
        let mut sue = browser(&town, &town.sue).await;
        let form = [("title", "Our own way"), ("about", "How we do it here.")];
        let at = sue.post("/training/authoring", &form).await.location().unwrap();
        let to = sue.post(&format!("{at}/modules"), &[("title", "First"), ("about", "")]).await.location().unwrap();
        let all = [("kind", "reading"), ("title", "Read me"), ("minutes", "2"), ("body", "Words.")];
        for (left_out, told) in [
            ("title", "Give it a name."),
            ("minutes", "Say how many minutes it takes."),
            ("body", "Write what it holds."),
        ] {
            let form: Vec<_> = all.iter().map(|(name, it)| (*name, if *name == left_out { "" } else { it })).collect();
            let page = sue.post(&to, &form).await;
            page.is(422).says(told);
            assert!(!page.body.contains("this heading") && !page.body.contains("on this line"), "{left_out}");
        }
        let film = [("kind", "video"), ("title", "See me"), ("minutes", "2"), ("body", "Words.")];
        sue.post(&to, &film)
            .await
            .is(422)
            .says("Say what the film is called.")
            .says("Say what the captions are called.");
    });
}

#[test]
fn courses_that_come_first_are_chosen_by_their_names() {
    in_town(|town| async move {
        town.publish(EACH).await;
        town.publish(&readings("second", 1, &["a"], "")).await;
        let mut sue = browser(&town, &town.sue).await;
        let at = "/training/authoring/second";
        sue.post(&format!("{at}/draft"), &[]).await.is(303);
        let page = sue.get(at).await;
        page.says("In texts this course is called: second").says("One of each");
        assert!(page.body.contains("name=\"needs\" value=\"one-of-each\"") && !page.body.contains("value=\"second\""));
        let head = [("title", "Second"), ("about", "About it."), ("pass", "80"), ("needs", "one-of-each")];
        let page = sue.post_and_follow(at, &head).await;
        assert!(page.body.contains("value=\"one-of-each\" checked"));
        sue.get(&format!("{at}/text")).await.says("needs: one-of-each");
        let odd = [("title", "Second"), ("about", "About it."), ("pass", "80"), ("needs", "Not A Name")];
        sue.post(at, &odd).await.is(422).says("cannot come first");
        // What is asked for and not here can be taken out.
        let gone = [("title", "Second"), ("about", "About it."), ("pass", "80"), ("needs", "long-gone")];
        let page = sue.post_and_follow(at, &gone).await;
        assert!(page.body.contains("value=\"long-gone\" checked"));
        sue.post(at, &head[..3]).await.is(303);
        assert!(!sue.get(at).await.body.contains("long-gone"));
    });
}

#[test]
fn authors_are_told_that_somebody_elses_draft_waits_and_learners_are_not() {
    in_town(|town| async move {
        town.publish(EACH).await;
        let (page, desk) = ("/training/courses/one-of-each", "/training/authoring/one-of-each");
        let (mut sue, mut wren) = (browser(&town, &town.sue).await, browser(&town, &town.wren).await);
        assert!(!wren.get(page).await.body.contains(desk), "nothing waits");
        sue.post(&format!("{desk}/draft"), &[]).await.is(303);
        for at in [page, desk] {
            wren.get(at).await.says("Susan wrote here last").says("What they wrote is not published yet.");
            sue.get(at).await.says("You wrote here last");
        }
        let seen = browser(&town, &town.lena).await.get(page).await;
        assert!(!seen.body.contains(desk) && !seen.words().contains("Susan"));
    });
}

#[test]
fn a_course_whose_films_are_too_long_for_one_archive_goes_out_and_comes_back() {
    in_town(|town| async move {
        let film = |name: &str| {
            let (file, captions) = (format!("media/{name}.webm"), format!("media/{name}.vtt"));
            format!("### video: {name}\nid: {name}\nminutes: 1\nfile: {file}\ncaptions: {captions}\n\nHello.\n\n")
        };
        let head = "# Films\nid: films\nversion: 1\nabout: About.\n\n## Part\nid: part\n\n";
        let text = [head, &film("long"), &film("short")].concat();
        let mut sue = browser(&town, &town.sue).await;
        let files = "/training/authoring/files";
        let at = sue.post_with_file(files, &[], "file", text.as_bytes()).await.location().unwrap();
        sue.get(&at).await.says("It is not here yet.");
        let bytes =
            |length: usize| [0x1A, 0x45, 0xDF, 0xA3].into_iter().chain((4..length).map(|it| it as u8)).collect();
        let (long, short): (Vec<u8>, Vec<u8>) = (bytes(11 << 20), bytes(1 << 20));
        for (name, bytes) in [("media/long.webm", &long), ("media/short.webm", &short)] {
            sue.post_with_file(&format!("{at}/media"), &[("name", name)], "file", bytes).await.is(303);
        }
        for name in ["media/long.vtt", "media/short.vtt"] {
            sue.post_with_file(&format!("{at}/media"), &[("name", name)], "file", b"WEBVTT").await.is(303);
        }
        let page = sue.get(&at).await;
        page.says("These films do not fit into it.");
        assert!(page.body.contains("download=\"long.webm\"") && !page.body.contains("download=\"short.webm\""));
        let (words, films) = town.write(|tx| draft::to_carry(tx, "films")).await;
        assert_eq!(packed::left_out(&words, &films).len(), 1);
        let carried = [("media/short.webm".to_owned(), short), ("media/long.vtt".to_owned(), b"WEBVTT".to_vec())];
        let archive = packed::write(&words, &carried.into()).unwrap();
        sue.post(&format!("{at}/discarding"), &[]).await.is(303);
        let back = sue.post_with_file(files, &[], "file", &archive).await.location().unwrap();
        sue.get(&back).await.says("The file \"media/long.webm\" is missing.");
        sue.post_with_file(&format!("{at}/media"), &[("name", "media/long.webm")], "file", &long).await.is(303);
        let page = sue.get(&back).await.words();
        assert!(!page.contains("\"media/long.webm\" is missing"), "{page}");
    });
}
