//! Proofs about the whole program: every route, every race, every crash. Each runs on SQLite and, where a server is
//! named, on PostgreSQL.
#![expect(clippy::disallowed_methods, reason = "proofs start programs and measure how long things take")]

mod audit;
mod backup;
mod canary;
mod clock;
mod full_disk;
mod hidden;
mod homes;
mod kill;
mod malformed;
mod migrations;
mod nodes;
mod outage;
mod pages;
mod paging;
mod practised;
mod program;
mod promises;
mod races;
mod room;
mod routes;
mod socket;
mod sql;
mod standing;
mod strangers;
mod talk;
mod town;
mod transfer;
mod upgrade;
mod way;
mod wellbeing;
mod words;
