//! Migrations: each room brings its own, forward only, and data newer than the program is refused.

use crate::{Direct, Engine, Error, Result, args};

/// One step of one room's schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Migration {
    /// The room that owns the tables.
    pub room: &'static str,
    /// Its number in the room, from 1 without gaps.
    pub number: u32,
    /// What it brings.
    pub name: &'static str,
    /// DDL in PostgreSQL's words, which SQLite understands too. Full-text search is the one thing that has no such words:
    /// what follows a line `-- only SQLite` or `-- only PostgreSQL` is for that engine.
    pub sql: &'static str,
}

impl Migration {
    /// What this engine is to run.
    fn text(&self, engine: Engine) -> String {
        let mut ours = true;
        let mut text = String::with_capacity(self.sql.len());
        for line in self.sql.lines() {
            match line.trim().strip_prefix("-- only ") {
                Some("SQLite") => ours = engine == Engine::Sqlite,
                Some("PostgreSQL") => ours = engine == Engine::Postgres,
                _ if ours => text.extend([line, "\n"]),
                _ => (),
            }
        }
        text
    }
}

/// The migrations that this database still lacks, in the order in which they run. Data made by a newer program is
/// refused: going back would lose what the newer one wrote.
pub fn pending(direct: &mut Direct, all: &[Migration]) -> Result<Vec<Migration>> {
    direct.write(|tx| {
        tx.batch(
            "CREATE TABLE IF NOT EXISTS ground_migrations (
                room TEXT NOT NULL, number BIGINT NOT NULL, name TEXT NOT NULL, applied_at BIGINT NOT NULL,
                PRIMARY KEY (room, number))",
        )
    })?;
    let applied: Vec<(String, u32)> = direct.read(|tx| {
        tx.all("SELECT room, number FROM ground_migrations", args![], |row| Ok((row.get(0)?, row.get(1)?)))
    })?;
    for (room, number) in &applied {
        if !all.iter().any(|it| it.room == room && it.number == *number) {
            return Err(Error::broken(format_args!(
                "this data was written by a newer Alongside (it has {room} {number}, which this program does not know); \
                 start the newer program, or restore a backup made by this one"
            )));
        }
    }
    Ok(all
        .iter()
        .filter(|it| !applied.iter().any(|(room, number)| it.room == room && it.number == *number))
        .copied()
        .collect())
}

/// Brings the schema up to date, each migration in a transaction of its own. Answers what was applied.
pub fn migrate(direct: &mut Direct, all: &[Migration]) -> Result<Vec<Migration>> {
    let lacking = pending(direct, all)?;
    for migration in &lacking {
        direct.write(|tx| {
            // Another node may have been faster: then there is nothing to do.
            let won = tx.execute(
                "INSERT INTO ground_migrations (room, number, name, applied_at) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (room, number) DO NOTHING",
                args![migration.room, migration.number, migration.name, tx.now()],
            )?;
            if won == 1 { tx.batch(&migration.text(tx.engine())) } else { Ok(()) }
        })?;
    }
    Ok(lacking)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_engine_runs_what_is_for_both_and_what_is_for_it() {
        let sql = "CREATE a;\n-- a remark\n-- only SQLite\nCREATE b;\n-- only PostgreSQL\nCREATE c;\nCREATE d;\n";
        let step = Migration { room: "x", number: 1, name: "x", sql };
        assert_eq!(step.text(Engine::Sqlite), "CREATE a;\n-- a remark\nCREATE b;\n");
        assert_eq!(step.text(Engine::Postgres), "CREATE a;\n-- a remark\nCREATE c;\nCREATE d;\n");
    }
}
