-- What stood in the article's place on its page, so that the feed's own words were read.
ALTER TABLE article ADD COLUMN wall TEXT NOT NULL DEFAULT '';  -- empty: as before there was this column

-- What whoever runs the bot judged otherwise than the detector. It outlives a new reading of the article.
CREATE TABLE correction (
    article INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    label   TEXT NOT NULL,
    was     TEXT NOT NULL, -- what the detector had said
    at      TEXT NOT NULL
) STRICT;
