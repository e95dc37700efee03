-- Worry about somebody. One concern is open about the same member at a time.
CREATE TABLE safety_concerns (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL,
    about_id TEXT,
    band TEXT NOT NULL,
    begun_at BIGINT NOT NULL,
    -- Somebody who keeps people safe began it themselves.
    begun_by TEXT,
    -- From here on for named leads alone.
    handed_by TEXT,
    handed_at BIGINT,
    closed_by TEXT,
    closed_at BIGINT
);
CREATE UNIQUE INDEX safety_concerns_open ON safety_concerns (about_id) WHERE closed_at IS NULL;
CREATE INDEX safety_concerns_by_time ON safety_concerns (begun_at) WHERE closed_at IS NULL;
CREATE INDEX safety_concerns_by_case ON safety_concerns (case_id);

-- What somebody who is worried said, and whether they have heard that a person looked.
CREATE TABLE safety_worries (
    id TEXT PRIMARY KEY,
    concern_id TEXT NOT NULL,
    by_id TEXT NOT NULL,
    kind TEXT,
    subject_id TEXT,
    is_now BOOLEAN NOT NULL,
    said BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    looked_at BIGINT
);
CREATE INDEX safety_worries_of ON safety_worries (concern_id, made_at);
CREATE INDEX safety_worries_by ON safety_worries (by_id, made_at);

-- What a trained person found when they asked.
CREATE TABLE safety_assessments (
    id TEXT PRIMARY KEY,
    concern_id TEXT NOT NULL,
    by_id TEXT NOT NULL,
    ladder BYTEA NOT NULL,
    suggested BIGINT NOT NULL,
    level BIGINT NOT NULL,
    made_at BIGINT NOT NULL
);
CREATE INDEX safety_assessments_of ON safety_assessments (concern_id, made_at);

-- What was done, one thing after another.
CREATE TABLE safety_steps (
    id TEXT PRIMARY KEY,
    concern_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    by_id TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    words BYTEA
);
CREATE INDEX safety_steps_of ON safety_steps (concern_id, made_at);

-- May we tell somebody? The member says who, and what.
CREATE TABLE safety_consents (
    id TEXT PRIMARY KEY,
    concern_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    question BYTEA NOT NULL,
    answer BYTEA,
    agreed_at BIGINT,
    declined_at BIGINT,
    withdrawn_at BIGINT
);
CREATE INDEX safety_consents_of ON safety_consents (concern_id, asked_at);
CREATE INDEX safety_consents_by_member ON safety_consents (member_id, asked_at);

-- What takes two people: to open a sealed card, to tell somebody outside without consent. The check is the last of
-- several guards, and the one that no later change of the program can walk around.
CREATE TABLE safety_joints (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    concern_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    reason BYTEA NOT NULL,
    tried BYTEA,
    confirmed_by TEXT,
    confirmed_at BIGINT,
    refused_by TEXT,
    refused_at BIGINT,
    delay BYTEA,
    delay_until BIGINT,
    told_from BIGINT,
    seen_at BIGINT,
    outcome BYTEA,
    done_by TEXT,
    done_at BIGINT,
    CHECK (confirmed_by IS NULL OR confirmed_by <> asked_by)
);
CREATE INDEX safety_joints_of ON safety_joints (concern_id, asked_at);
CREATE INDEX safety_joints_by_member ON safety_joints (member_id, asked_at);

-- Whom to call and what to say, in the member's own words.
CREATE TABLE safety_cards (
    member_id TEXT PRIMARY KEY,
    card BYTEA NOT NULL,
    saved_at BIGINT NOT NULL
);

-- Who else was brought in to protect somebody.
CREATE TABLE safety_referrals (
    id TEXT PRIMARY KEY,
    concern_id TEXT NOT NULL,
    by_id TEXT NOT NULL,
    words BYTEA NOT NULL,
    referred_at BIGINT NOT NULL
);
CREATE INDEX safety_referrals_of ON safety_referrals (concern_id, referred_at);

-- After a death. One is open about the same member at a time.
CREATE TABLE safety_postventions (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    band TEXT NOT NULL,
    started_by TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    owner_id TEXT NOT NULL,
    notice BYTEA,
    notice_until BIGINT,
    memorial BOOLEAN,
    watch_until BIGINT,
    closed_by TEXT,
    closed_at BIGINT
);
CREATE UNIQUE INDEX safety_postventions_open ON safety_postventions (member_id) WHERE closed_at IS NULL;
CREATE TABLE safety_postvention_steps (
    postvention_id TEXT NOT NULL,
    step TEXT NOT NULL,
    by_id TEXT NOT NULL,
    done_at BIGINT NOT NULL,
    words BYTEA,
    PRIMARY KEY (postvention_id, step)
);
CREATE TABLE safety_postvention_places (
    postvention_id TEXT NOT NULL,
    place_id TEXT NOT NULL,
    PRIMARY KEY (postvention_id, place_id)
);
CREATE INDEX safety_postvention_places_by_place ON safety_postvention_places (place_id);
CREATE TABLE safety_postvention_people (
    postvention_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    listed_by TEXT NOT NULL,
    listed_at BIGINT NOT NULL,
    checked_by TEXT,
    checked_at BIGINT,
    words BYTEA,
    PRIMARY KEY (postvention_id, member_id)
);
CREATE INDEX safety_postvention_people_of ON safety_postvention_people (member_id);
-- The words that a circle is told, with a place for the name: one row.
CREATE TABLE safety_holding (
    id BIGINT PRIMARY KEY,
    words TEXT NOT NULL,
    written_by TEXT,
    written_at BIGINT NOT NULL
);

-- What to do in which country.
CREATE TABLE safety_playbooks (
    country TEXT PRIMARY KEY,
    emergency TEXT NOT NULL,
    who TEXT NOT NULL,
    law TEXT NOT NULL,
    children TEXT NOT NULL,
    wording TEXT NOT NULL,
    written_by TEXT,
    written_at BIGINT NOT NULL,
    checked_name TEXT,
    checked_at BIGINT
);
