//! What is found, and how it is shown.

use circles::{finding, kind::Audience, mine, mute, post};
use testkit::on_both_engines;
use words::AgeBand;

use crate::town::{
    begins, changes, circle, does, enters, finds, hits, joins, migrations, noted, opening, pair, person, replies, says,
    somebody, work,
};

#[test]
fn own_and_open_circles_are_found_the_newest_first() {
    on_both_engines(&migrations(), |ground| async move {
        let leads = pair(&ground, AgeBand::Adult).await;
        let (mara, tom) = (person(&ground, "Mara").await, person(&ground, "Tomas").await);
        let open = circle(&ground, &leads, "Nights", |_| ()).await;
        let asked = circle(&ground, &leads, "Quiet nights", |it| it.joining = circles::kind::Joining::Request).await;
        joins(&ground, &mara, open).await;
        enters(&ground, &mara, asked).await;
        let first = says(&ground, &mara, open, "I was sleeping badly again.").await;
        ground.clock.pass(std::time::Duration::from_secs(60));
        let second = says(&ground, &mara, asked, "No sleep since Monday.").await;
        // Endings make no difference, and neither does who asks in which circle.
        assert_eq!(finds(&ground, &mara, "sleep").await, [second, first]);
        assert_eq!(finds(&ground, &mara, "SLEEPING badly").await, [first]);
        assert_eq!(finds(&ground, &mara, "\"badly sleeping\"").await, []);
        assert_eq!(finds(&ground, &mara, "\"sleep badly\"").await, [first]);
        assert_eq!(finds(&ground, &tom, "sleep").await, [first]);
        assert_eq!(finds(&ground, &mara, "elephant").await, []);
        assert_eq!(finds(&ground, &mara, "\" - *").await, []);
    });
}

#[test]
fn each_circle_is_searched_in_its_language() {
    on_both_engines(&migrations(), |ground| async move {
        let leads = pair(&ground, AgeBand::Adult).await;
        let mara = person(&ground, "Mara").await;
        let spanish = circle(&ground, &leads, "Canciones", |it| it.language = "es".parse().unwrap()).await;
        let post = says(&ground, &leads[0], spanish, "Las canciones me ayudan.").await;
        assert_eq!(finds(&ground, &mara, "canción").await, [post]);
        assert_eq!(finds(&ground, &mara, "cancion").await, [post]);
        assert_eq!(finds(&ground, &mara, "ayuda").await, [post]);
    });
}

#[test]
fn a_title_is_found_with_the_first_post_alone() {
    on_both_engines(&migrations(), |ground| async move {
        let leads = pair(&ground, AgeBand::Adult).await;
        let open = circle(&ground, &leads, "Nights", |_| ()).await;
        let (thread, first) =
            begins(&ground, &leads[0], open, opening("An owl outside", "It calls every night.")).await;
        replies(&ground, &leads[1], thread, "Mine too.", false).await;
        let found = hits(&ground, &leads[1], "owls").await;
        assert_eq!(found.iter().map(|it| it.id).collect::<Vec<_>>(), [first]);
        let title: Vec<_> = found[0].title.iter().map(|it| (it.text.as_str(), it.hit)).collect();
        assert_eq!(title, [("An ", false), ("owl", true), (" outside", false)]);
        assert_eq!(found[0].circle_name, "Nights");
    });
}

#[test]
fn words_under_a_note_stay_closed_and_names_that_were_kept_back_stay_back() {
    on_both_engines(&migrations(), |ground| async move {
        let leads = pair(&ground, AgeBand::Adult).await;
        let mara = person(&ground, "Mara").await;
        let open = circle(&ground, &leads, "Loss", |_| ()).await;
        joins(&ground, &mara, open).await;
        let (thread, _) = begins(&ground, &mara, open, noted("My father", "The funeral was on Friday.")).await;
        let reply = replies(&ground, &mara, thread, "A funeral is long.", true).await;
        let found = hits(&ground, &leads[0], "funeral").await;
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|it| it.words.is_empty() && it.notes == [circles::kind::ContentNote::Death]));
        // Not even to those who look after the circle, nor to herself: a list of hits is looked at over shoulders.
        let unnamed = found.iter().find(|it| it.id == reply).unwrap();
        assert_eq!(unnamed.by, None);
        assert_eq!(found.iter().find(|it| it.id != reply).unwrap().by.as_deref(), Some("Mara"));
    });
}

