//! Who looks after whom. Everybody who helps has one supervisor, by themselves if nobody decides otherwise, and is talked
//! with in a rhythm: often at first, then once a month. When that is overdue it shows; when it stays so, they begin
//! nothing new until somebody has heard how they are. Supervisors who help are looked after too, never by themselves, and by
//! nobody whom they look after as long as a third has room: two who only have each other have nobody who sees both.

use std::{collections::BTreeMap, time::Duration};

use db::{Error, Result, Time, Tx, args};
use jobs::Later;
use organisation::Settings;
use people::{blocks, hats};
use words::{Actor, Hat, MemberId};

use crate::{
    answer::{Among, Bar, Step, Why, Work},
    entry, session,
};

/// Job: finds a supervisor for everybody who has none.
pub const LOOK: &str = "workforce.supervisors-look";
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(86_400);
/// Somebody is new for so long: three months.
const NEW: Duration = Duration::from_secs(91 * 86_400);
/// Those who are looked after: whoever is there for people as they come, and whoever judges what is noticed. Reading what
/// is hard all evening wears people out as listening does.
const LOOKED_AFTER: [Hat; 4] = [Hat::Supporter, Hat::Facilitator, Hat::Moderator, Hat::SafeguardingLead];

/// Whether this member is somebody who is looked after.
pub fn is_looked_after(actor: &Actor) -> bool {
    LOOKED_AFTER.iter().any(|hat| actor.wears(*hat))
}

/// Somebody who is looked after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Supervised {
    /// Who.
    pub member: MemberId,
    /// By whom, if anybody has room.
    pub supervisor: Option<MemberId>,
    /// Since when they help.
    pub since: Time,
    /// When they were last talked with.
    pub talked_at: Option<Time>,
}

/// How often people are talked with here.
#[derive(Clone, Copy, Debug)]
pub struct Rhythm {
    early: Duration,
    usual: Duration,
    grace: Duration,
}

/// How it stands with the next talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// There is time, until then.
    By(Time),
    /// It should have been by then. Nothing is kept from them yet.
    Since(Time),
    /// It is so long overdue that they begin nothing new.
    TooLong(Time),
}

impl Rhythm {
    /// As the community has decided.
    pub fn current(tx: &mut Tx<'_>) -> Result<Self> {
        let settings = Settings::current(tx)?;
        let days = |name| DAY * settings.number(name);
        Ok(Self {
            early: days("supervision-early-days"),
            usual: days("supervision-days"),
            grace: days("supervision-grace-days"),
        })
    }
}

const COLUMNS: &str = "member_id, supervisor_id, since, talked_at";

fn from_row(row: &db::Row<'_>) -> Result<Supervised> {
    Ok(Supervised { member: row.get(0)?, supervisor: row.get(1)?, since: row.get(2)?, talked_at: row.get(3)? })
}

impl Supervised {
    /// How this member is looked after; nothing for somebody who does not help.
    pub fn of(tx: &mut Tx<'_>, member: MemberId) -> Result<Option<Self>> {
        tx.first(&format!("SELECT {COLUMNS} FROM workforce_supervised WHERE member_id = $1"), args![member], from_row)
    }

    /// The people of a supervisor, the longest there first.
    pub fn by(tx: &mut Tx<'_>, supervisor: MemberId) -> Result<Vec<Self>> {
        tx.all(
            &format!("SELECT {COLUMNS} FROM workforce_supervised WHERE supervisor_id = $1 ORDER BY since, member_id"),
            args![supervisor],
            from_row,
        )
    }

    /// Those whom nobody looks after yet, the longest there first.
    pub fn without(tx: &mut Tx<'_>) -> Result<Vec<Self>> {
        tx.all(
            &format!(
                "SELECT {COLUMNS} FROM workforce_supervised WHERE supervisor_id IS NULL ORDER BY since, member_id"
            ),
            args![],
            from_row,
        )
    }

    /// Somebody whom this supervisor looks after. For everybody else they do not exist.
    pub fn own(tx: &mut Tx<'_>, supervisor: &Actor, member: MemberId) -> Result<Self> {
        let found = Self::of(tx, member)?.filter(|it| it.supervisor == Some(supervisor.id));
        found.filter(|_| supervisor.wears(Hat::Supervisor)).ok_or(Error::NotFound)
    }

