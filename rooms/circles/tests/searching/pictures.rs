//! Pictures with posts: who may bring one, who may see it, and what is left of it.

use std::io::Cursor;

use circles::{
    circle::Circle,
    kind::{CircleId, Joining, PictureId, PostId, ThreadId},
    membership,
    picture::{self, A_DAY, Brought},
    post, watch,
};
use db::{Error, args};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use testkit::{Client, Ground, on_both_engines, on_both_engines_lending};
use words::{Actor, AgeBand};

use crate::town::{
    begins, browser, changes, circle, does, enters, grounds, joins, lending, migrations, noted, opening, pair, person,
    replies,
};

const CANARY: &[u8] = b"GPS 52.5200N 13.4050E of Anna";

/// A small picture, with words about a person at the end of its file.
fn jpeg() -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    let image = RgbImage::from_fn(60, 40, |x, _| if x < 30 { Rgb([200, 20, 20]) } else { Rgb([20, 20, 200]) });
    DynamicImage::from(image).write_to(&mut out, ImageFormat::Jpeg).unwrap();
    let file = out.into_inner();
    let comment = [&[0xff, 0xfe, 0, CANARY.len() as u8 + 2][..], CANARY].concat();
    [&file[..2], &comment, &file[2..], CANARY].concat()
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|it| it == part)
}

async fn only_picture(ground: &Ground) -> (PictureId, PostId) {
    let found = ground
        .db
        .read(|tx| tx.one("SELECT id, post_id FROM circles_pictures", args![], |row| Ok((row.get(0)?, row.get(1)?))));
    found.await.unwrap()
}

async fn pictures(ground: &Ground) -> i64 {
    ground.db.read(|tx| tx.value("SELECT COUNT(*) FROM circles_pictures", args![])).await.unwrap()
}

/// The bytes that this member is shown, when they are shown any.
async fn sees(ground: &Ground, who: &Actor, id: PictureId) -> Option<Vec<u8>> {
    let who = who.clone();
    match ground.db.read(move |tx| picture::readable_by(tx, &who, id)).await {
        Ok(file) => Some(file.bytes),
        Err(Error::NotFound) => None,
        Err(other) => panic!("{other}"),
    }
}

/// Answers a thread with a picture, on its page.
async fn sends(window: &mut Client, thread: ThreadId, file: &[u8], alt: &str) -> testkit::Answer {
    let fields = [("words", "Look at this."), ("alt", alt), ("do", "post")];
    window.post_with_file(&format!("/threads/{thread}/posts"), &fields, "picture", file).await
}

async fn with_pictures(ground: &Ground, leads: &[Actor; 2]) -> CircleId {
    circle(ground, leads, "Gardens", |it| it.pictures = true).await
}

#[test]
fn a_picture_is_shown_with_its_post_and_carries_nothing_else() {
    on_both_engines(&migrations(), |ground| async move {
        let leads = pair(&ground, AgeBand::Adult).await;
        let mara = person(&ground, "Mara").await;
        let open = with_pictures(&ground, &leads).await;
        joins(&ground, &mara, open).await;
        let mut window = browser(&ground, &mara).await;
        window.get(&format!("/circles/{open}/threads/new")).await.is(200).says("Add a picture");
        let fields = [
            ("title", "Today"),
            ("intent", "win"),
            ("words", "My garden."),
            ("alt", "Red \"roses\" & a fence"),
            ("do", "post"),
        ];
        let sent = window.post_with_file(&format!("/circles/{open}/threads"), &fields, "picture", &jpeg()).await;
        sent.is(303);
        let (id, post) = only_picture(&ground).await;
        let page = window.get(&sent.location().unwrap()).await;
        page.is(200).says("My garden.");
        assert!(page.body.contains(&format!("src=\"/circles/pictures/{id}\"")));
        assert!(page.body.contains("alt=\"Red &#34;roses&#34; &#38; a fence\" width=\"60\" height=\"40\""));
        let file = window.get(&format!("/circles/pictures/{id}")).await;
        file.is(200);
        assert_eq!(file.headers["content-type"], "image/jpeg");
        assert_eq!(file.headers["cache-control"], "no-store");
        assert_eq!(file.headers["x-content-type-options"], "nosniff");
        let bytes = sees(&ground, &mara, id).await.unwrap();
        assert!(bytes.starts_with(&[0xff, 0xd8]) && !holds(&bytes, b"GPS") && !holds(&bytes, b"Anna"));
        // At rest it is sealed, and what it shows too.
        let (stored, alt): (Vec<u8>, Vec<u8>) = ground
            .db
            .read(|tx| tx.one("SELECT bytes, alt FROM circles_pictures", args![], |row| Ok((row.get(0)?, row.get(1)?))))
            .await
            .unwrap();
        assert!(!holds(&stored, &bytes[20..60]) && !holds(&alt, b"roses"));

        // Pictures are switched off, and the old ones stay.
        changes(&ground, &leads[0], open, |it| it.pictures = false).await;
        assert!(sees(&ground, &mara, id).await.is_some());
        // It is gone with its post.
        let author = mara.clone();
        does(&ground, move |tx| post::own(tx, &author, post)?.withdraw(tx)).await;
        assert_eq!(sees(&ground, &mara, id).await, None);
        assert_eq!(pictures(&ground).await, 0);
        window.get(&format!("/circles/pictures/{id}")).await.is(404);
    });
}