#[test]
fn words_are_found_as_they_are_now() {
    on_both_engines(&migrations(), |ground| async move {
        let leads = pair(&ground, AgeBand::Adult).await;
        let mara = person(&ground, "Mara").await;
        let open = circle(&ground, &leads, "Nights", |_| ()).await;
        joins(&ground, &mara, open).await;
        let post = says(&ground, &mara, open, "The kettle is on.").await;
        let author = mara.clone();
        does(&ground, move |tx| post::own(tx, &author, post)?.edit(tx, &author, "The lamp is on.")).await;
        assert_eq!(finds(&ground, &leads[0], "kettle").await, []);
        assert_eq!(finds(&ground, &leads[0], "lamp").await, [post]);
        let author = mara.clone();
        does(&ground, move |tx| post::own(tx, &author, post)?.withdraw(tx)).await;
        assert_eq!(finds(&ground, &leads[0], "lamp").await, []);
        assert_eq!(finds(&ground, &mara, "lamp").await, []);
    });
}

#[test]
fn who_leaves_takes_their_words_along_or_leaves_them_without_a_name() {
    on_both_engines(&migrations(), |ground| async move {
        let leads = pair(&ground, AgeBand::Adult).await;
        let (mara, tom) = (person(&ground, "Mara").await, person(&ground, "Tomas").await);
        let open = circle(&ground, &leads, "Nights", |_| ()).await;
        joins(&ground, &mara, open).await;
        joins(&ground, &tom, open).await;
        let stays = says(&ground, &mara, open, "A lantern by the door.").await;
        says(&ground, &tom, open, "A lantern in the window.").await;
        let (staying, going) = (mara.id, tom.id);
        does(&ground, move |tx| {
            circles::voice::choose(tx, staying, true)?;
            circles::farewell(tx, staying)?;
            circles::farewell(tx, going)
        })
        .await;
        work(&ground).await;
        let found = hits(&ground, &leads[0], "lantern").await;
        assert_eq!(found.iter().map(|it| it.id).collect::<Vec<_>>(), [stays]);
        assert_eq!(found[0].by, None);
    });
}

#[test]
fn what_was_muted_is_left_out_and_the_page_is_filled_with_the_rest() {
    on_both_engines(&migrations(), |ground| async move {
        let leads = pair(&ground, AgeBand::Adult).await;
        let (mara, tom) = (person(&ground, "Mara").await, person(&ground, "Tomas").await);
        let open = circle(&ground, &leads, "Nights", |_| ()).await;
        let other = circle(&ground, &leads, "Days", |_| ()).await;
        for who in [&mara, &tom] {
            joins(&ground, who, open).await;
        }
        let (thread, first) = begins(&ground, &mara, open, opening("Rain", "The rain came.")).await;
        let mut kept = vec![first];
        for number in 0..24 {
            kept.push(replies(&ground, &mara, thread, &format!("More rain, number {number}."), false).await);
        }
        // As many newer ones as are asked of the index at once, and none of them is to be seen.
        for number in 0..45 {
            replies(&ground, &tom, thread, &format!("Rain and thunder {number}."), false).await;
        }
        let elsewhere = says(&ground, &leads[0], other, "Rain, and a wasp.").await;
        let owner = mara.clone();
        let muted = tom.id;
        does(&ground, move |tx| mute::person(tx, &owner, muted, None)).await;
        assert_eq!(finds(&ground, &mara, "wasp").await, [elsewhere]);
        let owner = mara.clone();
        does(&ground, move |tx| mute::word(tx, &owner, "wasp", None)).await;
        assert_eq!(finds(&ground, &mara, "wasp").await, []);

        let asker = mara.clone();
        let page = ground.db.read(move |tx| finding::find(tx, &asker, "rain", None)).await.unwrap();
        kept.reverse();
        let shown: Vec<_> = page.hits.iter().map(|it| it.id).collect();
        assert_eq!(shown.len(), finding::PER_PAGE);
        assert!(shown.iter().all(|it| kept.contains(it)));
        let (asker, before) = (mara.clone(), page.older);
        let rest = ground.db.read(move |tx| finding::find(tx, &asker, "rain", before)).await.unwrap();
        let rest_ids: Vec<_> = rest.hits.iter().map(|it| it.id).collect();
        assert_eq!((rest_ids.len(), rest.older), (5, None));
        assert!(rest_ids.iter().all(|it| kept.contains(it) && !shown.contains(it)));

        let owner = mara.clone();
        does(&ground, move |tx| mute::circle(tx, &owner, open, None)).await;
        assert_eq!(finds(&ground, &mara, "rain").await, []);
    });
}

