-- The reader of this community: trained on its own decided cases, judged on others of them, and taken or not by a person.
CREATE TABLE safety_models (
    id TEXT PRIMARY KEY,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    learnt BIGINT NOT NULL,
    judged BIGINT NOT NULL,
    -- What the reader of then and this one made of the same cases: figures alone.
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    moved BIGINT NOT NULL,
    model BYTEA NOT NULL,
    decided_by TEXT,
    decided_at BIGINT,
    accepted BOOLEAN
);
CREATE INDEX safety_models_latest ON safety_models (made_at);
