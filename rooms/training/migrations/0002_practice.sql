-- What somebody was seen to do, as one rater saw it. Ratings stay; the latest of each rater counts. Words to the learner
-- are sealed under her key. A rater who left is nobody.
CREATE TABLE training_ratings (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    rater_id TEXT,
    competency TEXT NOT NULL,
    level TEXT NOT NULL,
    seen TEXT NOT NULL,
    evidence TEXT NOT NULL,
    words BYTEA,
    rated_at BIGINT NOT NULL
);
CREATE INDEX training_ratings_of ON training_ratings (member_id, competency, rated_at);
CREATE INDEX training_ratings_by ON training_ratings (rater_id, rated_at);
-- A written role-play: the way that was taken and the learner's own words, sealed under her key. The last one of each is kept.
CREATE TABLE training_plays (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    course_id TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    turns BYTEA NOT NULL,
    began_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE UNIQUE INDEX training_plays_one ON training_plays (member_id, course_id, activity_id);
-- Live practice or sitting in that took place, as the one says who was there. Whoever left is nobody.
CREATE TABLE training_together (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    course_id TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    by_id TEXT,
    at BIGINT NOT NULL
);
CREATE INDEX training_together_of ON training_together (member_id, course_id, activity_id);
CREATE INDEX training_together_by ON training_together (by_id);
