//! What is said: numbered without gaps, said once however often it is sent, sealed, acknowledged after the commit. Its
//! author takes it back at once and everywhere; a facilitator can hide it, by a decision that the author reads.

use std::time::Duration;

use bus::Announce;
use circles::kind::{CircleId, ContentNote};
use db::{Error, Result, Time, Tx, args};
use safety::{
    care::Care,
    decision::Decision,
    kind::{DecisionId, Kind, Matter},
    spot::{self, Grounds},
};
use seal::{KeyId, Place, Sealing};
use words::{Actor, MemberId};

use crate::{
    hand,
    kind::{By, EveningId, MessageId, Slow, State, TalkId},
    live, place, presence,
    seat::Seat,
    topic,
};

/// Longest message, in characters.
pub const WORDS_AT_MOST: usize = 2000;
/// Longest content note in own words, in characters.
pub const OWN_NOTE_AT_MOST: usize = 60;

/// What somebody wants to say.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// The id that the writer's browser gave it, so that sending twice says it once.
    pub id: MessageId,
    /// The words.
    pub text: String,
    /// What a reader may want to know before reading.
    pub notes: Vec<ContentNote>,
    /// The same in the writer's own words.
    pub own_note: String,
}

/// Something that was said.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its number, from 1 without gaps.
    pub seq: i64,
    /// Its id.
    pub id: MessageId,
    /// In what part it was said.
    pub by: By,
    /// By whom; nobody for the place, and for who has left for good.
    pub author: Option<MemberId>,
    /// Under which name.
    pub name: String,
    /// What was said. For [`By::Place`] this is a key of the catalogue.
    pub words: String,
    /// What a reader may want to know before reading.
    pub notes: Vec<ContentNote>,
    /// The same in the writer's own words.
    pub own_note: String,
    /// When.
    pub said_at: Time,
    /// What became of it.
    pub state: State,
}

/// Where something is said, as frames need to know it.
#[derive(Clone, Debug)]
pub(crate) struct Talk {
    pub(crate) circle: CircleId,
    pub(crate) locale: String,
    pub(crate) aside: bool,
}

/// Says something in the room.
pub fn say(tx: &mut Tx<'_>, actor: &Actor, circle: CircleId, evening: EveningId, words: &Words) -> Result<Message> {
    let seat = Seat::of(tx, actor, circle)?;
    // Sent again after the room closed, it is still answered as saved.
    if let Some(said) = said_before(tx, actor, evening.talk(), words.id)? {
        return Ok(said);
    }
    let evening = seat.open_as(evening)?;
    seat.may_speak()?;
    if !seat.leads {
        not_too_soon(tx, actor, evening.id.talk(), evening.slow)?;
    }
    if seat.presence.is_none() {
        presence::see(tx, evening.id, actor.id)?;
    }
    let by = if seat.leads { By::Facilitator } else { By::Member };
    let message = append(tx, evening.id.talk(), by, Some(actor), words)?;
    hand::has_spoken(tx, evening.id, actor.id)?;
    Ok(message)
}

/// The same, and what was said is read for signs that somebody needs help.
pub fn say_and_hear(
    tx: &mut Tx<'_>,
    actor: &Actor,
    circle: CircleId,
    evening: EveningId,
    words: &Words,
) -> Result<(Message, Option<Care>)> {
    let message = say(tx, actor, circle, evening, words)?;
    let care = place::hear(tx, actor, circle, evening.talk(), None, &message)?;
    Ok((message, care))
}

/// What this member said under this id. Ids are made by browsers: under an id of somebody else nothing is said.
pub(crate) fn said_before(tx: &mut Tx<'_>, actor: &Actor, talk: TalkId, id: MessageId) -> Result<Option<Message>> {
    match by_id(tx, talk, id)? {
        Some(said) if said.author == Some(actor.id) => Ok(Some(said)),
        Some(_) => Err(Error::NotFound),
        None => Ok(None),
    }
}

