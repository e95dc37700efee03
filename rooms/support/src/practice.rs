//! Live practice: a learner supports somebody who plays a member, on the page of a real conversation. It is no conversation:
//! it lies in a table of its own, so that no wait, no measure, no list and no alert ever counts what was played. Should it
//! stop being practice, one press says so, and from then on help comes as it does anywhere else.

use std::time::Duration;

use bus::Announce;
use db::{Error, Result, Time, Tx, Uuid, args};
use jobs::Later;
use organisation::Settings;
use people::{Profile, blocks};
use safety::{
    care::Care,
    kind::{Kind, Matter},
    place::{Said, Seen},
    worry::{self, Worry},
};
use seal::{KeyId, Sealing};
use training::{
    booking::{self, BookingId},
    practice::Cast,
};
use words::{Actor, MemberId, REFRESH};

use crate::{
    conversation::Conversation,
    duty::Duty,
    kind::{ConversationId, Role},
    live::Names,
    message::{self, Message},
    topic,
};

/// Job: looks whether a practice has fallen silent.
pub const IDLE: &str = "support.practice-idle";
/// Job: destroys the key of what was said in practice.
pub const ERASE: &str = "support.practice-erase";

/// What the place says when it is not practice any more. What is said after it is real.
const REAL: &str = "practice-note-real";

db::word! {
    /// Who needs help, when it is not practice any more.
    pub enum Whom {
        /// The one who says so.
        Me = "me",
        /// The other.
        Other = "other",
    }
}

/// Live practice, with what is known to everybody who is part of it.
#[derive(Clone, Debug)]
pub struct Practice {
    /// Its id, by which what was said is found, as in a conversation.
    pub id: ConversationId,
    /// The booking that it came from.
    pub booking: BookingId,
    /// Who learns, and supports.
    pub learner: MemberId,
    /// Who plays the member.
    pub partner: MemberId,
    /// A trainer who reads along, because both agreed.
    pub reader: Option<MemberId>,
    /// Since when.
    pub began_at: Time,
    /// Number of the last message.
    pub last_seq: i64,
    /// When the last word was said.
    pub last_word_at: Time,
    /// When it ended.
    pub ended_at: Option<Time>,
    /// When one of them said that it is not practice any more.
    pub real_at: Option<Time>,
    /// When what was said was destroyed.
    pub erased_at: Option<Time>,
}

const COLUMNS: &str = "id, booking_id, learner_id, partner_id, reader_id, began_at, last_seq, last_word_at, \
                       ended_at, real_at, erased_at";

fn from_row(row: &db::Row<'_>) -> Result<Practice> {
    Ok(Practice {
        id: row.get(0)?,
        booking: row.get(1)?,
        learner: row.get(2)?,
        partner: row.get(3)?,
        reader: row.get(4)?,
        began_at: row.get(5)?,
        last_seq: row.get(6)?,
        last_word_at: row.get(7)?,
        ended_at: row.get(8)?,
        real_at: row.get(9)?,
        erased_at: row.get(10)?,
    })
}

/// Opens the page for those who practise: the stage that this room lends. Whoever is there for members just now, is there
/// for them.
pub fn open(tx: &mut Tx<'_>, cast: &Cast) -> Result<String> {
    for member in [cast.learner, cast.partner] {
        if Duty::of(tx, member)?.is_some() || !Conversation::open_of_supporter(tx, member)?.is_empty() {
            return Err(Error::refused("practice-on-duty"));
        }
    }
    let id = ConversationId::fresh(tx);
    tx.execute(
        "INSERT INTO support_practices
            (id, booking_id, learner_id, partner_id, reader_id, began_at, last_seq, last_word_at)
         VALUES ($1, $2, $3, $4, $5, $6, 0, $6)",
        args![id, cast.booking, cast.learner, cast.partner, cast.reader, tx.now()],
    )?;
    note(tx, id, "practice-note-began")?;
    later(tx, id, tx.now())?;
    Ok(format!("/practice/{id}"))
}

impl Practice {
    /// The practice as one who is part of it, and in which part: the learner supports, the partner plays the member, the
    /// trainer looks on. For everybody else it does not exist.
    pub fn of(tx: &mut Tx<'_>, actor: &Actor, id: ConversationId) -> Result<(Self, Role)> {
        let practice = Self::any(tx, id)?.ok_or(Error::NotFound)?;
        let role = practice.role_of(actor.id).ok_or(Error::NotFound)?;
        Ok((practice, role))
    }

    pub(crate) fn any(tx: &mut Tx<'_>, id: ConversationId) -> Result<Option<Self>> {
        tx.first(&format!("SELECT {COLUMNS} FROM support_practices WHERE id = $1"), args![id], from_row)
    }

