//! Made-up communities to measure on, settled through the same verbs that people use.

use std::{path::Path, time::Duration};

use alongside::{config::Config, town, wiring::Ground};
use anyhow::{Context, Result};
use db::{Error, Tx};
use people::{NewMember, hats};
use support::{
    duty::Duty,
    kind::{ConversationId, Kind, Pace, RequestId},
    past::{self, Talked},
    request::{Ask, Request},
};
use words::{Actor, AgeBand, Hat, Language, MemberId};

/// Conversations or people made in one transaction.
const AT_ONCE: usize = 100;

/// Two people who talk, and the tokens with which both are signed in.
#[derive(Clone)]
pub(crate) struct Talk {
    pub(crate) id: ConversationId,
    pub(crate) asker: String,
    pub(crate) supporter: String,
}

impl Talk {
    /// Both tokens.
    pub(crate) fn tokens(&self) -> [&str; 2] {
        [&self.asker, &self.supporter]
    }
}

/// Somebody who waits, and the token with which they are signed in.
pub(crate) struct Waiting {
    pub(crate) id: RequestId,
    pub(crate) token: String,
}

/// Opens the community in a folder as the program does.
pub(crate) fn open(data: &Path) -> Result<Ground> {
    Ground::open(&Config { data: data.to_owned(), ..Config::default() })
}

/// Settles the town, with one more person who waits.
pub(crate) async fn town(data: &Path) -> Result<Waiting> {
    let ground = open(data)?;
    ground.db.write(|tx| town::settle(tx).map(drop)).await?;
    let waiting = ground.db.write(|tx| {
        let (actor, token) = somebody(tx, 0, &[])?;
        let ask = Ask { topics: vec![1, 2], words: "It has been a long week.".to_owned(), ..ask() };
        Ok(Waiting { id: Request::ask(tx, &actor, &ask)?, token })
    });
    Ok(waiting.await?)
}

/// Settles the town and so many conversations that go on.
pub(crate) async fn talks(ground: &Ground, count: usize) -> Result<Vec<Talk>> {
    ground.db.write(|tx| town::settle(tx).map(drop)).await?;
    let mut talks = Vec::with_capacity(count);
    for first in (0..count).step_by(AT_ONCE) {
        let some = first..(first + AT_ONCE).min(count);
        let made =
            ground.db.write(move |tx| some.clone().map(|number| talk(tx, number)).collect::<db::Result<Vec<_>>>());
        talks.extend(made.await?);
    }
    Ok(talks)
}

fn talk(tx: &mut Tx<'_>, number: usize) -> db::Result<Talk> {
    let ((asker, mine), (supporter, theirs)) =
        (somebody(tx, 2 * number, &[])?, somebody(tx, 2 * number + 1, SUPPORTER)?);
    let talked = Talked {
        asker: &asker,
        supporter: &supporter,
        ask: &ask(),
        asked_at: tx.now() - Duration::from_secs(60),
        waited: Duration::from_secs(30),
        said: &[],
        pace: Duration::from_secs(1),
        open: true,
    };
    Ok(Talk { id: past::talk(tx, &talked)?.id, asker: mine, supporter: theirs })
}

/// Settles the town, so many people who wait, and so many supporters on duty and free.
pub(crate) async fn queue(ground: &Ground, waiting: usize, on_duty: usize) -> Result<()> {
    ground.db.write(|tx| town::settle(tx).map(drop)).await?;
    for first in (0..waiting + on_duty).step_by(AT_ONCE) {
        let some = first..(first + AT_ONCE).min(waiting + on_duty);
        let made = ground.db.write(move |tx| {
            for number in some.clone() {
                let asks = number < waiting;
                let (actor, _) = somebody(tx, number, if asks { &[] } else { SUPPORTER })?;
                if asks {
                    let topics = [number % 5, 5 + number % 3].map(|it| it as u16 + 1).to_vec();
                    Request::ask(tx, &actor, &Ask { topics, ..ask() })?;
                } else {
                    Duty::begin(tx, &actor)?;
                }
            }
            Ok(())
        });
        made.await.context("the queue could not be seeded")?;
    }
    Ok(())
}

const SUPPORTER: &[Hat] = &[Hat::Supporter];

fn ask() -> Ask {
    Ask {
        kind: Kind::Heard,
        pace: Pace::Sooner,
        topics: Vec::new(),
        languages: Language::list("en"),
        wishes: Vec::new(),
        words: String::new(),
    }
}

/// A new member who wears these hats, signed in.
fn somebody(tx: &mut Tx<'_>, number: usize, worn: &[Hat]) -> db::Result<(Actor, String)> {
    let new = NewMember {
        pseudonym: name(number),
        band: AgeBand::Adult,
        languages: Language::list("en"),
        zone: "Europe/London".to_owned(),
        locale: "en".to_owned(),
        passphrase_hash: None,
        recovery_hash: None,
        agreed_to: None,
    };
    let member: MemberId = people::join(tx, &new)?;
    for hat in worn {
        hats::grant_first(tx, member, *hat)?;
    }
    let token = people::session::open(tx, member, false)?;
    let actor = people::actor(tx, &token)?.ok_or_else(|| Error::broken("a new member cannot sign in"))?;
    Ok((actor, token))
}

/// A pseudonym of its own for each number: syllables that nobody mixes up.
fn name(mut number: usize) -> String {
    const SYLLABLES: [&str; 16] =
        ["ba", "de", "fu", "ga", "ke", "na", "pe", "ru", "sa", "te", "bu", "da", "fe", "gu", "ka", "ne"];
    let mut name = String::from("Z");
    for _ in 0..4 {
        name.push_str(SYLLABLES[number % SYLLABLES.len()]);
        number /= SYLLABLES.len();
    }
    name
}
