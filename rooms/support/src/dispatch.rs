//! The dispatcher: whoever holds the lease looks at the queue when something happened – somebody asked, somebody became
//! free, an offer was declined or ran out – and offers. Everything it knows is in the tables, so another node, or this
//! one after a restart, goes on where it stopped.

use std::{collections::HashSet, time::Duration};

use bus::{Announce, Bus};
use db::{Db, Error, Result, Time, Tx, Uuid, args};
use jobs::Lease;
use matching::{Apart, ApartReason, Decision, Offer as Match, Seeker, SeekerId, Snapshot, Supporter, SupporterId};
use people::blocks;
use seal::{KeyId, Place, Sealing};
use words::{AgeBand, Language, MemberId};
use workforce::{
    answer::{self, Among, Step, Work},
    doors,
};

use crate::{
    alert::{self, AlertKind},
    colleague, duty,
    kind::{Kind, Pace},
    offer::{self, Offer},
    profile::Profile,
    request::Request,
    topic,
};

/// How long a node holds the lease at a time. Another takes over within this after its holder died.
const LEASE: Duration = Duration::from_secs(4);
/// A supporter who let an offer run out is not offered the same request again for this long.
const NOT_AT_ONCE: Duration = Duration::from_secs(3 * 60);
/// People who reported one another are kept apart for this long at least.
const COOL_OFF: Duration = Duration::from_secs(90 * 86_400);
/// A request that nobody could be offered for this long is shown to the supervisors.
const WAITS_LONG: Duration = Duration::from_secs(5 * 60);
/// Decisions kept for explanation and replay; older ones go.
const DECISIONS_KEPT: Duration = Duration::from_secs(30 * 86_400);

/// A supporter who could be offered a request, for the supervisor who offers by hand.
pub struct Candidate {
    /// Who.
    pub supporter: MemberId,
    /// Why, in terms that both may see.
    pub because: Vec<matching::Reason>,
}

/// Looks at the queue once. Answers when it should look again even if nothing happens, or `None` when this node does
/// not hold the lease.
pub fn round(tx: &mut Tx<'_>, lease: &Lease) -> Result<Option<Time>> {
    if !lease.hold(tx)? {
        return Ok(None);
    }
    offer::move_on(tx)?;
    let first: HashSet<MemberId> =
        Request::waiting(tx)?.into_iter().filter(|it| it.goes_first).map(|it| it.member).collect();
    let (first, others): (Vec<Seeker>, Vec<Seeker>) =
        waiting(tx)?.into_iter().partition(|it| first.contains(&member(it.id.0)));
    // Whoever is in danger is offered before anybody else is looked at.
    for waiting in [first, others].into_iter().filter(|it| !it.is_empty()) {
        let decision = Decision::on(snapshot(tx, waiting)?);
        for found in &decision.offers {
            let request = Request::live_of(tx, member(found.seeker.0))?
                .ok_or_else(|| Error::broken("a seeker without a request"))?;
            Offer::make(tx, &request, member(found.supporter.0), &found.because, None)?;
        }
        if !decision.offers.is_empty() {
            log(tx, &decision)?;
            tx.announce(topic::BOARD, words::REFRESH)?;
        }
    }
    raise_long_waits(tx)?;
    let idle = tx.now() + Duration::from_secs(15);
    Ok(Some(offer::next_expiry(tx)?.map_or(idle, |at| at.min(idle))))
}

/// The key under which the decisions of a day are sealed.
fn key_of_day(day: i64) -> KeyId {
    // "decision" in front, so that it can be no member's and no conversation's id.
    KeyId(Uuid::from_u128((0x6465_6369_7369_6f6e_u128 << 64) | u128::from(day.unsigned_abs())))
}