    /// When they should be talked with next, and whether that has passed.
    pub fn due(&self, rhythm: &Rhythm, now: Time) -> Due {
        let last = self.talked_at.unwrap_or(self.since);
        let at = last + if last < self.since + NEW { rhythm.early } else { rhythm.usual };
        match now {
            _ if now <= at => Due::By(at),
            _ if now <= at + rhythm.grace => Due::Since(at),
            _ => Due::TooLong(at),
        }
    }

    /// Takes on somebody whom nobody looks after.
    pub fn take_on(tx: &mut Tx<'_>, supervisor: &Actor, member: MemberId) -> Result<()> {
        let alone = Self::of(tx, member)?.filter(|it| it.supervisor.is_none());
        if alone.is_none() || !supervisor.wears(Hat::Supervisor) {
            return Err(Error::NotFound);
        }
        if !with_room(tx, member)?.contains(&supervisor.id) {
            return Err(Error::refused("people-full"));
        }
        give(tx, member, Some(supervisor.id))
    }

    /// Hands somebody on to another supervisor, who has room.
    pub fn hand_on(tx: &mut Tx<'_>, supervisor: &Actor, member: MemberId, to: MemberId) -> Result<()> {
        Self::own(tx, supervisor, member)?;
        if to == supervisor.id || !with_room(tx, member)?.contains(&to) {
            return Err(Error::refused("people-full"));
        }
        give(tx, member, Some(to))
    }

    /// Asks for somebody else. Nobody asks why.
    pub fn another(tx: &mut Tx<'_>, actor: &Actor) -> Result<()> {
        let own = Self::of(tx, actor.id)?.ok_or(Error::NotFound)?;
        let others = with_room(tx, actor.id)?;
        let other = others.into_iter().find(|it| Some(*it) != own.supervisor);
        give(tx, actor.id, Some(other.ok_or_else(|| Error::refused("supervision-nobody-else"))?))
    }
}

/// Those who look after this member or did, and those whom this member looks after or did.
pub fn looked_after_together(tx: &mut Tx<'_>, member: MemberId) -> Result<Vec<MemberId>> {
    tx.all(
        "SELECT supervisor_id FROM workforce_supervised WHERE member_id = $1 AND supervisor_id IS NOT NULL
         UNION SELECT member_id FROM workforce_supervised WHERE supervisor_id = $1
         UNION SELECT supervisor_id FROM workforce_sessions WHERE member_id = $1
         UNION SELECT member_id FROM workforce_sessions WHERE supervisor_id = $1",
        args![member],
        |row| row.get(0),
    )
}

/// Supervisors who could take on this member: not themselves, nobody with whom they are kept apart, and below the most that
/// one looks after. Whoever has the fewest comes first. Where somebody else has room, nobody is looked after by whom they look after; where nobody has, two
/// who have each other are better off than one who has nobody.
pub fn with_room(tx: &mut Tx<'_>, member: MemberId) -> Result<Vec<MemberId>> {
    let most = Settings::current(tx)?.number("supervision-people") as usize;
    let by = Hands::read(tx)?;
    let mut free = hats::wearers(tx, Hat::Supervisor)?;
    let apart = blocks::apart_from(tx, member)?;
    free.retain(|it| *it != member && !apart.contains(it) && by.count(*it) < most);
    if free.iter().any(|it| !by.is_mutual(*it, member)) {
        free.retain(|it| !by.is_mutual(*it, member));
    }
    free.sort_by_key(|it| by.count(*it));
    Ok(free)
}

/// In whose hands everybody is.
struct Hands(BTreeMap<MemberId, MemberId>);

