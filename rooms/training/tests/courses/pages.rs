//! The pages: what a learner and an author see and press, without any script.

use std::{num::NonZeroU32, sync::Arc};

use axum::{
    Router,
    body::Body,
    http::{Request, header},
    middleware,
};
use testkit::{Client, Ground};
use training::{draft, packed};
use words::{Actor, App, Hat, Lookup, Public, enter};

use crate::town::*;

fn router(ground: &Ground) -> Router {
    let mut english = vec![web::ENGLISH, organisation::ENGLISH, people::ENGLISH];
    english.extend(training::ENGLISH);
    let plenty = NonZeroU32::new(10_000).unwrap();
    let app = Arc::new(App {
        db: ground.db.clone(),
        bus: ground.bus.clone(),
        keyring: ground.keyring.clone(),
        catalogue: web::Catalogue::new(&[("en", english)]).unwrap().into(),
        assets: web::Assets::new(),
        sockets: web::Sockets::at_most(10),
        limits: web::Limits::new(plenty, plenty),
        random: ground.random.clone(),
        public: Public::default(),
        lookup: Lookup {
            community: organisation::community,
            actor: people::actor,
            session: people::holder,
            touch: people::touch,
        },
        doors: |_| Vec::new(),
        kept: words::Kept::default(),
        panels: &[],
    });
    training::routes().layer(middleware::from_fn_with_state(app, enter))
}

pub(crate) async fn browser(town: &Town, actor: &Actor) -> Client {
    let member = actor.id;
    let token = town.write(move |tx| people::session::open(tx, member, false)).await;
    let mut client = Client::new(router(&town.ground));
    client.set_cookie("s", &token);
    client
}

