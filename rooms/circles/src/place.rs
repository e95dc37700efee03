//! What this room lends to those who keep everybody safe: how a post or a story is seen, set aside and shown again, and how
//! somebody is paused in a circle.

use std::collections::BTreeMap;

use db::{Error, Result, Time, Tx, Uuid, args};
use safety::{
    care::Care,
    kind::{Kind, Matter},
    place::{Place, Said, Seen},
};
use words::{Actor, MemberId};

use crate::{
    bar,
    circle::Circle,
    kind::{CircleId, PostId, State, StoryId},
    membership,
    post::{self, Found},
    story::{self, Story},
    thread, watch,
};

/// So many posts before and after the one in question are seen with it.
const AROUND: i64 = 5;

/// Posts and stories.
pub static PLACE: Place = Place { kinds: &[Kind::Post, Kind::Story], look, seen_by, hide, restore, edit };

fn look(tx: &mut Tx<'_>, matter: Matter) -> Result<Seen> {
    match matter.kind {
        Kind::Story => story_seen(story::any(tx, StoryId(matter.id))?),
        _ => {
            let found = post::any(tx, PostId(matter.id))?;
            post_seen(tx, found)
        }
    }
}

fn seen_by(tx: &mut Tx<'_>, actor: &Actor, matter: Matter) -> Result<Seen> {
    match matter.kind {
        Kind::Story => story_seen(Story::reportable_by(tx, actor, StoryId(matter.id))?),
        _ => {
            let found = post::reportable_by(tx, actor, PostId(matter.id))?;
            post_seen(tx, found)
        }
    }
}

