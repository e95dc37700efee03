-- beside 0.1.0
-- What facilitators do is a decision of the room that keeps everyone safe, with a rule and a way to appeal. Here stays
-- only what holds of it.
CREATE TABLE circles_bars (
    circle_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    until BIGINT,
    PRIMARY KEY (circle_id, member_id, kind)
);
CREATE INDEX circles_bars_by_member ON circles_bars (member_id);
INSERT INTO circles_bars (circle_id, member_id, kind, until)
    SELECT circle_id, member_id, kind, MAX(until) FROM circles_measures
    WHERE kind IN ('pause', 'remove') AND undone_at IS NULL GROUP BY circle_id, member_id, kind;
-- Not being let in is no decision about anything that somebody did: those who asked read why, and may ask again.
CREATE TABLE circles_refusals (
    id TEXT PRIMARY KEY,
    circle_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    reason BYTEA NOT NULL,
    by_id TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    seen_at BIGINT,
    undone_at BIGINT,
    undone_by TEXT
);
CREATE INDEX circles_refusals_by_member ON circles_refusals (member_id, circle_id);
CREATE INDEX circles_refusals_by_circle ON circles_refusals (circle_id, made_at);
INSERT INTO circles_refusals (id, circle_id, member_id, reason, by_id, made_at, seen_at, undone_at, undone_by)
    SELECT id, circle_id, member_id, reason, by_id, made_at, seen_at, undone_at, undone_by FROM circles_measures
    WHERE kind = 'refuse';
DROP TABLE circles_measures;
-- What somebody finds not right in a story is a flag like every other.
DROP TABLE circles_story_worries;
ALTER TABLE circles_stories DROP COLUMN reread_at;
