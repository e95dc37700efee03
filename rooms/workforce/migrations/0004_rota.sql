-- beside 0.1.0
-- When somebody means to be there, or to be on call. A plan that was given up keeps its row, so that a standing shift
-- is not laid down again on that day.
CREATE TABLE workforce_shifts (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    work TEXT NOT NULL,
    begins_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    standing_id TEXT,
    -- Colleagues may take it over since then.
    offered_at BIGINT,
    -- Given up before its end.
    ended_at BIGINT
);
CREATE INDEX workforce_shifts_by_end ON workforce_shifts (work, ends_at) WHERE ended_at IS NULL;
CREATE INDEX workforce_shifts_by_member ON workforce_shifts (member_id, ends_at);
CREATE UNIQUE INDEX workforce_shifts_standing ON workforce_shifts (standing_id, begins_at) WHERE standing_id IS NOT NULL;

-- The same time every week, by the clock on somebody's wall: days and clock times as text, in their zone.
CREATE TABLE workforce_standing (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    work TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    from_clock TEXT NOT NULL,
    to_clock TEXT NOT NULL,
    zone TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX workforce_standing_by_member ON workforce_standing (member_id);

-- How many people should be there, and on which days of the week: Monday is the first bit of `days`.
CREATE TABLE workforce_needs (
    id TEXT PRIMARY KEY,
    work TEXT NOT NULL,
    band TEXT NOT NULL,
    days BIGINT NOT NULL,
    from_hour BIGINT NOT NULL,
    hours BIGINT NOT NULL,
    language TEXT,
    topic BIGINT,
    people BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    ended_at BIGINT
);

-- How many people of a band asked for support in an hour. Never who.
CREATE TABLE workforce_asked (
    band TEXT NOT NULL,
    hour BIGINT NOT NULL,
    asked BIGINT NOT NULL,
    PRIMARY KEY (band, hour)
);