/// Keeps a decision, sealed: it holds who asked about what, and who must not meet whom.
fn log(tx: &mut Tx<'_>, decision: &Decision) -> Result<()> {
    let text = serde_json::to_string(decision).map_err(Error::broken)?;
    let id = tx.new_uuid();
    let day = tx.now().seconds().div_euclid(86_400);
    let sealed = tx.seal(key_of_day(day), Place::new("support_decisions", "decision", id), &text)?;
    tx.execute(
        "INSERT INTO support_decisions (id, decided_at, decision) VALUES ($1, $2, $3)",
        args![id, tx.now(), sealed],
    )?;
    Ok(())
}

/// Forgets decisions of days that are long gone, with the keys that sealed them.
pub(crate) fn forget_old(tx: &mut Tx<'_>) -> Result<()> {
    let before = tx.now() - DECISIONS_KEPT;
    let oldest: Option<Time> = tx.value("SELECT MIN(decided_at) FROM support_decisions", args![])?;
    let Some(oldest) = oldest.filter(|it| *it < before) else { return Ok(()) };
    let day = oldest.seconds().div_euclid(86_400);
    let end = Time((day + 1) * 86_400_000_000);
    if end > before {
        return Ok(());
    }
    tx.execute("DELETE FROM support_decisions WHERE decided_at < $1", args![end])?;
    tx.destroy_key(key_of_day(day))
}

fn raise_long_waits(tx: &mut Tx<'_>) -> Result<()> {
    for request in Request::waiting(tx)? {
        if tx.now().since(request.made_at) >= WAITS_LONG && request.is_present(tx.now()) {
            let open: i64 = tx.value(
                "SELECT COUNT(*) FROM support_alerts WHERE kind = 'waits-long' AND subject = $1",
                args![request.id],
            )?;
            if open == 0 {
                alert::raise(tx, AlertKind::WaitsLong, request.member, &request.id.to_string())?;
            }
        }
    }
    Ok(())
}

/// Who could be offered this request now, best first: for a supervisor who offers by hand.
pub fn candidates(tx: &mut Tx<'_>, request: &Request) -> Result<Vec<Candidate>> {
    let (id, mut waiting) = (SeekerId(request.member.0.as_u128()), waiting(tx)?);
    waiting.retain(|it| it.id != id);
    // By hand, somebody who only let an offer run out may be asked again at once; a "no" stays a "no".
    let mut seeker = seeker(tx, request)?;
    seeker.declined_by = said_no(tx, request, tx.now())?;
    waiting.push(seeker);
    let found: Vec<Match> = matching::candidates(&snapshot(tx, waiting)?, id, 12);
    Ok(found.into_iter().map(|it| Candidate { supporter: member(it.supporter.0), because: it.because }).collect())
}

fn member(number: u128) -> MemberId {
    MemberId(Uuid::from_u128(number))
}

/// The kind of the matcher as a kind of this room.
pub(crate) fn kind_of(kind: matching::SupportKind) -> Kind {
    match kind {
        matching::SupportKind::Heard => Kind::Heard,
        matching::SupportKind::Ideas => Kind::Ideas,
        matching::SupportKind::Practical => Kind::Practical,
        matching::SupportKind::Information => Kind::Information,
    }
}

fn support_kind(kind: Kind) -> matching::SupportKind {
    match kind {
        Kind::Heard => matching::SupportKind::Heard,
        Kind::Ideas => matching::SupportKind::Ideas,
        Kind::Practical => matching::SupportKind::Practical,
        Kind::Information => matching::SupportKind::Information,
    }
}

fn band(band: AgeBand) -> matching::AgeBand {
    matching::AgeBand(match band {
        AgeBand::Younger => 1,
        AgeBand::Older => 2,
        AgeBand::Adult => 3,
    })
}

fn traits(shown: &[(u16, u16)]) -> Vec<matching::Trait> {
    shown.iter().map(|(attribute, value)| (matching::Attribute(*attribute), matching::Value(*value))).collect()
}

