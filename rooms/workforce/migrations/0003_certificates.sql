-- What a community asks of whoever does this work: the highest number stands. Nobody is kept from anything before the day
-- from which it is asked, and where there is none it is asked of nobody.
CREATE TABLE workforce_requirements (
    work TEXT NOT NULL,
    version BIGINT NOT NULL,
    courses TEXT NOT NULL,
    competencies TEXT NOT NULL,
    hours BIGINT NOT NULL,
    months BIGINT NOT NULL,
    learning_hours BIGINT NOT NULL,
    needed_from BIGINT,
    written_by TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    PRIMARY KEY (work, version)
);

-- Somebody asks to be certified: from then on those who decide see how far they are.
CREATE TABLE workforce_certificate_asks (
    member_id TEXT NOT NULL,
    work TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    PRIMARY KEY (member_id, work)
);

-- A certificate. One that is renewed or finished is a new row; the one before says which came after it.
CREATE TABLE workforce_certificates (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    work TEXT NOT NULL,
    version BIGINT NOT NULL,
    grade TEXT NOT NULL,
    issued_by TEXT,
    issued_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    followed_by TEXT,
    withdrawn_by TEXT,
    withdrawn_at BIGINT,
    reminded BIGINT
);
CREATE UNIQUE INDEX workforce_certificates_latest ON workforce_certificates (member_id, work) WHERE followed_by IS NULL;
CREATE INDEX workforce_certificates_expiring ON workforce_certificates (expires_at);

-- What somebody went on to learn. What it was is sealed under their key.
CREATE TABLE workforce_learning (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    day BIGINT NOT NULL,
    minutes BIGINT NOT NULL,
    words BYTEA NOT NULL,
    written_at BIGINT NOT NULL
);
CREATE INDEX workforce_learning_of ON workforce_learning (member_id, day);

-- A certificate as a badge that others can check. Its id tells nothing about the holder, who alone makes it public. A name
-- stands on it only when the holder wrote one, sealed under their key.
CREATE TABLE workforce_badges (
    id TEXT PRIMARY KEY,
    certificate_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    place BIGINT NOT NULL,
    name BYTEA,
    published_at BIGINT
);
CREATE UNIQUE INDEX workforce_badges_of ON workforce_badges (certificate_id);

-- Places in the list that says what does not count any more. They outlive the badge and say nothing about anybody, so that
-- no copy of a badge that was taken back ever counts again.
CREATE TABLE workforce_badge_places (
    place BIGINT PRIMARY KEY,
    revoked_at BIGINT
);
