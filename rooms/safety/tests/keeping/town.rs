//! The people of these tests, a wall on which they write, and what they do.

use std::{future::Future, sync::Arc, time::Duration};

use db::{Error, Migration, Result, Time, Tx, Uuid, args};
use jobs::Jobs;
use people::{NewMember, hats};
use post::{Options, Post};
use safety::{
    case::{self, Case, Raised},
    decision::{self, Verdict},
    flag,
    kind::{Action, CaseId, DecisionId, FlagId, Kind, Level, Matter, Reason, RuleId, Source},
    place::{Place, Places, Said, Seen},
    rule::{self, Says},
};
use testkit::{Ground, on_both_engines_lending};
use words::{Actor, AgeBand, Hat, Language, MemberId};

pub(crate) const MINUTE: Duration = Duration::from_secs(60);
pub(crate) const DAY: Duration = Duration::from_secs(86_400);

/// A wall with notes on it, in places that somebody looks after: the smallest room in which something can go wrong.
const WALL: Migration = Migration {
    room: "wall",
    number: 1,
    name: "wall",
    sql: "CREATE TABLE wall_notes (
              id TEXT PRIMARY KEY, author_id TEXT, place_id TEXT NOT NULL, band TEXT NOT NULL, words TEXT NOT NULL,
              state TEXT NOT NULL
          );
          CREATE TABLE wall_keepers (place_id TEXT NOT NULL, member_id TEXT NOT NULL);
          CREATE TABLE wall_pauses (place_id TEXT NOT NULL, member_id TEXT NOT NULL, until BIGINT NOT NULL);
          CREATE TABLE wall_removed (place_id TEXT NOT NULL, member_id TEXT NOT NULL);",
};

static PLACE: Place = Place {
    kinds: &[Kind::Post, Kind::Talk],
    look,
    seen_by: |tx, _, matter| look(tx, matter),
    hide: |tx, matter, held| set(tx, matter, if held { "held" } else { "hidden" }),
    restore: |tx, matter| set(tx, matter, "shown"),
    edit: |matter| Some(format!("/wall/{}/edit", matter.id)),
};

const PLACES: Places = Places {
    rooms: &[&PLACE, &safety::place::PERSON],
    kept_by: |tx, actor| {
        tx.all("SELECT place_id FROM wall_keepers WHERE member_id = $1", args![actor.id], |row| row.get(0))
    },
    keepers: |tx, place| {
        tx.all("SELECT member_id FROM wall_keepers WHERE place_id = $1", args![place], |row| row.get(0))
    },
    names_of: |_, places| Ok(places.iter().map(|it| (*it, "The wall".to_owned())).collect()),
    pause: |tx, _, place, member, until| {
        tx.execute(
            "INSERT INTO wall_pauses (place_id, member_id, until) VALUES ($1, $2, $3)",
            args![place, member, until],
        )
        .map(drop)
    },
    resume: |tx, place, member| {
        tx.execute("DELETE FROM wall_pauses WHERE place_id = $1 AND member_id = $2", args![place, member]).map(drop)
    },
    remove: |tx, _, place, member| {
        tx.execute("INSERT INTO wall_removed (place_id, member_id) VALUES ($1, $2)", args![place, member]).map(drop)
    },
    readmit: |tx, place, member| {
        tx.execute("DELETE FROM wall_removed WHERE place_id = $1 AND member_id = $2", args![place, member]).map(drop)
    },
    talk: |_, _, _| Err(Error::NotFound),
};

fn look(tx: &mut Tx<'_>, matter: Matter) -> Result<Seen> {
    type Note = (Option<MemberId>, Uuid, AgeBand, String, String);
    let (author, place, band, words, state): Note = tx.one(
        "SELECT author_id, place_id, band, words, state FROM wall_notes WHERE id = $1",
        args![matter.id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)),
    )?;
    Ok(Seen {
        author,
        band,
        place: Some(place),
        place_name: "The wall".to_owned(),
        address: None,
        unnamed: false,
        shown: state == "shown",
        said: vec![Said { by: String::new(), words, at: 0, reported: true }],
    })
}

