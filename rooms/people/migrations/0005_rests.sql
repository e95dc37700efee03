-- Accounts at rest after somebody has died: nobody signs in to them, and their name stays theirs.
CREATE TABLE people_rests (
    member TEXT PRIMARY KEY,
    by_member TEXT NOT NULL,
    began_at BIGINT NOT NULL
);
