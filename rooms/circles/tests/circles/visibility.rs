//! For whom a circle exists: every band, side, way in, stage and part, against the rules in words.

use circles::{
    circle::Circle,
    kind::{Audience, CircleId, Joining, Role, Stage},
};
use db::{Error, Result, Tx, args};
use testkit::on_both_engines;
use words::{Actor, AgeBand, Hat};

use crate::town::*;

/// What somebody has to do with a circle.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Part {
    None,
    Asked,
    Invited,
    Member,
    Leads,
    LeadsWithoutHat,
}

fn is_there<T>(found: Result<T>) -> Result<bool> {
    match found {
        Ok(_) => Ok(true),
        Err(Error::NotFound) => Ok(false),
        Err(other) => Err(other),
    }
}

fn put(tx: &mut Tx<'_>, circle: CircleId, who: &Actor, part: Part) -> Result<()> {
    for table in ["circles_memberships", "circles_invitations", "circles_requests"] {
        tx.execute(&format!("DELETE FROM {table} WHERE circle_id = $1 AND member_id = $2"), args![circle, who.id])?;
    }
    let sql = match part {
        Part::None => return Ok(()),
        Part::Asked => {
            let id = tx.new_uuid();
            let sql = "INSERT INTO circles_requests (id, circle_id, member_id, made_at) VALUES ($1, $2, $3, 0)";
            return tx.execute(sql, args![id, circle, who.id]).map(drop);
        }
        Part::Invited => {
            "INSERT INTO circles_invitations (circle_id, member_id, by_id, made_at) VALUES ($1, $2, $2, 0)"
        }
        Part::Member => {
            "INSERT INTO circles_memberships (circle_id, member_id, role, joined_at) VALUES ($1, $2, 'member', 0)"
        }
        Part::Leads | Part::LeadsWithoutHat => {
            "INSERT INTO circles_memberships (circle_id, member_id, role, joined_at) VALUES ($1, $2, 'facilitator', 0)"
        }
    };
    tx.execute(sql, args![circle, who.id]).map(drop)
}

#[test]
fn a_circle_exists_for_those_for_whom_it_is() {
    on_both_engines(&migrations(), |ground| async move {
        let by = pair(&ground, AgeBand::Adult).await;
        let circle = circle(&ground, &by, "Night owls", |_| ()).await;
        let adult = person(&ground, "Maya").await;
        let youth = somebody(&ground, "Robin", &[], AgeBand::Older, "en").await;
        let mut asked = 0;
        for joining in Joining::ALL {
            for hidden in [false, true] {
                for stage in Stage::ALL {
                    for side in Audience::ALL {
                        for part in
                            [Part::None, Part::Asked, Part::Invited, Part::Member, Part::Leads, Part::LeadsWithoutHat]
                        {
                            for who in [&adult, &youth] {
                                let hats = if part == Part::Leads { vec![Hat::Facilitator] } else { Vec::new() };
                                let who = Actor { hats, ..who.clone() };
                                let (joining, stage, side) = (*joining, *stage, *side);
                                let same_band = who.band == AgeBand::Adult;
                                let told = format!("{joining:?} {hidden} {stage:?} {side:?} {part:?} {:?}", who.band);
                                let (visible, readable, joined, led, mine, found) = does(&ground, move |tx| {
                                    let who = &who;
                                    tx.execute(
                                        "UPDATE circles_circles SET joining = $2, hidden = $3, stage = $4 WHERE id = $1",
                                        args![circle, joining, hidden, stage],
                                    )?;
                                    tx.execute("DELETE FROM circles_sides WHERE member_id = $1", args![who.id])?;
                                    tx.execute(
                                        "INSERT INTO circles_sides (member_id, side, since) VALUES ($1, $2, 0)",
                                        args![who.id, side],
                                    )?;
                                    put(tx, circle, who, part)?;
                                    let seen = is_there(Circle::visible_to(tx, who, circle))?;
                                    let read = is_there(Circle::readable_by(tx, who, circle))?;
                                    let role = Circle::joined_by(tx, who, circle).ok().map(|(_, role)| role);
                                    let led = is_there(Circle::facilitated_by(tx, who, circle))?;
                                    let mine = Circle::mine(tx, who)?.len() == 1;
                                    let found = Circle::find(tx, who, None, None)?.len() == 1;
                                    Ok((seen, read, role, led, mine, found))
                                })
                                .await;
                                // The rules, in words.
                                let is_in = matches!(part, Part::Member | Part::Leads | Part::LeadsWithoutHat);
                                let same_side = side == Audience::Members;
                                let lives = matches!(stage, Stage::Open | Stage::Preparing | Stage::Closed);
                                let may_find = stage == Stage::Open
                                    && same_side
                                    && (joining != Joining::Invitation || part == Part::Invited);
                                let exists = same_band && if is_in { lives } else { may_find };
                                let reads_inside = is_in || (joining == Joining::Open && !hidden);
                                assert_eq!(visible, exists, "visible: {told}");
                                assert_eq!(readable, exists && reads_inside, "readable: {told}");
                                let role = match part {
                                    Part::Leads => Some(Role::Facilitator),
                                    Part::Member | Part::LeadsWithoutHat => Some(Role::Member),
                                    _ => None,
                                };
                                assert_eq!(joined, role.filter(|_| exists), "joined: {told}");
                                assert_eq!(led, exists && part == Part::Leads, "led: {told}");
                                assert_eq!(mine, exists && is_in, "mine: {told}");
                                assert_eq!(found, exists && !is_in, "found: {told}");
                                asked += 1;
                            }
                        }
                    }
                }
            }
        }
        println!("{:?}: {asked} combinations", ground.engine);
    });
}
