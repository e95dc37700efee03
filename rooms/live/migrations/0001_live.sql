-- Where something is said: an evening of a room, or a talk aside. Numbers messages without gaps.
CREATE TABLE live_talks (
    id TEXT PRIMARY KEY,
    circle_id TEXT NOT NULL,
    -- The language of the circle, in which the place itself speaks there.
    language TEXT NOT NULL,
    aside BOOLEAN NOT NULL,
    last_seq BIGINT NOT NULL
);
-- A room that is open, or was. Its id is that of its talk. What was promised about keeping when it opened holds.
CREATE TABLE live_evenings (
    id TEXT PRIMARY KEY,
    circle_id TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    opened_by TEXT,
    closed_at BIGINT,
    closed_how TEXT,
    slow TEXT NOT NULL,
    keep_days BIGINT NOT NULL,
    erased_at BIGINT
);
-- One room per circle, whatever races.
CREATE UNIQUE INDEX live_evenings_open ON live_evenings (circle_id) WHERE closed_at IS NULL;
CREATE INDEX live_evenings_of_circle ON live_evenings (circle_id, opened_at);

CREATE TABLE live_duties (
    id TEXT PRIMARY KEY,
    evening_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    began_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE UNIQUE INDEX live_duties_open ON live_duties (evening_id, member_id) WHERE ended_at IS NULL;
CREATE TABLE live_handovers (
    id TEXT PRIMARY KEY,
    evening_id TEXT NOT NULL,
    from_id TEXT NOT NULL,
    to_id TEXT NOT NULL,
    offered_at BIGINT NOT NULL,
    answered_at BIGINT
);
CREATE UNIQUE INDEX live_handovers_open ON live_handovers (evening_id, from_id) WHERE answered_at IS NULL;

-- Who is in the room, from which number on they hear, and for how long they have been there. `parked` only counts, so
-- that nobody fills the list of topics; which of them are whose is written nowhere.
CREATE TABLE live_presences (
    evening_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    from_seq BIGINT NOT NULL,
    came_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    attended BIGINT NOT NULL,
    shown BOOLEAN NOT NULL,
    parked BIGINT NOT NULL,
    PRIMARY KEY (evening_id, member_id)
);
-- What is left of presences once an evening's words are gone: how long, not who.
CREATE TABLE live_attendances (
    id TEXT PRIMARY KEY,
    evening_id TEXT NOT NULL,
    attended BIGINT NOT NULL
);
CREATE INDEX live_attendances_of_evening ON live_attendances (evening_id);

CREATE TABLE live_messages (
    talk_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    id TEXT NOT NULL,
    by_part TEXT NOT NULL,
    author_id TEXT,
    notes TEXT NOT NULL,
    own_note BYTEA,
    words BYTEA NOT NULL,
    said_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (talk_id, seq)
);
CREATE UNIQUE INDEX live_messages_once ON live_messages (talk_id, id);
CREATE INDEX live_messages_by_author ON live_messages (author_id, talk_id, said_at);
CREATE TABLE live_reactions (
    talk_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    member_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (talk_id, seq, member_id, kind)
);
-- Why a facilitator hid what somebody said: for its author alone, under the author's own key.
CREATE TABLE live_notices (
    id TEXT PRIMARY KEY,
    talk_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    member_id TEXT NOT NULL,
    reason BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    seen_at BIGINT
);
CREATE INDEX live_notices_unread ON live_notices (member_id) WHERE seen_at IS NULL;

CREATE TABLE live_hands (
    evening_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    raised_at BIGINT NOT NULL,
    called_at BIGINT,
    PRIMARY KEY (evening_id, member_id)
);

-- Topics for later. Who added one is written nowhere, not even sealed.
CREATE TABLE live_parked (
    id TEXT PRIMARY KEY,
    evening_id TEXT NOT NULL,
    words BYTEA NOT NULL,
    support BIGINT NOT NULL,
    taken_at BIGINT
);
CREATE INDEX live_parked_of_evening ON live_parked (evening_id);
-- Who said "me too", only while the room is open, so that each says it once.
CREATE TABLE live_parked_support (
    parked_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    PRIMARY KEY (parked_id, member_id)
);

-- A facilitator and a member, for a moment by themselves. Its id is that of its talk.
CREATE TABLE live_asides (
    id TEXT PRIMARY KEY,
    evening_id TEXT NOT NULL,
    circle_id TEXT NOT NULL,
    facilitator_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    offered_at BIGINT NOT NULL,
    began_at BIGINT,
    ended_at BIGINT
);
CREATE UNIQUE INDEX live_asides_open ON live_asides (evening_id, member_id) WHERE ended_at IS NULL;
CREATE INDEX live_asides_of_facilitator ON live_asides (facilitator_id) WHERE ended_at IS NULL;

-- For evaluation: how long people were together, in steps of five minutes. Nobody's name, nobody's words.
CREATE VIEW live_events AS
    SELECT e.id AS evening_id, e.circle_id, 'group' AS format, 'text' AS mode, e.opened_at AS began_at,
        ((p.attended + 299999999) / 300000000) * 5 AS minutes
    FROM live_evenings e JOIN live_presences p ON p.evening_id = e.id
    UNION ALL
    SELECT e.id AS evening_id, e.circle_id, 'group' AS format, 'text' AS mode, e.opened_at AS began_at,
        ((a.attended + 299999999) / 300000000) * 5 AS minutes
    FROM live_evenings e JOIN live_attendances a ON a.evening_id = e.id;