fn not_too_soon(tx: &mut Tx<'_>, actor: &Actor, talk: TalkId, slow: Slow) -> Result<()> {
    let last: Option<Time> = tx
        .value("SELECT MAX(said_at) FROM live_messages WHERE author_id = $1 AND talk_id = $2", args![actor.id, talk])?;
    let again = last.map(|it| it + Duration::from_secs(slow.seconds()));
    match again.filter(|it| *it > tx.now()) {
        None => Ok(()),
        Some(again) => {
            let seconds = again.since(tx.now()).as_secs_f64().ceil();
            Err(Error::refused_with("room-too-soon", vec![("seconds", seconds.to_string())]))
        }
    }
}

/// The place itself says something, by a key of the catalogue.
pub(crate) fn note(tx: &mut Tx<'_>, talk: TalkId, key: &'static str) -> Result<Message> {
    let words = Words { id: tx.new_uuid(), text: key.to_owned(), ..Words::default() };
    append(tx, talk, By::Place, None, &words)
}

/// The same, once under this id.
pub(crate) fn note_once(tx: &mut Tx<'_>, talk: TalkId, id: MessageId, key: &'static str) -> Result<()> {
    let said: i64 = tx.value("SELECT COUNT(*) FROM live_messages WHERE talk_id = $1 AND id = $2", args![talk, id])?;
    if said > 0 {
        return Ok(());
    }
    append(tx, talk, By::Place, None, &Words { id, text: key.to_owned(), ..Words::default() }).map(drop)
}

/// Puts something at the end of a talk and tells everybody who listens, after the commit.
pub(crate) fn append(tx: &mut Tx<'_>, talk: TalkId, by: By, author: Option<&Actor>, words: &Words) -> Result<Message> {
    let (text, own_note) = (words.text.trim(), words.own_note.trim());
    if text.is_empty() {
        return Err(Error::refused("room-empty"));
    }
    for (text, most) in [(text, WORDS_AT_MOST), (own_note, OWN_NOTE_AT_MOST)] {
        if text.chars().count() > most {
            return Err(Error::refused_with("form-too-long", vec![("most", most.to_string())]));
        }
    }
    let (seq, place): (i64, Talk) = tx.one(
        "UPDATE live_talks SET last_seq = last_seq + 1 WHERE id = $1 RETURNING last_seq, circle_id, language, aside",
        args![talk],
        |row| Ok((row.get(0)?, Talk { circle: row.get(1)?, locale: row.get(2)?, aside: row.get(3)? })),
    )?;
    let sealed = tx.seal(KeyId(talk.0), Place::new("live_messages", "words", words.id), text)?;
    let sealed_note = match own_note {
        "" => None,
        own_note => Some(tx.seal(KeyId(talk.0), Place::new("live_messages", "own_note", words.id), own_note)?),
    };
    let notes = words.notes.iter().map(|it| it.as_str()).collect::<Vec<_>>().join(",");
    tx.execute(
        "INSERT INTO live_messages (talk_id, seq, id, by_part, author_id, notes, own_note, words, said_at, state)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'said')",
        args![talk, seq, words.id, by, author.map(|it| it.id), notes, sealed_note, sealed, tx.now()],
    )?;
    let message = Message {
        seq,
        id: words.id,
        by,
        author: author.map(|it| it.id),
        name: author.map(|it| it.pseudonym.clone()).unwrap_or_default(),
        words: text.to_owned(),
        notes: words.notes.clone(),
        own_note: own_note.to_owned(),
        said_at: tx.now(),
        state: State::Said,
    };
    let frame = live::message_frame(tx, &place, &message)?;
    tx.announce(topic::of_talk(talk), frame)?;
    Ok(message)
}

const COLUMNS: &str =
    "m.seq, m.id, m.by_part, m.author_id, n.pseudonym, m.notes, m.own_note, m.words, m.said_at, m.state";
const FROM: &str = "live_messages m LEFT JOIN people_names n ON n.member_id = m.author_id";

struct Sealed(Message, Vec<u8>, Option<Vec<u8>>);

