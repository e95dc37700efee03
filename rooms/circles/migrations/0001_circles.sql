-- A circle. Its name and charter are read by people who decide whether to join; what is written inside is sealed.
CREATE TABLE circles_circles (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    about TEXT NOT NULL,
    charter TEXT NOT NULL,
    language TEXT NOT NULL,
    band TEXT NOT NULL,
    audience TEXT NOT NULL,
    joining TEXT NOT NULL,
    course BOOLEAN NOT NULL,
    join_until BIGINT,
    hidden BOOLEAN NOT NULL,
    size BIGINT,
    moderation TEXT NOT NULL,
    night TEXT NOT NULL,
    night_from BIGINT NOT NULL,
    night_to BIGINT NOT NULL,
    reply_hours BIGINT NOT NULL,
    pictures BOOLEAN NOT NULL,
    room_when_closed TEXT NOT NULL,
    room_keep_days BIGINT NOT NULL,
    stage TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    opened_at BIGINT,
    closed_at BIGINT
);
CREATE TABLE circles_topics (
    circle_id TEXT NOT NULL,
    topic BIGINT NOT NULL,
    PRIMARY KEY (circle_id, topic)
);
CREATE INDEX circles_topics_by_topic ON circles_topics (topic);

-- A circle that members want to start: two of them ask, the people who keep the place answer in time.
CREATE TABLE circles_proposals (
    circle_id TEXT PRIMARY KEY,
    by_id TEXT NOT NULL,
    partner_id TEXT NOT NULL,
    agreed_at BIGINT,
    due_at BIGINT,
    decided_at BIGINT,
    decided_by TEXT,
    approved BOOLEAN,
    reason BYTEA
);

CREATE TABLE circles_memberships (
    circle_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    role TEXT NOT NULL,
    joined_at BIGINT NOT NULL,
    PRIMARY KEY (circle_id, member_id)
);
CREATE INDEX circles_memberships_by_member ON circles_memberships (member_id);

-- Asking to come in: of one person, one open request per circle.
CREATE TABLE circles_requests (
    id TEXT PRIMARY KEY,
    circle_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    words BYTEA,
    made_at BIGINT NOT NULL,
    settled_at BIGINT,
    outcome TEXT
);
CREATE UNIQUE INDEX circles_requests_open ON circles_requests (circle_id, member_id) WHERE settled_at IS NULL;
CREATE INDEX circles_requests_by_member ON circles_requests (member_id);
CREATE TABLE circles_invitations (
    circle_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    by_id TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (circle_id, member_id)
);
CREATE INDEX circles_invitations_by_member ON circles_invitations (member_id);

-- What was done to somebody by those who run a circle: each with a reason that the person reads, each can be undone.
CREATE TABLE circles_measures (
    id TEXT PRIMARY KEY,
    circle_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    post_id TEXT,
    reason BYTEA NOT NULL,
    by_id TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    until BIGINT,
    seen_at BIGINT,
    undone_at BIGINT,
    undone_by TEXT
);
CREATE INDEX circles_measures_by_member ON circles_measures (member_id, circle_id);
CREATE INDEX circles_measures_by_circle ON circles_measures (circle_id, made_at);

-- Whose key seals what somebody writes for others. When they leave and want their words gone, the key is destroyed;
-- when they want them kept without an author, the voice forgets the member and the key stays.
CREATE TABLE circles_voices (
    id TEXT PRIMARY KEY,
    member_id TEXT UNIQUE,
    keep BOOLEAN NOT NULL
);

CREATE TABLE circles_threads (
    id TEXT PRIMARY KEY,
    circle_id TEXT NOT NULL,
    voice_id TEXT NOT NULL,
    title BYTEA NOT NULL,
    intent TEXT NOT NULL,
    notes TEXT NOT NULL,
    own_note BYTEA,
    opener_id TEXT,
    unnamed BOOLEAN NOT NULL,
    started_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    last_seq BIGINT NOT NULL,
    first_reply_at BIGINT,
    second_reply_at BIGINT,
    -- Shown to everybody who may read; held and hidden ones to their author and the facilitators.
    state TEXT NOT NULL,
    pinned_at BIGINT,
    closed_at BIGINT
);
CREATE INDEX circles_threads_latest ON circles_threads (circle_id, state, last_at);
CREATE INDEX circles_threads_pinned ON circles_threads (circle_id, pinned_at) WHERE pinned_at IS NOT NULL;
-- Who still waits for words, and for second words.
CREATE INDEX circles_threads_unanswered ON circles_threads (circle_id, started_at) WHERE second_reply_at IS NULL;
CREATE TABLE circles_thread_topics (
    thread_id TEXT NOT NULL,
    topic BIGINT NOT NULL,
    PRIMARY KEY (thread_id, topic)
);

