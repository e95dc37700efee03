use uuid::Uuid;

use crate::{Random, Time};

/// A UUIDv7 of this moment: ids sort by age, and no clock or chance is ambient.
pub fn new_uuid(now: Time, random: &dyn Random) -> Uuid {
    let mut bytes = [0u8; 10];
    random.fill(&mut bytes);
    uuid::Builder::from_unix_timestamp_millis(u64::try_from(now.0 / 1000).unwrap_or(0), &bytes).into_uuid()
}