    fn role_of(&self, member: MemberId) -> Option<Role> {
        match member {
            it if it == self.partner => Some(Role::Asker),
            it if it == self.learner => Some(Role::Supporter),
            it if Some(it) == self.reader => Some(Role::Supervisor),
            _ => None,
        }
    }

    /// Whether it is going on.
    pub fn is_open(&self) -> bool {
        self.ended_at.is_none()
    }

    /// Whether this part may read what was said: everybody while it goes on, the learner afterwards too. What was said
    /// when it was real is nobody's to learn from.
    pub fn may_read(&self, role: Role) -> bool {
        self.erased_at.is_none() && (self.is_open() || (role == Role::Supporter && self.real_at.is_none()))
    }

    pub(crate) fn names(&self, tx: &mut Tx<'_>) -> Result<Names> {
        let mut name = |member| Ok::<_, Error>(Profile::name(tx, member)?.unwrap_or_default());
        Ok(Names {
            asker: name(self.partner)?,
            supporter: name(self.learner)?,
            supervisor: self.reader.map(name).transpose()?.unwrap_or_default(),
        })
    }

    /// Says something, as in a conversation: the same id again says nothing twice. Nothing that is played is read for
    /// signs of danger; what is said once it is real is.
    pub fn say(&self, tx: &mut Tx<'_>, actor: &Actor, message: Uuid, words: &str) -> Result<(Message, Option<Care>)> {
        let words = message::fit(words)?;
        let role = match self.role_of(actor.id) {
            Some(role @ (Role::Asker | Role::Supporter)) => role,
            _ => return Err(Error::NotFound),
        };
        if let Some(said) = message::by_id(tx, self.id, message)? {
            return Ok((said, None));
        }
        if !self.is_open() || blocks::apart(tx, self.learner, self.partner)? {
            return Err(Error::refused("talk-over"));
        }
        let seq = tx.one(
            "UPDATE support_practices SET last_seq = last_seq + 1, last_word_at = $2 WHERE id = $1 RETURNING last_seq",
            args![self.id, tx.now()],
            |row| row.get(0),
        )?;
        let said = message::keep(tx, self.id, seq, message, role, Some(actor), words)?;
        let care = if self.real_at.is_some() { self.hear(tx, actor, &said)? } else { None };
        Ok((said, care))
    }

    fn hear(&self, tx: &mut Tx<'_>, actor: &Actor, said: &Message) -> Result<Option<Care>> {
        safety::hear(
            tx,
            &safety::Heard {
                matter: self.matter(),
                author: actor.id,
                band: actor.band,
                place: None,
                words: &said.words,
                // What came before may have been played.
                earlier: &[],
                for_self: true,
            },
        )
    }

    fn matter(&self) -> Matter {
        Matter { kind: Kind::Talk, id: self.id.0 }
    }

    /// One of them says that it is not practice any more: everybody in it sees where help is, and those who keep people
    /// safe are called, as with any concern. Who needs help is heard even where the other has just ended it; then nothing
    /// was said that was real, and it stays the practice that it was.
    pub fn is_real(&self, tx: &mut Tx<'_>, actor: &Actor, whom: Whom) -> Result<()> {
        let first = tx.execute(
            "UPDATE support_practices SET real_at = $2 WHERE id = $1 AND real_at IS NULL AND ended_at IS NULL",
            args![self.id, tx.now()],
        )?;
        match whom {
            Whom::Me => worry::for_oneself(tx, actor)?,
            Whom::Other => {
                let worry = Worry { from: Some(self.matter()), is_now: true, ..Worry::default() };
                worry::raise(tx, actor, &worry)?
            }
        };
        if first == 1 {
            note(tx, self.id, REAL)?;
            self.tell(tx)?;
        }
        Ok(())
    }

    /// Ends it. Ending twice is no error.
    pub fn end(&self, tx: &mut Tx<'_>) -> Result<()> {
        let ended = tx.execute(
            "UPDATE support_practices SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL",
            args![self.id, tx.now()],
        )?;
        if ended == 0 {
            return Ok(());
        }
        note(tx, self.id, "practice-note-ended")?;
        booking::over(tx, self.booking, self.real_at.is_none())?;
        let days = Settings::current(tx)?.retention_days;
        tx.later(ERASE, self.id, tx.now() + Duration::from_secs(86_400 * u64::from(days)))?;
        self.tell(tx)
    }

    fn tell(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.announce(topic::of_conversation(self.id), REFRESH)
    }
}

/// The place itself says something.
fn note(tx: &mut Tx<'_>, id: ConversationId, key: &'static str) -> Result<()> {
    let seq = tx.one(
        "UPDATE support_practices SET last_seq = last_seq + 1 WHERE id = $1 RETURNING last_seq",
        args![id],
        |row| row.get(0),
    )?;
    let message = tx.new_uuid();
    message::keep(tx, id, seq, message, Role::Place, None, key)?;
    Ok(())
}

