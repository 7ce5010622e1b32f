-- Whose quotes there are is looked up by name, and which are the newest without reading any article's text.
CREATE INDEX quote_speaker ON quote (speaker);
DROP INDEX article_published;
CREATE INDEX article_published ON article (published, label, story, language, outlet);

-- The words of a question whose answer has pages, where they are too long for a button.
CREATE TABLE question (
    id    INTEGER PRIMARY KEY,
    words TEXT NOT NULL UNIQUE
) STRICT;
