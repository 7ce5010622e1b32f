-- The stories of which a chat wants to hear no more, and so of none that follows them.
CREATE TABLE mute (
    chat  INTEGER NOT NULL REFERENCES chat (id) ON DELETE CASCADE,
    story INTEGER NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    since TEXT NOT NULL,
    PRIMARY KEY (chat, story)
) STRICT, WITHOUT ROWID;
CREATE INDEX mute_story ON mute (story);
