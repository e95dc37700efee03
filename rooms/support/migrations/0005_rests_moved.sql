-- beside 0.1.0
-- Breaks are kept by the room that looks after those who help; one that runs goes on there. Nothing was released with
-- the column.
INSERT INTO workforce_rests (member_id, since, until)
    SELECT member_id, MAX(break_until), MAX(break_until) FROM support_duties WHERE break_until IS NOT NULL GROUP BY member_id;
ALTER TABLE support_duties DROP COLUMN break_until;
