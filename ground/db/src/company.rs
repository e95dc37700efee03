//! Who else has a database open. Connections of a node stand beside each other; whoever moves a community, or changes its
//! tables so that older programs no longer know them, stands alone.
//!
//! The sign is the engine's own lock, so it is gone the moment a process dies, and a table need not be believed. In SQLite
//! every open connection holds a share of the file, and one that asks for all of it is told whether it got it. In
//! PostgreSQL the connections of a node hold a shared advisory lock.

use std::{thread, time::Duration};

use postgres::Client;

use crate::{Address, Direct, Error, Result, direct::Connection};

/// In which company a connection is in its database.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Company {
    /// A short visit: to look, to copy, to prepare.
    Visiting,
    /// One of the connections of a node.
    Beside,
    /// Nobody else is there, and nobody comes.
    Alone,
}

/// How often somebody else is waited for, a tenth of a second each: a server notices some moments later than we that a
/// process was killed.
const LOOKS: u32 = 50;

/// The lock of a schema of the server, by what it is for. Hashed by the server, which knows the schema's name.
fn lock(what: &str) -> String {
    format!("hashtextextended('alongside {what} ' || current_schema(), 0)")
}

/// Takes the lock that this company needs, and waits a while for it.
pub(crate) fn hold(client: &mut Client, company: Company) -> Result<()> {
    let take = match company {
        Company::Visiting => return Ok(()),
        Company::Beside => "pg_try_advisory_lock_shared",
        Company::Alone => "pg_try_advisory_lock",
    };
    let sql = format!("SELECT {take}({})", lock("serves"));
    for look in 0..LOOKS {
        if look > 0 {
            thread::sleep(Duration::from_millis(100));
        }
        if client.query_one(&sql, &[])?.try_get(0)? {
            return Ok(());
        }
    }
    Err(Error::broken(
        "another program has this database to itself, such as one that moves the community; wait until it has finished",
    ))
}

impl Direct {
    /// Makes it a connection of a node: nobody moves the community or takes tables away while it is open.
    pub fn beside(mut self) -> Result<Self> {
        if let Connection::Postgres(postgres) = &mut self.connection {
            hold(&mut postgres.client, Company::Beside)?;
        }
        self.company = Company::Beside;
        Ok(self)
    }

    /// Has the database to itself from now on. False when somebody else has it open: then it stands as before.
    pub fn alone(&mut self) -> Result<bool> {
        let before = self.company;
        match &mut self.connection {
            Connection::Postgres(postgres) => {
                if hold(&mut postgres.client, Company::Alone).is_err() {
                    return Ok(false);
                }
            }
            Connection::Sqlite(connection) => {
                // Our own share must go before all of it can be ours.
                *connection = rusqlite::Connection::open_in_memory()?;
                self.company = Company::Alone;
                if self.reconnect().is_err() {
                    self.company = before;
                    self.reconnect()?;
                    return Ok(false);
                }
            }
        }
        self.company = Company::Alone;
        Ok(true)
    }

    /// Lets others in again.
    pub(crate) fn among_others(&mut self) -> Result<()> {
        self.company = Company::Visiting;
        match &self.address().clone() {
            Address::Postgres(_) => self.statement(&format!("SELECT pg_advisory_unlock({})", lock("serves"))),
            Address::Sqlite(_) => {
                if let Connection::Sqlite(connection) = &mut self.connection {
                    *connection = rusqlite::Connection::open_in_memory()?;
                }
                self.reconnect()
            }
        }
    }

    /// Runs the work when nobody else runs such work in this database. SQLite's one writer needs no more than that; in
    /// PostgreSQL two that make the same table at the same moment would both fail.
    pub(crate) fn in_turn<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if matches!(self.address(), Address::Sqlite(_)) {
            return work(self);
        }
        self.statement(&format!("SELECT pg_advisory_lock({})", lock("changes")))?;
        let outcome = work(self);
        let given_back = self.statement(&format!("SELECT pg_advisory_unlock({})", lock("changes")));
        outcome.and_then(|done| given_back.map(|()| done))
    }
}
