//! The sealed card: whom to call and what to say when somebody is in danger and cannot say it themselves. Nobody has to
//! have one. It is the member's own, sealed under their key; they change and delete it whenever they like. Two people
//! open it together ([`crate::joint`]), or nobody does.

use db::{Error, Result, Time, Tx, args};
use organisation::trail;
use seal::{KeyId, Place as Sealed, Sealing};
use serde::{Deserialize, Serialize};
use words::{Actor, MemberId};

/// A card.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Whom to call.
    pub name: String,
    /// Who that is to the member.
    pub relationship: String,
    /// Their number.
    pub phone: String,
    /// Where the member is, or how to find them.
    pub place: String,
    /// What to say.
    pub say: String,
    /// What better not to say.
    pub leave_out: String,
}

impl Card {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Where a tap on the number leads. A number with words beside it, or two of them, is typed by hand.
    pub(crate) fn tel(&self) -> Option<String> {
        let is_number = self.phone.chars().all(|it| it.is_ascii_digit() || " +-()".contains(it));
        let dialled: String = self.phone.chars().filter(|it| it.is_ascii_digit() || *it == '+').collect();
        (is_number && !dialled.is_empty()).then(|| format!("tel:{dialled}"))
    }
}

/// Keeps a member's card, instead of the one before.
pub fn save(tx: &mut Tx<'_>, actor: &Actor, card: &Card) -> Result<()> {
    if card.is_empty() {
        return Err(Error::refused("card-empty"));
    }
    let text = serde_json::to_string(card).map_err(Error::broken)?;
    let sealed = tx.seal(KeyId(actor.id.0), place(actor.id), &text)?;
    tx.execute(
        "INSERT INTO safety_cards (member_id, card, saved_at) VALUES ($1, $2, $3)
         ON CONFLICT (member_id) DO UPDATE SET card = excluded.card, saved_at = excluded.saved_at",
        args![actor.id, sealed, tx.now()],
    )?;
    trail::record(tx, Some(actor.id), "trail-card-saved", Some(actor.id), "")
}

/// Deletes it. Whoever was allowed to read it a moment ago no longer can.
pub fn delete(tx: &mut Tx<'_>, actor: &Actor) -> Result<()> {
    if tx.execute("DELETE FROM safety_cards WHERE member_id = $1", args![actor.id])? == 1 {
        trail::record(tx, Some(actor.id), "trail-card-deleted", Some(actor.id), "")?;
    }
    Ok(())
}

/// One's own card, and when it was saved.
pub fn own(tx: &mut Tx<'_>, actor: &Actor) -> Result<Option<(Card, Time)>> {
    let saved =
        tx.first("SELECT saved_at FROM safety_cards WHERE member_id = $1", args![actor.id], |row| row.get(0))?;
    Ok(of(tx, actor.id)?.zip(saved))
}

/// Whether a member has one.
pub(crate) fn is_there(tx: &mut Tx<'_>, member: MemberId) -> Result<bool> {
    Ok(tx.value::<i64>("SELECT COUNT(*) FROM safety_cards WHERE member_id = $1", args![member])? > 0)
}

/// Anybody's. Only for the member themselves and for [`crate::joint::Decided::read`].
pub(crate) fn of(tx: &mut Tx<'_>, member: MemberId) -> Result<Option<Card>> {
    let sealed =
        tx.first("SELECT card FROM safety_cards WHERE member_id = $1", args![member], |row| row.get::<Vec<u8>>(0))?;
    let Some(sealed) = sealed else { return Ok(None) };
    let text = tx.unseal(KeyId(member.0), place(member), &sealed)?;
    text.map(|it| serde_json::from_str(&it).map_err(Error::broken)).transpose()
}

fn place(member: MemberId) -> Sealed {
    Sealed::new("safety_cards", "card", member.0)
}

#[cfg(test)]
mod tests {
    use super::Card;

    #[test]
    fn a_number_can_be_tapped_and_a_sentence_cannot() {
        let card = |phone: &str| Card { phone: phone.to_owned(), ..Card::default() };
        assert_eq!(card("+44 (0)1632 960-017").tel().as_deref(), Some("tel:+4401632960017"));
        for phone in ["", " ", "01632 960 017, or her work", "ask my neighbour"] {
            assert_eq!(card(phone).tel(), None, "{phone}");
        }
    }
}
