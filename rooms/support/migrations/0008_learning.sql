-- A learner would like to sit in with a supporter, for an activity of a course. Open until it was done or one of them ended
-- it; one at a time for a learner.
CREATE TABLE support_shadows (
    id TEXT PRIMARY KEY,
    learner_id TEXT NOT NULL,
    supporter_id TEXT NOT NULL,
    course_id TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    agreed_at BIGINT,
    -- Until when the learner said that they are there.
    ready_until BIGINT,
    ended_at BIGINT,
    is_done BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE UNIQUE INDEX support_shadows_one ON support_shadows (learner_id) WHERE ended_at IS NULL;
CREATE INDEX support_shadows_with ON support_shadows (supporter_id, asked_at);
-- The member of a conversation was asked whether a learner may read along, once. What was said up to after_seq is never
-- shown to the learner, and nothing is after the end.
CREATE TABLE support_sittings (
    conversation_id TEXT PRIMARY KEY,
    shadow_id TEXT NOT NULL,
    learner_id TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    allowed_at BIGINT,
    after_seq BIGINT,
    ended_at BIGINT
);
CREATE INDEX support_sittings_of ON support_sittings (learner_id, asked_at);
-- Two choices of a supporter: to look at their own words after a conversation, and to let learners ask whether they may sit in.
ALTER TABLE support_preferences ADD COLUMN hears_own BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE support_preferences ADD COLUMN takes_learners BOOLEAN NOT NULL DEFAULT FALSE;
-- Somebody in danger whose supporter had to stop is offered before everybody else.
ALTER TABLE support_requests ADD COLUMN goes_first BOOLEAN NOT NULL DEFAULT FALSE;
-- Whoever helps here, or did, may wish for somebody they did not work with.
ALTER TABLE support_requests ADD COLUMN no_colleagues BOOLEAN NOT NULL DEFAULT FALSE;
