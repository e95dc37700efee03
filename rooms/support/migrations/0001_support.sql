-- What a supporter brings. Topics and kinds are lists of numbers and words: they are read whole, never searched.
CREATE TABLE support_profiles (
    member_id TEXT PRIMARY KEY,
    knows TEXT NOT NULL,
    cannot_take TEXT NOT NULL,
    good_at TEXT NOT NULL,
    capacity BIGINT NOT NULL,
    capacity_by TEXT
);
-- Only what the supporter chose to show.
CREATE TABLE support_shown (
    member_id TEXT NOT NULL,
    attribute BIGINT NOT NULL,
    value BIGINT NOT NULL,
    PRIMARY KEY (member_id, attribute, value)
);
CREATE TABLE support_duties (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    began_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    break_until BIGINT,
    ended_at BIGINT,
    ended_how TEXT
);
CREATE UNIQUE INDEX support_duties_open ON support_duties (member_id) WHERE ended_at IS NULL;
CREATE TABLE support_shifts (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    begins_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    withdrawn_at BIGINT
);
CREATE INDEX support_shifts_by_time ON support_shifts (ends_at);

CREATE TABLE support_requests (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    band TEXT NOT NULL,
    languages TEXT NOT NULL,
    kind TEXT NOT NULL,
    pace TEXT NOT NULL,
    words BYTEA,
    made_at BIGINT NOT NULL,
    ended_at BIGINT,
    outcome TEXT,
    matched_at BIGINT,
    seen_at BIGINT NOT NULL,
    handed_on_from TEXT
);
-- One live request per person, whatever races.
CREATE UNIQUE INDEX support_requests_live ON support_requests (member_id) WHERE ended_at IS NULL;
CREATE INDEX support_requests_waiting ON support_requests (made_at) WHERE ended_at IS NULL;
CREATE INDEX support_requests_matched ON support_requests (matched_at);
CREATE TABLE support_request_topics (
    request_id TEXT NOT NULL,
    topic BIGINT NOT NULL,
    PRIMARY KEY (request_id, topic)
);
CREATE TABLE support_request_wishes (
    request_id TEXT NOT NULL,
    attribute BIGINT NOT NULL,
    value BIGINT NOT NULL,
    PRIMARY KEY (request_id, attribute, value)
);

CREATE TABLE support_offers (
    id TEXT PRIMARY KEY,
    request_id TEXT NOT NULL,
    supporter_id TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    because TEXT NOT NULL,
    by_hand_of TEXT,
    settled_at BIGINT,
    outcome TEXT
);
-- A request is offered to one supporter at a time, and a supporter looks at one offer at a time.
CREATE UNIQUE INDEX support_offers_open_request ON support_offers (request_id) WHERE settled_at IS NULL;
CREATE UNIQUE INDEX support_offers_open_supporter ON support_offers (supporter_id) WHERE settled_at IS NULL;
CREATE INDEX support_offers_of_request ON support_offers (request_id);

-- What the matcher saw and decided, so that a decision can be replayed and explained. Sealed under a key of its day:
-- it knows who must not meet whom.
CREATE TABLE support_decisions (
    id TEXT PRIMARY KEY,
    decided_at BIGINT NOT NULL,
    decision BYTEA NOT NULL
);

CREATE TABLE support_conversations (
    id TEXT PRIMARY KEY,
    request_id TEXT NOT NULL,
    asker_id TEXT NOT NULL,
    supporter_id TEXT NOT NULL,
    supervisor_id TEXT,
    began_at BIGINT NOT NULL,
    last_seq BIGINT NOT NULL,
    last_word_at BIGINT NOT NULL,
    idle_notice_at BIGINT,
    ended_at BIGINT,
    ended_by TEXT,
    ended_how TEXT,
    erased_at BIGINT
);
-- A request becomes one conversation. Handing it over begins a new request.
CREATE UNIQUE INDEX support_conversations_request ON support_conversations (request_id);
CREATE INDEX support_conversations_asker ON support_conversations (asker_id);
CREATE INDEX support_conversations_supporter ON support_conversations (supporter_id);
CREATE INDEX support_conversations_open ON support_conversations (began_at) WHERE ended_at IS NULL;
CREATE TABLE support_messages (
    conversation_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    id TEXT NOT NULL,
    by_role TEXT NOT NULL,
    author_id TEXT,
    words BYTEA NOT NULL,
    said_at BIGINT NOT NULL,
    PRIMARY KEY (conversation_id, seq)
);
CREATE UNIQUE INDEX support_messages_once ON support_messages (conversation_id, id);
CREATE TABLE support_preferences (
    member_id TEXT PRIMARY KEY,
    shows_typing BOOLEAN NOT NULL
);

