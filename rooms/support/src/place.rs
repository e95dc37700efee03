//! What this room lends to those who keep everybody safe. A conversation stays between two: of it they see what one of the
//! two showed them, and nothing else. And it is where they talk with somebody alone.

use db::{Error, Result, Tx, args};
use safety::{
    care::Care,
    case,
    kind::{Kind, Level, Matter, Source},
    place::{Place, Said, Seen},
};
use words::{Actor, MemberId};
use workforce::debrief::{self, Cause};

use crate::{
    apart,
    conversation::Conversation,
    kind::{ConversationId, Kind as Wish, Pace, RequestId, Role},
    message::{self, Message},
    practice::{self, Practice},
    request::Outcome,
    sitting, topic,
};

/// At most this many of the last messages go with a flag.
const EVIDENCE_AT_MOST: i64 = 400;

/// Conversations.
pub static PLACE: Place = Place {
    kinds: &[Kind::Talk],
    look,
    seen_by,
    hide: |_, _, _| Err(Error::NotFound),
    restore: |_, _| Err(Error::NotFound),
    edit: |_| None,
};

fn look(tx: &mut Tx<'_>, matter: Matter) -> Result<Seen> {
    if Practice::any(tx, ConversationId(matter.id))?.is_some() {
        return practice::looked_at(tx, ConversationId(matter.id));
    }
    let conversation = Conversation::any(tx, ConversationId(matter.id))?;
    let band = people::Profile::of(tx, conversation.asker)?.band;
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

/// As one of the two reports it: the other, with what both said as long as it is there.
fn seen_by(tx: &mut Tx<'_>, actor: &Actor, matter: Matter) -> Result<Seen> {
    if Practice::any(tx, ConversationId(matter.id))?.is_some() {
        return practice::seen_by(tx, actor, ConversationId(matter.id));
    }
    let (conversation, other) = apart::other_in(tx, actor, ConversationId(matter.id))?;
    if conversation.erased_at.is_some() {
        return Err(Error::refused("report-erased"));
    }
    let asker = people::Profile::of(tx, conversation.asker)?;
    let supporter = people::Profile::name(tx, conversation.supporter)?.unwrap_or_default();
    let said = message::since(tx, conversation.id, conversation.last_seq - EVIDENCE_AT_MOST)?;
    let by_other = |role: Role| conversation.role_of(other) == Some(role);
    Ok(Seen {
        author: Some(other),
        band: asker.band,
        place: None,
        place_name: String::new(),
        address: Some(format!("/conversations/{}", conversation.id)),
        unnamed: false,
        shown: false,
        said: said
            .into_iter()
            .filter(|it| it.by != Role::Place)
            .map(|it| Said {
                by: if it.by == Role::Asker { asker.pseudonym.clone() } else { supporter.clone() },
                reported: by_other(it.by),
                words: it.words,
                at: it.said_at.0,
            })
            .collect(),
    })
}

/// Lets what was just said be read for signs that somebody needs help. What a supporter says is read for what must never
/// be said to somebody in need; that they speak of danger is their work.
pub(crate) fn hear(
    tx: &mut Tx<'_>,
    actor: &Actor,
    conversation: ConversationId,
    message: &Message,
) -> Result<Option<Care>> {
    let earlier = message::earlier_of(tx, conversation, actor.id, message.seq, safety::reading::EARLIER)?;
    let care = safety::hear(
        tx,
        &safety::Heard {
            matter: matter(conversation),
            author: actor.id,
            band: actor.band,
            place: None,
            words: &message.words,
            earlier: &earlier,
            for_self: message.by == Role::Asker,
        },
    )?;
    if message.by == Role::Asker && care.as_ref().is_some_and(Care::is_first) {
        sitting::leave_alone(tx, conversation)?;
        // It is hard on whoever reads it too: nothing new comes to them until it was talked through.
        let supporter = Conversation::any(tx, conversation)?.supporter;
        debrief::open(tx, supporter, Cause::Danger, conversation.0)?;
    }
    Ok(care)
}

/// Whether the member of a conversation may be in danger: something that they said in it sounded hard, or somebody is to
/// look after them soon.
pub(crate) fn is_in_danger(tx: &mut Tx<'_>, conversation: &Conversation) -> Result<bool> {
    safety::reading::is_in_danger(tx, matter(conversation.id), conversation.asker)
}

/// Calls those who keep people safe to the member of a conversation, until one of them has it.
pub(crate) fn call_for(tx: &mut Tx<'_>, conversation: &Conversation) -> Result<()> {
    let band = people::Profile::of(tx, conversation.asker)?.band;
    let raised = case::Raised {
        matter: matter(conversation.id),
        about: Some(conversation.asker),
        place: None,
        band,
        level: Level::Crisis,
        source: Source::Noticed,
    };
    case::raise(tx, &raised).map(drop)
}

fn matter(id: ConversationId) -> Matter {
    Matter { kind: Kind::Talk, id: id.0 }
}

/// Begins a talk between one who keeps people safe and a member; the one that is open between them already otherwise.
pub fn talk(tx: &mut Tx<'_>, by: &Actor, with: MemberId) -> Result<String> {
    let profile = people::Profile::of(tx, with)?;
    if !case::keepers(tx, profile.band)?.contains(&by.id) {
        return Err(Error::refused("talk-not-with-them"));
    }
    let open: Option<ConversationId> = tx.first(
        "SELECT id FROM support_conversations WHERE asker_id = $1 AND supporter_id = $2 AND ended_at IS NULL",
        args![with, by.id],
        |row| row.get(0),
    )?;
    if let Some(open) = open {
        return Ok(format!("/conversations/{open}"));
    }
    // Nobody asked: the request that every conversation comes from is one that has ended already, beside whatever the
    // member waits for.
    let request = RequestId::fresh(tx);
    tx.execute(
        "INSERT INTO support_requests
            (id, member_id, band, languages, kind, pace, made_at, seen_at, ended_at, outcome)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $7, $8)",
        args![
            request,
            with,
            profile.band,
            words::Language::join(&profile.languages),
            Wish::Heard,
            Pace::Sooner,
            tx.now(),
            Outcome::Unasked.as_str()
        ],
    )?;
    let conversation = Conversation::begin_with(tx, request, with, by.id, "talk-note-keeper-began")?;
    topic::refresh_member(tx, with)?;
    Ok(format!("/conversations/{}", conversation.id))
}

/// Whether somebody who keeps people safe began this talk.
pub(crate) fn is_with_keeper(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<bool> {
    tx.value(
        "SELECT COUNT(*) > 0 FROM support_conversations c JOIN support_requests r ON r.id = c.request_id
         WHERE c.id = $1 AND r.outcome = 'unasked'",
        args![conversation],
    )
}

/// Talks that are open with somebody who keeps people safe: shown to the member wherever they are next.
pub(crate) fn open_with_keeper(tx: &mut Tx<'_>, member: MemberId) -> Result<Option<ConversationId>> {
    tx.first(
        "SELECT c.id FROM support_conversations c JOIN support_requests r ON r.id = c.request_id
         WHERE c.asker_id = $1 AND c.ended_at IS NULL AND r.outcome = 'unasked' ORDER BY c.began_at DESC",
        args![member],
        |row| row.get(0),
    )
}
