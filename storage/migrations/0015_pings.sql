-- The role that a watch calls, on Discord.
ALTER TABLE watch ADD COLUMN ping TEXT NOT NULL DEFAULT '';

-- Whether a chat wants to hear that a digest has nothing to tell.
ALTER TABLE chat ADD COLUMN says_empty INTEGER NOT NULL DEFAULT 0;
CREATE INDEX alert_of_digest ON alert (chat, owed) WHERE bundled;
