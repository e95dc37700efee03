//! A request for support: what would help, about what, in which language, and how long it has waited.

use std::time::Duration;

use db::{Error, Result, Time, Tx, args};
use organisation::Settings;
use seal::{KeyId, Place, Sealing};
use words::{Actor, AgeBand, Language, MemberId};

use crate::{
    alert::{self, AlertKind},
    closing::{self, Shut},
    kind::{Kind, OfferId, Pace, RequestId},
    topic,
};

/// Longest text that goes with a request, in characters: a few words, not the story. The story is for the conversation.
pub const WORDS_AT_MOST: usize = 500;
/// A waiting page that has not asked for this long has been closed. The place is kept, but no supporter is sent for
/// somebody who is not there.
pub const AWAY_AFTER: Duration = Duration::from_secs(120);
/// A closed waiting page keeps its place this long.
pub const PLACE_KEPT: Duration = Duration::from_secs(2 * 3600);

/// Who asked between two moments, and for how many seconds each waited until somebody came or they stopped waiting. Who
/// was handed on did not wait from the beginning again.
pub fn waits(tx: &mut Tx<'_>, from: Time, until: Time) -> Result<Vec<(MemberId, i64)>> {
    let now = tx.now();
    tx.all(
        "SELECT member_id, made_at, matched_at, ended_at FROM support_requests
         WHERE made_at >= $1 AND made_at < $2 AND handed_on_from IS NULL",
        args![from, until],
        |row| {
            let (made, matched, ended): (Time, Option<Time>, Option<Time>) = (row.get(1)?, row.get(2)?, row.get(3)?);
            let waited = matched.or(ended).unwrap_or(now).since(made);
            Ok((row.get(0)?, i64::try_from(waited.as_secs()).unwrap_or(i64::MAX)))
        },
    )
}

/// What somebody asks for.
#[derive(Clone, Debug)]
pub struct Ask {
    /// What would help.
    pub kind: Kind,
    /// Sooner, or a closer match.
    pub pace: Pace,
    /// Topics by number, from the community's list.
    pub topics: Vec<u16>,
    /// Languages to talk in, best first.
    pub languages: Vec<Language>,
    /// Wishes about the supporter.
    pub wishes: Vec<(u16, u16)>,
    /// A few words, if wanted.
    pub words: String,
}

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A supporter accepted.
    Accepted,
    /// The member did not want to wait any more.
    Withdrawn,
    /// The member left a note instead.
    NoteLeft,
    /// The waiting page was closed for so long that the place was given up.
    WentAway,
    /// The doors were closed; the member was told why.
    DoorsClosed,
    /// Nobody asked: somebody who keeps people safe began the talk.
    Unasked,
}

impl Outcome {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Withdrawn => "withdrawn",
            Self::NoteLeft => "note-left",
            Self::WentAway => "went-away",
            Self::DoorsClosed => "doors-closed",
            Self::Unasked => "unasked",
        }
    }
}

/// A request, as its own member or the matcher sees it.
#[derive(Clone, Debug)]
pub struct Request {
    /// Its id.
    pub id: RequestId,
    /// Who asks.
    pub member: MemberId,
    /// The band of who asks.
    pub band: AgeBand,
    /// Languages to talk in, best first.
    pub languages: Vec<Language>,
    /// What would help.
    pub kind: Kind,
    /// Sooner or closer.
    pub pace: Pace,
    /// The few words, still sealed.
    sealed_words: Option<Vec<u8>>,
    /// Since when it waits. A request that was handed on keeps the place of the first one.
    pub made_at: Time,
    /// When the waiting page last asked.
    pub seen_at: Time,
    /// When it ended.
    pub ended_at: Option<Time>,
    /// The conversation that it was handed on from.
    pub handed_on: bool,
    /// Somebody in danger, whose supporter had to stop: offered before everybody else.
    pub goes_first: bool,
    /// Somebody who helps here, or did, and would rather meet nobody they worked with.
    pub no_colleagues: bool,
}

const COLUMNS: &str = "id, member_id, band, languages, kind, pace, words, made_at, seen_at, ended_at, handed_on_from IS NOT NULL, \
     goes_first, no_colleagues";

fn from_row(row: &db::Row<'_>) -> Result<Request> {
    Ok(Request {
        id: row.get(0)?,
        member: row.get(1)?,
        band: row.get(2)?,
        languages: Language::list(&row.get::<String>(3)?),
        kind: row.get(4)?,
        pace: row.get(5)?,
        sealed_words: row.get(6)?,
        made_at: row.get(7)?,
        seen_at: row.get(8)?,
        ended_at: row.get(9)?,
        handed_on: row.get(10)?,
        goes_first: row.get(11)?,
        no_colleagues: row.get(12)?,
    })
}

