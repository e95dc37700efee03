-- What is asked of everybody here. A rule that was rewritten is a new one, so that a decision keeps the words it was made under.
CREATE TABLE safety_rules (
    id TEXT PRIMARY KEY,
    position BIGINT NOT NULL,
    title TEXT NOT NULL,
    why TEXT NOT NULL,
    fine TEXT NOT NULL,
    not_fine TEXT NOT NULL,
    written_by TEXT,
    written_at BIGINT NOT NULL,
    retired_at BIGINT
);

-- Something that a person should look at: a thing that was written or somebody, and everything known about it. One is
-- open at a time for the same thing and the same person in it: a conversation has two.
CREATE TABLE safety_cases (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    about_id TEXT,
    place_id TEXT,
    band TEXT NOT NULL,
    -- 0 green, 1 amber, 2 red, 3 crisis: to be put in order by.
    level BIGINT NOT NULL,
    source TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    claimed_by TEXT,
    claimed_at BIGINT,
    settled_by TEXT,
    settled_at BIGINT
);
CREATE UNIQUE INDEX safety_cases_open ON safety_cases (kind, subject_id, COALESCE(about_id, '')) WHERE settled_at IS NULL;
CREATE INDEX safety_cases_queue ON safety_cases (band, level DESC, due_at) WHERE settled_at IS NULL;
CREATE INDEX safety_cases_by_member ON safety_cases (about_id, opened_at);
CREATE INDEX safety_cases_by_time ON safety_cases (opened_at);

-- What the program noticed in a text: never the text.
CREATE TABLE safety_readings (
    id TEXT PRIMARY KEY,
    case_id TEXT,
    kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    author_id TEXT NOT NULL,
    level BIGINT NOT NULL,
    score BIGINT NOT NULL,
    contact BIGINT NOT NULL,
    conduct BIGINT NOT NULL,
    evidence BYTEA NOT NULL,
    sampled BOOLEAN NOT NULL,
    made_at BIGINT NOT NULL
);
CREATE INDEX safety_readings_by_case ON safety_readings (case_id, made_at);
CREATE INDEX safety_readings_by_subject ON safety_readings (kind, subject_id, made_at);
CREATE INDEX safety_readings_by_author ON safety_readings (author_id, made_at);

-- What somebody told us was not right.
CREATE TABLE safety_flags (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL,
    by_id TEXT NOT NULL,
    about_id TEXT,
    reason TEXT NOT NULL,
    words BYTEA,
    made_at BIGINT NOT NULL,
    answer BYTEA,
    answered_at BIGINT,
    seen_at BIGINT
);
CREATE UNIQUE INDEX safety_flags_once ON safety_flags (case_id, by_id, reason);
CREATE INDEX safety_flags_by_member ON safety_flags (by_id, made_at);
CREATE INDEX safety_flags_about ON safety_flags (about_id, made_at);

-- What was written, with what stood around it, as the place copied it: taken again when it had changed.
CREATE TABLE safety_evidence (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL,
    said BYTEA NOT NULL,
    taken_at BIGINT NOT NULL
);
CREATE INDEX safety_evidence_of_case ON safety_evidence (case_id, taken_at);

-- What was done, by whom, under which rule and why.
CREATE TABLE safety_decisions (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    about_id TEXT,
    place_id TEXT,
    action TEXT NOT NULL,
    rule_id TEXT,
    part BYTEA,
    reason BYTEA NOT NULL,
    fit BYTEA,
    by_id TEXT,
    made_at BIGINT NOT NULL,
    until BIGINT,
    seen_at BIGINT,
    undone_by TEXT,
    undone_at BIGINT,
    -- What the room beside this one calls what it did, such as a suspension: to take it back.
    effect TEXT
);
CREATE INDEX safety_decisions_by_case ON safety_decisions (case_id, made_at);
CREATE INDEX safety_decisions_by_member ON safety_decisions (about_id, made_at);
CREATE INDEX safety_decisions_by_time ON safety_decisions (made_at);
CREATE INDEX safety_decisions_unread ON safety_decisions (about_id) WHERE seen_at IS NULL;

-- Somebody asks for another pair of eyes on a decision about them.
CREATE TABLE safety_appeals (
    id TEXT PRIMARY KEY,
    decision_id TEXT NOT NULL UNIQUE,
    by_id TEXT NOT NULL,
    words BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    claimed_by TEXT,
    claimed_at BIGINT,
    decided_by TEXT,
    decided_at BIGINT,
    upheld BOOLEAN,
    answer BYTEA,
    seen_at BIGINT
);
CREATE INDEX safety_appeals_open ON safety_appeals (due_at) WHERE decided_at IS NULL;
CREATE INDEX safety_appeals_by_member ON safety_appeals (by_id, made_at);

-- Help that was put before somebody after what they wrote.
CREATE TABLE safety_cares (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    case_id TEXT,
    level BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    seen_at BIGINT
);
CREATE INDEX safety_cares_by_member ON safety_cares (member_id, made_at);

-- What is still owed to somebody after something hard: a word the next day, a note, a debrief.
CREATE TABLE safety_tasks (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    case_id TEXT NOT NULL,
    for_id TEXT NOT NULL,
    -- Who does it; nobody means whoever is there.
    by_id TEXT,
    due_at BIGINT NOT NULL,
    done_by TEXT,
    done_at BIGINT,
    words BYTEA
);
CREATE UNIQUE INDEX safety_tasks_once ON safety_tasks (kind, case_id, for_id);
CREATE INDEX safety_tasks_open ON safety_tasks (due_at) WHERE done_at IS NULL;
CREATE INDEX safety_tasks_of ON safety_tasks (for_id, due_at) WHERE done_at IS NULL;

-- What somebody who keeps others safe had to read, and the rest that is due to them.
CREATE TABLE safety_exposures (
    member_id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (member_id, case_id)
);
CREATE INDEX safety_exposures_latest ON safety_exposures (member_id, at);
CREATE TABLE safety_rests (
    member_id TEXT PRIMARY KEY,
    until BIGINT NOT NULL
);

-- Who told us about whom, for the room that puts two people together: they are kept apart for a while.
CREATE VIEW safety_told AS SELECT by_id, about_id, made_at FROM safety_flags WHERE about_id IS NOT NULL;
