-- The whole schema, as the migrations make it. Written by `cargo xtask schema`; a test keeps it fresh.
-- `keys` and `keys_destroyed` live in the key database, everything else in the main one.

CREATE TABLE bus_nodes (id TEXT PRIMARY KEY, beat BIGINT NOT NULL);

CREATE VIEW circles_answered AS
    SELECT t.circle_id, c.band, c.language, t.intent, t.started_at, t.first_reply_at, t.second_reply_at
    FROM circles_threads t JOIN circles_circles c ON c.id = t.circle_id WHERE t.state = 'shown';

CREATE TABLE circles_bars (
    circle_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    until BIGINT,
    PRIMARY KEY (circle_id, member_id, kind)
);

CREATE INDEX circles_bars_by_member ON circles_bars (member_id);

CREATE TABLE circles_carried (
    member_id TEXT NOT NULL,
    topic BIGINT NOT NULL,
    PRIMARY KEY (member_id, topic)
);

CREATE TABLE circles_circles (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    about TEXT NOT NULL,
    charter TEXT NOT NULL,
    language TEXT NOT NULL,
    band TEXT NOT NULL,
    audience TEXT NOT NULL,
    joining TEXT NOT NULL,
    course BOOLEAN NOT NULL,
    join_until BIGINT,
    hidden BOOLEAN NOT NULL,
    size BIGINT,
    moderation TEXT NOT NULL,
    night TEXT NOT NULL,
    night_from BIGINT NOT NULL,
    night_to BIGINT NOT NULL,
    reply_hours BIGINT NOT NULL,
    pictures BOOLEAN NOT NULL,
    room_when_closed TEXT NOT NULL,
    room_keep_days BIGINT NOT NULL,
    stage TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    opened_at BIGINT,
    closed_at BIGINT
);

CREATE TABLE circles_dates (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    marked BYTEA NOT NULL
);

CREATE INDEX circles_dates_by_member ON circles_dates (member_id);

CREATE TABLE circles_digests (
    member_id TEXT PRIMARY KEY,
    rhythm TEXT NOT NULL,
    hour BIGINT NOT NULL,
    weekday BIGINT NOT NULL,
    since BIGINT NOT NULL,
    ready_at BIGINT
);

CREATE TABLE circles_drafts (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    circle_id TEXT NOT NULL,
    thread_id TEXT NOT NULL,
    fields BYTEA NOT NULL,
    kept_at BIGINT NOT NULL
);

CREATE UNIQUE INDEX circles_drafts_place ON circles_drafts (member_id, circle_id, thread_id);

CREATE TABLE circles_edits (
    id TEXT PRIMARY KEY,
    post_id TEXT NOT NULL,
    words BYTEA NOT NULL,
    until BIGINT NOT NULL
);

CREATE INDEX circles_edits_by_post ON circles_edits (post_id);

CREATE TABLE circles_follows (
    member_id TEXT NOT NULL,
    thread_id TEXT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (member_id, thread_id)
);

CREATE TABLE circles_invitations (
    circle_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    by_id TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (circle_id, member_id)
);

CREATE INDEX circles_invitations_by_member ON circles_invitations (member_id);

CREATE TABLE circles_memberships (
    circle_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    role TEXT NOT NULL,
    joined_at BIGINT NOT NULL,
    PRIMARY KEY (circle_id, member_id)
);

CREATE INDEX circles_memberships_by_member ON circles_memberships (member_id);

CREATE INDEX circles_memberships_facilitators ON circles_memberships (circle_id, joined_at) WHERE role = 'facilitator';

CREATE TABLE circles_mutes (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    word BYTEA,
    until BIGINT
);

CREATE UNIQUE INDEX circles_mutes_once ON circles_mutes (member_id, kind, subject);

CREATE TABLE circles_picture_days (
    member_id TEXT PRIMARY KEY,
    day BIGINT NOT NULL,
    brought BIGINT NOT NULL
);

CREATE TABLE circles_pictures (
    id TEXT PRIMARY KEY,
    post_id TEXT NOT NULL UNIQUE,
    media_type TEXT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    alt BYTEA NOT NULL,
    bytes BYTEA NOT NULL
);

CREATE TABLE circles_posts (
    id TEXT PRIMARY KEY,
    thread_id TEXT NOT NULL,
    circle_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    author_id TEXT,
    voice_id TEXT NOT NULL,
    unnamed BOOLEAN NOT NULL,
    words BYTEA NOT NULL,
    posted_at BIGINT NOT NULL,
    edited_at BIGINT,
    state TEXT NOT NULL
);

CREATE INDEX circles_posts_by_author ON circles_posts (author_id, posted_at);

CREATE INDEX circles_posts_by_circle ON circles_posts (circle_id, id);

CREATE UNIQUE INDEX circles_posts_in_order ON circles_posts (thread_id, seq);

CREATE INDEX circles_posts_latest ON circles_posts (circle_id, posted_at);

CREATE INDEX circles_posts_to_read ON circles_posts (circle_id, posted_at) WHERE state = 'held';

CREATE TABLE circles_proposals (
    circle_id TEXT PRIMARY KEY,
    by_id TEXT NOT NULL,
    partner_id TEXT NOT NULL,
    agreed_at BIGINT,
    due_at BIGINT,
    decided_at BIGINT,
    decided_by TEXT,
    approved BOOLEAN,
    reason BYTEA
);

CREATE TABLE circles_reactions (
    post_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (post_id, member_id, kind)
);

CREATE INDEX circles_reactions_by_member ON circles_reactions (member_id, post_id, kind);

CREATE TABLE circles_read_along (
    circle_id TEXT PRIMARY KEY,
    until BIGINT NOT NULL,
    by_id TEXT NOT NULL
);

CREATE TABLE circles_reads (
    member_id TEXT NOT NULL,
    thread_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (member_id, thread_id)
);

CREATE TABLE circles_refusals (
    id TEXT PRIMARY KEY,
    circle_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    reason BYTEA NOT NULL,
    by_id TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    seen_at BIGINT,
    undone_at BIGINT,
    undone_by TEXT
);

CREATE INDEX circles_refusals_by_circle ON circles_refusals (circle_id, made_at);

CREATE INDEX circles_refusals_by_member ON circles_refusals (member_id, circle_id);

CREATE TABLE circles_requests (
    id TEXT PRIMARY KEY,
    circle_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    words BYTEA,
    made_at BIGINT NOT NULL,
    settled_at BIGINT,
    outcome TEXT
);

CREATE INDEX circles_requests_by_member ON circles_requests (member_id);

CREATE UNIQUE INDEX circles_requests_open ON circles_requests (circle_id, member_id) WHERE settled_at IS NULL;

CREATE TABLE circles_sides (
    member_id TEXT PRIMARY KEY,
    side TEXT NOT NULL,
    since BIGINT NOT NULL
);

CREATE TABLE circles_stories (
    id TEXT PRIMARY KEY,
    author_id TEXT,
    voice_id TEXT NOT NULL,
    unnamed BOOLEAN NOT NULL,
    prompt TEXT,
    title BYTEA NOT NULL,
    words BYTEA NOT NULL,
    notes TEXT NOT NULL,
    own_note BYTEA,
    language TEXT NOT NULL,
    -- For whom it is: of its author when it was offered.
    band TEXT NOT NULL,
    side TEXT NOT NULL,
    state TEXT NOT NULL,
    -- How often it was to be read. A reading counts for the round in which it was made, so of two one counts, and
    -- nobody lets words through that have changed since.
    round BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    offered_at BIGINT,
    shown_at BIGINT);

CREATE INDEX circles_stories_by_author ON circles_stories (author_id, changed_at);

CREATE INDEX circles_stories_latest ON circles_stories (band, side, state, shown_at);

CREATE TABLE circles_story_reviews (
    id TEXT PRIMARY KEY,
    story_id TEXT NOT NULL,
    round BIGINT NOT NULL,
    by_id TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    shown BOOLEAN NOT NULL,
    fine TEXT NOT NULL,
    remarks BYTEA NOT NULL
);

CREATE UNIQUE INDEX circles_story_reviews_once ON circles_story_reviews (story_id, round);

CREATE TABLE circles_story_topics (
    story_id TEXT NOT NULL,
    topic BIGINT NOT NULL,
    PRIMARY KEY (story_id, topic)
);

CREATE INDEX circles_story_topics_by_topic ON circles_story_topics (topic);

CREATE TABLE circles_thread_topics (
    thread_id TEXT NOT NULL,
    topic BIGINT NOT NULL,
    PRIMARY KEY (thread_id, topic)
);

