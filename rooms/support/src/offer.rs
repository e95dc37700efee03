//! An offer: one request, shown to one supporter for a short while.

use std::time::Duration;

use db::{Error, Result, Time, Tx, args};
use matching::Reason;
use organisation::{Settings, topics};
use words::{Actor, Hat, Language, MemberId};
use workforce::answer::{self, Step, Work};

use crate::{
    colleague,
    conversation::Conversation,
    duty::Duty,
    kind::{Kind, OfferId, RequestId, attribute_key},
    profile::Profile,
    request::{Outcome, Request},
    topic,
};

/// Offers that ran out one after another before we take it that nobody sits in front of the page.
const UNANSWERED_AT_MOST: usize = 2;

/// What a supporter sees of an offer.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Its id.
    pub id: OfferId,
    /// The request.
    pub request: RequestId,
    /// The supporter.
    pub supporter: MemberId,
    /// When it was made.
    pub made_at: Time,
    /// When it moves on.
    pub expires_at: Time,
    /// Why these two, from what both may see.
    pub because: Vec<Reason>,
}

fn from_row(row: &db::Row<'_>) -> Result<Offer> {
    Ok(Offer {
        id: row.get(0)?,
        request: row.get(1)?,
        supporter: row.get(2)?,
        made_at: row.get(3)?,
        expires_at: row.get(4)?,
        because: serde_json::from_str(&row.get::<String>(5)?).map_err(Error::broken)?,
    })
}

/// What the offer says about the request.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The offer.
    pub offer: Offer,
    /// What would help.
    pub kind: Kind,
    /// Names of the topics.
    pub topics: Vec<String>,
    /// Languages to talk in.
    pub languages: Vec<Language>,
    /// The few words.
    pub words: String,
    /// Somebody else had to stop: the member has talked already.
    pub handed_on: bool,
    /// Seconds that are left, and seconds in all.
    pub left: (u64, u64),
}

impl Offer {
    /// The open offer of a supporter.
    pub fn open_to(tx: &mut Tx<'_>, supporter: MemberId) -> Result<Option<Self>> {
        tx.first(
            "SELECT id, request_id, supporter_id, made_at, expires_at, because FROM support_offers
             WHERE supporter_id = $1 AND settled_at IS NULL AND expires_at > $2",
            args![supporter, tx.now()],
            from_row,
        )
    }

    /// An offer that was made to this supporter, open or not.
    pub fn made_to(tx: &mut Tx<'_>, supporter: &Actor, id: OfferId) -> Result<Self> {
        tx.one(
            "SELECT id, request_id, supporter_id, made_at, expires_at, because FROM support_offers
             WHERE id = $1 AND supporter_id = $2",
            args![id, supporter.id],
            from_row,
        )
    }

    /// Makes an offer. The unique indexes keep a request from two supporters, and a supporter from two requests.
    pub(crate) fn make(
        tx: &mut Tx<'_>,
        request: &Request,
        supporter: MemberId,
        because: &[Reason],
        by_hand_of: Option<MemberId>,
    ) -> Result<()> {
        let span = Duration::from_secs(u64::from(Settings::current(tx)?.offer_seconds));
        let because = serde_json::to_string(because).map_err(Error::broken)?;
        tx.execute(
            "INSERT INTO support_offers (id, request_id, supporter_id, made_at, expires_at, because, by_hand_of)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
            args![OfferId::fresh(tx), request.id, supporter, tx.now(), tx.now() + span, because, by_hand_of],
        )?;
        topic::refresh_member(tx, supporter)
    }

    /// What the supporter is shown before deciding.
    pub fn shown(self, tx: &mut Tx<'_>) -> Result<Shown> {
        let request = Request::any(tx, self.request)?;
        let numbers = request.topics(tx)?;
        Ok(Shown {
            kind: request.kind,
            topics: topics::named(tx, &numbers)?.into_iter().map(|it| it.name).collect(),
            languages: request.languages.clone(),
            words: request.words(tx)?,
            handed_on: request.handed_on,
            left: (self.expires_at.since(tx.now()).as_secs(), self.expires_at.since(self.made_at).as_secs()),
            offer: self,
        })
    }

    /// Accepts. Of two who press at the same moment, one wins and the other is told kindly.
    pub fn accept(self, tx: &mut Tx<'_>, supporter: &Actor) -> Result<Conversation> {
        let gone = || Error::refused("offer-gone");
        let won = tx.execute(
            "UPDATE support_offers SET settled_at = $2, outcome = 'accepted'
             WHERE id = $1 AND settled_at IS NULL AND expires_at > $2",
            args![self.id, tx.now()],
        )?;
        if won == 0 {
            return Err(gone());
        }
        Duty::of(tx, supporter.id)?.ok_or_else(gone)?;
        if !has_room(tx, supporter.id)? {
            return Err(Error::refused("offer-no-room"));
        }
        answer::may(tx, supporter.id, Work::Conversation, Step::Take)?;
        let request = Request::any(tx, self.request)?;
        if request.band != supporter.band || people::blocks::apart(tx, request.member, supporter.id)? {
            return Err(gone());
        }
        if !request.end(tx, Outcome::Accepted)? {
            return Err(gone());
        }
        Conversation::begin(tx, &request, supporter.id)
    }