#[test]
fn a_learner_reads_answers_writes_and_signs_and_has_finished() {
    in_town(|town| async move {
        let mut hers = browser(&town, &town.lena).await;
        hers.get("/training").await.is(200).says("No courses yet");
        town.publish(EACH).await;
        hers.get("/training").await.says("One of each").says("14 minutes").says("Written as a start");
        let at = "/training/courses/one-of-each";
        hers.get(at).await.says("It begins with").says("Something to read").says("If you like");
        let page = hers.get(&format!("{at}/to-read")).await;
        assert!(page.body.contains("<h2>Below</h2>") && page.body.contains("<em>words</em>"));
        hers.get("/training").await.says("Go on where you were");
        assert_eq!(hers.post(&format!("{at}/to-read/done"), &[]).await.location().unwrap(), format!("{at}/four"));
        hers.get(&format!("{at}/four")).await.says("4 questions").says("You have 2 tries before a day's rest.");
        hers.post_and_follow(&format!("{at}/four/attempt"), &[]).await.says("Question 1 of 4").says("Which is right?");
        let answer = format!("{at}/four/answer");
        hers.post(&answer, &[("question", "0"), ("step", "0")]).await.is(422).says("Choose an answer first.");
        let told = hers.post_and_follow(&answer, &[("question", "0"), ("step", "0"), ("choice", "0")]).await;
        told.says("Not quite").says("It is not.").says("Question 2 of 4");
        assert!(!told.words().contains("It is. "), "the right one is for the next try");
        let two = [("question", "1"), ("step", "0"), ("choice", "0"), ("choice", "2")];
        hers.post_and_follow(&answer, &two).await.says("Right").says("Give each its place");
        let twice = [("question", "2"), ("step", "0"), ("place-0", "1"), ("place-1", "1"), ("place-2", "3")];
        hers.post(&answer, &twice).await.is(422).says("Give each its own place");
        let order = [("question", "2"), ("step", "0"), ("place-0", "1"), ("place-1", "2"), ("place-2", "3")];
        hers.post_and_follow(&answer, &order).await.says("it doesn't matter").says("What do you do?");
        let step = [("question", "3"), ("step", "0"), ("choice", "0")];
        let told = hers.post_and_follow(&answer, &step).await;
        told.says("He is heard.").says("The story goes on below.").says("ok");
        assert!(!told.words().contains("Not quite"), "nothing is judged before its end");
        let step = [("question", "3"), ("step", "1"), ("choice", "0")];
        hers.post_and_follow(&answer, &step).await.says("You have passed").says("3 of 4 right.").says("It is.");
        let entry = format!("{at}/to-write/reflection");
        hers.post(&entry, &[("words", " ")]).await.is(422).says("Write a few words first.");
        hers.post_and_follow(&entry, &[("words", "I was <moved>.")]).await.says("I was <moved>.").says("Share this");
        let sue = town.sue.id.to_string();
        let shared = hers.post_and_follow(&format!("{at}/to-write/sharing"), &[("with", &sue)]).await;
        shared.says("Susan can read this as it stands, and nobody else can.");
        shared.says("Susan can read this too, because you shared it.").says("press \"Stop sharing\" below");
        assert!(!shared.words().contains("Only you can read this"));
        // From another tab, which knows nothing of it, nothing is written over.
        hers.post(&entry, &[("words", "Something else."), ("seen", "")])
            .await
            .is(422)
            .says("You changed this in another tab since.")
            .says("I was <moved>.")
            .says("Something else.");
        let mut supervisor = browser(&town, &town.sue).await;
        supervisor.get("/training/shared").await.says("Lena").says("Something to write").says("I was <moved>.");
        browser(&town, &town.leo).await.get("/training/shared").await.is(404);
        hers.post(&format!("{at}/to-sign/signature"), &[("name", "Somebody")]).await.is(422).says("Type your name");
        hers.post_and_follow(&format!("{at}/to-sign/signature"), &[("name", "Lena")]).await.says("Signed as Lena");
        hers.get(at).await.says("You have finished this course").says("It counts until");
        hers.get("/training").await.says("Finished");
        let page = hers.get(&format!("{at}/to-write")).await;
        let seen = page.body.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let page = hers.post_and_follow(&entry, &[("words", " "), ("seen", &seen)]).await;
        assert!(!page.words().contains("moved"), "what she emptied is gone");
        page.says("Done");
        for (path, form) in [("to-write/done", &[][..]), ("to-sign/answer", &[("question", "0"), ("step", "0")])] {
            hers.post(&format!("{at}/{path}"), form).await.is(404);
        }
    });
}

#[test]
fn what_she_wrote_is_shared_with_her_own_supervisor_unless_she_chooses_another() {
    in_town(|town| async move {
        town.publish(EACH).await;
        town.write(|tx| joins(tx, "Alba", &[Hat::Supervisor]).and(joins(tx, "Zoe", &[Hat::Supervisor]))).await;
        let mut hers = browser(&town, &town.lena).await;
        let at = "/training/courses/one-of-each/to-write";
        let page = hers.post_and_follow(&format!("{at}/reflection"), &[("words", "For me.")]).await;
        page.says("Only you can read this.");
        let place = |name: &str| page.body.find(&format!(">{name}</option>")).expect("somebody to choose");
        assert!(place("Zoe") < place("Alba") && place("Alba") < place("Susan"), "her own first, the others by name");
    });
}

const ORDER: &str = "# In order
id: in-order
version: 1
about: A small course.

## Part
id: part

### quiz: Steps
id: steps
minutes: 2

? order: In which order?
1. Notice
2. Ask
3. Listen
4. Thank

? single: Really?
- [x] Yes :: It is.
- [ ] No :: It is not.
";

