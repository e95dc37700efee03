-- Somebody can be reached: now until a time that they said, or at a time that they planned.
CREATE TABLE safety_watches (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    begins_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    -- Given up before its end.
    ended_at BIGINT
);
CREATE INDEX safety_watches_ahead ON safety_watches (ends_at) WHERE ended_at IS NULL;
CREATE INDEX safety_watches_by_member ON safety_watches (member_id, begins_at);

-- People are called to a case. `stage` happens next, at `due_at`.
CREATE TABLE safety_pages (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL,
    band TEXT NOT NULL,
    begun_at BIGINT NOT NULL,
    stage BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    answered_at BIGINT
);
CREATE UNIQUE INDEX safety_pages_open ON safety_pages (case_id) WHERE answered_at IS NULL;
CREATE INDEX safety_pages_by_time ON safety_pages (begun_at);

-- What happened of it: whom a stage was for, and how many people it reached out to.
CREATE TABLE safety_stages (
    page_id TEXT NOT NULL,
    stage BIGINT NOT NULL,
    audience TEXT NOT NULL,
    people BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    happened_at BIGINT NOT NULL,
    PRIMARY KEY (page_id, stage)
);

-- How somebody can be reached outside, sealed under their key. `mark` tells the same browser again.
CREATE TABLE safety_ways (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    mark TEXT NOT NULL,
    address BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    -- The last time that something got through, and the last fault since.
    reached_at BIGINT,
    fault TEXT,
    fault_at BIGINT
);
CREATE UNIQUE INDEX safety_ways_once ON safety_ways (member_id, kind, mark);
CREATE INDEX safety_ways_by_mark ON safety_ways (mark);

-- What is on its way to somebody outside. Without a page it is a trial.
CREATE TABLE safety_deliveries (
    id TEXT PRIMARY KEY,
    page_id TEXT,
    stage BIGINT NOT NULL,
    kind TEXT NOT NULL,
    way_id TEXT,
    member_id TEXT,
    made_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    outcome TEXT,
    settled_at BIGINT,
    fault TEXT
);
CREATE INDEX safety_deliveries_due ON safety_deliveries (due_at) WHERE outcome IS NULL;
CREATE INDEX safety_deliveries_by_page ON safety_deliveries (page_id, stage);
CREATE INDEX safety_deliveries_by_way ON safety_deliveries (way_id, made_at);
CREATE INDEX safety_deliveries_by_time ON safety_deliveries (made_at);
