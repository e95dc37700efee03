//! Made-up communities to measure on, settled through the same verbs that people use.

use std::{path::Path, sync::Arc, time::Duration};

use alongside::{config::Config, town, wiring::Ground};
use anyhow::{Context, Result};
use circles::{
    circle::{self, Plan},
    kind::{CircleId, Intent, Reaction, ThreadId},
    membership, mute,
    post::{self, Words},
    thread::{Opening, Thread},
};
use db::{Error, Tx};
use live::kind::EveningId;
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

    /// Where its page opens a line.
    pub(crate) fn line(&self) -> String {
        format!("/conversations/{}/live", self.id)
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

/// Opens the community on another database, as these words of the environment name it.
pub(crate) fn open_shared(data: &Path, shared: &[(&str, String)]) -> Result<Ground> {
    let find = |name: &str| shared.iter().find(|(it, _)| *it == name).map(|(_, value)| value.clone());
    Ground::open(&Config { data: data.to_owned(), ..Config::read(None, &find)? })
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

/// A circle to read in, and the token of a member of it.
pub(crate) struct Circle {
    pub(crate) id: CircleId,
    pub(crate) thread: ThreadId,
    pub(crate) token: String,
}

/// People who write in it.
const WRITERS: usize = 40;

/// Settles the town and a circle with so many threads, one of which has so many posts. Its reader has muted a word and
/// somebody, and has said something to every third post without typing.
pub(crate) async fn circle(ground: &Ground, threads: usize, posts: usize) -> Result<Circle> {
    ground.db.write(|tx| town::settle(tx).map(drop)).await?;
    let (id, people, mut tokens) = ground.db.write(|tx| open_circle(tx, WRITERS + 1)).await?;
    let people = Arc::new(people);
    for first in (0..threads).step_by(AT_ONCE) {
        let (some, people) = (first..(first + AT_ONCE).min(threads), people.clone());
        let made = ground.db.write(move |tx| {
            for number in some.clone() {
                Thread::begin(tx, &people[number % WRITERS], id, &opening(number))?;
            }
            Ok(())
        });
        made.await.context("threads could not be seeded")?;
    }
    let thread = ground.db.write(move |tx| {
        let (thread, _) = Thread::begin(tx, &people[0], id, &opening(threads))?;
        let reader = &people[WRITERS];
        for number in 1..posts {
            let (post, _) = post::reply(tx, &people[number % WRITERS], thread, &words(number))?;
            if number % 3 == 0 {
                post::react(tx, reader, post, Reaction::Hear, true)?;
            }
        }
        mute::word(tx, reader, "tomatoes", None)?;
        mute::person(tx, reader, people[1].id, None)?;
        Ok(thread)
    });
    Ok(Circle { id, thread: thread.await?, token: tokens.pop().context("the reader is the last one")? })
}

/// A live room that is open, and the tokens of everybody who belongs to its circle; the first one looks after it.
pub(crate) struct Room {
    pub(crate) circle: CircleId,
    pub(crate) evening: EveningId,
    pub(crate) tokens: Vec<String>,
}

impl Room {
    /// Where its page is.
    pub(crate) fn page(&self) -> String {
        format!("/circles/{}/room", self.circle)
    }

    /// Where its page opens a line.
    pub(crate) fn line(&self) -> String {
        format!("{}/evenings/{}/live", self.page(), self.evening)
    }
}

/// Settles the town and a circle of so many people, whose live room is open.
pub(crate) async fn room(ground: &Ground, people: usize) -> Result<Room> {
    ground.db.write(|tx| town::settle(tx).map(drop)).await?;
    let opened = ground.db.write(move |tx| {
        let (circle, people, tokens) = open_circle(tx, people)?;
        Ok(Room { circle, evening: live::duty::open(tx, &people[0], circle)?, tokens })
    });
    Ok(opened.await?)
}

/// A circle of so many people, two of whom look after it, and their tokens in the same order.
fn open_circle(tx: &mut Tx<'_>, count: usize) -> db::Result<(CircleId, Vec<Actor>, Vec<String>)> {
    let (mut people, mut tokens) = (Vec::with_capacity(count), Vec::with_capacity(count));
    for number in 0..count {
        let (actor, token) = somebody(tx, number, if number < 2 { FACILITATOR } else { &[] })?;
        people.push(actor);
        tokens.push(token);
    }
    let plan = Plan {
        topics: vec![1, 2],
        ..Plan::usual("A long evening", "For everybody who is still up.", "- We listen.", Language::default())
    };
    let id = circle::Circle::found(tx, people[0].id, AgeBand::Adult, &plan, &[people[0].id, people[1].id], true)?;
    for actor in &people[2..] {
        membership::join(tx, actor, id, "")?;
    }
    Ok((id, people, tokens))
}

fn opening(number: usize) -> Opening {
    Opening {
        title: format!("What helped on evening {number}"),
        intent: Intent::ALL[number % Intent::ALL.len()],
        notes: Vec::new(),
        own_note: String::new(),
        topics: vec![1 + (number % 9) as u16],
        words: words(number),
    }
}

/// A post of the usual length: some four hundred letters, a list now and then.
pub(crate) fn words(number: usize) -> Words {
    const LINES: [&str; 6] = [
        "I went out for a walk after supper, and the street was quieter than I thought it would be.",
        "Some days it helps to *say* it, and some days it helps that nobody asks.",
        "My sister called. We talked about the garden and about nothing else.",
        "- tea, slowly\n- the window open\n- one song, twice",
        "I read what you wrote three times. Thank you for writing it down.",
        "It is not better yet. It is **different**, and that is something.",
    ];
    let line = |at: usize| LINES[at % LINES.len()];
    let text = (0..5).map(|at| line(number * 7 + at * (1 + number % 5))).collect::<Vec<_>>().join("\n\n");
    Words { text, unnamed: number % 7 == 3 }
}

const SUPPORTER: &[Hat] = &[Hat::Supporter];
pub(crate) const FACILITATOR: &[Hat] = &[Hat::Facilitator];

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
pub(crate) fn somebody(tx: &mut Tx<'_>, number: usize, worn: &[Hat]) -> db::Result<(Actor, String)> {
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
pub(crate) fn name(mut number: usize) -> String {
    const SYLLABLES: [&str; 16] =
        ["ba", "de", "fu", "ga", "ke", "na", "pe", "ru", "sa", "te", "bu", "da", "fe", "gu", "ka", "ne"];
    let mut name = String::from("Z");
    for _ in 0..4 {
        name.push_str(SYLLABLES[number % SYLLABLES.len()]);
        number /= SYLLABLES.len();
    }
    name
}
