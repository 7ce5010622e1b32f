-- The language in which the bot speaks in a chat; empty: as the asker's, else as the bot does.
ALTER TABLE chat ADD COLUMN language TEXT NOT NULL DEFAULT '';
