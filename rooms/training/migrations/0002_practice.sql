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
