//! What is heard live, and by whom: only those who take part, each asked again as themselves.

use askama::Template;
use bytes::Bytes;
use db::{Error, Result, Tx, Uuid};
use serde::{Deserialize, Serialize};
use web::{Catalogue, Frames, Inbound};
use words::{Ctx, MemberId, REFRESH};

use crate::{
    contact,
    conversation::Conversation,
    duty::Duty,
    kind::{ConversationId, RequestId, Role},
    message::{self, Message, MessageHtml},
    place,
    practice::Practice,
    request::Request,
    topic,
};

/// What a conversation page hears.
#[derive(Serialize)]
#[serde(tag = "t", rename_all = "lowercase")]
enum Told<'a> {
    /// Something was said.
    Message { seq: i64, id: Uuid, html: &'a str },
    /// Your words are saved, under this number.
    Saved { id: Uuid, seq: i64 },
    /// Your words were not taken; this says why, and nothing you wrote is lost.
    Refused { id: Uuid, html: &'a str },
    /// Somebody is writing.
    Typing { by: &'a str },
    /// Help for whoever wrote, before anything else.
    Care { html: &'a str },
}

/// What a conversation page says.
#[derive(Deserialize)]
#[serde(tag = "t", rename_all = "lowercase")]
enum Said {
    /// I have everything up to this number.
    Resume { after: i64 },
    /// I say this.
    Send {
        id: Uuid,
        text: String,
        #[serde(default)]
        anyway: bool,
    },
    /// I am writing.
    Typing,
}

fn frame(told: &Told<'_>) -> Result<Bytes> {
    serde_json::to_vec(told).map(Bytes::from).map_err(Error::broken)
}

/// A message as everyone in the conversation receives it, encoded once. Times are in UTC; the page shows them in its
/// own zone.
pub(crate) fn message_frame(tx: &Tx<'_>, message: &Message, who: &str) -> Result<Bytes> {
    let said;
    let words = if message.by == Role::Place {
        // Tests of rules bring no catalogue: there the key speaks for itself.
        said = tx.lent::<Catalogue>().map_or(message.words.clone(), |it| it.say("en", &message.words, &[]));
        &said
    } else {
        &message.words
    };
    encode(message, who, words)
}

fn encode(message: &Message, who: &str, words: &str) -> Result<Bytes> {
    let seconds = message.said_at.seconds().rem_euclid(86_400);
    let html = MessageHtml {
        message,
        who,
        words,
        iso: iso(message.said_at),
        clock: format!("{:02}:{:02}", seconds / 3600, seconds / 60 % 60),
    };
    let html = html.render().map_err(Error::broken)?;
    frame(&Told::Message { seq: message.seq, id: message.id, html: &html })
}

fn iso(time: db::Time) -> String {
    jiff::Timestamp::from_microsecond(time.0)
        .map(|it| it.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
        .unwrap_or_default()
}

/// The names that people in a conversation go by, in it.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    pub(crate) asker: String,
    pub(crate) supporter: String,
    pub(crate) supervisor: String,
}

impl Names {
    pub(crate) fn of(tx: &mut Tx<'_>, conversation: &Conversation) -> Result<Self> {
        Ok(Self {
            asker: people::Profile::of(tx, conversation.asker)?.pseudonym,
            supporter: people::Profile::of(tx, conversation.supporter)?.pseudonym,
            supervisor: match conversation.supervisor {
                Some(it) => people::Profile::of(tx, it)?.pseudonym,
                None => String::new(),
            },
        })
    }

    pub(crate) fn by(&self, role: Role) -> &str {
        match role {
            Role::Asker => &self.asker,
            Role::Supporter => &self.supporter,
            Role::Supervisor => &self.supervisor,
            Role::Place => "",
        }
    }
}

/// Somebody's end of a conversation.
pub(crate) struct Talk {
    pub(crate) c: Ctx,
    pub(crate) conversation: ConversationId,
    pub(crate) role: Role,
    pub(crate) shows_typing: bool,
    /// Whether it is played.
    pub(crate) is_practice: bool,
}

#[derive(Template)]
#[template(path = "conversations/_refused.html")]
struct RefusedHtml<'a> {
    c: &'a Ctx,
    sentence: String,
    contact: bool,
}

impl Talk {
    async fn resume(&self, after: i64) -> Result<Vec<Bytes>> {
        let (c, id, is_practice) = (self.c.clone(), self.conversation, self.is_practice);
        self.c
            .read(move |tx| {
                if is_practice {
                    let (practice, role) = Practice::of(tx, c.member()?, id)?;
                    if !practice.may_read(role) {
                        return Ok(Vec::new());
                    }
                    let names = practice.names(tx)?;
                    let messages = message::since(tx, id, after)?;
                    return messages.iter().map(|it| message_frame(tx, it, names.by(it.by))).collect();
                }
                let (conversation, role) = Conversation::of(tx, c.member()?, id)?;
                if !conversation.may_read(role) {
                    return Ok(Vec::new());
                }
                let names = Names::of(tx, &conversation)?;
                let messages = message::since(tx, id, after)?;
                messages.iter().map(|it| message_frame(tx, it, names.by(it.by))).collect()
            })
            .await
    }

    async fn say(&self, id: Uuid, text: String, anyway: bool) -> Result<Vec<Bytes>> {
        if !anyway && contact::found(&text) {
            return Ok(vec![self.refused(id, self.c.t("talk-contact-nudge").into_owned(), true)?]);
        }
        let (c, conversation, is_practice) = (self.c.clone(), self.conversation, self.is_practice);
        let said = self
            .c
            .write(move |tx| {
                let actor = c.member()?;
                (c.app().lookup.touch)(tx, actor.session)?;
                let (message, care) = if is_practice {
                    Practice::of(tx, actor, conversation)?.0.say(tx, actor, id, &text)?
                } else {
                    let message = message::say(tx, actor, conversation, id, &text)?;
                    let care = place::hear(tx, actor, conversation, &message)?;
                    (message, care)
                };
                let care = match care {
                    Some(care) => Some(safety::care::card(&c, tx, care)?),
                    None => None,
                };
                Ok((message, care))
            })
            .await;
        match said {
            Ok((message, care)) => {
                let saved = frame(&Told::Saved { id, seq: message.seq })?;
                let care = care.map(|html| frame(&Told::Care { html: &html })).transpose()?;
                Ok(std::iter::once(saved).chain(care).collect())
            }
            Err(Error::Refused(refusal)) => Ok(vec![self.refused(id, self.c.refusal(&refusal), false)?]),
            Err(Error::Full) => Ok(vec![self.refused(id, self.c.t("talk-no-room").into_owned(), false)?]),
            // Whatever else it was: the line is let go, the page comes back and says what is in its outbox again, under
            // the same id. So nobody has to know whether it was saved.
            Err(other) => Err(other),
        }
    }

    fn refused(&self, id: Uuid, sentence: String, contact: bool) -> Result<Bytes> {
        let html = RefusedHtml { c: &self.c, sentence, contact }.render().map_err(Error::broken)?;
        frame(&Told::Refused { id, html: &html })
    }
}

impl Inbound for Talk {
    async fn frame(&mut self, text: String) -> Frames {
        let answer = match serde_json::from_str(&text) {
            Ok(Said::Resume { after }) => self.resume(after).await,
            Ok(Said::Send { id, text, anyway }) => self.say(id, text, anyway).await,
            Ok(Said::Typing) => {
                if self.shows_typing
                    && let Ok(frame) = frame(&Told::Typing { by: self.role.as_str() })
                {
                    self.c.app().bus.tell(&topic::of_conversation(self.conversation), frame);
                }
                Ok(Vec::new())
            }
            // Not a frame of ours: nothing to say to it.
            Err(_) => return Frames::Close,
        };
        match answer {
            Ok(frames) => Frames::Send(frames),
            Err(error) => {
                if let Error::Broken(cause) = error {
                    tracing::error!(request = self.c.request_id(), "{cause:#}");
                }
                Frames::Close
            }
        }
    }

    fn outgoing(&mut self, frame: &Bytes) -> Frames {
        if frame.is_empty() { Frames::Close } else { Frames::Send(vec![frame.clone()]) }
    }
}

/// The page of whoever reads along in practice: it looks again at whatever happens, and says nothing.
pub(crate) struct Along;

impl Inbound for Along {
    async fn frame(&mut self, _: String) -> Frames {
        Frames::NONE
    }

    fn outgoing(&mut self, frame: &Bytes) -> Frames {
        if frame.is_empty() { Frames::Close } else { Frames::Send(vec![Bytes::from_static(REFRESH.as_bytes())]) }
    }
}

/// A page that listens, and by being open says that somebody is here.
pub(crate) struct Here {
    pub(crate) c: Ctx,
    pub(crate) whose: Whose,
}

/// Whose presence an open page shows.
#[derive(Clone, Copy)]
pub(crate) enum Whose {
    /// The member's, who waits.
    Waiting(RequestId),
    /// The supporter's, on duty.
    OnDuty(MemberId),
}

impl Inbound for Here {
    async fn frame(&mut self, _: String) -> Frames {
        Frames::NONE
    }

    async fn beat(&mut self) {
        let (whose, c) = (self.whose, self.c.clone());
        let noted = self
            .c
            .note(move |tx| {
                // Waiting and being on duty are uses of a shared device: nobody is signed out in the middle of them.
                (c.app().lookup.touch)(tx, c.member()?.session)?;
                match whose {
                    Whose::Waiting(request) => Request::any(tx, request)?.see(tx),
                    Whose::OnDuty(member) => Duty::of(tx, member)?.map_or(Ok(()), |duty| duty.see(tx)),
                }
            })
            .await;
        if let Err(Error::Broken(cause)) = noted {
            tracing::warn!("presence could not be noted: {cause:#}");
        }
    }

    fn outgoing(&mut self, frame: &Bytes) -> Frames {
        if frame.is_empty() { Frames::Close } else { Frames::Send(vec![frame.clone()]) }
    }
}
