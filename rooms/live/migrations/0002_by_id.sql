-- beside 0.1.0
-- What was flagged is found by its id alone.
CREATE INDEX live_messages_by_id ON live_messages (id, said_at);
