-- Whose the shift was before a colleague took it over: they are told that somebody comes.
ALTER TABLE workforce_shifts ADD COLUMN handed_by TEXT;
CREATE INDEX workforce_shifts_by_giver ON workforce_shifts (handed_by) WHERE handed_by IS NOT NULL;
