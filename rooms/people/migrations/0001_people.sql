-- A member. After erasure the row stays, empty: what others wrote still has somebody at its other end.
CREATE TABLE people_members (
    id TEXT PRIMARY KEY,
    pseudonym TEXT NOT NULL,
    -- The pseudonym as it is compared; after erasure a keyed mark, so that nobody takes the name over.
    folded TEXT NOT NULL UNIQUE,
    band TEXT NOT NULL,
    languages TEXT NOT NULL,
    zone TEXT NOT NULL,
    locale TEXT NOT NULL,
    passphrase TEXT,
    recovery BYTEA,
    agreed_to BIGINT,
    joined_at BIGINT NOT NULL,
    erased_at BIGINT
);

CREATE TABLE people_sessions (
    id TEXT PRIMARY KEY,
    member TEXT NOT NULL,
    token BYTEA NOT NULL UNIQUE,
    shared BOOLEAN NOT NULL,
    opened_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL,
    locked_at BIGINT,
    tries BIGINT NOT NULL
);
CREATE INDEX people_sessions_by_member ON people_sessions (member);

-- Wrong tries, by a keyed mark of what was tried. Names that nobody has are counted alike.
CREATE TABLE people_tries (
    subject TEXT PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    free_at BIGINT NOT NULL
);

CREATE TABLE people_hats (
    member TEXT NOT NULL,
    hat TEXT NOT NULL,
    granted_by TEXT,
    granted_at BIGINT NOT NULL,
    PRIMARY KEY (member, hat)
);
CREATE INDEX people_hats_by_hat ON people_hats (hat);

CREATE TABLE people_blocks (
    by_member TEXT NOT NULL,
    whom TEXT NOT NULL,
    kind TEXT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (by_member, whom, kind)
);
CREATE INDEX people_blocks_by_whom ON people_blocks (whom);

CREATE TABLE people_breaks (
    member TEXT PRIMARY KEY,
    began_at BIGINT NOT NULL
);

CREATE TABLE people_departures (
    member TEXT PRIMARY KEY,
    asked_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL
);

CREATE TABLE people_suspensions (
    id TEXT PRIMARY KEY,
    member TEXT NOT NULL,
    by_member TEXT NOT NULL,
    reason BYTEA NOT NULL,
    began_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    lifted_by TEXT,
    lifted_at BIGINT
);
CREATE INDEX people_suspensions_by_member ON people_suspensions (member);