#[test]
fn only_who_may_read_the_post_sees_its_picture() {
    on_both_engines_lending(&migrations(), lending, |ground| async move {
        let leads = pair(&ground, AgeBand::Adult).await;
        let (mara, tom, outside) =
            (person(&ground, "Mara").await, person(&ground, "Tomas").await, person(&ground, "Wren").await);
        let closed = circle(&ground, &leads, "Gardens", |it| {
            (it.pictures, it.joining) = (true, Joining::Request);
        })
        .await;
        enters(&ground, &mara, closed).await;
        enters(&ground, &tom, closed).await;
        let (thread, _) = begins(&ground, &leads[0], closed, noted("Today", "How is it?")).await;
        let mut window = browser(&ground, &mara).await;
        sends(&mut window, thread, &jpeg(), "Roses").await.is(303);
        let (id, post) = only_picture(&ground).await;
        assert!(sees(&ground, &tom, id).await.is_some());
        assert_eq!(sees(&ground, &outside, id).await, None);
        // Behind the note with everything else.
        let page = browser(&ground, &tom).await.get(&format!("/threads/{thread}")).await;
        let note = page.body.find("<details class=\"noted\"").unwrap();
        assert!(page.body.find("/circles/pictures/").unwrap() > note);
        browser(&ground, &outside).await.get(&format!("/circles/pictures/{id}")).await.is(404);

        let (lead, circle) = (leads[0].clone(), closed);
        does(&ground, move |tx| {
            let circle = Circle::facilitated_by(tx, &lead, circle)?;
            let grounds = grounds(tx, &lead, "Somebody can be recognised.")?;
            watch::hide(tx, &lead, &circle, post, &grounds)
        })
        .await;
        assert_eq!(sees(&ground, &tom, id).await, None);
        assert!(sees(&ground, &mara, id).await.is_some() && sees(&ground, &leads[1], id).await.is_some());
        does(&ground, move |tx| tx.execute("UPDATE circles_posts SET state = 'shown' WHERE id = $1", args![post]))
            .await;
        let (by, whom) = (mara.id, tom.id);
        does(&ground, move |tx| people::blocks::block(tx, by, whom)).await;
        assert_eq!(sees(&ground, &tom, id).await, None);
        let (leaver, lead) = (mara.clone(), leads[1].clone());
        does(&ground, move |tx| membership::leave(tx, &leaver, closed)).await;
        assert_eq!(sees(&ground, &mara, id).await, None);
        assert!(sees(&ground, &lead, id).await.is_some());
        // She leaves for good, and takes it along.
        let member = mara.id;
        does(&ground, move |tx| circles::farewell(tx, member)).await;
        assert_eq!(sees(&ground, &lead, id).await, None);
        assert_eq!(pictures(&ground).await, 0);
        let days: i64 = does(&ground, |tx| tx.value("SELECT COUNT(*) FROM circles_picture_days", args![])).await;
        assert_eq!(days, 0);
    });
}

