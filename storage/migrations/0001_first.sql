-- Times are ISO 8601 in UTC, all of one width, so that they sort as text. Lists of spans are JSON.

CREATE TABLE outlet (
    id        INTEGER PRIMARY KEY,
    name      TEXT NOT NULL UNIQUE,
    country   TEXT NOT NULL,
    language  TEXT NOT NULL,
    ownership TEXT NOT NULL
) STRICT;

CREATE TABLE feed (
    id            INTEGER PRIMARY KEY,
    url           TEXT NOT NULL UNIQUE,
    outlet        INTEGER NOT NULL REFERENCES outlet (id),
    priority      INTEGER NOT NULL DEFAULT 0,
    due           TEXT NOT NULL,
    etag          TEXT,
    last_modified TEXT,
    body_hash     BLOB NOT NULL DEFAULT x'',
    polled        TEXT,
    succeeded     TEXT,
    failures      INTEGER NOT NULL DEFAULT 0,
    fault         TEXT NOT NULL DEFAULT '',
    failing_since TEXT,
    crashes       INTEGER NOT NULL DEFAULT 0,
    retired       INTEGER NOT NULL DEFAULT 0,
    removed       INTEGER NOT NULL DEFAULT 0  -- by the operator: the catalogue does not bring it back
) STRICT;
CREATE INDEX feed_due ON feed (due) WHERE retired = 0 AND removed = 0;

CREATE TABLE story (
    id           INTEGER PRIMARY KEY,
    label        TEXT NOT NULL,
    published    TEXT NOT NULL, -- when its newest article was
    first_seen   TEXT NOT NULL,
    last_changed TEXT NOT NULL
) STRICT;
CREATE INDEX story_published ON story (published);

CREATE TABLE article (
    id        INTEGER PRIMARY KEY,
    story     INTEGER NOT NULL REFERENCES story (id),
    origin    INTEGER REFERENCES article (id), -- the first with the same dispatch; NULL: this one itself
    outlet    INTEGER NOT NULL REFERENCES outlet (id),
    url       TEXT NOT NULL UNIQUE,
    title     TEXT NOT NULL,
    text      TEXT NOT NULL,
    text_hash BLOB NOT NULL,
    basis     TEXT NOT NULL,
    published TEXT NOT NULL,
    seen      TEXT NOT NULL,
    version   INTEGER NOT NULL DEFAULT 1,
    language  TEXT NOT NULL,
    label     TEXT NOT NULL,
    score     REAL NOT NULL,
    salience  TEXT NOT NULL,
    reasons   TEXT NOT NULL,
    summary   TEXT NOT NULL,
    credit    TEXT NOT NULL,
    signature TEXT NOT NULL
) STRICT;
CREATE INDEX article_story ON article (story);
CREATE INDEX article_published ON article (published);

-- What an edited article said before.
CREATE TABLE article_version (
    article   INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    version   INTEGER NOT NULL,
    title     TEXT NOT NULL,
    text      TEXT NOT NULL,
    text_hash BLOB NOT NULL,
    seen      TEXT NOT NULL,
    PRIMARY KEY (article, version)
) STRICT, WITHOUT ROWID;

-- Every item ever seen in a feed: a tombstone where nothing else is left of it.
CREATE TABLE entry (
    feed         INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
    key          BLOB NOT NULL,
    content_hash BLOB NOT NULL,
    seen         TEXT NOT NULL,
    article      INTEGER REFERENCES article (id) ON DELETE SET NULL,
    PRIMARY KEY (feed, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_article ON entry (article);

CREATE TABLE quote (
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    kind    TEXT NOT NULL,
    speaker TEXT NOT NULL,
    mention TEXT NOT NULL,
    actor   TEXT NOT NULL,
    country TEXT NOT NULL,
    spans   TEXT NOT NULL,
    quoted  TEXT NOT NULL,
    cue     TEXT,
    PRIMARY KEY (article, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX quote_actor ON quote (actor);
CREATE INDEX quote_country ON quote (country);

CREATE TABLE position (
    article  INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    ordinal  INTEGER NOT NULL,
    actor    TEXT NOT NULL,
    country  TEXT NOT NULL,
    stance   TEXT NOT NULL,
    start    INTEGER NOT NULL,
    "end"    INTEGER NOT NULL,
    chain    TEXT NOT NULL,
    reporter TEXT NOT NULL,
    PRIMARY KEY (article, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX position_actor ON position (actor);
CREATE INDEX position_country ON position (country);

CREATE VIRTUAL TABLE article_words USING fts5 (
    title, text, content = 'article', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER article_kept AFTER INSERT ON article BEGIN
    INSERT INTO article_words (rowid, title, text) VALUES (new.id, new.title, new.text);
END;
CREATE TRIGGER article_dropped AFTER DELETE ON article BEGIN
    INSERT INTO article_words (article_words, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
END;
CREATE TRIGGER article_changed AFTER UPDATE OF title, text ON article BEGIN
    INSERT INTO article_words (article_words, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
    INSERT INTO article_words (rowid, title, text) VALUES (new.id, new.title, new.text);
END;

CREATE TABLE chat (
    id       INTEGER PRIMARY KEY,
    platform TEXT NOT NULL,
    address  TEXT NOT NULL,
    title    TEXT NOT NULL DEFAULT '',
    parked   TEXT NOT NULL DEFAULT '',
    UNIQUE (platform, address)
) STRICT;

CREATE TABLE watch (
    chat  INTEGER NOT NULL REFERENCES chat (id) ON DELETE CASCADE,
    label TEXT NOT NULL,
    since TEXT NOT NULL,
    PRIMARY KEY (chat, label)
) STRICT, WITHOUT ROWID;

-- The one message about a story in a chat.
CREATE TABLE card (
    chat    INTEGER NOT NULL REFERENCES chat (id) ON DELETE CASCADE,
    story   INTEGER NOT NULL REFERENCES story (id),
    message TEXT NOT NULL,
    shown   BLOB NOT NULL,
    sent    TEXT NOT NULL,
    PRIMARY KEY (chat, story)
) STRICT, WITHOUT ROWID;

-- The outbox, and what became of it. States: due, sending, sent, dead, folded.
CREATE TABLE alert (
    id       INTEGER PRIMARY KEY,
    chat     INTEGER NOT NULL REFERENCES chat (id) ON DELETE CASCADE,
    story    INTEGER NOT NULL REFERENCES story (id),
    kind     TEXT NOT NULL,
    why      TEXT NOT NULL,
    state    TEXT NOT NULL DEFAULT 'due',
    owed     TEXT NOT NULL,
    due      TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    unsure   INTEGER NOT NULL DEFAULT 0,  -- of these, how often the answer was lost
    folded   INTEGER REFERENCES alert (id) ON DELETE SET NULL,  -- the alert whose digest tells this one too
    settled  TEXT,
    fault    TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX alert_due ON alert (due) WHERE state = 'due';
CREATE INDEX alert_sending ON alert (chat) WHERE state = 'sending';
CREATE INDEX alert_story ON alert (story, chat);
CREATE INDEX alert_folded ON alert (folded) WHERE folded IS NOT NULL;
-- A story never makes two cards in a chat, and a burst of edits is one.
CREATE UNIQUE INDEX alert_one_card ON alert (chat, story) WHERE kind = 'card';
CREATE UNIQUE INDEX alert_one_edit ON alert (chat, story) WHERE kind = 'edit' AND state = 'due';