CREATE TABLE circles_posts (
    id TEXT PRIMARY KEY,
    thread_id TEXT NOT NULL,
    circle_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    author_id TEXT,
    voice_id TEXT NOT NULL,
    unnamed BOOLEAN NOT NULL,
    words BYTEA NOT NULL,
    posted_at BIGINT NOT NULL,
    edited_at BIGINT,
    state TEXT NOT NULL
);
CREATE UNIQUE INDEX circles_posts_in_order ON circles_posts (thread_id, seq);
CREATE INDEX circles_posts_by_author ON circles_posts (author_id, posted_at);
CREATE INDEX circles_posts_to_read ON circles_posts (circle_id, posted_at) WHERE state = 'held';
CREATE INDEX circles_posts_latest ON circles_posts (circle_id, posted_at);
-- Until where the facilitators of a circle have read along: one mark for all of them, so that nobody reads twice.
CREATE TABLE circles_read_along (
    circle_id TEXT PRIMARY KEY,
    until BIGINT NOT NULL,
    by_id TEXT NOT NULL
);
-- How people were answered, for whoever measures it: no names, no words.
CREATE VIEW circles_answered AS
    SELECT t.circle_id, c.band, c.language, t.intent, t.started_at, t.first_reply_at, t.second_reply_at
    FROM circles_threads t JOIN circles_circles c ON c.id = t.circle_id WHERE t.state = 'shown';
-- What a post said before it was changed: for the facilitators.
CREATE TABLE circles_edits (
    id TEXT PRIMARY KEY,
    post_id TEXT NOT NULL,
    words BYTEA NOT NULL,
    until BIGINT NOT NULL
);
CREATE INDEX circles_edits_by_post ON circles_edits (post_id);
CREATE TABLE circles_reactions (
    post_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (post_id, member_id, kind)
);
CREATE INDEX circles_reactions_by_member ON circles_reactions (member_id);
-- One draft per thread, and one for a new thread in each circle; sealed under the member's own key.
CREATE TABLE circles_drafts (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    circle_id TEXT NOT NULL,
    thread_id TEXT NOT NULL,
    fields BYTEA NOT NULL,
    kept_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX circles_drafts_place ON circles_drafts (member_id, circle_id, thread_id);
-- Until where somebody has read a thread; only they know.
CREATE TABLE circles_reads (
    member_id TEXT NOT NULL,
    thread_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (member_id, thread_id)
);
CREATE TABLE circles_follows (
    member_id TEXT NOT NULL,
    thread_id TEXT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (member_id, thread_id)
);

-- Something was not right: seen by the facilitators of the circle and by the supervisors.
CREATE TABLE circles_reports (
    id TEXT PRIMARY KEY,
    circle_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    by_id TEXT NOT NULL,
    about_id TEXT,
    reason TEXT NOT NULL,
    words BYTEA,
    evidence BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    settled_at BIGINT,
    settled_by TEXT,
    answer BYTEA
);
CREATE INDEX circles_reports_open ON circles_reports (circle_id, made_at) WHERE settled_at IS NULL;
CREATE INDEX circles_reports_by_member ON circles_reports (by_id);

-- On which side somebody is here. Nobody changes often: each side is safe from the other.
CREATE TABLE circles_sides (
    member_id TEXT PRIMARY KEY,
    side TEXT NOT NULL,
    since BIGINT NOT NULL
);
-- What a member declares for herself, to be shown circles and stories; never guessed, never shown to others.
CREATE TABLE circles_carried (
    member_id TEXT NOT NULL,
    topic BIGINT NOT NULL,
    PRIMARY KEY (member_id, topic)
);
-- What a member does not want to see. The value is a number, an id, or a sealed word.
CREATE TABLE circles_mutes (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    word BYTEA,
    until BIGINT
);
CREATE UNIQUE INDEX circles_mutes_once ON circles_mutes (member_id, kind, subject);
