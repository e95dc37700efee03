//! Sitting in, as it is arranged: a learner asks a supporter who said that learners may ask, and the supporter agrees
//! beforehand. The member is asked in the conversation itself: see [`crate::sitting`].

use std::time::Duration;

use db::{Error, Result, Time, Tx, args};
use people::{blocks, hats};
use training::{format::Body, together};
use words::{Actor, MemberId, Standing};
use workforce::application::Application;

use crate::{kind::ShadowId, sitting, topic};

/// Whoever says that they are there is waited for this long.
pub const READY: Duration = Duration::from_secs(60 * 60);

/// A learner who sits in, or would like to.
#[derive(Clone, Debug)]
pub struct Shadow {
    /// Its id.
    pub id: ShadowId,
    /// Who learns.
    pub learner: MemberId,
    /// Whom they asked.
    pub supporter: MemberId,
    /// For which course.
    pub course: String,
    /// For which activity in it.
    pub activity: String,
    /// When the supporter agreed.
    pub agreed_at: Option<Time>,
    /// Until when the learner is there.
    pub ready_until: Option<Time>,
    /// When it was done.
    pub done_at: Option<Time>,
}

const COLUMNS: &str = "id, learner_id, supporter_id, course_id, activity_id, agreed_at, ready_until, \
                       CASE WHEN is_done THEN ended_at END";

fn from_row(row: &db::Row<'_>) -> Result<Shadow> {
    Ok(Shadow {
        id: row.get(0)?,
        learner: row.get(1)?,
        supporter: row.get(2)?,
        course: row.get(3)?,
        activity: row.get(4)?,
        agreed_at: row.get(5)?,
        ready_until: row.get(6)?,
        done_at: row.get(7)?,
    })
}

/// What a learner still has to sit in for: course and activity.
pub fn due(tx: &mut Tx<'_>, learner: MemberId) -> Result<Vec<(String, String)>> {
    let due = together::due(tx, learner)?.into_iter();
    let sits_in = |it: &together::Due| {
        it.course.activity(&it.activity).is_some_and(|activity| matches!(activity.body, Body::Shadow(_)))
    };
    Ok(due.filter(sits_in).map(|it| (it.course.id.clone(), it.activity)).collect())
}

/// Whether somebody is on the way to helping here: courses are open to everybody, what somebody says in a bad hour is not.
fn is_on_the_way(tx: &mut Tx<'_>, learner: MemberId) -> Result<bool> {
    if people::standing::of(tx, learner)? != Standing::Active {
        return Ok(false);
    }
    Ok(!hats::of(tx, learner)?.is_empty() || Application::is_open_of(tx, learner)?)
}

/// Whether these two may learn together: both take part, in one band, and nothing keeps them apart.
fn may_learn(tx: &mut Tx<'_>, learner: MemberId, supporter: MemberId) -> Result<bool> {
    let band = people::Profile::of(tx, learner)?.band;
    Ok(learner != supporter
        && is_on_the_way(tx, learner)?
        && hats::wearers_of(tx, words::Hat::Supporter, band)?.contains(&supporter)
        && !blocks::apart(tx, learner, supporter)?)
}

