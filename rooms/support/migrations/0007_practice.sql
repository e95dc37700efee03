-- Live practice: a talk that is played, in tables of its own, so that nothing which counts or looks after conversations finds
-- it there. What was said lies beside what is said in conversations, sealed under the practice's own key.
CREATE TABLE support_practices (
    id TEXT PRIMARY KEY,
    booking_id TEXT NOT NULL,
    learner_id TEXT NOT NULL,
    partner_id TEXT NOT NULL,
    reader_id TEXT,
    began_at BIGINT NOT NULL,
    last_seq BIGINT NOT NULL,
    last_word_at BIGINT NOT NULL,
    ended_at BIGINT,
    real_at BIGINT,
    erased_at BIGINT
);
CREATE UNIQUE INDEX support_practices_booking ON support_practices (booking_id);
CREATE INDEX support_practices_learner ON support_practices (learner_id);
CREATE INDEX support_practices_partner ON support_practices (partner_id);
