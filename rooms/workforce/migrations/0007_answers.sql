-- Why a certificate was taken back: its holder reads it, sealed under their key.
ALTER TABLE workforce_certificates ADD COLUMN withdrawn_because BYTEA;

-- Not yet, and what is still to come, in words that whoever asked reads. Asking again takes the answer away.
ALTER TABLE workforce_certificate_asks ADD COLUMN answered_at BIGINT;
ALTER TABLE workforce_certificate_asks ADD COLUMN answer BYTEA;

-- Since when whoever asked has read the answer.
ALTER TABLE workforce_questions ADD COLUMN read_at BIGINT;

-- Since when whoever had a debrief has read who said that it was done.
ALTER TABLE workforce_debriefs ADD COLUMN read_at BIGINT;