CREATE TABLE circles_threads (
    id TEXT PRIMARY KEY,
    circle_id TEXT NOT NULL,
    voice_id TEXT NOT NULL,
    title BYTEA NOT NULL,
    intent TEXT NOT NULL,
    notes TEXT NOT NULL,
    own_note BYTEA,
    opener_id TEXT,
    unnamed BOOLEAN NOT NULL,
    started_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    last_seq BIGINT NOT NULL,
    first_reply_at BIGINT,
    second_reply_at BIGINT,
    -- Shown to everybody who may read; held and hidden ones to their author and the facilitators.
    state TEXT NOT NULL,
    pinned_at BIGINT,
    closed_at BIGINT
);

CREATE INDEX circles_threads_latest ON circles_threads (circle_id, state, last_at);

CREATE INDEX circles_threads_pinned ON circles_threads (circle_id, pinned_at) WHERE pinned_at IS NOT NULL;

CREATE INDEX circles_threads_unanswered ON circles_threads (circle_id, started_at) WHERE second_reply_at IS NULL;

CREATE TABLE circles_topics (
    circle_id TEXT NOT NULL,
    topic BIGINT NOT NULL,
    PRIMARY KEY (circle_id, topic)
);

CREATE INDEX circles_topics_by_topic ON circles_topics (topic);

CREATE TABLE circles_unsuggested (
    member_id TEXT PRIMARY KEY,
    since BIGINT NOT NULL
);

CREATE TABLE circles_visits (
    member_id TEXT PRIMARY KEY,
    day BIGINT NOT NULL
);

CREATE TABLE circles_voices (
    id TEXT PRIMARY KEY,
    member_id TEXT UNIQUE,
    keep BOOLEAN NOT NULL
);

CREATE TABLE gatherings_comings (
    occurrence_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    answer TEXT NOT NULL,
    seq BIGINT NOT NULL,
    answered_at BIGINT NOT NULL,
    moved_up_at BIGINT,
    here_at BIGINT,
    attendance TEXT,
    noted_by TEXT,
    PRIMARY KEY (occurrence_id, member_id)
);

CREATE INDEX gatherings_comings_by_member ON gatherings_comings (member_id);

CREATE INDEX gatherings_comings_in_order ON gatherings_comings (occurrence_id, answer, seq);

CREATE VIEW gatherings_events AS
SELECT c.occurrence_id, o.circle_id, c.member_id, 'group' AS format, s.mode, s.course, o.session, o.starts_at,
       (CASE WHEN m.ended_at IS NOT NULL AND m.ended_at < o.ends_at THEN m.ended_at ELSE o.ends_at END
        - CASE WHEN c.here_at IS NOT NULL AND c.here_at > o.starts_at THEN c.here_at ELSE o.starts_at END) / 60000000
           AS minutes
FROM gatherings_comings c
JOIN gatherings_occurrences o ON o.id = c.occurrence_id
JOIN gatherings_series s ON s.id = o.series_id
LEFT JOIN gatherings_meetings m ON m.occurrence_id = o.id
WHERE o.cancelled_at IS NULL
  AND (c.attendance = 'came' OR (c.attendance IS NULL AND c.here_at IS NOT NULL));

CREATE TABLE gatherings_feedback (
    occurrence_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    welcome BIGINT,
    heard BIGINT,
    useful BIGINT,
    given_at BIGINT NOT NULL,
    PRIMARY KEY (occurrence_id, member_id)
);

CREATE INDEX gatherings_feedback_by_member ON gatherings_feedback (member_id);

CREATE TABLE gatherings_feeds (
    member_id TEXT PRIMARY KEY,
    secret BYTEA NOT NULL,
    title BYTEA,
    shows_place BOOLEAN NOT NULL,
    made_at BIGINT NOT NULL
);

CREATE UNIQUE INDEX gatherings_feeds_by_secret ON gatherings_feeds (secret);

CREATE TABLE gatherings_learned (
    id TEXT PRIMARY KEY,
    occurrence_id TEXT NOT NULL,
    words BYTEA NOT NULL,
    version BIGINT NOT NULL,
    changed_by TEXT,
    changed_at BIGINT NOT NULL,
    offered_at BIGINT
);

CREATE UNIQUE INDEX gatherings_learned_of ON gatherings_learned (occurrence_id);

CREATE TABLE gatherings_meetings (
    occurrence_id TEXT PRIMARY KEY,
    circle_id TEXT NOT NULL,
    lead_id TEXT,
    began_at BIGINT NOT NULL,
    phase BIGINT NOT NULL,
    phase_began_at BIGINT NOT NULL,
    ended_at BIGINT,
    ended_by TEXT
);

CREATE INDEX gatherings_meetings_open ON gatherings_meetings (circle_id) WHERE ended_at IS NULL;

CREATE TABLE gatherings_named (
    note_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    agreed BOOLEAN,
    answered_at BIGINT,
    PRIMARY KEY (note_id, member_id)
);

CREATE INDEX gatherings_named_by_member ON gatherings_named (member_id);

CREATE TABLE gatherings_news (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    occurrence_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    made_at BIGINT NOT NULL
);

CREATE INDEX gatherings_news_of_occurrence ON gatherings_news (occurrence_id);

CREATE UNIQUE INDEX gatherings_news_once ON gatherings_news (member_id, occurrence_id, kind);

CREATE TABLE gatherings_occurrences (
    id TEXT PRIMARY KEY,
    series_id TEXT NOT NULL,
    circle_id TEXT NOT NULL,
    slot TEXT NOT NULL,
    session BIGINT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    last_seq BIGINT NOT NULL,
    -- What to try until the next session, and the words with which it was moved or cancelled: sealed as the place is.
    step BYTEA,
    words BYTEA,
    moved_at BIGINT,
    moved_by TEXT,
    cancelled_at BIGINT,
    cancelled_by TEXT
);

CREATE INDEX gatherings_occurrences_by_circle ON gatherings_occurrences (circle_id, starts_at);

CREATE UNIQUE INDEX gatherings_occurrences_slot ON gatherings_occurrences (series_id, slot);

CREATE VIEW gatherings_outcomes AS
SELECT 'group' AS format, s.mode, s.course, f.welcome, f.heard, f.useful
FROM gatherings_feedback f
JOIN gatherings_occurrences o ON o.id = f.occurrence_id
JOIN gatherings_series s ON s.id = o.series_id;

CREATE TABLE gatherings_phases (
    owner_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    title TEXT NOT NULL,
    minutes BIGINT NOT NULL,
    prompt TEXT NOT NULL,
    PRIMARY KEY (owner_id, position)
);

CREATE TABLE gatherings_preferences (
    member_id TEXT PRIMARY KEY,
    reminder TEXT NOT NULL
);

CREATE TABLE gatherings_series (
    id TEXT PRIMARY KEY,
    circle_id TEXT NOT NULL,
    title TEXT NOT NULL,
    about TEXT NOT NULL,
    mode TEXT NOT NULL,
    course BOOLEAN NOT NULL,
    minutes BIGINT NOT NULL,
    capacity BIGINT,
    starts TEXT NOT NULL,
    zone TEXT NOT NULL,
    rule TEXT,
    first_session BIGINT NOT NULL,
    template_id TEXT,
    -- Where it is, sealed under the gathering's own key: for those who come, and gone some weeks after it is over.
    place BYTEA,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    planned_until BIGINT NOT NULL,
    ended_at BIGINT,
    ended_by TEXT
);

CREATE INDEX gatherings_series_by_circle ON gatherings_series (circle_id);

CREATE INDEX gatherings_series_open ON gatherings_series (planned_until) WHERE ended_at IS NULL;

CREATE TABLE gatherings_templates (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    changed_by TEXT,
    changed_at BIGINT NOT NULL,
    withdrawn_at BIGINT
);

CREATE TABLE ground_beside (
            room TEXT NOT NULL, number BIGINT NOT NULL, release TEXT NOT NULL, PRIMARY KEY (room, number));

CREATE TABLE ground_clock (
              id BIGINT PRIMARY KEY, seen_at BIGINT NOT NULL, doubted_at BIGINT, confirmed_at BIGINT);

CREATE TABLE ground_migrations (
            room TEXT NOT NULL, number BIGINT NOT NULL, name TEXT NOT NULL, applied_at BIGINT NOT NULL,
            PRIMARY KEY (room, number));

CREATE TABLE jobs (
              kind TEXT NOT NULL, subject TEXT NOT NULL, run_at BIGINT NOT NULL, attempts BIGINT NOT NULL,
              PRIMARY KEY (kind, subject));

CREATE INDEX jobs_by_time ON jobs (run_at);

