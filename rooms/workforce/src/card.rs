//! A role card: what somebody with this hat does, what they do not do, and whom they call when. It is signed by whoever
//! wears the hat and by a supervisor, and shown where the hat is worn. A card that is rewritten is a new version, so a
//! signature stands under the words that were read.

use askama::Template;
use db::{Error, Result, Row, Time, Tx, args};
use organisation::trail;
use web::Catalogue;
use words::{Actor, Ctx, Hat, MemberId};

use crate::answer::{Among, Bar, Step, Why, Work};

/// Longest of the three parts, in characters.
pub const TEXT_AT_MOST: usize = 2000;

/// What a card says, one thing a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Says {
    /// What they do.
    pub does: String,
    /// What they do not do.
    pub does_not: String,
    /// Whom they call, and when.
    pub calls: String,
}

/// A card as it stands.
#[derive(Clone, Debug)]
pub struct Card {
    /// Of which hat.
    pub hat: Hat,
    /// Its version, from 1.
    pub version: i64,
    /// What it says.
    pub says: Says,
    /// Since when it stands.
    pub written_at: Time,
}

/// A signature that waits for a supervisor's beside it.
#[derive(Clone, Debug)]
pub struct Unwitnessed {
    /// Whose.
    pub member: MemberId,
    /// What they are called.
    pub name: String,
    /// Under which card.
    pub hat: Hat,
    /// In which version.
    pub version: i64,
    /// Since when.
    pub signed_at: Time,
}

/// How far the signing of a card has come, for whoever wears the hat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signed {
    /// Not this version.
    No,
    /// By them, at that moment.
    Own(Time),
    /// By them and by a supervisor.
    Both(Time),
}

impl Card {
    /// The card of a hat as it stands; nothing where none was ever written.
    pub fn of(tx: &mut Tx<'_>, hat: Hat) -> Result<Option<Self>> {
        tx.first(
            "SELECT hat, version, does, does_not, calls, written_at FROM workforce_cards
             WHERE hat = $1 ORDER BY version DESC LIMIT 1",
            args![hat],
            from_row,
        )
    }

