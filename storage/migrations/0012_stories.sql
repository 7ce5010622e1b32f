-- What an edit did to an article's quotes: those that it had, and how many the next version changed or lost.
ALTER TABLE article_version ADD COLUMN quotes TEXT NOT NULL DEFAULT '[]';
ALTER TABLE article_version ADD COLUMN altered INTEGER NOT NULL DEFAULT 0;

-- A story that was found to be another one, and a story that tells what came of an earlier one.
ALTER TABLE story ADD COLUMN merged_into INTEGER REFERENCES story (id);
ALTER TABLE story ADD COLUMN follows INTEGER REFERENCES story (id);
CREATE INDEX story_merged ON story (merged_into) WHERE merged_into IS NOT NULL;
