//! The executable: configuration, wiring, commands. Everything that people do here lives in the rooms; this crate puts
//! them under one roof. Only here are the environment and the configuration file read.

pub mod commands;
pub mod config;
pub mod demo;
mod doctor;
pub mod metrics;
pub mod router;
pub mod server;
mod tend;
pub mod town;
mod transfer;
mod triage;
pub mod wiring;
