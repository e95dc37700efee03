//! After a conversation: how it was, thanks, meeting again or not, and for the supporter a moment to reflect.

use std::borrow::Cow;

use askama::Template;
use axum::extract::Path;
use db::{Result, Time, Tx};
use organisation::Settings;
use web::{Form, Page};
use words::{Actor, Ctx};
use workforce::rest;

use crate::{
    apart,
    conversation::Conversation,
    feedback::{Feedback, REMARK_AT_MOST},
    kind::{ConversationId, Role},
    own_words::{self, Own},
    pairing::{Pairing, PairingId},
    preference,
    reflection::{self, Reflection},
    review, thanks,
};

/// Everything that the page shows.
struct Shown {
    conversation: Conversation,
    role: Role,
    other: Option<String>,
    feedback: Feedback,
    reflection: Reflection,
    thanked: bool,
    keeps_away: bool,
    pairing: Option<PairingId>,
    break_until: Option<Time>,
    kept_days: u32,
    /// Whether the supporter may go through it with their supervisor; nothing where that is not asked.
    review: Option<bool>,
    /// For a supporter who chose it: what their own words did.
    own: Option<Own>,
}

impl Shown {
    fn read(tx: &mut Tx<'_>, actor: &Actor, id: ConversationId) -> Result<Self> {
        let (conversation, other) = apart::other_in(tx, actor, id)?;
        let (asker, supporter) = (conversation.asker, conversation.supporter);
        Ok(Self {
            role: if actor.id == asker { Role::Asker } else { Role::Supporter },
            other: people::Profile::name(tx, other)?,
            feedback: Feedback::own(tx, actor, id)?.unwrap_or_default(),
            reflection: Reflection::own(tx, actor, id)?.unwrap_or_default(),
            thanked: thanks::is_given(tx, actor, id)?,
            keeps_away: apart::keeps_away(tx, actor.id, other)?,
            pairing: Pairing::between(tx, asker, supporter)?.map(|it| it.id),
            break_until: rest::until(tx, actor.id)?,
            kept_days: Settings::current(tx)?.retention_days,
            review: match actor.id == asker && review::is_asked(tx, &conversation)? {
                true => Some(review::is_allowed(tx, id)?),
                false => None,
            },
            own: own_words::of(tx, actor, id)?,
            conversation,
        })
    }

    fn as_form(&self) -> Form {
        let mut form = Form::empty();
        let answers =
            [("heard", self.feedback.heard), ("mattered", self.feedback.mattered), ("overall", self.feedback.overall)];
        for (field, answer) in answers {
            if let Some(answer) = answer {
                form.add(field, answer.to_string());
            }
        }
        form.add("remark", self.feedback.remark.clone());
        form.add("reflection", self.reflection.words.clone());
        if self.feedback.again {
            form.add("meet", "again");
        }
        if self.keeps_away {
            form.add("meet", "never");
        }
        if self.reflection.was_hard {
            form.add("hard", "yes");
        }
        if self.review == Some(true) {
            form.add("review", "yes");
        }
        form
    }
}

#[derive(Template)]
#[template(path = "afterwards/show.html")]
struct Show<'a> {
    c: &'a Ctx,
    form: &'a Form,
    shown: &'a Shown,
    kept: bool,
    blocked: bool,
}

impl Show<'_> {
    /// The three questions: field and words, in the words of whoever is asked.
    fn questions(&self) -> [(&'static str, Cow<'_, str>); 3] {
        ["heard", "mattered", "overall"]
            .map(|field| (field, self.c.of("afterwards-question", format_args!("{field}-{}", self.shown.role))))
    }
}

async fn page(c: &Ctx, id: ConversationId, typed: Option<&Form>) -> Page {
    let actor = c.member()?.clone();
    let shown = c.read(move |tx| Shown::read(tx, &actor, id)).await?;
    if shown.conversation.is_open() {
        return c.go(format!("/conversations/{id}"));
    }
    let (kept, blocked) = (c.query("kept") == "yes", c.query("blocked") == "yes");
    match typed {
        Some(form) => c.again(&Show { c, form, shown: &shown, kept: false, blocked: false }),
        None => c.page(&Show { c, form: &shown.as_form(), shown: &shown, kept, blocked }),
    }
}

