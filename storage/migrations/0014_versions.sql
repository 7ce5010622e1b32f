-- What an edit did to an article's quotes: those that it had, and how many the next version changed or lost.
ALTER TABLE article_version ADD COLUMN quotes TEXT NOT NULL DEFAULT '[]';
ALTER TABLE article_version ADD COLUMN altered INTEGER NOT NULL DEFAULT 0;
