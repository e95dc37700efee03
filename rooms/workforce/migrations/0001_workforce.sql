-- What somebody did here, from when to when. Hours are counted from it; it never says with whom.
CREATE TABLE workforce_spells (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    work TEXT NOT NULL,
    about TEXT NOT NULL,
    began_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE UNIQUE INDEX workforce_spells_open ON workforce_spells (work, about) WHERE ended_at IS NULL;
CREATE INDEX workforce_spells_of ON workforce_spells (member_id, began_at);
