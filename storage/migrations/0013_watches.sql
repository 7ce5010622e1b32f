-- A chat has any number of watches: what it wants to hear of, in words and as it was understood, and how.
CREATE TABLE watch_new (
    id       INTEGER PRIMARY KEY,
    chat     INTEGER NOT NULL REFERENCES chat (id) ON DELETE CASCADE,
    words    TEXT NOT NULL,
    filter   TEXT NOT NULL,  -- JSON
    delivery TEXT NOT NULL DEFAULT 'at once',
    silent   INTEGER NOT NULL DEFAULT 0,
    since    TEXT NOT NULL,
    UNIQUE (chat, words)
) STRICT;
INSERT INTO watch_new (chat, words, filter, since)
    SELECT chat, 'label:' || lower(label), json_object('labels', json_array(label)), since
    FROM watch WHERE label IN ('CORE', 'RELATED');
INSERT INTO watch_new (chat, words, filter, since)
    SELECT chat, 'reversals', '{"is_of_turns": true}', since FROM watch WHERE label = 'REVERSALS';
DROP TABLE watch;
ALTER TABLE watch_new RENAME TO watch;

-- When a chat wants to be left in peace, and when it reads its digest; in minutes of its own day.
ALTER TABLE chat ADD COLUMN zone TEXT NOT NULL DEFAULT '';
ALTER TABLE chat ADD COLUMN quiet_from INTEGER;
ALTER TABLE chat ADD COLUMN quiet_until INTEGER;
ALTER TABLE chat ADD COLUMN digest_at INTEGER;

-- What waits for a digest is told in one, however little it is.
ALTER TABLE alert ADD COLUMN bundled INTEGER NOT NULL DEFAULT 0;
ALTER TABLE alert ADD COLUMN watch INTEGER; -- that owes it
ALTER TABLE alert ADD COLUMN silent INTEGER NOT NULL DEFAULT 0;

CREATE INDEX alert_of_chat ON alert (chat, owed) WHERE kind = 'card';
