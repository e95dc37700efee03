//! Who belongs to a circle: coming in by a press, by asking, or by an invitation; and going again, whenever one likes.

use db::{Error, Result, Time, Tx, args};
use people::Profile;
use seal::{KeyId, Place, Sealing};
use words::{Actor, Hat, MemberId};

use crate::{
    bar,
    circle::Circle,
    kind::{CircleId, JoinRequestId, Joining, Role, Stage},
    mine, refusal, topic,
};

/// Longest words with a request to come in, in characters.
pub const WORDS_AT_MOST: usize = 500;

/// A member's part in a circle.
pub fn role(tx: &mut Tx<'_>, circle: CircleId, member: MemberId) -> Result<Option<Role>> {
    tx.first(
        "SELECT role FROM circles_memberships WHERE circle_id = $1 AND member_id = $2",
        args![circle, member],
        |row| row.get(0),
    )
}

/// Everybody in a circle, the longest there first.
pub fn members(tx: &mut Tx<'_>, circle: CircleId) -> Result<Vec<MemberId>> {
    tx.all(
        "SELECT member_id FROM circles_memberships WHERE circle_id = $1 ORDER BY joined_at, member_id",
        args![circle],
        |row| row.get(0),
    )
}

/// Who looks after a circle, the longest there first.
pub fn facilitators(tx: &mut Tx<'_>, circle: CircleId) -> Result<Vec<MemberId>> {
    tx.all(
        "SELECT member_id FROM circles_memberships WHERE circle_id = $1 AND role = 'facilitator'
         ORDER BY joined_at, member_id",
        args![circle],
        |row| row.get(0),
    )
}