    /// The cards of the hats that somebody wears, and whether they have signed them.
    pub fn own(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<(Self, Signed)>> {
        let all: Vec<(Self, Signed)> = tx.all(
            "SELECT c.hat, c.version, c.does, c.does_not, c.calls, c.written_at, g.signed_at, g.countersigned_at
             FROM workforce_cards c
             LEFT JOIN workforce_signatures g ON g.member_id = $1 AND g.hat = c.hat AND g.version = c.version
             WHERE c.version = (SELECT MAX(n.version) FROM workforce_cards n WHERE n.hat = c.hat)",
            args![actor.id],
            |row| Ok((from_row(row)?, Signed::from(row.get(6)?, row.get(7)?))),
        )?;
        let of_hat = |hat: &Hat| all.iter().find(|(card, _)| card.hat == *hat).cloned();
        Ok(actor.hats.iter().filter_map(of_hat).collect())
    }

    /// Writes a card anew. What stays the same makes no new version, and nobody has to sign again.
    pub fn write(tx: &mut Tx<'_>, by: &Actor, hat: Hat, says: &Says, reason: &str) -> Result<()> {
        decides(by)?;
        let before = Self::of(tx, hat)?;
        if before.as_ref().is_some_and(|it| it.says == *says) {
            return Ok(());
        }
        insert(tx, Some(by), hat, before.map_or(1, |it| it.version + 1), says)?;
        trail::record_detail(tx, Some(by.id), "trail-card-written", None, hat.as_str(), reason)
    }

    /// Whether this member has signed this version.
    pub fn signed(&self, tx: &mut Tx<'_>, member: MemberId) -> Result<Signed> {
        let found = tx.first(
            "SELECT signed_at, countersigned_at FROM workforce_signatures
             WHERE member_id = $1 AND hat = $2 AND version = $3",
            args![member, self.hat, self.version],
            |row| Ok(Signed::from(row.get(0)?, row.get(1)?)),
        )?;
        Ok(found.unwrap_or(Signed::No))
    }
}

impl Signed {
    fn from(signed_at: Option<Time>, countersigned_at: Option<Time>) -> Self {
        match (signed_at, countersigned_at) {
            (None, _) => Self::No,
            (Some(at), None) => Self::Own(at),
            (Some(at), Some(_)) => Self::Both(at),
        }
    }
}

fn from_row(row: &Row<'_>) -> Result<Card> {
    Ok(Card {
        hat: row.get(0)?,
        version: row.get(1)?,
        says: Says { does: row.get(2)?, does_not: row.get(3)?, calls: row.get(4)? },
        written_at: row.get(5)?,
    })
}

fn insert(tx: &mut Tx<'_>, by: Option<&Actor>, hat: Hat, version: i64, says: &Says) -> Result<()> {
    // Of two who write at once the second is told: the version is taken.
    let written = tx.execute(
        "INSERT INTO workforce_cards (hat, version, does, does_not, calls, written_by, written_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (hat, version) DO NOTHING",
        args![hat, version, says.does, says.does_not, says.calls, by.map(|it| it.id), tx.now()],
    )?;
    if written == 0 { Err(Error::refused("card-changed-meanwhile")) } else { Ok(()) }
}

/// A community begins with our cards, in the words of the catalogue. They are its own from then on.
pub(crate) fn begin(tx: &mut Tx<'_>) -> Result<()> {
    // Tests of rules may bring no catalogue; they bring their own cards then.
    let Ok(catalogue) = tx.lent::<Catalogue>() else { return Ok(()) };
    for hat in Hat::ALL {
        if Card::of(tx, *hat)?.is_none() {
            let says = Says {
                does: catalogue.say("en", &format!("card-first-does-{hat}"), &[]),
                does_not: catalogue.say("en", &format!("card-first-does-not-{hat}"), &[]),
                calls: catalogue.say("en", &format!("card-first-calls-{hat}"), &[]),
            };
            insert(tx, None, *hat, 1, &says)?;
        }
    }
    Ok(())
}

/// Signs a card of one's own, in the version that one has read.
pub fn sign(tx: &mut Tx<'_>, actor: &Actor, hat: Hat, version: i64) -> Result<()> {
    if !actor.wears(hat) {
        return Err(Error::NotFound);
    }
    as_it_stands(tx, hat, version)?;
    tx.execute(
        "INSERT INTO workforce_signatures (member_id, hat, version, signed_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (member_id, hat, version) DO NOTHING",
        args![actor.id, hat, version, tx.now()],
    )?;
    Ok(())
}

/// A supervisor signs beside somebody, after talking it over with them. Nobody signs twice under the same card.
pub fn countersign(tx: &mut Tx<'_>, by: &Actor, member: MemberId, hat: Hat, version: i64) -> Result<()> {
    witnesses(by)?;
    if by.id == member {
        return Err(Error::refused("card-not-your-own"));
    }
    as_it_stands(tx, hat, version)?;
    let signed = tx.execute(
        "UPDATE workforce_signatures SET countersigned_by = $4, countersigned_at = $5
         WHERE member_id = $1 AND hat = $2 AND version = $3 AND countersigned_at IS NULL",
        args![member, hat, version, by.id, tx.now()],
    )?;
    if signed == 0 { Err(Error::NotFound) } else { Ok(()) }
}

fn as_it_stands(tx: &mut Tx<'_>, hat: Hat, version: i64) -> Result<()> {
    let card = Card::of(tx, hat)?.ok_or(Error::NotFound)?;
    if card.version == version { Ok(()) } else { Err(Error::refused("card-changed-meanwhile")) }
}

/// Signatures that wait for a second one, the longest waiting first. Not one's own.
pub fn unwitnessed(tx: &mut Tx<'_>, by: &Actor) -> Result<Vec<Unwitnessed>> {
    witnesses(by)?;
    tx.all(
        "SELECT s.member_id, n.pseudonym, s.hat, s.version, s.signed_at FROM workforce_signatures s
         JOIN people_names n ON n.member_id = s.member_id
         JOIN people_wearers w ON w.member_id = s.member_id AND w.hat = s.hat
         WHERE s.countersigned_at IS NULL AND s.member_id <> $1
           AND s.version = (SELECT MAX(c.version) FROM workforce_cards c WHERE c.hat = s.hat)
         ORDER BY s.signed_at, s.member_id, s.hat",
        args![by.id],
        |row| {
            Ok(Unwitnessed {
                member: row.get(0)?,
                name: row.get(1)?,
                hat: row.get(2)?,
                version: row.get(3)?,
                signed_at: row.get(4)?,
            })
        },
    )
}

/// Whether wearers of this hat begin nothing before they have signed.
pub fn is_needed(tx: &mut Tx<'_>, hat: Hat) -> Result<bool> {
    let needed: i64 = tx.value("SELECT COUNT(*) FROM workforce_card_needs WHERE hat = $1", args![hat])?;
    Ok(needed == 1)
}

/// Says whether wearers of this hat begin nothing before they have signed.
pub fn need(tx: &mut Tx<'_>, by: &Actor, hat: Hat, needed: bool, reason: &str) -> Result<()> {
    decides(by)?;
    let changed = if needed {
        Card::of(tx, hat)?.ok_or(Error::NotFound)?;
        tx.execute(
            "INSERT INTO workforce_card_needs (hat, by_id, since) VALUES ($1, $2, $3) ON CONFLICT (hat) DO NOTHING",
            args![hat, by.id, tx.now()],
        )?
    } else {
        tx.execute("DELETE FROM workforce_card_needs WHERE hat = $1", args![hat])?
    };
    if changed == 0 {
        return Ok(());
    }
    let deed = if needed { "trail-card-needed" } else { "trail-card-not-needed" };
    trail::record_detail(tx, Some(by.id), deed, None, hat.as_str(), reason)
}

/// Who writes cards and says where they must be signed.
pub fn decides(actor: &Actor) -> Result<()> {
    if actor.wears(Hat::Administrator) { Ok(()) } else { Err(Error::NotFound) }
}

/// Who signs beside others.
pub fn witnesses(actor: &Actor) -> Result<()> {
    if actor.wears(Hat::Supervisor) || actor.wears(Hat::Administrator) { Ok(()) } else { Err(Error::NotFound) }
}

/// Hats of which one at least is worn in this work; the last is said twice where there are fewer than three.
fn hats_in(work: Work) -> [Hat; 3] {
    match work {
        Work::Conversation => [Hat::Supporter; 3],
        Work::Room => [Hat::Facilitator; 3],
        Work::Moderation => [Hat::Moderator, Hat::SafeguardingLead, Hat::Supervisor],
    }
}

/// Of somebody `w` who wears a hat: that they have not signed its card as it stands.
const UNSIGNED: &str = "NOT EXISTS (SELECT 1 FROM workforce_signatures g
    WHERE g.member_id = w.member_id AND g.hat = w.hat
      AND g.version = (SELECT MAX(c.version) FROM workforce_cards c WHERE c.hat = w.hat))";

