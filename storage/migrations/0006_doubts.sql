-- How often a feed's hub told us of news since a poll last found some that it had not told us of.
ALTER TABLE feed ADD COLUMN pushes INTEGER NOT NULL DEFAULT 0;

-- By these an edit is told from another item under the same guid, and old words from new ones.
ALTER TABLE entry ADD COLUMN words BLOB NOT NULL DEFAULT x'';
ALTER TABLE entry ADD COLUMN dated TEXT;

-- Whether an article has its label only because it is like one that was judged.
ALTER TABLE correction ADD COLUMN inherited INTEGER NOT NULL DEFAULT 0;
