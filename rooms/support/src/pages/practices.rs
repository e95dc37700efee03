//! Live practice, on the page of a real conversation.

use askama::Template;
use axum::extract::{Path, ws::WebSocketUpgrade};
use db::{Error, Result, Tx, Uuid};
use safety::care;
use training::{
    booking,
    format::Body,
    heard::{self, Said},
    shown::{self, Part},
};
use web::{Form, Page};
use words::{Actor, Ctx, Language, MemberId};

use crate::{
    kind::{ConversationId, Role},
    live::{Along, Names, Talk},
    message::{self, Message},
    practice::{Practice, Whom},
    topic,
};

/// Everything that the page shows.
struct Shown {
    practice: Practice,
    role: Role,
    names: Names,
    messages: Vec<Message>,
    /// What is practised.
    brief: Body,
    language: Language,
    fresh: Uuid,
    /// Where help is, once it is real.
    help: Option<String>,
    /// Help for whoever has just written something that sounded hard.
    care: Option<String>,
}

impl Shown {
    fn read(c: &Ctx, tx: &mut Tx<'_>, actor: &Actor, id: ConversationId) -> Result<Self> {
        let (practice, role) = Practice::of(tx, actor, id)?;
        let (brief, language) = booking::played(tx, practice.booking)?;
        Ok(Self {
            names: practice.names(tx)?,
            messages: if practice.may_read(role) { message::since(tx, id, 0)? } else { Vec::new() },
            fresh: tx.new_uuid(),
            help: if practice.real_at.is_some() || c.query("called") == "yes" {
                Some(care::help(c, tx)?)
            } else {
                None
            },
            care: care::asked_for(c, tx)?,
            practice,
            role,
            brief,
            language,
        })
    }

    /// Who is at the other end, for whoever looks.
    fn other(&self) -> &str {
        self.names.by(if self.role == Role::Asker { Role::Supporter } else { Role::Asker })
    }
}

#[derive(Template)]
#[template(path = "practices/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    shown: &'a Shown,
    watching: bool,
}

impl Show<'_> {
    fn id(&self) -> ConversationId {
        self.shown.practice.id
    }

    fn other_id(&self) -> MemberId {
        let practice = &self.shown.practice;
        if self.shown.role == Role::Asker { practice.learner } else { practice.partner }
    }

    /// Another look at the same page; see the page of a conversation.
    fn again(&self) -> String {
        format!("/practice/{}?at={}#end", self.id(), self.c.now().0)
    }

    /// Without script one looks, or one writes.
    fn watch(&self) -> String {
        format!("/practice/{}?watching=yes&at={}#end", self.id(), self.c.now().0)
    }

    fn writes(&self) -> bool {
        self.shown.role != Role::Supervisor
    }

    fn who(&self, message: &Message) -> &str {
        self.shown.names.by(message.by)
    }

    fn words(&self, message: &Message) -> String {
        if message.by == Role::Place { self.c.t(&message.words).into_owned() } else { message.words.clone() }
    }

    fn parts(&self, text: &str) -> Vec<Part> {
        shown::parts(text)
    }
}

#[derive(Template)]
#[template(path = "practices/over.html")]
struct Over<'a> {
    c: &'a Ctx,
    practice: &'a Practice,
    other: &'a str,
    /// What was said, with what one's own words did.
    talk: String,
}

/// It had ended when somebody said that they need help.
#[derive(Template)]
#[template(path = "practices/called.html")]
struct Called<'a> {
    c: &'a Ctx,
    practice: &'a Practice,
    help: &'a str,
}

/// It had ended when somebody sent words: they are given back.
#[derive(Template)]
#[template(path = "practices/unsent.html")]
struct Unsent<'a> {
    c: &'a Ctx,
    form: &'a Form,
    practice: &'a Practice,
}

