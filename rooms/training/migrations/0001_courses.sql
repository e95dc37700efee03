-- A course that people here can take. What it says is in its versions.
CREATE TABLE training_courses (
    id TEXT PRIMARY KEY,
    place BIGINT NOT NULL,
    version BIGINT,
    retired_at BIGINT
);
-- A version as it was published. It never changes.
CREATE TABLE training_versions (
    course_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    words TEXT NOT NULL,
    digest TEXT NOT NULL,
    written_by TEXT,
    published_by TEXT,
    published_at BIGINT NOT NULL,
    PRIMARY KEY (course_id, version)
);
-- What is being written; at most one for each course.
CREATE TABLE training_drafts (
    course_id TEXT PRIMARY KEY,
    words TEXT NOT NULL,
    written_by TEXT NOT NULL,
    written_at BIGINT NOT NULL
);
-- A film or its captions, in pieces, so that a part of it is read without the rest.
CREATE TABLE training_media (
    id TEXT PRIMARY KEY,
    course_id TEXT NOT NULL,
    name TEXT NOT NULL,
    length BIGINT NOT NULL,
    added_at BIGINT NOT NULL
);
CREATE INDEX training_media_by_name ON training_media (course_id, name, added_at);
CREATE TABLE training_media_pieces (
    media_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (media_id, number)
);
-- Which film a version shows under which name.
CREATE TABLE training_version_media (
    course_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    name TEXT NOT NULL,
    media_id TEXT NOT NULL,
    PRIMARY KEY (course_id, version, name)
);
-- Somebody takes a course: since when, and where they were last. What was done before counts for a time before.
CREATE TABLE training_learners (
    member_id TEXT NOT NULL,
    course_id TEXT NOT NULL,
    began_at BIGINT NOT NULL,
    last_activity TEXT,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (member_id, course_id)
);
CREATE TABLE training_done (
    member_id TEXT NOT NULL,
    course_id TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    done_at BIGINT NOT NULL,
    PRIMARY KEY (member_id, course_id, activity_id)
);
CREATE TABLE training_finishes (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    course_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    finished_at BIGINT NOT NULL,
    expires_at BIGINT
);
CREATE INDEX training_finishes_of ON training_finishes (member_id, course_id, finished_at);
-- A try at a quiz. What was answered is sealed under the learner's key.
CREATE TABLE training_attempts (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    course_id TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    number BIGINT NOT NULL,
    answers BYTEA NOT NULL,
    began_at BIGINT NOT NULL,
    ended_at BIGINT,
    points BIGINT,
    asked BIGINT,
    passed BOOLEAN
);
CREATE UNIQUE INDEX training_attempts_number ON training_attempts (member_id, course_id, activity_id, number);
-- What a learner wrote for herself, sealed under her key; one of her choice may read it when she shares it.
CREATE TABLE training_reflections (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    course_id TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    words BYTEA NOT NULL,
    written_at BIGINT NOT NULL,
    shared_with TEXT,
    shared_at BIGINT
);
CREATE UNIQUE INDEX training_reflections_one ON training_reflections (member_id, course_id, activity_id);
CREATE INDEX training_reflections_shared ON training_reflections (shared_with, shared_at);
-- What somebody signed, in which version, under which name.
CREATE TABLE training_signatures (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    course_id TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    name TEXT NOT NULL,
    signed_at BIGINT NOT NULL
);
CREATE INDEX training_signatures_of ON training_signatures (member_id, course_id, activity_id, signed_at);
