-- Who looks after whom. A row for everybody who supports; `supervisor_id` is empty while nobody has room. `since` is when
-- they began to help here, `talked_at` when the two last talked.
CREATE TABLE workforce_supervised (
    member_id TEXT PRIMARY KEY,
    supervisor_id TEXT,
    since BIGINT NOT NULL,
    talked_at BIGINT
);
CREATE INDEX workforce_supervised_by ON workforce_supervised (supervisor_id);

-- A talk between the two, planned or held. Its words are sealed under a key of its own, which neither owns alone.
-- `version` counts how often somebody wrote, so that neither overwrites the other.
CREATE TABLE workforce_sessions (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    supervisor_id TEXT NOT NULL,
    begins_at BIGINT NOT NULL,
    agenda BYTEA,
    notes BYTEA,
    actions BYTEA,
    version BIGINT NOT NULL,
    held_at BIGINT
);
CREATE UNIQUE INDEX workforce_sessions_next ON workforce_sessions (member_id) WHERE held_at IS NULL;
CREATE INDEX workforce_sessions_of ON workforce_sessions (member_id, begins_at);

-- The log that somebody keeps of their own work, sealed under their own key. One entry at a time may be shown to one
-- supervisor.
CREATE TABLE workforce_entries (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    words BYTEA NOT NULL,
    written_at BIGINT NOT NULL,
    shared_with TEXT
);
CREATE INDEX workforce_entries_of ON workforce_entries (member_id, written_at);
CREATE INDEX workforce_entries_shared ON workforce_entries (shared_with) WHERE shared_with IS NOT NULL;

-- A question about a boundary, asked of one supervisor, sealed under a key of its own.
CREATE TABLE workforce_questions (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    supervisor_id TEXT NOT NULL,
    about TEXT NOT NULL,
    words BYTEA NOT NULL,
    asked_at BIGINT NOT NULL,
    answer BYTEA,
    answered_at BIGINT
);
CREATE INDEX workforce_questions_of ON workforce_questions (member_id, asked_at);
CREATE INDEX workforce_questions_to ON workforce_questions (supervisor_id, answered_at);

-- When the people of one supervisor look back together, and where they meet.
CREATE TABLE workforce_together (
    id TEXT PRIMARY KEY,
    supervisor_id TEXT NOT NULL,
    begins_at BIGINT NOT NULL,
    place BYTEA NOT NULL
);
CREATE INDEX workforce_together_of ON workforce_together (supervisor_id, begins_at);
