//! Topics for later, without a name. Who added one is known to nobody: it is not written down, not even sealed, so no
//! facilitator, supervisor or administrator can look it up. Against a list that somebody fills there is a count of how
//! many each has added this evening, forgotten when the room closes; against unkind topics, any facilitator on duty can
//! take one off the list.

use circles::kind::CircleId;
use db::{Error, Result, Tx, args};
use seal::{KeyId, Place, Sealing};
use words::Actor;

use crate::{
    kind::{EveningId, ParkedId},
    presence,
    seat::Seat,
    topic,
};

/// Longest topic, in characters.
pub const WORDS_AT_MOST: usize = 140;
/// Topics that one member may add in an evening.
pub const AT_MOST: i64 = 5;

/// A topic for later.
#[derive(Clone, Debug)]
pub struct Parked {
    /// Its id.
    pub id: ParkedId,
    /// What it is.
    pub words: String,
    /// How many said "me too": for those on duty.
    pub support: i64,
    /// Whether whoever asks said "me too".
    pub me_too: bool,
    /// Whether it has been taken up.
    pub taken: bool,
}

/// Adds a topic.
pub fn add(tx: &mut Tx<'_>, actor: &Actor, circle: CircleId, words: &str) -> Result<ParkedId> {
    let seat = Seat::of(tx, actor, circle)?;
    let evening = seat.open()?.id;
    seat.may_speak()?;
    let words = words.trim();
    if words.is_empty() {
        return Err(Error::refused("parking-empty"));
    }
    if words.chars().count() > WORDS_AT_MOST {
        return Err(Error::refused_with("form-too-long", vec![("most", WORDS_AT_MOST.to_string())]));
    }
    if seat.presence.is_none() {
        presence::see(tx, evening, actor.id)?;
    }
    let counted = tx.execute(
        "UPDATE live_presences SET parked = parked + 1 WHERE evening_id = $1 AND member_id = $2 AND parked < $3",
        args![evening, actor.id, AT_MOST],
    )?;
    if counted == 0 {
        return Err(Error::refused("parking-enough"));
    }
    let id = ParkedId::fresh(tx);
    let sealed = tx.seal(KeyId(evening.0), Place::new("live_parked", "words", id.0), words)?;
    tx.execute(
        "INSERT INTO live_parked (id, evening_id, words, support) VALUES ($1, $2, $3, 0)",
        args![id, evening, sealed],
    )?;
    topic::talk_changed(tx, evening.talk())?;
    Ok(id)
}

/// Says "me too", or takes it back.
pub fn support(tx: &mut Tx<'_>, actor: &Actor, circle: CircleId, id: ParkedId) -> Result<()> {
    let seat = Seat::of(tx, actor, circle)?;
    let evening = seat.open()?.id;
    exists(tx, evening, id)?;
    let taken_back =
        tx.execute("DELETE FROM live_parked_support WHERE parked_id = $1 AND member_id = $2", args![id, actor.id])?;
    if taken_back == 0 {
        tx.execute(
            "INSERT INTO live_parked_support (parked_id, member_id) VALUES ($1, $2)
             ON CONFLICT (parked_id, member_id) DO NOTHING",
            args![id, actor.id],
        )?;
    }
    tx.execute(
        "UPDATE live_parked SET support = (SELECT COUNT(*) FROM live_parked_support s WHERE s.parked_id = $1)
         WHERE id = $1",
        args![id],
    )?;
    topic::duty_changed(tx, evening)?;
    topic::member_changed(tx, actor.id)
}

fn exists(tx: &mut Tx<'_>, evening: EveningId, id: ParkedId) -> Result<()> {
    tx.one("SELECT id FROM live_parked WHERE id = $1 AND evening_id = $2", args![id, evening], |row| {
        row.get::<ParkedId>(0).map(drop)
    })
}

/// Notes that a topic is being talked about, or puts it back.
pub fn take(tx: &mut Tx<'_>, actor: &Actor, circle: CircleId, id: ParkedId) -> Result<()> {
    let evening = Seat::of(tx, actor, circle)?.looked_after()?.id;
    exists(tx, evening, id)?;
    tx.execute(
        "UPDATE live_parked SET taken_at = CASE WHEN taken_at IS NULL THEN CAST($2 AS BIGINT) ELSE NULL END
         WHERE id = $1",
        args![id, tx.now()],
    )?;
    topic::talk_changed(tx, evening.talk())
}

/// Takes a topic off the list.
pub fn remove(tx: &mut Tx<'_>, actor: &Actor, circle: CircleId, id: ParkedId) -> Result<()> {
    let evening = Seat::of(tx, actor, circle)?.looked_after()?.id;
    exists(tx, evening, id)?;
    for sql in ["DELETE FROM live_parked_support WHERE parked_id = $1", "DELETE FROM live_parked WHERE id = $1"] {
        tx.execute(sql, args![id])?;
    }
    topic::talk_changed(tx, evening.talk())
}

/// The topics of an evening, those that most people share first.
pub fn list(tx: &mut Tx<'_>, actor: &Actor, seat: &Seat, evening: EveningId) -> Result<Vec<Parked>> {
    let rows: Vec<(Parked, Vec<u8>)> = tx.all(
        "SELECT p.id, p.words, p.support, p.taken_at, s.member_id FROM live_parked p
         LEFT JOIN live_parked_support s ON s.parked_id = p.id AND s.member_id = $2
         WHERE p.evening_id = $1 ORDER BY p.support DESC, p.id",
        args![evening, actor.id],
        |row| {
            let (taken_at, own): (Option<db::Time>, Option<String>) = (row.get(3)?, row.get(4)?);
            let (me_too, taken) = (own.is_some(), taken_at.is_some());
            let topic = Parked { id: row.get(0)?, words: String::new(), support: row.get(2)?, me_too, taken };
            Ok((topic, row.get(1)?))
        },
    )?;
    let mut topics = Vec::new();
    for (mut topic, sealed) in rows {
        let place = Place::new("live_parked", "words", topic.id.0);
        let Some(words) = tx.unseal(KeyId(evening.0), place, &sealed)? else { continue };
        if !seat.quiet.hides_words(&words) {
            topic.words = words;
            topics.push(topic);
        }
    }
    Ok(topics)
}