fn set(tx: &mut Tx<'_>, matter: Matter, state: &str) -> Result<()> {
    tx.execute("UPDATE wall_notes SET state = $2 WHERE id = $1", args![matter.id, state]).map(drop)
}

fn migrations() -> Vec<Migration> {
    [
        jobs::MIGRATIONS,
        seal::MIGRATIONS,
        organisation::MIGRATIONS,
        people::MIGRATIONS,
        workforce::MIGRATIONS,
        safety::MIGRATIONS,
        &[WALL],
    ]
    .concat()
}

/// Who there is: two moderators, a supervisor, a safeguarding lead, two who look after the wall, and a few members.
#[derive(Clone)]
pub(crate) struct Cast {
    pub(crate) mo: Actor,
    pub(crate) max: Actor,
    pub(crate) sue: Actor,
    pub(crate) lea: Actor,
    pub(crate) fay: Actor,
    pub(crate) gus: Actor,
    pub(crate) ann: Actor,
    pub(crate) ben: Actor,
    pub(crate) cat: Actor,
    pub(crate) kit: Actor,
    /// What Fay and Gus look after.
    pub(crate) wall: Uuid,
    /// A rule to decide by.
    pub(crate) rule: RuleId,
}

/// Runs a test among them, on every engine.
pub(crate) fn in_town<F: Future<Output = ()>>(test: impl Fn(Ground, Cast) -> F) {
    on_both_engines_lending(&migrations(), lend, |ground| async {
        let cast = ground.db.write(settle).await.unwrap();
        test(ground, cast).await;
    });
}

fn lend(options: db::Options) -> db::Options {
    options.lend(Arc::new(Post::new(Options::default()).unwrap())).lend(Arc::new(PLACES))
}

/// Opens the database of this ground anew, as a program that starts would: nothing is remembered beside it.
pub(crate) fn start_again(ground: &mut Ground) {
    let options = db::Options::new(ground.address.clone()).clock(ground.clock.clone()).random(ground.random.clone());
    let options = lend(options.lend(ground.keyring.clone()).lend(Arc::new(ground.bus.clone())));
    tokio::task::block_in_place(|| ground.db = options.open().unwrap());
}

fn settle(tx: &mut Tx<'_>) -> Result<Cast> {
    let mo = joins(tx, "Mohan", AgeBand::Adult, &[Hat::Moderator])?;
    let says = Says { title: "Be kind".to_owned(), why: "Words stay.".to_owned(), ..Says::default() };
    let rule = rule::add(tx, &mo, &says, "The first.")?;
    let cast = Cast {
        max: joins(tx, "Maxine", AgeBand::Adult, &[Hat::Moderator])?,
        sue: joins(tx, "Susan", AgeBand::Adult, &[Hat::Supervisor])?,
        lea: joins(tx, "Leanne", AgeBand::Adult, &[Hat::SafeguardingLead])?,
        fay: joins(tx, "Faye", AgeBand::Adult, &[Hat::Facilitator])?,
        gus: joins(tx, "Gustav", AgeBand::Adult, &[Hat::Facilitator])?,
        ann: joins(tx, "Annabel", AgeBand::Adult, &[])?,
        ben: joins(tx, "Benedict", AgeBand::Adult, &[])?,
        cat: joins(tx, "Catherine", AgeBand::Adult, &[])?,
        kit: joins(tx, "Kit", AgeBand::Older, &[])?,
        wall: tx.new_uuid(),
        mo,
        rule,
    };
    for keeper in [&cast.fay, &cast.gus] {
        tx.execute("INSERT INTO wall_keepers (place_id, member_id) VALUES ($1, $2)", args![cast.wall, keeper.id])?;
    }
    Ok(cast)
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

/// Runs a verb that works, and answers what it answered.
pub(crate) async fn does<T: Send + 'static>(
    ground: &Ground,
    work: impl FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
) -> T {
    ground.db.write(work).await.unwrap()
}

