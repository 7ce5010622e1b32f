-- What a hub was asked to tell us of, and until when it promised to. One at most for a feed.
CREATE TABLE subscription (
    feed        INTEGER PRIMARY KEY REFERENCES feed (id) ON DELETE CASCADE,
    hub         TEXT NOT NULL,
    topic       TEXT NOT NULL,
    token       TEXT NOT NULL UNIQUE, -- the part of our callback's address that nobody can guess
    secret      TEXT NOT NULL,        -- what the hub signs with
    state       TEXT NOT NULL,        -- asked, active, refused
    asked       TEXT NOT NULL,
    tries       INTEGER NOT NULL,     -- how often in a row without an answer
    lease_until TEXT,                 -- NULL: never confirmed, or refused
    renew_at    TEXT,                 -- when to ask (again); NULL: never
    fault       TEXT NOT NULL
) STRICT;
CREATE INDEX feed_hub ON feed (id) WHERE hub <> '';
