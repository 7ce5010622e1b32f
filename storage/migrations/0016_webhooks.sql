-- What a webhook's messages are signed with; its chat is of the platform "webhook", and has its address.
CREATE TABLE webhook (
    chat   INTEGER PRIMARY KEY REFERENCES chat (id) ON DELETE CASCADE,
    secret TEXT NOT NULL
) STRICT;

-- Whether an item's article was forgotten because of its age: a late edit does not bring it back.
ALTER TABLE entry ADD COLUMN forgotten INTEGER NOT NULL DEFAULT 0;
-- Without it each article that is forgotten would be looked for among the origins of all others.
CREATE INDEX article_origin ON article (origin) WHERE origin IS NOT NULL;
