-- beside 0.1.0
-- What one who looks after a place decides where it was written, without the queue, is a decision like every other.
ALTER TABLE safety_decisions ADD COLUMN on_the_spot BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX safety_decisions_by_place ON safety_decisions (place_id, made_at) WHERE on_the_spot = TRUE;
CREATE INDEX safety_decisions_by_subject ON safety_decisions (kind, subject_id, made_at);
