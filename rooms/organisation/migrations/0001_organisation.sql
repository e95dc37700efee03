-- Settings by name; what is absent has the value that the program begins with.
CREATE TABLE organisation_settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- One row: the one-time link with which the first administrator comes in. Only the hash of its token is kept.
CREATE TABLE organisation_founding (
    id BIGINT PRIMARY KEY,
    token_hash BYTEA,
    expires_at BIGINT,
    redeemed_at BIGINT
);
INSERT INTO organisation_founding (id) VALUES (1);

-- Steps of the set-up that have been saved.
CREATE TABLE organisation_steps (
    step TEXT PRIMARY KEY,
    saved_by TEXT,
    saved_at BIGINT NOT NULL
);

CREATE TABLE organisation_charters (
    version BIGINT PRIMARY KEY,
    promises TEXT NOT NULL,
    body TEXT NOT NULL,
    written_by TEXT,
    written_at BIGINT NOT NULL
);

-- A retired topic keeps its number, because requests remember it.
CREATE TABLE organisation_topics (
    number BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    retired_at BIGINT
);

-- Minutes after midnight in the community's zone; closing at or before opening means the next day.
CREATE TABLE organisation_hours (
    weekday BIGINT PRIMARY KEY,
    opens BIGINT NOT NULL,
    closes BIGINT NOT NULL
);

CREATE TABLE organisation_helplines (
    id TEXT PRIMARY KEY,
    country TEXT NOT NULL,
    audience TEXT NOT NULL,
    name TEXT NOT NULL,
    purpose TEXT NOT NULL,
    phone TEXT NOT NULL,
    text_to TEXT NOT NULL,
    text_word TEXT NOT NULL,
    chat TEXT NOT NULL,
    hours TEXT NOT NULL,
    languages TEXT NOT NULL,
    cost TEXT NOT NULL,
    source TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    removed_at BIGINT,
    checked_at BIGINT,
    checked_by TEXT,
    checked_name TEXT
);
CREATE INDEX organisation_helplines_by_country ON organisation_helplines (country);

-- Things that somebody who keeps the community should see to.
CREATE TABLE organisation_tasks (
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    raised_at BIGINT NOT NULL,
    PRIMARY KEY (kind, subject)
);

-- What was done, by whom and why. Only ever added to; every entry carries the hash of the one before it.
CREATE TABLE organisation_trail (
    number BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    by_member TEXT,
    deed TEXT NOT NULL,
    about_member TEXT,
    detail TEXT NOT NULL,
    reason TEXT NOT NULL,
    hash BYTEA NOT NULL
);
-- One row: the end of the trail. Adding an entry changes it, so that two entries never take the same place, and so that
-- an end that was cut off is missed.
CREATE TABLE organisation_trail_end (
    id BIGINT PRIMARY KEY,
    number BIGINT NOT NULL,
    hash BYTEA
);
INSERT INTO organisation_trail_end (id, number) VALUES (1, 0);
