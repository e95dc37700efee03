//! What a supervisor sees at one glance: who waits and how long, who works and how they are, what calls for a person.
//! Never a word of what was said or asked.

use db::{Result, Time, Tx, args};
use words::{Actor, Language, MemberId};
use workforce::{
    answer::{self, Among, Step, Work},
    rest,
};

use crate::{
    alert::{self, Alert, AlertKind},
    closing::{self, Closing, Shut},
    colleague,
    conversation::Conversation,
    duty,
    eyes::Eyes,
    kind::{ConversationId, Kind, Pace, RequestId},
    note,
    profile::CAPACITY,
    request::Request,
};

/// The board.
pub struct Board {
    /// Everyone who waits, longest first.
    pub waiting: Vec<Waiting>,
    /// Open conversations, those that call for a person first.
    pub talking: Vec<Talking>,
    /// Everyone on duty.
    pub on_duty: Vec<OnDuty>,
    /// Calls for another pair of eyes, oldest first, with the name of whoever asked.
    pub eyes: Vec<(Eyes, String)>,
    /// Alerts that nobody has settled, oldest first, with the name of whom they are about.
    pub alerts: Vec<(Alert, String)>,
    /// How many cases of safety wait for this supervisor.
    pub cases: i64,
    /// Notes without an answer, and how many of them are late.
    pub notes: (i64, i64),
    /// The doors are closed.
    pub closed: Option<Closing>,
    /// Nobody can ask, since nobody who looks after the place is on call.
    pub is_uncovered: bool,
}

/// Somebody who waits.
pub struct Waiting {
    /// The request.
    pub id: RequestId,
    /// Since when.
    pub since: Time,
    /// What would help.
    pub kind: Kind,
    /// Sooner or closer.
    pub pace: Pace,
    /// Languages to talk in.
    pub languages: Vec<Language>,
    /// Whether their waiting page is open.
    pub is_present: bool,
    /// Their supporter had to stop; they have talked already.
    pub handed_on: bool,
    /// Who is looking at an offer of it just now.
    pub offered_to: Option<String>,
}

/// An open conversation.
pub struct Talking {
    /// The conversation.
    pub id: ConversationId,
    /// Who supports.
    pub supporter: String,
    /// Since when.
    pub began_at: Time,
    /// When somebody last wrote.
    pub last_word_at: Time,
    /// Both have been asked whether they are still there.
    pub is_quiet: bool,
    /// The supporter asked for another pair of eyes.
    pub eyes_asked: bool,
    /// A supervisor has joined.
    pub is_joined: bool,
}

/// A supporter on duty.
pub struct OnDuty {
    /// Who.
    pub member: MemberId,
    /// Their name.
    pub name: String,
    /// Since when.
    pub began_at: Time,
    /// Whether their page is open.
    pub is_here: bool,
    /// Resting until then.
    pub break_until: Option<Time>,
    /// Nothing new comes to them just now. Why is theirs to tell.
    pub is_spared: bool,
    /// Conversations now.
    pub load: i64,
    /// Conversations that they may have at a time.
    pub capacity: u16,
}

impl Board {
    /// The board as it stands, for this supervisor.
    pub fn now(tx: &mut Tx<'_>, supervisor: &Actor) -> Result<Self> {
        let mut eyes = Vec::new();
        for call in Eyes::open(tx)? {
            let name = name(tx, call.asked_by)?;
            eyes.push((call, name));
        }
        let mut alerts = Vec::new();
        for alert in alert::open(tx)? {
            // Whoever was erased leaves nothing to look after.
            let Some(name) = people::Profile::name(tx, alert.about)? else { continue };
            if !is_own(tx, supervisor, &alert)? {
                alerts.push((alert, name));
            }
        }
        Ok(Self {
            waiting: waiting(tx)?,
            talking: talking(tx, &eyes)?,
            on_duty: on_duty(tx)?,
            cases: safety::case::waiting_for(tx, supervisor)?,
            notes: note::count_unanswered(tx)?,
            closed: Closing::current(tx)?,
            is_uncovered: is_uncovered(tx)?,
            eyes,
            alerts,
        })
    }

    /// Nothing waits for anybody.
    pub fn is_calm(&self) -> bool {
        self.waiting.is_empty()
            && self.eyes.is_empty()
            && self.alerts.is_empty()
            && self.cases == 0
            && self.notes.1 == 0
    }