impl Request {
    /// Asks. Whoever already waits is led back to the request that waits: one live request per person.
    pub fn ask(tx: &mut Tx<'_>, actor: &Actor, ask: &Ask) -> Result<RequestId> {
        if let Some(live) = Self::live_of(tx, actor.id)? {
            return Ok(live.id);
        }
        match closing::shut(tx, actor.band)? {
            Some(Shut::Closed(closing)) => {
                return Err(Error::refused_with("ask-doors-closed", vec![("notice", closing.notice)]));
            }
            Some(Shut::Uncovered { .. }) => return Err(Error::refused("ask-doors-shut")),
            None => {}
        }
        Self::insert(tx, actor.id, actor.band, ask, tx.now(), None)
    }

    /// Asks again for somebody whose supporter had to stop: same wish, same place in the queue as at first.
    pub(crate) fn hand_on(tx: &mut Tx<'_>, from: &Request, conversation: &str) -> Result<Self> {
        let ask = Ask {
            kind: from.kind,
            pace: Pace::Sooner,
            topics: from.topics(tx)?,
            languages: from.languages.clone(),
            wishes: from.wishes(tx)?,
            words: from.words(tx)?,
        };
        let id = match Self::live_of(tx, from.member)? {
            Some(live) => live.id,
            None => Self::insert(tx, from.member, from.band, &ask, from.made_at, Some(conversation))?,
        };
        let request = Self::any(tx, id)?;
        if from.no_colleagues {
            request.spare_colleagues(tx)?;
        }
        Ok(request)
    }

    /// Nobody with whom they worked is asked.
    pub fn spare_colleagues(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.execute("UPDATE support_requests SET no_colleagues = $2 WHERE id = $1", args![self.id, true])?;
        topic::queue_changed(tx)
    }

    /// It is offered before everybody else.
    pub(crate) fn go_first(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.execute("UPDATE support_requests SET goes_first = $2 WHERE id = $1", args![self.id, true])?;
        topic::queue_changed(tx)
    }

    fn insert(
        tx: &mut Tx<'_>,
        member: MemberId,
        band: AgeBand,
        ask: &Ask,
        made_at: Time,
        handed_on_from: Option<&str>,
    ) -> Result<RequestId> {
        let id = RequestId::fresh(tx);
        let words = match ask.words.trim() {
            "" => None,
            words => Some(tx.seal(KeyId(member.0), Place::new("support_requests", "words", id.0), words)?),
        };
        tx.execute(
            "INSERT INTO support_requests
                (id, member_id, band, languages, kind, pace, words, made_at, seen_at, handed_on_from)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            args![
                id,
                member,
                band,
                Language::join(&ask.languages),
                ask.kind,
                ask.pace,
                words,
                made_at,
                tx.now(),
                handed_on_from
            ],
        )?;
        for topic in &ask.topics {
            tx.execute(
                "INSERT INTO support_request_topics (request_id, topic) VALUES ($1, $2) ON CONFLICT (request_id, topic) DO NOTHING",
                args![id, topic],
            )?;
        }
        for (attribute, value) in &ask.wishes {
            tx.execute(
                "INSERT INTO support_request_wishes (request_id, attribute, value) VALUES ($1, $2, $3)
                 ON CONFLICT (request_id, attribute, value) DO NOTHING",
                args![id, attribute, value],
            )?;
        }
        topic::queue_changed(tx)?;
        topic::refresh_member(tx, member)?;
        Ok(id)
    }

    /// The live request of a member.
    pub fn live_of(tx: &mut Tx<'_>, member: MemberId) -> Result<Option<Self>> {
        tx.first(
            &format!("SELECT {COLUMNS} FROM support_requests WHERE member_id = $1 AND ended_at IS NULL"),
            args![member],
            from_row,
        )
    }

    /// A request of one's own.
    pub fn own(tx: &mut Tx<'_>, actor: &Actor, id: RequestId) -> Result<Self> {
        tx.one(
            &format!("SELECT {COLUMNS} FROM support_requests WHERE id = $1 AND member_id = $2"),
            args![id, actor.id],
            from_row,
        )
    }

    /// Any request, for this room's own rules (offers, the board). Never hand it to a page as it is.
    pub(crate) fn any(tx: &mut Tx<'_>, id: RequestId) -> Result<Self> {
        tx.one(&format!("SELECT {COLUMNS} FROM support_requests WHERE id = $1"), args![id], from_row)
    }

    /// Everyone who waits, longest first.
    pub(crate) fn waiting(tx: &mut Tx<'_>) -> Result<Vec<Self>> {
        tx.all(
            &format!(
                "SELECT {COLUMNS} FROM support_requests WHERE ended_at IS NULL ORDER BY goes_first DESC, made_at, id"
            ),
            args![],
            from_row,
        )
    }

