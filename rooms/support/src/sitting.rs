//! A learner reads along in a conversation. The member is asked first and may say no; only what is said after the yes is
//! shown, to nobody but this learner, who writes nothing; and any of them ends it. There is no page of it before or after.

use std::time::Duration;

use db::{Error, Result, Time, Tx, args};
use training::together;
use words::{Actor, MemberId};

use crate::{
    conversation::Conversation,
    kind::{ConversationId, Role, ShadowId},
    message::{self, Message},
    place,
    shadow::Shadow,
    topic,
};

/// Whoever read along for this long has done what the course asks for.
pub const LONG_ENOUGH: Duration = Duration::from_secs(10 * 60);

/// What became of asking the member.
#[derive(Clone, Debug)]
pub struct Sitting {
    /// In which conversation.
    pub conversation: ConversationId,
    shadow: ShadowId,
    /// Who would read along, or does.
    pub learner: MemberId,
    /// When the member said yes.
    pub allowed_at: Option<Time>,
    after: Option<i64>,
    /// When it ended; a no ends it at once.
    pub ended_at: Option<Time>,
}

const COLUMNS: &str = "conversation_id, shadow_id, learner_id, allowed_at, after_seq, ended_at";

fn from_row(row: &db::Row<'_>) -> Result<Sitting> {
    Ok(Sitting {
        conversation: row.get(0)?,
        shadow: row.get(1)?,
        learner: row.get(2)?,
        allowed_at: row.get(3)?,
        after: row.get(4)?,
        ended_at: row.get(5)?,
    })
}

/// What a learner hears of a conversation.
#[derive(Clone, Debug)]
pub struct Heard {
    /// Which conversation. For this room's own pages: its address does not exist for the learner.
    pub(crate) conversation: Conversation,
    /// What was said since the member's yes.
    pub messages: Vec<Message>,
}

/// The sitting that is open for a learner: asked for, or going on.
pub fn open_of(tx: &mut Tx<'_>, learner: MemberId) -> Result<Option<Sitting>> {
    tx.first(
        &format!("SELECT {COLUMNS} FROM support_sittings WHERE learner_id = $1 AND ended_at IS NULL"),
        args![learner],
        from_row,
    )
}

/// What this learner may read now, if anything.
pub fn heard(tx: &mut Tx<'_>, learner: &Actor) -> Result<Option<Heard>> {
    let Some(sitting) = open_of(tx, learner.id)? else { return Ok(None) };
    let (Some(_), Some(after)) = (sitting.allowed_at, sitting.after) else { return Ok(None) };
    let conversation = Conversation::any(tx, sitting.conversation)?;
    if !conversation.is_open() || !sitting.holds(tx, &conversation)? {
        return Ok(None);
    }
    let messages = message::since(tx, conversation.id, after)?;
    Ok(Some(Heard { conversation, messages }))
}

/// Something was said: whoever reads along looks again; whoever may not any more does not from here on.
pub(crate) fn said(tx: &mut Tx<'_>, id: ConversationId) -> Result<()> {
    let Some(sitting) = Sitting::of(tx, id)?.filter(Sitting::is_reading) else { return Ok(()) };
    let conversation = Conversation::any(tx, id)?;
    if sitting.holds(tx, &conversation)? { topic::refresh_member(tx, sitting.learner) } else { sitting.end(tx) }
}

/// It sounds dangerous: the two are left to themselves.
pub(crate) fn leave_alone(tx: &mut Tx<'_>, id: ConversationId) -> Result<()> {
    Sitting::of(tx, id)?.map_or(Ok(()), |it| it.end(tx))
}

