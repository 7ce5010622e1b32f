-- What polling politely needs to remember of a feed.
ALTER TABLE feed ADD COLUMN host TEXT AS (
    lower(substr(substr(url, instr(url, '://') + 3), 1, instr(substr(url, instr(url, '://') + 3) || '/', '/') - 1))
) VIRTUAL;
ALTER TABLE feed ADD COLUMN not_before TEXT;
ALTER TABLE feed ADD COLUMN why TEXT NOT NULL DEFAULT '';
ALTER TABLE feed ADD COLUMN ttl_minutes INTEGER;
ALTER TABLE feed ADD COLUMN skip_hours TEXT NOT NULL DEFAULT '[]';
ALTER TABLE feed ADD COLUMN skip_days TEXT NOT NULL DEFAULT '[]';
ALTER TABLE feed ADD COLUMN hub TEXT NOT NULL DEFAULT '';
ALTER TABLE feed ADD COLUMN topic TEXT NOT NULL DEFAULT '';
ALTER TABLE feed ADD COLUMN identity TEXT NOT NULL DEFAULT 'guid';
ALTER TABLE feed ADD COLUMN whole TEXT;
ALTER TABLE feed ADD COLUMN news TEXT;
ALTER TABLE feed ADD COLUMN pace REAL NOT NULL DEFAULT 0;
ALTER TABLE feed ADD COLUMN breaking_until TEXT;
ALTER TABLE feed ADD COLUMN moved_to TEXT NOT NULL DEFAULT '';
ALTER TABLE feed ADD COLUMN moved_times INTEGER NOT NULL DEFAULT 0;
CREATE INDEX feed_outlet ON feed (outlet);

-- The hashes of the items of a feed's last document, 16 bytes each: what need not be parsed again.
CREATE TABLE feed_document (
    feed  INTEGER PRIMARY KEY REFERENCES feed (id) ON DELETE CASCADE,
    items BLOB NOT NULL
) STRICT;

-- By these an item is known again whose guid has changed.
ALTER TABLE entry ADD COLUMN link_key BLOB NOT NULL DEFAULT x'';
CREATE INDEX entry_link ON entry (feed, link_key) WHERE link_key <> x'';
CREATE INDEX entry_words ON entry (feed, content_hash);

-- An alert may be a notice to whoever runs the bot; it has words of its own and no story.
CREATE TABLE alert_new (
    id       INTEGER PRIMARY KEY,
    chat     INTEGER NOT NULL REFERENCES chat (id) ON DELETE CASCADE,
    story    INTEGER REFERENCES story (id),
    kind     TEXT NOT NULL,
    notice   TEXT NOT NULL DEFAULT '',
    why      TEXT NOT NULL,
    state    TEXT NOT NULL DEFAULT 'due',
    owed     TEXT NOT NULL,
    due      TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    unsure   INTEGER NOT NULL DEFAULT 0,  -- of these, how often the answer was lost
    folded   INTEGER REFERENCES alert (id) ON DELETE SET NULL,  -- the alert whose digest tells this one too
    settled  TEXT,
    fault    TEXT NOT NULL DEFAULT '',
    CHECK ((story IS NULL) = (kind = 'notice'))
) STRICT;
INSERT INTO alert_new (id, chat, story, kind, why, state, owed, due, attempts, unsure, folded, settled, fault)
    SELECT id, chat, story, kind, why, state, owed, due, attempts, unsure, folded, settled, fault FROM alert;
DROP TABLE alert;
ALTER TABLE alert_new RENAME TO alert;
CREATE INDEX alert_due ON alert (due) WHERE state = 'due';
CREATE INDEX alert_sending ON alert (chat) WHERE state = 'sending';
CREATE INDEX alert_story ON alert (story, chat);
CREATE INDEX alert_folded ON alert (folded) WHERE folded IS NOT NULL;
-- A story never makes two cards in a chat, and a burst of edits is one.
CREATE UNIQUE INDEX alert_one_card ON alert (chat, story) WHERE kind = 'card';
CREATE UNIQUE INDEX alert_one_edit ON alert (chat, story) WHERE kind = 'edit' AND state = 'due';