CREATE TABLE jobs_leases (
              name TEXT PRIMARY KEY, holder TEXT NOT NULL, fence BIGINT NOT NULL, until BIGINT NOT NULL);

CREATE TABLE keys (id TEXT PRIMARY KEY, wrapped BYTEA NOT NULL, made_at BIGINT NOT NULL);

CREATE TABLE keys_destroyed (id TEXT PRIMARY KEY, destroyed_at BIGINT NOT NULL);

CREATE TABLE keys_root (name TEXT PRIMARY KEY, mark BYTEA NOT NULL);

CREATE TABLE live_asides (
    id TEXT PRIMARY KEY,
    evening_id TEXT NOT NULL,
    circle_id TEXT NOT NULL,
    facilitator_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    offered_at BIGINT NOT NULL,
    began_at BIGINT,
    ended_at BIGINT
);

CREATE INDEX live_asides_of_facilitator ON live_asides (facilitator_id) WHERE ended_at IS NULL;

CREATE UNIQUE INDEX live_asides_open ON live_asides (evening_id, member_id) WHERE ended_at IS NULL;

CREATE TABLE live_attendances (
    id TEXT PRIMARY KEY,
    evening_id TEXT NOT NULL,
    attended BIGINT NOT NULL
);

CREATE INDEX live_attendances_of_evening ON live_attendances (evening_id);

CREATE TABLE live_duties (
    id TEXT PRIMARY KEY,
    evening_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    began_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    ended_at BIGINT
);

CREATE UNIQUE INDEX live_duties_open ON live_duties (evening_id, member_id) WHERE ended_at IS NULL;

CREATE TABLE live_evenings (
    id TEXT PRIMARY KEY,
    circle_id TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    opened_by TEXT,
    closed_at BIGINT,
    closed_how TEXT,
    slow TEXT NOT NULL,
    keep_days BIGINT NOT NULL,
    erased_at BIGINT
);

CREATE INDEX live_evenings_of_circle ON live_evenings (circle_id, opened_at);

CREATE UNIQUE INDEX live_evenings_open ON live_evenings (circle_id) WHERE closed_at IS NULL;

CREATE VIEW live_events AS
    SELECT e.id AS evening_id, e.circle_id, 'group' AS format, 'text' AS mode, e.opened_at AS began_at,
        ((p.attended + 299999999) / 300000000) * 5 AS minutes
    FROM live_evenings e JOIN live_presences p ON p.evening_id = e.id
    UNION ALL
    SELECT e.id AS evening_id, e.circle_id, 'group' AS format, 'text' AS mode, e.opened_at AS began_at,
        ((a.attended + 299999999) / 300000000) * 5 AS minutes
    FROM live_evenings e JOIN live_attendances a ON a.evening_id = e.id;

CREATE TABLE live_handovers (
    id TEXT PRIMARY KEY,
    evening_id TEXT NOT NULL,
    from_id TEXT NOT NULL,
    to_id TEXT NOT NULL,
    offered_at BIGINT NOT NULL,
    answered_at BIGINT
);

CREATE UNIQUE INDEX live_handovers_open ON live_handovers (evening_id, from_id) WHERE answered_at IS NULL;

CREATE TABLE live_hands (
    evening_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    raised_at BIGINT NOT NULL,
    called_at BIGINT,
    PRIMARY KEY (evening_id, member_id)
);

CREATE TABLE live_messages (
    talk_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    id TEXT NOT NULL,
    by_part TEXT NOT NULL,
    author_id TEXT,
    notes TEXT NOT NULL,
    own_note BYTEA,
    words BYTEA NOT NULL,
    said_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (talk_id, seq)
);

CREATE INDEX live_messages_by_author ON live_messages (author_id, talk_id, said_at);

CREATE INDEX live_messages_by_id ON live_messages (id, said_at);

CREATE UNIQUE INDEX live_messages_once ON live_messages (talk_id, id);

CREATE TABLE live_parked (
    id TEXT PRIMARY KEY,
    evening_id TEXT NOT NULL,
    words BYTEA NOT NULL,
    support BIGINT NOT NULL,
    taken_at BIGINT
);

CREATE INDEX live_parked_of_evening ON live_parked (evening_id);

CREATE TABLE live_parked_support (
    parked_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    PRIMARY KEY (parked_id, member_id)
);

CREATE TABLE live_presences (
    evening_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    from_seq BIGINT NOT NULL,
    came_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    attended BIGINT NOT NULL,
    shown BOOLEAN NOT NULL,
    parked BIGINT NOT NULL,
    PRIMARY KEY (evening_id, member_id)
);

CREATE TABLE live_reactions (
    talk_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    member_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (talk_id, seq, member_id, kind)
);

CREATE TABLE live_talks (
    id TEXT PRIMARY KEY,
    circle_id TEXT NOT NULL,
    -- The language of the circle, in which the place itself speaks there.
    language TEXT NOT NULL,
    aside BOOLEAN NOT NULL,
    last_seq BIGINT NOT NULL
);

CREATE TABLE organisation_charters (
    version BIGINT PRIMARY KEY,
    promises TEXT NOT NULL,
    body TEXT NOT NULL,
    written_by TEXT,
    written_at BIGINT NOT NULL
);

CREATE TABLE organisation_checkpoints (
    place BIGINT PRIMARY KEY,
    number BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    at BIGINT NOT NULL,
    signature BYTEA NOT NULL,
    key BYTEA NOT NULL
);

CREATE TABLE organisation_founding (
    id BIGINT PRIMARY KEY,
    token_hash BYTEA,
    expires_at BIGINT,
    redeemed_at BIGINT
);

CREATE TABLE organisation_helplines (
    id TEXT PRIMARY KEY,
    country TEXT NOT NULL,
    audience TEXT NOT NULL,
    name TEXT NOT NULL,
    purpose TEXT NOT NULL,
    phone TEXT NOT NULL,
    text_to TEXT NOT NULL,
    text_word TEXT NOT NULL,
    chat TEXT NOT NULL,
    hours TEXT NOT NULL,
    languages TEXT NOT NULL,
    cost TEXT NOT NULL,
    source TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    removed_at BIGINT,
    checked_at BIGINT,
    checked_by TEXT,
    checked_name TEXT
);

CREATE INDEX organisation_helplines_by_country ON organisation_helplines (country);

CREATE TABLE organisation_hours (
    weekday BIGINT PRIMARY KEY,
    opens BIGINT NOT NULL,
    closes BIGINT NOT NULL
);

CREATE TABLE organisation_invitations (
    id TEXT PRIMARY KEY,
    token_hash BYTEA UNIQUE,
    hat TEXT,
    reason TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    state TEXT NOT NULL
);

CREATE TABLE organisation_settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE organisation_steps (
    step TEXT PRIMARY KEY,
    saved_by TEXT,
    saved_at BIGINT NOT NULL
);

CREATE TABLE organisation_tasks (
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    raised_at BIGINT NOT NULL,
    PRIMARY KEY (kind, subject)
);

CREATE TABLE organisation_topics (
    number BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    retired_at BIGINT
);

CREATE TABLE organisation_trail (
    number BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    by_member TEXT,
    deed TEXT NOT NULL,
    about_member TEXT,
    detail TEXT NOT NULL,
    reason TEXT NOT NULL,
    hash BYTEA NOT NULL
);

CREATE TABLE organisation_trail_end (
    id BIGINT PRIMARY KEY,
    number BIGINT NOT NULL,
    hash BYTEA
);

CREATE VIEW people_apart AS
    SELECT by_member AS one, whom AS other FROM people_blocks
    UNION ALL
    SELECT whom AS one, by_member AS other FROM people_blocks;

CREATE TABLE people_blocks (
    by_member TEXT NOT NULL,
    whom TEXT NOT NULL,
    kind TEXT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (by_member, whom, kind)
);

CREATE INDEX people_blocks_by_whom ON people_blocks (whom);

CREATE TABLE people_breaks (
    member TEXT PRIMARY KEY,
    began_at BIGINT NOT NULL
);

CREATE TABLE people_departures (
    member TEXT PRIMARY KEY,
    asked_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL
);

CREATE TABLE people_hats (
    member TEXT NOT NULL,
    hat TEXT NOT NULL,
    granted_by TEXT,
    granted_at BIGINT NOT NULL,
    PRIMARY KEY (member, hat)
);

CREATE INDEX people_hats_by_hat ON people_hats (hat);

