-- Whenever something sealed of a member was opened by somebody whose work it is: what the member reads about it.
CREATE TABLE safety_openings (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    what TEXT NOT NULL,
    by_id TEXT NOT NULL,
    confirmed_by TEXT,
    reason BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    until BIGINT,
    -- When the member is told: at once, unless waiting was justified.
    tell_at BIGINT NOT NULL,
    seen_at BIGINT
);
CREATE INDEX safety_openings_by_member ON safety_openings (member_id, made_at);

-- Somebody needs to see more than their hat shows. A second person agrees, and then it is open for a short while.
CREATE TABLE safety_glasses (
    id TEXT PRIMARY KEY,
    what TEXT NOT NULL,
    -- The case, or the member.
    subject_id TEXT NOT NULL,
    -- Whose it is that is opened.
    member_id TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    reason BYTEA NOT NULL,
    minutes BIGINT NOT NULL,
    answered_by TEXT,
    answered_at BIGINT,
    agreed BOOLEAN,
    until BIGINT,
    shut_at BIGINT
);
CREATE INDEX safety_glasses_by_time ON safety_glasses (asked_at);

-- Groups that people may count themselves to, in the community's own words.
CREATE TABLE safety_groups (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    retired_at BIGINT
);
-- To which groups a member said they belong, for fairness alone; sealed, because it says who somebody is.
CREATE TABLE safety_belongings (
    member_id TEXT PRIMARY KEY,
    groups BYTEA NOT NULL,
    since BIGINT NOT NULL
);

-- A complaint about how this place is run. Anybody may make one, signed in or not.
CREATE TABLE safety_complaints (
    id TEXT PRIMARY KEY,
    -- Who holds the link reads the answer.
    token_hash BYTEA NOT NULL UNIQUE,
    by_id TEXT,
    subject TEXT NOT NULL,
    words BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    outcome TEXT,
    answer BYTEA,
    answered_by TEXT,
    answered_at BIGINT
);
CREATE INDEX safety_complaints_by_time ON safety_complaints (made_at);
CREATE INDEX safety_complaints_by_member ON safety_complaints (by_id, made_at);

-- What the community wrote down about its risks, the children who might come, and so on. Every version stays.
CREATE TABLE safety_papers (
    section TEXT NOT NULL,
    version BIGINT NOT NULL,
    answers TEXT NOT NULL,
    written_by TEXT NOT NULL,
    signed TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    PRIMARY KEY (section, version)
);

-- What was told to everybody about a month, worked out once, small numbers left out: a page that changed from day to day
-- would tell of each day.
CREATE TABLE safety_months (
    month TEXT PRIMARY KEY,
    told TEXT NOT NULL,
    told_at BIGINT NOT NULL
);