fn patience(tx: &mut Tx<'_>) -> Result<Duration> {
    Ok(Duration::from_secs(60 * u64::from(Settings::current(tx)?.idle_minutes)) + crate::conversation::IDLE_GRACE)
}

fn later(tx: &mut Tx<'_>, id: ConversationId, last_word_at: Time) -> Result<()> {
    let patience = patience(tx)?;
    tx.later(IDLE, id, last_word_at + patience)
}

/// Ends what has fallen silent.
pub(crate) fn look_for_silence(tx: &mut Tx<'_>, id: &str) -> Result<()> {
    match Practice::any(tx, id.parse()?)? {
        Some(practice) if practice.is_open() => {
            if practice.last_word_at + patience(tx)? > tx.now() {
                later(tx, practice.id, practice.last_word_at)
            } else {
                practice.end(tx)
            }
        }
        _ => Ok(()),
    }
}

/// Destroys what was said: rows go, and the key that sealed them.
pub(crate) fn erase(tx: &mut Tx<'_>, id: &str) -> Result<()> {
    let id: ConversationId = id.parse()?;
    if let Some(practice) = Practice::any(tx, id)? {
        booking::over(tx, practice.booking, false)?;
    }
    tx.execute("DELETE FROM support_messages WHERE conversation_id = $1", args![id])?;
    tx.execute("UPDATE support_practices SET erased_at = $2 WHERE id = $1 AND erased_at IS NULL", args![id, tx.now()])?;
    tx.destroy_key(KeyId(id.0))
}

/// The practice that this member is part of and that goes on.
fn open_of(tx: &mut Tx<'_>, member: MemberId) -> Result<Vec<Practice>> {
    tx.all(
        &format!(
            "SELECT {COLUMNS} FROM support_practices
             WHERE (learner_id = $1 OR partner_id = $1) AND ended_at IS NULL ORDER BY began_at, id"
        ),
        args![member],
        from_row,
    )
}

/// Ends what this member practises: they have something real to do, or they stop.
pub(crate) fn end_all(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    open_of(tx, member)?.into_iter().try_for_each(|it| it.end(tx))
}

/// A member leaves: what they said in practice goes, and that they practised.
pub(crate) fn forget(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    end_all(tx, member)?;
    let all: Vec<ConversationId> =
        tx.all("SELECT id FROM support_practices WHERE learner_id = $1 OR partner_id = $1", args![member], |row| {
            row.get(0)
        })?;
    for id in all {
        erase(tx, &id.to_string())?;
        tx.execute("DELETE FROM support_practices WHERE id = $1", args![id])?;
    }
    tx.execute("UPDATE support_practices SET reader_id = NULL WHERE reader_id = $1", args![member])?;
    Ok(())
}

/// After an old backup was restored: what was erased since then is erased again.
pub(crate) fn erase_again(tx: &mut Tx<'_>, id: KeyId) -> Result<u64> {
    let back = tx.execute(
        "UPDATE support_practices SET erased_at = $2, ended_at = COALESCE(ended_at, $2)
         WHERE id = $1 AND erased_at IS NULL",
        args![id, tx.now()],
    )?;
    if back == 1 {
        tx.execute("DELETE FROM support_messages WHERE conversation_id = $1", args![id])?;
    }
    Ok(back)
}

/// For whoever asks what this is without being part of it: nothing but the band.
pub(crate) fn looked_at(tx: &mut Tx<'_>, id: ConversationId) -> Result<Seen> {
    let practice = Practice::any(tx, id)?.ok_or(Error::NotFound)?;
    let band = Profile::of(tx, practice.partner)?.band;
    Ok(Seen {
        author: None,
        band,
        place: None,
        place_name: String::new(),
        address: None,
        unnamed: false,
        shown: false,
        said: Vec::new(),
    })
}

/// As one of those who are part of it sees it: the other, and what was said since it is real. What was played before is
/// nothing that anybody should be judged by.
pub(crate) fn seen_by(tx: &mut Tx<'_>, actor: &Actor, id: ConversationId) -> Result<Seen> {
    let (practice, role) = Practice::of(tx, actor, id)?;
    let other = if role == Role::Asker { practice.learner } else { practice.partner };
    let names = practice.names(tx)?;
    let said = if practice.erased_at.is_none() { message::since(tx, id, 0)? } else { Vec::new() };
    let since_real = said.into_iter().skip_while(|it| it.by != Role::Place || it.words != REAL);
    let said = since_real.filter(|it| it.by != Role::Place);
    Ok(Seen {
        author: Some(other),
        address: Some(format!("/practice/{id}")),
        said: said
            .map(|it| Said {
                by: names.by(it.by).to_owned(),
                reported: practice.role_of(other) == Some(it.by),
                words: it.words,
                at: it.said_at.0,
            })
            .collect(),
        ..looked_at(tx, id)?
    })
}
