-- When the rater said that the member who was supported had agreed to being looked at: for what was seen in a real
-- conversation.
ALTER TABLE training_ratings ADD COLUMN agreed_at BIGINT;
-- A rating that whoever gave it took back, and why: sealed under the learner's key, as the words of the rating are.
CREATE TABLE training_corrections (
    rating_id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    why BYTEA NOT NULL,
    corrected_at BIGINT NOT NULL
);
CREATE INDEX training_corrections_of ON training_corrections (member_id);
