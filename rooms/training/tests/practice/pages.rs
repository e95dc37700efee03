//! What those who practise and those who rate see on their pages.

use std::{num::NonZeroU32, sync::Arc, time::Duration};

use axum::middleware;
use db::Clock;
use testkit::Client;
use training::{
    booking::{self, Booking, BookingId},
    offered::Offered,
};
use words::{Actor, App, Lookup, Public, enter};

use crate::town::{Town, in_town};

const HOUR: Duration = Duration::from_secs(3600);

async fn browser(town: &Town, actor: &Actor) -> Client {
    let mut english = vec![web::ENGLISH, organisation::ENGLISH, people::ENGLISH];
    english.extend(training::ENGLISH);
    let plenty = NonZeroU32::new(10_000).unwrap();
    let ground = &town.ground;
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
    let member = actor.id;
    let token = town.write(move |tx| people::session::open(tx, member, false)).await.unwrap();
    let mut client = Client::new(training::routes().layer(middleware::from_fn_with_state(app, enter)));
    client.set_cookie("s", &token);
    client
}

impl Town {
    /// Theo has booked live practice with Nora, so many hours from now, where Cara plays.
    async fn arranged(&self, hours: u32) -> BookingId {
        let (nora, cara, theo) = (self.nora.clone(), self.cara.clone(), self.theo.clone());
        let from = self.ground.clock.now() + HOUR * hours;
        self.write(move |tx| {
            let time = Offered::offer(tx, &nora, Some(cara.id), from, from + HOUR / 2)?;
            Offered::given_by(tx, &cara, time)?.agree(tx, &cara, false)?;
            Booking::book(tx, &theo, time, ("together", "listening"), false)
        })
        .await
        .unwrap()
    }
}

#[test]
fn what_would_give_the_story_away_is_read_by_the_learner_only_afterwards() {
    in_town(|town: Arc<Town>| async move {
        town.write(|tx| organisation::open_for_demo(tx, "Harbour")).await.unwrap();
        town.takes().await;
        let id = town.arranged(24).await;
        let pages = ["/training/courses/together/listening".to_owned(), format!("/training/booked/{id}")];
        let mut theo = browser(&town, &town.theo).await;
        for page in &pages {
            let page = theo.get(page).await;
            page.says("You read here afterwards");
            assert!(!page.words().contains("Names a feeling") && !page.words().contains("You are Sam"));
        }
        for other in [&town.cara, &town.nora] {
            browser(&town, other).await.get(&pages[1]).await.says("You are Sam.").says("Names a feeling");
        }
        town.pass(24 * 3600);
        let (actor, nora) = (town.theo.clone(), town.nora.clone());
        town.write(move |tx| {
            Booking::of(tx, &actor, id)?.0.begin(tx)?;
            booking::over(tx, id, true)
        })
        .await
        .unwrap();
        let page = theo.get(&pages[1]).await;
        page.says("This practice has ended.").says("Names a feeling").says("Read it again");
        town.write(move |tx| Booking::of(tx, &nora, id)?.0.settle(tx, &nora, true)).await.unwrap();
        theo.get(&pages[0]).await.says("Names a feeling");
        assert!(!theo.get(&pages[1]).await.words().contains("You are Sam"), "the part is never the learner's");
    });
}

#[test]
fn whoever_is_left_in_the_middle_is_told_and_finds_their_words_and_the_way_on() {
    in_town(|town: Arc<Town>| async move {
        town.write(|tx| organisation::open_for_demo(tx, "Harbour")).await.unwrap();
        town.takes().await;
        let id = town.arranged(24).await;
        let at = format!("/training/booked/{id}");
        town.pass(24 * 3600);
        let (actor, cara) = (town.theo.clone(), town.cara.id);
        town.write(move |tx| Booking::of(tx, &actor, id)?.0.begin(tx).map(drop)).await.unwrap();
        let mut partner = browser(&town, &town.cara).await;
        partner.post(&format!("{at}/words"), &[("words", "You stayed with me.")]).await.is(303);
        // Cara ends it and steps back.
        let actor = town.theo.clone();
        town.write(move |tx| {
            booking::over(tx, id, true)?;
            training::step_back(tx, cara)?;
            Booking::of(tx, &actor, id).map(drop)
        })
        .await
        .unwrap();
        let page = browser(&town, &town.theo).await.get(&at).await;
        page.says("It stopped on the way").says("You stayed with me.").says("Read it again").says("Book another time");
        assert!(!page.words().contains("called off"));
        let page = partner.get(&at).await;
        page.says("It stopped on the way").says("Live practice");
        assert!(page.body.contains("You stayed with me.</textarea>"), "what was written can be changed still");
    });
}

