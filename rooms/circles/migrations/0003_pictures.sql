-- A picture with a post, made anew from its pixels, and what it shows in words; both sealed under the voice of the post.
CREATE TABLE circles_pictures (
    id TEXT PRIMARY KEY,
    post_id TEXT NOT NULL UNIQUE,
    media_type TEXT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    alt BYTEA NOT NULL,
    bytes BYTEA NOT NULL
);
-- How many pictures somebody brought on the latest day on which they brought any; days since 1970.
CREATE TABLE circles_picture_days (
    member_id TEXT PRIMARY KEY,
    day BIGINT NOT NULL,
    brought BIGINT NOT NULL
);
-- Posts of a circle one after the other: they change their part of the index when its door opens or closes.
CREATE INDEX circles_posts_by_circle ON circles_posts (circle_id, id);