CREATE TABLE people_members (
    id TEXT PRIMARY KEY,
    pseudonym TEXT NOT NULL,
    -- The pseudonym as it is compared; after erasure a keyed mark, so that nobody takes the name over.
    folded TEXT NOT NULL UNIQUE,
    band TEXT NOT NULL,
    languages TEXT NOT NULL,
    zone TEXT NOT NULL,
    locale TEXT NOT NULL,
    passphrase TEXT,
    recovery BYTEA,
    agreed_to BIGINT,
    joined_at BIGINT NOT NULL,
    erased_at BIGINT
);

CREATE INDEX people_members_newest ON people_members (joined_at) WHERE erased_at IS NULL;

CREATE VIEW people_names AS
    SELECT id AS member_id, pseudonym, band, languages FROM people_members WHERE erased_at IS NULL;

CREATE TABLE people_rests (
    member TEXT PRIMARY KEY,
    by_member TEXT NOT NULL,
    began_at BIGINT NOT NULL
);

CREATE TABLE people_sessions (
    id TEXT PRIMARY KEY,
    member TEXT NOT NULL,
    token BYTEA NOT NULL UNIQUE,
    shared BOOLEAN NOT NULL,
    opened_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL,
    locked_at BIGINT,
    tries BIGINT NOT NULL
);

CREATE INDEX people_sessions_by_member ON people_sessions (member);

CREATE TABLE people_suspensions (
    id TEXT PRIMARY KEY,
    member TEXT NOT NULL,
    by_member TEXT NOT NULL,
    reason BYTEA NOT NULL,
    began_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    lifted_by TEXT,
    lifted_at BIGINT
);

CREATE INDEX people_suspensions_by_member ON people_suspensions (member);

CREATE TABLE people_tries (
    subject TEXT PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    free_at BIGINT NOT NULL
);

CREATE VIEW people_wearers AS
    SELECT h.member AS member_id, h.hat, m.band,
           COALESCE((SELECT MAX(s.ends_at) FROM people_suspensions s
                     WHERE s.member = h.member AND s.lifted_at IS NULL), 0) AS suspended_until
    FROM people_hats h JOIN people_members m ON m.id = h.member
    WHERE m.erased_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM people_departures d WHERE d.member = h.member)
      AND NOT EXISTS (SELECT 1 FROM people_breaks b WHERE b.member = h.member);

CREATE TABLE safety_appeals (
    id TEXT PRIMARY KEY,
    decision_id TEXT NOT NULL UNIQUE,
    by_id TEXT NOT NULL,
    words BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    claimed_by TEXT,
    claimed_at BIGINT,
    decided_by TEXT,
    decided_at BIGINT,
    upheld BOOLEAN,
    answer BYTEA,
    seen_at BIGINT
);

CREATE INDEX safety_appeals_by_member ON safety_appeals (by_id, made_at);

CREATE INDEX safety_appeals_open ON safety_appeals (due_at) WHERE decided_at IS NULL;

CREATE TABLE safety_assessments (
    id TEXT PRIMARY KEY,
    concern_id TEXT NOT NULL,
    by_id TEXT NOT NULL,
    ladder BYTEA NOT NULL,
    suggested BIGINT NOT NULL,
    level BIGINT NOT NULL,
    made_at BIGINT NOT NULL
);

CREATE INDEX safety_assessments_of ON safety_assessments (concern_id, made_at);

CREATE TABLE safety_belongings (
    member_id TEXT PRIMARY KEY,
    groups BYTEA NOT NULL,
    since BIGINT NOT NULL
);

CREATE TABLE safety_cards (
    member_id TEXT PRIMARY KEY,
    card BYTEA NOT NULL,
    saved_at BIGINT NOT NULL
);

CREATE TABLE safety_cares (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    case_id TEXT,
    level BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    seen_at BIGINT
);

CREATE INDEX safety_cares_by_member ON safety_cares (member_id, made_at);

CREATE TABLE safety_cases (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    about_id TEXT,
    place_id TEXT,
    band TEXT NOT NULL,
    -- 0 green, 1 amber, 2 red, 3 crisis: to be put in order by.
    level BIGINT NOT NULL,
    source TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    claimed_by TEXT,
    claimed_at BIGINT,
    settled_by TEXT,
    settled_at BIGINT
);

CREATE INDEX safety_cases_by_member ON safety_cases (about_id, opened_at);

CREATE INDEX safety_cases_by_time ON safety_cases (opened_at);

CREATE UNIQUE INDEX safety_cases_open ON safety_cases (kind, subject_id, COALESCE(about_id, '')) WHERE settled_at IS NULL;

CREATE INDEX safety_cases_queue ON safety_cases (band, level DESC, due_at) WHERE settled_at IS NULL;

CREATE TABLE safety_complaints (
    id TEXT PRIMARY KEY,
    -- Who holds the link reads the answer.
    token_hash BYTEA NOT NULL UNIQUE,
    by_id TEXT,
    subject TEXT NOT NULL,
    words BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    outcome TEXT,
    answer BYTEA,
    answered_by TEXT,
    answered_at BIGINT
);

CREATE INDEX safety_complaints_by_member ON safety_complaints (by_id, made_at);

CREATE INDEX safety_complaints_by_time ON safety_complaints (made_at);

CREATE TABLE safety_concerns (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL,
    about_id TEXT,
    band TEXT NOT NULL,
    begun_at BIGINT NOT NULL,
    -- Somebody who keeps people safe began it themselves.
    begun_by TEXT,
    -- From here on for named leads alone.
    handed_by TEXT,
    handed_at BIGINT,
    closed_by TEXT,
    closed_at BIGINT
);

CREATE INDEX safety_concerns_by_case ON safety_concerns (case_id);

CREATE INDEX safety_concerns_by_time ON safety_concerns (begun_at) WHERE closed_at IS NULL;

CREATE UNIQUE INDEX safety_concerns_open ON safety_concerns (about_id) WHERE closed_at IS NULL;

CREATE TABLE safety_consents (
    id TEXT PRIMARY KEY,
    concern_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    question BYTEA NOT NULL,
    answer BYTEA,
    agreed_at BIGINT,
    declined_at BIGINT,
    withdrawn_at BIGINT
);

CREATE INDEX safety_consents_by_member ON safety_consents (member_id, asked_at);

CREATE INDEX safety_consents_of ON safety_consents (concern_id, asked_at);

CREATE TABLE safety_decisions (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    about_id TEXT,
    place_id TEXT,
    action TEXT NOT NULL,
    rule_id TEXT,
    part BYTEA,
    reason BYTEA NOT NULL,
    fit BYTEA,
    by_id TEXT,
    made_at BIGINT NOT NULL,
    until BIGINT,
    seen_at BIGINT,
    undone_by TEXT,
    undone_at BIGINT,
    -- What the room beside this one calls what it did, such as a suspension: to take it back.
    effect TEXT
, on_the_spot BOOLEAN NOT NULL DEFAULT FALSE);

CREATE INDEX safety_decisions_by_case ON safety_decisions (case_id, made_at);

CREATE INDEX safety_decisions_by_member ON safety_decisions (about_id, made_at);

CREATE INDEX safety_decisions_by_place ON safety_decisions (place_id, made_at) WHERE on_the_spot = TRUE;

CREATE INDEX safety_decisions_by_subject ON safety_decisions (kind, subject_id, made_at);

CREATE INDEX safety_decisions_by_time ON safety_decisions (made_at);

CREATE INDEX safety_decisions_unread ON safety_decisions (about_id) WHERE seen_at IS NULL;

CREATE TABLE safety_deliveries (
    id TEXT PRIMARY KEY,
    page_id TEXT,
    stage BIGINT NOT NULL,
    kind TEXT NOT NULL,
    way_id TEXT,
    member_id TEXT,
    made_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    outcome TEXT,
    settled_at BIGINT,
    fault TEXT
);

CREATE INDEX safety_deliveries_by_page ON safety_deliveries (page_id, stage);

CREATE INDEX safety_deliveries_by_time ON safety_deliveries (made_at);

CREATE INDEX safety_deliveries_by_way ON safety_deliveries (way_id, made_at);

CREATE INDEX safety_deliveries_due ON safety_deliveries (due_at) WHERE outcome IS NULL;

CREATE TABLE safety_evidence (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL,
    said BYTEA NOT NULL,
    taken_at BIGINT NOT NULL
);

CREATE INDEX safety_evidence_of_case ON safety_evidence (case_id, taken_at);

CREATE TABLE safety_exposures (
    member_id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (member_id, case_id)
);

CREATE INDEX safety_exposures_latest ON safety_exposures (member_id, at);

CREATE TABLE safety_flags (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL,
    by_id TEXT NOT NULL,
    about_id TEXT,
    reason TEXT NOT NULL,
    words BYTEA,
    made_at BIGINT NOT NULL,
    answer BYTEA,
    answered_at BIGINT,
    seen_at BIGINT
);

