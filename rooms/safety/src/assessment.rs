//! What a trained person found by asking, and how soon they decided that somebody must act.

use db::{Result, Time, Tx, Uuid, args};
use organisation::trail;
use seal::Place as Sealed;
use words::{Actor, MemberId};

use crate::{
    concern::{Concern, raise_case, seal_as, unseal_as},
    kind::Level,
    ladder::Ladder,
};

/// What a person found who asked.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// Who asked.
    pub by: MemberId,
    /// What was answered.
    pub ladder: Ladder,
    /// What the rule suggested.
    pub suggested: Level,
    /// What the person decided.
    pub level: Level,
    /// When.
    pub made_at: Time,
}

impl Concern {
    /// Keeps what was found by asking. The level is what the person decided; the case rises to it and never falls here.
    pub fn assess(&self, tx: &mut Tx<'_>, actor: &Actor, ladder: &Ladder, level: Level) -> Result<()> {
        self.must_be_open()?;
        let id = tx.new_uuid();
        let sealed = seal_as(tx, self.id, Sealed::new("safety_assessments", "ladder", id), ladder)?;
        tx.execute(
            "INSERT INTO safety_assessments (id, concern_id, by_id, ladder, suggested, level, made_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            args![id, self.id, actor.id, sealed, ladder.suggests(), level, tx.now()],
        )?;
        let case = raise_case(tx, self.id, self.about, self.band, level)?;
        tx.execute("UPDATE safety_concerns SET case_id = $2 WHERE id = $1", args![self.id, case])?;
        trail::record_detail(tx, Some(actor.id), "trail-concern-assessed", self.about, level.as_str(), "")
    }

    /// What was found, the latest first.
    pub fn assessments(&self, tx: &mut Tx<'_>) -> Result<Vec<Assessment>> {
        let rows: Vec<(Uuid, Vec<u8>, Assessment)> = tx.all(
            "SELECT id, ladder, by_id, suggested, level, made_at FROM safety_assessments
             WHERE concern_id = $1 ORDER BY made_at DESC, id DESC",
            args![self.id],
            |row| {
                let assessment = Assessment {
                    by: row.get(2)?,
                    ladder: Ladder::default(),
                    suggested: row.get(3)?,
                    level: row.get(4)?,
                    made_at: row.get(5)?,
                };
                Ok((row.get(0)?, row.get(1)?, assessment))
            },
        )?;
        let mut found = Vec::new();
        for (id, sealed, mut assessment) in rows {
            let place = Sealed::new("safety_assessments", "ladder", id);
            assessment.ladder = unseal_as(tx, self.id, place, &sealed)?.unwrap_or_default();
            found.push(assessment);
        }
        Ok(found)
    }

    /// What was found last.
    pub fn latest(&self, tx: &mut Tx<'_>) -> Result<Option<Assessment>> {
        Ok(self.assessments(tx)?.into_iter().next())
    }
}