/// Who is not asked again about this request: those who said no, those who went off duty, and those who let an offer run
/// out after `lately`.
fn said_no(tx: &mut Tx<'_>, request: &Request, lately: Time) -> Result<Vec<SupporterId>> {
    tx.all(
        "SELECT supporter_id FROM support_offers
         WHERE request_id = $1 AND (outcome IN ('declined', 'moved-on') OR (outcome = 'expired' AND settled_at > $2))",
        args![request.id, lately],
        |row| row.get(0).map(|member: MemberId| SupporterId(member.0.as_u128())),
    )
}

fn seeker(tx: &mut Tx<'_>, request: &Request) -> Result<Seeker> {
    let declined_by = said_no(tx, request, tx.now() - NOT_AT_ONCE)?;
    Ok(Seeker {
        id: SeekerId(request.member.0.as_u128()),
        age_band: band(request.band),
        languages: request.languages.iter().map(|it| matching::Language(it.number())).collect(),
        topics: request.topics(tx)?.into_iter().map(matching::Topic).collect(),
        kind: support_kind(request.kind),
        pace: match request.pace {
            Pace::Sooner => matching::Pace::Sooner,
            Pace::Closer => matching::Pace::Closer,
        },
        wishes: traits(&request.wishes(tx)?),
        minutes_waited: u32::try_from(tx.now().since(request.made_at).as_secs() / 60).unwrap_or(u32::MAX),
        declined_by,
    })
}

/// Everything that a decision rests on, as durations and numbers.
fn snapshot(tx: &mut Tx<'_>, waiting: Vec<Seeker>) -> Result<Snapshot> {
    let on_duty = on_duty(tx)?;
    let apart = apart(tx, &waiting, &on_duty)?;
    Ok(Snapshot { waiting, on_duty, apart, weights: matching::Weights::default() })
}

/// Who waits and has no offer.
fn waiting(tx: &mut Tx<'_>) -> Result<Vec<Seeker>> {
    let offered: HashSet<String> = tx
        .all("SELECT request_id FROM support_offers WHERE settled_at IS NULL", args![], |row| row.get(0))?
        .into_iter()
        .collect();
    let mut waiting = Vec::new();
    let mut open = Vec::new();
    for band in AgeBand::ALL {
        if doors::are_open(tx, *band)? {
            open.push(*band);
        }
    }
    for request in Request::waiting(tx)?.into_iter().filter(|it| open.contains(&it.band)) {
        // Nobody is sent for a member who closed the waiting page; the place is kept.
        if request.is_present(tx.now()) && !offered.contains(&request.id.to_string()) {
            waiting.push(seeker(tx, &request)?);
        }
    }
    Ok(waiting)
}

/// Everyone on duty, in the same few statements however many they are: the round holds up other writers.
fn on_duty(tx: &mut Tx<'_>) -> Result<Vec<Supporter>> {
    let (now, mut profiles) = (tx.now(), Profile::on_duty(tx)?);
    let barred = answer::barred(tx, Work::Conversation, Step::Take, Among::AtWork)?;
    tx.all(
        "SELECT d.id, d.member_id, d.began_at, d.seen_at, n.band, n.languages,
            (SELECT COUNT(*) FROM support_conversations c WHERE c.supporter_id = d.member_id AND c.ended_at IS NULL),
            (SELECT COUNT(*) FROM support_conversations c WHERE c.supporter_id = d.member_id AND c.began_at > $1),
            (SELECT COUNT(*) FROM support_offers o WHERE o.supporter_id = d.member_id AND o.settled_at IS NULL)
         FROM support_duties d JOIN people_names n ON n.member_id = d.member_id
         WHERE d.ended_at IS NULL ORDER BY d.began_at, d.id",
        args![now - Duration::from_secs(86_400)],
        |row| {
            let duty = duty::from_row(row)?;
            let profile = profiles.remove(&duty.member).unwrap_or_else(Profile::unset);
            let (languages, offers): (String, i64) = (row.get(5)?, row.get(8)?);
            Ok(Supporter {
                id: SupporterId(duty.member.0.as_u128()),
                age_band: band(row.get(4)?),
                languages: Language::list(&languages).iter().map(|it| matching::Language(it.number())).collect(),
                knows: profile.knows.into_iter().map(matching::Topic).collect(),
                cannot_take: profile.cannot_take.into_iter().map(matching::Topic).collect(),
                good_at: profile.good_at.into_iter().map(support_kind).collect(),
                shown: traits(&profile.shown),
                free: duty.is_here(now) && offers == 0 && !barred.contains_key(&duty.member),
                load: row.get(6)?,
                capacity: profile.capacity,
                conversations_today: row.get(7)?,
            })
        },
    )
}