/// Who has not signed the card of a hat that must be. It keeps nobody from going on: a card that changes in the middle of
/// a shift is read before the next.
pub(crate) fn barred(tx: &mut Tx<'_>, work: Work, step: Step, among: Among) -> Result<Vec<(MemberId, Bar)>> {
    if step == Step::Take {
        return Ok(Vec::new());
    }
    let bar = Bar { why: Why::Unsigned, until: None };
    let found = |row: &Row<'_>| Ok((row.get(0)?, bar.clone()));
    let [one, two, three] = hats_in(work);
    match among {
        Among::One(member) => tx.all(
            &format!(
                "SELECT DISTINCT w.member_id FROM workforce_card_needs n JOIN people_wearers w ON w.hat = n.hat
                 WHERE n.hat IN ($1, $2, $3) AND w.member_id = $4 AND {UNSIGNED}"
            ),
            args![one, two, three, member],
            found,
        ),
        Among::AtWork => tx.all(
            &format!(
                "SELECT DISTINCT w.member_id FROM workforce_card_needs n JOIN people_wearers w ON w.hat = n.hat
                 WHERE n.hat IN ($1, $2, $3) AND {UNSIGNED}
                   AND w.member_id IN (SELECT s.member_id FROM workforce_spells s WHERE s.work = $4 AND s.ended_at IS NULL)"
            ),
            args![one, two, three, work],
            found,
        ),
    }
}

#[derive(Template)]
#[template(path = "way/card_shown.html")]
struct Shown<'a> {
    c: &'a Ctx,
    card: &'a Card,
    /// For whoever wears the hat, and not for those whom they meet.
    own: bool,
    signed: bool,
}

/// The card of a hat, for the page on which somebody begins: HTML, or nothing where no card was written.
pub fn shown(c: &Ctx, tx: &mut Tx<'_>, hat: Hat) -> Result<Option<String>> {
    let Some(card) = Card::of(tx, hat)? else { return Ok(None) };
    let signed = match c.actor() {
        Some(actor) => card.signed(tx, actor.id)? != Signed::No,
        None => false,
    };
    Shown { c, card: &card, own: true, signed }.render().map(Some).map_err(Error::broken)
}

/// The card of a hat, for those whom its wearer meets: what they do and what they do not do.
pub fn shown_to_others(c: &Ctx, tx: &mut Tx<'_>, hat: Hat) -> Result<Option<String>> {
    let Some(card) = Card::of(tx, hat)? else { return Ok(None) };
    Shown { c, card: &card, own: false, signed: true }.render().map(Some).map_err(Error::broken)
}
