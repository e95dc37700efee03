//! Journeys in a real browser, against the real program. One binary, so that one build serves all.

mod circles;
mod everyone_can_use_it;
mod first_light;
mod gatherings;
mod harness;
mod leaving_fast;
mod on_call;
mod reading_offline;
mod recovery;
mod rooms;
mod rota;
mod safety;
mod setting_up;
mod sitting_in;
mod steps;
mod supervision;
mod without_script;
mod workforce;
