//! The addresses of certificates, and the public ones at which badges are checked.

use axum::{
    Router,
    routing::{get, post},
};

use super::{badges, certificates, credentials, issuing, requirements};

pub(crate) fn routes() -> Router {
    Router::new()
        .route("/workforce/certificates", get(certificates::show))
        .route("/workforce/certificates/asks", post(certificates::ask))
        .route("/workforce/certificates/asks/answer", post(issuing::answer))
        .route("/workforce/certificates/asks/withdrawal", post(certificates::take_back))
        .route("/workforce/certificates/learning", get(certificates::learning).post(certificates::write))
        .route("/workforce/certificates/learning/{id}/removal", post(certificates::remove))
        .route("/workforce/certificates/waiting", get(issuing::waiting))
        .route("/workforce/certificates/issues", post(issuing::issue))
        .route("/workforce/certificates/requirements/{work}", get(requirements::edit).post(requirements::write))
        .route("/workforce/certificates/{id}/reminder", post(certificates::read_reminder))
        .route("/workforce/certificates/{id}/withdrawal", get(issuing::consider).post(issuing::withdraw))
        .route("/workforce/certificates/{id}/badge", get(badges::show).post(badges::publish))
        .route("/workforce/certificates/{id}/badge/file", post(badges::file))
        .route("/workforce/certificates/{id}/badge/withdrawal", post(badges::hide))
        .route("/credentials/issuer", get(credentials::issuer))
        .route("/credentials/key", get(credentials::key))
        .route("/credentials/status", get(credentials::status))
        .route("/credentials/achievements/{work}/{version}", get(credentials::achievement))
        .route("/credentials/{id}", get(credentials::show))
        .route("/credentials/{id}/badge", get(credentials::badge))
}
