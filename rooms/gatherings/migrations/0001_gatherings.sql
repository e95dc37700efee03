-- A gathering: what happens once or again and again in a circle. Its time is one of the clock on the wall in its zone.
CREATE TABLE gatherings_series (
    id TEXT PRIMARY KEY,
    circle_id TEXT NOT NULL,
    title TEXT NOT NULL,
    about TEXT NOT NULL,
    mode TEXT NOT NULL,
    course BOOLEAN NOT NULL,
    minutes BIGINT NOT NULL,
    capacity BIGINT,
    starts TEXT NOT NULL,
    zone TEXT NOT NULL,
    rule TEXT,
    first_session BIGINT NOT NULL,
    template_id TEXT,
    -- Where it is, sealed under the gathering's own key: for those who come, and gone some weeks after it is over.
    place BYTEA,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    planned_until BIGINT NOT NULL,
    ended_at BIGINT,
    ended_by TEXT
);
CREATE INDEX gatherings_series_by_circle ON gatherings_series (circle_id);
CREATE INDEX gatherings_series_open ON gatherings_series (planned_until) WHERE ended_at IS NULL;

-- One time that it happens. `slot` is the time on the wall that the rule gave, so that one that was moved or cancelled
-- is not planned again.
CREATE TABLE gatherings_occurrences (
    id TEXT PRIMARY KEY,
    series_id TEXT NOT NULL,
    circle_id TEXT NOT NULL,
    slot TEXT NOT NULL,
    session BIGINT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    last_seq BIGINT NOT NULL,
    -- What to try until the next session, and the words with which it was moved or cancelled: sealed as the place is.
    step BYTEA,
    words BYTEA,
    moved_at BIGINT,
    moved_by TEXT,
    cancelled_at BIGINT,
    cancelled_by TEXT
);
CREATE UNIQUE INDEX gatherings_occurrences_slot ON gatherings_occurrences (series_id, slot);
CREATE INDEX gatherings_occurrences_by_circle ON gatherings_occurrences (circle_id, starts_at);

-- What somebody said about coming. One row a person, so nobody has a place and waits for one.
CREATE TABLE gatherings_comings (
    occurrence_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    answer TEXT NOT NULL,
    seq BIGINT NOT NULL,
    answered_at BIGINT NOT NULL,
    moved_up_at BIGINT,
    here_at BIGINT,
    attendance TEXT,
    noted_by TEXT,
    PRIMARY KEY (occurrence_id, member_id)
);
CREATE INDEX gatherings_comings_in_order ON gatherings_comings (occurrence_id, answer, seq);
CREATE INDEX gatherings_comings_by_member ON gatherings_comings (member_id);

-- What changed for somebody who comes, until they have read it.
CREATE TABLE gatherings_news (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    occurrence_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    made_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX gatherings_news_once ON gatherings_news (member_id, occurrence_id, kind);
CREATE INDEX gatherings_news_of_occurrence ON gatherings_news (occurrence_id);
CREATE TABLE gatherings_preferences (
    member_id TEXT PRIMARY KEY,
    reminder TEXT NOT NULL
);

-- The secret address of somebody's calendar: only its hash is kept.
CREATE TABLE gatherings_feeds (
    member_id TEXT PRIMARY KEY,
    secret BYTEA NOT NULL,
    title BYTEA,
    shows_place BOOLEAN NOT NULL,
    made_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX gatherings_feeds_by_secret ON gatherings_feeds (secret);

CREATE TABLE gatherings_templates (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    changed_by TEXT,
    changed_at BIGINT NOT NULL,
    withdrawn_at BIGINT
);
-- The phases of a template, or of a meeting that took them over when it began.
CREATE TABLE gatherings_phases (
    owner_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    title TEXT NOT NULL,
    minutes BIGINT NOT NULL,
    prompt TEXT NOT NULL,
    PRIMARY KEY (owner_id, position)
);

-- A meeting that runs, or ran.
CREATE TABLE gatherings_meetings (
    occurrence_id TEXT PRIMARY KEY,
    circle_id TEXT NOT NULL,
    lead_id TEXT,
    began_at BIGINT NOT NULL,
    phase BIGINT NOT NULL,
    phase_began_at BIGINT NOT NULL,
    ended_at BIGINT,
    ended_by TEXT
);
CREATE INDEX gatherings_meetings_open ON gatherings_meetings (circle_id) WHERE ended_at IS NULL;

-- Three numbers from 1 to 5, each free to leave out; nobody but the one who gave them sees whose they are.
CREATE TABLE gatherings_feedback (
    occurrence_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    welcome BIGINT,
    heard BIGINT,
    useful BIGINT,
    given_at BIGINT NOT NULL,
    PRIMARY KEY (occurrence_id, member_id)
);
CREATE INDEX gatherings_feedback_by_member ON gatherings_feedback (member_id);

-- What the group learned, written together, sealed under the note's own key.
CREATE TABLE gatherings_learned (
    id TEXT PRIMARY KEY,
    occurrence_id TEXT NOT NULL,
    words BYTEA NOT NULL,
    version BIGINT NOT NULL,
    changed_by TEXT,
    changed_at BIGINT NOT NULL,
    offered_at BIGINT
);
CREATE UNIQUE INDEX gatherings_learned_of ON gatherings_learned (occurrence_id);
CREATE TABLE gatherings_named (
    note_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    agreed BOOLEAN,
    answered_at BIGINT,
    PRIMARY KEY (note_id, member_id)
);
CREATE INDEX gatherings_named_by_member ON gatherings_named (member_id);

-- For evaluation: who took part in what, how, and for how many minutes. No words, no names.
CREATE VIEW gatherings_events AS
SELECT c.occurrence_id, o.circle_id, c.member_id, 'group' AS format, s.mode, s.course, o.session, o.starts_at,
       (CASE WHEN m.ended_at IS NOT NULL AND m.ended_at < o.ends_at THEN m.ended_at ELSE o.ends_at END
        - CASE WHEN c.here_at IS NOT NULL AND c.here_at > o.starts_at THEN c.here_at ELSE o.starts_at END) / 60000000
           AS minutes
FROM gatherings_comings c
JOIN gatherings_occurrences o ON o.id = c.occurrence_id
JOIN gatherings_series s ON s.id = o.series_id
LEFT JOIN gatherings_meetings m ON m.occurrence_id = o.id
WHERE o.cancelled_at IS NULL
  AND (c.attendance = 'came' OR (c.attendance IS NULL AND c.here_at IS NOT NULL));
-- How it was, without whose it is and without which meeting it was.
CREATE VIEW gatherings_outcomes AS
SELECT 'group' AS format, s.mode, s.course, f.welcome, f.heard, f.useful
FROM gatherings_feedback f
JOIN gatherings_occurrences o ON o.id = f.occurrence_id
JOIN gatherings_series s ON s.id = o.series_id;