fn post_seen(tx: &mut Tx<'_>, found: Found) -> Result<Seen> {
    if found.state == State::Withdrawn {
        return Err(Error::NotFound);
    }
    let around: Vec<(PostId, Option<String>, Time)> = tx.all(
        "SELECT p.id, n.pseudonym, p.posted_at FROM circles_posts p
         LEFT JOIN people_names n ON n.member_id = p.author_id
         WHERE p.thread_id = $1 AND (p.seq = 1 OR (p.seq >= $2 AND p.seq <= $3)) AND p.state <> 'withdrawn'
         ORDER BY p.seq",
        args![found.thread, found.seq - AROUND, found.seq + AROUND],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let mut said = Vec::new();
    for (id, name, at) in around {
        let words = post::words_of(tx, id)?;
        said.push(Said { by: name.unwrap_or_default(), words, at: at.0, reported: id == found.id });
    }
    Ok(Seen {
        author: found.author,
        band: found.circle.band,
        place: Some(found.circle.id.0),
        place_name: found.circle.plan.name,
        address: Some(format!("/threads/{}#post-{}", found.thread, found.id)),
        unnamed: found.unnamed,
        shown: found.state == State::Shown,
        said,
    })
}

fn story_seen(story: Story) -> Result<Seen> {
    let said = Said {
        by: story.by.clone().unwrap_or_default(),
        words: format!("{}\n\n{}", story.writing.title, story.writing.words),
        at: story.changed_at.0,
        reported: true,
    };
    Ok(Seen {
        author: story.author,
        band: story.band,
        place: None,
        place_name: String::new(),
        address: Some(format!("/circles/stories/{}", story.id)),
        unnamed: story.writing.unnamed,
        shown: story.state == story::State::Shown,
        said: vec![said],
    })
}

fn hide(tx: &mut Tx<'_>, matter: Matter, held: bool) -> Result<()> {
    match matter.kind {
        Kind::Story => story::set_back(tx, StoryId(matter.id)),
        _ if held => watch::set_aside(tx, PostId(matter.id)),
        _ => watch::put_out_of_sight(tx, PostId(matter.id)),
    }
}

fn restore(tx: &mut Tx<'_>, matter: Matter) -> Result<()> {
    match matter.kind {
        Kind::Story => story::show_again(tx, StoryId(matter.id)),
        _ => watch::show_again(tx, PostId(matter.id)),
    }
}

fn edit(matter: Matter) -> Option<String> {
    Some(match matter.kind {
        Kind::Story => format!("/circles/stories/{}/edit", matter.id),
        _ => format!("/posts/{}/edit", matter.id),
    })
}

/// Lets a post that was just written be read for signs that somebody needs help.
pub fn hear_post(tx: &mut Tx<'_>, actor: &Actor, id: PostId) -> Result<Option<Care>> {
    let found = post::any(tx, id)?;
    let title = if found.seq == 1 { thread::title_of(tx, found.thread)? } else { String::new() };
    let earlier: Vec<PostId> = tx.all(
        "SELECT id FROM circles_posts WHERE thread_id = $1 AND author_id = $2 AND seq < $3 AND state <> 'withdrawn'
         ORDER BY seq DESC LIMIT $4",
        args![found.thread, actor.id, found.seq, safety::reading::EARLIER],
        |row| row.get(0),
    )?;
    // What somebody put above their words belongs to them, and stands in front of what they wrote before.
    let mut before: Vec<String> = Some(title).filter(|it| !it.is_empty()).into_iter().collect();
    for id in earlier {
        before.push(post::words_of(tx, id)?);
    }
    safety::hear(
        tx,
        &safety::Heard {
            matter: Matter { kind: Kind::Post, id: id.0 },
            author: actor.id,
            band: found.circle.band,
            place: Some(found.circle.id.0),
            words: &found.words,
            earlier: &before,
            for_self: true,
        },
    )
}

/// The same for a story.
pub(crate) fn hear_story(tx: &mut Tx<'_>, actor: &Actor, id: StoryId) -> Result<Option<Care>> {
    let story = story::any(tx, id)?;
    safety::hear(
        tx,
        &safety::Heard {
            matter: Matter { kind: Kind::Story, id: id.0 },
            author: actor.id,
            band: story.band,
            place: None,
            words: &story.writing.words,
            earlier: &[story.writing.title],
            for_self: true,
        },
    )
}

/// A member of a circle reads and does not write there until then: for every room that belongs to it.
pub fn pause(tx: &mut Tx<'_>, by: &Actor, place: Uuid, member: MemberId, until: Time) -> Result<()> {
    let circle = Circle::any(tx, CircleId(place))?;
    bar::pause(tx, by, &circle, member, until)
}

/// The end of such a pause.
pub fn resume(tx: &mut Tx<'_>, place: Uuid, member: MemberId) -> Result<()> {
    let circle = Circle::any(tx, CircleId(place))?;
    bar::resume(tx, &circle, member)
}

/// A member no longer belongs to a circle.
pub fn remove(tx: &mut Tx<'_>, by: &Actor, place: Uuid, member: MemberId) -> Result<()> {
    let circle = Circle::any(tx, CircleId(place))?;
    bar::remove(tx, by, &circle, member)
}

/// They belong to it again.
pub fn readmit(tx: &mut Tx<'_>, place: Uuid, member: MemberId) -> Result<()> {
    let circle = Circle::any(tx, CircleId(place))?;
    bar::readmit(tx, &circle, member)
}

/// Who looks after a circle.
pub fn keepers(tx: &mut Tx<'_>, place: Uuid) -> Result<Vec<MemberId>> {
    membership::facilitators(tx, CircleId(place))
}

/// The circles that somebody looks after.
pub fn kept_by(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Uuid>> {
    Ok(Circle::facilitated(tx, actor)?.into_iter().map(|it| it.id.0).collect())
}

/// What these circles are called.
pub fn names_of(tx: &mut Tx<'_>, places: &[Uuid]) -> Result<BTreeMap<Uuid, String>> {
    let places = places.iter().map(Uuid::to_string).collect::<Vec<_>>().join(" ");
    let named: Vec<(CircleId, String)> =
        tx.all("SELECT id, name FROM circles_circles WHERE $1 LIKE '%' || id || '%'", args![places], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    Ok(named.into_iter().map(|(id, name)| (id.0, name)).collect())
}

/// The circles that a member is in, with their names.
pub fn circles_of(tx: &mut Tx<'_>, member: MemberId) -> Result<Vec<(Uuid, String)>> {
    tx.all(
        "SELECT c.id, c.name FROM circles_memberships m JOIN circles_circles c ON c.id = m.circle_id
         WHERE m.member_id = $1 ORDER BY c.name, c.id",
        args![member],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Whether a member is in this circle.
pub fn holds(tx: &mut Tx<'_>, place: Uuid, member: MemberId) -> Result<bool> {
    Ok(membership::role(tx, CircleId(place), member)?.is_some())
}