/// Time passes, and what falls due meanwhile is done.
pub(crate) async fn pass(ground: &Ground, span: Duration) {
    ground.clock.pass(span);
    safety::jobs(people::jobs(Jobs::default())).run_due(&ground.db).await.unwrap();
    seal::shred(&ground.db, &ground.keyring).await.unwrap();
}

impl Cast {
    /// Somebody writes a note on the wall.
    pub(crate) fn writes(&self, tx: &mut Tx<'_>, who: &Actor, words: &str) -> Result<Matter> {
        let id = tx.new_uuid();
        tx.execute(
            "INSERT INTO wall_notes (id, author_id, place_id, band, words, state) VALUES ($1, $2, $3, $4, $5, 'shown')",
            args![id, who.id, self.wall, who.band, words],
        )?;
        Ok(Matter { kind: Kind::Post, id })
    }

    /// A case about a note of somebody's at this level, that the program began.
    pub(crate) fn case(&self, tx: &mut Tx<'_>, about: &Actor, level: Level) -> Result<CaseId> {
        let matter = self.writes(tx, about, "A note.")?;
        self.raises(tx, matter, about, level)
    }

    /// The same about something that is there.
    pub(crate) fn raises(&self, tx: &mut Tx<'_>, matter: Matter, about: &Actor, level: Level) -> Result<CaseId> {
        let (place, band) = (Some(self.wall), about.band);
        case::raise(tx, &Raised { matter, about: Some(about.id), place, band, level, source: Source::Noticed })
    }

    /// Takes on a case and decides.
    pub(crate) fn decides(&self, tx: &mut Tx<'_>, who: &Actor, id: CaseId, verdict: &Verdict) -> Result<DecisionId> {
        Case::for_judge(tx, who, id)?.claim(tx, who)?;
        let held = Case::for_judge(tx, who, id)?;
        decision::decide(tx, who, &held, verdict)
    }

    /// A decision for three days, with every text.
    pub(crate) fn verdict(&self, action: Action) -> Verdict {
        Verdict {
            action,
            rule: Some(self.rule),
            part: "The second line.".to_owned(),
            reason: "It names somebody.".to_owned(),
            fit: "Leave out the name.".to_owned(),
            days: 3,
            answer: "We looked at it.".to_owned(),
            next_day: false,
        }
    }
}

/// Somebody says that a thing was not right; the flag and its case.
pub(crate) fn flags(tx: &mut Tx<'_>, who: &Actor, matter: Matter, reason: Reason) -> Result<(FlagId, CaseId)> {
    let flag = flag::make(tx, who, matter, reason, "It hurt.")?;
    Ok((flag, tx.value("SELECT case_id FROM safety_flags WHERE id = $1", args![flag])?))
}

/// In what state a note is.
pub(crate) fn state(tx: &mut Tx<'_>, matter: Matter) -> Result<String> {
    tx.value("SELECT state FROM wall_notes WHERE id = $1", args![matter.id])
}

/// The queue of somebody, as ids.
pub(crate) fn queue(tx: &mut Tx<'_>, who: &Actor) -> Result<Vec<CaseId>> {
    Ok(case::queue(tx, who, None)?.0.into_iter().map(|it| it.id).collect())
}

/// Whether this is a refusal with this key.
pub(crate) fn is_refused<T: std::fmt::Debug>(outcome: Result<T>, key: &str) {
    match outcome {
        Err(Error::Refused(refusal)) => assert_eq!(refusal.key, key),
        other => panic!("expected to be refused with {key}, was {other:?}"),
    }
}

/// A moment as the community's wall clocks show it.
pub(crate) fn clock(at: Time, zone: &str) -> String {
    let zone = jiff::tz::TimeZone::get(zone).unwrap();
    jiff::Timestamp::from_microsecond(at.0).unwrap().to_zoned(zone).strftime("%Y-%m-%d %H:%M").to_string()
}