-- "I need another pair of eyes": a supporter asks the supervisor on call.
CREATE TABLE support_eyes (
    id TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    taken_by TEXT,
    taken_at BIGINT,
    ended_at BIGINT
);
CREATE UNIQUE INDEX support_eyes_open ON support_eyes (conversation_id) WHERE ended_at IS NULL;
CREATE TABLE support_side_notes (
    id TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL,
    author_id TEXT NOT NULL,
    words BYTEA NOT NULL,
    written_at BIGINT NOT NULL
);
CREATE INDEX support_side_notes_of ON support_side_notes (conversation_id);

CREATE TABLE support_feedback (
    conversation_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    role TEXT NOT NULL,
    heard BIGINT,
    mattered BIGINT,
    overall BIGINT,
    remark BYTEA,
    again BOOLEAN NOT NULL,
    given_at BIGINT NOT NULL,
    PRIMARY KEY (conversation_id, member_id)
);
CREATE TABLE support_thanks (
    id TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL,
    from_id TEXT NOT NULL,
    to_id TEXT NOT NULL,
    words BYTEA NOT NULL,
    given_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX support_thanks_once ON support_thanks (conversation_id, from_id);
CREATE INDEX support_thanks_to ON support_thanks (to_id);
CREATE TABLE support_reflections (
    conversation_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    words BYTEA,
    was_hard BOOLEAN NOT NULL,
    written_at BIGINT NOT NULL,
    PRIMARY KEY (conversation_id, member_id)
);
CREATE TABLE support_pairings (
    id TEXT PRIMARY KEY,
    asker_id TEXT NOT NULL,
    supporter_id TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    purpose BYTEA,
    rhythm TEXT,
    ends_on BIGINT,
    proposed_by TEXT,
    agreed_at BIGINT,
    ended_at BIGINT,
    ended_by TEXT,
    goodbye BYTEA
);
CREATE UNIQUE INDEX support_pairings_open ON support_pairings (asker_id, supporter_id) WHERE ended_at IS NULL;
CREATE INDEX support_pairings_of_supporter ON support_pairings (supporter_id);

CREATE TABLE support_notes (
    id TEXT PRIMARY KEY,
    request_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    words BYTEA NOT NULL,
    left_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    taken_by TEXT,
    taken_at BIGINT,
    answer BYTEA,
    answered_at BIGINT,
    read_at BIGINT
);
CREATE UNIQUE INDEX support_notes_request ON support_notes (request_id);
CREATE INDEX support_notes_of_member ON support_notes (member_id);
CREATE INDEX support_notes_unanswered ON support_notes (due_at) WHERE answered_at IS NULL;

-- Sealed under a key of its own: evidence outlives the conversation that it came from.
CREATE TABLE support_reports (
    id TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL,
    by_id TEXT NOT NULL,
    about_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    words BYTEA,
    evidence BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    settled_by TEXT,
    settled_at BIGINT,
    answer BYTEA
);
CREATE INDEX support_reports_by ON support_reports (by_id);
CREATE INDEX support_reports_open ON support_reports (made_at) WHERE settled_at IS NULL;
CREATE TABLE support_alerts (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    about_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    raised_at BIGINT NOT NULL,
    settled_by TEXT,
    settled_at BIGINT
);
CREATE UNIQUE INDEX support_alerts_open ON support_alerts (kind, subject) WHERE settled_at IS NULL;
CREATE TABLE support_closings (
    id TEXT PRIMARY KEY,
    closed_by TEXT NOT NULL,
    closed_at BIGINT NOT NULL,
    notice TEXT NOT NULL,
    reopened_by TEXT,
    reopened_at BIGINT
);
CREATE UNIQUE INDEX support_closings_open ON support_closings (closed_by) WHERE reopened_at IS NULL;