pub(crate) async fn show(c: Ctx, Path(id): Path<String>) -> Page {
    page(&c, id.parse()?, None).await
}

pub(crate) async fn create(c: Ctx, Path(id): Path<String>, mut form: Form) -> Page {
    let id: ConversationId = id.parse()?;
    let actor = c.member()?.clone();
    let answer = |form: &Form, field: &str| form.text(field).parse().ok();
    let meet = form.text("meet").to_owned();
    let feedback = Feedback {
        heard: answer(&form, "heard"),
        mattered: answer(&form, "mattered"),
        overall: answer(&form, "overall"),
        remark: form.optional("remark", REMARK_AT_MOST),
        again: meet == "again",
    };
    let thank_you = form.optional("thanks", thanks::WORDS_AT_MOST);
    let reflection = Reflection {
        words: form.optional("reflection", reflection::WORDS_AT_MOST),
        was_hard: form.chosen("hard", "yes"),
    };
    if !form.is_right() {
        return page(&c, id, Some(&form)).await;
    }
    let (reviewed, review_asked) = (form.chosen("review", "yes"), form.has("review-asked"));
    c.write(move |tx| {
        let (_, role) = Conversation::of(tx, &actor, id)?;
        feedback.give(tx, &actor, id)?;
        if meet == "never" {
            apart::never_again(tx, &actor, id)?;
        }
        if role == Role::Asker && !thank_you.is_empty() {
            thanks::give(tx, &actor, id, &thank_you)?;
        }
        match (role, review_asked, reviewed) {
            (Role::Asker, true, true) => review::allow(tx, &actor, id)?,
            (Role::Asker, true, false) => review::take_back(tx, &actor, id)?,
            _ => {}
        }
        if role == Role::Supporter && reflection != Reflection::default() {
            reflection.keep(tx, &actor, id)?;
        }
        Ok(())
    })
    .await?;
    c.go(format!("/conversations/{id}/afterwards?kept=yes"))
}

/// A conversation that is over, for the one who was supported.
struct Past {
    conversation: Conversation,
    name: Option<String>,
    until: Time,
}

#[derive(Template)]
#[template(path = "afterwards/past.html")]
struct PastPage<'a> {
    c: &'a Ctx,
    past: Vec<Past>,
    notes: Vec<crate::note::Note>,
    typing: bool,
}

/// One's own past conversations and notes.
pub(crate) async fn past(c: Ctx) -> Page {
    let actor = c.member()?.clone();
    let (past, notes, typing) = c
        .read(move |tx| {
            let keep = std::time::Duration::from_secs(86_400 * u64::from(Settings::current(tx)?.retention_days));
            let mut past = Vec::new();
            for conversation in Conversation::past_of_asker(tx, actor.id, 50)? {
                past.push(Past {
                    name: people::Profile::name(tx, conversation.supporter)?,
                    until: conversation.ended_at.unwrap_or(tx.now()) + keep,
                    conversation,
                });
            }
            Ok((past, crate::note::Note::all_own(tx, &actor)?, preference::shows_typing(tx, actor.id)?))
        })
        .await?;
    c.page(&PastPage { c: &c, past, notes, typing })
}

#[derive(Template)]
#[template(path = "afterwards/thanks.html")]
struct ThanksPage<'a> {
    c: &'a Ctx,
    thanks: Vec<thanks::Thanks>,
}

/// What people said thank you for.
pub(crate) async fn thanks(c: Ctx) -> Page {
    let actor = c.hat(words::Hat::Supporter)?.clone();
    let thanks = c.read(move |tx| thanks::received(tx, &actor)).await?;
    c.page(&ThanksPage { c: &c, thanks })
}