/// Names and parts of everybody in a circle, facilitators first: for those who look after it.
pub fn named(tx: &mut Tx<'_>, circle: CircleId) -> Result<Vec<(MemberId, String, Role)>> {
    tx.all(
        "SELECT m.member_id, n.pseudonym, m.role FROM circles_memberships m
         JOIN people_names n ON n.member_id = m.member_id
         WHERE m.circle_id = $1 ORDER BY m.role, n.pseudonym, m.member_id",
        args![circle],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// The names of those who look after a circle, the longest there first.
pub fn facilitator_names(tx: &mut Tx<'_>, circle: CircleId) -> Result<Vec<(MemberId, String)>> {
    tx.all(
        "SELECT m.member_id, n.pseudonym FROM circles_memberships m JOIN people_names n ON n.member_id = m.member_id
         WHERE m.circle_id = $1 AND m.role = 'facilitator' ORDER BY m.joined_at, m.member_id",
        args![circle],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// How many belong to a circle.
pub fn count(tx: &mut Tx<'_>, circle: CircleId) -> Result<i64> {
    tx.value("SELECT COUNT(*) FROM circles_memberships WHERE circle_id = $1", args![circle])
}

/// Until when somebody reads but does not write there; nothing when they write.
pub fn paused_until(tx: &mut Tx<'_>, circle: CircleId, member: MemberId) -> Result<Option<Time>> {
    Ok(*tx.once((circle, member), |tx| bar::pause_of(tx, circle, member))?)
}

/// Puts somebody into a circle. Being in it already changes nothing; a place that is not there is not given.
fn enter(tx: &mut Tx<'_>, circle: &Circle, member: MemberId, role: Role) -> Result<()> {
    let full = circle.plan.size.is_some_and(|size| size >= 0);
    if full && role == Role::Member && count(tx, circle.id)? >= circle.plan.size.unwrap_or(i64::MAX) {
        return Err(Error::refused("circle-full"));
    }
    tx.execute(
        "INSERT INTO circles_memberships (circle_id, member_id, role, joined_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (circle_id, member_id) DO UPDATE SET role = $3",
        args![circle.id, member, role, tx.now()],
    )?;
    tx.execute("DELETE FROM circles_invitations WHERE circle_id = $1 AND member_id = $2", args![circle.id, member])?;
    tx.execute(
        "UPDATE circles_requests SET settled_at = $3, outcome = 'admitted'
         WHERE circle_id = $1 AND member_id = $2 AND settled_at IS NULL",
        args![circle.id, member, tx.now()],
    )?;
    topic::member_changed(tx, member)?;
    topic::circle_changed(tx, circle.id)
}

/// Makes somebody a facilitator of a circle: they wear the hat, share its band and read its language.
pub fn appoint(tx: &mut Tx<'_>, circle: &Circle, member: MemberId) -> Result<()> {
    let profile = Profile::of(tx, member)?;
    let fits = people::hats::of(tx, member)?.contains(&Hat::Facilitator)
        && profile.band == circle.band
        && profile.languages.contains(&circle.plan.language);
    if !fits {
        return Err(Error::refused("facilitator-does-not-fit"));
    }
    enter(tx, circle, member, Role::Facilitator)
}

/// Joins. Where a facilitator decides, this asks; the answer says whether one is in.
pub fn join(tx: &mut Tx<'_>, actor: &Actor, id: CircleId, words: &str) -> Result<bool> {
    let circle = Circle::visible_to(tx, actor, id)?;
    if circle.stage != Stage::Open {
        return Err(Error::NotFound);
    }
    if circle.role.is_some() {
        return Ok(true);
    }
    if circle.has_begun(tx.now()) {
        return Err(Error::refused("circle-begun"));
    }
    if bar::is_removed(tx, id, actor.id)? {
        return Err(Error::refused("circle-removed"));
    }
    let invited = is_invited(tx, id, actor.id)?;
    // Into a hidden circle nobody walks by a press: they would learn who is there, and whether a place is left.
    if (circle.plan.joining == Joining::Open && !circle.plan.hidden) || invited {
        enter(tx, &circle, actor.id, Role::Member)?;
        return Ok(true);
    }
    ask(tx, &circle, actor, words)?;
    Ok(false)
}

fn is_invited(tx: &mut Tx<'_>, circle: CircleId, member: MemberId) -> Result<bool> {
    let invited: i64 = tx.value(
        "SELECT COUNT(*) FROM circles_invitations WHERE circle_id = $1 AND member_id = $2",
        args![circle, member],
    )?;
    Ok(invited > 0)
}

fn ask(tx: &mut Tx<'_>, circle: &Circle, actor: &Actor, words: &str) -> Result<()> {
    let request = JoinRequestId::fresh(tx);
    let place = Place::new("circles_requests", "words", request.0);
    let sealed = if words.is_empty() { None } else { Some(tx.seal(KeyId(actor.id.0), place, words)?) };
    tx.execute(
        "INSERT INTO circles_requests (id, circle_id, member_id, words, made_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (circle_id, member_id) WHERE settled_at IS NULL DO NOTHING",
        args![request, circle.id, actor.id, sealed, tx.now()],
    )?;
    topic::desk_changed(tx, circle.id)
}

/// Whether a member's request to come in is open.
pub fn has_asked(tx: &mut Tx<'_>, circle: CircleId, member: MemberId) -> Result<bool> {
    let asked: i64 = tx.value(
        "SELECT COUNT(*) FROM circles_requests WHERE circle_id = $1 AND member_id = $2 AND settled_at IS NULL",
        args![circle, member],
    )?;
    Ok(asked > 0)
}

/// Takes a request back.
pub fn withdraw_request(tx: &mut Tx<'_>, actor: &Actor, circle: CircleId) -> Result<()> {
    let withdrawn = tx.execute(
        "UPDATE circles_requests SET settled_at = $3, outcome = 'withdrawn'
         WHERE circle_id = $1 AND member_id = $2 AND settled_at IS NULL",
        args![circle, actor.id, tx.now()],
    )?;
    if withdrawn == 0 { Ok(()) } else { topic::desk_changed(tx, circle) }
}

/// Leaves. Nothing is asked; what was written stays until one takes it back.
pub fn leave(tx: &mut Tx<'_>, actor: &Actor, circle: CircleId) -> Result<()> {
    drop_out(tx, circle, actor.id)
}

/// Takes somebody's part away.
pub(crate) fn drop_out(tx: &mut Tx<'_>, circle: CircleId, member: MemberId) -> Result<()> {
    let gone =
        tx.execute("DELETE FROM circles_memberships WHERE circle_id = $1 AND member_id = $2", args![circle, member])?;
    if gone == 0 {
        return Ok(());
    }
    // Their open pages hear nothing more from inside.
    people::session::hang_up_all(tx, member)?;
    topic::member_changed(tx, member)?;
    topic::circle_changed(tx, circle)
}

/// Somebody who waits to come in.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Their request.
    pub id: JoinRequestId,
    /// To which circle.
    pub circle: CircleId,
    /// Who.
    pub member: MemberId,
    /// Their name.
    pub name: String,
    /// What they wrote.
    pub words: String,
    /// Since when.
    pub made_at: Time,
}

/// Who waits to come into a circle, the longest first.
pub fn waiting(tx: &mut Tx<'_>, circle: CircleId) -> Result<Vec<Waiting>> {
    type Row = (JoinRequestId, MemberId, String, Option<Vec<u8>>, Time);
    let rows: Vec<Row> = tx.all(
        "SELECT r.id, r.member_id, n.pseudonym, r.words, r.made_at FROM circles_requests r
         JOIN people_names n ON n.member_id = r.member_id
         WHERE r.circle_id = $1 AND r.settled_at IS NULL ORDER BY r.made_at, r.id",
        args![circle],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)),
    )?;
    rows.into_iter()
        .map(|(id, member, name, sealed, made_at)| {
            let place = Place::new("circles_requests", "words", id.0);
            let words = match sealed {
                Some(sealed) => tx.unseal(KeyId(member.0), place, &sealed)?.unwrap_or_default(),
                None => String::new(),
            };
            Ok(Waiting { id, circle, member, name, words, made_at })
        })
        .collect()
}

fn asker(tx: &mut Tx<'_>, circle: &Circle, id: JoinRequestId) -> Result<MemberId> {
    tx.first(
        "SELECT member_id FROM circles_requests WHERE id = $1 AND circle_id = $2 AND settled_at IS NULL",
        args![id, circle.id],
        |row| row.get(0),
    )?
    .ok_or_else(|| Error::refused("join-request-settled"))
}

/// Lets somebody in.
pub fn admit(tx: &mut Tx<'_>, circle: &Circle, id: JoinRequestId) -> Result<()> {
    let member = asker(tx, circle, id)?;
    enter(tx, circle, member, Role::Member)
}

/// Does not let somebody in. They read why, and a facilitator can take it back.
pub fn refuse(tx: &mut Tx<'_>, actor: &Actor, circle: &Circle, id: JoinRequestId, reason: &str) -> Result<()> {
    let member = asker(tx, circle, id)?;
    tx.execute("UPDATE circles_requests SET settled_at = $2, outcome = 'refused' WHERE id = $1", args![id, tx.now()])?;
    refusal::note(tx, actor, circle, member, reason)
}

/// Invites whoever goes by this name. Nothing tells whether somebody does, so that nobody finds out who is here.
pub fn invite(tx: &mut Tx<'_>, actor: &Actor, circle: &Circle, name: &str) -> Result<()> {
    let Some(member) = Profile::called(tx, name, circle.band)? else { return Ok(()) };
    let fits = role(tx, circle.id, member)?.is_none()
        && mine::side(tx, member)? == circle.plan.audience
        && !people::blocks::apart(tx, actor.id, member)?;
    if !fits {
        return Ok(());
    }
    tx.execute(
        "INSERT INTO circles_invitations (circle_id, member_id, by_id, made_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (circle_id, member_id) DO NOTHING",
        args![circle.id, member, actor.id, tx.now()],
    )?;
    topic::member_changed(tx, member)
}

/// Circles into which a member was invited.
pub fn invitations(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<(CircleId, String)>> {
    tx.all(
        "SELECT c.id, c.name FROM circles_invitations i JOIN circles_circles c ON c.id = i.circle_id
         WHERE i.member_id = $1 AND c.stage = 'open' AND c.band = $2 ORDER BY i.made_at, c.id",
        args![actor.id, actor.band],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Says no to an invitation. Nobody is told.
pub fn decline(tx: &mut Tx<'_>, actor: &Actor, circle: CircleId) -> Result<()> {
    let declined =
        tx.execute("DELETE FROM circles_invitations WHERE circle_id = $1 AND member_id = $2", args![circle, actor.id])?;
    if declined == 0 { Ok(()) } else { topic::member_changed(tx, actor.id) }
}

/// A facilitator steps back to being a member.
pub fn step_back(tx: &mut Tx<'_>, actor: &Actor, circle: CircleId) -> Result<()> {
    tx.execute(
        "UPDATE circles_memberships SET role = 'member' WHERE circle_id = $1 AND member_id = $2",
        args![circle, actor.id],
    )?;
    topic::circle_changed(tx, circle)
}
