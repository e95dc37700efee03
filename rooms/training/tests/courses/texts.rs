//! The text of a course: whatever can be said comes in as it was written, and every mistake is told with its line.

use std::collections::HashMap;

use proptest::{collection::vec, option, prelude::*, sample::subsequence};
use training::{
    course, draft,
    format::{
        Activity, Asked, Body, Choice, Choosable, Course, Kind, Lines, Mark, Module, Next, Play, Question, Review,
        Step, read,
    },
    kind::Competency,
    packed,
};
use words::Language;

use crate::town::*;

// ── any course ──────────────────────────────────────────────────────────────────────────────────────────────────────

/// A line of words as people write them: any script, any marks, but none at its ends.
fn line() -> impl Strategy<Value = String> {
    let words = "[A-Za-z0-9\u{e4}\u{f6}\u{5b50}\u{633}\u{1f331}.,;'\"?()*_#@>~!+=-]{1,9}";
    vec(words, 1..6).prop_map(|words| format!("W{}", words.join(" ")))
}

/// Paragraphs, lists and sub-headings.
fn prose() -> impl Strategy<Value = String> {
    let heading = line().prop_map(|it| format!("#### {it}"));
    let item = line().prop_map(|it| format!("- {it}"));
    let part = prop_oneof![line(), heading, item];
    vec(part, 1..5).prop_map(|parts| parts.join("\n\n"))
}

fn reasoned(right: impl Strategy<Value = bool> + Clone) -> impl Strategy<Value = Choosable> {
    (line(), right, line()).prop_map(|(text, right, reason)| Choosable { text, right, reason })
}

/// A story: every step leads on to later ones, and the first choice of each helps.
fn play(own_words: bool) -> impl Strategy<Value = Play> {
    let example = vec(line(), 1..3);
    let choice = (line(), line(), example, 0_usize..3, 0_usize..9);
    let step = (vec(line(), 1..3), vec(choice, 1..4));
    vec(step, 1..5).prop_map(move |steps| {
        let count = steps.len();
        let steps = steps.into_iter().enumerate().map(|(at, (says, choices))| {
            let choices = choices.into_iter().enumerate().map(|(number, (intent, debrief, examples, mark, to))| {
                // The first choice goes one step on, so that nothing is out of reach.
                let next = at + 1 + if number == 0 { 0 } else { to };
                Choice {
                    mark: if number == 0 { Mark::Helps } else { Mark::ALL[mark] },
                    intent,
                    next: if next < count { Next::Step(next) } else { Next::End },
                    debrief,
                    examples: if own_words { examples } else { Vec::new() },
                }
            });
            let name = if at == 0 { "start".to_owned() } else { format!("step-{at}") };
            Step { name, says, choices: choices.collect() }
        });
        Play { steps: steps.collect() }
    })
}

fn question() -> impl Strategy<Value = Question> {
    let options = |least| vec(reasoned(Just(false)), least..4);
    let single = (options(2), any::<prop::sample::Index>()).prop_map(|(mut options, right)| {
        let at = right.index(options.len());
        options[at].right = true;
        Asked::Single(options)
    });
    let multiple = (options(1), vec(reasoned(Just(true)), 1..3))
        .prop_map(|(wrong, right)| Asked::Multiple(wrong.into_iter().chain(right).collect()));
    let order = vec(reasoned(Just(true)), 2..5).prop_map(Asked::Order);
    let asked = prop_oneof![single, multiple, order, play(false).prop_map(Asked::Scenario)];
    (line(), asked).prop_map(|(text, asked)| Question { text, asked })
}

