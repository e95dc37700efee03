-- The stages that the way in has here. A community chooses; these are what it begins with.
CREATE TABLE workforce_stages (
    stage TEXT PRIMARY KEY
);
INSERT INTO workforce_stages (stage) VALUES ('statement'), ('conversation'), ('readiness');

-- Somebody would like to help, or to come back to it. What was written is sealed under the key of whose it is.
CREATE TABLE workforce_applications (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    hats TEXT NOT NULL,
    statement BYTEA,
    ready TEXT,
    made_at BIGINT NOT NULL,
    outcome TEXT,
    decided_by TEXT,
    decided_at BIGINT,
    reason BYTEA,
    again_at BIGINT,
    news_at BIGINT,
    seen_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX workforce_applications_open ON workforce_applications (member_id) WHERE outcome IS NULL;
CREATE INDEX workforce_applications_of ON workforce_applications (member_id, made_at);

CREATE TABLE workforce_application_stages (
    id TEXT PRIMARY KEY,
    application_id TEXT NOT NULL,
    stage TEXT NOT NULL,
    progress TEXT NOT NULL,
    record BYTEA,
    by_id TEXT,
    changed_at BIGINT NOT NULL,
    UNIQUE (application_id, stage)
);

-- Somebody laid down their hats, by themselves or because somebody asked them to rest. Why is for them alone.
CREATE TABLE workforce_steps_back (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    hats TEXT NOT NULL,
    span TEXT NOT NULL,
    by_id TEXT,
    reason BYTEA,
    plan BYTEA,
    stepped_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE UNIQUE INDEX workforce_steps_back_open ON workforce_steps_back (member_id) WHERE ended_at IS NULL;
CREATE INDEX workforce_steps_back_by ON workforce_steps_back (by_id) WHERE ended_at IS NULL;

-- Hats that somebody wore, once they are laid down: for their own record.
CREATE TABLE workforce_roles (
    member_id TEXT NOT NULL,
    hat TEXT NOT NULL,
    from_at BIGINT NOT NULL,
    to_at BIGINT NOT NULL,
    PRIMARY KEY (member_id, hat, from_at)
);

-- Role cards. A card that is rewritten is a new version, so whoever signed one signed these words.
CREATE TABLE workforce_cards (
    hat TEXT NOT NULL,
    version BIGINT NOT NULL,
    does TEXT NOT NULL,
    does_not TEXT NOT NULL,
    calls TEXT NOT NULL,
    written_by TEXT,
    written_at BIGINT NOT NULL,
    PRIMARY KEY (hat, version)
);

-- Hats whose wearers begin nothing before they have signed their card.
CREATE TABLE workforce_card_needs (
    hat TEXT PRIMARY KEY,
    by_id TEXT NOT NULL,
    since BIGINT NOT NULL
);

CREATE TABLE workforce_signatures (
    member_id TEXT NOT NULL,
    hat TEXT NOT NULL,
    version BIGINT NOT NULL,
    signed_at BIGINT NOT NULL,
    countersigned_by TEXT,
    countersigned_at BIGINT,
    PRIMARY KEY (member_id, hat, version)
);

-- How clear their role is to people, a quarter at a time: that somebody answered, and apart from it how many said what.
-- No row leads from the one to the other.
CREATE TABLE workforce_pulses_given (
    quarter TEXT NOT NULL,
    member_id TEXT NOT NULL,
    PRIMARY KEY (quarter, member_id)
);
CREATE TABLE workforce_pulses (
    quarter TEXT NOT NULL,
    item TEXT NOT NULL,
    answer BIGINT NOT NULL,
    said BIGINT NOT NULL,
    PRIMARY KEY (quarter, item, answer)
);
