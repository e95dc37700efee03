-- After something hard: somebody talks it through with whoever had it, or they say that they do not need it. `about` is what
-- the room knows it by; the same thing opens one of a cause.
CREATE TABLE workforce_debriefs (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    cause TEXT NOT NULL,
    about TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    done_by TEXT,
    done_at BIGINT,
    waived_at BIGINT
);
CREATE UNIQUE INDEX workforce_debriefs_once ON workforce_debriefs (member_id, about, cause);
CREATE INDEX workforce_debriefs_open ON workforce_debriefs (member_id) WHERE done_at IS NULL AND waived_at IS NULL;

-- Rest: since when somebody has worked without any, and until when the last one lasts.
CREATE TABLE workforce_rests (
    member_id TEXT PRIMARY KEY,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL
);

-- A pause that somebody takes. The row goes with it: nobody can count how often.
CREATE TABLE workforce_pauses (
    member_id TEXT PRIMARY KEY,
    began_at BIGINT NOT NULL,
    until BIGINT
);

-- What somebody asks of themselves: fewer hours than allowed, and hours in which they are not asked, in minutes of their
-- own day.
CREATE TABLE workforce_limits (
    member_id TEXT PRIMARY KEY,
    week_hours BIGINT,
    quiet_from BIGINT,
    quiet_to BIGINT
);

-- How somebody is, before and after a shift and once a month. The answers are sealed under their own key.
CREATE TABLE workforce_checks (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    answers BYTEA NOT NULL,
    made_at BIGINT NOT NULL
);
CREATE INDEX workforce_checks_of ON workforce_checks (member_id, made_at);
CREATE INDEX workforce_checks_by_kind ON workforce_checks (kind, made_at);

-- What was told of a month about all who help: counts of ten and more, worked out once.
CREATE TABLE workforce_months (
    month TEXT PRIMARY KEY,
    told TEXT NOT NULL,
    told_at BIGINT NOT NULL
);

-- What everybody at work gave lately is asked in every round of the dispatcher.
CREATE INDEX workforce_spells_lately ON workforce_spells (member_id, ended_at, began_at);
