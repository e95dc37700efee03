//! Reaching somebody who is not looking at a page: by Web Push, by e-mail, or by the operator's own pager. It carries a
//! few neutral words and an id, so that whoever gets the same twice can tell. What is to be sent, to whom, and how often
//! it is tried again is for the rooms to say: nothing here is kept.
//!
//! It asks no host that the operator did not name: push services are a list, the mail server and the pager are settings.

mod http;
mod mail;
mod pager;
mod push;
mod services;

use std::{fmt, time::Duration};

use anyhow::Result;
pub use mail::Mail;
pub use push::{Chance, PushKey, Subscription};

/// Longest time that one delivery may take.
const WITHIN: Duration = Duration::from_secs(10);

/// What the operator set.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The mail server: `smtps://user:password@host`, or `smtp://…` on a network of one's own.
    pub smtp_url: Option<String>,
    /// From whom mail comes.
    pub mail_from: Option<String>,
    /// The pager's address and the secret that signs what it gets.
    pub pager: Option<(String, String)>,
    /// Push services that may be asked: hosts, `*.host`, or whole origins.
    pub push_services: Vec<String>,
    /// How a push service reaches the operator when no `mail_from` is set: the address of the place.
    pub contact: String,
}

/// The ways out.
pub struct Post {
    http: http::Client,
    mailbox: Option<mail::Mailbox>,
    pager: Option<pager::Pager>,
    services: services::Services,
    contact: String,
}

/// Why something did not arrive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Perhaps later: a line was down, a server was busy.
    Later(String),
    /// It never will: refused for good, or not asked for in a way that can work.
    Never(String),
    /// The one to whom it should go is not there any more.
    Gone,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Later(why) | Self::Never(why) => f.write_str(why),
            Self::Gone => f.write_str("gone"),
        }
    }
}

impl Post {
    /// Opens the ways that the operator set. Nobody is asked anything yet.
    pub fn new(options: Options) -> Result<Self> {
        let mailbox = match (options.smtp_url, &options.mail_from) {
            (Some(url), Some(from)) => Some(mail::Mailbox::new(&url, from)?),
            (None, None) => None,
            (Some(_), None) => anyhow::bail!("with smtp_url, say in mail_from from whom mail comes"),
            (None, Some(_)) => anyhow::bail!("with mail_from, say in smtp_url which server sends it"),
        };
        let contact =
            options.mail_from.as_deref().and_then(mail::address).map_or(options.contact, |it| format!("mailto:{it}"));
        Ok(Self {
            http: http::Client::new(),
            mailbox,
            pager: options.pager.map(|(url, secret)| pager::Pager::new(&url, &secret)).transpose()?,
            services: services::Services::new(&options.push_services)?,
            contact,
        })
    }

    /// Whether mail can be sent.
    pub fn has_mail(&self) -> bool {
        self.mailbox.is_some()
    }

    /// Whether there is a pager.
    pub fn has_pager(&self) -> bool {
        self.pager.is_some()
    }

    /// Whether browsers can be woken.
    pub fn has_push(&self) -> bool {
        !self.services.is_empty()
    }

    /// Whether this push service may be asked.
    pub fn may_push_to(&self, endpoint: &str) -> bool {
        self.services.include(endpoint)
    }

    /// Sends a letter.
    pub async fn mail(&self, letter: &Mail<'_>) -> Result<(), Failure> {
        let mailbox = self.mailbox.as_ref().ok_or_else(|| Failure::Never("no mail server is set".to_owned()))?;
        in_time(mailbox.send(letter)).await
    }

    /// Tells the operator's pager. `body` is JSON; the pager sees from the id that it got the same before.
    pub async fn page(&self, id: db::Uuid, body: &str, now: db::Time) -> Result<(), Failure> {
        let pager = self.pager.as_ref().ok_or_else(|| Failure::Never("no pager is set".to_owned()))?;
        in_time(self.http.send(pager.request(id, body, now)?)).await
    }

    /// Wakes a browser with a few bytes that only it can read. The push service keeps them for `keep` at most.
    pub async fn push(
        &self,
        to: &Subscription,
        key: &PushKey,
        message: &Message<'_>,
        chance: &Chance,
        now: db::Time,
    ) -> Result<(), Failure> {
        // Asked again here: the list may have changed since the browser came.
        if !self.services.include(&to.endpoint) {
            return Err(Failure::Never("its push service is not in push_services".to_owned()));
        }
        in_time(self.http.send(push::request(to, key, message, chance, &self.contact, now)?)).await
    }
}

pub use push::Message;

async fn in_time(work: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    tokio::time::timeout(WITHIN, work).await.unwrap_or_else(|_| Err(Failure::Later("no answer in time".to_owned())))
}