#[test]
fn what_is_called_off_before_its_time_is_not_what_has_been() {
    in_town(|town: Arc<Town>| async move {
        town.write(|tx| organisation::open_for_demo(tx, "Harbour")).await.unwrap();
        town.takes().await;
        let id = town.arranged(24).await;
        let mut theo = browser(&town, &town.theo).await;
        theo.post(&format!("/training/booked/{id}/cancellation"), &[]).await.is(303);
        let page = theo.get("/training/booked").await;
        page.says("What does not take place").says("Called off");
        assert!(!page.words().contains("What has been"));
        town.pass(25 * 3600);
        let page = theo.get("/training/booked").await;
        page.says("What has been").says("Called off");
        assert!(!page.words().contains("What does not take place"));
    });
}

#[test]
fn nobody_is_called_she_and_what_is_not_marked_is_not_said_to_count() {
    for line in training::ENGLISH.iter().flat_map(|it| it.lines()) {
        let says = line.split_once(" = ").map_or(line, |(_, says)| says).to_lowercase();
        let mut words = says.split(|it: char| !it.is_alphabetic());
        assert!(!words.any(|it| matches!(it, "she" | "her" | "hers" | "he" | "his" | "him")), "{line}");
    }
    let all = training::ENGLISH.concat();
    assert!(!all.contains("Nothing of it counts") && !all.contains("It counts when"));
}

#[test]
fn a_rater_says_what_harmed_and_takes_a_mistake_back_and_both_see_it() {
    in_town(|town: Arc<Town>| async move {
        town.write(|tx| organisation::open_for_demo(tx, "Harbour")).await.unwrap();
        let at = format!("/training/practice/people/{}", town.theo.id);
        let mut nora = browser(&town, &town.nora).await;
        let page = nora.get(&at).await.words();
        assert!(!page.contains("How much raters agree") && !page.contains("was a mistake"), "{page}");
        let harm = [("evidence", "observed"), ("consent", "yes"), ("seen-crisis", "harm-one")];
        let page = nora.post(&at, &harm).await;
        page.is(422).says("You ticked something that harms.");
        assert!(page.body.contains("href=\"#words\""), "it stands by the words");
        let unasked = [("evidence", "observed"), ("seen-crisis", "basic-one")];
        nora.post(&at, &unasked).await.is(422).says("only if the member agreed");
        let said = [&harm[..], &[("words", "You argued with them.")]].concat();
        let page = nora.post_and_follow(&at, &said).await;
        page.says("Fewer than two people have rated the same area.").says("They said that the member had agreed");
        let mut theo = browser(&town, &town.theo).await;
        theo.get("/training/practice").await.says("Something harmed").says("You argued with them.");
        let theirs = town.theo.id;
        let rated = town.ground.db.read(move |tx| training::competency::of(tx, theirs)).await.unwrap();
        let (id, to) = (rated[0].id.to_string(), format!("{at}/corrections"));
        nora.post(&to, &[("why", "A mistake.")]).await.is(422).says("Choose what you take back.");
        nora.post(&to, &[("rating", &id), ("why", "")]).await.is(422).says("Say in a few words why");
        browser(&town, &town.ada).await.post(&to, &[("rating", &id), ("why", "Mine.")]).await.is(404);
        let page = nora.post_and_follow(&to, &[("rating", &id), ("why", "It was somebody else.")]).await;
        page.says("It is taken back").says("What was taken back").says("It was somebody else.");
        let page = theo.get("/training/practice").await;
        page.says("What was taken back").says("You argued with them.").says("It was somebody else.");
        browser(&town, &town.ada)
            .await
            .post(&at, &[("evidence", "role-play"), ("seen-crisis", "basic-one")])
            .await
            .is(303);
        nora.post(&at, &[("evidence", "role-play"), ("seen-crisis", "basic-one")]).await.is(303);
        nora.get(&at).await.says("they saw the same in 1 of 1.");
    });
}