fn sealed_row(row: &db::Row<'_>) -> Result<Sealed> {
    let (name, notes): (Option<String>, String) = (row.get(4)?, row.get(5)?);
    let message = Message {
        seq: row.get(0)?,
        id: row.get(1)?,
        by: row.get(2)?,
        author: row.get(3)?,
        name: name.unwrap_or_default(),
        words: String::new(),
        notes: notes.split(',').filter_map(|it| it.parse().ok()).collect(),
        own_note: String::new(),
        said_at: row.get(8)?,
        state: row.get(9)?,
    };
    Ok(Sealed(message, row.get(7)?, row.get(6)?))
}

fn unseal(tx: &mut Tx<'_>, talk: TalkId, rows: Vec<Sealed>) -> Result<Vec<Message>> {
    let mut messages = Vec::with_capacity(rows.len());
    for Sealed(mut message, words, own_note) in rows {
        if message.state != State::Withdrawn {
            let place = Place::new("live_messages", "words", message.id);
            let Some(words) = tx.unseal(KeyId(talk.0), place, &words)? else { continue };
            message.words = words;
            if let Some(sealed) = own_note {
                let place = Place::new("live_messages", "own_note", message.id);
                message.own_note = tx.unseal(KeyId(talk.0), place, &sealed)?.unwrap_or_default();
            }
        }
        messages.push(message);
    }
    Ok(messages)
}

/// Something that was said in a talk, for rules that have settled who may see it.
pub(crate) fn any(tx: &mut Tx<'_>, talk: TalkId, id: MessageId) -> Result<Option<Message>> {
    by_id(tx, talk, id)
}

/// What somebody said in a talk before number `seq`, the latest first.
pub(crate) fn earlier_of(
    tx: &mut Tx<'_>,
    talk: TalkId,
    member: MemberId,
    seq: i64,
    most: usize,
) -> Result<Vec<String>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {FROM} WHERE m.talk_id = $1 AND m.author_id = $2 AND m.seq < $3 AND m.state = 'said'
         ORDER BY m.seq DESC LIMIT $4"
    );
    let found = tx.all(&sql, args![talk, member, seq, most], sealed_row)?;
    Ok(unseal(tx, talk, found)?.into_iter().map(|it| it.words).collect())
}

fn by_id(tx: &mut Tx<'_>, talk: TalkId, id: MessageId) -> Result<Option<Message>> {
    let sql = format!("SELECT {COLUMNS} FROM {FROM} WHERE m.talk_id = $1 AND m.id = $2");
    let found = tx.all(&sql, args![talk, id], sealed_row)?;
    Ok(unseal(tx, talk, found)?.into_iter().next())
}

/// What was said after number `after`, in order, at most so many. For rules; a page or a socket shows of it what its
/// reader's [`Seat`] sees.
pub fn since(tx: &mut Tx<'_>, talk: TalkId, after: i64, most: i64) -> Result<Vec<Message>> {
    let sql = format!("SELECT {COLUMNS} FROM {FROM} WHERE m.talk_id = $1 AND m.seq > $2 ORDER BY m.seq LIMIT $3");
    let found = tx.all(&sql, args![talk, after, most], sealed_row)?;
    unseal(tx, talk, found)
}

/// The last that was said before number `before`, in order, as somebody in the room sees it, at most so many.
pub(crate) fn last(
    tx: &mut Tx<'_>,
    actor: &Actor,
    seat: &Seat,
    evening: EveningId,
    before: i64,
    most: i64,
) -> Result<Vec<Message>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {FROM} WHERE m.talk_id = $1 AND m.seq < $2 AND (m.seq > $3 OR m.author_id = $4)
         ORDER BY m.seq DESC LIMIT $5"
    );
    let mut found = tx.all(&sql, args![evening, before, seat.from(), actor.id, most], sealed_row)?;
    found.reverse();
    let mut messages = unseal(tx, evening.talk(), found)?;
    messages.retain(|it| seat.sees(actor, it));
    Ok(messages)
}

/// A message of the room, when this member sees it.
pub fn visible_to(tx: &mut Tx<'_>, actor: &Actor, seat: &Seat, id: MessageId) -> Result<Message> {
    let evening = seat.evening.as_ref().ok_or(Error::NotFound)?;
    let message = by_id(tx, evening.id.talk(), id)?.ok_or(Error::NotFound)?;
    if seat.sees(actor, &message) && message.by != By::Place { Ok(message) } else { Err(Error::NotFound) }
}

