-- beside 0.1.0
-- Times on call stand on the rota of the room `workforce`, beside all other shifts. Nothing was released with this table.
INSERT INTO workforce_shifts (id, member_id, work, begins_at, ends_at, made_at, ended_at)
    SELECT id, member_id, 'moderation', begins_at, ends_at, made_at, ended_at FROM safety_watches;
DROP TABLE safety_watches;