CREATE INDEX safety_flags_about ON safety_flags (about_id, made_at);

CREATE INDEX safety_flags_by_member ON safety_flags (by_id, made_at);

CREATE UNIQUE INDEX safety_flags_once ON safety_flags (case_id, by_id, reason);

CREATE TABLE safety_glasses (
    id TEXT PRIMARY KEY,
    what TEXT NOT NULL,
    -- The case, or the member.
    subject_id TEXT NOT NULL,
    -- Whose it is that is opened.
    member_id TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    reason BYTEA NOT NULL,
    minutes BIGINT NOT NULL,
    answered_by TEXT,
    answered_at BIGINT,
    agreed BOOLEAN,
    until BIGINT,
    shut_at BIGINT
);

CREATE INDEX safety_glasses_by_time ON safety_glasses (asked_at);

CREATE TABLE safety_groups (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    retired_at BIGINT
);

CREATE TABLE safety_holding (
    id BIGINT PRIMARY KEY,
    words TEXT NOT NULL,
    written_by TEXT,
    written_at BIGINT NOT NULL
);

CREATE TABLE safety_joints (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    concern_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    reason BYTEA NOT NULL,
    tried BYTEA,
    confirmed_by TEXT,
    confirmed_at BIGINT,
    refused_by TEXT,
    refused_at BIGINT,
    delay BYTEA,
    delay_until BIGINT,
    told_from BIGINT,
    seen_at BIGINT,
    outcome BYTEA,
    done_by TEXT,
    done_at BIGINT,
    CHECK (confirmed_by IS NULL OR confirmed_by <> asked_by)
);

CREATE INDEX safety_joints_by_member ON safety_joints (member_id, asked_at);

CREATE INDEX safety_joints_of ON safety_joints (concern_id, asked_at);

CREATE TABLE safety_models (
    id TEXT PRIMARY KEY,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    learnt BIGINT NOT NULL,
    judged BIGINT NOT NULL,
    -- What the reader of then and this one made of the same cases: figures alone.
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    moved BIGINT NOT NULL,
    model BYTEA NOT NULL,
    decided_by TEXT,
    decided_at BIGINT,
    accepted BOOLEAN
);

CREATE INDEX safety_models_latest ON safety_models (made_at);

CREATE TABLE safety_months (
    month TEXT PRIMARY KEY,
    told TEXT NOT NULL,
    told_at BIGINT NOT NULL
);

CREATE TABLE safety_openings (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    what TEXT NOT NULL,
    by_id TEXT NOT NULL,
    confirmed_by TEXT,
    reason BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    until BIGINT,
    -- When the member is told: at once, unless waiting was justified.
    tell_at BIGINT NOT NULL,
    seen_at BIGINT
);

CREATE INDEX safety_openings_by_member ON safety_openings (member_id, made_at);

CREATE TABLE safety_pages (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL,
    band TEXT NOT NULL,
    begun_at BIGINT NOT NULL,
    stage BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    answered_at BIGINT
);

CREATE INDEX safety_pages_by_time ON safety_pages (begun_at);

CREATE UNIQUE INDEX safety_pages_open ON safety_pages (case_id) WHERE answered_at IS NULL;

CREATE TABLE safety_papers (
    section TEXT NOT NULL,
    version BIGINT NOT NULL,
    answers TEXT NOT NULL,
    written_by TEXT NOT NULL,
    signed TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    PRIMARY KEY (section, version)
);

CREATE TABLE safety_playbooks (
    country TEXT PRIMARY KEY,
    emergency TEXT NOT NULL,
    who TEXT NOT NULL,
    law TEXT NOT NULL,
    children TEXT NOT NULL,
    wording TEXT NOT NULL,
    written_by TEXT,
    written_at BIGINT NOT NULL,
    checked_name TEXT,
    checked_at BIGINT
);

CREATE TABLE safety_postvention_people (
    postvention_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    listed_by TEXT NOT NULL,
    listed_at BIGINT NOT NULL,
    checked_by TEXT,
    checked_at BIGINT,
    words BYTEA,
    PRIMARY KEY (postvention_id, member_id)
);

CREATE INDEX safety_postvention_people_of ON safety_postvention_people (member_id);

CREATE TABLE safety_postvention_places (
    postvention_id TEXT NOT NULL,
    place_id TEXT NOT NULL,
    PRIMARY KEY (postvention_id, place_id)
);

CREATE INDEX safety_postvention_places_by_place ON safety_postvention_places (place_id);

CREATE TABLE safety_postvention_steps (
    postvention_id TEXT NOT NULL,
    step TEXT NOT NULL,
    by_id TEXT NOT NULL,
    done_at BIGINT NOT NULL,
    words BYTEA,
    PRIMARY KEY (postvention_id, step)
);

CREATE TABLE safety_postventions (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    band TEXT NOT NULL,
    started_by TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    owner_id TEXT NOT NULL,
    notice BYTEA,
    notice_until BIGINT,
    memorial BOOLEAN,
    watch_until BIGINT,
    closed_by TEXT,
    closed_at BIGINT
);

CREATE UNIQUE INDEX safety_postventions_open ON safety_postventions (member_id) WHERE closed_at IS NULL;

CREATE TABLE safety_readings (
    id TEXT PRIMARY KEY,
    case_id TEXT,
    kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    author_id TEXT NOT NULL,
    level BIGINT NOT NULL,
    score BIGINT NOT NULL,
    contact BIGINT NOT NULL,
    conduct BIGINT NOT NULL,
    evidence BYTEA NOT NULL,
    sampled BOOLEAN NOT NULL,
    made_at BIGINT NOT NULL
);

CREATE INDEX safety_readings_by_author ON safety_readings (author_id, made_at);

CREATE INDEX safety_readings_by_case ON safety_readings (case_id, made_at);

CREATE INDEX safety_readings_by_subject ON safety_readings (kind, subject_id, made_at);

CREATE TABLE safety_referrals (
    id TEXT PRIMARY KEY,
    concern_id TEXT NOT NULL,
    by_id TEXT NOT NULL,
    words BYTEA NOT NULL,
    referred_at BIGINT NOT NULL
);

CREATE INDEX safety_referrals_of ON safety_referrals (concern_id, referred_at);

CREATE TABLE safety_rests (
    member_id TEXT PRIMARY KEY,
    until BIGINT NOT NULL
);

CREATE TABLE safety_rules (
    id TEXT PRIMARY KEY,
    position BIGINT NOT NULL,
    title TEXT NOT NULL,
    why TEXT NOT NULL,
    fine TEXT NOT NULL,
    not_fine TEXT NOT NULL,
    written_by TEXT,
    written_at BIGINT NOT NULL,
    retired_at BIGINT
);

CREATE TABLE safety_stages (
    page_id TEXT NOT NULL,
    stage BIGINT NOT NULL,
    audience TEXT NOT NULL,
    people BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    happened_at BIGINT NOT NULL,
    PRIMARY KEY (page_id, stage)
);

CREATE TABLE safety_steps (
    id TEXT PRIMARY KEY,
    concern_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    by_id TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    words BYTEA
);

CREATE INDEX safety_steps_of ON safety_steps (concern_id, made_at);

CREATE TABLE safety_tasks (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    case_id TEXT NOT NULL,
    for_id TEXT NOT NULL,
    -- Who does it; nobody means whoever is there.
    by_id TEXT,
    due_at BIGINT NOT NULL,
    done_by TEXT,
    done_at BIGINT,
    words BYTEA
);

CREATE INDEX safety_tasks_of ON safety_tasks (for_id, due_at) WHERE done_at IS NULL;

CREATE UNIQUE INDEX safety_tasks_once ON safety_tasks (kind, case_id, for_id);

CREATE INDEX safety_tasks_open ON safety_tasks (due_at) WHERE done_at IS NULL;

CREATE VIEW safety_told AS SELECT by_id, about_id, made_at FROM safety_flags WHERE about_id IS NOT NULL;

CREATE TABLE safety_ways (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    mark TEXT NOT NULL,
    address BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    -- The last time that something got through, and the last fault since.
    reached_at BIGINT,
    fault TEXT,
    fault_at BIGINT
);

CREATE INDEX safety_ways_by_mark ON safety_ways (mark);

CREATE UNIQUE INDEX safety_ways_once ON safety_ways (member_id, kind, mark);

CREATE TABLE safety_worries (
    id TEXT PRIMARY KEY,
    concern_id TEXT NOT NULL,
    by_id TEXT NOT NULL,
    kind TEXT,
    subject_id TEXT,
    is_now BOOLEAN NOT NULL,
    said BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    looked_at BIGINT
);