#[test]
fn a_wrong_order_is_told_where_it_first_goes_wrong_and_no_more() {
    in_town(|town| async move {
        town.publish(ORDER).await;
        let at = "/training/courses/in-order/steps";
        for (actor, places, hint) in [
            (&town.lena, ["4", "2", "3", "1"], Some("Look again at what comes first.")),
            (&town.leo, ["1", "4", "3", "2"], Some("The first one is right. Look again at what comes next.")),
            (&town.sue, ["1", "2", "4", "3"], Some("The first 2 are right. Look again at what comes next.")),
            (&town.wren, ["1", "2", "3", "4"], None),
        ] {
            let mut theirs = browser(&town, actor).await;
            theirs.post(&format!("{at}/attempt"), &[]).await.is(303);
            let names = ["place-0", "place-1", "place-2", "place-3"];
            let mut form = vec![("question", "0"), ("step", "0")];
            form.extend(names.into_iter().zip(places));
            let told = theirs.post_and_follow(&format!("{at}/answer"), &form).await;
            match hint {
                Some(hint) => told.says("Not quite").says(hint),
                None => told.says("Right"),
            };
            assert_eq!(told.words().matches("Look again at").count(), usize::from(hint.is_some()));
            assert!(!told.words().contains("This order is right"));
        }
    });
}

const PLAY: &str = "# Answering
id: answering
version: 1
about: A small course.

## Part
id: part

### role-play: Sam
id: sam
minutes: 5

Sam has gone quiet.

@start
> I just sat in the car for an hour.
+ Show that you heard -> more :: You stayed.
  = That sounds lonely.
~ Ask for a fact -> more :: It leads away.
  = Which car park?
! Give advice -> more :: They wanted company.
  = Go in next time.
@more
> It was.
+ Wait -> end :: There is time.
  = I am here.
";

#[test]
fn words_that_can_hurt_are_never_shown_as_words_to_say() {
    in_town(|town| async move {
        town.publish(PLAY).await;
        let mut hers = browser(&town, &town.lena).await;
        let at = "/training/courses/answering/sam";
        for (choice, said, stands) in [
            ("0", "You stayed. It could sound like this: That sounds lonely.", true),
            (
                "1",
                "It leads away. This is how it often sounds: Which car park? What helps more here could sound like this: That",
                false,
            ),
            (
                "2",
                "They wanted company. Words like these can hurt, for the reason above. Leave them out: Go in next time. What helps more here could sound like this: That sounds lonely.",
                false,
            ),
        ] {
            hers.post(&format!("{at}/play"), &[]).await.is(303);
            let line = format!("{at}/line");
            hers.post(&line, &[("step", "0"), ("choice", choice), ("words", "My own.")]).await.is(303);
            let told = hers.post_and_follow(&line, &[("step", "1"), ("choice", "0"), ("words", "More.")]).await;
            assert!(told.words().contains(said), "{}", told.words());
            let models = told.words().matches("It could sound like this").count();
            assert_eq!(models, 1 + usize::from(stands), "choice {choice}");
        }
    });
}

#[test]
fn what_is_kept_on_a_device_says_nothing_of_whoever_keeps_it() {
    in_town(|town| async move {
        town.publish(EACH).await;
        let mut hers = browser(&town, &town.lena).await;
        let page = hers.get("/training/reading/one-of-each").await;
        page.is(200).says("Something to read").says("Some words .").says("More words.");
        let his = browser(&town, &town.leo).await.get("/training/reading/one-of-each").await;
        assert_eq!(page.body, his.body, "the same for everybody");
        for private in ["Lena", "Harbour", "Something to sign", "Which is right"] {
            assert!(!page.body.contains(private), "{private}");
        }
        assert!(page.body.contains("<title>Reading</title>"));
        hers.get("/training/courses/one-of-each").await.says("Keep it on this device");
    });
}

