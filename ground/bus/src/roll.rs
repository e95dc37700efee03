//! Whether every other node is heard. Pure: times and messages are handed in.
//!
//! Two things are known of a neighbour. What arrives from it over the broker carries a number that grows by one, so a
//! frame that was lost leaves a gap. And a row in the database that it writes again and again says that it lives, even
//! when the broker carries nothing.

use std::{collections::HashMap, time::Duration};

use db::Uuid;
use tokio::time::Instant;

/// Every node is heard from about once a second; after this long without a sign something is in between.
const SILENT_AFTER: Duration = Duration::from_millis(3_500);
/// A node whose row has not changed for this long is dead.
const DEAD_AFTER: Duration = Duration::from_secs(10);

struct Voice {
    number: u64,
    at: Instant,
}

struct Life {
    beat: i64,
    first: Instant,
    changed: Instant,
}

/// What this node knows of itself and of its neighbours.
pub(crate) struct Roll {
    own: Uuid,
    voices: HashMap<Uuid, Voice>,
    lives: HashMap<Uuid, Life>,
}

impl Roll {
    pub(crate) fn new(own: Uuid) -> Self {
        Self { own, voices: HashMap::new(), lives: HashMap::new() }
    }

    /// A frame with this number arrived. False when it shows that another one did not.
    pub(crate) fn hears(&mut self, node: Uuid, number: u64, now: Instant) -> bool {
        let before = self.voices.insert(node, Voice { number, at: now });
        // Of a node that is heard for the first time everything before was missed, unless there was nothing.
        node == self.own || number == before.map_or(0, |it| it.number) + 1
    }

    /// These rows of nodes are in the database, each with its beat.
    pub(crate) fn sees(&mut self, rows: &[(Uuid, i64)], now: Instant) {
        self.lives.retain(|node, _| rows.iter().any(|(it, _)| it == node));
        for (node, beat) in rows {
            let life = self.lives.entry(*node).or_insert(Life { beat: *beat, first: now, changed: now });
            if life.beat != *beat {
                (life.beat, life.changed) = (*beat, now);
            }
        }
        self.voices.retain(|node, voice| rows.iter().any(|(it, _)| it == node) || now - voice.at < DEAD_AFTER);
    }

    /// Nodes whose row has stood still for so long that they are dead.
    pub(crate) fn dead(&self, now: Instant) -> Vec<Uuid> {
        let dead = self.lives.iter().filter(|(node, life)| **node != self.own && now - life.changed >= DEAD_AFTER);
        dead.map(|(node, _)| *node).collect()
    }

    /// Whether what this node hears is whole: its own voice comes back from the broker, and so does that of every node that
    /// lives.
    pub(crate) fn is_whole(&self, now: Instant) -> bool {
        let is_heard = |node: &Uuid| self.voices.get(node).is_some_and(|voice| now - voice.at < SILENT_AFTER);
        let others = self.lives.iter().filter(|(node, _)| **node != self.own);
        is_heard(&self.own)
            && others
                .filter(|(_, life)| now - life.changed < DEAD_AFTER && now - life.first >= SILENT_AFTER)
                .all(|(node, _)| is_heard(node))
    }

    /// How many other nodes live.
    pub(crate) fn neighbours(&self, now: Instant) -> usize {
        self.lives.iter().filter(|(node, life)| **node != self.own && now - life.changed < DEAD_AFTER).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ME: Uuid = Uuid::from_u128(1);
    const YOU: Uuid = Uuid::from_u128(2);

    #[test]
    fn a_lost_frame_leaves_a_gap() {
        let (mut roll, now) = (Roll::new(ME), Instant::now());
        assert!(roll.hears(YOU, 1, now));
        assert!(roll.hears(YOU, 2, now));
        assert!(!roll.hears(YOU, 4, now));
        assert!(roll.hears(YOU, 5, now));
        assert!(!Roll::new(ME).hears(YOU, 7, now), "what a node said before it was first heard was missed");
        assert!(roll.hears(ME, 9, now), "one's own frames were told here already");
    }

    #[test]
    fn whole_means_that_everybody_who_lives_is_heard() {
        let (mut roll, begin) = (Roll::new(ME), Instant::now());
        let at = |tenths: u64| begin + Duration::from_millis(tenths * 100);
        assert!(!roll.is_whole(begin), "the broker has not answered yet");
        roll.hears(ME, 1, at(0));
        roll.sees(&[(ME, 1), (YOU, 1)], at(0));
        assert!(roll.is_whole(at(1)), "whoever just came has a moment to speak");
        roll.hears(ME, 2, at(34));
        roll.sees(&[(ME, 2), (YOU, 2)], at(34));
        assert!(!roll.is_whole(at(36)), "it lives and is not heard");
        roll.hears(YOU, 1, at(37));
        assert!(roll.is_whole(at(38)));
        roll.hears(ME, 3, at(130));
        assert!(roll.is_whole(at(150)), "whoever stood still for long is dead and need not be heard");
        assert_eq!((roll.dead(at(150)), roll.neighbours(at(150))), (vec![YOU], 0));
        assert!(!roll.is_whole(at(170)), "not hearing oneself means that the broker is away");
    }
}