    /// Declines, without penalty and without a reason. It goes to the next supporter.
    pub fn decline(self, tx: &mut Tx<'_>) -> Result<()> {
        tx.execute(
            "UPDATE support_offers SET settled_at = $2, outcome = 'declined' WHERE id = $1 AND settled_at IS NULL",
            args![self.id, tx.now()],
        )?;
        topic::refresh_member(tx, self.supporter)?;
        topic::queue_changed(tx)
    }

    /// Offers a request by hand. The same hard rules hold as for the matcher.
    pub fn by_hand(tx: &mut Tx<'_>, supervisor: &Actor, request: RequestId, supporter: MemberId) -> Result<()> {
        let request = Request::any(tx, request)?;
        let open: i64 = tx.value(
            "SELECT COUNT(*) FROM support_offers WHERE settled_at IS NULL AND (request_id = $1 OR supporter_id = $2)",
            args![request.id, supporter],
        )?;
        let candidates = crate::dispatch::candidates(tx, &request)?;
        let Some(candidate) = candidates.into_iter().find(|it| it.supporter == supporter) else {
            return Err(Error::refused("hand-offer-not-possible"));
        };
        if open > 0 || request.ended_at.is_some() {
            return Err(Error::refused("hand-offer-not-possible"));
        }
        Self::make(tx, &request, supporter, &candidate.because, Some(supervisor.id))?;
        topic::queue_changed(tx)
    }

    /// A supervisor takes a request herself, when no supporter can.
    pub fn take(tx: &mut Tx<'_>, supervisor: &Actor, request: RequestId) -> Result<Conversation> {
        let request = Request::any(tx, request)?;
        if !supervisor.wears(Hat::Supporter) {
            return Err(Error::refused("take-needs-supporter-hat"));
        }
        // On duty it is the next; off duty they begin.
        let step = if Duty::of(tx, supervisor.id)?.is_some() { Step::Take } else { Step::Begin };
        answer::may(tx, supervisor.id, Work::Conversation, step)?;
        if request.member == supervisor.id
            || request.band != supervisor.band
            || !has_room(tx, supervisor.id)?
            || colleague::is(tx, request.id, supervisor.id)?
            || people::blocks::apart(tx, request.member, supervisor.id)?
            || !request.end(tx, Outcome::Accepted)?
        {
            return Err(Error::refused("hand-offer-not-possible"));
        }
        Conversation::begin(tx, &request, supervisor.id)
    }
}

/// Whether a supporter has room for one more conversation.
pub(crate) fn has_room(tx: &mut Tx<'_>, supporter: MemberId) -> Result<bool> {
    let open: i64 = tx.value(
        "SELECT COUNT(*) FROM support_conversations WHERE supporter_id = $1 AND ended_at IS NULL",
        args![supporter],
    )?;
    Ok(open < i64::from(Profile::of(tx, supporter)?.capacity))
}

/// Moves on the offers that ran out. Whoever let two run out in a row is not there: their duty ends, kindly.
pub(crate) fn move_on(tx: &mut Tx<'_>) -> Result<()> {
    let expired: Vec<MemberId> = tx.all(
        "SELECT supporter_id FROM support_offers WHERE settled_at IS NULL AND expires_at <= $1 ORDER BY expires_at, id",
        args![tx.now()],
        |row| row.get(0),
    )?;
    if expired.is_empty() {
        return Ok(());
    }
    tx.execute(
        "UPDATE support_offers SET settled_at = $1, outcome = 'expired' WHERE settled_at IS NULL AND expires_at <= $1",
        args![tx.now()],
    )?;
    for supporter in expired {
        topic::refresh_member(tx, supporter)?;
        let Some(duty) = Duty::of(tx, supporter)? else { continue };
        let lately: Vec<String> = tx.all(
            "SELECT outcome FROM support_offers WHERE supporter_id = $1 AND made_at >= $2 AND settled_at IS NOT NULL
             ORDER BY made_at DESC LIMIT $3",
            args![supporter, duty.began_at, UNANSWERED_AT_MOST],
            |row| row.get(0),
        )?;
        if lately.len() == UNANSWERED_AT_MOST && lately.iter().all(|it| it == "expired") {
            duty.end(tx, crate::duty::How::Away)?;
        }
    }
    Ok(())
}

/// When the next open offer runs out.
pub(crate) fn next_expiry(tx: &mut Tx<'_>) -> Result<Option<Time>> {
    tx.value("SELECT MIN(expires_at) FROM support_offers WHERE settled_at IS NULL", args![])
}

/// Why these two, in words that both may read.
pub fn reason_words(c: &words::Ctx, names: &[topics::Topic], reason: &Reason) -> String {
    match reason {
        Reason::Topic(number) => {
            let name = names.iter().find(|it| it.number == number.0).map_or("", |it| &it.name);
            c.tv("because-topic", "topic", name)
        }
        Reason::Wish((attribute, value)) => {
            c.tv("because-wish", "wish", c.of("attribute", attribute_key(attribute.0, value.0)))
        }
        Reason::Kind(kind) => c.tv("because-kind", "kind", c.of("kind", crate::dispatch::kind_of(*kind))),
        Reason::Language(number) => {
            c.tv("because-language", "language", Language::from_number(number.0).map_or("", Language::name))
        }
        Reason::FreeNow => c.t("because-free-now").into_owned(),
    }
}
