-- Conversations of which the member said that the supporter may go through them with their supervisor. The row goes when
-- they take it back, and with the words.
CREATE TABLE support_reviews (
    conversation_id TEXT PRIMARY KEY,
    allowed_at BIGINT NOT NULL
);
