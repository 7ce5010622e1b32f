-- By which rules an article was last read (feeds/model.py, RULES): what an earlier version read is read again.
ALTER TABLE article ADD COLUMN rules INTEGER NOT NULL DEFAULT 0;
CREATE INDEX article_rules ON article (rules);
