-- beside 0.1.0
-- Signed words of how far the trail went and what its last hash was: whoever rewrites the trail cannot sign them again.
-- Each carries the signature of the one before it in what it signs.
CREATE TABLE organisation_checkpoints (
    place BIGINT PRIMARY KEY,
    number BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    at BIGINT NOT NULL,
    signature BYTEA NOT NULL,
    key BYTEA NOT NULL
);