fn body() -> impl Strategy<Value = Body> {
    prop_oneof![
        prose().prop_map(Body::Reading),
        prose().prop_map(|transcript| Body::Video {
            file: "media/a.webm".to_owned(),
            captions: "media/a.vtt".to_owned(),
            transcript,
        }),
        vec(question(), 1..4).prop_map(Body::Quiz),
        prose().prop_map(Body::Reflection),
        prose().prop_map(Body::Agreement),
        (line(), play(true)).prop_map(|(setting, play)| Body::RolePlay { setting, play }),
        (prose(), prose(), vec(line(), 1..4)).prop_map(|(briefing, partner, look_for)| Body::LiveRolePlay {
            briefing,
            partner,
            look_for
        }),
        prose().prop_map(Body::Shadow),
    ]
}

fn activity() -> impl Strategy<Value = Activity> {
    let competencies = subsequence(Competency::ALL, 0..4);
    (line(), 1_i64..600, competencies, any::<bool>(), body()).prop_map(
        |(title, minutes, competencies, optional, body)| Activity {
            id: String::new(),
            title,
            minutes,
            competencies,
            optional,
            body,
            lines: Lines::default(),
        },
    )
}

prop_compose! {
    fn any_course()(
        title in line(), version in 1_i64..1000, language in 0_u16..20, about in line(), pass in 1_i64..101,
        attempts in option::of(1_i64..10), expires in option::of(1_i64..1000), needs in vec("[a-z]{3,9}", 0..3),
        review in any::<bool>(), modules in vec((line(), option::of(line()), vec(activity(), 1..4)), 1..4),
    ) -> Course {
        let mut number = 0;
        let modules = modules.into_iter().enumerate().map(|(at, (title, about, mut activities))| {
            for it in &mut activities {
                number += 1;
                it.id = format!("activity-{number}");
            }
            Module { id: format!("module-{at}"), title, about: about.unwrap_or_default(), activities }
        });
        let mut needs: Vec<String> = needs.into_iter().filter(|it| it != "any").collect();
        needs.sort();
        needs.dedup();
        Course {
            id: "any".to_owned(), title, version, language: Language::from_number(language).unwrap(), about, pass, attempts,
            expires, needs, review: if review { Review::Reviewed } else { Review::Draft }, modules: modules.collect(),
        }
    }
}

/// A course as an author would write it.
fn written(course: &Course) -> String {
    let mut text = format!("# {}\nid: {}\nversion: {}\n", course.title, course.id, course.version);
    text += &format!("// For authors.\nlanguage: {}\nabout: {}\n", course.language.code(), course.about);
    text += &format!("pass: {}\nattempts: {}\n", course.pass, course.attempts.unwrap_or_default());
    text += &format!(
        "expires: {}\nneeds: {}\nreview: {}\n",
        course.expires.unwrap_or_default(),
        course.needs.join(","),
        course.review
    );
    for module in &course.modules {
        text += &format!("\n## {}\nid: {}\nabout: {}\n", module.title, module.id, module.about);
        for it in &module.activities {
            let codes: Vec<_> = it.competencies.iter().map(|it| it.as_str()).collect();
            text += &format!("\n### {}: {}\nid: {}\nminutes: {}\n", it.body.kind(), it.title, it.id, it.minutes);
            text +=
                &format!("competencies: {}\noptional: {}\n", codes.join(", "), if it.optional { "yes" } else { "no" });
            text += &match &it.body {
                Body::Video { file, captions, transcript } => {
                    format!("file: {file}\ncaptions: {captions}\n\n{transcript}\n")
                }
                Body::Quiz(questions) => format!("\n{}", questions.iter().map(asked).collect::<String>()),
                Body::RolePlay { setting, play } => format!("\n{setting}\n\n{}", story(play)),
                Body::LiveRolePlay { briefing, partner, look_for } => {
                    format!("\n{briefing}\n\npartner:\n{partner}\n\nlook for:\n- {}\n", look_for.join("\n- "))
                }
                Body::Reading(it) | Body::Reflection(it) | Body::Agreement(it) | Body::Shadow(it) => {
                    format!("\n{it}\n")
                }
            };
        }
    }
    text
}