    /// Its topics.
    pub fn topics(&self, tx: &mut Tx<'_>) -> Result<Vec<u16>> {
        tx.all("SELECT topic FROM support_request_topics WHERE request_id = $1 ORDER BY topic", args![self.id], |row| {
            row.get(0)
        })
    }

    /// Its wishes.
    pub fn wishes(&self, tx: &mut Tx<'_>) -> Result<Vec<(u16, u16)>> {
        tx.all(
            "SELECT attribute, value FROM support_request_wishes WHERE request_id = $1 ORDER BY attribute, value",
            args![self.id],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// The few words that went with it; empty when there are none, or when they have been erased.
    pub fn words(&self, tx: &mut Tx<'_>) -> Result<String> {
        match &self.sealed_words {
            Some(sealed) => {
                let place = Place::new("support_requests", "words", self.id.0);
                Ok(tx.unseal(KeyId(self.member.0), place, sealed)?.unwrap_or_default())
            }
            None => Ok(String::new()),
        }
    }

    /// Notes that the waiting page is open. Somebody who comes back is offered again at once.
    pub fn see(&self, tx: &mut Tx<'_>) -> Result<()> {
        let was_away = tx.now().since(self.seen_at) >= AWAY_AFTER;
        tx.execute("UPDATE support_requests SET seen_at = $2 WHERE id = $1", args![self.id, tx.now()])?;
        if was_away { topic::queue_changed(tx) } else { Ok(()) }
    }

    /// Whether the waiting page is still open, as far as we can know.
    pub fn is_present(&self, now: Time) -> bool {
        now.since(self.seen_at) < AWAY_AFTER
    }

    /// Ends it. False when it had ended before: somebody was faster.
    pub(crate) fn end(&self, tx: &mut Tx<'_>, outcome: Outcome) -> Result<bool> {
        let matched = (outcome == Outcome::Accepted).then(|| tx.now());
        let ended = tx.execute(
            "UPDATE support_requests SET ended_at = $2, outcome = $3, matched_at = $4 WHERE id = $1 AND ended_at IS NULL",
            args![self.id, tx.now(), outcome.as_str(), matched],
        )?;
        if ended == 0 {
            return Ok(false);
        }
        alert::lift(tx, AlertKind::WaitsLong, &self.id.to_string())?;
        let open: Option<(OfferId, MemberId)> = tx.first(
            "SELECT id, supporter_id FROM support_offers WHERE request_id = $1 AND settled_at IS NULL",
            args![self.id],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        if let Some((offer, supporter)) = open {
            tx.execute(
                "UPDATE support_offers SET settled_at = $2, outcome = 'withdrawn' WHERE id = $1",
                args![offer, tx.now()],
            )?;
            topic::refresh_member(tx, supporter)?;
        }
        topic::queue_changed(tx)?;
        topic::refresh_member(tx, self.member)?;
        Ok(true)
    }

    /// The member does not want to wait any more. Doing it twice is no error.
    pub fn withdraw(&self, tx: &mut Tx<'_>) -> Result<()> {
        self.end(tx, Outcome::Withdrawn).map(drop)
    }

    /// Place in the queue, from 1, among people of the same band.
    pub fn place(&self, tx: &mut Tx<'_>) -> Result<i64> {
        let before: i64 = tx.value(
            "SELECT COUNT(*) FROM support_requests
             WHERE ended_at IS NULL AND band = $1 AND seen_at > $2
               AND (goes_first > $5 OR (goes_first = $5 AND (made_at < $3 OR (made_at = $3 AND id < $4))))",
            args![self.band, tx.now() - AWAY_AFTER, self.made_at, self.id, self.goes_first],
        )?;
        Ok(before + 1)
    }

    /// Whether it has waited so long that the other ways are shown first.
    pub fn wants_other_ways(&self, now: Time, settings: &Settings) -> bool {
        now.since(self.made_at) >= Duration::from_secs(60 * u64::from(settings.fallback_minutes))
    }
}

/// Gives up places whose waiting page has been closed for too long. They find words about it when they come back.
pub(crate) fn give_up_places(tx: &mut Tx<'_>) -> Result<()> {
    let gone = tx.all(
        &format!("SELECT {COLUMNS} FROM support_requests WHERE ended_at IS NULL AND seen_at < $1"),
        args![tx.now() - PLACE_KEPT],
        from_row,
    )?;
    for request in gone {
        request.end(tx, Outcome::WentAway)?;
    }
    Ok(())
}

/// How the last request of a member ended, when it ended without words in the last day: told once on the ask page.
pub fn last_outcome(tx: &mut Tx<'_>, member: MemberId) -> Result<Option<String>> {
    tx.first(
        "SELECT outcome FROM support_requests WHERE member_id = $1 AND ended_at > $2 AND outcome IN ('went-away', 'doors-closed')
         ORDER BY ended_at DESC LIMIT 1",
        args![member, tx.now() - Duration::from_secs(86_400)],
        |row| row.get(0),
    )
}
