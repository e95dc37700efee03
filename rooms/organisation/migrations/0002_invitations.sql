-- beside 0.1.0
-- One-time links with which people come in, before the doors open and after. Only the hash of a link's token is kept, and
-- only while the link works. Who used it is not kept here: for a link with a hat the trail says it, and for one without
-- it is nobody's business.
CREATE TABLE organisation_invitations (
    id TEXT PRIMARY KEY,
    token_hash BYTEA UNIQUE,
    hat TEXT,
    reason TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    state TEXT NOT NULL
);
