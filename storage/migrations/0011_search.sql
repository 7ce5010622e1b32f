-- What a search asks of an article beside its words stands in the index of words, too, as words of our own:
-- only so a common word in a rare outlet, or in a month long ago, is found without reading on and on.
ALTER TABLE article ADD COLUMN named TEXT NOT NULL DEFAULT ''; -- who speaks, and where they stand: storage/facts.py
UPDATE article AS whose SET named = coalesce((
    SELECT group_concat(word, ' ') FROM (
        SELECT 'a' || hex(actor) AS word FROM quote WHERE article = whose.id AND actor <> ''
        UNION SELECT 'c' || hex(country) FROM quote WHERE article = whose.id AND country <> ''
        UNION SELECT 'n' || hex(speaker) FROM quote WHERE article = whose.id AND speaker <> ''
        UNION SELECT 'a' || hex(actor) FROM position WHERE article = whose.id AND actor <> ''
        UNION SELECT 'c' || hex(country) FROM position WHERE article = whose.id AND country <> ''
        UNION SELECT 'p' || replace(stance, '-', '') FROM position WHERE article = whose.id
        UNION SELECT 'p' || replace(stance, '-', '') || 'a' || hex(actor) FROM position
            WHERE article = whose.id AND actor <> ''
        UNION SELECT 'p' || replace(stance, '-', '') || 'c' || hex(country) FROM position
            WHERE article = whose.id AND country <> '')), '');
ALTER TABLE article ADD COLUMN facts TEXT NOT NULL AS (
    'l' || language || ' k' || label || ' o' || outlet || ' s' || story || ' y' || substr(published, 1, 4)
    || ' m' || substr(published, 1, 4) || substr(published, 6, 2) || ' ' || named) VIRTUAL;

DROP TRIGGER article_kept;
DROP TRIGGER article_dropped;
DROP TRIGGER article_changed;
DROP TABLE article_words;
CREATE VIRTUAL TABLE article_words USING fts5 (
    title, text, facts, content = 'article', content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2', prefix = '3 4'
);
INSERT INTO article_words (article_words) VALUES ('rebuild');
CREATE TRIGGER article_kept AFTER INSERT ON article BEGIN
    INSERT INTO article_words (rowid, title, text, facts) VALUES (new.id, new.title, new.text, new.facts);
END;
CREATE TRIGGER article_dropped AFTER DELETE ON article BEGIN
    INSERT INTO article_words (article_words, rowid, title, text, facts)
        VALUES ('delete', old.id, old.title, old.text, old.facts);
END;
CREATE TRIGGER article_changed AFTER UPDATE OF title, text, language, label, outlet, story, published, named
    ON article WHEN (old.title, old.text, old.facts) IS NOT (new.title, new.text, new.facts) BEGIN
    INSERT INTO article_words (article_words, rowid, title, text, facts)
        VALUES ('delete', old.id, old.title, old.text, old.facts);
    INSERT INTO article_words (rowid, title, text, facts) VALUES (new.id, new.title, new.text, new.facts);
END;

CREATE VIRTUAL TABLE article_vocabulary USING fts5vocab ('article_words', 'instance');
CREATE INDEX article_day ON article (id, published, story); -- in which the texts do not lie between the columns