    /// How many of those on duty are here and not in a break.
    pub fn here(&self) -> usize {
        self.on_duty.iter().filter(|it| it.is_here && !it.is_spared).count()
    }
}

/// Whether the doors are shut to people of a band that may join here.
fn is_uncovered(tx: &mut Tx<'_>) -> Result<bool> {
    for band in organisation::Settings::current(tx)?.bands {
        if matches!(closing::shut(tx, band)?, Some(Shut::Uncovered { .. })) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// How a conversation was for the other is never told to somebody who took part in it, whichever hat they wear; nor that
/// there was one, to those with whom whoever asked does not share it.
fn is_own(tx: &mut Tx<'_>, supervisor: &Actor, alert: &Alert) -> Result<bool> {
    match alert.kind {
        AlertKind::LowFeedback | AlertKind::WasHard => {
            let conversation = Conversation::any(tx, alert.subject.parse()?)?;
            let of_asker = alert.about == conversation.asker;
            Ok(conversation.role_of(supervisor.id).is_some()
                || of_asker && colleague::is(tx, conversation.request, supervisor.id)?)
        }
        AlertKind::NotOk | AlertKind::NoteOverdue | AlertKind::WaitsLong => Ok(false),
    }
}

fn name(tx: &mut Tx<'_>, member: MemberId) -> Result<String> {
    Ok(people::Profile::name(tx, member)?.unwrap_or_default())
}

fn waiting(tx: &mut Tx<'_>) -> Result<Vec<Waiting>> {
    let mut waiting = Vec::new();
    for request in Request::waiting(tx)? {
        let offered: Option<MemberId> = tx.first(
            "SELECT supporter_id FROM support_offers WHERE request_id = $1 AND settled_at IS NULL",
            args![request.id],
            |row| row.get(0),
        )?;
        waiting.push(Waiting {
            id: request.id,
            since: request.made_at,
            kind: request.kind,
            pace: request.pace,
            is_present: request.is_present(tx.now()),
            handed_on: request.handed_on,
            offered_to: offered.map(|it| name(tx, it)).transpose()?,
            languages: request.languages,
        });
    }
    Ok(waiting)
}

fn talking(tx: &mut Tx<'_>, eyes: &[(Eyes, String)]) -> Result<Vec<Talking>> {
    let mut talking = Vec::new();
    for conversation in Conversation::open(tx)? {
        talking.push(Talking {
            id: conversation.id,
            supporter: name(tx, conversation.supporter)?,
            began_at: conversation.began_at,
            last_word_at: conversation.last_word_at,
            is_quiet: conversation.idle_notice_at.is_some(),
            eyes_asked: eyes.iter().any(|(call, _)| call.conversation == conversation.id),
            is_joined: conversation.supervisor.is_some(),
        });
    }
    talking.sort_by_key(|it| (!it.eyes_asked, !it.is_quiet, it.began_at));
    Ok(talking)
}

fn on_duty(tx: &mut Tx<'_>) -> Result<Vec<OnDuty>> {
    let (now, resting) = (tx.now(), rest::all(tx)?);
    let barred = answer::barred(tx, Work::Conversation, Step::Take, Among::AtWork)?;
    tx.all(
        "SELECT d.id, d.member_id, d.began_at, d.seen_at, n.pseudonym, COALESCE(p.capacity, $1),
            (SELECT COUNT(*) FROM support_conversations c WHERE c.supporter_id = d.member_id AND c.ended_at IS NULL)
         FROM support_duties d JOIN people_names n ON n.member_id = d.member_id
         LEFT JOIN support_profiles p ON p.member_id = d.member_id
         WHERE d.ended_at IS NULL ORDER BY d.began_at, d.id",
        args![CAPACITY],
        |row| {
            let duty = duty::from_row(row)?;
            Ok(OnDuty {
                member: duty.member,
                name: row.get(4)?,
                began_at: duty.began_at,
                is_here: duty.is_here(now),
                break_until: resting.get(&duty.member).copied(),
                is_spared: barred.contains_key(&duty.member),
                load: row.get(6)?,
                capacity: row.get(5)?,
            })
        },
    )
}
