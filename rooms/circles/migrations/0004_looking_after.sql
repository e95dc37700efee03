-- beside 0.1.0
-- Every page of a circle asks who looks after it; there are few of them among many members.
CREATE INDEX circles_memberships_facilitators ON circles_memberships (circle_id, joined_at) WHERE role = 'facilitator';
-- What somebody said without typing, on a page of posts.
DROP INDEX circles_reactions_by_member;
CREATE INDEX circles_reactions_by_member ON circles_reactions (member_id, post_id, kind);
