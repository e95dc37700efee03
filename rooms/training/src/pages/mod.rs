//! The pages of this room.

mod activities;
mod authoring;
mod booked;
mod courses;
pub(crate) mod courses_routes;
mod films;
mod parts;
mod plays;
mod practice;
pub(crate) mod practice_routes;
mod quizzes;
pub(crate) mod ratings;
mod reflections;
mod shelf;