async fn page(c: &Ctx, id: ConversationId, form: &Form) -> Page {
    let actor = c.member()?.clone();
    let asker = c.clone();
    let shown = c.read(move |tx| Shown::read(&asker, tx, &actor, id)).await?;
    if !shown.practice.is_open() {
        return if form.is_right() { over(c, &shown) } else { c.again(&Unsent { c, form, practice: &shown.practice }) };
    }
    let watching = c.query("watching") == "yes" || shown.role == Role::Supervisor;
    let page = Show { c, form, shown: &shown, watching };
    if form.is_right() { c.page(&page) } else { c.again(&page) }
}

/// Afterwards the learner reads their own words; everybody else goes on to where a few words are left for them.
fn over(c: &Ctx, shown: &Shown) -> Page {
    let practice = &shown.practice;
    if let Some(help) = &shown.help
        && c.query("called") == "yes"
    {
        return c.page(&Called { c, practice, help });
    }
    if !practice.may_read(shown.role) {
        return c.go(format!("/training/booked/{}", practice.booking));
    }
    let said: Vec<Said<'_>> = shown
        .messages
        .iter()
        .filter(|it| it.by != Role::Place)
        .map(|it| Said { is_own: it.by == Role::Supporter, who: shown.names.by(it.by), words: &it.words })
        .collect();
    let talk = heard::talk(c, &said, shown.language)?;
    c.page(&Over { c, practice, other: shown.other(), talk })
}

pub(crate) async fn show(c: Ctx, Path(id): Path<String>) -> Page {
    page(&c, id.parse()?, &Form::empty()).await
}

pub(crate) async fn live(c: Ctx, Path(id): Path<String>, upgrade: WebSocketUpgrade) -> Page {
    let id: ConversationId = id.parse()?;
    let actor = c.member()?.clone();
    let member = actor.id;
    let role = c
        .read(move |tx| {
            let (practice, role) = Practice::of(tx, &actor, id)?;
            if practice.is_open() { Ok(role) } else { Err(Error::NotFound) }
        })
        .await?;
    let topics = [topic::of_conversation(id), topic::of_member(member)];
    if role == Role::Supervisor {
        return Ok(c.carry(upgrade, &topics, Along));
    }
    let talk = Talk { c: c.clone(), conversation: id, role, shows_typing: true, is_practice: true };
    Ok(c.carry(upgrade, &topics, talk))
}

/// Says something without script. The page brought the id, so sending it twice says it once.
pub(crate) async fn say(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let id: ConversationId = id.parse()?;
    let actor = c.member()?.clone();
    let words = form.text("text").to_owned();
    let message: Uuid = form.text("id").parse().map_err(|_| Error::NotFound)?;
    let said = c.write(move |tx| Practice::of(tx, &actor, id)?.0.say(tx, &actor, message, &words)).await;
    match said {
        Ok((_, care)) => {
            let on = format!("/practice/{id}#end");
            c.go(care.map_or_else(|| on.clone(), |it| it.way(&on)))
        }
        Err(error) => {
            form.take("text", error)?;
            page(&c, id, &form).await
        }
    }
}

/// Ends it: either of the two who talk.
pub(crate) async fn end(c: Ctx, Path(id): Path<String>) -> Page {
    let id: ConversationId = id.parse()?;
    let actor = c.member()?.clone();
    c.write(move |tx| match Practice::of(tx, &actor, id)? {
        (practice, Role::Asker | Role::Supporter) => practice.end(tx),
        _ => Err(Error::NotFound),
    })
    .await?;
    c.go(format!("/practice/{id}"))
}

/// It is not practice any more.
pub(crate) async fn real(c: Ctx, Path(id): Path<String>, form: Form) -> Page {
    let id: ConversationId = id.parse()?;
    let actor = c.member()?.clone();
    let whom: Whom = form.text("whom").parse().map_err(|()| Error::NotFound)?;
    // From the reserve: a full disk is no reason not to hear this.
    let open = c
        .write_from_reserve(move |tx| {
            let practice = Practice::of(tx, &actor, id)?.0;
            practice.is_real(tx, &actor, whom)?;
            Ok(practice.is_open())
        })
        .await?;
    c.go(if open { format!("/practice/{id}#real") } else { format!("/practice/{id}?called=yes") })
}
