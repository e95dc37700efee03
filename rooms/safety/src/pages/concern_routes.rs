//! The addresses of concern, of the sealed card, of protecting people, of what is done after a death, and of playbooks.

use axum::{
    Router,
    routing::{get, post},
};

use super::{concerns, kept, playbooks, postventions, risks, safeguarding, together};

/// All of them.
pub(crate) fn routes_concern() -> Router {
    Router::new()
        .route("/concerns", get(concerns::index).post(concerns::create))
        .route("/concerns/new", get(concerns::new))
        .route("/concerns/outside", get(concerns::outside))
        .route("/account/contact-card", get(kept::card).post(kept::save_card))
        .route("/account/contact-card/removal", post(kept::delete_card))
        .route("/account/care", get(kept::show))
        .route("/account/care/{id}/agreement", post(kept::agree))
        .route("/account/care/{id}/decline", post(kept::decline))
        .route("/account/care/{id}/withdrawal", post(kept::withdraw))
        .merge(routes_of_keepers())
        .merge(routes_after_a_death())
        .route("/settings/safeguarding", get(safeguarding::leads))
        .route("/settings/holding-text", get(postventions::holding).post(postventions::write_holding))
        .route("/settings/playbooks", get(playbooks::index).post(playbooks::bring))
        .route("/settings/playbooks/{country}", get(playbooks::edit).post(playbooks::update))
        .route("/settings/playbooks/{country}/check", post(playbooks::check))
        .route("/settings/playbooks/{country}/copy.md", get(playbooks::copy))
}

fn routes_of_keepers() -> Router {
    Router::new()
        .route("/safety/concerns", get(risks::index).post(risks::create))
        .route("/safety/concerns/{id}", get(risks::show))
        .route("/safety/concerns/{id}/naming", post(risks::name))
        .route("/safety/concerns/{id}/assessment", get(risks::asking).post(risks::assess))
        .route("/safety/concerns/{id}/talk", post(risks::talk))
        .route("/safety/concerns/{id}/steps", post(risks::note))
        .route("/safety/concerns/{id}/consents", post(risks::ask_leave))
        .route("/safety/concerns/{id}/consents/{consent}/telling", post(risks::tell))
        .route("/safety/concerns/{id}/handing", post(risks::hand))
        .route("/safety/concerns/{id}/referrals", post(risks::refer))
        .route("/safety/concerns/{id}/together", get(together::new).post(together::create))
        .route("/safety/concerns/{id}/closing", post(risks::close))
        .route("/safety/together/{id}", get(together::show))
        .route("/safety/together/{id}/confirmation", post(together::confirm))
        .route("/safety/together/{id}/refusal", post(together::refuse))
        .route("/safety/together/{id}/outcome", post(together::outcome))
        .route("/safeguarding", get(safeguarding::index))
}

fn routes_after_a_death() -> Router {
    Router::new()
        .route("/safety/postventions", get(postventions::index).post(postventions::create))
        .route("/safety/postventions/{id}", get(postventions::show))
        .route("/safety/postventions/{id}/steps/{step}", post(postventions::tick))
        .route("/safety/postventions/{id}/owner", post(postventions::hand_on))
        .route("/safety/postventions/{id}/rest", post(postventions::let_rest))
        .route("/safety/postventions/{id}/waking", post(postventions::wake))
        .route("/safety/postventions/{id}/notice", post(postventions::tell))
        .route("/safety/postventions/{id}/memorial", post(postventions::remember))
        .route("/safety/postventions/{id}/watch", post(postventions::watch))
        .route("/safety/postventions/{id}/people", post(postventions::list))
        .route("/safety/postventions/{id}/people/{member}/check", post(postventions::check_on))
        .route("/safety/postventions/{id}/debriefs", post(postventions::owe_debriefs))
        .route("/safety/postventions/{id}/closing", post(postventions::close))
}
