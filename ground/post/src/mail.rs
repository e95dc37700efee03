//! E-mail over the operator's own server.

use std::time::{Duration, UNIX_EPOCH};

use anyhow::{Context, Result};
use db::{Time, Uuid};
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox as Sender, header::ContentType},
    transport::smtp::Error,
};

use crate::{Failure, WITHIN};

/// A letter of a few words.
pub struct Mail<'a> {
    /// Its id: a letter that is sent again has the same.
    pub id: Uuid,
    /// To whom.
    pub to: &'a str,
    /// Its subject.
    pub subject: &'a str,
    /// Its words.
    pub words: &'a str,
    /// When it was written.
    pub at: Time,
}

pub(crate) struct Mailbox {
    from: Sender,
    server: AsyncSmtpTransport<Tokio1Executor>,
}

/// The bare address of `Name <address>` or of an address alone.
pub(crate) fn address(text: &str) -> Option<String> {
    text.parse::<Sender>().ok().map(|it| it.email.to_string())
}

impl Mail<'_> {
    /// Whether this can be the address of somebody.
    pub fn is_address(text: &str) -> bool {
        text.len() <= 254 && text.parse::<Address>().is_ok()
    }
}

impl Mailbox {
    pub(crate) fn new(url: &str, from: &str) -> Result<Self> {
        let from = from.parse().context("mail_from is an address, such as Alongside <post@peers.example>")?;
        let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .context("smtp_url is such as smtps://user:password@host")?
            .timeout(Some(WITHIN))
            .build();
        Ok(Self { from, server })
    }

    pub(crate) async fn send(&self, mail: &Mail<'_>) -> Result<(), Failure> {
        let never = |_| Failure::Never("it cannot be written as a letter".to_owned());
        let to: Address = mail.to.parse().map_err(|_| Failure::Never("no address".to_owned()))?;
        let seconds = Duration::from_secs(u64::try_from(mail.at.seconds()).unwrap_or_default());
        let letter = Message::builder()
            .from(self.from.clone())
            .to(Sender::new(None, to))
            .message_id(Some(format!("<{}@{}>", mail.id, self.from.email.domain())))
            .date(UNIX_EPOCH + seconds)
            .subject(mail.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(mail.words.to_owned())
            .map_err(never)?;
        self.server.send(letter).await.map(drop).map_err(|error| failure(&error))
    }
}

/// The server's words are not repeated: they often quote the address.
fn failure(error: &Error) -> Failure {
    match error.status() {
        Some(code) if error.is_permanent() => Failure::Never(format!("the mail server said {code}")),
        Some(code) => Failure::Later(format!("the mail server said {code}")),
        None if error.is_client() => Failure::Never("the mail server cannot do what is asked".to_owned()),
        None => Failure::Later("no connection to the mail server".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_address_is_refused() {
        for right in ["nora@example.org", "n.o+r@a.example.org"] {
            assert!(Mail::is_address(right), "{right}");
        }
        for wrong in ["", "nora", "nora@", "a@b\nBcc: c@d.org", "Nora <nora@example.org>", "a@b, c@d"] {
            assert!(!Mail::is_address(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_setting_that_cannot_work_says_so() {
        assert!(Mailbox::new("mail.example.org", "post@example.org").is_err());
        assert!(Mailbox::new("smtps://mail.example.org", "nobody").is_err());
        assert!(Mailbox::new("smtps://u:p@mail.example.org", "Peers <post@example.org>").is_ok());
        assert_eq!(address("Peers <post@example.org>").as_deref(), Some("post@example.org"));
    }
}
