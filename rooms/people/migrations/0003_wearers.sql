-- Who wears which hat and takes part just now, apart from a suspension that may be over: for other rooms to join with.
CREATE VIEW people_wearers AS
    SELECT h.member AS member_id, h.hat, m.band,
           COALESCE((SELECT MAX(s.ends_at) FROM people_suspensions s
                     WHERE s.member = h.member AND s.lifted_at IS NULL), 0) AS suspended_until
    FROM people_hats h JOIN people_members m ON m.id = h.member
    WHERE m.erased_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM people_departures d WHERE d.member = h.member)
      AND NOT EXISTS (SELECT 1 FROM people_breaks b WHERE b.member = h.member);