CREATE INDEX safety_worries_by ON safety_worries (by_id, made_at);

CREATE INDEX safety_worries_of ON safety_worries (concern_id, made_at);

CREATE TABLE seal_keys_to_destroy (id TEXT PRIMARY KEY, since BIGINT NOT NULL);

CREATE TABLE search_entries (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL);

CREATE VIRTUAL TABLE search_tokens USING fts5(tokens, tokenize = 'ascii', columnsize = 0);

CREATE TABLE support_alerts (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    about_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    raised_at BIGINT NOT NULL,
    settled_by TEXT,
    settled_at BIGINT
);

CREATE UNIQUE INDEX support_alerts_open ON support_alerts (kind, subject) WHERE settled_at IS NULL;

CREATE TABLE support_closings (
    id TEXT PRIMARY KEY,
    closed_by TEXT NOT NULL,
    closed_at BIGINT NOT NULL,
    notice TEXT NOT NULL,
    reopened_by TEXT,
    reopened_at BIGINT
);

CREATE UNIQUE INDEX support_closings_open ON support_closings (closed_by) WHERE reopened_at IS NULL;

CREATE TABLE support_conversations (
    id TEXT PRIMARY KEY,
    request_id TEXT NOT NULL,
    asker_id TEXT NOT NULL,
    supporter_id TEXT NOT NULL,
    supervisor_id TEXT,
    began_at BIGINT NOT NULL,
    last_seq BIGINT NOT NULL,
    last_word_at BIGINT NOT NULL,
    idle_notice_at BIGINT,
    ended_at BIGINT,
    ended_by TEXT,
    ended_how TEXT,
    erased_at BIGINT
);

CREATE INDEX support_conversations_asker ON support_conversations (asker_id);

CREATE INDEX support_conversations_open ON support_conversations (began_at) WHERE ended_at IS NULL;

CREATE UNIQUE INDEX support_conversations_request ON support_conversations (request_id);

CREATE INDEX support_conversations_supporter ON support_conversations (supporter_id);

CREATE TABLE support_decisions (
    id TEXT PRIMARY KEY,
    decided_at BIGINT NOT NULL,
    decision BYTEA NOT NULL
);

CREATE TABLE support_duties (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    began_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    ended_at BIGINT,
    ended_how TEXT
);

CREATE UNIQUE INDEX support_duties_open ON support_duties (member_id) WHERE ended_at IS NULL;

CREATE TABLE support_eyes (
    id TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    taken_by TEXT,
    taken_at BIGINT,
    ended_at BIGINT
);

CREATE UNIQUE INDEX support_eyes_open ON support_eyes (conversation_id) WHERE ended_at IS NULL;

CREATE TABLE support_feedback (
    conversation_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    role TEXT NOT NULL,
    heard BIGINT,
    mattered BIGINT,
    overall BIGINT,
    remark BYTEA,
    again BOOLEAN NOT NULL,
    given_at BIGINT NOT NULL,
    PRIMARY KEY (conversation_id, member_id)
);

CREATE INDEX support_feedback_newest ON support_feedback (given_at);

CREATE TABLE support_messages (
    conversation_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    id TEXT NOT NULL,
    by_role TEXT NOT NULL,
    author_id TEXT,
    words BYTEA NOT NULL,
    said_at BIGINT NOT NULL,
    PRIMARY KEY (conversation_id, seq)
);

CREATE UNIQUE INDEX support_messages_once ON support_messages (conversation_id, id);

CREATE TABLE support_notes (
    id TEXT PRIMARY KEY,
    request_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    words BYTEA NOT NULL,
    left_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    taken_by TEXT,
    taken_at BIGINT,
    answer BYTEA,
    answered_at BIGINT,
    read_at BIGINT
);

CREATE INDEX support_notes_of_member ON support_notes (member_id);

CREATE UNIQUE INDEX support_notes_request ON support_notes (request_id);

CREATE INDEX support_notes_unanswered ON support_notes (due_at) WHERE answered_at IS NULL;

CREATE TABLE support_offers (
    id TEXT PRIMARY KEY,
    request_id TEXT NOT NULL,
    supporter_id TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    because TEXT NOT NULL,
    by_hand_of TEXT,
    settled_at BIGINT,
    outcome TEXT
);

CREATE INDEX support_offers_of_request ON support_offers (request_id);

CREATE UNIQUE INDEX support_offers_open_request ON support_offers (request_id) WHERE settled_at IS NULL;

CREATE UNIQUE INDEX support_offers_open_supporter ON support_offers (supporter_id) WHERE settled_at IS NULL;

CREATE TABLE support_pairings (
    id TEXT PRIMARY KEY,
    asker_id TEXT NOT NULL,
    supporter_id TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    purpose BYTEA,
    rhythm TEXT,
    ends_on BIGINT,
    proposed_by TEXT,
    agreed_at BIGINT,
    ended_at BIGINT,
    ended_by TEXT,
    goodbye BYTEA
);

CREATE INDEX support_pairings_of_supporter ON support_pairings (supporter_id);

CREATE UNIQUE INDEX support_pairings_open ON support_pairings (asker_id, supporter_id) WHERE ended_at IS NULL;

CREATE TABLE support_practices (
    id TEXT PRIMARY KEY,
    booking_id TEXT NOT NULL,
    learner_id TEXT NOT NULL,
    partner_id TEXT NOT NULL,
    reader_id TEXT,
    began_at BIGINT NOT NULL,
    last_seq BIGINT NOT NULL,
    last_word_at BIGINT NOT NULL,
    ended_at BIGINT,
    real_at BIGINT,
    erased_at BIGINT
);

CREATE UNIQUE INDEX support_practices_booking ON support_practices (booking_id);

CREATE INDEX support_practices_learner ON support_practices (learner_id);

CREATE INDEX support_practices_partner ON support_practices (partner_id);

CREATE TABLE support_preferences (
    member_id TEXT PRIMARY KEY,
    shows_typing BOOLEAN NOT NULL
, hears_own BOOLEAN NOT NULL DEFAULT FALSE, takes_learners BOOLEAN NOT NULL DEFAULT FALSE);

CREATE TABLE support_profiles (
    member_id TEXT PRIMARY KEY,
    knows TEXT NOT NULL,
    cannot_take TEXT NOT NULL,
    good_at TEXT NOT NULL,
    capacity BIGINT NOT NULL,
    capacity_by TEXT
);

CREATE TABLE support_reflections (
    conversation_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    words BYTEA,
    was_hard BOOLEAN NOT NULL,
    written_at BIGINT NOT NULL,
    PRIMARY KEY (conversation_id, member_id)
);

CREATE TABLE support_request_topics (
    request_id TEXT NOT NULL,
    topic BIGINT NOT NULL,
    PRIMARY KEY (request_id, topic)
);

CREATE TABLE support_request_wishes (
    request_id TEXT NOT NULL,
    attribute BIGINT NOT NULL,
    value BIGINT NOT NULL,
    PRIMARY KEY (request_id, attribute, value)
);

CREATE TABLE support_requests (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    band TEXT NOT NULL,
    languages TEXT NOT NULL,
    kind TEXT NOT NULL,
    pace TEXT NOT NULL,
    words BYTEA,
    made_at BIGINT NOT NULL,
    ended_at BIGINT,
    outcome TEXT,
    matched_at BIGINT,
    seen_at BIGINT NOT NULL,
    handed_on_from TEXT
, goes_first BOOLEAN NOT NULL DEFAULT FALSE, no_colleagues BOOLEAN NOT NULL DEFAULT FALSE);

CREATE UNIQUE INDEX support_requests_live ON support_requests (member_id) WHERE ended_at IS NULL;

CREATE INDEX support_requests_matched ON support_requests (matched_at);

CREATE INDEX support_requests_waiting ON support_requests (made_at) WHERE ended_at IS NULL;

CREATE TABLE support_reviews (
    conversation_id TEXT PRIMARY KEY,
    allowed_at BIGINT NOT NULL
);

