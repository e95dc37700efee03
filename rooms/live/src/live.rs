//! What is heard live, and by whom: only those who belong there, each as themselves.

use askama::Template;
use bytes::Bytes;
use circles::{
    kind::{CircleId, ContentNote, Reaction},
    mute::Quiet,
};
use db::{Error, Result, Tx, Uuid};
use serde::{Deserialize, Serialize};
use web::{Arg, Catalogue, Frames, Inbound};
use words::{Ctx, MemberId, REFRESH};

use crate::{
    aside::{self, Aside},
    envelope,
    kind::{AsideId, By, EveningId, State},
    message::{self, Message, Talk, Words},
    presence,
    seat::Seat,
};

/// Messages that a page is brought after a lost line; whoever missed more loads the page again.
const RESUMED_AT_MOST: i64 = 300;

/// What a page hears.
#[derive(Serialize)]
#[serde(tag = "t", rename_all = "lowercase")]
enum Told<'a> {
    /// Something was said.
    Message { seq: i64, id: Uuid, html: &'a str },
    /// Something that was said was taken back, hidden, or shown again.
    Changed { seq: i64, html: &'a str },
    /// Your words are saved, under this number.
    Saved { id: Uuid, seq: i64 },
    /// Your words were not taken; this says why, and nothing you wrote is lost.
    Refused { id: Uuid, html: &'a str },
    /// Load this page anew.
    Go { to: &'a str },
    /// Help for whoever wrote, before anything else.
    Care { html: &'a str },
}

/// What a page says.
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
        notes: Vec<String>,
        #[serde(default)]
        own_note: String,
    },
}

fn frame(told: &Told<'_>) -> Result<Bytes> {
    serde_json::to_vec(told).map(Bytes::from).map_err(Error::broken)
}

/// A message as HTML. In frames it is the same for everybody; a page that was asked for adds what is its reader's own.
#[derive(Template)]
#[template(path = "room/_message.html")]
pub(crate) struct MessageHtml<'a> {
    message: &'a Message,
    circle: CircleId,
    aside: bool,
    words: String,
    warning: String,
    gone: String,
    more: String,
    heard: Vec<String>,
    mine: bool,
    iso: String,
    clock: String,
}

/// Says a string of the catalogue.
type Say<'a> = &'a dyn Fn(&str, &[(&str, Arg<'_>)]) -> String;

impl<'a> MessageHtml<'a> {
    fn new(say: Say<'_>, place: &Talk, message: &'a Message, clock: String) -> Self {
        let gone = match message.state {
            State::Said => String::new(),
            State::Hidden => say("room-gone-hidden", &[]),
            State::Withdrawn => say("room-gone-withdrawn", &[]),
        };
        let is_note = message.by == By::Place;
        Self {
            circle: place.circle,
            aside: place.aside,
            words: if is_note { say(&message.words, &[]) } else { message.words.clone() },
            warning: warning(say, message),
            more: say("room-more-about", &[("name", Arg::Text(&message.name))]),
            gone,
            heard: Vec::new(),
            mine: false,
            iso: iso(message.said_at),
            clock,
            message,
        }
    }

    /// The message as its reader's own page shows it.
    pub(crate) fn for_page(c: &Ctx, place: &Talk, message: &'a Message, heard: Option<&Vec<Reaction>>) -> Self {
        let mut html = Self::new(&|key, args| c.say(key, args), place, message, c.clock(&message.said_at));
        html.mine = message.author.is_some() && message.author == c.actor().map(|it| it.id);
        html.heard = heard.into_iter().flatten().map(|it| c.of("reaction", it).into_owned()).collect();
        html
    }
}

/// What a reader may want to know before reading; empty when nothing was noted.
fn warning(say: Say<'_>, message: &Message) -> String {
    let noted = message.notes.iter().map(|it: &ContentNote| say(&format!("note-{it}"), &[]));
    let own = Some(message.own_note.clone()).filter(|it| !it.is_empty());
    let notes = noted.chain(own).collect::<Vec<_>>().join(", ");
    if notes.is_empty() { notes } else { say("room-warning", &[("notes", Arg::Text(&notes))]) }
}

fn iso(time: db::Time) -> String {
    jiff::Timestamp::from_microsecond(time.0)
        .map(|it| it.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
        .unwrap_or_default()
}

/// A message as it travels, encoded once: in the language of the circle, its time in UTC; the page shows it in its own
/// zone.
fn html(tx: &Tx<'_>, place: &Talk, message: &Message) -> Result<String> {
    let catalogue = tx.lent::<Catalogue>();
    // Tests of rules bring no catalogue: there the key speaks for itself.
    let say = |key: &str, args: &[(&str, Arg<'_>)]| {
        catalogue.as_ref().map_or_else(|_| key.to_owned(), |it| it.say(&place.locale, key, args))
    };
    let seconds = message.said_at.seconds().rem_euclid(86_400);
    let clock = format!("{:02}:{:02}", seconds / 3600, seconds / 60 % 60);
    MessageHtml::new(&say, place, message, clock).render().map_err(Error::broken)
}

/// What is kept in front of a frame, so that sockets can look for words that their reader does not want to see.
fn searched(message: &Message) -> String {
    if message.by == By::Place { String::new() } else { format!("{}\n{}", message.own_note, message.words) }
}

pub(crate) fn message_frame(tx: &Tx<'_>, place: &Talk, message: &Message) -> Result<Bytes> {
    let html = html(tx, place, message)?;
    let told = frame(&Told::Message { seq: message.seq, id: message.id, html: &html })?;
    Ok(envelope::seal(message.author, message.seq, &searched(message), &told))
}

pub(crate) fn changed_frame(tx: &Tx<'_>, place: &Talk, message: &Message) -> Result<Bytes> {
    let html = html(tx, place, message)?;
    let told = frame(&Told::Changed { seq: message.seq, html: &html })?;
    Ok(envelope::seal(message.author, message.seq, &searched(message), &told))
}

/// Where somebody listens.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Whither {
    /// The room, on this evening.
    Room(EveningId),
    /// A talk aside.
    Aside(AsideId),
}

impl Whither {
    /// The page of it.
    pub(crate) fn page(self, circle: CircleId) -> String {
        match self {
            Self::Room(_) => format!("/circles/{circle}/room"),
            Self::Aside(id) => format!("/circles/{circle}/room/aside/{id}"),
        }
    }
}

/// Somebody's end of a talk.
pub(crate) struct Listener {
    c: Ctx,
    me: MemberId,
    circle: CircleId,
    whither: Whither,
    from: i64,
    quiet: Quiet,
    /// They no longer belong here: nothing more is sent.
    over: bool,
}

impl Listener {
    /// Somebody who may listen to the open evening, and since when.
    pub(crate) fn in_room(c: &Ctx, tx: &mut Tx<'_>, circle: CircleId, evening: EveningId) -> Result<Self> {
        let actor = c.member()?;
        let seat = Seat::of(tx, actor, circle)?;
        if seat.evening.as_ref().is_none_or(|it| it.id != evening || !it.is_open()) {
            return Err(Error::NotFound);
        }
        let (from, quiet) = (seat.from(), seat.quiet);
        Ok(Self { c: c.clone(), me: actor.id, circle, whither: Whither::Room(evening), from, quiet, over: false })
    }

    /// One of two who are aside.
    pub(crate) fn aside(c: &Ctx, tx: &mut Tx<'_>, circle: CircleId, id: AsideId) -> Result<Self> {
        let actor = c.member()?;
        if !Aside::of(tx, actor, circle, id)?.is_open() {
            return Err(Error::NotFound);
        }
        let (from, quiet) = (0, Quiet::default());
        Ok(Self { c: c.clone(), me: actor.id, circle, whither: Whither::Aside(id), from, quiet, over: false })
    }

    /// Whether the reader of this page sees what is in the envelope.
    fn hears(&self, it: &envelope::Envelope<'_>) -> bool {
        it.author == Some(self.me)
            || (it.seq > self.from
                && !it.author.is_some_and(|author| self.quiet.hides_member(author))
                && !self.quiet.hides_words(it.words))
    }

    async fn resume(&self, after: i64) -> Result<Vec<Bytes>> {
        let (c, circle, whither) = (self.c.clone(), self.circle, self.whither);
        let frames: Option<Vec<Bytes>> = self
            .c
            .read(move |tx| {
                let actor = c.member()?;
                let seat = Seat::of(tx, actor, circle)?;
                let (talk, from) = match whither {
                    Whither::Room(evening) => (evening.talk(), seat.from()),
                    Whither::Aside(id) => (Aside::of(tx, actor, circle, id)?.id.talk(), 0),
                };
                let aside = matches!(whither, Whither::Aside(_));
                let place = Talk { circle, locale: seat.circle.plan.language.code().to_owned(), aside };
                let missed = message::since(tx, talk, after.max(from), RESUMED_AT_MOST + 1)?;
                if missed.len() > RESUMED_AT_MOST as usize {
                    return Ok(None);
                }
                let seen = missed.iter().filter(|it| aside || seat.sees(actor, it));
                seen.map(|it| message_frame(tx, &place, it)).collect::<Result<_>>().map(Some)
            })
            .await?;
        match frames {
            Some(frames) => Ok(frames.iter().filter_map(|it| envelope::open(it).map(|it| it.frame)).collect()),
            None => Ok(vec![frame(&Told::Go { to: &whither.page(circle) })?]),
        }
    }

    async fn say(&self, words: Words) -> Result<Vec<Bytes>> {
        let (c, circle, whither, id) = (self.c.clone(), self.circle, self.whither, words.id);
        let said = self
            .c
            .write(move |tx| {
                let actor = c.member()?;
                (c.app().lookup.touch)(tx, actor.session)?;
                let (message, care) = match whither {
                    Whither::Room(evening) => message::say_and_hear(tx, actor, circle, evening, &words)?,
                    Whither::Aside(id) => aside::say_and_hear(tx, actor, circle, id, &words)?,
                };
                Ok((message, care.map(|it| safety::care::card(&c, tx, it)).transpose()?))
            })
            .await;
        match said {
            Ok((message, care)) => {
                let saved = frame(&Told::Saved { id, seq: message.seq })?;
                let care = care.map(|html| frame(&Told::Care { html: &html })).transpose()?;
                Ok(std::iter::once(saved).chain(care).collect())
            }
            Err(Error::Refused(refusal)) => self.refused(id, self.c.refusal(&refusal)),
            Err(Error::Full) => self.refused(id, self.c.t("room-no-room").into_owned()),
            // The line is let go, and what is in the outbox comes again under the same id.
            Err(other) => Err(other),
        }
    }

    fn refused(&self, id: Uuid, sentence: String) -> Result<Vec<Bytes>> {
        let html = RefusedHtml { c: &self.c, sentence }.render().map_err(Error::broken)?;
        Ok(vec![frame(&Told::Refused { id, html: &html })?])
    }

    /// Notes that somebody is there, and looks again at what they may see: a block or a mute that was made meanwhile
    /// holds from here on.
    async fn notice(&mut self) -> Result<()> {
        let (c, circle, whither) = (self.c.clone(), self.circle, self.whither);
        let now = self
            .c
            .write_from_reserve(move |tx| {
                let actor = c.member()?;
                (c.app().lookup.touch)(tx, actor.session)?;
                let seat = Seat::of(tx, actor, circle)?;
                if let Some(evening) = seat.evening.as_ref().filter(|it| it.is_open()) {
                    presence::see(tx, evening.id, actor.id)?;
                }
                match whither {
                    Whither::Room(_) => Listener::in_room_still(&seat, whither),
                    Whither::Aside(id) => Aside::of(tx, actor, circle, id).map(|_| (0, Quiet::default())),
                }
            })
            .await?;
        (self.from, self.quiet) = now;
        Ok(())
    }

    fn in_room_still(seat: &Seat, whither: Whither) -> Result<(i64, Quiet)> {
        match (&seat.evening, whither) {
            (Some(evening), Whither::Room(id)) if evening.id == id => Ok((seat.from(), seat.quiet.clone())),
            _ => Err(Error::NotFound),
        }
    }
}

#[derive(Template)]
#[template(path = "room/_refused.html")]
struct RefusedHtml<'a> {
    c: &'a Ctx,
    sentence: String,
}

/// Content notes by the names that a form or a frame gives them; what is no content note is left out.
pub(crate) fn notes<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<ContentNote> {
    let mut notes: Vec<ContentNote> = names.into_iter().filter_map(|it| it.parse().ok()).collect();
    notes.sort_unstable();
    notes.dedup();
    notes
}

impl Inbound for Listener {
    async fn frame(&mut self, text: String) -> Frames {
        if self.over {
            return Frames::Close;
        }
        let answer = match serde_json::from_str(&text) {
            Ok(Said::Resume { after }) => self.resume(after).await,
            Ok(Said::Send { id, text, notes: names, own_note }) => {
                self.say(Words { id, text, notes: notes(names.iter().map(String::as_str)), own_note }).await
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

    async fn beat(&mut self) {
        match self.notice().await {
            Ok(()) => (),
            Err(Error::NotFound | Error::Refused(_)) => self.over = true,
            Err(Error::Broken(cause)) => tracing::warn!("presence could not be noted: {cause:#}"),
            Err(Error::Busy | Error::Full | Error::Unsure) => (),
        }
    }

    fn outgoing(&mut self, frame: &Bytes) -> Frames {
        // An empty frame ends the session. A refresh on a member's topic says that their part in circles changed: let
        // go, they come back as who they are by now, or not at all.
        if self.over || frame.is_empty() || frame == REFRESH {
            return Frames::Close;
        }
        match envelope::open(frame) {
            None => Frames::Send(vec![frame.clone()]),
            Some(it) if self.hears(&it) => Frames::Send(vec![it.frame]),
            Some(_) => Frames::NONE,
        }
    }
}