impl Hands {
    fn read(tx: &mut Tx<'_>) -> Result<Self> {
        let all = tx.all(
            "SELECT member_id, supervisor_id FROM workforce_supervised WHERE supervisor_id IS NOT NULL",
            args![],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        Ok(Self(all.into_iter().collect()))
    }

    /// Whether this member looks after this supervisor: the two would only have each other.
    fn is_mutual(&self, supervisor: MemberId, member: MemberId) -> bool {
        self.0.get(&supervisor) == Some(&member)
    }

    /// How many people somebody looks after.
    fn count(&self, supervisor: MemberId) -> usize {
        self.0.values().filter(|it| **it == supervisor).count()
    }
}

/// Whether two who have only each other need not: a third has room.
fn is_untied(tx: &mut Tx<'_>, supervisor: MemberId, member: MemberId) -> Result<bool> {
    let by = Hands::read(tx)?;
    Ok(by.is_mutual(supervisor, member) && with_room(tx, member)?.iter().any(|it| !by.is_mutual(*it, member)))
}

/// Puts somebody into these hands. A talk that was planned is off: what is on its agenda was meant for the one before, and
/// so was what was shown of a log.
fn give(tx: &mut Tx<'_>, member: MemberId, supervisor: Option<MemberId>) -> Result<()> {
    session::forget_planned(tx, member)?;
    entry::keep_all_back(tx, member)?;
    tx.execute("UPDATE workforce_supervised SET supervisor_id = $2 WHERE member_id = $1", args![member, supervisor])?;
    Ok(())
}

/// They talked.
pub(crate) fn talked(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    tx.execute("UPDATE workforce_supervised SET talked_at = $2 WHERE member_id = $1", args![member, tx.now()])?;
    Ok(())
}

/// Sees to it that everybody who helps is known here and has somebody, as far as there is room, and that nobody is held
/// who does not help any more.
pub fn settle(tx: &mut Tx<'_>) -> Result<()> {
    for hat in LOOKED_AFTER {
        for member in hats::wearers(tx, hat)? {
            tx.execute(
                "INSERT INTO workforce_supervised (member_id, since) VALUES ($1, $2) ON CONFLICT (member_id) DO NOTHING",
                args![member, tx.now()],
            )?;
        }
    }
    let all =
        tx.all(&format!("SELECT {COLUMNS} FROM workforce_supervised ORDER BY since, member_id"), args![], from_row)?;
    for it in all {
        if !hats::of(tx, it.member)?.iter().any(|hat| LOOKED_AFTER.contains(hat)) {
            session::forget_planned(tx, it.member)?;
            entry::keep_all_back(tx, it.member)?;
            tx.execute("DELETE FROM workforce_supervised WHERE member_id = $1", args![it.member])?;
        } else if let Some(by) = it.supervisor
            && (!hats::of(tx, by)?.contains(&Hat::Supervisor) || blocks::apart(tx, by, it.member)?)
        {
            // A holiday is no reason to change hands; a hat that was laid down is, and what keeps the two apart.
            give(tx, it.member, None)?;
        }
    }
    // Whoever changes hands leaves room behind, in which two others need not have only each other any more. Each round has
    // fewer who wait or fewer such pairs, so it ends.
    while untie(tx)? | place(tx)? {}
    Ok(())
}

/// Those who have only each other and need not wait for the third. Answers whether there were any.
fn untie(tx: &mut Tx<'_>) -> Result<bool> {
    let mut any = false;
    for (member, by) in Hands::read(tx)?.0 {
        if is_untied(tx, by, member)? {
            give(tx, member, None)?;
            any = true;
        }
    }
    Ok(any)
}

/// Finds somebody for everybody who waits, the longest there first, as far as there is room. Answers whether anybody was
/// found.
fn place(tx: &mut Tx<'_>) -> Result<bool> {
    let mut any = false;
    for it in Supervised::without(tx)? {
        if let Some(next) = with_room(tx, it.member)?.first() {
            give(tx, it.member, Some(*next))?;
            any = true;
        }
    }
    Ok(any)
}

pub(crate) fn look(tx: &mut Tx<'_>, _: &str) -> Result<()> {
    settle(tx)?;
    tx.later(LOOK, "", tx.now() + HOUR)
}

/// Whoever was not talked with for too long plans nothing and begins nothing; what they have begun or planned goes on, and
/// whoever is called in a crisis is never asked. Where nobody may look after them, nobody could talk with them, and nothing
/// is kept from them.
pub(crate) fn barred(tx: &mut Tx<'_>, work: Work, step: Step, among: Among) -> Result<Vec<(MemberId, Bar)>> {
    if step == Step::Take {
        return Ok(Vec::new());
    }
    let asked = match among {
        Among::One(member) => Supervised::of(tx, member)?.into_iter().collect(),
        Among::AtWork => tx.all(
            &format!(
                "SELECT {COLUMNS} FROM workforce_supervised
                 WHERE member_id IN (SELECT member_id FROM workforce_spells WHERE ended_at IS NULL AND work = $1)"
            ),
            args![work],
            from_row,
        )?,
    };
    let (rhythm, now) = (Rhythm::current(tx)?, tx.now());
    let late: Vec<_> = asked.into_iter().filter(|it| matches!(it.due(&rhythm, now), Due::TooLong(_))).collect();
    if late.is_empty() {
        return Ok(Vec::new());
    }
    let mut bars = Vec::new();
    for it in late {
        if it.supervisor.is_some() || !with_room(tx, it.member)?.is_empty() {
            bars.push((it.member, Bar { why: Why::Supervision, until: None }));
        }
    }
    Ok(bars)
}
