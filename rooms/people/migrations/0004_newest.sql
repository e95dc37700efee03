-- The list of members begins with the newest; among many it must not be put in order for every look.
CREATE INDEX people_members_newest ON people_members (joined_at) WHERE erased_at IS NULL;
