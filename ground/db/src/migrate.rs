//! Migrations: each room brings its own, forward only, and data newer than the program is refused, unless the migration
//! that made it newer says that this program may go on beside it.

use crate::{Direct, Engine, Error, Result, Tx, args, company::Company, copy::stand};

/// This program's release, by which migrations know it.
const RELEASE: &str = env!("CARGO_PKG_VERSION");

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
    /// what follows a line `-- only SQLite` or `-- only PostgreSQL` is for that engine. A line `-- beside 0.2.0` says that
    /// programs from that release on may work with the data once this has run.
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

    /// The oldest release that may work beside it. Without one, no older program may.
    fn beside(&self) -> Option<&'static str> {
        self.sql.lines().find_map(|line| line.trim().strip_prefix("-- beside ")).map(str::trim)
    }
}

/// Whether a program of this release may work where one of `oldest` may. What cannot be read is not believed.
fn reaches(release: &str, oldest: &str) -> bool {
    let numbers = |text: &str| text.split('.').map(|it| it.parse().ok()).collect::<Option<Vec<u32>>>();
    matches!((numbers(release), numbers(oldest)), (Some(release), Some(oldest)) if release >= oldest)
}

/// The migrations that this database still lacks, in the order in which they run. Data made by a newer program is
/// refused, because going back would lose what the newer one wrote; except where every migration that this program does
/// not know lets its release go on.
pub fn pending(direct: &mut Direct, all: &[Migration]) -> Result<Vec<Migration>> {
    let applied = direct.in_turn(prepared)?;
    lived_in(&applied)?;
    lacking(&applied, all, RELEASE)
}

/// Brings the schema up to date, each migration in a transaction of its own. Answers what was applied.
pub fn migrate(direct: &mut Direct, all: &[Migration]) -> Result<Vec<Migration>> {
    let applied = direct.in_turn(prepared)?;
    lived_in(&applied)?;
    run(direct, all)
}

/// Whether a database has exactly the tables of this program, whatever it says of itself. False when it lacks some; one that
/// has more is refused, also where this program could go on beside it: it would not know what to copy.
pub(crate) fn fits(direct: &mut Direct, all: &[Migration]) -> Result<bool> {
    let mut applied = direct.in_turn(prepared)?;
    applied.iter_mut().for_each(|it| it.beside = None);
    Ok(lacking(&applied, all, RELEASE)?.is_empty())
}

/// Brings the schema up to date, whatever the database says of itself.
pub(crate) fn run(direct: &mut Direct, all: &[Migration]) -> Result<Vec<Migration>> {
    direct.in_turn(|direct| {
        let applied = prepared(direct)?;
        let lacking = lacking(&applied, all, RELEASE)?;
        // Programs that serve from this database already may know less than we. Where they could not go on, they must not
        // be there. An empty database serves nobody.
        let stops_others = !applied.is_empty() && lacking.iter().any(|it| it.beside().is_none());
        let claims = stops_others && direct.company != Company::Alone;
        if claims && !direct.alone()? {
            return Err(Error::broken(
                "this program changes the database in a way that the programs which are running now do not know; \
                 stop them all, and start this one again",
            ));
        }
        for migration in &lacking {
            apply(direct, migration)?;
        }
        if claims {
            direct.among_others()?;
        }
        Ok(lacking)
    })
}

/// A migration that has run.
struct Applied {
    room: String,
    number: u32,
    name: String,
    /// The oldest release that may work beside it.
    beside: Option<String>,
}

/// Makes the tables that remember migrations.
pub(crate) fn remember(tx: &mut Tx<'_>) -> Result<()> {
    tx.batch(
        "CREATE TABLE IF NOT EXISTS ground_migrations (
            room TEXT NOT NULL, number BIGINT NOT NULL, name TEXT NOT NULL, applied_at BIGINT NOT NULL,
            PRIMARY KEY (room, number));
         CREATE TABLE IF NOT EXISTS ground_beside (
            room TEXT NOT NULL, number BIGINT NOT NULL, release TEXT NOT NULL, PRIMARY KEY (room, number))",
    )
}

/// Makes them, and reads them.
fn prepared(direct: &mut Direct) -> Result<Vec<Applied>> {
    direct.write(remember)?;
    direct.read(|tx| {
        tx.all(
            "SELECT m.room, m.number, m.name, b.release FROM ground_migrations m
             LEFT JOIN ground_beside b ON b.room = m.room AND b.number = m.number",
            args![],
            |row| Ok(Applied { room: row.get(0)?, number: row.get(1)?, name: row.get(2)?, beside: row.get(3)? }),
        )
    })
}

/// Refuses a database whose community is on its way, here or elsewhere.
fn lived_in(applied: &[Applied]) -> Result<()> {
    match applied.iter().find(|it| it.room == stand::MARKS) {
        Some(mark) => Err(stand::refuse(mark.number.into(), &mark.name)),
        None => Ok(()),
    }
}

fn lacking(applied: &[Applied], all: &[Migration], release: &str) -> Result<Vec<Migration>> {
    for it in applied.iter().filter(|it| it.room != stand::MARKS) {
        let known = all.iter().any(|ours| ours.room == it.room && ours.number == it.number);
        let let_in = it.beside.as_deref().is_some_and(|oldest| reaches(release, oldest));
        if !known && !let_in {
            return Err(Error::broken(format_args!(
                "this data was written by a newer Alongside (it has {} {}, which this program does not know); \
                 start the newer program, or restore a backup made by this one",
                it.room, it.number
            )));
        }
    }
    let known = |it: &&Migration| !applied.iter().any(|done| done.room == it.room && done.number == it.number);
    Ok(all.iter().filter(known).copied().collect())
}

fn apply(direct: &mut Direct, migration: &Migration) -> Result<()> {
    direct.write(|tx| {
        // Another node may have been faster: then there is nothing to do.
        let won = tx.execute(
            "INSERT INTO ground_migrations (room, number, name, applied_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (room, number) DO NOTHING",
            args![migration.room, migration.number, migration.name, tx.now()],
        )?;
        if won == 0 {
            return Ok(());
        }
        if let Some(release) = migration.beside() {
            tx.execute(
                "INSERT INTO ground_beside (room, number, release) VALUES ($1, $2, $3)",
                args![migration.room, migration.number, release],
            )?;
        }
        tx.batch(&migration.text(tx.engine()))
    })
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

    #[test]
    fn an_older_program_goes_on_where_every_newer_migration_lets_it() {
        let known = Migration { room: "x", number: 1, name: "x", sql: "" };
        let newer = |number, beside: Option<&str>| {
            let (room, name) = ("x".to_owned(), "x".to_owned());
            Applied { room, number, name, beside: beside.map(Into::into) }
        };
        let may = |applied: &[Applied]| lacking(applied, &[known], "0.9.0").map(|it| it.len()).ok();
        assert_eq!(may(&[newer(2, Some("0.9.0"))]), Some(1), "and still lacks what it knows itself");
        assert_eq!(may(&[newer(1, None), newer(2, Some("0.8.12"))]), Some(0));
        assert_eq!(may(&[newer(2, Some("0.10.0"))]), None, "numbers, not letters");
        assert_eq!(may(&[newer(2, Some("0.9.0")), newer(3, None)]), None);
        assert_eq!(may(&[newer(2, Some("soon"))]), None);
    }
}
