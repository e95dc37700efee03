-- What other rooms may join with: the name of whoever is still here, and who must not meet whom, read from either side.
CREATE VIEW people_names AS
    SELECT id AS member_id, pseudonym, band, languages FROM people_members WHERE erased_at IS NULL;
CREATE VIEW people_apart AS
    SELECT by_member AS one, whom AS other FROM people_blocks
    UNION ALL
    SELECT whom AS one, by_member AS other FROM people_blocks;