#[test]
fn an_author_writes_a_course_part_by_part_and_somebody_else_publishes_it() {
    in_town(|town| async move {
        let (mut sue, mut wren) = (browser(&town, &town.sue).await, browser(&town, &town.wren).await);
        browser(&town, &town.lena).await.get("/training/authoring").await.is(404);
        sue.get("/training/authoring").await.says("Courses to begin with").says("No courses yet");
        sue.post("/training/authoring", &[("title", ""), ("about", "x")]).await.is(422).says("Give it a name");
        let form = [("title", "Our own way"), ("about", "How we do it here.")];
        let at = sue.post("/training/authoring", &form).await.location().unwrap();
        assert_eq!(at, "/training/authoring/our-own-way");
        sue.get(&at).await.says("There is nothing to do in this course yet.");
        let to = sue.post(&format!("{at}/modules"), &[("title", "First"), ("about", "")]).await.location().unwrap();
        sue.get(&to).await.is(200).says("What the learner does");
        let part = [("kind", "quiz"), ("title", "Ask me"), ("minutes", "3"), ("body", "? single: Really?\n- [x] Yes")];
        let again = sue.post(&to, &part).await;
        again.is(422).says("Line 2:").says("\"Yes\" has no reason.").says("This was not saved yet.");
        assert!(again.body.contains("- [x] Yes</textarea>"), "what was typed is still there");
        let body = "? single: Really?\n- [x] Yes :: It is.\n- [ ] No :: It is not.";
        let part = [("kind", "quiz"), ("title", "Ask me"), ("minutes", "3"), ("body", body), ("competency", "growth")];
        sue.post_and_follow(&to, &part).await.is(200).says("Ask me").says("Somebody else who writes courses");
        let part = [("kind", "reading"), ("title", "Read me"), ("minutes", "2"), ("body", "Words.")];
        sue.post(&to, &part).await.is(303);
        let part = [("kind", "reading"), ("title", "Read me twice"), ("minutes", "2"), ("body", "Other words.")];
        sue.post(&format!("{at}/parts/read-me"), &part).await.is(303);
        sue.get(&format!("{at}/parts/read-me")).await.says("Other words.");
        sue.post(&format!("{at}/parts/read-me/place"), &[]).await.is(303);
        let page = sue.get(&at).await.words();
        assert!(page.find("Read me twice").unwrap() < page.find("Ask me").unwrap(), "it moved up");
        sue.post(&format!("{at}/publication"), &[]).await.is(409).says("You wrote last.");
        wren.post_and_follow(&format!("{at}/publication"), &[]).await.says("People take version 1");
        let mut hers = browser(&town, &town.lena).await;
        hers.get("/training/courses/our-own-way").await.is(200).says("Ask me");
        // The next version, as a whole text, with a mistake that is kept and told.
        sue.post(&format!("{at}/draft"), &[]).await.is(303);
        let words = town.write(|tx| draft::of(tx, "our-own-way")).await.words;
        assert!(words.contains("version: 2"));
        let wrong = words.replace("minutes: 3", "minutes: three");
        sue.post_and_follow(&format!("{at}/text"), &[("words", &wrong)]).await.says("is a whole number from 1 to 600");
        sue.get(&at).await.says("To be put right before it can be published").says("The whole text");
        sue.post(&format!("{at}/text"), &[("words", &words)]).await.is(303);
        let head = [("title", "Our way"), ("about", "So."), ("pass", "90"), ("attempts", "0"), ("expires", "x")];
        sue.post(&at, &head).await.is(422).says("A whole number, please.");
        let head = [("title", "Our way"), ("about", "So."), ("pass", "90"), ("attempts", "0"), ("expires", "30")];
        sue.post_and_follow(&at, &head).await.says("Our way");
        let course = town.write(|tx| draft::of(tx, "our-own-way")).await.course().unwrap();
        assert_eq!((course.pass, course.attempts, course.expires), (90, None, Some(30)));
        sue.post(&format!("{at}/parts/ask-me/removal"), &[]).await.is(303);
        let copy = sue.get(&format!("{at}/copy.md")).await;
        assert_eq!(training::format::read(&copy.body).unwrap().activities().count(), 1);
        sue.post_and_follow(&format!("{at}/discarding"), &[]).await.says("Our own way").says("Version 1");
        sue.post_and_follow(&format!("{at}/retirement"), &[("do", "retire")]).await.says("Not offered any more");
        hers.get("/training").await.says("No courses yet");
        sue.post_and_follow(&format!("{at}/retirement"), &[("do", "back")]).await.says("People take version 1");
    });
}

