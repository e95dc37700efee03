//! The people of these tests, and cases that need somebody.

use std::{future::Future, sync::Arc, time::Duration};

use db::{Migration, Result, Tx, args};
use jobs::Jobs;
use people::{NewMember, hats};
use post::{Options, Post};
use safety::kind::CaseId;
use testkit::{Ground, on_both_engines_lending};
use words::{Actor, AgeBand, Hat, Language, MemberId};

/// A minute.
pub(crate) const MINUTE: Duration = Duration::from_secs(60);

fn migrations() -> Vec<Migration> {
    [
        jobs::MIGRATIONS,
        seal::MIGRATIONS,
        organisation::MIGRATIONS,
        people::MIGRATIONS,
        workforce::MIGRATIONS,
        safety::MIGRATIONS,
    ]
    .concat()
}

/// Who there is: two moderators, a supervisor, a safeguarding lead, and two members.
pub(crate) struct Town {
    pub(crate) ground: Ground,
    pub(crate) mo: Actor,
    pub(crate) max: Actor,
    pub(crate) sue: Actor,
    pub(crate) lea: Actor,
    pub(crate) ann: Actor,
}

/// Runs a test among them, on every engine.
pub(crate) fn in_town<F: Future<Output = ()>>(test: impl Fn(Town) -> F) {
    let post = Post::new(Options {
        smtp_url: Some("smtp://127.0.0.1:1".to_owned()),
        mail_from: Some("post@example.org".to_owned()),
        pager: Some(("http://127.0.0.1:1/".to_owned(), "sixteen letters!".to_owned())),
        push_services: vec!["push.example.net".to_owned()],
        contact: String::new(),
    });
    let post = Arc::new(post.unwrap());
    on_both_engines_lending(
        &migrations(),
        |options| options.lend(Arc::clone(&post)),
        |ground| async {
            let actors = ground.db.write(settle).await.unwrap();
            let [mo, max, sue, lea, ann] = actors.try_into().unwrap();
            test(Town { ground, mo, max, sue, lea, ann }).await;
        },
    );
}

fn settle(tx: &mut Tx<'_>) -> Result<Vec<Actor>> {
    [
        ("Mohan", &[Hat::Moderator][..]),
        ("Maxine", &[Hat::Moderator]),
        ("Susan", &[Hat::Supervisor]),
        ("Leanne", &[Hat::SafeguardingLead]),
        ("Annabel", &[]),
    ]
    .into_iter()
    .map(|(name, hats)| joins(tx, name, AgeBand::Adult, hats))
    .collect()
}

/// Somebody joins.
pub(crate) fn joins(tx: &mut Tx<'_>, name: &str, band: AgeBand, worn: &[Hat]) -> Result<Actor> {
    let id = people::join(
        tx,
        &NewMember {
            pseudonym: name.to_owned(),
            band,
            languages: Language::list("en"),
            zone: "Europe/London".to_owned(),
            locale: "en".to_owned(),
            passphrase_hash: None,
            recovery_hash: None,
            agreed_to: None,
        },
    )?;
    for hat in worn {
        hats::grant_first(tx, id, *hat)?;
    }
    let token = people::session::open(tx, id, false)?;
    Ok(people::actor(tx, &token)?.expect("a session that was just opened"))
}

/// A case at crisis level, as its row stands.
pub(crate) fn case(tx: &mut Tx<'_>, about: Option<MemberId>, band: AgeBand) -> Result<CaseId> {
    let id = CaseId::fresh(tx);
    tx.execute(
        "INSERT INTO safety_cases (id, kind, subject_id, about_id, band, level, source, opened_at, due_at)
         VALUES ($1, 'person', $2, $3, $4, 3, 'noticed', $5, $5)",
        args![id, tx.new_uuid(), about, band, tx.now()],
    )?;
    Ok(id)
}

impl Town {
    /// Writes, or fails the test.
    pub(crate) async fn write<T, F>(&self, work: F) -> T
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        self.ground.db.write(work).await.unwrap()
    }

    /// Time passes, and what falls due meanwhile is done.
    pub(crate) async fn pass(&self, span: Duration) {
        self.ground.clock.pass(span);
        safety::jobs(Jobs::default()).run_due(&self.ground.db).await.unwrap();
    }

    /// Somebody is on call from now on, for two hours.
    pub(crate) async fn on_call(&self, who: &Actor) {
        let who = who.clone();
        self.write(move |tx| safety::watch::begin(tx, &who, tx.now() + 120 * MINUTE)).await;
    }
}