/// Takes back what one said: the words are gone from the tables, and every page blanks them.
pub fn withdraw(tx: &mut Tx<'_>, actor: &Actor, circle: CircleId, id: MessageId) -> Result<()> {
    let seat = Seat::of(tx, actor, circle)?;
    let message = visible_to(tx, actor, &seat, id)?;
    let evening = seat.evening.as_ref().ok_or(Error::NotFound)?;
    if message.author != Some(actor.id) {
        return Err(Error::NotFound);
    }
    take_away(tx, evening.id.talk(), message)
}

/// Takes the words of a message away, and tells every page.
pub(crate) fn take_away(tx: &mut Tx<'_>, talk: TalkId, mut message: Message) -> Result<()> {
    tx.execute(
        "UPDATE live_messages SET state = 'withdrawn', words = $3, own_note = NULL, notes = ''
         WHERE talk_id = $1 AND seq = $2",
        args![talk, message.seq, Vec::<u8>::new()],
    )?;
    tx.execute("DELETE FROM live_reactions WHERE talk_id = $1 AND seq = $2", args![talk, message.seq])?;
    message.state = State::Withdrawn;
    message.words.clear();
    tell_changed(tx, talk, &message)
}

/// Hides what somebody said, at once. They read under which rule and why, and can ask somebody else to look.
pub fn hide(tx: &mut Tx<'_>, actor: &Actor, circle: CircleId, id: MessageId, grounds: &Grounds) -> Result<()> {
    let seat = Seat::of(tx, actor, circle)?;
    let message = led(tx, actor, &seat, id)?;
    let Some(author) = message.author else { return Err(Error::NotFound) };
    if author == actor.id {
        return Err(Error::refused("room-hide-not-own"));
    }
    if message.state != State::Said {
        return Ok(());
    }
    spot::hide(tx, actor, circle.0, matter(id), grounds)?;
    topic::member_changed(tx, author)
}

fn matter(id: MessageId) -> Matter {
    Matter { kind: Kind::Message, id }
}

/// The decision that hides it, when those who look after the circle may take it back.
pub(crate) fn hidden_here(tx: &mut Tx<'_>, id: MessageId) -> Result<Option<DecisionId>> {
    let decision = Decision::hiding(tx, matter(id))?;
    Ok(decision.filter(|it| it.on_the_spot).map(|it| it.id))
}

/// Shows again what one who looks after the circle hid. What others decided, others look at again.
pub fn show_again(tx: &mut Tx<'_>, actor: &Actor, circle: CircleId, id: MessageId) -> Result<()> {
    let seat = Seat::of(tx, actor, circle)?;
    let message = led(tx, actor, &seat, id)?;
    let (State::Hidden, Some(decision)) = (message.state, hidden_here(tx, id)?) else { return Ok(()) };
    spot::undo(tx, actor, circle.0, decision)?;
    message.author.map_or(Ok(()), |author| topic::member_changed(tx, author))
}

/// A message, for somebody who looks after the circle.
fn led(tx: &mut Tx<'_>, actor: &Actor, seat: &Seat, id: MessageId) -> Result<Message> {
    if seat.leads { visible_to(tx, actor, seat, id) } else { Err(Error::NotFound) }
}

pub(crate) fn set_state(tx: &mut Tx<'_>, talk: TalkId, mut message: Message, state: State) -> Result<()> {
    tx.execute("UPDATE live_messages SET state = $3 WHERE talk_id = $1 AND seq = $2", args![talk, message.seq, state])?;
    message.state = state;
    tell_changed(tx, talk, &message)
}

fn tell_changed(tx: &mut Tx<'_>, talk: TalkId, message: &Message) -> Result<()> {
    let place = tx.one("SELECT circle_id, language, aside FROM live_talks WHERE id = $1", args![talk], |row| {
        Ok(Talk { circle: row.get(0)?, locale: row.get(1)?, aside: row.get(2)? })
    })?;
    let frame = live::changed_frame(tx, &place, message)?;
    tx.announce(topic::of_talk(talk), frame)
}