#[test]
fn a_file_is_taken_whole_or_refused_with_its_lines_and_a_film_is_shown_in_parts() {
    in_town(|town| async move {
        let (mut sue, mut wren) = (browser(&town, &town.sue).await, browser(&town, &town.wren).await);
        let wrong = EACH.replace("minutes: 4", "minutes: four").replace("- [x] The second", "- [ ] The second");
        let told = sue.post_with_file("/training/authoring/files", &[], "file", wrong.as_bytes()).await;
        told.is(422).says("This file was not taken.").says("Line 28:").says("Line 30:").says("No courses yet");
        let film: Vec<u8> = [0x1A, 0x45, 0xDF, 0xA3].into_iter().chain(std::iter::repeat_n(b'x', 400_000)).collect();
        let text = format!(
            "{EACH}\n### video: A film\nid: film\nminutes: 1\nfile: media/a.webm\ncaptions: media/a.vtt\n\nHello.\n"
        );
        let media = [("media/a.webm".to_owned(), film.clone()), ("media/a.vtt".to_owned(), b"WEBVTT".to_vec())].into();
        let archive = packed::write(&text, &media).unwrap();
        let at = sue.post_with_file("/training/authoring/files", &[], "file", &archive).await.location().unwrap();
        sue.get(&at).await.says("media/a.webm").says("It is here.");
        let newer = b"WEBVTT\n\nNewer.";
        let named = [("name", "media/a.vtt")];
        sue.post_with_file(&format!("{at}/media"), &named, "file", newer).await.is(303);
        sue.post_with_file(&format!("{at}/media"), &named, "file", b"no captions")
            .await
            .is(422)
            .says("This is not what");
        sue.post_with_file(&format!("{at}/media"), &[("name", "media/x.vtt")], "file", newer).await.is(404);
        let draft = town.write(|tx| training::media::latest(tx, "one-of-each")).await;
        let address = format!("/training/media/{}", draft["media/a.webm"].id);
        let mut hers = browser(&town, &town.lena).await;
        hers.get(&address).await.is(404);
        wren.post(&format!("{at}/publication"), &[]).await.is(303);
        let page = hers.get("/training/courses/one-of-each/film").await;
        assert!(page.body.contains(&address) && page.body.contains("<track kind=\"captions\""));
        page.says("Read what is said").says("Hello.");
        let ask = |range: &str| Request::get(&address).header(header::RANGE, range).body(Body::empty()).unwrap();
        let part = hers.send(ask("bytes=4-9")).await;
        part.is(206);
        assert_eq!(
            (part.body.as_str(), &part.headers["content-range"]),
            ("xxxxxx", &"bytes 4-9/400004".parse().unwrap())
        );
        assert_eq!(part.headers["content-type"], "video/webm");
        let whole = hers.get(&address).await;
        whole.is(200);
        assert!(whole.body.ends_with(&"x".repeat(400_000)));
        let archive = sue.get(&format!("{at}/copy.zip")).await;
        assert_eq!(archive.headers["content-type"], "application/zip");
    });
}

#[test]
fn the_courses_that_come_along_are_taken_one_by_one_or_all_at_once() {
    in_town(|town| async move {
        let mut sue = browser(&town, &town.sue).await;
        sue.get("/training/authoring").await.says("What peer support is, and is not");
        let one = [("course", "what-peer-support-is")];
        sue.post_and_follow("/training/authoring/starting", &one).await.says("Draft of");
        sue.post("/training/authoring/starting", &[("course", "all")]).await.is(303);
        let shelf = town.write(draft::shelf).await;
        assert_eq!(shelf.len(), training::starter::all().len());
        let problems = town.write(|tx| draft::of(tx, "what-peer-support-is")?.problems(tx)).await;
        assert_eq!(problems, []);
        sue.post("/training/authoring/starting", &[("course", "nothing")]).await.is(404);
    });
}