/// Supporters whom this learner may ask, by name: those who said so, who are not learning the same themselves.
pub fn willing(tx: &mut Tx<'_>, learner: &Actor, course: &str, activity: &str) -> Result<Vec<(MemberId, String)>> {
    let all: Vec<(MemberId, String)> = tx.all(
        "SELECT p.member_id, n.pseudonym FROM support_preferences p JOIN people_names n ON n.member_id = p.member_id
         WHERE p.takes_learners ORDER BY n.pseudonym",
        args![],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let mut willing = Vec::new();
    for (member, name) in all {
        let learns = due(tx, member)?.iter().any(|it| it.0 == course && it.1 == activity);
        if !learns && may_learn(tx, learner.id, member)? {
            willing.push((member, name));
        }
    }
    Ok(willing)
}

impl Shadow {
    /// A learner asks. One supporter at a time.
    pub fn ask(
        tx: &mut Tx<'_>,
        learner: &Actor,
        course: &str,
        activity: &str,
        supporter: MemberId,
    ) -> Result<ShadowId> {
        if !due(tx, learner.id)?.iter().any(|it| it.0 == course && it.1 == activity) {
            return Err(Error::NotFound);
        }
        if !willing(tx, learner, course, activity)?.iter().any(|it| it.0 == supporter) {
            return Err(Error::refused("shadow-not-with-them"));
        }
        let id = ShadowId::fresh(tx);
        let asked = tx.execute(
            "INSERT INTO support_shadows (id, learner_id, supporter_id, course_id, activity_id, asked_at)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (learner_id) WHERE ended_at IS NULL DO NOTHING",
            args![id, learner.id, supporter, course, activity, tx.now()],
        )?;
        if asked == 0 {
            return Err(Error::refused("shadow-asked-already"));
        }
        topic::refresh_member(tx, supporter)?;
        topic::refresh_member(tx, learner.id)?;
        Ok(id)
    }

    /// What a learner has asked for and what has not ended.
    pub fn of_learner(tx: &mut Tx<'_>, learner: MemberId) -> Result<Option<Self>> {
        tx.first(
            &format!("SELECT {COLUMNS} FROM support_shadows WHERE learner_id = $1 AND ended_at IS NULL"),
            args![learner],
            from_row,
        )
    }

    /// How many learners asked this supporter and have no answer yet.
    pub fn unanswered(tx: &mut Tx<'_>, supporter: MemberId) -> Result<usize> {
        let open = Self::all_with(tx, supporter)?.into_iter();
        Ok(open.filter(|it| it.done_at.is_none() && it.agreed_at.is_none()).count())
    }

    /// Learners who asked this supporter: what is open, and what was done.
    pub fn all_with(tx: &mut Tx<'_>, supporter: MemberId) -> Result<Vec<Self>> {
        tx.all(
            &format!(
                "SELECT {COLUMNS} FROM support_shadows WHERE supporter_id = $1 AND (ended_at IS NULL OR is_done)
                 ORDER BY asked_at DESC, id LIMIT 50"
            ),
            args![supporter],
            from_row,
        )
    }

    /// One that is open, as the supporter who was asked.
    pub fn open_with(tx: &mut Tx<'_>, supporter: &Actor, id: ShadowId) -> Result<Self> {
        tx.one(
            &format!("SELECT {COLUMNS} FROM support_shadows WHERE id = $1 AND supporter_id = $2 AND ended_at IS NULL"),
            args![id, supporter.id],
            from_row,
        )
    }

    pub(crate) fn open(tx: &mut Tx<'_>, id: ShadowId) -> Result<Option<Self>> {
        tx.first(
            &format!("SELECT {COLUMNS} FROM support_shadows WHERE id = $1 AND ended_at IS NULL"),
            args![id],
            from_row,
        )
    }

    /// A learner who is there now and whom this supporter agreed to take along.
    pub fn ready_with(tx: &mut Tx<'_>, supporter: MemberId) -> Result<Option<Self>> {
        let ready = tx.all(
            &format!(
                "SELECT {COLUMNS} FROM support_shadows WHERE supporter_id = $1 AND ended_at IS NULL
                   AND agreed_at IS NOT NULL AND ready_until > $2 ORDER BY agreed_at, id"
            ),
            args![supporter, tx.now()],
            from_row,
        )?;
        for shadow in ready {
            if may_learn(tx, shadow.learner, shadow.supporter)? {
                return Ok(Some(shadow));
            }
        }
        Ok(None)
    }

    /// The supporter agrees.
    pub fn agree(&self, tx: &mut Tx<'_>) -> Result<()> {
        if !may_learn(tx, self.learner, self.supporter)? {
            return Err(Error::NotFound);
        }
        tx.execute(
            "UPDATE support_shadows SET agreed_at = COALESCE(agreed_at, $2) WHERE id = $1",
            args![self.id, tx.now()],
        )?;
        topic::refresh_member(tx, self.learner)
    }

    /// The learner is there for the next hour, and would read along if a member says yes.
    pub fn be_ready(tx: &mut Tx<'_>, learner: &Actor) -> Result<()> {
        let shadow = Self::of_learner(tx, learner.id)?.filter(|it| it.agreed_at.is_some()).ok_or(Error::NotFound)?;
        tx.execute("UPDATE support_shadows SET ready_until = $2 WHERE id = $1", args![shadow.id, tx.now() + READY])?;
        topic::refresh_member(tx, shadow.supporter)
    }

    /// One of the two ends it, for whatever reason.
    pub fn end(&self, tx: &mut Tx<'_>) -> Result<()> {
        if let Some(sitting) = sitting::open_of(tx, self.learner)? {
            sitting.end(tx)?;
        }
        self.close(tx, false)
    }

    pub(crate) fn close(&self, tx: &mut Tx<'_>, is_done: bool) -> Result<()> {
        tx.execute(
            "UPDATE support_shadows SET ended_at = $2, is_done = $3 WHERE id = $1 AND ended_at IS NULL",
            args![self.id, tx.now(), is_done],
        )?;
        topic::refresh_member(tx, self.supporter)?;
        topic::refresh_member(tx, self.learner)
    }

    /// Whether the learner may still read along with this member.
    pub(crate) fn holds(&self, tx: &mut Tx<'_>, asker: MemberId) -> Result<bool> {
        let band = |tx: &mut Tx<'_>, it| people::Profile::of(tx, it).map(|it| it.band);
        Ok(self.learner != asker
            && may_learn(tx, self.learner, self.supporter)?
            && band(tx, asker)? == band(tx, self.learner)?
            && !blocks::apart(tx, self.learner, asker)?)
    }
}

/// Lets somebody go: nobody sits in with them, nor they with anybody.
pub(crate) fn leave(tx: &mut Tx<'_>, member: MemberId) -> Result<()> {
    let open = tx.all(
        &format!(
            "SELECT {COLUMNS} FROM support_shadows WHERE (learner_id = $1 OR supporter_id = $1) AND ended_at IS NULL"
        ),
        args![member],
        from_row,
    )?;
    open.iter().try_for_each(|it| it.end(tx))
}