#[test]
fn a_muted_topic_is_left_out_by_thread_and_by_circle() {
    on_both_engines(&migrations(), |ground| async move {
        let leads = pair(&ground, AgeBand::Adult).await;
        let mara = person(&ground, "Mara").await;
        let about = circle(&ground, &leads, "Loss", |it| it.topics = vec![3]).await;
        let open = circle(&ground, &leads, "Nights", |_| ()).await;
        let mut named = opening("Rain", "It rained.");
        named.topics = vec![3];
        says(&ground, &leads[0], about, "Rain.").await;
        begins(&ground, &leads[0], open, named).await;
        let plain = says(&ground, &leads[0], open, "Only rain.").await;
        does(&ground, |tx| {
            tx.execute(
                "INSERT INTO organisation_topics (number, name) VALUES (3, 'Loss') ON CONFLICT (number) DO NOTHING",
                db::args![],
            )
        })
        .await;
        assert_eq!(finds(&ground, &mara, "rain").await.len(), 3);
        let owner = mara.clone();
        does(&ground, move |tx| mute::topic(tx, &owner, 3, None)).await;
        assert_eq!(finds(&ground, &mara, "rain").await, [plain]);
    });
}

#[test]
fn whoever_looks_after_a_circle_of_the_other_side_finds_its_words_and_nothing_else_of_that_side() {
    on_both_engines(&migrations(), |ground| async move {
        let leads = pair(&ground, AgeBand::Adult).await;
        let others = [
            somebody(&ground, "Wren", &[words::Hat::Facilitator], AgeBand::Adult, "en").await,
            somebody(&ground, "Lark", &[words::Hat::Facilitator], AgeBand::Adult, "en").await,
        ];
        let led = circle(&ground, &leads, "For carers", |it| it.audience = Audience::Carers).await;
        let beside = circle(&ground, &others, "Also for carers", |it| it.audience = Audience::Carers).await;
        let seen = says(&ground, &leads[0], led, "Tea at four.").await;
        let unseen = says(&ground, &others[0], beside, "Tea at five.").await;
        assert_eq!(finds(&ground, &leads[1], "tea").await, [seen]);
        let carer = person(&ground, "Mara").await;
        let who = carer.clone();
        assert_eq!(finds(&ground, &carer, "tea").await, []);
        does(&ground, move |tx| mine::take_side(tx, &who, Audience::Carers)).await;
        let found = finds(&ground, &carer, "tea").await;
        assert!(found.len() == 2 && found.contains(&seen) && found.contains(&unseen));
        // When it closes to outsiders, they lose it at once; who looks after it finds it in its new place.
        changes(&ground, &leads[0], led, |it| it.hidden = true).await;
        assert_eq!(finds(&ground, &carer, "tea").await, [unseen]);
        work(&ground).await;
        assert_eq!(finds(&ground, &carer, "tea").await, [unseen]);
        assert_eq!(finds(&ground, &leads[1], "tea").await, [seen]);
    });
}
