//! The people of these tests.

use std::{future::Future, num::NonZeroU32, sync::Arc, time::Duration};

use axum::middleware;
use db::{Migration, Result, Tx};
use people::{NewMember, hats};
use testkit::{Client, Ground, on_both_engines_lending};
use web::Catalogue;
use words::{Actor, AgeBand, App, Hat, Language, Lookup, MemberId, Public, enter};
use workforce::{
    admission,
    application::{Application, ApplicationId},
    stage::{Progress, Stage},
};

/// A day.
pub(crate) const DAY: Duration = Duration::from_secs(86_400);

fn migrations() -> Vec<Migration> {
    let ground = [jobs::MIGRATIONS, seal::MIGRATIONS, organisation::MIGRATIONS, people::MIGRATIONS];
    [ground.concat(), training::MIGRATIONS.to_vec(), workforce::MIGRATIONS.to_vec()].concat()
}

fn catalogue() -> Arc<Catalogue> {
    let mut english = vec![web::ENGLISH, organisation::ENGLISH, people::ENGLISH];
    english.extend(training::ENGLISH.iter().chain(workforce::ENGLISH));
    Arc::new(Catalogue::new(&[("en", english)]).unwrap())
}

/// Who there is: two supervisors, an administrator, two supporters, a moderator, and two members.
pub(crate) struct Town {
    pub(crate) ground: Ground,
    pub(crate) sue: MemberId,
    pub(crate) sid: MemberId,
    pub(crate) ada: MemberId,
    pub(crate) theo: MemberId,
    pub(crate) kit: MemberId,
    pub(crate) mo: MemberId,
    pub(crate) ann: MemberId,
    pub(crate) bea: MemberId,
}

/// Runs a test among them, on every engine.
pub(crate) fn in_town<F: Future<Output = ()>>(test: impl Fn(Town) -> F) {
    let catalogue = catalogue();
    on_both_engines_lending(
        &migrations(),
        |options| options.lend(Arc::clone(&catalogue)),
        |ground| async {
            let people = ground.db.write(settle).await.unwrap();
            let [sue, sid, ada, theo, kit, mo, ann, bea] = people.try_into().unwrap();
            test(Town { ground, sue, sid, ada, theo, kit, mo, ann, bea }).await;
        },
    );
}

fn settle(tx: &mut Tx<'_>) -> Result<Vec<MemberId>> {
    organisation::open_for_demo(tx, "Harbour")?;
    workforce::schedule(tx)?;
    [
        ("Susan", &[Hat::Supervisor][..]),
        ("Sidney", &[Hat::Supervisor]),
        ("Adaline", &[Hat::Administrator]),
        ("Theodor", &[Hat::Supporter, Hat::Facilitator]),
        ("Kitty", &[Hat::Supporter]),
        ("Mohan", &[Hat::Moderator]),
        ("Annabel", &[]),
        ("Beatrix", &[]),
    ]
    .into_iter()
    .map(|(name, worn)| joins(tx, name, worn))
    .collect()
}

/// Somebody joins.
pub(crate) fn joins(tx: &mut Tx<'_>, name: &str, worn: &[Hat]) -> Result<MemberId> {
    let new = NewMember {
        pseudonym: name.to_owned(),
        band: AgeBand::Adult,
        languages: Language::list("en"),
        zone: "Europe/London".to_owned(),
        locale: "en".to_owned(),
        passphrase_hash: None,
        recovery_hash: None,
        agreed_to: None,
    };
    let id = people::join(tx, &new)?;
    worn.iter().try_for_each(|hat| hats::grant_first(tx, id, *hat))?;
    Ok(id)
}

/// Somebody as the rules see them now.
pub(crate) fn actor(tx: &mut Tx<'_>, member: MemberId) -> Result<Actor> {
    let token = people::session::open(tx, member, false)?;
    Ok(people::actor(tx, &token)?.expect("a session that was just opened"))
}

/// The open application of somebody.
pub(crate) fn open(tx: &mut Tx<'_>, member: MemberId) -> Result<ApplicationId> {
    let asker = actor(tx, member)?;
    Ok(Application::own(tx, &asker)?.expect("somebody who has applied").id)
}

impl Town {
    /// Somebody does something.
    pub(crate) async fn does<T, F>(&self, who: MemberId, mut work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>, &Actor) -> Result<T> + Send + 'static,
    {
        self.ground
            .db
            .write(move |tx| {
                let actor = actor(tx, who)?;
                work(tx, &actor)
            })
            .await
    }

    /// Somebody does something, and it works.
    pub(crate) async fn ok<T, F>(&self, who: MemberId, work: F) -> T
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>, &Actor) -> Result<T> + Send + 'static,
    {
        self.does(who, work).await.unwrap()
    }

    /// Somebody tries something, and is told why not; nothing where it does not exist for them.
    pub(crate) async fn refused<T, F>(&self, who: MemberId, work: F) -> Option<&'static str>
    where
        T: Send + std::fmt::Debug + 'static,
        F: FnMut(&mut Tx<'_>, &Actor) -> Result<T> + Send + 'static,
    {
        self.does(who, work).await.expect_err("a refusal").refusal()
    }

    /// The hats of somebody.
    pub(crate) async fn hats(&self, who: MemberId) -> Vec<Hat> {
        self.ground.db.read(move |tx| hats::of(tx, who)).await.unwrap()
    }

    /// A browser in which somebody is signed in.
    pub(crate) async fn browser(&self, who: Option<MemberId>) -> Client {
        let plenty = NonZeroU32::new(10_000).unwrap();
        let app = Arc::new(App {
            db: self.ground.db.clone(),
            bus: self.ground.bus.clone(),
            keyring: self.ground.keyring.clone(),
            catalogue: catalogue(),
            assets: web::Assets::new(),
            sockets: web::Sockets::at_most(10),
            limits: web::Limits::new(plenty, plenty),
            random: self.ground.random.clone(),
            public: Public { url: "https://harbour.example".to_owned(), ..Public::default() },
            lookup: Lookup {
                community: organisation::community,
                actor: people::actor,
                session: people::holder,
                touch: people::touch,
            },
            doors: |_| Vec::new(),
            kept: words::Kept::default(),
            panels: &[workforce::panel],
        });
        let router = workforce::routes().merge(people::routes());
        let mut client = Client::new(router.layer(middleware::from_fn_with_state(app, enter)));
        if let Some(who) = who {
            let token = self.ground.db.write(move |tx| people::session::open(tx, who, true)).await.unwrap();
            client.set_cookie("s", &token);
        }
        client
    }
}

/// Notes how far a stage has come, by somebody who has just looked at it.
pub(crate) fn reach(
    tx: &mut Tx<'_>,
    by: &Actor,
    id: ApplicationId,
    stage: Stage,
    progress: Progress,
    record: &str,
) -> Result<()> {
    let (application, _) = Application::for_decider(tx, by, id)?;
    let stages = application.stages(tx)?;
    let seen = stages.iter().find(|it| it.stage == stage).ok_or(db::Error::NotFound)?.changed_at;
    admission::reach(tx, by, id, stage, progress, record, seen)
}