impl Sitting {
    /// Of a conversation: asked, going on, or over.
    pub fn of(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<Option<Self>> {
        tx.first(
            &format!("SELECT {COLUMNS} FROM support_sittings WHERE conversation_id = $1"),
            args![conversation],
            from_row,
        )
    }

    /// Whether the member was asked and has not answered.
    pub fn is_asked(&self) -> bool {
        self.allowed_at.is_none() && self.ended_at.is_none()
    }

    /// Whether the learner reads along.
    pub fn is_reading(&self) -> bool {
        self.allowed_at.is_some() && self.ended_at.is_none()
    }

    /// Whether everything still is as it was agreed.
    pub(crate) fn holds(&self, tx: &mut Tx<'_>, conversation: &Conversation) -> Result<bool> {
        let shadow = Shadow::open(tx, self.shadow)?.filter(|it| it.supporter == conversation.supporter);
        shadow.map_or(Ok(false), |it| it.holds(tx, conversation.asker))
    }

    /// The learner who is there and could read along, for the supporter: nobody where the member was asked before, is in
    /// danger, or did not ask to talk.
    pub fn possible(tx: &mut Tx<'_>, conversation: &Conversation) -> Result<Option<Shadow>> {
        let Some(shadow) = Shadow::ready_with(tx, conversation.supporter)? else { return Ok(None) };
        let possible = conversation.is_open()
            && Self::of(tx, conversation.id)?.is_none()
            && open_of(tx, shadow.learner)?.is_none()
            && shadow.holds(tx, conversation.asker)?
            && !place::is_with_keeper(tx, conversation.id)?
            && !place::is_in_danger(tx, conversation)?;
        Ok(possible.then_some(shadow))
    }

    /// The supporter lets the member be asked.
    pub fn ask(tx: &mut Tx<'_>, supporter: &Actor, id: ConversationId) -> Result<()> {
        let (conversation, role) = Conversation::of(tx, supporter, id)?;
        if role != Role::Supporter {
            return Err(Error::NotFound);
        }
        if Self::of(tx, id)?.is_some_and(|it| it.is_asked()) {
            return Ok(());
        }
        let shadow = Self::possible(tx, &conversation)?.ok_or_else(|| Error::refused("sitting-not-now"))?;
        tx.execute(
            "INSERT INTO support_sittings (conversation_id, shadow_id, learner_id, asked_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (conversation_id) DO NOTHING",
            args![id, shadow.id, shadow.learner, tx.now()],
        )?;
        conversation.tell_status(tx)
    }

    /// The member answers. A no changes nothing else.
    pub fn answer(tx: &mut Tx<'_>, asker: &Actor, id: ConversationId, yes: bool) -> Result<()> {
        let (conversation, role) = Conversation::of(tx, asker, id)?;
        let sitting = Self::of(tx, id)?.filter(|it| it.is_asked() && role == Role::Asker).ok_or(Error::NotFound)?;
        if !yes || !conversation.is_open() || !sitting.holds(tx, &conversation)? {
            return sitting.end(tx);
        }
        tx.execute(
            "UPDATE support_sittings SET allowed_at = $2, after_seq = $3 WHERE conversation_id = $1",
            args![id, tx.now(), conversation.last_seq],
        )?;
        message::note(tx, id, "talk-note-learner-joined")?;
        topic::refresh_member(tx, sitting.learner)?;
        conversation.tell_status(tx)
    }

    /// One of those who talk ends it; the conversation goes on.
    pub fn stop(tx: &mut Tx<'_>, actor: &Actor, id: ConversationId) -> Result<()> {
        Conversation::of(tx, actor, id)?;
        Self::of(tx, id)?.ok_or(Error::NotFound)?.end(tx)
    }

    /// Ends it. Ending twice is no error.
    pub fn end(&self, tx: &mut Tx<'_>) -> Result<()> {
        let ended = tx.execute(
            "UPDATE support_sittings SET ended_at = $2 WHERE conversation_id = $1 AND ended_at IS NULL",
            args![self.conversation, tx.now()],
        )?;
        if ended == 0 {
            return Ok(());
        }
        let conversation = Conversation::any(tx, self.conversation)?;
        if let Some(since) = self.allowed_at {
            if conversation.is_open() {
                message::note(tx, self.conversation, "talk-note-learner-left")?;
            }
            if tx.now().since(since) >= LONG_ENOUGH
                && let Some(shadow) = Shadow::open(tx, self.shadow)?
            {
                together::sat_in(tx, shadow.supporter, shadow.learner, (&shadow.course, &shadow.activity))?;
                shadow.close(tx, true)?;
            }
        }
        topic::refresh_member(tx, self.learner)?;
        conversation.tell_status(tx)
    }
}