/// The mark that a form of this page carries; the first one, or the first after these words.
fn mark_after(page: &str, after: &str) -> String {
    let from = page.find(after).expect("the form");
    let rest = &page[from..];
    let at = rest.find("name=\"seen\" value=\"").expect("a mark") + "name=\"seen\" value=\"".len();
    rest[at..].split('"').next().unwrap().to_owned()
}

#[test]
fn two_authors_on_one_draft_lose_no_words() {
    in_town(|town| async move {
        let (mut sue, mut wren) = (browser(&town, &town.sue).await, browser(&town, &town.wren).await);
        let actor = town.sue.clone();
        town.write(move |tx| {
            draft::begin(tx, &actor, "a", "A course", "About it.")?;
            draft::write(tx, &actor, "a", &readings("a", 1, &["one", "two", "three"], ""))
        })
        .await;
        let at = "/training/authoring/a";
        let (one, two, text) = (format!("{at}/parts/one"), format!("{at}/parts/two"), format!("{at}/text"));
        let typed = |body: &'static str, mark: String| {
            let kept = [("kind", "reading"), ("title", "Text"), ("minutes", "3"), ("module", "part"), ("body", body)];
            kept.into_iter().map(|(k, v)| (k, v.to_owned())).chain([("seen", mark)]).collect::<Vec<_>>()
        };
        macro_rules! post {
            ($who:ident, $to:expr, $form:expr) => {{
                let form = $form;
                let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (*k, v.as_str())).collect();
                $who.post($to, &form).await
            }};
        }
        // Both open the same activity, and Wren another one; different activities go together.
        let page = sue.get(&one).await.body;
        let (hers, his) = (mark_after(&page, &one), mark_after(&wren.get(&one).await.body, &one));
        let other = mark_after(&wren.get(&two).await.body, &two);
        post!(sue, &one, typed("Words of Sue.", hers)).is(303);
        post!(wren, &two, typed("Words of Wren on two.", other)).is(303);
        let clash = post!(wren, &one, typed("Words of Wren.", his.clone()));
        clash.is(422).says("Somebody else was writing too").says("Words of Sue.");
        assert!(clash.body.contains("Words of Wren.</textarea>"), "what was typed is kept");
        // A mistake does not make the question go away.
        let wrong = post!(wren, &one, typed("", his));
        wrong.is(422);
        let still = mark_after(&wrong.body, &one);
        post!(wren, &one, typed("Words of Wren.", still)).is(422).says("Words of Sue.");
        // With the renewed mark it is a decision.
        post!(wren, &one, typed("Words of both.", mark_after(&clash.body, &one))).is(303);
        let words = town.write(|tx| draft::of(tx, "a")).await.words;
        assert!(words.contains("Words of both.") && words.contains("Words of Wren on two."), "{words}");
        // The whole text.
        let (hers, his) =
            (mark_after(&sue.get(&text).await.body, &text), mark_after(&wren.get(&text).await.body, &text));
        let new = words.replace("Words of three.", "Three of Sue.");
        sue.post(&text, &[("words", &new), ("seen", &hers)]).await.is(303);
        let new = words.replace("Words of three.", "Three of Wren.");
        let clash = wren.post(&text, &[("words", &new), ("seen", &his)]).await;
        clash.is(422).says("Three of Sue.").says("Three of Wren.");
        assert!(town.write(|tx| draft::of(tx, "a")).await.words.contains("Three of Sue."));
        // The heading, and publishing what one has not seen.
        let page = wren.get(at).await.body;
        let head = mark_after(&page, &format!("action=\"{at}\""));
        let (publish, discard) = (format!("{at}/publication"), format!("{at}/discarding"));
        let whole = mark_after(&page, &discard);
        let form = |title: &'static str| [("title", title), ("about", "So."), ("pass", "90")];
        let mut first = form("Ours").to_vec();
        first.push(("seen", &head));
        sue.post(at, &first).await.is(303);
        let mut second = form("Theirs").to_vec();
        second.push(("seen", &head));
        wren.post(at, &second).await.is(422).says("Somebody else was writing too").says("# Ours");
        wren.post(&publish, &[("seen", &whole)]).await.is(422).says("Nothing was done.");
        wren.post(&discard, &[("seen", &whole)]).await.is(422).says("Nothing was done.");
        // Taken out while somebody wrote in it: the words stay, and go in again.
        let mark = mark_after(&wren.get(&two).await.body, &two);
        let removal = format!("{two}/removal");
        sue.post(&removal, &[("seen", "of before")]).await.is(422);
        sue.post(&removal, &[("seen", &mark)]).await.is(303);
        let kept = post!(wren, &two, typed("Not to be lost.", mark.clone()));
        kept.is(422).says("was taken out in the meantime");
        assert!(kept.body.contains("Not to be lost.</textarea>"));
        let again = format!("{at}/modules/part");
        assert!(kept.body.contains(&format!("action=\"{again}\"")), "it can go in again");
        post!(wren, &again, typed("Not to be lost.", String::new())).is(303);
        // Given up while somebody wrote.
        let whole = mark_after(&wren.get(at).await.body, &discard);
        sue.post(&discard, &[("seen", &whole)]).await.is(303);
        let kept = post!(wren, &one, typed("Still here.", mark));
        kept.is(422).says("There is no draft any more");
        assert!(kept.body.contains("Still here.</textarea>"));
        wren.post(&text, &[("words", "Whole."), ("seen", &whole)]).await.is(422).says("Whole.");
        wren.post(at, &second).await.is(422).says("Theirs");
        wren.post(&format!("{at}/modules"), &[("title", "New part")]).await.is(422).says("New part");
    });
}