fn asked(question: &Question) -> String {
    let options = |options: &[Choosable]| -> String {
        let option =
            |it: &Choosable| format!("- [{}] {} :: {}\n", if it.right { "x" } else { " " }, it.text, it.reason);
        options.iter().map(option).collect()
    };
    let (kind, below) = match &question.asked {
        Asked::Single(it) => ("single", options(it)),
        Asked::Multiple(it) => ("multiple", options(it)),
        Asked::Order(items) => {
            let item = |(at, it): (usize, &Choosable)| format!("{}. {} :: {}\n", at + 1, it.text, it.reason);
            ("order", items.iter().enumerate().map(item).collect())
        }
        Asked::Scenario(play) => ("scenario", story(play)),
    };
    format!("? {kind}: {}\n{below}\n", question.text)
}

fn story(play: &Play) -> String {
    let mut text = String::new();
    for step in &play.steps {
        text += &format!("@{}\n", step.name);
        for said in &step.says {
            text += &format!("> {said}\n");
        }
        for it in &step.choices {
            let mark = ["+", "~", "!"][Mark::ALL.iter().position(|mark| *mark == it.mark).unwrap()];
            let to = match it.next {
                Next::Step(at) => play.steps[at].name.as_str(),
                Next::End => "end",
            };
            text += &format!("{mark} {} -> {to} :: {}\n", it.intent, it.debrief);
            for example in &it.examples {
                text += &format!("  = {example}\n");
            }
        }
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_course_is_read_as_it_was_written(course in any_course()) {
        let text = written(&course);
        let found = read(&text);
        prop_assert_eq!(found.as_ref(), Ok(&course), "{}", text);
        // Line ends of another system, and the mark that some editors put in front, change nothing.
        let elsewhere = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        prop_assert_eq!(&packed::read(elsewhere.as_bytes()).unwrap().course, &course);
        // What is packed is unpacked as it was.
        let media: HashMap<String, Vec<u8>> = [("media/a.vtt".to_owned(), b"WEBVTT".to_vec())].into();
        let unpacked = packed::read(&packed::write(&text, &media).unwrap()).unwrap();
        prop_assert_eq!(unpacked.words, text);
        prop_assert_eq!(unpacked.course, course);
    }

    #[test]
    fn no_text_breaks_the_reader(course in any_course(), cut in any::<prop::sample::Index>(), junk in "\\PC{0,40}") {
        let text = written(&course);
        let at = (0..=cut.index(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap();
        // Whatever stands in the middle of it: a course, or problems with lines that are there.
        let broken = format!("{}{junk}\n{}", &text[..at], &text[at..]);
        if let Err(problems) = read(&broken) {
            prop_assert!(!problems.is_empty() && problems.len() <= 20);
            let lines = broken.lines().count();
            prop_assert!(problems.iter().all(|it| it.line >= 1 && it.line <= lines), "{:?}", problems);
        }
        prop_assert!(read(&text[..at]).is_ok() || !read(&text[..at]).unwrap_err().is_empty());
    }
}

#[test]
fn what_is_carried_out_of_one_community_comes_into_another_as_it_was() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let courses: Vec<Course> = (0..6).map(|_| any_course().new_tree(&mut runner).unwrap().current()).collect();
    in_town(|town| {
        let courses = courses.clone();
        async move {
            for (number, mut course) in courses.into_iter().enumerate() {
                course.id = format!("course-{number}");
                course.needs.clear();
                let text = written(&course);
                let film = vec![0x1A, 0x45, 0xDF, 0xA3, 7];
                let media: HashMap<String, Vec<u8>> = match course.media().count() {
                    0 => HashMap::new(),
                    _ => [("media/a.webm".to_owned(), film), ("media/a.vtt".to_owned(), b"WEBVTT".to_vec())].into(),
                };
                let brought = packed::read(&packed::write(&text, &media).unwrap()).unwrap();
                let (sue, wren, id) = (town.sue.clone(), town.wren.clone(), course.id.clone());
                let taken = town
                    .write(move |tx| {
                        let problems = draft::take(tx, &sue, &brought, false)?;
                        draft::publish(tx, &wren, &id)?;
                        Ok(problems)
                    })
                    .await;
                assert_eq!(taken, []);
                let id = course.id.clone();
                let published = town.write(move |tx| course::published(tx, &id)).await;
                assert_eq!(*published.course, course);
                let (id, version) = (course.id.clone(), course.version);
                let films = town.write(move |tx| training::media::of_version(tx, &id, version)).await;
                assert_eq!(films.len(), media.len());
            }
        }
    });
}

// ── mistakes ────────────────────────────────────────────────────────────────────────────────────────────────────────

/// A course in which something is put in place of a line.
fn with(line: &str, instead: &str) -> String {
    let text = include_str!("each.md");
    assert!(text.lines().any(|it| it == line), "«{line}»");
    text.lines().map(|it| if it == line { instead } else { it }).collect::<Vec<_>>().join("\n") + "\n"
}

#[test]
fn every_mistake_is_told_with_its_line_and_what_to_do() {
    let mut untold = Vec::new();
    let at = |line: &str| EACH.lines().position(|it| it == line).unwrap() + 1;
    for (line, instead, key, shift) in [
        ("# One of each", "## One of each", "course-wrong-first-heading", 0),
        ("# One of each", "Words.\n# One of each", "course-wrong-before-title", 0),
        ("id: one-of-each", "id: One of each", "course-wrong-id", 0),
        ("id: one-of-each", "name: one-of-each", "course-wrong-unknown-property", 0),
        ("version: 1", "version: first", "course-wrong-number", 0),
        ("language: en", "language: xx", "course-wrong-language", 0),
        ("about: Something of every kind.", "review: perhaps", "course-wrong-review", 0),
        ("pass: 60", "pass: 600", "course-wrong-number", 0),
        ("attempts: 2", "about: Again.", "course-wrong-twice", 0),
        ("expires: 365", "needs: One, two", "course-wrong-need", 0),
        ("expires: 365", "needs: one-of-each", "course-wrong-need", 0),
        ("expires: 365", "expires: 365\nWords.", "course-wrong-property", 1),
        ("expires: 365", "expires: 365\n\nWords.", "course-wrong-text-here", 2),
        ("## Part", "", "course-wrong-text-here", 1),
        ("## Part", "# Part", "course-wrong-second-course", 0),
        ("### reading: Something to read", "### Something to read", "course-wrong-kind", 0),
        ("### reading: Something to read", "### reading:", "course-wrong-no-title", 0),
        ("id: to-write", "id: to-read", "course-wrong-id-twice", -1),
        ("minutes: 3", "minutes: 0", "course-wrong-number", 0),
        ("minutes: 3", "", "course-wrong-no-property", -2),
        ("competencies: growth, support", "competencies: magic", "course-wrong-competency", 0),
        ("competencies: growth, support", "optional: perhaps", "course-wrong-optional", 0),
        ("competencies: growth, support", "file: media/a.webm", "course-wrong-not-a-film", 0),
        ("Some *words*.", "![A picture](https://example.org/a.png)", "course-wrong-picture", 0),
        ("### agreement: Something to sign", "### video: A film", "course-wrong-no-property", 0),
        ("### agreement: Something to sign", "### live-role-play: Live", "course-wrong-live-parts", 0),
        ("### agreement: Something to sign", "### role-play: Written", "course-wrong-no-steps", 0),
        ("### agreement: Something to sign", "### quiz: Questions", "course-wrong-before-question", 4),
        ("I keep to myself what I hear.", "", "course-wrong-no-text", -4),
        ("? single: Which is right?", "? sinlge: Which is right?", "course-wrong-question-kind", 0),
        ("? single: Which is right?", "? single:", "course-wrong-empty-question", 0),
        ("- [x] The second :: It is.", "- [ ] The second :: It is not.", "course-wrong-single", -2),
        ("- [x] The second :: It is.", "- The second :: It is.", "course-wrong-option", 0),
        ("- [x] The second :: It is.", "- [x] The second", "course-wrong-no-reason", 0),
        ("- [x] The second :: It is.", "", "course-wrong-few-options", -2),
        ("2. Second", "4. Second", "course-wrong-order-line", 0),
        ("@start", "@begin", "course-wrong-first-step", 0),
        ("@start", "@Start here", "course-wrong-step-name", 0),
        ("> it doesn't matter", "", "course-wrong-silent-step", -1),
        ("> it doesn't matter", "it doesn't matter", "course-wrong-story-line", 0),
        ("@more", "@start", "course-wrong-step-twice", 0),
        ("@more", "@other", "course-wrong-no-such-step", -3),
        (
            "~ Ask what he means -> more :: A little quick.",
            "~ Ask what he means :: Where to?",
            "course-wrong-choice",
            0,
        ),
        ("~ Ask what he means -> more :: A little quick.", "~ Ask -> start :: Again.", "course-wrong-circle", -3),
        ("> ok", "> ok\n+ Wait -> end :: So.\n> hm", "course-wrong-says-late", 2),
        ("+ Wait -> end :: There is time.", "= An example.", "course-wrong-example", 0),
    ] {
        let problems = read(&with(line, instead)).expect_err(instead);
        let expected = at(line).checked_add_signed(shift).unwrap();
        let found = problems.iter().any(|it| it.what.key == key && it.line == expected);
        if !found {
            let told: Vec<_> = problems.iter().map(|it| (it.line, it.what.key)).collect();
            untold.push(format!("«{instead}» for «{line}»: expected {key} in line {expected}, got {told:?}"));
        }
    }
    assert!(untold.is_empty(), "{}", untold.join("\n"));
    // A story with nothing that can be reached, one that only harms, and practice without an example.
    let lonely = EACH.replace(
        "+ Wait -> end :: There is time.",
        "+ Wait -> end :: There is time.\n@lonely\n> hm\n+ Go -> end :: So.",
    );
    assert_eq!(read(&lonely).unwrap_err()[0].what.key, "course-wrong-unreachable");
    let harms =
        EACH.replace("+ Say that it does to you", "! Say that it does to you").replace("~ Ask what", "! Ask what");
    assert_eq!(read(&harms).unwrap_err()[0].what.key, "course-wrong-no-right-way");
    let practice = EACH.replace(
        "### agreement: Something to sign\nid: to-sign\nminutes: 2\n",
        "### role-play: Written\nid: to-sign\nminutes: 2\n\nSomebody.\n\n@start\n> Hm.\n+ Listen -> end :: Good.\n  = I am here.\n",
    );
    assert_eq!(read(&practice.replace("\nI keep to myself what I hear.\n", "")).unwrap().activities().count(), 5);
    let silent = practice.replace("  = I am here.\n", "").replace("\nI keep to myself what I hear.\n", "");
    assert_eq!(read(&silent).unwrap_err()[0].what.key, "course-wrong-no-example");
    assert_eq!(read("").unwrap_err()[0].what.key, "course-wrong-empty");
    assert_eq!(read("# A\nid: a\nabout: b\n").unwrap_err()[0].what.key, "course-wrong-nothing-to-do");
}

#[test]
fn every_sentence_about_a_mistake_is_in_the_catalogue_and_every_kind_can_be_written() {
    let english = training::ENGLISH.concat();
    for file in ["lines", "play", "quiz", "read"] {
        let path = format!("{}/src/format/{file}.rs", env!("CARGO_MANIFEST_DIR"));
        let source = std::fs::read_to_string(path).unwrap();
        for key in source.split('"').filter(|it| it.starts_with("course-wrong-")) {
            assert!(english.contains(&format!("\n{key} = ")), "{key}");
        }
    }
    let kinds: Vec<Kind> = read(EACH).unwrap().activities().map(|it| it.body.kind()).collect();
    assert_eq!(kinds, [Kind::Reading, Kind::Quiz, Kind::Reflection, Kind::Agreement, Kind::Reading]);
}
