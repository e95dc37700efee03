//! Writing courses: drafts, films, who publishes, and what is brought from elsewhere.

use training::{course, draft, media, packed};

use crate::town::*;

/// The first bytes of a film, and captions.
const FILM: &[u8] = &[0x1A, 0x45, 0xDF, 0xA3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const CAPTIONS: &[u8] = b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello.\n";

fn filmed(version: i64) -> String {
    readings("filmed", version, &["one"], "")
        + "### video: A film\nid: film\nminutes: 2\nfile: media/a.webm\ncaptions: media/a.en.vtt\n\nHello.\n"
}

#[test]
fn whoever_wrote_last_does_not_publish_alone_unless_there_is_nobody_else() {
    in_town(|town| async move {
        let (sue, wren, words) = (town.sue.clone(), town.wren.clone(), readings("a", 1, &["one"], ""));
        let actor = sue.clone();
        town.write(move |tx| {
            draft::begin(tx, &actor, "a", "A course", "About it.")?;
            draft::write(tx, &actor, "a", &words)
        })
        .await;
        let actor = sue.clone();
        assert_eq!(town.refused(move |tx| draft::publish(tx, &actor, "a")).await, "draft-second-person");
        town.write(move |tx| draft::publish(tx, &wren, "a")).await;
        let published = town.write(|tx| course::published(tx, "a")).await;
        assert_eq!(published.course.version, 1);
        assert!(town.ground.db.read(|tx| draft::of(tx, "a")).await.is_err(), "the draft has become the version");
        // The next version begins from this one, with the next number.
        let (actor, wren) = (sue.clone(), town.wren.id);
        town.write(move |tx| draft::change(tx, &actor, "a")).await;
        assert_eq!(town.write(|tx| draft::of(tx, "a")).await.course().unwrap().version, 2);
        // Wren takes a break: Sue is alone with it.
        town.write(move |tx| people::standing::take_break(tx, wren)).await;
        town.write(move |tx| draft::publish(tx, &sue, "a")).await;
        assert_eq!(town.write(|tx| course::published(tx, "a")).await.course.version, 2);
    });
}

#[test]
fn a_draft_is_kept_with_its_mistakes_and_not_published_with_them() {
    in_town(|town| async move {
        let (sue, wren) = (town.sue.clone(), town.wren.clone());
        for (text, key) in [
            ("# A", "course-wrong-no-property"),
            (&readings("other", 1, &["one"], ""), "course-wrong-other-id"),
            (&readings("a", 1, &["one"], "needs: nowhere\n"), "course-wrong-need-missing"),
            (&filmed(1).replace("id: filmed", "id: a"), "course-wrong-film-missing"),
        ] {
            let (actor, words) = (sue.clone(), text.to_owned());
            town.write(move |tx| {
                if draft::of(tx, "a").is_err() {
                    draft::begin(tx, &actor, "a", "A", "About.")?;
                }
                draft::write(tx, &actor, "a", &words)
            })
            .await;
            let problems = town.write(|tx| draft::of(tx, "a")?.problems(tx)).await;
            assert!(problems.iter().any(|it| it.what.key == key), "{key}: {problems:?}");
            let actor = wren.clone();
            assert_eq!(town.refused(move |tx| draft::publish(tx, &actor, "a")).await, "draft-not-ready");
        }
        assert!(town.write(course::all).await.is_empty());
        town.write(move |tx| draft::discard(tx, &sue, "a")).await;
        assert!(town.write(draft::shelf).await.is_empty(), "what was never published goes with its draft");
    });
}

#[test]
fn a_version_keeps_its_number_and_no_circle_of_courses_is_published() {
    in_town(|town| async move {
        let (sue, wren) = (town.sue.clone(), town.wren.clone());
        town.publish(&readings("a", 1, &["one"], "")).await;
        town.publish(&readings("b", 1, &["one"], "needs: a\n")).await;
        for (words, key) in [
            (readings("a", 1, &["two"], ""), "course-wrong-version"),
            (readings("a", 2, &["one"], "needs: b\n"), "course-wrong-need-circle"),
        ] {
            let actor = sue.clone();
            town.write(move |tx| {
                draft::change(tx, &actor, "a")?;
                draft::write(tx, &actor, "a", &words)
            })
            .await;
            let problems = town.write(|tx| draft::of(tx, "a")?.problems(tx)).await;
            assert_eq!(problems.iter().map(|it| it.what.key).collect::<Vec<_>>(), [key]);
            let actor = wren.clone();
            assert_eq!(town.refused(move |tx| draft::publish(tx, &actor, "a")).await, "draft-not-ready");
        }
    });
}

#[test]
fn films_come_along_in_an_archive_and_go_out_again_as_they_were() {
    in_town(|town| async move {
        let (sue, wren) = (town.sue.clone(), town.wren.clone());
        // Longer than a piece, so that pieces are put together.
        let film: Vec<u8> = FILM.iter().copied().chain((0..700_000).map(|it| (it % 251) as u8)).collect();
        let media = [("media/a.webm", film.as_slice()), ("media/a.en.vtt", CAPTIONS)];
        let media = media.into_iter().map(|(name, bytes)| (name.to_owned(), bytes.to_vec())).collect();
        let archive = packed::write(&filmed(1), &media).unwrap();
        let brought = packed::read(&archive).unwrap();
        assert_eq!(brought.media.len(), 2);
        let actor = sue.clone();
        assert_eq!(town.write(move |tx| draft::take(tx, &actor, &brought, false)).await, []);
        let actor = wren.clone();
        town.write(move |tx| draft::publish(tx, &actor, "filmed")).await;
        let films = town.write(|tx| media::of_version(tx, "filmed", 1)).await;
        let whole = films["media/a.webm"].clone();
        assert_eq!(whole.length, film.len());
        let id = whole.id;
        assert_eq!(town.write(move |tx| media::bytes(tx, id, 0, 10_000_000)).await, film);
        for (from, to) in [(0, 0), (0, 262_143), (262_143, 262_144), (262_144, 600_000), (699_999, 700_013)] {
            let part = town.write(move |tx| media::bytes(tx, id, from, to)).await;
            assert_eq!(part, film[from..=to.min(film.len() - 1)], "{from}-{to}");
        }
        town.ground.clock.pass(DAY);
        // Another film for the next version: the first version shows its own, and what nobody shows is forgotten.
        let actor = sue.clone();
        town.write(move |tx| {
            draft::change(tx, &actor, "filmed")?;
            media::keep(tx, "filmed", "media/a.webm", FILM)?;
            media::keep(tx, "filmed", "media/a.webm", FILM)
        })
        .await;
        assert_eq!(town.write(|tx| tx.value::<i64>("SELECT COUNT(*) FROM training_media", &[])).await, 3);
        assert_eq!(town.write(|tx| media::of_version(tx, "filmed", 1)).await["media/a.webm"], whole);
        town.write(move |tx| draft::publish(tx, &wren, "filmed")).await;
        assert_eq!(town.write(|tx| media::of_version(tx, "filmed", 2)).await["media/a.webm"].length, FILM.len());
    });
}

#[test]
fn what_cannot_be_taken_is_told_with_its_line_and_nothing_of_it_is_kept() {
    in_town(|town| async move {
        let sue = town.sue.clone();
        let lines: Vec<usize> = ["file:", "captions:"]
            .iter()
            .map(|key| filmed(1).lines().position(|line| line.starts_with(key)).unwrap() + 1)
            .collect();
        // A film that is none.
        let media = [("media/a.webm".to_owned(), b"MZ\x90\0".to_vec())].into();
        let problems = packed::read(&packed::write(&filmed(1), &media).unwrap()).unwrap_err();
        assert_eq!((problems[0].line, problems[0].what.key), (lines[0], "course-wrong-film-content"));
        // No archive, no text, no UTF-8.
        for (bytes, line, key) in [
            (&b"PK\x03\x04nonsense"[..], 1, "course-wrong-archive"),
            (&packed::write("", &Default::default()).unwrap(), 1, "course-wrong-empty"),
            (b"# A\nid: a\n\xff\n", 3, "course-wrong-letters"),
        ] {
            let problems = packed::read(bytes).unwrap_err();
            assert_eq!((problems[0].line, problems[0].what.key), (line, key));
        }
        assert_eq!(town.write(|tx| tx.value::<i64>("SELECT COUNT(*) FROM training_courses", &[])).await, 0);
        assert_eq!(town.write(|tx| tx.value::<i64>("SELECT COUNT(*) FROM training_media", &[])).await, 0);
        assert_eq!(town.write(|tx| tx.value::<i64>("SELECT COUNT(*) FROM training_drafts", &[])).await, 0);
        // Somebody else's draft is not written over by a file.
        let (wren, words) = (town.wren.clone(), readings("a", 1, &["one"], ""));
        town.write(move |tx| draft::begin(tx, &wren, "a", "A", "About.")).await;
        let brought = packed::read(words.as_bytes()).unwrap();
        let problems = town.write(move |tx| draft::take(tx, &sue, &brought, false)).await;
        assert_eq!(problems[0].what.key, "course-wrong-other-draft");
    });
}

#[test]
fn films_that_come_later_are_asked_for_by_the_draft_until_they_are_here() {
    in_town(|town| async move {
        let (sue, wren) = (town.sue.clone(), town.wren.clone());
        let brought = packed::read(filmed(1).as_bytes()).unwrap();
        assert_eq!(town.write(move |tx| draft::take(tx, &sue, &brought, false)).await, []);
        let missing = async || {
            let problems = town.write(|tx| draft::of(tx, "filmed")?.problems(tx)).await;
            problems.into_iter().map(|it| it.what.key).collect::<Vec<_>>()
        };
        assert_eq!(missing().await, ["course-wrong-film-missing"; 2]);
        let actor = wren.clone();
        assert_eq!(town.refused(move |tx| draft::publish(tx, &actor, "filmed")).await, "draft-not-ready");
        town.write(|tx| media::keep(tx, "filmed", "media/a.webm", FILM)).await;
        town.write(|tx| media::keep(tx, "filmed", "media/a.en.vtt", CAPTIONS)).await;
        assert!(missing().await.is_empty());
        town.write(move |tx| draft::publish(tx, &wren, "filmed")).await;
    });
}

#[test]
fn what_is_given_out_can_always_be_brought_back() {
    in_town(|town| async move {
        let id = town.write(|tx| media::keep(tx, "other", "media/a.webm", FILM)).await;
        let film = |name: &str, length| media::Medium { id, name: name.to_owned(), length };
        let names = |all: Vec<media::Medium>| all.into_iter().map(|it| it.name).collect::<Vec<_>>();
        let words = filmed(1);
        let small = [film("media/a.webm", media::AT_MOST), film("media/a.en.vtt", 90_000)];
        assert!(packed::left_out(&words, &small).is_empty(), "one film of any length fits, with its captions");
        let all = [&small[..], &[film("media/b.webm", 4 << 20), film("media/b.en.vtt", 80_000)]].concat();
        assert_eq!(names(packed::left_out(&words, &all)), ["media/a.webm"], "captions and short films go first");
        // What goes into an archive fills it to the last byte at most.
        for length in [packed::AT_MOST / 2, packed::AT_MOST / 3, packed::AT_MOST / 7] {
            let films: Vec<_> = (0..9).map(|it| film(&format!("media/{it}.webm"), length - it)).collect();
            let left = packed::left_out(&words, &films);
            let carried = films.iter().filter(|it| !left.contains(it));
            let bytes = carried.map(|it| (it.name.clone(), vec![0; it.length])).collect();
            let archive = packed::write(&words, &bytes).unwrap();
            assert!(archive.len() <= packed::AT_MOST && archive.len() + length > packed::AT_MOST);
        }
    });
}

#[test]
fn an_archive_that_grows_is_not_unpacked() {
    // Sixty million spaces pack into nearly nothing.
    let media = [("media/a.webm".to_owned(), FILM.to_vec())].into();
    let text = format!("{}{}", filmed(1), " ".repeat(60_000_000));
    let archive = packed::write(&text, &media).unwrap();
    assert!(archive.len() < 1_000_000);
    assert_eq!(packed::read(&archive).unwrap_err()[0].what.key, "course-wrong-archive");
}
