//! Courses: written, brought, published, taken and taken anew, on both engines.

mod authoring;
mod desk;
mod learning;
mod pages;
mod quizzes;
mod texts;
mod town;