#[test]
fn a_file_in_place_of_ones_own_draft_is_asked_for() {
    in_town(|town| async move {
        let mut sue = browser(&town, &town.sue).await;
        let files = "/training/authoring/files";
        let first = readings("a", 1, &["one"], "");
        let second = readings("a", 1, &["two"], "");
        sue.post_with_file(files, &[], "file", first.as_bytes()).await.is(303);
        sue.post_with_file(files, &[], "file", first.as_bytes()).await.is(303);
        sue.post_with_file(files, &[], "file", second.as_bytes()).await.is(422).says("You are writing a draft of");
        assert!(town.write(|tx| draft::of(tx, "a")).await.words.contains("Words of one."));
        sue.post_with_file(files, &[("over", "yes")], "file", second.as_bytes()).await.is(303);
        assert!(town.write(|tx| draft::of(tx, "a")).await.words.contains("Words of two."));
    });
}

#[test]
fn an_error_stands_on_its_own_form_with_what_was_typed() {
    in_town(|town| async move {
        let mut sue = browser(&town, &town.sue).await;
        let actor = town.sue.clone();
        let films = "### video: A film\nid: film\nminutes: 2\nfile: media/a.webm\ncaptions: media/a.en.vtt\n\nHello.\n";
        let words = readings("a", 1, &["one"], "") + films;
        town.write(move |tx| {
            draft::begin(tx, &actor, "a", "A", "About.")?;
            draft::write(tx, &actor, "a", &words)
        })
        .await;
        let at = "/training/authoring/a";
        let page = sue.post(&format!("{at}/modules"), &[("title", " "), ("about", "Words about it.")]).await;
        page.is(422).says("Give it a name, not longer than a line.");
        assert!(page.body.contains("id=\"module-title-error\"") && page.body.contains("value=\"Words about it.\""));
        let wrong = sue.post_with_file(&format!("{at}/media"), &[("name", "media/a.webm")], "file", b"no film").await;
        wrong.is(422);
        let page = wrong.words();
        assert_eq!(page.matches("This is not what").count(), 1, "{page}");
        // The first has nothing above it.
        let page = sue.get(at).await.body;
        assert!(!page.contains("/parts/one/place") && page.contains("/parts/film/place"));
    });
}
