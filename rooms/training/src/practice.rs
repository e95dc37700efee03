//! The stage on which live practice is played: the conversation page of the room above this one. It is lent to the database
//! in `app`, as nothing here knows that room.

use db::{Result, Tx};
use words::MemberId;

use crate::booking::BookingId;

/// Who plays what, when it begins.
#[derive(Clone, Copy, Debug)]
pub struct Cast {
    /// Of which booking.
    pub booking: BookingId,
    /// Who supports.
    pub learner: MemberId,
    /// Who plays the member.
    pub partner: MemberId,
    /// Who reads along, seen by both, because both agreed.
    pub reader: Option<MemberId>,
}

/// Opens the page on which they talk, and says its address.
#[derive(Clone, Copy)]
pub struct Stage(pub fn(&mut Tx<'_>, &Cast) -> Result<String>);
