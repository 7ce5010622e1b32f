-- Why the linked page was not read, where a wall stood before it; empty: it was read, or there was none.
ALTER TABLE article ADD COLUMN wall TEXT NOT NULL DEFAULT '';

-- What whoever runs the bot judged otherwise than the detector. It outlives a new reading of the article.
CREATE TABLE correction (
    article INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    label   TEXT NOT NULL,
    was     TEXT NOT NULL, -- what the detector had said
    at      TEXT NOT NULL
) STRICT;
