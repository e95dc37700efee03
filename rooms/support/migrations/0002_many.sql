-- What is asked of all at once stays quick among very many: the newest feedback, and what supporters show of themselves.
CREATE INDEX support_feedback_newest ON support_feedback (given_at);
CREATE INDEX support_shown_by_value ON support_shown (attribute, value, member_id);
CREATE INDEX support_shifts_by_beginning ON support_shifts (begins_at) WHERE withdrawn_at IS NULL;
