-- beside 0.1.0
-- Planned shifts stand on the rota of the room `workforce`. Nothing was released with this table.
INSERT INTO workforce_shifts (id, member_id, work, begins_at, ends_at, made_at, ended_at)
    SELECT id, member_id, 'conversation', begins_at, ends_at, made_at, withdrawn_at FROM support_shifts;
DROP TABLE support_shifts;
