//! What the tables hold: read as the rows are, so that the checker sees what is there and not what a verb makes of it.

use std::collections::BTreeMap;

use circles::{circle::Circle, kind::ThreadId, mute::Quiet, reading};
use db::{Db, Direct, Result, Tx, Uuid, args};
use support::kind::Role;
use words::Actor;

use crate::{
    check::{Kept, Message, Moment, Offer, Place, Request, Talking},
    stage::Stage,
};

/// Everything that clients said and were told about.
pub(crate) async fn kept(db: &Db, stage: &Stage) -> Result<Kept> {
    let mut talks = BTreeMap::new();
    for (id, ..) in stage.talks.iter().chain([&stage.quiet]) {
        let id = *id;
        let said = db.read(move |tx| ::support::message::since(tx, id, 0)).await?;
        let ours = |it: ::support::message::Message| Message {
            seq: it.seq,
            id: it.id,
            words: it.words,
            ours: it.by != Role::Place,
        };
        talks.insert(id.0, said.into_iter().map(ours).collect());
    }
    let evening = stage.evening;
    let said = db.read(move |tx| live::message::since(tx, evening.talk(), 0, i64::MAX)).await?;
    let ours = |it: live::message::Message| Message {
        seq: it.seq,
        id: it.id,
        words: it.words,
        ours: it.by != live::kind::By::Place,
    };
    talks.insert(evening.0, said.into_iter().map(ours).collect());
    let token = stage.room[0].token.clone();
    let facilitator = db.read(move |tx| people::actor(tx, &token)).await?.ok_or(db::Error::NotFound)?;
    for thread in &stage.threads {
        let (actor, thread) = (facilitator.clone(), *thread);
        talks.insert(thread.0, db.read(move |tx| posts(tx, &actor, thread)).await?);
    }
    let own = stage.clone();
    let (support, places) = db.read(move |tx| Ok((moment(tx)?, places(tx, &own)?))).await?;
    Ok(Kept { talks, places, support })
}

/// All posts of a thread. The one with which it began was there before any client.
fn posts(tx: &mut Tx<'_>, actor: &Actor, thread: ThreadId) -> Result<Vec<Message>> {
    let circle = tx.one("SELECT circle_id FROM circles_threads WHERE id = $1", args![thread], |row| row.get(0))?;
    let circle = Circle::facilitated_by(tx, actor, circle)?;
    let mut posts: Vec<Message> = Vec::new();
    loop {
        let after = posts.last().map_or(0, |it| it.seq);
        let page = reading::in_thread(tx, actor, &circle, &Quiet::default(), thread, after)?.posts;
        if page.is_empty() {
            return Ok(posts);
        }
        posts.extend(page.into_iter().map(|it| Message {
            seq: it.seq,
            id: it.id.0,
            words: it.html().trim().trim_start_matches("<p>").trim_end_matches("</p>").to_owned(),
            ours: it.seq > 1,
        }));
    }
}

/// Support, at this moment.
pub(crate) fn moment(tx: &mut Tx<'_>) -> Result<Moment> {
    let id = |text: String| text.parse::<Uuid>().map_err(db::Error::broken);
    let requests = tx.all("SELECT id, member_id, ended_at IS NULL FROM support_requests", args![], |row| {
        Ok(Request { id: id(row.get(0)?)?, member: id(row.get(1)?)?, live: row.get(2)? })
    })?;
    let offers = tx.all(
        "SELECT id, request_id, supporter_id, settled_at IS NULL, COALESCE(outcome, '') FROM support_offers",
        args![],
        |row| {
            Ok(Offer {
                id: id(row.get(0)?)?,
                request: id(row.get(1)?)?,
                supporter: id(row.get(2)?)?,
                open: row.get(3)?,
                accepted: row.get::<String>(4)? == "accepted",
            })
        },
    )?;
    let conversations = tx.all(
        "SELECT id, request_id, asker_id, supporter_id, ended_at IS NULL FROM support_conversations",
        args![],
        |row| {
            Ok(Talking {
                id: id(row.get(0)?)?,
                request: id(row.get(1)?)?,
                asker: id(row.get(2)?)?,
                supporter: id(row.get(3)?)?,
                open: row.get(4)?,
            })
        },
    )?;
    let room: Vec<(String, i64)> =
        tx.all("SELECT member_id, capacity FROM support_profiles", args![], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let room = room.into_iter().map(|(it, room)| Ok((id(it)?, usize::try_from(room).unwrap_or(0))));
    Ok(Moment { requests, offers, conversations, room: room.collect::<Result<_>>()? })
}

/// Who has a place, and who waits for one.
pub(crate) fn places(tx: &mut Tx<'_>, stage: &Stage) -> Result<BTreeMap<Uuid, Place>> {
    let (gathering, circle) = (&stage.gathering, &stage.small_circle);
    let rows: Vec<(String, String)> = tx.all(
        "SELECT member_id, answer FROM gatherings_comings WHERE occurrence_id = $1 ORDER BY seq",
        args![gatherings::kind::OccurrenceId(gathering.id)],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let who = |answer: &str| -> Result<Vec<Uuid>> {
        let of = rows.iter().filter(|(_, it)| it == answer);
        of.map(|(member, _)| member.parse().map_err(db::Error::broken)).collect()
    };
    let seats = Place { room: gathering.room, there: who("coming")?, waiting: who("waiting")? };
    let members: Vec<String> = tx.all(
        "SELECT member_id FROM circles_memberships WHERE circle_id = $1 ORDER BY joined_at",
        args![circles::kind::CircleId(circle.id)],
        |row| row.get(0),
    )?;
    let there = members.iter().map(|it| it.parse().map_err(db::Error::broken)).collect::<Result<_>>()?;
    let chairs = Place { room: circle.room, there, waiting: Vec::new() };
    Ok(BTreeMap::from([(gathering.id, seats), (circle.id, chairs)]))
}

/// Who holds which lease, and under which number.
pub(crate) fn leases(tx: &mut Tx<'_>) -> Result<Vec<(String, i64, String)>> {
    tx.all("SELECT name, fence, holder FROM jobs_leases", args![], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

/// Whether SQLite finds the file whole.
pub(crate) fn verdict(file: &std::path::Path) -> Result<String> {
    let mut direct = Direct::open(&db::Address::Sqlite(file.to_owned()))?;
    direct.read(|tx| tx.value("PRAGMA integrity_check", args![]))
}