CREATE TABLE support_shadows (
    id TEXT PRIMARY KEY,
    learner_id TEXT NOT NULL,
    supporter_id TEXT NOT NULL,
    course_id TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    agreed_at BIGINT,
    -- Until when the learner said that they are there.
    ready_until BIGINT,
    ended_at BIGINT,
    is_done BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE UNIQUE INDEX support_shadows_one ON support_shadows (learner_id) WHERE ended_at IS NULL;

CREATE INDEX support_shadows_with ON support_shadows (supporter_id, asked_at);

CREATE TABLE support_shown (
    member_id TEXT NOT NULL,
    attribute BIGINT NOT NULL,
    value BIGINT NOT NULL,
    PRIMARY KEY (member_id, attribute, value)
);

CREATE INDEX support_shown_by_value ON support_shown (attribute, value, member_id);

CREATE TABLE support_side_notes (
    id TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL,
    author_id TEXT NOT NULL,
    words BYTEA NOT NULL,
    written_at BIGINT NOT NULL
);

CREATE INDEX support_side_notes_of ON support_side_notes (conversation_id);

CREATE TABLE support_sittings (
    conversation_id TEXT PRIMARY KEY,
    shadow_id TEXT NOT NULL,
    learner_id TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    allowed_at BIGINT,
    after_seq BIGINT,
    ended_at BIGINT
);

CREATE INDEX support_sittings_of ON support_sittings (learner_id, asked_at);

CREATE TABLE support_thanks (
    id TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL,
    from_id TEXT NOT NULL,
    to_id TEXT NOT NULL,
    words BYTEA NOT NULL,
    given_at BIGINT NOT NULL
);

CREATE UNIQUE INDEX support_thanks_once ON support_thanks (conversation_id, from_id);

CREATE INDEX support_thanks_to ON support_thanks (to_id);

CREATE TABLE training_attempts (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    course_id TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    number BIGINT NOT NULL,
    answers BYTEA NOT NULL,
    began_at BIGINT NOT NULL,
    ended_at BIGINT,
    points BIGINT,
    asked BIGINT,
    passed BOOLEAN
);

CREATE UNIQUE INDEX training_attempts_number ON training_attempts (member_id, course_id, activity_id, number);

CREATE TABLE training_bookings (
    id TEXT PRIMARY KEY,
    time_id TEXT NOT NULL,
    learner_id TEXT,
    course_id TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    learner_reads BOOLEAN NOT NULL,
    booked_at BIGINT NOT NULL,
    began_at BIGINT,
    address TEXT,
    over_at BIGINT,
    ended_at BIGINT,
    ended_how TEXT,
    ended_by TEXT
);

CREATE INDEX training_bookings_of ON training_bookings (learner_id, booked_at);

CREATE UNIQUE INDEX training_bookings_own ON training_bookings (learner_id, course_id, activity_id) WHERE ended_at IS NULL;

CREATE UNIQUE INDEX training_bookings_time ON training_bookings (time_id) WHERE ended_at IS NULL;

CREATE TABLE training_corrections (
    rating_id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    why BYTEA NOT NULL,
    corrected_at BIGINT NOT NULL
);

CREATE INDEX training_corrections_of ON training_corrections (member_id);

CREATE TABLE training_courses (
    id TEXT PRIMARY KEY,
    place BIGINT NOT NULL,
    version BIGINT,
    retired_at BIGINT
);

CREATE TABLE training_debriefs (
    id TEXT PRIMARY KEY,
    booking_id TEXT NOT NULL,
    by_id TEXT,
    words BYTEA NOT NULL,
    written_at BIGINT NOT NULL
);

CREATE UNIQUE INDEX training_debriefs_one ON training_debriefs (booking_id, by_id);

CREATE TABLE training_done (
    member_id TEXT NOT NULL,
    course_id TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    done_at BIGINT NOT NULL,
    PRIMARY KEY (member_id, course_id, activity_id)
);

CREATE TABLE training_drafts (
    course_id TEXT PRIMARY KEY,
    words TEXT NOT NULL,
    written_by TEXT NOT NULL,
    written_at BIGINT NOT NULL
);

CREATE TABLE training_finishes (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    course_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    finished_at BIGINT NOT NULL,
    expires_at BIGINT
);

CREATE INDEX training_finishes_of ON training_finishes (member_id, course_id, finished_at);

CREATE TABLE training_learners (
    member_id TEXT NOT NULL,
    course_id TEXT NOT NULL,
    began_at BIGINT NOT NULL,
    last_activity TEXT,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (member_id, course_id)
);

CREATE TABLE training_media (
    id TEXT PRIMARY KEY,
    course_id TEXT NOT NULL,
    name TEXT NOT NULL,
    length BIGINT NOT NULL,
    added_at BIGINT NOT NULL
);

CREATE INDEX training_media_by_name ON training_media (course_id, name, added_at);

CREATE TABLE training_media_pieces (
    media_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (media_id, number)
);

CREATE TABLE training_plays (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    course_id TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    turns BYTEA NOT NULL,
    began_at BIGINT NOT NULL,
    ended_at BIGINT
);

CREATE UNIQUE INDEX training_plays_one ON training_plays (member_id, course_id, activity_id);

CREATE TABLE training_ratings (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    rater_id TEXT,
    competency TEXT NOT NULL,
    level TEXT NOT NULL,
    seen TEXT NOT NULL,
    evidence TEXT NOT NULL,
    words BYTEA,
    rated_at BIGINT NOT NULL
, agreed_at BIGINT);

CREATE INDEX training_ratings_by ON training_ratings (rater_id, rated_at);

CREATE INDEX training_ratings_of ON training_ratings (member_id, competency, rated_at);

CREATE TABLE training_reflections (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    course_id TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    words BYTEA NOT NULL,
    written_at BIGINT NOT NULL,
    shared_with TEXT,
    shared_at BIGINT
);

CREATE UNIQUE INDEX training_reflections_one ON training_reflections (member_id, course_id, activity_id);

CREATE INDEX training_reflections_shared ON training_reflections (shared_with, shared_at);

CREATE TABLE training_signatures (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    course_id TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    name TEXT NOT NULL,
    signed_at BIGINT NOT NULL
);

CREATE INDEX training_signatures_of ON training_signatures (member_id, course_id, activity_id, signed_at);

CREATE TABLE training_times (
    id TEXT PRIMARY KEY,
    trainer_id TEXT,
    partner_id TEXT,
    begins_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    agreed_at BIGINT,
    partner_reads BOOLEAN NOT NULL,
    made_at BIGINT NOT NULL,
    withdrawn_at BIGINT
);

CREATE INDEX training_times_next ON training_times (begins_at) WHERE withdrawn_at IS NULL;

CREATE TABLE training_together (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    course_id TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    by_id TEXT,
    at BIGINT NOT NULL
, here BOOLEAN NOT NULL DEFAULT FALSE);

CREATE INDEX training_together_by ON training_together (by_id);

CREATE INDEX training_together_of ON training_together (member_id, course_id, activity_id);

CREATE TABLE training_version_media (
    course_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    name TEXT NOT NULL,
    media_id TEXT NOT NULL,
    PRIMARY KEY (course_id, version, name)
);

CREATE TABLE training_versions (
    course_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    words TEXT NOT NULL,
    digest TEXT NOT NULL,
    written_by TEXT,
    published_by TEXT,
    published_at BIGINT NOT NULL,
    PRIMARY KEY (course_id, version)
);

CREATE TABLE workforce_application_stages (
    id TEXT PRIMARY KEY,
    application_id TEXT NOT NULL,
    stage TEXT NOT NULL,
    progress TEXT NOT NULL,
    record BYTEA,
    by_id TEXT,
    changed_at BIGINT NOT NULL,
    UNIQUE (application_id, stage)
);

CREATE TABLE workforce_applications (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    hats TEXT NOT NULL,
    statement BYTEA,
    ready TEXT,
    made_at BIGINT NOT NULL,
    outcome TEXT,
    decided_by TEXT,
    decided_at BIGINT,
    reason BYTEA,
    again_at BIGINT,
    news_at BIGINT,
    seen_at BIGINT NOT NULL
);

CREATE INDEX workforce_applications_of ON workforce_applications (member_id, made_at);

CREATE UNIQUE INDEX workforce_applications_open ON workforce_applications (member_id) WHERE outcome IS NULL;

CREATE TABLE workforce_asked (
    band TEXT NOT NULL,
    hour BIGINT NOT NULL,
    asked BIGINT NOT NULL,
    PRIMARY KEY (band, hour)
);

CREATE TABLE workforce_badge_places (
    place BIGINT PRIMARY KEY,
    revoked_at BIGINT
);

CREATE TABLE workforce_badges (
    id TEXT PRIMARY KEY,
    certificate_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    place BIGINT NOT NULL,
    name BYTEA,
    published_at BIGINT
);

CREATE UNIQUE INDEX workforce_badges_of ON workforce_badges (certificate_id);

CREATE TABLE workforce_card_needs (
    hat TEXT PRIMARY KEY,
    by_id TEXT NOT NULL,
    since BIGINT NOT NULL
);

CREATE TABLE workforce_cards (
    hat TEXT NOT NULL,
    version BIGINT NOT NULL,
    does TEXT NOT NULL,
    does_not TEXT NOT NULL,
    calls TEXT NOT NULL,
    written_by TEXT,
    written_at BIGINT NOT NULL,
    PRIMARY KEY (hat, version)
);

CREATE TABLE workforce_certificate_asks (
    member_id TEXT NOT NULL,
    work TEXT NOT NULL,
    asked_at BIGINT NOT NULL, answered_at BIGINT, answer BYTEA,
    PRIMARY KEY (member_id, work)
);

CREATE TABLE workforce_certificates (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    work TEXT NOT NULL,
    version BIGINT NOT NULL,
    grade TEXT NOT NULL,
    issued_by TEXT,
    issued_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    followed_by TEXT,
    withdrawn_by TEXT,
    withdrawn_at BIGINT,
    reminded BIGINT
, withdrawn_because BYTEA);

CREATE INDEX workforce_certificates_expiring ON workforce_certificates (expires_at);

CREATE UNIQUE INDEX workforce_certificates_latest ON workforce_certificates (member_id, work) WHERE followed_by IS NULL;

CREATE TABLE workforce_checks (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    answers BYTEA NOT NULL,
    made_at BIGINT NOT NULL
);

CREATE INDEX workforce_checks_by_kind ON workforce_checks (kind, made_at);

CREATE INDEX workforce_checks_of ON workforce_checks (member_id, made_at);

CREATE TABLE workforce_debriefs (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    cause TEXT NOT NULL,
    about TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    done_by TEXT,
    done_at BIGINT,
    waived_at BIGINT
, read_at BIGINT);

CREATE UNIQUE INDEX workforce_debriefs_once ON workforce_debriefs (member_id, about, cause);

CREATE INDEX workforce_debriefs_open ON workforce_debriefs (member_id) WHERE done_at IS NULL AND waived_at IS NULL;

CREATE TABLE workforce_entries (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    words BYTEA NOT NULL,
    written_at BIGINT NOT NULL,
    shared_with TEXT
);

CREATE INDEX workforce_entries_of ON workforce_entries (member_id, written_at);

CREATE INDEX workforce_entries_shared ON workforce_entries (shared_with) WHERE shared_with IS NOT NULL;

CREATE TABLE workforce_learning (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    day BIGINT NOT NULL,
    minutes BIGINT NOT NULL,
    words BYTEA NOT NULL,
    written_at BIGINT NOT NULL
);

CREATE INDEX workforce_learning_of ON workforce_learning (member_id, day);

CREATE TABLE workforce_limits (
    member_id TEXT PRIMARY KEY,
    week_hours BIGINT,
    quiet_from BIGINT,
    quiet_to BIGINT
);

CREATE TABLE workforce_months (
    month TEXT PRIMARY KEY,
    told TEXT NOT NULL,
    told_at BIGINT NOT NULL
);

CREATE TABLE workforce_needs (
    id TEXT PRIMARY KEY,
    work TEXT NOT NULL,
    band TEXT NOT NULL,
    days BIGINT NOT NULL,
    from_hour BIGINT NOT NULL,
    hours BIGINT NOT NULL,
    language TEXT,
    topic BIGINT,
    people BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    ended_at BIGINT
);

CREATE TABLE workforce_pauses (
    member_id TEXT PRIMARY KEY,
    began_at BIGINT NOT NULL,
    until BIGINT
);

CREATE TABLE workforce_pulses (
    quarter TEXT NOT NULL,
    item TEXT NOT NULL,
    answer BIGINT NOT NULL,
    said BIGINT NOT NULL,
    PRIMARY KEY (quarter, item, answer)
);

CREATE TABLE workforce_pulses_given (
    quarter TEXT NOT NULL,
    member_id TEXT NOT NULL,
    PRIMARY KEY (quarter, member_id)
);

CREATE TABLE workforce_questions (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    supervisor_id TEXT NOT NULL,
    about TEXT NOT NULL,
    words BYTEA NOT NULL,
    asked_at BIGINT NOT NULL,
    answer BYTEA,
    answered_at BIGINT
, read_at BIGINT);

CREATE INDEX workforce_questions_of ON workforce_questions (member_id, asked_at);

CREATE INDEX workforce_questions_to ON workforce_questions (supervisor_id, answered_at);

CREATE TABLE workforce_requirements (
    work TEXT NOT NULL,
    version BIGINT NOT NULL,
    courses TEXT NOT NULL,
    competencies TEXT NOT NULL,
    hours BIGINT NOT NULL,
    months BIGINT NOT NULL,
    learning_hours BIGINT NOT NULL,
    needed_from BIGINT,
    written_by TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    PRIMARY KEY (work, version)
);

CREATE TABLE workforce_rests (
    member_id TEXT PRIMARY KEY,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL
);

CREATE TABLE workforce_roles (
    member_id TEXT NOT NULL,
    hat TEXT NOT NULL,
    from_at BIGINT NOT NULL,
    to_at BIGINT NOT NULL,
    PRIMARY KEY (member_id, hat, from_at)
);

CREATE TABLE workforce_sessions (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    supervisor_id TEXT NOT NULL,
    begins_at BIGINT NOT NULL,
    agenda BYTEA,
    notes BYTEA,
    actions BYTEA,
    version BIGINT NOT NULL,
    held_at BIGINT
);

CREATE UNIQUE INDEX workforce_sessions_next ON workforce_sessions (member_id) WHERE held_at IS NULL;

CREATE INDEX workforce_sessions_of ON workforce_sessions (member_id, begins_at);

CREATE TABLE workforce_shifts (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    work TEXT NOT NULL,
    begins_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    standing_id TEXT,
    -- Colleagues may take it over since then.
    offered_at BIGINT,
    -- Given up before its end.
    ended_at BIGINT
, handed_by TEXT);

CREATE INDEX workforce_shifts_by_end ON workforce_shifts (work, ends_at) WHERE ended_at IS NULL;

CREATE INDEX workforce_shifts_by_giver ON workforce_shifts (handed_by) WHERE handed_by IS NOT NULL;

CREATE INDEX workforce_shifts_by_member ON workforce_shifts (member_id, ends_at);

CREATE UNIQUE INDEX workforce_shifts_standing ON workforce_shifts (standing_id, begins_at) WHERE standing_id IS NOT NULL;

CREATE TABLE workforce_signatures (
    member_id TEXT NOT NULL,
    hat TEXT NOT NULL,
    version BIGINT NOT NULL,
    signed_at BIGINT NOT NULL,
    countersigned_by TEXT,
    countersigned_at BIGINT,
    PRIMARY KEY (member_id, hat, version)
);

CREATE TABLE workforce_spells (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    work TEXT NOT NULL,
    about TEXT NOT NULL,
    began_at BIGINT NOT NULL,
    ended_at BIGINT
);

CREATE INDEX workforce_spells_lately ON workforce_spells (member_id, ended_at, began_at);

CREATE INDEX workforce_spells_of ON workforce_spells (member_id, began_at);

CREATE UNIQUE INDEX workforce_spells_open ON workforce_spells (work, about) WHERE ended_at IS NULL;

CREATE TABLE workforce_stages (
    stage TEXT PRIMARY KEY
);

CREATE TABLE workforce_standing (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    work TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    from_clock TEXT NOT NULL,
    to_clock TEXT NOT NULL,
    zone TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    ended_at BIGINT
);

CREATE INDEX workforce_standing_by_member ON workforce_standing (member_id);

CREATE TABLE workforce_steps_back (
    id TEXT PRIMARY KEY,
    member_id TEXT NOT NULL,
    hats TEXT NOT NULL,
    span TEXT NOT NULL,
    by_id TEXT,
    reason BYTEA,
    plan BYTEA,
    stepped_at BIGINT NOT NULL,
    ended_at BIGINT
);

CREATE INDEX workforce_steps_back_by ON workforce_steps_back (by_id) WHERE ended_at IS NULL;

CREATE UNIQUE INDEX workforce_steps_back_open ON workforce_steps_back (member_id) WHERE ended_at IS NULL;

CREATE TABLE workforce_supervised (
    member_id TEXT PRIMARY KEY,
    supervisor_id TEXT,
    since BIGINT NOT NULL,
    talked_at BIGINT
);

CREATE INDEX workforce_supervised_by ON workforce_supervised (supervisor_id);

CREATE TABLE workforce_together (
    id TEXT PRIMARY KEY,
    supervisor_id TEXT NOT NULL,
    begins_at BIGINT NOT NULL,
    place BYTEA NOT NULL
);

CREATE INDEX workforce_together_of ON workforce_together (supervisor_id, begins_at);
