-- A story: longer than a post, read before others see it. The title and the words are sealed under its author's voice.
CREATE TABLE circles_stories (
    id TEXT PRIMARY KEY,
    author_id TEXT,
    voice_id TEXT NOT NULL,
    unnamed BOOLEAN NOT NULL,
    prompt TEXT,
    title BYTEA NOT NULL,
    words BYTEA NOT NULL,
    notes TEXT NOT NULL,
    own_note BYTEA,
    language TEXT NOT NULL,
    -- For whom it is: of its author when it was offered.
    band TEXT NOT NULL,
    side TEXT NOT NULL,
    state TEXT NOT NULL,
    -- How often it was to be read. A reading counts for the round in which it was made, so of two one counts, and
    -- nobody lets words through that have changed since.
    round BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    offered_at BIGINT,
    shown_at BIGINT,
    -- A reader was worried: it is to be read again.
    reread_at BIGINT
);
CREATE INDEX circles_stories_latest ON circles_stories (band, side, state, shown_at);
CREATE INDEX circles_stories_by_author ON circles_stories (author_id, changed_at);
CREATE TABLE circles_story_topics (
    story_id TEXT NOT NULL,
    topic BIGINT NOT NULL,
    PRIMARY KEY (story_id, topic)
);
CREATE INDEX circles_story_topics_by_topic ON circles_story_topics (topic);

-- What somebody found who read a story against the list. The remarks are sealed under the author's own key.
CREATE TABLE circles_story_reviews (
    id TEXT PRIMARY KEY,
    story_id TEXT NOT NULL,
    round BIGINT NOT NULL,
    by_id TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    shown BOOLEAN NOT NULL,
    fine TEXT NOT NULL,
    remarks BYTEA NOT NULL
);
CREATE UNIQUE INDEX circles_story_reviews_once ON circles_story_reviews (story_id, round);
-- A reader's worry about a story, for those who read it again. Sealed under the reader's own key.
CREATE TABLE circles_story_worries (
    id TEXT PRIMARY KEY,
    story_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    words BYTEA NOT NULL,
    made_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX circles_story_worries_once ON circles_story_worries (story_id, member_id);
CREATE INDEX circles_story_worries_by_member ON circles_story_worries (member_id);

-- A hard date: day, days around it and what it is, sealed as one. Nobody can ask who has one today.
CREATE TABLE circles_dates (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    marked BYTEA NOT NULL
);
CREATE INDEX circles_dates_by_member ON circles_dates (member_id);

-- A summary that a member asked for. It holds no words: it says when, and until where they have read.
CREATE TABLE circles_digests (
    member_id TEXT PRIMARY KEY,
    rhythm TEXT NOT NULL,
    hour BIGINT NOT NULL,
    weekday BIGINT NOT NULL,
    since BIGINT NOT NULL,
    ready_at BIGINT
);
-- Members who want nothing suggested.
CREATE TABLE circles_unsuggested (
    member_id TEXT PRIMARY KEY,
    since BIGINT NOT NULL
);
-- The last day on which a member was here, as days since 1970 in their zone: for a welcome, and for nothing else.
CREATE TABLE circles_visits (
    member_id TEXT PRIMARY KEY,
    day BIGINT NOT NULL
);