#[test]
fn what_is_wrong_with_a_picture_is_said_kindly_and_the_words_are_kept() {
    on_both_engines(&migrations(), |ground| async move {
        let leads = pair(&ground, AgeBand::Adult).await;
        let mara = person(&ground, "Mara").await;
        let open = with_pictures(&ground, &leads).await;
        joins(&ground, &mara, open).await;
        let (thread, _) = begins(&ground, &leads[0], open, opening("Today", "How is it?")).await;
        let mut window = browser(&ground, &mara).await;
        let kept = |page: &testkit::Answer| page.body.contains("Look at this.</textarea>");

        let page = sends(&mut window, thread, &jpeg(), " ").await;
        page.is(422).says("Say in a few words what can be seen").says("Please choose the picture again.");
        assert!(kept(&page));
        let svg: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
        for file in
            [svg, b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;", b"text"]
        {
            let page = sends(&mut window, thread, file, "Roses").await;
            page.is(422).says("We could not read that file as a picture.");
            assert!(kept(&page) && page.body.contains("value=\"Roses\""));
        }
        // No words: the picture alone is no post.
        let empty = [("words", ""), ("alt", "Roses"), ("do", "post")];
        let page = window.post_with_file(&format!("/threads/{thread}/posts"), &empty, "picture", &jpeg()).await;
        page.is(422).says("Please choose the picture again.");
        // A look at it sends nothing.
        let look = [("words", "Look."), ("alt", "Roses"), ("do", "preview")];
        let page = window.post_with_file(&format!("/threads/{thread}/posts"), &look, "picture", &jpeg()).await;
        page.is(200).says("A picture is added when you send.");
        assert_eq!(pictures(&ground).await, 0);

        // Where pictures are off, and for who may not write, the words are kept and nothing is stored.
        changes(&ground, &leads[0], open, |it| it.pictures = false).await;
        let page = sends(&mut window, thread, &jpeg(), "Roses").await;
        page.is(422).says("This circle has no pictures.");
        assert!(kept(&page) && !page.body.contains("type=\"file\""));
        let outside = person(&ground, "Tomas").await;
        changes(&ground, &leads[0], open, |it| it.pictures = true).await;
        // A large body of somebody who may bring none is not read to its end.
        let large = vec![7u8; 2_000_000];
        let page = sends(&mut browser(&ground, &outside).await, thread, &large, "Roses").await;
        page.is(409);
        let page = sends(&mut browser(&ground, &outside).await, thread, &jpeg(), "Roses").await;
        page.is(422).says("Join the circle first.");
        assert_eq!(pictures(&ground).await, 0);
        let page = sends(&mut window, thread, &jpeg(), "Roses").await;
        page.is(303);
        assert_eq!(pictures(&ground).await, 1);
    });
}

#[test]
fn nobody_brings_many_on_one_day() {
    on_both_engines(&migrations(), |ground| async move {
        let leads = pair(&ground, AgeBand::Adult).await;
        let open = with_pictures(&ground, &leads).await;
        let (thread, _) = begins(&ground, &leads[0], open, opening("Today", "How is it?")).await;
        let member = leads[0].id;
        for _ in 0..A_DAY {
            does(&ground, move |tx| picture::count(tx, member)).await;
        }
        let mut window = browser(&ground, &leads[0]).await;
        let page = sends(&mut window, thread, &jpeg(), "Roses").await;
        page.is(422).says("You can send more tomorrow.");
        assert!(page.body.contains("Look at this.</textarea>"));
        sends(&mut browser(&ground, &leads[1]).await, thread, &jpeg(), "Roses").await.is(303);
        ground.clock.pass(std::time::Duration::from_secs(86_400));
        does(&ground, move |tx| picture::count(tx, member)).await;
    });
}

#[test]
fn a_picture_is_put_only_with_ones_own_post_in_a_circle_that_has_pictures() {
    on_both_engines(&migrations(), |ground| async move {
        let leads = pair(&ground, AgeBand::Adult).await;
        let open = with_pictures(&ground, &leads).await;
        let plain = circle(&ground, &leads, "Nights", |_| ()).await;
        let brought = Brought { picture: pictures::clean(&jpeg()).unwrap(), alt: "Roses".to_owned() };
        let (thread, first) = begins(&ground, &leads[0], open, opening("Today", "How is it?")).await;
        let (_, elsewhere) = begins(&ground, &leads[0], plain, opening("Today", "How is it?")).await;
        let answer = replies(&ground, &leads[1], thread, "Fine.", false).await;
        let attach = |who: &Actor, post: PostId| {
            let (who, brought) = (who.clone(), brought.clone());
            ground.db.write(move |tx| picture::attach(tx, &who, post, &brought))
        };
        assert!(matches!(attach(&leads[0], answer).await, Err(Error::NotFound)));
        assert_eq!(attach(&leads[0], elsewhere).await.unwrap_err().refusal(), Some("picture-not-here"));
        assert!(attach(&leads[0], first).await.is_ok());
        assert_eq!(pictures(&ground).await, 1);
    });
}
