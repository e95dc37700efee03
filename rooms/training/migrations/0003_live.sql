-- A time that a trainer offers for live practice. Where somebody else plays the member, it can be booked once they agreed.
-- Whoever left is nobody.
CREATE TABLE training_times (
    id TEXT PRIMARY KEY,
    trainer_id TEXT,
    partner_id TEXT,
    begins_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    agreed_at BIGINT,
    partner_reads BOOLEAN NOT NULL,
    made_at BIGINT NOT NULL,
    withdrawn_at BIGINT
);
CREATE INDEX training_times_next ON training_times (begins_at) WHERE withdrawn_at IS NULL;
-- A time that a learner booked. One at a time has it, and for one activity a learner has one.
CREATE TABLE training_bookings (
    id TEXT PRIMARY KEY,
    time_id TEXT NOT NULL,
    learner_id TEXT,
    course_id TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    learner_reads BOOLEAN NOT NULL,
    booked_at BIGINT NOT NULL,
    began_at BIGINT,
    address TEXT,
    over_at BIGINT,
    ended_at BIGINT,
    ended_how TEXT,
    ended_by TEXT
);
CREATE UNIQUE INDEX training_bookings_time ON training_bookings (time_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX training_bookings_own ON training_bookings (learner_id, course_id, activity_id) WHERE ended_at IS NULL;
CREATE INDEX training_bookings_of ON training_bookings (learner_id, booked_at);
-- Words to the learner after live practice, sealed under their key.
CREATE TABLE training_debriefs (
    id TEXT PRIMARY KEY,
    booking_id TEXT NOT NULL,
    by_id TEXT,
    words BYTEA NOT NULL,
    written_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX training_debriefs_one ON training_debriefs (booking_id, by_id);
-- Whether it took place here, in the conversation page, or elsewhere, face to face.
ALTER TABLE training_together ADD COLUMN here BOOLEAN NOT NULL DEFAULT FALSE;