/// Pairs that must not meet now. The reason stays inside: nobody is told.
fn apart(tx: &mut Tx<'_>, waiting: &[Seeker], on_duty: &[Supporter]) -> Result<Vec<Apart>> {
    let everyone: Vec<MemberId> =
        waiting.iter().map(|it| member(it.id.0)).chain(on_duty.iter().map(|it| member(it.id.0))).collect();
    let blocked: HashSet<(MemberId, MemberId)> =
        blocks::all_pairs(tx, &everyone)?.into_iter().flat_map(|(one, other)| [(one, other), (other, one)]).collect();
    let mut apart = Vec::new();
    for seeker in waiting {
        let asker = member(seeker.id.0);
        let met: Vec<MemberId> = tx.all(
            "SELECT supporter_id FROM support_conversations c WHERE asker_id = $1 AND NOT EXISTS (
                SELECT 1 FROM support_pairings p
                WHERE p.asker_id = c.asker_id AND p.supporter_id = c.supporter_id AND p.ended_at IS NULL)",
            args![asker],
            |row| row.get(0),
        )?;
        let cooling: Vec<MemberId> = tx.all(
            "SELECT about_id FROM safety_told WHERE by_id = $1 AND made_at > $2
             UNION SELECT by_id FROM safety_told WHERE about_id = $1 AND made_at > $2",
            args![asker, tx.now() - COOL_OFF],
            |row| row.get(0),
        )?;
        let colleagues = colleague::of(tx, asker)?;
        for supporter in on_duty {
            let other = member(supporter.id.0);
            let why = if blocked.contains(&(asker, other)) {
                Some(ApartReason::NeverAgain)
            } else if colleagues.contains(&other) {
                Some(ApartReason::Colleague)
            } else if cooling.contains(&other) {
                Some(ApartReason::CoolOff)
            } else if met.contains(&other) {
                Some(ApartReason::MetBefore)
            } else {
                None
            };
            apart.extend(why.map(|why| Apart { seeker: seeker.id, supporter: supporter.id, why }));
        }
    }
    Ok(apart)
}

fn lease(node: Uuid) -> Lease {
    Lease::new("support.dispatcher", node, LEASE)
}

/// Lets another node dispatch at once, when this one ends.
pub async fn hand_on(db: &Db, node: Uuid) -> Result<()> {
    db.write(move |tx| lease(node).release(tx)).await
}

/// Runs rounds as things happen, until the future is dropped.
pub async fn run_forever(db: &Db, bus: &Bus, node: Uuid) {
    let mut wake = bus.listen(&[topic::DISPATCH]);
    let lease = lease(node);
    loop {
        let ours = lease.clone();
        let outcome = db.write(move |tx| round(tx, &ours)).await;
        let pause = match outcome {
            Ok(Some(next)) => next.since(db.now()),
            // Another node dispatches. Should it die, this one sees that its lease moves no more, and takes over.
            Ok(None) => lease.look_every(),
            // Nobody is offered anything while nothing can be saved. It is said once, where it is noticed.
            Err(Error::Busy | Error::Full | Error::Unsure) => Duration::from_secs(2),
            Err(error) => {
                tracing::error!(%error, "the queue could not be looked at");
                Duration::from_secs(1)
            }
        };
        drop(tokio::time::timeout(pause.max(Duration::from_millis(20)), wake.next()).await);
        // Several things that happened together are one look at the queue.
        while wake.try_next().is_some() {}
    }
}
